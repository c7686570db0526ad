/* app/archive.h: what is handed over to archive and library (归档).
 * Purpose    what an agency made public in a year, item by item; the register of packages made of it, and of what was
 *            delivered to 档案馆 and 图书馆. The package itself is jobs/archive.h.
 * Errors     enum archive_outcome; what is wrong with a delivery is told in problems.
 * Law        《政府信息公开条例》第二十五条; 《机关档案管理规定》(国家档案局令第13号). */
#ifndef APP_ARCHIVE_H
#define APP_ARCHIVE_H

#include "app/run.h"
#include "base/day.h"
#include "base/instant.h"
#include "base/problems.h"

enum archive_outcome { ARCHIVE_NOT_FOUND = 1, ARCHIVE_BAD };
enum { ARCHIVE_YEAR_MIN = 1949, ARCHIVE_YEAR_MAX = 9999, ARCHIVE_LIST = 500 };

struct archive_file {
        const char *name, *sm3;
};
struct archive_item {
        int64_t edition_no;
        const char *index_no, *title, *doc_no, *column, *column_code;
        struct instant published;
        struct day formed, written, effective, expires, repealed;
        const char *validity; /* code */
        const char *repealed_by, *topic, *genre, *keywords, *sm3, *correction, *channels;
        const char *body;                 /* JSON */
        const struct archive_file *files; /* pictures of the text among them */
        size_t n_files;
};
struct archive_year {
        int64_t agency_id;
        const char *agency;
        int year;
        size_t n_items;
};
/* Calls fn for each item that the agency (slug, code or name) made public in that year and still shows; the item's memory
 * ends with the call. One transaction: the whole is one state. */
typedef int archive_fn(TALLOC_CTX *mem, void *arg, const struct archive_item *);
int app_archive_each(TALLOC_CTX *mem, struct app *, const char *agency, int year, archive_fn *fn,
                     void *arg, struct archive_year *ret) nodiscard;
/* A package was made. */
int app_archive_made(TALLOC_CTX *mem, struct app *, struct instant now, const struct archive_year *,
                     size_t n_files, const char *manifest_sm3, int64_t *ret_id) nodiscard;

struct archive_delivery {
        int64_t id, package_id; /* 0: paper copies */
        const char *agency;
        int year;
        const char *kind; /* archive, library */
        const char *receiver, *handed_by, *receipt;
        struct day on;
};
/* Something was delivered; to an archive: the newest package of that year, which must have been made. */
int app_archive_deliver(TALLOC_CTX *mem, struct app *, struct instant now,
                        const struct archive_delivery *, struct problems *,
                        int64_t *ret_id) nodiscard;

struct archive_package {
        int64_t id;
        const char *agency;
        int year;
        struct instant made;
        int64_t n_items, n_files;
        const char *manifest_sm3;
        struct day handed; /* DAY_NONE: not yet */
};
struct archive_register {
        struct archive_package *packages;
        struct archive_delivery *deliveries;
        size_t n_packages, n_deliveries;
};
/* Both registers, the newest first, no more than ARCHIVE_LIST of each. */
int app_archive_register(TALLOC_CTX *mem, struct app *, struct archive_register *ret) nodiscard;

#endif
