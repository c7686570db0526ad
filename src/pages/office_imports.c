#include "pages/office_imports.h"

#include "app/run.h"

int page_office_agency_import(struct page *);
int page_office_agency_import_send(struct page *);

enum { SHOWN = 200 };

static const struct part_option modes[] = {
    {.value = "check", .label = "只检查，不写入", .hint = "列出每一处问题所在的行和列"},
    {.value = "write", .label = "检查无误即导入", .hint = "有一处不对就一条也不导入"},
};

static const struct part_sheet_head heads[] = {{.text = "行"}, {.text = "列"}, {.text = "问题"}};

/* By line and column; what has no line is in the summary above the form. */
static struct part_sheet
faults(struct page *p, const struct problems *problems)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, SHOWN);
        struct part_sheet sheet = {
            .caption = problems->n > SHOWN
                           ? mem_printf(p->mem, "共 %zu 处问题，以下是前 %d 处", problems->n, SHOWN)
                           : mem_printf(p->mem, "共 %zu 处问题", problems->n),
            .heads = heads,
            .n_heads = N(heads),
            .rows = rows};

        for (size_t i = 0; i < problems->n_list && sheet.n_rows < SHOWN; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, 3);
                const struct problem *one = &problems->list[i];

                if (strcmp(one->field, "file") == 0)
                        continue;
                c[0] = cell("行", one->line ? table_int(p->mem, (int64_t)one->line) : "");
                c[1] = cell("列", one->field);
                c[2] = cell("问题", one->message);
                rows[sheet.n_rows++] = (struct part_sheet_row){.cells = c, .n_cells = 3};
        }
        return sheet;
}

int
import_page(struct page *p, const struct import_kind *kind, const struct problems *problems)
{
        struct problems told = {.mem = p->mem};
        struct form f;

        if (problems_of(problems, "file"))
                problems_add(&told, 0, "file", "%s", problems_of(problems, "file"));
        else if (problems->n)
                problems_add(&told, 0, "file",
                             "文件中有 %zu 处问题，没有导入任何内容，请按下表修改后再试",
                             problems->n);
        f = form_begin(p, &told, kind->title, page_link(p, kind->path), page_link(p, kind->back));
        office_crumb(p, &f.view.page, kind->back_label, page_link(p, kind->back));
        office_crumb(p, &f.view.page, kind->title, NULL);
        f.view.lead = kind->lead;
        if (*office_arg(p, "checked"))
                f.view.notice = (struct part_notice){
                    .tone = TONE_GOOD,
                    .title = "检查无误",
                    .text = mem_printf(
                        p->mem, "文件共 %s %s，可以导入；请再次选择文件，并选“检查无误即导入”。",
                        office_arg(p, "checked"), kind->unit)};
        form_file(&f, "file", "CSV 文件", "UTF-8 或 GB18030，不超过 4 MB；第一行是列名");
        form_radios(&f, "mode", "方式", NULL, modes, N(modes), "check");
        if (problems->n) {
                f.view.sheet = faults(p, problems);
                f.view.sheet_title = "文件中的问题";
        }
        return form_end(&f, "上传");
}

int
import_begin(struct page *p, const struct import_kind *kind)
{
        struct problems none = {.mem = p->mem};

        return import_page(p, kind, &none);
}

static int
shown(int r)
{
        return r < 0 ? err_trace(r) : IMPORT_SHOWN;
}

int
import_take(struct page *p, const struct import_kind *kind, struct import_result *ret)
{
        const struct page_upload *file = page_upload(p, "file");
        bool write = strcmp(office_arg(p, "mode"), "write") == 0;
        struct import_ask ask = {.dry_run = !write, .now = p->now, .who = p->actor};
        struct problems problems = {.mem = p->mem};
        int r;

        if (!file || !file->size) {
                problems_add(&problems, 0, "file", "请选择一个文件");
                return shown(import_page(p, kind, &problems));
        }
        ask.file_name = file->file_name;
        ask.bytes = file->bytes;
        ask.n = file->size;
        r = kind->run(p->mem, p->app, &ask, &problems, ret);
        if (r < 0)
                return err_trace(r);
        if (r)
                return shown(import_page(p, kind, &problems));
        if (write || kind->told)
                return 0;
        page_redirect(p, mem_printf(p->mem, "%s?checked=%zu", page_link(p, kind->path), ret->n));
        return IMPORT_SHOWN;
}

int
import_send(struct page *p, const struct import_kind *kind)
{
        struct import_result result = {0};
        int r = import_take(p, kind, &result);

        if (r)
                return r == IMPORT_SHOWN ? 0 : err_trace(r);
        page_redirect(p, mem_printf(p->mem, "%s?imported=%zu", page_link(p, kind->back), result.n));
        return 0;
}

struct part_notice
import_notice(const struct page *p, const char *unit)
{
        const char *n = office_arg(p, "imported");

        if (!*n || strspn(n, "0123456789") != strlen(n))
                return (struct part_notice){0};
        return (struct part_notice){.tone = TONE_GOOD,
                                    .title = mem_printf(p->mem, "已导入 %s %s", n, unit)};
}

/* ---- agencies --------------------------------------------------------------------------------- */

static const struct import_kind agencies = {
    .title = "批量导入机关",
    .lead = "列：code 机构代码、name 机关名称、kind 类别、level 行政层级、parent "
            "上级机关的代码或名称；可有 short_name 简称、slug 网址名、mandate 机构职能、sort "
            "排列次序、opened_on 成立日期。",
    .unit = "个机关",
    .path = "/office/agencies/import",
    .back = "/office/agencies",
    .back_label = "机关",
    .run = app_import_agencies};

int
page_office_agency_import(struct page *p)
{
        return import_begin(p, &agencies);
}

int
page_office_agency_import_send(struct page *p)
{
        return import_send(p, &agencies);
}
