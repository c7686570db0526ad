/* tests/property/pieces.c: fields and texts put together at random from the pieces that they are made of in life. What cannot be
 * read is kept or refused, what was read stays as it is when it is read again, and nothing but checked text comes out. */
#include "base/text.h"
#include "domain/body/body.h"
#include "domain/item/date.h"
#include "domain/item/docno.h"
#include "domain/item/import.h"
#include "domain/item/indexno.h"
#include "domain/item/report_head.h"
#include "property.h"

/* One to most pieces in a row. */
static const char *
strung(TALLOC_CTX *mem, struct gen *g, const char *const *pieces, size_t n, int most)
{
        const char *out = "";

        for (int64_t k = gen_int(g, 1, most); k > 0; k--)
                out = mem_printf(mem, "%s%s", out, gen_pick(g, pieces, n));
        return out;
}

static bool
is_text(const char *s)
{
        return text_valid(s, strlen(s));
}

static const char *
document_numbers(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const pieces[] = {"国办发",
                                             "國辦發",
                                             "公告",
                                             "令",
                                             "〔",
                                             "[",
                                             "（",
                                             "﹝",
                                             "〕",
                                             "]",
                                             "）",
                                             "2019",
                                             "2014",
                                             "1919",
                                             "2199",
                                             "999",
                                             "0012",
                                             "12",
                                             "7",
                                             "201912",
                                             "2014146",
                                             "1234567890",
                                             "二〇一九",
                                             "十二",
                                             "年",
                                             "第",
                                             "号",
                                             "號",
                                             "-",
                                             "之一",
                                             " ",
                                             "　",
                                             "\xc2\xa0",
                                             "\xe2\x80\x8b",
                                             "\xef\xbb\xbf",
                                             "文号",
                                             "发文字号",
                                             "：",
                                             "无",
                                             "ＳＨ",
                                             "（京）",
                                             "／",
                                             "～"};
        const char *text = strung(mem, g, pieces, N(pieces), 8);
        struct docno d = docno_read(mem, text), again = docno_read(mem, d.text);

        if (!is_text(d.text) || !is_text(d.key) || !is_text(d.mark))
                return mem_printf(mem, "%s gave bad text", text);
        if (d.form != DOCNO_OTHER && d.form != DOCNO_NONE && strcmp(again.text, d.text) != 0)
                return mem_printf(mem, "%s became %s, then %s", text, d.text, again.text);
        if ((d.form == DOCNO_OTHER) != ((d.flags & DOCNO_UNREAD) != 0))
                return mem_printf(mem, "%s is read and is not", text);
        return NULL;
}

static const char *
dates(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const pieces[] = {
            "2019",     "2019", "20190221",   "20191399", "99",      "1",      "02",    "29",
            "31",       "100",  "1234567890", "二〇一九", "二O一九", "二○一○", "十二",  "2０19",
            "２０１９", "年",   "年",         "月",       "月",      "日",     "-",     "-",
            "/",        ".",    "－",         "T",        " ",       "　",     ":",     "：",
            "时",       "分",   "秒",         "08",       "25",      "61",     "08:30", "16:40:59",
            ".123",     "Z",    "+08:00",     "-0800",    "+8",      "发布于", "12:61"};
        const char *text = strung(mem, g, pieces, N(pieces), 9);
        struct date read = date_read(text), found = date_find(text);
        int y, m, dd;

        for (int i = 0; i < 2; i++) {
                const struct date *d = i ? &found : &read;

                if (d->n > strlen(text) || d->minute < -1 || d->minute >= 1440)
                        return mem_printf(mem, "%s is read beyond itself", text);
                if (day_is_none(d->day))
                        continue;
                day_civil(d->day, &y, &m, &dd);
                if (y != d->year || m != d->month || (d->flags & (DATE_UNREAD | DATE_EMPTY)))
                        return mem_printf(mem, "%s is two days", text);
        }
        return NULL;
}

/* A day and what may stand for its time: the day is never lost, whatever the time is. */
static const char *
times(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const pieces[] = {":",      "：",    "时", "分",  "秒", "08",
                                             "7",      "25",    "61", "123", ".5", "Z",
                                             "+08:00", "-0800", "-8", "+8",  "T",  " "};
        const char *text =
            mem_printf(mem, "2019-02-21%s%s%s", gen_int(g, 0, 1) ? "T" : " ",
                       gen_int(g, 0, 3) ? "08" : "", strung(mem, g, pieces, N(pieces), 7));
        struct date found = date_find(text);

        return found.day.n == day_ymd(2019, 2, 21).n && found.minute < 1440 &&
                       found.n <= strlen(text)
                   ? NULL
                   : text;
}

static const char *
index_numbers(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const pieces[] = {"000014349",
                                             "11220605MB1",
                                             "A",
                                             "z",
                                             "2019",
                                             "1899",
                                             "2101",
                                             "2021",
                                             "201901",
                                             "201913",
                                             "00110",
                                             "7",
                                             "None",
                                             "null",
                                             "1234567890123456",
                                             "/",
                                             "-",
                                             "－",
                                             "—",
                                             "\xe2\x88\x92",
                                             "\xe2\x94\x80",
                                             "／",
                                             "_",
                                             ".",
                                             " ",
                                             "号",
                                             "索引号：",
                                             "０１",
                                             "～"};
        static const char *const rule_pieces[] = {
            "{code}",   "{year}", "{serial5}", "{serial1}", "{serial0}", "{serialx}", "{serial5",
            "{serial}", "{",      "}",         "/",         "-",         "_",         ".",
            "A",        "z",      "9",         "号",        " ",         "{day}"};
        const char *text = strung(mem, g, pieces, N(pieces), 7);
        const char *rule_text = strung(mem, g, rule_pieces, N(rule_pieces), 6);
        struct indexno a = indexno_read(mem, text), b = indexno_read(mem, a.text);
        struct indexno_rule rule;

        if (!is_text(a.text) || !is_text(a.code) || a.year < 0 || a.month < 0 ||
            (a.month > 12 && !(a.flags & INDEXNO_YEAR_ODD)) || a.serial < 0)
                return mem_printf(mem, "%s is no number", text);
        if (strcmp(a.text, b.text) != 0 || a.flags != b.flags || a.serial != b.serial)
                return mem_printf(mem, "%s is two numbers", text);
        if (indexno_rule_read(rule_text, &rule) &&
            strcmp(indexno_make(mem, &rule, "X1", 2019, 7),
                   indexno_make(mem, &rule, "X1", 2019, 8)) == 0)
                return mem_printf(mem, "%s makes one number twice", rule_text);
        return NULL;
}

static struct day
some_day(struct gen *g)
{
        return gen_int(g, 0, 3) ? day_add(day_ymd(2020, 1, 1), (int)gen_int(g, 0, 9)) : DAY_NONE;
}

/* What it is changes on the days named and on no other. */
static const char *
validity_changes_when_told(TALLOC_CTX *mem, struct gen *g)
{
        struct validity_facts f = {(enum validity)gen_int(g, 0, VALIDITY_AMENDED), some_day(g),
                                   some_day(g), some_day(g)};
        struct day at = day_ymd(2019, 12, 25), next;
        char text[DAY_TEXT_SIZE];

        next = validity_next_change(&f, at);
        for (; day_cmp(at, day_ymd(2020, 1, 20)) < 0; at = day_add(at, 1)) {
                struct day tomorrow = day_add(at, 1);
                bool changes = validity_on(&f, at) != validity_on(&f, tomorrow);

                if (changes != (!day_is_none(next) && next.n == tomorrow.n))
                        return mem_printf(mem, "around %s", day_text(at, text));
                if (changes)
                        next = validity_next_change(&f, tomorrow);
        }
        return NULL;
}

static const char *
validity_words(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const pieces[] = {
            "有效",       "失效", "废止", "已废止", "已修改",     "有效期至",
            "废止时间",   "：",   ":",    " ",      "2020-01-23", "2025年12月31日",
            "2020-02-31", "不详", "长期", "，",     "none"};
        const char *text = strung(mem, g, pieces, N(pieces), 4);
        unsigned flags = 0;
        struct validity_facts f = validity_read(text, &flags);

        if (!validity_label(f.stated)[0] ||
            (flags & ~(unsigned)(VALIDITY_UNREAD | VALIDITY_BAD_DATE)))
                return text;
        return NULL;
}

static const char *
report_heads(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const pieces[] = {"靖宇县人民政府",
                                             "安远县卫生局",
                                             "2019年",
                                             "二〇一八年",
                                             "2019",
                                             "2150年",
                                             "1999年",
                                             "2018 年",
                                             "年度",
                                             "政府信息公开",
                                             "政府信息公開",
                                             "工作",
                                             "年度报告",
                                             "年报",
                                             "报告",
                                             "《",
                                             "》",
                                             "。",
                                             "\n",
                                             "\n",
                                             "\n\n",
                                             "发布日期",
                                             "索引号",
                                             "标题",
                                             "机构",
                                             "：",
                                             ":",
                                             " ",
                                             "　",
                                             "2020-01-20",
                                             "000014349/2020-00011",
                                             "当前位置 > 首页",
                                             "一、总体情况",
                                             "全年主动公开信息",
                                             "\r\n",
                                             "|"};
        const char *text = strung(mem, g, pieces, N(pieces), 14);
        struct report_head h = report_head_read(mem, text);

        if (!is_text(h.title) || !is_text(h.agency) || !is_text(h.published) ||
            !is_text(h.index_no))
                return mem_printf(mem, "%s gave bad text", text);
        if (h.year != 0 && (h.year < 2000 || h.year > 2100))
                return mem_printf(mem, "%s is of %d", text, h.year);
        return NULL;
}

/* A field of a foreign record, good or bad. */
static const char *
field(TALLOC_CTX *mem, struct gen *g, enum import_key key)
{
        static const char *const dates_of[] = {
            "2019-03-04", "2019-03-04 08:30",   "2019年3月",
            "2050-01-01", "1900-01-01",         "2019-02-30",
            "none",       "二〇一九年三月四日", "2019-03-04 23:59",
            "20190304",   "2019-03-04 25:00"};
        static const char *const words[] = {"关于印发办法的通知",
                                            "  关于 开展工作的 通知\n",
                                            "關於開展檢查的通知",
                                            "a\x7f"
                                            "b",
                                            "（空）",
                                            "靖宇县卫生局",
                                            "中国政府网",
                                            "公开网",
                                            "人民日报社",
                                            "有效",
                                            "废止时间：2020-01-23",
                                            "主动公开",
                                            "依申请公开",
                                            "不予公开",
                                            "a;b；c、d,e",
                                            "第十六条",
                                            "G16_INTERNAL",
                                            "规范性文件",
                                            "e\xcc\x81",
                                            "none",
                                            "N/A",
                                            "国办发[2019]12号",
                                            "000014349/1919-00110",
                                            "000014349/2017-00110",
                                            "x"};
        static const char *const paths[] = {"a/b.doc", "../b.doc",     "a/../b",      "a/..",
                                            "..",      "./a",          "/etc/passwd", "a\\b",
                                            "a;b;c",   "c.pdf；d.pdf", "a/.../b",     "..a"};
        static const char *const urls[] = {"http://www.example.gov.cn/a/b.html",
                                           "https://x.gov.cn",
                                           "/a/b.html?x=1",
                                           "//evil/x",
                                           "/a b",
                                           "/%e6%94%bf",
                                           "/%zz",
                                           "/%E6%94",
                                           "/%2",
                                           "/%7f",
                                           "ftp://x/y",
                                           "a.html",
                                           "/a\\b",
                                           "http:///x",
                                           "/%0a",
                                           "HTTP://X.CN/A#b"};

        if (!gen_int(g, 0, 3))
                return NULL;
        if (!gen_int(g, 0, 60)) {
                char *vast = mem_array(mem, char, 1200);

                memset(vast, 'x', 1199);
                vast[0] = '/';
                return vast;
        }
        if (!gen_int(g, 0, 12))
                return gen_text(mem, g, 12);
        switch (key) {
        case IMPORT_WRITTEN_DATE:
        case IMPORT_PUBLISHED_DATE:
        case IMPORT_EFFECTIVE_DATE:
        case IMPORT_EXPIRES_DATE:
                return gen_pick(g, dates_of, N(dates_of));
        case IMPORT_FILES:
                return gen_pick(g, paths, N(paths));
        case IMPORT_OLD_URL:
                return gen_pick(g, urls, N(urls));
        default:
                return gen_pick(g, words, N(words));
        }
}

static const char *
holds(TALLOC_CTX *mem, const struct import_draft *d)
{
        const char *texts[] = {d->title, d->issuer, d->topic, d->summary, d->keywords, d->source};

        for (size_t i = 0; i < N(texts); i++)
                if (!is_text(texts[i]))
                        return "bad text";
        if (!d->title[0] || strpbrk(d->title, "\r\n\t") || day_is_none(d->sort_day))
                return "no title or no day";
        if ((d->disclosure == DISCLOSURE_PROACTIVE) != !d->ground || !d->doc_no != !d->doc_no_key)
                return "half a field";
        if (d->old_address && (d->old_address[0] != '/' || d->old_address[1] == '/'))
                return d->old_address;
        for (size_t i = 0; i < d->n_files; i++)
                if (d->files[i][0] == '/' || strchr(d->files[i], '\\') ||
                    strncmp(d->files[i], "../", 3) == 0 || strstr(d->files[i], "/../"))
                        return d->files[i];
        for (size_t i = 0; i < d->n_flags; i++)
                if (strcmp(import_flag_label(d->flags[i]), d->flags[i]) == 0)
                        return d->flags[i];
        return is_text(import_flags_text(mem, d)) ? NULL : "bad flags";
}

static const char *
foreign_records(TALLOC_CTX *mem, struct gen *g)
{
        struct import_raw raw = {.body = NULL};
        struct problems p = {.mem = mem};
        struct import_draft d;

        for (int i = 0; i < N_IMPORT_KEYS; i++)
                raw.text[i] = field(mem, g, (enum import_key)i);
        if (import_check(mem, &raw, day_ymd(2026, 1, 5), 1, &p, &d))
                return p.n > 0 && p.list[0].line == 1 ? NULL : "refused without a reason";
        return holds(mem, &d);
}

/* Text of a body from an editor or an import. */
static const char *
lines(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const pieces[] = {
            "# 标题\n",    "## 二级\n",  "### 三级\n", "#### 四\n", "#\n",      "#无\n",
            "一段文字",    "第二段\r\n", "\r",         "\n",        "\n\n",     "| 甲 | 乙 |\n",
            "|---|---|\n", "|\n",        "| 一 |",     "|甲|",      "乙\t丙\n", "\t\n",
            "丁\t\n",      "\t戊",       " ",          "　",        "- 项\n",   "1. 项\n",
            "\x7f",        "\x01",       "e\xcc\x81",  "|"};

        return strung(mem, g, pieces, N(pieces), 12);
}

static const char *
is_kept(TALLOC_CTX *mem, struct gen *g, const struct body *body)
{
        struct body_html_options options = {.file_base = "/file/",
                                            .heading_base = (int)gen_int(g, 0, 6)};
        const char *json = body_json(mem, body), *html;
        struct problems p = {.mem = mem};
        struct body *again;

        if (body_parse(mem, json, strlen(json), false, &p, &again) != 0)
                return mem_printf(mem, "%s is refused: %s", json, p.list[0].message);
        if (strcmp(json, body_json(mem, again)) != 0)
                return mem_printf(mem, "%s is changed", json);
        html = body_html(mem, body, &options).html;
        html = html ? html : "";
        if (!is_text(html) || strstr(html, "<script") || strstr(html, "=\"javascript:"))
                return html;
        return is_text(body_text(mem, body)) && text_length(body_summary(mem, body, 9)) <= 10
                   ? NULL
                   : "too long or bad text";
}

static const char *
bodies_of_lines(TALLOC_CTX *mem, struct gen *g)
{
        const char *text = lines(mem, g);
        struct problems p = {.mem = mem};
        struct body *body;

        if (body_from_text(mem, text, &p, &body))
                return mem_printf(mem, "%s is refused", text);
        return is_kept(mem, g, body);
}

/* A node with what it may have and with what it must not. */
static void
node(struct buf *b, struct gen *g, int depth)
{
        static const char *const types[] = {
            "paragraph", "heading", "bullet_list", "ordered_list", "list_item", "table", "row",
            "cell",      "header",  "image",       "text",         "break",     "doc",   "script"};
        static const char *const attributes[] = {
            "\"align\":\"left\"",
            "\"align\":\"center\"",
            "\"align\":\"middle\"",
            "\"align\":null",
            "\"level\":2",
            "\"level\":9",
            "\"level\":null",
            "\"level\":\"2\"",
            "\"start\":3",
            "\"start\":-1",
            "\"colspan\":2",
            "\"colspan\":70",
            "\"rowspan\":2",
            "\"file\":\"a/b.png\"",
            "\"file\":\"../b.png\"",
            "\"file\":\"/b.png\"",
            "\"file\":\"c:b\"",
            "\"file\":\"..\"",
            "\"file\":\"\"",
            "\"file\":\"a\\\\b\"",
            "\"file\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"",
            "\"file\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeX\"",
            "\"alt\":\"图\"",
            "\"text\":\"字\"",
            "\"text\":\"\"",
            "\"text\":\"a\\u007fb\"",
            "\"text\":\"a\\u0001b\"",
            "\"text\":\"e\\u0301\"",
            "\"text\":5",
            "\"content\":null",
            "\"content\":5",
            "\"onclick\":\"x\""};
        static const char *const marks[] = {"{\"type\":\"strong\"}",
                                            "{\"type\":\"em\"}",
                                            "{\"type\":\"sub\"}",
                                            "{\"type\":\"sup\"}",
                                            "{\"type\":\"link\",\"href\":\"https://x.gov.cn/\"}",
                                            "{\"type\":\"link\",\"href\":\"/a\"}",
                                            "{\"type\":\"link\",\"href\":\"javascript:x\"}",
                                            "{\"type\":\"link\",\"href\":\"mailto:a@b.cn\"}",
                                            "{\"type\":\"link\",\"href\":\"a\\u007f\"}",
                                            "{\"type\":\"link\"}",
                                            "{\"type\":\"blink\"}",
                                            "7"};
        static const char *const order[] = {"paragraph", "table",     "row",
                                            "cell",      "paragraph", "text"};
        const char *type = gen_int(g, 0, 3) ? order[depth % 6] : gen_pick(g, types, N(types));

        buf_printf(b, "{\"type\":\"%s\"", type);
        if (!gen_int(g, 0, 3))
                buf_printf(b, ",%s", gen_pick(g, attributes, N(attributes)));
        else if (strcmp(type, "text") == 0)
                buf_str(b, ",\"text\":\"字\"");
        else if (strcmp(type, "heading") == 0)
                buf_printf(b, ",\"level\":%d", (int)gen_int(g, 1, 3));
        else if (strcmp(type, "image") == 0)
                buf_str(b, ",\"file\":\"p/q.png\"");
        if (!gen_int(g, 0, 3))
                buf_printf(b, ",\"marks\":[%s,%s]", gen_pick(g, marks, N(marks)),
                           gen_pick(g, marks, N(marks)));
        if (depth < 6 && strcmp(type, "text") != 0 && strcmp(type, "break") != 0 &&
            strcmp(type, "image") != 0) {
                int64_t n = gen_int(g, 1, 2);

                buf_str(b, ",\"content\":[");
                for (int64_t i = 0; i < n; i++) {
                        buf_str(b, i ? "," : "");
                        if (strcmp(type, "paragraph") == 0 && gen_int(g, 0, 4))
                                node(b, g, 5);
                        else
                                node(b, g, depth + 1);
                }
                buf_str(b, "]");
        }
        buf_str(b, "}");
}

static const char *
trees(TALLOC_CTX *mem, struct gen *g)
{
        struct buf b = buf_new(mem, MiB(1));
        struct problems p = {.mem = mem};
        struct body *body;

        buf_str(&b, "{\"type\":\"doc\",\"content\":[");
        node(&b, g, (int)gen_int(g, 0, 1));
        buf_str(&b, "]}");
        if (body_parse(mem, b.data, b.len, gen_int(g, 0, 1), &p, &body))
                return p.n > 0 ? NULL : "refused without a reason";
        return is_kept(mem, g, body);
}

int
main(void)
{
        property_run("document numbers of pieces are read or kept", document_numbers);
        property_run("dates of pieces are read within the text", dates);
        property_run("a day is not lost for its time", times);
        property_run("index numbers of pieces are one number", index_numbers);
        property_run("validity changes on the days named alone", validity_changes_when_told);
        property_run("validity in words has a label", validity_words);
        property_run("heads of reports are checked text", report_heads);
        property_run("foreign records are refused or whole", foreign_records);
        property_run("bodies of lines are kept", bodies_of_lines);
        property_run("trees are refused or kept", trees);
        return property_end();
}
