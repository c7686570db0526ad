/* Items from CSV or JSON lines. */
#include "app/import_kit.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "store/sql.h"

enum { MESSAGES_ENOUGH = 200 };

/* Old addresses seen in this file, by hash; open addressing. */
struct addresses {
        uint64_t *slots;
        size_t n, room;
};

struct work {
        TALLOC_CTX *mem; /* of the caller */
        struct app *app;
        const struct import_ask *ask;
        struct problems *p;
        struct import_house *house;
        struct import_files *files;
        struct move *move; /* NULL in a dry run */
        struct tx *tx;     /* a snapshot, for old addresses */
        struct addresses seen;
        struct import_result res;
};

static uint64_t
hash_of(const char *s)
{
        uint64_t h = UINT64_C(14695981039346656037);

        for (; *s; s++)
                h = (h ^ (uint8_t)*s) * UINT64_C(1099511628211);
        return h ? h : 1;
}

/* True when it was there already. */
static bool
seen_before(TALLOC_CTX *mem, struct addresses *a, const char *address)
{
        uint64_t h = hash_of(address);
        size_t i;

        if (a->n * 2 >= a->room) {
                struct addresses old = *a;

                a->room = old.room ? old.room * 2 : 1024;
                a->slots = mem_array(mem, uint64_t, a->room);
                for (size_t k = 0; k < old.room; k++) {
                        if (!old.slots[k])
                                continue;
                        for (i = old.slots[k] & (a->room - 1); a->slots[i];
                             i = (i + 1) & (a->room - 1))
                                ;
                        a->slots[i] = old.slots[k];
                }
                talloc_free(old.slots);
        }
        for (i = h & (a->room - 1); a->slots[i]; i = (i + 1) & (a->room - 1))
                if (a->slots[i] == h)
                        return true;
        a->slots[i] = h;
        a->n++;
        return false;
}

/* An address is one site's: the same path of another former site is another address. */
static int
check_address(TALLOC_CTX *mem, struct work *w, const char *agency, struct import_draft *d)
{
        struct import_address_owner_row *row;
        int64_t root = import_agency_root(w->house, agency);
        int r;

        if (!d->old_address)
                return 0;
        r = sql_import_address_owner_one(
            mem, w->tx,
            &(struct import_address_owner_in){.address = d->old_address, .root_id = root}, &row);
        if (r < 0)
                return err_trace(r);
        if (r == 0 || seen_before(w->mem, &w->seen,
                                  mem_printf(mem, "%lld %s", (long long)root, d->old_address))) {
                import_flag(mem, d, "old_url_twice");
                d->old_address = NULL;
        }
        return 0;
}

/* One record: checked, placed, staged. What is wrong with it goes into problems. */
static int
take_record(struct work *w, const struct import_raw *raw, size_t line)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct import_draft d;
        struct draft_file *files = NULL;
        struct move_item item;
        const char *agency;
        size_t n_files = 0;
        int r;

        r = import_check(mem, raw, instant_day(w->ask->now), line, w->p, &d);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return 0;
        if (!import_agency_of(mem, w->house, &d, &agency)) {
                problems_add(w->p, line, "issuer",
                             "没有这个发布机构：“%s”。请先建立机构，或用 --map 指明",
                             text_cut(mem, d.issuer, 60));
                return 0;
        }
        if (w->p->n > 0) { /* nothing will be written: only look for more faults */
                item = (struct move_item){.agency_code = agency};
                import_place(mem, w->house, line, w->p, &d, &item);
                return 0;
        }
        r = import_files_take(mem, w->files, &d, &files, &n_files);
        if (r)
                return err_trace(r);
        r = check_address(mem, w, agency, &d);
        if (r)
                return err_trace(r);
        item = import_item(mem, &d, agency);
        import_place(mem, w->house, line, w->p, &d, &item);
        item.draft.keywords = d.keywords;
        item.draft.source = d.source[0] ? d.source : d.issuer;
        item.draft.files = files;
        item.draft.n_files = n_files;
        item.flags = import_flags_text(mem, &d);
        import_note(w->mem, &w->res, line, &d);
        r = w->move ? move_put(w->move, &item) : 0;
        return r ? err_trace(r) : 0;
}

/* ---- CSV -------------------------------------------------------------------------------------- */

struct header {
        enum import_key *keys;
        size_t n;
};

static int
read_header(struct work *w, const char *const *f, size_t n, struct header *ret)
{
        bool given[N_IMPORT_KEYS] = {false};
        size_t before = w->p->n;

        ret->keys = mem_array(w->mem, enum import_key, n);
        ret->n = n;
        for (size_t i = 0; i < n; i++) {
                const char *name = text_trim(w->mem, f[i]);

                if (!import_key_of(name, &ret->keys[i]))
                        problems_add(w->p, 1, name, "没有这一列");
                else if (given[ret->keys[i]])
                        problems_add(w->p, 1, name, "这一列写了两次");
                else
                        given[ret->keys[i]] = true;
        }
        if (w->p->n == before && !given[IMPORT_TITLE])
                problems_add(w->p, 1, "title", "缺少标题列");
        return w->p->n > before ? IMPORT_REFUSED : 0;
}

static int
read_csv(struct work *w, const char *text, size_t n_text)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct csv *c = csv_open(tmp, text, n_text);
        struct header h;
        const char *const *f;
        size_t n;
        int r;

        r = csv_next(c, w->p, &f, &n);
        if (r == CSV_END)
                problems_add(w->p, 1, "", "文件是空的");
        if (r)
                return IMPORT_REFUSED;
        if (read_header(w, f, n, &h))
                return IMPORT_REFUSED;
        while ((r = csv_next(c, w->p, &f, &n)) == 0) {
                struct import_raw raw = {.body = NULL};

                if (n != h.n) {
                        problems_add(w->p, csv_line(c), "", "应有 %zu 列，这一行有 %zu 列", h.n, n);
                        continue;
                }
                for (size_t i = 0; i < n; i++)
                        raw.text[h.keys[i]] = f[i];
                r = take_record(w, &raw, csv_line(c));
                if (r)
                        return err_trace(r);
                if (w->p->n > MESSAGES_ENOUGH)
                        break;
        }
        return 0;
}

/* ---- JSON lines ------------------------------------------------------------------------------- */

/* A value as the text a CSV would have had. */
static const char *
as_text(TALLOC_CTX *mem, const struct json *j)
{
        struct buf b;

        switch (json_type(j)) {
        case JSON_STRING:
                return json_string(j);
        case JSON_INT:
                return mem_printf(mem, "%lld", (long long)json_int(j, 0));
        case JSON_ARRAY:
                b = buf_new(mem, MiB(1));
                for (size_t i = 0; i < json_size(j); i++) {
                        const char *s = json_string(json_at(j, i));

                        if (!s)
                                return NULL;
                        if (i)
                                buf_char(&b, '\n');
                        buf_str(&b, s);
                }
                return mem_strdup(mem, buf_text(&b));
        case JSON_NULL:
                return "";
        default:
                return NULL;
        }
}

static int
take_object(struct work *w, const struct json *j, size_t line)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct import_raw raw = {.body = NULL};
        size_t before = w->p->n;

        if (json_type(j) != JSON_OBJECT) {
                problems_add(w->p, line, "", "每一行应是一个 JSON 对象");
                return 0;
        }
        for (size_t i = 0; i < json_size(j); i++) {
                const struct json *v = json_at(j, i);
                enum import_key key;

                if (!import_key_of(json_key(j, i), &key)) {
                        problems_add(w->p, line, json_key(j, i), "没有这个键");
                } else if (key == IMPORT_BODY && json_type(v) == JSON_OBJECT) {
                        raw.body = v;
                } else {
                        raw.text[key] = as_text(tmp, v);
                        if (!raw.text[key])
                                problems_add(w->p, line, json_key(j, i), "应当是文字");
                }
        }
        return w->p->n > before ? 0 : take_record(w, &raw, line);
}

static int
read_json(struct work *w, const char *text, size_t n_text)
{
        const char *end = text + n_text;
        size_t line = 1;

        for (; text < end; line++) {
                _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
                const char *stop = memchr(text, '\n', (size_t)(end - text));
                size_t n = (size_t)((stop ? stop : end) - text);
                struct problems own = {.mem = tmp};
                struct json *j;
                int r;

                if (n > 0 && strspn(text, " \t\r") < n) {
                        r = json_read(tmp, text, n, &own, &j);
                        if (r < 0)
                                return err_trace(r);
                        if (r > 0)
                                problems_add(w->p, line, "", "%s", own.list[0].message);
                        r = r > 0 ? 0 : take_object(w, j, line);
                        if (r)
                                return err_trace(r);
                }
                if (w->p->n > MESSAGES_ENOUGH)
                        break;
                text += n + 1;
        }
        return 0;
}

/* ---- the whole -------------------------------------------------------------------------------- */

static int
read_records(struct work *w, const char *text, size_t n)
{
        const char *first;

        if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
                text += 3;
                n -= 3;
        }
        for (first = text; first < text + n && strchr(" \t\r\n", *first); first++)
                ;
        return first < text + n && *first == '{' ? read_json(w, text, n) : read_csv(w, text, n);
}

static int
with_snapshot(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct work *w = arg;
        const char *text;
        size_t n;
        int r;

        r = import_text(mem, w->ask, w->p, &text, &n, &w->res.converted);
        if (r)
                return r < 0 ? err_trace(r) : r;
        w->tx = tx;
        return read_records(w, text, n);
}

int
app_import_items(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask, struct problems *p,
                 struct import_result *ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct work w = {.mem = mem, .app = app, .ask = ask, .p = p};
        struct move_plan plan = {
            .kind = "items",
            .file_name = ask->file_name,
            .file_sm3 = import_sm3(tmp, ask->bytes, ask->n > IMPORT_FILE_MAX ? 0 : ask->n),
            .attested_by = ask->attested_by ? ask->attested_by : "导入操作人",
            .now = ask->now,
            .clock_us = ask->clock_us,
            .progress = ask->progress,
            .progress_arg = ask->progress_arg};
        size_t before = p->n;
        int r;

        if (!ask->dry_run) { /* first, since it may have to finish what was left behind */
                r = move_begin(tmp, app, &plan, &w.move);
                if (r)
                        return err_trace(r);
        }
        r = import_house_read(tmp, app, ask, p, &w.house);
        if (r)
                return r < 0 ? err_trace(r) : r;
        w.files = import_files_new(tmp, app, ask->folder);
        r = app_read(tmp, app, with_snapshot, &w);
        if (r < 0)
                return err_trace(r);
        if (r == 0 && p->n == before && w.res.n == 0)
                problems_add(p, 0, "", "没有一条记录");
        if (p->n > before)
                return IMPORT_REFUSED;
        if (w.move) {
                r = import_files_store(w.files);
                if (r)
                        return err_trace(r);
                move_prepare(w.move, import_make_top, w.house);
                r = move_run(w.move, &w.res.batch);
                if (r)
                        return err_trace(r);
        }
        *ret = w.res;
        return 0;
}
