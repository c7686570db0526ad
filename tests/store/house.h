/* tests/store/house.h: a small county with one item of each kind, in raw SQL, for both engines.
 * 1 government over 2 (department); persons 1 author, 2 reviewer, 3 secrecy reviewer; item 1 live after
 * both reviews, item 2 live by attestation, item 3 a draft, item 4 withdrawn. */
#ifndef TESTS_STORE_HOUSE_H
#define TESTS_STORE_HOUSE_H

#include "suite.h"

#define SM3_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SM3_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

void house_build(struct fixture *);

#endif
