#include "domain/scan/redact.h"

#include "base/text.h"

/* A stretch of a block to be replaced. */
struct cut {
        size_t from, to;
        const char *with;
};

struct redactor {
        TALLOC_CTX *mem; /* the new tree, until it is read again */
        struct problems *p;
        const struct redact_place *places; /* sorted by path, then place */
        size_t n;
        bool *used;
        const char **gone; /* texts taken out, and what stands for them */
        const char **with;
        const char **plain; /* the same as is_left() compares them; "" = not compared */
        size_t n_gone;
        bool collecting; /* first round: what is taken out; second: everywhere */
        char where[512];
        size_t n_where;
};

static int
by_place(const void *a, const void *b)
{
        const struct redact_place *x = a, *y = b;
        int c = strcmp(x->path, y->path);

        return c ? c : (x->from > y->from) - (x->from < y->from);
}

static const char *
block_text(TALLOC_CTX *mem, const struct body_node *block)
{
        struct buf out = buf_new(mem, BODY_BYTES_MAX * 2);

        if (block->type == BODY_IMAGE)
                buf_str(&out, block->text);
        for (size_t i = 0; i < block->n; i++)
                buf_str(&out, block->kids[i].type == BODY_BREAK ? "\n" : block->kids[i].text);
        return buf_text(&out);
}

static bool
is_block(const struct body_node *node)
{
        return node->type == BODY_PARAGRAPH || node->type == BODY_HEADING ||
               node->type == BODY_IMAGE;
}

/* ---- what is left ---- */

/* Folded, without blanks, dashes and what cannot be seen: one number is one, however written. */
static const char *
plainest(TALLOC_CTX *mem, const char *s)
{
        struct buf out = buf_new(mem, strlen(s) * 3 + 8);
        size_t len = strlen(s);
        char c4[4];

        for (size_t i = 0; i < len;) {
                uint32_t c = 0;
                size_t k = text_decode(s + i, len - i, &c);

                i += k ? k : 1;
                c = text_fold(c);
                if (c > ' ' && c != '-' && c != 0xad && c != 0xfeff && c != 0xb7 &&
                    !(c >= 0x2000 && c <= 0x206f) && c != 0x2212)
                        buf_put(&out, c4, text_encode(c, c4));
        }
        return buf_text(&out);
}

static bool
is_left(const struct redactor *rd, const char *text)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *plain = text[0] ? plainest(tmp, text) : "";

        for (size_t i = 0; plain[0] && i < rd->n_gone; i++)
                if (rd->plain[i][0] && strstr(plain, rd->plain[i]))
                        return true;
        return false;
}

/* ---- cutting ---- */

/* The part of [from, to) of the block's text that a child keeps, with what stands for the rest. */
static const char *
cut_text(TALLOC_CTX *mem, const char *text, size_t at, const struct cut *cuts, size_t n,
         bool *ret_touched)
{
        size_t end = at + strlen(text), pos = at;
        struct buf out = buf_new(mem, end - at + (n + 1) * REDACT_WITH_MAX);

        for (size_t i = 0; i < n; i++) {
                if (cuts[i].to <= at || cuts[i].from >= end)
                        continue;
                *ret_touched = true;
                if (cuts[i].from > pos)
                        buf_put(&out, text + (pos - at), cuts[i].from - pos);
                if (cuts[i].from >= at)
                        buf_str(&out, cuts[i].with); /* once, where it begins */
                pos = cuts[i].to < end ? cuts[i].to : end;
        }
        if (pos < end)
                buf_put(&out, text + (pos - at), end - pos);
        return buf_text(&out);
}

static void
apply_cuts(struct redactor *rd, struct body_node *block, const struct cut *cuts, size_t n)
{
        size_t at = 0, kept = 0;
        struct body_node *kids;

        if (block->type == BODY_IMAGE) {
                bool touched = false;

                block->text = cut_text(rd->mem, block->text, 0, cuts, n, &touched);
                return;
        }
        kids = mem_array(rd->mem, struct body_node, block->n + 1);
        for (size_t i = 0; i < block->n; i++) {
                struct body_node kid = block->kids[i];
                size_t len = kid.type == BODY_BREAK ? 1 : strlen(kid.text);
                bool touched = false;

                if (kid.type == BODY_BREAK) {
                        for (size_t k = 0; k < n; k++)
                                touched = touched || (cuts[k].from < at + 1 && cuts[k].to > at);
                        if (!touched)
                                kids[kept++] = kid;
                } else {
                        kid.text = cut_text(rd->mem, kid.text, at, cuts, n, &touched);
                        if (touched)
                                kid.href = NULL;
                        if (kid.type == BODY_IMAGE || kid.text[0])
                                kids[kept++] = kid;
                }
                at += len;
        }
        if (kept == 0 && block->type == BODY_HEADING)
                kids[kept++] = (struct body_node){.type = BODY_TEXT, .text = "□"};
        block->kids = kids;
        block->n = kept;
}

static int
by_from(const void *a, const void *b)
{
        const struct cut *x = a, *y = b;

        return (x->from > y->from) - (x->from < y->from);
}

/* The first of the places with this path. */
static size_t
first_place(const struct redactor *rd, const char *path)
{
        size_t lo = 0, hi = rd->n;

        while (lo < hi) {
                size_t mid = (lo + hi) / 2;

                if (strcmp(rd->places[mid].path, path) < 0)
                        lo = mid + 1;
                else
                        hi = mid;
        }
        return lo;
}

static bool
is_edge(const char *text, size_t at)
{
        return ((uint8_t)text[at] & 0xc0) != 0x80;
}

/* The places named in this block, checked against its text. A fault ends it with the first round. */
static size_t
named_cuts(struct redactor *rd, const char *text, struct cut *cuts)
{
        size_t n = 0, len = strlen(text);

        for (size_t i = first_place(rd, rd->where);
             i < rd->n && strcmp(rd->places[i].path, rd->where) == 0; i++) {
                const struct redact_place *pl = &rd->places[i];

                rd->used[i] = true;
                if (pl->n == 0 || pl->from > len || pl->n > len - pl->from ||
                    !is_edge(text, pl->from) || !is_edge(text, pl->from + pl->n) ||
                    (pl->expect && strncmp(text + pl->from, pl->expect, pl->n) != 0) ||
                    (pl->expect && strlen(pl->expect) != pl->n)) {
                        problems_add(rd->p, 0, rd->where, "这里的文字已经变了，请重新检查后再遮盖");
                        continue;
                }
                if (n > 0 && cuts[n - 1].to > pl->from) {
                        problems_add(rd->p, 0, rd->where, "有两处要遮盖的文字互相重叠");
                        continue;
                }
                cuts[n++] = (struct cut){pl->from, pl->from + pl->n, pl->with};
                if (rd->collecting) {
                        const char *s = mem_strndup(rd->mem, text + pl->from, pl->n);

                        rd->gone[rd->n_gone] = s;
                        rd->with[rd->n_gone] = pl->with;
                        rd->plain[rd->n_gone++] = pl->here_only ? "" : plainest(rd->mem, s);
                }
        }
        return n;
}

/* The same words elsewhere in the block. */
static void
all_cuts(const struct redactor *rd, const char *text, struct cut *cuts, size_t *n)
{
        size_t named = *n;

        for (size_t g = 0; g < rd->n_gone; g++) {
                size_t len = strlen(rd->gone[g]);

                if (!rd->plain[g][0])
                        continue;
                for (const char *s = text; (s = strstr(s, rd->gone[g])) != NULL; s += len) {
                        size_t from = (size_t)(s - text), k = 0;

                        while (k < *n && (cuts[k].to <= from || cuts[k].from >= from + len))
                                k++;
                        if (k < *n)
                                continue; /* named, or found already */
                        if (*n - named >= REDACT_MAX)
                                break; /* what is left will be found */
                        cuts[(*n)++] = (struct cut){from, from + len, rd->with[g]};
                }
        }
        qsort(cuts, *n, sizeof(*cuts), by_from);
}

static void
redact_block(struct redactor *rd, struct body_node *block)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct cut *cuts = mem_array(tmp, struct cut, 2 * REDACT_MAX + 1);
        const char *text = block_text(tmp, block);
        size_t n = named_cuts(rd, text, cuts);

        if (rd->collecting)
                return;
        all_cuts(rd, text, cuts, &n);
        if (n > 0)
                apply_cuts(rd, block, cuts, n);
        if (is_left(rd, block_text(tmp, block)))
                problems_add(rd->p, 0, rd->where, "这里还能读到要遮盖的内容，只是写法不同");
        for (size_t i = 0; i < block->n; i++) {
                struct body_node *kid = &block->kids[i];

                if (kid->href && is_left(rd, kid->href))
                        kid->href = NULL;
                if (kid->file && is_left(rd, kid->file))
                        problems_add(rd->p, 0, rd->where, "图片的文件名里有要遮盖的内容");
        }
        if (block->file && is_left(rd, block->file))
                problems_add(rd->p, 0, rd->where, "图片的文件名里有要遮盖的内容");
}

static void
redact_node(struct redactor *rd, struct body_node *node)
{
        size_t keep = rd->n_where;

        if (is_block(node)) {
                redact_block(rd, node);
                return;
        }
        for (size_t i = 0; i < node->n; i++) {
                rd->n_where = keep + (size_t)snprintf(rd->where + keep, sizeof(rd->where) - keep,
                                                      "%scontent[%zu]", keep ? "." : "", i);
                assert(rd->n_where < sizeof(rd->where));
                redact_node(rd, &node->kids[i]);
        }
        rd->n_where = keep;
        rd->where[keep] = '\0';
}

static void
copy_kids(TALLOC_CTX *mem, struct body_node *node)
{
        if (node->n == 0)
                return;
        node->kids = mem_memdup(mem, node->kids, node->n * sizeof(*node->kids));
        for (size_t i = 0; i < node->n; i++)
                copy_kids(mem, &node->kids[i]);
}

int
redact_body(TALLOC_CTX *mem, const struct body *body, const struct redact_place *places, size_t n,
            struct problems *p, struct body **ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct body copy = *body;
        struct redactor rd = {.mem = tmp, .p = p, .n = n};
        struct redact_place *sorted;
        const char *json;
        size_t before = p->n;
        int r;

        if (n > REDACT_MAX) {
                problems_add(p, 0, "", "一次最多遮盖 %d 处", REDACT_MAX);
                return 1;
        }
        sorted = mem_array(tmp, struct redact_place, n + 1);
        for (size_t i = 0; i < n; i++) {
                sorted[i] = places[i];
                if (strlen(places[i].with) > REDACT_WITH_MAX)
                        problems_add(p, 0, places[i].path, "换上的文字太长");
        }
        qsort(sorted, n, sizeof(*sorted), by_place);
        rd.places = sorted;
        rd.used = mem_array(tmp, bool, n + 1);
        rd.gone = mem_array(tmp, const char *, n + 1);
        rd.with = mem_array(tmp, const char *, n + 1);
        rd.plain = mem_array(tmp, const char *, n + 1);
        copy_kids(tmp, &copy.root);
        rd.collecting = true;
        redact_node(&rd, &copy.root);
        for (size_t i = 0; i < n; i++)
                if (!rd.used[i])
                        problems_add(p, 0, sorted[i].path, "正文里没有这个位置");
        if (p->n > before)
                return 1;
        rd.collecting = false;
        redact_node(&rd, &copy.root);
        if (p->n > before)
                return 1;
        /* Read again as any other body: what comes out is valid, or it does not come out. */
        json = body_json(tmp, &copy);
        r = body_parse(mem, json, strlen(json), false, p, ret);
        return r < 0 ? err_trace(r) : r;
}

const char *
redact_name(TALLOC_CTX *mem, const char *name)
{
        static const char *const compound[] = {"欧阳", "上官", "司马", "诸葛", "东方", "皇甫",
                                               "尉迟", "公孙", "令狐", "慕容", "司徒", "端木",
                                               "夏侯", "长孙", "宇文", "轩辕"};
        size_t n = text_length(name), first = 1, bytes = 0;
        struct buf out = buf_new(mem, strlen(name) * 3 + 16);

        for (size_t i = 0; n > 2 && i < N(compound); i++)
                if (strncmp(name, compound[i], strlen(compound[i])) == 0)
                        first = 2;
        for (size_t k = 0; name[bytes] && k < first; k++)
                do
                        bytes++;
                while (((uint8_t)name[bytes] & 0xc0) == 0x80);
        buf_put(&out, name, bytes);
        for (size_t k = first; k < n || k == first; k++)
                buf_str(&out, "某");
        return buf_text(&out);
}

const char *
redact_black(TALLOC_CTX *mem, const char *text)
{
        struct buf out = buf_new(mem, strlen(text) * 3 + 1);
        size_t len = strlen(text);

        for (size_t i = 0; i < len;) {
                uint32_t c = 0;
                size_t k = text_decode(text + i, len - i, &c);

                if (c == ' ' || c == '\n' || c == '\t' || c == 0x3000)
                        buf_put(&out, text + i, k);
                else
                        buf_str(&out, "□");
                i += k ? k : 1;
        }
        return buf_text(&out);
}
