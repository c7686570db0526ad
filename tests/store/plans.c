/* No query walks a whole big table where an index should lead it to its rows. */
#include "suite.h"

#include <ctype.h>

enum { ALL_SUBSETS_TO = 6 };

static const char *const big[] = {"item",
                                  "edition",
                                  "review",
                                  "attachment",
                                  "publication",
                                  "old_address",
                                  "audit",
                                  "change",
                                  "page_view",
                                  "index_number",
                                  "item_relation",
                                  "session",
                                  "file_object",
                                  "public_item",
                                  "report_run",
                                  "report_run_file",
                                  "file_inspection",
                                  "file_finding",
                                  "file_mark",
                                  "file_decision",
                                  "redaction",
                                  "scan_finding",
                                  "scan_decision",
                                  "edition_alike",
                                  "edition_alike_key"};

/* Walks that are meant. `part`: only in combinations with that optional part; NULL: in all. */
static const struct {
        const char *query, *why;
} allowed[] = {
#include "plans_allowed.def"
};

static bool
is_allowed(const char *query)
{
        for (size_t i = 0; i < N(allowed); i++)
                if (strcmp(allowed[i].query, query) == 0)
                        return true;
        return false;
}

static bool
is_word(char c)
{
        return isalnum((unsigned char)c) || c == '_';
}

static bool
is_keyword(const char *s, size_t n)
{
        static const char *const words[] = {"where", "join",  "left",  "on",     "order",
                                            "group", "union", "limit", "inner",  "set",
                                            "cross", "using", "as",    "indexed"};

        for (size_t i = 0; i < N(words); i++)
                if (strlen(words[i]) == n && strncasecmp(words[i], s, n) == 0)
                        return true;
        return false;
}

/* Whether a name in a plan stands for a big table: the table itself, or an alias of it in sql. */
static bool
is_big(const char *sql, const char *name, size_t n_name)
{
        for (const char *s = sql; *s;) {
                size_t n = 0, m = 0;
                const char *alias;
                bool table = false;

                if (!is_word(*s) || (s > sql && (is_word(s[-1]) || s[-1] == '.'))) {
                        s++;
                        continue;
                }
                while (is_word(s[n]))
                        n++;
                for (size_t i = 0; i < N(big); i++)
                        table = table || (strlen(big[i]) == n && strncmp(big[i], s, n) == 0);
                if (table) {
                        alias = s + n + strspn(s + n, " ");
                        if (strncasecmp(alias, "as ", 3) == 0)
                                alias += 3;
                        while (is_word(alias[m]))
                                m++;
                        if (m == 0 || is_keyword(alias, m)) {
                                alias = s;
                                m = n;
                        }
                        if (m == n_name && strncmp(alias, name, m) == 0)
                                return true;
                }
                s += n;
        }
        return false;
}

/* How often a plan makes a table of that name itself (a subquery); walking it is no walk of ours. */
static size_t
n_made(const char *plan, const char *name, size_t n)
{
        static const char *const marks[] = {"CO-ROUTINE ", "MATERIALIZE "};
        size_t count = 0;

        for (size_t i = 0; i < N(marks); i++)
                for (const char *s = plan; (s = strstr(s, marks[i])) != NULL;) {
                        s += strlen(marks[i]);
                        count += strncmp(s, name, n) == 0 && s[n] == '\n';
                }
        return count;
}

/* The first step of a plan that walks a big table whole, or NULL. */
static const char *
walk(TALLOC_CTX *mem, enum store_engine engine, const char *sql, const char *plan)
{
        const char *mark = engine == STORE_PG ? "Seq Scan on " : "SCAN ";
        size_t n_seen = 0; /* walks without an index, of one name */

        for (const char *s = plan; (s = strstr(s, mark)) != NULL; s++) {
                const char *name = s + strlen(mark);
                size_t n = 0;

                if (s > plan && is_word(s[-1]))
                        continue;
                while (is_word(name[n]))
                        n++;
                if (!is_big(sql, name, n))
                        continue;
                if (engine == STORE_PG || name[n] != '\n' || ++n_seen > n_made(plan, name, n))
                        return mem_strndup(mem, s, strcspn(s, "\n"));
        }
        return NULL;
}

static void
no_query_walks_a_big_table(struct fixture *f)
{
        _cleanup_(tx_endp) struct tx *tx = NULL;
        size_t bad = 0;

        assert_done(store_write_begin(f->store, &tx));
        for (size_t i = 0; i < sql_n_queries; i++) {
                const struct sql_query *q = &sql_queries[i];

                for (unsigned opt = 0; opt < 1U << q->n_opts && q->n_opts <= ALL_SUBSETS_TO; opt++)
                        for (unsigned order = 0; order == 0 || order < q->n_orders; order++) {
                                const char *plan, *step;

                                assert_done(query_plan(f->mem, tx, q, opt, order, &plan));
                                step = walk(f->mem, f->engine,
                                            query_text(f->mem, q, f->engine, opt, order), plan);
                                if (!step || is_allowed(q->name))
                                        continue;
                                print_error("%s (%s), parts %x, order %u: %s\n", q->name, q->place,
                                            opt, order, step);
                                bad++;
                        }
        }
        assert_int_equal(bad, 0);
}

static void
what_is_allowed_is_a_query(struct fixture *f)
{
        (void)f;
        for (size_t i = 0; i < N(allowed); i++) {
                bool known = false;

                for (size_t k = 0; k < sql_n_queries; k++)
                        known = known || strcmp(sql_queries[k].name, allowed[i].query) == 0;
                if (!known)
                        print_error("%s\n", allowed[i].query);
                assert_true(known);
                assert_true(*allowed[i].why != '\0');
        }
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(no_query_walks_a_big_table),
            STORE_TEST(what_is_allowed_is_a_query),
        };

        return suite_run(tests, N(tests));
}
