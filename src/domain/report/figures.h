/* domain/report/figures.h: a figure in running text (正文中的数).
 * Purpose    digits (thousands, decimals, 万, 亿) and Chinese numerals with their unit and 余/多/近/约; what only
 *            looks like a figure (years, dates, document numbers, telephones, ordinals, articles, ranges,
 *            slogans) is passed over. Text is folded and without blanks (paper.h). */
#ifndef DOMAIN_REPORT_FIGURES_H
#define DOMAIN_REPORT_FIGURES_H

#include "domain/report/paper.h"

struct figure {
        double value;
        const char *unit; /* static; "" when none was written */
        bool approx;
        size_t from, to; /* with unit */
};

/* The figure that begins at i. Returns the bytes read, also of what counts nothing; 0 when there is none. */
size_t figure_at(const char *text, size_t i, struct figure *ret, bool *ret_counts);
/* Where the noun of text[from..to) ends that a figure follows: without 共计, 为, 达到, 约 …; without 数 and 量
 * too, unless they are kept. */
size_t figure_noun_end(const char *text, size_t from, size_t to, bool keep_nouns);

#endif
