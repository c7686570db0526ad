/* app/purge.h: content that must not have been public is removed for good (泄密处置).
 * Purpose    two persons, one after the other; then the words leave rows, files, indexes and logs.
 *
 *     app_purge_order ──> ordered ──app_purge_confirm──> clearing ──app_purge_clear (job)──> done
 *        the item is       │         by another: the       files, search, the engine's
 *        withdrawn at once │         words leave the rows  log and free space
 *                          └─app_purge_cancel──> cancelled (the item stays withdrawn)
 *
 *            What stays is the frame: numbers, days, who did what, the hash of what there was. The audit chain holds
 *            no content and still verifies. Backups are not changed: those that hold the words are named.
 * Errors     outcomes of enum purge_outcome; problems have the fields index_no, reason.
 * Law        《保守国家秘密法》（2024）第三十五条、第五十八条 (review before publication; what leaked is
 * dealt with at once), 《政府信息公开条例》第十四条. */
#ifndef APP_PURGE_H
#define APP_PURGE_H

#include "app/run.h"
#include "base/instant.h"
#include "base/problems.h"
#include "domain/access/access.h"

struct tx;

enum purge_outcome {
        PURGE_NOT_FOUND = 1, /* in the actor's scope */
        PURGE_BAD,           /* problems say what */
        PURGE_SAME_PERSON,   /* who ordered it cannot confirm it */
        PURGE_WRONG_STATE,   /* confirmed or cancelled already; another is under way for the item */
        PURGE_WAITS,         /* of app_purge_clear(): something still holds on; try again */
};

struct purge_ask {
        int64_t item;         /* 0: as index_no says; else one that may never have been public */
        const char *index_no; /* "": none */
        const char *reason;
};
int app_purge_order(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                    const struct purge_ask *, struct problems *, int64_t *ret_id) nodiscard;
int app_purge_confirm(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                      int64_t id) nodiscard;
/* By anybody who may purge; what was withdrawn stays so. */
int app_purge_cancel(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                     int64_t id) nodiscard;

/* What remains to be done after the confirmation, outside any transaction of the caller; may be
 * called again and again. 0: nothing is left, the purge is done. PURGE_WAITS: *ret_why says for what
 * (a reader holds the log, the search file is being built). */
int app_purge_clear(TALLOC_CTX *mem, struct app *, struct instant now, int64_t id,
                    const char **ret_why) nodiscard;

struct purge_row {
        int64_t id;
        const char *index_no; /* NULL: never had one */
        const char *agency, *state, *reason, *orderer;
        const char *decider; /* NULL: nobody yet */
        struct instant ordered_at, ended_at;
};
int app_purges(TALLOC_CTX *mem, struct tx *, const struct actor *, int64_t limit, int64_t offset,
               struct purge_row **ret, size_t *ret_n, int64_t *ret_all) nodiscard;

struct purge_backup {
        struct instant made_at;
        const char *path;
};
/* Another item that has the same file: its bytes stay until that one is purged too. */
struct purge_holder {
        int64_t item_id, n_files;
        const char *index_no; /* NULL: never had one */
        const char *agency;
        bool is_live;
};
/* An archive package that was made while the item was public, and where it went. */
struct purge_package {
        int year;
        struct instant made_at;
        const char *sm3;      /* of its manifest */
        const char *receiver; /* NULL: not handed over */
        struct day handed_on;
};
struct purge_view {
        struct purge_row row;
        int64_t ordered_by, n_editions, n_files, n_left;
        struct instant decided_at;
        const struct purge_backup *backups; /* that still hold the words */
        size_t n_backups;
        const struct purge_holder *holders;
        const struct purge_package *packages;
        size_t n_holders, n_packages;
};
int app_purge_read(TALLOC_CTX *mem, struct tx *, const struct actor *, int64_t id,
                   struct purge_view *ret) nodiscard;

/* A backup was made and knows the store up to change_no. */
int app_backup_note(TALLOC_CTX *mem, struct app *, struct instant now, const char *path,
                    int64_t change_no, const char *audit_sm3) nodiscard;

#endif
