#include "app/check.h"

#include "app/file.h"
#include "base/crypto.h"
#include "base/file.h"
#include "domain/body/body.h"
#include "domain/review/flow.h"
#include "store/audit.h"
#include "store/sql.h"

#include <sys/stat.h>

enum { TEXTS_AT_ONCE = 200 };

struct checking {
        struct app *app;
        bool is_full;
        struct check *list;
        size_t n;
};

/* Adds the result of one check. */
static void
add(TALLOC_CTX *mem, struct checking *c, const char *name, const char *label, int64_t seen,
    size_t wrong, const char *first)
{
        mem_grow(mem, c->list, c->n);
        c->list[c->n++] = (struct check){name, label, seen, (int64_t)wrong, wrong ? first : NULL};
}

static int
check_tally(TALLOC_CTX *mem, struct tx *tx, struct checking *c)
{
        struct tally_month_drift_row *months;
        struct tally_drift_row *rows;
        const char *first = NULL;
        size_t n, n_months;
        int r = sql_tally_drift(mem, tx, NULL, &rows, &n);

        if (r == 0)
                r = sql_tally_month_drift(mem, tx, NULL, &months, &n_months);
        if (r)
                return err_fold(r);
        if (n)
                first = mem_printf(mem, "机构 %lld 栏目 %lld %lld年 渠道 %s：计数 %lld，实有 %lld",
                                   (long long)rows[0].agency_id, (long long)rows[0].column_id,
                                   (long long)rows[0].year,
                                   strcmp(rows[0].channel, "*") == 0 ? "全部" : rows[0].channel,
                                   (long long)rows[0].told, (long long)rows[0].counted);
        else if (n_months)
                first = mem_printf(mem, "机构 %lld %lld年%lld月：计数 %lld，实有 %lld",
                                   (long long)months[0].agency_id, (long long)months[0].year,
                                   (long long)months[0].month, (long long)months[0].told,
                                   (long long)months[0].counted);
        add(mem, c, "tally", "目录计数与信息条数一致", -1, n + n_months, first);
        return 0;
}

static int
check_index(TALLOC_CTX *mem, struct tx *tx, struct checking *c)
{
        struct check_index_gaps_row *gaps;
        struct check_index_counters_row *ahead;
        size_t n_gaps, n_ahead;
        int r;

        r = sql_check_index_gaps(mem, tx, NULL, &gaps, &n_gaps);
        if (r)
                return err_fold(r);
        r = sql_check_index_counters(mem, tx, NULL, &ahead, &n_ahead);
        if (r)
                return err_fold(r);
        add(mem, c, "index_gaps", "每个索引号都有信息或者空号原因", -1, n_gaps,
            n_gaps ? gaps[0].index_no : NULL);
        add(mem, c, "index_counters", "索引号流水与已用号数一致", -1, n_ahead,
            n_ahead ? mem_printf(mem, "%s %lld年：流水 %lld，已用 %lld", ahead[0].agency,
                                 (long long)ahead[0].year, (long long)ahead[0].last,
                                 (long long)ahead[0].given)
                    : NULL);
        return 0;
}

static int
check_items(TALLOC_CTX *mem, struct tx *tx, struct checking *c)
{
        struct check_on_site_row *off;
        struct check_batches_row *cut;
        size_t n_off, n_cut;
        int r;

        r = sql_check_on_site(mem, tx, NULL, &off, &n_off);
        if (r)
                return err_fold(r);
        r = sql_check_batches(mem, tx, NULL, &cut, &n_cut);
        if (r)
                return err_fold(r);
        add(mem, c, "on_site", "上网标记与公开渠道一致", -1, n_off,
            n_off ? mem_printf(mem, "信息 %lld", (long long)off[0].id) : NULL);
        add(mem, c, "imports", "没有中断的导入", -1, n_cut, n_cut ? cut[0].file_name : NULL);
        return 0;
}

/* Whoever writes rows by hand can write those of a review or of an import; the chain has none for them. */
static int
check_deeds(TALLOC_CTX *mem, struct tx *tx, struct checking *c)
{
        struct check_reviews_row *reviews;
        struct check_attested_row *imports;
        size_t n_reviews, n_imports;
        int r = sql_check_reviews(mem, tx, NULL, &reviews, &n_reviews);

        if (r == 0)
                r = sql_check_attested(mem, tx, NULL, &imports, &n_imports);
        if (r)
                return err_fold(r);
        add(mem, c, "reviews", "每次审查都有审计记录", -1, n_reviews,
            n_reviews ? mem_printf(mem, "信息 %lld", (long long)reviews[0].item_id) : NULL);
        add(mem, c, "attested", "每批迁入都有审计记录", -1, n_imports,
            n_imports ? imports[0].file_name : NULL);
        return 0;
}

/* What is wrong with one file's bytes; NULL: nothing. */
static const char *
wrong_file(TALLOC_CTX *mem, const struct checking *c, const struct check_files_row *f)
{
        _cleanup_(mem_endp) TALLOC_CTX *own = mem_root();
        const char *path = app_file_path(own, c->app, f->sm3), *bytes;
        char hex[SM3_HEX_SIZE];
        struct sm3 hash;
        struct stat st;
        size_t n;

        if (stat(path, &st) != 0)
                return mem_printf(mem, "%s 不在数据目录中", f->sm3);
        if (st.st_size != f->size)
                return mem_printf(mem, "%s 长度应为 %lld，现为 %lld", f->sm3, (long long)f->size,
                                  (long long)st.st_size);
        if (!c->is_full)
                return NULL;
        if (file_map(own, path, &bytes, &n) != 0)
                return mem_printf(mem, "%s 无法读取", f->sm3);
        hash = sm3_of(bytes, n);
        return strcmp(sm3_hex(&hash, hex), f->sm3) == 0 ? NULL
                                                        : mem_printf(mem, "%s 内容已改变", f->sm3);
}

static int
check_files(TALLOC_CTX *mem, struct tx *tx, struct checking *c)
{
        const char *first = NULL;
        struct check_files_row *rows;
        size_t n, n_wrong = 0;
        int r = sql_check_files(mem, tx, NULL, &rows, &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                const char *why = wrong_file(mem, c, &rows[i]);

                n_wrong += why != NULL;
                first = first ? first : why;
        }
        add(mem, c, "files", c->is_full ? "附件齐全，内容未变" : "附件齐全", (int64_t)n, n_wrong,
            first);
        return 0;
}

/* What is kept of these texts against what they say. */
static int
check_some_html(struct tx *tx, int64_t from, int64_t before, int64_t *n_seen, size_t *n_wrong,
                int64_t *first)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct check_html_row *rows;
        size_t n;
        int r = sql_check_html(
            mem, tx,
            &(struct check_html_in){.from = from, .before = before, .version = BODY_HTML_VERSION},
            &rows, &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                struct problems none = {.mem = mem};
                struct body *body;

                r = body_parse(mem, rows[i].body, strlen(rows[i].body), false, &none, &body);
                if (r < 0)
                        return err_trace(r);
                ++*n_seen;
                if (r == 0 && strcmp(body_html_keep(mem, body), rows[i].html) == 0)
                        continue;
                if ((*n_wrong)++ == 0)
                        *first = rows[i].id;
        }
        return 0;
}

static int
check_html(TALLOC_CTX *mem, struct tx *tx, struct checking *c)
{
        struct html_last_row *last;
        int64_t n_seen = 0, first = 0;
        size_t n_wrong = 0;
        int r = c->is_full ? sql_html_last_one(mem, tx, NULL, &last) : 0;

        if (r)
                return err_fold(r);
        if (!c->is_full)
                return 0;
        for (int64_t from = 0; from < last->before; from += TEXTS_AT_ONCE) {
                r = check_some_html(tx, from, from + TEXTS_AT_ONCE, &n_seen, &n_wrong, &first);
                if (r < 0)
                        return err_trace(r);
        }
        add(mem, c, "renderings", "正文网页与正文一致", n_seen, n_wrong,
            mem_printf(mem, "文本 %lld", (long long)first));
        return 0;
}

static int
check_audit(TALLOC_CTX *mem, struct tx *tx, struct checking *c)
{
        struct audit_verdict verdict;
        int r = audit_verify(mem, tx, &verdict);

        if (r < 0)
                return err_trace(r);
        add(mem, c, "audit", "审计记录首尾相接", verdict.n, r == AUDIT_BROKEN,
            r == AUDIT_BROKEN
                ? mem_printf(mem, "第%lld条：%s", (long long)verdict.broken_no, verdict.why)
                : NULL);
        return 0;
}

static const char *
told_of(const struct flow *f)
{
        return f->state == FLOW_WAITING ? review_step_code(f->ladder.steps[f->at]) : "";
}

static const char *
owed_of(const struct flow *f)
{
        return flow_owes(f) ? review_step_code(f->retro.steps[f->retro_at]) : "";
}

/* The acts of one item, which are rows[0] to rows[n - 1]. */
static bool
stands_as_told(TALLOC_CTX *mem, const struct check_flow_row *rows, size_t n)
{
        struct flow_act *acts = mem_array(mem, struct flow_act, n);
        struct flow f;

        for (size_t i = 0; i < n; i++) {
                acts[i] = (struct flow_act){.step = (size_t)rows[i].step,
                                            .ladder = rows[i].ladder,
                                            .emergency = rows[i].emergency,
                                            .words = ""};
                if (!flow_act_from(rows[i].act, &acts[i].kind))
                        return false;
        }
        f = flow_of(acts, n);
        return strcmp(flow_state_code(f.state), rows[0].state) == 0 &&
               strcmp(told_of(&f), rows[0].waits ? rows[0].waits : "") == 0 &&
               strcmp(owed_of(&f), rows[0].owes ? rows[0].owes : "") == 0;
}

static int
check_flow(TALLOC_CTX *mem, struct tx *tx, struct checking *c)
{
        struct check_flow_row *rows;
        const char *first = NULL;
        size_t n, n_items = 0, n_wrong = 0;
        int r = sql_check_flow(mem, tx, NULL, &rows, &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0, k; i < n; i = k) {
                for (k = i + 1; k < n && rows[k].item_id == rows[i].item_id;)
                        k++;
                n_items++;
                if (stands_as_told(mem, rows + i, k - i))
                        continue;
                n_wrong++;
                if (!first)
                        first = mem_printf(mem, "第%lld条信息的办理环节与办理记录不符",
                                           (long long)rows[i].item_id);
        }
        add(mem, c, "flow", "办理环节与办理记录一致", (int64_t)n_items, n_wrong, first);
        return 0;
}

static int
check_all(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        static int (*const checks[])(TALLOC_CTX *, struct tx *, struct checking *) = {
            check_audit, check_tally, check_index, check_items,
            check_deeds, check_flow,  check_files, check_html};
        struct checking *c = arg;
        int r = tx_patient(tx);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < N(checks); i++) {
                r = checks[i](mem, tx, c);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

int
app_check(TALLOC_CTX *mem, struct app *app, bool is_full, struct check **ret, size_t *ret_n)
{
        struct checking c = {.app = app, .is_full = is_full};
        int r = app_read(mem, app, check_all, &c);

        if (r)
                return err_fold(r);
        *ret = c.list;
        *ret_n = c.n;
        return 0;
}
