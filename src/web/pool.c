#include "web/pool.h"

#include <pthread.h>
#include <stdatomic.h>

/* What a page takes, about, so that making one asks the C library for little. */
enum { WORK_BYTES = 256 << 10 };

struct pool {
        pthread_mutex_t lock;
        pthread_cond_t more;
        struct job *first, **last;
        size_t n, most, n_workers;
        bool closing;
        _Atomic uint64_t leaks;
        struct worker {
                struct pool *pool;
                pthread_t thread;
                uint64_t owner; /* of the job it runs; 0 */
        } workers[];
};

static bool
may_run(const struct pool *p, uint64_t owner)
{
        size_t n = 0;

        if (owner == 0 || p->closing)
                return true;
        for (size_t i = 0; i < p->n_workers; i++)
                n += p->workers[i].owner == owner;
        return n < (p->n_workers + 1) / 2;
}

/* The first that may run. Nobody is woken when an owner's job ends and the next of the same owner
 * may run: the worker that ended it comes here itself. */
static struct job *
pick(struct pool *p)
{
        for (struct job **at = &p->first; *at; at = &(*at)->next) {
                struct job *job = *at;

                if (!may_run(p, job->owner))
                        continue;
                *at = job->next;
                if (!*at)
                        p->last = at;
                p->n--;
                return job;
        }
        return NULL;
}

static struct job *
take(struct worker *w)
{
        struct pool *p = w->pool;
        struct job *job;

        (void)pthread_mutex_lock(&p->lock);
        w->owner = 0;
        for (job = pick(p); !job && !p->closing; job = pick(p))
                (void)pthread_cond_wait(&p->more, &p->lock);
        w->owner = job ? job->owner : 0;
        (void)pthread_mutex_unlock(&p->lock);
        return job;
}

static void *
work(void *arg)
{
        struct worker *w = arg;
        struct pool *p = w->pool;
        _cleanup_(mem_endp) TALLOC_CTX *root = mem_root_with(WORK_BYTES);
        size_t before = talloc_total_blocks(root);

        for (struct job *job = take(w); job; job = take(w)) {
                TALLOC_CTX *mem = mem_must(talloc_new(root));

                job->run(job, mem); /* job is gone from here on */
                talloc_free(mem);
                if (talloc_total_blocks(root) != before) {
                        atomic_fetch_add(&p->leaks, 1);
                        talloc_free_children(root);
                }
        }
        return NULL;
}

struct pool *
pool_new(const char *name, size_t n_workers, size_t most)
{
        struct pool *p = mem_must(calloc(1, sizeof(*p) + n_workers * sizeof(p->workers[0])));

        p->last = &p->first;
        p->most = most;
        p->n_workers = n_workers;
        (void)pthread_mutex_init(&p->lock, NULL);
        (void)pthread_cond_init(&p->more, NULL);
        for (size_t i = 0; i < n_workers; i++) {
                char label[16];

                p->workers[i].pool = p;
                if (pthread_create(&p->workers[i].thread, NULL, work, &p->workers[i]) != 0) {
                        (void)fputs("xxgk: cannot start a thread\n", stderr);
                        abort();
                }
                (void)snprintf(label, sizeof(label), "%.8s-%u", name, (unsigned)i % 1000);
                (void)pthread_setname_np(p->workers[i].thread, label);
        }
        return p;
}

static bool
has_room(const struct pool *p, uint64_t owner)
{
        size_t n = 0;

        if (p->closing || p->n >= p->most)
                return false;
        if (owner == 0 || p->n < p->most / 2)
                return true;
        for (const struct job *job = p->first; job; job = job->next)
                n += job->owner == owner;
        return n < (p->most + 1) / 2;
}

bool
pool_submit(struct pool *p, struct job *job)
{
        bool taken;

        job->next = NULL;
        (void)pthread_mutex_lock(&p->lock);
        taken = has_room(p, job->owner);
        if (taken) {
                *p->last = job;
                p->last = &job->next;
                p->n++;
        }
        (void)pthread_mutex_unlock(&p->lock);
        if (taken) /* after the lock: who wakes does not run into it */
                (void)pthread_cond_signal(&p->more);
        return taken;
}

size_t
pool_queued(struct pool *p)
{
        size_t n;

        (void)pthread_mutex_lock(&p->lock);
        n = p->n;
        (void)pthread_mutex_unlock(&p->lock);
        return n;
}

uint64_t
pool_leaks(struct pool *p)
{
        return atomic_load(&p->leaks);
}

void
pool_close(struct pool *p)
{
        (void)pthread_mutex_lock(&p->lock);
        p->closing = true;
        (void)pthread_cond_broadcast(&p->more);
        (void)pthread_mutex_unlock(&p->lock);
        for (size_t i = 0; i < p->n_workers; i++)
                (void)pthread_join(p->workers[i].thread, NULL);
}

void
pool_free(struct pool *p)
{
        if (!p)
                return;
        (void)pthread_cond_destroy(&p->more);
        (void)pthread_mutex_destroy(&p->lock);
        free(p);
}
