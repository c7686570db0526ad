/* 断链: links of texts behind which there is nothing. */
#include "app/link.h"
#include "app/run.h"
#include "pages/office_form.h"
#include "pages/office_items.h"
#include "pages/portal.h"

int page_office_links(struct page *);

enum { ROWS = 20 };

static const struct part_sheet_head heads[] = {
    {.text = "信息"}, {.text = "链接"}, {.text = "情况"}, {.text = "检查时间"}};

static struct part_sheet_row
link_row(struct page *p, const struct broken_link *l)
{
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(heads));
        char at[INSTANT_TEXT_SIZE];

        c[0] = cell_link("信息", l->title, item_link(p, l->item_id, ""));
        c[0].note = l->agency;
        if (!l->is_live)
                c[0].tag = (struct part_tag){"未公开", TONE_PLAIN};
        c[1] = cell("链接", l->url);
        c[2] = cell("情况", l->why);
        c[3] = cell("检查时间", mem_strdup(p->mem, instant_text(l->checked_at, at)));
        return (struct part_sheet_row){.cells = c, .n_cells = N(heads)};
}

int
page_office_links(struct page *p)
{
        struct view_office_roll v = {.page = office_page(p, "断链"),
                                     .lead = "信息正文中打不开的链接。请更正信息，或者联系对方恢复"
                                             "；链接每月重查一次，新写入的随时检查。"};
        struct part_sheet_row *rows;
        struct broken_link *list;
        struct tx *tx;
        int64_t page, all;
        size_t n;
        int r;

        if (!page_arg_int(p, "page", 1, 100000, 1, &page))
                return PAGE_BAD;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_broken_links(p->mem, tx, p->actor, ROWS, (page - 1) * ROWS, &list, &n,
                                     &all);
        if (r < 0)
                return err_trace(r);
        rows = mem_array(p->mem, struct part_sheet_row, n + 1);
        for (size_t i = 0; i < n; i++)
                rows[i] = link_row(p, &list[i]);
        v.sheet = (struct part_sheet){
            .caption = mem_printf(p->mem, "打不开的链接（%lld 处）", (long long)all),
            .heads = heads,
            .n_heads = N(heads),
            .rows = rows,
            .n_rows = n};
        v.pagination = portal_pages(p, page, ROWS, all);
        v.empty = p->app->link_checks == APP_LINKS_OFF
                      ? (struct part_empty){.title = "链接检查没有启用",
                                            .text = "由运维人员在设置文件中以 link_checks 启用。"}
                      : (struct part_empty){.title = "没有打不开的链接",
                                            .text = "已检查的链接都能打开。"};
        office_crumb(p, &v.page, "断链", NULL);
        return roll_end(p, &v);
}
