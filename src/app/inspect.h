/* app/inspect.h: what is hidden in the files of a draft (隐藏信息检查), and what is decided about it.
 * Purpose    each file is looked at once by the confined child of intake, when it is uploaded and at the latest when the
 *            draft is submitted; what was found stands beside the file (struct flow_file) for the drafter and the
 *            reviewers; what the file says goes through the scan before publication like the text itself. Grave findings stop the submission until the file is replaced or blacked out, or until
 *            somebody says in words why it may stay; that decision is part of the trail.
 * Ownership  results hang from mem.
 * Errors     outcomes of enum flow_outcome.
 * Law        《政府信息公开条例》第十五条、第十七条. */
#ifndef APP_INSPECT_H
#define APP_INSPECT_H

#include "app/flow.h"

/* Looks into those of the files that this release has not seen yet and notes what it found in files[i].inspection, for
 * the use case that keeps them. Outside any transaction: a child may take a minute, and after INSPECT_MS no other is begun
 * (by clock_us; NULL: all are looked at). A file whose turn did not come, or whose child was killed, stays without: it is
 * looked at again next time, at the latest when the draft is submitted. */
enum { INSPECT_MS = 20000 };
int app_inspect(TALLOC_CTX *mem, struct app *, struct draft_file *, size_t n,
                int64_t (*clock_us)(void)) nodiscard;
/* The same for the files of an item that were never looked at (of earlier releases, imported, or left over), written
 * down at once. 0 whatever it found; FLOW_NOT_FOUND. */
int app_inspect_item(TALLOC_CTX *mem, struct app *, const struct flow_by *, int64_t item,
                     int64_t (*clock_us)(void)) nodiscard;

/* The same because somebody asked for it: the trail says so. */
int app_inspect_again(TALLOC_CTX *mem, struct app *, const struct flow_by *, int64_t item,
                      int64_t (*clock_us)(void)) nodiscard;

/* What the scan before publication found in the words of a file, as findings of the text that has it: field "attached",
 * path the SM3 of the file, a blank and the place in it. */
int inspect_marks(TALLOC_CTX *mem, struct tx *, const char *sm3, const char *name,
                  struct scan_findings *out) nodiscard;

/* A kind of finding in a file of a draft stays, for this reason. FLOW_BAD, FLOW_REFUSED: problems say why. */
int app_file_keep(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                  const char *sm3, const char *code, const char *reason,
                  struct problems *) nodiscard;

#endif
