/* scan_labelled SENTENCES [TEXT…]: how well the scan before publication finds what it must and
 * leaves alone what it must, on sentences labelled by hand and on many written from a seed.
 * Sentences: see the head of tests/data/scan/sentences.txt. Precision and recall of each kind are
 * printed and must not fall below the thresholds of docs/benchmarks.md. */
#include "base/file.h"
#include "base/text.h"
#include "domain/scan/scan.h"
#include "property.h"

enum { KINDS = SCAN_WORD + 1, LABELS = 64, ROUNDS = 4000 };

struct label {
        enum scan_kind kind;
        const char *text;
};

struct tally {
        size_t wanted, found, right;
};

enum { BY_HAND, FROM_SEED, HARD, SETS };
static struct tally all[SETS][KINDS];
static size_t n_cases[SETS];
static const struct scan_words *words;
static int n_done;

static const char left[] = "⟦", right_[] = "⟧";

/* The text without its labels, which are put down in order. */
static const char *
strip(TALLOC_CTX *mem, const char *line, struct label *labels, size_t *n)
{
        struct buf out = buf_new(mem, KiB(64));

        for (const char *s = line; *s;) {
                const char *open = strstr(s, left), *close = open ? strstr(open, right_) : NULL;
                const char *blank = close ? strchr(open, ' ') : NULL;

                if (!blank || blank > close || *n == LABELS) {
                        buf_str(&out, s);
                        break;
                }
                buf_put(&out, s, (size_t)(open - s));
                open += strlen(left);
                if (!scan_kind_read(mem_strndup(mem, open, (size_t)(blank - open)),
                                    &labels[*n].kind)) {
                        printf("Bail out! no such kind: %s\n", open);
                        exit(1);
                }
                labels[*n].text = mem_strndup(mem, blank + 1, (size_t)(close - blank - 1));
                buf_str(&out, labels[(*n)++].text);
                s = close + strlen(right_);
        }
        return buf_text(&out);
}

static bool
same(TALLOC_CTX *mem, const char *a, const char *b)
{
        a = text_trim(mem, a);
        b = text_trim(mem, b);
        return strstr(a, b) || strstr(b, a);
}

static void
judge(TALLOC_CTX *mem, size_t set, const char *line)
{
        struct label labels[LABELS];
        size_t n = 0;
        const char *text = strip(mem, line, labels, &n);
        struct problems problems = {.mem = mem};
        const struct scan_options opt = {.words = words};
        struct scan_findings f;
        bool had[LABELS] = {false};
        struct body *body = NULL;

        n_cases[set]++;
        if (text[0] == '@') {
                const char *blank = strchr(text, ' ');
                struct scan_text t = {.field =
                                          mem_strndup(mem, text + 1, (size_t)(blank - text - 1)),
                                      .label = "",
                                      .text = blank + 1};

                f = scan(mem, &t, 1, NULL, &opt);
        } else {
                if (body_from_text(mem, text, &problems, &body)) {
                        printf("Bail out! no body: %s\n", text);
                        exit(1);
                }
                f = scan(mem, NULL, 0, body, &opt);
        }
        for (size_t i = 0; i < n; i++)
                all[set][labels[i].kind].wanted++;
        for (size_t k = 0; k < f.n; k++) {
                const struct scan_finding *x = &f.list[k];
                size_t i = 0;

                if (x->kind > SCAN_WORD)
                        continue;
                all[set][x->kind].found++;
                while (i < n && (had[i] || labels[i].kind != x->kind ||
                                 !same(mem, labels[i].text, x->found)))
                        i++;
                if (i < n) {
                        had[i] = true;
                        all[set][x->kind].right++;
                } else {
                        printf("# wrong: %s %s in: %s\n", scan_kind_code(x->kind), x->found, text);
                }
        }
        for (size_t i = 0; i < n; i++)
                if (!had[i])
                        printf("# missed: %s %s in: %s\n", scan_kind_code(labels[i].kind),
                               labels[i].text, text);
}

/* ---- by hand ---- */

static void
judge_sentences(const char *text)
{
        size_t set = BY_HAND;

        for (const char *s = text; *s;) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct buf one = buf_new(mem, KiB(64));

                do {
                        size_t len = strcspn(s, "\n");

                        buf_put(&one, s, len);
                        buf_char(&one, '\n');
                        s += len + (s[len] == '\n');
                } while (buf_text(&one)[0] == '|' && *s == '|');
                if (strncmp(buf_text(&one), "# -- hard", 9) == 0)
                        set = HARD;
                if (one.len > 1 && buf_text(&one)[0] != '#')
                        judge(mem, set, mem_strndup(mem, buf_text(&one), one.len - 1));
        }
}

/* ---- from a seed ---- */

static const char *
digits(TALLOC_CTX *mem, struct gen *g, size_t n)
{
        char *s = mem_array(mem, char, n + 1);

        for (size_t i = 0; i < n; i++)
                s[i] = (char)('0' + gen_int(g, 0, 9));
        return s;
}

static const char *
an_identity(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const regions[] = {"110101", "130102", "220221", "320505", "360726",
                                              "370102", "440304", "510104", "610103", "650102"};
        static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        char *d =
            mem_printf(mem, "%s%04d%02d%02d000", gen_pick(g, regions, N(regions)),
                       (int)gen_int(g, 1930, 2022), (int)gen_int(g, 1, 12), (int)gen_int(g, 1, 28));
        int sum = 0;

        for (size_t i = 0; i < N(weight); i++)
                sum += (d[i] - '0') * weight[i];
        return mem_printf(mem, "%s%c", d, "10X98765432"[sum % 11]);
}

static const char *
a_card(TALLOC_CTX *mem, struct gen *g)
{
        char *d = mem_printf(mem, "62%s0", digits(mem, g, gen_int(g, 0, 1) ? 13 : 16));
        size_t n = strlen(d);

        for (d[2] = d[2] == '0' ? '2' : d[2]; d[n - 1] <= '9'; d[n - 1]++) {
                int sum = 0;

                for (size_t i = 0; i < n; i++) {
                        int v = (d[n - 1 - i] - '0') * (i % 2 ? 2 : 1);

                        sum += v > 9 ? v - 9 : v;
                }
                if (sum % 10 == 0)
                        break;
        }
        return d;
}

/* The same figures in the ways people write them. */
static const char *
dressed(TALLOC_CTX *mem, struct gen *g, const char *s, size_t first, size_t then)
{
        struct buf out = buf_new(mem, KiB(1));
        int64_t way = gen_int(g, 0, 4);
        char c[4];

        for (size_t i = 0; s[i]; i++) {
                if (way == 1 && i >= first && (i - first) % then == 0)
                        buf_char(&out, ' ');
                if (way == 2)
                        buf_put(&out, c, text_encode(0xff00u + (uint32_t)(s[i] - 0x20), c));
                else
                        buf_char(&out, s[i]);
        }
        return buf_text(&out);
}

static const char *
a_mobile(TALLOC_CTX *mem, struct gen *g)
{
        return mem_printf(mem, "1%d%s", (int)gen_int(g, 3, 9), digits(mem, g, 9));
}

static const char *
a_plate(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const provinces[] = {"京", "沪", "鲁", "粤", "苏",
                                                "浙", "川", "豫", "陕"};
        static const char chars[] = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
        const char *dot = gen_int(g, 0, 2) ? "" : "·";
        char *tail = mem_printf(mem, "%s", digits(mem, g, 5));

        if (gen_int(g, 0, 2) == 0)
                return mem_printf(mem, "%s%c%s%c%s", gen_pick(g, provinces, N(provinces)),
                                  chars[gen_int(g, 0, 7)], dot, gen_int(g, 0, 1) ? 'D' : 'F', tail);
        tail[gen_int(g, 0, 4)] = chars[gen_int(g, 0, (int64_t)sizeof(chars) - 2)];
        return mem_printf(mem, "%s%c%s%s", gen_pick(g, provinces, N(provinces)),
                          chars[gen_int(g, 0, 7)], dot, tail);
}

static const char *
a_name(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const family[] = {"王", "李", "张", "刘", "陈", "赵", "周", "孙", "罗"};
        static const char *const given[] = {"建国", "秀英", "伟",   "丽华",
                                            "志强", "小红", "文博", "敏"};

        return mem_printf(mem, "%s%s", gen_pick(g, family, N(family)),
                          gen_pick(g, given, N(given)));
}

static const char *
an_address(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const streets[] = {"文化路", "解放街", "幸福巷", "经七路", "向阳大街"};
        static const char *const villages[] = {"古田村", "朝阳村", "李家庄村"};

        if (gen_int(g, 0, 2) == 0)
                return mem_printf(mem, "%s%d组%d号", gen_pick(g, villages, N(villages)),
                                  (int)gen_int(g, 1, 12), (int)gen_int(g, 1, 99));
        return mem_printf(mem, "%s%d号%d号楼%d单元%d室", gen_pick(g, streets, N(streets)),
                          (int)gen_int(g, 1, 300), (int)gen_int(g, 1, 30), (int)gen_int(g, 1, 5),
                          (int)gen_int(g, 101, 3304));
}

static const char *
with_something(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const own[] = {"身份证号", "公民身份号码", "身份证号码：", "证件号码",
                                          "，"};
        static const char *const cards[] = {"银行卡号：", "卡号", "账号：", "开户行：农行，账号"};
        static const char *const phones[] = {"联系电话：", "手机", "电话", "，", "（"};
        static const char *const homes[] = {"住址：", "家住", "，现住", "家庭住址为",
                                            "，户籍所在地"};
        static const char *const marks[] = {"机密★", "绝密★", "秘密★1年", "秘密 ★ 10年",
                                            "機密☆3年"};
        static const char *const wrong[] = {"截止目前", "布署", "贯澈", "既使", "撤消", "帐户"};
        const char *name = a_name(mem, g);

        switch (gen_int(g, 0, 6)) {
        case 0:
                return mem_printf(mem, "申请人%s%s⟦identity %s⟧，符合条件。", name,
                                  gen_pick(g, own, N(own)),
                                  dressed(mem, g, an_identity(mem, g), 6, 8));
        case 1:
                return mem_printf(mem, "%s的%s⟦bank_card %s⟧，请于月底前核对。", name,
                                  gen_pick(g, cards, N(cards)),
                                  dressed(mem, g, a_card(mem, g), 4, 4));
        case 2:
                return mem_printf(mem, "%s%s⟦mobile %s⟧。", name, gen_pick(g, phones, N(phones)),
                                  dressed(mem, g, a_mobile(mem, g), 3, 4));
        case 3:
                return mem_printf(mem, "涉案车辆%s⟦plate %s⟧已依法处理。",
                                  gen_int(g, 0, 1) ? "" : "（", a_plate(mem, g));
        case 4:
                return mem_printf(mem, "%s%s⟦address %s⟧。", name, gen_pick(g, homes, N(homes)),
                                  an_address(mem, g));
        case 5:
                return mem_printf(mem, "⟦secret %s⟧", gen_pick(g, marks, N(marks)));
        default:
                return mem_printf(mem, "各单位按要求⟦word %s⟧有关工作。",
                                  gen_pick(g, wrong, N(wrong)));
        }
}

static const char *
with_nothing(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const numbers[] = {"发票号码", "合同编号：", "项目编号：", "订单编号",
                                              "档案号",   "流水号",     "许可证编号"};
        static const char *const units[] = {"元", "万元", "平方米", "吨", "公里", "千瓦时"};

        switch (gen_int(g, 0, 7)) {
        case 0:
                return mem_printf(mem, "%s%s，请妥善保管。", gen_pick(g, numbers, N(numbers)),
                                  digits(mem, g, (size_t)gen_int(g, 8, 20)));
        case 1:
                return mem_printf(mem, "累计完成%d%s%s。", (int)gen_int(g, 1, 9),
                                  digits(mem, g, (size_t)gen_int(g, 4, 12)),
                                  gen_pick(g, units, N(units)));
        case 2:
                return mem_printf(mem, "统一社会信用代码：91%sMA%s，经营正常。", digits(mem, g, 6),
                                  digits(mem, g, 8));
        case 3:
                return mem_printf(mem, "东经%d.%s，北纬%d.%s。", (int)gen_int(g, 73, 135),
                                  digits(mem, g, (size_t)gen_int(g, 4, 9)), (int)gen_int(g, 18, 53),
                                  digits(mem, g, (size_t)gen_int(g, 4, 9)));
        case 4:
                return mem_printf(mem, "安政办发〔%d〕%d号文件要求于%d-%02d-%02d前完成。",
                                  (int)gen_int(g, 2008, 2025), (int)gen_int(g, 1, 300),
                                  (int)gen_int(g, 2008, 2025), (int)gen_int(g, 1, 12),
                                  (int)gen_int(g, 1, 28));
        case 5:
                return mem_printf(mem, "项目代码%d-370102-78-01-%s，总投资%d万元。",
                                  (int)gen_int(g, 2016, 2025), digits(mem, g, 6),
                                  (int)gen_int(g, 10, 99999));
        case 6:
                return mem_printf(mem, "办公地址：%s%d号%d号楼%d室，联系科室：办公室。", "建设路",
                                  (int)gen_int(g, 1, 300), (int)gen_int(g, 1, 9),
                                  (int)gen_int(g, 101, 909));
        default:
                return mem_printf(mem, "全年收到申请%d件，结转%d件，涉及国家秘密不予公开%d件。",
                                  (int)gen_int(g, 1, 9999), (int)gen_int(g, 0, 99),
                                  (int)gen_int(g, 0, 9));
        }
}

static void
judge_written(void)
{
        struct gen g = {20240501};

        for (int i = 0; i < ROUNDS; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

                judge(mem, 1, gen_int(&g, 0, 1) ? with_something(mem, &g) : with_nothing(mem, &g));
        }
}

/* ---- judgement ---- */

static void
result(bool is_ok, const char *what)
{
        printf("%sok %d - %s\n", is_ok ? "" : "not ", ++n_done, what);
}

static void
judge_kind(TALLOC_CTX *mem, enum scan_kind k)
{
        for (size_t set = 0; set < 2; set++) {
                const struct tally *t = &all[set][k];
                /* Identity numbers: none missed, none wrong. */
                size_t recall = k == SCAN_IDENTITY ? 1000 : 990;
                size_t precision = k == SCAN_IDENTITY ? 1000 : 970;

                if (set == 1 && t->wanted == 0 && t->found == 0)
                        continue;
                result(t->right * 1000 >= t->wanted * recall &&
                           t->right * 1000 >= t->found * precision && t->wanted > 0,
                       mem_printf(mem, "%s, %s: recall %zu/%zu, precision %zu/%zu",
                                  scan_kind_code(k), set ? "from a seed" : "by hand", t->right,
                                  t->wanted, t->right, t->found));
        }
}

/* Writings as rare as they are odd: told as they are, all kinds together. What is found must be right all the same. */
static void
judge_hard(TALLOC_CTX *mem)
{
        struct tally sum = {0, 0, 0};

        for (size_t k = 0; k < KINDS; k++) {
                const struct tally *t = &all[HARD][k];

                if (t->wanted || t->found)
                        printf("# hard, %s: recall %zu/%zu, precision %zu/%zu\n",
                               scan_kind_code((enum scan_kind)k), t->right, t->wanted, t->right,
                               t->found);
                sum.wanted += t->wanted;
                sum.found += t->found;
                sum.right += t->right;
        }
        result(sum.right * 1000 >= sum.wanted * 900 && sum.right == sum.found,
               mem_printf(mem, "hard cases: recall %zu/%zu, precision %zu/%zu", sum.right,
                          sum.wanted, sum.right, sum.found));
}

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        char *text;
        size_t n;

        if (argc < 2 || file_read(mem, argv[1], MiB(4), &text, &n) ||
            scan_words_read(mem, scan_words_shipped(), &problems, &words)) {
                for (size_t i = 0; i < problems.n_list; i++)
                        printf("# line %zu: %s %s\n", problems.list[i].line, problems.list[i].field,
                               problems.list[i].message);
                printf("Bail out! %s\n", err_text());
                return 1;
        }
        judge_sentences(text);
        judge_written();
        for (size_t k = 0; k < KINDS; k++)
                judge_kind(mem, (enum scan_kind)k);
        judge_hard(mem);
        result(n_cases[BY_HAND] >= 150,
               mem_printf(mem, "%zu sentences by hand, %zu from a seed", n_cases[0], n_cases[1]));
        printf("1..%d\n", n_done);
        return 0;
}
