/* jansson has some of our names for its own things. Its header is read under other ones, and ours
 * are hidden from the dynamic linker (json.h), so that neither takes the other's calls. */
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY JANSSON_ARRAY
#define JSON_STRING JANSSON_STRING
#define JSON_INTEGER JANSSON_INTEGER
#define JSON_REAL JANSSON_REAL
#define JSON_TRUE JANSSON_TRUE
#define JSON_FALSE JANSSON_FALSE
#define JSON_NULL JANSSON_NULL
#define json_string jansson_string
#define json_type jansson_type
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_REAL
#undef JSON_NULL
#undef json_string
#undef json_type
#include "base/json.h"

enum { DEPTH_MAX = 64, BLOCK_NODES = 128 };

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

/* The tree of our own is copied from jansson's: elements by number in one step, keys in the order
 * written, and all of it freed with mem. Texts cannot be longer than the document, quotes and all, so
 * they lie in one block behind each other. */
struct copier {
        TALLOC_CTX *mem;
        char *text; /* where the next text goes */
        struct json *block;
        size_t n_block;
};

static struct json *
room_for(struct copier *c, size_t n)
{
        struct json *at;

        if (n > c->n_block) { /* what is left of the block before is let go */
                c->n_block = n > BLOCK_NODES ? n : BLOCK_NODES;
                c->block = mem_must(talloc_size(c->mem, c->n_block * sizeof(struct json)));
        }
        at = c->block;
        c->block += n;
        c->n_block -= n;
        return at;
}

/* None of them holds a NUL: the reader refuses it. */
static const char *
copy_text(struct copier *c, const char *s, size_t n)
{
        char *at = c->text;

        memcpy(at, s, n);
        at[n] = '\0'; /* in the room of the quotes */
        c->text += n + 1;
        return at;
}

static void
copy(struct copier *c, json_t *from, struct json *to)
{
        const char *key;
        json_t *value;
        size_t i = 0;

        switch (json_typeof(from)) {
        case JANSSON_OBJECT:
                to->type = JSON_OBJECT;
                to->many.n = json_object_size(from);
                to->many.at = room_for(c, to->many.n);
                json_object_foreach(from, key, value)
                {
                        to->many.at[i].key = copy_text(c, key, strlen(key));
                        copy(c, value, &to->many.at[i++]);
                }
                break;
        case JANSSON_ARRAY:
                to->type = JSON_ARRAY;
                to->many.n = json_array_size(from);
                to->many.at = room_for(c, to->many.n);
                for (i = 0; i < to->many.n; i++) {
                        to->many.at[i].key = NULL;
                        copy(c, json_array_get(from, i), &to->many.at[i]);
                }
                break;
        case JANSSON_STRING:
                to->type = JSON_STRING;
                to->string = copy_text(c, json_string_value(from), json_string_length(from));
                break;
        case JANSSON_INTEGER:
                to->type = JSON_INT;
                to->integer = json_integer_value(from);
                break;
        case JANSSON_REAL:
                to->type = JSON_REAL;
                to->real = json_real_value(from);
                break;
        case JANSSON_TRUE:
        case JANSSON_FALSE:
                to->type = JSON_BOOL;
                to->boolean = json_is_true(from);
                break;
        case JANSSON_NULL:
                to->type = JSON_NULL;
                break;
        }
}

static const char *
words(enum json_error_code code)
{
        switch (code) {
        case json_error_invalid_utf8:
                return "不是 UTF-8 文字";
        case json_error_premature_end_of_input:
                return "内容不完整，没有结束";
        case json_error_end_of_input_expected:
                return "结束之后还有多余内容";
        case json_error_null_character:
        case json_error_null_byte_in_key:
                return "含有空字符";
        case json_error_duplicate_key:
                return "同一个键写了两次";
        case json_error_numeric_overflow:
                return "数字太大";
        default:
                return "JSON 写法不对";
        }
}

/* Line on which brackets nest deeper than allowed, or 0. Read before parsing, since the parser's
 * own limit is far above ours. */
static size_t
too_deep(const char *s, size_t n)
{
        size_t line = 1;
        int depth = 0;
        bool quoted = false;

        for (size_t i = 0; i < n; i++) {
                char c = s[i];

                line += c == '\n';
                if (quoted) {
                        if (c == '\\')
                                i++;
                        else if (c == '"')
                                quoted = false;
                } else if (c == '"') {
                        quoted = true;
                } else if (c == '[' || c == '{') {
                        if (++depth > DEPTH_MAX)
                                return line;
                } else if (c == ']' || c == '}') {
                        depth--;
                }
        }
        return 0;
}

int
json_read(TALLOC_CTX *mem, const char *bytes, size_t n, struct problems *p, struct json **ret)
{
        size_t line = too_deep(bytes, n);
        struct copier c;
        json_error_t e;
        json_t *root;

        if (line) {
                problems_add(p, line, "", "JSON 嵌套超过 %d 层", DEPTH_MAX);
                return 1;
        }
        root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
        if (!root && json_error_code(&e) == json_error_out_of_memory)
                return err_set(ERR_LIBRARY, "jansson: out of memory");
        if (!root) {
                problems_add(p, e.line > 0 ? (size_t)e.line : 0, "", "%s（第 %d 列附近）",
                             words(json_error_code(&e)), e.column);
                return 1;
        }
        *ret = mem_new(mem, struct json);
        c = (struct copier){.mem = *ret, .text = mem_must(talloc_size(*ret, n + 1))};
        copy(&c, root, *ret);
        json_decref(root);
        return 0;
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
