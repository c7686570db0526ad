#include "cm.h"

#include "search/query.h"
#include "search/snippet.h"
#include "search/token.h"

struct said {
        struct buf b;
};

static int
say(void *arg, bool beside, const char *token, size_t n, size_t start, size_t end)
{
        struct said *s = arg;

        if (s->b.len)
                buf_char(&s->b, ' ');
        if (beside)
                buf_char(&s->b, '+');
        buf_put(&s->b, token, n);
        buf_printf(&s->b, "@%zu-%zu", start, end);
        return 0;
}

static const char *
tokens(TALLOC_CTX *mem, const char *text, enum token_mode mode)
{
        struct said s = {buf_new(mem, KiB(64))};

        assert_int_equal(token_each(text, strlen(text), mode, say, &s), 0);
        return buf_text(&s.b);
}

static void
text_becomes_pairs_words_and_numbers(void **state)
{
        static const struct {
                const char *text, *document, *query;
        } rows[] = {
            {"", "", ""},
            {"，。 !", "", ""},
            {"水", "水@0-3", "水@0-3"},
            {"公开", "公开@0-6 开@3-6", "公开@0-6"},
            {"信息公开", "信息@0-6 息公@3-9 公开@6-12 开@9-12", "信息@0-6 息公@3-9 公开@6-12"},
            {"信息，公开", "信息@0-6 息@3-6 公开@9-15 开@12-15", "信息@0-6 息@3-6 公开@9-15"},
            {"資訊", "资讯@0-6 讯@3-6", "资讯@0-6"},
            {"12号", "12@0-2 号@2-5 +\002号@2-5", "12@0-2 \002号@2-5"},
            {"号12号", "号@0-3 12@3-5 号@5-8 +\002号@5-8", "号@0-3 12@3-5 \002号@5-8"},
            {"12号a", "12@0-2 号@2-5 +\002号@2-5 a@5-6", "12@0-2 号@2-5 a@5-6"},
            {"12号文", "12@0-2 号文@2-8 +\002号@2-5 文@5-8", "12@0-2 号文@2-8"},
            {"第12号文件", "第@0-3 12@3-5 号文@5-11 +\002号@5-8 文件@8-14 件@11-14",
             "第@0-3 12@3-5 号文@5-11 文件@8-14"},
            {"ＧＢ/T 9704", "gb@0-6 t@7-8 9704@9-13", "gb@0-6 t@7-8 9704@9-13"},
            {"Covid19", "covid@0-5 19@5-7", "covid@0-5 19@5-7"},
            {"\001a12 \001z", "\001a12@0-4 \001z@5-7", "\001a12@0-4 \001z@5-7"},
            {"a\xff"
             "b",
             "a@0-1 b@2-3", "a@0-1 b@2-3"},
            {"公\xe5\xbc", "公@0-3", "公@0-3"}, /* cut in the middle of a character */
            {"𠀀字", "𠀀字@0-7 字@4-7", "𠀀字@0-7"},
            {"二〇一九", "二〇@0-6 〇一@3-9 一九@6-12 九@9-12", "二〇@0-6 〇一@3-9 一九@6-12"},
        };
        TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                assert_string_equal(tokens(mem, rows[i].text, TOKEN_DOCUMENT), rows[i].document);
                assert_string_equal(tokens(mem, rows[i].text, TOKEN_QUERY), rows[i].query);
        }
        talloc_free(mem);
}

static void
what_a_visitor_types_becomes_words(void **state)
{
        static const struct {
                const char *text, *match;
        } rows[] = {
            {"", "(\"\001z\")"},
            {"信息公开", "((\"信息公开\"))"},
            {"  信息　公开 ", "((\"信息\") AND (\"公开\"))"},
            {"教育、卫生，信息", "((\"教育\") AND (\"卫生\") AND (\"信息\"))"},
            {"\"信息 公开\"", "((\"信息 公开\"))"},
            {"“信息公开”指南", "((\"信息公开\") AND (\"指南\"))"},
            {"指南 -年报", "((\"指南\")) NOT ((\"年报\"))"},
            {"-年报 -指南", "(\"\001z\") NOT ((\"年报\") OR (\"指南\"))"},
            {"标题：低保 title:救助", "({title} : (\"低保\") AND {title} : (\"救助\"))"},
            {"水", "((\"水\" *))"},
            {"2019年", "((\"2019 年\"))"},
            {"（修）订", "((\"修 订\" *))"},
            {"水 水 水", "((\"水\" *))"},
            {"資訊", "((\"资讯\"))"},
            {"\" OR title:* NEAR(", "((\"or title near\"))"},
            {"a\" OR \"b", "((\"a\") AND (\"or\") AND (\"b\"))"},
            {"title:", "((\"title\"))"},
            {"-", "(\"\001z\")"},
            {"\001a1", "((\"a 1\"))"},
        };
        TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct query q;

                query_parse(mem, rows[i].text, &q);
                assert_string_equal(query_match(mem, &q, NULL, 0, NULL), rows[i].match);
        }
        talloc_free(mem);
}

static void
a_document_number_is_one_word_in_every_way_of_writing(void **state)
{
        static const char *const rows[] = {
            "吉政发〔2019〕12号",       "吉政发[2019]12号",     "吉政发(2019)12号",
            "吉政发（2019）12号",       "吉政发【2019】12号",   "吉政发 〔2019〕 12 号",
            "吉政發〔２０１９〕１２號", "吉政发 [ 2019 ] 12号", "吉政发［2019］12号",
        };
        static const char *const with[] = {"吉政发〔2019〕第12号", "吉政发 (2019) 第 12 號"};
        TALLOC_CTX *mem = mem_root();
        struct query q;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                query_parse(mem, rows[i], &q);
                assert_int_equal(q.n, 1);
                assert_string_equal(q.words[0].text, "吉政发 2019 12 号");
                assert_string_equal(q.words[0].other, "吉政发 2019 第 12 号");
        }
        for (size_t i = 0; i < N(with); i++) {
                query_parse(mem, with[i], &q);
                assert_int_equal(q.n, 1);
                assert_string_equal(q.words[0].text, "吉政发 2019 第 12 号");
                assert_string_equal(q.words[0].other, "吉政发 2019 12 号");
        }
        query_parse(mem, "转发 关于〔2019〕12号 的 通知", &q);
        assert_int_equal(q.n, 4);
        talloc_free(mem);
}

static void
a_huge_question_is_cut_and_says_so(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct buf b = buf_new(mem, MiB(1));
        struct query q;

        (void)state;
        for (int i = 0; i < 20000; i++)
                buf_printf(&b, "词%d ", i);
        query_parse(mem, buf_text(&b), &q);
        assert_true(q.is_cut);
        assert_int_equal(q.n, QUERY_WORDS);
        query_parse(mem, "一 二", &q);
        assert_false(q.is_cut);
        talloc_free(mem);
}

static const char *
marked(TALLOC_CTX *mem, const struct search_part *parts, size_t n)
{
        struct buf b = buf_new(mem, KiB(64));

        for (size_t i = 0; i < n; i++)
                buf_printf(&b, parts[i].hit ? "[%s]" : "%s", parts[i].text);
        return buf_text(&b);
}

static void
marks_stand_exactly_on_the_words(void **state)
{
        static const struct {
                const char *query, *text, *marked;
        } rows[] = {
            {"公开", "政府信息公开", "政府信息[公开]"},
            {"公开 信息公", "政府信息公开条例", "政府[信息公开]条例"},
            {"公", "公开公示", "[公]开[公]示"},
            {"资讯", "資訊公開", "[資訊]公開"},
            {"年", "2019年度和今年", "2019[年]度和今[年]"},
            {"2019年", "自2019年度起，2019 年", "自[2019年]度起，[2019 年]"},
            {"gb", "按ＧＢ/T 9704，不按GBK", "按[ＧＢ]/T 9704，不按GBK"},
            {"12", "12号，2012年，12.5", "[12]号，2012年，[12].5"},
            {"吉政发(2019)12号", "依吉政发〔2019〕第12号文", "依[吉政发〔2019〕第12号]文"},
            {"的的", "的的的", "[的的的]"},
            {"-公开 信息", "信息公开", "[信息]公开"},
            {"没有", "信息公开", "信息公开"},
            {"一<b>", "<b>一</b>", "<b>[一</b]>"}, /* the phrase 一 b, breaks are all the same */
            {"公开", "公 开\n公开", "公 开 [公开]"},
        };
        TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                const struct search_part *parts;
                struct query q;
                size_t n;

                query_parse(mem, rows[i].query, &q);
                snippet_whole(mem, snippet_new(mem, &q), rows[i].text, &parts, &n);
                assert_string_equal(marked(mem, parts, n), rows[i].marked);
        }
        talloc_free(mem);
}

static void
a_passage_shows_the_words_and_stays_utf8(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct buf b = buf_new(mem, MiB(1));
        const struct search_part *parts;
        struct query q;
        const char *s;
        size_t n, n_hits;

        (void)state;
        for (int i = 0; i < 300; i++)
                buf_str(&b, "为进一步规范工作流程，各单位应当按时报送材料");
        buf_str(&b, "。城市低保标准提高。");
        for (int i = 0; i < 300; i++)
                buf_str(&b, "有关情况及时报告");
        query_parse(mem, "低保 标准", &q);
        snippet_passage(mem, snippet_new(mem, &q), buf_text(&b), &parts, &n, &n_hits);
        s = marked(mem, parts, n);
        assert_int_equal(n_hits, 1); /* the two stand side by side */
        assert_non_null(strstr(s, "…城市[低保标准]提高。"));
        assert_true(text_valid(s, strlen(s)));
        query_parse(mem, "没有", &q);
        for (size_t cut = 1; cut < 12; cut++) {
                const char *text =
                    mem_printf(mem, "%.*s%s", (int)cut, "abcdefghijkl", buf_text(&b));

                snippet_passage(mem, snippet_new(mem, &q), text, &parts, &n, &n_hits);
                s = marked(mem, parts, n);
                assert_int_equal(n_hits, 0);
                assert_true(text_valid(s, strlen(s)));
        }
        talloc_free(mem);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(text_becomes_pairs_words_and_numbers),
            cmocka_unit_test(what_a_visitor_types_becomes_words),
            cmocka_unit_test(a_document_number_is_one_word_in_every_way_of_writing),
            cmocka_unit_test(a_huge_question_is_cut_and_says_so),
            cmocka_unit_test(marks_stand_exactly_on_the_words),
            cmocka_unit_test(a_passage_shows_the_words_and_stays_utf8),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
