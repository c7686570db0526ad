/* app/audit.h: the trail as the administrators of audit and of security read it (审计记录, 登录与安全记录).
 * Purpose    who did what and when, newest first and narrowed; who signed in, failed to, or had an account
 * or a role changed. What a row is about in detail stands where the deed left it, not in the trail.
 * Ownership  lists hang from mem. */
#ifndef APP_AUDIT_H
#define APP_AUDIT_H

#include "app/table.h"
#include "base/day.h"
#include "base/instant.h"

struct tx;

struct trail_ask {
        int64_t scope;  /* deeds of persons of this agency and below, and of nobody */
        int64_t before; /* rows with a smaller number; 0: from the newest */
        int64_t most;
        bool security;      /* sign-ins, accounts, roles, stand-ins only */
        const char *event;  /* "": any */
        const char *login;  /* done by, or done to, this account; "": any */
        const char *object; /* of this kind, and of object_id; "": any */
        int64_t object_id;
        struct day from, to; /* both included; DAY_NONE: open */
};
struct trail_row {
        int64_t no;
        struct instant at;
        const char *login, *name;   /* who; NULL: nobody signed in, or the program itself */
        const char *event, *object; /* item_published, item */
        int64_t object_id;          /* 0: none */
        const char *about; /* the name of the person, or the index_no of the item; NULL: none */
        int64_t n;         /* rows behind it */
        const char *prev_sm3, *sm3;
};
int app_trail(TALLOC_CTX *mem, struct tx *, const struct trail_ask *, struct trail_row **ret,
              size_t *ret_n) nodiscard;
/* The rows to be taken along, with the hashes that chain them. */
struct table app_trail_table(TALLOC_CTX *mem, const struct trail_row *, size_t n);

struct trail_verdict {
        int64_t n;         /* rows that hold, from the first */
        int64_t broken_no; /* the first that does not; 0: all do */
        const char *why;   /* in Chinese; NULL: all do */
        const char *head;  /* the last hash that holds */
};
/* The whole chain, from the first row. A broken one is no error: the verdict says where. */
int app_trail_verify(TALLOC_CTX *mem, struct tx *, struct trail_verdict *ret) nodiscard;

/* How many are signed in now. */
int app_sessions_open(TALLOC_CTX *mem, struct tx *, struct instant now, int64_t *ret) nodiscard;

/* What the word of an event says; the word itself when it has no other. */
const char *trail_event_label(const char *event);
const char *trail_object_label(const char *object);
/* The events one may narrow to; security: of those only. */
const char *const *trail_events(TALLOC_CTX *mem, bool security, size_t *ret_n);

#endif
