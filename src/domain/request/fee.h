/* domain/request/fee.h: the fee for processing an excessive request (信息处理费).
 * Purpose    what an applicant beyond the free quantity pays, band by band, so that the notice can
 * show how the sum came about. Two methods, one of them per request, never both. Units      whole
 * yuan; n = requests of one applicant in one calendar month, or pages of one request. Law
 * 《政府信息公开信息处理费管理办法》(国办函〔2020〕109号) 第三条 (either method, progressive by
 * band), 第四条 (by item), 第五条 (by page); 《政府信息公开条例》第四十二条. */
#ifndef DOMAIN_REQUEST_FEE_H
#define DOMAIN_REQUEST_FEE_H

#include "base/mem.h"

enum fee_method {
        FEE_BY_ITEM, /* 按件计收 */
        FEE_BY_PAGE, /* 按量计收 */
};

/* The part of the quantity that lies in one band. */
struct fee_band {
        int64_t from, to; /* ordinals, both charged at rate */
        int64_t rate;     /* 元 a piece or page; 0 in the free band */
        int64_t amount;   /* (to - from + 1) * rate */
};

struct fee {
        int64_t total;
        struct fee_band *bands; /* only those reached */
        size_t n_bands;
};

/* Above this neither count can be meant; keeps every sum within int64_t. */
enum { FEE_MAX_QUANTITY = 1000000 };

/* A quantity as someone types it, digits and nothing else, up to half of FEE_MAX_QUANTITY so that
 * two of them can be added; -1 for any other text. */
int64_t fee_quantity(const char *text);

/* Rate of the ordinal-th piece or page (from 1). */
int64_t fee_rate(enum fee_method, int64_t ordinal);
/* The fee for `n` pieces or pages after `already` of the same month (0 by page): ordinals already +
 * 1 … already + n. 0 <= n, already; their sum at most FEE_MAX_QUANTITY. */
struct fee fee_of(TALLOC_CTX *mem, enum fee_method, int64_t already, int64_t n);

#endif
