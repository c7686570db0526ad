/* base/qr.h: QR codes (ISO/IEC 18004) of short texts.
 * Purpose    an address that a phone can read from the screen or from paper. Byte mode, error
 * correction M, the least version of 1–13 that holds the text. Ownership  plain value. */
#ifndef BASE_QR_H
#define BASE_QR_H

#include "base/mem.h"

enum { QR_SIDE_MAX = 69, QR_TEXT_MAX = 331 };

struct qr {
        size_t side;                            /* modules, quiet zone not included */
        uint8_t dark[QR_SIDE_MAX][QR_SIDE_MAX]; /* [y][x] */
};

enum { QR_TOO_LONG = 1 };
/* Outcome QR_TOO_LONG: more than QR_TEXT_MAX bytes. */
int qr_make(const char *text, struct qr *ret) nodiscard;

#endif
