#include "web/views.h"

#include <pthread.h>
#include <stdatomic.h>

enum { BUCKETS = 4096 };

struct pending {
        struct pending *next;
        struct view_count count;
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct pending *buckets[BUCKETS];
static size_t n_pending;

void
views_count(struct reply *reply, bool robot)
{
        if (reply->counted)
                atomic_fetch_add_explicit(robot ? &reply->robots : &reply->readers, 1,
                                          memory_order_relaxed);
}

static void
add(enum view_kind kind, int64_t ref, int64_t readers, int64_t robots)
{
        uint64_t h = ((uint64_t)ref * 4 + (uint64_t)kind) * UINT64_C(0x9e3779b97f4a7c15);
        struct pending **at = &buckets[h >> 52 & (BUCKETS - 1)];

        while (*at && ((*at)->count.kind != kind || (*at)->count.ref != ref))
                at = &(*at)->next;
        if (!*at) {
                *at = mem_must(calloc(1, sizeof(**at)));
                (*at)->count = (struct view_count){.kind = kind, .ref = ref};
                n_pending++;
        }
        (*at)->count.readers += readers;
        (*at)->count.robots += robots;
}

/* A page of an item is also one of its unit and of the site: a higher number includes the lower. */
void
views_settle(struct reply *reply)
{
        int64_t readers, robots;

        if (!reply->counted)
                return;
        readers = atomic_exchange(&reply->readers, 0);
        robots = atomic_exchange(&reply->robots, 0);
        if (!readers && !robots)
                return;
        (void)pthread_mutex_lock(&lock);
        add(VIEW_SITE, reply->view_site, readers, robots);
        if (reply->view_agency)
                add(VIEW_AGENCY, reply->view_agency, readers, robots);
        if (reply->view_item)
                add(VIEW_ITEM, reply->view_item, readers, robots);
        if (reply->is_search)
                add(VIEW_SEARCH, reply->view_site, readers, robots);
        (void)pthread_mutex_unlock(&lock);
}

size_t
views_take(TALLOC_CTX *mem, struct view_count **ret)
{
        size_t n = 0;

        (void)pthread_mutex_lock(&lock);
        *ret = mem_array(mem, struct view_count, n_pending + 1);
        for (size_t b = 0; b < BUCKETS; b++)
                while (buckets[b]) {
                        struct pending *p = buckets[b];

                        (*ret)[n++] = p->count;
                        buckets[b] = p->next;
                        free(p);
                }
        n_pending = 0;
        (void)pthread_mutex_unlock(&lock);
        return n;
}

void
views_return(const struct view_count *list, size_t n)
{
        (void)pthread_mutex_lock(&lock);
        for (size_t i = 0; i < n; i++)
                add(list[i].kind, list[i].ref, list[i].readers, list[i].robots);
        (void)pthread_mutex_unlock(&lock);
}

bool
views_is_robot(const char *agent)
{
        static const char *const words[] = {
            "bot",  "spider", "crawl",   "slurp",  "curl/",  "wget/",    "python", "java/",
            "http", "scrapy", "monitor", "libwww", "okhttp", "headless", "feed",   "archiver",
            "wrk",  "axios/", "go-",     "ruby",   "perl",   "php/",
        };

        if (!agent || !*agent)
                return true;
        for (size_t i = 0; i < N(words); i++)
                if (strcasestr(agent, words[i]))
                        return true;
        return false;
}
