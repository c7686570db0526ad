#include "app/session.h"

#include "app/run.h"
#include "base/crypto.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/sql.h"

#define LOCKED "密码输错次数过多，账号已锁定，请稍后再试"

enum { TOKEN_BYTES = 32, CSRF_BYTES = 24, SEEN_EVERY_MS = 60000, CODE_MS = 300000 };

/* Compared with when there is no such login, so that the answer takes as long. */
static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                             "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE";

static const char *
hash_of(TALLOC_CTX *mem, const char *token)
{
        struct sm3 sm3 = sm3_of(token, strlen(token));
        char hex[SM3_HEX_SIZE];

        return mem_strdup(mem, sm3_hex(&sm3, hex));
}

/* ---- finding -------------------------------------------------------------------------------- */

struct finding {
        const char *login;
        int64_t id;
        struct person_by_login_row *person;
};

static int
find_person(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct finding *f = arg;
        int r = sql_person_by_login_one(mem, tx, &(struct person_by_login_in){.login = f->login},
                                        &f->person);

        return r < 0 ? err_trace(r) : r;
}

struct session_search {
        const struct session_rules *rules;
        struct instant now;
        const char *hash;
        struct session *ret;
        struct instant seen_at;
};

struct holdings {
        struct grant *grants;
        const char **names;
        size_t n;
        bool held; /* what decides rests */
};

static void
hold(struct holdings *h, const char *role, int64_t scope, const char *agency, int64_t by)
{
        struct grant *g = &h->grants[h->n];

        if (!role_from(role, &g->role) || (h->held && (1U << g->role & AS_DECIDING)))
                return;
        g->scope = scope;
        g->by = by;
        h->names[h->n++] = agency;
}

/* Own roles first, then those held for others today (代理). */
static int
load_grants(TALLOC_CTX *mem, struct tx *tx, struct actor *who, struct day today,
            const char *const **ret_names)
{
        int64_t id = who->person_id;
        struct person_grants_row *own;
        struct delegation_grants_row *lent;
        struct holdings h = {0};
        size_t n_own, n_lent;
        int r;

        r = sql_person_grants(mem, tx, &(struct person_grants_in){.person_id = id}, &own, &n_own);
        if (r == 0)
                r = sql_delegation_grants(
                    mem, tx, &(struct delegation_grants_in){.person_id = id, .today = today}, &lent,
                    &n_lent);
        if (r)
                return err_fold(r);
        h.grants = mem_array(mem, struct grant, n_own + n_lent + 1);
        h.names = mem_array(mem, const char *, n_own + n_lent + 1);
        who->held = (n_own && own[0].held) || (n_lent && lent[0].held);
        h.held = who->held;
        for (size_t i = 0; i < n_own; i++)
                hold(&h, own[i].role, own[i].scope_agency_id, own[i].agency_name, 0);
        for (size_t i = 0; i < n_lent; i++)
                hold(&h, lent[i].role, lent[i].scope_agency_id, lent[i].agency_name,
                     lent[i].from_id);
        who->grants = h.grants;
        who->n_grants = h.n;
        *ret_names = h.names;
        return 0;
}

int
app_actor_of(TALLOC_CTX *mem, struct tx *tx, int64_t person, struct day today, struct actor *ret)
{
        const char *const *names;
        struct actor who = {.person_id = person, .name = "", .login = ""};
        int r = load_grants(mem, tx, &who, today, &names);

        if (r < 0)
                return err_trace(r);
        *ret = who;
        return 0;
}

static int
find_session(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct session_search *search = arg;
        struct session_find_in in = {.token_sm3 = search->hash,
                                     .now = search->now,
                                     .idle_since = {search->now.ms - search->rules->idle_ms}};
        struct session_find_row *row;
        struct session *s = search->ret;
        int r;

        r = sql_session_find_one(mem, tx, &in, &row);
        if (r)
                return r < 0 ? err_trace(r) : SESSION_NONE;
        *s = (struct session){.id = row->id,
                              .actor = {.person_id = row->person_id,
                                        .name = row->name,
                                        .login = row->login,
                                        .agency_id = row->agency_id},
                              .agency_name = row->agency_name,
                              .csrf = row->csrf,
                              .is_in = strcmp(row->stage, "in") == 0,
                              .must_change = row->must_change,
                              .created_at = row->created_at};
        search->seen_at = row->seen_at;
        return load_grants(mem, tx, &s->actor, instant_day(search->now), &s->scope_names);
}

struct touch {
        int64_t id;
        struct instant now;
};

static int
touch_session(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct touch *t = arg;
        int r;

        (void)mem;
        tx_unaudited(tx);
        r = sql_session_seen(tx, &(struct session_seen_in){.id = t->id, .seen_at = t->now}, NULL);
        return err_fold(r);
}

int
app_session_find(TALLOC_CTX *mem, struct app *app, const struct session_rules *rules,
                 struct instant now, const char *token, struct session *ret)
{
        struct session_search search = {.rules = rules, .now = now, .ret = ret};
        int r;

        if (!*token)
                return SESSION_NONE;
        search.hash = hash_of(mem, token);
        r = app_read(mem, app, find_session, &search);
        if (r)
                return r < 0 ? err_trace(r) : SESSION_NONE;
        if (now.ms - search.seen_at.ms > SEEN_EVERY_MS) {
                struct touch t = {.id = ret->id, .now = now};

                r = app_run(mem, app, touch_session, &t);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

/* ---- signing in ----------------------------------------------------------------------------- */

static int
add_session(TALLOC_CTX *mem, struct tx *tx, const struct session_rules *rules, struct instant now,
            int64_t person_id, bool is_in, const char **ret_token)
{
        const char *token = crypto_token(mem, TOKEN_BYTES);
        struct session_add_in in = {.token_sm3 = hash_of(mem, token),
                                    .person_id = person_id,
                                    .csrf = crypto_token(mem, CSRF_BYTES),
                                    .stage = is_in ? "in" : "totp",
                                    .created_at = now,
                                    .expires_at = {now.ms + (is_in ? rules->most_ms : CODE_MS)}};
        int r;

        r = sql_session_expire(tx, &(struct session_expire_in){.now = now}, NULL);
        if (r)
                return err_fold(r);
        r = sql_session_add(tx, &in, NULL);
        if (r)
                return err_fold(r);
        *ret_token = token;
        return 0;
}

/* What a try came to; written in one transaction. */
struct try_result {
        const struct session_rules *rules;
        struct instant now;
        const struct person_by_login_row *person;
        bool good, needs_code;
        const char *old_token; /* to be replaced; NULL */
        int64_t step;          /* of the code that was used; 0 */
        const char *event;
        const char *token;
        struct instant until;
};

static bool
is_locked(const struct person_by_login_row *person, struct instant now)
{
        return !instant_is_none(person->locked_until) && person->locked_until.ms > now.ms;
}

/* Locked between the look at the account and now. */
static int
locked_meanwhile(TALLOC_CTX *mem, struct tx *tx, struct try_result *t)
{
        struct person_by_id_row *row;
        int r = sql_person_by_id_one(mem, tx, &(struct person_by_id_in){.id = t->person->id}, &row);

        if (r < 0)
                return err_trace(r);
        if (r > 0 || instant_is_none(row->locked_until))
                return SIGN_IN_WRONG; /* closed, or gone */
        t->until = row->locked_until;
        return SIGN_IN_LOCKED;
}

/* Counted by the store, not from what was read before the password was tried: of many wrong tries
 * at once none is lost. */
static int
note_failure(TALLOC_CTX *mem, struct tx *tx, struct try_result *t)
{
        struct person_failed_in in = {.id = t->person->id,
                                      .most = t->rules->lockout_failures,
                                      .now = t->now,
                                      .until = {t->now.ms + t->rules->lockout_ms}};
        struct person_failed_row *row;
        int r = sql_person_failed_one(mem, tx, &in, &row);

        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return locked_meanwhile(mem, tx, t);
        t->until = row->locked_until;
        return audit_write(tx, &(struct audit_entry){.at = t->now,
                                                     .event = "sign_in_failed",
                                                     .object = "person",
                                                     .object_id = t->person->id});
}

static int
write_try(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct try_result *t = arg;
        int64_t changed;
        int r;

        if (!t->good)
                return note_failure(mem, tx, t);
        r = sql_person_passed(tx,
                              &(struct person_passed_in){.id = t->person->id,
                                                         .now = t->now,
                                                         .code_missing = t->needs_code},
                              &changed);
        if (r)
                return err_fold(r);
        if (changed == 0)
                return locked_meanwhile(mem, tx, t);
        if (t->step) {
                r = sql_person_totp_used(
                    tx, &(struct person_totp_used_in){.id = t->person->id, .step = t->step},
                    &changed);
                if (r)
                        return err_fold(r);
                if (changed == 0) /* two at once with the same code */
                        return SIGN_IN_WRONG;
        }
        if (t->old_token && *t->old_token) {
                r = sql_session_remove(
                    tx, &(struct session_remove_in){.token_sm3 = hash_of(mem, t->old_token)}, NULL);
                if (r)
                        return err_fold(r);
        }
        r = add_session(mem, tx, t->rules, t->now, t->person->id, !t->needs_code, &t->token);
        if (r)
                return err_fold(r);
        return audit_write(tx, &(struct audit_entry){.at = t->now,
                                                     .person_id = t->person->id,
                                                     .event = t->event,
                                                     .object = "person",
                                                     .object_id = t->person->id});
}

/* 0: inside, or one step further; else enum sign_in_outcome. */
static int
try_it(TALLOC_CTX *mem, struct app *app, struct try_result *t, struct instant *ret_until)
{
        int r;

        t->until = INSTANT_NONE;
        r = app_run(mem, app, write_try, t);
        if (r < 0)
                return err_trace(r);
        if (r == 0 && t->good)
                return 0;
        *ret_until = t->until;
        return instant_is_none(t->until) ? SIGN_IN_WRONG : SIGN_IN_LOCKED;
}

int
app_sign_in(TALLOC_CTX *mem, struct app *app, const struct session_rules *rules, struct instant now,
            const char *login, const char *password, const char *replaced, struct signed_in *ret,
            struct instant *ret_until)
{
        struct finding finding = {.login = login};
        struct try_result t = {
            .rules = rules, .now = now, .event = "signed_in", .old_token = replaced};
        int r;

        r = app_read(mem, app, find_person, &finding);
        if (r < 0)
                return err_trace(r);
        if (r > 0 || !instant_is_none(finding.person->disabled_at)) {
                (void)password_verify(nobody, password);
                return SIGN_IN_WRONG;
        }
        t.person = finding.person;
        t.good = password_verify(t.person->password_hash, password);
        if (is_locked(t.person, now)) { /* after as long a time, so that nobody can tell */
                *ret_until = t.person->locked_until;
                return SIGN_IN_LOCKED;
        }
        t.needs_code = t.person->totp_secret != NULL;
        if (t.needs_code)
                t.event = "password_accepted";
        r = try_it(mem, app, &t, ret_until);
        if (r)
                return r < 0 ? err_trace(r) : r;
        *ret = (struct signed_in){.token = t.token, .needs_code = t.needs_code};
        return 0;
}

/* Outcome 1: sealed with another key. */
static int
step_of(TALLOC_CTX *mem, const struct session_rules *rules, struct instant now,
        const struct person_by_login_row *person, const char *code, int64_t *ret)
{
        const char *secret;
        uint8_t bytes[TOTP_SECRET_SIZE];
        int64_t step;
        int r;

        *ret = 0;
        if (!person->totp_secret)
                return 0;
        r = secret_open(mem, rules->key, person->totp_secret, &secret);
        if (r < 0)
                return err_trace(r);
        if (r > 0 || strlen(secret) != 2 * sizeof(bytes))
                return 1;
        for (size_t i = 0; i < sizeof(bytes); i++)
                bytes[i] =
                    (uint8_t)strtoul((char[]){secret[2 * i], secret[2 * i + 1], 0}, NULL, 16);
        step = totp_verify(bytes, sizeof(bytes), code, now.ms / 1000);
        if (step > person->totp_last_step)
                *ret = step;
        return 0;
}

int
app_sign_in_code(TALLOC_CTX *mem, struct app *app, const struct session_rules *rules,
                 struct instant now, const char *token, const char *code, struct signed_in *ret,
                 struct instant *ret_until)
{
        struct session session;
        struct finding finding = {0};
        struct try_result t = {
            .rules = rules, .now = now, .event = "signed_in", .old_token = token};
        int r;

        r = app_session_find(mem, app, rules, now, token, &session);
        if (r)
                return r < 0 ? err_trace(r) : SIGN_IN_WRONG;
        finding.login = session.actor.login;
        r = app_read(mem, app, find_person, &finding);
        if (r)
                return r < 0 ? err_trace(r) : SIGN_IN_WRONG;
        t.person = finding.person;
        if (is_locked(t.person, now)) {
                *ret_until = t.person->locked_until;
                return SIGN_IN_LOCKED;
        }
        r = step_of(mem, rules, now, t.person, code, &t.step);
        if (r)
                return r < 0 ? err_trace(r) : SIGN_IN_SEALED;
        t.good = t.step > 0 && !session.is_in;
        r = try_it(mem, app, &t, ret_until);
        if (r)
                return r < 0 ? err_trace(r) : r;
        *ret = (struct signed_in){.token = t.token};
        return 0;
}

/* ---- going out, another password ------------------------------------------------------------ */

struct leaving {
        const struct session *session;
        const char *hash;
        struct instant now;
};

static int
leave(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct leaving *l = arg;
        int r;

        (void)mem;
        r = sql_session_remove(tx, &(struct session_remove_in){.token_sm3 = l->hash}, NULL);
        if (r)
                return err_fold(r);
        return audit_write(tx, &(struct audit_entry){.at = l->now,
                                                     .person_id = l->session->actor.person_id,
                                                     .event = "signed_out",
                                                     .object = "person",
                                                     .object_id = l->session->actor.person_id});
}

int
app_sign_out(TALLOC_CTX *mem, struct app *app, struct instant now, const struct session *session,
             const char *token)
{
        struct leaving l = {.session = session, .hash = hash_of(mem, token), .now = now};
        int r = app_run(mem, app, leave, &l);

        return err_fold(r);
}

static unsigned
kinds_of(const char *password)
{
        unsigned kinds = 0;

        for (const char *c = password; *c; c++)
                kinds |= *c >= 'a' && *c <= 'z'   ? 1U
                         : *c >= 'A' && *c <= 'Z' ? 2U
                         : *c >= '0' && *c <= '9' ? 4U
                                                  : 8U;
        return (unsigned)__builtin_popcount(kinds);
}

void
password_check(const char *login, const char *password, const char *field,
               struct problems *problems)
{
        size_t n = text_length(password);

        if (n < 10)
                problems_add(problems, 0, field, "新密码至少 10 个字符");
        else if (n > 128)
                problems_add(problems, 0, field, "新密码最多 128 个字符");
        else if (kinds_of(password) < 3)
                problems_add(problems, 0, field,
                             "新密码须含大写字母、小写字母、数字、符号中的三种");
        else if (*login && strcasestr(password, login))
                problems_add(problems, 0, field, "新密码不能含登录名");
}

struct renewal {
        const struct session_rules *rules;
        const struct session *session;
        struct instant now;
        const char *hash, *token;
};

static int
renew(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct renewal *n = arg;
        int64_t id = n->session->actor.person_id, changed;
        int r;

        r = sql_person_passed(tx, &(struct person_passed_in){.id = id, .now = n->now}, &changed);
        if (r)
                return err_fold(r);
        if (changed == 0)
                return PASSWORD_REFUSED; /* locked meanwhile */
        r = sql_person_password_set(tx,
                                    &(struct person_password_set_in){
                                        .id = id, .password_hash = n->hash, .must_change = false},
                                    NULL);
        if (r)
                return err_fold(r);
        r = sql_session_remove_person(tx, &(struct session_remove_person_in){.person_id = id},
                                      NULL);
        if (r)
                return err_fold(r);
        r = add_session(mem, tx, n->rules, n->now, id, true, &n->token);
        if (r)
                return err_fold(r);
        return audit_write(tx, &(struct audit_entry){.at = n->now,
                                                     .person_id = id,
                                                     .event = "password_changed",
                                                     .object = "person",
                                                     .object_id = id});
}

/* Whoever sits before somebody's open session does not get more tries than at the door. */
static int
check_old(TALLOC_CTX *mem, struct app *app, const struct session_rules *rules, struct instant now,
          const struct person_by_login_row *person, const char *old, struct problems *problems)
{
        struct try_result t = {.rules = rules, .now = now, .person = person};
        struct instant until;
        int r;

        if (is_locked(person, now)) {
                problems_add(problems, 0, "old", LOCKED);
                return 0;
        }
        if (password_verify(person->password_hash, old))
                return 0;
        r = try_it(mem, app, &t, &until);
        if (r < 0)
                return err_trace(r);
        problems_add(problems, 0, "old", r == SIGN_IN_LOCKED ? LOCKED : "现用密码不对");
        return 0;
}

int
app_password_change(TALLOC_CTX *mem, struct app *app, const struct session_rules *rules,
                    struct instant now, const struct session *session, const char *old,
                    const char *fresh, const char *again, struct problems *problems,
                    struct signed_in *ret)
{
        struct finding finding = {.login = session->actor.login};
        struct renewal n = {.rules = rules, .session = session, .now = now};
        int r;

        r = app_read(mem, app, find_person, &finding);
        if (r)
                return err_fold(r);
        r = check_old(mem, app, rules, now, finding.person, old, problems);
        if (r < 0)
                return err_trace(r);
        password_check(session->actor.login, fresh, "fresh", problems);
        if (strcmp(fresh, again) != 0)
                problems_add(problems, 0, "again", "两次输入的新密码不一致");
        else if (problems->n == 0 && strcmp(old, fresh) == 0)
                problems_add(problems, 0, "fresh", "新密码不能与现用密码相同");
        if (problems->n)
                return PASSWORD_REFUSED;
        r = password_hash(mem, fresh, &n.hash);
        if (r < 0)
                return err_trace(r);
        r = app_run(mem, app, renew, &n);
        if (r < 0)
                return err_trace(r);
        if (r > 0) {
                problems_add(problems, 0, "old", LOCKED);
                return PASSWORD_REFUSED;
        }
        *ret = (struct signed_in){.token = n.token};
        return 0;
}
