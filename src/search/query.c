#include "search/query.h"

/* A query as characters: raw for the signs, folded for the words. */
struct chars {
        uint32_t raw[QUERY_CHARS], cp[QUERY_CHARS];
        bool glued[QUERY_CHARS]; /* inside a 发文字号: no blank parts it */
        bool year[QUERY_CHARS];  /* the first digit of its year */
        size_t n;
};

static bool
is_one_of(uint32_t c, const uint32_t *set)
{
        for (; *set; set++)
                if (c == *set)
                        return true;
        return false;
}

static bool
is_blank(uint32_t c)
{
        return c <= ' ' || c == 0x7F || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
               (c >= 0x2000 && c <= 0x200B);
}

static bool
is_parting(uint32_t c)
{
        static const uint32_t commas[] = {',', ';', U'，', U'；', U'、', 0};

        return is_blank(c) || is_one_of(c, commas);
}

static bool
is_open(uint32_t c)
{
        static const uint32_t set[] = {U'〔', '[', '(', U'【', U'（', U'［', U'﹝', U'﹙', 0};

        return is_one_of(c, set);
}

static bool
is_close(uint32_t c)
{
        static const uint32_t set[] = {U'〕', ']', ')', U'】', U'）', U'］', U'﹞', U'﹚', 0};

        return is_one_of(c, set);
}

static bool
is_quote(uint32_t c)
{
        static const uint32_t set[] = {'"', U'“', U'”', U'「', U'」', U'『', U'』', U'＂', 0};

        return is_one_of(c, set);
}

static bool
is_digit(uint32_t c)
{
        return c >= '0' && c <= '9';
}

static bool
read_chars(struct chars *q, const char *text)
{
        size_t n = strlen(text), i = 0;

        while (i < n) {
                uint32_t cp;
                size_t l = text_decode(text + i, n - i, &cp);

                if (q->n == QUERY_CHARS)
                        return false;
                if (!l) {
                        cp = ' ';
                        l = 1;
                }
                q->raw[q->n] = cp;
                q->cp[q->n++] = text_fold(cp);
                i += l;
        }
        return true;
}

static size_t
skip_blanks(const struct chars *q, size_t i)
{
        while (i < q->n && is_blank(q->raw[i]))
                i++;
        return i;
}

/* 〔 2019 〕 第? 12 号? beginning at the bracket i. Returns its end, or i when it is none. */
static size_t
number_at(const struct chars *q, size_t i, size_t *ret_year)
{
        size_t j = skip_blanks(q, i + 1), k = j, end;

        while (k < q->n && is_digit(q->cp[k]))
                k++;
        if (k - j != 4)
                return i;
        *ret_year = j;
        k = skip_blanks(q, k);
        if (k >= q->n || !is_close(q->raw[k]))
                return i;
        k = skip_blanks(q, k + 1);
        if (k < q->n && q->cp[k] == U'第')
                k = skip_blanks(q, k + 1);
        if (k >= q->n || !is_digit(q->cp[k]))
                return i;
        while (k < q->n && is_digit(q->cp[k]))
                k++;
        end = k;
        k = skip_blanks(q, k);
        if (k < q->n && q->cp[k] == U'号')
                end = k + 1;
        return end;
}

static void
glue_numbers(struct chars *q)
{
        for (size_t i = 0; i < q->n; i++) {
                size_t year = 0, end, start = i;

                if (!is_open(q->raw[i]))
                        continue;
                end = number_at(q, i, &year);
                if (end == i)
                        continue;
                while (start && is_blank(q->raw[start - 1]))
                        start--;
                if (!start || token_class(q->cp[start - 1]) == TOKEN_BREAK)
                        start = i; /* nothing before the bracket to belong to */
                for (size_t k = start; k < end; k++)
                        q->glued[k] = true;
                q->year[year] = true;
                i = end - 1;
        }
}

struct run {
        size_t start, end;
        enum token_class class;
};

static size_t
runs_of(const struct chars *q, size_t start, size_t end, struct run *runs)
{
        size_t n = 0;
        enum token_class before = TOKEN_BREAK;

        for (size_t i = start; i < end; i++) {
                enum token_class class = token_class(q->cp[i]);

                if (class != TOKEN_BREAK && class == before)
                        runs[n - 1].end = i + 1;
                else if (class != TOKEN_BREAK)
                        runs[n++] = (struct run){i, i + 1, class};
                before = class;
        }
        return n;
}

static bool
is_di(const struct chars *q, const struct run *r)
{
        return r->end - r->start == 1 && q->cp[r->start] == U'第';
}

/* The runs as text. flip: at the 发文字号 whose year is run `year`, put 第 in or leave it out. */
static const char *
text_of(TALLOC_CTX *mem, const struct chars *q, const struct run *runs, size_t n, size_t year,
        bool flip)
{
        struct buf b = buf_new(mem, KiB(4));
        char out[4];

        for (size_t i = 0; i < n; i++) {
                if (flip && i == year + 1) {
                        if (is_di(q, &runs[i]))
                                continue;
                        buf_str(&b, " 第");
                }
                if (i)
                        buf_char(&b, ' ');
                for (size_t k = runs[i].start; k < runs[i].end; k++)
                        buf_put(&b, out, text_encode(q->cp[k], out));
        }
        return buf_text(&b);
}

static bool
is_known(const struct query *ret, const struct query_word *w)
{
        for (size_t i = 0; i < ret->n; i++)
                if (ret->words[i].is_minus == w->is_minus &&
                    ret->words[i].in_title == w->in_title &&
                    strcmp(ret->words[i].text, w->text) == 0)
                        return true;
        return false;
}

static void
add_word(TALLOC_CTX *mem, const struct chars *q, size_t start, size_t end, struct query_word w,
         struct query *ret)
{
        struct run runs[QUERY_CHARS];
        size_t n = runs_of(q, start, end, runs), year = n;
        const struct run *last;

        if (!n)
                return;
        for (size_t i = 0; i + 1 < n && year == n; i++)
                if (q->year[runs[i].start])
                        year = i;
        last = &runs[n - 1];
        w.text = text_of(mem, q, runs, n, year, false);
        if (year < n)
                w.other = text_of(mem, q, runs, n, year, true);
        w.prefix = last->class == TOKEN_HAN && last->end - last->start == 1 &&
                   (n == 1 || runs[n - 2].class == TOKEN_HAN);
        if (is_known(ret, &w))
                return;
        if (ret->n == QUERY_WORDS) {
                ret->is_cut = true;
                return;
        }
        ret->n_plus += !w.is_minus;
        ret->words[ret->n++] = w;
}

/* 标题: or title: at i. Returns the characters read. */
static size_t
title_sign(const struct chars *q, size_t i)
{
        static const uint32_t names[2][6] = {{'t', 'i', 't', 'l', 'e'}, {U'标', U'题'}};

        for (size_t k = 0; k < N(names); k++) {
                size_t l = 0;

                while (names[k][l] && i + l < q->n && q->cp[i + l] == names[k][l])
                        l++;
                if (!names[k][l] && i + l + 1 < q->n &&
                    (q->raw[i + l] == ':' || q->raw[i + l] == U'：') &&
                    !is_parting(q->raw[i + l + 1]))
                        return l + 1;
        }
        return 0;
}

void
query_parse(TALLOC_CTX *mem, const char *text, struct query *ret)
{
        struct chars *q = mem_new(mem, struct chars);
        size_t i = 0;

        *ret = (struct query){0};
        ret->is_cut = !read_chars(q, text);
        glue_numbers(q);
        while (i < q->n) {
                struct query_word w = {0};
                size_t start;

                if (is_parting(q->raw[i])) {
                        i++;
                        continue;
                }
                if (q->cp[i] == '-' || q->raw[i] == 0x2212) {
                        w.is_minus = true;
                        i++;
                }
                if (title_sign(q, i)) {
                        w.in_title = true;
                        i += title_sign(q, i);
                }
                if (i < q->n && is_quote(q->raw[i])) {
                        for (start = ++i; i < q->n && !is_quote(q->raw[i]); i++)
                                ;
                        add_word(mem, q, start, i, w, ret);
                        i++;
                        continue;
                }
                for (start = i; i < q->n && !is_quote(q->raw[i]); i++)
                        if (!q->glued[i] && is_parting(q->raw[i]))
                                break;
                add_word(mem, q, start, i, w, ret);
        }
}

static void
put_phrase(struct buf *b, const char *text, bool prefix)
{
        buf_char(b, '"');
        buf_str(b, text);
        buf_str(b, prefix ? "\" *" : "\"");
}

static void
put_word(struct buf *b, const struct query_word *w, const char *column)
{
        if (w->in_title)
                column = "title";
        if (column)
                buf_printf(b, "{%s} : ", column);
        buf_char(b, '(');
        put_phrase(b, w->text, w->prefix);
        if (w->other) {
                buf_str(b, " OR ");
                put_phrase(b, w->other, w->prefix);
        }
        buf_char(b, ')');
}

const char *
query_match(TALLOC_CTX *mem, const struct query *q, const char *const *tags, size_t n,
            const char *column)
{
        struct buf b = buf_new(mem, KiB(64));
        const char *and = "(";

        for (size_t i = 0; i < q->n; i++) {
                if (q->words[i].is_minus)
                        continue;
                buf_str(&b, and);
                put_word(&b, &q->words[i], column);
                and = " AND ";
        }
        for (size_t i = 0; i < n; i++) {
                buf_str(&b, and);
                put_phrase(&b, tags[i], false);
                and = " AND ";
        }
        if (!b.len) {
                buf_char(&b, '(');
                put_phrase(&b, QUERY_ALL, false);
        }
        buf_char(&b, ')');
        and = " NOT (";
        for (size_t i = 0; i < q->n; i++) {
                if (!q->words[i].is_minus)
                        continue;
                buf_str(&b, and);
                put_word(&b, &q->words[i], NULL);
                and = " OR ";
        }
        if (q->n > q->n_plus)
                buf_char(&b, ')');
        return buf_text(&b);
}

const char *
query_titles(TALLOC_CTX *mem, const struct query *q)
{
        struct buf b = buf_new(mem, KiB(64));

        for (size_t i = 0; i < q->n; i++) {
                struct query_word w = q->words[i];

                if (w.is_minus)
                        continue;
                if (b.len)
                        buf_str(&b, " AND ");
                w.in_title = false; /* there is nothing else there */
                put_word(&b, &w, NULL);
        }
        return buf_text(&b);
}
