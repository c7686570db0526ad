/* tools/viewgen/viewgen.h: the template compiler, in three pieces.
 * Purpose    viewgen.c reads the constructs {{…}} and writes C; markup.c follows HTML, XML and SVG
 * so that every hole is escaped for the spot it stands in; data.c does the same for JSON and plain
 * text. Errors     a fault in a template ends the program with "file:line: message". */
#ifndef VIEWGEN_H
#define VIEWGEN_H

#include "base/buf.h"

enum form { FORM_HTML, FORM_XML, FORM_JSON, FORM_TEXT };
enum { DEPTH = 64, NAME_SIZE = 48 };

/* Where a hole stands. */
enum spot {
        SPOT_NONE,      /* no hole may stand here */
        SPOT_MARKUP,    /* text or quoted attribute */
        SPOT_URL_START, /* first bytes of a URL attribute */
        SPOT_URL_REST,  /* later in a URL attribute: one percent-encoded component */
        SPOT_JSON,      /* a whole JSON value */
        SPOT_JSON_TEXT, /* inside a JSON string */
        SPOT_TEXT,      /* plain text */
};

enum state {
        TEXT,
        OPENED,
        TAG_NAME,
        IN_TAG,
        ATTR_NAME,
        ATTR_IS,
        VALUE,
        CLOSE_NAME,
        COMMENT,
        DECLARATION,
        STRING
};
enum comma { COMMA_NO, COMMA_YES, COMMA_ASK };

/* All that must be the same when the branches of a block meet again. */
struct place {
        enum state state;
        char tag[NAME_SIZE], attr[NAME_SIZE], quote;
        bool url, started;         /* of the attribute value */
        bool slash, closing_space; /* of the tag */
        bool space, newline,
            edge;                /* white space not yet written; something before it swallows it */
        const char *open[DEPTH]; /* open elements, or the brackets of JSON */
        size_t n_open;
        size_t n_keep;    /* depth inside pre, textarea */
        enum comma comma; /* JSON: is a comma due before the next value */
        size_t n_values;  /* JSON: values at depth 0 */
};

struct gen {
        TALLOC_CTX *mem;
        const char *path, *src;
        size_t pos, len;
        size_t line;
        enum form form;
        struct buf *c;  /* C of the function being written */
        struct buf lit; /* literal bytes not yet written */
        struct place at;
};

_Noreturn void gen_fail(const struct gen *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Literal output. */
void gen_put(struct gen *, const char *s, size_t n);
/* Writes the literal gathered so far as C. */
void gen_flush(struct gen *);

/* One literal byte of the template. */
void markup_eat(struct gen *, char c);
void data_eat(struct gen *, char c);
/* Before a construct that writes (hole, part, slot): settles white space and commas. */
enum spot markup_spot(struct gen *);
enum spot data_spot(struct gen *);
/* After it. */
void markup_after(struct gen *);
void data_after(struct gen *);
/* At the edge of a block. */
void markup_edge(struct gen *);
void data_edge(struct gen *);
/* Do two branches that started alike end alike? */
bool place_same(const struct place *, const struct place *);
/* At the end of a template or slot: everything closed. */
void gen_closed(struct gen *);

#endif
