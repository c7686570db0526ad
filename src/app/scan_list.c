#include "app/scan_list.h"

#include "app/dictionary.h"
#include "app/import_rows.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/sql.h"

static const char *const severities[] = {
    [SCAN_HINT] = "hint", [SCAN_WARNING] = "warning", [SCAN_STOP] = "stop"};

static enum scan_severity
severity_of(const char *stored)
{
        size_t i = 0;

        while (i + 1 < N(severities) && strcmp(severities[i], stored) != 0)
                i++;
        return (enum scan_severity)i;
}

static struct office_word
own_word(const struct scan_word_list_row *r)
{
        return (struct office_word){.entry = {.wrong = r->wrong,
                                              .right = r->instead,
                                              .reason = r->reason,
                                              .exceptions = r->exceptions,
                                              .severity = severity_of(r->severity)},
                                    .key = r->word_key,
                                    .own = true,
                                    .enabled = r->enabled,
                                    .added_by = r->added_by,
                                    .added_at = r->added_at};
}

static int
by_key(const void *a, const void *b)
{
        const struct office_word *const *x = a, *const *y = b;

        return strcmp((*x)->key, (*y)->key);
}

/* The own words by key, to be found in. */
static struct office_word **
indexed(TALLOC_CTX *mem, struct office_word *list, size_t n)
{
        struct office_word **index = mem_array(mem, struct office_word *, n + 1);

        for (size_t i = 0; i < n; i++)
                index[i] = &list[i];
        if (n)
                qsort(index, n, sizeof(*index), by_key);
        return index;
}

static struct office_word *
find(struct office_word *const *index, size_t n, const char *key)
{
        const struct office_word wanted = {.key = key}, *p = &wanted;
        struct office_word *const *hit = n ? bsearch(&p, index, n, sizeof(*index), by_key) : NULL;

        return hit ? *hit : NULL;
}

int
app_scan_list(TALLOC_CTX *mem, struct tx *tx, struct office_word **ret, size_t *ret_n)
{
        struct scan_word_list_row *rows;
        struct office_word *list, **index;
        size_t n_own, n_shipped, n;
        struct scan_entry *shipped;
        int r = sql_scan_word_list(mem, tx, NULL, &rows, &n_own);

        if (r)
                return err_fold(r);
        shipped = scan_entries_shipped(mem, &n_shipped);
        list = mem_array(mem, struct office_word, n_own + n_shipped + 1);
        for (size_t i = 0; i < n_own; i++)
                list[i] = own_word(&rows[i]);
        index = indexed(mem, list, n_own);
        n = n_own;
        for (size_t i = 0; i < n_shipped; i++) {
                const char *key = text_folded(mem, shipped[i].wrong);
                struct office_word *own = find(index, n_own, key);

                if (own)
                        own->shipped = true;
                else
                        list[n++] = (struct office_word){
                            .entry = shipped[i], .key = key, .shipped = true, .enabled = true};
        }
        *ret = list;
        *ret_n = n;
        return 0;
}

int
app_scan_word(TALLOC_CTX *mem, struct tx *tx, const char *wrong, struct office_word *ret)
{
        const char *key = text_folded(mem, wrong);
        struct office_word *list;
        size_t n;
        int r = app_scan_list(mem, tx, &list, &n);

        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].key, key) == 0) {
                        *ret = list[i];
                        return 0;
                }
        return SCAN_LIST_NONE;
}

int
app_scan_words(TALLOC_CTX *mem, struct tx *tx, const struct scan_words **ret)
{
        struct problems problems = {.mem = mem};
        const struct scan_entry **on;
        struct office_word *list;
        size_t n, k = 0;
        int r = app_scan_list(mem, tx, &list, &n);

        if (r < 0)
                return err_trace(r);
        on = mem_array(mem, const struct scan_entry *, n + 1);
        for (size_t i = 0; i < n; i++)
                if (list[i].enabled)
                        on[k++] = &list[i].entry;
        if (scan_words_read(mem, scan_entries_text(mem, on, k), &problems, ret))
                return err_set(ERR_DATA, "words of the scan: %s",
                               problems.n_list ? problems.list[0].message : "");
        return 0;
}

enum { W_WRONG, W_RIGHT, W_REASON, W_SEVERITY, W_EXCEPTIONS, W_ENABLED, W_ORIGIN, W_BY, W_MAX };
static const struct table_column word_columns[W_MAX] = {
    [W_WRONG] = {"wrong", "错词", TABLE_TEXT, true},
    [W_RIGHT] = {"right", "正词", TABLE_TEXT, false},
    [W_REASON] = {"reason", "理由", TABLE_TEXT, false},
    [W_SEVERITY] = {"severity", "级别", TABLE_TEXT, false},
    [W_EXCEPTIONS] = {"exceptions", "例外", TABLE_TEXT, false},
    [W_ENABLED] = {"enabled", "状态", TABLE_TEXT, false},
    [W_ORIGIN] = {"origin", "来源", TABLE_TEXT, false},
    [W_BY] = {"added_by", "添加人", TABLE_TEXT, false}};

struct table
app_word_table(TALLOC_CTX *mem, const struct office_word *list, size_t n)
{
        struct table t = table_new(mem, "words", "错敏词", word_columns, W_MAX, n);

        for (size_t i = 0; i < n; i++) {
                const char **to = t.cells + i * W_MAX;

                to[W_WRONG] = list[i].entry.wrong;
                to[W_RIGHT] = list[i].entry.right;
                to[W_REASON] = list[i].entry.reason;
                to[W_SEVERITY] = scan_severity_label(list[i].entry.severity);
                to[W_EXCEPTIONS] = list[i].entry.exceptions;
                to[W_ENABLED] = list[i].enabled ? "启用" : "停用";
                to[W_ORIGIN] = list[i].own ? "自定" : "程序自带";
                to[W_BY] = list[i].added_by ? list[i].added_by : "";
        }
        return t;
}

static bool
is_same(const struct scan_entry *a, const struct scan_entry *b)
{
        return strcmp(a->wrong, b->wrong) == 0 && strcmp(a->right, b->right) == 0 &&
               strcmp(a->reason, b->reason) == 0 && strcmp(a->exceptions, b->exceptions) == 0 &&
               a->severity == b->severity;
}

static int
put(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
    const struct scan_entry *e, bool enabled)
{
        struct scan_word_put_row *row;
        int r =
            sql_scan_word_put_one(mem, tx,
                                  &(struct scan_word_put_in){.word_key = text_folded(mem, e->wrong),
                                                             .wrong = e->wrong,
                                                             .instead = e->right,
                                                             .reason = e->reason,
                                                             .severity = severities[e->severity],
                                                             .exceptions = e->exceptions,
                                                             .enabled = enabled,
                                                             .added_by = who ? who->person_id : 0,
                                                             .has_added_by = who != NULL,
                                                             .added_at = now},
                                  &row);

        if (r)
                return err_fold(r);
        return audit_write(
            tx, &(struct audit_entry){.at = now,
                                      .person_id = who ? who->person_id : 0,
                                      .event = enabled ? "scan_word_put" : "scan_word_off",
                                      .object = "scan_word",
                                      .object_id = row->id,
                                      .detail = scan_entry_line(mem, e)});
}

int
app_scan_word_put(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                  const struct scan_entry *e, bool enabled, bool is_new, struct problems *p)
{
        const char *key = text_folded(mem, e->wrong);
        struct office_word *list, *there = NULL;
        size_t n, n_own = 0;
        int r = app_dictionary_needs_top(mem, tx, who, p);

        if (r == 0)
                r = app_scan_list(mem, tx, &list, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++) {
                n_own += list[i].own;
                if (strcmp(list[i].key, key) == 0)
                        there = &list[i];
        }
        if (!is_new && !there)
                return SCAN_LIST_NONE;
        scan_entry_check(e, p);
        if (is_new && there)
                problems_add(p, 0, "wrong", "词表中已有“%s”", there->entry.wrong);
        if (n_own >= SCAN_OWN_MAX && !(there && there->own))
                problems_add(p, 0, "", "自定的错敏词最多 %d 个", SCAN_OWN_MAX);
        return p->n ? SCAN_LIST_BAD : put(mem, tx, who, now, e, enabled);
}

/* ---- bringing in ------------------------------------------------------------------------------ */

struct bringing {
        struct office_word *list, **index;
        size_t n, n_own;
};

/* Before the first row: who may, and what is there. */
static int
begin(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, struct bringing *w)
{
        int r = app_dictionary_needs_top(mem, tx, b->ask->who, b->p);

        if (r == 0)
                r = app_scan_list(mem, tx, &w->list, &w->n);
        if (r < 0)
                return err_trace(r);
        w->n_own = 0;
        for (size_t i = 0; i < w->n; i++)
                w->n_own += w->list[i].own;
        w->index = indexed(mem, w->list, w->n);
        return 0;
}

static int
bring_word(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const char *const *c = import_cells(b, i);
        int severity = scan_severity_named(c[W_SEVERITY]);
        struct scan_entry e = {.wrong = c[W_WRONG],
                               .right = c[W_RIGHT],
                               .reason = c[W_REASON],
                               .exceptions = c[W_EXCEPTIONS],
                               .severity =
                                   severity < 0 ? SCAN_WARNING : (enum scan_severity)severity};
        bool off = strcmp(c[W_ENABLED], "停用") == 0;
        struct problems own = {.mem = mem};
        struct bringing *w = b->arg;
        struct office_word *there;
        int r = i ? 0 : begin(mem, tx, b, w);

        if (r < 0)
                return err_trace(r);
        if (severity < 0)
                problems_add(&own, 0, "severity", "只能是提示、警告或严重");
        if (!off && *c[W_ENABLED] && strcmp(c[W_ENABLED], "启用") != 0)
                problems_add(&own, 0, "enabled", "只能是启用或停用");
        scan_entry_check(&e, &own);
        there = find(w->index, w->n, text_folded(mem, e.wrong));
        w->n_own += !there || !there->own;
        if (there && !there->own && !off && is_same(&there->entry, &e)) {
                w->n_own--;
                return 0;
        }
        if (w->n_own > SCAN_OWN_MAX)
                problems_add(&own, 0, "", "自定的错敏词最多 %d 个", SCAN_OWN_MAX);
        import_tell(b, i, &own);
        r = b->p->n ? 0 : put(mem, tx, b->ask->who, b->ask->now, &e, !off);
        return r < 0 ? err_trace(r) : 0;
}

int
app_import_words(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask, struct problems *p,
                 struct import_result *ret)
{
        struct bringing w = {0};

        return import_rows(mem, app, ask, p, word_columns, W_MAX, bring_word, &w, ret);
}
