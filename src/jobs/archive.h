/* jobs/archive.h: the package of an agency's year for hand-over (移交包).
 * Purpose    移交清单 as CSV, XLSX and PDF; a folder for each item with its text (PDF), what is known of it (JSON) and its
 *            files; and the SM3 of each in manifest.sm3. Written once it is whole, and entered in the register.
 *            From the office it is a job: kept in the data folder, and how far it is can be read meanwhile.
 * Errors     enum archive_packing. */
#ifndef JOBS_ARCHIVE_H
#define JOBS_ARCHIVE_H

#include "app/archive.h"
#include "document/bundle.h"

enum archive_packing { PACK_NO_AGENCY = 1, PACK_NOTHING, PACK_THERE, PACK_STALE };

struct archive_packed {
        struct archive_year year;
        int64_t id;
        size_t n_files;
        char manifest_sm3[BUNDLE_HEX];
};
/* work: the order of the office that this answers; NULL: the command line. PACK_STALE: something was purged meanwhile, or
 * the order was answered by another. */
int archive_pack(TALLOC_CTX *mem, struct app *, const char *agency, int year, const char *path,
                 struct instant now, const struct archive_work *work,
                 struct archive_packed *ret) nodiscard;

#endif
