/* app/archive.h: what is handed over to archive and library (归档).
 * Purpose    what an agency made public in a year, item by item; which years are still to be handed over; the register of
 *            packages made of them, and of what was delivered to 档案馆 and 图书馆. The package itself is jobs/archive.h.
 *
 *     app_archive_ask ──> waiting ──job──> done: a package of the register, its bytes in DATA/archive
 *                                    └──> failed: the message says why
 *
 *            The bytes are a working copy: the newest of each year is kept, a purge (泄密处置) takes all of them, a backup
 *            none. They can be made again; what was handed over lies with the archive.
 * Units      a year is that of item.sort_day: made public, else formed, else entered.
 * Errors     enum archive_outcome; what is wrong with a delivery is told in problems.
 * Law        《政府信息公开条例》第二十五条; 《机关档案管理规定》(国家档案局令第13号). */
#ifndef APP_ARCHIVE_H
#define APP_ARCHIVE_H

#include "app/run.h"
#include "app/table.h"
#include "base/day.h"
#include "base/instant.h"
#include "base/problems.h"
#include "domain/access/access.h"

/* STALE: something was purged while it was packed. */
enum archive_outcome { ARCHIVE_NOT_FOUND = 1, ARCHIVE_BAD, ARCHIVE_STALE };
enum { ARCHIVE_YEAR_MIN = 1949, ARCHIVE_YEAR_MAX = 9999, ARCHIVE_LIST = 500 };

struct archive_file {
        const char *name, *sm3;
};
struct archive_item {
        size_t nth, of; /* from 1 */
        int64_t edition_no;
        const char *index_no, *title, *doc_no, *column, *column_code;
        struct instant published; /* INSTANT_NONE: from elsewhere, not known */
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
/* What the office asked for. */
struct archive_work {
        int64_t id, person_id, package_id; /* package_id 0: none yet */
        const char *slug, *agency;
        int year;
        const char *state, *message; /* waiting, done, failed */
        int64_t n_done, n_all;       /* items */
        struct instant began;        /* set by who makes it, before anything is read */
};
/* A package was made; work NULL: from the command line. */
int app_archive_made(TALLOC_CTX *mem, struct app *, struct instant now, const struct archive_year *,
                     size_t n_files, const char *manifest_sm3, const struct archive_work *work,
                     int64_t *ret_id) nodiscard;

struct archive_delivery {
        int64_t id, package_id; /* 0: paper copies */
        const char *agency;
        int year;
        const char *kind; /* archive, library */
        const char *receiver, *handed_by, *receipt;
        struct day on;
};
/* Something was delivered; to an archive: the newest package of that year, which must have been made by then. who NULL: the
 * command line, everywhere. */
int app_archive_deliver(TALLOC_CTX *mem, struct tx *, const struct actor *who, struct instant now,
                        const struct archive_delivery *, struct problems *,
                        int64_t *ret_id) nodiscard;

struct archive_package {
        int64_t id, agency_id; /* agency_id and slug: of app_archive_package() only */
        const char *slug, *agency;
        int year;
        struct instant made;
        const char *maker; /* NULL: the command line */
        int64_t n_items, n_files;
        const char *manifest_sm3;
        struct day handed; /* DAY_NONE: not yet; of the register only */
};
struct archive_register {
        struct archive_package *packages;
        struct archive_delivery *deliveries;
        size_t n_packages, n_deliveries;
};
/* Both registers, the newest first, no more than ARCHIVE_LIST of each; scope 0: everywhere. */
int app_archive_register(TALLOC_CTX *mem, struct tx *, int64_t scope,
                         struct archive_register *ret) nodiscard;
struct table app_archive_table(TALLOC_CTX *mem, const struct archive_register *);
int app_archive_package(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t id,
                        struct archive_package *ret) nodiscard;
/* What was delivered of an agency's year. */
int app_archive_delivered(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t agency, int year,
                          struct archive_delivery **ret, size_t *ret_n) nodiscard;

/* CURRENT: the year is not over. DUE: nothing was handed to an archive, nor packed; PACKED: packed but not handed over. */
enum archive_state { ARCHIVE_CURRENT, ARCHIVE_DUE, ARCHIVE_PACKED, ARCHIVE_HANDED };
const char *archive_state_label(enum archive_state);
struct archive_sum { /* of an agency's year */
        int64_t agency_id, package_id, n_items, n_packed, n_library;
        const char *slug, *agency, *receiver; /* receiver: the archive; NULL: none yet */
        int year;
        enum archive_state state;
        struct day made, handed; /* DAY_NONE: not yet */
};
/* The years of all agencies of the scope that show something, or of one (agency 0: all); the newest first. */
int app_archive_years(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t agency, struct day today,
                      struct archive_sum **ret, size_t *ret_n) nodiscard;
struct table app_archive_years_table(TALLOC_CTX *mem, const struct archive_sum *, size_t n);

/* A package is wanted. When one of that year is being made, *ret_id is that. */
int app_archive_ask(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                    const char *slug, int year, struct problems *, int64_t *ret_id) nodiscard;
/* scope 0: everywhere. */
int app_archive_work(TALLOC_CTX *mem, struct tx *, int64_t scope, int64_t id,
                     struct archive_work *ret) nodiscard;
int app_archive_step(TALLOC_CTX *mem, struct app *, int64_t work, size_t n_done,
                     size_t n_all) nodiscard;
int app_archive_fail(TALLOC_CTX *mem, struct app *, struct instant now, int64_t work,
                     const char *why) nodiscard;

/* ---- the bytes */

/* Where those of a package lie, whether they are there or not; and where they are made. NULL without a data folder. */
const char *app_archive_path(TALLOC_CTX *mem, const struct app *, int64_t package);
const char *app_archive_part(TALLOC_CTX *mem, const struct app *, int64_t work);
/* What an attempt that was cut off has left. */
int app_archive_sweep(TALLOC_CTX *mem, const struct app *, int64_t work) nodiscard;
/* The package is there from now on, and those before it of the same year are not. */
int app_archive_keep(TALLOC_CTX *mem, struct app *, int64_t work, int64_t package) nodiscard;
/* All of them, overwritten. */
int app_archive_destroy(TALLOC_CTX *mem, const struct app *) nodiscard;

#endif
