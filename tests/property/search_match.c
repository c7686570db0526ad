/* What is read from the leaves of the index is what the engine itself answers: random documents and changes in
 * many segments and in small pages, random questions. Spoilt leaves are told or change an answer, but
 * nothing worse. XXGK_TEST_SEED repeats a run. */
#include "../unit/cm.h"

#include <ftw.h>
#include <math.h>
#include <unistd.h>

#include "search/disk.h"
#include "search/fts.h"
#include "search/match.h"
#include "search/query.h"

enum { DOCS = 900, FEEDS = 14, QUESTIONS = 40, SPOILT = 400 };

static TALLOC_CTX *all;
static uint64_t seed;
static char folder[] = "/tmp/xxgk-match-XXXXXX";
static const double weights[] = {10, 10, 1, 0};

static uint32_t
pick(uint32_t n)
{
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        return (uint32_t)(seed >> 33) % n;
}

/* --- Documents --------------------------------------------------------------------------------- */

static const char *const signs[] = {
    "政", "府", "信",   "息", "公", "开", "的", "的", "条", "例",   "第",   "号",
    "〔", "〕", "2019", "12", "gb", "，", "。", " ",  "々", "政府", "公开", "𠀀",
};

static const char *
text_of(TALLOC_CTX *mem, uint32_t n)
{
        struct buf b = buf_new(mem, KiB(512));

        while (n--)
                buf_str(&b, signs[pick(N(signs))]);
        return buf_text(&b);
}

static struct search_doc
doc_of(TALLOC_CTX *mem, int64_t id)
{
        int64_t *agency = mem_array(mem, int64_t, 1), *column = mem_array(mem, int64_t, 1);

        agency[0] = 1 + pick(4);
        column[0] = 1 + pick(3);
        return (struct search_doc){
            .id = id,
            .day = {day_ymd(2015, 1, 1).n + (int32_t)pick(2000)},
            .title = text_of(mem, 2 + pick(12)),
            .head = text_of(mem, pick(8)),
            .body = text_of(mem, pick(30) ? pick(90) : 3000 + pick(6000)), /* over many pages */
            .agencies = agency,
            .n_agencies = 1,
            .columns = column,
            .n_columns = 1,
            .turns = {DAY_NONE, DAY_NONE}};
}

static void
feed(struct search_writer *w, uint32_t n)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct search_doc *docs = mem_array(mem, struct search_doc, n + 1);
        int64_t *gone = mem_array(mem, int64_t, n + 1);
        size_t n_docs = 0, n_gone = 0;
        bool met[DOCS + 1] = {false};

        while (n--) {
                int64_t id = 1 + pick(DOCS);

                if (met[id])
                        continue;
                met[id] = true;
                if (pick(5))
                        docs[n_docs++] = doc_of(mem, id);
                else
                        gone[n_gone++] = id;
        }
        assert_int_equal(search_apply(w, 1, docs, n_docs, gone, n_gone), 0);
}

/* --- The engine's own answer ------------------------------------------------------------------- */

/* Of all phrases of the question together. */
static void
times(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int n,
      sqlite3_value **values)
{
        double sum = 0;

        (void)n;
        (void)values;
        for (int i = 0; i < api->xPhraseCount(fts); i++) {
                Fts5PhraseIter it;
                int column, offset;

                if (api->xPhraseFirst(fts, i, &it, &column, &offset) != SQLITE_OK)
                        continue;
                for (; column >= 0; api->xPhraseNext(fts, &it, &column, &offset))
                        sum += weights[column];
        }
        sqlite3_result_double(context, sum);
}

static sqlite3 *
open_file(void)
{
        fts5_api *api = NULL;
        sqlite3_stmt *s;
        sqlite3 *db;

        assert_int_equal(
            disk_open(disk_path(all, folder, disk_current(all, folder)), DISK_WRITE, &db), 0);
        assert_int_equal(sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &s, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_bind_pointer(s, 1, (void *)&api, "fts5_api_ptr", NULL), SQLITE_OK);
        (void)sqlite3_step(s);
        (void)sqlite3_finalize(s);
        assert_int_equal(api->xCreateFunction(api, "times", NULL, times, NULL), SQLITE_OK);
        return db;
}

static int64_t
number(sqlite3 *db, const char *sql)
{
        sqlite3_stmt *s;
        int64_t n;

        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(s), SQLITE_ROW);
        n = sqlite3_column_int64(s, 0);
        (void)sqlite3_finalize(s);
        return n;
}

/* --- Questions --------------------------------------------------------------------------------- */

struct question {
        struct query query;
        const char *tags[2], *column, *match;
        size_t n_tags;
};

static const char *
word_of(TALLOC_CTX *mem)
{
        struct buf b = buf_new(mem, 1024);
        bool quoted = !pick(4);

        if (!pick(6))
                buf_char(&b, '-');
        if (!pick(6))
                buf_str(&b, "标题:");
        if (quoted)
                buf_char(&b, '"');
        for (uint32_t n = 1 + pick(pick(4) ? 3 : 9); n; n--)
                buf_str(&b, signs[pick(N(signs))]);
        if (quoted)
                buf_char(&b, '"');
        return buf_text(&b);
}

static struct question
question_of(TALLOC_CTX *mem)
{
        static const char *const columns[] = {NULL, NULL, NULL, "title", "head"};
        struct question q = {.column = columns[pick(N(columns))]};
        struct buf b = buf_new(mem, KiB(8));

        for (uint32_t n = pick(10) ? 1 + pick(3) : 0; n; n--)
                buf_printf(&b, "%s ", word_of(mem));
        query_parse(mem, buf_text(&b), &q.query);
        if (!pick(3))
                q.tags[q.n_tags++] = mem_printf(mem, "\001a%u", 1 + pick(5));
        if (!pick(3))
                q.tags[q.n_tags++] = mem_printf(mem, "\001c%u", 1 + pick(3));
        q.match = query_match(mem, &q.query, q.tags, q.n_tags, q.column);
        return q;
}

/* --- Ours -------------------------------------------------------------------------------------- */

struct answer {
        bool *hit;
        float *times;
};

static struct answer
answer_of(TALLOC_CTX *mem, struct postings *p, struct match *m, int64_t n_slots, bool weighed)
{
        struct answer a = {mem_array(mem, bool, n_slots), mem_array(mem, float, n_slots)};
        uint32_t *slots = mem_array(mem, uint32_t, n_slots);
        float *ret = mem_array(mem, float, n_slots);
        size_t n = 0;
        int64_t lo, width = 64 * (1 + pick(10));

        if (weighed)
                match_weigh(m, weights);
        for (int64_t hi = n_slots; hi > 0; hi = lo) {
                uint64_t bits[1024 / 64] = {0};
                size_t first = n;

                lo = (hi - 1) / width * width;
                match_stretch(m, lo, hi, bits);
                for (int64_t slot = hi; slot-- > lo;)
                        if (bits[(slot - lo) / 64] >> (slot - lo) % 64 & 1) {
                                a.hit[slot] = true;
                                slots[n++] = (uint32_t)slot;
                        }
                for (size_t k = 0; weighed && n > first && k < match_phrases(m); k++) {
                        if (match_is_late(m, k))
                                continue;
                        match_times(m, k, lo, slots + first, n - first, ret);
                        for (size_t i = first; i < n; i++)
                                a.times[slots[i]] += ret[i - first];
                }
        }
        for (size_t k = 0; weighed && k < match_phrases(m); k++) {
                if (!match_is_late(m, k))
                        continue;
                match_times(m, k, 0, slots, n, ret);
                for (size_t i = 0; i < n; i++)
                        a.times[slots[i]] += ret[i];
        }
        (void)p;
        return a;
}

static void
same(TALLOC_CTX *mem, sqlite3 *db, const char *sql, const char *match, const struct answer *a,
     int64_t n_slots, bool weighed)
{
        sqlite3_stmt *s;
        bool *there = mem_array(mem, bool, n_slots);

        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
        (void)sqlite3_bind_text(s, 1, match, -1, SQLITE_STATIC);
        while (sqlite3_step(s) == SQLITE_ROW) {
                int64_t slot = sqlite3_column_int64(s, 0);

                there[slot] = true;
                if (weighed && a->hit[slot] &&
                    fabsf(a->times[slot] - (float)sqlite3_column_double(s, 1)) > 0.5f)
                        fail_msg("%s: %g times in slot %lld, not %g", match,
                                 sqlite3_column_double(s, 1), (long long)slot,
                                 (double)a->times[slot]);
        }
        assert_int_equal(sqlite3_finalize(s), SQLITE_OK);
        for (int64_t i = 0; i < n_slots; i++)
                if (there[i] != a->hit[i])
                        fail_msg("%s: slot %lld is %d, ours %d", match, (long long)i, there[i],
                                 a->hit[i]);
}

static void
ask(sqlite3 *db, struct postings *words, struct postings *titles)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct question q = question_of(mem);
        int64_t n_slots = number(db, "SELECT next_slot FROM meta");
        struct answer a;
        struct match *m;

        assert_int_equal(postings_begin(mem, words, NULL, NULL), 0);
        m = match_new(words, &q.query, q.tags, q.n_tags, q.column, n_slots);
        a = answer_of(mem, words, m, n_slots, true);
        same(mem, db, "SELECT rowid, times(word) FROM word WHERE word MATCH ?1", q.match, &a,
             n_slots, true);
        for (size_t k = 0; k < match_phrases(m); k++)
                assert_in_range(match_count(m, k, 50), 0, 50);
        assert_int_equal(postings_end(words), 0);
        if (!q.query.n_plus)
                return;
        assert_int_equal(postings_begin(mem, titles, NULL, NULL), 0);
        a = answer_of(mem, titles, match_titles(titles, &q.query, n_slots), n_slots, false);
        same(mem, db, "SELECT rowid FROM title_word WHERE title_word MATCH ?1",
             query_titles(mem, &q.query), &a, n_slots, false);
        assert_int_equal(postings_end(titles), 0);
}

static void
ask_many(void)
{
        sqlite3 *db = open_file();
        struct postings words, titles;

        assert_int_equal(postings_prepare(db, "word", &words), 0);
        assert_int_equal(postings_prepare(db, "title_word", &titles), 0);
        for (int i = 0; i < QUESTIONS; i++)
                ask(db, &words, &titles);
        postings_finish(&words);
        postings_finish(&titles);
        disk_closep(&db);
}

/* --- The tests --------------------------------------------------------------------------------- */

static void
new_file(int page)
{
        struct search_writer *w;
        sqlite3 *db;

        assert_int_equal(search_rebuild_begin(all, folder, "store", &w), 0);
        assert_int_equal(search_rebuild_commit(w), 0);
        talloc_free(w);
        db = open_file();
        assert_int_equal(
            disk_exec(db,
                      mem_printf(all,
                                 "INSERT INTO word (word, rank) VALUES ('pgsz', %d);"
                                 "INSERT INTO title_word (title_word, rank) VALUES ('pgsz', %d)",
                                 page, page)),
            0);
        disk_closep(&db);
}

static void
leaves_say_what_the_engine_says(void **state)
{
        static const int pages[] = {64, 300, 4000, 16000};

        (void)state;
        for (size_t i = 0; i < N(pages); i++) {
                struct search_writer *w;
                bool more = true;

                new_file(pages[i]);
                assert_int_equal(search_writer_open(all, folder, "store", &w), 0);
                ask_many();
                for (int k = 0; k < FEEDS; k++) {
                        feed(w, k ? 10 + pick(60) : DOCS);
                        if (k % 3 == 1)
                                ask_many();
                        if (k == FEEDS / 2) /* in the middle of a merge */
                                assert_int_equal(search_tidy(w, true, &more), 0);
                }
                for (int k = 0; more && k < 10000; k++)
                        assert_int_equal(search_tidy(w, k == 0, &more), 0);
                ask_many();
                talloc_free(w);
        }
}

/* The last file of the test before stays. */
static void
a_spoilt_leaf_does_no_harm(void **state)
{
        sqlite3 *db;
        struct postings words;
        sqlite3_stmt *s;
        struct search_writer *w;

        (void)state;
        new_file(300);
        assert_int_equal(search_writer_open(all, folder, "store", &w), 0);
        for (int k = 0; k < 4; k++)
                feed(w, 60);
        talloc_free(w);
        db = open_file();
        assert_int_equal(postings_prepare(db, "word", &words), 0);
        assert_int_equal(
            sqlite3_prepare_v2(db,
                               "UPDATE word_data SET block = CAST(substr(block, 1, ?1) || ?2 || "
                               "substr(block, ?1 + 1 + length(?2)) AS BLOB)"
                               " WHERE id = (SELECT id FROM word_data WHERE id >= 10 ORDER BY id "
                               "LIMIT 1 OFFSET ?3)",
                               -1, &s, NULL),
            SQLITE_OK);
        for (int i = 0; i < SPOILT; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct question q = question_of(mem);
                int64_t n_slots = number(db, "SELECT next_slot FROM meta"),
                        n_leaves = number(db, "SELECT count(*) - 1 FROM word_data");
                uint8_t bytes[3] = {(uint8_t)pick(256), (uint8_t)pick(256), (uint8_t)pick(256)};

                assert_int_equal(disk_exec(db, "BEGIN"), 0);
                for (int k = 0; k < 20; k++) {
                        (void)sqlite3_bind_int(s, 1, (int)pick(pick(2) ? 12 : 300));
                        (void)sqlite3_bind_blob(s, 2, bytes, 1 + (int)pick(3), SQLITE_STATIC);
                        (void)sqlite3_bind_int64(s, 3,
                                                 i % 20 ? 1 + pick((uint32_t)n_leaves - 1) : 0);
                        assert_int_equal(sqlite3_step(s), SQLITE_DONE);
                        (void)sqlite3_reset(s);
                }
                if (postings_begin(mem, &words, NULL, NULL) == 0) {
                        struct match *m =
                            match_new(&words, &q.query, q.tags, q.n_tags, q.column, n_slots);

                        (void)answer_of(mem, &words, m, n_slots, true);
                        if (postings_end(&words))
                                err_clear();
                } else {
                        err_clear();
                }
                assert_int_equal(disk_exec(db, "ROLLBACK"), 0);
        }
        (void)sqlite3_finalize(s);
        postings_finish(&words);
        disk_closep(&db);
}

static bool
at_once(void *arg)
{
        (void)arg;
        return true;
}

static void
a_stop_ends_every_stream(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        sqlite3 *db = open_file();
        struct postings words;
        struct query q;

        (void)state;
        assert_int_equal(postings_prepare(db, "word", &words), 0);
        query_parse(mem, "的 政", &q);
        assert_int_equal(postings_begin(mem, &words, at_once, NULL), 0);
        for (int i = 0; i < 100 && !words.is_stopped; i++)
                (void)answer_of(mem, &words, match_new(&words, &q, NULL, 0, NULL, 300), 300, true);
        assert_true(words.is_stopped);
        assert_int_equal(postings_end(&words), 0);
        postings_finish(&words);
        disk_closep(&db);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
        (void)st;
        (void)type;
        (void)ftw;
        return remove(path);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(leaves_say_what_the_engine_says),
            cmocka_unit_test(a_spoilt_leaf_does_no_harm),
            cmocka_unit_test(a_stop_ends_every_stream),
        };
        const char *given = getenv("XXGK_TEST_SEED");
        struct timespec t;
        int failed;

        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        seed = given ? strtoull(given, NULL, 10) : (uint64_t)t.tv_nsec;
        (void)printf("# XXGK_TEST_SEED=%llu\n", (unsigned long long)seed);
        all = mem_root();
        if (!mkdtemp(folder))
                return 1;
        failed = cmocka_run_group_tests(tests, NULL, NULL);
        talloc_free(all);
        (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        return failed;
}
