/* Failures to sign in: counted one by one however many come at once, and forgotten only inside. */
#include "county.h"

#include <pthread.h>

#include "app/session.h"
#include "base/crypto.h"

static const char right[] = "Zhongwen-2024";
static const struct session_rules rules = {.idle_ms = 1800000,
                                           .most_ms = 3600000,
                                           .lockout_ms = 900000,
                                           .lockout_failures = 5,
                                           .key = {7}};

static void
account(struct fixture *f)
{
        struct county c;
        const char *hash;

        county_build(f, &c);
        assert_done(password_hash(f->mem, right, &hash));
        sql_do(f, mem_printf(f->mem, "UPDATE person SET password_hash = '%s' WHERE id = 1", hash));
}

static int
sign_in(struct fixture *f, const char *password, struct signed_in *ret)
{
        struct instant until;

        return app_sign_in(f->mem, &f->app, &rules, f->now, "author", password, "", ret, &until);
}

static int64_t
failures(struct fixture *f)
{
        return sql_int(f, "SELECT failures FROM person WHERE id = 1");
}

/* GB/T 22239-2019, 8.1.4.1 */
static void
a_password_alone_forgets_nothing_while_a_code_is_missing(struct fixture *f)
{
        uint8_t secret[20] = {1, 2, 3};
        struct buf hex = buf_new(f->mem, 64);
        const char *sealed;
        struct signed_in in;
        struct instant until;
        char code[7];

        account(f);
        for (size_t i = 0; i < sizeof(secret); i++)
                buf_printf(&hex, "%02x", secret[i]);
        assert_done(secret_seal(f->mem, rules.key, buf_text(&hex), &sealed));
        sql_do(f, mem_printf(f->mem, "UPDATE person SET totp_secret = '%s' WHERE id = 1", sealed));
        assert_int_equal(sign_in(f, "wrong", &in), SIGN_IN_WRONG);
        assert_done(sign_in(f, right, &in));
        assert_true(in.needs_code);
        assert_int_equal(failures(f), 1);
        assert_int_equal(
            app_sign_in_code(f->mem, &f->app, &rules, f->now, in.token, "000000", &in, &until),
            SIGN_IN_WRONG);
        assert_done(sign_in(f, right, &in));
        assert_int_equal(failures(f), 2);
        totp_code(secret, sizeof(secret), f->now.ms / 30000, code);
        assert_done(app_sign_in_code(f->mem, &f->app, &rules, f->now, in.token, code, &in, &until));
        assert_int_equal(failures(f), 0);
}

static void
a_factor_sealed_with_another_key_is_said(struct fixture *f)
{
        static const uint8_t other[32] = {8};
        const char *sealed;
        struct signed_in in;
        struct instant until;

        account(f);
        assert_done(
            secret_seal(f->mem, other, "0102030405060708091011121314151617181920", &sealed));
        sql_do(f, mem_printf(f->mem, "UPDATE person SET totp_secret = '%s' WHERE id = 1", sealed));
        assert_done(sign_in(f, right, &in));
        assert_int_equal(
            app_sign_in_code(f->mem, &f->app, &rules, f->now, in.token, "000000", &in, &until),
            SIGN_IN_SEALED);
}

enum { AT_ONCE = 4 };

static void *
try_wrong(void *arg)
{
        struct fixture *f = arg;
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct signed_in in;
        struct instant until;
        int r = app_sign_in(mem, &f->app, &rules, f->now, "author", "wrong", "", &in, &until);

        return (void *)(intptr_t)r;
}

static void
of_failures_at_once_none_is_lost(struct fixture *f)
{
        pthread_t threads[AT_ONCE];
        struct signed_in in;

        account(f);
        for (size_t i = 0; i < AT_ONCE; i++)
                assert_int_equal(pthread_create(&threads[i], NULL, try_wrong, f), 0);
        for (size_t i = 0; i < AT_ONCE; i++) {
                void *outcome;

                assert_int_equal(pthread_join(threads[i], &outcome), 0);
                assert_int_equal((intptr_t)outcome, SIGN_IN_WRONG);
        }
        assert_int_equal(failures(f), AT_ONCE);
        assert_int_equal(sign_in(f, "wrong", &in), SIGN_IN_LOCKED);
        assert_int_equal(sign_in(f, right, &in), SIGN_IN_LOCKED);
}

static int
pass_late(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct fixture *f = arg;
        int64_t changed;
        int r;

        (void)mem;
        tx_unaudited(tx);
        r = sql_person_passed(tx, &(struct person_passed_in){.id = 1, .now = f->now}, &changed);
        return r < 0 ? r : changed == 0 ? 1 : 0;
}

static void
a_late_success_opens_no_lock(struct fixture *f)
{
        account(f);
        sql_do(f, mem_printf(f->mem, "UPDATE person SET locked_until = %lld WHERE id = 1",
                             (long long)f->now.ms + 1));
        assert_int_equal(app_run(f->mem, &f->app, pass_late, f), 1);
        assert_int_equal(sql_int(f, "SELECT count(*) FROM person WHERE locked_until IS NOT NULL"),
                         1);
}

static void
a_new_session_ends_the_one_it_replaces(struct fixture *f)
{
        struct signed_in first, second;
        struct session session;
        struct instant until;

        account(f);
        assert_done(sign_in(f, right, &first));
        assert_done(app_sign_in(f->mem, &f->app, &rules, f->now, "author", right, first.token,
                                &second, &until));
        assert_int_equal(app_session_find(f->mem, &f->app, &rules, f->now, first.token, &session),
                         SESSION_NONE);
        assert_done(app_session_find(f->mem, &f->app, &rules, f->now, second.token, &session));
}

static void
guessing_the_old_password_locks(struct fixture *f)
{
        struct signed_in in;
        struct session session;

        account(f);
        assert_done(sign_in(f, right, &in));
        assert_done(app_session_find(f->mem, &f->app, &rules, f->now, in.token, &session));
        for (int i = 0; i <= rules.lockout_failures; i++) {
                struct problems problems = {.mem = f->mem};
                const char *old = i < rules.lockout_failures ? "wrong" : right;

                assert_int_equal(app_password_change(f->mem, &f->app, &rules, f->now, &session, old,
                                                     "Gaiguo-2025x", "Gaiguo-2025x", &problems,
                                                     &in),
                                 PASSWORD_REFUSED);
                assert_non_null(problems_of(&problems, "old"));
        }
        assert_int_equal(sign_in(f, right, &in), SIGN_IN_LOCKED);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(a_password_alone_forgets_nothing_while_a_code_is_missing),
            STORE_TEST(a_factor_sealed_with_another_key_is_said),
            STORE_TEST(of_failures_at_once_none_is_lost),
            STORE_TEST(a_late_success_opens_no_lock),
            STORE_TEST(a_new_session_ends_the_one_it_replaces),
            STORE_TEST(guessing_the_old_password_locks),
        };

        return suite_run(tests, N(tests));
}
