/* Finding the places of the store that a record's words mean. */
#include "app/import_kit.h"

#include "app/catalogue.h"
#include "app/import_map.h"
#include "base/csv.h"
#include "base/text.h"
#include "domain/item/docno.h"
#include "store/audit.h"
#include "store/sql.h"

enum { COLUMNS_TOLD = 8 };

struct mapped {
        const char *issuer; /* folded */
        const char *agency; /* code, name, or @top */
};

struct import_house {
        struct import_agencies_row *agencies;
        struct import_columns_row *columns;
        struct import_classes_row *classes;
        struct import_channels_row *channels;
        size_t n_agencies, n_columns, n_classes, n_channels;
        const char **names, **short_names, **column_names; /* folded */
        struct mapped *map;
        size_t n_map;
        const char *top; /* code of the top agency; NULL: none yet */
        const char *new_code, *new_name, *new_kind, *new_level; /* the map's @top */
        struct instant now;
};

static int
read_rows(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct import_house *h = arg;
        int r;

        r = sql_import_agencies(mem, tx, &(struct import_agencies_in){0}, &h->agencies,
                                &h->n_agencies);
        if (!r)
                r = sql_import_columns(mem, tx, &(struct import_columns_in){0}, &h->columns,
                                       &h->n_columns);
        if (!r)
                r = sql_import_classes(mem, tx, &(struct import_classes_in){0}, &h->classes,
                                       &h->n_classes);
        if (!r)
                r = sql_import_channels(mem, tx, &(struct import_channels_in){0}, &h->channels,
                                        &h->n_channels);
        return err_fold(r);
}

/* Names are compared folded and without blanks: 某县教育局 = 某縣教育局 = 某县 教育局. */
static const char *
plain(TALLOC_CTX *mem, const char *s)
{
        const char *folded = text_folded(mem, s);
        struct buf b = buf_new(mem, strlen(folded) + 1);

        for (; *folded; folded++)
                if ((uint8_t)*folded > ' ')
                        buf_char(&b, *folded);
        return mem_strdup(mem, buf_text(&b));
}

static const struct import_agencies_row *
agency_of(const struct import_house *h, const char *code)
{
        for (size_t i = 0; i < h->n_agencies; i++)
                if (strcmp(h->agencies[i].code, code) == 0)
                        return &h->agencies[i];
        return NULL;
}

static bool
has_agency(const struct import_house *h, const char *code)
{
        return agency_of(h, code) != NULL;
}

/* Whether the agency of that number is a or one above it. */
static bool
is_above(const struct import_house *h, int64_t id, const struct import_agencies_row *a)
{
        for (size_t steps = 0; a && steps <= h->n_agencies; steps++) {
                const struct import_agencies_row *up = NULL;

                if (a->id == id)
                        return true;
                for (size_t i = 0; i < h->n_agencies && a->has_parent_id && !up; i++)
                        if (h->agencies[i].id == a->parent_id)
                                up = &h->agencies[i];
                a = up;
        }
        return false;
}

static const char *
named(const struct import_house *h, const char *folded)
{
        const char *found = NULL;

        for (size_t i = 0; i < h->n_agencies; i++)
                if (strcmp(h->names[i], folded) == 0)
                        return h->agencies[i].code;
        /* A short name may be several's: then it is nobody's. */
        for (size_t i = 0; i < h->n_agencies; i++)
                if (strcmp(h->short_names[i], folded) == 0) {
                        if (found)
                                return NULL;
                        found = h->agencies[i].code;
                }
        return found;
}

const char *
import_agency_named(const struct import_house *h, const char *name)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *found;

        if (!name[0])
                return NULL;
        found = named(h, plain(tmp, name));
        if (found)
                return found;
        for (size_t i = 0; i < h->n_agencies; i++)
                if (strcmp(h->agencies[i].code, name) == 0)
                        return h->agencies[i].code;
        return NULL;
}

static const char *
target(const struct import_house *h, const char *agency)
{
        if (strcmp(agency, "@top") == 0)
                return h->top ? h->top : h->new_code;
        return import_agency_named(h, agency);
}

static const char *
by_map(const struct import_house *h, const char *issuer, bool *ret_any)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *folded = plain(tmp, issuer);

        *ret_any = false;
        for (size_t i = 0; i < h->n_map; i++)
                if (strcmp(h->map[i].issuer, folded) == 0)
                        return target(h, h->map[i].agency);
        *ret_any = true;
        for (size_t i = 0; i < h->n_map; i++)
                if (strcmp(h->map[i].issuer, "*") == 0)
                        return target(h, h->map[i].agency);
        return NULL;
}

bool
import_agency_of(TALLOC_CTX *mem, const struct import_house *h, struct import_draft *d,
                 const char **ret_code)
{
        const char *code = import_agency_named(h, d->issuer), *mapped = NULL;
        bool any = false;

        if (!code)
                mapped = by_map(h, d->issuer, &any);
        if (!code && !(mapped && !any) && d->index_code[0] && has_agency(h, d->index_code)) {
                code = d->index_code;
                import_flag(mem, d, "issuer_from_index");
        }
        if (!code && mapped) {
                code = mapped;
                if (any)
                        import_flag(mem, d, "issuer_mapped");
        }
        *ret_code = code;
        return code != NULL;
}

const char *
import_agency_name(const struct import_house *h, const char *code)
{
        const struct import_agencies_row *a = agency_of(h, code);

        return a ? a->name : "";
}

int64_t
import_agency_root(const struct import_house *h, const char *code)
{
        const struct import_agencies_row *a = agency_of(h, code);

        return a ? a->root_id : 0;
}

/* How much an occurrence of the name says: nothing, that it is mentioned, that a year stands right
 * behind it ("现公布某县教育局2019年…"). */
static int
weight_in(const char *text, const char *name)
{
        size_t n = strlen(name);
        int weight = 0;

        if (n < 6) /* two characters are a name of nothing */
                return 0;
        for (const char *s = text; (s = strstr(s, name)) != NULL; s += n) {
                int64_t year = 0;

                weight = weight ? weight : 1;
                if (text_number(s + n, &year) && year >= 2000 && year <= 2100)
                        return 2;
        }
        return weight;
}

const char *
import_agency_in(TALLOC_CTX *mem, const struct import_house *h, const char *text)
{
        const char *folded = plain(mem, text), *found = NULL;
        size_t longest = 0;
        int most = 0;

        for (size_t i = 0; i < h->n_agencies; i++) {
                const char *const names[] = {h->names[i], h->short_names[i]};

                for (size_t k = 0; k < N(names); k++) {
                        int weight = weight_in(folded, names[k]);

                        if (weight == 0 || weight < most ||
                            (weight == most && strlen(names[k]) <= longest))
                                continue;
                        most = weight;
                        longest = strlen(names[k]);
                        found = h->agencies[i].code;
                }
        }
        return found;
}

/* ---- the map of issuers ---------------------------------------------------------------------- */

static void
map_row(struct import_house *h, struct problems *p, size_t line, const char *const *f, size_t n)
{
        const char *issuer = text_trim(h, f[0]);

        if (n != 2 && n != 5) {
                problems_add(p, line, "",
                             "对照表应有 2 列（issuer,agency）或 5 列，这一行有 %zu 列", n);
                return;
        }
        if (strcmp(issuer, "@top") == 0 && n == 5) {
                h->new_code = mem_strdup(h, f[1]);
                h->new_name = mem_strdup(h, f[2]);
                h->new_kind = mem_strdup(h, f[3]);
                h->new_level = mem_strdup(h, f[4]);
                return;
        }
        mem_grow(h, h->map, h->n_map);
        h->map[h->n_map++] = (struct mapped){.issuer = plain(h, issuer),
                                             .agency = text_trim(h, mem_strdup(h, f[1]))};
        if (!issuer[0])
                problems_add(p, line, "issuer", "没有写发布机构");
}

/* Read after the agencies: every row must lead to one. */
static int
read_map(struct import_house *h, const char *bytes, size_t n, struct problems *p)
{
        struct csv *c = csv_open(h, bytes, n);
        size_t *lines = NULL, n_lines = 0, n_fields, before = p->n;
        const char *const *f;

        if (!text_valid(bytes, n)) {
                problems_add(p, 0, "", "对照表不是 UTF-8 文字");
                return IMPORT_REFUSED;
        }
        while (csv_next(c, p, &f, &n_fields) == 0) {
                size_t had = h->n_map;

                if (csv_line(c) == 1 && strcmp(f[0], "issuer") == 0)
                        continue;
                map_row(h, p, csv_line(c), f, n_fields);
                if (h->n_map > had) {
                        mem_grow(h, lines, n_lines);
                        lines[n_lines++] = csv_line(c);
                }
        }
        for (size_t i = 0; i < n_lines; i++)
                if (!target(h, h->map[i].agency))
                        problems_add(p, lines[i], "agency", "没有这个机构：%s", h->map[i].agency);
        return p->n > before ? IMPORT_REFUSED : 0;
}

int
import_house_read(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                  struct problems *p, struct import_house **ret)
{
        struct import_house *h = mem_new(mem, struct import_house);
        int r;

        h->now = ask->now;
        r = app_read(h, app, read_rows, h);
        if (r)
                return err_fold(r);
        h->names = mem_array(h, const char *, h->n_agencies);
        h->short_names = mem_array(h, const char *, h->n_agencies);
        for (size_t i = 0; i < h->n_agencies; i++) {
                h->names[i] = plain(h, h->agencies[i].name);
                h->short_names[i] = plain(h, h->agencies[i].short_name);
                if (!h->agencies[i].has_parent_id && !h->top)
                        h->top = h->agencies[i].code;
        }
        h->column_names = mem_array(h, const char *, h->n_columns);
        for (size_t i = 0; i < h->n_columns; i++)
                h->column_names[i] = plain(h, h->columns[i].name);
        r = ask->map ? read_map(h, ask->map, ask->n_map, p)
                     : read_map(h, (const char *)import_map_csv, import_map_csv_size, p);
        if (r == 0)
                *ret = h;
        return r;
}

int
import_make_top(TALLOC_CTX *mem, struct tx *tx, void *house)
{
        struct import_house *h = house;
        struct problems p = {.mem = mem};
        struct agency_spec spec = {.code = h->new_code,
                                   .slug = "gov",
                                   .name = h->new_name,
                                   .kind = h->new_kind,
                                   .level = h->new_level,
                                   .opened = instant_day(h->now)};
        int64_t id;
        int r;

        if (h->top || !h->new_code)
                return 0;
        r = app_agency_create(mem, tx, 0, h->now, &spec, &p, &id);
        if (r > 0)
                return err_set(ERR_DATA, "the map's @top cannot be made: %s",
                               p.n_list ? p.list[0].message : "");
        return r < 0 ? err_trace(r) : 0;
}

/* ---- column, classes, channels --------------------------------------------------------------- */

/* A code is of all levels, a name is what a clerk reads in the tree of the own unit: 土地征收 of a county and of a
 * township are two columns (《条例》第二十一条). */
static bool
in_tree(const struct import_house *h, const struct import_columns_row *c, const char *agency)
{
        const struct import_agencies_row *a = agency_of(h, agency);
        const char *level = a ? a->level : h->new_level;
        size_t n = strlen(level);

        for (const char *s = strstr(c->levels, level); s; s = strstr(s + n, level))
                if ((s == c->levels || s[-1] == ',') && (s[n] == ',' || s[n] == '\0'))
                        return !c->has_agency_id || is_above(h, c->agency_id, a);
        return false;
}

static bool
is_named(const struct import_columns_row *c, const char *folded, const char *name,
         const char *parent)
{
        return strcmp(folded, name) == 0 &&
               (!parent || (c->parent && strcmp(c->parent, parent) == 0));
}

/* The columns that the word means in the tree of the agency; *ret_elsewhere: only outside of it. */
static size_t
columns_meant(const struct import_house *h, const char *word, const char *agency,
              const struct import_columns_row **ret, size_t max, bool *ret_elsewhere)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *back = strrchr(word, '\\'), *slash = back ? back : strrchr(word, '/');
        const char *name = plain(tmp, word), *leaf = slash ? plain(tmp, slash + 1) : NULL;
        const char *parent =
            slash ? text_trim(tmp, mem_strndup(tmp, word, (size_t)(slash - word))) : NULL;
        size_t n = 0;

        *ret_elsewhere = false;
        for (size_t i = 0; i < h->n_columns; i++) {
                const struct import_columns_row *c = &h->columns[i];
                bool code = strcmp(c->code, word) == 0;

                if (!code && !is_named(c, h->column_names[i], name, NULL) &&
                    !(leaf && is_named(c, h->column_names[i], leaf, parent)))
                        continue;
                if (!in_tree(h, c, agency)) {
                        *ret_elsewhere = true;
                        continue;
                }
                if (code) { /* a code means itself, whatever else is called so */
                        ret[0] = c;
                        return 1;
                }
                if (n < max)
                        ret[n] = c;
                n++;
        }
        *ret_elsewhere = *ret_elsewhere && n == 0;
        return n;
}

static int64_t
column_coded(const struct import_house *h, const char *code)
{
        for (size_t i = 0; i < h->n_columns; i++)
                if (strcmp(h->columns[i].code, code) == 0)
                        return h->columns[i].id;
        return 0;
}

/* Where a record goes that does not say it. */
static const char *
usual_column(const struct import_draft *d)
{
        static const struct {
                const char *genre, *column;
        } rows[] = {{"年度报告", "report"}, {"解读", "A20_01_3"}, {"规划", "A20_03"},
                    {"规章", "A20_01_1"},   {"办法", "A20_01_2"}, {"规定", "A20_01_2"},
                    {"细则", "A20_01_2"},   {"规则", "A20_01_2"}, {"意见", "A20_01_2"},
                    {"公告", "A20_15_1"},   {"通告", "A20_15_1"}, {"通知", "A20_15_1"},
                    {"公示", "A20_15_1"}};

        if (strstr(d->title, "政府信息公开") && strstr(d->title, "年度报告"))
                return "report";
        for (size_t i = 0; i < N(rows); i++)
                if (strcmp(d->genre, rows[i].genre) == 0)
                        return rows[i].column;
        return "A20_15";
}

static bool
is_scheme(const struct import_classes_row *c, const char *scheme)
{
        return strcmp(c->scheme, scheme) == 0;
}

/* The word is the class's name, here or in the State Council's catalogue. */
static bool
is_word_for(const char *name, const char *state_name, const char *word, size_t n)
{
        return (name && strncmp(name, word, n) == 0 && name[n] == '\0') ||
               (state_name && strncmp(state_name, word, n) == 0 && state_name[n] == '\0');
}

/* "市场监管、安全生产监管\工商": parent and name; or a name or code alone. */
static int64_t
class_id(const struct import_house *h, const char *scheme, const char *word)
{
        const char *slash = strrchr(word, '\\');
        const char *leaf = slash ? slash + 1 : word;

        for (size_t i = 0; i < h->n_classes; i++) {
                const struct import_classes_row *c = &h->classes[i];

                if (!is_scheme(c, scheme) ||
                    (!is_word_for(c->name, c->state_name, leaf, strlen(leaf)) &&
                     strcmp(c->code, word) != 0))
                        continue;
                if (!slash ||
                    is_word_for(c->parent, c->parent_state_name, word, (size_t)(slash - word)))
                        return c->id;
        }
        return 0;
}

static void
keep_words(TALLOC_CTX *mem, struct import_draft *d, const char *words)
{
        d->keywords = d->keywords[0] ? mem_printf(mem, "%s;%s", d->keywords, words) : words;
}

/* The class a word means; what means none is kept among the keywords. */
static int64_t
place_class(TALLOC_CTX *mem, const struct import_house *h, struct import_draft *d,
            const char *scheme, const char *word, const char *flag)
{
        int64_t id;

        if (!word[0])
                return 0;
        id = class_id(h, scheme, word);
        if (!id) {
                keep_words(mem, d, word);
                import_flag(mem, d, flag);
        }
        return id;
}

/* "政府信息公开年报 综合政务,文秘工作 其他": the last part that is a class other than 其他. */
static int64_t
place_topic(TALLOC_CTX *mem, const struct import_house *h, struct import_draft *d)
{
        int64_t id = d->topic[0] ? class_id(h, "topic", d->topic) : 0, guess = 0;
        const char *s = d->topic;

        if (id || !s[0])
                return id;
        while (*s) {
                size_t n = strcspn(s, " ,;/>"), sep = 0;
                const char *wide = strstr(s, "；"), *part;

                if (wide && (size_t)(wide - s) < n) {
                        n = (size_t)(wide - s);
                        sep = 3;
                }
                part = mem_strndup(mem, s, n);
                id = n ? class_id(h, "topic", part) : 0;
                if (id && (!guess || strcmp(part, "其他") != 0))
                        guess = id;
                s += n;
                s += sep ? sep : (size_t)(*s != '\0');
        }
        keep_words(mem, d, d->topic);
        import_flag(mem, d, guess ? "topic_guessed" : "topic_unknown");
        return guess;
}

static void
place_channels(TALLOC_CTX *mem, const struct import_house *h, struct import_draft *d,
               struct move_item *item)
{
        const char **codes = mem_array(mem, const char *, d->n_channels + 1);
        size_t n = 0;

        for (size_t i = 0; i < d->n_channels; i++) {
                const char *code = NULL;

                for (size_t k = 0; k < h->n_channels && !code; k++)
                        if (strcmp(h->channels[k].code, d->channels[i]) == 0 ||
                            strcmp(h->channels[k].name, d->channels[i]) == 0)
                                code = h->channels[k].code;
                if (!code) {
                        import_flag(mem, d, "channel_unknown");
                        keep_words(mem, d, d->channels[i]);
                        code = "other";
                }
                for (size_t k = 0; k < n && code; k++)
                        if (strcmp(codes[k], code) == 0)
                                code = NULL;
                if (code)
                        codes[n++] = code;
        }
        if (n == 0)
                codes[n++] = "website";
        item->channels = codes;
        item->n_channels = n;
}

static void
tell_ambiguous(TALLOC_CTX *mem, struct problems *p, size_t line, const char *word,
               const struct import_columns_row *const *meant, size_t n)
{
        struct buf b = buf_new(mem, KiB(4));

        for (size_t i = 0; i < n && i < COLUMNS_TOLD; i++) {
                const struct import_columns_row *c = meant[i];

                buf_printf(&b, "%s%s（%s%s%s）", i ? "、" : "", c->code, c->parent ? c->parent : "",
                           c->parent ? "\\" : "", c->name);
        }
        problems_add(p, line, "column", "“%s”在该机构的栏目树里有 %zu 个栏目：%s。请写栏目代码",
                     text_cut(mem, word, 60), n, buf_text(&b));
}

static void
place_column(TALLOC_CTX *mem, const struct import_house *h, size_t line, struct problems *p,
             struct import_draft *d, struct move_item *item)
{
        const struct import_columns_row *meant[COLUMNS_TOLD];
        bool elsewhere = false;
        size_t n = 0;

        if (d->column[0])
                n = columns_meant(h, d->column, item->agency_code, meant, COLUMNS_TOLD, &elsewhere);
        if (n > 1)
                tell_ambiguous(mem, p, line, d->column, meant, n);
        if (n > 0) {
                item->draft.column_id = meant[0]->id;
                return;
        }
        if (d->column[0]) {
                import_flag(mem, d, elsewhere ? "column_elsewhere" : "column_unknown");
                keep_words(mem, d, d->column);
        }
        item->draft.column_id = column_coded(h, usual_column(d));
}

void
import_place(TALLOC_CTX *mem, const struct import_house *h, size_t line, struct problems *p,
             struct import_draft *d, struct move_item *item)
{
        place_column(mem, h, line, p, d, item);
        item->draft.topic_id = place_topic(mem, h, d);
        item->draft.genre_id = place_class(mem, h, d, "genre", d->genre, "genre_unknown");
        item->draft.audience_id =
            place_class(mem, h, d, "audience", d->audience, "audience_unknown");
        place_channels(mem, h, d, item);
}

struct move_item
import_item(TALLOC_CTX *mem, const struct import_draft *d, const char *agency_code)
{
        struct move_item i = {.draft = DRAFT_EMPTY};

        i.agency_code = agency_code;
        i.draft.title = d->title;
        i.draft.doc_no = d->doc_no;
        i.draft.body = body_json(mem, d->body);
        i.html = body_html_keep(mem, d->body);
        i.draft.formed = d->formed_on;
        i.draft.written = d->written_on;
        i.draft.effective = d->validity.effective_on;
        i.draft.expires = d->validity.expires_on;
        i.draft.repealed = d->validity.repealed_on;
        i.draft.validity = validity_code(d->validity.stated);
        i.draft.summary = d->summary;
        i.disclosure = disclosure_code(d->disclosure);
        i.ground = d->ground;
        i.source_index_no = d->source_index_no;
        i.published = d->published_at;
        i.sort_day = d->sort_day;
        i.old_address = d->old_address;
        i.attested_by = d->attested_by;
        return i;
}

void
import_note(TALLOC_CTX *mem, struct import_result *res, size_t line, const struct import_draft *d)
{
        res->n++;
        if (d->n_flags == 0)
                return;
        res->n_flagged++;
        for (size_t f = 0; f < d->n_flags; f++) {
                size_t k = 0;

                while (k < res->n_counts && strcmp(res->counts[k].code, d->flags[f]) != 0)
                        k++;
                if (k == res->n_counts) {
                        mem_grow(mem, res->counts, res->n_counts);
                        res->counts[res->n_counts].code = mem_strdup(mem, d->flags[f]);
                        res->counts[res->n_counts++].n = 0;
                }
                res->counts[k].n++;
        }
        if (res->n_notes < IMPORT_NOTES_MAX) {
                const char **flags = mem_array(mem, const char *, d->n_flags);

                for (size_t f = 0; f < d->n_flags; f++)
                        flags[f] = mem_strdup(mem, d->flags[f]);
                mem_grow(mem, res->notes, res->n_notes);
                res->notes[res->n_notes++] =
                    (struct import_note){.line = line,
                                         .title = mem_strdup(mem, d->title),
                                         .flags = flags,
                                         .n_flags = d->n_flags};
        }
}
