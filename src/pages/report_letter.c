/* The letter that asks a unit to look into what was found in its reports (核实函). */
#include "pages/report_check.h"

#include "app/session.h"
#include "domain/body/body.h"

enum { NODES_MAX = 4000 };

struct writer {
        TALLOC_CTX *mem;
        struct body_node *list;
        size_t n, n_bytes;
};

static void
line(struct writer *w, enum body_type type, enum body_align align, const char *text)
{
        struct body_node *words = mem_new(w->mem, struct body_node);

        if (w->n == NODES_MAX)
                return;
        *words = (struct body_node){.type = BODY_TEXT, .text = text};
        w->list[w->n++] = (struct body_node){.type = type,
                                             .level = type == BODY_HEADING ? 1 : 0,
                                             .align = align,
                                             .kids = words,
                                             .n = 1};
        w->n_bytes += strlen(text);
}

static const char *
chinese_day(TALLOC_CTX *mem, struct day d)
{
        char text[DAY_CHINESE_SIZE];

        return mem_strdup(mem, day_chinese(d, text));
}

static const char *
numeral(size_t n)
{
        static const char *const words[] = {"一",   "二",   "三",   "四",   "五",   "六",   "七",
                                            "八",   "九",   "十",   "十一", "十二", "十三", "十四",
                                            "十五", "十六", "十七", "十八", "十九", "二十"};

        return n < N(words) ? words[n] : "末";
}

/* ---- whose reports -------------------------------------------------------------------------- */

static bool
same_unit(const struct report_run_file *a, const struct report_run_file *b)
{
        return a == b ||
               (b->report && *a->report->issuer && !strcmp(a->report->issuer, b->report->issuer));
}

static const char *
name_of(TALLOC_CTX *mem, const struct report_run_file *f)
{
        return f->report->year ? mem_printf(mem, "%d年政府信息公开工作年度报告", f->report->year)
                               : "政府信息公开工作年度报告";
}

/* ---- what was found ------------------------------------------------------------------------- */

static const char *
words_of(TALLOC_CTX *mem, const struct report *rep, const struct report_check *k, size_t no)
{
        const char *evidence = report_evidence(k);

        return mem_printf(mem, "%zu.%s%s%s%s%s", no, k->message, *evidence ? "报告原文：“" : "",
                          evidence, *evidence ? "”。" : "", report_proposal(mem, rep, k));
}

static void
write_findings(struct writer *w, const struct report_run_file *f, enum report_status status,
               enum body_type type, const char *heading)
{
        const struct report_check **list;
        size_t n = report_findings(w->mem, f, &list), no = 0;

        line(w, type, BODY_ALIGN_NONE, heading);
        for (size_t i = 0; i < n; i++)
                if (list[i]->status == status)
                        line(w, BODY_PARAGRAPH, BODY_ALIGN_NONE,
                             words_of(w->mem, f->report, list[i], ++no));
}

static const char *const kinds[] = {"前后不符、应当更正的内容", "存疑、需要说明的内容"};
static const enum report_status kind_status[] = {REPORT_FAIL, REPORT_UNSURE};

/* One report: 一、 and 二、 are the kinds. Returns how many there were. */
static size_t
write_one(struct writer *w, const struct report_run_file *f)
{
        size_t n = 0;

        for (size_t k = 0; k < N(kinds); k++)
                if (report_count(f, kind_status[k])) {
                        write_findings(w, f, kind_status[k], BODY_HEADING,
                                       mem_printf(w->mem, "%s、%s", numeral(n), kinds[k]));
                        n++;
                }
        return n;
}

/* Several: 一、 is a report, （一） the kind. */
static void
write_part(struct writer *w, const struct report_run_file *f, size_t no)
{
        size_t n = 0;

        line(w, BODY_HEADING, BODY_ALIGN_NONE,
             mem_printf(w->mem, "%s、%s", numeral(no), name_of(w->mem, f)));
        for (size_t k = 0; k < N(kinds); k++)
                if (report_count(f, kind_status[k]))
                        write_findings(w, f, kind_status[k], BODY_PARAGRAPH,
                                       mem_printf(w->mem, "（%s）%s", numeral(n++), kinds[k]));
}

static size_t
reports_of_unit(TALLOC_CTX *mem, const struct report_run *run, const struct report_run_file *file,
                const struct report_run_file ***ret)
{
        const struct report_run_file **list =
            mem_array(mem, const struct report_run_file *, run->n_files);
        size_t n = 0;

        for (size_t i = 0; i < run->n_files; i++) {
                const struct report_run_file *f = &run->files[i];

                if (f->report && same_unit(file, f) &&
                    report_count(f, REPORT_FAIL) + report_count(f, REPORT_UNSURE) > 0)
                        list[n++] = f;
        }
        *ret = list;
        return n;
}

/* 署名 and 成文日期 stand two characters in from the right (GB/T 9704-2012, 7.3.5.2). */
static void
sign(struct writer *w, const char *agency, struct day day)
{
        line(w, BODY_PARAGRAPH, BODY_ALIGN_NONE, "　");
        line(w, BODY_PARAGRAPH, BODY_ALIGN_RIGHT, mem_printf(w->mem, "%s　　", agency));
        line(w, BODY_PARAGRAPH, BODY_ALIGN_RIGHT,
             mem_printf(w->mem, "%s　　", chinese_day(w->mem, day)));
}

bool
report_letter(struct page *p, const struct report_run *run, const struct report_run_file *file,
              struct day due, const char **ret_title, struct body **ret)
{
        struct writer w = {.mem = p->mem, .list = mem_array(p->mem, struct body_node, NODES_MAX)};
        const struct report_run_file **list;
        size_t n = reports_of_unit(p->mem, run, file, &list), n_parts = n;
        const char *unit = file->report->issuer;
        struct body *body;

        if (!n)
                return false;
        line(&w, BODY_PARAGRAPH, BODY_ALIGN_LEFT,
             mem_printf(p->mem, "%s：", *unit ? unit : "＿＿＿＿＿＿"));
        line(&w, BODY_PARAGRAPH, BODY_ALIGN_NONE,
             mem_printf(p->mem, "根据%s，我单位核查了你单位的%s，发现下列内容需要核实更正。",
                        list[0]->report->form->law,
                        n > 1 ? "政府信息公开工作年度报告" : name_of(p->mem, list[0])));
        if (n == 1)
                n_parts = write_one(&w, list[0]);
        else
                for (size_t i = 0; i < n; i++)
                        write_part(&w, list[i], i);
        line(&w, BODY_HEADING, BODY_ALIGN_NONE,
             mem_printf(p->mem, "%s、有关要求", numeral(n_parts)));
        line(&w, BODY_PARAGRAPH, BODY_ALIGN_NONE,
             mem_printf(
                 p->mem,
                 "请对照工作台账逐项核实。确有差错的，更正后重新发布，并注明更正的内容和日期；"
                 "没有差错的，书面说明口径和理由。核实更正情况请于%s前书面反馈。",
                 chinese_day(p->mem, due)));
        sign(&w, p->who->agency_name, p->today);
        body = mem_new(p->mem, struct body);
        *body = (struct body){.root = {.type = BODY_DOC, .kids = w.list, .n = w.n},
                              .n_nodes = 1 + 2 * w.n,
                              .n_bytes = w.n_bytes};
        *ret = body;
        /* short enough for one line of the title's size */
        *ret_title =
            n > 1 || !list[0]->report->year
                ? "关于核实更正政府信息公开年报的函"
                : mem_printf(p->mem, "关于核实更正%d年政府信息公开年报的函", list[0]->report->year);
        return true;
}
