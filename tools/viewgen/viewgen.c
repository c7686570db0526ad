/* viewgen: templates to C.
 * Purpose    `viewgen ROOT ASSETS OUT.c OUT.h FILE…`: each FILE (below ROOT, .html .xml .svg .json
 * .txt) becomes one function; the language is described in src/views/README.md. The C compiler
 * checks names and types of holes through _Generic (views/kit.h); `#line` makes it name the
 * template. Errors     "file:line: message", exit 1, nothing written. */
#include "viewgen.h"

#include <ctype.h>
#include <stdarg.h>

enum head { HEAD_NONE, HEAD_VIEW, HEAD_PART, HEAD_LAYOUT };
enum block { BLOCK_IF, BLOCK_EACH, BLOCK_WITH, BLOCK_FILL };
enum { SLOTS = 8 };

struct open_block {
        enum block kind;
        size_t line, scope;
        bool has_else;
        struct place begin;
        char n[160]; /* EACH: what counts it */
};

struct layout {
        char name[NAME_SIZE];
        char slots[SLOTS][NAME_SIZE];
        size_t n_slots;
};

/* Which struct a part takes: its own name, unless its head says another. */
struct part_name {
        char name[NAME_SIZE], type[NAME_SIZE];
};
static struct part_name parts[128];
static size_t n_parts;

static struct layout layouts[16];
static size_t n_layouts;

struct template
{
        struct gen g;
        enum head head;
        char name[NAME_SIZE];
        const struct layout *layout; /* used by a view */
        struct layout *own;          /* being defined */
        struct buf slot[SLOTS];      /* of a view with a layout: C of each slot */
        struct buf body;
        char scope[DEPTH][NAME_SIZE];
        size_t n_scopes;
        struct open_block blocks[DEPTH];
        size_t n_blocks;
        size_t n_vars;
};

struct asset_name {
        char path[96], name[128];
};
static struct asset_name *assets;
static size_t n_assets;

void
gen_fail(const struct gen *g, const char *fmt, ...)
{
        va_list ap;

        (void)fprintf(stderr, "%s:%zu: ", g->path, g->line);
        va_start(ap, fmt);
        (void)vfprintf(stderr, fmt, ap);
        va_end(ap);
        (void)fputc('\n', stderr);
        exit(1);
}

void
gen_put(struct gen *g, const char *s, size_t n)
{
        buf_put(&g->lit, s, n);
}

/* A C string literal, broken where a line has grown long; never inside a UTF-8 sequence. */
static void
quote(struct buf *out, const char *s, size_t n)
{
        size_t column = 0;

        buf_char(out, '"');
        for (size_t i = 0; i < n; i++, column++) {
                unsigned char c = (unsigned char)s[i];

                if (column > 90 && (c & 0xC0) != 0x80) {
                        buf_str(out, "\"\n    \"");
                        column = 0;
                }
                if (c == '"' || c == '\\')
                        buf_printf(out, "\\%c", c);
                else if (c < 0x20)
                        buf_printf(out, "\\%03o", c);
                else
                        buf_char(out, (char)c);
        }
        buf_char(out, '"');
}

void
gen_flush(struct gen *g)
{
        if (!g->lit.len)
                return;
        buf_str(g->c, "buf_put(out, ");
        quote(g->c, g->lit.data, g->lit.len);
        buf_printf(g->c, ", %zu);\n", g->lit.len);
        g->lit.len = 0;
}

static bool
is_markup(const struct gen *g)
{
        return g->form == FORM_HTML || g->form == FORM_XML;
}

static void
edge(struct gen *g)
{
        if (is_markup(g))
                markup_edge(g);
        else
                data_edge(g);
}

static enum spot
spot(struct gen *g)
{
        return is_markup(g) ? markup_spot(g) : data_spot(g);
}

static void
after(struct gen *g)
{
        if (is_markup(g))
                markup_after(g);
        else
                data_after(g);
}

static const char *
form_suffix(enum form f, const char *path)
{
        const char *dot = strrchr(path, '.');

        if (f == FORM_HTML)
                return "";
        return mem_printf(NULL, "_%s", dot + 1);
}

/* ---- expressions ---- */

static bool
is_ident(const char *s, size_t n)
{
        if (!n || isdigit((unsigned char)s[0]))
                return false;
        for (size_t i = 0; i < n; i++)
                if (!isalnum((unsigned char)s[i]) && s[i] != '_')
                        return false;
        return true;
}

static bool
is_constant(const char *s)
{
        bool letter = false;

        for (; *s; s++) {
                if (!isupper((unsigned char)*s) && !isdigit((unsigned char)*s) && *s != '_')
                        return false;
                letter = letter || isupper((unsigned char)*s);
        }
        return letter;
}

/* Checks that path is names joined by . or ->. */
static void
check_path(const struct gen *g, const char *path)
{
        const char *p = path;

        for (;;) {
                size_t n = strcspn(p, ".-");

                if (!is_ident(p, n))
                        gen_fail(g, "\"%s\" is not a name of a value", path);
                p += n;
                if (!*p)
                        return;
                p += *p == '.' ? 1 : (p[1] == '>') ? 2 : 1;
        }
}

/* C of a value named in a template: x, a.b, a->b, $x (of the whole view), site.x, ., @n, CONSTANT,
 * 12, "text". prefix goes before the last name ("n_" for counts). */
static const char *
value(struct template *t, const char *text, const char *prefix)
{
        struct gen *g = &t->g;
        const char *scope = t->scope[t->n_scopes - 1], *last = text;
        bool element = scope[0] == 'e';

        if (!*text)
                gen_fail(g, "a value is missing");
        if (!strcmp(text, ".")) {
                if (!element)
                        gen_fail(g, "{{.}} stands for an element of {{each}}; there is none here");
                return mem_printf(g->mem, "(*%s)", scope);
        }
        if (text[0] == '@') {
                size_t i = t->n_blocks;

                while (i && t->blocks[i - 1].kind != BLOCK_EACH)
                        i--;
                if (!i)
                        gen_fail(g, "%s outside of {{each}}", text);
                scope = t->scope[t->blocks[i - 1].scope];
                if (!strcmp(text, "@n"))
                        return mem_printf(g->mem, "((int64_t)i%s + 1)", scope + 1);
                if (!strcmp(text, "@first"))
                        return mem_printf(g->mem, "(i%s == 0)", scope + 1);
                if (!strcmp(text, "@last"))
                        return mem_printf(g->mem, "(i%s + 1 == (size_t)(%s))", scope + 1,
                                          t->blocks[i - 1].n);
                gen_fail(g, "there are @n, @first and @last, no %s", text);
        }
        if (isdigit((unsigned char)text[0]) || text[0] == '"' || is_constant(text))
                return text;
        if (text[0] == '$') {
                text++;
                scope = "v";
        } else if (!strncmp(text, "site.", 5)) {
                text += 5;
                scope = "site";
        }
        check_path(g, text);
        for (const char *p = last = text; *p; p++)
                if (*p == '.' || *p == '>')
                        last = p + 1;
        return mem_printf(g->mem, "%s->%.*s%s%s", scope, (int)(last - text), text, prefix, last);
}

/* First word of *s; *s moves behind it. Quoted words keep their spaces. */
static const char *
word(struct template *t, const char **s)
{
        const char *p = *s + strspn(*s, " \t\n"), *end = p;

        if (*p == '"') {
                end = strchr(p + 1, '"');
                if (!end)
                        gen_fail(&t->g, "a quote is not closed");
                end++;
        } else {
                end += strcspn(p, " \t\n");
        }
        *s = end + strspn(end, " \t\n");
        return mem_strndup(t->g.mem, p, (size_t)(end - p));
}

/* cond := term { ("and" | "or") term }; term := ["!"] value [("==" | "!=") value] */
static const char *
condition(struct template *t, const char *s)
{
        struct gen *g = &t->g;
        struct buf c = buf_new(g->mem, KiB(4));
        const char *join = "";

        for (;;) {
                const char *w = word(t, &s), *not = "";
                const char *rest = s, *op;

                if (w[0] == '!') {
                        not = "!";
                        w++;
                }
                op = *s ? word(t, &rest) : "";
                if (!strcmp(op, "==") || !strcmp(op, "!=")) {
                        const char *right = word(t, &rest);

                        s = rest;
                        if (right[0] == '"')
                                buf_printf(&c, "%skit_same(%s, %s)", op[0] == '!' ? "!" : "",
                                           value(t, w, ""), right);
                        else
                                buf_printf(&c, "(%s %s %s)", value(t, w, ""), op,
                                           value(t, right, ""));
                } else {
                        buf_printf(&c, "%sKIT_TRUE(%s)", not, value(t, w, ""));
                }
                if (!*s)
                        return buf_text(&c);
                w = word(t, &s);
                if (strcmp(w, "and") && strcmp(w, "or"))
                        gen_fail(g, "a condition goes on with and, or, == or !=, not \"%s\"", w);
                if (*join && strcmp(join, w))
                        gen_fail(g, "and and or in one condition: nest two {{if}}");
                join = w;
                buf_str(&c, w[0] == 'a' ? " && " : " || ");
        }
}

/* value { "|" filter [":" argument] } */
static const char *
filtered(struct template *t, const char *s)
{
        struct gen *g = &t->g;
        const char *c = value(t, word(t, &s), "");

        while (*s) {
                const char *w = word(t, &s), *colon;

                if (strcmp(w, "|"))
                        gen_fail(g, "what does \"%s\" do here? Only a | filter may follow a value",
                                 w);
                w = word(t, &s);
                colon = strchr(w, ':');
                if (!is_ident(w, colon ? (size_t)(colon - w) : strlen(w)))
                        gen_fail(g, "\"%s\" is no name of a filter", w);
                if (colon)
                        c = mem_printf(g->mem, "filter_%.*s(KIT_TMP, %s, %s)", (int)(colon - w), w,
                                       c, value(t, colon + 1, ""));
                else
                        c = mem_printf(g->mem, "filter_%s(KIT_TMP, %s)", w, c);
        }
        return c;
}

/* ---- constructs ---- */

static void
say_line(struct gen *g)
{
        buf_printf(g->c, "#line %zu \"%s\"\n", g->line, g->path);
}

static void
hole(struct template *t, const char *s)
{
        struct gen *g = &t->g;
        enum spot at = spot(g);
        const char *c = filtered(t, s);

        gen_flush(g);
        say_line(g);
        switch (at) {
        case SPOT_MARKUP:
                buf_printf(g->c, "kit_markup(out, KIT_STR(%s));\n", c);
                break;
        case SPOT_URL_REST:
                buf_printf(g->c, "kit_query(out, KIT_STR(%s));\n", c);
                break;
        case SPOT_JSON:
                buf_printf(g->c, "KIT_JSON(out, %s);\n", c);
                break;
        case SPOT_JSON_TEXT:
                buf_printf(g->c, "kit_json_text(out, KIT_STR(%s));\n", c);
                break;
        case SPOT_TEXT:
                buf_printf(g->c, "kit_line(out, KIT_STR(%s));\n", c);
                break;
        case SPOT_URL_START:
                gen_fail(g,
                         "attribute %s: an address begins with {{url …}}, {{abs …}} or {{asset …}}",
                         g->at.attr);
        case SPOT_NONE:
                gen_fail(g, "no hole may stand here");
        }
        after(g);
}

static const char *
spot_name(const struct gen *g, enum spot at)
{
        switch (at) {
        case SPOT_MARKUP:
        case SPOT_URL_START:
                return "markup";
        case SPOT_JSON:
                return "json";
        case SPOT_JSON_TEXT:
                return "json_text";
        case SPOT_TEXT:
                return "line";
        case SPOT_URL_REST:
        case SPOT_NONE:
                break;
        }
        gen_fail(g, "a whole address cannot stand behind other text of an address");
}

/* {{url x}}: as links are written in a page, with the prefix; {{abs x}}: with scheme and host. */
static void
address(struct template *t, const char *how, const char *s)
{
        struct gen *g = &t->g;
        enum spot at = spot(g);

        if (!strcmp(how, "url") && at == SPOT_MARKUP && g->at.state == VALUE)
                gen_fail(g, "attribute %s holds no address: use {{abs …}} or a plain hole",
                         g->at.attr);
        gen_flush(g);
        say_line(g);
        buf_printf(g->c, "kit_%s_%s(out, site, %s);\n", how, spot_name(g, at), filtered(t, s));
        after(g);
}

static void
asset(struct template *t, const char *s)
{
        struct gen *g = &t->g;

        if (spot(g) != SPOT_URL_START)
                gen_fail(g, "{{asset …}} stands at the start of an address attribute only");
        for (size_t i = 0; i < n_assets; i++) {
                if (strcmp(assets[i].path, s))
                        continue;
                gen_flush(g);
                buf_str(g->c, "buf_str(out, site->prefix);\n");
                gen_put(g, "/assets/", 8);
                gen_put(g, assets[i].name, strlen(assets[i].name));
                after(g);
                return;
        }
        gen_fail(g, "there is no asset \"%s\"", s);
}

static void
safe(struct template *t, const char *s)
{
        struct gen *g = &t->g;

        if (g->form != FORM_HTML || spot(g) != SPOT_MARKUP || g->at.state != TEXT)
                gen_fail(g, "{{safe …}} stands in HTML text only");
        gen_flush(g);
        say_line(g);
        buf_printf(g->c, "kit_safe(out, %s);\n", value(t, s, ""));
        after(g);
}

static const char *
part_type(const struct gen *g, const char *name)
{
        for (size_t i = 0; i < n_parts; i++)
                if (!strcmp(parts[i].name, name))
                        return parts[i].type;
        gen_fail(g, "there is no part \"%s\"", name);
}

static void
part(struct template *t, const char *s)
{
        struct gen *g = &t->g;
        const char *name = word(t, &s), *c = value(t, word(t, &s), "");

        if (*s || !is_ident(name, strlen(name)))
                gen_fail(g, "{{part NAME value}} takes a name and a value");
        if (g->at.state != TEXT)
                gen_fail(g, "a part stands in text, not in a tag");
        (void)spot(g);
        gen_flush(g);
        say_line(g);
        buf_printf(g->c, "view_part_%s%s(out, site, KIT_REF(struct part_%s, %s));\n", name,
                   form_suffix(g->form, g->path), part_type(g, name), c);
        after(g);
}

static struct open_block *
push(struct template *t, enum block kind)
{
        struct open_block *b;

        if (t->n_blocks == DEPTH || t->n_scopes + 1 >= DEPTH)
                gen_fail(&t->g, "blocks nest too deep");
        edge(&t->g);
        gen_flush(&t->g);
        say_line(&t->g);
        b = &t->blocks[t->n_blocks++];
        *b = (struct open_block){.kind = kind, .line = t->g.line, .scope = t->n_scopes};
        b->begin = t->g.at;
        return b;
}

static void
block_if(struct template *t, const char *s)
{
        push(t, BLOCK_IF);
        buf_printf(t->g.c, "if (%s) {\n", condition(t, s));
}

static void
block_each(struct template *t, const char *s)
{
        struct open_block *b = push(t, BLOCK_EACH);
        const char *array = value(t, s, ""), *n = value(t, s, "n_");
        size_t i = ++t->n_vars;

        if (strlen(n) >= sizeof(b->n))
                gen_fail(&t->g, "\"%s\" is too long a name", s);
        (void)snprintf(b->n, sizeof(b->n), "%s", n);
        buf_printf(t->g.c,
                   "for (size_t i%zu = 0; i%zu < (size_t)(%s); i%zu++) {\n__auto_type e%zu = "
                   "&(%s)[i%zu];\n"
                   "(void)e%zu;\n",
                   i, i, n, i, i, array, i, i);
        (void)snprintf(t->scope[t->n_scopes++], NAME_SIZE, "e%zu", i);
}

static void
block_with(struct template *t, const char *s)
{
        size_t i = ++t->n_vars;

        push(t, BLOCK_WITH);
        buf_printf(t->g.c, "if (%s) {\n__auto_type e%zu = %s;\n(void)e%zu;\n", value(t, s, ""), i,
                   value(t, s, ""), i);
        (void)snprintf(t->scope[t->n_scopes++], NAME_SIZE, "e%zu", i);
}

static struct open_block *
top(struct template *t, const char *what)
{
        if (!t->n_blocks)
                gen_fail(&t->g, "{{%s}} without a block", what);
        return &t->blocks[t->n_blocks - 1];
}

static void
branch_done(struct template *t, struct open_block *b)
{
        edge(&t->g);
        if (!place_same(&t->g.at, &b->begin))
                gen_fail(&t->g,
                         "the block begun on line %zu does not leave the markup as it found it",
                         b->line);
        gen_flush(&t->g);
        say_line(&t->g);
}

static void
block_else(struct template *t, const char *key, const char *s)
{
        struct open_block *b = top(t, key);
        bool none = !strcmp(key, "none");

        if (b->has_else)
                gen_fail(&t->g, "{{%s}} behind the last branch", key);
        if (none != (b->kind != BLOCK_IF) || b->kind == BLOCK_FILL)
                gen_fail(&t->g, "{{%s}} does not belong to this block", key);
        branch_done(t, b);
        t->g.at = b->begin;
        t->n_scopes = b->scope;
        if (b->kind == BLOCK_EACH)
                buf_printf(t->g.c, "}\nif (!(%s)) {\n", b->n);
        else if (!strcmp(key, "elif"))
                buf_printf(t->g.c, "} else if (%s) {\n", condition(t, s));
        else
                buf_str(t->g.c, "} else {\n");
        b->has_else = strcmp(key, "elif") != 0;
}

static void
block_end(struct template *t)
{
        struct open_block *b = top(t, "end");
        size_t n_values = t->g.at.n_values;

        branch_done(t, b);
        t->n_scopes = b->scope;
        t->n_blocks--;
        if (b->kind == BLOCK_FILL) {
                t->g.c = &t->body;
                return;
        }
        buf_str(t->g.c, "}\n");
        t->g.at.n_values = n_values;
        if (t->g.at.state == VALUE)
                t->g.at.started = true;
}

static void
block_fill(struct template *t, const char *s)
{
        if (!t->layout || t->n_blocks || t->g.at.n_open)
                gen_fail(&t->g, "{{fill}} stands at the top of a view that has a {{layout}}");
        for (size_t i = 0; i < t->layout->n_slots; i++) {
                if (strcmp(t->layout->slots[i], s))
                        continue;
                edge(&t->g);
                gen_flush(&t->g);
                t->g.c = &t->slot[i];
                push(t, BLOCK_FILL);
                return;
        }
        gen_fail(&t->g, "layout %s has no slot \"%s\"", t->layout->name, s);
}

static void
slot(struct template *t, const char *s)
{
        struct gen *g = &t->g;

        if (t->head != HEAD_LAYOUT || t->own->n_slots == SLOTS || strlen(s) >= NAME_SIZE)
                gen_fail(g, "{{slot NAME}} stands in a layout, at most %d of them", SLOTS);
        (void)spot(g);
        gen_flush(g);
        buf_printf(g->c, "fill(out, site, page, %zu);\n", t->own->n_slots);
        (void)snprintf(t->own->slots[t->own->n_slots++], NAME_SIZE, "%s", s);
        after(g);
}

static const struct layout *
layout_find(const struct gen *g, const char *name)
{
        for (size_t i = 0; i < n_layouts; i++)
                if (!strcmp(layouts[i].name, name))
                        return &layouts[i];
        gen_fail(g, "there is no layout \"%s\"", name);
}

static void
head(struct template *t, const char *key, const char *s)
{
        struct gen *g = &t->g;

        if (!strcmp(key, "part"))
                s = word(t, &s); /* the struct behind it was read before, by part_note() */
        if (!is_ident(s, strlen(s)) || strlen(s) >= NAME_SIZE)
                gen_fail(g, "{{%s NAME}}: \"%s\" is not a name", key, s);
        if (!strcmp(key, "view"))
                t->head = HEAD_VIEW;
        else if (!strcmp(key, "part"))
                t->head = HEAD_PART;
        else if (!strcmp(key, "layout"))
                t->head = HEAD_LAYOUT;
        else
                gen_fail(g,
                         "a template begins with {{view NAME}}, {{part NAME}} or {{layout NAME}}");
        (void)snprintf(t->name, NAME_SIZE, "%s", s);
        if (t->head == HEAD_LAYOUT) {
                if (n_layouts == N(layouts))
                        gen_fail(g, "too many layouts");
                t->own = &layouts[n_layouts++];
                (void)snprintf(t->own->name, NAME_SIZE, "%s", s);
        }
        g->at.edge = true;
}

static void
construct(struct template *t, const char *s)
{
        const char *all = s, *key;

        if (s[0] == '!')
                return;
        key = word(t, &s);
        if (t->head == HEAD_NONE) {
                head(t, key, s);
        } else if (!strcmp(key, "view")) {
                gen_fail(&t->g, "{{view}} stands first and once");
        } else if (!strcmp(key, "layout")) {
                if (t->head != HEAD_VIEW || t->g.c->len || t->g.lit.len || t->layout ||
                    t->g.form != FORM_HTML)
                        gen_fail(&t->g, "{{layout NAME}} stands right behind {{view NAME}}");
                t->layout = layout_find(&t->g, s);
        } else if (!strcmp(key, "part")) {
                part(t, s);
        } else if (!strcmp(key, "slot")) {
                slot(t, s);
        } else if (!strcmp(key, "fill")) {
                block_fill(t, s);
        } else if (!strcmp(key, "each")) {
                block_each(t, s);
        } else if (!strcmp(key, "with")) {
                block_with(t, s);
        } else if (!strcmp(key, "if")) {
                block_if(t, s);
        } else if (!strcmp(key, "elif") || !strcmp(key, "else") || !strcmp(key, "none")) {
                block_else(t, key, s);
        } else if (!strcmp(key, "end")) {
                block_end(t);
        } else if (!strcmp(key, "url") || !strcmp(key, "abs")) {
                address(t, key, s);
        } else if (!strcmp(key, "asset")) {
                asset(t, s);
        } else if (!strcmp(key, "safe")) {
                safe(t, s);
        } else {
                hole(t, all);
        }
}

/* ---- files ---- */

static char *
slurp(TALLOC_CTX *mem, const char *path, size_t *ret_n)
{
        FILE *f = fopen(path, "rbe");
        struct buf b = buf_new(mem, MiB(4));
        char chunk[4096];
        size_t n;

        if (!f) {
                (void)fprintf(stderr, "%s: cannot be read\n", path);
                exit(1);
        }
        while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
                buf_put(&b, chunk, n);
        (void)fclose(f);
        buf_put(&b, "\0\0", 2);
        *ret_n = b.len - 2;
        return b.data;
}

static enum form
form_of(const char *path)
{
        static const struct {
                const char *end;
                enum form form;
        } rows[] = {{".html", FORM_HTML},
                    {".xml", FORM_XML},
                    {".svg", FORM_XML},
                    {".json", FORM_JSON},
                    {".txt", FORM_TEXT}};
        const char *dot = strrchr(path, '.');

        for (size_t i = 0; dot && i < N(rows); i++)
                if (!strcmp(dot, rows[i].end))
                        return rows[i].form;
        (void)fprintf(stderr, "%s: what kind of template is this?\n", path);
        exit(1);
}

static void
compile(struct template *t, TALLOC_CTX *mem, const char *root, const char *path)
{
        struct gen *g = &t->g;

        *t = (struct template){.g = {.mem = mem, .path = path, .line = 1, .form = form_of(path)}};
        g->src = slurp(mem, mem_printf(mem, "%s/%s", root, path), &g->len);
        g->lit = buf_new(mem, MiB(1));
        t->body = buf_new(mem, MiB(4));
        for (size_t i = 0; i < SLOTS; i++)
                t->slot[i] = buf_new(mem, MiB(4));
        g->c = &t->body;
        (void)snprintf(t->scope[t->n_scopes++], NAME_SIZE, "v");
        while (g->pos < g->len) {
                const char *here = g->src + g->pos;

                if (!strncmp(here, "{{", 2) && here[2] != '{' && g->at.state != COMMENT) {
                        const char *end = strstr(here, "}}");
                        const char *from = here + 2 + strspn(here + 2, " \t\n"), *to;
                        char *text;

                        if (!end)
                                gen_fail(g, "{{ is not closed");
                        for (to = end; to > from && isspace((unsigned char)to[-1]);)
                                to--;
                        text = mem_strndup(mem, from, (size_t)(to - from));
                        construct(t, text);
                        for (const char *p = here; p < end; p++)
                                g->line += *p == '\n';
                        g->pos += (size_t)(end + 2 - here);
                        if (g->form == FORM_TEXT && !g->lit.len && !g->c->len &&
                            g->src[g->pos] == '\n') {
                                g->pos++; /* the line of the head is no line of the text */
                                g->line++;
                        }
                        continue;
                }
                if (t->head == HEAD_NONE && !isspace((unsigned char)*here))
                        gen_fail(g, "a template begins with {{view NAME}}, {{part NAME}} or "
                                    "{{layout NAME}}");
                if (t->head != HEAD_NONE && is_markup(g))
                        markup_eat(g, *here);
                else if (t->head != HEAD_NONE)
                        data_eat(g, *here);
                g->line += *here == '\n';
                g->pos++;
        }
        if (t->head == HEAD_NONE)
                gen_fail(g, "the template is empty");
        if (t->n_blocks)
                gen_fail(g, "the block begun on line %zu has no {{end}}",
                         t->blocks[t->n_blocks - 1].line);
        gen_closed(g);
        gen_flush(g);
}

/* The header that declares the struct: beside the template with its name, or the folder's own. */
static const char *
header_of(TALLOC_CTX *mem, const char *root, const char *path)
{
        const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/'), *dir;
        char *own = mem_printf(mem, "%.*s.h", (int)(dot - path), path),
             *file = mem_printf(mem, "%s/%s", root, own);
        FILE *f = fopen(file, "re");

        if (f) {
                (void)fclose(f);
                return own;
        }
        if (!slash)
                return own;
        for (dir = slash; dir > path && dir[-1] != '/';)
                dir--;
        return mem_printf(mem, "%.*s/%.*s.h", (int)(slash - path), path, (int)(slash - dir), dir);
}

/* Notes the name and struct of a part before anything is compiled, since parts use each other. */
static void
part_note(TALLOC_CTX *mem, const char *file)
{
        size_t n;
        const char *s = slurp(mem, file, &n);
        struct part_name *p = &parts[n_parts];

        s += strspn(s, " \t\n");
        if (sscanf(s, "{{part %47[a-z0-9_] %47[a-z0-9_]}}", p->name, p->type) < 1)
                return;
        if (!p->type[0])
                (void)memcpy(p->type, p->name, NAME_SIZE);
        if (++n_parts == N(parts)) {
                (void)fprintf(stderr, "%s: too many parts\n", file);
                exit(1);
        }
}

static void
write_out(const char *path, const struct buf *b)
{
        FILE *f = fopen(path, "wbe");

        if (!f || fwrite(b->data, 1, b->len, f) != b->len || fclose(f) || b->full) {
                (void)fprintf(stderr, "%s: cannot be written\n", path);
                exit(1);
        }
}

static void
emit_function(struct buf *c, struct buf *h, const struct template *t, const char *header)
{
        const char *kind = t->head == HEAD_PART ? "part" : "view";
        const char *suffix = form_suffix(t->g.form, t->g.path);
        const char *type,
            *function = mem_printf(t->g.mem, t->head == HEAD_PART ? "view_part_%s%s" : "view_%s%s",
                                   t->name, suffix);

        buf_printf(c, "#include \"%s\"\n\n", header);
        if (t->head == HEAD_LAYOUT) {
                buf_printf(
                    c,
                    "__attribute__((unused)) static void\nlayout_%s(struct buf *out, const struct "
                    "view_site *site, const "
                    "struct "
                    "view_page *v, kit_fill *fill, const void *page)\n{\n(void)v; (void)site;\n",
                    t->name);
                buf_put(c, t->body.data, t->body.len);
                buf_str(c, "}\n\n");
                return;
        }
        type = t->head == HEAD_PART ? part_type(&t->g, t->name) : t->name;
        buf_printf(h,
                   "struct %s_%s;\nvoid %s(struct buf *out, const struct view_site *site, const "
                   "struct %s_%s *v);\n",
                   kind, type, function, kind, type);
        if (!t->layout) {
                buf_printf(c,
                           "void\n%s(struct buf *out, const struct view_site *site, const struct "
                           "%s_%s *v)\n{\n"
                           "(void)v; (void)site;\n",
                           function, kind, type);
                buf_str(c, buf_text(&t->body));
                buf_str(c, "}\n\n");
                return;
        }
        buf_printf(c,
                   "static void\n%s_fill(struct buf *out, const struct view_site *site, const void "
                   "*page, int slot)\n"
                   "{\nconst struct view_%s *v = page;\n(void)v; (void)site; (void)out;\nswitch "
                   "(slot) {\n",
                   function, t->name);
        for (size_t i = 0; i < t->layout->n_slots; i++) {
                const struct buf *b = strcmp(t->layout->slots[i], "main") ? &t->slot[i] : &t->body;

                buf_printf(c, "case %zu:\n%sbreak;\n", i, buf_text(b));
        }
        buf_printf(c,
                   "default:\nbreak;\n}\n}\n\nvoid\n%s(struct buf *out, const struct view_site "
                   "*site, const struct "
                   "view_%s *v)\n{\nlayout_%s(out, site, &v->page, %s_fill, v);\n}\n\n",
                   function, t->name, t->layout->name, function);
}

static void
read_assets(TALLOC_CTX *mem, const char *path)
{
        size_t n;
        char *text = slurp(mem, path, &n), *line, *rest = text;

        while ((line = strsep(&rest, "\n"))) {
                char *space = strchr(line, ' ');

                if (!space)
                        continue;
                *space = '\0';
                mem_grow(mem, assets, n_assets);
                (void)snprintf(assets[n_assets].path, sizeof(assets->path), "%s", line);
                (void)snprintf(assets[n_assets].name, sizeof(assets->name), "%s", space + 1);
                n_assets++;
        }
}

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf c = buf_new(mem, MiB(32)), h = buf_new(mem, MiB(4));

        if (argc < 6) {
                (void)fprintf(stderr, "usage: viewgen ROOT ASSETS OUT.c OUT.h FILE...\n");
                return 2;
        }
        read_assets(mem, argv[2]);
        for (int i = 5; i < argc; i++)
                part_note(mem, argv[i]);
        buf_str(&h,
                "/* Written by viewgen: every view and part, one function each. */\n#ifndef "
                "VIEWS_VIEWS_H\n"
                "#define VIEWS_VIEWS_H\n\n#include \"base/buf.h\"\n#include \"views/site.h\"\n\n");
        buf_str(&c, "/* Written by viewgen. */\n#include \"views/views.h\"\n#include "
                    "\"views/kit.h\"\n#include "
                    "\"views/filter.h\"\n\n");
        for (int pass = 0; pass < 2; pass++) /* layouts first: views need their slots */
                for (int i = 5; i < argc; i++) {
                        const char *path = argv[i];
                        size_t n_root = strlen(argv[1]);
                        bool is_layout = strstr(path, "/layout/") != NULL;
                        struct template *t;

                        if (is_layout != (pass == 0))
                                continue;
                        if (!strncmp(path, argv[1], n_root) && path[n_root] == '/')
                                path += n_root + 1;
                        t = mem_new(mem, struct template);
                        compile(t, mem, argv[1], path);
                        if (is_layout != (t->head == HEAD_LAYOUT))
                                gen_fail(&t->g, "layouts, and only they, live in layout/");
                        emit_function(&c, &h, t,
                                      is_layout ? "views/site.h" : header_of(mem, argv[1], path));
                }
        buf_str(&h, "\n#endif\n");
        write_out(argv[3], &c);
        write_out(argv[4], &h);
        return 0;
}
