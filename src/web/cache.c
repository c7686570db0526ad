#include "web/cache.h"

#include <pthread.h>
#include <stdatomic.h>

enum { SHARDS = 8, SLOTS = 1 << 14, BUCKETS_LEAST = 256 };

struct entry {
        struct entry *chain;         /* in its bucket */
        struct entry *older, *newer; /* clock ring of the shard */
        uint64_t hash;
        struct reply *reply; /* NULL while it was never made */
        struct page_cache_waiter *waiters;
        bool flying, used, doomed; /* doomed: forgotten while it was being made */
        int64_t change_no, checked, valid_until;
        size_t weight, n_deps, n_key;
        struct page_dep *deps;
        char key[];
};

struct shard {
        pthread_mutex_t lock;
        struct entry **buckets;
        size_t n_buckets, n, bytes;
        struct entry *hand; /* of the clock */
};

struct page_cache {
        size_t ceiling;          /* of one shard */
        _Atomic int64_t applied; /* the last change number heard of */
        _Atomic int64_t stamp;   /* counts what was applied: entries checked at it are true */
        /* `one`: (topic, ref); `any`: something of the topic; `all`: everything of the topic */
        _Atomic int64_t one[SLOTS], any[SLOTS], all[SLOTS];
        struct shard shards[SHARDS];
};

static size_t
slot_of(uint64_t topic, int64_t ref)
{
        uint64_t h =
            (topic ^ (uint64_t)ref * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xff51afd7ed558ccd);

        return (h >> 40) & (SLOTS - 1);
}

struct page_cache *
page_cache_new(size_t ceiling)
{
        struct page_cache *c = mem_must(calloc(1, sizeof(*c)));

        c->ceiling = ceiling / SHARDS;
        for (size_t i = 0; i < SHARDS; i++) {
                struct shard *s = &c->shards[i];

                (void)pthread_mutex_init(&s->lock, NULL);
                s->n_buckets = BUCKETS_LEAST;
                s->buckets = mem_must(calloc(s->n_buckets, sizeof(struct entry *)));
        }
        return c;
}

static void
entry_free(struct entry *e)
{
        reply_drop(e->reply);
        free(e->deps);
        free(e);
}

void
page_cache_free(struct page_cache *c)
{
        if (!c)
                return;
        for (size_t i = 0; i < SHARDS; i++) {
                struct shard *s = &c->shards[i];

                for (size_t b = 0; b < s->n_buckets; b++)
                        while (s->buckets[b]) {
                                struct entry *e = s->buckets[b];

                                s->buckets[b] = e->chain;
                                entry_free(e);
                        }
                free(s->buckets);
                (void)pthread_mutex_destroy(&s->lock);
        }
        free(c);
}

uint64_t
page_cache_hash(const void *key, size_t n)
{
        const uint8_t *at = key;
        uint64_t h = UINT64_C(0x9e3779b97f4a7c15) ^ n;

        while (n) {
                size_t step = n < 8 ? n : 8;
                uint64_t word = 0;

                memcpy(&word, at, step);
                h = (h ^ word) * UINT64_C(0xff51afd7ed558ccd);
                h ^= h >> 32;
                at += step;
                n -= step;
        }
        return h;
}

static struct shard *
shard_of(struct page_cache *c, uint64_t hash)
{
        return &c->shards[hash >> 61 & (SHARDS - 1)];
}

static struct entry **
place_of(struct shard *s, const void *key, size_t n_key, uint64_t hash)
{
        struct entry **at = &s->buckets[hash % s->n_buckets];

        while (*at && ((*at)->hash != hash || (*at)->n_key != n_key ||
                       memcmp((*at)->key, key, n_key) != 0))
                at = &(*at)->chain;
        return at;
}

static void
grow(struct shard *s)
{
        size_t n = s->n_buckets * 2;
        struct entry **buckets = mem_must(calloc(n, sizeof(struct entry *)));

        for (size_t b = 0; b < s->n_buckets; b++)
                while (s->buckets[b]) {
                        struct entry *e = s->buckets[b];

                        s->buckets[b] = e->chain;
                        e->chain = buckets[e->hash % n];
                        buckets[e->hash % n] = e;
                }
        free(s->buckets);
        s->buckets = buckets;
        s->n_buckets = n;
}

static void
ring_add(struct shard *s, struct entry *e)
{
        if (!s->hand) {
                e->older = e->newer = e;
                s->hand = e;
                return;
        }
        e->newer = s->hand;
        e->older = s->hand->older;
        e->older->newer = e;
        s->hand->older = e;
}

static void
ring_take(struct shard *s, struct entry *e)
{
        if (e->newer == e) {
                s->hand = NULL;
                return;
        }
        e->newer->older = e->older;
        e->older->newer = e->newer;
        if (s->hand == e)
                s->hand = e->newer;
}

static void
weigh(struct shard *s, struct entry *e)
{
        size_t weight = sizeof(*e) + e->n_key + e->n_deps * sizeof(struct page_dep) +
                        (e->reply ? reply_weight(e->reply) : 0);

        s->bytes += weight - e->weight;
        e->weight = weight;
}

static void
remove_entry(struct shard *s, struct entry **place)
{
        struct entry *e = *place;

        *place = e->chain;
        ring_take(s, e);
        s->n--;
        s->bytes -= e->weight;
        entry_free(e);
}

static void
empty(struct shard *s, struct entry *e)
{
        reply_drop(e->reply);
        e->reply = NULL;
        free(e->deps);
        e->deps = NULL;
        e->n_deps = 0;
        weigh(s, e);
}

/* Clock: what was not asked for since the hand last passed goes; what is being made stays. */
static void
make_room(struct page_cache *c, struct shard *s)
{
        for (size_t turns = 2 * s->n; s->bytes > c->ceiling && s->hand && turns; turns--) {
                struct entry *e = s->hand;

                s->hand = e->newer;
                if (e->used || e->flying)
                        e->used = false;
                else
                        remove_entry(s, place_of(s, e->key, e->n_key, e->hash));
        }
}

static int64_t
at_slot(_Atomic int64_t *slot)
{
        return atomic_load_explicit(slot, memory_order_acquire);
}

static bool
overtaken(struct page_cache *c, int64_t change_no, const struct page_dep *deps, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                size_t topic = slot_of(deps[i].topic, 0);

                if (deps[i].ref == 0
                        ? at_slot(&c->any[topic]) > change_no
                        : at_slot(&c->all[topic]) > change_no ||
                              at_slot(&c->one[slot_of(deps[i].topic, deps[i].ref)]) > change_no)
                        return true;
        }
        return false;
}

static bool
is_true(struct page_cache *c, struct entry *e, struct instant now)
{
        int64_t stamp = at_slot(&c->stamp); /* before the slots are looked at */

        if (!e->reply || now.ms >= e->valid_until)
                return false;
        if (e->checked == stamp)
                return true;
        if (overtaken(c, e->change_no, e->deps, e->n_deps))
                return false;
        e->checked = stamp;
        return true;
}

struct reply *
page_cache_look(struct page_cache *c, const void *key, size_t n_key, uint64_t hash,
                struct instant now)
{
        struct shard *s = shard_of(c, hash);
        struct reply *reply = NULL;
        struct entry *e;

        (void)pthread_mutex_lock(&s->lock);
        e = *place_of(s, key, n_key, hash);
        if (e && is_true(c, e, now)) {
                e->used = true;
                reply = reply_ref(e->reply);
        }
        (void)pthread_mutex_unlock(&s->lock);
        return reply;
}

enum page_cache_found
page_cache_find(struct page_cache *c, const void *key, size_t n_key, uint64_t hash,
                struct instant now, struct page_cache_waiter *waiter, struct reply **ret_reply)
{
        struct shard *s = shard_of(c, hash);
        enum page_cache_found found = CACHE_FOUND;
        struct entry **place, *e;

        (void)pthread_mutex_lock(&s->lock);
        place = place_of(s, key, n_key, hash);
        e = *place;
        if (e && is_true(c, e, now)) {
                e->used = true;
                *ret_reply = reply_ref(e->reply);
        } else if (e && e->flying) {
                waiter->next = e->waiters;
                e->waiters = waiter;
                found = CACHE_FOLLOWING;
        } else {
                found = CACHE_LEADING;
                if (!e) {
                        e = mem_must(calloc(1, sizeof(*e) + n_key));
                        e->hash = hash;
                        e->n_key = n_key;
                        memcpy(e->key, key, n_key);
                        *place = e;
                        ring_add(s, e);
                        s->n++;
                }
                e->flying = true;
                empty(s, e);
                if (s->n > s->n_buckets)
                        grow(s);
        }
        (void)pthread_mutex_unlock(&s->lock);
        return found;
}

struct page_cache_waiter *
page_cache_land(struct page_cache *c, const void *key, size_t n_key, uint64_t hash,
                struct reply *reply, const struct page_cache_facts *facts, bool *ret_late)
{
        struct shard *s = shard_of(c, hash);
        int64_t stamp = at_slot(&c->stamp);
        struct page_cache_waiter *waiters;
        struct entry **place, *e;

        (void)pthread_mutex_lock(&s->lock);
        place = place_of(s, key, n_key, hash);
        e = *place;
        assert(e && e->flying);
        waiters = e->waiters;
        e->waiters = NULL;
        e->flying = false;
        *ret_late =
            facts && (e->doomed || overtaken(c, facts->change_no, facts->deps, facts->n_deps));
        e->doomed = false;
        /* A page that fills an eighth of the shard would drive out too many others; a table of
         * thousands of rows takes so long to make that it may have half. */
        if (facts && !*ret_late && reply &&
            reply_weight(reply) <= c->ceiling / (facts->costly ? 2 : 8)) {
                e->reply = reply_ref(reply);
                e->change_no = facts->change_no;
                e->checked = stamp;
                e->valid_until =
                    instant_is_none(facts->valid_until) ? INT64_MAX : facts->valid_until.ms;
                e->n_deps = facts->n_deps;
                e->deps = mem_must(malloc((facts->n_deps + 1) * sizeof(*e->deps)));
                if (facts->n_deps)
                        memcpy(e->deps, facts->deps, facts->n_deps * sizeof(*e->deps));
                e->used = false; /* until somebody asks again: a crawl drives out itself */
                weigh(s, e);
                make_room(c, s);
        } else {
                remove_entry(s, place);
        }
        (void)pthread_mutex_unlock(&s->lock);
        return waiters;
}

static void
raise_slot(_Atomic int64_t *slot, int64_t to)
{
        int64_t was = atomic_load(slot);

        while (was < to && !atomic_compare_exchange_weak(slot, &was, to))
                ;
}

void
page_cache_apply(struct page_cache *c, int64_t change_no, const char *topic, int64_t ref)
{
        uint64_t t = page_topic(topic);

        raise_slot(&c->any[slot_of(t, 0)], change_no);
        if (ref == 0)
                raise_slot(&c->all[slot_of(t, 0)], change_no);
        else
                raise_slot(&c->one[slot_of(t, ref)], change_no);
}

void
page_cache_applied(struct page_cache *c, int64_t change_no)
{
        raise_slot(&c->applied, change_no);
        atomic_fetch_add(&c->stamp, 1);
}

void
page_cache_forget(struct page_cache *c)
{
        for (size_t i = 0; i < SHARDS; i++) {
                struct shard *s = &c->shards[i];

                (void)pthread_mutex_lock(&s->lock);
                for (size_t b = 0; b < s->n_buckets; b++)
                        for (struct entry **at = &s->buckets[b]; *at;) {
                                (*at)->doomed = (*at)->flying;
                                if ((*at)->flying)
                                        at = &(*at)->chain;
                                else
                                        remove_entry(s, at);
                        }
                (void)pthread_mutex_unlock(&s->lock);
        }
}

static size_t
sum(struct page_cache *c, size_t at)
{
        size_t n = 0;

        for (size_t i = 0; i < SHARDS; i++) {
                (void)pthread_mutex_lock(&c->shards[i].lock);
                n += *(size_t *)(void *)((char *)&c->shards[i] + at);
                (void)pthread_mutex_unlock(&c->shards[i].lock);
        }
        return n;
}

size_t
page_cache_bytes(struct page_cache *c)
{
        return sum(c, offsetof(struct shard, bytes));
}

size_t
page_cache_entries(struct page_cache *c)
{
        return sum(c, offsetof(struct shard, n));
}

int64_t
page_cache_change_no(struct page_cache *c)
{
        return at_slot(&c->applied);
}

void
page_cache_each(struct page_cache *c, void (*fn)(void *, struct reply *), void *arg)
{
        for (size_t i = 0; i < SHARDS; i++) {
                struct shard *s = &c->shards[i];

                (void)pthread_mutex_lock(&s->lock);
                for (size_t b = 0; b < s->n_buckets; b++)
                        for (struct entry *e = s->buckets[b]; e; e = e->chain)
                                if (e->reply)
                                        fn(arg, e->reply);
                (void)pthread_mutex_unlock(&s->lock);
        }
}

void
page_cache_reweigh(struct page_cache *c, const void *key, size_t n_key, uint64_t hash)
{
        struct shard *s = shard_of(c, hash);
        struct entry *e;

        (void)pthread_mutex_lock(&s->lock);
        e = *place_of(s, key, n_key, hash);
        if (e) {
                weigh(s, e);
                make_room(c, s);
        }
        (void)pthread_mutex_unlock(&s->lock);
}
