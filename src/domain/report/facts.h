/* domain/report/facts.h: the figures of a report's narrative and what they count.
 * Purpose    digits and Chinese numerals with a unit, 余/多/近/约, and noughts said in words ("未收到申请").
 *            Years, dates, document numbers, phone numbers, ordinals, articles and addresses are no counts.
 *            The words are data/forms/facts.txt. Ownership  hangs from mem. */
#ifndef DOMAIN_REPORT_FACTS_H
#define DOMAIN_REPORT_FACTS_H

#include "domain/report/paper.h"
#include "domain/report/report.h"

/* Fills facts of the report from its paper. */
void facts_find(TALLOC_CTX *mem, struct report *);

#endif
