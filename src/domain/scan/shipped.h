/* domain/scan/shipped.h: data/scan/words.txt as bytes, written by tools/embed at build time. */
#ifndef DOMAIN_SCAN_SHIPPED_H
#define DOMAIN_SCAN_SHIPPED_H

#include <stddef.h>

extern const unsigned char scan_words_txt[];
extern const size_t scan_words_txt_size;

#endif
