/* intake/find.h: looking for what is hidden (the child's side).
 * Purpose    one finder collects; a reader a kind of file. Each code is told at most FIND_EACH_MAX times a file.
 * Errors     outcomes of intake.h: a part that cannot be read makes the file one that cannot be judged. */
#ifndef INTAKE_FIND_H
#define INTAKE_FIND_H

#include "intake/answer.h"
#include "intake/pack.h"

enum { FIND_EACH_MAX = 20, FIND_EXCERPT = 80 };

struct finder {
        TALLOC_CTX *mem;
        struct buf *answer;
        size_t n_of[N_INTAKE_CODES];
};

/* excerpt: any UTF-8; made one line, cut to FIND_EXCERPT characters. */
void find_add(struct finder *, enum intake_code, const char *where, const char *excerpt);
/* Text of a node as an excerpt. */
struct _xmlNode;
const char *find_words(struct finder *, const struct _xmlNode *);

/* What the three office formats share: properties, relations, embedded files, macros; then each its own. */
int find_in_package(struct finder *, struct pack *) nodiscard;
int find_in_word(struct finder *, struct pack *) nodiscard;
int find_in_sheets(struct finder *, struct pack *) nodiscard;
int find_in_slides(struct finder *, struct pack *) nodiscard;
int find_in_compound(struct finder *, const char *bytes, size_t n) nodiscard;
/* Also the boxes under which text may lie, as records of their own. */
int find_in_pdf(struct finder *, const char *bytes, size_t n) nodiscard;
/* JPEG, PNG, WEBP, TIFF: where it was taken. where: which picture. */
void find_in_picture(struct finder *, const char *bytes, size_t n, const char *where);

/* A part as a tree; *ret_root NULL when there is none. */
int find_part(struct finder *, struct pack *, const char *name,
              struct _xmlNode **ret_root) nodiscard;
/* Whether the part's name is PREFIX…SUFFIX, case aside. */
bool find_is_part(const char *name, const char *prefix, const char *suffix);

#endif
