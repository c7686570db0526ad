/* A cursor walks once over the body:
 *
 *      --boundary CRLF  header CRLF … CRLF  CRLF  content  CRLF --boundary CRLF  …  CRLF --boundary-- [CRLF]
 *                       └── head, ≤ 4 KiB ──┘      └ found by memmem ┘
 *
 * A file is never copied; a head is copied once, to be cut into strings. */
#include "web/multipart.h"
#include "base/err.h"
#include "base/text.h"

#include <strings.h>

static const char type_name[] = "multipart/form-data";
static const char no_type[] = "application/octet-stream";

struct part {
        const char *name, *file_name; /* file_name NULL: a field */
        const char *type;
        bool has_name;
};

/* ---- words of a header ---------------------------------------------------------------------- */

static bool
is_token_char(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               (c && strchr("!#$%&'*+-.^_`|~", c));
}

static int
hex_of(char c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        if (c >= 'a' && c <= 'f')
                return c - 'a' + 10;
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* %XX of a text; all of them, or only the three that browsers write in a quoted name. */
static char *
unpercent(TALLOC_CTX *mem, const char *text, bool all)
{
        char *out = mem_array(mem, char, strlen(text) + 1);
        size_t k = 0;

        for (const char *c = text; *c; c++) {
                int high = *c == '%' ? hex_of(c[1]) : -1;
                int low = high >= 0 ? hex_of(c[2]) : -1;
                int byte = high * 16 + low;

                if (low >= 0 && (all || byte == '"' || byte == '\r' || byte == '\n')) {
                        if (byte == 0)
                                return NULL;
                        out[k++] = (char)byte;
                        c += 2;
                } else {
                        out[k++] = *c;
                }
        }
        out[k] = '\0';
        return out;
}

static char *
unbase64(TALLOC_CTX *mem, const char *text, size_t n)
{
        static const char digits[] =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        char *out = mem_array(mem, char, n + 1);
        unsigned bits = 0;
        size_t k = 0, have = 0;

        for (size_t i = 0; i < n && text[i] != '='; i++) {
                const char *at = text[i] ? strchr(digits, text[i]) : NULL;

                if (!at)
                        return NULL;
                bits = (bits << 6 | (unsigned)(at - digits)) & 0xffffffU;
                have += 6;
                if (have >= 8) {
                        have -= 8;
                        out[k] = (char)(bits >> have & 0xff);
                        if (!out[k++])
                                return NULL;
                }
        }
        out[k] = '\0';
        return out;
}

static char *
unquoted_printable(TALLOC_CTX *mem, const char *text, size_t n)
{
        char *out = mem_array(mem, char, n + 1);
        size_t k = 0;

        for (size_t i = 0; i < n; i++) {
                int high = text[i] == '=' && i + 2 < n ? hex_of(text[i + 1]) : -1;
                int low = high >= 0 ? hex_of(text[i + 2]) : -1;

                if (text[i] == '=') {
                        if (low < 0 || high * 16 + low == 0)
                                return NULL;
                        out[k++] = (char)(high * 16 + low);
                        i += 2;
                } else {
                        out[k++] = text[i] == '_' ? ' ' : text[i];
                }
        }
        out[k] = '\0';
        return out;
}

/* Bytes in a named coding as UTF-8; outcome 1 for codings and bytes that are not understood. */
static int
in_utf8(TALLOC_CTX *mem, const char *coding, size_t n, const char *bytes, const char **ret)
{
        static const char *const chinese[] = {"gb18030", "gbk", "gb2312"};

        if ((n == 5 && !strncasecmp(coding, "utf-8", 5)) ||
            (n == 8 && !strncasecmp(coding, "us-ascii", 8))) {
                *ret = bytes;
                return text_valid(bytes, strlen(bytes)) ? 0 : 1;
        }
        for (size_t i = 0; i < N(chinese); i++)
                if (n == strlen(chinese[i]) && !strncasecmp(coding, chinese[i], n))
                        return text_from_gb18030(mem, bytes, strlen(bytes), ret);
        return 1;
}

/* charset'language'%XX… */
static int
extended_value(TALLOC_CTX *mem, const char *text, const char **ret)
{
        const char *first = strchr(text, '\''), *second = first ? strchr(first + 1, '\'') : NULL;
        const char *bytes = second ? unpercent(mem, second + 1, true) : NULL;

        return bytes ? in_utf8(mem, text, (size_t)(first - text), bytes, ret) : 1;
}

/* One word =?charset?B?…?= or =?charset?Q?…?= at text; its end, or NULL when it is none. */
static const char *
encoded_word(TALLOC_CTX *mem, const char *text, const char **ret, int *ret_failed)
{
        const char *charset = text + 2, *kind, *words, *end;
        char *bytes;

        if (strncmp(text, "=?", 2) != 0)
                return NULL;
        kind = strchr(charset, '?');
        if (!kind || !kind[1] || kind[2] != '?')
                return NULL;
        words = kind + 3;
        end = strstr(words, "?=");
        if (!end)
                return NULL;
        if (kind[1] == 'B' || kind[1] == 'b')
                bytes = unbase64(mem, words, (size_t)(end - words));
        else if (kind[1] == 'Q' || kind[1] == 'q')
                bytes = unquoted_printable(mem, words, (size_t)(end - words));
        else
                return NULL;
        if (!bytes)
                return NULL;
        *ret_failed = in_utf8(mem, charset, (size_t)(kind - charset), bytes, ret);
        return *ret_failed ? NULL : end + 2;
}

/* A name that is made of encoded words is decoded; any other stays. */
static int
decode_words(TALLOC_CTX *mem, const char *text, const char **ret)
{
        struct buf out = buf_new(mem, KiB(16));
        const char *at = text;

        while (*at) {
                const char *word;
                int failed = 0;
                const char *end = encoded_word(mem, at, &word, &failed);

                if (failed < 0)
                        return err_trace(failed);
                if (!end) {
                        *ret = text;
                        return 0;
                }
                buf_str(&out, word);
                at = end + strspn(end, " \t");
        }
        *ret = buf_text(&out);
        return buf_done(&out);
}

/* ---- file names ----------------------------------------------------------------------------- */

/* Characters that show a name otherwise than it is: direction marks, a byte order mark. */
static bool
misleads(uint32_t cp)
{
        return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x200e || cp == 0x200f ||
               (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff;
}

/* Where to cut so that at most `most` bytes remain and no character is torn. */
static size_t
whole_characters(const char *text, size_t most)
{
        while (most && ((uint8_t)text[most] & 0xc0) == 0x80)
                most--;
        return most;
}

static const char *
shortened(TALLOC_CTX *mem, const char *name)
{
        const char *dot = strrchr(name, '.');
        size_t n_end = dot ? strlen(dot) : 0, n = strlen(name);

        if (n <= MULTIPART_NAME_MAX)
                return name;
        if (!dot || n_end > 16) {
                dot = "";
                n_end = 0;
        }
        return mem_printf(mem, "%.*s%s", (int)whole_characters(name, MULTIPART_NAME_MAX - n_end),
                          name, dot);
}

int
multipart_file_name(TALLOC_CTX *mem, const char *told, const char **ret)
{
        const char *name = told, *whole;
        char *out;
        size_t n, k = 0;
        uint32_t cp;
        int r;

        for (const char *c = told; *c; c++)
                if (*c == '/' || *c == '\\')
                        name = c + 1;
        n = strlen(name);
        out = mem_array(mem, char, n + 1);
        for (size_t i = 0, step; i < n; i += step) {
                step = text_decode(name + i, n - i, &cp);
                if (!step) {
                        step = 1;
                } else if (!misleads(cp)) {
                        memcpy(out + k, name + i, step);
                        k += step;
                }
        }
        out[k] = '\0';
        r = text_nfc(mem, text_trim(mem, out), &whole);
        if (r)
                return r < 0 ? err_trace(r) : 1;
        *ret = shortened(mem, whole);
        return 0;
}

/* ---- the head of a part --------------------------------------------------------------------- */

/* `; name=value` or `; name="value"` at *at, which moves behind it. False at the end or when it is
 * none: then *at stands where it cannot go on. A quoted value keeps a backslash that escapes nothing,
 * since old browsers send whole Windows paths. */
static bool
parameter(TALLOC_CTX *mem, const char **at, const char **ret_name, char **ret_value)
{
        const char *c = *at + strspn(*at, " \t"), *name;
        char *value;
        size_t k = 0;

        if (*c != ';')
                return false;
        c += 1 + strspn(c + 1, " \t");
        for (name = c; is_token_char(*c); c++)
                ;
        if (c == name || *c != '=')
                return false;
        *ret_name = mem_strndup(mem, name, (size_t)(c - name));
        c++;
        value = mem_array(mem, char, strlen(c) + 1);
        if (*c == '"') {
                for (c++; *c && *c != '"'; c++) {
                        if (*c == '\\' && (c[1] == '"' || c[1] == '\\'))
                                c++;
                        value[k++] = *c;
                }
                if (*c++ != '"')
                        return false;
        } else {
                for (; is_token_char(*c); c++)
                        value[k++] = *c;
                if (!k)
                        return false;
        }
        value[k] = '\0';
        *ret_value = value;
        *at = c;
        return true;
}

/* A name as UTF-8: what a browser wrote for a quote or a line break undone, encoded words decoded. */
static int
plain_name(TALLOC_CTX *mem, const char *value, const char **ret)
{
        const char *text = value;
        int r;

        if (!text_valid(text, strlen(text))) {
                r = text_from_gb18030(mem, value, strlen(value), &text);
                if (r)
                        return r < 0 ? err_trace(r) : 1;
        }
        r = decode_words(mem, text, &text);
        if (r < 0)
                return err_trace(r);
        *ret = unpercent(mem, text, false);
        return 0;
}

static int
disposition(TALLOC_CTX *mem, const char *text, struct part *part)
{
        const char *at = text, *key, *told = NULL, *extended = NULL;
        char *value;
        int r;

        if (part->has_name || strncasecmp(at, "form-data", 9) != 0)
                return 1;
        part->has_name = true;
        for (at += 9; parameter(mem, &at, &key, &value);) {
                const char **slot = !strcasecmp(key, "name")        ? &part->name
                                    : !strcasecmp(key, "filename")  ? &told
                                    : !strcasecmp(key, "filename*") ? &extended
                                                                    : NULL;
                if (slot && *slot)
                        return 1;
                if (slot)
                        *slot = value;
        }
        at += strspn(at, " \t");
        if (*at || !part->name)
                return 1;
        r = plain_name(mem, part->name, &part->name);
        if (r)
                return r < 0 ? err_trace(r) : 1;
        if (extended)
                r = extended_value(mem, extended, &told);
        else if (told)
                r = plain_name(mem, told, &told);
        if (r == 0 && told)
                r = multipart_file_name(mem, told, &part->file_name);
        return r < 0 ? err_trace(r) : r;
}

/* type/subtype in small letters, without parameters. */
static const char *
media_type(TALLOC_CTX *mem, const char *text)
{
        size_t n = 0, slashes = 0;
        char *out;

        while (is_token_char(text[n]) || (text[n] == '/' && n))
                slashes += text[n++] == '/';
        if (slashes != 1 || text[n - 1] == '/' || n > 100 || (text[n] && !strchr("; \t", text[n])))
                return no_type;
        out = mem_strndup(mem, text, n);
        for (char *c = out; *c; c++)
                if (*c >= 'A' && *c <= 'Z')
                        *c = (char)(*c - 'A' + 'a');
        return out;
}

static bool
is_plain_coding(const char *text)
{
        return !strcasecmp(text, "binary") || !strcasecmp(text, "8bit") ||
               !strcasecmp(text, "7bit");
}

/* One line of the head, without its line break. */
static int
header(TALLOC_CTX *mem, char *line, struct part *part)
{
        char *colon = line, *value, *end;

        while (is_token_char(*colon))
                colon++;
        if (colon == line || *colon != ':') /* a folded line begins with a blank */
                return 1;
        *colon = '\0';
        value = colon + 1 + strspn(colon + 1, " \t");
        for (end = value + strlen(value); end > value && (end[-1] == ' ' || end[-1] == '\t');)
                *--end = '\0';
        for (const char *c = value; *c; c++)
                if (((uint8_t)*c < 0x20 && *c != '\t') || *c == 0x7f)
                        return 1;
        if (!strcasecmp(line, "Content-Disposition"))
                return disposition(mem, value, part);
        if (!strcasecmp(line, "Content-Type"))
                part->type = media_type(mem, value);
        else if (!strcasecmp(line, "Content-Transfer-Encoding") && !is_plain_coding(value))
                return 1;
        return 0;
}

/* The head at bytes; *ret_n is its length with the empty line. */
static int
head(TALLOC_CTX *mem, const char *bytes, size_t n, struct part *part, size_t *ret_n)
{
        size_t most = n < MULTIPART_HEAD_MAX ? n : MULTIPART_HEAD_MAX;
        const char *end = memmem(bytes, most, "\r\n\r\n", 4);
        char *text, *next;

        if (!end || memchr(bytes, '\0', (size_t)(end - bytes)))
                return 1;
        text = mem_strndup(mem, bytes, (size_t)(end - bytes));
        for (char *line = text; line; line = next) {
                int r;

                next = strstr(line, "\r\n");
                if (next) {
                        *next = '\0';
                        next += 2;
                }
                r = header(mem, line, part);
                if (r)
                        return r < 0 ? err_trace(r) : 1;
        }
        *ret_n = (size_t)(end - bytes) + 4;
        return part->has_name ? 0 : 1;
}

/* ---- the parts ------------------------------------------------------------------------------ */

/* "\r\n--" and the boundary; NULL when there is no usable one. */
static const char *
delimiter_of(TALLOC_CTX *mem, const char *content_type)
{
        static const char allowed[] =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=? ";
        const char *at = content_type + strlen(type_name), *key, *boundary = NULL;
        char *value;
        size_t n;

        while (parameter(mem, &at, &key, &value))
                if (!strcasecmp(key, "boundary")) {
                        if (boundary)
                                return NULL;
                        boundary = value;
                }
        if (!boundary || at[strspn(at, " \t")])
                return NULL;
        n = strlen(boundary);
        if (!n || n > MULTIPART_BOUNDARY_MAX || strspn(boundary, allowed) != n ||
            boundary[n - 1] == ' ')
                return NULL;
        return mem_printf(mem, "\r\n--%s", boundary);
}

static bool
is_clean_field(const char *bytes, size_t n)
{
        if (n > MULTIPART_FIELD_MAX || !text_valid(bytes, n))
                return false;
        for (size_t i = 0; i < n; i++) {
                char c = bytes[i];

                if (((uint8_t)c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f)
                        return false;
        }
        return true;
}

static int
take_part(TALLOC_CTX *mem, const struct part *part, const char *bytes, size_t n,
          struct multipart *out)
{
        if (!is_clean_field(part->name, strlen(part->name)))
                return 1;
        if (!part->file_name) {
                if (out->n_fields == MULTIPART_FIELDS_MAX || !is_clean_field(bytes, n))
                        return 1;
                mem_grow(mem, out->fields, out->n_fields);
                out->fields[out->n_fields++] =
                    (struct page_arg){.name = part->name, .value = mem_strndup(mem, bytes, n)};
                return 0;
        }
        if (!*part->file_name && !n)
                return 0; /* a file field that nobody touched */
        if (out->n_uploads == MULTIPART_FILES_MAX)
                return 1;
        mem_grow(mem, out->uploads, out->n_uploads);
        out->uploads[out->n_uploads++] =
            (struct page_upload){.name = part->name,
                                 .file_name = *part->file_name ? part->file_name : "未命名",
                                 .type = part->type ? part->type : no_type,
                                 .bytes = bytes,
                                 .size = n};
        return 0;
}

bool
multipart_is(const char *content_type)
{
        size_t n = strlen(type_name);

        return content_type && !strncasecmp(content_type, type_name, n) &&
               (content_type[n] == ';' || content_type[n] == ' ' || content_type[n] == '\t');
}

int
multipart_parse(TALLOC_CTX *mem, const char *content_type, const char *bytes, size_t n,
                struct multipart *ret)
{
        const char *delimiter = multipart_is(content_type) ? delimiter_of(mem, content_type) : NULL;
        struct multipart out = {.n_fields = 0};
        const char *at = bytes, *end = bytes + n;
        size_t n_delimiter;

        if (!delimiter)
                return 1;
        n_delimiter = strlen(delimiter);
        if (n < n_delimiter - 2 || memcmp(bytes, delimiter + 2, n_delimiter - 2) != 0)
                return 1;
        at += n_delimiter - 2;
        while (end - at >= 2 && !memcmp(at, "\r\n", 2)) {
                struct part part = {.has_name = false};
                const char *stop;
                size_t n_head = 0;
                int r;

                at += 2;
                r = head(mem, at, (size_t)(end - at), &part, &n_head);
                if (r)
                        return r < 0 ? err_trace(r) : 1;
                at += n_head;
                stop = memmem(at, (size_t)(end - at), delimiter, n_delimiter);
                if (!stop)
                        return 1;
                r = take_part(mem, &part, at, (size_t)(stop - at), &out);
                if (r)
                        return r < 0 ? err_trace(r) : 1;
                at = stop + n_delimiter;
        }
        if (end - at < 2 || memcmp(at, "--", 2) != 0)
                return 1;
        at += 2;
        if (at != end && (end - at != 2 || memcmp(at, "\r\n", 2) != 0))
                return 1;
        *ret = out;
        return 0;
}
