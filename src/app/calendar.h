/* app/calendar.h: the working-day calendar of this installation.
 * Purpose    the notices that were entered or imported, on top of those that ship with the program. */
#ifndef APP_CALENDAR_H
#define APP_CALENDAR_H

#include "app/run.h"
#include "domain/calendar/calendar.h"

/* A year in the store stands instead of the shipped one, whole. */
int app_calendar(TALLOC_CTX *mem, struct app *, const struct calendar **ret) nodiscard;

/* The same inside a transaction. */
struct tx;
int app_calendar_in(TALLOC_CTX *mem, struct tx *, const struct calendar **ret) nodiscard;

#endif
