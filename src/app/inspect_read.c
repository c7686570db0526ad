/* What is known of the files of a text: findings by kind, each with its decision. */
#include "app/inspect_kit.h"

#include "intake/intake.h"

enum { PLACES_SHOWN = 5 };

/* Files that could not be looked into at all. */
static const struct {
        const char *code, *label, *advice;
        bool may_keep;
} unreadable[] = {
    {"empty", "空文件", "移除这个附件", false},
    {"broken", "文件损坏，无法检查", "重新传送或另存一份后替换", false},
    {"encrypted", "设有密码，无法检查", "解除密码后替换；读者也打不开有密码的文件", false},
    {"bomb", "展开后过大，无法检查", "核对来源，重新生成后替换", false},
    {"entities", "含自定义的 XML 实体，无法检查", "用办公软件重新另存后替换", false},
    {"paths", "压缩包指向包外的位置，无法检查", "核对来源，重新打包后替换", false},
    {"too_big", "内容过大，无法检查", "拆分后替换，或者人工核对", true},
    {"slow", "过于复杂，未能在限定时间内检查", "重新导出后替换，或者人工核对", true},
};

bool
inspect_about(const char *code, struct flow_finding *ret)
{
        for (size_t i = 0; i < N(unreadable); i++)
                if (strcmp(unreadable[i].code, code) == 0) {
                        ret->label = unreadable[i].label;
                        ret->advice = unreadable[i].advice;
                        ret->may_keep = unreadable[i].may_keep;
                        ret->grave = true;
                        return true;
                }
        for (size_t i = 0; i < N_INTAKE_CODES; i++)
                if (strcmp(intake_code_name((enum intake_code)i), code) == 0) {
                        ret->label = intake_code_label((enum intake_code)i);
                        ret->advice = intake_code_advice((enum intake_code)i);
                        ret->grave = intake_code_severity((enum intake_code)i) == INTAKE_GRAVE;
                        ret->may_keep = true;
                        return true;
                }
        return false;
}

struct reading {
        TALLOC_CTX *mem;
        struct inspections_of_edition_row *seen;
        struct findings_of_edition_row *found;
        struct file_decisions_row *decided;
        size_t n_seen, n_found, n_decided;
};

static void
add_place(TALLOC_CTX *mem, struct flow_finding *f, const char *place)
{
        f->n++;
        if (!*place || f->n > PLACES_SHOWN)
                return;
        f->places = *f->places ? mem_printf(mem, "%s、%s", f->places, place) : place;
}

/* The last word on it. */
static void
add_decision(const struct reading *rd, const char *sm3, struct flow_finding *f)
{
        for (size_t i = 0; i < rd->n_decided; i++) {
                const struct file_decisions_row *d = &rd->decided[i];

                if (strcmp(d->sm3, sm3) != 0 || strcmp(d->code, f->code) != 0 ||
                    strcmp(d->verdict, "kept") != 0)
                        continue;
                f->reason = d->reason;
                f->person = d->person;
                f->decided = d->decided_at;
        }
}

static void
read_one(const struct reading *rd, struct flow_file *file)
{
        const char *claim = inspect_claim(rd->mem, file->name);
        struct flow_finding *list = NULL;
        size_t n = 0;

        for (size_t i = 0; i < rd->n_seen; i++)
                if (strcmp(rd->seen[i].sm3, file->sm3) == 0 &&
                    strcmp(rd->seen[i].claim, claim) == 0) {
                        file->inspected = true;
                        file->kind = rd->seen[i].kind;
                }
        for (size_t i = 0; i < rd->n_found; i++) {
                const struct findings_of_edition_row *w = &rd->found[i];
                struct flow_finding f = {.code = w->code,
                                         .label = w->code,
                                         .advice = "",
                                         .places = "",
                                         .excerpt = "",
                                         .decided = INSTANT_NONE};
                size_t at = 0;

                if (strcmp(w->sm3, file->sm3) != 0 || strcmp(w->claim, claim) != 0)
                        continue;
                while (at < n && strcmp(list[at].code, w->code) != 0)
                        at++;
                if (at == n) {
                        (void)inspect_about(w->code, &f);
                        add_decision(rd, file->sm3, &f);
                        mem_grow(rd->mem, list, n);
                        list[n++] = f;
                }
                add_place(rd->mem, &list[at], w->place);
                if (!*list[at].excerpt)
                        list[at].excerpt = w->excerpt;
        }
        for (size_t i = 0; i < n; i++)
                if (list[i].n > PLACES_SHOWN && *list[i].places)
                        list[i].places =
                            mem_printf(rd->mem, "%s等 %zu 处", list[i].places, list[i].n);
        file->findings = list;
        file->n_findings = n;
}

static void
read_decisions(const struct reading *rd, struct flow_item *it)
{
        struct flow_decision *list = mem_array(rd->mem, struct flow_decision, rd->n_decided + 1);

        for (size_t i = 0; i < rd->n_decided; i++) {
                const struct file_decisions_row *d = &rd->decided[i];
                struct flow_finding about = {.label = "整个文件"};

                (void)inspect_about(d->code, &about);
                list[i] = (struct flow_decision){.sm3 = d->sm3,
                                                 .name = d->name,
                                                 .label = about.label,
                                                 .verdict = d->verdict,
                                                 .reason = d->reason,
                                                 .person = d->person,
                                                 .at = d->decided_at};
        }
        it->decisions = list;
        it->n_decisions = rd->n_decided;
}

int
inspect_read(TALLOC_CTX *mem, struct tx *tx, struct flow_item *it, struct flow_file *files)
{
        struct reading rd = {.mem = mem};
        int r = sql_file_decisions(mem, tx, &(struct file_decisions_in){.item_id = it->id},
                                   &rd.decided, &rd.n_decided);

        if (r == 0 && it->n_files)
                r = sql_inspections_of_edition(
                    mem, tx,
                    &(struct inspections_of_edition_in){.edition_id = it->text.id,
                                                        .inspector = INSPECTOR},
                    &rd.seen, &rd.n_seen);
        if (r == 0 && it->n_files)
                r = sql_findings_of_edition(mem, tx,
                                            &(struct findings_of_edition_in){
                                                .edition_id = it->text.id, .inspector = INSPECTOR},
                                            &rd.found, &rd.n_found);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < it->n_files; i++)
                read_one(&rd, &files[i]);
        read_decisions(&rd, it);
        return 0;
}

void
inspect_check(const struct flow_file *f, struct problems *problems)
{
        for (size_t i = 0; i < f->n_findings; i++)
                if (f->findings[i].grave && !f->findings[i].reason) {
                        problems_add(problems, 0, "file", "附件“%s”有%s，请%s", f->name,
                                     f->findings[i].label,
                                     f->findings[i].may_keep ? "处理，或者写明保留的理由"
                                                             : "替换或移除");
                        return;
                }
}

void
inspect_seen(const struct flow_item *it, struct problems *problems)
{
        for (size_t i = 0; i < it->n_files; i++)
                if (!it->files[i].inspected)
                        problems_add(problems, 0, "file",
                                     "附件“%s”没能完成检查，请重新检查，或者更换文件",
                                     it->files[i].name);
}
