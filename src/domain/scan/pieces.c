/* Bodies cut into pieces, and the characters of a piece. */
#include "domain/scan/kit.h"

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
        if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe63 || c == 0xff0d)
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

void
scan_split(struct piece *p)
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
                scan_split(&w->p);
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
