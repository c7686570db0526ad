/* The texts of an item as they were, two of them side by side. */
#include "pages/office_items.h"

#include "app/run.h"
#include "views/office/versions.h"
#include "views/views.h"

int page_office_item_versions(struct page *);

enum { AROUND = 1, FIELDS = 3 };

static const char *
label_of(struct page *p, const struct flow_version *v)
{
        char at[INSTANT_TEXT_SIZE];
        const char *what = !v->state                            ? "送审或换人修改时的稿"
                           : strcmp(v->state, "live") == 0      ? "公开的文本"
                           : strcmp(v->state, "draft") == 0     ? "现在的稿"
                           : strcmp(v->state, "discarded") == 0 ? "放弃的更正稿"
                                                                : "曾经公开的文本";

        if (v->at.ms == INT64_MAX)
                return mem_printf(p->mem, "第 %lld 版：%s", (long long)v->no, what);
        return mem_printf(p->mem, "第 %lld 版：%s（%s）", (long long)v->no, what,
                          instant_text(v->at, at));
}

static struct part_choices
choices(struct page *p, const struct flow_version *list, size_t n, const char *name,
        const char *label, size_t chosen)
{
        struct part_option *o = mem_array(p->mem, struct part_option, n + 1);

        for (size_t i = 0; i < n; i++)
                o[i] = (struct part_option){.value = table_int(p->mem, (int64_t)i + 1),
                                            .label = label_of(p, &list[i]),
                                            .chosen = i == chosen};
        return (struct part_choices){.name = name, .label = label, .options = o, .n_options = n};
}

/* The number of a version from 1, as the form sends it. */
static size_t
chosen(struct page *p, const char *name, size_t n, size_t otherwise)
{
        int64_t i;

        if (!page_arg_int(p, name, 1, (int64_t)n, (int64_t)otherwise + 1, &i))
                return otherwise;
        return (size_t)i - 1;
}

static int
body_of(struct page *p, const struct flow_version *v, struct body **ret)
{
        struct problems faults = {.mem = p->mem};
        int r = body_parse(p->mem, v->body, strlen(v->body), true, &faults, ret);

        if (r == 0)
                return 0;
        return r < 0 ? err_trace(r) : err_set(ERR_DATA, "a kept text that cannot be read");
}

static int
compare(struct page *p, const struct flow_version *a, const struct flow_version *b,
        struct view_office_versions *v)
{
        struct diff_field *fields = mem_array(p->mem, struct diff_field, FIELDS);
        struct diff *d = mem_new(p->mem, struct diff);
        struct body *left, *right;
        size_t n;
        int r = body_of(p, a, &left);

        if (r == 0)
                r = body_of(p, b, &right);
        if (r < 0)
                return err_trace(r);
        fields[0] = (struct diff_field){.label = "标题", .left = a->title, .right = b->title};
        fields[1] = (struct diff_field){.label = "发文字号", .left = a->doc_no, .right = b->doc_no};
        fields[2] =
            (struct diff_field){.label = "内容概述", .left = a->summary, .right = b->summary};
        n = diff_fields(p->mem, fields, FIELDS);
        *d = diff_bodies(p->mem, left, right);
        v->diff = part_diff_of(p->mem, d, fields, FIELDS, AROUND);
        v->diff.caption = "文字差异";
        v->diff.left_label = label_of(p, a);
        v->diff.right_label = label_of(p, b);
        if (n + d->n_changed + d->n_removed + d->n_added == 0) {
                v->words = "两个版本的文字相同。";
                v->diff.n_rows = 0;
        } else {
                v->words =
                    mem_printf(p->mem, "改动 %zu 段，新增 %zu 段，删去 %zu 段，%zu 个栏位不同。",
                               d->n_changed, d->n_added, d->n_removed, n);
        }
        return 0;
}

int
page_office_item_versions(struct page *p)
{
        struct view_office_versions v = {.page = office_page(p, "各版本及差异")};
        struct flow_version *list;
        struct view_site site;
        struct flow_item it;
        struct flow_by by;
        size_t n, left, right;
        struct tx *tx;
        int r = item_by(p, &by);

        if (r < 0)
                return err_trace(r);
        r = item_of_path(p, &by, &it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        if (it.veiled) {
                p->reason = "该信息正在进行泄密处置。";
                return PAGE_FORBIDDEN;
        }
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_flow_versions(p->mem, tx, it.id, &list, &n);
        if (r < 0)
                return err_trace(r);
        v.action = item_link(p, it.id, "/versions");
        v.back_url = item_link(p, it.id, "");
        v.several = n > 1;
        if (v.several) {
                left = chosen(p, "left", n, 1);
                right = chosen(p, "right", n, 0);
                v.left = choices(p, list, n, "left", "原来的版本", left);
                v.right = choices(p, list, n, "right", "后来的版本", right);
                r = compare(p, &list[left], &list[right], &v);
                if (r < 0)
                        return err_trace(r);
        }
        item_crumbs(p, &v.page, &it, "各版本及差异");
        r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        view_office_versions(&p->out, &site, &v);
        return 0;
}
