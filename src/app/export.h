/* app/export.h: the lists of the house as tables, for `xxgk export`.
 * Purpose    the same tables that the office's pages give, of the whole store: what goes out here
 * comes in with `xxgk import` elsewhere.
 * Errors     EXPORT_NONE: no list of that name. */
#ifndef APP_EXPORT_H
#define APP_EXPORT_H

#include "app/run.h"
#include "app/table.h"
#include "base/instant.h"
#include "domain/calendar/calendar.h"

enum { EXPORT_NONE = 1 };
/* name: agencies, people, roles, stand_ins, guides, figures, leaders, columns, duties, classes, channels, words, calendar.
 * Cells hang from mem. */
int app_export(TALLOC_CTX *mem, struct app *, const char *name, struct instant now,
               struct table *ret) nodiscard;
/* Days off and worked of one year, or of all (0). */
struct table app_calendar_table(TALLOC_CTX *mem, const struct calendar *, int year);

#endif
