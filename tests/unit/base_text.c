#include "cm.h"

#include "base/text.h"

static void
malformed_sequences_are_found(void **state)
{
        static const struct {
                const char *s;
                size_t n, at;
        } rows[] = {
            {"", 0, 0},
            {"plain ascii of some length", 26, 26},
            {"中华人民共和国", 21, 21},
            {"\xf0\xa0\x80\x80", 4, 4},  /* U+20000 */
            {"abc\x80", 4, 3},           /* a continuation alone */
            {"12345678\xc0\xaf", 10, 8}, /* overlong */
            {"\xe0\x80\xaf", 3, 0},      /* overlong */
            {"\xed\xa0\x80", 3, 0},      /* surrogate */
            {"\xf4\x90\x80\x80", 4, 0},  /* above U+10FFFF */
            {"\xf5\x80\x80\x80", 4, 0},  /* no such lead */
            {"中\xe4\xb8", 5, 3},        /* cut */
            {"\xf0\x80\x80\x80", 4, 0},  /* overlong */
            {"\xf0\xa0\x80", 3, 0},      /* cut */
            {"\xc3", 1, 0},              /* cut */
            {"\xd6\xd0\xbb\xaa", 4, 0},  /* GB18030 */
            {"政府信息公开abcdefgh\xff", 27, 26},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(text_first_bad(rows[i].s, rows[i].n), rows[i].at);
}

static void
every_code_point_reads_back(void **state)
{
        (void)state;
        for (uint32_t c = 1; c <= 0x10ffff; c++) {
                char s[4];
                uint32_t back = 0;
                size_t n;

                if (c >= 0xd800 && c < 0xe000)
                        continue;
                n = text_encode(c, s);
                assert_int_equal(text_decode(s, n, &back), n);
                assert_int_equal(back, c);
                if (n > 1)
                        assert_int_equal(text_decode(s, n - 1, &back), 0);
        }
}

static void
folding(void **state)
{
        static const struct {
                const char *from, *to;
        } rows[] = {
            {"", ""},
            {"ＡＢＣ abc ＸＹＺ１２３", "abc abc xyz123"},
            {"國務院辦公廳", "国务院办公厅"},
            {"臺灣於著乾", "台湾于著干"},
            {"[2019]12號", "〔2019〕12号"},
            {"【2019】（12）(3)﹝4﹞［5］", "〔2019〕〔12〕〔3〕〔4〕〔5〕"},
            {"政府　信息", "政府 信息"},
            {"\xef\xa4\x80", "岂"}, /* U+F900, a compatibility form of 豈 */
            {"①²", "12"},
            {"双随机", "双随机"},
            {"\xf0\xa0\x80\x80", "\xf0\xa0\x80\x80"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_string_equal(text_folded(mem, rows[i].from), rows[i].to);
}

/* Search and document folds must agree whatever was folded before. */
static void
folding_twice_is_folding_once(void **state)
{
        (void)state;
        for (uint32_t c = 0; c <= 0x10ffff; c++) {
                uint32_t once = text_fold(c);

                assert_int_equal(text_fold(once), once);
                assert_true(c == 0 || once != 0);
                assert_false(once >= 0xd800 && once < 0xe000 && c != once);
        }
        assert_int_equal(text_fold(0xffffffff), 0xffffffff);
}

static void
trimming_and_cutting(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        assert_string_equal(text_trim(mem, " \t\xe3\x80\x80 公开　信息 \xc2\xa0\r\n\xef\xbb\xbf"),
                            "公开　信息");
        assert_string_equal(text_trim(mem, " \xe3\x80\x80 "), "");
        assert_string_equal(text_trim(mem, ""), "");
        assert_string_equal(text_cut(mem, "公开信息", 2), "公开…");
        assert_string_equal(text_cut(mem, "公开信息", 4), "公开信息");
        assert_string_equal(text_cut(mem, "", 0), "");
        assert_int_equal(text_length("公开ab"), 4);
        assert_true(text_is_han(0x4e00) && text_is_han(0x3007) && text_is_han(0x20000));
        assert_false(text_is_han('a') || text_is_han(0x3001));
}

static void
composed_form(void **state)
{
        static const struct {
                const char *from, *to;
        } rows[] = {
            {"公开信息 2019", "公开信息 2019"},
            {"e\xcc\x81", "\xc3\xa9"},
            {"\xef\xa4\x80", "豈"},
            {"か\xe3\x82\x99", "が"},
            {"", ""},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *out;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                assert_int_equal(text_nfc(mem, rows[i].from, &out), 0);
                assert_string_equal(out, rows[i].to);
        }
}

static void
scripts_and_encodings(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *out;

        (void)state;
        assert_int_equal(text_to_hant(mem, "发展头发", &out), 0);
        assert_string_equal(out, "發展頭髮");
        assert_int_equal(text_to_hans(mem, "政府資訊公開", &out), 0);
        assert_string_equal(out, "政府资讯公开");
        assert_int_equal(text_from_gb18030(mem, "\xd5\xfe\xb8\xae,1", 6, &out), 0);
        assert_string_equal(out, "政府,1");
        assert_int_equal(text_from_gb18030(mem, "\xff\xff\x00\x01", 4, &out), 1);
        assert_int_equal(text_from_gb18030(mem, "a\0b", 3, &out), 1);
}

static void
units_stand_in_the_order_of_pinyin(void **state)
{
        static const char *const rows[] = {"安监局", "财政局", "发改委",    "公安局",
                                           "卫健委", "住建局", "自然资源局"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *last = "", *key;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                assert_int_equal(text_pinyin_key(mem, rows[i], &key), 0);
                assert_true(strcmp(last, key) < 0);
                last = key;
        }
}

static void
numerals(void **state)
{
        static const struct {
                const char *s;
                size_t n;
                int64_t value;
        } rows[] = {
            {"2019年", 4, 2019},
            {"２０１９年", 12, 2019},
            {"二〇一九年", 12, 2019},
            {"二○一一年", 12, 2011},
            {"二О一一年", 11, 2011}, /* Cyrillic */
            {"二O一一年", 10, 2011},
            {"二〇二0", 10, 2020},
            {"一九九八", 12, 1998},
            {"十", 3, 10},
            {"十二号", 6, 12},
            {"二十八日", 9, 28},
            {"廿三", 6, 23},
            {"卅一", 6, 31},
            {"一百零五", 12, 105},
            {"一百二十", 12, 120},
            {"三千零六", 12, 3006},
            {"两万五千", 12, 25000},
            {"一亿二千三百万零五十", 30, 123000050},
            {"壹佰贰拾叁", 15, 123},
            {"一万亿", 9, 1000000000000},
            {"五", 3, 5},
            {"〇七", 6, 7},
            {"零", 3, 0},
            {"1000000000000000", 16, 1000000000000000},
            {"1000000000000001", 0, 0},
            {"九九九九九九九九九九九九九九九九九", 0, 0},
            {"万", 0, 0},
            {"亿", 0, 0},
            {"号", 0, 0},
            {"O", 0, 0},
            {"", 0, 0},
            {"abc", 0, 0},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                int64_t v = 0;

                assert_int_equal(text_number(rows[i].s, &v), rows[i].n);
                assert_int_equal(v, rows[i].value);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(malformed_sequences_are_found),
            cmocka_unit_test(every_code_point_reads_back),
            cmocka_unit_test(folding),
            cmocka_unit_test(folding_twice_is_folding_once),
            cmocka_unit_test(trimming_and_cutting),
            cmocka_unit_test(composed_form),
            cmocka_unit_test(scripts_and_encodings),
            cmocka_unit_test(units_stand_in_the_order_of_pinyin),
            cmocka_unit_test(numerals),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
