/* Search finds exactly what reading everything finds: random documents, random changes, random
 * words, filters and facets, against a plain scan of the folded texts. XXGK_TEST_SEED repeats a run. */
#include "../unit/cm.h"

#include <ftw.h>
#include <unistd.h>

#include "base/text.h"
#include "search/search.h"

enum { DOCS = 1200, ROUNDS = 6, CHANGES = 60, WORDS = 200, AGENCIES = 9, COLUMNS = 7 };

struct doc {
        bool live;
        int32_t day;
        int64_t agency, column, topic, genre;
        int validity[3];
        int32_t turns[2];
        char *field[3], *folded[3];
};

static TALLOC_CTX *all;
static struct doc docs[DOCS + 1];
static uint64_t seed;
static char folder[] = "/tmp/xxgk-search-XXXXXX";
static struct search *search;
static struct search_writer *writer;
static int64_t change_no;

static uint32_t
pick(uint32_t n)
{
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        return (uint32_t)(seed >> 33) % n;
}

static int64_t
now_us(void)
{
        struct timespec t;

        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        return t.tv_sec * (int64_t)1000000 + t.tv_nsec / 1000;
}

/* Few characters, so that random words are met; some twice, in both scripts and widths. */
static const char *const signs[] = {
    "政", "府", "信",   "息", "公", "开", "開", "年", "号", "號", "第", "发",
    "發", "的", "的",   "的", "条", "條", "例", "市", "县", "縣", "〇", "一",
    "二", "０", "2019", "12", "7",  "gb", "GB", "Ｇ", "，", "。", " ",  "\n",
    "〔", "〕", "(",    ")",  "-",  "々", "ア", "ü",  "①",  "𠀀",
};

static char *
text_of(uint32_t n)
{
        struct buf b = buf_new(all, KiB(64));

        for (uint32_t i = 0; i < n; i++)
                buf_str(&b, signs[pick(N(signs))]);
        return mem_strdup(all, buf_text(&b));
}

/* Agencies and columns are trees in which n hangs from n / 2. */
static size_t
path_of(int64_t n, int64_t *path)
{
        size_t l = 0;

        for (; n; n /= 2)
                path[l++] = n;
        return l;
}

static void
change(struct doc *d)
{
        d->live = true;
        d->day = pick(20) ? day_ymd(2010, 1, 1).n + (int32_t)pick(4000) : DAY_NONE.n;
        d->agency = 1 + pick(AGENCIES);
        d->column = 1 + pick(COLUMNS);
        d->topic = pick(4);
        d->genre = pick(3);
        for (size_t i = 0; i < 3; i++)
                d->validity[i] = (int)pick(4);
        d->turns[0] = pick(2) ? DAY_NONE.n : day_ymd(2018, 1, 1).n + (int32_t)pick(1000);
        d->turns[1] = d->turns[0] == DAY_NONE.n || pick(2) ? DAY_NONE.n
                                                           : d->turns[0] + 1 + (int32_t)pick(300);
        for (size_t i = 0; i < 3; i++) {
                d->field[i] = text_of(i == 2 ? 20 + pick(120) : i == 1 ? pick(8) : 3 + pick(12));
                d->folded[i] = mem_strdup(all, text_folded(all, d->field[i]));
        }
}

static void
feed(struct search_writer *w, const int64_t *ids, size_t n)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct search_doc *list = mem_array(mem, struct search_doc, n + 1);
        int64_t *gone = mem_array(mem, int64_t, n + 1);
        size_t n_list = 0, n_gone = 0;

        for (size_t i = 0; i < n; i++) {
                const struct doc *d = &docs[ids[i]];
                int64_t *agencies = mem_array(mem, int64_t, 8),
                        *columns = mem_array(mem, int64_t, 8);

                int64_t *topic = mem_memdup(mem, &d->topic, sizeof(d->topic));

                if (!d->live) {
                        gone[n_gone++] = ids[i];
                        continue;
                }
                list[n_list++] = (struct search_doc){
                    .id = ids[i],
                    .day = {d->day},
                    .title = d->field[0],
                    .head = d->field[1],
                    .body = d->field[2],
                    .agencies = agencies,
                    .n_agencies = path_of(d->agency, agencies),
                    .columns = columns,
                    .n_columns = path_of(d->column, columns),
                    .topics = topic,
                    .n_topics = d->topic != 0,
                    .genre = d->genre,
                    .validity = {d->validity[0], d->validity[1], d->validity[2]},
                    .turns = {{d->turns[0]}, {d->turns[1]}},
                };
        }
        assert_int_equal(search_apply(w, ++change_no, list, n_list, gone, n_gone), 0);
}

/* --- Reading everything ------------------------------------------------------------------------
 */

static bool
plain(const struct doc *d, const char *folded)
{
        for (size_t i = 0; i < 3; i++)
                if (strstr(d->folded[i], folded))
                        return true;
        return false;
}

enum kind { BREAK, HAN, LETTER, DIGIT };

static enum kind
kind_of(uint32_t c)
{
        if (c >= '0' && c <= '9')
                return DIGIT;
        if ((c >= 'a' && c <= 'z') || c == 0xFC)
                return LETTER;
        if (text_is_han(c) || c == 0x3005 || c == 0x30A2)
                return HAN;
        return BREAK;
}

struct run {
        enum kind kind;
        size_t start, n;
};

static size_t
runs_of(const char *s, struct run *runs)
{
        size_t len = strlen(s), n = 0;
        enum kind before = BREAK;

        for (size_t i = 0; i < len;) {
                uint32_t cp = 0;
                size_t l = text_decode(s + i, len - i, &cp);
                enum kind k = kind_of(cp);

                if (k != BREAK && k == before)
                        runs[n - 1].n += l;
                else if (k != BREAK)
                        runs[n++] = (struct run){k, i, l};
                before = k;
                i += l;
        }
        return n;
}

/* Run b of the word against run a of the text. */
static bool
run_fits(const char *text, const struct run *a, const char *word, const struct run *b, bool first,
         bool last)
{
        const char *p = text + a->start, *q = word + b->start;

        if (a->kind != b->kind || b->n > a->n)
                return false;
        if (a->kind != HAN || (!first && !last))
                return a->n == b->n && memcmp(p, q, a->n) == 0;
        if (first && last)
                return memmem(p, a->n, q, b->n) != NULL;
        return memcmp(first ? p + a->n - b->n : p, q, b->n) == 0;
}

static bool
by_runs(const char *text, const char *word)
{
        static struct run t[4096], w[4096];
        size_t n = runs_of(text, t), m = runs_of(word, w);

        for (size_t i = 0; m && i + m <= n; i++) {
                size_t k = 0;

                while (k < m && run_fits(text, &t[i + k], word, &w[k], k == 0, k + 1 == m))
                        k++;
                if (k == m)
                        return true;
        }
        return false;
}

static bool
has_runs(const struct doc *d, const char *folded)
{
        for (size_t i = 0; i < 3; i++)
                if (by_runs(d->folded[i], folded))
                        return true;
        return false;
}

/* --- Asking ------------------------------------------------------------------------------------
 */

static const struct search_answer *
ask(TALLOC_CTX *mem, struct search_ask a, const char *text)
{
        const struct search_answer *answer;

        a.text = text;
        assert_int_equal(search_query(mem, search, &a, &answer), 0);
        assert_false(answer->is_partial);
        assert_int_equal(answer->change_no, change_no);
        return answer;
}

static bool
is_below(int64_t n, int64_t root)
{
        for (; n; n /= 2)
                if (n == root)
                        return true;
        return false;
}

static void
compare(const char *word, bool runs)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *folded = text_folded(mem, word);
        int64_t n = 0;
        const struct search_answer *answer;

        for (size_t i = 1; i <= DOCS; i++)
                n += docs[i].live && (runs ? has_runs : plain)(&docs[i], folded);
        answer = ask(mem, SEARCH_ASK_ALL, mem_printf(mem, "\"%s\"", word));
        if (answer->count != n)
                fail_msg("“%s”: %lld found, %lld there", word, (long long)answer->count,
                         (long long)n);
}

/* One to six Han characters: as they stand somewhere, or thrown together. */
static const char *
han_word(TALLOC_CTX *mem)
{
        uint32_t n = 1 + pick(6);
        struct buf b = buf_new(mem, 256);

        while (n) {
                const char *sign = signs[pick(N(signs))];
                uint32_t cp = 0;

                (void)text_decode(sign, strlen(sign), &cp);
                if (kind_of(text_fold(cp)) != HAN)
                        continue;
                buf_str(&b, sign);
                n--;
        }
        return buf_text(&b);
}

/* A stretch of a text, whatever is in it, cut at whole runs of letters and digits. */
static const char *
mixed_word(TALLOC_CTX *mem)
{
        const struct doc *d = &docs[1 + pick(DOCS)];
        static struct run runs[4096];
        const char *text = d->live ? d->folded[pick(3)] : "";
        size_t n = runs_of(text, runs), from, to;

        if (!n)
                return NULL;
        from = pick((uint32_t)n);
        to = from + pick(4);
        if (to >= n)
                to = n - 1;
        return mem_strndup(mem, text + runs[from].start,
                           runs[to].start + runs[to].n - runs[from].start);
}

static void
words_are_counted_as_a_plain_scan_counts_them(int n)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        for (int i = 0; i < n; i++)
                compare(han_word(mem), false);
        for (int i = 0; i < n; i++) {
                const char *word = mixed_word(mem);

                if (word && !strstr(word, "\xe3\x80\x94")) /* a 发文字号 has its own test */
                        compare(word, true);
        }
}

static void
filters_and_facets_agree(void)
{
        for (int i = 0; i < 60; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct search_ask a = SEARCH_ASK_ALL;
                const char *word = pick(4) ? han_word(mem) : "";
                const char *folded = text_folded(mem, word);
                int64_t n = 0, facets[SEARCH_FACETS][64] = {0}, last = INT64_MAX;
                const struct search_answer *answer;

                a.agency = pick(2) ? 0 : 1 + pick(AGENCIES);
                a.column = pick(2) ? 0 : 1 + pick(COLUMNS);
                a.topic = pick(3) ? 0 : 1 + pick(3);
                a.genre = pick(3) ? 0 : 1 + pick(2);
                a.year = pick(3) ? 0 : 2010 + (int)pick(10);
                a.validity = pick(2) ? SEARCH_ANY_VALIDITY : (int)pick(4);
                a.today = day_add(day_ymd(2018, 1, 1), (int)pick(1000));
                if (!pick(3))
                        a.from = day_add(day_ymd(2010, 1, 1), (int)pick(4000));
                if (!pick(3))
                        a.to = day_add(day_ymd(2010, 1, 1), (int)pick(4000));
                a.sort = pick(2) ? SEARCH_BY_DATE : SEARCH_BY_RELEVANCE;
                a.limit = 100;
                a.n_facets = 100;
                for (size_t k = 1; k <= DOCS; k++) {
                        const struct doc *d = &docs[k];
                        int validity = d->validity[0];
                        int year = d->day == DAY_NONE.n ? 0 : day_year((struct day){d->day});

                        for (size_t j = 0; j < 2; j++)
                                if (d->turns[j] != DAY_NONE.n && a.today.n >= d->turns[j])
                                        validity = d->validity[j + 1];
                        if (!d->live || !plain(d, folded) ||
                            (a.agency && !is_below(d->agency, a.agency)) ||
                            (a.column && !is_below(d->column, a.column)) ||
                            (a.topic && d->topic != a.topic) || (a.genre && d->genre != a.genre) ||
                            (a.year && year != a.year) ||
                            (a.validity != SEARCH_ANY_VALIDITY && validity != a.validity) ||
                            (!day_is_none(a.from) && d->day < a.from.n) ||
                            (!day_is_none(a.to) && d->day > a.to.n))
                                continue;
                        n++;
                        facets[SEARCH_AGENCY][d->agency]++;
                        facets[SEARCH_COLUMN][d->column]++;
                        facets[SEARCH_TOPIC][d->topic]++;
                        facets[SEARCH_GENRE][d->genre]++;
                        facets[SEARCH_YEAR][year ? year - 2000 : 0]++;
                        facets[SEARCH_VALIDITY][validity]++;
                }
                answer = ask(mem, a, *word ? mem_printf(mem, "\"%s\"", word) : "");
                assert_int_equal(answer->count, n);
                assert_int_equal(answer->n_hits, n < 100 ? n : 100);
                for (size_t k = 0; k < answer->n_facets; k++) {
                        const struct search_facet *f = &answer->facets[k];
                        int64_t key = f->kind == SEARCH_YEAR ? f->key - 2000 : f->key;

                        assert_int_equal(f->n, facets[f->kind][key]);
                        facets[f->kind][key] = 0;
                }
                for (size_t k = 0; k < SEARCH_FACETS; k++)
                        for (size_t j = k == SEARCH_VALIDITY ? 0 : 1; j < 64; j++)
                                assert_int_equal(facets[k][j], 0);
                for (size_t k = 0; k < answer->n_hits; k++) {
                        int64_t day = answer->hits[k].day.n;

                        if (a.sort == SEARCH_BY_DATE)
                                assert_true(day <= last);
                        last = day;
                }
        }
}

static void
a_sound_file(void)
{
        struct problems problems = {.mem = all};
        int64_t n, live = 0;

        for (size_t i = 1; i <= DOCS; i++)
                live += docs[i].live;
        assert_int_equal(search_check(folder, 0, &problems, &n), 0);
        if (problems.n)
                fail_msg("%s", problems.list[0].message);
        assert_int_equal(n, live);
}

static void
open_search(void)
{
        struct search_settings settings = {.folder = folder, .clock_us = now_us};

        search = search_open(all, &settings);
}

static void
wait_until_loaded(void)
{
        for (int i = 0; i < 1000 && !search_state(search).is_loaded; i++)
                (void)usleep(5000);
        assert_true(search_state(search).is_loaded);
}

/* --- The tests, in the order of a file's life --------------------------------------------------
 */

static void
without_a_file_nothing_is_found_and_nothing_fails(void **state)
{
        const struct search_answer *answer;
        struct search_ask a = SEARCH_ASK_ALL;

        (void)state;
        open_search();
        assert_int_equal(search_query(all, search, &a, &answer), 0);
        assert_true(answer->is_loading);
        assert_int_equal(answer->count, 0);
        assert_int_equal(search_writer_open(all, folder, "store", &writer), SEARCH_STALE);
}

static void
a_rebuilt_file_is_taken_up(void **state)
{
        int64_t ids[DOCS / 4];
        struct search_writer *w, *other;

        (void)state;
        assert_int_equal(search_rebuild_begin(all, folder, "store", &w), 0);
        assert_int_equal(search_rebuild_begin(all, folder, "store", &other), SEARCH_LOCKED);
        for (size_t i = 0; i < 4; i++) {
                for (size_t k = 0; k < DOCS / 4; k++) {
                        ids[k] = (int64_t)(i * (DOCS / 4) + k + 1);
                        change(&docs[ids[k]]);
                }
                feed(w, ids, DOCS / 4);
        }
        assert_false(search_state(search).is_there);
        assert_int_equal(search_rebuild_commit(w), 0);
        talloc_free(w);
        /* Right from the first moment, before the rows are in memory. */
        words_are_counted_as_a_plain_scan_counts_them(10);
        wait_until_loaded();
        words_are_counted_as_a_plain_scan_counts_them(WORDS);
        filters_and_facets_agree();
        a_sound_file();
}

static void
changes_are_seen_by_the_next_query(void **state)
{
        struct search_writer *other;

        (void)state;
        assert_int_equal(search_writer_open(all, folder, "another", &writer), SEARCH_STALE);
        assert_int_equal(search_writer_open(all, folder, "store", &writer), 0);
        assert_int_equal(search_writer_open(all, folder, "store", &other), SEARCH_LOCKED);
        assert_int_equal(search_writer_change(writer), change_no);
        for (int i = 0; i < ROUNDS; i++) {
                int64_t ids[CHANGES];
                bool met[DOCS + 1] = {false};
                size_t n = 0;

                while (n < CHANGES) {
                        int64_t id = 1 + pick(DOCS);

                        if (met[id])
                                continue;
                        met[id] = true;
                        switch (pick(4)) {
                        case 0:
                                docs[id].live = false;
                                break;
                        case 1: /* only what is not in the index changes */
                                docs[id].live = true;
                                docs[id].validity[0] = (int)pick(3);
                                break;
                        default:
                                change(&docs[id]);
                        }
                        ids[n++] = id;
                }
                feed(writer, ids, n);
                words_are_counted_as_a_plain_scan_counts_them(20);
                filters_and_facets_agree();
        }
        a_sound_file();
}

static void
a_tidied_file_says_the_same(void **state)
{
        bool more = true, first = true;

        (void)state;
        for (int i = 0; more && i < 10000; i++, first = false)
                assert_int_equal(search_tidy(writer, first, &more), 0);
        assert_false(more);
        words_are_counted_as_a_plain_scan_counts_them(40);
        a_sound_file();
}

static void
every_page_together_is_every_hit_once(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (int sort = SEARCH_BY_RELEVANCE; sort <= SEARCH_BY_DATE; sort++) {
                struct search_ask a = SEARCH_ASK_ALL;
                bool met[DOCS + 1] = {false};
                int64_t n = 0, count = 1;

                a.sort = (enum search_sort)sort;
                a.limit = 37;
                for (a.offset = 0; (int64_t)a.offset < count; a.offset += 37) {
                        const struct search_answer *answer = ask(mem, a, "的");

                        count = answer->count;
                        assert_true(answer->is_cached || !a.offset);
                        for (size_t i = 0; i < answer->n_hits; i++) {
                                assert_false(met[answer->hits[i].id]);
                                met[answer->hits[i].id] = true;
                                n++;
                        }
                }
                assert_int_equal(n, count);
        }
}

static void
a_hidden_item_is_gone_at_once_and_stays_away(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct search_answer *before = ask(mem, SEARCH_ASK_ALL, "的"), *after;
        int64_t id = before->hits[0].id, other = before->hits[1].id;

        (void)state;
        search_hide(search, change_no + 2, &id, 1);
        after = ask(mem, SEARCH_ASK_ALL, "的");
        assert_int_equal(after->count, before->count - 1);
        feed(writer, &id, 1); /* the feeder is still at an older change */
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count - 1);
        docs[id].live = false;
        feed(writer, &id, 1);
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count - 1);
        docs[id].live = true; /* published again later */
        feed(writer, &id, 1);
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count);
        feed(writer, &other, 1);
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count);
}

/* Whoever follows the changes may come later than the feeder and a reader: what they have come past
 * already stays in the answers. */
static void
a_late_word_of_a_change_hides_nothing(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct search_answer *before = ask(mem, SEARCH_ASK_ALL, "的");
        int64_t id = before->hits[0].id;

        (void)state;
        search_hide(search, change_no, &id, 1);
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count);
        search_hide(search, change_no - 1, &id, 1);
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count);
        search_hide(search, change_no + 1, &id, 1);
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count - 1);
        feed(writer, &id, 1);
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count);
}

/* A change of many items is written in portions under the number before it; a reader that looked in
 * between shows all of them in the end. */
static void
portions_of_a_change_are_all_shown(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct search_answer *before = ask(mem, SEARCH_ASK_ALL, "的");
        int64_t ids[2] = {before->hits[0].id, before->hits[1].id};

        (void)state;
        search_hide(search, change_no + 1, ids, 2);
        change_no--; /* feed() counts on */
        feed(writer, ids, 1);
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count - 2);
        feed(writer, ids + 1, 1);
        assert_int_equal(ask(mem, SEARCH_ASK_ALL, "的")->count, before->count);
}

static void
a_rebuild_replaces_the_file_under_readers_and_writer(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int64_t ids[DOCS], one = 1;
        struct search_writer *w;
        size_t n = 0;

        (void)state;
        for (int64_t i = 1; i <= DOCS; i++)
                if (docs[i].live)
                        ids[n++] = i;
        assert_int_equal(search_rebuild_begin(all, folder, "store", &w), 0);
        feed(w, ids, n);
        assert_int_equal(search_rebuild_commit(w), 0);
        talloc_free(w);
        assert_int_equal(search_apply(writer, change_no, NULL, 0, &one, 1), SEARCH_MOVED);
        talloc_free(writer);
        (void)search_state(search);
        for (int i = 0; i < 1000 && search_state(search).change_no != change_no; i++)
                (void)usleep(5000);
        words_are_counted_as_a_plain_scan_counts_them(40);
        assert_int_equal(search_writer_open(all, folder, "store", &writer), 0);
        assert_int_equal(search_writer_change(writer), change_no);
        feed(writer, ids, 10);
        words_are_counted_as_a_plain_scan_counts_them(20);
        a_sound_file();
}

static void
an_abandoned_rebuild_leaves_nothing(void **state)
{
        struct search_writer *w;
        int64_t ids[] = {1, 2, 3}, kept = change_no;

        (void)state;
        assert_int_equal(search_rebuild_begin(all, folder, "store", &w), 0);
        feed(w, ids, 3);
        talloc_free(w);
        change_no = kept;
        words_are_counted_as_a_plain_scan_counts_them(5);
        a_sound_file();
}

static void
a_file_opened_again_says_the_same(void **state)
{
        (void)state;
        talloc_free(search);
        talloc_free(writer);
        open_search();
        words_are_counted_as_a_plain_scan_counts_them(40);
        wait_until_loaded();
        words_are_counted_as_a_plain_scan_counts_them(40);
        filters_and_facets_agree();
}

static void
a_broken_file_is_named_and_rebuilt(void **state)
{
        struct problems problems = {.mem = all};
        char name[64], path[256], link[128];
        int64_t n;
        ssize_t l;
        FILE *f;

        (void)state;
        talloc_free(search);
        search = NULL;
        (void)snprintf(link, sizeof(link), "%s/search.db", folder);
        l = readlink(link, name, sizeof(name) - 1);
        assert_true(l > 0);
        name[l] = '\0';
        (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
        f = fopen(path, "r+b");
        assert_non_null(f);
        assert_int_equal(fwrite("this is no database of any kind", 1, 31, f), 31);
        assert_int_equal(fclose(f), 0);
        assert_int_equal(search_check(folder, 0, &problems, &n), 0);
        assert_int_equal(problems.n, 1);
        assert_int_equal(search_writer_open(all, folder, "store", &writer), SEARCH_STALE);
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
            cmocka_unit_test(without_a_file_nothing_is_found_and_nothing_fails),
            cmocka_unit_test(a_rebuilt_file_is_taken_up),
            cmocka_unit_test(changes_are_seen_by_the_next_query),
            cmocka_unit_test(a_tidied_file_says_the_same),
            cmocka_unit_test(every_page_together_is_every_hit_once),
            cmocka_unit_test(a_hidden_item_is_gone_at_once_and_stays_away),
            cmocka_unit_test(a_late_word_of_a_change_hides_nothing),
            cmocka_unit_test(portions_of_a_change_are_all_shown),
            cmocka_unit_test(a_rebuild_replaces_the_file_under_readers_and_writer),
            cmocka_unit_test(an_abandoned_rebuild_leaves_nothing),
            cmocka_unit_test(a_file_opened_again_says_the_same),
            cmocka_unit_test(a_broken_file_is_named_and_rebuilt),
        };
        const char *given = getenv("XXGK_TEST_SEED");
        int failed;

        seed = given ? strtoull(given, NULL, 10) : (uint64_t)now_us();
        (void)printf("# XXGK_TEST_SEED=%llu\n", (unsigned long long)seed);
        all = mem_root();
        if (!mkdtemp(folder))
                return 1;
        failed = cmocka_run_group_tests(tests, NULL, NULL);
        talloc_free(all);
        (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        return failed;
}
