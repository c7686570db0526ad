/* tests/property/words.c: texts made of the words that the readers know (harvest.h), and reports in which such words, lines and
 * figures were put in, taken out and exchanged. Whatever comes of it, what is found lies where it is said to lie, a fault has
 * its evidence, and what is told is well-formed. */
#include "base/file.h"
#include "base/text.h"
#include "domain/scan/alike.h"
#include "domain/scan/scan.h"
#include "harvest.h"
#include "report_writer.h"

enum { FORMS_MAX = 16 };

static struct harvest scan_known, report_known;
static struct {
        char *bytes;
        size_t n;
} forms[FORMS_MAX];
static size_t n_forms;
static const struct scan_words *shipped_words;

/* ---- scan ---- */

/* 18 digits with their check digit, most of the time. */
static const char *
identity(TALLOC_CTX *mem, struct gen *g)
{
        static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        char *s = mem_printf(mem, "%06d%04d%02d%02d%03d", (int)gen_int(g, 110101, 659004),
                             (int)gen_int(g, 1895, 2026), (int)gen_int(g, 0, 13),
                             (int)gen_int(g, 0, 32), (int)gen_int(g, 0, 999));
        int sum = 0;

        for (int i = 0; i < 17; i++)
                sum += (s[i] - '0') * weights[i];
        return mem_printf(mem, "%s%c", s, gen_int(g, 0, 5) ? "10X98765432"[sum % 11] : 'x');
}

/* A bank card whose last digit is Luhn's, most of the time. */
static const char *
card(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const heads[] = {"6222", "4367", "5187", "3568",
                                            "6013", "9558", "1234", "6228"};
        int n = (int)gen_int(g, 11, 15), sum = 0, len;
        char *s = mem_strdup(mem, gen_pick(g, heads, N(heads)));

        for (int i = 0; i < n; i++)
                s = mem_printf(mem, "%s%d", s, (int)gen_int(g, 0, 9));
        len = (int)strlen(s);
        for (int i = 0; i < len; i++) {
                int d = s[len - 1 - i] - '0';

                d = i % 2 ? d : 2 * d;
                sum += d > 9 ? d - 9 : d;
        }
        return mem_printf(mem, "%s%d", s, gen_int(g, 0, 4) ? (10 - sum % 10) % 10 : 7);
}

static const char *
number(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const rows[] = {"13812345678",
                                           "0439-7220011",
                                           "(0431)88776655",
                                           "010 65281234",
                                           "12345",
                                           "400-800-1234",
                                           "8888888",
                                           "+86 138 1234 5678",
                                           "138-1234-5678",
                                           "1381234 5678",
                                           "0086-13812345678",
                                           "86-0439-7220011",
                                           "7220011转8001",
                                           "7220011-801",
                                           "7220011/7220012",
                                           "13812345678、13912345678",
                                           "1,381,234,567",
                                           "13812345678.5",
                                           "13812345678元",
                                           "20190221",
                                           "2019-02-21",
                                           "吉F12345",
                                           "吉A·D12345",
                                           "京AF12345",
                                           "粤Z1234港",
                                           "京A1234学",
                                           "WJ01-12345",
                                           "3栋2单元101室",
                                           "12号楼3-402",
                                           "〔2019〕12号",
                                           "[2019]12",
                                           "（2019）第12号",
                                           "2〕12号",
                                           "6222 0212 0000 1234 567",
                                           "12",
                                           "3",
                                           "7"};
        static const char *const gaps[] = {" ", "-", "　", "\n", "  ", " - "};

        switch (gen_int(g, 0, 4)) {
        case 0:
                return identity(mem, g);
        case 1:
                return card(mem, g);
        case 2:
                return mem_printf(mem, "%0*d%s%0*d", (int)gen_int(g, 1, 5),
                                  (int)gen_int(g, 0, 13999), gen_pick(g, gaps, N(gaps)),
                                  (int)gen_int(g, 1, 8), (int)gen_int(g, 0, 99999999));
        default:
                return gen_pick(g, rows, N(rows));
        }
}

static const char *
marks(struct gen *g)
{
        static const char *const rows[] = {" ",
                                           "：",
                                           ":",
                                           "，",
                                           "。",
                                           "、",
                                           "；",
                                           "\n",
                                           "\n",
                                           "\n",
                                           "\t",
                                           "（",
                                           "）",
                                           "“",
                                           "”",
                                           "《",
                                           "》",
                                           "·",
                                           "-",
                                           "/",
                                           ".",
                                           "的",
                                           "张三",
                                           "李建国",
                                           "王小明同志",
                                           "http://www.example.gov.cn/a.html",
                                           "https://192.168.1.1/",
                                           "a",
                                           "Z",
                                           "★",
                                           "机密★1年",
                                           "　",
                                           "秘 密",
                                           "电话",
                                           "手机",
                                           "地址",
                                           "住址",
                                           "身份证",
                                           "吉林省靖宇县靖宇镇",
                                           "花园小区",
                                           "中山路88号",
                                           "村",
                                           "组"};

        return gen_pick(g, rows, N(rows));
}

static const char *
sentence(TALLOC_CTX *mem, struct gen *g, const struct harvest *words, int most)
{
        struct buf b = buf_new(mem, KiB(256));

        for (int64_t k = gen_int(g, 1, most); k > 0; k--)
                switch (gen_int(g, 0, 4)) {
                case 0:
                        buf_str(&b, number(mem, g));
                        break;
                case 1:
                        buf_str(&b, marks(g));
                        break;
                default:
                        buf_str(&b, harvest_pick(words, g));
                        break;
                }
        return buf_text(&b);
}

/* One thing that a scan looks for, in one of its writings or nearly. */
static const char *
shape(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const provinces[] = {"京", "吉", "粤", "WJ", "军", "使", "I", "沪"};
        static const char *const dots[] = {"", "", "·", ".", "•", "・", "●", " ", "-"};
        static const char *const tails[] = {
            "12345", "D12345", "F1234", "AB123",  "1234D",  "DF1234", "12345D", "12345F", "I1234",
            "O1234", "ABC12",  "1234",  "K12345", "123456", "1A2B3",  "12 345", "D1234/5"};
        static const char *const plate_ends[] = {"",   "挂", "港", "澳", "领", "学",
                                                 "警", "号", "车", "x",  "1"};
        static const char *const edges[] = {"",   " ",  "\t", "\n",   "；",   ";",  ",",  "，",
                                            "、", "。", "（", "）",   "[",    "〔", "〕", "\"",
                                            "“",  "”",  "：", "同志", "先生", "女", "等"};
        static const char *const names[] = {"张三", "李建国", "欧阳修",   "阿卜杜拉·买买提",
                                            "王",   "司马",   "诸葛孔明", "赵钱孙李周"};
        static const char *const labels[] = {
            "姓名：", "联系人",   "法定代表人为", "申请人：",   "负责人 ", "患者", "家住", "住址：",
            "地址：", "户籍地址", "现住",         "办公地址：", "坐落",    "位于", "在",   ""};
        static const char *const regions[] = {
            "吉林省", "白山市",   "靖宇县",   "靖宇镇",   "石桥乡", "东村", "向阳社区",
            "中山路", "人民大街", "光明胡同", "花园小区", "幸福里", "第七", "一",
            "六",     "八",       "九",       "甲",       "乙"};
        static const char *const places[] = {
            "88号",  "3栋",           "2单元", "101室", "5楼",    "3-2-101",
            "3-402", "3-2-101平方米", "户",    "12组",  "五号楼", "402",
            "A座",   "地下1层",       "户籍",  "户数",  "房屋",   "年"};
        static const char *const stamps[] = {"绝密",      "机 密",    "秘　密",     "秘·密",
                                             "内-部",     "内部资料", "不宜公开",   "机密★",
                                             "秘密★长期", "机密☆1年", "绝密※10年",  "秘密✶6个月",
                                             "秘密:",     "密级：",   "密级为机密", "〔内部〕",
                                             "（秘密）",  "内部、",   "注意保存",   "(机密)"};
        static const char *const markers[] = {"国办发", "吉政办发", "根据靖政发", "《靖卫字", "x",
                                              "公告",   ""};
        static const char *const left[] = {"〔", "[", "（", "﹝", "【", ""}, *const right[] = {
                                                                                 "〕", "]",  "）",
                                                                                 "﹞", "】", ""};
        static const char *const hosts[] = {
            "http://10.1.2.3/a",    "http://10.com",          "http://127.0.0.1",
            "http://localhost:80/", "http://192.168.0.1",     "http://169.254.1.1/",
            "http://172.16.0.1/",   "http://172.32.0.1",      "http://172.x",
            "http://172.1",         "https://172.20000.1.1/", "http://www.gov.cn",
            "http://127.x"};
        int64_t b = gen_int(g, 0, (int64_t)N(left) - 1);

        switch (gen_int(g, 0, 7)) {
        case 0:
                return mem_printf(mem, "%s%c%s%s%s", gen_pick(g, provinces, N(provinces)),
                                  (int)gen_int(g, 'A', 'Z'), gen_pick(g, dots, N(dots)),
                                  gen_pick(g, tails, N(tails)),
                                  gen_pick(g, plate_ends, N(plate_ends)));
        case 1:
                return mem_printf(mem, "%s%s%s", gen_pick(g, labels, N(labels)),
                                  gen_pick(g, names, N(names)), gen_pick(g, edges, N(edges)));
        case 2:
                return mem_printf(mem, "%s%s%s%s%s%s", gen_pick(g, labels, N(labels)),
                                  gen_pick(g, regions, N(regions)),
                                  gen_pick(g, regions, N(regions)), gen_pick(g, places, N(places)),
                                  gen_pick(g, edges, N(edges)), gen_pick(g, places, N(places)));
        case 3:
                return mem_printf(mem, "%s%s%s", gen_pick(g, edges, N(edges)),
                                  gen_pick(g, stamps, N(stamps)), gen_pick(g, edges, N(edges)));
        case 4:
                return mem_printf(mem, "%s%s%s%d%s%s%s%d%s", gen_pick(g, markers, N(markers)),
                                  gen_int(g, 0, 5) ? "" : " ", left[b], (int)gen_int(g, 1990, 3100),
                                  right[b], gen_int(g, 0, 5) ? "" : " ",
                                  gen_int(g, 0, 5) ? "" : "第", (int)gen_int(g, 1, 40),
                                  gen_int(g, 0, 5) ? "号" : " 号");
        case 5:
                return gen_pick(g, hosts, N(hosts));
        case 6:
                return gen_pick(g, edges, N(edges));
        default:
                return mem_printf(mem, "%s%s", number(mem, g), gen_pick(g, edges, N(edges)));
        }
}

static const char *
shapes(TALLOC_CTX *mem, struct gen *g, int most)
{
        struct buf b = buf_new(mem, KiB(256));

        for (int64_t k = gen_int(g, 1, most); k > 0; k--)
                switch (gen_int(g, 0, 11)) {
                case 0:
                        buf_str(&b, "靖宇县人民政府办公室关于进一步做好全县政府信息公开工作有关事项"
                                    "的通知及其附件说明材料靖宇县人民政府办公室");
                        break;
                case 1:
                case 2:
                        buf_str(&b, harvest_pick(&scan_known, g));
                        break;
                default:
                        buf_str(&b, shape(mem, g));
                        break;
                }
        return buf_text(&b);
}

static const char *
lies_where_it_says(const struct scan_findings *f, const char *text)
{
        size_t n = 0;

        for (size_t i = 0; i < N_SCAN_KINDS; i++)
                n += f->by_kind[i] < SCAN_KEPT_MAX ? f->by_kind[i] : SCAN_KEPT_MAX;
        if (n != f->n)
                return "the findings are not as many as counted";
        for (size_t i = 0; i < f->n; i++) {
                const struct scan_finding *x = &f->list[i];

                if (x->n != strlen(x->found) || !x->reason[0] || x->severity > f->worst)
                        return "half a finding";
                if (!text_valid(x->masked, strlen(x->masked)) ||
                    !text_valid(x->before, strlen(x->before)) ||
                    !text_valid(x->after, strlen(x->after)))
                        return "a finding of bad text";
                if (text &&
                    (x->from + x->n > strlen(text) || memcmp(text + x->from, x->found, x->n) != 0))
                        return "a finding beside its place";
        }
        return NULL;
}

/* Without control characters, which a body does not take. */
static const char *
clean(TALLOC_CTX *mem, const char *s)
{
        char *out = mem_strdup(mem, s);

        for (char *c = out; *c; c++)
                if ((uint8_t)*c < ' ' || *c == 0x7f)
                        *c = ' ';
        return out;
}

static const char *
scanned_texts(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const own[] = {"0439-7220011", "(0431) 8877 6655", "12", "电话7220012"};
        const char *text = gen_int(g, 0, 1) ? sentence(mem, g, &scan_known, 10) : shapes(mem, g, 8),
                   *wrong;
        const struct scan_text t[] = {
            {.field = gen_int(g, 0, 1) ? "title" : "doc_no", .label = "标题", .text = text},
            {.field = "file",
             .label = "附件",
             .text = gen_int(g, 0, 1) ? NULL : " ",
             .required = gen_int(g, 0, 1)}};
        const struct scan_known known[] = {{.key = "国办发2019~12", .url = "/item/1"}};
        struct scan_options opt = {.words = gen_int(g, 0, 3) ? shipped_words : NULL,
                                   .own_phones = own,
                                   .n_own_phones = (size_t)gen_int(g, 0, N(own)),
                                   .known = known,
                                   .n_known = (size_t)gen_int(g, 0, 1),
                                   .check_docno = gen_int(g, 0, 3)};
        struct problems p = {.mem = mem};
        struct scan_findings f = scan(mem, t, (size_t)gen_int(g, 1, 2), NULL, &opt);
        struct alike a = alike_of(text), b = alike_of(sentence(mem, g, &scan_known, 10)), c;
        const struct scan_words *list;
        char hex[ALIKE_TEXT_SIZE];
        struct body *body;
        size_t n;

        wrong =
            f.list && f.n && f.list[0].field == t[0].field ? lies_where_it_says(&f, NULL) : NULL;
        if (wrong)
                return mem_printf(mem, "%s: %s", wrong, text);
        if (alike_likeness(&a, &a) != 100 || alike_likeness(&a, &b) != alike_likeness(&b, &a) ||
            !alike_read(alike_text(&a, hex), &c) || alike_likeness(&a, &c) != 100)
                return mem_printf(mem, "not like itself: %s", text);
        hex[gen_int(g, 0, ALIKE_TEXT_SIZE - 2)] = gen_int(g, 0, 1) ? 'g' : '\0';
        (void)alike_read(hex, &c);
        if (scan_words_read(mem, sentence(mem, g, &scan_known, 14), &p, &list) == 0)
                opt.words = list;
        if (body_from_text(
                mem,
                mem_printf(mem, "%s\n\n# %s\n%s\t%s\n%s\t%s\n", text,
                           sentence(mem, g, &scan_known, 3), sentence(mem, g, &scan_known, 2),
                           sentence(mem, g, &scan_known, 2), sentence(mem, g, &scan_known, 3),
                           sentence(mem, g, &scan_known, 3)),
                &p, &body))
                return "a text is no body";
        f = scan(mem, t, 1, body, &opt);
        (void)scan_docno_keys(mem, body, &n);
        wrong = lies_where_it_says(&f, NULL);
        return wrong ? mem_printf(mem, "%s: %s", wrong, text) : NULL;
}

/* A paragraph with links, a table with spans and heads, an image: JSON, as the editor sends it. */
static const char *
scanned_bodies(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const hrefs[] = {"#",
                                            "#top",
                                            "http://",
                                            "https://",
                                            "http://10.0.0.1/",
                                            "http://localhost/",
                                            "mailto:a@b.cn",
                                            "tel:12345",
                                            "/item/1",
                                            "http://www.gov.cn/",
                                            "http://172.16.1.1/x",
                                            "http://192.168.1.1",
                                            "https://169.254.0.9/"};
        static const char *const heads[] = {"联系电话", "手机号码", "身份证号", "银行账号",
                                            "姓名",     "住址",     "办公地址", "统一社会信用代码",
                                            "编号",     "车牌号",   "金额"};
        struct scan_options opt = {.words = shipped_words, .check_docno = true};
        struct buf b = buf_new(mem, MiB(1));
        struct problems p = {.mem = mem};
        const char *wrong;
        struct body *body;
        size_t n;

        buf_str(&b, "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[");
        for (int i = 0; i < 3; i++) {
                buf_str(&b, i ? ",{\"type\":\"break\"},{\"type\":\"text\",\"text\":\""
                              : "{\"type\":\"text\",\"text\":\"");
                json_escape(&b,
                            mem_printf(mem, "x%s", text_trim(mem, clean(mem, shapes(mem, g, 5)))));
                buf_str(&b, "\"");
                if (gen_int(g, 0, 1))
                        buf_printf(&b, ",\"marks\":[{\"type\":\"link\",\"href\":\"%s\"}]",
                                   gen_pick(g, hrefs, N(hrefs)));
                buf_str(&b, "}");
        }
        buf_str(&b, "]},{\"type\":\"image\",\"file\":\"a.png\",\"alt\":\"图\"},{\"type\":\"table\","
                    "\"content\":[");
        for (int row = 0; row < 3; row++) {
                buf_printf(&b, "%s{\"type\":\"row\",\"content\":[", row ? "," : "");
                for (int col = 0; col < 3; col++) {
                        bool head = row == 0 || !gen_int(g, 0, 5);

                        buf_printf(&b,
                                   "%s{\"type\":\"%s\",\"content\":[{\"type\":\"paragraph\","
                                   "\"content\":[{\"type\":\"text\",\"text\":\"",
                                   col ? "," : "", head ? "header" : "cell");
                        json_escape(&b, mem_printf(mem, "%s ",
                                                   head ? gen_pick(g, heads, N(heads))
                                                        : clean(mem, shapes(mem, g, 2))));
                        buf_str(&b, "\"}]}]}");
                }
                buf_str(&b, "]}");
        }
        buf_str(&b, "]}]}");
        if (body_parse(mem, b.data, b.len, false, &p, &body))
                return mem_printf(mem, "%s: %s", p.list[0].message, b.data);
        {
                struct scan_findings f = scan(mem, NULL, 0, body, &opt);

                (void)scan_links(mem, body, &n);
                (void)scan_docno_keys(mem, body, &n);
                wrong = lies_where_it_says(&f, NULL);
        }
        return wrong ? mem_printf(mem, "%s: %s", wrong, b.data) : NULL;
}

/* ---- reports ---- */

/* Some byte offset that begins a character. */
static size_t
somewhere(struct gen *g, const char *text)
{
        size_t at = (size_t)gen_int(g, 0, (int64_t)strlen(text));

        while (((uint8_t)text[at] & 0xc0) == 0x80)
                at--;
        return at;
}

/* One change: a word put in, a line out, doubled or exchanged, a figure made another. */
static const char *
changed(TALLOC_CTX *mem, struct gen *g, const char *text)
{
        static const char *const figures[] = {
            "0",      "1",        "12",     "1,234", "1234567890123", "3.5", "99.9%", "零",
            "五十六", "一万二千", "近100",  "余",    "+15",           "减3", "/",     "—",
            "１２",   "2018",     "2021年", "万元",  "亿元",          "条",  "件",    "次"};
        size_t at = somewhere(g, text), end = at + strcspn(text + at, "\n");
        const char *in;

        switch (gen_int(g, 0, 6)) {
        case 0: /* a word in */
                in = harvest_pick(&report_known, g);
                end = at;
                break;
        case 1: /* the rest of a line out */
                in = "";
                break;
        case 2: /* doubled */
                in = mem_printf(mem, "%.*s\n%.*s", (int)(end - at), text + at, (int)(end - at),
                                text + at);
                break;
        case 3: /* a sentence of the reader's words */
                in = mem_printf(mem, "\n%s%s%s%s%s%s%s。\n", harvest_pick(&report_known, g),
                                gen_pick(g, figures, N(figures)), harvest_pick(&report_known, g),
                                harvest_pick(&report_known, g), gen_pick(g, figures, N(figures)),
                                harvest_pick(&report_known, g), gen_pick(g, figures, N(figures)));
                end = at;
                break;
        case 4: { /* a figure */
                at += strcspn(text + at, "0123456789");
                end = at + strspn(text + at, "0123456789");
                in = gen_pick(g, figures, N(figures));
                break;
        }
        case 5: /* a line from elsewhere */
                end = at;
                at = somewhere(g, text);
                in = mem_printf(mem, "%.*s", (int)strcspn(text + end, "\n"), text + end);
                end = at;
                break;
        default: /* the end */
                in = gen_int(g, 0, 3) ? "" : "\n无。\n";
                end = gen_int(g, 0, 3) ? at : strlen(text);
                break;
        }
        return mem_printf(mem, "%.*s%s%s", (int)at, text, in, text + end);
}

static bool
has_fault(const struct report_checks *checks)
{
        for (size_t i = 0; i < checks->n; i++)
                if (checks->list[i].status == REPORT_FAIL)
                        return true;
        return false;
}

static const char *
holds(TALLOC_CTX *mem, const struct report *rep, const struct report *before, size_t n_text)
{
        struct buf out = buf_new(mem, MiB(64)), text = buf_new(mem, MiB(64));
        struct json_out o = {.buf = &out};
        struct problems p = {.mem = mem};
        struct report_checks checks;
        struct json *json;

        report_check(mem, rep, before, &checks);
        if (before)
                report_check_likeness(mem, rep, before, &checks);
        for (size_t i = 0; i < rep->n_facts; i++)
                if (rep->facts[i].at > n_text || rep->facts[i].whole >= (int)rep->n_facts)
                        return "a fact outside the text";
        for (size_t i = 0; i < checks.n; i++) {
                const struct report_check *k = &checks.list[i];

                if (!k->message[0] || !report_status_word(k->status)[0] ||
                    (k->status == REPORT_FAIL && !k->evidence[0] && k->n_cells == 0))
                        return "a fault without evidence";
        }
        report_json(&o, rep, rep->year % 2 ? &checks : NULL);
        report_print(&text, rep, rep->year % 3 ? &checks : NULL);
        if (report_checks_fail(&checks) != has_fault(&checks))
                return "the checks fail and do not";
        if (json_read(mem, buf_text(&out), out.len, &p, &json) != 0 ||
            !text_valid(buf_text(&text), text.len))
                return "what is told is not well-formed";
        return NULL;
}

/* Figures that are possible and odd: decisions that are just the sum of the projects, a cell below nought, blanks. */
static void
odd_figures(TALLOC_CTX *mem, struct gen *g, struct sheet *s)
{
        static const char *const kinds[] = {"license", "service", "penalty", "coercion"};
        const char *kind = gen_pick(g, kinds, N(kinds)),
                   *prev = mem_printf(mem, "b2_%s_prev_items", kind),
                   *delta = mem_printf(mem, "b2_%s_delta", kind);

        for (size_t i = 0; i < s->n; i++) {
                if (sheet_has(s, prev) && sheet_has(s, delta) &&
                    strcmp(s->ids[i], mem_printf(mem, "b2_%s_decisions", kind)) == 0)
                        s->value[i] = sheet_value(s, prev) + sheet_value(s, delta);
                if (!gen_int(g, 0, 200))
                        s->value[i] = -s->value[i];
                if (!gen_int(g, 0, 200))
                        s->blank[i] = true;
        }
}

static const char *
changed_reports(TALLOC_CTX *mem, struct gen *g)
{
        static int turn;
        enum damage d = (enum damage)gen_int(g, 0, DAMAGES - 1);
        struct report *rep = NULL, *before = NULL;
        const char *text, *wrong;
        struct sheet s;

        if (turn++ % 4) /* reading a report takes longer than a number */
                return NULL;
        s = sheet_draw(mem, g, d);
        odd_figures(mem, g, &s);
        text = sheet_write(mem, g, &s, d, (enum fault)gen_int(g, 0, FAULTS - 1));
        if (gen_int(g, 0, 1)) { /* the year before in its own form */
                struct sheet old = sheet_draw(mem, g, PIPED);

                before = NULL;
                const char *older = sheet_write(mem, g, &old, PIPED, NO_FAULT);

                if (report_read(mem, "x", older, strlen(older), &before) != 0)
                        before = NULL;
        } else if (report_read(mem, "x", text, strlen(text), &before) != 0) {
                before = NULL;
        }
        for (int64_t k = gen_int(g, 1, 12); k > 0; k--)
                text = changed(mem, g, text);
        if (report_read(mem, "x", text, strlen(text), &rep) != 0)
                return NULL;
        wrong = holds(mem, rep, gen_int(g, 0, 1) ? before : NULL, strlen(text));
        return wrong ? mem_printf(mem, "%s:\n%s", wrong, text) : NULL;
}

/* The reader's words alone, behind a head. */
static const char *
invented_reports(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const heads[] = {"青禾县2020年政府信息公开工作年度报告\n",
                                            "青禾县卫生局2013年政府信息公开年报\n",
                                            "2016年度政府信息公開工作報告\n"};
        const char *text = gen_pick(g, heads, N(heads)), *wrong;
        struct report *rep;

        for (int64_t k = gen_int(g, 1, 6); k > 0; k--)
                text = mem_printf(mem, "%s%s\n", text, sentence(mem, g, &report_known, 12));
        if (report_read(mem, "x", text, strlen(text), &rep) != 0)
                return NULL;
        wrong = holds(mem, rep, rep, strlen(text));
        return wrong ? mem_printf(mem, "%s:\n%s", wrong, text) : NULL;
}

/* Fills the slots of a sentence: N a figure, small so that sums often hold; P a percentage; U a unit; W a word of the reader; Y M D a date. */
static const char *
filled(TALLOC_CTX *mem, struct gen *g, const char *s)
{
        static const char *const numbers[] = {"0",        "1",    "2",   "3",    "4",     "5",
                                              "6",        "10",   "12",  "100",  "1,200", "2万",
                                              "1.5万",    "3亿",  "近5", "约2",  "三",    "十二",
                                              "一百零五", "两千", "2.5", "12余", "零"};
        static const char *const percents[] = {"50%",  "100%",        "25%",        "33.3%", "20%",
                                               "0%",   "2.5个百分点", "百分之五十", "三成",  "1倍",
                                               "200%", "约50%",       "12.34%"};
        static const char *const units[] = {"条", "条", "件", "件",   "篇",   "次", "份",
                                            "个", "期", "场", "人次", "万元", "元", "项"};
        struct buf b = buf_new(mem, KiB(256));

        for (; *s; s++)
                if (*s == 'N')
                        buf_str(&b, gen_int(g, 0, 4) ? numbers[gen_int(g, 0, 6)]
                                                     : gen_pick(g, numbers, N(numbers)));
                else if (*s == 'P')
                        buf_str(&b, gen_pick(g, percents, N(percents)));
                else if (*s == 'U')
                        buf_str(&b, gen_pick(g, units, N(units)));
                else if (*s == 'W')
                        buf_str(&b, harvest_pick(&report_known, g));
                else if (*s == 'Y')
                        buf_int(&b,
                                gen_int(g, 0, 2) ? gen_int(g, 2019, 2021) : gen_int(g, 2007, 2012));
                else if (*s == 'M')
                        buf_int(&b,
                                gen_int(g, 0, 1) ? gen_int(g, 0, 1) * 11 + 1 : gen_int(g, 1, 13));
                else if (*s == 'D')
                        buf_int(&b,
                                gen_int(g, 0, 1) ? gen_int(g, 0, 1) * 30 + 1 : gen_int(g, 1, 32));
                else
                        buf_char(&b, *s);
        return buf_text(&b);
}

static const char *
narrative(TALLOC_CTX *mem, struct gen *g, int year)
{
        static const char *const sentences[] = {
            "主动公开政府信息N条，其中W类N条、W类N条、W类N条、W类N条、其他N条。",
            "全县主动公开信息N条：W类N条，占P；W类N条，占P；W类N条。",
            "主动公开政府信息N条，包括W类N条、W类N条、W类N条，W类N条和W类N条。",
            "主动公开政府信息N条，由W类N条、W类N条构成。",
            "公开信息NU，其中，WNU，WNU组成。",
            "通过政府网站公开信息N条，政务微博公开N条，政务微信公开N条，政府公报公开N篇，其他方式公"
            "开N条。",
            "通过不同渠道和方式公开政府信息N条，其中政府网站N条、微博N条、微信N条。",
            "在门户网站主动公开信息N条，网站N个栏目发布N条，等栏目。",
            "县政府网站发布政府信息N个、政务公开栏目N份，W栏目N条等。",
            "全年收到政府信息公开申请N件，上年结转N件，办结N件，结转下年度N件。",
            "收到申请N件，其中予以公开N件、部分公开N件、不予公开N件、无法提供N件、不予处理N件。",
            "未收到政府信息公开申请。",
            "全年未收到依申请公开申请，答复N件。",
            "共受理依申请公开N件，已办结约N件，全部按期答复。",
            "收到申请近N件，同意公开N件，不公开N件，按期办结N件，剩余N件。",
            "政府信息公开申请N件（当面申请N件、网络申请N件、信函申请N件），其余N件。",
            "依申请公开N件，申请人为自然人N件，法人或其他组织N件。",
            "比上年增长P。",
            "主动公开信息N条，比上年的N条增长P。",
            "收到申请N件，上年为N件，同比下降P。",
            "培训N次，由去年的N次提高到N次，提升P。",
            "主动公开信息N条，较上年增加N条，增长P。",
            "W由N提升至N，增幅P。",
            "发布解读N篇，同比增长P，去年N篇。",
            "召开新闻发布会N次，比去年减少N次，下降P。",
            "主动公开总量N条，全部公开率P。",
            "办理建议提案N件，办结率P，满意率P，采纳N条。",
            "人大代表建议N件，政协提案N件，共N件，占总数的P。",
            "占全部申请的P，占主动公开总量的P。",
            "申请行政复议N件，行政诉讼N件，结果维持N件，结果纠正N件，其他结果N件，尚未审结N件。",
            "因政府信息公开被申请行政复议N起，提起行政诉讼N起。",
            "未发生行政复议和行政诉讼。",
            "没有收费，减免N元，收取费用N元。",
            "行政事业性收费N项，收取信息处理费N万元。",
            "一条龙服务，一次性告知，一件事一次办，起，起。",
            "未主动公开政府信息，其中WN条。",
            "主动公开N条，N条组成。",
            "信息N条，由N条W、N条W组成。",
            "主动公开政府信息N条。其中W类N条，W类N条，未公开N条。",
            "主动公开政府信息N条。包括W类N条，W类N条。",
            "包括W类N条、W类N条；W类N条，其中N条。",
            "通过网站主动公开N条，其中W类N条、W类N条。",
            "网站栏目主动公开政府信息N条。",
            "网站等主动公开政府信息N条，网站等N条。",
            "开展了一次检查，办了一起，理了一起。",
            "百分之五，百分之十二，百分之一百，N个百分点，N点5%。",
            "a@12条，id=12条，x12@b.cn。",
            "第三部门，N部，N亿，N千亿元，百余条，千余条。",
            "较上年N条增长P，较去年N件下降P，比上年同期的N个百分点。",
            "新收申请约N件，较上年N件增长P；未收到N件。",
            "依申请公开收到约N件，未收到行政复议。",
            "收到申请N件，办结N件。答复N件，结转N件。",
            "收到申请N件，上年结转N件，共N件，已答复N件，结转下年度N件，其中网络申请N件。",
            "提高至N条，增长P。",
            "主动公开总量的P，全部信息的P，约N条占P。",
            "未公开N条，占P。",
            "信息公开专栏公开信息N条，政务公开专栏公开信息N条，公开专栏N条。",
            "专栏公开信息N件，公开信息N条，公开N篇，未公开信息。",
            "主动公开政府信息N条。全年公开政府信息N条。",
            "Y年共主动公开政府信息N条，微博公开N条。",
            "邮箱：a@b.gov.cn，网址http://www.x.gov.cn/?id=12，电话0431-88776655。",
            "《W》（N号）、《WN条措施》等文件N件！",
            "现有工作人员N名，其中专职N名、兼职N名。",
            "举办培训N期，培训N人次。",
            "回复留言N条？办结N件。",
            "公布服务事项N项，即办件N项，“最多跑一次”N项，占P。",
            "W，W，WN个，W。",
            "WN多次，WN千U，N亿元，N点。",
            "制定规范性文件N件，废止N件，现行有效N件。",
            "N、W。",
            "1.W是WNU；",
            "（三）WNU、WNU、WNU，共NU。",
            "第N条、第（N）项，〔Y〕N号。",
            "#W",
            "2．W",
            "W的方式、平台公开NU，各部门N条，乡镇N条，县直单位N个。",
            "统计期限为Y年M月D日至Y年M月D日。",
            "Y年5月D日起施行。",
            "截至Y年M月D号，共NU。",
        };
        static const char *const parts[] = {"\n一、总体情况\n",
                                            "\n二、主动公开政府信息情况\n",
                                            "\n三、收到和处理政府信息公开申请情况\n",
                                            "\n四、政府信息公开行政复议、行政诉讼情况\n",
                                            "\n五、存在的主要问题及改进情况\n",
                                            "\n六、其他需要报告的事项\n",
                                            "\n一、概述\n",
                                            "\n二、依申请公开和不予公开情况\n",
                                            "\n三、收费及减免情况\n",
                                            "\n(一)W。",
                                            "\n",
                                            "\n二、依申请公开政府信息情况\n",
                                            "\n附件："};
        static const char *const makers[] = {"青禾县人民政府",
                                             "青禾县卫生局",
                                             "青禾县石桥镇",
                                             "中共青禾县委",
                                             "青禾县教育局的",
                                             "某单位",
                                             ""};
        static const char *const ends[] = {"\nY年M月D日\n",
                                           "\n青禾县卫生局\nY年M月D日",
                                           "\n二○一九年十二月三十一日\n",
                                           "",
                                           "\n(此件公开发布)\n",
                                           "\n二О二一年一月D日\n",
                                           "\nYMD\n",
                                           "Y年M月D日"};
        const char *out =
            gen_int(g, 0, 9)
                ? mem_printf(mem, "%s%d年%s政府信息公开%s报告\n", gen_pick(g, makers, N(makers)),
                             year, gen_int(g, 0, 5) ? "" : "度",
                             gen_int(g, 0, 1) ? "工作年度" : "年度")
                : mem_printf(mem, "政务公开年度报告\n%s根据条例编制%d年年度报告。",
                             gen_pick(g, makers, N(makers)), year);

        if (gen_int(g, 0, 2))
                out = mem_printf(
                    mem, "%s%s", out,
                    filled(mem, g, "本报告所列数据的统计期限自Y年M月D日至Y年M月D日。\n"));
        for (int64_t k = gen_int(g, 3, 16); k > 0; k--)
                out = mem_printf(mem, "%s%s", out,
                                 filled(mem, g,
                                        gen_int(g, 0, 3) ? gen_pick(g, sentences, N(sentences))
                                                         : gen_pick(g, parts, N(parts))));
        return mem_printf(mem, "%s%s", out, filled(mem, g, gen_pick(g, ends, N(ends))));
}

/* Sentences as reports have them, with figures that do or do not agree. */
static const char *
narratives(TALLOC_CTX *mem, struct gen *g)
{
        int year = gen_int(g, 0, 4) ? (int)gen_int(g, 2018, 2022) : (int)gen_int(g, 1998, 2012);
        const char *text = narrative(mem, g, year), *older = narrative(mem, g, year - 1), *wrong;
        struct report *rep, *before;

        if (!gen_int(g, 0, 9))
                text = mem_printf(mem, "\xef\xbb\xbf%s\r\n\f", text);
        if (report_read(mem, "x", older, strlen(older), &before) != 0)
                before = NULL;
        if (report_read(mem, "x", text, strlen(text), &rep) != 0)
                return NULL;
        wrong = holds(mem, rep, before, strlen(text));
        return wrong ? mem_printf(mem, "%s:\n%s", wrong, text) : NULL;
}

/* ---- forms ---- */

static const char *
changed_forms(TALLOC_CTX *mem, struct gen *g)
{
        size_t i = (size_t)gen_int(g, 0, (int64_t)n_forms - 1);
        const char *text = mem_strndup(mem, forms[i].bytes, forms[i].n);
        struct problems p = {.mem = mem};
        struct form *form;

        for (int64_t k = gen_int(g, 0, 3); k > 0; k--) {
                size_t at = somewhere(g, text), other = somewhere(g, text);
                size_t end = at + strcspn(text + at, gen_int(g, 0, 1) ? " |\n" : "\n");

                text = mem_printf(
                    mem, "%.*s%.*s%s", (int)at, text,
                    gen_int(g, 0, 1) ? 0
                                     : (int)strcspn(text + other, gen_int(g, 0, 1) ? " |\n" : "\n"),
                    text + other, text + end);
        }
        if (form_read(mem, text, strlen(text), &p, &form) == FORM_FAULTY)
                return p.n > 0 ? NULL : "refused without a reason";
        return form->id[0] && form->n_parts > 0 ? NULL : "a form of nothing";
}

static void
read_forms(TALLOC_CTX *mem, const char *folder)
{
        static const char *const names[] = {"2012", "2014", "2019", "2021"};

        for (size_t i = 0; i < N(names); i++)
                if (file_read(mem, mem_printf(mem, "%s/%s.txt", folder, names[i]), MiB(1),
                              &forms[n_forms].bytes, &forms[n_forms].n) == 0)
                        n_forms++;
}

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};

        if (argc != 3)
                return 2;
        scan_known = harvest(mem, mem_printf(mem, "%s/scan", argv[1]));
        report_known = harvest(mem, mem_printf(mem, "%s/report", argv[1]));
        read_forms(mem, argv[2]);
        if (scan_known.n < 100 || report_known.n < 100 || n_forms < 4 ||
            scan_words_read(mem, scan_words_shipped(), &p, &shipped_words) != 0)
                return 2;
        property_run("what a scan finds lies where it says", scanned_texts);
        property_run("what a scan finds in a body is whole", scanned_bodies);
        property_run("a changed report has no fault without evidence", changed_reports);
        property_run("a report of words alone is told well-formed", invented_reports);
        property_run("a narrative has no fault without evidence", narratives);
        property_run("a changed form is refused with a reason or whole", changed_forms);
        return property_end();
}
