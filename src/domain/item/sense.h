/* domain/item/sense.h: whether what a draft sheet (拟稿单) says of one text can all be true.
 * Purpose    contradictions that no reviewer should have to find: days in the wrong order, days to come, a number of a
 * document (发文字号) that is none, a title as long as a text.
 * Ownership  borrows; problems carry the field names of the sheet.
 * Law        《政府信息公开条例》第二十六条: the term runs from the day the information was formed or changed, which is
 * a day that has been. */
#ifndef DOMAIN_ITEM_SENSE_H
#define DOMAIN_ITEM_SENSE_H

#include "base/day.h"
#include "base/problems.h"

enum { TITLE_CHARACTERS_MAX = 200 };

struct item_sense {
        const char *title, *doc_no;                     /* doc_no: NULL or "" none */
        struct day formed, written, effective, expires; /* DAY_NONE: not told */
};
void item_sense_check(const struct item_sense *, struct day today, struct problems *);

#endif
