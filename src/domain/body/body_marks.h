/* domain/body/body_marks.h: where body_html() is, and which places are to be marked there; for body_html.c only.
 * Purpose    the way to the block, the bytes of its text so far, and the places that run through it. A row is read as one
 *            text, as the scan does: what runs beyond a cell goes on in the next.
 * Ownership  hangs from mem and borrows the places. Each function takes NULL, but for begin, end and stretch. */
#ifndef DOMAIN_BODY_BODY_MARKS_H
#define DOMAIN_BODY_BODY_MARKS_H

#include "domain/body/body.h"

struct marked {
        const struct body_place *place;
        size_t from, to; /* bytes of this block */
        bool begun, numbered;
};
struct body_marker {
        TALLOC_CTX *mem;
        const struct body_place **places; /* by path, then by place */
        size_t n_places;
        char where[512];
        size_t n_where;
        struct marked *active; /* of this block */
        size_t n_active, n_room;
        size_t at; /* bytes of the block that are written */
        bool in_row;
};

struct body_marker *marker_new(TALLOC_CTX *mem, const struct body_place *, size_t n);
/* Into the i-th of the children; what `up` needs to come back. */
size_t marker_down(struct body_marker *, size_t i);
void marker_up(struct body_marker *, size_t keep);
void marker_row(struct body_marker *, bool begins);
void marker_begin(struct body_marker *);
/* What ends beyond the block ends with it, unless the row goes on. */
void marker_end(struct body_marker *);
/* Bytes from here, at most n and at least one, over which the same places are marked. */
size_t marker_stretch(const struct body_marker *, size_t n);

#endif
