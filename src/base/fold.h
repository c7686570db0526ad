/* base/fold.h: the folding table that tools/foldgen writes at build time; only text.c reads it. */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include <stdint.h>

enum { FOLD_LIMIT = 0x40000 };
extern const uint16_t fold_page[FOLD_LIMIT / 256]; /* 0: the whole page folds to itself */
extern const uint32_t fold_data[][256];

#endif
