/* The files of an item: what is hidden in them, and what is decided about it. */
#include "pages/office_items.h"

#include "app/file.h"
#include "app/inspect.h"
#include "app/run.h"
#include "base/text.h"
#include "domain/body/body.h"
#include "views/filter.h"
#include "views/office/item.h"

int page_office_file_keep_send(struct page *);
int page_office_file_inspect_send(struct page *);

/* ---- showing -------------------------------------------------------------------------------- */

static bool
open_ends(const struct flow_finding *f)
{
        return f->grave && !f->reason;
}

const char *
item_file_note(struct page *p, const struct flow_file *f)
{
        const char *text = "";

        for (size_t i = 0; i < f->n_findings; i++)
                if (open_ends(&f->findings[i]))
                        text = mem_printf(p->mem, "%s%s%s", text, *text ? "、" : "",
                                          f->findings[i].label);
        return *text ? mem_printf(p->mem, "%s：须替换、移除，或者在稿件页写明保留的理由", text)
                     : NULL;
}

static struct part_tag
tag_of_file(const struct flow_item *it, const struct flow_file *f)
{
        bool noted = false;

        if (!f->inspected) /* what was public before this was looked for is left alone */
                return strcmp(it->text.state, "draft") == 0
                           ? (struct part_tag){"没有检查，请重新检查", TONE_BAD}
                           : (struct part_tag){0};
        for (size_t i = 0; i < f->n_findings; i++) {
                if (open_ends(&f->findings[i]))
                        return (struct part_tag){"有隐藏信息，须处理", TONE_BAD};
                noted = noted || f->findings[i].grave;
        }
        return noted ? (struct part_tag){"有隐藏信息，已说明", TONE_WARNING}
                     : (struct part_tag){"未发现须处理的隐藏信息", TONE_GOOD};
}

static const char *
by_and_when(struct page *p, const char *person, struct instant at)
{
        return mem_printf(p->mem, "%s，%s", person, item_day(p, instant_day(at)));
}

static struct office_finding
finding(struct page *p, const struct flow_item *it, const struct flow_file *f, size_t no,
        const struct flow_finding *w)
{
        struct office_finding v = {.label = w->label,
                                   .advice = w->advice,
                                   .code = w->code,
                                   .places = w->places,
                                   .excerpt = w->excerpt,
                                   .reason = w->reason,
                                   .id = mem_printf(p->mem, "keep-%.8s-%zu", f->sm3, no)};

        v.tag = !w->grave   ? (struct part_tag){"提示", TONE_PLAIN}
                : w->reason ? (struct part_tag){"已说明", TONE_WARNING}
                            : (struct part_tag){"须处理", TONE_BAD};
        if (w->reason)
                v.decided = by_and_when(p, w->person, w->decided);
        if (w->grave && w->may_keep && !w->reason && it->choices[DEED_EDIT].may)
                v.keep_action = item_link(p, it->id, mem_printf(p->mem, "/keep/%s", f->sm3));
        return v;
}

/* "DOCX 文件" when nobody knows better. */
static const char *
type_of(struct page *p, const struct flow_file *f)
{
        const char *dot = strrchr(f->name, '.');
        char *ending;

        if (f->inspected && *f->kind)
                return f->kind;
        if (!dot || strlen(dot) > 6)
                return "文件";
        ending = mem_strdup(p->mem, dot + 1);
        for (char *c = ending; *c; c++)
                if (*c >= 'a' && *c <= 'z')
                        *c = (char)(*c - 'a' + 'A');
        return mem_printf(p->mem, "%s 文件", ending);
}

/* What the scan before publication found in its words. */
static void
marks_of(struct page *p, const struct flow_item *it, const struct flow_file *f,
         struct office_file *v)
{
        struct view_link *list = mem_array(p->mem, struct view_link, it->n_findings + 1);

        for (size_t i = 0; i < it->n_findings; i++) {
                const struct scan_finding *w = &it->findings[i].found;

                if (strcmp(w->field, "attached") != 0 || strncmp(w->path, f->sm3, 64) != 0)
                        continue;
                /* What the words say outweighs that nothing is hidden. */
                if (v->tag.tone != TONE_BAD && !it->findings[i].kept && w->severity != SCAN_HINT)
                        v->tag = it->findings[i].blocks
                                     ? (struct part_tag){"文字中有须处理的内容", TONE_BAD}
                                     : (struct part_tag){"文字须核对", TONE_WARNING};
                list[v->n_marks++] =
                    (struct view_link){.label = mem_printf(p->mem, "%zu%s %s%s", i + 1,
                                                           it->findings[i].kept ? " ✓" : "",
                                                           scan_kind_label(w->kind), w->path + 64),
                                       .url = mem_printf(p->mem, "#%s", item_scan_row(p, it, i))};
        }
        v->marks = list;
}

static struct office_file
file(struct page *p, const struct flow_item *it, const struct flow_file *f, bool picture)
{
        struct office_finding *list = mem_array(p->mem, struct office_finding, f->n_findings + 1);
        struct office_file v = {.name = picture ? "正文中的图片" : f->name,
                                .url = item_link(p, it->id,
                                                 mem_printf(p->mem, "/files/%s/%s", f->sm3,
                                                            page_encode(p->mem, f->name))),
                                .type = type_of(p, f),
                                .size = f->size,
                                .tag = tag_of_file(it, f),
                                .findings = list,
                                .n_findings = f->n_findings};

        for (size_t i = 0; i < f->n_findings; i++)
                list[i] = finding(p, it, f, i, &f->findings[i]);
        v.anchor = mem_printf(p->mem, "file-%.8s", f->sm3);
        marks_of(p, it, f, &v);
        if (!picture && it->choices[DEED_EDIT].may && strcmp(f->type, "application/pdf") == 0)
                v.redact_url = item_link(p, it->id, mem_printf(p->mem, "/redact/%s", f->sm3));
        return v;
}

static void
settled_of(struct page *p, const struct flow_item *it, struct view_office_item *v)
{
        const char **lines = mem_array(p->mem, const char *, it->n_decisions + 1);

        for (size_t i = 0; i < it->n_decisions; i++) {
                const struct flow_decision *d = &it->decisions[i];

                if (strcmp(d->verdict, "kept") != 0)
                        lines[v->n_settled++] = mem_printf(
                            p->mem, "%s的%s：%s（%s）", d->name, d->label,
                            strcmp(d->verdict, "redacted") == 0 ? "已涂黑替换" : "文件已替换或移除",
                            by_and_when(p, d->person, d->at));
        }
        v->settled = lines;
}

void
item_files(struct page *p, const struct flow_item *it, struct view_office_item *v)
{
        struct office_file *files = mem_array(p->mem, struct office_file, it->n_files + 1);

        for (size_t i = 0; i < it->n_files; i++) {
                bool picture = strcmp(it->files[i].name, BODY_PICTURE) == 0;

                if (!picture || it->files[i].n_findings)
                        files[v->n_files++] = file(p, it, &it->files[i], picture);
        }
        for (size_t i = 0; i < it->n_files; i++)
                if (!it->files[i].inspected && it->choices[DEED_EDIT].may)
                        v->inspect_action = item_link(p, it->id, "/inspect");
        v->files = files;
        v->files_csrf = p->csrf;
        settled_of(p, it, v);
}

/* ---- deciding ------------------------------------------------------------------------------- */

struct keeping {
        struct page *p;
        struct flow_by by;
        struct problems problems;
        int64_t item;
        const char *sm3, *code, *reason;
};

static int
keep(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct keeping *k = arg;

        k->problems.n = k->problems.n_list = 0;
        return app_file_keep(mem, tx, &k->by, k->item, k->sm3, k->code, k->reason, &k->problems);
}

int
page_office_file_keep_send(struct page *p)
{
        struct keeping k = {.p = p,
                            .problems = {.mem = p->mem},
                            .item = item_id(p),
                            .sm3 = office_arg(p, "sm3"),
                            .code = office_arg(p, "code"),
                            .reason = form_value(p, "reason")};
        struct flow_item it;
        int r = item_by(p, &k.by);

        if (r < 0)
                return err_trace(r);
        r = app_run(p->mem, p->app, keep, &k);
        if (r < 0)
                return err_trace(r);
        if (r == FLOW_NOT_FOUND)
                return PAGE_NOT_FOUND;
        if (r == 0) {
                page_redirect(p, item_link(p, k.item, "?done=kept_file"));
                return 0;
        }
        r = item_of_path(p, &k.by, &it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        return item_show(p, &k.by, &it, &k.problems);
}

int
page_office_file_inspect_send(struct page *p)
{
        struct flow_by by;
        struct flow_item it;
        int r = item_by(p, &by);

        if (r < 0)
                return err_trace(r);
        r = item_of_path(p, &by, &it);
        if (r == 0 && !it.choices[DEED_EDIT].may)
                return PAGE_NOT_FOUND;
        if (r == 0)
                r = app_inspect_again(p->mem, p->app, &by, it.id, p->clock_us);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        page_redirect(p, item_link(p, it.id, "?done=inspected"));
        return 0;
}
