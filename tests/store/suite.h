/* tests/store/suite.h: one suite, both engines.
 * Purpose    each test runs twice, on a SQLite file and on a database of the private PostgreSQL
 * cluster (XXGK_TEST_PG, from tests/with_pg), both fresh and migrated. A test gets a struct
 * fixture.
 */
#ifndef TESTS_STORE_SUITE_H
#define TESTS_STORE_SUITE_H

#include "../unit/cm.h"

#include "app/run.h"
#include "store/query.h"
#include "store/sql.h"

struct fixture {
        TALLOC_CTX *mem;
        const char *dir;   /* a folder of its own */
        const char *where; /* of the store */
        struct store *store;
        struct app app;
        enum store_engine engine;
        struct instant now;
};

struct store_test {
        const char *name;
        void (*test)(struct fixture *);
};
#define STORE_TEST(f)                                                                              \
        {                                                                                          \
#f, f                                                                              \
        }

/* Prints TAP; returns the exit status. */
int suite_run(const struct store_test *tests, size_t n);

/* 0 or the test fails with err_text(). */
#define assert_done(r) assert_done_(r, __FILE__, __LINE__)
void assert_done_(int r, const char *file, int line);

/* Raw SQL, which only tests may write; one engine's text when the other is NULL. Each runs in a
 * transaction of its own that leaves no audit row. */
void sql_do(struct fixture *, const char *sql);
/* The statement must be refused by a constraint or a guard, and then undone. */
void sql_refused(struct fixture *, const char *sql);
int64_t sql_int(struct fixture *, const char *sql);
const char *sql_text(struct fixture *, const char *sql);

/* All rows of all tables as text, for comparing stores and moments. */
const char *content_of(struct fixture *, struct store *);

/* The step again and again with its n-th statement failing, n = 1, 2 … until none fails. Each time it must tell of an error
 * and leave every row as it was; what it noted in its argument (size bytes; 0: nothing) is forgotten. At last it must be
 * done. Rows are compared after every `stride`-th failure. Returns how many statements it has. */
typedef int (*whole_step)(struct fixture *, void *arg);
long whole_or_nothing(struct fixture *, const char *name, long stride, whole_step, void *arg,
                      size_t size);

/* A second, empty database of the engine (not migrated), as an address to open. */
const char *fresh_database(struct fixture *, enum store_engine);

#endif
