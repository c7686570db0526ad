/* A pool of workers: who may have how much of it, and how it ends. */
#include "cm.h"

#include "web/pool.h"

#include <semaphore.h>
#include <stdatomic.h>

struct task {
        struct job job; /* first */
        sem_t begun, go;
};

static void
hold(struct job *job, TALLOC_CTX *mem)
{
        struct task *t = (struct task *)(void *)job;

        (void)mem;
        (void)sem_post(&t->begun);
        while (sem_wait(&t->go) != 0)
                ;
}

static void
prepare(struct task *t, uint64_t owner)
{
        *t = (struct task){.job = {.run = hold, .owner = owner}};
        assert_int_equal(sem_init(&t->begun, 0, 0), 0);
        assert_int_equal(sem_init(&t->go, 0, 0), 0);
}

static bool
begins(struct task *t, int ms)
{
        struct timespec until;

        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += (long)ms * 1000000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        return sem_timedwait(&t->begun, &until) == 0;
}

static void
nobody_has_more_than_half_of_the_workers(void **state)
{
        struct pool *pool = pool_new("test", 4, 16);
        struct task greedy[4], other;

        (void)state;
        for (size_t i = 0; i < N(greedy); i++) {
                prepare(&greedy[i], 7);
                assert_true(pool_submit(pool, &greedy[i].job));
        }
        assert_true(begins(&greedy[0], 5000));
        assert_true(begins(&greedy[1], 5000));
        assert_false(begins(&greedy[2], 100));
        prepare(&other, 8); /* came last, and passes those who wait */
        assert_true(pool_submit(pool, &other.job));
        assert_true(begins(&other, 5000));
        (void)sem_post(&greedy[0].go);
        assert_true(begins(&greedy[2], 5000));
        assert_false(begins(&greedy[3], 100));
        (void)sem_post(&other.go);
        for (size_t i = 1; i < N(greedy); i++)
                (void)sem_post(&greedy[i].go);
        pool_close(pool); /* what is queued runs */
        assert_true(begins(&greedy[3], 0));
        prepare(&other, 0);
        assert_false(pool_submit(pool, &other.job));
        assert_int_equal(pool_queued(pool), 0);
        pool_free(pool);
}

static void
nor_of_the_queue(void **state)
{
        struct pool *pool = pool_new("test", 1, 4);
        struct task running, greedy[3], others[3];

        (void)state;
        prepare(&running, 9);
        assert_true(pool_submit(pool, &running.job));
        assert_true(begins(&running, 5000));
        for (size_t i = 0; i < N(greedy); i++) {
                prepare(&greedy[i], 7);
                assert_int_equal(pool_submit(pool, &greedy[i].job), i < 2);
        }
        for (size_t i = 0; i < N(others); i++) {
                prepare(&others[i], 0); /* nobody in particular: as far as there is room */
                assert_int_equal(pool_submit(pool, &others[i].job), i < 2);
        }
        (void)sem_post(&running.go);
        for (size_t i = 0; i < 2; i++) {
                (void)sem_post(&greedy[i].go);
                (void)sem_post(&others[i].go);
        }
        pool_close(pool);
        pool_free(pool);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(nobody_has_more_than_half_of_the_workers),
            cmocka_unit_test(nor_of_the_queue),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
