#include "cm.h"

#include "domain/item/import.h"

static struct import_draft
check(TALLOC_CTX *mem, const struct import_raw *raw)
{
        struct problems p = {.mem = mem};
        struct import_draft d;

        assert_int_equal(import_check(mem, raw, day_ymd(2026, 1, 5), 2, &p, &d), 0);
        assert_int_equal(p.n, 0);
        return d;
}

/* A record with nothing odd in it. */
static struct import_raw
clean(void)
{
        return (struct import_raw){.text = {
                                       [IMPORT_TITLE] = "关于公开的通知",
                                       [IMPORT_INDEX_NUMBER] = "000014349/2019-00007",
                                       [IMPORT_DOC_NUMBER] = "国发〔2019〕5号",
                                       [IMPORT_ISSUER] = "国务院",
                                       [IMPORT_WRITTEN_DATE] = "2019-01-27",
                                       [IMPORT_PUBLISHED_DATE] = "2019-02-15",
                                       [IMPORT_TOPIC] = "综合政务\\政务公开",
                                       [IMPORT_GENRE] = "通知",
                                   }};
}

static void /* 《政府信息公开条例》第二十六条 */
a_clean_record_has_no_flags(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct import_raw raw = clean();
        struct import_draft d = check(mem, &raw);
        char text[INSTANT_TEXT_SIZE];

        (void)state;
        assert_string_equal(import_flags_text(mem, &d), "");
        assert_string_equal(d.doc_no, "国发〔2019〕5号");
        assert_string_equal(d.source_index_no, "000014349/2019-00007");
        assert_string_equal(d.index_code, "000014349");
        assert_int_equal(d.formed_on.n, day_ymd(2019, 1, 27).n);
        assert_int_equal(d.sort_day.n, day_ymd(2019, 2, 15).n);
        assert_string_equal(instant_text(d.published_at, text), "2019-02-15 00:00");
        assert_int_equal(d.disclosure, DISCLOSURE_PROACTIVE);
        assert_null(d.ground);
        assert_null(d.old_address);
        assert_int_equal(d.n_files + d.n_channels, 0);
}

static void
what_is_odd_is_flagged(void **state)
{
        static const struct {
                enum import_key key;
                const char *text, *flags;
        } rows[] = {
            {IMPORT_INDEX_NUMBER, "/2021-None", "index_no_code,index_no_serial,index_year_differs"},
            {IMPORT_INDEX_NUMBER, "yishuixwsj2251670/2021-0000073", "index_year_differs"},
            {IMPORT_INDEX_NUMBER, "", "index_missing"},
            {IMPORT_DOC_NUMBER, "无文号", "docno_said_none"},
            {IMPORT_DOC_NUMBER, "国发[2019]5号", "docno_brackets"},
            {IMPORT_WRITTEN_DATE, "", "written_missing"},
            {IMPORT_WRITTEN_DATE, "2019-02-30", "written_impossible"},
            {IMPORT_WRITTEN_DATE, "2019年1月", "written_partial"},
            {IMPORT_WRITTEN_DATE, "春天", "written_unread"},
            {IMPORT_WRITTEN_DATE, "二О一九年一月二十七日", "written_letter_zero"},
            {IMPORT_WRITTEN_DATE, "2019-02-16", "published_before_written"},
            {IMPORT_PUBLISHED_DATE, "", "published_missing"},
            {IMPORT_PUBLISHED_DATE, "2026-01-06", "published_ahead"},
            {IMPORT_PUBLISHED_DATE, "2019年13月1日", "published_impossible"},
            {IMPORT_WRITTEN_DATE, "1948-10-01", "date_unlikely"},
            {IMPORT_WRITTEN_DATE, "1019-12-03", "date_unlikely"},
            {IMPORT_TOPIC, "", "topic_missing"},
            {IMPORT_GENRE, " ", "genre_missing"},
            {IMPORT_ISSUER, "县政府网站", "issuer_is_site"},
            {IMPORT_TITLE, "周口市人民政府關於印發規定的通知", "title_traditional"},
            {IMPORT_TITLE,
             "关于印发一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八"
             "九十"
             "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
             "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
             "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十的通知",
             "title_long"},
            {IMPORT_VALIDITY, "不知道", "validity_unread"},
            {IMPORT_VALIDITY, "废止时间: 2020-02-31", "validity_bad_date"},
            {IMPORT_EFFECTIVE_DATE, "某日", "effective_bad"},
            {IMPORT_EXPIRES_DATE, "某日", "expires_bad"},
            {IMPORT_OLD_URL, "index.html", "old_url_unread"},
            {IMPORT_OLD_URL, "http://old.example", "old_url_unread"},
            {IMPORT_OLD_URL, "/a%zz", "old_url_unread"},
            {IMPORT_OLD_URL, "/a%ff", "old_url_unread"},
            {IMPORT_OLD_URL, "/a%0a", "old_url_unread"},
            {IMPORT_FILES, "../secret.pdf", "file_refused"},
            {IMPORT_FILES, "/etc/passwd", "file_refused"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct import_raw raw = clean();
                struct import_draft d;

                raw.text[rows[i].key] = rows[i].text;
                d = check(mem, &raw);
                assert_string_equal(import_flags_text(mem, &d), rows[i].flags);
                for (size_t f = 0; f < d.n_flags; f++)
                        assert_string_not_equal(import_flag_label(d.flags[f]), d.flags[f]);
        }
        assert_string_equal(import_flag_label("new_one"), "new_one");
}

/* A slip of the pen neither sorts an item nor gives its number a year. */
static void
an_unlikely_day_does_not_sort(void **state)
{
        static const struct {
                const char *written, *published;
                int year, month, day;
        } rows[] = {
            {"2019-12-03", "1019-12-03", 2019, 12, 3},
            {"1948-10-01", "2019-12-03", 2019, 12, 3},
            {"1948-10-01", "9019-12-03", 2026, 1, 5},
            {"1019-12-03", "", 2026, 1, 5},
            {"", "2027-01-07", 2026, 1, 5},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct import_raw raw = clean();
                struct import_draft d;

                raw.text[IMPORT_WRITTEN_DATE] = rows[i].written;
                raw.text[IMPORT_PUBLISHED_DATE] = rows[i].published;
                d = check(mem, &raw);
                assert_int_equal(d.sort_day.n, day_ymd(rows[i].year, rows[i].month, rows[i].day).n);
                assert_non_null(strstr(import_flags_text(mem, &d), "date_unlikely"));
        }
}

static void
published_minutes_before_written(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct import_raw raw = clean();
        struct import_draft d;

        (void)state;
        raw.text[IMPORT_INDEX_NUMBER] = "6107280000/2024-001005";
        raw.text[IMPORT_WRITTEN_DATE] = "2024年04月06日 16:40";
        raw.text[IMPORT_PUBLISHED_DATE] = "2024年04月06日 16:34";
        d = check(mem, &raw);
        assert_string_equal(import_flags_text(mem, &d), "published_before_written");
        raw.text[IMPORT_WRITTEN_DATE] = raw.text[IMPORT_PUBLISHED_DATE] = NULL;
        d = check(mem, &raw);
        assert_int_equal(d.sort_day.n, day_ymd(2026, 1, 5).n);
        assert_true(instant_is_none(d.published_at));
        assert_string_equal(import_flags_text(mem, &d),
                            "written_missing,published_missing,day_missing,index_year_differs");
}

static void /* 《政府信息公开条例》第十三条 */
disclosure_is_never_guessed(void **state)
{
        static const struct {
                const char *text, *ground;
                enum disclosure d;
                const char *kept, *flags;
        } rows[] = {
            {"主动公开", NULL, DISCLOSURE_PROACTIVE, NULL, ""},
            {"依申请公开", NULL, DISCLOSURE_ON_REQUEST, "G27_ON_REQUEST", "ground_missing"},
            {"不予公开", "G16_DRAFT", DISCLOSURE_WITHHELD, "G16_DRAFT", ""},
            {"不予公开", "过程稿", DISCLOSURE_WITHHELD, "UNSTATED", "ground_unread"},
            {"不予公开", NULL, DISCLOSURE_WITHHELD, "UNSTATED", "ground_missing"},
            {"看情况", NULL, DISCLOSURE_ON_REQUEST, "UNSTATED", "disclosure_unread"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct import_raw raw = clean();
                struct import_draft d;

                raw.text[IMPORT_DISCLOSURE] = rows[i].text;
                raw.text[IMPORT_GROUND] = rows[i].ground;
                d = check(mem, &raw);
                assert_int_equal(d.disclosure, rows[i].d);
                assert_string_equal(import_flags_text(mem, &d), rows[i].flags);
                if (rows[i].kept)
                        assert_string_equal(d.ground, rows[i].kept);
                else
                        assert_null(d.ground);
        }
}

static void
lists_addresses_and_days(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct import_raw raw = clean();
        struct import_draft d;

        (void)state;
        raw.text[IMPORT_TITLE] = "  关于\n公开  的通知 ";
        raw.text[IMPORT_FILES] = "a/1.pdf; b.docx；../c";
        raw.text[IMPORT_CHANNELS] = "政府网站 wechat、报刊";
        raw.text[IMPORT_OLD_URL] = "https://old.example/%E5%85%AC%e5%bc%80/b.html?id=%31#top";
        raw.text[IMPORT_VALIDITY] = "废止时间: 2020-01-23";
        raw.text[IMPORT_EFFECTIVE_DATE] = "2019-03-01";
        raw.text[IMPORT_EXPIRES_DATE] = "2024年2月29日";
        raw.text[IMPORT_BODY] = "# 一\n正文";
        d = check(mem, &raw);
        assert_string_equal(d.title, "关于 公开 的通知");
        assert_int_equal(d.n_files, 2);
        assert_string_equal(d.files[1], "b.docx");
        assert_int_equal(d.n_channels, 3);
        assert_string_equal(d.channels[2], "报刊");
        assert_string_equal(d.old_address, "/公开/b.html?id=%31");
        assert_int_equal(d.validity.repealed_on.n, day_ymd(2020, 1, 23).n);
        assert_int_equal(d.validity.effective_on.n, day_ymd(2019, 3, 1).n);
        assert_int_equal(d.validity.expires_on.n, day_ymd(2024, 2, 29).n);
        assert_string_equal(d.summary, "正文");
        assert_string_equal(import_flags_text(mem, &d), "file_refused");
}

static void
bodies(void **state)
{
        static const char good[] =
            "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{"
            "\"type\":\"text\",\"text\":\"正文\"}]}]}";
        static const char bad[] =
            "{\"type\":\"doc\",\"content\":[{\"type\":\"video\",\"content\":[{"
            "\"type\":\"text\",\"text\":\"还在\"}]}]}";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct import_raw raw = clean();
        struct import_draft d;
        struct json *j;
        char *large;

        (void)state;
        assert_int_equal(json_read(mem, good, sizeof(good) - 1, &p, &j), 0);
        raw.body = j;
        d = check(mem, &raw);
        assert_string_equal(body_text(mem, d.body), "正文");
        assert_string_equal(import_flags_text(mem, &d), "");
        assert_int_equal(json_read(mem, bad, sizeof(bad) - 1, &p, &j), 0);
        raw.body = j;
        d = check(mem, &raw);
        assert_string_equal(body_text(mem, d.body), "还在");
        assert_string_equal(import_flags_text(mem, &d), "body_unread");
        raw.body = NULL;
        large = mem_array(mem, char, BODY_BYTES_MAX + 2);
        memset(large, 'x', BODY_BYTES_MAX + 1);
        raw.text[IMPORT_BODY] = large;
        assert_int_equal(import_check(mem, &raw, day_ymd(2026, 1, 5), 7, &p, &d), 1);
        assert_int_equal(p.list[0].line, 7);
        assert_string_equal(p.list[0].field, "body");
}

static void
without_a_title_it_is_refused(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct import_raw raw = clean();
        struct import_draft d;
        enum import_key k;

        (void)state;
        raw.text[IMPORT_TITLE] = " 　\n";
        assert_int_equal(import_check(mem, &raw, day_ymd(2026, 1, 5), 9, &p, &d), 1);
        assert_int_equal(p.list[0].line, 9);
        assert_string_equal(p.list[0].field, "title");
        for (int i = 0; i < N_IMPORT_KEYS; i++) {
                assert_true(import_key_of(import_key_name((enum import_key)i), &k));
                assert_int_equal(k, i);
        }
        assert_false(import_key_of("no such key", &k));
}

static void
flags_have_a_ceiling(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct import_draft d = {0};

        (void)state;
        for (int i = 0; i < 100; i++)
                import_flag(mem, &d, mem_printf(mem, "f%d", i / 2));
        assert_int_equal(d.n_flags, 50);
        for (int i = 0; i < 100; i++)
                import_flag(mem, &d, mem_printf(mem, "g%d", i));
        assert_int_equal(d.n_flags, 64);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_clean_record_has_no_flags),
            cmocka_unit_test(what_is_odd_is_flagged),
            cmocka_unit_test(an_unlikely_day_does_not_sort),
            cmocka_unit_test(published_minutes_before_written),
            cmocka_unit_test(disclosure_is_never_guessed),
            cmocka_unit_test(lists_addresses_and_days),
            cmocka_unit_test(bodies),
            cmocka_unit_test(without_a_title_it_is_refused),
            cmocka_unit_test(flags_have_a_ceiling),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
