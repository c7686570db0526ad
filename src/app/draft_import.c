#include "app/draft_import.h"

#include "app/file.h"
#include "app/flow_kit.h"
#include "app/inspect.h"
#include "domain/body/body.h"
#include "intake/intake.h"

enum { TITLE_MAX = 120 };

/* ---- reading -------------------------------------------------------------------------------- */

struct taking {
        TALLOC_CTX *mem;
        struct app *app;
        const struct intake_body *in;
        struct draft_import *ret;
        int r;
};

static int
add_file(struct taking *t, const char *name, const char *kept_as, const void *bytes, size_t n,
         const char **ret_sm3)
{
        struct stored_file *stored = mem_new(t->mem, struct stored_file);
        int r = app_file_store(t->app, name, bytes, n, stored);

        if (r < 0)
                return err_trace(r);
        *ret_sm3 = stored->sm3;
        for (size_t i = 0; i < t->ret->n_files; i++)
                if (strcmp(t->ret->files[i].sm3, stored->sm3) == 0)
                        return 0;
        mem_grow(t->mem, t->ret->files, t->ret->n_files);
        t->ret->files[t->ret->n_files++] = (struct draft_file){
            .name = kept_as, .sm3 = stored->sm3, .type = stored->type, .size = stored->size};
        return 0;
}

/* "picture1.png" becomes the file it is; a picture that did not come along leaves its words. */
static const char *
picture(void *arg, const char *file)
{
        struct taking *t = arg;

        for (size_t i = 0; t->r == 0 && i < t->in->n_pictures; i++) {
                const struct intake_picture *p = &t->in->pictures[i];
                const char *sm3;

                if (strcmp(p->name, file) != 0)
                        continue;
                t->r = add_file(t, p->name, BODY_PICTURE, p->bytes, p->n, &sm3);
                if (t->r == 0)
                        return sm3;
        }
        return "";
}

static const struct body_node *
first_line(const struct body_node *n)
{
        if (n->type == BODY_HEADING || n->type == BODY_PARAGRAPH)
                for (size_t i = 0; i < n->n; i++)
                        if (n->kids[i].type == BODY_TEXT &&
                            n->kids[i].text[strspn(n->kids[i].text, " \t\n")])
                                return n;
        for (size_t i = 0; i < n->n && n->type == BODY_DOC; i++) {
                const struct body_node *line = first_line(&n->kids[i]);

                if (line)
                        return line;
        }
        return NULL;
}

/* What a person would take for the title. */
static const char *
title_of(TALLOC_CTX *mem, const struct body *body, const char *name)
{
        const struct body_node *line = first_line(&body->root);
        const char *dot = strrchr(name, '.'), *text = "";

        for (size_t i = 0; line && i < line->n; i++)
                if (line->kids[i].type == BODY_TEXT)
                        text = mem_printf(mem, "%s%s", text, line->kids[i].text);
        text += strspn(text, " \t\n");
        if (*text && strlen(text) <= TITLE_MAX * 3)
                return text;
        return dot && dot > name ? mem_strndup(mem, name, (size_t)(dot - name)) : name;
}

static int
refused(const struct problems *said, struct problems *problems)
{
        for (size_t i = 0; i < said->n_list; i++)
                problems_add(problems, 0, "file", "%s", said->list[i].message);
        if (!said->n_list)
                problems_add(problems, 0, "file", "文件无法读取");
        return IMPORT_REFUSED;
}

int
app_draft_import(TALLOC_CTX *mem, struct app *app, const char *name, const void *bytes, size_t n,
                 bool attach, int64_t (*clock_us)(void), struct problems *problems,
                 struct draft_import *ret)
{
        _cleanup_(intake_close) int fd = -1;
        struct problems said = {.mem = mem}, faults = {.mem = mem};
        struct draft_import done = {0};
        struct intake_body in;
        struct body *body;
        struct taking t = {mem, app, &in, &done, 0};
        const char *sm3;
        int r = intake_memory(bytes, n, &fd);

        if (r == 0)
                r = intake_body(mem, &(struct intake_file){name, fd}, &said, &in);
        if (r)
                return r < 0 ? err_trace(r) : refused(&said, problems);
        r = body_parse(mem, in.json, in.n, false, &faults, &body);
        if (r < 0)
                return err_trace(r);
        if (r) {
                problems_add(problems, 0, "file", "文档结构过于复杂，不能作为正文，请作为附件上传");
                return IMPORT_REFUSED;
        }
        body_each_image(body, picture, &t);
        r = t.r;
        done.n_pictures = done.n_files;
        if (r == 0 && attach)
                r = add_file(&t, name, name, bytes, n, &sm3);
        if (r == 0)
                r = app_inspect(mem, app, done.files, done.n_files, clock_us);
        if (r < 0)
                return err_trace(r);
        done.title = title_of(mem, body, name);
        done.body = body_json(mem, body);
        done.kind = intake_kind_label(in.kind);
        done.warnings = in.warnings;
        done.n_warnings = in.n_warnings;
        *ret = done;
        return 0;
}

/* ---- keeping -------------------------------------------------------------------------------- */

/* One text behind the other. */
static const char *
joined(TALLOC_CTX *mem, const char *before, const char *after)
{
        struct problems faults = {.mem = mem};
        struct body *a, *b, both = {.root = {.type = BODY_DOC}};

        if (body_parse(mem, before, strlen(before), true, &faults, &a) != 0 ||
            body_parse(mem, after, strlen(after), true, &faults, &b) != 0) {
                err_clear();
                return after;
        }
        both.root.n = a->root.n + b->root.n;
        both.root.kids = mem_array(mem, struct body_node, both.root.n + 1);
        for (size_t i = 0; i < a->root.n; i++)
                both.root.kids[i] = a->root.kids[i];
        for (size_t i = 0; i < b->root.n; i++)
                both.root.kids[a->root.n + i] = b->root.kids[i];
        return body_json(mem, &both);
}

/* What the draft has already and still needs, then what came. */
static void
take_files(TALLOC_CTX *mem, struct draft *d, const struct draft_import *in)
{
        struct draft_file *files = mem_array(mem, struct draft_file, d->n_files + in->n_files + 1);
        size_t n = 0;

        for (size_t i = 0; i < d->n_files; i++)
                if (strcmp(d->files[i].name, BODY_PICTURE) != 0 || strstr(d->body, d->files[i].sm3))
                        files[n++] = d->files[i];
        for (size_t i = 0; i < in->n_files; i++) {
                bool there = false;

                for (size_t k = 0; k < n; k++)
                        there = there || strcmp(files[k].sm3, in->files[i].sm3) == 0;
                if (!there)
                        files[n++] = in->files[i];
        }
        d->files = files;
        d->n_files = n;
}

int
app_flow_import(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by,
                const struct import_place *at, const struct draft_import *in,
                struct problems *problems, int64_t *ret_item)
{
        struct draft d = DRAFT_EMPTY;
        struct flow_sheet sheet = flow_sheet_empty();
        struct flow_item it = {0};
        struct actor alone;
        int r;

        d.agency_id = at->agency_id;
        d.column_id = at->column_id;
        d.title = in->title;
        d.body = in->body;
        if (at->item) {
                r = flow_lock(mem, tx, by, at->item, &it, &alone);
                if (r)
                        return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
                if (flow_demand(&it, DEED_EDIT, problems))
                        return FLOW_REFUSED;
                d = flow_draft_of(mem, &it);
                d.body = at->behind ? joined(mem, it.text.body, in->body) : in->body;
                sheet = it.sheet;
        }
        take_files(mem, &d, in);
        return app_flow_save(mem, tx, by, at->item, it.text.version, &d, &sheet, problems,
                             ret_item);
}
