/* domain/stats/figure.h: the figures of the work, by name.
 * Purpose    what an annual report counts besides what this platform counts itself has a name for machines and a label
 * for people; the same names stand in the store (stated_figure), in open data and in what is read out of a report.
 * Law        《政府信息公开条例》第五十条 (contents of the annual report). */
#ifndef DOMAIN_STATS_FIGURE_H
#define DOMAIN_STATS_FIGURE_H

/* "县政府公报公开" … of a name; the name itself when it is not among ours. */
const char *figure_label(const char *name);

#endif
