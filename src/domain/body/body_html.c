/* The only maker of struct safe_html. Every name of an element and an attribute is written here;
 * what comes from the tree is escaped. */
#include "domain/body/body_marks.h"

#define OUT_MAX MiB(64)

struct writer {
        struct buf *out;
        const struct body_html_options *opt;
        struct body_marker *marker; /* NULL: nothing is marked */
        bool in_first_row;
};

static void
escape_n(struct buf *out, const char *s, size_t n)
{
        static const char *const marks[256] = {
            ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
        const char *from = s;

        for (const char *end = s + n; s < end; s++) {
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
escape(struct buf *out, const char *s)
{
        escape_n(out, s, strlen(s));
}

static void
put_picture(struct writer *w, const struct body_node *node)
{
        buf_str(w->out, "<img src=\"");
        escape(w->out, w->opt->file_base);
        escape(w->out, node->file);
        buf_str(w->out, "/" BODY_PICTURE "\" alt=\"");
        escape(w->out, node->text);
        buf_str(w->out, "\" loading=\"lazy\">");
}

/* ---- marked places --------------------------------------------------------------------------- */

static void
open_mark(struct writer *w, struct marked *m)
{
        buf_str(w->out, "<mark class=\"");
        escape(w->out, m->place->classes);
        if (!m->begun) {
                buf_str(w->out, "\" id=\"");
                escape(w->out, m->place->id);
        }
        buf_str(w->out, "\">");
        m->begun = true;
}

static void
put_number(struct writer *w, struct marked *m)
{
        buf_str(w->out, "<sup class=\"spot-no\">");
        buf_str(w->out, "<a href=\"");
        escape(w->out, m->place->url);
        if (!m->begun) {
                buf_str(w->out, "\" id=\"");
                escape(w->out, m->place->id);
        }
        buf_str(w->out, "\">");
        escape(w->out, m->place->label);
        buf_str(w->out, "<span class=\"hidden\">");
        escape(w->out, m->place->says);
        buf_str(w->out, "</span></a></sup>");
        m->begun = m->numbered = true;
}

static void put_node(struct writer *, const struct body_node *);

/* The numbers of all that end here or before. */
static void
put_numbers(struct writer *w)
{
        struct body_marker *b = w->marker;

        for (size_t i = 0; b && i < b->n_active; i++)
                if (!b->active[i].numbered && b->active[i].to <= b->at)
                        put_number(w, &b->active[i]);
}

/* The words of a text node, or the picture that stands for some, in stretches over which nothing begins or ends. */
static void
put_stretch(struct writer *w, const char *text, size_t n, const struct body_node *picture)
{
        struct body_marker *b = w->marker;

        for (size_t i = 0; i < b->n_active; i++)
                if (b->active[i].from <= b->at && b->at < b->active[i].to)
                        open_mark(w, &b->active[i]);
        if (picture)
                put_picture(w, picture);
        else
                escape_n(w->out, text, n);
        for (size_t i = 0; i < b->n_active; i++)
                if (b->active[i].from <= b->at && b->at < b->active[i].to)
                        buf_str(w->out, "</mark>");
        b->at += n;
}

static void
put_words(struct writer *w, const struct body_node *node)
{
        size_t n = strlen(node->text);

        if (!w->marker) {
                escape_n(w->out, node->text, n);
                return;
        }
        for (size_t done = 0; done < n;) {
                size_t k = marker_stretch(w->marker, n - done);

                while (done + k < n && ((uint8_t)node->text[done + k] & 0xc0) == 0x80)
                        k++; /* never within a character */
                put_stretch(w, node->text + done, k, NULL);
                done += k;
                if (!node->href) /* a link within a link is none */
                        put_numbers(w);
        }
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
        put_words(w, node);
        for (size_t i = N(tags); i-- > 0;)
                if (node->marks & tags[i].mark)
                        buf_str(w->out, tags[i].close);
        if (node->href)
                buf_str(w->out, "</a>");
}

static void
put_image(struct writer *w, const struct body_node *node)
{
        if (w->marker)
                put_stretch(w, node->text, strlen(node->text), node);
        else
                put_picture(w, node);
}

/* A block: its text begins, and ends. */
static void
put_block(struct writer *w, const struct body_node *node)
{
        if (w->marker) {
                marker_begin(w->marker);
                put_numbers(w);
        }
        if (node->type == BODY_IMAGE)
                put_node(w, node);
        for (size_t i = 0; node->type != BODY_IMAGE && i < node->n; i++) {
                put_node(w, &node->kids[i]);
                put_numbers(w);
        }
        if (w->marker) {
                marker_end(w->marker);
                put_numbers(w);
        }
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

static void
put_kids(struct writer *w, const struct body_node *node)
{
        for (size_t i = 0; i < node->n; i++) {
                size_t keep = marker_down(w->marker, i);

                if (node->kids[i].type == BODY_IMAGE)
                        put_block(w, &node->kids[i]);
                else
                        put_node(w, &node->kids[i]);
                marker_up(w->marker, keep);
        }
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
        if (node->n == 1 && node->kids[0].type == BODY_PARAGRAPH && !node->kids[0].align) {
                size_t keep = marker_down(w->marker, 0);

                put_block(w, &node->kids[0]);
                marker_up(w->marker, keep);
        } else
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
                size_t keep;

                w->in_first_row = i == 0;
                buf_str(w->out, "<tr>");
                marker_row(w->marker, true);
                keep = marker_down(w->marker, i);
                put_kids(w, &node->kids[i]);
                marker_up(w->marker, keep);
                marker_row(w->marker, false);
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
                if (w->marker)
                        w->marker->at++;
                break;
        case BODY_IMAGE:
                put_image(w, node);
                break;
        case BODY_PARAGRAPH:
                if (node->n == 0) {
                        put_block(w, node);
                        break;
                }
                open_tag(w, "p", node->align);
                buf_char(w->out, '>');
                put_block(w, node);
                buf_str(w->out, "</p>\n");
                break;
        case BODY_HEADING:
                name[1] = (char)('0' + (level > 6 ? 6 : level));
                open_tag(w, name, node->align);
                buf_char(w->out, '>');
                put_block(w, node);
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
        _cleanup_(mem_endp) TALLOC_CTX *own = mem_root();
        struct buf out = buf_new(mem, OUT_MAX);
        struct writer w = {.out = &out,
                           .opt = opt,
                           .marker =
                               opt->n_places ? marker_new(own, opt->places, opt->n_places) : NULL};

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
