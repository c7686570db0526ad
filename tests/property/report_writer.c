/* No statement asks the generator twice in the arguments of one call: compilers order those as they like, and a seed
 * is to mean one report everywhere. */
#include "report_writer.h"

#include "base/text.h"
#include "intake/html.h"

const char *const damage_names[DAMAGES] = {"whole",
                                           "piped",
                                           "piped and ruled",
                                           "tabbed",
                                           "flattened",
                                           "flattened, bar behind",
                                           "one line",
                                           "web page",
                                           "wrapped label",
                                           "page split",
                                           "cut label",
                                           "damaged label",
                                           "lost character",
                                           "lost cell",
                                           "traditional",
                                           "full width",
                                           "another year's form"};
const char *const fault_names[FAULTS] = {"none",
                                         "wrong cell of a sum",
                                         "part larger than the whole",
                                         "text against table",
                                         "parts of the narrative",
                                         "percentage",
                                         "growth",
                                         "statistical period",
                                         "form of the year",
                                         "township with rules",
                                         "proposals under 依申请公开",
                                         "missing part",
                                         "said twice",
                                         "applications in words",
                                         "carried over"};
const char *const fault_kinds[FAULTS] = {
    "",           "arithmetic", "arithmetic",   "inconsistent", "arithmetic",
    "arithmetic", "arithmetic", "date",         "form",         "semantic",
    "semantic",   "missing",    "inconsistent", "arithmetic",   "inconsistent"};

/* ---- cells ---- */

static size_t
find(const struct sheet *s, const char *id)
{
        size_t i = 0;

        id += strspn(id, "+-");
        while (i < s->n && strcmp(s->ids[i], id) != 0)
                i++;
        return i;
}

bool
sheet_has(const struct sheet *s, const char *id)
{
        return find(s, id) < s->n;
}

int64_t
sheet_value(const struct sheet *s, const char *id)
{
        size_t i = find(s, id);

        return i < s->n ? s->value[i] : 0;
}

static int64_t
sum_of(const struct sheet *s, const struct form_names *ids)
{
        int64_t sum = 0;

        for (size_t i = 0; i < ids->n; i++)
                sum += sheet_value(s, ids->list[i]);
        return sum;
}

static bool
all_there(const struct sheet *s, const struct form_rule *r)
{
        for (size_t i = 0; i < r->left.n; i++)
                if (!sheet_has(s, r->left.list[i]))
                        return false;
        for (size_t i = 0; i < r->right.n; i++)
                if (!sheet_has(s, r->right.list[i]))
                        return false;
        return true;
}

/* The left of each sum follows from its right; of 新收+结转=总计+结转, what was newly received. */
static void
add_up(struct sheet *s)
{
        for (int pass = 0; pass < 3; pass++)
                for (size_t i = 0; i < s->form->n_rules; i++) {
                        const struct form_rule *r = &s->form->rules[i];
                        size_t left = find(s, r->left.list[0]);

                        if (r->kind == FORM_MOST && all_there(s, r)) {
                                size_t right = find(s, r->right.list[0]);

                                if (s->value[right] < s->value[left])
                                        s->value[right] = s->value[left];
                                continue;
                        }
                        if (r->kind != FORM_SUM || !all_there(s, r))
                                continue;
                        s->value[left] = 0;
                        s->value[left] = sum_of(s, &r->right) - sum_of(s, &r->left);
                        if (s->value[left] < 0 && r->left.n == 2) {
                                s->value[find(s, r->left.list[1])] = 0;
                                s->value[left] = sum_of(s, &r->right);
                        }
                }
}

static bool
ends(const char *s, const char *word)
{
        size_t n = strlen(s), k = strlen(word);

        return n >= k && strcmp(s + n - k, word) == 0;
}

static void
draw_cells(struct sheet *s, struct gen *g)
{
        int64_t most = gen_int(g, 0, 3) ? 90 : 20000;

        for (size_t t = 0; t < s->form->n_tables; t++)
                for (size_t i = 0; i < s->form->tables[t].n_rows; i++) {
                        const struct form_row *row = &s->form->tables[t].rows[i];

                        for (size_t k = 0; k < row->cells.n && !row->spare; k++) {
                                s->ids[s->n] = row->cells.list[k];
                                s->value[s->n++] = gen_int(g, 0, 2) ? 0 : gen_int(g, 0, most);
                        }
                }
        for (size_t i = 0; i < s->n; i++)
                if (s->township && strstr(s->ids[i], "2_rules_"))
                        s->value[i] = 0;
                else if (ends(s->ids[i], "_delta") && gen_int(g, 0, 1))
                        s->value[i] = -gen_int(g, 0, s->value[i - 1]);
                else if (ends(s->ids[i], "_decisions")) /* never by chance the sum of items */
                        s->value[i] += 40000;
        add_up(s);
}

struct sheet
sheet_draw(TALLOC_CTX *mem, struct gen *g, enum damage damage)
{
        static const char *const places[] = {"青禾县", "临溪市", "云岭区", "石桥县", "平川市"};
        static const char *const towns[] = {"柳荫镇", "双河乡", "望江街道"};
        static const char *const bureaus[] = {"水务局", "教育局", "财政局", "卫生健康局"};
        size_t n;
        const struct form *const *forms = forms_shipped(&n);
        struct sheet s = {.form = forms[gen_int(g, 1, 4)]}; /* the narrative is of the last four */
        int64_t who = gen_int(g, 0, 2);

        s.year = (int)gen_int(g, s.form->from < 2009 ? 2009 : s.form->from,
                              s.form->to > 2025 ? 2025 : s.form->to);
        if (damage == OTHER_FORM) { /* not a fault: 2019 and 2020 might, earlier years had none */
                s.form = forms[gen_int(g, 2, 3)];
                s.year = s.form == forms[2] ? (int)gen_int(g, 2019, 2020) : 2018;
        }
        s.place = gen_pick(g, places, N(places));
        s.township = who == 0;
        s.issuer = who == 0   ? mem_printf(mem, "%s%s", s.place, gen_pick(g, towns, N(towns)))
                   : who == 1 ? mem_printf(mem, "%s%s", s.place, gen_pick(g, bureaus, N(bureaus)))
                              : s.place;
        draw_cells(&s, g);
        return s;
}

bool
sheet_break(struct sheet *s, struct gen *g, enum fault fault)
{
        enum form_rule_kind kind = fault == PART_TOO_BIG ? FORM_MOST : FORM_SUM;
        const struct form_rule *r;
        size_t at, tries = 0;

        if (fault == TOWN_RULES) {
                const char *id = mem_printf(NULL, "%s2_rules_%s", s->form->from < 2021 ? "b" : "c",
                                            s->form->from < 2021 ? "total_public" : "in_force");

                at = find(s, id);
                talloc_free((void *)(uintptr_t)id);
                if (!s->township || at == s->n)
                        return false;
                s->value[at] += gen_int(g, 1, 9);
                return true;
        }
        if (fault != WRONG_CELL && fault != PART_TOO_BIG)
                return true;
        do {
                r = &s->form->rules[gen_int(g, 0, (int64_t)s->form->n_rules - 1)];
                if (tries++ > 400)
                        return false;
        } while (r->kind != kind || !all_there(s, r) ||
                 (s->township && strstr(r->left.list[0], "_rules_")));
        at = find(s, r->left.list[0]);
        if (kind == FORM_SUM && gen_int(g, 0, 1))
                at = find(s, r->right.list[gen_int(g, 0, (int64_t)r->right.n - 1)]);
        s->wrong_cell = s->ids[at];
        s->right_value = s->value[at];
        s->value[at] = kind == FORM_MOST ? sum_of(s, &r->right) + gen_int(g, 1, 50)
                                         : s->value[at] + gen_int(g, 1, 50);
        return true;
}

/* ---- writing ---- */

struct pen {
        TALLOC_CTX *mem;
        struct buf b;
        struct gen *g;
        struct sheet *s;
        enum damage damage;
        enum fault fault;
};

enum { ROW_MAX = 24 };

struct line { /* of a table */
        const char *cells[ROW_MAX];
        size_t n;
        bool head;
};

static void
cell(struct line *l, const char *s)
{
        assert(l->n < ROW_MAX);
        l->cells[l->n++] = s;
}

static const char *
char_after(const char *s, size_t n)
{
        while (n-- > 0 && *s) {
                s++;
                while (((uint8_t)*s & 0xc0) == 0x80)
                        s++;
        }
        return s;
}

static size_t
chars(const char *s)
{
        size_t n = 0;

        for (; *s; s = char_after(s, 1))
                n++;
        return n;
}

/* A label as the damage leaves it. */
static const char *
label(struct pen *p, const char *s)
{
        size_t n = chars(s), at = (size_t)gen_int(p->g, 0, (int64_t)n - 1), left;
        const char *a = char_after(s, at), *b = char_after(a, 1);

        if (n < 6 || gen_int(p->g, 0, 2))
                return s;
        switch (p->damage) {
        case CUT_LABEL:
                left = n - (size_t)gen_int(p->g, 1, (int64_t)n / 3);
                if (gen_int(p->g, 0, 1))
                        return mem_strndup(p->mem, s, (size_t)(char_after(s, left) - s));
                return char_after(s, n - left);
        case DAMAGED_LABEL:
                return mem_printf(p->mem, "%.*s%s%s", (int)(a - s), s,
                                  gen_int(p->g, 0, 1) ? "□" : "某", b);
        case LOST_CHARACTER:
                return mem_printf(p->mem, "%.*s%s", (int)(a - s), s, b);
        default:
                return s;
        }
}

static void
put_spaced(struct pen *p, const struct line *l)
{
        const char *first = l->cells[0];
        bool wrap =
            p->damage == WRAPPED_LABEL && !l->head && chars(first) > 5 && gen_int(p->g, 0, 2) == 0;
        size_t n = wrap ? (size_t)gen_int(p->g, 2, (int64_t)chars(first) - 2) : 0;
        const char *rest = char_after(first, n);
        int64_t where =
            wrap ? gen_int(p->g, 0, 2) : 0; /* figures by the first, second line, between */

        if (wrap)
                buf_printf(&p->b, "   %.*s", (int)(rest - first), first);
        else
                buf_printf(&p->b, "  %s", first);
        if (wrap && where == 1)
                buf_printf(&p->b, "\n      %s", rest);
        if (wrap && where == 2)
                buf_str(&p->b, "\n        ");
        for (size_t i = 1; i < l->n; i++)
                buf_printf(&p->b, "%*s%s", (int)gen_int(p->g, 2, 9), "", l->cells[i]);
        if (wrap && where != 1)
                buf_printf(&p->b, "\n      %s", rest);
        buf_str(&p->b, "\n");
}

static void
put_line(struct pen *p, const struct line *l)
{
        if (p->damage == PAGE) {
                buf_str(&p->b, "<tr>");
                for (size_t i = 0; i < l->n; i++)
                        buf_printf(&p->b, "<td%s>%s</td>",
                                   gen_int(p->g, 0, 9) ? "" : " align=\"center\"", l->cells[i]);
                buf_str(&p->b, "</tr>\n");
                return;
        }
        switch (p->damage) {
        case PIPED:
        case LOST_CELL:
        case CUT_LABEL:
        case DAMAGED_LABEL:
                for (size_t i = 0; i < l->n; i++)
                        buf_printf(&p->b, "%s%s", l->cells[i], i + 1 < l->n ? " | " : " |\n");
                break;
        case RULED:
                buf_str(&p->b, "|");
                for (size_t i = 0; i < l->n; i++)
                        buf_printf(&p->b, " %s |", l->cells[i]);
                buf_str(&p->b, "\n");
                for (size_t i = 0; l->head && i < l->n; i++)
                        buf_printf(&p->b, "%s%s", i ? "---|" : "|---|", i + 1 < l->n ? "" : "\n");
                break;
        case TABBED:
        case FULL_WIDTH:
                for (size_t i = 0; i < l->n; i++)
                        buf_printf(&p->b, "%s%s", l->cells[i], i + 1 < l->n ? "\t" : "\n");
                break;
        case FLATTENED:
        case LOST_CHARACTER:
                for (size_t i = 0; i < l->n; i++)
                        if (*l->cells[i])
                                buf_printf(&p->b, "%s\n%s", l->cells[i],
                                           p->damage == FLATTENED ? "\n" : "");
                break;
        case FLAT_BARRED:
                for (size_t i = 0; i < l->n; i++)
                        buf_printf(&p->b, *l->cells[i] ? "%s |\n" : "|\n", l->cells[i]);
                buf_str(&p->b, "||\n");
                break;
        case ONE_LINE:
                for (size_t i = 0; i < l->n; i++)
                        buf_printf(&p->b, "%s ", l->cells[i]);
                break;
        default:
                put_spaced(p, l);
                if (p->damage == PAGE_SPLIT && gen_int(p->g, 0, 7) == 0)
                        buf_printf(&p->b, "\n               - %d -\n\n", (int)gen_int(p->g, 1, 30));
        }
}

static bool
shows_blanks(enum damage d)
{
        return d == PIPED || d == RULED || d == TABBED || d == PAGE || d == FLAT_BARRED;
}

static const char *
figure(struct pen *p, size_t at)
{
        const char *id = p->s->ids[at];
        int64_t v = p->s->value[at];

        if (p->s->blank[at])
                return "";
        if (ends(id, "_delta") && v > 0)
                return mem_printf(p->mem, gen_int(p->g, 0, 1) ? "+%ld" : "增%ld", (long)v);
        if (ends(id, "_delta") && v < 0 && gen_int(p->g, 0, 1))
                return mem_printf(p->mem, "减%ld", (long)-v);
        if (ends(id, "procure_amount"))
                return mem_printf(p->mem, "%ld万元", (long)v);
        return mem_printf(p->mem, "%ld", (long)v);
}

/* Cells that add nothing may be blank where the shape shows it. */
static void
blank_some(struct pen *p, size_t t)
{
        for (size_t i = 0; i < p->s->n; i++)
                if (p->s->ids[i][1] == '4' && !ends(p->s->ids[i], "_total") &&
                    p->s->value[i] == 0 && p->s->form->tables[t].prefix[1] == '4' &&
                    gen_int(p->g, 0, 1))
                        p->s->blank[i] = true;
}

static void
heads_of(struct pen *p, const struct form_table *t, const struct form_row *row)
{
        struct line l = {.head = true};

        if (t->prefix[1] == '2') {
                cell(&l, "信息内容");
                for (size_t k = 0; k < row->columns.n; k++)
                        cell(&l, label(p, row->columns.list[k]));
        } else if (t->prefix[1] == '3') {
                cell(&l, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）");
                cell(&l, "申请人情况");
                put_line(p, &l);
                l.n = 0;
                cell(&l, "自然人");
                cell(&l, "商业企业");
                cell(&l, "科研机构");
                cell(&l, "社会公益组织");
                cell(&l, "法律服务机构");
                cell(&l, "其他");
                cell(&l, "总计");
        } else if (t->prefix[1] == '4') {
                cell(&l, "行政复议");
                cell(&l, "未经复议直接起诉");
                cell(&l, "复议后起诉");
                put_line(p, &l);
                l.n = 0;
                cell(&l, "结果维持");
                cell(&l, "结果纠正");
                cell(&l, "其他结果");
                cell(&l, "尚未审结");
                cell(&l, "总计");
        } else {
                cell(&l, "统计指标");
                cell(&l, "单位");
                cell(&l, "统计数");
        }
        put_line(p, &l);
}

/* Rows of the old tables have their headings and units, those of table 3 their groups. */
static const char *
group_before(const struct form_row *row)
{
        static const struct {
                const char *row, *group;
        } groups[] = {{"rules", "第二十条第（一）项"},
                      {"license", "第二十条第（五）项"},
                      {"penalty", "第二十条第（六）项"},
                      {"fee", "第二十条第（八）项"},
                      {"procure", "第二十条第（九）项"},
                      {"granted", "三、本年度办理结果"},
                      {"deny_secret", "（三）不予公开"},
                      {"unable_nothold", "（四）无法提供"},
                      {"reject_petition", "（五）不予处理"},
                      {"1_total", "一、主动公开情况"},
                      {"1_gazette", "（二）通过不同渠道和方式公开政府信息的情况"},
                      {"2_total", "二、回应解读情况"},
                      {"3_recv", "三、依申请公开情况"},
                      {"8_office", "八、机构建设和保障经费情况"},
                      {"9_meeting", "九、政府信息公开会议和培训情况"}};

        for (size_t i = 0; i < N(groups); i++)
                if (strcmp(groups[i].row, row->id) == 0)
                        return groups[i].group;
        return NULL;
}

static void
put_row(struct pen *p, const struct form_table *t, const struct form_row *row)
{
        const char *group = group_before(row);
        struct line l = {0}, head = {.head = true};
        bool old = t->prefix[1] != '2' && t->prefix[1] != '3' && t->prefix[1] != '4';

        if (t->prefix[1] == '2' && (group || p->damage == PAGE_SPLIT)) {
                if (group) {
                        cell(&head, group);
                        put_line(p, &head);
                }
                heads_of(p, t, row);
                group = NULL;
        } else if (group && old) {
                cell(&head, group);
                put_line(p, &head);
                group = NULL;
        }
        if (group) {
                if (shows_blanks(p->damage) && p->damage != FLAT_BARRED)
                        cell(&l, group);
                else {
                        cell(&head, group);
                        put_line(p, &head);
                }
        }
        if (t->prefix[1] != '4' || gen_int(p->g, 0, 1))
                cell(&l, t->prefix[1] == '4' ? "" : label(p, row->label));
        if (l.n && !*l.cells[0] && !shows_blanks(p->damage))
                l.n = 0;
        if (old && gen_int(p->g, 0, 3))
                cell(&l, row->unit);
        for (size_t k = 0; k < row->cells.n; k++)
                cell(&l, figure(p, find(p->s, row->cells.list[k])));
        if (l.n == row->cells.n && p->damage != PIPED && p->damage != RULED &&
            p->damage != TABBED && p->damage != PAGE) { /* a row of figures alone */
                struct line bare = l;

                if (bare.n < ROW_MAX && p->damage != FLATTENED && p->damage != FLAT_BARRED &&
                    p->damage != LOST_CELL) {
                        buf_str(&p->b, p->damage == ONE_LINE ? "" : "  ");
                        for (size_t k = 0; k < bare.n; k++)
                                buf_printf(&p->b, "%s%s", bare.cells[k],
                                           k + 1 < bare.n ? "  " : "\n");
                        return;
                }
        }
        put_line(p, &l);
}

static void
put_table(struct pen *p, size_t at)
{
        const struct form_table *t = &p->s->form->tables[at];

        if (shows_blanks(p->damage) && p->fault != WRONG_CELL)
                blank_some(p, at);
        if (p->damage == PAGE)
                buf_str(&p->b, "<table>\n");
        if (t->prefix[1] != '2')
                heads_of(p, t, &t->rows[0]);
        for (size_t i = 0; i < t->n_rows; i++)
                if (!t->rows[i].spare)
                        put_row(p, t, &t->rows[i]);
        buf_str(&p->b, p->damage == PAGE ? "</table>\n" : "\n");
}

/* ---- the narrative ---- */

static void
fact(struct pen *p, const char *name, double value)
{
        assert(p->s->n_facts < SHEET_FACTS);
        p->s->fact_names[p->s->n_facts] = name;
        p->s->facts[p->s->n_facts++] = value;
}

static void
para(struct pen *p, const char *fmt, ...)
{
        va_list ap;
        char *s;

        va_start(ap, fmt);
        s = mem_must(talloc_vasprintf(p->mem, fmt, ap));
        va_end(ap);
        if (p->damage == PAGE)
                buf_printf(&p->b, "<p>%s</p>\n", s);
        else if ((p->damage == PAGE_SPLIT || p->damage == WHOLE) && chars(s) > 24) {
                const char *from = s;

                while (*from) { /* lines of a page */
                        const char *to = char_after(from, 26);

                        while (*to && strchr("0123456789.%-", to[-1]) &&
                               strchr("0123456789.%-", *to))
                                to++; /* no line ends within a number */

                        buf_printf(&p->b, "%s%.*s\n", from == s ? "    " : "", (int)(to - from),
                                   from);
                        if (p->damage == PAGE_SPLIT && *to && gen_int(p->g, 0, 5) == 0)
                                buf_printf(&p->b, "\n          - %d -\n\n",
                                           (int)gen_int(p->g, 1, 30));
                        from = to;
                }
        } else
                buf_printf(&p->b, "%s\n", s);
}

/* 其中 classes of the items disclosed. */
static void
tell_disclosed(struct pen *p)
{
        static const char *const totals[] = {
            "%d年，%s主动公开政府信息%ld条，其中机构职能类%ld条、政策文件类%ld条、工作动态类%"
            "ld条、其他%ld条。",
            "%d年度，%s共主动公开各类政府信息%ld条。其中：概况信息%ld条，规划计划%ld条，业务工作%"
            "ld条，其他信息%ld条。",
            "%d年，%s累计主动公开信息%ld件，包括组织机构%ld件，财政信息%ld件，通知公告%ld件，其他%"
            "ld件。"};
        static const char *const whom[] = {"我单位", "全年", "本机关"};
        const char *words, *who;
        int64_t part[4], total = 0;
        bool township_table = p->s->form->from < 2019;

        for (size_t i = 0; i < 4; i++)
                total += part[i] = gen_int(p->g, 1, 900);
        if (township_table) { /* the table says the same */
                const char *id = p->s->form->from < 2014 ? "y12_proactive_total" : "a1_total";

                part[3] = gen_int(p->g, 1, 900);
                total = sheet_value(p->s, id);
                if (total < 10) {
                        part[0] = total;
                        part[1] = part[2] = part[3] = 0;
                } else {
                        part[0] = total / 3;
                        part[1] = total / 5;
                        part[2] = total / 7;
                        part[3] = total - part[0] - part[1] - part[2];
                }
        }
        fact(p, "proactive_total", (double)total);
        for (size_t i = 0; i < 4; i++) {
                if (p->fault == WRONG_PARTS && i == 3)
                        part[3] += gen_int(p->g, 1, 40);
                fact(p, "class_items", (double)part[i]);
        }
        words = gen_pick(p->g, totals, N(totals));
        who = gen_pick(p->g, whom, N(whom));
        para(p, words, p->s->year, who, (long)total, (long)part[0], (long)part[1], (long)part[2],
             (long)part[3]);
        if (p->fault == SAID_TWICE)
                para(p, "经统计，本年度主动公开政府信息%ld条，均已上网。",
                     (long)(total + gen_int(p->g, 1, 9)));
}

static void
tell_more(struct pen *p)
{
        int64_t n = gen_int(p->g, 2, 90), whole = gen_int(p->g, 20, 900);
        int64_t part = gen_int(p->g, 1, whole - 1), old = gen_int(p->g, 10, 900);
        int64_t now = old + gen_int(p->g, 1, 300);
        double share = 100.0 * (double)part / (double)whole;
        double growth = 100.0 * (double)(now - old) / (double)old;

        para(p, "召开新闻发布会%ld场，发布政策解读%ld篇，举办培训%ld次，培训%ld人次。", (long)n,
             (long)n + 3, (long)n + 5, (long)n + 7);
        fact(p, "press_conferences", (double)n);
        fact(p, "interpretations", (double)n + 3);
        fact(p, "trainings", (double)n + 5);
        fact(p, "trainees", (double)n + 7);
        if (p->fault == WRONG_SHARE)
                share += (double)gen_int(p->g, 4, 20);
        para(p, "公布政务服务事项%ld项，其中“最多跑一次”事项%ld项，占总数的%.1f%%。", (long)whole,
             (long)part, share);
        fact(p, "service_items", (double)whole);
        if (p->fault == WRONG_GROWTH)
                growth += (double)gen_int(p->g, 4, 20);
        para(p, "全年收到群众来信%ld件，上年为%ld件，同比增长%.1f%%。", (long)now, (long)old,
             growth);
        fact(p, "letters_received", (double)now);
        para(p, gen_int(p->g, 0, 1)
                    ? "咨询电话：0712-4455667，邮编432000，地址：建设路88号。"
                    : "根据国办发〔2014〕32号和第二十条，印发《通知》（某政办〔2016〕15号）。");
}

static const char *
received_id(const struct sheet *s)
{
        return s->form->from < 2014   ? "y12_req_total"
               : s->form->from < 2019 ? "a3_recv"
               : s->form->from < 2021 ? "b3_new_sum"
                                      : "c3_new_sum";
}

static void
tell_requests(struct pen *p)
{
        static const char *const ways[] = {"全年共收到政府信息公开申请%ld件，均依法办理。",
                                           "本年度受理政府信息公开申请%ld件。",
                                           "全年新收政府信息公开申请%ld件，全部按期答复。"};
        int64_t n = sheet_value(p->s, received_id(p->s));

        if (p->fault == WRONG_TOPIC) {
                int64_t npc = gen_int(p->g, 2, 50), cppcc = gen_int(p->g, 2, 50);

                para(p, "（二）依申请公开。全年办理人大代表建议%ld件、政协提案%ld件，均已办结。",
                     (long)npc, (long)cppcc);
                return;
        }
        if (p->fault == TEXT_TABLE)
                n += gen_int(p->g, 1, 9);
        if (n == 0 && gen_int(p->g, 0, 1))
                para(p, "（二）依申请公开。全年未收到政府信息公开申请。");
        else
                para(p, mem_printf(p->mem, "（二）依申请公开。%s", gen_pick(p->g, ways, N(ways))),
                     (long)n);
        fact(p, "requests_received", (double)n);
}

/* 收到+结转=办结+结转, told of another office's figures in a report without table 3. */
static void
tell_balance(struct pen *p)
{
        int64_t in = sheet_value(p->s, received_id(p->s)), old, out, done;
        const char *t = p->s->form->from < 2021 ? "b3" : "c3";

        if (p->s->form->from < 2019 || p->fault != WRONG_BALANCE)
                return;
        old = sheet_value(p->s, mem_printf(p->mem, "%s_carried_in_sum", t));
        out = sheet_value(p->s, mem_printf(p->mem, "%s_carried_out_sum", t));
        done = sheet_value(p->s, mem_printf(p->mem, "%s_total_sum", t));
        para(p, "上年结转%ld件，办结%ld件，结转下年度继续办理%ld件，总计%ld件申请。", (long)old,
             (long)(done + gen_int(p->g, 1, 9)), (long)out, (long)(in + old));
}

static void
heading(struct pen *p, const char *s)
{
        para(p, "%s", s);
}

static void
put_period(struct pen *p)
{
        int from = p->s->year, to = p->s->year;

        if (p->fault == WRONG_PERIOD)
                *(gen_int(p->g, 0, 1) ? &from : &to) -= 1;
        if (p->damage == LOST_CHARACTER && gen_int(p->g, 0, 1) && p->fault != WRONG_PERIOD)
                para(p, "所列数据的统计期限自%d1月1日起至%d12月31日止。", from, to);
        else
                para(p, "所列数据的统计期限自%d年1月1日起至%d年12月31日止。", from, to);
}

static void
put_tables(struct pen *p, char number)
{
        for (size_t t = 0; t < p->s->form->n_tables; t++)
                if (p->s->form->tables[t].prefix[1] == number ||
                    (number == '1' && p->s->form->from < 2019))
                        put_table(p, t);
}

static void
put_new(struct pen *p)
{
        heading(p, "一、总体情况");
        para(p, "（一）主动公开。按照规定做好公开工作。");
        tell_disclosed(p);
        tell_more(p);
        tell_requests(p);
        tell_balance(p);
        heading(p, "二、主动公开政府信息情况");
        put_tables(p, '2');
        heading(p, "三、收到和处理政府信息公开申请情况");
        put_tables(p, '3');
        heading(p, "四、政府信息公开行政复议、行政诉讼情况");
        put_tables(p, '4');
        if (p->fault != MISSING_PART) {
                heading(p, "五、存在的主要问题及改进情况");
                para(p, "人手不足，今后要配齐人员，提高水平。");
        }
        heading(p, "六、其他需要报告的事项");
        para(p, "本机关没有其他事项。");
}

static void
put_old(struct pen *p)
{
        heading(p, "一、主动公开政府信息的情况");
        tell_disclosed(p);
        tell_more(p);
        heading(p, "二、依申请公开政府信息和不予公开政府信息的情况");
        tell_requests(p);
        heading(p, "三、政府信息公开的收费及减免情况");
        para(p, "按规定执行。");
        heading(p, "四、因政府信息公开申请行政复议、提起行政诉讼的情况");
        para(p, "见附表。");
        if (p->fault != MISSING_PART) {
                heading(p, "五、存在的主要问题及改进情况");
                para(p, "人手不足，今后要配齐人员，提高水平。");
        }
        heading(p, "六、其他需要报告的事项");
        para(p, "附件有统计数据。");
        heading(p, p->s->form->tables[0].title);
        put_tables(p, '1');
        para(p, "填报人：张三");
        para(p, "%d年1月15日", p->s->year + 1);
}

static const char *
full_width(TALLOC_CTX *mem, const char *s)
{
        struct buf b = buf_new(mem, KiB(256));
        char bytes[4];

        for (; *s; s++)
                if (*s >= '0' && *s <= '9')
                        buf_put(&b, bytes, text_encode((uint32_t)(*s - '0' + 0xff10), bytes));
                else if (*s == ' ')
                        buf_str(&b, "　");
                else
                        buf_char(&b, *s);
        return buf_text(&b);
}

/* As the child reads a page, in this process. */
static const char *
page_text(TALLOC_CTX *mem, const char *html)
{
        struct buf b = buf_new(mem, MiB(1));

        html_to_text(&b, html, strlen(html));
        return buf_text(&b);
}

/* One figure of the tables gone; its place is blank. */
static void
lose_cell(struct sheet *s, struct gen *g)
{
        for (int i = 0; i < 2; i++)
                s->blank[gen_int(g, 0, (int64_t)s->n - 1)] = true;
}

const char *
sheet_write(TALLOC_CTX *mem, struct gen *g, struct sheet *s, enum damage damage, enum fault fault)
{
        struct pen p = {.mem = mem,
                        .b = buf_new(mem, KiB(256)),
                        .g = g,
                        .s = s,
                        .damage = damage,
                        .fault = fault};
        const char *text, *other;

        if (damage == LOST_CELL)
                lose_cell(s, g);
        if (damage == PAGE)
                buf_str(&p.b, "<html><body>\n");
        para(&p, "%s%d年政府信息公开工作年度报告", s->issuer, s->year);
        put_period(&p);
        if (s->form->from >= 2019)
                put_new(&p);
        else
                put_old(&p);
        text = buf_text(&p.b);
        if (damage == PAGE)
                text = page_text(mem, text);
        if (damage == TRADITIONAL && text_to_hant(mem, text, &other) == 0)
                text = other;
        return damage == FULL_WIDTH ? full_width(mem, text) : text;
}
