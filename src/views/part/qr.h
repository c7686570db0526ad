/* views/part/qr.h: a QR code as a drawing. */
#ifndef VIEWS_PART_QR_H
#define VIEWS_PART_QR_H

#include "base/mem.h"
#include "views/part/part.h"

/* size 0 when the text is too long for a code. The path hangs from mem. */
struct part_qr part_qr_of(TALLOC_CTX *mem, const char *label, const char *text);

#endif
