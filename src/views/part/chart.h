/* views/part/chart.h: figures placed as a drawing, with the table of the same figures beneath.
 * Purpose    bars for named things, columns for months and years; absent counts leave a gap and say
 * "—" in the table. Ownership  everything hangs from mem. Units      drawing units are CSS pixels
 * at a width of 560; text is 16 units high. */
#ifndef VIEWS_PART_CHART_H
#define VIEWS_PART_CHART_H

#include "base/mem.h"
#include "views/part/part.h"

struct chart_bar {
        const char *label, *url;
        struct view_count count;
};
struct chart_words {
        const char *id; /* unique on the page */
        const char *title;
        const char *what; /* head of the first column: 渠道 */
        const char *unit; /* head of the second: 条数（条） */
};

/* Lying bars, one a row. No bars: a chart without shapes. */
struct part_chart part_chart_bars(TALLOC_CTX *mem, const struct chart_words *,
                                  const struct chart_bar *, size_t n);
/* Standing columns with a scale at the left. */
struct part_chart part_chart_columns(TALLOC_CTX *mem, const struct chart_words *,
                                     const struct chart_bar *, size_t n);

#endif
