/* The main part of a Word document, walked once. What was deleted or hidden is no part of what it says. */
#include "intake/docx.h"

#include "intake/xml.h"

#include <strings.h>

struct reader {
        TALLOC_CTX *mem;
        struct tree *tree;
        bool in_table;
};

/* Where blocks are put: the document, or a cell. */
struct place {
        struct tree_block **first, **last;
};

static void blocks(struct reader *, const xmlNode *, const struct place *);

static bool
is_on(const xmlNode *flag)
{
        const char *val = xml_attr(flag, "val");

        return flag && (!val || (strcmp(val, "0") && strcasecmp(val, "false") &&
                                 strcasecmp(val, "off") && strcasecmp(val, "none")));
}

static void
run(struct reader *rd, const xmlNode *r, struct tree_block *p)
{
        if (is_on(xml_child(xml_child(r, "rPr"), "vanish")))
                return;
        for (const xmlNode *k = r->children; k; k = k->next)
                if (xml_is(k, "t")) {
                        struct buf b = buf_new(rd->mem, MiB(16));

                        xml_text(&b, k);
                        tree_say(rd->mem, p, buf_text(&b), b.len, 0, NULL);
                } else if (xml_is(k, "tab") || xml_is(k, "ptab"))
                        tree_say(rd->mem, p, "\t", 1, 0, NULL);
                else if (xml_is(k, "noBreakHyphen"))
                        tree_say(rd->mem, p, "-", 1, 0, NULL);
                else if (xml_is(k, "br") || xml_is(k, "cr"))
                        tree_break(rd->mem, p);
}

static void
inlines(struct reader *rd, const xmlNode *node, struct tree_block *p)
{
        static const char *const through[] = {"ins",        "hyperlink", "smartTag", "sdt",
                                              "sdtContent", "fldSimple", "moveTo",   "customXml"};

        for (const xmlNode *k = node->children; k; k = k->next) {
                if (xml_is(k, "r"))
                        run(rd, k, p);
                for (size_t i = 0; i < N(through); i++)
                        if (xml_is(k, through[i]))
                                inlines(rd, k, p);
        }
}

static unsigned
number_of(const char *s, unsigned otherwise, unsigned most)
{
        unsigned long n = s ? strtoul(s, NULL, 10) : otherwise;

        return n > most ? most : (unsigned)n;
}

static void
row(struct reader *rd, const xmlNode *tr, struct tree_block *table)
{
        struct tree_row *row = mem_new(rd->mem, struct tree_row);

        if (table->last_row)
                table->last_row->next = row;
        else
                table->first_row = row;
        table->last_row = row;
        for (const xmlNode *k = tr->children; k; k = k->next) {
                struct tree_cell *c;
                const xmlNode *props = xml_child(k, "tcPr"), *merge = xml_child(props, "vMerge");
                const char *val = xml_attr(merge, "val");

                if (!xml_is(k, "tc"))
                        continue;
                c = mem_new(rd->mem, struct tree_cell);
                c->colspan = number_of(xml_child_attr(props, "gridSpan", "val"), 1, 1000);
                c->rowspan = 1;
                c->below = merge && (!val || strcmp(val, "restart") != 0);
                if (row->last)
                        row->last->next = c;
                else
                        row->first = c;
                row->last = c;
                blocks(rd, k, &(struct place){&c->first, &c->last});
        }
}

static void
table(struct reader *rd, const xmlNode *tbl, const struct place *to)
{
        struct tree_block *t = tree_paragraph(rd->mem);

        t->type = TREE_TABLE;
        tree_append(to->first, to->last, t);
        rd->in_table = true;
        for (const xmlNode *k = tbl->children; k; k = k->next)
                if (xml_is(k, "tr"))
                        row(rd, k, t);
        rd->in_table = false;
}

static void
blocks(struct reader *rd, const xmlNode *node, const struct place *to)
{
        for (const xmlNode *k = node->children; k; k = k->next)
                if (xml_is(k, "p")) {
                        struct tree_block *p = tree_paragraph(rd->mem);

                        inlines(rd, k, p);
                        tree_append(to->first, to->last, p);
                } else if (xml_is(k, "tbl") && !rd->in_table)
                        table(rd, k, to);
                else if (xml_is(k, "sdt") || xml_is(k, "sdtContent") || xml_is(k, "ins") ||
                         xml_is(k, "customXml") || xml_is(k, "tbl") || xml_is(k, "tr") ||
                         xml_is(k, "tc"))
                        blocks(rd, k, to);
}

int
docx_read(TALLOC_CTX *mem, struct pack *pack, struct tree *ret)
{
        struct reader rd = {.mem = mem, .tree = ret};
        const xmlNode *body;
        xmlNode *root;
        char *xml;
        size_t n;
        int r = pack_part(mem, pack, "word/document.xml", &xml, &n);

        if (r == 0)
                r = xml_read(mem, xml, n, &root);
        if (r)
                return r == INTAKE_EMPTY ? INTAKE_BROKEN : r;
        body = xml_child(root, "body");
        if (!body)
                return INTAKE_BROKEN;
        *ret = (struct tree){.mem = mem};
        blocks(&rd, body, &(struct place){&ret->first, &ret->last});
        return 0;
}
