/* tools/sqlgen.c: named SQL queries to C.
 * Purpose    reads the files of store/sql and writes sql.h (a struct for what goes in, a struct for
 * a row, three thin functions a query) and sql.c (offset tables: data, not code). A query is
 *
 *     -- name: item_list   what it is for
 *     -- in: scope int, state text     out: id int, title text, due day?
 *     -- order: newest: i.day DESC, i.id DESC | title: i.title
 *     -- may: conflict
 *     SELECT … WHERE a = $1 [[state: AND state = $2]] ORDER BY [[order]];
 *
 * and ends at a blank line or the next name. [[x: …]] stands when NAME_OPT_X is set, [[!x: …]] when
 * it is not, [[@sqlite: …]] and [[@pg: …]] on one engine. Parts do not nest; $n keep their numbers.
 * With --migrations it writes the files as they are, as C strings.
 * Errors     one line on stderr, file:line first, exit 1. Memory is the process's. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FIELDS = 64, MAX_OPTS = 16, MAX_ORDERS = 16, MAX_PIECES = 128, MAX_QUERIES = 4096 };

struct field {
        char *name;
        int type;
        bool nullable;
};
enum when { WHEN_ALWAYS, WHEN_OPT, WHEN_NOT_OPT, WHEN_ORDER, WHEN_SQLITE, WHEN_PG };
struct piece {
        enum when when;
        int which; /* option or order */
        char *text;
};
struct query {
        const char *file;
        int line;
        char *name, *comment;
        struct field in[MAX_FIELDS], out[MAX_FIELDS];
        int n_in, n_out;
        char *opts[MAX_OPTS];
        char *orders[MAX_ORDERS], *order_text[MAX_ORDERS];
        int n_opts, n_orders;
        struct piece pieces[MAX_PIECES];
        int n_pieces;
        bool used[MAX_FIELDS + 1], has_out, may_conflict, order_placed;
};

static const struct {
        const char *word, *c, *code;
} types[] = {
    {"int", "int64_t ", "SQL_INT"},       {"text", "const char *", "SQL_TEXT"},
    {"day", "struct day ", "SQL_DAY"},    {"instant", "struct instant ", "SQL_INSTANT"},
    {"bool", "bool ", "SQL_BOOL"},        {"real", "double ", "SQL_REAL"},
    {"blob", "struct blob ", "SQL_BLOB"},
};
enum { TYPES = sizeof(types) / sizeof(types[0]), TYPE_INT = 0, TYPE_BOOL = 4, TYPE_REAL = 5 };

static const char *const keywords[] = {
    "auto",   "break",  "case",     "char",     "const",  "continue", "default", "do",
    "double", "else",   "enum",     "extern",   "float",  "for",      "goto",    "if",
    "inline", "int",    "long",     "register", "return", "short",    "signed",  "sizeof",
    "static", "struct", "switch",   "typedef",  "union",  "unsigned", "void",    "volatile",
    "while",  "bool",   "restrict", "asm",      "typeof", "opt",      "order"};

static struct query *queries[MAX_QUERIES];
static int n_queries;
static const char *file_now;

__attribute__((noreturn, format(printf, 2, 3))) static void
die(int line, const char *fmt, ...)
{
        va_list ap;

        (void)fprintf(stderr, "%s:%d: ", file_now, line);
        va_start(ap, fmt);
        (void)vfprintf(stderr, fmt, ap);
        va_end(ap);
        (void)fputc('\n', stderr);
        exit(1);
}

static void *
must(void *p)
{
        if (!p)
                abort();
        return p;
}

static char *
copy(const char *s, size_t n)
{
        return must(strndup(s, n));
}

static char *
trimmed(const char *s, size_t n)
{
        while (n && isspace((unsigned char)*s))
                s++, n--;
        while (n && isspace((unsigned char)s[n - 1]))
                n--;
        return copy(s, n);
}

static char *
read_file(const char *path)
{
        FILE *f = fopen(path, "rb");
        size_t cap = 1 << 16, n = 0, got;
        char *text = must(malloc(cap + 1));

        file_now = path;
        if (!f)
                die(0, "cannot be read");
        while ((got = fread(text + n, 1, cap - n, f)) > 0) {
                n += got;
                if (n == cap)
                        text = must(realloc(text, (cap *= 2) + 1));
        }
        (void)fclose(f);
        text[n] = '\0';
        if (strlen(text) != n)
                die(0, "holds a NUL byte");
        return text;
}

static bool
is_name(const char *s)
{
        if (!islower((unsigned char)*s))
                return false;
        for (; *s; s++)
                if (!islower((unsigned char)*s) && !isdigit((unsigned char)*s) && *s != '_')
                        return false;
        return true;
}

/* ---- header lines --------------------------------------------------------------------------- */

static void
add_field(struct field *list, int *n, int line, const char *text)
{
        char *space, *name = trimmed(text, strlen(text)), *type;
        struct field *f;

        if (!*name)
                die(line, "a field is missing between commas");
        if (*n == MAX_FIELDS)
                die(line, "more than %d fields", MAX_FIELDS);
        f = &list[*n];
        space = strpbrk(name, " \t");
        if (!space)
                die(line, "field %s has no type", name);
        type = trimmed(space, strlen(space));
        *space = '\0';
        if (!is_name(name))
                die(line, "%s is no field name", name);
        for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
                if (strcmp(keywords[i], name) == 0)
                        die(line, "%s is a word of C or of sqlgen", name);
        for (int i = 0; i < *n; i++)
                if (strcmp(list[i].name, name) == 0)
                        die(line, "field %s stands twice", name);
        f->name = name;
        if (*type && type[strlen(type) - 1] == '?') {
                f->nullable = true;
                type[strlen(type) - 1] = '\0';
        }
        for (f->type = 0; f->type < TYPES; f->type++)
                if (strcmp(types[f->type].word, type) == 0)
                        break;
        if (f->type == TYPES)
                die(line, "field %s: no such type: %s", name, type);
        ++*n;
}

static void
add_order(struct query *q, int line, const char *text)
{
        const char *colon = strchr(text, ':');
        char *name;

        if (!colon)
                die(line, "an order is written name: expression");
        if (q->n_orders == MAX_ORDERS)
                die(line, "more than %d orders", MAX_ORDERS);
        name = trimmed(text, (size_t)(colon - text));
        if (!is_name(name))
                die(line, "%s is no name of an order", name);
        q->orders[q->n_orders] = name;
        q->order_text[q->n_orders++] = trimmed(colon + 1, strlen(colon + 1));
}

enum key { KEY_COMMENT, KEY_IN, KEY_OUT, KEY_ORDER, KEY_MAY, KEYS };
static const char *const key_words[KEYS] = {"", "in:", "out:", "order:", "may:"};

static enum key
key_at(const char *s, const char *start)
{
        if (s > start && !isspace((unsigned char)s[-1]))
                return KEY_COMMENT;
        for (enum key k = KEY_IN; k < KEYS; k++)
                if (strncmp(s, key_words[k], strlen(key_words[k])) == 0)
                        return k;
        return KEY_COMMENT;
}

static char *
joined(char *a, const char *b)
{
        size_t n = a ? strlen(a) : 0, m = strlen(b);
        char *s = must(realloc(a, n + m + 2));

        if (n)
                s[n++] = ' ';
        memcpy(s + n, b, m + 1);
        return s;
}

/* Sorts one header line into the sections it holds; what comes before a key goes on with the last
 * one. */
static void
header_line(char *sections[KEYS], enum key *now, const char *line, size_t n)
{
        char *text = copy(line, n), *s = text, *from = text;

        for (; *s; s++) {
                enum key k = key_at(s, text);

                if (k == KEY_COMMENT)
                        continue;
                *s = '\0';
                sections[*now] = joined(sections[*now], from);
                *now = k;
                s += strlen(key_words[k]) - 1;
                from = s + 1;
        }
        sections[*now] = joined(sections[*now], from);
}

static void
split(struct query *q, char *text, const char *separator, enum key key, int line)
{
        char *end, *s = text, *all = trimmed(text, strlen(text));

        if (!*all) {
                if (key == KEY_IN)
                        return;
                die(line, "nothing after %s", key_words[key]);
        }
        for (; s; s = end) {
                end = strstr(s, separator);
                if (end)
                        *end++ = '\0';
                if (key == KEY_IN)
                        add_field(q->in, &q->n_in, line, s);
                else if (key == KEY_OUT)
                        add_field(q->out, &q->n_out, line, s);
                else
                        add_order(q, line, s);
        }
}

static void
header_done(struct query *q, char *sections[KEYS], int line)
{
        char *may;

        q->comment = sections[KEY_COMMENT]
                         ? trimmed(sections[KEY_COMMENT], strlen(sections[KEY_COMMENT]))
                         : copy("", 0);
        if (!*q->comment)
                die(line, "query %s does not say what it is for", q->name);
        if (strstr(q->comment, "*/"))
                die(line, "*/ in a comment");
        if (sections[KEY_IN])
                split(q, sections[KEY_IN], ",", KEY_IN, line);
        if (sections[KEY_OUT]) {
                q->has_out = true;
                split(q, sections[KEY_OUT], ",", KEY_OUT, line);
        }
        if (sections[KEY_ORDER])
                split(q, sections[KEY_ORDER], "|", KEY_ORDER, line);
        if (sections[KEY_MAY]) {
                may = trimmed(sections[KEY_MAY], strlen(sections[KEY_MAY]));
                if (strcmp(may, "conflict") != 0)
                        die(line, "may: knows only conflict");
                q->may_conflict = true;
        }
}

/* ---- statement ------------------------------------------------------------------------------ */

struct text {
        char *s;
        size_t n, cap;
};

static void
put(struct text *t, char c)
{
        if (t->n + 2 > t->cap)
                t->s = must(realloc(t->s, t->cap = t->cap ? t->cap * 2 : 256));
        t->s[t->n++] = c;
        t->s[t->n] = '\0';
}

static void
flush(struct query *q, struct text *t, enum when when, int which, int line)
{
        if (t->n == 0 && when != WHEN_ORDER)
                return;
        if (q->n_pieces == MAX_PIECES)
                die(line, "more than %d parts", MAX_PIECES);
        q->pieces[q->n_pieces++] =
            (struct piece){when, which, t->n ? copy(t->s, t->n) : copy("", 0)};
        t->n = 0;
}

static int
option(struct query *q, const char *name, int line)
{
        if (!is_name(name))
                die(line, "%s is no name of a part", name);
        for (int i = 0; i < q->n_opts; i++)
                if (strcmp(q->opts[i], name) == 0)
                        return i;
        if (q->n_opts == MAX_OPTS)
                die(line, "more than %d optional parts", MAX_OPTS);
        q->opts[q->n_opts] = must(strdup(name));
        return q->n_opts++;
}

/* At "[[": reads the head of a part. Returns where its text goes on. */
static const char *
part_head(struct query *q, const char *s, enum when *ret_when, int *ret_which, int line)
{
        const char *end = s + 2;
        char *name;

        while (*end && *end != ':' && *end != ']' && *end != '\n')
                end++;
        name = trimmed(s + 2, (size_t)(end - s - 2));
        *ret_which = 0;
        if (*end == ']') {
                if (strcmp(name, "order") != 0)
                        die(line, "[[%s]] is neither [[order]] nor [[name: text]]", name);
                if (q->n_orders == 0)
                        die(line, "[[order]] without an order: line");
                q->order_placed = true;
                *ret_when = WHEN_ORDER;
                return end;
        }
        if (*end != ':')
                die(line, "a part is written [[name: text]]");
        if (strcmp(name, "@sqlite") == 0)
                *ret_when = WHEN_SQLITE;
        else if (strcmp(name, "@pg") == 0)
                *ret_when = WHEN_PG;
        else if (*name == '!') {
                *ret_when = WHEN_NOT_OPT;
                *ret_which = option(q, name + 1, line);
        } else {
                *ret_when = WHEN_OPT;
                *ret_which = option(q, name, line);
        }
        return end + 1;
}

/* A quoted run: copied as it stands. */
static const char *
quoted(struct text *t, const char *s, const char *stop, int *line)
{
        char q = *s;
        int opened = *line;

        do {
                if (*s == '\n')
                        ++*line;
                put(t, *s++);
        } while (s < stop && *s != q);
        if (s == stop)
                die(opened, "a quote is not closed");
        put(t, *s);
        return s + 1;
}

static const char *
parameter(struct query *q, struct text *t, const char *s, int line)
{
        char *end;
        long n = strtol(s + 1, &end, 10);

        if (end == s + 1)
                die(line, "$ without a number");
        if (n < 1 || n > q->n_in)
                die(line, "%.*s, but query %s has %d fields in", (int)(end - s), s, q->name,
                    q->n_in);
        q->used[n] = true;
        while (s < end)
                put(t, *s++);
        return end;
}

static void
statement(struct query *q, const char *s, const char *stop, int line)
{
        struct text t = {0};
        enum when when = WHEN_ALWAYS;
        int which = 0, part_line = 0;
        bool ended = false, in_part = false;

        while (s < stop) {
                if (*s == '\n')
                        line++;
                if (s[0] == '-' && s[1] == '-') {
                        while (s < stop && *s != '\n')
                                s++;
                } else if (isspace((unsigned char)*s)) {
                        if (t.n == 0 || t.s[t.n - 1] != ' ')
                                put(&t, ' ');
                        s++;
                } else if (ended) {
                        die(line, "text after the ; of query %s", q->name);
                } else if (*s == '\'' || *s == '"') {
                        s = quoted(&t, s, stop, &line);
                } else if (s[0] == '[' && s[1] == '[') {
                        if (in_part)
                                die(line, "parts do not nest");
                        flush(q, &t, WHEN_ALWAYS, 0, line);
                        s = part_head(q, s, &when, &which, line);
                        part_line = line;
                        in_part = true;
                } else if (in_part && s[0] == ']' && s[1] == ']') {
                        flush(q, &t, when, which, line);
                        in_part = false;
                        s += 2;
                } else if (*s == '$') {
                        s = parameter(q, &t, s, line);
                } else if (*s == ';') {
                        ended = true;
                        s++;
                } else {
                        put(&t, *s++);
                }
        }
        if (in_part)
                die(part_line, "a part is not closed with ]]");
        while (t.n && t.s[t.n - 1] == ' ')
                t.n--;
        flush(q, &t, WHEN_ALWAYS, 0, line);
        free(t.s);
}

static void
query_check(struct query *q)
{
        if (q->n_pieces == 0)
                die(q->line, "query %s has no statement", q->name);
        for (int i = 0; i < q->n_in; i++)
                if (!q->used[i + 1])
                        die(q->line, "query %s: $%d (%s) is not used", q->name, i + 1,
                            q->in[i].name);
        if (q->n_orders && !q->order_placed)
                die(q->line, "query %s has orders but no [[order]]", q->name);
        for (int i = 0; i < n_queries; i++)
                if (strcmp(queries[i]->name, q->name) == 0)
                        die(q->line, "query %s stands already in %s:%d", q->name, queries[i]->file,
                            queries[i]->line);
        if (n_queries == MAX_QUERIES)
                die(q->line, "more than %d queries", MAX_QUERIES);
        queries[n_queries++] = q;
}

/* ---- files ---------------------------------------------------------------------------------- */

static const char *
line_end(const char *s)
{
        const char *end = strchr(s, '\n');

        return end ? end : s + strlen(s);
}

static bool
blank(const char *s, const char *end)
{
        while (s < end && isspace((unsigned char)*s))
                s++;
        return s == end;
}

#define NAME_MARK "-- name:"

/* Reads one query whose name line begins at s; returns where it ended. */
static const char *
parse_query(const char *s, int *line)
{
        struct query *q = must(calloc(1, sizeof(*q)));
        char *sections[KEYS] = {0}, *first;
        enum key now = KEY_COMMENT;
        const char *end = line_end(s), *body;
        size_t n;
        int body_line;

        q->file = file_now;
        q->line = *line;
        first = trimmed(s + strlen(NAME_MARK), (size_t)(end - s) - strlen(NAME_MARK));
        n = strcspn(first, " \t");
        q->name = copy(first, n);
        if (!is_name(q->name))
                die(*line, "%s is no name of a query", q->name);
        header_line(sections, &now, first + n, strlen(first + n));
        for (s = *end ? end + 1 : end; strncmp(s, "--", 2) == 0; s = *end ? end + 1 : end) {
                ++*line;
                if (strncmp(s, NAME_MARK, strlen(NAME_MARK)) == 0)
                        die(*line, "query %s has no statement", q->name);
                end = line_end(s);
                header_line(sections, &now, s + 2, (size_t)(end - s - 2));
        }
        header_done(q, sections, q->line);
        body = s;
        body_line = ++*line;
        while (*s && !blank(s, line_end(s)) && strncmp(s, NAME_MARK, strlen(NAME_MARK)) != 0) {
                end = line_end(s);
                s = *end ? end + 1 : end;
                ++*line;
        }
        statement(q, body, s, body_line);
        query_check(q);
        return s;
}

static void
parse_file(const char *path)
{
        const char *s = read_file(path), *end;
        int line = 1;

        while (*s) {
                end = line_end(s);
                if (strncmp(s, NAME_MARK, strlen(NAME_MARK)) == 0) {
                        s = parse_query(s, &line);
                        continue;
                }
                if (!blank(s, end) && strncmp(s, "--", 2) != 0)
                        die(line, "SQL outside a query (a statement ends at a blank line)");
                s = *end ? end + 1 : end;
                line++;
        }
}

/* ---- output --------------------------------------------------------------------------------- */

static void
upper(FILE *f, const char *s)
{
        for (; *s; s++)
                (void)fputc(toupper((unsigned char)*s), f);
}

static void
c_string(FILE *f, const char *s)
{
        int column = 0;

        (void)fputc('"', f);
        for (; *s; s++, column++) {
                if (*s == '"' || *s == '\\')
                        (void)fputc('\\', f);
                if (*s == '\n')
                        (void)fputs("\\n", f);
                else
                        (void)fputc(*s, f);
                if (*s == '\n' && s[1])
                        (void)fputs("\"\n\"", f);
        }
        (void)fputc('"', f);
}

static bool
needs_has(const struct field *f)
{
        return f->nullable && (f->type == TYPE_INT || f->type == TYPE_BOOL || f->type == TYPE_REAL);
}

static void
c_fields(FILE *f, const struct field *list, int n)
{
        for (int i = 0; i < n; i++) {
                (void)fprintf(f, "        %s%s;%s\n", types[list[i].type].c, list[i].name,
                              list[i].nullable && !needs_has(&list[i]) ? " /* or none */" : "");
                if (needs_has(&list[i]))
                        (void)fprintf(f, "        bool has_%s;\n", list[i].name);
        }
}

static void
header_query(FILE *f, const struct query *q)
{
        const char *n = q->name;

        (void)fprintf(f, "/* %s: %s */\n", n, q->comment);
        for (int i = 0; i < q->n_opts; i++) {
                (void)fputs("#define ", f);
                upper(f, n);
                (void)fputs("_OPT_", f);
                upper(f, q->opts[i]);
                (void)fprintf(f, " (1U << %d)\n", i);
        }
        if (q->n_orders) {
                (void)fprintf(f, "enum %s_order {\n", n);
                for (int i = 0; i < q->n_orders; i++) {
                        (void)fputs("        ", f);
                        upper(f, n);
                        (void)fputs("_ORDER_", f);
                        upper(f, q->orders[i]);
                        (void)fputs(",\n", f);
                }
                (void)fputs("};\n", f);
        }
        (void)fprintf(f, "struct %s_in {\n", n);
        c_fields(f, q->in, q->n_in);
        if (q->n_orders)
                (void)fprintf(f, "        enum %s_order order;\n", n);
        (void)fputs("        unsigned opt;\n};\n", f);
        if (!q->has_out) {
                (void)fprintf(f,
                              "int sql_%s(struct tx *tx, const struct %s_in *in, int64_t "
                              "*ret_changed) nodiscard;\n\n",
                              n, n);
                return;
        }
        (void)fprintf(f, "struct %s_row {\n", n);
        c_fields(f, q->out, q->n_out);
        (void)fprintf(f,
                      "};\n"
                      "int sql_%s(TALLOC_CTX *mem, struct tx *tx, const struct %s_in *in, struct "
                      "%s_row **ret_rows, size_t *ret_n) nodiscard;\n"
                      "int sql_%s_one(TALLOC_CTX *mem, struct tx *tx, const struct %s_in *in, "
                      "struct %s_row **ret_row) nodiscard;\n"
                      "int sql_%s_each(struct tx *tx, const struct %s_in *in, int (*fn)(void *arg, "
                      "const struct %s_row *row), void *arg) nodiscard;\n\n",
                      n, n, n, n, n, n, n, n, n);
}

static void
table(FILE *f, const char *kind, const struct query *q, const struct field *list, int n)
{
        if (n == 0)
                return;
        (void)fprintf(f, "static const struct sql_field %s_%s[] = {\n", kind, q->name);
        for (int i = 0; i < n; i++) {
                char s[256];

                (void)snprintf(s, sizeof(s), "struct %s_%s", q->name,
                               strcmp(kind, "in") == 0 ? "in" : "row");
                (void)fprintf(f, "        {\"%s\", %s, %s, offsetof(%s, %s), ", list[i].name,
                              types[list[i].type].code, list[i].nullable ? "true" : "false", s,
                              list[i].name);
                if (needs_has(&list[i]))
                        (void)fprintf(f, "offsetof(%s, has_%s)},\n", s, list[i].name);
                else
                        (void)fputs("0},\n", f);
        }
        (void)fputs("};\n", f);
}

static char *
sqlite_text(const char *s)
{
        struct text t = {0};
        char quote = '\0';

        for (; *s; s++) {
                if (quote)
                        quote = *s == quote ? '\0' : quote;
                else if (*s == '\'' || *s == '"')
                        quote = *s;
                put(&t, *s == '$' && !quote ? '?' : *s);
        }
        return t.s ? t.s : copy("", 0);
}

static void
source_piece(FILE *f, const char *when, int which, const char *sqlite, const char *pg)
{
        (void)fprintf(f, "        {%s, %d, {", when, which);
        if (sqlite) {
                char *s = sqlite_text(sqlite);

                c_string(f, s);
                free(s);
        } else {
                (void)fputs("\"\"", f);
        }
        (void)fputs(", ", f);
        c_string(f, pg ? pg : "");
        (void)fputs("}},\n", f);
}

static void
source_query(FILE *f, const struct query *q)
{
        const char *n = q->name;

        table(f, "in", q, q->in, q->n_in);
        table(f, "out", q, q->out, q->n_out);
        if (q->n_opts) {
                (void)fprintf(f, "static const char *const opts_%s[] = {", n);
                for (int i = 0; i < q->n_opts; i++)
                        (void)fprintf(f, "\"%s\", ", q->opts[i]);
                (void)fputs("};\n", f);
        }
        (void)fprintf(f, "static const struct sql_piece pieces_%s[] = {\n", n);
        for (int i = 0; i < q->n_pieces; i++) {
                const struct piece *p = &q->pieces[i];

                switch (p->when) {
                case WHEN_ALWAYS:
                        source_piece(f, "SQL_ALWAYS", 0, p->text, p->text);
                        break;
                case WHEN_SQLITE:
                        source_piece(f, "SQL_ALWAYS", 0, p->text, NULL);
                        break;
                case WHEN_PG:
                        source_piece(f, "SQL_ALWAYS", 0, NULL, p->text);
                        break;
                case WHEN_OPT:
                        source_piece(f, "SQL_IF_OPT", p->which, p->text, p->text);
                        break;
                case WHEN_NOT_OPT:
                        source_piece(f, "SQL_IF_NOT_OPT", p->which, p->text, p->text);
                        break;
                case WHEN_ORDER:
                        for (int k = 0; k < q->n_orders; k++)
                                source_piece(f, "SQL_IF_ORDER", k, q->order_text[k],
                                             q->order_text[k]);
                        break;
                }
        }
        (void)fputs("};\n", f);
}

static void
source_entry(FILE *f, const struct query *q, int id)
{
        const char *n = q->name, *base = strrchr(q->file, '/');

        (void)fprintf(f, "        {.name = \"%s\", .place = \"%s:%d\", .id = %d,\n", n,
                      base ? base + 1 : q->file, q->line, id);
        if (q->n_in)
                (void)fprintf(f, "         .in = in_%s, .n_in = %d,\n", n, q->n_in);
        if (q->has_out)
                (void)fprintf(
                    f, "         .out = out_%s, .n_out = %d, .row_size = sizeof(struct %s_row),\n",
                    n, q->n_out, n);
        if (q->n_opts)
                (void)fprintf(f, "         .opts = opts_%s, .n_opts = %d,\n", n, q->n_opts);
        (void)fprintf(f, "         .opt_at = offsetof(struct %s_in, opt),\n", n);
        if (q->n_orders)
                (void)fprintf(
                    f, "         .n_orders = %d, .order_at = offsetof(struct %s_in, order),\n",
                    q->n_orders, n);
        if (q->may_conflict)
                (void)fputs("         .may_conflict = true,\n", f);
        (void)fprintf(f, "         .pieces = pieces_%s, .n_pieces = N(pieces_%s)},\n", n, n);
}

static void
source_functions(FILE *f, const struct query *q, int id)
{
        const char *n = q->name;

        if (!q->has_out) {
                (void)fprintf(f,
                              "int\nsql_%s(struct tx *tx, const struct %s_in *in, int64_t "
                              "*ret_changed)\n{\n"
                              "        return query_change(tx, &sql_queries[%d], in, "
                              "ret_changed);\n}\n\n",
                              n, n, id);
                return;
        }
        (void)fprintf(
            f,
            "int\nsql_%s(TALLOC_CTX *mem, struct tx *tx, const struct %s_in *in, struct %s_row "
            "**ret_rows, size_t *ret_n)\n{\n"
            "        void *rows;\n"
            "        int r = query_rows(mem, tx, &sql_queries[%d], in, &rows, ret_n);\n\n"
            "        if (r == 0)\n                *ret_rows = rows;\n        return r;\n}\n\n"
            "int\nsql_%s_one(TALLOC_CTX *mem, struct tx *tx, const struct %s_in *in, struct %s_row "
            "**ret_row)\n{\n"
            "        void *row;\n"
            "        int r = query_one(mem, tx, &sql_queries[%d], in, &row);\n\n"
            "        if (r == 0)\n                *ret_row = row;\n        return r;\n}\n\n"
            "struct each_%s {\n        int (*fn)(void *arg, const struct %s_row *row);\n"
            "        void *arg;\n};\n"
            "static int\neach_%s(void *arg, const void *row)\n{\n"
            "        const struct each_%s *e = arg;\n\n        return e->fn(e->arg, row);\n}\n"
            "int\nsql_%s_each(struct tx *tx, const struct %s_in *in, int (*fn)(void *arg, const "
            "struct %s_row *row), void *arg)\n{\n"
            "        struct each_%s e = {fn, arg};\n\n"
            "        return query_each(tx, &sql_queries[%d], in, each_%s, &e);\n}\n\n",
            n, n, n, id, n, n, n, id, n, n, n, n, n, n, n, n, id, n);
}

static FILE *
output(const char *path)
{
        FILE *f = fopen(path, "wb");

        file_now = path;
        if (!f)
                die(0, "cannot be written");
        return f;
}

static void
finish(FILE *f)
{
        if (fclose(f) != 0)
                die(0, "cannot be written");
}

static void
write_header(const char *path)
{
        FILE *f = output(path);

        (void)fputs("/* Made by tools/sqlgen from store/sql; not to be edited. */\n"
                    "#ifndef STORE_SQL_H\n#define STORE_SQL_H\n\n"
                    "#include \"store/store.h\"\n\n",
                    f);
        for (int i = 0; i < n_queries; i++)
                header_query(f, queries[i]);
        (void)fputs("#endif\n", f);
        finish(f);
}

static void
write_source(const char *path)
{
        FILE *f = output(path);

        (void)fputs("/* Made by tools/sqlgen from store/sql; not to be edited. */\n"
                    "#include \"store/sql.h\"\n#include \"store/query.h\"\n\n",
                    f);
        for (int i = 0; i < n_queries; i++)
                source_query(f, queries[i]);
        (void)fputs("const struct sql_query sql_queries[] = {\n", f);
        for (int i = 0; i < n_queries; i++)
                source_entry(f, queries[i], i);
        (void)fputs("};\nconst size_t sql_n_queries = N(sql_queries);\n\n", f);
        for (int i = 0; i < n_queries; i++)
                source_functions(f, queries[i], i);
        finish(f);
}

static void
write_migrations(const char *path, char **files, int n)
{
        FILE *f = output(path);

        (void)fputs("/* Made by tools/sqlgen from store/migrations; not to be edited. */\n"
                    "#include \"store/migrate.h\"\n\n"
                    "const struct migration migrations[] = {\n",
                    f);
        for (int i = 0; i < n; i++) {
                const char *base = strrchr(files[i], '/');
                char *text = read_file(files[i]);

                base = base ? base + 1 : files[i];
                if (i > 0 && strcmp(strrchr(files[i - 1], '/') + 1, base) >= 0)
                        die(0, "migrations are listed in the order of their numbers");
                (void)fprintf(f, "{\"%.*s\",\n", (int)(strlen(base) - strlen(".sql")), base);
                c_string(f, text);
                (void)fputs("},\n", f);
        }
        (void)fputs("};\nconst size_t n_migrations = N(migrations);\n", f);
        file_now = path;
        finish(f);
}

int
main(int argc, char **argv)
{
        if (argc > 3 && strcmp(argv[1], "--migrations") == 0) {
                write_migrations(argv[2], argv + 3, argc - 3);
                return 0;
        }
        if (argc < 4) {
                (void)fputs("sqlgen OUT.h OUT.c FILE.sql …\n"
                            "sqlgen --migrations OUT.c FILE.sql …\n",
                            stderr);
                return 2;
        }
        for (int i = 3; i < argc; i++)
                parse_file(argv[i]);
        write_header(argv[1]);
        write_source(argv[2]);
        return 0;
}
