/* The only maker of struct safe_html. Every name of an element and an attribute is written here;
 * what comes from the tree is escaped. */
#include "domain/body/body.h"

#define OUT_MAX MiB(64)

struct writer {
        struct buf *out;
        const struct body_html_options *opt;
        bool in_first_row;
};

static void
escape(struct buf *out, const char *s)
{
        static const char *const marks[256] = {
            ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
        const char *from = s;

        for (; *s; s++) {
                const char *as = marks[(uint8_t)*s];

                if (!as)
                        continue;
                buf_put(out, from, (size_t)(s - from));
                buf_str(out, as);
                from = s + 1;
        }
        buf_put(out, from, (size_t)(s - from));
}

static void
put_text(struct writer *w, const struct body_node *node)
{
        static const struct {
                enum body_mark mark;
                const char *open, *close;
        } tags[] = {{BODY_STRONG, "<strong>", "</strong>"},
                    {BODY_EM, "<em>", "</em>"},
                    {BODY_SUB, "<sub>", "</sub>"},
                    {BODY_SUP, "<sup>", "</sup>"}};

        if (node->href) {
                buf_str(w->out, "<a href=\"");
                escape(w->out, node->href);
                buf_str(w->out,
                        strncmp(node->href, "http", 4) == 0 ? "\" rel=\"noopener\">" : "\">");
        }
        for (size_t i = 0; i < N(tags); i++)
                if (node->marks & tags[i].mark)
                        buf_str(w->out, tags[i].open);
        escape(w->out, node->text);
        for (size_t i = N(tags); i-- > 0;)
                if (node->marks & tags[i].mark)
                        buf_str(w->out, tags[i].close);
        if (node->href)
                buf_str(w->out, "</a>");
}

static void
put_image(struct writer *w, const struct body_node *node)
{
        buf_str(w->out, "<img src=\"");
        escape(w->out, w->opt->file_base);
        escape(w->out, node->file);
        buf_str(w->out, "/" BODY_PICTURE "\" alt=\"");
        escape(w->out, node->text);
        buf_str(w->out, "\" loading=\"lazy\">");
}

/* An opening tag with its class for the alignment. */
static void
open_tag(struct writer *w, const char *name, enum body_align align)
{
        static const char *const classes[] = {"", " class=\"align-left\"",
                                              " class=\"align-center\"", " class=\"align-right\""};

        buf_char(w->out, '<');
        buf_str(w->out, name);
        buf_str(w->out, classes[align]);
}

static void
close_tag(struct writer *w, const char *name)
{
        buf_str(w->out, "</");
        buf_str(w->out, name);
        buf_char(w->out, '>');
}

static void put_node(struct writer *, const struct body_node *);

static void
put_kids(struct writer *w, const struct body_node *node)
{
        for (size_t i = 0; i < node->n; i++)
                put_node(w, &node->kids[i]);
}

static void
put_cell(struct writer *w, const struct body_node *node)
{
        const char *name = node->type == BODY_HEADER ? "th" : "td";

        open_tag(w, name, node->align);
        if (node->type == BODY_HEADER)
                buf_printf(w->out, " scope=\"%s%s\"", w->in_first_row ? "col" : "row",
                           (w->in_first_row ? node->colspan : node->rowspan) > 1 ? "group" : "");
        if (node->colspan > 1)
                buf_printf(w->out, " colspan=\"%d\"", node->colspan);
        if (node->rowspan > 1)
                buf_printf(w->out, " rowspan=\"%d\"", node->rowspan);
        buf_char(w->out, '>');
        /* A lone paragraph needs no element of its own within a cell. */
        if (node->n == 1 && node->kids[0].type == BODY_PARAGRAPH && !node->kids[0].align)
                put_kids(w, &node->kids[0]);
        else
                put_kids(w, node);
        close_tag(w, name);
}

static void
put_table(struct writer *w, const struct body_node *node)
{
        /* A wide table scrolls by itself, and the keyboard reaches it. */
        buf_str(w->out,
                "<div class=\"table-scroll\" role=\"group\" aria-label=\"表格\" tabindex=\"0\">"
                "<table><tbody>");
        for (size_t i = 0; i < node->n; i++) {
                w->in_first_row = i == 0;
                buf_str(w->out, "<tr>");
                put_kids(w, &node->kids[i]);
                buf_str(w->out, "</tr>");
        }
        buf_str(w->out, "</tbody></table></div>\n");
}

static void
put_node(struct writer *w, const struct body_node *node)
{
        int level = node->level + (w->opt->heading_base ? w->opt->heading_base : 2) - 1;
        char name[4] = "h2";

        switch (node->type) {
        case BODY_TEXT:
                put_text(w, node);
                break;
        case BODY_BREAK:
                buf_str(w->out, "<br>");
                break;
        case BODY_IMAGE:
                put_image(w, node);
                break;
        case BODY_PARAGRAPH:
                if (node->n == 0)
                        break;
                open_tag(w, "p", node->align);
                buf_char(w->out, '>');
                put_kids(w, node);
                buf_str(w->out, "</p>\n");
                break;
        case BODY_HEADING:
                name[1] = (char)('0' + (level > 6 ? 6 : level));
                open_tag(w, name, node->align);
                buf_char(w->out, '>');
                put_kids(w, node);
                close_tag(w, name);
                buf_char(w->out, '\n');
                break;
        case BODY_BULLET_LIST:
                buf_str(w->out, "<ul>");
                put_kids(w, node);
                buf_str(w->out, "</ul>\n");
                break;
        case BODY_ORDERED_LIST:
                if (node->level != 1)
                        buf_printf(w->out, "<ol start=\"%d\">", node->level);
                else
                        buf_str(w->out, "<ol>");
                put_kids(w, node);
                buf_str(w->out, "</ol>\n");
                break;
        case BODY_LIST_ITEM:
                buf_str(w->out, "<li>");
                put_kids(w, node);
                buf_str(w->out, "</li>");
                break;
        case BODY_TABLE:
                put_table(w, node);
                break;
        case BODY_CELL:
        case BODY_HEADER:
                put_cell(w, node);
                break;
        case BODY_DOC:
        case BODY_ROW:
        case N_BODY_TYPES:
                put_kids(w, node);
                break;
        }
}

struct safe_html
body_html(TALLOC_CTX *mem, const struct body *b, const struct body_html_options *opt)
{
        struct buf out = buf_new(mem, OUT_MAX);
        struct writer w = {.out = &out, .opt = opt};

        put_kids(&w, &b->root);
        return (struct safe_html){buf_text(&out)};
}

/* ---- kept beside the text ------------------------------------------------------------------- */

#define KEPT_BASE "/file/"
/* In the words of a text < and " are escaped, so this begins a picture and nothing else. */
#define KEPT_PICTURE "<img src=\"" KEPT_BASE

const char *
body_html_keep(TALLOC_CTX *mem, const struct body *b)
{
        static const struct body_html_options options = {.file_base = KEPT_BASE, .heading_base = 2};

        return body_html(mem, b, &options).html;
}

struct safe_html
body_html_kept(TALLOC_CTX *mem, const char *kept, const char *file_base)
{
        static const char tag[] = "<img src=\"";
        struct buf out;
        const char *at;

        if (strcmp(file_base, KEPT_BASE) == 0)
                return (struct safe_html){kept};
        out = buf_new(mem, OUT_MAX);
        while ((at = strstr(kept, KEPT_PICTURE)) != NULL) {
                at += strlen(tag);
                buf_put(&out, kept, (size_t)(at - kept));
                escape(&out, file_base);
                kept = at + strlen(KEPT_BASE);
        }
        buf_str(&out, kept);
        return (struct safe_html){buf_text(&out)};
}

bool
body_html_shows(const char *kept, const char *file)
{
        char picture[sizeof(KEPT_PICTURE) + 66];

        (void)snprintf(picture, sizeof(picture), KEPT_PICTURE "%.64s/", file);
        return strstr(kept, picture) != NULL;
}
