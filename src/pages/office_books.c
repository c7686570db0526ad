/* The books of the house as lists and files: figures and leading groups of all agencies, roles; guides from a file. */
#include "app/books.h"
#include "pages/office_house.h"
#include "pages/office_imports.h"

int page_office_figures(struct page *);
int page_office_figures_import(struct page *);
int page_office_figures_import_send(struct page *);
int page_office_groups(struct page *);
int page_office_groups_import(struct page *);
int page_office_groups_import_send(struct page *);
int page_office_roles(struct page *);
int page_office_roles_import(struct page *);
int page_office_roles_import_send(struct page *);
int page_office_guides_import(struct page *);
int page_office_guides_import_send(struct page *);
int page_office_stand_in_list(struct page *);
int page_office_stand_ins_import(struct page *);
int page_office_stand_ins_import_send(struct page *);

enum { ROWS = 100 };

/* Which columns of the table are shown, in which order; the table itself has more for who takes it along. */
struct book {
        const char *title, *lead, *unit, *back, *back_label;
        book_table *table;
        const char *const *shown;
        size_t n_shown;
        const struct import_kind *import;
        enum permission may_import;
        const char *empty;
};

static size_t
column_of(const struct table *t, const char *key)
{
        size_t k = 0;

        while (strcmp(t->columns[k].key, key) != 0)
                k++;
        return k;
}

static struct part_sheet
sheet_of(struct page *p, const struct book *b, const struct table *t, size_t first, size_t n)
{
        struct part_sheet_head *heads = mem_array(p->mem, struct part_sheet_head, b->n_shown);
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, n + 1);

        for (size_t k = 0; k < b->n_shown; k++) {
                const struct table_column *of = &t->columns[column_of(t, b->shown[k])];

                heads[k] =
                    (struct part_sheet_head){.text = of->head, .numeric = of->type == TABLE_NUMBER};
        }
        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, b->n_shown);

                for (size_t k = 0; k < b->n_shown; k++) {
                        c[k] =
                            cell(heads[k].text,
                                 t->cells[(first + i) * t->n_columns + column_of(t, b->shown[k])]);
                        c[k].numeric = heads[k].numeric;
                }
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = b->n_shown};
        }
        return (struct part_sheet){
            .caption = mem_printf(p->mem, "%s（%zu %s）", b->title, t->n_rows, b->unit),
            .heads = heads,
            .n_heads = b->n_shown,
            .rows = rows,
            .n_rows = n};
}

static int
show(struct page *p, const struct book *b)
{
        struct part_button button = {
            .label = "批量导入", .url = page_link(p, b->import->path), .kind = BUTTON_SECONDARY};
        struct view_office_roll v = {.page = office_page(p, b->title),
                                     .lead = b->lead,
                                     .notice = import_notice(p, b->import->unit),
                                     .empty = {.title = b->empty}};
        size_t first, n;
        struct table t;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = b->table(p->mem, tx, p->actor->scope, p->today, &t);
        if (r < 0)
                return err_trace(r);
        if (table_send(p, &t, &r))
                return r < 0 ? err_trace(r) : 0;
        r = table_page(p, t.n_rows, ROWS, &first, &n, &v.pagination);
        if (r)
                return r;
        v.sheet = sheet_of(p, b, &t, first, n);
        if (access_may(p->actor, b->may_import)) {
                v.buttons = &button;
                v.n_buttons = 1;
        }
        table_links(p, &v);
        office_crumb(p, &v.page, b->back_label, page_link(p, b->back));
        office_crumb(p, &v.page, b->title, NULL);
        return roll_end(p, &v);
}

/* ---- figures ---------------------------------------------------------------------------------- */

static const struct import_kind figures_in = {
    .title = "批量导入年度情况",
    .lead =
        "列：agency 机构代码、year 年度；可有 staff_full 专职人员、staff_part 兼职人员、"
        "budget_wan 专项经费（万元）、meetings 会议、trainings 培训、trainees 培训人次、"
        "reading_points 查阅点、reading_visits 查阅点接待人次。约数写作“150余”，没有统计的留空。"
        "已有的年度按文件更新。",
    .unit = "个年度",
    .path = "/office/staffing/all/figures-import",
    .back = "/office/staffing/all/figures",
    .back_label = "年度情况汇总",
    .run = app_import_figures};
static const char *const figures_shown[] = {
    "agency_name", "year",      "staff_full", "staff_part",     "budget_wan",
    "meetings",    "trainings", "trainees",   "reading_points", "reading_visits"};
static const struct book figures = {
    .title = "年度情况汇总",
    .lead = "各单位每年填报的人员、经费、会议、培训和查阅点。没有统计的不列数字，不等于零。",
    .unit = "个年度",
    .back = "/office/staffing",
    .back_label = "机构保障",
    .table = app_figure_table,
    .shown = figures_shown,
    .n_shown = N(figures_shown),
    .import = &figures_in,
    .may_import = MAY_REPORT_WRITE,
    .empty = "还没有单位填报"};

int
page_office_figures(struct page *p)
{
        return show(p, &figures);
}

int
page_office_figures_import(struct page *p)
{
        return import_begin(p, &figures_in);
}

int
page_office_figures_import_send(struct page *p)
{
        return import_send(p, &figures_in);
}

/* ---- leading groups --------------------------------------------------------------------------- */

static const struct import_kind groups_in = {
    .title = "批量导入领导小组",
    .lead =
        "列：agency 机构代码、seat 组内职务（组长、副组长、成员、办公室负责人）、name 姓名、"
        "began 任职日期；可有 post 单位和职务、ended 离任日期。同一机构、职务、姓名和任职日期的，"
        "按文件更新单位职务和离任日期。",
    .unit = "名成员",
    .path = "/office/staffing/all/groups-import",
    .back = "/office/staffing/all/groups",
    .back_label = "领导小组汇总",
    .run = app_import_leaders};
static const char *const groups_shown[] = {"agency_name", "seat", "name", "post", "began", "ended"};
static const struct book groups = {.title = "领导小组汇总",
                                   .lead = "各单位领导小组的成员，离任的保留。",
                                   .unit = "人次",
                                   .back = "/office/staffing",
                                   .back_label = "机构保障",
                                   .table = app_leader_table,
                                   .shown = groups_shown,
                                   .n_shown = N(groups_shown),
                                   .import = &groups_in,
                                   .may_import = MAY_REPORT_WRITE,
                                   .empty = "还没有登记领导小组"};

int
page_office_groups(struct page *p)
{
        return show(p, &groups);
}

int
page_office_groups_import(struct page *p)
{
        return import_begin(p, &groups_in);
}

int
page_office_groups_import_send(struct page *p)
{
        return import_send(p, &groups_in);
}

/* ---- roles ------------------------------------------------------------------------------------ */

static const struct import_kind roles_in = {
    .title = "批量授予角色",
    .lead = "列：login 登录名、role 角色（代码或名称）、agency 机构代码。已有的角色不变；"
            "文件中没有的不收回，收回在账号的页面办理。",
    .unit = "项角色",
    .path = "/office/people/roles/import",
    .back = "/office/people/roles",
    .back_label = "角色汇总",
    .run = app_import_roles};
static const char *const roles_shown[] = {"name", "login", "role_name", "agency_name"};
static const struct book roles = {.title = "角色汇总",
                                  .lead = "谁在哪个机构有什么角色；代理的不在其中。",
                                  .unit = "项",
                                  .back = "/office/people",
                                  .back_label = "人员与角色",
                                  .table = app_role_table,
                                  .shown = roles_shown,
                                  .n_shown = N(roles_shown),
                                  .import = &roles_in,
                                  .may_import = MAY_ROLE_GRANT,
                                  .empty = "还没有授予角色"};

int
page_office_roles(struct page *p)
{
        return show(p, &roles);
}

int
page_office_roles_import(struct page *p)
{
        return import_begin(p, &roles_in);
}

int
page_office_roles_import_send(struct page *p)
{
        return import_send(p, &roles_in);
}

/* ---- guides, whose list has a page of its own ------------------------------------------------- */

static const struct import_kind guides_in = {
    .title = "批量导入公开指南",
    .lead =
        "列：agency 机构代码、classes 信息分类、arrangement 编排体系、access 获取方式、"
        "office_name 机构名称、office_address 办公地址、office_hours 办公时间、phone 联系电话、"
        "fax 传真号码、internet 互联网联系方式；可有 postcode 邮政编码、how_to_apply "
        "申请方式和办理程序、remedies 监督和救济渠道。导入后即在门户公布，没有变化的不增加版次。",
    .unit = "份指南",
    .path = "/office/guides/all/import",
    .back = "/office/guides",
    .back_label = "公开指南",
    .run = app_import_guides};

int
page_office_guides_import(struct page *p)
{
        return import_begin(p, &guides_in);
}

int
page_office_guides_import_send(struct page *p)
{
        return import_send(p, &guides_in);
}

/* ---- stand-ins -------------------------------------------------------------------------------- */

static const struct import_kind stand_ins_in = {
    .title = "批量委托代理",
    .lead = "列：from 委托人登录名（只能是本人）、to 代理人登录名、role 角色（代码或名称）、agency "
            "机构代码、first 开始日期、last 结束日期、reason 原因。已有的代理不变。",
    .unit = "项代理",
    .path = "/office/stand-ins/import",
    .back = "/office/stand-ins/all",
    .back_label = "代理汇总",
    .run = app_import_stand_ins};
static const char *const stand_ins_shown[] = {"from_name", "to_name", "role_name", "agency_name",
                                              "first",     "last",    "reason"};
static const struct book stand_ins = {.title = "代理汇总",
                                      .lead = "尚未到期的代理。",
                                      .unit = "项",
                                      .back = "/office/stand-ins",
                                      .back_label = "代理",
                                      .table = app_stand_in_table,
                                      .shown = stand_ins_shown,
                                      .n_shown = N(stand_ins_shown),
                                      .import = &stand_ins_in,
                                      .may_import = MAY_ITEM_READ,
                                      .empty = "没有尚未到期的代理"};

int
page_office_stand_in_list(struct page *p)
{
        return show(p, &stand_ins);
}

int
page_office_stand_ins_import(struct page *p)
{
        return import_begin(p, &stand_ins_in);
}

int
page_office_stand_ins_import_send(struct page *p)
{
        return import_send(p, &stand_ins_in);
}
