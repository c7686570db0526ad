/* tests/unit/clock_cases.c: cases/clock.jsonl, each through the JSON of the command line, and for each an account that adds up. */
#include "cm.h"

#include "base/file.h"
#include "base/text.h"
#include "domain/request/clock_json.h"

static const char *path;

static bool
same(const struct json *a, const struct json *b)
{
        if (json_type(a) != json_type(b))
                return false;
        if (json_type(a) == JSON_STRING)
                return strcmp(json_string(a), json_string(b)) == 0;
        if (json_type(a) == JSON_BOOL)
                return json_bool(a, false) == json_bool(b, false);
        return json_type(a) == JSON_NULL || json_int(a, -9999) == json_int(b, -9998);
}

static bool
warned(const struct clock_result *res, const char *words)
{
        for (size_t i = 0; i < res->n_warnings; i++)
                if (strstr(res->warnings[i], words))
                        return true;
        return false;
}

/* Days follow on each other, numbers do not skip, and they are the numbers of the result. */
static void
assert_adds_up(const char *name, const struct clock_result *res, struct day seen)
{
        int n = 0, used = 0, over = 0;

        for (size_t i = 0; i < res->n_days; i++) {
                const struct clock_day *d = &res->days[i];

                if (d->day.n != res->receipt.n + 1 + (int)i)
                        fail_msg("%s: a day is missing", name);
                n += d->counted;
                used += d->counted && day_cmp(d->day, seen) <= 0;
                over += d->counted && day_cmp(d->day, seen) <= 0 && !day_is_none(res->due) &&
                        day_cmp(d->day, res->due) > 0;
                if (d->n != (d->counted ? n : 0))
                        fail_msg("%s: the numbers of the account skip", name);
        }
        if (!res->has_use)
                return;
        if (used != res->workdays_used)
                fail_msg("%s: %d days are counted, %d are used", name, used, res->workdays_used);
        if (!day_is_none(res->due) && res->workdays_left <= 0 && res->workdays_left != -over)
                fail_msg("%s: %d days over, %d left", name, over, res->workdays_left);
}

static void
assert_result(TALLOC_CTX *mem, const struct json *row, const struct clock_facts *facts,
              const struct clock_result *res)
{
        const char *name = json_string(json_get(row, "case")),
                   *warn = json_string(json_get(row, "warn"));
        const struct json *expect = json_get(row, "expect");
        struct buf out = buf_new(mem, MiB(4)), text = buf_new(mem, MiB(4));
        struct json_out o = {.buf = &out};
        struct problems p = {.mem = mem};
        struct day seen = facts->as_of;
        struct json *got;

        clock_result_json(&o, res);
        assert_int_equal(json_read(mem, buf_text(&out), out.len, &p, &got), 0);
        for (size_t i = 0; i < json_size(expect); i++) {
                const char *key = json_key(expect, i);

                if (!same(json_get(expect, key), json_get(got, key)))
                        fail_msg("%s: %s in %s", name, key, buf_text(&out));
        }
        if (warn && !warned(res, warn))
                fail_msg("%s: no warning says %s", name, warn);
        if (json_get(row, "nwarn"))
                assert_int_equal(res->n_warnings, json_int(json_get(row, "nwarn"), -1));
        if (json_get(row, "days"))
                assert_int_equal(res->n_days, json_int(json_get(row, "days"), -1));
        for (size_t i = 0; i < facts->n_events; i++) {
                const struct clock_event *e = &facts->events[i];

                if ((e->type == CLOCK_REPLIED || e->type == CLOCK_WITHDRAWN) &&
                    day_cmp(e->on, seen) < 0)
                        seen = e->on;
        }
        assert_adds_up(name, res, seen);
        clock_result_text(&text, facts, res);
        assert_true(text_valid(buf_text(&text), text.len));
}

static void
one_case(TALLOC_CTX *mem, const struct json *row)
{
        const char *name = json_string(json_get(row, "case"));
        const struct json *refused = json_get(row, "refused");
        struct problems p = {.mem = mem};
        struct clock_facts facts;
        struct clock_result res;
        int r = clock_facts_read(mem, json_get(row, "facts"), day_ymd(2026, 11, 28), &p, &facts);

        if (r == 0)
                r = clock_run(mem, &facts, calendar_shipped(), &p, &res);
        if (refused) {
                if (r != CLOCK_CONTRADICTION || (int64_t)p.list[0].line != json_int(refused, -1) ||
                    !p.list[0].message[0])
                        fail_msg("%s: outcome %d, place %zu", name, r, p.n ? p.list[0].line : 0);
                return;
        }
        if (r)
                fail_msg("%s: %s: %s", name, p.list[0].field, p.list[0].message);
        assert_result(mem, row, &facts, &res);
}

/* The whole table; each line's law stands above it there. */
static void
every_case_of_the_file(void **state)
{
        TALLOC_CTX *mem = mem_root();
        size_t n, n_cases = 0;
        char *bytes;

        (void)state;
        assert_int_equal(file_read(mem, path, MiB(1), &bytes, &n), 0);
        for (char *line = bytes, *next; line && *line; line = next) {
                struct problems p = {.mem = mem};
                struct json *row;

                next = strchr(line, '\n');
                if (next)
                        *next++ = 0;
                if (*line == '#')
                        continue;
                assert_int_equal(json_read(mem, line, strlen(line), &p, &row), 0);
                one_case(mem, row);
                n_cases++;
        }
        assert_true(n_cases > 140);
        mem_endp(&mem);
}

/* 第三十条 to 第三十五条: every kind of event in the words of the account. */
static void
the_account_is_told_in_words(void **state)
{
        static const struct {
                const char *facts;
                const char *says[6];
        } rows[] = {
            {"{\"channel\":\"online\",\"submitted\":\"2025-03-03\",\"as_of\":\"2025-03-05\"}",
             {"收到申请之日：尚未确定", "等待双方确认", "第三十一条第三项"}},
            {"{\"channel\":\"email\",\"arrived\":\"2018-03-05\",\"as_of\":\"2018-03-06\"}",
             {"邮件系统收到之日", "15个工作日", "第1个工作日"}},
            {"{\"channel\":\"in_person\",\"submitted\":\"2018-03-05\",\"as_of\":\"2018-03-06\"}",
             {"以提交之日为收到申请之日（国办公开办函〔2015〕207号）"}},
            {"{\"channel\":\"in_person\",\"submitted\":\"2024-01-29\",\"as_of\":\"2024-03-04\"}",
             {"第三十一条第一项", "2024年2月4日 星期日  第5个工作日（调休上班）",
              "2024年2月12日 星期一  不计入：春节放假",
              "2024年2月29日 星期四  第20个工作日，答复期限届满",
              "2024年3月1日 星期五  第21个工作日，逾期第1个工作日", "已逾期，尚未答复"}},
            {"{\"channel\":\"mail_signed\",\"addressee\":\"other\",\"confirmed\":\"2025-03-03\","
             "\"as_of\":\"2025-03-05\"}",
             {"工作机构以外"}},
            {"{\"received\":\"2025-04-15\",\"events\":[{\"type\":\"supplement_notice\",\"sent\":"
             "\"2025-04-24\",\"served\":\"2025-04-25\",\"limit\":\"2025-05-13\"},{\"type\":"
             "\"supplement_received\",\"on\":\"2025-05-08\"},{\"type\":\"extension\",\"notified\":"
             "\"2025-05-20\",\"days\":5}],\"as_of\":\"2025-05-21\"}",
             {"收到补正之日：2025年5月8日",
              "1. 2025年4月24日发出补正告知书，2025年4月25日送达，补正期限至2025年5月13日",
              "2. 2025年5月8日收到补正", "3. 2025年5月20日告知申请人延期5个工作日",
              "答复期限：2025年6月13日"}},
            {"{\"received\":\"2025-04-15\",\"events\":[{\"type\":\"supplement_notice\",\"sent\":"
             "\"2025-04-24\"}],\"as_of\":\"2025-04-28\"}",
             {"2025年4月25日 星期五  不计入：等待补正", "未载明补正期限"}},
            {"{\"received\":\"2018-04-16\",\"events\":[{\"type\":\"supplement_notice\",\"sent\":"
             "\"2018-04-24\",\"limit\":\"2018-05-07\"},{\"type\":\"supplement_received\",\"on\":"
             "\"2018-05-04\"}],\"as_of\":\"2018-05-07\"}",
             {"收到补正之日：2018年5月4日，答复期限自该日起重新计算\n"}},
            {"{\"received\":\"2025-12-15\",\"events\":[{\"type\":\"consultation\",\"party\":"
             "\"third\","
             "\"sent\":\"2025-12-17\",\"their_receipt\":\"2025-12-18\",\"answered\":\"2025-12-25\"}"
             ","
             "{\"type\":\"consultation\",\"party\":\"joint\",\"sent\":\"2025-12-24\",\"their_"
             "receipt\":"
             "\"2025-12-24\"},{\"type\":\"consultation\",\"party\":\"other\",\"sent\":\"2026-01-"
             "05\","
             "\"answered\":\"2026-01-06\"}],\"as_of\":\"2026-01-07\"}",
             {"1. 2025年12月17日向第三方发出征求意见书，对方2025年12月18日收到，2025年12月25日答复",
              "2025年12月25日 星期四  不计入：征求第三方、共同制作机关意见期间",
              "2026年1月6日 星期二  不计入：征求共同制作机关、其他机关意见期间",
              "征求意见中，期限未届满", "征求意见答复期限：2026年1月15日", "结转下年度继续办理"}},
            {"{\"received\":\"2026-02-09\",\"events\":[{\"type\":\"fee_notice\",\"received\":"
             "\"2026-02-14\"},"
             "{\"type\":\"fee_paid\",\"on\":\"2026-03-02\"},{\"type\":\"delay\",\"until\":\"2026-"
             "05-29\"},"
             "{\"type\":\"replied\",\"on\":\"2026-05-29\",\"served\":\"2026-06-01\"}],\"as_of\":"
             "\"2026-06-02\"}",
             {"1. 申请人2026年2月14日收到收费通知", "2. 申请人2026年3月2日缴费",
              "3. 告知申请人延迟至2026年5月29日答复",
              "4. 2026年5月29日作出并发出答复，2026年6月1日送达",
              "2026年2月13日 星期五  不计入：缴费前（重新起算）",
              "申请行政复议期限：2026年7月31日"}},
            {"{\"received\":\"2026-02-09\",\"events\":[{\"type\":\"withdrawn\",\"on\":\"2026-02-"
             "14\"}],"
             "\"as_of\":\"2026-03-01\"}",
             {"1. 2026年2月14日申请人撤回申请", "申请人已撤回"}},
            {"{\"received\":\"2026-12-15\",\"as_of\":\"2026-12-16\"}", {"（暂定）"}},
        };
        TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct buf out = buf_new(mem, MiB(1));
                struct problems p = {.mem = mem};
                struct clock_facts facts;
                struct clock_result res;
                struct json *json;

                assert_int_equal(json_read(mem, rows[i].facts, strlen(rows[i].facts), &p, &json),
                                 0);
                assert_int_equal(clock_facts_read(mem, json, DAY_NONE, &p, &facts), 0);
                assert_int_equal(clock_run(mem, &facts, calendar_shipped(), &p, &res), 0);
                clock_result_text(&out, &facts, &res);
                for (size_t k = 0; k < N(rows[i].says) && rows[i].says[k]; k++)
                        if (!strstr(buf_text(&out), rows[i].says[k]))
                                fail_msg("row %zu does not say %s:\n%s", i, rows[i].says[k],
                                         buf_text(&out));
        }
        mem_endp(&mem);
}

/* More than anyone has, and what is no JSON object. */
static void
what_is_too_much_is_refused(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct buf many = buf_new(mem, MiB(1));
        struct problems p = {.mem = mem};
        struct clock_facts facts;
        struct json *json;

        (void)state;
        buf_str(&many, "{\"received\":\"2025-03-03\",\"events\":[0");
        for (int i = 0; i < 1000; i++)
                buf_str(&many, ",0");
        buf_str(&many, "]}");
        assert_int_equal(json_read(mem, many.data, many.len, &p, &json), 0);
        assert_int_equal(clock_facts_read(mem, json, DAY_NONE, &p, &facts), CLOCK_CONTRADICTION);
        assert_string_equal(p.list[0].field, "events");
        assert_int_equal(json_read(mem, "[]", 2, &p, &json), 0);
        assert_int_equal(clock_facts_read(mem, json, DAY_NONE, &p, &facts), CLOCK_CONTRADICTION);
        assert_int_equal(p.n, 2);
        mem_endp(&mem);
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(every_case_of_the_file),
            cmocka_unit_test(the_account_is_told_in_words),
            cmocka_unit_test(what_is_too_much_is_refused),
        };

        if (argc != 2)
                return 2;
        path = argv[1];
        return cmocka_run_group_tests(tests, NULL, NULL);
}
