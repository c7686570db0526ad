#include "app/flow_kit.h"

#include "app/scan.h"
#include "base/text.h"
#include "domain/body/body.h"
#include "domain/scan/redact.h"

enum { OPEN_SHOWN = 3 };

/* ---- reading -------------------------------------------------------------------------------- */

int
flow_findings(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, struct flow_item *it)
{
        struct scan_findings_row *rows;
        int r = sql_scan_findings(mem, tx,
                                  &(struct scan_findings_in){.edition_id = it->text.id,
                                                             .content_sm3 = it->text.sm3,
                                                             .person_id = by->who->person_id},
                                  &rows, &it->n_findings);

        if (r)
                return err_fold(r);
        it->findings = mem_array(mem, struct flow_mark, it->n_findings + 1);
        for (size_t i = 0; i < it->n_findings; i++) {
                const struct scan_findings_row *row = &rows[i];
                struct flow_mark *f = &it->findings[i];

                *f = (struct flow_mark){.id = row->id,
                                        .mark = row->mark,
                                        .nth = row->nth,
                                        .found = {.severity = (enum scan_severity)row->severity,
                                                  .field = row->field,
                                                  .label = row->label,
                                                  .path = row->path,
                                                  .from = (size_t)row->from_byte,
                                                  .n = (size_t)row->n_bytes,
                                                  .found = "",
                                                  .before = "",
                                                  .after = "",
                                                  .masked = row->masked,
                                                  .reason = row->reason,
                                                  .suggestion = row->suggestion,
                                                  .advice = row->advice},
                                        .blocks = row->blocks,
                                        .kept = row->decision != NULL,
                                        .mine = row->mine > 0,
                                        .why = row->why ? row->why : "",
                                        .person = row->person ? row->person : "",
                                        .at = row->decided_at};
                if (!scan_kind_read(row->finding_kind, &f->found.kind))
                        return err_set(ERR_DATA, "a finding of no kind: %s", row->finding_kind);
        }
        return 0;
}

int
app_flow_settled(TALLOC_CTX *mem, struct tx *tx, int64_t item, struct flow_settled **ret,
                 size_t *ret_n)
{
        struct scan_settled_row *rows;
        int r = sql_scan_settled(mem, tx, &(struct scan_settled_in){.item_id = item}, &rows, ret_n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct flow_settled, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++) {
                struct flow_settled *s = &(*ret)[i];

                *s = (struct flow_settled){
                    .found = {.severity = (enum scan_severity)rows[i].severity,
                              .field = rows[i].field,
                              .label = rows[i].label,
                              .path = rows[i].path,
                              .found = rows[i].masked,
                              .before = "",
                              .after = "",
                              .masked = rows[i].masked,
                              .reason = rows[i].reason,
                              .suggestion = "",
                              .advice = ""},
                    .masked = strcmp(rows[i].decision, "masked") == 0,
                    .put = rows[i].put,
                    .why = rows[i].why,
                    .person = rows[i].person,
                    .at = rows[i].decided_at};
                if (!scan_kind_read(rows[i].finding_kind, &s->found.kind))
                        return err_set(ERR_DATA, "a finding of no kind: %s", rows[i].finding_kind);
        }
        return 0;
}

static const struct scan_finding *
looked_at(const struct scan_looked *l, struct flow_mark *f)
{
        for (f->order = 0; f->order < l->findings.n; f->order++)
                if (l->marks[f->order].nth == f->nth &&
                    strcmp(l->marks[f->order].sm3, f->mark) == 0)
                        return &l->findings.list[f->order];
        return NULL;
}

static int
by_order(const void *a, const void *b)
{
        const struct flow_mark *x = a, *y = b;

        if (x->order != y->order)
                return x->order < y->order ? -1 : 1;
        return x->id < y->id ? -1 : x->id > y->id;
}

int
app_flow_findings_tell(TALLOC_CTX *mem, struct tx *tx, const struct flow_item *it)
{
        struct scan_looked l;
        int r;

        if (!it->n_findings)
                return 0;
        r = scan_look(mem, tx, it->text.id, &l);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < it->n_findings; i++) {
                struct scan_finding *f = &it->findings[i].found;
                const struct scan_finding *whole = looked_at(&l, &it->findings[i]);

                it->findings[i].seen = whole != NULL;
                f->found = whole ? whole->found : f->masked;
                if (whole) {
                        f->before = whole->before;
                        f->after = whole->after;
                        f->path = whole->path;
                        f->from = whole->from;
                        f->n = whole->n;
                }
        }
        qsort(it->findings, it->n_findings, sizeof(*it->findings), by_order);
        return 0;
}

static bool
is_open(const struct flow_mark *f, enum flow_open which)
{
        switch (which) {
        case FLOW_OPEN_BLOCKING:
                return f->blocks && !f->kept;
        case FLOW_OPEN_SECRET:
                return f->blocks && f->found.kind == SCAN_SECRET && !f->mine;
        case FLOW_OPEN_ANY:
                break;
        }
        return f->found.severity != SCAN_HINT && !f->kept;
}

const char *
flow_open_text(TALLOC_CTX *mem, const struct flow_item *it, enum flow_open which)
{
        const char *text = "";
        size_t n = 0;

        for (size_t i = 0; i < it->n_findings; i++) {
                const struct flow_mark *f = &it->findings[i];

                if (!is_open(f, which))
                        continue;
                if (n++ < OPEN_SHOWN)
                        text = mem_printf(mem, "%s%s%s中的%s%s%s", text, *text ? "；" : "",
                                          f->found.label, scan_kind_label(f->found.kind),
                                          *f->found.masked ? " " : "", f->found.masked);
        }
        return n > OPEN_SHOWN ? mem_printf(mem, "%s……共 %zu 处", text, n) : text;
}

int
flow_scan(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item)
{
        struct flow_head_row *h;
        int r = sql_flow_head_one(mem, tx, &(struct flow_head_in){.id = item}, &h);

        if (r)
                return err_fold(r);
        r = scan_keep(mem, tx, by->now, h->edition_id);
        return r < 0 ? err_trace(r) : 0;
}

/* ---- deciding ------------------------------------------------------------------------------- */

static const struct flow_mark *
finding_of(const struct flow_item *it, int64_t id)
{
        for (size_t i = 0; i < it->n_findings; i++)
                if (it->findings[i].id == id)
                        return &it->findings[i];
        return NULL;
}

static const char *
name_of(const struct problems *p, int64_t id)
{
        return mem_printf(p->mem, "f%lld", (long long)id);
}

static int
write_decision(struct tx *tx, const struct flow_by *by, const struct flow_item *it,
               const struct flow_mark *f, const struct flow_settle *s, const char *put)
{
        static const char *const codes[] = {
            [FLOW_KEEP] = "kept", [FLOW_MASK] = "masked", [FLOW_CHANGE] = "edited"};
        int r = sql_scan_decide(tx,
                                &(struct scan_decide_in){.finding_id = f->id,
                                                         .item_id = it->id,
                                                         .mark = f->mark,
                                                         .decision = codes[s->how],
                                                         .put = put,
                                                         .reason = s->why ? s->why : "",
                                                         .person_id = by->who->person_id,
                                                         .decided_at = by->now},
                                NULL);

        if (r)
                return err_fold(r);
        return item_write_down(tx, by->who, by->now, "item_finding_decided", it->id,
                               scan_kind_code(f->found.kind));
}

int
flow_keep(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct flow_item *it,
          const struct flow_settle *list, size_t n, struct problems *problems)
{
        (void)mem;
        for (size_t i = 0; i < n; i++) {
                const struct flow_mark *f = finding_of(it, list[i].finding);

                if (!f || list[i].how != FLOW_KEEP)
                        problems_add(problems, 0, name_of(problems, list[i].finding),
                                     "检查结果已有变化，请重新核对");
                else if (!list[i].why || !*list[i].why)
                        problems_add(problems, 0, name_of(problems, list[i].finding),
                                     "保留原文须写明理由");
        }
        if (problems->n)
                return FLOW_BAD;
        for (size_t i = 0; i < n; i++) {
                const struct flow_mark *f = finding_of(it, list[i].finding);
                int r;

                if (!f)
                        return FLOW_BAD;
                r = write_decision(tx, by, it, f, &list[i], "");
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

/* A change to one piece of metadata, from its end to its beginning so that places stay true. */
struct splice {
        const char **text;
        size_t from, n;
        const char *with;
};

static int
later_first(const void *a, const void *b)
{
        const struct splice *x = a, *y = b;

        if (x->text != y->text)
                return x->text < y->text ? -1 : 1;
        return x->from < y->from ? 1 : x->from > y->from ? -1 : 0;
}

static const char **
field_of(struct draft *d, const char *field)
{
        if (strcmp(field, "title") == 0)
                return &d->title;
        if (strcmp(field, "doc_no") == 0)
                return &d->doc_no;
        if (strcmp(field, "summary") == 0)
                return &d->summary;
        if (strcmp(field, "keywords") == 0)
                return &d->keywords;
        return strcmp(field, "source") == 0 ? &d->source : NULL;
}

struct settling {
        const struct flow_item *it;
        const struct flow_settle *list;
        size_t n;
        struct splice *splices;
        struct redact_place *places;
        size_t n_splices, n_places;
        struct draft draft;
};

static const char *
put_of(const struct flow_settle *s, const struct flow_mark *f)
{
        return s->how == FLOW_MASK ? f->found.masked : s->with ? s->with : "";
}

/* What is to be done where; what cannot be is a problem of its finding. */
static void
plan(struct settling *s, struct problems *problems)
{
        for (size_t i = 0; i < s->n; i++) {
                const struct flow_settle *want = &s->list[i];
                const struct flow_mark *f = finding_of(s->it, want->finding);
                const char *name = name_of(problems, want->finding);

                if (!f || (want->how != FLOW_KEEP && !f->seen))
                        problems_add(problems, 0, name, "检查结果已有变化，请重新核对");
                else if (want->how == FLOW_KEEP && (!want->why || !*want->why))
                        problems_add(problems, 0, name, "保留原文须写明理由");
                else if (want->how == FLOW_KEEP)
                        continue;
                else if (strcmp(f->found.field, "attached") == 0)
                        problems_add(problems, 0, name,
                                     "附件里的文字不能在这里改，请换文件；PDF 可以涂黑");
                else if (!f->found.n ||
                         (want->how == FLOW_MASK && strcmp(f->found.masked, f->found.found) == 0))
                        problems_add(problems, 0, name, "这一处不能在这里改，请到拟稿单中修改");
                else if (strcmp(f->found.field, "body") == 0)
                        s->places[s->n_places++] =
                            (struct redact_place){.path = f->found.path,
                                                  .from = f->found.from,
                                                  .n = f->found.n,
                                                  .expect = f->found.found,
                                                  .with = put_of(want, f),
                                                  .here_only = want->how == FLOW_CHANGE};
                else if (field_of(&s->draft, f->found.field))
                        s->splices[s->n_splices++] =
                            (struct splice){field_of(&s->draft, f->found.field), f->found.from,
                                            f->found.n, put_of(want, f)};
                else
                        problems_add(problems, 0, name, "附件名请到拟稿单中修改");
        }
}

/* From its end to its beginning: each must lie in the text, and end before the one done last begins. */
static bool
splices_fit(struct settling *s)
{
        for (size_t i = 0; i < s->n_splices; i++) {
                const struct splice *c = &s->splices[i], *later = i ? c - 1 : NULL;
                size_t end = strlen(*c->text);

                if (later && later->text == c->text)
                        end = later->from;
                if (c->from > end || c->n > end - c->from)
                        return false;
        }
        return true;
}

static int
apply(TALLOC_CTX *mem, struct settling *s, struct problems *problems)
{
        struct problems faults = {.mem = mem};
        struct body *body, *clean;
        int r;

        qsort(s->splices, s->n_splices, sizeof(*s->splices), later_first);
        if (!splices_fit(s)) {
                problems_add(problems, 0, "", "有两处互相重叠或者文字已经变了，请重新检查后再处理");
                return FLOW_BAD;
        }
        for (size_t i = 0; i < s->n_splices; i++) {
                const struct splice *c = &s->splices[i];

                *c->text = mem_printf(mem, "%.*s%s%s", (int)c->from, *c->text, c->with,
                                      *c->text + c->from + c->n);
        }
        if (!s->n_places)
                return 0;
        r = body_parse(mem, s->draft.body, strlen(s->draft.body), true, &faults, &body);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return err_set(ERR_DATA, "a stored text cannot be read");
        r = redact_body(mem, body, s->places, s->n_places, &faults, &clean);
        if (r < 0)
                return err_trace(r);
        if (r > 0) {
                for (size_t i = 0; i < faults.n_list; i++)
                        problems_add(problems, 0, "", "%s", faults.list[i].message);
                return FLOW_BAD;
        }
        s->draft.body = body_json(mem, clean);
        return 0;
}

int
app_flow_settle(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
                const struct flow_settle *list, size_t n, struct problems *problems)
{
        struct flow_item it;
        struct actor alone;
        struct settling s = {.it = &it, .list = list, .n = n};
        int64_t saved;
        int r = flow_lock(mem, tx, by, item, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        r = flow_demand(&it, DEED_EDIT, problems);
        if (r)
                return FLOW_REFUSED;
        r = app_flow_findings_tell(mem, tx, &it);
        if (r < 0)
                return err_trace(r);
        s.splices = mem_array(mem, struct splice, n + 1);
        s.places = mem_array(mem, struct redact_place, n + 1);
        s.draft = flow_draft_of(mem, &it);
        plan(&s, problems);
        if (problems->n)
                return FLOW_BAD;
        r = apply(mem, &s, problems);
        if (r)
                return r < 0 ? err_trace(r) : FLOW_BAD;
        for (size_t i = 0; i < n; i++) {
                const struct flow_mark *f = finding_of(&it, list[i].finding);

                if (!f)
                        return FLOW_BAD;
                r = write_decision(tx, by, &it, f, &list[i],
                                   list[i].how == FLOW_KEEP ? "" : put_of(&list[i], f));
                if (r < 0)
                        return err_trace(r);
        }
        if (!s.n_places && !s.n_splices)
                return 0;
        r = app_flow_save(mem, tx, by, item, it.text.version, &s.draft, &it.sheet, problems,
                          &saved);
        return r < 0 ? err_trace(r) : r;
}
