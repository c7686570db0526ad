#include "intake/pdf.h"

#include "base/deflate.h"
#include "base/text.h"

enum {
        VALUES_MAX = 2000000,
        DEPTH_MAX = 24,
        NUMBER_MAX = 8000000,
        STREAM_MAX = 32 << 20,
        UNPACKED_MAX = 400 << 20,
        REFS_MAX = 16
};

static const struct pdf_value nothing = {.type = PDF_NULL};

static bool
is_white(char c)
{
        return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool
is_delimiter(char c)
{
        return strchr("()<>[]{}/%", c) && c;
}

static void
skip_white(struct pdf_reader *r)
{
        while (r->at < r->n) {
                if (r->s[r->at] == '%')
                        while (r->at < r->n && r->s[r->at] != '\n' && r->s[r->at] != '\r')
                                r->at++;
                else if (!is_white(r->s[r->at]))
                        return;
                else
                        r->at++;
        }
}

static struct pdf_value *
new_value(struct pdf *p, enum pdf_type type)
{
        struct pdf_value *v;

        if (p->n_values++ >= VALUES_MAX)
                return NULL;
        v = mem_new(p->mem, struct pdf_value);
        v->type = type;
        return v;
}

static int
hex(char c)
{
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
}

static void
finish(struct pdf_value *v, struct buf *b)
{
        buf_put(b, "", 0);
        v->text = buf_text(b);
        v->n = b->len;
}

static struct pdf_value *
read_name(struct pdf_reader *r)
{
        struct pdf_value *v = new_value(r->pdf, PDF_NAME);
        struct buf b = buf_new(r->pdf->mem, 256);

        for (r->at++; r->at < r->n && !is_white(r->s[r->at]) && !is_delimiter(r->s[r->at]);
             r->at++) {
                char c = r->s[r->at];

                if (c == '#' && r->at + 2 < r->n && hex(r->s[r->at + 1]) >= 0 &&
                    hex(r->s[r->at + 2]) >= 0) {
                        c = (char)(hex(r->s[r->at + 1]) * 16 + hex(r->s[r->at + 2]));
                        r->at += 2;
                }
                if (c)
                        buf_char(&b, c);
        }
        if (v)
                finish(v, &b);
        return v;
}

/* The character behind a backslash; returns -1 when it stands for nothing (a line end). */
static int
escaped(struct pdf_reader *r)
{
        static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
        char c = r->at < r->n ? r->s[r->at++] : '\0';
        const char *known = c ? strchr(from, c) : NULL;
        int v = 0;

        if (known)
                return to[known - from];
        if (c == '\r' && r->at < r->n && r->s[r->at] == '\n')
                r->at++;
        if (c == '\n' || c == '\r')
                return -1;
        if (c < '0' || c > '7')
                return (uint8_t)c;
        for (int i = 0; i < 3; i++) {
                v = v * 8 + (c - '0');
                c = r->at < r->n ? r->s[r->at] : ' ';
                if (i == 2 || c < '0' || c > '7')
                        break;
                r->at++;
        }
        return v & 0xff;
}

static struct pdf_value *
read_string(struct pdf_reader *r)
{
        struct pdf_value *v = new_value(r->pdf, PDF_STRING);
        struct buf b = buf_new(r->pdf->mem, KiB(64));
        int depth = 1, c;

        for (r->at++; r->at < r->n;) {
                c = (uint8_t)r->s[r->at++];
                if (c == '\\')
                        c = escaped(r);
                else if (c == '(')
                        depth++;
                else if (c == ')' && --depth == 0)
                        break;
                if (c >= 0)
                        buf_char(&b, (char)c);
        }
        if (v)
                finish(v, &b);
        return v;
}

static struct pdf_value *
read_hex(struct pdf_reader *r)
{
        struct pdf_value *v = new_value(r->pdf, PDF_STRING);
        struct buf b = buf_new(r->pdf->mem, KiB(64));
        int high = -1;

        for (r->at++; r->at < r->n && r->s[r->at] != '>'; r->at++) {
                int d = hex(r->s[r->at]);

                if (d < 0)
                        continue;
                if (high >= 0)
                        buf_char(&b, (char)(high * 16 + d));
                high = high >= 0 ? -1 : d;
        }
        r->at += r->at < r->n;
        if (high >= 0)
                buf_char(&b, (char)(high * 16));
        if (v)
                finish(v, &b);
        return v;
}

static struct pdf_value *read_value(struct pdf_reader *, int depth);

/* N G R: a reference, when the two next words make it one. */
static bool
is_reference(struct pdf_reader *r, double number)
{
        size_t at = r->at, digits = 0;

        if (number < 0 || number > NUMBER_MAX || number != (double)(unsigned)number)
                return false;
        while (at < r->n && is_white(r->s[at]))
                at++;
        while (at < r->n && r->s[at] >= '0' && r->s[at] <= '9' && digits < 6) {
                at++;
                digits++;
        }
        if (!digits || at >= r->n || !is_white(r->s[at]))
                return false;
        while (at < r->n && is_white(r->s[at]))
                at++;
        if (at >= r->n || r->s[at] != 'R' ||
            (at + 1 < r->n && !is_white(r->s[at + 1]) && !is_delimiter(r->s[at + 1])))
                return false;
        r->at = at + 1;
        return true;
}

/* A number, or a word. */
static struct pdf_value *
read_word(struct pdf_reader *r)
{
        size_t from = r->at;
        struct pdf_value *v;
        char word[64], *end;

        while (r->at < r->n && !is_white(r->s[r->at]) && !is_delimiter(r->s[r->at]))
                r->at++;
        r->at += r->at == from; /* a bracket nobody waits for */
        if (r->at - from >= sizeof(word))
                return new_value(r->pdf, PDF_NULL);
        memcpy(word, r->s + from, r->at - from);
        word[r->at - from] = '\0';
        v = new_value(r->pdf, PDF_WORD);
        if (!v)
                return NULL;
        if (word[0] == '+' || word[0] == '-' || word[0] == '.' ||
            (word[0] >= '0' && word[0] <= '9')) {
                v->number = strtod(word, &end);
                v->type = !(v->number < 1e9 && v->number > -1e9) ? PDF_NULL
                          : is_reference(r, v->number)           ? PDF_REF
                                                                 : PDF_NUMBER;
                return v;
        }
        if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0) {
                v->type = PDF_BOOL;
                v->number = word[0] == 't';
        } else if (strcmp(word, "null") == 0)
                v->type = PDF_NULL;
        v->text = mem_strdup(r->pdf->mem, word);
        v->n = strlen(word);
        return v;
}

static struct pdf_value *
read_many(struct pdf_reader *r, enum pdf_type type, int depth)
{
        struct pdf_value *v = new_value(r->pdf, type);

        while (v) {
                struct pdf_value *k;

                skip_white(r);
                if (r->at >= r->n)
                        break;
                if (type == PDF_ARRAY && r->s[r->at] == ']') {
                        r->at++;
                        break;
                }
                if (type == PDF_DICT && r->s[r->at] == '>') {
                        r->at += r->at + 1 < r->n && r->s[r->at + 1] == '>' ? 2 : 1;
                        break;
                }
                k = read_value(r, depth + 1);
                if (!k || (k->type == PDF_WORD && strcmp(k->text, "endobj") == 0))
                        break;
                mem_grow(r->pdf->mem, v->kids, v->n);
                v->kids[v->n++] = *k;
        }
        return v;
}

static struct pdf_value *
read_value(struct pdf_reader *r, int depth)
{
        char c;

        skip_white(r);
        if (r->at >= r->n || depth > DEPTH_MAX)
                return NULL;
        c = r->s[r->at];
        if (c == '/')
                return read_name(r);
        if (c == '(')
                return read_string(r);
        if (c == '[') {
                r->at++;
                return read_many(r, PDF_ARRAY, depth);
        }
        if (c == '<' && r->at + 1 < r->n && r->s[r->at + 1] == '<') {
                r->at += 2;
                return read_many(r, PDF_DICT, depth);
        }
        return c == '<' ? read_hex(r) : read_word(r);
}

struct pdf_value *
pdf_next(struct pdf_reader *r)
{
        return read_value(r, 0);
}

const struct pdf_value *
pdf_resolve(const struct pdf *p, const struct pdf_value *v)
{
        for (int i = 0; v && v->type == PDF_REF && i < REFS_MAX; i++) {
                size_t number = (size_t)v->number;

                v = number < p->n_latest && p->latest[number]
                        ? p->objects[p->latest[number] - 1].value
                        : NULL;
        }
        return v && v->type != PDF_REF ? v : &nothing;
}

static const struct pdf_value *
direct(const struct pdf_value *dict, const char *key)
{
        for (size_t i = 0; dict->type == PDF_DICT && i + 1 < dict->n; i += 2)
                if (dict->kids[i].type == PDF_NAME && strcmp(dict->kids[i].text, key) == 0)
                        return &dict->kids[i + 1];
        return &nothing;
}

const struct pdf_value *
pdf_get(const struct pdf *p, const struct pdf_value *dict, const char *key)
{
        return pdf_resolve(p, direct(dict, key));
}

bool
pdf_is_name(const struct pdf_value *v, const char *name)
{
        return v->type == PDF_NAME && strcmp(v->text, name) == 0;
}

bool
pdf_stream(struct pdf *p, const struct pdf_value *v, const char **ret, size_t *ret_n)
{
        const struct pdf_value *filter = pdf_get(p, v, "Filter");
        char *out;

        if (!v->stream)
                return false;
        if (filter->type == PDF_ARRAY && filter->n == 1)
                filter = pdf_resolve(p, &filter->kids[0]);
        if (filter->type == PDF_NULL || (filter->type == PDF_ARRAY && filter->n == 0)) {
                *ret = v->stream;
                *ret_n = v->n_stream;
                return true;
        }
        if (!pdf_is_name(filter, "FlateDecode") && !pdf_is_name(filter, "Fl"))
                return false;
        if (p->unpacked >= UNPACKED_MAX)
                return false;
        deflate_inflate(p->mem, v->stream, v->n_stream, STREAM_MAX, &out, ret_n);
        p->unpacked += *ret_n;
        *ret = out;
        return true;
}

const char *
pdf_text(TALLOC_CTX *mem, const struct pdf_value *v)
{
        struct buf b = buf_new(mem, KiB(16));
        const uint8_t *s = (const uint8_t *)v->text;
        char bytes[4];

        if (v->type != PDF_STRING)
                return "";
        if (v->n >= 2 && s[0] == 0xfe && s[1] == 0xff) {
                for (size_t i = 2; i + 1 < v->n; i += 2) {
                        uint32_t cp = (uint32_t)s[i] << 8 | s[i + 1];

                        if (cp >= 0xd800 && cp < 0xdc00 && i + 3 < v->n) {
                                i += 2;
                                cp = 0x10000 + ((cp - 0xd800) << 10) +
                                     (((uint32_t)s[i] << 8 | s[i + 1]) & 0x3ff);
                        }
                        if (cp && (cp < 0xd800 || cp > 0xdfff))
                                buf_put(&b, bytes, text_encode(cp, bytes));
                }
        } else if (text_valid(v->text, v->n))
                buf_put(&b, v->text, v->n);
        else
                for (size_t i = 0; i < v->n; i++)
                        buf_put(&b, bytes, text_encode(s[i], bytes));
        return buf_text(&b);
}

static void
keep(struct pdf *p, unsigned number, struct pdf_value *v)
{
        if (number > NUMBER_MAX)
                return;
        if (number >= p->n_latest) {
                size_t n = p->n_latest ? p->n_latest : 1024;

                while (n <= number)
                        n *= 2;
                p->latest = (unsigned *)mem_must(
                    talloc_realloc_size(p->mem, p->latest, n * sizeof(unsigned)));
                memset(p->latest + p->n_latest, 0, (n - p->n_latest) * sizeof(unsigned));
                p->n_latest = n;
        }
        mem_grow(p->mem, p->objects, p->n_objects);
        p->objects[p->n_objects++] = (struct pdf_object){number, v};
        p->latest[number] = (unsigned)p->n_objects;
}

static void
take_trailer(struct pdf *p, struct pdf_value *dict)
{
        if (direct(dict, "Encrypt")->type != PDF_NULL)
                p->encrypted = true;
        if (direct(dict, "Root")->type == PDF_REF)
                p->trailer = dict;
}

/* The objects within a packed one. */
static void
take_packed(struct pdf *p, const struct pdf_value *v)
{
        const struct pdf_value *count = direct(v, "N"), *first = direct(v, "First");
        struct pdf_reader heads = {.pdf = p};
        const char *s;
        size_t n;

        if (count->type != PDF_NUMBER || first->type != PDF_NUMBER || first->number < 0 ||
            !pdf_stream(p, v, &s, &n))
                return;
        heads.s = s;
        heads.n = first->number < (double)n ? (size_t)first->number : n;
        for (double i = 0; i < count->number; i++) {
                struct pdf_value *number = pdf_next(&heads), *at = number ? pdf_next(&heads) : NULL,
                                 *inner;
                struct pdf_reader r = {.pdf = p, .s = s, .n = n};

                if (!at || number->type != PDF_NUMBER || at->type != PDF_NUMBER ||
                    number->number < 0 || at->number < 0 || at->number + first->number >= (double)n)
                        return;
                r.at = (size_t)(at->number + first->number);
                inner = pdf_next(&r);
                if (inner)
                        keep(p, (unsigned)number->number, inner);
        }
}

/* Behind the dictionary: "stream", a line end, the bytes, "endstream". */
static void
take_stream(struct pdf_reader *r, struct pdf_value *v)
{
        const struct pdf_value *length = direct(v, "Length");
        const char *end = NULL;
        size_t at;

        skip_white(r);
        if (r->n - r->at < 6 || memcmp(r->s + r->at, "stream", 6) != 0)
                return;
        at = r->at + 6;
        at += at < r->n && r->s[at] == '\r';
        at += at < r->n && r->s[at] == '\n';
        if (length->type == PDF_NUMBER && length->number >= 0 &&
            length->number < (double)(r->n - at)) {
                const char *told = r->s + at + (size_t)length->number;
                size_t left = r->n - at - (size_t)length->number;

                if (memmem(told, left < 16 ? left : 16, "endstream", 9))
                        end = told;
        }
        if (!end)
                end = memmem(r->s + at, r->n - at, "endstream", 9);
        if (!end)
                end = r->s + r->n;
        v->stream = r->s + at;
        v->n_stream = (size_t)(end - v->stream);
        r->at = (size_t)(end - r->s);
}

/* "12 0 obj" ends at `at`; the number before it, -1 when there is none. */
static long
object_number(const char *s, size_t at)
{
        size_t i = at;
        long n = 0, unit = 1;

        while (i && is_white(s[i - 1]))
                i--;
        if (!i || i == at)
                return -1;
        while (i && s[i - 1] >= '0' && s[i - 1] <= '9')
                i--;
        if (!i || !is_white(s[i - 1]))
                return -1;
        while (i && is_white(s[i - 1]))
                i--;
        for (; i && s[i - 1] >= '0' && s[i - 1] <= '9' && unit <= NUMBER_MAX; i--, unit *= 10)
                n += (s[i - 1] - '0') * unit;
        return unit == 1 ? -1 : n;
}

static void
take_object(struct pdf *p, struct pdf_reader *r, unsigned number)
{
        struct pdf_value *v = pdf_next(r);

        if (!v)
                return;
        if (v->type == PDF_DICT)
                take_stream(r, v);
        keep(p, number, v);
        if (pdf_is_name(direct(v, "Type"), "ObjStm"))
                take_packed(p, v);
        if (pdf_is_name(direct(v, "Type"), "XRef"))
                take_trailer(p, v);
        if (direct(v, "Linearized")->type != PDF_NULL)
                p->linearized = true;
}

void
pdf_open(TALLOC_CTX *mem, const char *bytes, size_t n, struct pdf *ret)
{
        struct pdf_reader r = {.pdf = ret, .s = bytes, .n = n};

        *ret = (struct pdf){.mem = mem, .bytes = bytes, .n = n};
        while (r.at < n) {
                const char *s = bytes + r.at;
                size_t left = n - r.at;

                if (left >= 3 && memcmp(s, "obj", 3) == 0 && object_number(bytes, r.at) >= 0) {
                        long number = object_number(bytes, r.at);

                        r.at += 3;
                        take_object(ret, &r, (unsigned)number);
                } else if (left >= 7 && memcmp(s, "trailer", 7) == 0) {
                        struct pdf_value *v;

                        r.at += 7;
                        v = pdf_next(&r);
                        if (v && v->type == PDF_DICT)
                                take_trailer(ret, v);
                } else if (left >= 5 && memcmp(s, "%%EOF", 5) == 0) {
                        ret->n_ends++;
                        r.at += 5;
                } else
                        r.at++;
        }
}
