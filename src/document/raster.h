/* document/raster.h: a PDF of pictures, a page each.
 * Purpose    pages that hold nothing but pixels: no text, no links, no properties (涂黑后的文件).
 * Units      dpi: pixels an inch; a page is as large as its picture. Ownership  hangs from mem. */
#ifndef DOCUMENT_RASTER_H
#define DOCUMENT_RASTER_H

#include "base/buf.h"

enum { RASTER_PDF_MAX = 200 << 20 };

struct raster;
int raster_new(TALLOC_CTX *mem, struct raster **ret) nodiscard;
/* rgb: three bytes a pixel, rows from the top without gaps. */
int raster_page(struct raster *, int width, int height, int dpi, const uint8_t *rgb) nodiscard;
/* The whole file; no page may follow. */
int raster_end(struct raster *, const void **ret, size_t *ret_n) nodiscard;

#endif
