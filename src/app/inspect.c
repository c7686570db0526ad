/* Looking into files, and deciding about what was found. */
#include "app/inspect_kit.h"

#include "app/file.h"
#include "app/job.h"
#include "app/scan.h"
#include "domain/body/body.h"
#include "intake/intake.h"

#include <fcntl.h>
#include <unistd.h>

/* ---- looking -------------------------------------------------------------------------------- */

const char *
inspect_claim(TALLOC_CTX *mem, const char *name)
{
        const char *dot = strrchr(name, '.');
        char *claim;

        if (!dot || strlen(dot) > 10)
                return "";
        claim = mem_strdup(mem, dot + 1);
        for (char *c = claim; *c; c++) {
                if (*c >= 'A' && *c <= 'Z')
                        *c = (char)(*c - 'A' + 'a');
                if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9')))
                        return "";
        }
        return claim;
}

/* A file that could not be looked into is one finding, in the words of intake. NULL: it may be looked at again. */
static const char *
outcome_code(int outcome)
{
        switch ((enum intake_outcome)outcome) {
        case INTAKE_EMPTY:
                return "empty";
        case INTAKE_BROKEN:
                return "broken";
        case INTAKE_ENCRYPTED:
                return "encrypted";
        case INTAKE_BOMB:
                return "bomb";
        case INTAKE_ENTITIES:
                return "entities";
        case INTAKE_PATHS:
                return "paths";
        case INTAKE_TOO_BIG:
                return "too_big";
        case INTAKE_SLOW:
                return "slow";
        default:
                return NULL;
        }
}

static struct file_inspection *
noted(TALLOC_CTX *mem, const char *claim, const struct intake_findings *found)
{
        struct file_inspection *ret = mem_new(mem, struct file_inspection);

        *ret = (struct file_inspection){.claim = claim,
                                        .kind = intake_kind_label(found->kind),
                                        .list = mem_array(mem, struct file_found, found->n + 1),
                                        .n = found->n};
        for (size_t i = 0; i < found->n; i++)
                ret->list[i] = (struct file_found){intake_code_name(found->list[i].code),
                                                   found->list[i].where, found->list[i].excerpt};
        return ret;
}

static struct file_inspection *
unreadable(TALLOC_CTX *mem, const char *claim, const char *code, const char *words)
{
        struct file_inspection *ret = mem_new(mem, struct file_inspection);

        *ret = (struct file_inspection){
            .claim = claim, .kind = "", .list = mem_array(mem, struct file_found, 1), .n = 1};
        ret->list[0] = (struct file_found){code, "", words};
        return ret;
}

static int
look(TALLOC_CTX *mem, const struct app *app, const struct scan_options *opt, struct draft_file *f)
{
        _cleanup_(intake_close) int fd =
            open(app_file_path(mem, app, f->sm3), O_RDONLY | O_CLOEXEC);
        const char *claim = inspect_claim(mem, f->name), *code;
        struct problems problems = {.mem = mem};
        struct intake_findings found;
        int r;

        if (fd < 0)
                return 0; /* `xxgk check` names what is missing */
        r = intake_findings(mem, &(struct intake_file){f->name, fd}, &problems, &found);
        if (r < 0)
                return err_trace(r);
        code = r ? outcome_code(r) : NULL;
        if (r == 0) {
                struct file_inspection *in = noted(mem, claim, &found);

                r = lseek(fd, 0, SEEK_SET) < 0
                        ? err_errno("rewinding a file")
                        : inspect_words(mem, opt, &(struct intake_file){f->name, fd}, in);
                f->inspection = r ? NULL : in; /* a child that died is asked again */
                return r < 0 ? err_trace(r) : 0;
        }
        if (code)
                f->inspection =
                    unreadable(mem, claim, code, problems.n_list ? problems.list[0].message : "");
        return 0;
}

struct knowing {
        const struct draft_file *file;
        struct scan_options opt;
        bool known, has_options;
};

static int
ask_known(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct knowing *k = arg;
        struct inspection_known_row *row;
        int r = sql_inspection_known_one(
            mem, tx,
            &(struct inspection_known_in){.sm3 = k->file->sm3,
                                          .claim = inspect_claim(mem, k->file->name),
                                          .inspector = INSPECTOR},
            &row);

        k->known = r == 0;
        if (r != STORE_NONE || k->has_options)
                return r == STORE_NONE ? 0 : err_fold(r);
        r = scan_options_of(mem, tx, &k->opt);
        k->has_options = r == 0;
        return r < 0 ? err_trace(r) : 0;
}

int
app_inspect(TALLOC_CTX *mem, struct app *app, struct draft_file *files, size_t n,
            int64_t (*clock_us)(void))
{
        int64_t begun = clock_us ? clock_us() : 0;
        struct knowing k = {.has_options = false};

        for (size_t i = 0; app->data && i < n; i++) {
                int r;

                k.file = &files[i];
                r = app_read(mem, app, ask_known, &k);

                if (r == 0 && !k.known && clock_us &&
                    clock_us() - begun > INSPECT_MS * INT64_C(1000))
                        continue;
                if (r == 0 && !k.known)
                        r = look(mem, app, &k.opt, &files[i]);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

int
inspect_put(struct tx *tx, struct instant now, const char *sm3, const struct file_inspection *in)
{
        int64_t n = 0;
        int r;

        if (!in)
                return 0;
        r = sql_inspection_put(tx,
                               &(struct inspection_put_in){.sm3 = sm3,
                                                           .claim = in->claim,
                                                           .inspector = INSPECTOR,
                                                           .kind = in->kind,
                                                           .inspected_at = now},
                               &n);
        for (size_t i = 0; r == 0 && n && i < in->n; i++)
                r = sql_file_finding_put(
                    tx,
                    &(struct file_finding_put_in){
                        .sm3 = sm3,
                        .claim = in->claim,
                        .inspector = INSPECTOR,
                        .no = (int64_t)i + 1,
                        .code = in->list[i].code,
                        .place = in->list[i].place ? in->list[i].place : "",
                        .excerpt = in->list[i].excerpt ? in->list[i].excerpt : ""},
                    NULL);
        if (r == 0 && n)
                r = inspect_marks_put(tx, sm3, in);
        return err_fold(r);
}

/* ---- the files of an item ------------------------------------------------------------------- */

struct item_files {
        const struct flow_by *by;
        int64_t item, draft; /* draft: the text, while nobody can read it */
        bool told;           /* somebody asked for it, and the trail says so */
        struct draft_file *files;
        size_t n;
};

static int
unseen(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct item_files *f = arg;
        struct flow_item it;
        int r = app_flow_read(mem, tx, f->by, f->item, &it);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        f->files = mem_array(mem, struct draft_file, it.n_files + 1);
        f->n = 0;
        f->draft = strcmp(it.text.state, "draft") == 0 ? it.text.id : 0;
        for (size_t i = 0; i < it.n_files; i++)
                if (!it.files[i].inspected)
                        f->files[f->n++] =
                            (struct draft_file){.name = it.files[i].name, .sm3 = it.files[i].sm3};
        return 0;
}

static int
put_all(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        const struct item_files *f = arg;
        int r = 0;

        if (!f->told)
                tx_unaudited(tx);
        for (size_t i = 0; r == 0 && i < f->n; i++)
                r = inspect_put(tx, f->by->now, f->files[i].sm3, f->files[i].inspection);
        if (r == 0 && f->draft) /* what the files say is a part of what the text is scanned for */
                r = scan_keep(mem, tx, f->by->now, f->draft);
        if (r < 0 || !f->told)
                return r < 0 ? err_trace(r) : 0;
        return item_write_down(tx, f->by->who, f->by->now, "files_inspected", f->item, "");
}

static int
inspect_files(TALLOC_CTX *mem, struct app *app, struct item_files *f, int64_t (*clock_us)(void))
{
        int r = app_read(mem, app, unseen, f);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        if (!f->n && !f->told)
                return 0;
        r = app_inspect(mem, app, f->files, f->n, clock_us);
        if (r == 0)
                r = app_run(mem, app, put_all, f);
        return err_fold(r);
}

int
app_inspect_item(TALLOC_CTX *mem, struct app *app, const struct flow_by *by, int64_t item,
                 int64_t (*clock_us)(void))
{
        struct item_files f = {.by = by, .item = item};

        return inspect_files(mem, app, &f, clock_us);
}

int
app_inspect_again(TALLOC_CTX *mem, struct app *app, const struct flow_by *by, int64_t item,
                  int64_t (*clock_us)(void))
{
        struct item_files f = {.by = by, .item = item, .told = true};

        return inspect_files(mem, app, &f, clock_us);
}

/* ---- deciding ------------------------------------------------------------------------------- */

int
inspect_decide(struct tx *tx, const struct flow_by *by, const struct flow_item *it,
               const struct flow_file *f, const char *code, const char *verdict, const char *reason)
{
        int r = sql_file_decision_insert(
            tx,
            &(struct file_decision_insert_in){.item_id = it->id,
                                              .edition_id = it->text.id,
                                              .sm3 = f->sm3,
                                              .name = f->name,
                                              .code = code,
                                              .verdict = verdict,
                                              .reason = reason,
                                              .person_id = by->who->person_id,
                                              .decided_at = by->now},
            NULL);

        return err_fold(r);
}

const struct flow_file *
inspect_file(const struct flow_item *it, const char *sm3)
{
        for (size_t i = 0; i < it->n_files; i++)
                if (strcmp(it->files[i].sm3, sm3) == 0)
                        return &it->files[i];
        return NULL;
}

static const struct flow_finding *
finding_of(const struct flow_file *f, const char *code)
{
        for (size_t i = 0; f && i < f->n_findings; i++)
                if (strcmp(f->findings[i].code, code) == 0)
                        return &f->findings[i];
        return NULL;
}

int
app_file_keep(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t item,
              const char *sm3, const char *code, const char *reason, struct problems *problems)
{
        const struct flow_finding *what;
        const struct flow_file *f;
        struct flow_item it;
        struct actor alone;
        int r = flow_lock(mem, tx, by, item, &it, &alone);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        if (flow_demand(&it, DEED_EDIT, problems))
                return FLOW_REFUSED;
        f = inspect_file(&it, sm3);
        what = finding_of(f, code);
        if (!what)
                return FLOW_NOT_FOUND;
        if (!what->may_keep)
                problems_add(problems, 0, "", "附件“%s”：%s，不能保留，请替换或移除", f->name,
                             what->label);
        else if (!*reason)
                problems_add(problems, 0, "reason", "附件“%s”：保留%s的，请写明理由", f->name,
                             what->label);
        if (problems->n)
                return FLOW_BAD;
        r = inspect_decide(tx, by, &it, f, code, "kept", reason);
        if (r == 0)
                r = flow_refresh(mem, tx, by, item);
        if (r < 0)
                return err_trace(r);
        return item_write_down(tx, by->who, by->now, "file_decided", item, sm3);
}

/* What was found is settled; whoever asks later sees that it was there. A file that goes hides nothing any more. */
static int
settle(struct tx *tx, const struct flow_by *by, const struct flow_item *it,
       const struct flow_file *f)
{
        for (size_t i = 0; i < it->n_decisions; i++)
                if (strcmp(it->decisions[i].sm3, f->sm3) == 0 &&
                    strcmp(it->decisions[i].verdict, "redacted") == 0)
                        return 0; /* by what takes its place */
        for (size_t i = 0; i < f->n_findings; i++) {
                int r;

                if (!f->findings[i].grave || f->findings[i].reason)
                        continue;
                r = inspect_decide(tx, by, it, f, f->findings[i].code, "replaced", "");
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

int
inspect_let_go(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct flow_item *it,
               const struct draft_file *files, size_t n)
{
        for (size_t i = 0; i < it->n_files; i++) {
                const struct flow_file *f = &it->files[i];
                bool stays = false;
                int r;

                for (size_t k = 0; k < n; k++)
                        stays = stays || strcmp(files[k].sm3, f->sm3) == 0;
                if (stays)
                        continue;
                r = settle(tx, by, it, f);
                if (r == 0)
                        r = job_enqueue(tx, "forget_file", 0,
                                        mem_printf(mem, "{\"sm3\":\"%s\"}", f->sm3), by->now,
                                        by->now);
                if (r)
                        return err_fold(r);
        }
        return 0;
}
