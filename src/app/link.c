#include "app/link.h"

#include "domain/scan/scan.h"
#include "outside/link.h"
#include "store/audit.h"
#include "store/sql.h"

enum {
        ASKED_AT_ONCE = 20,
        TEXTS_AT_ONCE = 500,
        SILENT_AFTER = 3, /* tries without an answer */
        URL_MOST = 2000,
};
static const int64_t month_ms = (int64_t)30 * 86400 * 1000, hour_ms = (int64_t)3600 * 1000;
static const char swept[] = "links_swept"; /* public texts up to this item have been taken up */

int
app_links_note(TALLOC_CTX *mem, struct tx *tx, int64_t item, const struct body *body)
{
        struct link_put_row *link;
        size_t n;
        struct scan_link *links = scan_links(mem, body, &n);
        int r = sql_item_links_clear(tx, &(struct item_links_clear_in){.item_id = item}, NULL);

        for (size_t i = 0; r == 0 && i < n; i++) {
                if (links[i].kind != SCAN_LINK_WEB || strlen(links[i].href) > URL_MOST)
                        continue;
                r = sql_link_put_one(mem, tx, &(struct link_put_in){.url = links[i].href}, &link);
                if (r == 0)
                        r = sql_item_link_put(
                            tx, &(struct item_link_put_in){.item_id = item, .link_id = link->id},
                            NULL);
        }
        return err_fold(r);
}

static const char *
why_of(TALLOC_CTX *mem, enum link_known known, int64_t status)
{
        if (known == LINK_IS_BROKEN)
                return status ? mem_printf(mem, "打开时返回 %lld", (long long)status)
                              : "没有这个网址";
        if (known == LINK_IS_SILENT)
                return status ? mem_printf(mem, "多次打开都返回 %lld", (long long)status)
                              : "多次打开都没有响应";
        return known == LINK_IS_INSIDE ? "指向内部网络" : "";
}

static enum link_known
known_of(const char *state, int64_t tries)
{
        if (strcmp(state, "broken") == 0)
                return LINK_IS_BROKEN;
        if (strcmp(state, "unreachable") == 0)
                return tries >= SILENT_AFTER ? LINK_IS_SILENT : LINK_IS_NEW;
        if (strcmp(state, "private") == 0)
                return LINK_IS_INSIDE;
        return strcmp(state, "ok") == 0 ? LINK_IS_OK : LINK_IS_NEW;
}

int
app_item_links(TALLOC_CTX *mem, struct tx *tx, int64_t item, struct item_link **ret, size_t *ret_n)
{
        struct item_links_row *rows;
        int r = sql_item_links(mem, tx, &(struct item_links_in){.item_id = item}, &rows, ret_n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct item_link, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++) {
                enum link_known known = known_of(rows[i].state, rows[i].tries);

                (*ret)[i] =
                    (struct item_link){rows[i].url, why_of(mem, known, rows[i].status), known};
        }
        return 0;
}

int
app_broken_links(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t limit,
                 int64_t offset, struct broken_link **ret, size_t *ret_n, int64_t *ret_all)
{
        struct broken_links_row *rows;
        struct broken_links_n_row *all;
        int r = sql_broken_links(
            mem, tx,
            &(struct broken_links_in){.scope = who->scope, .limit = limit, .offset = offset}, &rows,
            ret_n);

        if (r == 0)
                r = sql_broken_links_n_one(mem, tx,
                                           &(struct broken_links_n_in){.scope = who->scope}, &all);
        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct broken_link, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                (*ret)[i] = (struct broken_link){
                    .item_id = rows[i].item_id,
                    .title = rows[i].title,
                    .agency = rows[i].agency,
                    .url = rows[i].url,
                    .why = why_of(mem, known_of(rows[i].link_state, SILENT_AFTER), rows[i].status),
                    .index_no = rows[i].index_no,
                    .is_live = strcmp(rows[i].state, "live") == 0,
                    .checked_at = rows[i].checked_at};
        *ret_all = all->n;
        return 0;
}

/* ---- the job -------------------------------------------------------------------------------- */

struct sweep {
        struct instant now;
        bool more;
};

/* Texts that came in by import were never saved in the office. */
static int
sweep(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct sweep *s = arg;
        struct setting_read_row *at;
        struct texts_after_row *rows;
        int64_t after = 0;
        size_t n;
        int r = sql_setting_read_one(mem, tx, &(struct setting_read_in){.name = swept}, &at);

        if (r < 0)
                return err_trace(r);
        if (r == 0)
                after = strtoll(at->value, NULL, 10);
        r = sql_texts_after(mem, tx,
                            &(struct texts_after_in){.after_id = after, .limit = TEXTS_AT_ONCE},
                            &rows, &n);
        for (size_t i = 0; r == 0 && i < n; i++) {
                struct problems none = {.mem = mem};
                struct body *body;

                after = rows[i].id;
                if (!strstr(rows[i].body, "\"href\"")) /* most have none: no need to read them */
                        continue;
                if (body_parse(mem, rows[i].body, strlen(rows[i].body), true, &none, &body) == 0)
                        r = app_links_note(mem, tx, after, body);
                else
                        err_clear();
        }
        if (r)
                return err_fold(r);
        s->more = n == TEXTS_AT_ONCE;
        tx_unaudited(tx);
        r = sql_setting_put(
            tx,
            &(struct setting_put_in){.name = swept,
                                     .value = mem_printf(mem, "%lld", (long long)after),
                                     .changed_at = s->now},
            NULL);
        return err_fold(r);
}

struct due {
        struct instant now;
        struct links_due_row *rows;
        size_t n;
};

static int
read_due(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct due *d = arg;
        struct links_due_in in = {.long_ago = {d->now.ms - month_ms},
                                  .lately = {d->now.ms - hour_ms},
                                  .limit = ASKED_AT_ONCE};

        return err_fold(sql_links_due(mem, tx, &in, &d->rows, &d->n));
}

static int
tell(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        (void)mem;
        tx_unaudited(tx);
        return err_fold(sql_link_told(tx, arg, NULL));
}

int
app_links_check(TALLOC_CTX *mem, struct app *app, struct instant now, size_t *ret_asked)
{
        static const char *const words[] = {[LINK_OK] = "ok",
                                            [LINK_BROKEN] = "broken",
                                            [LINK_UNREACHABLE] = "unreachable",
                                            [LINK_PRIVATE] = "private"};
        struct sweep s = {.now = now};
        struct due due = {.now = now};
        int r;

        *ret_asked = 0;
        if (app->link_checks == APP_LINKS_OFF)
                return 0;
        r = app_run(mem, app, sweep, &s);
        if (r == 0)
                r = app_read(mem, app, read_due, &due);
        for (size_t i = 0; r == 0 && i < due.n; i++) {
                struct link_answer answer;
                struct link_told_in in = {.id = due.rows[i].id, .checked_at = now};

                r = link_ask(due.rows[i].url, app->link_checks == APP_LINKS_ALL, &answer);
                if (r < 0)
                        break;
                in.state = words[answer.state];
                in.status = answer.status;
                in.tries = answer.state == LINK_UNREACHABLE ? due.rows[i].tries + 1 : 0;
                r = app_run(mem, app, tell, &in);
                *ret_asked += 1;
        }
        return err_fold(r);
}
