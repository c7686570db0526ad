#include "cm.h"

#include "domain/item/date.h"
#include "domain/item/disclosure.h"
#include "domain/item/docno.h"
#include "domain/item/indexno.h"
#include "domain/item/sense.h"
#include "domain/item/validity.h"

static void /* GB/T 9704-2012 7.2.5 */
document_numbers(void **state)
{
        static const struct {
                const char *from, *text;
                unsigned flags;
        } rows[] = {
            {"国办发〔2019〕12号", "国办发〔2019〕12号", 0},
            {" 国办发〔2019〕12号\n", "国办发〔2019〕12号", 0},
            {"国办发明电[2019]3号", "国办发明电〔2019〕3号", DOCNO_BRACKETS},
            {"国办发【2019】12号", "国办发〔2019〕12号", DOCNO_BRACKETS},
            {"国办发（2019）12号", "国办发〔2019〕12号", DOCNO_BRACKETS},
            {"国办发(2019)12号", "国办发〔2019〕12号", DOCNO_BRACKETS},
            {"国办发﹝2019﹞12号", "国办发〔2019〕12号", DOCNO_BRACKETS},
            {"国办发［２０１９］１２号", "国办发〔2019〕12号", DOCNO_BRACKETS | DOCNO_WIDE},
            {"國辦發〔2019〕12號", "国办发〔2019〕12号", DOCNO_TRADITIONAL},
            {"周政〔2011〕53號", "周政〔2011〕53号", DOCNO_TRADITIONAL},
            {"国办发〔2019〕第12号", "国办发〔2019〕12号", DOCNO_ORDINAL},
            {"国办发〔2019年〕12号", "国办发〔2019〕12号", 0},
            {"国办发 〔2019〕 12 号", "国办发〔2019〕12号", DOCNO_SPACES},
            {"国办发〔2019〕012号", "国办发〔2019〕12号", DOCNO_LEADING_ZERO},
            {"国办发〔2019〕12", "国办发〔2019〕12号", DOCNO_NO_HAO},
            {"国办发〔二〇一九〕十二号", "国办发〔2019〕12号", DOCNO_CHINESE_NUMERAL},
            {"文号：国办发〔2019〕12号", "国办发〔2019〕12号", 0},
            {"广朝府复决字〔2024〕4号", "广朝府复决字〔2024〕4号", 0},
            {"苏教办〔2014146号", "苏教办〔2014〕146号", DOCNO_BRACKET_LOST},
            {"苏教办2014〕146号", "苏教办〔2014〕146号", DOCNO_BRACKET_LOST},
            {"苏教办2014-146号", "苏教办〔2014〕146号", DOCNO_BRACKET_LOST},
            {"苏教办2014第146号", "苏教办〔2014〕146号", DOCNO_BRACKET_LOST | DOCNO_ORDINAL},
            {"苏教办2014146号", "苏教办〔2014〕146号", DOCNO_BRACKET_LOST},
            {"苏教办20140146号", "苏教办〔2014〕146号", DOCNO_BRACKET_LOST | DOCNO_LEADING_ZERO},
            {"〔2019〕12号", "〔2019〕12号", DOCNO_NO_MARK},
            {"国办发〔1919〕12号", "国办发〔1919〕12号", DOCNO_YEAR_ODD},
            {"国办发〔2019〕12-1号", "国办发〔2019〕12-1号", DOCNO_SUFFIX},
            {"国办发〔2019〕12号之一", "国办发〔2019〕12号之一", DOCNO_SUFFIX},
            {"（京）国土〔2019〕12号", "（京）国土〔2019〕12号", 0},
            {"国办发〔2019 12号", "国办发〔2019〕12号", DOCNO_BRACKET_LOST | DOCNO_SPACES},
            {"国办发〔2019年12号", "国办发〔2019〕12号", DOCNO_BRACKET_LOST},
            {"国办发〔2019年〕", "国办发〔2019年〕", DOCNO_UNREAD},
            {"苏教办〔20140146号", "苏教办〔2014〕146号", DOCNO_BRACKET_LOST | DOCNO_LEADING_ZERO},
            {"苏教办〔12345号", "苏教办〔12345号", DOCNO_UNREAD},
            {"ＳＨ府办〔2019〕1号", "SH府办〔2019〕1号", DOCNO_WIDE},
            {"国务院令第711号", "国务院令第711号", 0},
            {"中华人民共和国国务院令（第711号）", "中华人民共和国国务院令（第711号）",
             DOCNO_SUFFIX},
            {"国家税务总局公告2020年第5号", "国家税务总局公告2020年第5号", 0},
            {"HFGS—2017—9", "HFGS—2017—9", DOCNO_UNREAD},
            {"国办发", "国办发", DOCNO_UNREAD},
            {"公告2019年", "公告2019年", DOCNO_UNREAD},
            {"苏教办2199146号", "苏教办2199146号", DOCNO_UNREAD},
            {"文", "文", DOCNO_UNREAD},
            {"国办发〔2019〕十二 1919号", "国办发〔2019〕十二 1919号", DOCNO_UNREAD},
            {"￥发〔2019〕1号", "￥发〔2019〕1号", 0},
            {"国办发〔一百万二〕1号", "国办发〔一百万二〕1号", DOCNO_UNREAD},
            {"国办发〔二千零一十九〕1号", "国办发〔二千零一十九〕1号", DOCNO_UNREAD},
            {"无文号", "", DOCNO_SAID_NONE},
            {"无", "", DOCNO_SAID_NONE},
            {"None", "", DOCNO_SAID_NONE},
            {"——", "", DOCNO_SAID_NONE},
            {"", "", 0},
            {"　", "", 0},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct docno d = docno_read(mem, rows[i].from), again;

                assert_string_equal(d.text, rows[i].text);
                assert_int_equal(d.flags, rows[i].flags);
                /* What was made canonical stays as it is and has the same key. */
                again = docno_read(mem, d.text);
                assert_string_equal(again.text, d.text);
                assert_string_equal(again.key, d.key);
        }
}

static void
document_numbers_find_each_other(void **state)
{
        static const char *const same[] = {
            "国办发〔2019〕12号",   "国办发[2019]12号",           "國辦發【2019】12號",
            "国办发（2019）第12号", "国办发 〔２０１９〕 012 号", "国办发2019〕12号",
            "国办发〔2019〕12",
        };
        static const char *const others[] = {"国办发〔2019〕121号", "国办函〔2019〕12号",
                                             "国办发〔2018〕12号", "国办发〔2019〕12-1号",
                                             "国办发〔2019〕12号之一"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *key = docno_read(mem, same[0]).key;
        struct docno d = docno_read(mem, "国务院令第711号");

        (void)state;
        for (size_t i = 0; i < N(same); i++)
                assert_string_equal(docno_read(mem, same[i]).key, key);
        for (size_t i = 0; i < N(others); i++)
                assert_string_not_equal(docno_read(mem, others[i]).key, key);
        assert_int_equal(d.form, DOCNO_ORDER);
        assert_int_equal(d.number, 711);
        assert_int_equal(d.year, 0);
        assert_string_equal(d.mark, "国务院令");
        assert_int_equal(docno_read(mem, "公告2020年第5号").form, DOCNO_YEARLY);
}

static void
what_is_too_long_is_kept(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf b = buf_new(mem, KiB(4));

        (void)state;
        for (int i = 0; i < 201; i++)
                buf_str(&b, "发");
        assert_string_equal(docno_read(mem, buf_text(&b)).text, buf_text(&b));
        assert_int_equal(docno_read(mem, buf_text(&b)).flags, DOCNO_UNREAD);
        assert_int_equal(
            docno_read(mem, "政发〔2019〕12号文件所附的各项规定与本通知不一致的以本通知为准执行")
                .flags,
            DOCNO_UNREAD);
        for (unsigned f = DOCNO_SAID_NONE; f <= DOCNO_UNREAD; f <<= 1) {
                assert_true(docno_flag_code(f)[0] && docno_flag_label(f)[0]);
        }
        assert_int_equal(docno_read(mem, "国办发\xff〔2019〕12号").flags, DOCNO_UNREAD);
        assert_string_equal(docno_flag_code(0), "");
        assert_string_equal(docno_flag_label(0), "");
}

static void
index_numbers_by_rule(void **state)
{
        static const struct {
                const char *rule;
                bool good;
                const char *made;
        } rows[] = {
            {INDEXNO_RULE_DEFAULT, true, "000014349/2017-00110"},
            {"{code}-{year}-{serial6}", true, "000014349-2017-000110"},
            {"{year}/{code}.{serial1}", true, "2017/000014349.110"},
            {"{code}{year}-{serial5}", false, NULL},
            {"{code}/{serial5}", false, NULL},
            {"{code}/{year}-{serial0}", false, NULL},
            {"{code}/{year}-{serial5}-{year}", false, NULL},
            {"{code}/{year}-{serial5} ", false, NULL},
            {"{code}/{year}", false, NULL},
            {"", false, NULL},
            {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{code}/{year}-{serial5}", false,
             NULL},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct indexno_rule rule;

                assert_int_equal(indexno_rule_read(rows[i].rule, &rule), rows[i].good);
                if (rows[i].good)
                        assert_string_equal(indexno_make(mem, &rule, "000014349", 2017, 110),
                                            rows[i].made);
        }
}

static void
index_numbers_of_others(void **state)
{
        static const struct {
                const char *text, *code;
                int year, month;
                int64_t serial;
                unsigned flags;
        } rows[] = {
            {"000014349/2017-00110", "000014349", 2017, 0, 110, 0},
            {"11441700007280420Y/2021-00050", "11441700007280420Y", 2021, 0, 50, 0},
            {"yishuixwsj2251670/2021-0000073", "yishuixwsj2251670", 2021, 0, 73, 0},
            {"0142768-8/2022-00185", "0142768-8", 2022, 0, 185, 0},
            {"003129766/201901-00336", "003129766", 2019, 1, 336, INDEXNO_MONTH},
            {"01527918X-2020-153077", "01527918X", 2020, 0, 153077, INDEXNO_SEPARATOR},
            {"HFGS—2017—9", "HFGS", 2017, 0, 9, INDEXNO_SEPARATOR},
            {"/2021-None", "", 2021, 0, 0, INDEXNO_NO_CODE | INDEXNO_NO_SERIAL},
            {"shg35/2025-693", "shg35", 2025, 0, 693, 0},
            {"shg35／２０２５－693", "shg35", 2025, 0, 693, INDEXNO_SEPARATOR},
            {"shg35/2025", "shg35", 2025, 0, 0, INDEXNO_NO_SERIAL},
            {"shg35/1234-1", "shg35", 1234, 0, 1, INDEXNO_YEAR_ODD},
            {"shg35/201913-1", "shg35", 2019, 13, 1, INDEXNO_MONTH | INDEXNO_YEAR_ODD},
            {"shg35/abc", "shg35", 0, 0, 0, INDEXNO_NO_YEAR},
            {"abc", "", 0, 0, 0, INDEXNO_SEPARATOR | INDEXNO_UNREAD},
            {"a-1", "", 0, 0, 0, INDEXNO_SEPARATOR | INDEXNO_UNREAD},
            {"\xff", "", 0, 0, 0, INDEXNO_UNREAD},
            {"", "", 0, 0, 0, 0},
            {" ", "", 0, 0, 0, 0},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct indexno x = indexno_read(mem, rows[i].text);

                assert_string_equal(x.code, rows[i].code);
                assert_int_equal(x.year, rows[i].year);
                assert_int_equal(x.month, rows[i].month);
                assert_int_equal(x.serial, rows[i].serial);
                assert_int_equal(x.flags, rows[i].flags);
        }
        for (unsigned f = INDEXNO_NO_CODE; f <= INDEXNO_UNREAD; f <<= 1)
                assert_true(indexno_flag_code(f)[0] && indexno_flag_label(f)[0]);
        assert_string_equal(indexno_flag_code(0), "");
        assert_string_equal(indexno_flag_label(0), "");
}

static void
dates(void **state)
{
        static const struct {
                const char *text, *day;
                int minute;
                unsigned flags;
        } rows[] = {
            {"2019-01-27", "2019-01-27", -1, 0},
            {"2024年04月06日 16:40", "2024-04-06", 1000, 0},
            {"2024年4月6日16时40分", "2024-04-06", 1000, 0},
            {"2020-10-10 19:48:26", "2020-10-10", 1188, 0},
            {"2020-10-10T19:48:26.5+08:00", "2020-10-10", 1188, 0},
            {"2020-10-10T19:48:26Z", "2020-10-11", 228, 0},
            {"2020-12-31T16:00:00.000Z", "2021-01-01", 0, 0},
            {"2020-01-01T00:30:00+09:00", "2019-12-31", 1410, 0},
            {"2020-01-01T00:30:00+0530", "2020-01-01", 180, 0},
            {"2020-01-01T20:00:00-05:00", "2020-01-02", 540, 0},
            {"2020-01-01 10:00-12:00", "2020-01-01", 600, 0},
            {"2020-01-01T10:00+15:00", "2020-01-01", 600, 0},
            {"2020-01-01T25:00Z", "2020-01-01", -1, DATE_BAD_TIME},
            {"2020-01-01T10:00+0990", "2020-01-01", 600, 0},
            {"2020-01-01T10:00+9", "", -1, DATE_UNREAD},
            {"2020-01-01T10:00+09", "", -1, DATE_UNREAD},
            {"2020-01-01T10:00-1200", "", -1, DATE_UNREAD},
            {"2011.2.21", "2011-02-21", -1, 0},
            {"2011/2/21", "2011-02-21", -1, 0},
            {"20110221", "2011-02-21", -1, 0},
            {"２０１１年２月２１日", "2011-02-21", -1, 0},
            {"2011 年 2 月 21 日", "2011-02-21", -1, 0},
            {"二〇一一年七月二十八日", "2011-07-28", -1, DATE_NUMERALS},
            {"二○一一年七月二十八日", "2011-07-28", -1, DATE_NUMERALS | DATE_LETTER_ZERO},
            {"二О一一年七月二十八日", "2011-07-28", -1, DATE_NUMERALS | DATE_LETTER_ZERO},
            {"二O一一年十月十日", "2011-10-10", -1, DATE_NUMERALS | DATE_LETTER_ZERO},
            {"2019-02-30", "", -1, DATE_IMPOSSIBLE},
            {"2019年13月1日", "", -1, DATE_IMPOSSIBLE},
            {"20191301", "", -1, DATE_IMPOSSIBLE},
            {"2019年5月", "", -1, DATE_PARTIAL},
            {"2019年", "", -1, DATE_PARTIAL},
            {"2019-05", "", -1, DATE_PARTIAL},
            {"2019-05-", "", -1, DATE_UNREAD},
            {"2019年5月x", "", -1, DATE_PARTIAL | DATE_UNREAD},
            {"2019-13", "", -1, DATE_UNREAD},
            {"2019年5-6", "", -1, DATE_UNREAD},
            {"2019", "", -1, DATE_UNREAD},
            {"2019-x", "", -1, DATE_UNREAD},
            {"20191月1日", "", -1, DATE_UNREAD},
            {"19年1月1日", "", -1, DATE_UNREAD},
            {"昨天", "", -1, DATE_UNREAD},
            {"\xc2\xa0"
             "2019-01-27",
             "2019-01-27", -1, 0},
            {"2019-01-27 和别的", "", -1, DATE_UNREAD},
            {"2019-01-27 25:00", "2019-01-27", -1, DATE_BAD_TIME},
            {"2019-01-27 09", "2019-01-27", 540, 0},
            {"2019-01-27 99", "", -1, DATE_UNREAD},
            {"", "", -1, DATE_EMPTY},
            {"　 ", "", -1, DATE_EMPTY},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct date d = date_read(rows[i].text);
                char text[DAY_TEXT_SIZE];

                assert_string_equal(day_text(d.day, text), rows[i].day);
                assert_int_equal(d.minute, rows[i].minute);
                assert_int_equal(d.flags, rows[i].flags);
        }
}

static void
dates_inside_texts(void **state)
{
        static const struct {
                const char *text, *day;
        } rows[] = {
            {"废止时间: 2020-01-23", "2020-01-23"},
            {"自2019年5月15日起施行。", "2019-05-15"},
            {"第12019年1月1日", ""},
            {"没有日期", ""},
        };
        struct date d = date_read("2020-01-23 08:30");
        char text[INSTANT_TEXT_SIZE];

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                char day[DAY_TEXT_SIZE];

                assert_string_equal(day_text(date_find(rows[i].text).day, day), rows[i].day);
        }
        assert_string_equal(instant_text(date_instant(&d), text), "2020-01-23 08:30");
        d = date_read("2020-01-23");
        assert_string_equal(instant_text(date_instant(&d), text), "2020-01-23 00:00");
        d = date_read("");
        assert_true(instant_is_none(date_instant(&d)));
}

/* What later documents do to an earlier one. */
static void
validity_by_others(void **state)
{
        const struct day none = DAY_NONE, may = day_ymd(2024, 5, 1), june = day_ymd(2024, 6, 1),
                         july = day_ymd(2024, 7, 1);
        const struct {
                struct validity_facts own;
                struct validity_undoing by[2];
                size_t n;
                int counts;
                enum validity stated, in_june;
        } rows[] = {
            {VALIDITY_NOTHING, {{0}}, 0, VALIDITY_STANDS, VALIDITY_UNSTATED, VALIDITY_UNSTATED},
            {VALIDITY_NOTHING, {{true, may}}, 1, 0, VALIDITY_REPEALED, VALIDITY_REPEALED},
            {VALIDITY_NOTHING, {{true, july}}, 1, 0, VALIDITY_REPEALED, VALIDITY_VALID},
            {VALIDITY_NOTHING,
             {{true, july}, {true, may}},
             2,
             1,
             VALIDITY_REPEALED,
             VALIDITY_REPEALED},
            {VALIDITY_NOTHING, {{false, may}}, 1, 0, VALIDITY_AMENDED, VALIDITY_AMENDED},
            {VALIDITY_NOTHING,
             {{false, july}},
             1,
             VALIDITY_STANDS,
             VALIDITY_UNSTATED,
             VALIDITY_UNSTATED},
            {VALIDITY_NOTHING,
             {{false, may}, {false, june}},
             2,
             1,
             VALIDITY_AMENDED,
             VALIDITY_AMENDED},
            {VALIDITY_NOTHING,
             {{false, june}, {true, may}},
             2,
             1,
             VALIDITY_REPEALED,
             VALIDITY_REPEALED},
            {VALIDITY_NOTHING,
             {{true, may}, {false, june}},
             2,
             0,
             VALIDITY_REPEALED,
             VALIDITY_REPEALED},
            {{VALIDITY_REPEALED, none, none, may},
             {{true, june}},
             1,
             VALIDITY_STANDS,
             VALIDITY_REPEALED,
             VALIDITY_REPEALED},
            {{VALIDITY_REPEALED, none, none, july},
             {{true, may}},
             1,
             0,
             VALIDITY_REPEALED,
             VALIDITY_REPEALED},
            {{VALIDITY_REPEALED, none, none, none},
             {{true, may}},
             1,
             VALIDITY_STANDS,
             VALIDITY_REPEALED,
             VALIDITY_REPEALED},
            {{VALIDITY_LAPSED, none, none, none},
             {{false, may}},
             1,
             VALIDITY_STANDS,
             VALIDITY_LAPSED,
             VALIDITY_LAPSED},
            {{VALIDITY_VALID, may, july, none},
             {{false, may}},
             1,
             0,
             VALIDITY_AMENDED,
             VALIDITY_AMENDED},
            {{VALIDITY_REPEALED, none, none, none}, /* what is gone is not amended */
             {{false, may}},
             1,
             VALIDITY_STANDS,
             VALIDITY_REPEALED,
             VALIDITY_REPEALED},
            {{VALIDITY_VALID, may, july, none}, /* repealed twice: the earlier counts */
             {{true, may}, {true, june}},
             2,
             0,
             VALIDITY_REPEALED,
             VALIDITY_REPEALED},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                int by = -7;
                struct validity_facts f =
                    validity_undone(&rows[i].own, rows[i].by, rows[i].n, june, &by);

                assert_int_equal(by, rows[i].counts);
                assert_int_equal(f.stated, rows[i].stated);
                assert_int_equal(validity_on(&f, june), rows[i].in_june);
        }
}

static void
validity_as_written(void **state)
{
        static const struct {
                const char *text;
                enum validity stated;
                const char *effective, *expires, *repealed;
                unsigned flags;
        } rows[] = {
            {"", VALIDITY_UNSTATED, "", "", "", 0},
            {"有效", VALIDITY_VALID, "", "", "", 0},
            {"现行有效", VALIDITY_VALID, "", "", "", 0},
            {"是", VALIDITY_VALID, "", "", "", 0},
            {"失效", VALIDITY_LAPSED, "", "", "", 0},
            {"已废止", VALIDITY_REPEALED, "", "", "", 0},
            {"已修改", VALIDITY_AMENDED, "", "", "", 0},
            {"2020-01-23 修改", VALIDITY_AMENDED, "", "", "", 0},
            {"部分失效", VALIDITY_AMENDED, "", "", "", 0},
            {"无效", VALIDITY_LAPSED, "", "", "", 0},
            {"废止时间: 2020-01-23", VALIDITY_REPEALED, "", "", "2020-01-23", 0},
            {"失效时间: 2020-01-23", VALIDITY_LAPSED, "", "2020-01-22", "", 0},
            {"有效期至2025年12月31日", VALIDITY_VALID, "", "2025-12-31", "", 0},
            {"自2019年5月15日起施行", VALIDITY_VALID, "2019-05-15", "", "", 0},
            {"废止时间: 2020-02-31", VALIDITY_REPEALED, "", "", "", VALIDITY_BAD_DATE},
            {"lapsed", VALIDITY_LAPSED, "", "", "", 0},
            {"pending", VALIDITY_UNSTATED, "", "", "", VALIDITY_UNREAD},
            {"??", VALIDITY_UNSTATED, "", "", "", VALIDITY_UNREAD},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                unsigned flags;
                struct validity_facts f = validity_read(rows[i].text, &flags);
                char text[DAY_TEXT_SIZE];

                assert_int_equal(f.stated, rows[i].stated);
                assert_string_equal(day_text(f.effective_on, text), rows[i].effective);
                assert_string_equal(day_text(f.expires_on, text), rows[i].expires);
                assert_string_equal(day_text(f.repealed_on, text), rows[i].repealed);
                assert_int_equal(flags, rows[i].flags);
                if (flags)
                        assert_true(validity_flag_code(flags)[0] && validity_flag_label(flags)[0]);
        }
}

static void
validity_of_a_day(void **state)
{
        const struct day d = day_ymd(2020, 1, 23), none = DAY_NONE;
        const struct {
                enum validity stated;
                struct day effective, expires, repealed;
                enum validity before, on, after;
        } rows[] = {
            {VALIDITY_UNSTATED, none, none, none, VALIDITY_UNSTATED, VALIDITY_UNSTATED,
             VALIDITY_UNSTATED},
            {VALIDITY_VALID, none, none, none, VALIDITY_VALID, VALIDITY_VALID, VALIDITY_VALID},
            {VALIDITY_AMENDED, none, none, none, VALIDITY_AMENDED, VALIDITY_AMENDED,
             VALIDITY_AMENDED},
            {VALIDITY_LAPSED, none, none, none, VALIDITY_LAPSED, VALIDITY_LAPSED, VALIDITY_LAPSED},
            {VALIDITY_REPEALED, none, none, none, VALIDITY_REPEALED, VALIDITY_REPEALED,
             VALIDITY_REPEALED},
            {VALIDITY_REPEALED, none, none, d, VALIDITY_VALID, VALIDITY_REPEALED,
             VALIDITY_REPEALED},
            {VALIDITY_LAPSED, none, none, d, VALIDITY_VALID, VALIDITY_REPEALED, VALIDITY_REPEALED},
            {VALIDITY_VALID, none, d, none, VALIDITY_VALID, VALIDITY_VALID, VALIDITY_LAPSED},
            {VALIDITY_LAPSED, none, d, none, VALIDITY_VALID, VALIDITY_VALID, VALIDITY_LAPSED},
            {VALIDITY_UNSTATED, none, d, none, VALIDITY_VALID, VALIDITY_VALID, VALIDITY_LAPSED},
            {VALIDITY_UNSTATED, d, none, none, VALIDITY_PENDING, VALIDITY_VALID, VALIDITY_VALID},
            {VALIDITY_AMENDED, none, d, none, VALIDITY_AMENDED, VALIDITY_AMENDED, VALIDITY_LAPSED},
            {VALIDITY_REPEALED, d, none, day_add(d, -90), VALIDITY_REPEALED, VALIDITY_REPEALED,
             VALIDITY_REPEALED}, /* repealed before it began: its beginning changes nothing */
        };
        enum validity v;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct validity_facts f = {rows[i].stated, rows[i].effective, rows[i].expires,
                                           rows[i].repealed};
                struct day next = validity_next_change(&f, day_add(d, -30));

                assert_int_equal(validity_on(&f, day_add(d, -1)), rows[i].before);
                assert_int_equal(validity_on(&f, d), rows[i].on);
                assert_int_equal(validity_on(&f, day_add(d, 1)), rows[i].after);
                if (rows[i].before != rows[i].on)
                        assert_int_equal(next.n, d.n);
                else if (rows[i].on != rows[i].after)
                        assert_int_equal(next.n, d.n + 1);
                else
                        assert_true(day_is_none(next));
                assert_true(day_is_none(validity_next_change(&f, day_add(d, 1))));
        }
        for (int i = VALIDITY_UNSTATED; i <= VALIDITY_AMENDED; i++) {
                assert_true(validity_from_code(validity_code((enum validity)i), &v));
                assert_int_equal(v, i);
                assert_true(validity_label((enum validity)i)[0]);
        }
}

static void /* 《政府信息公开条例》第二十六条 */
what_cannot_all_be_true(void **state)
{
        static const struct {
                struct item_sense said;
                const char *field; /* NULL: nothing is wrong */
        } rows[] = {
            {{"关于防汛的通知", "安政办发〔2024〕5号", {19787}, {19787}, {19787}, {20000}}, NULL},
            {{"关于防汛的通知", NULL, DAY_NONE, DAY_NONE, DAY_NONE, DAY_NONE}, NULL},
            {{"关于防汛的通知", "安政办发2024-5", DAY_NONE, DAY_NONE, DAY_NONE, DAY_NONE}, NULL},
            {{"关于防汛的通知", "无文号", DAY_NONE, DAY_NONE, DAY_NONE, DAY_NONE}, NULL},
            {{"关于防汛的通知", "乱写", DAY_NONE, DAY_NONE, DAY_NONE, DAY_NONE}, "doc_no"},
            {{"关于防汛的通知", NULL, {19788}, DAY_NONE, DAY_NONE, DAY_NONE}, "formed"},
            {{"关于防汛的通知", NULL, DAY_NONE, {19788}, DAY_NONE, DAY_NONE}, "written"},
            {{"关于防汛的通知", NULL, DAY_NONE, DAY_NONE, {19900}, {19899}}, "expires"},
            {{"关于防汛的通知", NULL, DAY_NONE, DAY_NONE, {19900}, {19900}}, NULL},
            {{"关于防汛的通知", NULL, DAY_NONE, DAY_NONE, {19900}, DAY_NONE}, NULL},
        };
        char title[(TITLE_CHARACTERS_MAX + 1) * 3 + 1] = "";
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        struct item_sense s = {title, NULL, DAY_NONE, DAY_NONE, DAY_NONE, DAY_NONE};

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems found = {.mem = mem};

                item_sense_check(&rows[i].said, (struct day){19787}, &found);
                assert_int_equal(found.n, rows[i].field ? 1 : 0);
                if (rows[i].field)
                        assert_string_equal(found.list[0].field, rows[i].field);
        }
        for (size_t i = 0; i < TITLE_CHARACTERS_MAX; i++)
                memcpy(title + 3 * i, "题", 4);
        item_sense_check(&s, (struct day){19787}, &problems);
        assert_int_equal(problems.n, 0);
        memcpy(title + 3 * TITLE_CHARACTERS_MAX, "题", 4);
        item_sense_check(&s, (struct day){19787}, &problems);
        assert_int_equal(problems.n, 1);
}

static void /* 《政府信息公开条例》第十三条 第十四条 第十五条 第十六条 第二十七条 */
grounds_and_attributes(void **state)
{
        static const struct {
                enum disclosure d;
                const char *ground;
                enum overriding overriding;
                int fault;
        } rows[] = {
            {DISCLOSURE_PROACTIVE, NULL, OVERRIDING_NONE, 0},
            {DISCLOSURE_PROACTIVE, "", OVERRIDING_NONE, 0},
            {DISCLOSURE_PROACTIVE, "", OVERRIDING_LAW, DISCLOSURE_NOTHING_TO_LIFT},
            {DISCLOSURE_WITHHELD, NULL, OVERRIDING_NONE, DISCLOSURE_NEEDS_GROUND},
            {DISCLOSURE_ON_REQUEST, "", OVERRIDING_NONE, DISCLOSURE_NEEDS_GROUND},
            {DISCLOSURE_WITHHELD, "G99", OVERRIDING_NONE, DISCLOSURE_NO_SUCH_GROUND},
            {DISCLOSURE_WITHHELD, "G14_SECRET", OVERRIDING_NONE, 0},
            {DISCLOSURE_ON_REQUEST, "G14_SECRET", OVERRIDING_NONE, DISCLOSURE_GROUND_MISMATCH},
            {DISCLOSURE_PROACTIVE, "G14_SECRET", OVERRIDING_CONSENT, DISCLOSURE_NEVER},
            {DISCLOSURE_PROACTIVE, "G14_LAW", OVERRIDING_INTEREST, DISCLOSURE_NEVER},
            {DISCLOSURE_PROACTIVE, "G14_SAFETY", OVERRIDING_LAW, DISCLOSURE_NEVER},
            {DISCLOSURE_PROACTIVE, "G15_THIRD_PARTY", OVERRIDING_CONSENT, 0},
            {DISCLOSURE_PROACTIVE, "G15_THIRD_PARTY", OVERRIDING_INTEREST, 0},
            {DISCLOSURE_PROACTIVE, "G15_THIRD_PARTY", OVERRIDING_LAW, DISCLOSURE_NOT_LIFTED},
            {DISCLOSURE_PROACTIVE, "G15_THIRD_PARTY", OVERRIDING_NONE, DISCLOSURE_NEEDS_NO_GROUND},
            {DISCLOSURE_PROACTIVE, "G15_THIRD_PARTY", OVERRIDING_UNSTATED,
             DISCLOSURE_NEEDS_NO_GROUND},
            {DISCLOSURE_WITHHELD, "G15_THIRD_PARTY", OVERRIDING_CONSENT,
             DISCLOSURE_NOTHING_TO_LIFT},
            {DISCLOSURE_PROACTIVE, "G16_DRAFT", OVERRIDING_LAW, 0},
            {DISCLOSURE_PROACTIVE, "G16_DRAFT", OVERRIDING_CONSENT, DISCLOSURE_NOT_LIFTED},
            {DISCLOSURE_PROACTIVE, "G16_LETTER", OVERRIDING_INTEREST, DISCLOSURE_NOT_LIFTED},
            {DISCLOSURE_PROACTIVE, "G27_ON_REQUEST", OVERRIDING_LAW, DISCLOSURE_GROUND_MISMATCH},
            {DISCLOSURE_WITHHELD, "G16_ENFORCEMENT_FILE", OVERRIDING_NONE, 0},
            {DISCLOSURE_ON_REQUEST, "G27_ON_REQUEST", OVERRIDING_NONE, 0},
            {DISCLOSURE_WITHHELD, "G27_ON_REQUEST", OVERRIDING_NONE, DISCLOSURE_GROUND_MISMATCH},
        };
        static const struct {
                const char *text;
                int d;
        } words[] = {{"主动公开", DISCLOSURE_PROACTIVE},
                     {"依申请公开", DISCLOSURE_ON_REQUEST},
                     {"不予公开", DISCLOSURE_WITHHELD},
                     {"不公开", DISCLOSURE_WITHHELD},
                     {"公开", DISCLOSURE_PROACTIVE},
                     {"withheld", DISCLOSURE_WITHHELD},
                     {"", -1},
                     {"别的", -1}};
        const struct ground *all;
        size_t n;

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(disclosure_check(rows[i].d, rows[i].ground, rows[i].overriding),
                                 rows[i].fault);
        for (size_t i = 0; i < N(words); i++) {
                enum disclosure d;

                assert_int_equal(disclosure_read(words[i].text, &d), words[i].d >= 0);
                if (words[i].d >= 0)
                        assert_int_equal(d, words[i].d);
        }
        all = ground_list(&n);
        for (size_t i = 0; i < n; i++) {
                assert_ptr_equal(ground_of(all[i].code), &all[i]);
                assert_false(all[i].must && all[i].yields);
                assert_true(all[i].must || all[i].fits & 1U << DISCLOSURE_ON_REQUEST);
        }
        for (int f = DISCLOSURE_NEEDS_GROUND; f <= DISCLOSURE_NOTHING_TO_LIFT; f++)
                assert_true(disclosure_fault_label((enum disclosure_fault)f)[0]);
        for (int o = OVERRIDING_NONE; o < N_OVERRIDING; o++) {
                enum overriding back;

                assert_true(overriding_from(overriding_code((enum overriding)o), &back));
                assert_int_equal(back, o);
                assert_int_equal(overriding_label((enum overriding)o)[0] != '\0',
                                 o != OVERRIDING_NONE);
        }
        assert_false(overriding_from("1", &(enum overriding){0}));
        for (int d = DISCLOSURE_PROACTIVE; d <= DISCLOSURE_WITHHELD; d++)
                assert_true(disclosure_code((enum disclosure)d)[0] &&
                            disclosure_label((enum disclosure)d)[0]);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(document_numbers),
            cmocka_unit_test(document_numbers_find_each_other),
            cmocka_unit_test(what_is_too_long_is_kept),
            cmocka_unit_test(index_numbers_by_rule),
            cmocka_unit_test(index_numbers_of_others),
            cmocka_unit_test(dates),
            cmocka_unit_test(dates_inside_texts),
            cmocka_unit_test(validity_as_written),
            cmocka_unit_test(validity_by_others),
            cmocka_unit_test(validity_of_a_day),
            cmocka_unit_test(what_cannot_all_be_true),
            cmocka_unit_test(grounds_and_attributes),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
