/* app/report_check.h: published reports handed in to be checked (年报核查).
 * Purpose    reads the text of each file, keeps the texts as a run of the person for
 * REPORT_RUN_DAYS, and gives them back, checked, as often as they are asked for. Texts are kept, not
 * results: these follow the rules of the program that shows them.
 * Ownership  all hangs from mem.
 * Errors     a file that cannot be read is no failure of the run: it carries the reason, in words
 * for people, and the others are checked. */
#ifndef APP_REPORT_CHECK_H
#define APP_REPORT_CHECK_H

#include "base/instant.h"
#include "domain/access/access.h"
#include "domain/report/report.h"

struct app;
struct tx;

enum {
        REPORT_RUN_FILES_MAX = 60,
        REPORT_RUN_DAYS = 7,
        REPORT_RUN_LIST_MAX = 20,
        REPORT_RUN_SECONDS = 30
};

/* As they came, hostile. */
struct report_handed {
        const char *name; /* of the file, for people */
        const char *bytes;
        size_t n;
};
/* Reads the files (outside any transaction) and keeps them; the event is report_checked. At most
 * REPORT_RUN_FILES_MAX files, at least one. clock_us is monotonic: files whose turn comes after
 * REPORT_RUN_SECONDS are not read and say so, since somebody waits for the answer. */
int app_report_run(TALLOC_CTX *mem, struct app *, const struct actor *, struct instant now,
                   int64_t (*clock_us)(void), const struct report_handed *, size_t n,
                   int64_t *ret_id) nodiscard;

struct report_run_file {
        int64_t no; /* from 1, in the order they were handed in */
        const char *name;
        const char *problem;         /* why it could not be checked; NULL: it was */
        const struct report *report; /* NULL with a problem */
        struct report_checks checks;
        int64_t before; /* no of the same unit's report of the year before; 0: none among them */
};
struct report_run {
        int64_t id;
        struct instant made_at, expires_at;
        struct report_run_file *files;
        size_t n_files;
};
enum { REPORT_RUN_NONE = 1 };
/* A run of the actor's own, read and checked, the files against each other: a report against that
 * of the same unit a year before, and the reports of one year by several units for likeness (雷同).
 * REPORT_RUN_NONE: there is none such, or it has expired. */
int app_report_run_read(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                        int64_t id, struct report_run **ret) nodiscard;

struct report_run_line {
        int64_t id, n_files;
        struct instant made_at, expires_at;
        const char *first_name;
};
/* The actor's own, the newest first; at most REPORT_RUN_LIST_MAX. */
int app_report_runs(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                    struct report_run_line **ret, size_t *ret_n) nodiscard;

/* Forgets a run before its time. REPORT_RUN_NONE as above. */
int app_report_run_forget(TALLOC_CTX *mem, struct app *, const struct actor *, struct instant now,
                          int64_t id) nodiscard;
/* Inside a use case: what has expired by now is gone. */
int report_runs_expire(struct tx *, struct instant now) nodiscard;

#endif
