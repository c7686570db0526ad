/* HTML, XML and SVG: which spot are we in, which elements are open, which white space may go. */
#include "viewgen.h"

#include <ctype.h>

static bool
is_one_of(const char *s, const char *const *list)
{
        for (; *list; list++)
                if (!strcmp(s, *list))
                        return true;
        return false;
}

static bool
is_void(const char *tag)
{
        static const char *const list[] = {"area",  "base", "br",   "col",    "embed", "hr",  "img",
                                           "input", "link", "meta", "source", "track", "wbr", NULL};

        return is_one_of(tag, list);
}

static bool
is_url(const char *attr)
{
        static const char *const list[] = {"href", "src",  "action",     "formaction", "poster",
                                           "cite", "data", "xlink:href", "template",   NULL};

        return is_one_of(attr, list);
}

static bool
keeps_space(const char *tag)
{
        static const char *const list[] = {"pre", "textarea", NULL};

        return is_one_of(tag, list);
}

/* A byte that can stand against a line break without a space between: Chinese has none. */
static bool
is_edge_byte(char c)
{
        return (unsigned char)c >= 0x80;
}

static void
settle_space(struct gen *g, bool edge_after)
{
        struct place *at = &g->at;

        if (!at->space)
                return;
        if (!at->newline || !(at->edge || edge_after))
                gen_put(g, " ", 1);
        at->space = at->newline = false;
}

static void
name_add(struct gen *g, char *name, char c)
{
        size_t n = strlen(name);

        if (n + 1 >= NAME_SIZE)
                gen_fail(g, "name of a tag or attribute is too long");
        name[n] = c;
        name[n + 1] = '\0';
}

static void
attr_begin(struct gen *g, char c)
{
        g->at.attr[0] = '\0';
        name_add(g, g->at.attr, c);
        g->at.state = ATTR_NAME;
        gen_put(g, &c, 1);
}

static void
attr_known(struct gen *g)
{
        const char *a = g->at.attr;

        if (g->form == FORM_HTML &&
            (!strncmp(a, "on", 2) || !strcmp(a, "style") || !strcmp(a, "srcdoc")))
                gen_fail(g, "attribute %s: no inline script or style", a);
        g->at.url = is_url(a);
}

static void
tag_done(struct gen *g)
{
        struct place *at = &g->at;

        if (at->slash || (g->form == FORM_HTML && is_void(at->tag))) {
                gen_put(g, at->slash ? "/>" : ">", at->slash ? 2 : 1);
        } else {
                if (at->n_open == DEPTH)
                        gen_fail(g, "elements nest too deep");
                at->open[at->n_open++] = mem_strdup(g->mem, at->tag);
                if (keeps_space(at->tag))
                        at->n_keep++;
                gen_put(g, ">", 1);
                if (!strcmp(at->tag, "textarea"))
                        gen_put(g, "\n", 1); /* readers drop one; the text may begin with its own */
        }
        at->state = TEXT;
        at->edge = true;
        at->slash = at->space = at->newline = false;
}

static void
close_done(struct gen *g)
{
        struct place *at = &g->at;
        const char *top = at->n_open ? at->open[at->n_open - 1] : NULL;

        if (!top || strcmp(top, at->tag))
                gen_fail(g, "</%s> closes %s%s%s", at->tag, top ? "<" : "", top ? top : "nothing",
                         top ? ">" : "");
        at->n_open--;
        if (keeps_space(at->tag))
                at->n_keep--;
        gen_put(g, "</", 2);
        gen_put(g, at->tag, strlen(at->tag));
        gen_put(g, ">", 1);
        at->state = TEXT;
        at->edge = true;
}

static void
text_eat(struct gen *g, char c)
{
        struct place *at = &g->at;
        const char *in = at->n_open ? at->open[at->n_open - 1] : "";

        if (!at->n_keep && isspace((unsigned char)c)) {
                at->space = true;
                at->newline = at->newline || c == '\n';
                return;
        }
        if (c == '<') {
                settle_space(g, true);
                at->state = OPENED;
                at->tag[0] = '\0';
                return;
        }
        if (g->form == FORM_HTML && (!strcmp(in, "script") || !strcmp(in, "style")))
                gen_fail(g, "<%s> must stay empty: scripts and styles are files", in);
        settle_space(g, is_edge_byte(c));
        gen_put(g, &c, 1);
        at->edge = is_edge_byte(c);
}

static void
opened_eat(struct gen *g, char c)
{
        struct place *at = &g->at;

        if (c == '/') {
                at->state = CLOSE_NAME;
        } else if (c == '!') {
                if (!strncmp(g->src + g->pos + 1, "--", 2)) {
                        at->state = COMMENT;
                } else {
                        at->state = DECLARATION;
                        gen_put(g, "<!", 2);
                }
        } else if (c == '?') {
                at->state = DECLARATION;
                gen_put(g, "<?", 2);
        } else if (isalpha((unsigned char)c)) {
                name_add(g, at->tag, c);
                gen_put(g, "<", 1);
                gen_put(g, &c, 1);
                at->state = TAG_NAME;
        } else {
                gen_fail(g, "a bare < in text: write &lt;");
        }
}

static void
in_tag_eat(struct gen *g, char c)
{
        struct place *at = &g->at;

        if (isspace((unsigned char)c)) {
                at->space = true;
        } else if (c == '>') {
                tag_done(g);
        } else if (c == '/') {
                at->slash = true;
                at->space = false;
        } else if (c == '"' || c == '\'' || c == '=' || c == '<') {
                gen_fail(g, "stray %c in <%s>", c, at->tag);
        } else {
                if (at->slash)
                        gen_fail(g, "stray / in <%s>", at->tag);
                if (at->space)
                        gen_put(g, " ", 1);
                at->space = false;
                attr_begin(g, c);
        }
}

static void
value_eat(struct gen *g, char c)
{
        struct place *at = &g->at;

        if (c == at->quote) {
                gen_put(g, &c, 1);
                at->state = IN_TAG;
                at->space = at->newline = false;
                return;
        }
        if (c == '<')
                gen_fail(g, "a bare < in attribute %s", at->attr);
        if (isspace((unsigned char)c))
                c = ' ';
        if (at->url && !at->started) {
                if (!strncmp(g->src + g->pos, "javascript:", 11) ||
                    !strncmp(g->src + g->pos, "data:", 5))
                        gen_fail(g, "attribute %s: this kind of address is not allowed", at->attr);
                if (g->form == FORM_HTML && c == '/' && g->src[g->pos + 1] != '/') {
                        gen_flush(g);
                        buf_str(g->c, "buf_str(out, site->prefix);\n");
                }
        }
        at->started = true;
        gen_put(g, &c, 1);
}

void
markup_eat(struct gen *g, char c)
{
        struct place *at = &g->at;

        switch (at->state) {
        case TEXT:
                text_eat(g, c);
                return;
        case OPENED:
                opened_eat(g, c);
                return;
        case TAG_NAME:
                if (isspace((unsigned char)c) || c == '>' || c == '/') {
                        if (g->form == FORM_HTML && !strcmp(at->tag, "style"))
                                gen_fail(g, "<style>: styles are files");
                        at->state = IN_TAG;
                        in_tag_eat(g, c);
                } else {
                        name_add(g, at->tag, c);
                        gen_put(g, &c, 1);
                }
                return;
        case IN_TAG:
                in_tag_eat(g, c);
                return;
        case ATTR_NAME:
                if (c == '=') {
                        attr_known(g);
                        gen_put(g, "=", 1);
                        at->state = ATTR_IS;
                } else if (isspace((unsigned char)c) || c == '>' || c == '/') {
                        attr_known(g);
                        if (g->form != FORM_HTML)
                                gen_fail(g, "attribute %s has no value", at->attr);
                        at->state = IN_TAG;
                        in_tag_eat(g, c);
                } else {
                        name_add(g, at->attr, c);
                        gen_put(g, &c, 1);
                }
                return;
        case ATTR_IS:
                if (c != '"' && c != '\'')
                        gen_fail(g, "attribute %s: the value must be quoted", at->attr);
                at->quote = c;
                at->started = false;
                at->state = VALUE;
                gen_put(g, &c, 1);
                return;
        case VALUE:
                value_eat(g, c);
                return;
        case CLOSE_NAME:
                if (c == '>')
                        close_done(g);
                else if (!isspace((unsigned char)c))
                        name_add(g, at->tag, c);
                return;
        case COMMENT:
                if (c == '>' && !strncmp(g->src + g->pos - 2, "--", 2)) {
                        at->state = TEXT;
                        at->edge = true;
                }
                return;
        case DECLARATION:
                gen_put(g, &c, 1);
                if (c == '>') {
                        at->state = TEXT;
                        at->edge = true;
                }
                return;
        case STRING:
                break;
        }
        gen_fail(g, "the compiler lost its place");
}

enum spot
markup_spot(struct gen *g)
{
        struct place *at = &g->at;
        const char *in = at->n_open ? at->open[at->n_open - 1] : "";

        switch (at->state) {
        case TEXT:
                if (g->form == FORM_HTML && !strcmp(in, "script"))
                        gen_fail(g, "no hole in <script>");
                settle_space(g, true);
                return SPOT_MARKUP;
        case VALUE:
                return !at->url ? SPOT_MARKUP : at->started ? SPOT_URL_REST : SPOT_URL_START;
        case ATTR_IS:
                gen_fail(g, "attribute %s: the value must be quoted", at->attr);
        default:
                gen_fail(g, "a hole may stand in text or in a quoted attribute value only");
        }
}

void
markup_after(struct gen *g)
{
        g->at.started = true;
        g->at.edge = true;
}

void
markup_edge(struct gen *g)
{
        struct place *at = &g->at;

        switch (at->state) {
        case TEXT:
                settle_space(g, true);
                at->edge = true;
                return;
        case IN_TAG:
                if (at->space && !at->slash)
                        gen_put(g, " ", 1);
                at->space = false;
                return;
        case ATTR_NAME:
                attr_known(g);
                at->state = IN_TAG;
                return;
        case TAG_NAME:
                at->state = IN_TAG;
                return;
        case VALUE:
                return;
        case ATTR_IS:
                gen_fail(g, "attribute %s: the value must be quoted", at->attr);
        default:
                gen_fail(g, "no block may begin or end here");
        }
}

bool
place_same(const struct place *a, const struct place *b)
{
        if (a->state != b->state || a->n_open != b->n_open || a->slash != b->slash)
                return false;
        for (size_t i = 0; i < a->n_open; i++)
                if (strcmp(a->open[i], b->open[i]))
                        return false;
        return a->state != VALUE || !strcmp(a->attr, b->attr);
}

void
gen_closed(struct gen *g)
{
        struct place *at = &g->at;

        if (at->n_open)
                gen_fail(g, "%s%s%s is not closed", g->form == FORM_JSON ? "" : "<",
                         at->open[at->n_open - 1], g->form == FORM_JSON ? "" : ">");
        if (at->state != TEXT)
                gen_fail(g, "the template ends inside a tag, a comment or a string");
        if (g->form == FORM_JSON && at->n_values != 1)
                gen_fail(g, "a JSON template is one value, not %zu", at->n_values);
}
