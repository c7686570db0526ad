/* An item in the office: what it is, what it says, what was done with it, what may be done now. */
#include "pages/office_items.h"

#include "app/file.h"
#include "app/run.h"
#include "domain/body/body.h"
#include "domain/item/docno.h"
#include "views/office/item.h"
#include "views/views.h"

int page_office_item(struct page *);
int page_office_item_file(struct page *);

/* ---- options -------------------------------------------------------------------------------- */

struct part_option *
disclosure_options(struct page *p, size_t *ret_n)
{
        struct part_option *o = mem_array(p->mem, struct part_option, 3);

        for (size_t i = 0; i < 3; i++)
                o[i] = (struct part_option){.value = disclosure_code((enum disclosure)i),
                                            .label = disclosure_label((enum disclosure)i)};
        *ret_n = 3;
        return o;
}

struct part_option *
ground_options(struct page *p, size_t *ret_n)
{
        size_t n, k = 0;
        const struct ground *list = ground_list(&n);
        struct part_option *o = mem_array(p->mem, struct part_option, n + 1);

        o[k++] = (struct part_option){.value = "", .label = "（主动公开的不选）"};
        for (size_t i = 0; i < n; i++)
                if (*list[i].article)
                        o[k++] = (struct part_option){
                            .value = list[i].code,
                            .label = mem_printf(p->mem, "%s：%s", list[i].article, list[i].label)};
        *ret_n = k;
        return o;
}

/* ---- facts ---------------------------------------------------------------------------------- */

struct facts {
        struct part_fact *list;
        size_t n;
};

enum { FACTS_MAX = 24 };

static void
fact(struct facts *f, const char *label, const char *value)
{
        if (value && *value && f->n < FACTS_MAX)
                f->list[f->n++] = (struct part_fact){.label = label, .value = value};
}

static void
fact_note(struct facts *f, const char *label, const char *value, const char *note)
{
        fact(f, label, value);
        if (f->n && f->list[f->n - 1].label == label)
                f->list[f->n - 1].note = note;
}

static struct part_facts
basic_facts(struct page *p, const struct flow_by *by, const struct flow_item *it)
{
        struct facts f = {mem_array(p->mem, struct part_fact, FACTS_MAX), 0};
        const struct flow_text *t = &it->text;

        fact(&f, "单位", it->place.agency);
        fact(&f, "栏目", it->place.column);
        fact(&f, "索引号", it->index_no);
        if (t->doc_no && docno_read(p->mem, t->doc_no).form == DOCNO_OTHER)
                fact_note(&f, "发文字号", t->doc_no, "不是通常的写法，请核对");
        else
                fact(&f, "发文字号", t->doc_no);
        fact(&f, "生成日期", item_day(p, t->formed));
        if (!day_is_none(it->due)) {
                fact_note(&f, "公开期限", item_day(p, it->due),
                          it->sheet.special_days
                              ? mem_printf(p->mem, "%s：%lld 个工作日", it->sheet.special_basis,
                                           (long long)it->sheet.special_days)
                              : "生成之日起 20 个工作日，《条例》第二十六条");
                f.list[f.n - 1].tag = item_workday_tag(p, by, it->due);
        }
        fact(&f, "成文日期", item_day(p, t->written));
        if (t->validity.stated != VALIDITY_UNSTATED)
                fact(&f, "有效性", validity_label(validity_on(&t->validity, p->today)));
        fact(&f, "施行日期", item_day(p, t->validity.effective_on));
        fact(&f, "有效期至", item_day(p, t->validity.expires_on));
        fact(&f, "主题分类", t->topic);
        fact(&f, "体裁分类", t->genre);
        fact(&f, "服务对象", t->audience);
        fact(&f, "关键词", t->keywords);
        fact(&f, "来源", t->source);
        fact(&f, "起草人", t->author);
        fact(&f, "版本", t->no > 1 ? mem_printf(p->mem, "第 %lld 版", (long long)t->no) : NULL);
        return (struct part_facts){f.list, f.n};
}

static const char *
channel_names(struct page *p, struct tx *tx, const char *codes)
{
        struct office_choice *list;
        const char *text = "";
        size_t n;

        if (app_choose_channels(p->mem, tx, &list, &n) < 0) {
                err_clear();
                return codes;
        }
        for (size_t i = 0; i < n; i++) {
                size_t len = strlen(list[i].code);

                for (const char *s = codes; (s = strstr(s, list[i].code)) != NULL; s += len)
                        if ((s == codes || s[-1] == ',') && (!s[len] || s[len] == ',')) {
                                text = mem_printf(p->mem, "%s%s%s", text, *text ? "、" : "",
                                                  list[i].name);
                                break;
                        }
        }
        return text;
}

static struct part_facts
sheet_facts(struct page *p, struct tx *tx, const struct flow_by *by, const struct flow_item *it)
{
        struct facts f = {mem_array(p->mem, struct part_fact, FACTS_MAX), 0};
        const struct flow_sheet *s = &it->sheet;
        const struct ground *g = *s->ground ? ground_of(s->ground) : NULL;

        if (!it->has_sheet)
                return (struct part_facts){0};
        fact(&f, "公开属性", disclosure_label(s->disclosure));
        if (g)
                fact_note(&f, "依据", g->label, g->article);
        fact(&f, "理由", s->ground_reason);
        fact(&f, "来源方式", origin_label(s->origin));
        if (it->responsible.name)
                fact_note(
                    &f, "公开责任主体", it->responsible.name,
                    mem_printf(p->mem, "%s：%s", it->responsible.ground, it->responsible.reason));
        fact(&f, "共同制作机关", s->joint_agencies);
        fact(&f, "公开渠道",
             s->disclosure == DISCLOSURE_PROACTIVE ? channel_names(p, tx, s->channels) : NULL);
        fact(&f, "不作解读的理由", s->exemption);
        fact(&f, "更正说明", s->correction);
        fact(&f, "给审核人的说明", s->note);
        if (!day_is_none(it->revisit)) {
                fact_note(&f, "下次评估", item_day(p, it->revisit), "《条例》第十八条");
                f.list[f.n - 1].tag = item_due_tag(p, by, it->revisit);
        }
        return (struct part_facts){f.list, f.n};
}

/* ---- the trail ------------------------------------------------------------------------------ */

static enum part_tone
tone_of(enum flow_act_kind kind)
{
        switch (kind) {
        case FLOW_PUBLISHED:
        case FLOW_APPROVED:
        case FLOW_RETRO_APPROVED:
                return TONE_GOOD;
        case FLOW_RETURNED:
        case FLOW_RECALLED:
        case FLOW_DISCARDED:
                return TONE_WARNING;
        case FLOW_WITHDRAWN:
        case FLOW_RETRO_OBJECTED:
        case FLOW_PURGE_ORDERED:
        case FLOW_PURGE_CONFIRMED:
        case FLOW_PURGE_DONE:
                return TONE_BAD;
        default:
                return TONE_PLAIN;
        }
}

static const char *
event_title(struct page *p, const struct flow_event *e)
{
        if (e->kind == FLOW_SUBMITTED && e->emergency)
                return "紧急送审";
        if (*e->step)
                return mem_printf(p->mem, "%s：%s", e->step, flow_act_label(e->kind));
        if (e->kind == FLOW_CREATED && *e->words)
                return "建立更正稿";
        if (e->kind == FLOW_RELATED && *e->words == '-')
                return "取消关联";
        return flow_act_label(e->kind);
}

static const char *
event_text(struct page *p, const struct flow_event *e)
{
        const char *text = e->words;

        if (e->kind == FLOW_PUBLISHED)
                text = *e->words ? mem_printf(p->mem, "索引号 %s", e->words) : "";
        else if (e->kind == FLOW_PURGE_ORDERED)
                text = "已停止公开，待另一人确认";
        else if (e->kind == FLOW_PURGE_CONFIRMED)
                text = "文字已从库中清除，附件、检索和缓存随后清除";
        else if (e->kind == FLOW_PURGE_DONE)
                text = "附件、检索和缓存中没有残留";
        else if (e->kind == FLOW_PURGE_CANCELLED)
                text = "信息保持撤回状态";
        else if (e->kind == FLOW_RELATED)
                text = relation_label(e->words + (*e->words == '-'), true);
        if (!*e->disclosure)
                return text;
        return mem_printf(p->mem, "%s%s公开属性：%s%s%s%s", text, *text ? "　" : "", e->disclosure,
                          *e->ground ? "（" : "", e->ground, *e->ground ? "）" : "");
}

static struct part_timeline
timeline_of(struct page *p, const struct flow_item *it)
{
        struct part_event *events = mem_array(p->mem, struct part_event, it->n_events + 1);

        for (size_t i = 0; i < it->n_events; i++) {
                const struct flow_event *e = &it->events[i];

                events[i] = (struct part_event){
                    .at = e->at,
                    .title = event_title(p, e),
                    .who = e->delegator ? mem_printf(p->mem, "%s（代%s）", e->person, e->delegator)
                                        : e->person,
                    .text = event_text(p, e),
                    .tone = tone_of(e->kind)};
        }
        return (struct part_timeline){
            .label = "办理过程", .events = events, .n_events = it->n_events};
}

static void
ladder_of(struct page *p, const struct flow_item *it, struct view_office_item *v)
{
        const struct flow *f = &it->flow;
        const struct ladder *l = f->rounds ? &f->ladder : &it->rule.ladder;
        struct view_link *steps = mem_array(p->mem, struct view_link, LADDER_MAX + 1);

        if (!it->has_sheet)
                return;
        for (size_t i = 0; i < l->n; i++) {
                bool done = f->rounds &&
                            (i < f->at || f->state == FLOW_PUBLIC || f->state == FLOW_SHUT) &&
                            f->state != FLOW_BACK && f->state != FLOW_AT_DESK;

                steps[i] = (struct view_link){.label = review_step_label(l->steps[i]),
                                              .current = f->state == FLOW_WAITING && i == f->at,
                                              .note = done ? "已办" : NULL};
                if (steps[i].current)
                        steps[i].note = "待办";
        }
        v->ladder = steps;
        v->n_ladder = l->n;
}

/* ---- what may be done ----------------------------------------------------------------------- */

static const char *
stands_in_for(struct page *p, const struct flow_by *by, int64_t person)
{
        if (!person)
                return NULL;
        for (size_t i = 0; i < by->who->n_grants; i++)
                if (by->who->grants[i].by == person)
                        return mem_printf(p->mem, "代理“%s”角色办理，记录中注明“代”",
                                          role_label(by->who->grants[i].role));
        return NULL;
}

static const char *
deed_url(struct page *p, const struct flow_item *it, enum deed deed)
{
        switch (deed) {
        case DEED_EDIT:
        case DEED_SUBMIT:
        case DEED_RECALL:
        case DEED_CORRECT:
        case DEED_DISCARD:
        case DEED_VOID:
        case DEED_REVIVE:
        case DEED_WITHDRAW:
        case DEED_REVISIT:
                return item_link(p, it->id, mem_printf(p->mem, "/%s", deed_code(deed)));
        case DEED_EMERGENCY:
                return item_link(p, it->id, "/submit?emergency=1");
        default:
                return NULL; /* by the form */
        }
}

static enum part_button_kind
deed_kind(enum deed deed)
{
        return deed == DEED_SUBMIT     ? BUTTON_PRIMARY
               : deed == DEED_WITHDRAW ? BUTTON_WARNING
                                       : BUTTON_SECONDARY;
}

static void
deeds_of(struct page *p, const struct flow_by *by, const struct flow_item *it,
         struct view_office_item *v)
{
        struct office_deed *may = mem_array(p->mem, struct office_deed, N_DEEDS + 1),
                           *not_now = mem_array(p->mem, struct office_deed, N_DEEDS);

        for (size_t i = 0; i < N_DEEDS; i++) {
                const struct choice *c = &it->choices[i];
                struct office_deed d = {.label = deed_label(c->deed),
                                        .url = deed_url(p, it, c->deed),
                                        .why = c->why,
                                        .ground = c->ground,
                                        .standing_in = stands_in_for(p, by, c->by),
                                        .kind = deed_kind(c->deed)};

                if (!c->shown)
                        continue;
                if (c->deed == DEED_CORRECT && it->withdrawn_reason)
                        d.label = "修改后重新公开";
                if (c->deed == DEED_EMERGENCY && !c->may && v->n_others &&
                    not_now[v->n_others - 1].why == c->why)
                        continue; /* as of 送审, just told */
                if (!c->may)
                        not_now[v->n_others++] = d;
                else if (d.url)
                        may[v->n_deeds++] = d;
        }
        if (it->choices[DEED_EDIT].may || it->choices[DEED_CORRECT].may)
                may[v->n_deeds++] = (struct office_deed){
                    .label = it->place.wants_interpretation ? "关联解读材料" : "关联其他信息",
                    .url = item_link(p, it->id, "/relate"),
                    .kind = BUTTON_SECONDARY};
        v->deeds = may;
        v->others = not_now;
        v->others_open = it->choices[DEED_EDIT].may && !it->choices[DEED_SUBMIT].may;
}

static const enum deed step_deeds[] = {DEED_REVIEW, DEED_SECRECY, DEED_SIGN, DEED_RETRO};

static const struct choice *
step_choice(const struct flow_item *it)
{
        for (size_t i = 0; i < N(step_deeds); i++)
                if (it->choices[step_deeds[i]].may)
                        return &it->choices[step_deeds[i]];
        return NULL;
}

static struct part_choices
verdict_of(struct page *p, const struct flow_item *it, const struct choice *c,
           const struct problems *problems)
{
        struct part_option *o = mem_array(p->mem, struct part_option, 2);
        /* Who looks again decides again. */
        const char *sent = strcmp(office_arg(p, "token"), app_flow_token(p->mem, it)) == 0
                               ? office_arg(p, "verdict")
                               : "";

        o[0] = (struct part_option){.value = "approve",
                                    .label = c->deed == DEED_SECRECY ? "不涉密，可以公开"
                                             : c->deed == DEED_SIGN  ? "同意签发"
                                             : c->deed == DEED_RETRO ? "内容无误"
                                                                     : "同意",
                                    .chosen = strcmp(sent, "approve") == 0};
        o[1] = (struct part_option){.value = "return",
                                    .label = c->deed == DEED_RETRO ? "内容有问题" : "退回修改",
                                    .chosen = strcmp(sent, "return") == 0};
        return (struct part_choices){.name = "verdict",
                                     .label = "审核结论",
                                     .error = problems_of(problems, "verdict"),
                                     .options = o,
                                     .n_options = 2};
}

static void
choose(struct part_option *options, size_t n, const char *value)
{
        for (size_t i = 0; i < n; i++)
                options[i].chosen = strcmp(options[i].value, value) == 0;
}

static void
step_form(struct page *p, const struct flow_by *by, const struct flow_item *it,
          const struct problems *problems, struct view_office_item *v)
{
        static const char *const labels[N_DEEDS] = {[DEED_REVIEW] = "提交审核意见",
                                                    [DEED_SECRECY] = "提交保密审查意见",
                                                    [DEED_SIGN] = "签发",
                                                    [DEED_RETRO] = "提交补审意见"};
        const struct choice *c = step_choice(it);
        const struct flow *f = &it->flow;
        struct office_step *s = &v->step;
        const char *sent = page_arg(p, "disclosure"), *ground = page_arg(p, "ground");
        struct part_option *o;
        size_t n;

        if (!c)
                return;
        *s = (struct office_step){
            .title =
                c->deed == DEED_RETRO
                    ? mem_printf(p->mem, "补办%s", review_step_label(f->retro.steps[f->retro_at]))
                    : review_step_label(f->ladder.steps[f->at]),
            .action = item_link(p, it->id, mem_printf(p->mem, "/%s", deed_code(c->deed))),
            .csrf = p->csrf,
            .token = app_flow_token(p->mem, it),
            .ground = c->ground,
            .standing_in = stands_in_for(p, by, c->by),
            .held =
                *c->held ? mem_printf(p->mem, "%s。写明理由后一并提交，或者退回。", c->held) : NULL,
            .verdict = verdict_of(p, it, c, problems),
            .words = {.name = "words",
                      .label = "意见",
                      .hint = c->deed == DEED_RETRO ? "有问题的必须写明，起草人会看到"
                                                    : "退回的必须写明理由，起草人会看到",
                      .value = office_arg(p, "words"),
                      .error = problems_of(problems, "words"),
                      .rows = 3,
                      .max_length = 2000,
                      .optional = true},
            .with_attribute = c->deed == DEED_REVIEW || c->deed == DEED_SIGN,
            .button = {.label = labels[c->deed], .value = disclosure_label(it->sheet.disclosure)}};
        o = disclosure_options(p, &n);
        choose(o, n, sent ? sent : disclosure_code(it->sheet.disclosure));
        s->disclosure = (struct part_choices){.name = "disclosure",
                                              .label = "应为",
                                              .error = problems_of(problems, "disclosure"),
                                              .options = o,
                                              .n_options = n};
        o = ground_options(p, &n);
        choose(o, n, ground ? ground : it->sheet.ground);
        s->ground_of = (struct part_choices){.name = "ground",
                                             .label = "不主动公开的依据",
                                             .error = problems_of(problems, "ground"),
                                             .options = o,
                                             .n_options = n};
        s->reason = office_field(p, problems, "ground_reason", "理由", NULL);
        if (!page_arg(p, "ground_reason"))
                s->reason.value = it->sheet.ground_reason;
}

/* ---- the page ------------------------------------------------------------------------------- */

enum { NOTICES_MAX = 6 };

static void
notice(struct view_office_item *v, struct part_notice *list, struct part_notice n)
{
        list[v->n_notices++] = n;
        v->notices = list;
}

static void
notices_of(struct page *p, const struct flow_by *by, const struct flow_item *it,
           struct view_office_item *v)
{
        struct part_notice *list = mem_array(p->mem, struct part_notice, NOTICES_MAX);
        const struct flow *f = &it->flow;

        if (f->state == FLOW_BACK)
                notice(v, list,
                       (struct part_notice){TONE_WARNING, "被退回，请修改后重新送审", f->returned,
                                            NULL, NULL});
        if (f->emergency && f->state == FLOW_WAITING)
                notice(v, list,
                       (struct part_notice){TONE_BAD, "紧急送审", f->acts[f->submitted].words, NULL,
                                            NULL});
        if (flow_owes(f))
                notice(v, list,
                       (struct part_notice){
                           TONE_BAD, "紧急发布，须补办内容审核",
                           mem_printf(p->mem, "%s前补办，%s", item_day(p, it->retro_due),
                                      item_workday_tag(p, by, it->retro_due).label),
                           NULL, NULL});
        if (!day_is_none(it->mend_due))
                notice(v, list,
                       (struct part_notice){TONE_BAD, "补审提出问题",
                                            mem_printf(p->mem, "须在%s前更正或撤回公开，%s",
                                                       item_day(p, it->mend_due),
                                                       item_workday_tag(p, by, it->mend_due).label),
                                            NULL, NULL});
        if (!day_is_none(it->explain_due))
                notice(v, list,
                       (struct part_notice){
                           TONE_WARNING, "解读材料尚未公开",
                           mem_printf(p->mem, "须在%s前公开，%s", item_day(p, it->explain_due),
                                      item_workday_tag(p, by, it->explain_due).label),
                           NULL, NULL});
        if (it->withdrawn_reason)
                notice(
                    v, list,
                    (struct part_notice){TONE_BAD, "已撤回公开", it->withdrawn_reason, NULL, NULL});
}

static const struct office_done dones[] = {
    {"saved", "草稿已保存", NULL},
    {"settled", "处理结果已保存", NULL},
    {"submitted", "已送审", "送审期间不能修改；如需修改，先撤回送审。"},
    {"recalled", "已撤回送审", NULL},
    {"approved", "意见已提交", "已转入下一环节。"},
    {"returned", "已退回起草人", NULL},
    {"published", "已签发，信息已公开", NULL},
    {"closed", "已作出不主动公开的决定", "到评估日期会列入“动态调整”。"},
    {"looked", "补审意见已提交", NULL},
    {"withdrawn", "已撤回公开", "公开页面、列表、检索和附件已同时停止访问。"},
    {"corrected", "已建立更正稿", "请修改正文后送审；签发前，公开页面保持原样。"},
    {"discarded", "已放弃更正", "公开页面没有变化；更正稿在“版本”中仍可查看。"},
    {"voided", "草稿已作废", "不再列入待办；需要时可以在本页恢复。"},
    {"revived", "草稿已恢复", NULL},
    {"kept", "评估意见已记录", NULL},
    {"reopened", "已转为主动公开，请补充拟稿单后送审", NULL},
    {"related", "关联已更新", NULL},
    {"unrelated", "关联已取消", NULL},
    {"kept_file", "理由已记录", "审核人会看到这项隐藏信息和保留的理由。"},
    {"inspected", "附件已重新检查", "结果见“附件”和“发布前检查”。"},
    {"redacted", "已涂黑，附件已替换", "新文件已重新读取核对，没有文字和隐藏信息。"},
};

/* What was just done, and what comes next. */
static struct part_notice
done_notice(struct page *p, const struct flow_item *it, const char *public_url)
{
        struct part_notice n = office_done_notice(p, dones, N(dones));
        const struct choice *submit = &it->choices[DEED_SUBMIT];
        const char *done = office_arg(p, "done");

        if (strcmp(done, "saved") == 0 && submit->shown)
                n.text = submit->may ? "确认无误后，点“送审”。"
                                     : mem_printf(p->mem, "还不能送审：%s。", submit->why);
        if (strcmp(done, "published") == 0 && public_url) {
                n.text = mem_printf(p->mem, "索引号 %s", it->index_no);
                n.url = public_url;
                n.url_label = "查看公开页面";
        }
        return n;
}

static int
body_of(struct page *p, const struct flow_item *it, struct safe_html *ret)
{
        struct problems faults = {.mem = p->mem};
        struct body *body;
        struct body_html_options options = {.file_base = item_link(p, it->id, "/files/"),
                                            .heading_base = 3};
        int r = body_parse(p->mem, it->text.body, strlen(it->text.body), true, &faults, &body);

        if (r < 0)
                return err_trace(r);
        options.places = item_scan_places(p, it, &options.n_places);
        if (r == 0)
                *ret = body_html(p->mem, body, &options);
        return 0;
}

static void
related_of(struct page *p, const struct flow_item *it, struct view_office_item *v)
{
        struct office_related *list = mem_array(p->mem, struct office_related, it->n_relations + 1);

        for (size_t i = 0; i < it->n_relations; i++) {
                const struct flow_relation *r = &it->relations[i];

                list[i] = (struct office_related){
                    .label = relation_label(r->kind, r->outward),
                    .title = r->title,
                    .url = r->foreign ? NULL : item_link(p, r->id, ""),
                    .tag = item_tag(strcmp(r->state, "live") == 0        ? FLOW_PUBLIC
                                    : strcmp(r->state, "withdrawn") == 0 ? FLOW_TAKEN
                                                                         : FLOW_AT_DESK,
                                    -1)};
                if (strcmp(r->state, "draft") == 0)
                        list[i].tag.label = "未公开";
                if (r->coming || r->going)
                        list[i].tag = (struct part_tag){item_pending_words(r), TONE_INFO};
        }
        v->related = list;
        v->n_related = it->n_relations;
}

int
item_show(struct page *p, const struct flow_by *by, const struct flow_item *it,
          const struct problems *problems)
{
        struct problems none = {.mem = p->mem};
        struct view_office_item v = {
            .page = office_page(p, it->text.title),
            .title = it->text.title,
            .tag = item_tag(it->flow.n_acts                       ? it->flow.state
                            : strcmp(it->state, "live") == 0      ? FLOW_PUBLIC
                            : strcmp(it->state, "withdrawn") == 0 ? FLOW_TAKEN
                                                                  : FLOW_AT_DESK,
                            it->flow.state == FLOW_WAITING ? (int)it->flow.ladder.steps[it->flow.at]
                                                           : -1),
            .due = item_workday_tag(p, by, it->due),
            .versions_url = it->veiled ? NULL : item_link(p, it->id, "/versions"),
            .channels_url = it->index_no ? item_link(p, it->id, "/channels") : NULL,
            .purge_url = access_may(p->actor, MAY_ITEM_PURGE)
                             ? mem_printf(p->mem, "%s?item=%lld",
                                          page_link(p, "/office/purges/new"), (long long)it->id)
                             : NULL,
            .timeline = timeline_of(p, it)};
        struct view_site site;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = office_site(p, &site);
        if (r < 0)
                return err_trace(r);
        if (!problems)
                problems = &none;
        v.facts = basic_facts(p, by, it);
        v.sheet = sheet_facts(p, tx, by, it);
        if (it->index_no && strcmp(it->state, "live") == 0 && it->on_site)
                v.public_url = page_link(p, "/item/{}", it->index_no);
        v.notice = done_notice(p, it, v.public_url);
        r = it->veiled ? 0 : item_scan(p, it, problems, &v.scan);
        if (r == 0)
                r = body_of(p, it, &v.body);
        if (r < 0)
                return err_trace(r);
        notices_of(p, by, it, &v);
        ladder_of(p, it, &v);
        step_form(p, by, it, problems, &v);
        deeds_of(p, by, it, &v);
        item_files(p, it, &v);
        related_of(p, it, &v);
        v.problems = office_problems(p, problems, &v.page);
        item_crumbs(p, &v.page, it, NULL);
        view_office_item(&p->out, &site, &v);
        return 0;
}

int
page_office_item(struct page *p)
{
        struct flow_item it;
        struct flow_by by;
        int r = item_by(p, &by);

        if (r < 0)
                return err_trace(r);
        r = item_of_path(p, &by, &it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        return item_show(p, &by, &it, NULL);
}

/* A file of a text that is not public, for those who handle it. */
int
page_office_item_file(struct page *p)
{
        const char *sm3 = office_arg(p, "sm3");
        struct page_file *file = mem_new(p->mem, struct page_file);
        struct flow_item it;
        struct flow_by by;
        int r = item_by(p, &by);

        if (r < 0)
                return err_trace(r);
        r = item_of_path(p, &by, &it);
        if (r)
                return r < 0 ? err_trace(r) : PAGE_NOT_FOUND;
        for (size_t i = 0; i < it.n_files; i++) {
                if (strcmp(it.files[i].sm3, sm3) != 0)
                        continue;
                *file = (struct page_file){.path = app_file_path(p->mem, p->app, sm3),
                                           .etag = sm3,
                                           .size = it.files[i].size};
                p->file = file;
                p->content_type = it.files[i].type;
                p->file_name = it.files[i].name;
                return 0;
        }
        return PAGE_NOT_FOUND;
}
