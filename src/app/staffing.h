/* app/staffing.h: who does the work of disclosure in an agency, and with what (机构保障).
 * Purpose    the leading group (领导小组) by name, and by year what an agency tells of itself: staff
 * full and part time, money, meetings, training. The figures of a year stand where all told figures
 * stand (stated_figure), under the names of domain/stats/figure.h, so that reports and statistics
 * find them; each is exact, approximate (“余”) or absent, and absent is not zero.
 * Ownership  results hang from mem.
 * Errors     STAFFING_NONE: no such agency in the scope; STAFFING_BAD: all of it in problems.
 * Law        《政府信息公开条例》第四条 (机构), 第四十七条, 第四十八条 (培训). */
#ifndef APP_STAFFING_H
#define APP_STAFFING_H

#include "base/err.h"
#include "base/instant.h"
#include "base/problems.h"
#include "domain/access/access.h"

struct tx;

enum staffing_outcome { STAFFING_NONE = 1, STAFFING_BAD = 2 };

enum { STAFFING_FIGURES = 8 };
/* Names of the figures, in the order of the form. */
extern const char *const staffing_names[STAFFING_FIGURES];
const char *staffing_unit(size_t figure); /* 人, 万元, 次, 人次, 个 */

/* As people write it: "12", "150余", "" for what is not told. Aligned with staffing_names. */
int app_staffing_year(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t agency, int year,
                      const char *ret[STAFFING_FIGURES]) nodiscard;
int app_staffing_put(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                     const char *slug, int year, const char *const figures[STAFFING_FIGURES],
                     struct problems *) nodiscard;
/* The same for an agency that is known to be in the scope. */
int app_staffing_set(TALLOC_CTX *mem, struct tx *, int64_t person, struct instant now,
                     int64_t agency, int year, const char *const figures[STAFFING_FIGURES],
                     struct problems *) nodiscard;

struct leading_member {
        int64_t id;
        const char *seat, *name, *post; /* head, deputy, member, office */
        struct day began, ended;        /* ended: DAY_NONE today */
};
const char *leading_seat_label(const char *seat);
/* By code or label; the word itself when it is neither. */
const char *leading_seat_of(const char *word);
int app_leaders(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t agency,
                struct leading_member **ret, size_t *ret_n) nodiscard;
int app_leader_add(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                   const char *slug, const struct leading_member *, struct problems *) nodiscard;
int app_leader_put(TALLOC_CTX *mem, struct tx *, int64_t person, struct instant now, int64_t agency,
                   const struct leading_member *, struct problems *) nodiscard;
int staffing_note(struct tx *, int64_t person, struct instant now, const char *event,
                  int64_t agency, const char *detail) nodiscard;
/* From the day of `now` on. */
int app_leader_end(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                   const char *slug, int64_t id) nodiscard;

#endif
