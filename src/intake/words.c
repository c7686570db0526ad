#include "intake/words.h"

#include "base/text.h"
#include "intake/book.h"
#include "intake/docx.h"
#include "intake/plain.h"
#include "intake/xml.h"

enum { STRING_MAX = 32767, GAP_MAX = 2000, COLUMNS_SHOWN = 256 };

/* ---- what has been said so far ------------------------------------------------------------- */

struct teller {
        TALLOC_CTX *mem;
        struct buf *answer;
        size_t left, n;
        bool cut;
};

static struct teller
teller_of(TALLOC_CTX *mem, struct buf *answer)
{
        return (struct teller){mem, answer, INTAKE_WORDS_MAX, 0, false};
}

static bool
says_something(const char *text)
{
        return text[strspn(text, " \t\n")] != '\0';
}

static void
tell(struct teller *t, const char *place, enum intake_unit unit, size_t first, const struct buf *b)
{
        size_t n;
        const char *text = plain_tidy(t->mem, buf_text(b), b->len, &n);

        t->cut = t->cut || b->full;
        if (!says_something(text))
                return;
        if (n > t->left || t->n == ANSWER_LISTS_MAX) {
                t->cut = true;
                return;
        }
        answer_put_leaf(t->answer, &(struct intake_leaf){.place = text_cut(t->mem, place, 80),
                                                         .unit = unit,
                                                         .first = first,
                                                         .text = text,
                                                         .n = n});
        t->left -= n;
        t->n++;
}

static void
end(struct teller *t)
{
        if (t->cut)
                answer_put_byte(t->answer, ANSWER_CUT, 1);
}

/* ---- Word ----------------------------------------------------------------------------------- */

static void
say_line(struct buf *out, const struct tree_block *b, bool in_cell)
{
        buf_str(out, b->label);
        for (const struct tree_inline *i = b->first; i; i = i->next)
                for (const char *c = i->text ? i->text : i->file ? "" : "\n"; *c; c++)
                        buf_char(out, in_cell && (*c == '\n' || *c == '\t') ? ' ' : *c);
}

/* Cells stand in their columns: those below a merged one are empty. */
static void
say_table(struct buf *out, const struct tree_block *t)
{
        for (const struct tree_row *r = t->first_row; r; r = r->next) {
                for (const struct tree_cell *c = r->first; c; c = c->next) {
                        for (const struct tree_block *b = c->below ? NULL : c->first; b;
                             b = b->next) {
                                say_line(out, b, true);
                                if (b->next)
                                        buf_char(out, ' ');
                        }
                        for (unsigned i = 0; i < c->colspan && (c->next || i == 0); i++)
                                buf_char(out, '\t');
                }
                buf_char(out, '\n');
        }
}

static void
say_tree(struct buf *out, const struct tree *t)
{
        for (const struct tree_block *b = t->first; b; b = b->next)
                if (b->type == TREE_TABLE)
                        say_table(out, b);
                else {
                        say_line(out, b, false);
                        buf_char(out, '\n');
                }
}

/* Paragraphs of a part as lines; what was struck out is not there, what an old reader would see is there twice. */
static void
say_paragraphs(struct buf *out, const xmlNode *node)
{
        for (const xmlNode *k = node ? node->children : NULL; k; k = k->next) {
                if (xml_is(k, "del") || xml_is(k, "moveFrom") || xml_is(k, "Fallback") ||
                    xml_is(k, "instrText") || xml_is(k, "fld"))
                        continue;
                if (xml_is(k, "t"))
                        xml_text(out, k);
                else if (xml_is(k, "tab"))
                        buf_char(out, '\t');
                else if (xml_is(k, "br"))
                        buf_char(out, '\n');
                else
                        say_paragraphs(out, k);
                if (xml_is(k, "p"))
                        buf_char(out, '\n');
        }
}

static int
say_part(struct teller *t, struct pack *pack, const char *name, const char *place)
{
        struct buf out = buf_new(t->mem, INTAKE_WORDS_MAX);
        xmlNode *root;
        char *xml;
        size_t n;
        int r = pack_part(t->mem, pack, name, &xml, &n);

        if (r == 0)
                r = xml_read(t->mem, xml, n, &root);
        if (r)
                return r == INTAKE_EMPTY ? 0 : r;
        say_paragraphs(&out, root);
        tell(t, place, INTAKE_NO_LINES, 1, &out);
        return 0;
}

int
words_of_document(TALLOC_CTX *mem, struct pack *pack, struct buf *answer)
{
        static const struct {
                const char *prefix, *place;
        } parts[] = {{"word/header", "页眉"},
                     {"word/footer", "页脚"},
                     {"word/footnotes", "脚注"},
                     {"word/endnotes", "尾注"}};
        struct teller t = teller_of(mem, answer);
        struct buf out = buf_new(mem, INTAKE_WORDS_MAX);
        struct docx d;
        int r = docx_read(mem, pack, false, &d);

        if (r)
                return r;
        say_tree(&out, &d.tree);
        tell(&t, "", INTAKE_PARAGRAPHS, 1, &out);
        for (size_t i = 0; r == 0 && i < pack_count(pack); i++)
                for (size_t k = 0; r == 0 && k < N(parts); k++)
                        if (find_is_part(pack_name(pack, i), parts[k].prefix, ".xml"))
                                r = say_part(&t, pack, pack_name(pack, i), parts[k].place);
        end(&t);
        return r;
}

/* ---- workbooks ------------------------------------------------------------------------------ */

struct sheet_words {
        struct book *b;
        struct teller *t;
        TALLOC_CTX *tmp;
        struct buf out;
        const char *place;
        unsigned first, line, row, col, at; /* at: the column that was written last */
        bool shared, in_value, phonetic;
};

/* Rows that are not there are empty lines, so that a line tells its row; a desert of them begins anew. */
static void
come_to(struct sheet_words *s)
{
        unsigned gap = s->row > s->line ? s->row - s->line : 0;

        if (s->first == 0 || gap > GAP_MAX || s->row < s->line) {
                if (s->first)
                        tell(s->t, s->place, INTAKE_LINES, s->first, &s->out);
                s->out = buf_new(s->t->mem, INTAKE_WORDS_MAX);
                s->first = s->line = s->row;
                s->at = 1;
        }
        for (; s->line < s->row; s->line++, s->at = 1)
                buf_char(&s->out, '\n');
}

static void
say_value(struct sheet_words *s, const char *words)
{
        if (s->shared) {
                unsigned i = book_number(words);

                s->b->cut = s->b->cut || i >= s->b->n_strings;
                words = i < s->b->n_strings ? s->b->strings[i] : "";
        }
        if (!says_something(words))
                return;
        come_to(s);
        for (; s->at < s->col && s->at < COLUMNS_SHOWN; s->at++)
                buf_char(&s->out, '\t');
        for (; *words; words++)
                buf_char(&s->out, *words == '\n' || *words == '\t' ? ' ' : *words);
}

static void
on_cell(void *arg, xmlTextReader *rd)
{
        struct sheet_words *s = arg;
        int type = xmlTextReaderNodeType(rd);

        if (type == XML_READER_TYPE_TEXT && s->in_value && !s->phonetic)
                say_value(s, (const char *)xmlTextReaderConstValue(rd));
        if (book_at(rd, "v") || book_at(rd, "t"))
                s->in_value = type == XML_READER_TYPE_ELEMENT && !xmlTextReaderIsEmptyElement(rd);
        if (book_at(rd, "rPh"))
                s->phonetic = type == XML_READER_TYPE_ELEMENT && !xmlTextReaderIsEmptyElement(rd);
        if (type != XML_READER_TYPE_ELEMENT)
                return;
        talloc_free_children(s->tmp);
        if (book_at(rd, "row")) {
                const char *n = book_attr(s->tmp, rd, "r");

                s->row = n ? book_number(n) : s->row + 1;
                s->col = 0;
        } else if (book_at(rd, "c")) {
                const char *type_of = book_attr(s->tmp, rd, "t"), *ref = book_attr(s->tmp, rd, "r");

                s->shared = type_of && strcmp(type_of, "s") == 0;
                s->col = ref ? book_column(ref) : s->col + 1;
        }
}

int
words_of_sheets(TALLOC_CTX *mem, struct pack *pack, struct buf *answer)
{
        struct finder f = {.mem = mem, .answer = answer};
        struct book b = {.f = &f, .pack = pack, .string_max = STRING_MAX};
        struct teller t = teller_of(mem, answer);
        int r;

        if (!pack_has(pack, "xl/workbook.xml")) /* the binary kind: found to be uninspectable */
                return 0;
        r = book_open(&b);
        for (size_t i = 0; r == 0 && i < b.n_sheets; i++) {
                struct sheet_words s = {.b = &b,
                                        .t = &t,
                                        .tmp = talloc_new(mem),
                                        .out = buf_new(mem, INTAKE_WORDS_MAX),
                                        .place =
                                            mem_printf(mem, "工作表“%.60s”", b.sheets[i].name)};

                r = book_stream(&b, b.sheets[i].part, on_cell, &s);
                if (r == 0 && s.first)
                        tell(&t, s.place, INTAKE_LINES, s.first, &s.out);
        }
        t.cut = t.cut || b.cut;
        end(&t);
        return r;
}

/* ---- slides --------------------------------------------------------------------------------- */

int
words_of_slides(TALLOC_CTX *mem, struct pack *pack, struct buf *answer)
{
        struct teller t = teller_of(mem, answer);
        int r = 0;

        for (size_t i = 0; r == 0 && i < pack_count(pack); i++) {
                const char *name = pack_name(pack, i), *digits = name + strcspn(name, "0123456789");
                bool notes = find_is_part(name, "ppt/notesSlides/notesSlide", ".xml");

                if (notes || find_is_part(name, "ppt/slides/slide", ".xml"))
                        r = say_part(&t, pack, name,
                                     mem_printf(mem, "第%.*s张%s",
                                                (int)strspn(digits, "0123456789"), digits,
                                                notes ? "备注" : ""));
        }
        end(&t);
        return r;
}

/* ---- text ----------------------------------------------------------------------------------- */

void
words_of_text(TALLOC_CTX *mem, struct buf *answer, const char *text, size_t n)
{
        struct teller t = teller_of(mem, answer);
        struct buf out = buf_new(mem, INTAKE_WORDS_MAX);

        buf_put(&out, text, n);
        tell(&t, "", INTAKE_LINES, 1, &out);
        end(&t);
}
