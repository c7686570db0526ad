/* intake/picture.h: pictures told by their first bytes.
 * Purpose    the kinds that a page may show. */
#ifndef INTAKE_PICTURE_H
#define INTAKE_PICTURE_H

#include "intake/intake.h"

/* PNG, JPEG, GIF or WEBP; else INTAKE_UNKNOWN. */
enum intake_kind picture_kind(const char *bytes, size_t n);
/* "png" */
const char *picture_ending(enum intake_kind);

#endif
