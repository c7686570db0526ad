/* JSON and plain text. Commas of JSON are not written by hand: a comma in a template is passed
 * over, and one is put before each member and element that needs it. Between literals that is known
 * at compile time; after a block it is asked of the bytes written so far. */
#include "viewgen.h"

#include <ctype.h>

/* A value or key begins. */
static void
value_begins(struct gen *g)
{
        struct place *at = &g->at;

        if (at->n_open == 0) {
                at->n_values++;
                return;
        }
        if (at->comma == COMMA_YES) {
                gen_put(g, ",", 1);
        } else if (at->comma == COMMA_ASK) {
                gen_flush(g);
                buf_str(g->c, "kit_json_comma(out);\n");
        }
        at->comma = COMMA_NO;
}

static bool
is_word(char c)
{
        return isalnum((unsigned char)c) || c == '-' || c == '+' || c == '.';
}

static void
json_eat(struct gen *g, char c)
{
        struct place *at = &g->at;
        char before = g->pos ? g->src[g->pos - 1] : ' ';

        if (at->state == STRING) {
                gen_put(g, &c, 1);
                if (c == '"' && !(before == '\\')) {
                        at->state = TEXT;
                        at->comma = COMMA_YES;
                }
                return;
        }
        if (isspace((unsigned char)c) || c == ',')
                return;
        switch (c) {
        case '"':
                value_begins(g);
                at->state = STRING;
                break;
        case '{':
        case '[':
                value_begins(g);
                if (at->n_open == DEPTH)
                        gen_fail(g, "brackets nest too deep");
                at->open[at->n_open++] = c == '{' ? "}" : "]";
                at->comma = COMMA_NO;
                break;
        case '}':
        case ']':
                if (!at->n_open || at->open[at->n_open - 1][0] != c)
                        gen_fail(g, "%c closes nothing", c);
                at->n_open--;
                at->comma = COMMA_YES;
                break;
        case ':':
                at->comma = COMMA_NO;
                break;
        default:
                if (!is_word(c))
                        gen_fail(g, "%c has no meaning in JSON", c);
                if (!is_word(before))
                        value_begins(g);
                at->comma = COMMA_YES;
        }
        gen_put(g, &c, 1);
}

void
data_eat(struct gen *g, char c)
{
        if (g->form == FORM_JSON)
                json_eat(g, c);
        else
                gen_put(g, &c, 1);
}

enum spot
data_spot(struct gen *g)
{
        if (g->form == FORM_TEXT)
                return SPOT_TEXT;
        if (g->at.state == STRING)
                return SPOT_JSON_TEXT;
        value_begins(g);
        return SPOT_JSON;
}

void
data_after(struct gen *g)
{
        if (g->form == FORM_JSON && g->at.state == TEXT)
                g->at.comma = COMMA_YES;
}

void
data_edge(struct gen *g)
{
        if (g->form == FORM_JSON && g->at.state == TEXT)
                g->at.comma = COMMA_ASK;
}
