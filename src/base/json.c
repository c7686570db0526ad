#include "base/json.h"

#include "base/utf8.h"

enum { DEPTH_MAX = 64, FEW_KEYS = 16 };

/* A node knows its key, if it is a member, and its members, if it has some, side by side. */
struct json {
        enum json_type type;
        const char *key;
        union {
                bool boolean;
                int64_t integer;
                double real;
                const char *string;
                struct {
                        struct json *at;
                        size_t n;
                } many;
        };
};

/* ---- reading ------------------------------------------------------------------------------- */

/* Texts cannot be longer than the document, so they lie in one block behind each other; the
 * members of a bracket gather on a stack until it closes and their number is known. */
struct reader {
        TALLOC_CTX *mem, *tmp;
        const char *s; /* the document, n bytes, read up to i */
        size_t n, i;
        char *text; /* where the next text goes */
        struct json *block, *stack;
        size_t n_block, n_stack, cap_stack;
        const char *fault; /* the first, and where */
        size_t fault_at;
};

static bool
fail(struct reader *rd, size_t at, const char *words)
{
        rd->fault = words;
        rd->fault_at = at;
        return false;
}

static bool
fail_here(struct reader *rd)
{
        if (rd->i >= rd->n)
                return fail(rd, rd->n, "内容不完整，没有结束");
        if (text_first_bad(rd->s + rd->i, rd->n - rd->i < 4 ? rd->n - rd->i : 4) == 0)
                return fail(rd, rd->i, "不是 UTF-8 文字");
        return fail(rd, rd->i, "JSON 写法不对");
}

/* The next character that is no blank, not taken; '\0' at the end. */
static char
peek(struct reader *rd)
{
        while (rd->i < rd->n && (rd->s[rd->i] == ' ' || rd->s[rd->i] == '\n' ||
                                 rd->s[rd->i] == '\r' || rd->s[rd->i] == '\t'))
                rd->i++;
        return rd->i < rd->n ? rd->s[rd->i] : '\0';
}

static bool
is_digit(const struct reader *rd, size_t i)
{
        return i < rd->n && rd->s[i] >= '0' && rd->s[i] <= '9';
}

/* The four hex digits at i; -1 when they are none. */
static int32_t
hex4(const struct reader *rd, size_t i)
{
        int32_t cp = 0;

        if (i + 4 > rd->n)
                return -1;
        for (size_t end = i + 4; i < end; i++) {
                char c = rd->s[i];
                int digit = c >= '0' && c <= '9'   ? c - '0'
                            : c >= 'a' && c <= 'f' ? c - 'a' + 10
                            : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                   : -1;

                if (digit < 0)
                        return -1;
                cp = cp << 4 | digit;
        }
        return cp;
}

/* \uXXXX, or two of them for what lies above; rd->i stands on the u. */
static bool
take_code(struct reader *rd)
{
        size_t at = rd->i;
        int32_t cp = hex4(rd, at + 1), low;

        rd->i += 5;
        if (cp == 0)
                return fail(rd, at, "含有空字符");
        if (cp >= 0xd800 && cp < 0xdc00) {
                low = rd->i + 2 <= rd->n && rd->s[rd->i] == '\\' && rd->s[rd->i + 1] == 'u'
                          ? hex4(rd, rd->i + 2)
                          : -1;
                if (low < 0xdc00 || low > 0xdfff)
                        cp = -1;
                else
                        cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
                rd->i += 6;
        }
        if (cp < 0 || (cp >= 0xdc00 && cp < 0xe000))
                return fail(rd, at, "JSON 写法不对");
        rd->text += text_encode((uint32_t)cp, rd->text);
        return true;
}

static bool
take_escape(struct reader *rd)
{
        static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
        const char *which;

        rd->i++;
        if (rd->i >= rd->n)
                return fail_here(rd);
        if (rd->s[rd->i] == 'u')
                return take_code(rd);
        which = rd->s[rd->i] ? strchr(from, rd->s[rd->i]) : NULL;
        if (!which)
                return fail_here(rd);
        *rd->text++ = to[which - from];
        rd->i++;
        return true;
}

/* Bytes from i on that stand for themselves: well-formed, no quote, no backslash, no control. */
static size_t
plain_run(const struct reader *rd)
{
        const uint8_t *s = (const uint8_t *)rd->s;
        size_t i = rd->i, n = rd->n;

        for (;;) {
                uint32_t cp;
                size_t len;

                while (i < n && s[i] < 0x80 && s[i] >= 0x20 && s[i] != '"' && s[i] != '\\')
                        i++;
                /* Han characters, for which nothing more need be asked */
                while (i + 3 <= n && s[i] >= 0xe1 && s[i] <= 0xec && (s[i + 1] & 0xc0) == 0x80 &&
                       (s[i + 2] & 0xc0) == 0x80)
                        i += 3;
                if (i >= n || s[i] < 0x20 || s[i] == '"' || s[i] == '\\')
                        return i - rd->i;
                len = text_decode(rd->s + i, n - i, &cp);
                if (len == 0)
                        return i - rd->i;
                i += len;
        }
}

/* rd->i stands on the opening quote. */
static bool
take_string(struct reader *rd, const char **ret)
{
        char *begin = rd->text;

        for (rd->i++;;) {
                size_t n = plain_run(rd);

                memcpy(rd->text, rd->s + rd->i, n);
                rd->text += n;
                rd->i += n;
                if (rd->i >= rd->n)
                        return fail_here(rd);
                if (rd->s[rd->i] == '"')
                        break;
                if (rd->s[rd->i] != '\\')
                        return fail_here(rd);
                if (!take_escape(rd))
                        return false;
        }
        rd->i++;
        *rd->text++ = '\0'; /* in the room of the quotes */
        *ret = begin;
        return true;
}

static bool
take_real(struct reader *rd, size_t from, struct json *to)
{
        memcpy(rd->text, rd->s + from, rd->i - from);
        rd->text[rd->i - from] = '\0';
        to->type = JSON_REAL;
        to->real = strtod(rd->text, NULL);
        return __builtin_isfinite(to->real) ? true : fail(rd, from, "数字太大");
}

static bool
take_number(struct reader *rd, struct json *to)
{
        size_t from = rd->i, digits;
        bool minus = rd->s[rd->i] == '-', whole = true;
        int64_t sum = 0;

        rd->i += minus;
        digits = rd->i;
        for (; is_digit(rd, rd->i); rd->i++)
                if (__builtin_mul_overflow(sum, 10, &sum) ||
                    __builtin_sub_overflow(sum, rd->s[rd->i] - '0', &sum))
                        whole = false; /* too large, unless a point follows */
        if (rd->i == digits || (rd->s[digits] == '0' && rd->i > digits + 1))
                return fail(rd, from, "JSON 写法不对");
        if (rd->i < rd->n && strchr(".eE", rd->s[rd->i]) && rd->s[rd->i]) {
                if (rd->s[rd->i] == '.') {
                        if (!is_digit(rd, ++rd->i))
                                return fail_here(rd);
                        while (is_digit(rd, rd->i))
                                rd->i++;
                }
                if (rd->i < rd->n && (rd->s[rd->i] == 'e' || rd->s[rd->i] == 'E')) {
                        rd->i++;
                        rd->i += rd->i < rd->n && (rd->s[rd->i] == '+' || rd->s[rd->i] == '-');
                        if (!is_digit(rd, rd->i))
                                return fail_here(rd);
                        while (is_digit(rd, rd->i))
                                rd->i++;
                }
                return take_real(rd, from, to);
        }
        to->type = JSON_INT;
        if (!whole || (!minus && sum == INT64_MIN))
                return fail(rd, from, "数字太大");
        to->integer =
            minus ? sum : -sum; /* summed up below zero, where there is room for one more */
        return true;
}

static bool
take_word(struct reader *rd, const char *word, enum json_type type, struct json *to)
{
        size_t n = strlen(word);

        if (rd->n - rd->i < n || memcmp(rd->s + rd->i, word, n) != 0)
                return fail_here(rd);
        rd->i += n;
        to->type = type;
        to->boolean = word[0] == 't';
        return true;
}

static struct json *
room_for(struct reader *rd, size_t n)
{
        struct json *at;

        if (n > rd->n_block) { /* what is left of the block before is let go */
                rd->n_block = n > 128 ? n : 128;
                rd->block = mem_must(talloc_size(rd->mem, rd->n_block * sizeof(struct json)));
        }
        at = rd->block;
        rd->block += n;
        rd->n_block -= n;
        return at;
}

static void
more_stack(struct reader *rd)
{
        rd->cap_stack = rd->cap_stack ? rd->cap_stack * 2 : 64;
        rd->stack =
            mem_must(talloc_realloc_size(rd->tmp, rd->stack, rd->cap_stack * sizeof(struct json)));
}

static int
by_key(const void *a, const void *b)
{
        const struct json *const *x = a, *const *y = b;

        return strcmp((*x)->key, (*y)->key);
}

/* Whether two of n members have the same key; when they are many, sorted, since a document may
 * have been written to be slow. */
static bool
has_twice(struct reader *rd, const struct json *members, size_t n)
{
        const struct json **sorted = mem_array(rd->tmp, const struct json *, n);
        bool twice = false;

        for (size_t i = 0; i < n; i++)
                sorted[i] = &members[i];
        qsort(sorted, n, sizeof(const struct json *), by_key);
        for (size_t i = 1; i < n && !twice; i++)
                twice = strcmp(sorted[i - 1]->key, sorted[i]->key) == 0;
        talloc_free(sorted);
        return twice;
}

/* The key of a member and its colon; base: where the members of its object begin on the stack. */
static bool
take_key(struct reader *rd, size_t base, const char **ret)
{
        size_t at = rd->i;

        if (peek(rd) != '"')
                return fail_here(rd);
        at = rd->i;
        if (!take_string(rd, ret))
                return false;
        for (size_t k = base; k < rd->n_stack && rd->n_stack - base <= FEW_KEYS; k++)
                if (strcmp(rd->stack[k].key, *ret) == 0)
                        return fail(rd, at, "同一个键写了两次");
        if (peek(rd) != ':')
                return fail_here(rd);
        rd->i++;
        return true;
}

static bool take_value(struct reader *, int depth, struct json *);

static bool
take_many(struct reader *rd, int depth, struct json *to)
{
        bool object = rd->s[rd->i] == '{';
        char close = object ? '}' : ']';
        size_t base = rd->n_stack, n;

        if (depth >= DEPTH_MAX)
                return fail(rd, rd->i, "");
        rd->i++;
        if (peek(rd) == close) {
                rd->i++;
                to->type = object ? JSON_OBJECT : JSON_ARRAY;
                return true;
        }
        for (;;) {
                struct json member = {0};

                if (object && !take_key(rd, base, &member.key))
                        return false;
                if (!take_value(rd, depth + 1, &member))
                        return false;
                if (rd->n_stack == rd->cap_stack)
                        more_stack(rd);
                rd->stack[rd->n_stack++] = member;
                if (peek(rd) == close)
                        break;
                if (rd->i >= rd->n || rd->s[rd->i] != ',')
                        return fail_here(rd);
                rd->i++;
        }
        n = rd->n_stack - base;
        if (object && n > FEW_KEYS && has_twice(rd, rd->stack + base, n))
                return fail(rd, rd->i, "同一个键写了两次");
        rd->i++;
        to->type = object ? JSON_OBJECT : JSON_ARRAY;
        to->many.at = room_for(rd, n);
        to->many.n = n;
        memcpy(to->many.at, rd->stack + base, n * sizeof(struct json));
        rd->n_stack = base;
        return true;
}

static bool
take_value(struct reader *rd, int depth, struct json *to)
{
        switch (peek(rd)) {
        case '{':
        case '[':
                return take_many(rd, depth, to);
        case '"':
                to->type = JSON_STRING;
                return take_string(rd, &to->string);
        case 't':
                return take_word(rd, "true", JSON_BOOL, to);
        case 'f':
                return take_word(rd, "false", JSON_BOOL, to);
        case 'n':
                return take_word(rd, "null", JSON_NULL, to);
        case '-':
        case '0' ... '9':
                return take_number(rd, to);
        default:
                return fail_here(rd);
        }
}

/* Line and column of a byte, both from 1, the column in characters. */
static void
place(const struct reader *rd, size_t at, size_t *ret_line, size_t *ret_column)
{
        size_t line = 1, column = 1;

        for (size_t i = 0; i < at && i < rd->n; i++) {
                if (rd->s[i] == '\n') {
                        line++;
                        column = 1;
                } else {
                        column += ((uint8_t)rd->s[i] & 0xc0) != 0x80;
                }
        }
        *ret_line = line;
        *ret_column = column;
}

int
json_read(TALLOC_CTX *mem, const char *bytes, size_t n, struct problems *p, struct json **ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct json *root = mem_new(mem, struct json);
        struct reader rd = {.mem = root, .tmp = tmp, .s = bytes, .n = n};
        size_t line, column;

        rd.text = mem_must(talloc_size(root, n + 1));
        if (take_value(&rd, 0, root) && (peek(&rd) != '\0' || rd.i < n))
                (void)fail(&rd, rd.i, "结束之后还有多余内容");
        if (!rd.fault) {
                *ret = root;
                return 0;
        }
        place(&rd, rd.fault_at, &line, &column);
        if (rd.fault[0])
                problems_add(p, line, "", "%s（第 %zu 列附近）", rd.fault, column);
        else
                problems_add(p, line, "", "JSON 嵌套超过 %d 层", DEPTH_MAX);
        talloc_free(root);
        return 1;
}

/* ---- looking ------------------------------------------------------------------------------- */

enum json_type
json_type(const struct json *j)
{
        return j ? j->type : JSON_ABSENT;
}

const struct json *
json_get(const struct json *j, const char *key)
{
        if (json_type(j) != JSON_OBJECT)
                return NULL;
        for (size_t i = 0; i < j->many.n; i++)
                if (strcmp(j->many.at[i].key, key) == 0)
                        return &j->many.at[i];
        return NULL;
}

size_t
json_size(const struct json *j)
{
        return json_type(j) == JSON_OBJECT || json_type(j) == JSON_ARRAY ? j->many.n : 0;
}

const struct json *
json_at(const struct json *j, size_t i)
{
        return i < json_size(j) ? &j->many.at[i] : NULL;
}

const char *
json_key(const struct json *j, size_t i)
{
        return json_type(j) == JSON_OBJECT && i < j->many.n ? j->many.at[i].key : NULL;
}

const char *
json_string(const struct json *j)
{
        return json_type(j) == JSON_STRING ? j->string : NULL;
}

int64_t
json_int(const struct json *j, int64_t otherwise)
{
        return json_type(j) == JSON_INT ? j->integer : otherwise;
}

double
json_real_or(const struct json *j, double otherwise)
{
        if (json_type(j) == JSON_INT)
                return (double)j->integer;
        return json_type(j) == JSON_REAL ? j->real : otherwise;
}

bool
json_bool(const struct json *j, bool otherwise)
{
        return json_type(j) == JSON_BOOL ? j->boolean : otherwise;
}

/* ---- writing ------------------------------------------------------------------------------- */

/* A comma belongs before a value unless it is the first of its bracket or follows its name. */
static void
comma(struct json_out *o)
{
        if (o->comma)
                buf_char(o->buf, ',');
        o->comma = true;
}

void
json_open(struct json_out *o, char bracket)
{
        comma(o);
        buf_char(o->buf, bracket);
        o->comma = false;
}

void
json_close(struct json_out *o, char bracket)
{
        buf_char(o->buf, bracket);
        o->comma = true;
}

void
json_name(struct json_out *o, const char *key)
{
        json_put(o, key);
        buf_char(o->buf, ':');
        o->comma = false;
}

void
json_put(struct json_out *o, const char *string)
{
        if (!string) {
                json_put_null(o);
                return;
        }
        comma(o);
        buf_char(o->buf, '"');
        json_escape(o->buf, string);
        buf_char(o->buf, '"');
}

void
json_put_int(struct json_out *o, int64_t n)
{
        comma(o);
        buf_int(o->buf, n);
}

void
json_put_real(struct json_out *o, double v)
{
        char text[40];

        if (!__builtin_isfinite(v)) { /* JSON has no such number */
                json_put_null(o);
                return;
        }
        comma(o);
        for (int digits = 6; digits <= 17; digits++) {
                (void)snprintf(text, sizeof(text), "%.*g", digits, v);
                if (!(strtod(text, NULL) < v) && !(strtod(text, NULL) > v))
                        break;
        }
        buf_str(o->buf, text);
}

void
json_put_bool(struct json_out *o, bool b)
{
        comma(o);
        buf_str(o->buf, b ? "true" : "false");
}

void
json_put_null(struct json_out *o)
{
        comma(o);
        buf_str(o->buf, "null");
}

void
json_escape(struct buf *b, const char *s)
{
        const char *from = s;

        for (; *s; s++) {
                uint8_t c = (uint8_t)*s;

                if (c >= 0x20 && c != '"' && c != '\\' && !(c == '<' && s[1] == '/'))
                        continue;
                buf_put(b, from, (size_t)(s - from));
                from = s + 1;
                switch (c) {
                case '"':
                        buf_str(b, "\\\"");
                        break;
                case '\\':
                        buf_str(b, "\\\\");
                        break;
                case '\n':
                        buf_str(b, "\\n");
                        break;
                case '\r':
                        buf_str(b, "\\r");
                        break;
                case '\t':
                        buf_str(b, "\\t");
                        break;
                case '<':
                        buf_str(b, "<\\");
                        break;
                default:
                        buf_printf(b, "\\u%04x", c);
                }
        }
        buf_put(b, from, (size_t)(s - from));
}
