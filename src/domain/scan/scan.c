/* Pieces of texts and bodies shown to the detectors, and what they say put down. */
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

bool
scan_blocks(enum scan_kind kind, enum scan_severity severity)
{
        return severity == SCAN_STOP &&
               (kind == SCAN_IDENTITY || kind == SCAN_BANK_CARD || kind == SCAN_SECRET);
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
new_finding(TALLOC_CTX *mem, struct scan_findings *out, enum scan_kind kind,
            enum scan_severity severity)
{
        struct scan_finding *f;

        if (severity > out->worst)
                out->worst = severity;
        if (out->by_kind[kind]++ >= SCAN_KEPT_MAX)
                return NULL;
        mem_grow(mem, out->list, out->n);
        f = &out->list[out->n++];
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
        f = new_finding(s->mem, &s->out, m->kind, m->severity);
        if (!f)
                return;
        while (lo > seg->ch && m->from - lo < AROUND)
                lo--;
        while (hi < p->n && hi - m->to < AROUND && p->c[hi] != '\t')
                hi++;
        f->field = p->field;
        f->label = p->label;
        f->path = mem_strdup(s->mem, seg->path);
        f->from = p->at[m->from] - seg->at + seg->base;
        f->n = p->at[m->to] - p->at[m->from];
        f->found = cut_out(s->mem, p, m->from, m->to);
        f->before =
            mem_printf(s->mem, "%s%s", lo > seg->ch ? "…" : "", cut_out(s->mem, p, lo, m->from));
        f->after = mem_printf(s->mem, "%s%s", cut_out(s->mem, p, m->to, hi),
                              hi < p->n && p->c[hi] != '\t' ? "…" : "");
        f->masked = m->masked ? mem_strdup(s->mem, m->masked) : f->found;
        f->reason = m->reason;
        f->suggestion = m->suggestion ? mem_strdup(s->mem, m->suggestion) : "";
        f->advice = m->advice;
}

void
scan_add_alike(TALLOC_CTX *mem, struct scan_findings *out, const char *index_no, const char *url,
               int likeness)
{
        struct scan_finding *f = new_finding(mem, out, SCAN_ALIKE, SCAN_WARNING);

        if (!f)
                return;
        f->field = "body";
        f->label = "正文";
        f->reason = likeness == 100
                        ? mem_printf(mem, "正文与已公开的信息（索引号 %s）完全相同。", index_no)
                        : mem_printf(mem, "正文与已公开的信息（索引号 %s）大体相同（约 %d%%）。",
                                     index_no, likeness);
        f->suggestion = mem_strdup(mem, url);
        f->advice = "重复的不必再发；修订的，在已公开的信息上改出新版本。";
}

/* Not counted against SCAN_KEPT_MAX: what a long text has must not hide what a file has. */
void
scan_add_attached(TALLOC_CTX *mem, struct scan_findings *out, const struct scan_finding *f)
{
        if (f->severity > out->worst)
                out->worst = f->severity;
        out->by_kind[f->kind]++;
        mem_grow(mem, out->list, out->n);
        out->list[out->n++] = *f;
}

void
scan_add_link(TALLOC_CTX *mem, struct scan_findings *out, const struct scan_link *link,
              const char *why)
{
        struct scan_finding *f = new_finding(mem, out, SCAN_LINK, SCAN_WARNING);

        if (!f)
                return;
        f->field = "body";
        f->label = "正文";
        f->path = mem_strdup(mem, link->path);
        f->from = link->from;
        f->n = link->n;
        f->found = f->masked = mem_strdup(mem, link->text);
        f->reason = mem_printf(mem, "链接 %s 打不开：%s。", link->href, why);
        f->advice = "改正或者去掉链接。";
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

/* Rows of a text that has them, as in a table of a body. */
struct text_rows {
        TALLOC_CTX *mem;
        const char *heads[BODY_COLUMNS_MAX];
        bool within;
};

static const char *
cell_text(TALLOC_CTX *mem, const char *from, size_t n)
{
        const char *cell = mem_strndup(mem, from, n);

        return text_valid(cell, n) ? text_folded(mem, cell) : "";
}

/* A line becomes the paragraphs of a piece: one, or a cell each. */
static void
cut_line(struct piece *p, size_t base, struct text_rows *rows)
{
        bool head = rows && !rows->within;
        size_t col = 0, at = 0;

        if (rows)
                rows->within = memchr(p->text, '\t', p->n_bytes) != NULL;
        if (rows && rows->within && head)
                memset(rows->heads, 0, sizeof(rows->heads));
        for (bool more = true; more; col++) {
                const char *tab =
                    rows && rows->within ? memchr(p->text + at, '\t', p->n_bytes - at) : NULL;
                bool known = rows && rows->within && col < N(rows->heads);
                size_t end = tab ? (size_t)(tab - p->text) : p->n_bytes;

                mem_grow(p->mem, p->segs, p->n_segs);
                p->segs[p->n_segs++] = (struct seg){
                    .at = at,
                    .base = base + at,
                    .path = "",
                    .head = known && !head && rows->heads[col] ? rows->heads[col] : ""};
                if (known && head)
                        rows->heads[col] = cell_text(rows->mem, p->text + at, end - at);
                more = tab != NULL;
                at = end + 1;
        }
}

static void
look_at_text(struct scanner *s, const struct scan_text *t)
{
        _cleanup_(mem_endp) TALLOC_CTX *own = mem_root();
        const char *end = t->text ? t->text + strlen(t->text) : NULL;
        struct text_rows rows = {.mem = own};

        if (t->required && is_blank_text(t->text)) {
                struct scan_finding *f = new_finding(s->mem, &s->out, SCAN_EMPTY, SCAN_STOP);

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
                struct piece p = {.mem = tmp,
                                  .field = t->field,
                                  .label = t->label,
                                  .text = from,
                                  .n_bytes = (size_t)((stop ? stop : end) - from)};

                /* The block is the whole text, so that places count from its beginning. */
                cut_line(&p, (size_t)(from - t->text), t->table ? &rows : NULL);
                scan_split(&p);
                look(s, &p);
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
