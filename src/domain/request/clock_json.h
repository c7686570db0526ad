/* domain/request/clock_json.h: the facts of one request as JSON, and the clock's answer as JSON and in words.
 * Purpose    the contract of `xxgk clock` (docs: the command line); unknown keys are mistakes, so that a misspelt date
 *            is not silently missing.
 * Errors     mistakes are problems; the line is the event's position from 1, 0 for the request itself.
 * Law        as domain/request/clock.h. */
#ifndef DOMAIN_REQUEST_CLOCK_JSON_H
#define DOMAIN_REQUEST_CLOCK_JSON_H

#include "base/json.h"
#include "domain/request/clock.h"

/* Outcome CLOCK_CONTRADICTION when something is wrong; as_of is `today` where the facts do not say. */
int clock_facts_read(TALLOC_CTX *mem, const struct json *, struct day today, struct problems *,
                     struct clock_facts *ret) nodiscard;
void clock_result_json(struct json_out *, const struct clock_result *);
/* The account in Chinese, day by day, as it may be put before a court. */
void clock_result_text(struct buf *, const struct clock_facts *, const struct clock_result *);

#endif
