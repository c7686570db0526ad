#include "app/find.h"

#include "base/json.h"
#include "search/search.h"
#include "store/query.h"
#include "store/sql.h"

_Static_assert((int)FIND_VALIDITY == (int)SEARCH_VALIDITY, "the kinds of facets are the same");
_Static_assert((int)FIND_NUMBER == (int)SEARCH_HEAD, "the fields are the same");

static const struct find_part *
parts_of(TALLOC_CTX *mem, const struct search_part *parts, size_t n)
{
        struct find_part *list = mem_array(mem, struct find_part, n + 1);

        for (size_t i = 0; i < n; i++)
                list[i] = (struct find_part){parts[i].text, parts[i].hit};
        return list;
}

static const char *
plain(TALLOC_CTX *mem, const struct search_part *parts, size_t n)
{
        struct buf b = buf_new(mem, KiB(16));

        for (size_t i = 0; i < n; i++)
                buf_str(&b, parts[i].text);
        return buf_text(&b);
}

static int
take_hits(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const struct search_answer *found,
          struct find_answer *ret)
{
        int64_t *ids = mem_array(mem, int64_t, found->n_hits + 1);
        struct find_hit *hits = mem_array(mem, struct find_hit, found->n_hits + 1);
        struct public_row *rows = NULL;
        size_t n_rows = 0, n = 0;
        int r = 0;

        for (size_t i = 0; i < found->n_hits; i++)
                ids[i] = found->hits[i].id;
        if (found->n_hits)
                r = app_public_rows(mem, tx, scope, ids, found->n_hits, &rows, &n_rows);
        if (r)
                return err_fold(r);
        /* The rows keep the order of the hits, less those that are public no more. */
        for (size_t i = 0; i < found->n_hits && n < n_rows; i++) {
                const struct search_hit *h = &found->hits[i];

                if (rows[n].id != h->id)
                        continue;
                hits[n] = (struct find_hit){
                    .row = rows[n],
                    .title = parts_of(mem, h->title, h->n_title),
                    .n_title = h->n_title,
                    .snippet = parts_of(mem, h->snippet, h->n_snippet),
                    .n_snippet = h->n_snippet,
                    .plain_snippet = plain(mem, h->snippet, h->n_snippet),
                };
                n++;
        }
        ret->hits = hits;
        ret->n_hits = n;
        return 0;
}

/* The ids of the facets of one or two kinds, as a JSON list. */
static const char *
ids_of(TALLOC_CTX *mem, const struct search_answer *found, enum search_facet_kind a,
       enum search_facet_kind b)
{
        struct buf text = buf_new(mem, KiB(64));
        struct json_out out = {.buf = &text};

        json_open(&out, '[');
        for (size_t i = 0; i < found->n_facets; i++)
                if (found->facets[i].kind == a || found->facets[i].kind == b)
                        json_put_int(&out, found->facets[i].key);
        json_close(&out, ']');
        return buf_text(&text);
}

static void
name_facets(struct find_facet *list, size_t n, unsigned kinds, int64_t id, const char *code,
            const char *label)
{
        for (size_t i = 0; i < n; i++) {
                if (!(kinds & 1u << list[i].kind) || list[i].id != id)
                        continue;
                list[i].code = code;
                list[i].label = label;
        }
}

static int
name_all(TALLOC_CTX *mem, struct tx *tx, const struct search_answer *found, struct find_facet *list,
         size_t n)
{
        struct find_agencies_in a = {.ids = ids_of(mem, found, SEARCH_AGENCY, SEARCH_AGENCY)};
        struct find_columns_in c = {.ids = ids_of(mem, found, SEARCH_COLUMN, SEARCH_COLUMN)};
        struct find_classes_in k = {.ids = ids_of(mem, found, SEARCH_TOPIC, SEARCH_GENRE)};
        struct find_agencies_row *agencies;
        struct find_columns_row *columns;
        struct find_classes_row *classes;
        size_t n_agencies, n_columns, n_classes;
        int r;

        r = sql_find_agencies(mem, tx, &a, &agencies, &n_agencies);
        if (!r)
                r = sql_find_columns(mem, tx, &c, &columns, &n_columns);
        if (!r)
                r = sql_find_classes(mem, tx, &k, &classes, &n_classes);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n_agencies; i++)
                name_facets(list, n, 1u << FIND_AGENCY, agencies[i].id, agencies[i].slug,
                            agencies[i].name);
        for (size_t i = 0; i < n_columns; i++)
                name_facets(list, n, 1u << FIND_COLUMN, columns[i].id, columns[i].code,
                            columns[i].name);
        for (size_t i = 0; i < n_classes; i++)
                name_facets(list, n, 1u << FIND_TOPIC | 1u << FIND_GENRE, classes[i].id,
                            classes[i].code, classes[i].name);
        return 0;
}

static int
take_facets(TALLOC_CTX *mem, struct tx *tx, const struct search_answer *found,
            struct find_answer *ret)
{
        struct find_facet *list = mem_array(mem, struct find_facet, found->n_facets + 1);
        size_t n = 0;
        int r;

        for (size_t i = 0; i < found->n_facets; i++) {
                const struct search_facet *f = &found->facets[i];

                list[i] = (struct find_facet){
                    .kind = (enum find_facet_kind)f->kind, .id = f->key, .n = f->n};
                if (f->kind == SEARCH_YEAR) {
                        list[i].code = mem_printf(mem, "%lld", (long long)f->key);
                        list[i].label = mem_printf(mem, "%lld年", (long long)f->key);
                } else if (f->kind == SEARCH_VALIDITY) {
                        list[i].code = validity_code((enum validity)f->key);
                        list[i].label = validity_label((enum validity)f->key);
                }
        }
        r = name_all(mem, tx, found, list, found->n_facets);
        if (r)
                return err_trace(r);
        for (size_t i = 0; i < found->n_facets; i++)
                if (list[i].label)
                        list[n++] = list[i];
        ret->facets = list;
        ret->n_facets = n;
        return 0;
}

static struct search_ask
ask_of(const struct find_ask *ask)
{
        struct search_ask a = SEARCH_ASK_ALL;
        enum validity validity;

        a.text = ask->text ? ask->text : "";
        a.field = (enum search_field)ask->field;
        a.agency = ask->agency ? ask->agency : ask->scope;
        a.column = ask->column;
        a.topic = ask->topic;
        a.genre = ask->genre;
        a.year = ask->year;
        a.from = ask->from;
        a.to = ask->to;
        if (ask->validity && validity_from_code(ask->validity, &validity))
                a.validity = (int)validity;
        a.today = ask->today;
        a.sort = ask->by_date ? SEARCH_BY_DATE : SEARCH_BY_RELEVANCE;
        a.offset = ask->offset;
        a.limit = ask->limit;
        a.n_facets = ask->facets ? FIND_FACETS : 0;
        return a;
}

int
app_find(TALLOC_CTX *mem, struct app *app, struct tx *tx, const struct find_ask *ask,
         struct find_answer *ret)
{
        struct search_ask a = ask_of(ask);
        const struct search_answer *found;
        struct find_answer answer = {0};
        int r;

        if (!app->search) {
                *ret = (struct find_answer){.is_loading = true};
                return 0;
        }
        r = search_query(mem, app->search, &a, &found);
        if (r)
                return err_fold(r);
        answer = (struct find_answer){.count = found->count,
                                      .is_more = found->is_partial,
                                      .is_loading = found->is_loading,
                                      .is_cut = found->is_cut,
                                      .took_us = found->took_us};
        r = take_hits(mem, tx, ask->scope, found, &answer);
        if (!r && ask->facets)
                r = take_facets(mem, tx, found, &answer);
        if (r)
                return err_trace(r);
        *ret = answer;
        return 0;
}

int
app_find_column(TALLOC_CTX *mem, struct tx *tx, const char *name, int64_t *ret_id)
{
        struct find_column_in in = {.name = name};
        struct find_column_row *row;
        int r = sql_find_column_one(mem, tx, &in, &row);

        if (r == STORE_NONE)
                return APP_NONE;
        if (r)
                return err_fold(r);
        *ret_id = row->id;
        return 0;
}
