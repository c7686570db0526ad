/* Word documents: changes, comments, hidden words, in the text, heads, feet and notes. */
#include "intake/docx_style.h"
#include "intake/find.h"
#include "intake/xml.h"

#include <strings.h>

static const struct {
        const char *element, *where;
} changes[] = {
    {"del", "删除的文字"},         {"ins", "插入的文字"},       {"moveFrom", "移走的文字"},
    {"moveTo", "移来的文字"},      {"rPrChange", "改动的格式"}, {"pPrChange", "改动的格式"},
    {"tblPrChange", "改动的格式"}, {"cellDel", "删除的单元格"}, {"cellIns", "插入的单元格"},
};

static const char *
by(struct finder *f, const char *what, const xmlNode *node)
{
        const char *author = xml_attr(node, "author");

        return author && *author ? mem_printf(f->mem, "%s（%.60s）", what, author) : what;
}

/* A change of the same kind and person next to another is one change to a reader: formats are told once. */
static void
change(struct finder *f, const xmlNode *node, const char *what, bool *format_told)
{
        bool format = strstr(what, "格式") != NULL;

        if (format && *format_told)
                return;
        *format_told = *format_told || format;
        find_add(f, INTAKE_HAS_TRACKED, by(f, what, node), format ? "" : find_words(f, node));
}

static bool
is_shaded(const xmlNode *node)
{
        for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
                static const char *const props[] = {"rPr", "pPr", "tcPr", "tblPr"};

                for (size_t i = 0; i < N(props); i++) {
                        const char *fill = xml_child_attr(xml_child(node, props[i]), "shd", "fill");

                        if (fill && strcasecmp(fill, "auto") != 0 &&
                            strcasecmp(fill, "FFFFFF") != 0)
                                return true;
                }
                if (xml_is(node, "txbxContent"))
                        return true; /* a box has a ground of its own */
        }
        return false;
}

/* Hidden by the switch, white on white, or too small to be seen. */
static const char *
hidden_how(const xmlNode *run)
{
        const xmlNode *props = xml_child(run, "rPr");
        const char *color = xml_child_attr(props, "color", "val"),
                   *size = xml_child_attr(props, "sz", "val");

        if (docx_is_on(xml_child(props, "vanish")) || docx_is_on(xml_child(props, "webHidden")))
                return "隐藏格式";
        if (color && strcasecmp(color, "FFFFFF") == 0 && !is_shaded(run))
                return "白色文字";
        if (size && strtoul(size, NULL, 10) <= 4)
                return "极小的文字";
        return NULL;
}

static bool
is_blank(const char *s)
{
        return s[strspn(s, " \t\r\n")] == '\0';
}

static void
text_part(struct finder *f, const xmlNode *root)
{
        bool format_told = false;

        for (const xmlNode *k = root; k; k = xml_next(root, k)) {
                const char *how = xml_is(k, "r") ? hidden_how(k) : NULL;

                for (size_t i = 0; i < N(changes); i++)
                        if (xml_is(k, changes[i].element))
                                change(f, k, changes[i].where, &format_told);
                if (how && !is_blank(find_words(f, k)))
                        find_add(f, INTAKE_HAS_HIDDEN_TEXT, how, find_words(f, k));
        }
}

static void
comments(struct finder *f, const xmlNode *root)
{
        for (const xmlNode *k = root->children; k; k = k->next)
                if (xml_is(k, "comment"))
                        find_add(f, INTAKE_HAS_COMMENT, by(f, "批注", k), find_words(f, k));
}

int
find_in_word(struct finder *f, struct pack *pack)
{
        static const char *const texts[] = {"document",  "header",   "footer",
                                            "footnotes", "endnotes", "glossary/document"};
        int r = 0;

        for (size_t i = 0; r == 0 && i < pack_count(pack); i++) {
                const char *name = pack_name(pack, i);
                bool text = false;
                xmlNode *root;

                for (size_t k = 0; k < N(texts); k++)
                        text = text ||
                               find_is_part(name, mem_printf(f->mem, "word/%s", texts[k]), ".xml");
                if (!text && strcasecmp(name, "word/comments.xml") != 0)
                        continue;
                r = find_part(f, pack, name, &root);
                if (r == 0 && text)
                        text_part(f, root);
                else if (r == 0)
                        comments(f, root);
        }
        return r;
}
