/* domain/agency/agency.h: words of agencies, and where in the tree one may stand.
 * Purpose    the closed lists of kinds and levels with their names, and the rule of the tree: no
 * agency stands below itself, and no branch is deeper than the store keeps paths.
 * Law        《政府信息公开条例》第三条 (主管部门), 第四条 (工作机构). */
#ifndef DOMAIN_AGENCY_H
#define DOMAIN_AGENCY_H

#include "base/problems.h"

struct agency_word {
        const char *code, *label;
};
enum { AGENCY_KINDS = 7, AGENCY_LEVELS = 5 };
extern const struct agency_word agency_kinds[AGENCY_KINDS];   /* government … utility */
extern const struct agency_word agency_levels[AGENCY_LEVELS]; /* state … township */
/* The label of a code; the code itself when the list has none. */
const char *agency_word_label(const struct agency_word *list, size_t n, const char *code);

enum { AGENCY_DEPTH_MAX = 15 }; /* steps from the top to the lowest */

/* Whether a branch may hang under a new parent: above are the parent and all above it (n of them),
 * height the steps from `unit` down to its lowest. What is wrong goes to problems as `parent`. */
void agency_move_check(int64_t unit, const int64_t *above, size_t n, int height, struct problems *);

#endif
