#include "web/pool.h"

#include <pthread.h>
#include <stdatomic.h>

struct pool {
        pthread_mutex_t lock;
        pthread_cond_t more;
        struct job *first, **last;
        size_t n, most, n_workers;
        bool closing;
        _Atomic uint64_t leaks;
        pthread_t workers[];
};

static struct job *
take(struct pool *p)
{
        struct job *job;

        (void)pthread_mutex_lock(&p->lock);
        while (!p->first && !p->closing)
                (void)pthread_cond_wait(&p->more, &p->lock);
        job = p->first;
        if (job) {
                p->first = job->next;
                if (!p->first)
                        p->last = &p->first;
                p->n--;
        }
        (void)pthread_mutex_unlock(&p->lock);
        return job;
}

static void *
work(void *arg)
{
        struct pool *p = arg;
        _cleanup_(mem_endp) TALLOC_CTX *root = mem_root();
        size_t before = talloc_total_blocks(root);

        for (struct job *job = take(p); job; job = take(p)) {
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

                if (pthread_create(&p->workers[i], NULL, work, p) != 0) {
                        (void)fputs("xxgk: cannot start a thread\n", stderr);
                        abort();
                }
                (void)snprintf(label, sizeof(label), "%.8s-%u", name, (unsigned)i % 1000);
                (void)pthread_setname_np(p->workers[i], label);
        }
        return p;
}

bool
pool_submit(struct pool *p, struct job *job)
{
        bool taken;

        job->next = NULL;
        (void)pthread_mutex_lock(&p->lock);
        taken = p->n < p->most && !p->closing;
        if (taken) {
                *p->last = job;
                p->last = &job->next;
                p->n++;
                (void)pthread_cond_signal(&p->more);
        }
        (void)pthread_mutex_unlock(&p->lock);
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
                (void)pthread_join(p->workers[i], NULL);
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
