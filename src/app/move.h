/* app/move.h: many items at once, all or nothing, without stopping the office (成批写入).
 * Purpose    imports and demos hand over checked items one by one; they are written to a staging file
 * first, then moved into the store in short transactions, where nobody sees them, until one last
 * transaction makes all of them visible.
 *
 *    move_put … move_put   DATA/staging/batch        (a fault here leaves no trace)
 *    move_run              import_batch 'moving'     chunk, chunk, chunk: each below 50 ms
 *                          import_batch 'done'       the flip: tally, change log
 *
 * What can never be moved (a constraint says no) is taken back at once, so that later imports are not
 * kept waiting. A process that dies while moving leaves batch and staging file; move_recover() at the next start
 * goes on where it stopped, or takes back what has no staging file any more.
 * Ownership  a move hangs from mem; freed before move_run() was done it leaves nothing but a batch
 * to be recovered. One move at a time and data folder, by a lock.
 * A staging file is known by a token that it shares with its batch.
 * Errors     ERR_DATA when the staging file is not what was written. */
#ifndef APP_MOVE_H
#define APP_MOVE_H

#include "app/publish.h"
#include "app/run.h"

struct move_item {
        struct draft draft;      /* item_id 0; texts as in app/publish.h */
        const char *agency_code; /* instead of draft.agency_id; looked up when it is moved */
        const char *disclosure;  /* NULL: proactive. Anything else stays a draft */
        const char *ground;
        const char *source_index_no; /* NULL: none */
        struct instant published;    /* INSTANT_NONE: not known */
        struct day sort_day;
        const char *const *channels; /* codes; with "website" the item is on the site */
        size_t n_channels;
        const char *old_address; /* NULL: none */
        const char *attested_by; /* NULL: the plan's */
        const char *flags;       /* NULL: none */
        const char *html; /* of draft.body, by body_html_keep(); NULL: rendered when asked for */
        struct {
                const char *kind; /* NULL: none; "interprets", "repeals" … */
                size_t earlier;   /* the how-manieth item put, from 0 */
        } relates[2];
};

struct move_plan {
        const char *kind; /* 'items', 'reports', 'demo' … as in table import_batch */
        const char *file_name, *file_sm3;
        const char *attested_by; /* who answers for what was public before */
        int64_t person_id;       /* 0: the program */
        struct instant now;
        int64_t (*clock_us)(void);                            /* monotonic; chunks are cut by it */
        void (*progress)(void *arg, size_t done, size_t all); /* may be NULL */
        void *progress_arg;
};

struct move;
/* Waits for its turn. */
int move_begin(TALLOC_CTX *mem, struct app *, const struct move_plan *,
               struct move **ret) nodiscard;
int move_put(struct move *, const struct move_item *) nodiscard;
size_t move_count(const struct move *);
/* fn runs in the transaction that begins the batch: for agencies that must be there first. */
void move_prepare(struct move *, int (*fn)(TALLOC_CTX *mem, struct tx *, void *arg), void *arg);
/* Moves all that was put and flips. *ret_batch (may be NULL): number of the batch. */
int move_run(struct move *, int64_t *ret_batch) nodiscard;

/* At the start of a program that writes: goes on with what was left behind. Another process at work
 * in this data folder is left alone. stopping (may be NULL) is asked between chunks: when it says yes,
 * the rest is left for the next time and the answer is ERR_BUSY. */
int move_recover(TALLOC_CTX *mem, struct app *, struct instant now, int64_t (*clock_us)(void),
                 bool (*stopping)(void *arg), void *arg, size_t *ret_resumed,
                 size_t *ret_removed) nodiscard;

#endif
