#include "app/scan.h"

#include "app/inspect.h"
#include "app/link.h"
#include "app/run.h"
#include "app/scan_list.h"
#include "base/crypto.h"
#include "base/json.h"
#include "domain/item/docno.h"
#include "domain/scan/alike.h"
#include "store/audit.h"
#include "store/sql.h"

enum {
        KEYS_OF_TEXT =
            8, /* of ALIKE_BANDS: texts of likeness 85 still share one of them in 997 of 1000 cases */
        ALIKE_LEAST = 20, /* characters; 详见附件 is no text to compare */
        ALIKE_SHOWN = 5,
        FILL_CHUNK = 50,
        FILL_AT_ONCE = 2000,
        TEXTS_MAX = 5,
};

/* ---- what a text is compared with ----------------------------------------------------------- */

/* The address of an item as links within the site have it. */
static const char *
item_url(TALLOC_CTX *mem, const char *index_no)
{
        struct buf b = buf_new(mem, 1024);

        buf_str(&b, "/item/");
        for (const char *c = index_no; *c; c++)
                if (*c == '/')
                        buf_str(&b, "%2F");
                else
                        buf_char(&b, *c);
        return buf_text(&b);
}

/* Which of the documents named in the body readers can find: one query. */
static int
read_known(TALLOC_CTX *mem, struct tx *tx, int64_t item, const struct body *body,
           struct scan_options *opt)
{
        struct buf b = buf_new(mem, MiB(1));
        struct json_out o = {.buf = &b};
        struct scan_known_row *rows;
        struct scan_known *known;
        size_t n_keys, n;
        const char *const *keys = scan_docno_keys(mem, body, &n_keys);
        int r;

        if (!n_keys)
                return 0;
        json_open(&o, '[');
        for (size_t i = 0; i < n_keys; i++)
                json_put(&o, keys[i]);
        json_close(&o, ']');
        r = sql_scan_known(mem, tx, &(struct scan_known_in){.keys = buf_text(&b)}, &rows, &n);
        if (r)
                return err_fold(r);
        known = mem_array(mem, struct scan_known, n + 1);
        for (size_t i = 0; i < n; i++)
                known[i] = (struct scan_known){
                    .key = rows[i].doc_no_key,
                    .url = rows[i].item_id == item ? "" : item_url(mem, rows[i].index_no)};
        opt->known = known;
        opt->n_known = n;
        return 0;
}

static int
read_phones(TALLOC_CTX *mem, struct tx *tx, struct scan_options *opt)
{
        struct scan_own_phones_row *rows;
        const char **phones;
        size_t n;
        int r = sql_scan_own_phones(mem, tx, &(struct scan_own_phones_in){.limit = SCAN_PHONES_MAX},
                                    &rows, &n);

        if (r)
                return err_fold(r);
        phones = mem_array(mem, const char *, n + 1);
        for (size_t i = 0; i < n; i++)
                phones[i] = rows[i].phone;
        opt->own_phones = phones;
        opt->n_own_phones = n;
        return 0;
}

static void
keys_of(const struct alike *a, int64_t ret[KEYS_OF_TEXT])
{
        uint64_t bands[ALIKE_BANDS];

        alike_bands(a, bands);
        for (size_t i = 0; i < KEYS_OF_TEXT; i++)
                ret[i] = (int64_t)bands[i];
}

static int
add_alike(TALLOC_CTX *mem, struct tx *tx, int64_t item, const struct body *body,
          struct scan_findings *findings)
{
        struct alike mine = alike_of(body_text(mem, body)), other;
        struct alike_candidates_row *rows;
        int64_t k[KEYS_OF_TEXT];
        size_t n, shown = 0;
        int r;

        if (mine.n < ALIKE_LEAST)
                return 0;
        keys_of(&mine, k);
        r = sql_alike_candidates(mem, tx,
                                 &(struct alike_candidates_in){.k1 = k[0],
                                                               .k2 = k[1],
                                                               .k3 = k[2],
                                                               .k4 = k[3],
                                                               .k5 = k[4],
                                                               .k6 = k[5],
                                                               .k7 = k[6],
                                                               .k8 = k[7],
                                                               .item_id = item},
                                 &rows, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n && shown < ALIKE_SHOWN; i++) {
                int likeness;

                if (!alike_read(rows[i].signature, &other))
                        continue;
                likeness = alike_likeness(&mine, &other);
                if (likeness < ALIKE_NEAR)
                        continue;
                scan_add_alike(mem, findings, rows[i].index_no, item_url(mem, rows[i].index_no),
                               likeness);
                shown++;
        }
        return 0;
}

int
scan_options_of(TALLOC_CTX *mem, struct tx *tx, struct scan_options *ret)
{
        int r = app_scan_words(mem, tx, &ret->words);

        if (r == 0)
                r = read_phones(mem, tx, ret);
        return r < 0 ? err_trace(r) : 0;
}

/* ---- looking -------------------------------------------------------------------------------- */

static const char *
mark_of(TALLOC_CTX *mem, const struct scan_finding *f)
{
        const char *parts[] = {
            scan_kind_code(f->kind), f->field, f->before, f->found, f->after, f->suggestion};
        struct sm3_state *s = sm3_begin(mem);
        struct sm3 hash;

        if (strcmp(f->field, "attached") == 0) /* of exactly this file: another is looked at anew */
                sm3_add(s, f->path, strlen(f->path));
        for (size_t i = 0; i < N(parts); i++) {
                sm3_add(s, parts[i], strlen(parts[i]));
                sm3_add(s, "\n", 1);
        }
        hash = sm3_end(s);
        return sm3_hex(&hash, mem_array(mem, char, SM3_HEX_SIZE));
}

/* Links that were tried and lead nowhere (app/link.h). */
static int
add_links(TALLOC_CTX *mem, struct tx *tx, int64_t item, const struct body *body,
          struct scan_findings *findings)
{
        struct item_link *tried;
        size_t n_tried, n;
        struct scan_link *links = scan_links(mem, body, &n);
        int r = n ? app_item_links(mem, tx, item, &tried, &n_tried) : 0;

        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                for (size_t k = 0; k < n_tried; k++)
                        if ((tried[k].known == LINK_IS_BROKEN ||
                             tried[k].known == LINK_IS_SILENT) &&
                            strcmp(tried[k].url, links[i].href) == 0)
                                scan_add_link(mem, findings, &links[i], tried[k].why);
        return 0;
}

static void
mark_all(TALLOC_CTX *mem, struct scan_looked *l)
{
        l->marks = mem_array(mem, struct scan_mark, l->findings.n + 1);
        for (size_t i = 0; i < l->findings.n; i++) {
                l->marks[i] = (struct scan_mark){mark_of(mem, &l->findings.list[i]), 0};
                for (size_t k = 0; k < i; k++)
                        l->marks[i].nth += strcmp(l->marks[k].sm3, l->marks[i].sm3) == 0;
        }
}

static const struct scan_text *
texts_of(TALLOC_CTX *mem, const struct flow_edition_row *e, const struct edition_files_row *files,
         size_t n_files, size_t *ret_n)
{
        struct scan_text *t = mem_array(mem, struct scan_text, TEXTS_MAX + n_files);
        size_t n = 0;

        t[n++] = (struct scan_text){"title", "标题", e->title, true};
        t[n++] = (struct scan_text){"doc_no", "发文字号", e->doc_no, false};
        t[n++] = (struct scan_text){"summary", "内容概述", e->summary, false};
        t[n++] = (struct scan_text){"keywords", "关键词", e->keywords, false};
        t[n++] = (struct scan_text){"source", "来源", e->source, false};
        for (size_t i = 0; i < n_files; i++)
                if (strcmp(files[i].name, BODY_PICTURE) != 0)
                        t[n++] = (struct scan_text){"file", "附件名", files[i].name, false};
        *ret_n = n;
        return t;
}

int
scan_look(TALLOC_CTX *mem, struct tx *tx, int64_t edition, struct scan_looked *ret)
{
        struct scan_options opt = {.check_docno = true};
        struct problems faults = {.mem = mem};
        struct flow_edition_row *e;
        struct edition_files_row *files;
        const struct scan_text *texts;
        struct body *body = NULL;
        size_t n_files, n;
        int r = sql_flow_edition_one(mem, tx, &(struct flow_edition_in){.id = edition}, &e);

        if (r == 0)
                r = sql_edition_files(mem, tx, &(struct edition_files_in){.id = edition}, &files,
                                      &n_files);
        if (r)
                return err_fold(r);
        r = body_parse(mem, e->body, strlen(e->body), true, &faults, &body);
        if (r < 0)
                return err_trace(r);
        r = scan_options_of(mem, tx, &opt);
        if (r == 0 && body)
                r = read_known(mem, tx, e->item_id, body, &opt);
        if (r < 0)
                return err_trace(r);
        texts = texts_of(mem, e, files, n_files, &n);
        *ret = (struct scan_looked){.item = e->item_id,
                                    .edition = edition,
                                    .content_sm3 = e->content_sm3,
                                    .findings = scan(mem, texts, n, body, &opt)};
        if (body)
                r = add_alike(mem, tx, e->item_id, body, &ret->findings);
        if (r == 0 && body)
                r = add_links(mem, tx, e->item_id, body, &ret->findings);
        for (size_t i = 0; r == 0 && i < n_files; i++)
                if (strcmp(files[i].name, BODY_PICTURE) != 0)
                        r = inspect_marks(mem, tx, files[i].sm3, files[i].name, &ret->findings);
        if (r < 0)
                return err_trace(r);
        mark_all(mem, ret);
        return 0;
}

static int
put(struct tx *tx, const struct scan_looked *l, size_t i)
{
        const struct scan_finding *f = &l->findings.list[i];
        int r = sql_scan_finding_put(
            tx,
            &(struct scan_finding_put_in){.item_id = l->item,
                                          .edition_id = l->edition,
                                          .content_sm3 = l->content_sm3,
                                          .mark = l->marks[i].sm3,
                                          .nth = l->marks[i].nth,
                                          .finding_kind = scan_kind_code(f->kind),
                                          .severity = (int64_t)f->severity,
                                          .blocks = scan_blocks(f->kind, f->severity),
                                          .field = f->field,
                                          .label = f->label,
                                          .path = f->path,
                                          .from_byte = (int64_t)f->from,
                                          .n_bytes = (int64_t)f->n,
                                          .masked = f->masked,
                                          .reason = f->reason,
                                          .suggestion = f->suggestion,
                                          .advice = f->advice},
            NULL);

        return err_fold(r);
}

int
scan_keep(TALLOC_CTX *mem, struct tx *tx, struct instant now, int64_t edition)
{
        struct scan_looked l;
        int r = scan_look(mem, tx, edition, &l);

        if (r < 0)
                return err_trace(r);
        r = sql_scan_findings_clear(tx, &(struct scan_findings_clear_in){.edition_id = edition},
                                    NULL);
        if (r == 0)
                r = sql_scan_runs_clear(tx, &(struct scan_runs_clear_in){.edition_id = edition},
                                        NULL);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < l.findings.n; i++) {
                r = put(tx, &l, i);
                if (r < 0)
                        return err_trace(r);
        }
        r = sql_scan_run_put(tx,
                             &(struct scan_run_put_in){.edition_id = edition,
                                                       .content_sm3 = l.content_sm3,
                                                       .n = (int64_t)l.findings.n,
                                                       .scanned_at = now},
                             NULL);
        return err_fold(r);
}

int
scan_ensure(TALLOC_CTX *mem, struct tx *tx, struct instant now, int64_t edition,
            const char *content_sm3)
{
        struct scan_run_of_row *run;
        int r = sql_scan_run_of_one(
            mem, tx, &(struct scan_run_of_in){.edition_id = edition, .content_sm3 = content_sm3},
            &run);

        if (r == 0)
                return 0;
        if (r != STORE_NONE)
                return err_fold(r);
        r = scan_keep(mem, tx, now, edition);
        return r < 0 ? err_trace(r) : 0;
}

/* ---- signatures ----------------------------------------------------------------------------- */

int
alike_keep(TALLOC_CTX *mem, struct tx *tx, int64_t edition, const char *body_json)
{
        struct problems faults = {.mem = mem};
        struct body *body = NULL;
        struct alike a = {.n = 0};
        char text[ALIKE_TEXT_SIZE];
        int64_t k[KEYS_OF_TEXT];
        int r = body_parse(mem, body_json, strlen(body_json), true, &faults, &body);

        if (r < 0)
                return err_trace(r);
        if (body)
                a = alike_of(body_text(mem, body));
        r = sql_alike_put(
            tx, &(struct alike_put_in){.edition_id = edition, .signature = alike_text(&a, text)},
            NULL);
        if (r || a.n < ALIKE_LEAST)
                return err_fold(r);
        keys_of(&a, k);
        r = sql_alike_keys_put(tx,
                               &(struct alike_keys_put_in){.edition_id = edition,
                                                           .k1 = k[0],
                                                           .k2 = k[1],
                                                           .k3 = k[2],
                                                           .k4 = k[3],
                                                           .k5 = k[4],
                                                           .k6 = k[5],
                                                           .k7 = k[6],
                                                           .k8 = k[7]},
                               NULL);
        return err_fold(r);
}

struct filling {
        int64_t after;
        size_t n, chunk;
};

static int
fill_chunk(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct filling *f = arg;
        struct alike_wanting_row *rows;
        int r = sql_alike_wanting(
            mem, tx, &(struct alike_wanting_in){.after = f->after, .limit = FILL_CHUNK}, &rows,
            &f->chunk);

        tx_unaudited(tx);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < f->chunk; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
                struct edition_text_row *text;

                r = sql_edition_text_one(tmp, tx, &(struct edition_text_in){.id = rows[i].id},
                                         &text);
                if (r == 0)
                        r = alike_keep(tmp, tx, rows[i].id, text->body);
                if (r)
                        return err_fold(r);
        }
        if (f->chunk)
                f->after = rows[f->chunk - 1].item_id;
        return 0;
}

static int
any_wanting(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct filling *f = arg;
        struct alike_wanting_row *rows;
        int r = sql_alike_wanting(
            mem, tx, &(struct alike_wanting_in){.after = f->after, .limit = 1}, &rows, &f->chunk);

        if (r)
                return err_fold(r);
        if (f->chunk)
                f->after = rows[0].item_id - 1;
        return 0;
}

int
app_alike_fill(TALLOC_CTX *mem, struct app *app)
{
        struct filling f = {.after = 0};
        int r = app_read(mem, app, any_wanting, &f);

        while (r == 0 && f.chunk && f.n < FILL_AT_ONCE) {
                r = app_run(mem, app, fill_chunk, &f);
                f.n += f.chunk;
        }
        return err_fold(r);
}
