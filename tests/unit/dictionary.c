/* What classes and channels may be called, when a class may end, and the list of wrong words as rows. */
#include "cm.h"

#include "domain/column/dictionary.h"
#include "domain/scan/wordlist.h"

static void /* 《条例》第二十四条 */
a_scheme_by_any_of_its_names(void **state)
{
        static const struct {
                const char *word, *code; /* NULL: none */
        } rows[] = {{"topic", "topic"},
                    {"主题分类", "topic"},
                    {"主题", "topic"},
                    {"体裁", "genre"},
                    {"服务对象分类", "audience"},
                    {"服务对象", "audience"},
                    {"", NULL},
                    {"分类", NULL},
                    {"主题分", NULL},
                    {"主体", NULL},
                    {"对象", NULL}};
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                const struct class_scheme *s = class_scheme_of(rows[i].word);

                assert_int_equal(s != NULL, rows[i].code != NULL);
                if (s)
                        assert_string_equal(s->code, rows[i].code);
        }
}

static void /* 《条例》第二十三条 */
names_and_codes(void **state)
{
        static const struct {
                const char *code, *name, *unit, *field; /* NULL: all is well */
        } rows[] = {
            {"0101", "国务院", "条", NULL},
            {"a-b_c.d", "工商", "条", NULL},
            {"", "工商", "条", "code"},
            {"01 02", "工商", "条", "code"},
            {"012345678901234567890123456789012", "工商", "条", "code"},
            {"01", "", "条", "name"},
            {"01", "工商\\质检", "条", "name"},
            {"01", "工商;质检", "条", "name"},
            {"01",
             "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一",
             "条", "name"},
            {"01", "短视频", "", "unit"},
            {"01", "短视频", "一二三四五", "unit"},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct problems p = {.mem = mem};

                channel_check(rows[i].code, rows[i].name, rows[i].unit, &p);
                assert_int_equal(p.n, rows[i].field != NULL);
                if (rows[i].field)
                        assert_non_null(problems_of(&p, rows[i].field));
        }
}

static void
when_a_class_may_end(void **state)
{
        static const struct {
                struct class_end end;
                const char *field; /* NULL: it may */
        } rows[] = {
            {{0}, NULL},
            {{.merges = true, .used = 7}, NULL},
            {{.used = 7}, "into"},
            {{.merges = true, .below = 1}, ""},
            {{.closed = true}, ""},
            {{.merges = true, .is_self = true}, "into"},
            {{.merges = true, .target_missing = true}, "into"},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct problems p = {.mem = mem};

                class_end_check(&rows[i].end, &p);
                assert_int_equal(p.n, rows[i].field != NULL);
                if (rows[i].field)
                        assert_non_null(problems_of(&p, rows[i].field));
        }
}

static void
words_of_an_office(void **state)
{
        static const char *const hundred =
            "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
            "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
            "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
            "一二三四五六七八九十一";
        const struct {
                struct scan_entry entry;
                const char *field; /* NULL: all is well */
        } rows[] = {
            {{"静宇线", "静宇县", "", "静宇线路", SCAN_STOP}, NULL},
            {{"某单位", "", "不得称呼某单位", "", SCAN_HINT}, NULL},
            {{"", "静宇县", "", "", SCAN_HINT}, "wrong"},
            {{"线", "县", "", "", SCAN_HINT}, "wrong"},
            {{"#静宇线", "静宇县", "", "", SCAN_HINT}, "wrong"},
            {{"静宇|线", "静宇县", "", "", SCAN_HINT}, "wrong"},
            {{"静宇线", "静宇县\n", "", "", SCAN_HINT}, "right"},
            {{"静宇线", "", "", "", SCAN_HINT}, "right"},
            {{"静宇线", "静宇县", "理由", "", SCAN_HINT}, "right"},
            {{"静宇线", "静宇线", "", "", SCAN_HINT}, "right"},
            {{"静宇线", "静宇县", "", "别的词", SCAN_HINT}, "exceptions"},
            {{"静宇线", "", hundred, "", SCAN_HINT}, "reason"},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct problems p = {.mem = mem};

                scan_entry_check(&rows[i].entry, &p);
                assert_int_equal(p.n, rows[i].field != NULL);
                if (rows[i].field)
                        assert_non_null(problems_of(&p, rows[i].field));
        }
        assert_int_equal(scan_severity_named(""), SCAN_WARNING);
        assert_int_equal(scan_severity_named("严重"), SCAN_STOP);
        assert_true(scan_severity_named("轻微") < 0);
}

/* A word longer than a whole list may be: told without a field, since the form has none for that. */
static void
a_word_beyond_the_list(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char *wrong = mem_array(mem, char, MiB(5) + 1);
        struct scan_entry e = {wrong, "静宇县", "", "", SCAN_HINT};
        struct problems p = {.mem = mem};

        (void)state;
        memset(wrong, 'a', MiB(5));
        scan_entry_check(&e, &p);
        assert_true(p.n > 0);
        assert_non_null(problems_of(&p, ""));
}

/* The shipped list, taken apart and put together again, finds what it found. */
static void
there_and_back(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct scan_words *before, *after;
        struct problems p = {.mem = mem};
        const struct scan_entry **all;
        struct scan_entry *list;
        size_t n;
        (void)state;
        list = scan_entries_shipped(mem, &n);
        all = mem_array(mem, const struct scan_entry *, n);
        for (size_t i = 0; i < n; i++) {
                all[i] = &list[i];
                scan_entry_check(&list[i], &p);
        }
        assert_int_equal(p.n, 0);
        assert_int_equal(scan_words_read(mem, scan_words_shipped(), &p, &before), 0);
        assert_int_equal(scan_words_read(mem, scan_entries_text(mem, all, n), &p, &after), 0);
        assert_int_equal(scan_words_count(before), n);
        assert_int_equal(scan_words_count(after), n);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_scheme_by_any_of_its_names), cmocka_unit_test(names_and_codes),
            cmocka_unit_test(when_a_class_may_end),         cmocka_unit_test(words_of_an_office),
            cmocka_unit_test(a_word_beyond_the_list),       cmocka_unit_test(there_and_back)};

        return cmocka_run_group_tests(tests, NULL, NULL);
}
