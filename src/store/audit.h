/* store/audit.h: the audit trail (审计记录) and the change log.
 * Purpose    who did what to which object, in a chain that an outsider can verify, and what each
 * commit touched, for caches, search and other processes. The number of a commit's last audit row
 * is its change number: rows are written last in a transaction, so the order of commits, of audit
 * rows and of change numbers is one.
 * The chain  sm3 = SM3 of prev_sm3, no, at (ms), person, event, object, object id, n and digest,
 * each followed by a line feed; a missing number is an empty line. The first prev_sm3 is 64 zeros.
 * The digest is "salt:HMAC-SM3(key, salt detail)", both hexadecimal; the key stays in the store, so
 * a trail in foreign hands tells nothing of the content, and content can be purged. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "base/problems.h"
#include "store/store.h"

struct audit_entry {
        struct instant at;
        int64_t person_id;  /* 0: nobody signed in (the program itself, a visitor) */
        const char *event;  /* 'item_published' … the words of routes.def and of the use cases */
        const char *object; /* 'item', 'agency' … */
        int64_t object_id;  /* 0: none */
        int64_t n;          /* rows behind this entry; 0 counts as 1 */
        const char *detail; /* only its digest is kept; NULL: none */
};
/* Notes an entry; store_commit() writes it. 0 always, so that a use case can end with it. */
int audit_write(struct tx *, const struct audit_entry *) nodiscard;
/* Notes that this transaction touched a thing: topics item, agency, column, site, calendar,
 * setting, person … The same twice counts once. */
void tx_touch(struct tx *, const char *topic, int64_t ref);

/* The digest that an entry with this detail would have had, for comparing with a row's. */
int audit_digest_matches(struct tx *, const char *digest, const char *detail, bool *ret) nodiscard;

/* ---- verifying ------------------------------------------------------------------------------ */

enum { AUDIT_BROKEN = 1 };
struct audit_verdict {
        int64_t n;         /* rows that hold, from the first */
        int64_t broken_no; /* the first that does not; 0 when all do */
        const char *why;   /* in Chinese; NULL when all do */
        char head[65];     /* the last hash that holds */
};
/* Of the store. AUDIT_BROKEN with the place in the verdict. */
int audit_verify(TALLOC_CTX *mem, struct tx *, struct audit_verdict *ret) nodiscard;
/* Of an exported trail; `-` is standard input. AUDIT_BROKEN too when it is no trail or is cut. */
int audit_verify_file(TALLOC_CTX *mem, const char *path, struct audit_verdict *ret) nodiscard;
/* Writes the trail as JSON lines (keys as the columns of `audit`), closed by {"head":{"no","sm3"}}.
 */
int audit_export(struct tx *, FILE *out, int64_t *ret_n) nodiscard;

/* ---- following ------------------------------------------------------------------------------ */

struct change {
        int64_t no;
        const char *topic;
        int64_t ref;
};
/* The change number of this snapshot. */
int store_change_no(struct tx *, int64_t *ret) nodiscard;
/* What the commits after `after` touched, in order; *ret_upto is the number up to which this is
 * complete (at most CHANGES_AT_ONCE commits a call: ask again while it is below store_change_no).
 */
enum { CHANGES_AT_ONCE = 1000 };
int store_changes_since(TALLOC_CTX *mem, struct tx *, int64_t after, struct change **ret_list,
                        size_t *ret_n, int64_t *ret_upto) nodiscard;

/* Called after each commit of this process, in the thread that committed and before store_commit()
 * returns; of two commits at once the calls may come in either order. At most STORE_HOOKS of them,
 * set before the threads start. */
enum { STORE_HOOKS = 4 };
typedef void (*change_hook)(void *arg, int64_t change_no, const struct change *list, size_t n);
void store_on_commit(struct store *, change_hook, void *arg);

/* Waiting for commits of any process, on a connection of its own. */
struct watch;
int watch_open(TALLOC_CTX *mem, struct store *, struct watch **ret) nodiscard;
/* 0: somebody may have committed since the last call (at once: PostgreSQL by NOTIFY,
 * SQLite by the writes to its log, or within 200 ms on a file system that tells of none); STORE_NONE: ms passed, or watch_wake() was called. */
int watch_wait(struct watch *, unsigned ms) nodiscard;
/* From any thread. */
void watch_wake(struct watch *);

#endif
