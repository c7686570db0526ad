/* Texts and bodies cut into pieces, each shown to the detectors, and what they say put down. */
#include "domain/scan/kit.h"

static const char *const kind_codes[] = {
#define CODE(id, text, label) text,
    SCAN_KINDS(CODE)};
static const char *const kind_labels[] = {
#define LABEL(id, text, label) label,
    SCAN_KINDS(LABEL)};

const char *
scan_kind_code(enum scan_kind k)
{
        return kind_codes[k];
}

const char *
scan_kind_label(enum scan_kind k)
{
        return kind_labels[k];
}

bool
scan_kind_read(const char *code, enum scan_kind *ret)
{
        for (size_t i = 0; i < N_SCAN_KINDS; i++)
                if (strcmp(code, kind_codes[i]) == 0) {
                        *ret = (enum scan_kind)i;
                        return true;
                }
        return false;
}

const char *
scan_severity_label(enum scan_severity s)
{
        return s == SCAN_STOP ? "严重" : s == SCAN_WARNING ? "警告" : "提示";
}

/* ---- words around a place ---- */

size_t
scan_word_at(const struct piece *p, size_t i, const char *word)
{
        size_t len = strlen(word), k = 0;

        for (size_t b = 0; b < len; k++) {
                uint32_t c = 0;

                b += text_decode(word + b, len - b, &c);
                if (i + k >= p->n || p->c[i + k] != c)
                        return 0;
        }
        return k;
}

/* The next word of a list parted by blanks into out; false at its end. */
static bool
next_word(const char **list, char out[64])
{
        size_t n = strspn(*list, " "), len;

        *list += n;
        len = strcspn(*list, " ");
        if (len == 0)
                return false;
        assert(len < 64);
        memcpy(out, *list, len);
        out[len] = '\0';
        *list += len;
        return true;
}

size_t
scan_ends_with(const struct piece *p, size_t i, const char *words)
{
        char w[64];

        while (next_word(&words, w)) {
                size_t n = text_length(w);

                if (n <= i && scan_word_at(p, i - n, w))
                        return n;
        }
        return 0;
}

size_t
scan_begins_with(const struct piece *p, size_t i, const char *words)
{
        char w[64];

        while (next_word(&words, w)) {
                size_t n = scan_word_at(p, i, w);

                if (n)
                        return n;
        }
        return 0;
}

size_t
scan_last_of(const struct piece *p, size_t from, size_t to, const char *words)
{
        for (size_t i = to; i > from; i--) {
                size_t n = scan_begins_with(p, i - 1, words);

                if (n)
                        return i - 1 + n;
        }
        return 0;
}

bool
scan_has_one(const char *folded, const char *words)
{
        char w[64];

        while (folded[0] && next_word(&words, w))
                if (strstr(folded, w))
                        return true;
        return false;
}

const struct seg *
scan_seg(const struct piece *p, size_t i)
{
        size_t lo = 0, hi = p->n_segs;

        while (hi - lo > 1) {
                size_t mid = (lo + hi) / 2;

                if (p->segs[mid].ch <= i)
                        lo = mid;
                else
                        hi = mid;
        }
        return &p->segs[lo];
}

const char *
scan_masked(TALLOC_CTX *mem, const struct piece *p, size_t from, size_t to, size_t first,
            size_t last)
{
        struct buf out = buf_new(mem, (to - from) * 4 + 1);
        size_t n = 0, k = 0;

        for (size_t i = from; i < to; i++)
                n += is_alnum(p->c[i]);
        for (size_t i = from; i < to; i++) {
                bool shown = !is_alnum(p->c[i]) || k < first || k + last >= n;

                k += is_alnum(p->c[i]);
                if (shown)
                        buf_put(&out, p->text + p->at[i], p->at[i + 1] - p->at[i]);
                else
                        buf_char(&out, '*');
        }
        return buf_text(&out);
}

/* ---- findings ---- */

enum { AROUND = 20 /* characters of context */ };

static const char *
cut_out(TALLOC_CTX *mem, const struct piece *p, size_t from, size_t to)
{
        return mem_strndup(mem, p->text + p->at[from], p->at[to] - p->at[from]);
}

static struct scan_finding *
new_finding(struct scanner *s, enum scan_kind kind, enum scan_severity severity)
{
        struct scan_finding *f;

        if (s->out.n == 0 || severity > s->out.worst)
                s->out.worst = severity;
        if (s->out.by_kind[kind]++ >= SCAN_KEPT_MAX)
                return NULL;
        mem_grow(s->mem, s->out.list, s->out.n);
        f = &s->out.list[s->out.n++];
        *f = (struct scan_finding){.kind = kind,
                                   .severity = severity,
                                   .path = "",
                                   .found = "",
                                   .before = "",
                                   .after = "",
                                   .masked = "",
                                   .suggestion = "",
                                   .advice = ""};
        return f;
}

void
scan_note(struct scanner *s, struct piece *p, const struct mark *m)
{
        const struct seg *seg = scan_seg(p, m->from);
        size_t lo = m->from, hi = m->to;
        struct scan_finding *f;

        for (size_t i = m->from; i < m->to; i++)
                p->taken[i] = true;
        f = new_finding(s, m->kind, m->severity);
        if (!f)
                return;
        while (lo > seg->ch && m->from - lo < AROUND)
                lo--;
        while (hi < p->n && hi - m->to < AROUND && p->c[hi] != '\t')
                hi++;
        f->field = p->field;
        f->label = p->label;
        f->path = mem_strdup(s->mem, seg->path);
        f->from = p->at[m->from] - seg->at;
        f->n = p->at[m->to] - p->at[m->from];
        f->found = cut_out(s->mem, p, m->from, m->to);
        f->before =
            mem_printf(s->mem, "%s%s", lo > seg->ch ? "…" : "", cut_out(s->mem, p, lo, m->from));
        f->after = mem_printf(s->mem, "%s%s", cut_out(s->mem, p, m->to, hi),
                              hi < p->n && p->c[hi] != '\t' ? "…" : "");
        f->masked = m->masked ? mem_strdup(s->mem, m->masked) : f->found;
        f->reason = m->reason;
        f->suggestion = m->suggestion ? mem_strdup(s->mem, m->suggestion) : "";
        f->advice = m->advice ? m->advice : "";
}

/* ---- pieces ---- */

/* Invisible characters and marks of direction: left out. */
static bool
is_invisible(uint32_t c)
{
        return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
               (c >= 0x2060 && c <= 0x2064) || c == 0xfeff || (c >= 0xfe00 && c <= 0xfe0f);
}

/* One character as detectors see it. Figures in circles and raised ones stay what they are: they
 * number things and are no part of the figures behind them. */
static uint32_t
plain(uint32_t c)
{
        if (c == '\t' || c == '\n')
                return c;
        if (c < 0x20 || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
            c == 0x3000)
                return ' ';
        if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe63 || c == 0xff0d || c == 0xad)
                return '-';
        if (c == 0xb2 || c == 0xb3 || c == 0xb9 || (c >= 0x2070 && c <= 0x209f) ||
            (c >= 0x2460 && c <= 0x24ff) || (c >= 0x2776 && c <= 0x2793))
                return c;
        if (c == 0xd7 || c == 0x425 || c == 0x445) /* × and Х, written for X */
                return 'x';
        return text_fold(c);
}

static void
mark_urls(struct piece *p)
{
        for (size_t i = 0; i < p->n; i++) {
                if ((i > 0 && is_alnum(p->c[i - 1])) ||
                    !scan_begins_with(p, i, "http:// https:// www. ftp://"))
                        continue;
                while (i < p->n && p->text[p->at[i]] > ' ' && p->text[p->at[i]] < 0x7f)
                        p->url[i++] = true; /* as written: a full-width comma ends it */
        }
}

/* The bytes of a piece as characters. */
static void
split(struct piece *p)
{
        size_t seg = 0;

        p->c = mem_array(p->mem, uint32_t, p->n_bytes + 1);
        p->at = mem_array(p->mem, uint32_t, p->n_bytes + 1);
        p->n = 0;
        for (size_t i = 0; i < p->n_bytes;) {
                uint32_t c = 0;
                size_t k = text_decode(p->text + i, p->n_bytes - i, &c);

                if (k == 0) { /* not checked text */
                        k = 1;
                        c = 0xfffd;
                }
                while (seg < p->n_segs && p->segs[seg].at <= i)
                        p->segs[seg++].ch = p->n;
                if (!is_invisible(c)) {
                        p->c[p->n] = plain(c);
                        p->at[p->n++] = (uint32_t)i;
                }
                i += k;
        }
        while (seg < p->n_segs)
                p->segs[seg++].ch = p->n;
        p->at[p->n] = (uint32_t)p->n_bytes;
        p->taken = mem_array(p->mem, bool, p->n + 1);
        p->url = mem_array(p->mem, bool, p->n + 1);
        mark_urls(p);
}

/* ---- the pieces of a body ---- */

struct walk {
        TALLOC_CTX *tmp; /* of the piece being built */
        struct buf text;
        struct piece p;
        char where[512];
        size_t n_where;
        piece_fn *fn;
        void *arg;
        const char *heads[BODY_COLUMNS_MAX]; /* of the table being read */
        const char *head;                    /* of the cell being read */
        bool in_row;
};

static void
flush(struct walk *w)
{
        if (w->text.len > 0) {
                w->p.mem = w->tmp;
                w->p.text = buf_text(&w->text);
                w->p.n_bytes = w->text.len;
                split(&w->p);
                w->fn(w->arg, &w->p);
        }
        talloc_free(w->tmp);
        w->tmp = mem_root();
        w->text = buf_new(w->tmp, BODY_BYTES_MAX * 2);
        w->p = (struct piece){.field = "body", .label = "正文"};
}

static void
begin_block(struct walk *w)
{
        if (w->text.len > 0)
                buf_char(&w->text, '\t');
        mem_grow(w->tmp, w->p.segs, w->p.n_segs);
        w->p.segs[w->p.n_segs++] = (struct seg){.at = w->text.len,
                                                .path = mem_strdup(w->tmp, w->where),
                                                .head = w->head ? w->head : ""};
}

static void
put_inline(struct walk *w, const struct body_node *node)
{
        size_t from = w->text.len;

        if (node->type == BODY_BREAK)
                buf_char(&w->text, '\n');
        else
                buf_str(&w->text, node->text);
        if (node->href) {
                mem_grow(w->tmp, w->p.links, w->p.n_links);
                w->p.links[w->p.n_links++] =
                    (struct linked){.from = from, .to = w->text.len, .href = node->href};
        }
}

static void walk_node(struct walk *, const struct body_node *);

static void
walk_kids(struct walk *w, const struct body_node *node)
{
        size_t keep = w->n_where;

        for (size_t i = 0; i < node->n; i++) {
                w->n_where = keep + (size_t)snprintf(w->where + keep, sizeof(w->where) - keep,
                                                     "%scontent[%zu]", keep ? "." : "", i);
                assert(w->n_where < sizeof(w->where));
                walk_node(w, &node->kids[i]);
        }
        w->n_where = keep;
        w->where[keep] = '\0';
}

static void
put_plain(struct buf *out, const struct body_node *node)
{
        if (node->type == BODY_TEXT)
                buf_str(out, node->text);
        for (size_t i = 0; i < node->n; i++)
                put_plain(out, &node->kids[i]);
}

/* The header row says what a column holds: its words help to judge the figures below. */
static const char *
head_text(TALLOC_CTX *mem, const struct body_node *cell)
{
        struct buf b = buf_new(mem, 200);

        put_plain(&b, cell);
        return text_valid(buf_text(&b), b.len) ? text_folded(mem, buf_text(&b)) : "";
}

static void
walk_table(struct walk *w, const struct body_node *table)
{
        _cleanup_(mem_endp) TALLOC_CTX *heads = mem_root();
        int hangs[BODY_COLUMNS_MAX] = {0};
        size_t keep = w->n_where;

        for (size_t r = 0; r < table->n; r++) {
                const struct body_node *row = &table->kids[r];
                int col = 0;

                flush(w);
                for (size_t k = 0; k < row->n; k++) {
                        const struct body_node *cell = &row->kids[k];
                        int end;

                        while (col < BODY_COLUMNS_MAX && hangs[col] > 0)
                                hangs[col++]--;
                        end = col + cell->colspan < BODY_COLUMNS_MAX ? col + cell->colspan
                                                                     : BODY_COLUMNS_MAX;
                        w->head = col < BODY_COLUMNS_MAX ? w->heads[col] : NULL;
                        if (r == 0 || cell->type == BODY_HEADER)
                                for (int c = col; c < end; c++)
                                        w->heads[c] = head_text(heads, cell);
                        for (; col < end; col++)
                                hangs[col] = cell->rowspan - 1;
                        w->n_where =
                            keep + (size_t)snprintf(w->where + keep, sizeof(w->where) - keep,
                                                    ".content[%zu].content[%zu]", r, k);
                        assert(w->n_where < sizeof(w->where));
                        w->in_row = true;
                        walk_kids(w, cell);
                        w->in_row = false;
                }
                while (col < BODY_COLUMNS_MAX && hangs[col] > 0)
                        hangs[col++]--;
                w->head = NULL;
                flush(w);
        }
        w->n_where = keep;
        w->where[keep] = '\0';
        memset(w->heads, 0, sizeof(w->heads));
}

static void
walk_node(struct walk *w, const struct body_node *node)
{
        switch (node->type) {
        case BODY_TABLE:
                walk_table(w, node);
                return;
        case BODY_PARAGRAPH:
        case BODY_HEADING:
                begin_block(w);
                for (size_t i = 0; i < node->n; i++)
                        put_inline(w, &node->kids[i]);
                break;
        case BODY_IMAGE:
                begin_block(w);
                put_inline(w, node);
                break;
        default:
                walk_kids(w, node);
                return;
        }
        if (!w->in_row)
                flush(w);
}

void
scan_each_piece(const struct body *b, piece_fn *fn, void *arg)
{
        struct walk *w = calloc(1, sizeof(*w));

        assert(w);
        w->fn = fn;
        w->arg = arg;
        flush(w);
        walk_kids(w, &b->root);
        talloc_free(w->tmp);
        free(w);
}

/* ---- all of it ---- */

static void
look(void *arg, struct piece *p)
{
        struct scanner *s = arg;

        scan_secret(s, p);
        scan_numbers(s, p);
        scan_plates(s, p);
        scan_addresses(s, p);
        if (s->opt->check_docno)
                scan_docnos(s, p);
        scan_hrefs(s, p);
        if (s->opt->words)
                scan_wrong_words(s, p);
}

static bool
is_blank_text(const char *s)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();

        return !s || !text_trim(tmp, s)[0];
}

static void
look_at_text(struct scanner *s, const struct scan_text *t)
{
        const char *end = t->text ? t->text + strlen(t->text) : NULL;

        if (t->required && is_blank_text(t->text)) {
                struct scan_finding *f = new_finding(s, SCAN_EMPTY, SCAN_STOP);

                if (f) {
                        f->field = t->field;
                        f->label = t->label;
                        f->reason = mem_printf(s->mem, "“%s”为必填内容，现在是空的。", t->label);
                        f->advice = "请补充后再提交。";
                }
        }
        s->is_name = strncmp(t->field, "title", 5) == 0 || strncmp(t->field, "file", 4) == 0;
        for (const char *from = t->text; from && from < end;) {
                _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
                const char *stop = memchr(from, '\n', (size_t)(end - from));
                /* The block is the whole text, so that places count from its beginning. */
                struct seg seg = {.path = "", .head = ""};
                struct piece p = {.mem = tmp,
                                  .field = t->field,
                                  .label = t->label,
                                  .text = from,
                                  .n_bytes = (size_t)((stop ? stop : end) - from),
                                  .segs = &seg,
                                  .n_segs = 1};
                size_t before = s->out.n;

                split(&p);
                look(s, &p);
                for (size_t i = before; i < s->out.n; i++)
                        s->out.list[i].from += (size_t)(from - t->text);
                from = stop ? stop + 1 : end;
        }
        s->is_name = false;
}

static int
by_text(const void *a, const void *b)
{
        return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* 0531-88880000 and （0531）88880000 are one, and so is 88880000. */
static void
take_own_phones(struct scanner *s, TALLOC_CTX *tmp)
{
        size_t n = s->opt->n_own_phones < SCAN_PHONES_MAX ? s->opt->n_own_phones : SCAN_PHONES_MAX;

        s->own = mem_array(tmp, const char *, n + 1);
        for (size_t i = 0; i < n; i++) {
                const char *folded = text_folded(tmp, s->opt->own_phones[i]);
                struct buf digits = buf_new(tmp, 40);

                for (const char *c = folded; *c; c++)
                        if (*c >= '0' && *c <= '9')
                                buf_char(&digits, *c);
                if (digits.len >= 7)
                        s->own[s->n_own++] = buf_text(&digits);
        }
        qsort(s->own, s->n_own, sizeof(*s->own), by_text);
}

struct scan_findings
scan(TALLOC_CTX *mem, const struct scan_text *texts, size_t n, const struct body *body,
     const struct scan_options *opt)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct scanner s = {.mem = mem, .opt = opt};

        take_own_phones(&s, tmp);
        for (size_t i = 0; i < n; i++)
                look_at_text(&s, &texts[i]);
        if (body)
                scan_each_piece(body, look, &s);
        return s.out;
}
