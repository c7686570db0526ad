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
 * a page made again, never a stale one. An entry remembers at which count of changes it was checked,
 * so a hit between two changes looks at nothing but one number.
 * Ownership  keys are copied; replies are counted. Thread-safe. */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include "pages/page.h"
#include "web/reply.h"

struct page_cache;

/* Who waits for a page that is being made; embedded in the request. */
struct page_cache_waiter {
        struct page_cache_waiter *next;
};

/* Why a page is true. */
struct page_cache_facts {
        int64_t change_no;
        const struct page_dep *deps;
        size_t n_deps;
        struct instant valid_until;
        bool costly; /* worth more room than a page */
};

struct page_cache *page_cache_new(size_t ceiling);
void page_cache_free(struct page_cache *);

enum page_cache_found { CACHE_FOUND, CACHE_LEADING, CACHE_FOLLOWING };
uint64_t page_cache_hash(const void *key, size_t n);
/* A true page with a reference, or NULL. */
struct reply *page_cache_look(struct page_cache *, const void *key, size_t n_key, uint64_t hash,
                              struct instant now);
/* FOUND with a reference in *ret_reply; LEADING: the caller makes the page and must end with
 * page_cache_land(); FOLLOWING: `waiter` comes back from the leader's page_cache_land(). */
enum page_cache_found page_cache_find(struct page_cache *, const void *key, size_t n_key,
                                      uint64_t hash, struct instant now,
                                      struct page_cache_waiter *waiter, struct reply **ret_reply);
/* Ends what page_cache_find() began. The reply is kept when facts is not NULL and nothing it depends on
 * changed meanwhile. Returns those who waited; *ret_late says that the page was overtaken by a
 * change, so that they must ask again. */
struct page_cache_waiter *page_cache_land(struct page_cache *, const void *key, size_t n_key,
                                          uint64_t hash, struct reply *reply,
                                          const struct page_cache_facts *facts, bool *ret_late);

/* One row of the change log; ref 0 = all of the topic. Then, when the rows of a change are in,
 * page_cache_applied(). From any thread, in any order. */
void page_cache_apply(struct page_cache *, int64_t change_no, const char *topic, int64_t ref);
void page_cache_applied(struct page_cache *, int64_t change_no);
/* Everything is old (the log was lost sight of). */
void page_cache_forget(struct page_cache *);

size_t page_cache_bytes(struct page_cache *);
size_t page_cache_entries(struct page_cache *);
int64_t page_cache_change_no(struct page_cache *);
/* Calls fn for each kept reply, under the shard's lock. */
void page_cache_each(struct page_cache *, void (*fn)(void *arg, struct reply *), void *arg);
/* The weight of an entry grew (an encoding was added). */
void page_cache_reweigh(struct page_cache *, const void *key, size_t n_key, uint64_t hash);

#endif
