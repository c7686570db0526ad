/* tests/http/seed: a small county for the HTTP tests, made through the use cases.
 *
 *      seed DB                             agencies gov, jiaoyu, caizheng; the site; a person for each role, whose
 *                                          login is the role and whose password is PASSWORD; two more without one
 *      seed DB publish SLUG TITLE          an item of that agency; prints "ID INDEX_NO"
 *      seed DB rich SLUG TITLE WORD OLD    the same with WORD in its text, a file and a picture of these bytes (under
 *                                          $XXGK_DATA), the old address OLD and the relation of another item to it;
 *                                          prints "ID INDEX_NO FILE_SM3 PICTURE_SM3 INDEX_NO_OF_THE_OTHER"
 *      seed DB withdraw ID                 takes it back
 *      seed code SECRET_BASE32             the six digits of now
 */
#include "app/catalogue.h"
#include "app/file.h"
#include "app/people.h"
#include "app/publish.h"
#include "app/run.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "store/migrate.h"
#include "store/sql.h"
#include "store/store.h"

static const char password[] = "Zhongwen-2024";

static void
must(int r, const struct problems *problems)
{
        if (r == 0)
                return;
        (void)fprintf(stderr, "seed: %d %s\n", r, err_text());
        for (size_t i = 0; problems && i < problems->n_list; i++)
                (void)fprintf(stderr, "seed: %s: %s\n", problems->list[i].field,
                              problems->list[i].message);
        exit(1);
}

struct making {
        struct problems problems;
        struct instant now;
        int64_t gov, jiaoyu, caizheng;
};

static int
agency(TALLOC_CTX *mem, struct tx *tx, struct making *m, const char *code, const char *slug,
       const char *name, const char *kind, int64_t parent, int64_t *ret)
{
        return app_agency_create(mem, tx, 0, m->now,
                                 &(struct agency_spec){.code = code,
                                                       .slug = slug,
                                                       .name = name,
                                                       .kind = kind,
                                                       .level = "county",
                                                       .parent_id = parent,
                                                       .opened = day_ymd(2000, 1, 1)},
                                 &m->problems, ret);
}

static int
make_house(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct making *m = arg;
        int64_t site;
        int r = agency(mem, tx, m, "000014349", "gov", "静宇县人民政府", "government", 0, &m->gov);

        if (r == 0)
                r = agency(mem, tx, m, "000014350", "jiaoyu", "静宇县教育局", "department", m->gov,
                           &m->jiaoyu);
        if (r == 0)
                r = agency(mem, tx, m, "000014351", "caizheng", "静宇县财政局", "department",
                           m->gov, &m->caizheng);
        if (r == 0)
                r = app_site_create(mem, tx, 0, m->now,
                                    &(struct site_spec){.code = "main",
                                                        .name = "静宇县人民政府",
                                                        .root_agency = m->gov},
                                    &m->problems, &site);
        return r;
}

static void
add_person(TALLOC_CTX *mem, struct app *app, struct instant now, const char *login,
           const enum role *role, bool must_change)
{
        struct problems problems = {.mem = mem};
        struct person_new new = {.login = login,
                                 .name = "信息员甲",
                                 .agency = "gov",
                                 .password = password,
                                 .must_change = must_change,
                                 .roles = role,
                                 .n_roles = role ? 1 : 0};
        int64_t id;

        must(app_person_add(mem, app, now, NULL, &new, &problems, &id), &problems);
}

static void
fill(TALLOC_CTX *mem, struct app *app)
{
        struct making m = {.problems = {.mem = mem}, .now = clock_now()};

        must(app_run(mem, app, make_house, &m), &m.problems);
        for (size_t i = 0; i < N_ROLES; i++) {
                enum role role = (enum role)i;

                add_person(mem, app, m.now, role_text(role), &role, false);
        }
        add_person(mem, app, m.now, "nobody", NULL, false);
        add_person(mem, app, m.now, "fresh", (enum role[]){ROLE_CLERK}, true);
}

struct issue {
        struct problems problems;
        struct instant now;
        int64_t agency, item, edition;
        const char *title, *body, *index_no, *old;
        const struct draft_file *files;
        size_t n_files;
        struct actor author, content, secrecy, signer;
};

static int
issue_step(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        static const char *const channels[] = {"website"};
        struct draft d = DRAFT_EMPTY;
        struct issue *i = arg;
        int r;

        d.agency_id = i->agency;
        d.column_id = 8;
        d.title = i->title;
        d.body =
            i->body
                ? i->body
                : "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":"
                  "\"text\",\"text\":\"各有关单位：现将有关事项通知如下。\"}]}]}";
        d.files = i->files;
        d.n_files = i->n_files;
        d.written = day_ymd(2024, 3, 1);
        r = app_item_draft(mem, tx, &i->author, i->now, &d, &i->problems, &i->item, &i->edition);
        if (r == 0)
                r = app_item_review(mem, tx, &i->content, i->now, i->edition, "content", true,
                                    "同意公开", &i->problems);
        if (r == 0)
                r = app_item_review(mem, tx, &i->secrecy, i->now, i->edition, "secrecy", true,
                                    "同意公开", &i->problems);
        if (r == 0)
                r = app_item_review(mem, tx, &i->signer, i->now, i->edition, "signature", true,
                                    "同意公开", &i->problems);
        if (r == 0)
                r = app_item_publish(mem, tx, &i->author, i->now, i->edition, channels, N(channels),
                                     &i->index_no);
        return r;
}

static struct issue
issue_begin(TALLOC_CTX *mem)
{
        struct issue i = {.problems = {.mem = mem}, .now = clock_now()};

        i.author = (struct actor){.person_id = 1 + ROLE_CLERK, .scope = 1};
        i.content = (struct actor){.person_id = 1 + ROLE_REVIEWER, .scope = 1};
        i.secrecy = (struct actor){.person_id = 1 + ROLE_SECRECY_REVIEWER, .scope = 1};
        i.signer = (struct actor){.person_id = 1 + ROLE_SIGNER, .scope = 1};
        return i;
}

static void
publish(TALLOC_CTX *mem, struct app *app, const char *slug, const char *title)
{
        struct issue i = issue_begin(mem);

        i.title = title;
        i.agency = strcmp(slug, "gov") == 0 ? 1 : strcmp(slug, "jiaoyu") == 0 ? 2 : 3;
        must(app_run(mem, app, issue_step, &i), &i.problems);
        (void)printf("%lld %s\n", (long long)i.item, i.index_no);
}

static int
rich_step(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct issue *i = arg;
        int r = issue_step(mem, tx, i);

        if (r == 0)
                r = sql_move_address(
                    tx, &(struct move_address_in){.address = i->old, .item_id = i->item}, NULL);
        return r;
}

struct relating {
        struct issue *issue;
        int64_t from, to;
};

static int
relate_step(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct relating *r = arg;

        return app_item_relate(mem, tx, &r->issue->author, r->issue->now, r->from, "interprets",
                               r->to);
}

static void
keep(TALLOC_CTX *mem, struct app *app, const char *name, const char *shown, const char *bytes,
     size_t n, struct draft_file *ret)
{
        struct stored_file *stored = mem_new(mem, struct stored_file);

        must(app_file_store(app, shown, bytes, n, stored), NULL);
        *ret = (struct draft_file){
            .name = name, .sm3 = stored->sm3, .type = stored->type, .size = stored->size};
}

static void
publish_rich(TALLOC_CTX *mem, struct app *app, char **arg)
{
        /* the smallest GIF, and after its end the word */
        static const char gif[] = "GIF89a\1\0\1\0\200\0\0\377\377\377\0\0\0,"
                                  "\0\0\0\0\1\0\1\0\0\2\2D\1\0;";
        struct issue i = issue_begin(mem), other = issue_begin(mem);
        struct draft_file files[2];
        struct relating relating;
        char picture[sizeof(gif) + 256];
        size_t n = strlen(arg[2]);

        if (n > 256)
                exit(2);
        memcpy(picture, gif, sizeof(gif) - 1);
        memcpy(picture + sizeof(gif) - 1, arg[2], n);
        keep(mem, app, mem_printf(mem, "%s.txt", arg[2]), "a.txt", arg[2], n, &files[0]);
        keep(mem, app, "picture", "a.gif", picture, sizeof(gif) - 1 + n, &files[1]);
        i.title = arg[1];
        i.agency = strcmp(arg[0], "gov") == 0 ? 1 : strcmp(arg[0], "jiaoyu") == 0 ? 2 : 3;
        i.files = files;
        i.n_files = N(files);
        i.old = arg[3];
        i.body = mem_printf(mem,
                            "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":["
                            "{\"type\":\"text\",\"text\":\"正文里有%s。\"}]},"
                            "{\"type\":\"image\",\"file\":\"%s\",\"alt\":\"%s图\"}]}",
                            arg[2], files[1].sm3, arg[2]);
        must(app_run(mem, app, rich_step, &i), &i.problems);
        other.title = "一篇解读";
        other.agency = i.agency;
        must(app_run(mem, app, issue_step, &other), &other.problems);
        relating = (struct relating){.issue = &other, .from = other.item, .to = i.item};
        must(app_run(mem, app, relate_step, &relating), NULL);
        (void)printf("%lld %s %s %s %s\n", (long long)i.item, i.index_no, files[0].sm3,
                     files[1].sm3, other.index_no);
}

static int
withdraw_step(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct issue *i = arg;

        return app_item_withdraw(mem, tx, &i->author, i->now, i->item, "内容有误", &i->problems);
}

static int
print_code(const char *text)
{
        static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        uint8_t secret[TOTP_SECRET_SIZE] = {0};
        size_t bit = 0;
        char code[7];

        for (const char *c = text; *c && strchr(letters, *c); c++)
                for (int k = 4; k >= 0; k--, bit++)
                        if ((strchr(letters, *c) - letters) >> k & 1 && bit < 8 * sizeof(secret))
                                secret[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
        totp_code(secret, sizeof(secret), clock_now().ms / 30000, code);
        return puts(code) < 0;
}

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        struct app app = {0};
        size_t applied;

        crypto_init();
        if (argc == 3 && strcmp(argv[1], "code") == 0)
                return print_code(argv[2]);
        if (argc < 2)
                return 2;
        must(store_open(mem, argv[1], NULL, &app.store), NULL);
        must(store_migrate(app.store, clock_now(), &problems, &applied), &problems);
        if (argc == 2) {
                fill(mem, &app);
        } else if (argc == 5 && strcmp(argv[2], "publish") == 0) {
                publish(mem, &app, argv[3], argv[4]);
        } else if (argc == 7 && strcmp(argv[2], "rich") == 0) {
                app.data = getenv("XXGK_DATA");
                publish_rich(mem, &app, argv + 3);
        } else if (argc == 4 && strcmp(argv[2], "withdraw") == 0) {
                struct issue i = issue_begin(mem);

                i.item = strtoll(argv[3], NULL, 10);
                must(app_run(mem, &app, withdraw_step, &i), &i.problems);
        } else {
                return 2;
        }
        return 0;
}
