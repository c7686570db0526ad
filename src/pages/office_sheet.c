/* 拟稿单: the draft sheet, its text and its files. */
#include "pages/office_items.h"

#include "app/file.h"
#include "app/inspect.h"
#include "app/run.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/body/body.h"

int page_office_item_new(struct page *);
int page_office_item_new_send(struct page *);
int page_office_item_edit(struct page *);
int page_office_item_edit_send(struct page *);
int page_office_item_autosave(struct page *);

enum { FILES_MAX = 50, CHANNELS_MAX = 32 };

/* What the form was opened on; NULL members for a new item. */
struct sheet_page {
        struct page *p;
        struct flow_by by;
        struct flow_item *it; /* NULL: a new one */
        struct problems problems;
        struct draft draft;
        struct flow_sheet sheet;
        int64_t version, saved;
        bool raced;
        struct part_option *brought; /* files of this form that wait until it is right */
        size_t n_brought;
};

/* ---- what was sent -------------------------------------------------------------------------- */

static const char *
none_if_empty(const char *s)
{
        return s && *s ? s : NULL;
}

/* The rich text, when its plain form was left as it was; else what was typed. */
static const char *
body_sent(struct sheet_page *s)
{
        struct page *p = s->p;
        const char *json = office_arg(p, "body_json"), *text = office_arg(p, "body");
        const char *tree = office_arg(p, "body-tree");
        struct problems faults = {.mem = p->mem};
        struct body *body;
        int r;

        if (*tree) { /* the editor was at work; what it sends is checked like any other */
                if (body_parse(p->mem, tree, strlen(tree), true, &s->problems, &body) == 0)
                        return body_json(p->mem, body);
                err_clear();
                problems_add(&s->problems, 0, "body", "正文中有不能保存的内容");
                return "{\"type\":\"doc\"}";
        }

        if (*json && body_parse(p->mem, json, strlen(json), true, &faults, &body) == 0 &&
            (!page_arg(p, "body") || strcmp(body_to_text(p->mem, body), text) == 0))
                return body_json(p->mem, body);
        r = body_from_text(p->mem, text, &s->problems, &body);
        if (r) {
                err_clear();
                return "{\"type\":\"doc\"}";
        }
        return body_json(p->mem, body);
}

static const char *
channels_sent(struct page *p)
{
        const char *values[CHANNELS_MAX], *text = "";
        size_t n = page_args_of(p, "channels", values, CHANNELS_MAX);

        for (size_t i = 0; i < n; i++)
                if (strcspn(values[i], ",") == strlen(values[i]))
                        text = mem_printf(p->mem, "%s%s%s", text, i ? "," : "", values[i]);
        return text;
}

/* A file that came with a form that was wrong is kept, and named in the form that comes back by a sealed word: who
 * knows only the SM3 of a file cannot have it.
 *
 *      seal( PERSON SM3 SIZE TYPE NAME ), each but the name without a space        */
static int
seal_file(struct sheet_page *s, const struct draft_file *f)
{
        struct page *p = s->p;
        const char *sealed;
        int r;

        if (!p->app->key)
                return 0;
        r = secret_seal(p->mem, p->app->key,
                        mem_printf(p->mem, "%lld %s %lld %s %s", (long long)p->actor->person_id,
                                   f->sm3, (long long)f->size, f->type, f->name),
                        &sealed);
        if (r < 0)
                return err_trace(r);
        s->brought[s->n_brought++] =
            (struct part_option){.value = sealed, .label = f->name, .chosen = true};
        return 0;
}

/* False when nobody here sealed it, or somebody else did. */
static bool
open_file(struct page *p, const char *sealed, struct draft_file *ret)
{
        const char *plain;
        char sm3[FILE_HEX], type[128];
        long long person, size;
        int at = 0;

        if (!p->app->key || secret_open(p->mem, p->app->key, sealed, &plain) != 0) {
                err_clear();
                return false;
        }
        if (sscanf(plain, "%lld %64s %lld %127s %n", &person, sm3, &size, type, &at) != 4 || !at ||
            person != p->actor->person_id || strlen(sm3) != FILE_HEX - 1)
                return false;
        *ret = (struct draft_file){.name = mem_strdup(p->mem, plain + at),
                                   .sm3 = mem_strdup(p->mem, sm3),
                                   .type = mem_strdup(p->mem, type),
                                   .size = size};
        return true;
}

/* Those that stood there and are wanted still, then the new ones; pictures of the text always. */
static int
files_sent(struct sheet_page *s)
{
        struct page *p = s->p;
        size_t n_old = s->it ? s->it->n_files : 0, n = 0;
        struct draft_file *files =
            mem_array(p->mem, struct draft_file, n_old + FILES_MAX + p->n_uploads + 1);
        const char *brought[FILES_MAX];
        size_t n_brought = page_args_of(p, "brought", brought, FILES_MAX);
        const char *keep[FILES_MAX];
        size_t n_keep = page_args_of(p, "keep", keep, FILES_MAX), n_kept;
        int r;

        for (size_t i = 0; i < n_old; i++) {
                const struct flow_file *f = &s->it->files[i];
                bool wanted = strcmp(f->name, BODY_PICTURE) == 0 || !page_arg(p, "has_files");

                for (size_t k = 0; k < n_keep; k++)
                        wanted = wanted || strcmp(keep[k], f->sm3) == 0;
                if (wanted)
                        files[n++] = (struct draft_file){
                            .name = f->name, .sm3 = f->sm3, .type = f->type, .size = f->size};
        }
        n_kept = n;
        s->brought = mem_array(p->mem, struct part_option, FILES_MAX + p->n_uploads + 1);
        for (size_t i = 0; i < n_brought; i++) {
                if (!open_file(p, brought[i], &files[n]))
                        continue;
                s->brought[s->n_brought++] = (struct part_option){
                    .value = brought[i], .label = files[n].name, .chosen = true};
                n++;
        }
        for (size_t i = 0; i < p->n_uploads; i++) {
                const struct page_upload *u = &p->uploads[i];
                struct stored_file *stored = mem_new(p->mem, struct stored_file);

                if (u->size == 0 || strncmp(u->name, "file", 4) != 0)
                        continue;
                r = app_file_store(p->app, u->file_name, u->bytes, u->size, stored);
                if (r < 0)
                        return err_trace(r);
                files[n++] = (struct draft_file){.name = u->file_name,
                                                 .sm3 = stored->sm3,
                                                 .type = stored->type,
                                                 .size = stored->size};
                r = seal_file(s, &files[n - 1]);
                if (r < 0)
                        return err_trace(r);
        }
        s->draft.files = files;
        s->draft.n_files = n;
        r = app_inspect(p->mem, p->app, files + n_kept, n - n_kept, p->clock_us);
        return r < 0 ? err_trace(r) : 0;
}

static void
sheet_sent(struct sheet_page *s)
{
        struct page *p = s->p;
        struct flow_sheet *h = &s->sheet;

        *h = (struct flow_sheet){.ground = office_arg(p, "ground"),
                                 .ground_reason = form_value(p, "ground_reason"),
                                 .origin_agency = form_value(p, "origin_agency"),
                                 .joint_agencies = form_value(p, "joint_agencies"),
                                 .special_days =
                                     form_int(p, "special_days", 0, 250, 0, &s->problems),
                                 .special_basis = form_value(p, "special_basis"),
                                 .channels = channels_sent(p),
                                 .exemption = form_value(p, "exemption"),
                                 .correction = form_value(p, "correction"),
                                 .note = form_value(p, "note")};
        if (!disclosure_from_code(office_arg(p, "disclosure"), &h->disclosure))
                problems_add(&s->problems, 0, "disclosure", "请选择公开属性");
        if (!overriding_from(office_arg(p, "overriding"), &h->overriding))
                problems_add(&s->problems, 0, "overriding", "没有这一项依据");
        if (!origin_from_code(office_arg(p, "origin"), &h->origin))
                problems_add(&s->problems, 0, "origin", "请选择信息来源");
}

static int
read_form(struct sheet_page *s)
{
        struct page *p = s->p;
        struct draft *d = &s->draft;

        *d = DRAFT_EMPTY;
        d->agency_id = form_int(p, "agency", 1, INT64_MAX, 0, &s->problems);
        d->column_id = form_int(p, "column", 1, INT64_MAX, 0, &s->problems);
        if (s->it && !d->agency_id)
                d->agency_id = s->it->place.agency_id;
        d->title = form_value(p, "title");
        d->doc_no = none_if_empty(form_value(p, "doc_no"));
        d->summary = none_if_empty(form_value(p, "summary"));
        d->body = body_sent(s);
        d->formed = form_day(p, "formed", &s->problems);
        d->written = form_day(p, "written", &s->problems);
        d->effective = form_day(p, "effective", &s->problems);
        d->expires = form_day(p, "expires", &s->problems);
        d->validity = none_if_empty(office_arg(p, "validity"));
        d->topic_id = form_int(p, "topic", 1, INT64_MAX, 0, &s->problems);
        d->genre_id = form_int(p, "genre", 1, INT64_MAX, 0, &s->problems);
        d->audience_id = form_int(p, "audience", 1, INT64_MAX, 0, &s->problems);
        d->keywords = form_value(p, "keywords");
        d->source = form_value(p, "source");
        s->version = form_int(p, "version", 0, INT64_MAX, 0, &s->problems);
        sheet_sent(s);
        return files_sent(s);
}

/* ---- the form ------------------------------------------------------------------------------- */

static struct part_option *
select_from(struct page *p, const struct office_choice *list, size_t n, const char *none,
            size_t *ret_n)
{
        struct part_option *o = mem_array(p->mem, struct part_option, n + 2);
        size_t k = 0;

        if (none)
                o[k++] = (struct part_option){.value = "", .label = none};
        for (size_t i = 0; i < n; i++)
                o[k++] = (struct part_option){
                    .value = list[i].id ? table_int(p->mem, list[i].id) : list[i].code,
                    .label = list[i].group
                                 ? mem_printf(p->mem, "%s — %s", list[i].group, list[i].name)
                                 : list[i].name};
        *ret_n = k;
        return o;
}

static const char *
number(struct page *p, int64_t n)
{
        return n ? table_int(p->mem, n) : "";
}

/* Where it stands may be no column to choose from: one with others below it, or one that was closed since. There is room
 * for one more. */
static size_t
with_present(struct page *p, const struct flow_item *it, struct part_option *o, size_t n)
{
        const char *id = number(p, it->place.column_id);

        for (size_t i = 0; i < n; i++)
                if (strcmp(o[i].value, id) == 0)
                        return n;
        if (!*id)
                return n;
        o[n] = (struct part_option){.value = id, .label = it->place.column};
        return n + 1;
}

int
item_place_fields(struct page *p, const struct flow_item *it, struct form *f, struct tx *tx)
{
        struct office_choice *list;
        struct part_option *o;
        int64_t agency = it ? it->place.agency_id : p->actor->agency_id;
        size_t n, k;
        int r;

        if (it && it->index_no)
                return 0; /* what was public stays where it is */
        r = app_choose_agencies(p->mem, tx, p->actor->scope, p->today, &list, &n);
        if (r < 0)
                return err_trace(r);
        (void)page_arg_int(p, "agency", 1, INT64_MAX, agency, &agency);
        if (n == 1)
                agency = list[0].id;
        o = select_from(p, list, n, NULL, &k);
        form_select(f, "agency", "单位", "以哪个单位的名义公开", o, k, number(p, agency));
        r = app_choose_columns(p->mem, tx, agency, p->today, &list, &n);
        if (r < 0)
                return err_trace(r);
        o = select_from(p, list, n, "请选择栏目", &k);
        if (it && agency == it->place.agency_id)
                k = with_present(p, it, o, k);
        form_select(f, "column", "栏目", NULL, o, k, number(p, it ? it->place.column_id : 0));
        return 0;
}

static int
class_field(struct sheet_page *s, struct form *f, struct tx *tx, const char *scheme,
            const char *label, int64_t chosen)
{
        struct office_choice *list;
        struct part_option *o;
        size_t n, k;
        int r = app_choose_classes(s->p->mem, tx, scheme, &list, &n);

        if (r < 0)
                return err_trace(r);
        o = select_from(s->p, list, n, "（不选）", &k);
        form_select(f, scheme, label, NULL, o, k, number(s->p, chosen));
        return 0;
}

static bool
has_channel(const char *codes, const char *code)
{
        size_t n = strlen(code);

        for (const char *c = codes; (c = strstr(c, code)) != NULL; c += n)
                if ((c == codes || c[-1] == ',') && (!c[n] || c[n] == ','))
                        return true;
        return false;
}

static int
channel_fields(struct sheet_page *s, struct form *f, struct tx *tx)
{
        struct page *p = s->p;
        const char *codes = p->post ? channels_sent(p) : s->it ? s->it->sheet.channels : "website";
        struct office_choice *list;
        struct part_option *o;
        size_t n;
        int r = app_choose_channels(p->mem, tx, &list, &n);

        if (r < 0)
                return err_trace(r);
        o = mem_array(p->mem, struct part_option, n + 1);
        for (size_t i = 0; i < n; i++)
                o[i] = (struct part_option){.value = list[i].code,
                                            .label = list[i].name,
                                            .chosen = has_channel(codes, list[i].code)};
        form_checks(f, "channels", "公开渠道", "政府网站由系统自动发布；其他渠道发布后再登记", o,
                    n);
        return 0;
}

static const char *
text_shown(struct sheet_page *s)
{
        struct problems faults = {.mem = s->p->mem};
        struct body *body;

        if (!s->it || body_parse(s->p->mem, s->it->text.body, strlen(s->it->text.body), true,
                                 &faults, &body) != 0) {
                err_clear();
                return "";
        }
        return body_to_text(s->p->mem, body);
}

static void
file_fields(struct sheet_page *s, struct form *f)
{
        struct page *p = s->p;
        size_t n = s->it ? s->it->n_files : 0, k = 0;
        struct part_option *o = mem_array(p->mem, struct part_option, n + 1);
        const char *keep[FILES_MAX];
        size_t n_keep = page_args_of(p, "keep", keep, FILES_MAX);

        for (size_t i = 0; i < n; i++) {
                const struct flow_file *file = &s->it->files[i];
                bool kept = !p->post;

                if (strcmp(file->name, BODY_PICTURE) == 0)
                        continue;
                for (size_t j = 0; j < n_keep; j++)
                        kept = kept || strcmp(keep[j], file->sm3) == 0;
                o[k++] = (struct part_option){.value = file->sm3,
                                              .label = file->name,
                                              .hint = item_file_note(p, file),
                                              .chosen = kept};
        }
        if (k) {
                form_checks(f, "keep", "已有附件", "取消勾选的附件，保存后从稿件中移除", o, k);
                form_keep(f, "has_files", "1");
        }
        if (s->n_brought)
                form_checks(f, "brought", "刚才上传的附件",
                            "已收到，不用重新上传；取消勾选的不保存", s->brought, s->n_brought);
        form_files(f, "file", "添加附件", "每个文件不超过 50 MB，可以一次选择多个");
}

static int
main_fields(struct sheet_page *s, struct form *f, struct tx *tx)
{
        const struct flow_text *t = s->it ? &s->it->text : NULL;
        int r;

        form_heading(f, "基本信息", NULL);
        form_field(f, "title", "标题", NULL, t ? t->title : "")->max_length = 500;
        r = item_place_fields(s->p, s->it, f, tx);
        if (r < 0)
                return err_trace(r);
        form_field(f, "doc_no", "发文字号", "如 靖政办发〔2019〕12号；没有的不填",
                   t ? t->doc_no : "")
            ->optional = true;
        (void)form_date(f, "formed", "生成日期",
                        "文件形成或变更之日；自这一天起 20 个工作日内公开（《条例》第二十六条）",
                        t ? t->formed : DAY_NONE);
        form_heading(f, "正文与附件", NULL);
        form_rich(f, "body", "正文", "空一行分段；“# ”开头为标题；“| 甲 | 乙 |”逐行书写为表格",
                  text_shown(s), t ? t->body : "",
                  t ? item_link(s->p, s->it->id, "/files/") : page_link(s->p, "/file/"));
        if (t)
                form_keep(f, "body_json", s->p->post ? office_arg(s->p, "body_json") : t->body);
        file_fields(s, f);
        return 0;
}

/* What the drafter proposes; the ground is asked only of what is not made public by itself. */
static void
attribute_fields(struct sheet_page *s, struct form *f)
{
        const struct flow_sheet *h = s->it ? &s->it->sheet : NULL;
        const char *sent = page_arg(s->p, "disclosure");
        struct page *p = s->p;
        struct part_option *o;
        enum disclosure chosen = h ? h->disclosure : DISCLOSURE_PROACTIVE;
        size_t n;

        if (sent)
                (void)disclosure_from_code(sent, &chosen);
        form_heading(f, "公开属性",
                     "以公开为常态、不公开为例外；审核人核对，签发人决定，各环节意见都有记录。");
        o = disclosure_options(p, &n);
        form_radios(f, "disclosure", "公开属性", NULL, o, n,
                    h ? disclosure_code(h->disclosure) : "proactive");
        form_fold(f, "不主动公开的依据和理由", "选“依申请公开”“不予公开”的必填",
                  chosen != DISCLOSURE_PROACTIVE);
        o = ground_options(p, &n);
        form_select(f, "ground", "不主动公开的依据", NULL, o, n, h ? h->ground : "");
        form_text(f, "ground_reason", "理由", "不主动公开的，写明具体理由",
                  h ? h->ground_reason : "", 3)
            ->optional = true;
        o = mem_array(p->mem, struct part_option, OVERRIDING_UNSTATED);
        for (n = 0; n < OVERRIDING_UNSTATED; n++)
                o[n] = (struct part_option){.value = overriding_code((enum overriding)n),
                                            .label = n ? overriding_label((enum overriding)n)
                                                       : "没有这种情况"};
        form_radios(f, "overriding", "虽有上述情形，仍主动公开",
                    "第十四条的信息没有例外；为公共利益公开的，须将公开的内容和理由书面告知第三方",
                    o, n, h ? overriding_code(h->overriding) : "");
        form_fold_end(f);
}

static void
origin_fields(struct sheet_page *s, struct form *f)
{
        const struct flow_sheet *h = s->it ? &s->it->sheet : NULL;
        struct part_option *o = mem_array(s->p->mem, struct part_option, N_ORIGINS);
        const char *sent = page_arg(s->p, "origin");
        enum origin chosen = h ? h->origin : ORIGIN_MADE;

        if (sent)
                (void)origin_from_code(sent, &chosen);
        for (size_t i = 0; i < N_ORIGINS; i++)
                o[i] = (struct part_option){.value = origin_code((enum origin)i),
                                            .label = origin_label((enum origin)i)};
        form_heading(f, "来源与责任主体", "责任主体由系统按《条例》第十条得出。");
        form_radios(f, "origin", "信息来源", NULL, o, N_ORIGINS,
                    h ? origin_code(h->origin) : "made");
        form_fold(f, "来源机关与出处", "从其他机关获取、共同制作或者转载的填写",
                  chosen != ORIGIN_MADE);
        form_field(f, "origin_agency", "制作、最初获取或者牵头的行政机关",
                   "从其他行政机关获取的、共同制作的填写", h ? h->origin_agency : "")
            ->optional = true;
        form_field(f, "joint_agencies", "共同制作的其他机关", "用顿号分开",
                   h ? h->joint_agencies : "")
            ->optional = true;
        form_field(f, "source", "来源", "转载的，写明出处", s->it ? s->it->text.source : "")
            ->optional = true;
        form_fold_end(f);
}

static int
class_fields(struct sheet_page *s, struct form *f, struct tx *tx)
{
        static const enum validity stated[] = {VALIDITY_UNSTATED, VALIDITY_VALID, VALIDITY_LAPSED,
                                               VALIDITY_REPEALED, VALIDITY_AMENDED};
        const struct flow_text *t = s->it ? &s->it->text : NULL;
        struct part_option *o = mem_array(s->p->mem, struct part_option, N(stated));
        int r;

        for (size_t i = 0; i < N(stated); i++)
                o[i] = (struct part_option){.value = validity_code(stated[i]),
                                            .label = validity_label(stated[i])};
        form_fold(f, "分类、概述与有效性", "主题、体裁、关键词、施行日期等，便于查找，可以以后补",
                  false);
        r = class_field(s, f, tx, "topic", "主题分类", t ? t->topic_id : 0);
        if (r == 0)
                r = class_field(s, f, tx, "genre", "体裁分类", t ? t->genre_id : 0);
        if (r == 0)
                r = class_field(s, f, tx, "audience", "服务对象", t ? t->audience_id : 0);
        if (r < 0)
                return err_trace(r);
        form_field(f, "keywords", "关键词", "用逗号分开", t ? t->keywords : "")->optional = true;
        form_text(f, "summary", "内容概述", "不填的，取正文开头", t ? t->summary : "", 3)
            ->optional = true;
        form_date(f, "written", "成文日期", NULL, t ? t->written : DAY_NONE)->optional = true;
        form_select(f, "validity", "有效性", NULL, o, N(stated),
                    t ? validity_code(t->validity.stated) : "unstated");
        form_date(f, "effective", "施行日期", NULL, t ? t->validity.effective_on : DAY_NONE)
            ->optional = true;
        form_date(f, "expires", "有效期至", NULL, t ? t->validity.expires_on : DAY_NONE)->optional =
            true;
        form_fold_end(f);
        return 0;
}

static int
channel_fields_folded(struct sheet_page *s, struct form *f, struct tx *tx)
{
        int r;

        form_fold(f, "公开渠道", "默认在政府网站公开", false);
        r = channel_fields(s, f, tx);
        if (r < 0)
                return err_trace(r);
        form_fold_end(f);
        return 0;
}

static void
term_fields(struct sheet_page *s, struct form *f)
{
        const struct flow_sheet *h = s->it ? &s->it->sheet : NULL;
        struct part_field *days;

        form_fold(f, "期限与解读的特殊情形", "另有期限规定的、不作解读的填写", false);
        days = form_field(f, "special_days", "另有规定的公开期限（工作日）",
                          "法律、法规对期限另有规定的才填，如行政处罚 7 个工作日",
                          h && h->special_days ? table_int(s->p->mem, h->special_days) : "");
        days->optional = true;
        days->width = "short";
        days->inputmode = "numeric";
        form_field(f, "special_basis", "期限的依据", NULL, h ? h->special_basis : "")->optional =
            true;
        form_text(f, "exemption", "不作解读的理由",
                  "规章、规范性文件须与解读材料同步送审；确不需要解读的，写明理由",
                  h ? h->exemption : "", 2)
            ->optional = true;
        form_fold_end(f);
        if (s->it && s->it->text.no > 1)
                (void)form_text(f, "correction", "更正说明", "更正后与正文一并公开",
                                h ? h->correction : "", 2);
        form_text(f, "note", "给审核人的说明", "不公开", h ? h->note : "", 2)->optional = true;
}

static int
show_form(struct sheet_page *s)
{
        struct page *p = s->p;
        const char *action =
            s->it ? item_link(p, s->it->id, "/edit") : page_link(p, "/office/items/new");
        struct form f =
            form_begin(p, &s->problems, s->it ? "修改拟稿单" : "起草信息", action,
                       s->it ? item_link(p, s->it->id, "") : page_link(p, "/office/items"));
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = main_fields(s, &f, tx);
        if (r < 0)
                return err_trace(r);
        attribute_fields(s, &f);
        origin_fields(s, &f);
        form_heading(&f, "其他", "多数信息不需要填写，点开查看。");
        r = class_fields(s, &f, tx);
        if (r == 0)
                r = channel_fields_folded(s, &f, tx);
        if (r < 0)
                return err_trace(r);
        term_fields(s, &f);
        if (s->it) {
                form_keep(&f, "version", table_int(p->mem, s->it->text.version));
                if (!s->raced)
                        f.view.autosave = item_link(p, s->it->id, "/autosave");
        }
        f.view.upload = f.view.wide = true;
        if (s->raced) {
                f.view.notice =
                    (struct part_notice){.tone = TONE_WARNING,
                                         .title = "您修改期间，别人保存过本稿",
                                         .text = "您填写的内容都在下面，没有丢失；别人保存的正文列"
                                                 "在表单之后，也已留存在“各版本”中。核对"
                                                 "合并后再点保存，将以您这一份为准。"};
                f.view.theirs_title = mem_printf(p->mem, "别人保存的：%s", s->it->text.title);
                f.view.theirs = text_shown(s);
                p->status = 409;
        } else if (s->it && s->it->flow.state == FLOW_BACK)
                f.view.notice = (struct part_notice){.tone = TONE_WARNING,
                                                     .title = "退回的理由",
                                                     .text = s->it->flow.returned,
                                                     .url = item_link(p, s->it->id, "/import"),
                                                     .url_label = "从文件导入修改稿"};
        else if (!p->post)
                f.view.notice = (struct part_notice){
                    .tone = TONE_PLAIN,
                    .title = "已有 Word、PDF 或者文本文稿",
                    .text = s->it ? "可以从文件导入正文；本页尚未保存的内容请先保存。"
                                  : "可以从文件导入正文，再填写拟稿单。",
                    .url = s->it ? item_link(p, s->it->id, "/import")
                                 : page_link(p, "/office/items/import"),
                    .url_label = "从文件导入"};
        item_crumbs(p, &f.view.page, s->it, s->it ? "修改拟稿单" : "起草信息");
        return form_end(&f, "保存草稿");
}

/* ---- saving --------------------------------------------------------------------------------- */

static int
save(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct sheet_page *s = arg;

        s->problems.n = s->problems.n_list = 0;
        return app_flow_save(mem, tx, &s->by, s->it ? s->it->id : 0, s->version, &s->draft,
                             &s->sheet, &s->problems, &s->saved);
}

/* The same bytes may have left another draft at this moment: app_file_forget(). */
static int
bytes_are_there(struct page *p)
{
        for (size_t i = 0; i < p->n_uploads; i++) {
                const struct page_upload *u = &p->uploads[i];
                struct stored_file stored;
                int r =
                    u->size ? app_file_store(p->app, u->file_name, u->bytes, u->size, &stored) : 0;

                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

/* 0 saved, FLOW_… not. */
static int
save_form(struct sheet_page *s)
{
        int r = read_form(s);

        if (r < 0)
                return err_trace(r);
        if (s->problems.n)
                return FLOW_BAD;
        r = app_run(s->p->mem, s->p->app, save, s);
        if (r == 0)
                r = bytes_are_there(s->p);
        return r < 0 ? err_trace(r) : r;
}

static int
open_sheet(struct page *p, struct sheet_page *s, struct flow_item *it)
{
        int r;

        *s = (struct sheet_page){.p = p, .it = it, .problems = {.mem = p->mem}};
        r = item_by(p, &s->by);
        if (r < 0)
                return err_trace(r);
        if (!it)
                return 0;
        r = item_of_path(p, &s->by, it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        if (!it->choices[DEED_EDIT].may) {
                p->reason = it->choices[DEED_EDIT].why;
                return p->post ? PAGE_CONFLICT : PAGE_FORBIDDEN;
        }
        return 0;
}

int
page_office_item_new(struct page *p)
{
        struct sheet_page s;
        int r = open_sheet(p, &s, NULL);

        return r ? err_trace(r) : show_form(&s);
}

static int
after(struct sheet_page *s, int r)
{
        struct page *p = s->p;

        switch (r) {
        case 0:
                page_redirect(p, item_link(p, s->saved, "?done=saved"));
                return 0;
        case FLOW_NOT_FOUND:
                return PAGE_NOT_FOUND;
        case FLOW_RACED:
                /* The form again, with what was typed, on what stands there now. */
                app_snapshot_endp(&p->tx);
                r = item_of_path(p, &s->by, s->it);
                if (r)
                        return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
                s->raced = true;
                return show_form(s);
        default:
                return show_form(s);
        }
}

int
page_office_item_new_send(struct page *p)
{
        struct sheet_page s;
        int r = open_sheet(p, &s, NULL);

        if (r < 0)
                return err_trace(r);
        r = save_form(&s);
        return r < 0 ? err_trace(r) : after(&s, r);
}

int
page_office_item_edit(struct page *p)
{
        struct flow_item it;
        struct sheet_page s;
        int r = open_sheet(p, &s, &it);

        if (r)
                return r < 0 ? err_trace(r) : r;
        return show_form(&s);
}

int
page_office_item_edit_send(struct page *p)
{
        struct flow_item it;
        struct sheet_page s;
        int r = open_sheet(p, &s, &it);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = save_form(&s);
        return r < 0 ? err_trace(r) : after(&s, r);
}

/* For a script: {"saved":true,"version":3}, or why not. The same rules, no page. */
int
page_office_item_autosave(struct page *p)
{
        struct json_out o = {.buf = &p->out};
        struct flow_item it;
        struct sheet_page s;
        int r = open_sheet(p, &s, &it);

        if (r == 0)
                r = save_form(&s);
        else if (r > 0)
                return r;
        if (r < 0)
                return err_trace(r);
        if (r == FLOW_NOT_FOUND)
                return PAGE_NOT_FOUND;
        if (r)
                p->status = r == FLOW_RACED ? 409 : 422;
        json_open(&o, '{');
        json_name(&o, "saved");
        json_put_bool(&o, r == 0);
        json_name(&o, "version");
        json_put_int(&o, r == 0 ? s.version + 1 : s.version);
        json_name(&o, "problems");
        json_open(&o, '[');
        for (size_t i = 0; i < s.problems.n_list; i++)
                json_put(&o, s.problems.list[i].message);
        json_close(&o, ']');
        json_close(&o, '}');
        return 0;
}
