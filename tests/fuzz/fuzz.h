/* tests/fuzz/fuzz.h: one parser, any bytes.
 * Purpose    each NAME.c here defines the function below for one parser and aborts when a promise
 * of its header is broken. Linked with libFuzzer it searches (make fuzz); linked with replay.c it
 * repeats the corpus (make test). */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/mem.h"

/* Always 0. The bytes live only during the call and do not end with NUL. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
