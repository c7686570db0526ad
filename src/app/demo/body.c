#include "app/demo/demo.h"

/* Blocks as the checked tree of domain/body: first-level heads are headings, the opening words of a second-level
 * one are set strong, signature and date stand at the right. */

static struct body_node
text_node(const char *text, unsigned marks)
{
        return (struct body_node){.type = BODY_TEXT, .text = text, .marks = marks};
}

static struct body_node
line_node(TALLOC_CTX *mem, enum body_type type, enum body_align align, const char *text)
{
        struct body_node n = {.type = type, .align = align, .level = type == BODY_HEADING ? 1 : 0};

        if (!*text)
                return n;
        n.kids = mem_array(mem, struct body_node, 1);
        n.kids[0] = text_node(text, 0);
        n.n = 1;
        return n;
}

/* （一）全面摸底排查。各单位要… : the words up to the first stop, when they are few. */
static struct body_node
subhead_node(TALLOC_CTX *mem, const char *text)
{
        const char *stop = strstr(text, "。");
        struct body_node n = {.type = BODY_PARAGRAPH};
        size_t lead = stop ? (size_t)(stop - text) + strlen("。") : 0;

        if (!stop || lead > 75)
                return line_node(mem, BODY_PARAGRAPH, BODY_ALIGN_NONE, text);
        n.kids = mem_array(mem, struct body_node, 2);
        n.kids[n.n++] = text_node(mem_strndup(mem, text, lead), BODY_STRONG);
        if (text[lead])
                n.kids[n.n++] = text_node(text + lead, 0);
        return n;
}

static struct body_node
table_node(TALLOC_CTX *mem, const struct block *b)
{
        struct body_node t = {.type = BODY_TABLE, .n = b->n_rows};

        t.kids = mem_array(mem, struct body_node, b->n_rows);
        for (size_t r = 0; r < b->n_rows; r++) {
                struct body_node *row = &t.kids[r];

                *row = (struct body_node){.type = BODY_ROW, .n = b->n_cols};
                row->kids = mem_array(mem, struct body_node, b->n_cols);
                for (size_t c = 0; c < b->n_cols; c++) {
                        struct body_node *cell = &row->kids[c];
                        enum body_align align =
                            r && b->number[c] ? BODY_ALIGN_RIGHT : BODY_ALIGN_NONE;

                        *cell = (struct body_node){.type = r ? BODY_CELL : BODY_HEADER,
                                                   .colspan = 1,
                                                   .rowspan = 1,
                                                   .n = 1};
                        cell->kids = mem_array(mem, struct body_node, 1);
                        cell->kids[0] =
                            line_node(mem, BODY_PARAGRAPH, align, b->cells[r * b->n_cols + c]);
                }
        }
        return t;
}

static void
count(struct body *body, const struct body_node *n)
{
        body->n_nodes++;
        if (n->text)
                body->n_bytes += strlen(n->text);
        for (size_t i = 0; i < n->n; i++)
                count(body, &n->kids[i]);
}

struct body *
demo_body(TALLOC_CTX *mem, const struct block *blocks, size_t n)
{
        struct body *body = mem_new(mem, struct body);
        struct body_node *kids = mem_array(mem, struct body_node, 2 * n + 1);
        size_t at = 0;

        for (size_t i = 0; i < n; i++) {
                const struct block *b = &blocks[i];

                switch (b->kind) {
                case BLOCK_TO:
                        kids[at++] = line_node(mem, BODY_PARAGRAPH, BODY_ALIGN_LEFT, b->text);
                        break;
                case BLOCK_HEAD:
                        kids[at++] = line_node(mem, BODY_HEADING, BODY_ALIGN_NONE, b->text);
                        break;
                case BLOCK_SUBHEAD:
                        kids[at++] = subhead_node(mem, b->text);
                        break;
                case BLOCK_SIGNER:
                case BLOCK_DATE:
                        kids[at++] = line_node(mem, BODY_PARAGRAPH, BODY_ALIGN_RIGHT, b->text);
                        break;
                case BLOCK_TABLE:
                        if (*b->text)
                                kids[at++] =
                                    line_node(mem, BODY_PARAGRAPH, BODY_ALIGN_CENTER, b->text);
                        kids[at++] = table_node(mem, b);
                        break;
                default:
                        kids[at++] = line_node(mem, BODY_PARAGRAPH, BODY_ALIGN_NONE, b->text);
                }
        }
        body->root = (struct body_node){.type = BODY_DOC, .kids = kids, .n = at};
        count(body, &body->root);
        return body;
}

/* A blank form for a matter: rows to be filled in, a promise, room for the office's opinion. */
struct body *
demo_form(TALLOC_CTX *mem, const char *office)
{
        static const char *const rows[][4] = {
            {"姓名（名称）", "", "证件类型", ""},
            {"证件号码", "", "联系电话", ""},
            {"通信地址", "", "邮政编码", ""},
            {"委托代理人", "", "代理人电话", ""},
            {"申请（办理）事项", "", "办理方式", "□窗口 □网上 □邮寄"},
            {"所附材料", "", "材料份数", ""}};
        static const char *const wide[][2] = {
            {"申请理由和内容", "　"},
            {"申请人承诺",
             "本人（单位）承诺所填内容和所附材料真实、合法、有效，如有虚假，愿意承担相应法律责任。"
             "申请人签字（盖章）：　　　　　年　　月　　日"},
            {"初审意见", "经办人：　　　　　　年　　月　　日"},
            {"审核意见", "负责人：　　　　　　年　　月　　日（盖章）"}};
        struct body *body = mem_new(mem, struct body);
        struct body_node *kids = mem_array(mem, struct body_node, 3), *table = &kids[1];

        kids[0] = line_node(mem, BODY_PARAGRAPH, BODY_ALIGN_LEFT,
                            mem_printf(mem, "受理机关：%s　　　　编号：", office));
        *table = (struct body_node){.type = BODY_TABLE, .n = N(rows) + N(wide)};
        table->kids = mem_array(mem, struct body_node, table->n);
        for (size_t r = 0; r < table->n; r++) {
                struct body_node *row = &table->kids[r];
                size_t n = r < N(rows) ? 4 : 2;

                *row = (struct body_node){.type = BODY_ROW, .n = n};
                row->kids = mem_array(mem, struct body_node, n);
                for (size_t c = 0; c < n; c++) {
                        const char *text = r < N(rows) ? rows[r][c] : wide[r - N(rows)][c];
                        struct body_node *cell = &row->kids[c];

                        *cell = (struct body_node){.type = BODY_CELL,
                                                   .colspan = n == 2 && c == 1 ? 3 : 1,
                                                   .rowspan = 1,
                                                   .n = 1};
                        cell->kids = mem_array(mem, struct body_node, 1);
                        cell->kids[0] = line_node(mem, BODY_PARAGRAPH, BODY_ALIGN_NONE, text);
                }
        }
        kids[2] = line_node(mem, BODY_PARAGRAPH, BODY_ALIGN_NONE,
                            "填表说明：请用黑色签字笔填写，字迹清楚；“□”内打“√”；没有的项目填“无”；"
                            "本表一式两份，复印有效。");
        body->root = (struct body_node){.type = BODY_DOC, .kids = kids, .n = 3};
        count(body, &body->root);
        return body;
}
