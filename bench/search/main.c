/* bench/search: our search and its peers on the same documents, in one run.
 *
 * search_bench [--docs N] [--dir DIR] [--rounds N] [--peer N] [--plain N] [--together]
 *              [--no-groonga] [--no-plain] [--keep] [--have]
 *
 * Fill: our file; FTS5 alone with the same tokenizer (the same texts, its own copy of them), the
 * first 100 000 documents or --plain N, since beyond that it only costs time and disk; Groonga
 * loaded first and indexed after (TokenBigram), with --together by a process of its own at the same
 * time (for large corpora; both rates are then those of a busy machine). Then each class of question in turn, interleaved,
 * warmed: count, the first page of 20 with title and passage, and facets where named. Ours is timed
 * around search_query() with its result cache emptied before each question, and once more from that
 * cache; Groonga, which --peer asks in fewer of the rounds, is taken at its own word (the elapsed time in its answer, without transport).
 * Counts must be equal. --keep leaves the files in DIR; --have asks those that are there. One JSON
 * document on standard output; how far it is on standard error. */
#include <errno.h>
#include <ftw.h>
#include <math.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "bench/search/bench.h"
#include "bench/search/groonga.h"
#include "search/fts.h"
#include "search/search.h"

enum { CLASSES = 24, ROUNDS_MOST = 500 };

size_t n_docs = 20000;
const char *dir = NULL;
TALLOC_CTX *all;
static size_t rounds = 15, peer_rounds, n_plain = 100000;
static bool with_groonga = true, with_plain = true, keep, have, together;

void
must(int r, const char *what)
{
        if (!r)
                return;
        (void)fprintf(stderr, "%s: %d %s\n", what, r, err_text());
        exit(1);
}

int64_t
clock_us(void)
{
        struct timespec t;

        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        return t.tv_sec * (int64_t)1000000 + t.tv_nsec / 1000;
}

double
since(int64_t from)
{
        return (double)(clock_us() - from) / 1e6;
}

/* Of this thread: what is left of a figure when others use the machine too. */
static int64_t
cpu_us(void)
{
        struct timespec t;

        (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        return t.tv_sec * (int64_t)1000000 + t.tv_nsec / 1000;
}

struct spent {
        int64_t wall, cpu; /* us */
};

static void
start(struct spent *s)
{
        s->wall -= clock_us();
        s->cpu -= cpu_us();
}

static void
stop(struct spent *s)
{
        s->wall += clock_us();
        s->cpu += cpu_us();
}

static int64_t
size_of(const char *path)
{
        struct stat st;

        return stat(path, &st) ? 0 : (int64_t)st.st_size;
}

/* --- Ours, and FTS5 alone, chunk by chunk in turn ---------------------------------------------- */

static int64_t text_bytes;

static struct search_doc
doc_of(TALLOC_CTX *mem, const struct corpus_doc *d)
{
        int64_t *agencies = mem_array(mem, int64_t, 2), *column = mem_array(mem, int64_t, 1);

        agencies[0] = d->agency;
        agencies[1] = 1000;
        column[0] = d->column;
        return (struct search_doc){.id = d->id,
                                   .day = d->day,
                                   .title = d->title,
                                   .head = d->head,
                                   .body = d->body,
                                   .agencies = agencies,
                                   .n_agencies = 2,
                                   .columns = column,
                                   .n_columns = 1,
                                   .turns = {DAY_NONE, DAY_NONE}};
}

static sqlite3 *plain_db;
static sqlite3_stmt *plain_add;

static void
plain_open(void)
{
        char *path = mem_printf(all, "%s/plain.db", dir);

        (void)unlink(path);
        if (sqlite3_open(path, &plain_db) || fts_register(plain_db) ||
            sqlite3_exec(plain_db,
                         "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                         "PRAGMA cache_size = -32768;"
                         "CREATE VIRTUAL TABLE f USING fts5 (title, head, body, tokenize = 'xxgk')",
                         NULL, NULL, NULL) ||
            sqlite3_prepare_v2(plain_db,
                               "INSERT INTO f (rowid, title, head, body) VALUES (?, ?, ?, ?)", -1,
                               &plain_add, NULL))
                must(1, sqlite3_errmsg(plain_db));
}

static void
plain_fill(const struct corpus_doc *docs, size_t n, struct spent *spent)
{
        start(spent);
        (void)sqlite3_exec(plain_db, "BEGIN", NULL, NULL, NULL);
        for (size_t k = 0; k < n; k++) {
                (void)sqlite3_bind_int64(plain_add, 1, docs[k].id);
                (void)sqlite3_bind_text(plain_add, 2, docs[k].title, -1, SQLITE_STATIC);
                (void)sqlite3_bind_text(plain_add, 3, docs[k].head, -1, SQLITE_STATIC);
                (void)sqlite3_bind_text(plain_add, 4, docs[k].body, -1, SQLITE_STATIC);
                if (sqlite3_step(plain_add) != SQLITE_DONE)
                        must(1, sqlite3_errmsg(plain_db));
                (void)sqlite3_reset(plain_add);
        }
        if (sqlite3_exec(plain_db, "COMMIT", NULL, NULL, NULL))
                must(1, sqlite3_errmsg(plain_db));
        stop(spent);
}

/* beside: what ours took for the documents that FTS5 alone had too. */
static void
fill(struct corpus *c, struct spent *ours, struct spent *beside, struct spent *plain)
{
        struct search_writer *w;

        start(ours);
        must(search_rebuild_begin(all, dir, "bench", &w), "rebuild");
        stop(ours);
        if (with_plain)
                plain_open();
        for (size_t i = 0; i < n_docs; i += CHUNK) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                size_t n = n_docs - i < CHUNK ? n_docs - i : CHUNK;
                struct corpus_doc *given = mem_array(mem, struct corpus_doc, n);
                struct search_doc *docs = mem_array(mem, struct search_doc, n);

                for (size_t k = 0; k < n; k++) {
                        corpus_doc(mem, c, i + k, &given[k]);
                        docs[k] = doc_of(mem, &given[k]);
                        text_bytes += (int64_t)(strlen(given[k].title) + strlen(given[k].head) +
                                                strlen(given[k].body));
                }
                if (with_plain && i < n_plain)
                        plain_fill(given, n, plain);
                start(ours);
                must(search_apply(w, 1, docs, n, NULL, 0), "apply");
                stop(ours);
                if (i < n_plain)
                        *beside = *ours;
                (void)fprintf(stderr, "\rfill    %zu", i + n);
        }
        start(ours);
        must(search_rebuild_commit(w), "commit");
        stop(ours);
        if (n_docs <= n_plain)
                *beside = *ours;
        talloc_free(w);
        if (with_plain) {
                (void)sqlite3_finalize(plain_add);
                (void)sqlite3_close(plain_db);
                (void)unlink(mem_printf(all, "%s/plain.db", dir));
        }
        (void)fprintf(stderr, "\n");
}

/* --- Questions --------------------------------------------------------------------------------- */

struct class
{
        const char *name, *text, *groonga;
        int64_t agency;
        bool facets;
        enum search_sort sort;
        int64_t count[2];
        double took[3][ROUNDS_MOST]; /* ours, Groonga, ours from the cache */
};

static struct search *
open_ours(void)
{
        struct search_settings settings = {
            .folder = dir, .clock_us = clock_us, .deadline_ms = 60000};
        struct search *s = search_open(all, &settings);

        while (!search_state(s).is_loaded)
                (void)usleep(1000);
        return s;
}

static double
ask_ours(struct search *s, struct class *c, bool cached)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct search_ask a = SEARCH_ASK_ALL;
        const struct search_answer *answer;
        int64_t from;

        if (!cached)
                search_hide(s, 0, NULL, 0); /* empties it */
        a.text = c->text;
        a.agency = c->agency;
        a.sort = c->sort;
        a.n_facets = c->facets ? 60 : 0;
        from = clock_us();
        must(search_query(mem, s, &a, &answer), c->name);
        c->count[0] = answer->count;
        return (double)(clock_us() - from) / 1e3;
}

static double
ask_groonga(struct class *c)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char *answer = groonga_ask(mem_printf(
            mem,
            "select D --match_columns 'title*10||head*10||body' --query '%s'%s --sort_keys %s "
            "--limit 20 --output_columns '_id,day,title,snippet_html(body)'%s --cache no",
            c->groonga,
            c->agency ? mem_printf(mem, " --filter 'agency == %d'", (int)c->agency) : "",
            c->sort == SEARCH_BY_DATE ? "-day,-_id" : "-_score",
            c->facets ? " --drilldown agency,col,year --drilldown_sort_keys -_nsubrecs "
                        "--drilldown_limit 60"
                      : ""));
        double started = 0, elapsed = 0;
        char *end = strstr(answer, "],[[[");

        if (sscanf(answer, "[[0,%lf,%lf]", &started, &elapsed) != 2 || !end)
                must(1, answer);
        c->count[1] = strtoll(end + 5, NULL, 10);
        return elapsed * 1e3;
}

static int
by_size(const void *a, const void *b)
{
        double x = *(const double *)a, y = *(const double *)b;

        return (x > y) - (x < y);
}

static int64_t
count_of(struct search *s, const char *word)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct search_ask a = SEARCH_ASK_ALL;
        const struct search_answer *answer;

        a.text = word;
        a.sort = SEARCH_BY_DATE;
        a.limit = 0;
        must(search_query(mem, s, &a, &answer), word);
        return answer->count;
}

/* The word whose share of the documents is nearest to the one wanted. */
static const char *
word_with(struct search *s, const struct corpus *c, double share)
{
        const char *best = NULL;
        double distance = 9;

        for (size_t i = 0; i < 6000; i += i < 200 ? 1 : 61) {
                const char *word = corpus_word(c, i);
                double d;

                if (strlen(word) != 6)
                        continue;
                d = fabs(log((double)count_of(s, word) / (double)n_docs + 1e-9) - log(share));
                if (d < distance) {
                        distance = d;
                        best = word;
                }
        }
        return best;
}

static void
put_ms(struct json_out *o, const char *name, double *took, size_t n)
{
        qsort(took, n, sizeof(took[0]), by_size);
        json_name(o, name);
        json_open(o, '{');
        json_name(o, "median_ms");
        json_put_real(o, took[n / 2]);
        json_name(o, "p99_ms");
        json_put_real(o, took[(n * 99 + 99) / 100 - 1]);
        json_close(o, '}');
}

static void
put_class(struct json_out *o, struct class *c)
{
        json_open(o, '{');
        json_name(o, "class");
        json_put(o, c->name);
        json_name(o, "query");
        json_put(o, c->text);
        json_name(o, "sort");
        json_put(o, c->sort == SEARCH_BY_DATE ? "date" : "relevance");
        json_name(o, "hits");
        json_put_int(o, c->count[0]);
        put_ms(o, "xxgk", c->took[0], rounds);
        put_ms(o, "cached", c->took[2], rounds);
        if (with_groonga) {
                json_name(o, "equal");
                json_put_bool(o, c->count[0] == c->count[1]);
                put_ms(o, "groonga", c->took[1], peer_rounds);
                json_name(o, "ratio");
                json_put_real(o, c->took[0][rounds / 2] / c->took[1][peer_rounds / 2]);
        }
        json_close(o, '}');
}

static size_t
make_classes(struct search *s, const struct corpus *c, struct class *list)
{
        const char *rare = word_with(s, c, 0.004), *common = word_with(s, c, 0.7);
        const char *mid = word_with(s, c, 0.2);
        const struct {
                const char *name, *text;
                int64_t agency;
                bool facets, one_order;
        } kinds[] = {
            {"rare", rare, 0, false, false},
            {"common", common, 0, false, false},
            {"phrase", "信息公开", 0, false, false},
            {"common AND rare", mem_printf(all, "%s %s", common, rare), 0, false, false},
            {"common AND mid, filter", mem_printf(all, "%s %s", common, mid), 7, false, true},
            {"phrase, filter", "信息公开", 7, false, true},
            {"common, filter, facets", common, 7, true, true},
            {"common, facets", common, 0, true, false},
            {"phrase, facets", "信息公开", 0, true, true},
            {"rare, facets", rare, 0, true, true},
            {"one character", "水", 0, false, false},
            {"one character, common", "的", 0, false, true},
        };
        size_t n = 0;

        for (size_t i = 0; i < N(kinds); i++) {
                for (int sort = 0; sort < 2; sort++) {
                        if (sort == SEARCH_BY_DATE && kinds[i].one_order)
                                continue;
                        assert(n < CLASSES);
                        list[n++] = (struct class){.name = kinds[i].name,
                                                   .text = kinds[i].text,
                                                   .groonga = kinds[i].text,
                                                   .agency = kinds[i].agency,
                                                   .facets = kinds[i].facets,
                                                   .sort = (enum search_sort)sort};
                }
        }
        return n;
}

static int64_t
resident_anon(void)
{
        char line[256];
        int64_t kb = 0;
        FILE *f = fopen("/proc/self/status", "r");

        while (f && fgets(line, sizeof(line), f))
                if (strncmp(line, "RssAnon:", 8) == 0)
                        kb = strtoll(line + 8, NULL, 10);
        if (f)
                (void)fclose(f);
        return kb;
}

static void
measure(struct corpus *c, struct json_out *o)
{
        struct class *list = mem_array(all, struct class, CLASSES);
        int64_t from = clock_us();
        struct search *s = open_ours();
        double load_ms = since(from) * 1e3;
        size_t n = make_classes(s, c, list);

        if (with_groonga)
                groonga_start();
        for (size_t k = 0; k < rounds + 2; k++) {
                size_t slot = k < 2 ? 0 : k - 2; /* two rounds to warm up */
                size_t peer = slot * peer_rounds / rounds;
                bool ask_peer =
                    with_groonga && (slot == 0 || peer != (slot - 1) * peer_rounds / rounds);

                for (size_t i = 0; i < n; i++) {
                        list[i].took[0][slot] = ask_ours(s, &list[i], false);
                        list[i].took[2][slot] = ask_ours(s, &list[i], true);
                        if (ask_peer)
                                list[i].took[1][peer] = ask_groonga(&list[i]);
                }
                (void)fprintf(stderr, "\rround %zu", k);
        }
        (void)fprintf(stderr, "\n");
        if (with_groonga)
                groonga_stop();
        json_name(o, "load_rows_ms");
        json_put_real(o, load_ms);
        json_name(o, "rss_anon_kb");
        json_put_int(o, resident_anon());
        json_name(o, "classes");
        json_open(o, '[');
        for (size_t i = 0; i < n; i++)
                put_class(o, &list[i]);
        json_close(o, ']');
}

static void
put_fill(struct json_out *o, const char *name, size_t n, double seconds)
{
        json_name(o, name);
        json_put_real(o, (double)n / seconds);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
        (void)st;
        (void)type;
        (void)ftw;
        return remove(path);
}

static void
arguments(int argc, char **argv)
{
        for (int i = 1; i < argc; i++) {
                if (strcmp(argv[i], "--docs") == 0 && i + 1 < argc)
                        n_docs = strtoul(argv[++i], NULL, 10);
                else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc)
                        rounds = strtoul(argv[++i], NULL, 10);
                else if (strcmp(argv[i], "--dir") == 0 && i + 1 < argc)
                        dir = argv[++i];
                else if (strcmp(argv[i], "--plain") == 0 && i + 1 < argc)
                        n_plain = strtoul(argv[++i], NULL, 10);
                else if (strcmp(argv[i], "--peer") == 0 && i + 1 < argc)
                        peer_rounds = strtoul(argv[++i], NULL, 10);
                else if (strcmp(argv[i], "--together") == 0)
                        together = true;
                else if (strcmp(argv[i], "--have") == 0)
                        have = keep = true;
                else if (strcmp(argv[i], "--no-groonga") == 0)
                        with_groonga = false;
                else if (strcmp(argv[i], "--no-plain") == 0)
                        with_plain = false;
                else if (strcmp(argv[i], "--keep") == 0)
                        keep = true;
                else
                        must(1, "search_bench [--docs N] [--dir DIR] [--rounds N] [--peer N] "
                                "[--plain N] "
                                "[--together] [--no-groonga] [--no-plain] [--keep] [--have]");
        }
        if (!peer_rounds || peer_rounds > rounds)
                peer_rounds = rounds;
        if (!n_docs || !rounds || rounds > ROUNDS_MOST)
                must(1, "--docs from 1, --rounds from 1 to 500");
}

int
main(int argc, char **argv)
{
        char made[] = "/tmp/xxgk-bench-XXXXXX";
        struct json_out o;
        struct buf b;
        struct corpus *c;
        struct spent ours = {0}, beside = {0}, plain = {0};
        double groonga = 0;
        FILE *filling = NULL;

        arguments(argc, argv);
        all = mem_root();
        if (!dir)
                dir = mkdtemp(made);
        if (!dir || (mkdir(dir, 0700) && errno != EEXIST))
                must(1, "--dir");
        b = buf_new(all, MiB(1));
        o = (struct json_out){.buf = &b};
        if (n_plain > n_docs)
                n_plain = n_docs;
        c = corpus_new(all, n_docs);
        with_plain = with_plain && !have;
        together = together && with_groonga && !have;
        if (together)
                filling = groonga_begin(c);
        if (!have)
                fill(c, &ours, &beside, &plain);
        if (filling)
                groonga = groonga_await(filling);
        else if (with_groonga && !have)
                groonga = groonga_fill(c);
        json_open(&o, '{');
        json_name(&o, "docs");
        json_put_int(&o, (int64_t)n_docs);
        json_name(&o, "rounds");
        json_put_int(&o, (int64_t)rounds);
        json_name(&o, "peer_rounds");
        json_put_int(&o, (int64_t)peer_rounds);
        json_name(&o, "filled_together");
        json_put_bool(&o, together);
        json_name(&o, "text_bytes");
        json_put_int(&o, text_bytes);
        json_name(&o, "file_bytes");
        json_put_int(&o, size_of(mem_printf(all, "%s/search.db", dir)));
        json_name(&o, "docs_per_second");
        json_open(&o, '{');
        if (!have)
                put_fill(&o, "xxgk", n_docs, (double)ours.wall / 1e6);
        if (with_plain)
                put_fill(&o, "fts5", n_plain, (double)plain.wall / 1e6);
        if (with_groonga && !have)
                put_fill(&o, "groonga", n_docs, groonga);
        json_close(&o, '}');
        if (with_plain) {
                json_name(&o, "fill_ratio_docs");
                json_put_int(&o, (int64_t)n_plain);
                json_name(&o, "fill_ratio");
                json_put_real(&o, (double)plain.wall / (double)beside.wall);
                json_name(&o, "fill_ratio_cpu");
                json_put_real(&o, (double)plain.cpu / (double)beside.cpu);
        }
        measure(c, &o);
        json_close(&o, '}');
        (void)puts(buf_text(&b));
        talloc_free(all);
        if (!keep)
                (void)nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        return 0;
}
