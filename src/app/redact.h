/* app/redact.h: places of a PDF of a draft are blacked out (涂黑).
 * Purpose    asked for by whoever may change the draft, done by a job, since many pages take a minute: the file is
 *            rebuilt from pixels and read again; only a result that yields nothing takes the place of the old file in the
 *            draft, whose bytes go when nobody else has them.
 *
 *     app_redact_ask ──> waiting ──app_redact_run (job)──> done: the draft has the new file
 *                                        └──> failed: the draft is as it was, the message says why
 *
 * Ownership  results hang from mem. Errors     outcomes of enum flow_outcome.
 * Law        《政府信息公开条例》第十五条、第三十七条 (what can be told apart is told apart). */
#ifndef APP_REDACT_H
#define APP_REDACT_H

#include "app/flow.h"

enum { REDACT_BOXES_MAX = 1000, REDACT_PICTURE_DPI = 100 };

/* How many pages the file of an item has, and one of them as a PNG of REDACT_PICTURE_DPI. Outside any transaction; the
 * caller has seen that the actor may see the file. FLOW_BAD: problems say why it cannot be shown. */
int app_redact_pages(TALLOC_CTX *mem, const struct app *, const struct flow_file *,
                     struct problems *, int *ret) nodiscard;
int app_redact_picture(TALLOC_CTX *mem, const struct app *, const struct flow_file *, int page,
                       struct problems *, const void **ret, size_t *ret_n) nodiscard;

/* boxes: a line each, "page, left, top, width, height" in millimetres from the upper left corner. FLOW_BAD under the
 * field "boxes". */
int app_redact_ask(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                   const char *sm3, const char *boxes, struct problems *,
                   int64_t *ret_id) nodiscard;

struct redaction {
        const char *name, *state; /* waiting, done, failed */
        const char *message;      /* why it failed */
        const char *sm3;          /* of the old file */
};
/* One of an item that the actor was shown. */
int app_redact_read(TALLOC_CTX *mem, struct tx *, int64_t item, int64_t id,
                    struct redaction *ret) nodiscard;

/* The job's part; may be called again. A redaction that cannot be done is one that failed, not an error. writer makes a
 * PDF of pictures (intake/intake.h, document/raster.h). */
struct intake_writer;
int app_redact_run(TALLOC_CTX *mem, struct app *, struct instant now, const struct calendar *,
                   int64_t id, const struct intake_writer *) nodiscard;

#endif
