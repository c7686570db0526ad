/* app/import.h: bringing in what another system had (导入).
 * Purpose    items (CSV or JSON lines), agencies, published annual reports and working-day calendars:
 * all of a file or nothing of it. What is wrong is told by line and field; what is odd is kept with
 * a flag and listed. The forms are described in docs/import.md.
 * Ownership  results hang from mem; the bytes must outlive the call.
 * Errors     IMPORT_REFUSED: something is wrong with the input; all of it in problems, nothing
 * changed. Negative: the machine failed; a large write that had begun is resumed at the next start. */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H

#include "app/run.h"
#include "base/instant.h"
#include "base/problems.h"
#include "domain/access/access.h"

enum { IMPORT_REFUSED = 1 };
/* The largest file taken; what a clerk has to bring is cut into such parts. */
#define IMPORT_FILE_MAX ((size_t)1 << 30)

struct import_ask {
        const char *file_name; /* for messages and the attestation */
        const char *bytes;
        size_t n;
        const char *folder; /* where relative paths of attachments begin */
        const char *map;    /* CSV of issuers, NULL: the one that ships */
        size_t n_map;
        const char *agency;      /* reports: code or name; NULL: recognised */
        const struct actor *who; /* within whose scope; NULL: the command line, everywhere */
        const char *attested_by; /* who answers for what was public before; NULL: 导入操作人 */
        bool dry_run;            /* everything but the writing */
        struct instant now;
        int64_t (*clock_us)(void);
        void (*progress)(void *arg, size_t done, size_t all); /* may be NULL */
        void *progress_arg;
};

struct import_note { /* an item that was kept with flags */
        size_t line;
        const char *title;
        const char *const *flags; /* codes; labels by import_flag_label() */
        size_t n_flags;
};
enum { IMPORT_NOTES_MAX = 1000 };

struct due_change {
        int64_t item;
        const char *title, *agency;
        const char *what; /* to be done by then: 公开, 补审, 更正或撤回, 公开解读 */
        struct day old, now;
};
struct import_result {
        size_t n; /* items, agencies, days */
        size_t n_flagged;
        struct import_note *notes; /* the first of the flagged */
        size_t n_notes;
        struct {
                const char *code;
                size_t n;
        } * counts; /* by flag */
        size_t n_counts;
        const struct due_change *changes; /* of a calendar: open texts whose day moves */
        size_t n_changes;
        const struct person_made *made; /* accounts (app/import_people.h) */
        int64_t batch;                  /* 0: none */
        bool converted;                 /* the file was GB18030 */
};

int app_import_items(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                     struct import_result *ret) nodiscard;
/* Several files are one import: all or nothing. */
int app_import_reports(TALLOC_CTX *mem, struct app *, const struct import_ask *asks, size_t n,
                       struct problems *, struct import_result *ret) nodiscard;
int app_import_agencies(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                        struct import_result *ret) nodiscard;
int app_import_calendar(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                        struct import_result *ret) nodiscard;

#endif
