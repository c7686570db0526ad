/* web/cache.h: finished pages, as long as they are true.
 * Purpose    a page is kept under its key with what it depends on and the change number of the
 * snapshot it was made from. It is true while no later change touched a dependency and its
 * valid_until has not passed. A page is made once for all who ask for it at the same time.
 *
 *      asked ──find──> FOUND ─────────────────────────────> reply
 *                 └──> LEADING ──make──> land ──┬─────────> the leader's reply
 *                 └──> FOLLOWING ──wait─────────┘ (or again, when a change came in between)
 *
 * How a change is known   generations: a table of the last change number by (topic, ref), a few
 * thousand slots wide, written by whoever follows the change log. Two names that share a slot cost
 * a page made again, never a stale one. An entry remembers up to which change it was checked, so a
 * hit between two changes looks at nothing but one number.
 * Ownership  keys are copied; replies are counted. Thread-safe. */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include "pages/page.h"
#include "web/reply.h"

struct cache;

/* Who waits for a page that is being made; embedded in the request. */
struct cache_waiter {
        struct cache_waiter *next;
};

/* Why a page is true. */
struct cache_facts {
        int64_t change_no;
        const struct page_dep *deps;
        size_t n_deps;
        struct instant valid_until;
};

struct cache *cache_new(size_t ceiling);
void cache_free(struct cache *);

enum cache_found { CACHE_FOUND, CACHE_LEADING, CACHE_FOLLOWING };
uint64_t cache_hash(const void *key, size_t n);
/* A true page with a reference, or NULL. */
struct reply *cache_look(struct cache *, const void *key, size_t n_key, uint64_t hash,
                         struct instant now);
/* FOUND with a reference in *ret_reply; LEADING: the caller makes the page and must end with
 * cache_land(); FOLLOWING: `waiter` comes back from the leader's cache_land(). */
enum cache_found cache_find(struct cache *, const void *key, size_t n_key, uint64_t hash,
                            struct instant now, struct cache_waiter *waiter,
                            struct reply **ret_reply);
/* Ends what cache_find() began. The reply is kept when facts is not NULL and nothing it depends on
 * changed meanwhile. Returns those who waited; *ret_late says that the page was overtaken by a
 * change, so that they must ask again. */
struct cache_waiter *cache_land(struct cache *, const void *key, size_t n_key, uint64_t hash,
                                struct reply *reply, const struct cache_facts *facts,
                                bool *ret_late);

/* One row of the change log; ref 0 = all of the topic. Then, when the rows of a change are in,
 * cache_applied(). Called by one thread. */
void cache_apply(struct cache *, int64_t change_no, const char *topic, int64_t ref);
void cache_applied(struct cache *, int64_t change_no);
/* Everything is old (the log was lost sight of). */
void cache_forget(struct cache *);

size_t cache_bytes(struct cache *);
size_t cache_entries(struct cache *);
int64_t cache_change_no(struct cache *);
/* Calls fn for each kept reply, under the shard's lock. */
void cache_each(struct cache *, void (*fn)(void *arg, struct reply *), void *arg);
/* The weight of an entry grew (an encoding was added). */
void cache_reweigh(struct cache *, const void *key, size_t n_key, uint64_t hash);

#endif
