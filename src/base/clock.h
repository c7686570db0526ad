/* base/clock.h: the present. Only `web`, `jobs` and `main` include this (tools/rooms checks it). */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/instant.h"

/* The wall clock. XXGK_NOW in the environment (YYYY-MM-DD or ms) fixes it, for tests and demos. */
struct instant clock_now(void);
/* Monotonic microseconds, for durations and deadlines. */
int64_t clock_us(void);

#endif
