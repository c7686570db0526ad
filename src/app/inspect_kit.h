/* app/inspect_kit.h: what the files of a draft mean to the use cases that keep, submit and replace them; inside app only. */
#ifndef APP_INSPECT_KIT_H
#define APP_INSPECT_KIT_H

#include "app/flow_kit.h"
#include "app/inspect.h"

/* The release of the inspector: the next one looks at every file anew. */
enum { INSPECTOR = 2 };

struct file_found {
        const char *code, *place, *excerpt;
};
/* A place of its words that the scan before publication marks, as it may be kept. */
struct file_mark {
        enum scan_kind kind;
        enum scan_severity severity;
        const char *place, *before, *masked, *after, *reason, *suggestion, *advice;
};
struct file_inspection {
        const char *claim, *kind;
        struct file_found *list;
        struct file_mark *marks;
        size_t n, n_marks;
};
/* "pdf": what the name claims; "" nothing. */
const char *inspect_claim(TALLOC_CTX *mem, const char *name);
/* NULL: nothing is written. */
int inspect_put(struct tx *, struct instant now, const char *sm3,
                const struct file_inspection *) nodiscard;

/* Scans the words of a file into the inspection. INSPECT_AGAIN: the child died, nobody knows what it says. */
enum { INSPECT_AGAIN = 1 };
struct intake_file;
int inspect_words(TALLOC_CTX *mem, const struct scan_options *, const struct intake_file *,
                  struct file_inspection *) nodiscard;
int inspect_marks_put(struct tx *, const char *sm3, const struct file_inspection *) nodiscard;

/* Fills in what is known of the files of it->text, and it->decisions. */
int inspect_read(TALLOC_CTX *mem, struct tx *, struct flow_item *it,
                 struct flow_file *files) nodiscard;
/* The file of the item with these bytes; NULL: it has none. */
const struct flow_file *inspect_file(const struct flow_item *, const char *sm3);
/* Label, advice, weight of a code; false: nobody knows it. */
bool inspect_about(const char *code, struct flow_finding *ret);
/* The first thing that stands against submitting this file, under the field "file". */
void inspect_check(const struct flow_file *, struct problems *);

/* Each file that nobody looked into. */
void inspect_seen(const struct flow_item *, struct problems *);

/* One decision about one kind of finding; code "file" for the file as a whole. */
int inspect_decide(struct tx *, const struct flow_by *, const struct flow_item *,
                   const struct flow_file *, const char *code, const char *verdict,
                   const char *reason) nodiscard;
/* Those files of the item that are not among `files` any more: what was found in them is settled, their bytes go when
 * nobody else has them. */
int inspect_let_go(TALLOC_CTX *mem, struct tx *, const struct flow_by *, const struct flow_item *,
                   const struct draft_file *files, size_t n) nodiscard;

#endif
