/* app/import_map.h: data/maps/issuers.csv as bytes, written by tools/embed at build time: who stands for
 * the issuers of documents that local portals reprint. */
#ifndef APP_IMPORT_MAP_H
#define APP_IMPORT_MAP_H

#include <stddef.h>

extern const unsigned char import_map_csv[];
extern const size_t import_map_csv_size;

#endif
