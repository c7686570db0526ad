/* The tree from JSON and back, and what it says as plain text. */
#include "domain/body/body.h"

#include "base/text.h"

#include <stdarg.h>

#define OF(t) (1U << (t))

enum {
        INLINE = OF(BODY_TEXT) | OF(BODY_BREAK) | OF(BODY_IMAGE),
        LISTS = OF(BODY_BULLET_LIST) | OF(BODY_ORDERED_LIST),
        PARAGRAPHS = OF(BODY_PARAGRAPH) | LISTS,
};

/* What each node may hold, and whether it must hold something. */
static const struct {
        const char *name;
        unsigned holds;
        bool must;
} kinds[N_BODY_TYPES] = {
    [BODY_DOC] = {"doc", PARAGRAPHS | OF(BODY_HEADING) | OF(BODY_TABLE) | OF(BODY_IMAGE), false},
    [BODY_PARAGRAPH] = {"paragraph", INLINE, false},
    [BODY_HEADING] = {"heading", OF(BODY_TEXT) | OF(BODY_BREAK), true},
    [BODY_BULLET_LIST] = {"bullet_list", OF(BODY_LIST_ITEM), true},
    [BODY_ORDERED_LIST] = {"ordered_list", OF(BODY_LIST_ITEM), true},
    [BODY_LIST_ITEM] = {"list_item", PARAGRAPHS, true},
    [BODY_TABLE] = {"table", OF(BODY_ROW), true},
    [BODY_ROW] = {"row", OF(BODY_CELL) | OF(BODY_HEADER), true},
    [BODY_CELL] = {"cell", PARAGRAPHS, false},
    [BODY_HEADER] = {"header", PARAGRAPHS, false},
    [BODY_IMAGE] = {"image", 0, false},
    [BODY_TEXT] = {"text", 0, false},
    [BODY_BREAK] = {"break", 0, false},
};

static const char *const aligns[] = {"", "left", "center", "right"};

static const struct {
        const char *name;
        enum body_mark mark;
} marks[] = {{"strong", BODY_STRONG}, {"em", BODY_EM}, {"sub", BODY_SUB}, {"sup", BODY_SUP}};

struct reader {
        TALLOC_CTX *mem;
        struct body *body;
        struct problems *p;
        bool stored;
        bool lent;                 /* the texts of the JSON live as long as the tree */
        size_t at[BODY_DEPTH_MAX]; /* the way to the node, told only when something is wrong */
        int depth;
};

/* The members of a node, found in one walk; NULL: not there. */
struct fields {
        const struct json *type, *text, *marks, *content, *align, *level, *start, *colspan,
            *rowspan, *file, *alt;
};

static const struct json **
field_of(struct fields *f, const char *key)
{
        switch (key[0]) {
        case 't':
                return strcmp(key, "type") == 0   ? &f->type
                       : strcmp(key, "text") == 0 ? &f->text
                                                  : NULL;
        case 'c':
                return strcmp(key, "content") == 0   ? &f->content
                       : strcmp(key, "colspan") == 0 ? &f->colspan
                                                     : NULL;
        case 'a':
                return strcmp(key, "align") == 0 ? &f->align
                       : strcmp(key, "alt") == 0 ? &f->alt
                                                 : NULL;
        case 'm':
                return strcmp(key, "marks") == 0 ? &f->marks : NULL;
        case 'l':
                return strcmp(key, "level") == 0 ? &f->level : NULL;
        case 's':
                return strcmp(key, "start") == 0 ? &f->start : NULL;
        case 'r':
                return strcmp(key, "rowspan") == 0 ? &f->rowspan : NULL;
        case 'f':
                return strcmp(key, "file") == 0 ? &f->file : NULL;
        default:
                return NULL;
        }
}

static struct fields
fields_of(const struct json *j)
{
        struct fields f = {0};
        size_t n = json_type(j) == JSON_OBJECT ? json_size(j) : 0;

        for (size_t i = 0; i < n; i++) {
                const struct json **at = field_of(&f, json_key(j, i));

                if (at)
                        *at = json_at(j, i);
        }
        return f;
}

static void fault(struct reader *, const char *key, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void
fault(struct reader *rd, const char *key, const char *fmt, ...)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct buf place = buf_new(tmp, KiB(1));
        char words[256];
        va_list ap;

        va_start(ap, fmt);
        (void)vsnprintf(words, sizeof(words), fmt, ap);
        va_end(ap);
        for (int i = 0; i < rd->depth; i++)
                buf_printf(&place, "%scontent[%zu]", i ? "." : "", rd->at[i]);
        buf_printf(&place, "%s%s", rd->depth && key[0] ? "." : "", key);
        problems_add(rd->p, 0, buf_text(&place), "%s", words);
}

static bool
is_hex64(const char *s)
{
        return strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64;
}

/* Where a link may lead: the web, mail, a telephone, this site, this page. */
static bool
is_href(const char *s)
{
        static const char *const begins[] = {"http://", "https://", "mailto:", "tel:", "/", "#"};

        if (strlen(s) > BODY_HREF_MAX || strncmp(s, "//", 2) == 0)
                return false;
        for (const char *p = s; *p; p++)
                if ((uint8_t)*p <= ' ' || *p == 0x7f || *p == '\\')
                        return false;
        for (size_t i = 0; i < N(begins); i++)
                if (strncmp(s, begins[i], strlen(begins[i])) == 0)
                        return true;
        return false;
}

/* A path below the folder of the file that names it. */
static bool
is_relative(const char *s)
{
        return s[0] && s[0] != '/' && strlen(s) < 512 && !strchr(s, '\\') && !strstr(s, "../") &&
               !strchr(s, ':') && strcmp(s, "..") != 0;
}

/* Checked text: well-formed, no control characters; what is missing is "". */
static const char *
take_text(struct reader *rd, const struct json *v, const char *key)
{
        const char *s = json_string(v), *nfc;
        int r;

        if (!s) {
                if (json_type(v) != JSON_ABSENT)
                        fault(rd, key, "应当是文字");
                return "";
        }
        for (const char *c = s; *c; c++)
                if ((uint8_t)*c < ' ' || *c == 0x7f) {
                        fault(rd, key, "含有控制字符");
                        return "";
                }
        rd->body->n_bytes += strlen(s);
        r = rd->lent ? text_nfc_of(rd->mem, s, &nfc) : text_nfc(rd->mem, s, &nfc);
        return r == 0 ? nfc : s;
}

/* An attribute within bounds; `otherwise` when it is not there. */
static int
take_int(struct reader *rd, const struct json *v, const char *key, int least, int most,
         int otherwise)
{
        int64_t n = json_int(v, INT64_MIN);

        if (json_type(v) == JSON_ABSENT || json_type(v) == JSON_NULL)
                return otherwise;
        if (n < least || n > most) {
                fault(rd, key, "应当是 %d 到 %d 的整数", least, most);
                return otherwise;
        }
        return (int)n;
}

static enum body_align
take_align(struct reader *rd, const struct json *v)
{
        const char *s = json_string(v);

        if (!s)
                return BODY_ALIGN_NONE;
        for (size_t i = 1; i < N(aligns); i++)
                if (strcmp(s, aligns[i]) == 0)
                        return (enum body_align)i;
        fault(rd, "align", "只能是 left、center 或 right");
        return BODY_ALIGN_NONE;
}

static void
take_marks(struct reader *rd, const struct json *list, struct body_node *node)
{
        if (json_type(list) != JSON_ABSENT && json_type(list) != JSON_ARRAY)
                fault(rd, "marks", "应当是列表");
        for (size_t i = 0; i < json_size(list); i++) {
                const char *name = json_string(json_get(json_at(list, i), "type"));
                bool known = false;

                for (size_t m = 0; name && m < N(marks); m++)
                        if (strcmp(name, marks[m].name) == 0) {
                                node->marks |= marks[m].mark;
                                known = true;
                        }
                if (name && strcmp(name, "link") == 0) {
                        const char *href = json_string(json_get(json_at(list, i), "href"));

                        known = true;
                        if (href && is_href(href))
                                node->href = mem_strdup(rd->mem, href);
                        else
                                fault(rd, "marks",
                                      "链接只能指向 http、https、mailto、tel 或站内地址");
                }
                if (!known)
                        fault(rd, "marks", "没有这种标记：%.40s", name ? name : "");
        }
        if ((node->marks & BODY_SUB) && (node->marks & BODY_SUP))
                fault(rd, "marks", "不能既是上标又是下标");
}

static void
take_image(struct reader *rd, const struct fields *f, struct body_node *node)
{
        const char *file = json_string(f->file);

        node->text = take_text(rd, f->alt, "alt");
        if (file && (is_hex64(file) || (!rd->stored && is_relative(file))))
                node->file = mem_strdup(rd->mem, file);
        else
                fault(rd, "file",
                      rd->stored ? "应当是已存文件的 64 位摘要"
                                 : "应当是已存文件的摘要，或者相对路径");
        if (!node->file)
                node->file = "";
}

/* The grid of a table: spans may neither overlap, nor hang over its edge, nor pass the ceilings. */
static void
check_grid(struct reader *rd, const struct body_node *table)
{
        int hangs[BODY_COLUMNS_MAX] = {0}; /* rows that a cell from above still covers */
        int width = -1;

        if (table->n > BODY_ROWS_MAX) {
                fault(rd, "", "表格超过 %d 行", BODY_ROWS_MAX);
                return;
        }
        for (size_t r = 0; r < table->n; r++) {
                const struct body_node *row = &table->kids[r];
                int col = 0;

                for (size_t k = 0; k < row->n; k++) {
                        while (col < BODY_COLUMNS_MAX && hangs[col] > 0)
                                hangs[col++]--;
                        for (int c = 0; c < row->kids[k].colspan; c++, col++) {
                                if (col >= BODY_COLUMNS_MAX) {
                                        fault(rd, "", "表格超过 %d 列", BODY_COLUMNS_MAX);
                                        return;
                                }
                                if (hangs[col] > 0) {
                                        fault(rd, "", "第 %zu 行的单元格互相重叠", r + 1);
                                        return;
                                }
                                hangs[col] = row->kids[k].rowspan - 1;
                        }
                }
                while (col < BODY_COLUMNS_MAX && hangs[col] > 0)
                        hangs[col++]--;
                if (width >= 0 && col != width) {
                        fault(rd, "", "第 %zu 行有 %d 列，前面各行有 %d 列", r + 1, col, width);
                        return;
                }
                width = col;
        }
        for (int c = 0; c < BODY_COLUMNS_MAX; c++)
                if (hangs[c] > 0) {
                        fault(rd, "", "单元格的 rowspan 超出表格");
                        return;
                }
}

static bool
find_type(const char *name, enum body_type *ret)
{
        for (int i = 0; name && i < N_BODY_TYPES; i++)
                if (kinds[i].name[0] == name[0] && strcmp(kinds[i].name, name) == 0) {
                        *ret = (enum body_type)i;
                        return true;
                }
        return false;
}

static bool read_node(struct reader *, const struct json *, unsigned allowed, struct body_node *);

static void
read_kids(struct reader *rd, const struct json *list, struct body_node *node)
{
        if (json_type(list) != JSON_ABSENT && json_type(list) != JSON_ARRAY)
                fault(rd, "content", "应当是列表");
        if (json_size(list) == 0 || json_type(list) != JSON_ARRAY) {
                if (kinds[node->type].must)
                        fault(rd, "content", "不能为空");
                return;
        }
        if (!kinds[node->type].holds) {
                fault(rd, "content", "%s 里面不能再有内容", kinds[node->type].name);
                return;
        }
        if (rd->body->n_nodes + json_size(list) > BODY_NODES_MAX) {
                fault(rd, "content", "正文超过 %d 个部分", BODY_NODES_MAX);
                return;
        }
        if (rd->depth == BODY_DEPTH_MAX) {
                fault(rd, "content", "嵌套超过 %d 层", BODY_DEPTH_MAX);
                return;
        }
        rd->body->n_nodes += json_size(list);
        node->kids = mem_array(rd->mem, struct body_node, json_size(list));
        rd->depth++;
        for (size_t i = 0; i < json_size(list); i++) {
                rd->at[rd->depth - 1] = i;
                node->kids[node->n] =
                    (struct body_node){0}; /* what was left out may have begun it */
                if (read_node(rd, json_at(list, i), kinds[node->type].holds, &node->kids[node->n]))
                        node->n++;
        }
        rd->depth--;
        if (kinds[node->type].must && node->n == 0)
                fault(rd, "content", "不能为空"); /* empty texts are not kept */
}

/* True when there is a node; faults within it are noted and do not stop the reading. */
static bool
read_node(struct reader *rd, const struct json *j, unsigned allowed, struct body_node *node)
{
        const struct fields f = fields_of(j);
        const char *name = json_string(f.type);

        if (!find_type(name, &node->type)) {
                fault(rd, "type", "没有这种内容：%.40s", name ? name : "");
                return false;
        }
        if (!(allowed & OF(node->type))) {
                fault(rd, "type", "%s 不能放在这里", name);
                return false;
        }
        switch (node->type) {
        case BODY_TEXT:
                node->text = take_text(rd, f.text, "text");
                take_marks(rd, f.marks, node);
                if (!node->text[0])
                        return false; /* nothing said, nothing kept */
                break;
        case BODY_IMAGE:
                take_image(rd, &f, node);
                break;
        case BODY_HEADING:
                node->level = take_int(rd, f.level, "level", 1, 3, 1);
                node->align = take_align(rd, f.align);
                break;
        case BODY_ORDERED_LIST:
                node->level = take_int(rd, f.start, "start", 0, 100000, 1);
                break;
        case BODY_CELL:
        case BODY_HEADER:
                node->colspan = take_int(rd, f.colspan, "colspan", 1, BODY_COLUMNS_MAX, 1);
                node->rowspan = take_int(rd, f.rowspan, "rowspan", 1, BODY_ROWS_MAX, 1);
                node->align = take_align(rd, f.align);
                break;
        case BODY_PARAGRAPH:
                node->align = take_align(rd, f.align);
                break;
        default:
                break;
        }
        read_kids(rd, f.content, node);
        if (node->type == BODY_TABLE)
                check_grid(rd, node);
        return true;
}

static int
read_body(TALLOC_CTX *mem, const struct json *j, bool stored, bool lent, struct problems *p,
          struct body **ret)
{
        struct body *b = mem_new(mem, struct body);
        struct reader rd = {.mem = b, .body = b, .p = p, .stored = stored, .lent = lent};
        size_t before = p->n;

        b->n_nodes = 1;
        (void)read_node(&rd, j, OF(BODY_DOC), &b->root);
        if (b->n_bytes > BODY_BYTES_MAX)
                fault(&rd, "", "正文超过 %d MB", BODY_BYTES_MAX >> 20);
        if (p->n > before) {
                talloc_free(b);
                return 1;
        }
        *ret = b;
        return 0;
}

int
body_read(TALLOC_CTX *mem, const struct json *j, bool stored, struct problems *p, struct body **ret)
{
        return read_body(mem, j, stored, false, p, ret);
}

int
body_parse(TALLOC_CTX *mem, const char *json, size_t n, bool stored, struct problems *p,
           struct body **ret)
{
        struct json *j;
        int r;

        r = json_read(mem, json, n, p, &j);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return 1;
        return read_body(mem, j, stored, true, p, ret);
}

static void
put_node(struct json_out *o, const struct body_node *node)
{
        json_open(o, '{');
        json_name(o, "type");
        json_put(o, kinds[node->type].name);
        if (node->align) {
                json_name(o, "align");
                json_put(o, aligns[node->align]);
        }
        if (node->type == BODY_HEADING || (node->type == BODY_ORDERED_LIST && node->level != 1)) {
                json_name(o, node->type == BODY_HEADING ? "level" : "start");
                json_put_int(o, node->level);
        }
        if (node->colspan > 1) {
                json_name(o, "colspan");
                json_put_int(o, node->colspan);
        }
        if (node->rowspan > 1) {
                json_name(o, "rowspan");
                json_put_int(o, node->rowspan);
        }
        if (node->type == BODY_IMAGE) {
                json_name(o, "file");
                json_put(o, node->file);
                json_name(o, "alt");
                json_put(o, node->text);
        }
        if (node->type == BODY_TEXT) {
                json_name(o, "text");
                json_put(o, node->text);
        }
        if (node->marks || node->href) {
                json_name(o, "marks");
                json_open(o, '[');
                for (size_t i = 0; i < N(marks); i++)
                        if (node->marks & marks[i].mark) {
                                json_open(o, '{');
                                json_name(o, "type");
                                json_put(o, marks[i].name);
                                json_close(o, '}');
                        }
                if (node->href) {
                        json_open(o, '{');
                        json_name(o, "type");
                        json_put(o, "link");
                        json_name(o, "href");
                        json_put(o, node->href);
                        json_close(o, '}');
                }
                json_close(o, ']');
        }
        if (node->n) {
                json_name(o, "content");
                json_open(o, '[');
                for (size_t i = 0; i < node->n; i++)
                        put_node(o, &node->kids[i]);
                json_close(o, ']');
        }
        json_close(o, '}');
}

/* A tree within its limits stays far below this: 100 000 nodes of at most some 200 bytes, texts
 * escaped to at most sixfold. */
#define OUT_MAX MiB(64)

const char *
body_json(TALLOC_CTX *mem, const struct body *b)
{
        struct buf out = buf_new(mem, OUT_MAX);
        struct json_out o = {.buf = &out};

        put_node(&o, &b->root);
        return buf_text(&out);
}

static void
put_text(struct buf *out, const struct body_node *node)
{
        switch (node->type) {
        case BODY_TEXT:
        case BODY_IMAGE:
                buf_str(out, node->text);
                return;
        case BODY_BREAK:
                buf_char(out, '\n');
                return;
        default:
                break;
        }
        for (size_t i = 0; i < node->n; i++) {
                const struct body_node *kid = &node->kids[i];

                if (i > 0 && (kid->type == BODY_CELL || kid->type == BODY_HEADER))
                        buf_char(out, '\t');
                else if (i > 0 && kid->type != BODY_TEXT && kid->type != BODY_BREAK &&
                         !(kid->type == BODY_IMAGE && node->type == BODY_PARAGRAPH))
                        buf_char(out, '\n');
                put_text(out, kid);
        }
}

const char *
body_text(TALLOC_CTX *mem, const struct body *b)
{
        struct buf out = buf_new(mem, OUT_MAX);

        put_text(&out, &b->root);
        return buf_text(&out);
}

/* Running text only; stops when n characters are there. */
static void
put_running(struct buf *out, const struct body_node *node, size_t enough)
{
        if (node->type == BODY_HEADING || node->type == BODY_TABLE || out->len > enough)
                return;
        if (node->type == BODY_TEXT)
                buf_str(out, node->text);
        for (size_t i = 0; i < node->n; i++) {
                put_running(out, &node->kids[i], enough);
                if (node->kids[i].type == BODY_PARAGRAPH)
                        buf_char(out, ' ');
        }
}

const char *
body_summary(TALLOC_CTX *mem, const struct body *b, size_t n)
{
        struct buf out = buf_new(mem, OUT_MAX);

        put_running(&out, &b->root, n * 4 + 16);
        return text_cut(mem, text_trim(mem, buf_text(&out)), n);
}

/* What stands where a picture is lost: its alternative, so that the reader misses nothing more. */
static void
lose_image(TALLOC_CTX *mem, struct body_node *node, enum body_type parent)
{
        struct body_node text = {.type = BODY_TEXT,
                                 .text = node->text[0] ? node->text : "（图片缺失）"};

        if (parent == BODY_PARAGRAPH) {
                *node = text;
                return;
        }
        *node = (struct body_node){
            .type = BODY_PARAGRAPH, .kids = mem_array(mem, struct body_node, 1), .n = 1};
        node->kids[0] = text;
}

static void
each_image(struct body *b, struct body_node *node, enum body_type parent,
           const char *(*fn)(void *arg, const char *file), void *arg)
{
        if (node->type == BODY_IMAGE) {
                const char *file = fn(arg, node->file);

                if (file && !file[0]) {
                        lose_image(b, node, parent);
                } else if (file) {
                        assert(is_hex64(file));
                        node->file = file;
                }
                return;
        }
        for (size_t i = 0; i < node->n; i++)
                each_image(b, &node->kids[i], node->type, fn, arg);
}

void
body_each_image(struct body *b, const char *(*fn)(void *arg, const char *file), void *arg)
{
        each_image(b, &b->root, BODY_DOC, fn, arg);
}
