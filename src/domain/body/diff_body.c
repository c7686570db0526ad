/* Two bodies: cut into lines, the lines matched, and within a stretch that changed each left line
 * put beside the right line that is most like it, in their order. */
#include "domain/body/diff.h"

#include "base/text.h"
#include "domain/body/diff_kit.h"

enum { BINS = 64, PAIRS_MAX = 40000, LIKE = 40 /* per cent */ };

struct line {
        const char *text;
        uint64_t words, form; /* hashes of the text and of all that is not text */
        enum diff_block block;
        int level;
        uint8_t bins[BINS]; /* how often characters occur, for likeness */
        size_t n_chars;
};

struct lines {
        TALLOC_CTX *mem;
        struct line *list;
        size_t n;
        int depth;       /* of lists */
        uint64_t around; /* hash of the lists that the line stands in */
};

static uint64_t
hash(uint64_t h, const void *bytes, size_t n)
{
        const uint8_t *p = bytes;

        for (size_t i = 0; i < n; i++)
                h = (h ^ p[i]) * 0x100000001b3u;
        return h;
}

static uint64_t
hash_node(uint64_t h, const struct body_node *node)
{
        const int facts[] = {(int)node->type, (int)node->align, node->level,
                             node->colspan,   node->rowspan,    (int)node->marks};

        h = hash(h, facts, sizeof(facts));
        if (node->href)
                h = hash(h, node->href, strlen(node->href) + 1);
        if (node->file)
                h = hash(h, node->file, strlen(node->file) + 1);
        return h;
}

/* Marks with the number of bytes they cover, neighbours of one form being one. */
static void
put_line(struct buf *out, const struct body_node *node, uint64_t *form)
{
        size_t covered = 0;

        for (size_t i = 0; i < node->n; i++) {
                const struct body_node *kid = &node->kids[i];
                const struct body_node *next = i + 1 < node->n ? &node->kids[i + 1] : NULL;

                switch (kid->type) {
                case BODY_TEXT:
                        buf_str(out, kid->text);
                        covered += strlen(kid->text);
                        if (next && next->type == BODY_TEXT && next->marks == kid->marks &&
                            (next->href == kid->href ||
                             (next->href && kid->href && strcmp(next->href, kid->href) == 0)))
                                continue;
                        *form = hash(hash_node(*form, kid), &covered, sizeof(covered));
                        covered = 0;
                        break;
                case BODY_BREAK:
                        buf_char(out, '\n');
                        break;
                case BODY_IMAGE:
                        buf_printf(out, "［图片：%s］", kid->text);
                        *form = hash_node(*form, kid);
                        break;
                default: /* within a cell */
                        *form = hash_node(*form, kid);
                        if (i > 0)
                                buf_str(out, kid->type == BODY_CELL || kid->type == BODY_HEADER
                                                 ? " │ "
                                                 : "\n");
                        put_line(out, kid, form);
                        break;
                }
        }
}

static void
measure(struct line *l)
{
        size_t len = strlen(l->text);

        for (size_t i = 0; i < len; l->n_chars++) {
                uint32_t c = 0;
                size_t k = text_decode(l->text + i, len - i, &c);
                uint8_t *bin = &l->bins[(c * 2654435761u) >> 26];

                *bin = *bin < 255 ? *bin + 1 : 255;
                i += k ? k : 1;
        }
        l->words = hash(0xcbf29ce484222325u, l->text, len);
}

static void
add_line(struct lines *ls, const struct body_node *node, enum diff_block block, int level)
{
        struct buf out = buf_new(ls->mem, BODY_BYTES_MAX * 2);
        struct line l = {.block = block, .level = level, .form = hash_node(ls->around, node)};

        if (node->type == BODY_IMAGE)
                buf_printf(&out, "［图片：%s］", node->text);
        else
                put_line(&out, node, &l.form);
        l.form = hash(l.form, &block, sizeof(block));
        l.text = buf_text(&out);
        measure(&l);
        mem_grow(ls->mem, ls->list, ls->n);
        ls->list[ls->n++] = l;
}

static void
read_lines(struct lines *ls, const struct body_node *node)
{
        uint64_t around;

        switch (node->type) {
        case BODY_PARAGRAPH:
                add_line(ls, node, ls->depth ? DIFF_ENTRY : DIFF_PARAGRAPH, ls->depth);
                return;
        case BODY_HEADING:
                add_line(ls, node, DIFF_HEADING, node->level);
                return;
        case BODY_IMAGE:
                add_line(ls, node, DIFF_IMAGE, 0);
                return;
        case BODY_ROW:
                add_line(ls, node, DIFF_TABLE_ROW, 0);
                return;
        default:
                break;
        }
        around = ls->around;
        if (node->type == BODY_BULLET_LIST || node->type == BODY_ORDERED_LIST) {
                ls->depth++;
                ls->around = hash_node(around, node);
        }
        for (size_t i = 0; i < node->n; i++)
                read_lines(ls, &node->kids[i]);
        ls->depth -= node->type == BODY_BULLET_LIST || node->type == BODY_ORDERED_LIST;
        ls->around = around;
}

struct sides {
        struct lines l, r;
};

static bool
same_line(const void *arg, size_t i, size_t j)
{
        const struct sides *s = arg;
        const struct line *a = &s->l.list[i], *b = &s->r.list[j];

        return a->words == b->words && strcmp(a->text, b->text) == 0;
}

/* Characters in common, per cent; 0 for a row of a table beside a paragraph. */
static int
likeness(const struct line *a, const struct line *b)
{
        size_t common = 0, most = a->n_chars > b->n_chars ? a->n_chars : b->n_chars;

        if ((a->block == DIFF_TABLE_ROW) != (b->block == DIFF_TABLE_ROW) || most == 0)
                return most == 0 && a->block == b->block ? 100 : 0;
        for (size_t i = 0; i < BINS; i++)
                common += a->bins[i] < b->bins[i] ? a->bins[i] : b->bins[i];
        most = most < 255 * BINS ? most : 255 * BINS;
        return (int)(100 * common / most);
}

/* ---- rows ---- */

struct builder {
        TALLOC_CTX *mem;
        struct diff out;
        const struct sides *s;
        size_t budget;
};

static void
add_row(struct builder *b, const struct line *l, const struct line *r)
{
        const struct line *of = r ? r : l;
        struct diff_row row = {0};

        assert(of);
        row.block = of->block;
        row.level = of->level;
        row.words = diff_within(b->mem, l ? l->text : "", r ? r->text : "", &b->budget);
        if (l && r)
                row.kind = row.words.differs    ? DIFF_ROW_CHANGED
                           : l->form != r->form ? DIFF_ROW_FORM
                                                : DIFF_ROW_SAME;
        else
                row.kind = l ? DIFF_ROW_REMOVED : DIFF_ROW_ADDED;
        b->out.n_changed += row.kind == DIFF_ROW_CHANGED || row.kind == DIFF_ROW_FORM;
        b->out.n_removed += row.kind == DIFF_ROW_REMOVED;
        b->out.n_added += row.kind == DIFF_ROW_ADDED;
        mem_grow(b->mem, b->out.rows, b->out.n_rows);
        b->out.rows[b->out.n_rows++] = row;
}

/* Left lines [l, l+n) against right lines [r, r+m): the pairing of the greatest likeness in order. */
static void
pair_up(struct builder *b, size_t l, size_t n, size_t r, size_t m)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const struct line *ls = b->s->l.list + l, *rs = b->s->r.list + r;
        size_t i = 0, j = 0;
        int *best;

        if (n * m > PAIRS_MAX || n > PAIRS_MAX ||
            m > PAIRS_MAX) { /* one beside the other as they come */
                for (; i < n && i < m; i++) {
                        bool like = likeness(&ls[i], &rs[i]) >= LIKE;

                        add_row(b, &ls[i], like ? &rs[i] : NULL);
                        if (!like)
                                add_row(b, NULL, &rs[i]);
                }
                for (j = i; i < n; i++)
                        add_row(b, &ls[i], NULL);
                for (; j < m; j++)
                        add_row(b, NULL, &rs[j]);
                return;
        }
        best = mem_array(tmp, int, (n + 1) * (m + 1)); /* from here to the end */
        for (i = n; i-- > 0;)
                for (j = m; j-- > 0;) {
                        int like = likeness(&ls[i], &rs[j]);
                        int *here = &best[i * (m + 1) + j];
                        int skip_l = here[m + 1], skip_r = here[1];

                        *here = skip_l > skip_r ? skip_l : skip_r;
                        if (like >= LIKE && like + here[m + 2] > *here)
                                *here = like + here[m + 2];
                }
        i = j = 0;
        while (i < n && j < m) {
                const int *here = &best[i * (m + 1) + j];
                int like = likeness(&ls[i], &rs[j]);

                if (like >= LIKE && like + here[m + 2] == *here)
                        add_row(b, &ls[i++], &rs[j++]);
                else if (here[m + 1] == *here)
                        add_row(b, &ls[i++], NULL);
                else
                        add_row(b, NULL, &rs[j++]);
        }
        for (; i < n; i++)
                add_row(b, &ls[i], NULL);
        for (; j < m; j++)
                add_row(b, NULL, &rs[j]);
}

struct diff
diff_bodies(TALLOC_CTX *mem, const struct body *left, const struct body *right)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct sides s = {.l = {.mem = tmp}, .r = {.mem = tmp}};
        struct builder b = {.mem = mem, .s = &s, .budget = DIFF_BUDGET};
        struct diff_seq q = {.same = same_line, .arg = &s};
        size_t budget = DIFF_BUDGET, i = 0, j = 0;

        read_lines(&s.l, &left->root);
        read_lines(&s.r, &right->root);
        q.kept_l = mem_array(tmp, bool, s.l.n + 1);
        q.kept_r = mem_array(tmp, bool, s.r.n + 1);
        (void)diff_sequence(&q, s.l.n, s.r.n, DIFF_LINES_MAX, &budget);
        while (i < s.l.n || j < s.r.n) {
                size_t n = 0, m = 0;

                while (i + n < s.l.n && !q.kept_l[i + n])
                        n++;
                while (j + m < s.r.n && !q.kept_r[j + m])
                        m++;
                if (n || m)
                        pair_up(&b, i, n, j, m);
                i += n;
                j += m;
                if (i < s.l.n) /* kept, and so is the one at j */
                        add_row(&b, &s.l.list[i++], &s.r.list[j++]);
        }
        return b.out;
}
