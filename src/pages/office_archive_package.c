/* 移交包: having it made, how far it is, and one of them: taken along, verified, delivered. */
#include "app/archive.h"
#include "app/run.h"
#include "document/bundle.h"
#include "pages/office_house.h"
#include "views/office/outcome.h"
#include "views/views.h"

#include <sys/stat.h>

int page_office_archive_new(struct page *);
int page_office_archive_new_send(struct page *);
int page_office_archive_work(struct page *);
int page_office_archive_package(struct page *);
int page_office_archive_verify(struct page *);
int page_office_archive_file(struct page *);

enum { ASK_AGAIN_S = 2, FAULTS_SHOWN = 200 };

static const char *
package_link(const struct page *p, int64_t id, const char *tail)
{
        return mem_printf(p->mem, "%s%s",
                          page_link(p, "/office/archive/packages/{}", table_int(p->mem, id)), tail);
}

static void
crumbs(struct page *p, struct view_page *page, const char *last)
{
        office_crumb(p, page, "归档移交", page_link(p, "/office/archive"));
        office_crumb(p, page, last, NULL);
}

/* ---- having it made --------------------------------------------------------------------------- */

/* The year that the arguments name, of an agency of the scope. */
static int
sum_of_args(struct page *p, struct archive_sum *ret)
{
        const char *slug = office_arg(p, "agency");
        struct archive_sum *list;
        struct tx *tx;
        int64_t year;
        size_t n;
        int r;

        if (!page_arg_int(p, "year", ARCHIVE_YEAR_MIN, ARCHIVE_YEAR_MAX, 0, &year))
                return PAGE_NOT_FOUND;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_archive_years(p->mem, tx, p->actor->scope, 0, p->today, &list, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (list[i].year == year && strcmp(list[i].slug, slug) == 0) {
                        *ret = list[i];
                        return 0;
                }
        return PAGE_NOT_FOUND;
}

static int
show_new(struct page *p, const struct problems *problems)
{
        static const char *const kept[] = {"agency", "year"};
        struct view_office_confirm v = {
            .page = office_page(p, "制作移交包"),
            .lead = "移交清单（CSV、Excel、PDF）和每条信息的正文、元数据、附件做成一个压缩包，"
                    "附全部文件的 SM3 校验清单。制作在后台进行，信息多的需要几分钟。",
            .action = page_link(p, "/office/archive/packages/new"),
            .cancel_url = page_link(p, "/office/archive"),
            .button = {.label = "开始制作"}};
        struct archive_sum s = {0};
        struct part_fact facts[3];
        int r = sum_of_args(p, &s);

        if (r)
                return r < 0 ? err_trace(r) : r;
        facts[0] = (struct part_fact){.label = "机关", .value = s.agency};
        facts[1] = (struct part_fact){.label = "年度", .value = mem_printf(p->mem, "%d年", s.year)};
        facts[2] = (struct part_fact){.label = "信息",
                                      .value = mem_printf(p->mem, "%lld 件", (long long)s.n_items)};
        v.facts = (struct part_facts){facts, N(facts)};
        if (s.state == ARCHIVE_CURRENT)
                v.warning =
                    (struct part_notice){.tone = TONE_WARNING,
                                         .title = "年度还没有结束",
                                         .text = "此后公开的信息不在包内，年度结束后须重新制作。"};
        else if (s.state == ARCHIVE_HANDED)
                v.warning = (struct part_notice){
                    .tone = TONE_WARNING,
                    .title = "该年度已经移交",
                    .text = "重新制作的是另一个包；需要替换档案馆所存的，请另行登记移交。"};
        v.problems = office_problems(p, problems, &v.page);
        crumbs(p, &v.page, "制作移交包");
        return confirm_end(p, &v, kept, N(kept), "do");
}

int
page_office_archive_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show_new(p, &none);
}

struct asking {
        struct act act;
        int64_t year, id;
};

static int
ask(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct asking *a = arg;
        struct page *p = a->act.p;

        a->act.problems = (struct problems){.mem = p->mem}; /* this may be another try */
        return app_archive_ask(mem, tx, p->actor, p->now, office_arg(p, "agency"), (int)a->year,
                               &a->act.problems, &a->id);
}

int
page_office_archive_new_send(struct page *p)
{
        struct asking a = {.act = {.p = p}};
        int r;

        if (!page_arg_int(p, "year", ARCHIVE_YEAR_MIN, ARCHIVE_YEAR_MAX, 0, &a.year))
                return PAGE_NOT_FOUND;
        r = app_run(p->mem, p->app, ask, &a);
        if (r < 0)
                return err_trace(r);
        if (r == ARCHIVE_NOT_FOUND)
                return PAGE_NOT_FOUND;
        if (r)
                return show_new(p, &a.act.problems);
        page_redirect(p, page_link(p, "/office/archive/work/{}", table_int(p->mem, a.id)));
        return 0;
}

static struct part_notice
progress(struct page *p, const struct archive_work *w)
{
        if (strcmp(w->state, "failed") == 0)
                return (struct part_notice){
                    .tone = TONE_BAD, .title = "没有制成移交包", .text = w->message};
        return (struct part_notice){
            .tone = TONE_PLAIN,
            .title = "正在制作移交包",
            .text = mem_printf(p->mem,
                               "%s%d年：已完成 %lld 件，共 %lld 件。完成后自动打开，也可以先离开。",
                               w->agency, w->year, (long long)w->n_done, (long long)w->n_all)};
}

/* Asks again by itself until the job is done. */
int
page_office_archive_work(struct page *p)
{
        struct view_office_outcome v = {.page = office_page(p, "制作移交包")};
        struct view_link links[2];
        struct archive_work w;
        struct view_site site;
        struct tx *tx;
        int64_t id;
        int r;

        if (!page_arg_int(p, "id", 1, INT64_MAX, 0, &id))
                return PAGE_NOT_FOUND;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_archive_work(p->mem, tx, p->actor->scope, id, &w);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        if (w.package_id) {
                page_redirect(p, package_link(p, w.package_id, "?done=made"));
                return 0;
        }
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        v.notice = progress(p, &w);
        v.links = links;
        if (v.notice.tone == TONE_PLAIN) {
                p->refresh_s = ASK_AGAIN_S;
                links[v.n_links++] = (struct view_link){
                    .label = "刷新",
                    .url = page_link(p, "/office/archive/work/{}", table_int(p->mem, id))};
        } else
                links[v.n_links++] = (struct view_link){
                    .label = "重新制作",
                    .url = mem_printf(p->mem, "%s?agency=%s&year=%d",
                                      page_link(p, "/office/archive/packages/new"),
                                      page_encode(p->mem, w.slug), w.year)};
        links[v.n_links++] =
            (struct view_link){.label = "返回归档移交", .url = page_link(p, "/office/archive")};
        crumbs(p, &v.page, "制作移交包");
        view_office_outcome(&p->out, &site, &v);
        return 0;
}

/* ---- one of them ------------------------------------------------------------------------------ */

static int
package_of_path(struct page *p, struct archive_package *ret)
{
        struct tx *tx;
        int64_t id;
        int r;

        if (!page_arg_int(p, "id", 1, INT64_MAX, 0, &id))
                return PAGE_NOT_FOUND;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_archive_package(p->mem, tx, p->actor->scope, id, ret);
        return r < 0 ? err_trace(r) : r ? PAGE_NOT_FOUND : 0;
}

/* How large it is; 0: it is not kept any more. */
static int64_t
size_of(const struct page *p, int64_t id)
{
        const char *path = app_archive_path(p->mem, p->app, id);
        struct stat st;

        return path && stat(path, &st) == 0 ? st.st_size : 0;
}

static const struct part_sheet_head delivery_heads[] = {
    {.text = "事项"}, {.text = "日期"}, {.text = "接收单位"}, {.text = "移交人"}, {.text = "回执"}};

static int
deliveries(struct page *p, const struct archive_package *k, struct part_sheet *ret)
{
        struct archive_delivery *list;
        struct part_sheet_row *rows;
        struct tx *tx;
        size_t n;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_archive_delivered(p->mem, tx, p->actor->scope, k->agency_id, k->year, &list,
                                          &n);
        if (r < 0)
                return err_trace(r);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c =
                    mem_array(p->mem, struct part_sheet_cell, N(delivery_heads));

                c[0] = cell("事项",
                            strcmp(list[i].kind, "archive") == 0 ? "移交档案馆" : "送交图书馆");
                if (list[i].package_id)
                        c[0].note =
                            mem_printf(p->mem, "第 %lld 号包", (long long)list[i].package_id);
                c[1] = cell("日期", house_day(p, list[i].on));
                c[2] = cell("接收单位", list[i].receiver);
                c[3] = cell("移交人", list[i].handed_by);
                c[4] = cell("回执", list[i].receipt);
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = N(delivery_heads)};
        }
        *ret = (struct part_sheet){.caption = mem_printf(p->mem, "该年度的移交（%zu 次）", n),
                                   .heads = delivery_heads,
                                   .n_heads = N(delivery_heads),
                                   .rows = rows,
                                   .n_rows = n};
        return 0;
}

static const struct part_sheet_head fault_heads[] = {{.text = "文件"}, {.text = "问题"}};

static struct part_sheet
faults(struct page *p, const struct problems *problems)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, FAULTS_SHOWN);
        size_t n = 0;

        for (; n < problems->n_list && n < FAULTS_SHOWN; n++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 2);
                const char *name = problems->list[n].field;

                c[0] = cell("文件", strcmp(name, "file") == 0 ? "移交包" : name);
                c[1] = cell("问题", problems->list[n].message);
                rows[n] = (struct part_sheet_row){.cells = c, .n_cells = 2};
        }
        return (struct part_sheet){.caption = mem_printf(p->mem, "共 %zu 处问题", problems->n),
                                   .heads = fault_heads,
                                   .n_heads = N(fault_heads),
                                   .rows = rows,
                                   .n_rows = n};
}

static const struct office_done dones[] = {
    {"made", "移交包已制成", "请下载、核验后移交，并登记移交情况。"}};

static struct part_summary_list
summary_of(struct page *p, const struct archive_package *k, int64_t size)
{
        struct part_answer *s = mem_array(p->mem, struct part_answer, 8);
        size_t n = 0;
        char at[INSTANT_TEXT_SIZE];

        s[n++] = (struct part_answer){.label = "机关", .value = k->agency};
        s[n++] =
            (struct part_answer){.label = "年度", .value = mem_printf(p->mem, "%d年", k->year)};
        s[n++] = (struct part_answer){.label = "制作时间",
                                      .value = mem_strdup(p->mem, instant_text(k->made, at))};
        s[n++] = (struct part_answer){.label = "制作人", .value = k->maker ? k->maker : "命令行"};
        s[n++] =
            (struct part_answer){.label = "内容",
                                 .value = mem_printf(p->mem, "信息 %lld 件，文件 %lld 个",
                                                     (long long)k->n_items, (long long)k->n_files)};
        if (size)
                s[n++] = (struct part_answer){
                    .label = "大小",
                    .value = mem_printf(p->mem, "%.1f MB", (double)size / (1 << 20))};
        s[n++] = (struct part_answer){.label = "校验清单的 SM3", .value = k->manifest_sm3};
        return (struct part_summary_list){.answers = s, .n_answers = n};
}

/* checked: what the verification found; NULL: none was made. */
static int
show_package(struct page *p, const struct archive_package *k, const struct problems *checked,
             size_t n_files)
{
        int64_t size = size_of(p, k->id);
        struct part_button buttons[3];
        struct office_section sections[2];
        struct part_sheet delivered;
        struct view_office_record v = {
            .page = office_page(p, mem_printf(p->mem, "第 %lld 号移交包", (long long)k->id)),
            .notice = office_done_notice(p, dones, N(dones)),
            .summary = summary_of(p, k, size),
            .buttons = buttons,
            .sections = sections};
        int r = deliveries(p, k, &delivered);

        if (r < 0)
                return err_trace(r);
        sections[0] = (struct office_section){.id = "deliveries",
                                              .title = "移交和送交",
                                              .sheet = delivered,
                                              .nothing = "该年度还没有移交。"};
        v.n_sections = 1;
        if (size) {
                buttons[v.n_buttons++] =
                    (struct part_button){.label = "下载", .url = package_link(p, k->id, "/file")};
                buttons[v.n_buttons++] =
                    (struct part_button){.label = "核验",
                                         .url = package_link(p, k->id, "/verify"),
                                         .kind = BUTTON_SECONDARY};
        } else
                v.state = (struct part_notice){
                    .tone = TONE_INFO,
                    .title = "本机没有这个包的文件",
                    .text =
                        "有了更新的包、泄密处置或者从备份恢复后，旧包的文件不再保留；由命令行制作"
                        "的在指定的位置。需要时可以重新制作。"};
        buttons[v.n_buttons++] =
            (struct part_button){.label = "登记移交",
                                 .url = mem_printf(p->mem, "%s?agency=%s&year=%d",
                                                   page_link(p, "/office/archive/deliveries/new"),
                                                   page_encode(p->mem, k->slug), k->year),
                                 .kind = BUTTON_SECONDARY};
        if (checked && checked->n) {
                v.notice = (struct part_notice){.tone = TONE_BAD,
                                                .title = "移交包不完好",
                                                .text = "请勿移交，重新制作后再核验。"};
                sections[v.n_sections++] = (struct office_section){
                    .id = "faults", .title = "核验结果", .sheet = faults(p, checked)};
        } else if (checked)
                v.notice = (struct part_notice){
                    .tone = TONE_GOOD,
                    .title = "移交包完好",
                    .text = mem_printf(p->mem,
                                       "%zu 个文件都与校验清单相符，校验清单与登记的 SM3 相符。",
                                       n_files)};
        crumbs(p, &v.page, v.page.title);
        return record_end(p, &v);
}

int
page_office_archive_package(struct page *p)
{
        struct archive_package k;
        int r = package_of_path(p, &k);

        return r ? r : show_package(p, &k, NULL, 0);
}

int
page_office_archive_verify(struct page *p)
{
        struct problems problems = {.mem = p->mem};
        struct archive_package k;
        char sm3[BUNDLE_HEX] = "";
        size_t n = 0;
        int r = package_of_path(p, &k);

        if (r)
                return r;
        if (!size_of(p, k.id))
                return show_package(p, &k, NULL, 0);
        r = bundle_verify(p->mem, app_archive_path(p->mem, p->app, k.id), &problems, sm3, &n);
        if (r < 0)
                return err_trace(r);
        if (*sm3 && strcmp(sm3, k.manifest_sm3) != 0)
                problems_add(&problems, 0, "manifest.sm3", "校验清单与登记的 SM3 不符");
        return show_package(p, &k, &problems, n);
}

int
page_office_archive_file(struct page *p)
{
        struct page_file *file = mem_new(p->mem, struct page_file);
        struct archive_package k;
        int r = package_of_path(p, &k);

        if (r)
                return r;
        *file = (struct page_file){.path = app_archive_path(p->mem, p->app, k.id),
                                   .etag = k.manifest_sm3,
                                   .size = size_of(p, k.id)};
        if (!file->size)
                return PAGE_NOT_FOUND;
        p->file = file;
        p->content_type = "application/zip";
        p->file_name = mem_printf(p->mem, "%s%d年主动公开信息移交包.zip", k.agency, k.year);
        return 0;
}
