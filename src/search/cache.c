#include "search/cache.h"

#include <pthread.h>

struct slot {
        char *key;
        int64_t step;
        uint64_t used;
        struct found found;
        uint32_t *hits;
        struct search_facet *facets;
};
struct cache {
        pthread_mutex_t lock;
        uint64_t clock;
        struct slot slots[CACHE_SLOTS];
};

struct cache *
cache_new(void)
{
        struct cache *c = mem_must(calloc(1, sizeof(*c)));

        (void)pthread_mutex_init(&c->lock, NULL);
        return c;
}

static void
slot_clear(struct slot *s)
{
        free(s->key);
        free(s->hits);
        free(s->facets);
        *s = (struct slot){0};
}

void
cache_clear(struct cache *c)
{
        (void)pthread_mutex_lock(&c->lock);
        for (size_t i = 0; i < CACHE_SLOTS; i++)
                slot_clear(&c->slots[i]);
        (void)pthread_mutex_unlock(&c->lock);
}

void
cache_free(struct cache *c)
{
        if (!c)
                return;
        cache_clear(c);
        (void)pthread_mutex_destroy(&c->lock);
        free(c);
}

bool
cache_get(TALLOC_CTX *mem, struct cache *c, const char *key, int64_t step, struct found *ret)
{
        bool hit = false;

        (void)pthread_mutex_lock(&c->lock);
        for (size_t i = 0; i < CACHE_SLOTS && !hit; i++) {
                struct slot *s = &c->slots[i];

                if (!s->key || s->step != step || strcmp(s->key, key) != 0)
                        continue;
                s->used = ++c->clock;
                *ret = s->found;
                ret->slots = mem_memdup(mem, s->hits, (s->found.n_slots + 1) * sizeof(s->hits[0]));
                ret->facets =
                    mem_memdup(mem, s->facets, (s->found.n_facets + 1) * sizeof(s->facets[0]));
                hit = true;
        }
        (void)pthread_mutex_unlock(&c->lock);
        return hit;
}

static struct slot *
victim(struct cache *c, const char *key)
{
        struct slot *oldest = &c->slots[0];

        for (size_t i = 0; i < CACHE_SLOTS; i++) {
                struct slot *s = &c->slots[i];

                if (!s->key || strcmp(s->key, key) == 0)
                        return s;
                if (s->used < oldest->used)
                        oldest = s;
        }
        return oldest;
}

void
cache_put(struct cache *c, const char *key, int64_t step, const struct found *f)
{
        struct slot *s;

        (void)pthread_mutex_lock(&c->lock);
        s = victim(c, key);
        slot_clear(s);
        s->key = mem_must(strdup(key));
        s->step = step;
        s->used = ++c->clock;
        s->found = *f;
        s->hits = mem_must(calloc(f->n_slots + 1, sizeof(s->hits[0])));
        s->facets = mem_must(calloc(f->n_facets + 1, sizeof(s->facets[0])));
        if (f->n_slots)
                memcpy(s->hits, f->slots, f->n_slots * sizeof(s->hits[0]));
        if (f->n_facets)
                memcpy(s->facets, f->facets, f->n_facets * sizeof(s->facets[0]));
        (void)pthread_mutex_unlock(&c->lock);
}
