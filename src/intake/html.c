#include "intake/html.h"

#include <libxml/HTMLparser.h>

struct page {
        struct buf *out;
        unsigned silent; /* how deep within what is no text */
        unsigned cells;
};

static bool
named(const char *name, const char *const *list, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(name, list[i]) == 0)
                        return true;
        return false;
}

static bool
is_silent(const char *name)
{
        static const char *const list[] = {"script",   "style",    "select",
                                           "noscript", "template", "svg"};

        return named(name, list, N(list));
}

static bool
is_cell(const char *name)
{
        return strcmp(name, "td") == 0 || strcmp(name, "th") == 0;
}

static void
take_tag(struct page *p, const char *name, bool closes)
{
        static const char *const blocks[] = {
            "p",      "div",    "br",         "li",      "h1", "h2",    "h3",      "h4",
            "h5",     "h6",     "ul",         "ol",      "dl", "title", "section", "table",
            "header", "footer", "blockquote", "article", "dt", "dd"};

        if (strcmp(name, "tr") == 0) {
                buf_str(p->out, "\n");
                p->cells = 0;
        } else if (is_cell(name)) {
                if (closes)
                        buf_str(p->out, " | ");
                p->cells = closes ? 0 : 1;
        } else if (named(name, blocks, N(blocks)))
                buf_str(p->out, p->cells ? " " : "\n"); /* a paragraph within a cell ends no line */
}

static void
on_start(void *arg, const xmlChar *name, const xmlChar **attrs)
{
        struct page *p = arg;

        (void)attrs;
        if (is_silent((const char *)name))
                p->silent++;
        else if (!p->silent)
                take_tag(p, (const char *)name, false);
}

static void
on_end(void *arg, const xmlChar *name)
{
        struct page *p = arg;

        if (is_silent((const char *)name))
                p->silent -= p->silent > 0;
        else if (!p->silent && strcmp((const char *)name, "br") != 0)
                take_tag(p, (const char *)name, true);
}

static void
on_text(void *arg, const xmlChar *text, int n)
{
        struct page *p = arg;

        if (p->silent)
                return;
        for (int i = 0; i < n; i++)
                if (text[i] == 0xc2 && i + 1 < n && text[i + 1] == 0xa0) {
                        buf_char(p->out, ' '); /* &nbsp; */
                        i++;
                } else /* the source's own line breaks mean nothing */
                        buf_char(p->out, text[i] < ' ' ? ' ' : (char)text[i]);
}

void
html_to_text(struct buf *out, const char *html, size_t n)
{
        struct page page = {.out = out};
        htmlSAXHandler sax = {.startElement = on_start,
                              .endElement = on_end,
                              .characters = on_text,
                              .ignorableWhitespace = on_text};
        htmlParserCtxt *ctxt =
            htmlCreatePushParserCtxt(&sax, &page, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);

        if (!ctxt)
                return;
        (void)htmlCtxtUseOptions(ctxt, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                           HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                           HTML_PARSE_IGNORE_ENC);
        (void)htmlParseChunk(ctxt, html, (int)n, 1);
        if (ctxt->myDoc)
                xmlFreeDoc(ctxt->myDoc);
        htmlFreeParserCtxt(ctxt);
}
