/* domain/calendar/shipped.h: data/holidays.csv as bytes, written by tools/embed at build time. */
#ifndef DOMAIN_CALENDAR_SHIPPED_H
#define DOMAIN_CALENDAR_SHIPPED_H

#include <stddef.h>

extern const unsigned char calendar_csv[];
extern const size_t calendar_csv_size;

#endif
