/* tests/property/words.c: texts made of the words that the readers know (harvest.h), and reports in which such words, lines and
 * figures were put in, taken out and exchanged. Whatever comes of it, what is found lies where it is said to lie, a fault has
 * its evidence, and what is told is well-formed. */
#include "base/file.h"
#include "base/text.h"
#include "domain/report/html.h"
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

static const char *
scanned_texts(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const own[] = {"0439-7220011", "(0431) 8877 6655", "12", "电话7220012"};
        const char *text = sentence(mem, g, &scan_known, 10), *wrong;
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
        if (json_read(mem, buf_text(&out), out.len, &p, &json) != 0 ||
            !text_valid(buf_text(&text), text.len))
                return "what is told is not well-formed";
        return NULL;
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
        text = sheet_write(mem, g, &s, d, (enum fault)gen_int(g, 0, FAULTS - 1));
        if (report_read(mem, "x", text, strlen(text), &before) != 0)
                before = NULL;
        for (int64_t k = gen_int(g, 1, 12); k > 0; k--)
                text = changed(mem, g, text);
        if (html_is_page(text, strlen(text)))
                text = html_text(mem, text, strlen(text));
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

static const char *
pages(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const pieces[] = {"<p>",
                                             "</p>",
                                             "<table>",
                                             "<tr>",
                                             "<td>",
                                             "</td>",
                                             "<td rowspan=\"2\" colspan='3'>",
                                             "<TH>",
                                             "</th></tr>",
                                             "</table>",
                                             "<br>",
                                             "<br/>",
                                             "<!-- ",
                                             " -->",
                                             "<script>",
                                             "x<y",
                                             "</script>",
                                             "<style>",
                                             "</style>",
                                             "&nbsp;",
                                             "&amp;",
                                             "&lt;",
                                             "&#20844;",
                                             "&#x516c;",
                                             "&#xzz;",
                                             "&#99999999;",
                                             "&#0;",
                                             "&unknown;",
                                             "&",
                                             "<",
                                             ">",
                                             "<div class=\"a>b\">",
                                             "</div>",
                                             "<title>",
                                             "</title>",
                                             "文字",
                                             "12",
                                             "\n",
                                             " ",
                                             "<!DOCTYPE html>",
                                             "<html>",
                                             "<body",
                                             "</li>",
                                             "<h1>",
                                             "</",
                                             "<a href='x'>"};
        const char *text = "", *out;

        for (int64_t k = gen_int(g, 1, 20); k > 0; k--)
                text = mem_printf(mem, "%s%s", text, gen_pick(g, pieces, N(pieces)));
        (void)html_is_page(text, strlen(text));
        out = html_text(mem, text, strlen(text));
        return text_valid(out, strlen(out)) ? NULL : text;
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
        property_run("a changed report has no fault without evidence", changed_reports);
        property_run("a report of words alone is told well-formed", invented_reports);
        property_run("a page becomes checked text", pages);
        property_run("a changed form is refused with a reason or whole", changed_forms);
        return property_end();
}
