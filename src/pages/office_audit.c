/* 审计记录 and 登录与安全记录: the trail, as the two administrators read it. */
#include "app/audit.h"
#include "app/people.h"
#include "app/run.h"
#include "pages/office_form.h"

int page_office_audit(struct page *);
int page_office_audit_verify(struct page *);
int page_office_security(struct page *);

enum { TRAIL_PAGE = 100, LOCKED_SHOWN = 50 };

static const char *
when(const struct page *p, struct instant t)
{
        char text[INSTANT_TEXT_SIZE];

        return mem_strdup(p->mem, instant_text(t, text));
}

/* "item-8573": what the rows are about. */
static bool
read_of(const struct page *p, const char **ret_object, int64_t *ret_id)
{
        const char *of = office_arg(p, "of"), *dash = strrchr(of, '-');
        char *end = NULL;

        *ret_object = "";
        *ret_id = 0;
        if (!*of)
                return true;
        if (!dash || dash == of || dash[1] < '0' || dash[1] > '9')
                return false;
        *ret_id = strtoll(dash + 1, &end, 10);
        *ret_object = mem_strndup(p->mem, of, (size_t)(dash - of));
        return !*end;
}

static int
read_ask(struct page *p, bool security, struct trail_ask *ask)
{
        struct problems problems = {.mem = p->mem};
        const char *object;
        int64_t before, id;

        if (!page_arg_int(p, "before", 1, INT64_MAX, 0, &before) || !read_of(p, &object, &id))
                return PAGE_BAD;
        *ask = (struct trail_ask){.scope = p->actor->scope,
                                  .before = before,
                                  .most = p->format == HTML ? TRAIL_PAGE + 1 : TABLE_ROWS_MAX,
                                  .security = security,
                                  .event = office_arg(p, "event"),
                                  .login = form_value(p, "login"),
                                  .object = object,
                                  .object_id = id,
                                  .from = form_day(p, "from", &problems),
                                  .to = form_day(p, "to", &problems)};
        if (problems.n) {
                p->reason = problems.list[0].message;
                return PAGE_BAD;
        }
        return 0;
}

static struct part_filter
filter_of(struct page *p, bool security, const char *path)
{
        struct part_filter_field *f = mem_array(p->mem, struct part_filter_field, 4);
        struct part_pair *kept = NULL;
        size_t n;
        const char *const *events = trail_events(p->mem, security, &n);
        struct part_option *o = mem_array(p->mem, struct part_option, n + 1);

        o[0] = (struct part_option){.value = "", .label = "全部"};
        for (size_t i = 0; i < n; i++)
                o[i + 1] =
                    (struct part_option){.value = events[i],
                                         .label = trail_event_label(events[i]),
                                         .chosen = strcmp(events[i], office_arg(p, "event")) == 0};
        f[0] = (struct part_filter_field){
            .name = "login", .label = "登录名", .value = office_arg(p, "login"), .type = "search"};
        f[1] = (struct part_filter_field){
            .name = "event", .label = "操作", .options = o, .n_options = n + 1};
        f[2] = (struct part_filter_field){
            .name = "from", .label = "起始日期", .value = office_arg(p, "from")};
        f[3] = (struct part_filter_field){
            .name = "to", .label = "截止日期", .value = office_arg(p, "to")};
        if (*office_arg(p, "of")) {
                kept = mem_array(p->mem, struct part_pair, 1);
                kept[0] = (struct part_pair){"of", office_arg(p, "of")};
        }
        return (struct part_filter){.id = "find",
                                    .kept = kept,
                                    .n_kept = kept ? 1 : 0,
                                    .action = page_link(p, path),
                                    .fields = f,
                                    .n_fields = 4,
                                    .clear_url = *p->query ? page_link(p, path) : NULL};
}

static const struct part_sheet_head heads[] = {
    {.text = "时间"}, {.text = "操作人"}, {.text = "操作"}, {.text = "对象"}, {.text = "序号"}};

static const char *
object_of(struct page *p, const struct trail_row *row)
{
        const char *what = trail_object_label(row->object);

        if (row->about)
                return mem_printf(p->mem, "%s“%s”", what, row->about);
        return row->object_id
                   ? mem_printf(p->mem, "%s（编号 %lld）", what, (long long)row->object_id)
                   : what;
}

static struct part_sheet
sheet_of(struct page *p, const char *caption, const struct trail_row *list, size_t n)
{
        struct part_sheet_row *rows = mem_array(p->mem, struct part_sheet_row, n + 1);

        for (size_t i = 0; i < n; i++) {
                struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(heads));
                const struct trail_row *row = &list[i];

                c[0] = cell("时间", when(p, row->at));
                c[1] = cell("操作人", row->name ? row->name : "系统或者未登录");
                c[1].note = row->login;
                c[2] = cell("操作", trail_event_label(row->event));
                if (row->n > 1)
                        c[2].note = mem_printf(p->mem, "共 %lld 条", (long long)row->n);
                c[3] = cell("对象", object_of(p, row));
                if (row->object_id && strcmp(p->path, "/office/audit") == 0)
                        c[3].url = page_link_with(
                            p, "of",
                            mem_printf(p->mem, "%s-%lld", row->object, (long long)row->object_id));
                c[4] = cell_count("序号", row->no);
                c[4].note = mem_strndup(p->mem, row->sm3, 12);
                rows[i] = (struct part_sheet_row){.cells = c, .n_cells = N(heads)};
        }
        return (struct part_sheet){
            .caption = caption, .heads = heads, .n_heads = N(heads), .rows = rows, .n_rows = n};
}

/* The list, and the way to what is older: the trail grows while it is read, so pages go by number. */
static int
show_trail(struct page *p, bool security, const char *path, struct view_office_roll *v)
{
        struct trail_row *list;
        struct trail_ask ask;
        struct tx *tx;
        size_t n;
        int r = read_ask(p, security, &ask);

        if (r)
                return r;
        r = page_tx(p, &tx);
        if (r == 0)
                r = app_trail(p->mem, tx, &ask, &list, &n);
        if (r < 0)
                return err_trace(r);
        if (p->format != HTML) {
                struct table t = app_trail_table(p->mem, list, n);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        if (n > TRAIL_PAGE) {
                n = TRAIL_PAGE;
                v->older_url = page_link_with(p, "before", table_int(p->mem, list[n - 1].no));
        }
        if (*ask.object && n)
                v->notice = (struct part_notice){
                    .tone = TONE_INFO,
                    .title = mem_printf(p->mem, "只显示%s的记录", object_of(p, &list[0])),
                    .url = page_link_with(p, "of", NULL),
                    .url_label = "显示全部"};
        if (ask.before)
                v->newest_url = page_link_with(p, "before", NULL);
        v->filter = filter_of(p, security, path);
        v->sheet = sheet_of(p, v->page.title, list, n);
        v->empty = (struct part_empty){.title = "没有符合条件的记录",
                                       .text = "请放宽登录名、操作或日期的条件。"};
        table_links_out(p, v);
        office_crumb(p, &v->page, v->page.title, NULL);
        return roll_end(p, v);
}

int
page_office_audit(struct page *p)
{
        struct part_button verify = {.label = "核验审计链",
                                     .url = page_link(p, "/office/audit/verify"),
                                     .kind = BUTTON_SECONDARY};
        struct view_office_roll v = {
            .page = office_page(p, "审计记录"),
            .lead = "每次操作一条，各条以 SM3 首尾相接，删除或者改动任何一条都能发现。"
                    "记录只增不改；内容本身不在其中。",
            .buttons = &verify,
            .n_buttons = 1};
        int r = show_trail(p, false, "/office/audit", &v);

        return r < 0 ? err_trace(r) : r;
}

int
page_office_audit_verify(struct page *p)
{
        struct part_answer *answers = mem_array(p->mem, struct part_answer, 4);
        struct part_button *back = mem_array(p->mem, struct part_button, 1);
        struct view_office_record v = {.page = office_page(p, "核验审计链")};
        struct trail_verdict verdict;
        struct tx *tx;
        size_t n = 0;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_trail_verify(p->mem, tx, &verdict);
        if (r < 0)
                return err_trace(r);
        v.state = verdict.why
                      ? (struct part_notice){.tone = TONE_BAD,
                                             .title = mem_printf(p->mem, "审计链在第 %lld 条断裂",
                                                                 (long long)verdict.broken_no),
                                             .text = verdict.why}
                      : (struct part_notice){.tone = TONE_GOOD, .title = "审计链完好"};
        answers[n++] = (struct part_answer){.label = "核验时间", .value = when(p, p->now)};
        answers[n++] = (struct part_answer){
            .label = "完好的记录", .value = mem_printf(p->mem, "%lld 条", (long long)verdict.n)};
        answers[n++] =
            (struct part_answer){.label = "最后一条的 SM3",
                                 .value = verdict.head,
                                 .note = "抄存在系统以外，以后核验时比对，可以发现记录被整段替换"};
        v.summary = (struct part_summary_list){answers, n};
        back[0] = (struct part_button){.label = "返回审计记录",
                                       .url = page_link(p, "/office/audit"),
                                       .kind = BUTTON_SECONDARY};
        v.buttons = back;
        v.n_buttons = 1;
        office_crumb(p, &v.page, "审计记录", page_link(p, "/office/audit"));
        office_crumb(p, &v.page, "核验审计链", NULL);
        return record_end(p, &v);
}

/* ---- sign-ins ------------------------------------------------------------------------------- */

static int
security_facts(struct page *p, struct view_office_roll *v)
{
        struct part_fact *facts = mem_array(p->mem, struct part_fact, 2);
        struct people_ask ask = {.scope = p->actor->scope,
                                 .word = "",
                                 .role = "",
                                 .state = PERSON_LOCKED,
                                 .now = p->now,
                                 .most = LOCKED_SHOWN};
        struct office_person *list;
        struct buf names = buf_new(p->mem, KiB(16));
        size_t n, all;
        int64_t open;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_office_people(p->mem, tx, &ask, &list, &n, &all);
        if (r == 0)
                r = app_sessions_open(p->mem, tx, p->now, &open);
        if (r < 0)
                return err_trace(r);
        facts[0] = (struct part_fact){.label = "当前登录",
                                      .value = mem_printf(p->mem, "%lld 个会话", (long long)open)};
        facts[1] =
            (struct part_fact){.label = "锁定账号", .value = mem_printf(p->mem, "%zu 个", all)};
        v->facts = (struct part_facts){facts, 2};
        if (!all)
                return 0;
        for (size_t i = 0; i < n; i++)
                buf_printf(&names, "%s%s（%s，%s自动解锁）", i ? "；" : "", list[i].name,
                           list[i].login, when(p, list[i].locked_until));
        v->notice =
            (struct part_notice){.tone = TONE_WARNING,
                                 .title = mem_printf(p->mem, "%zu 个账号因多次登录失败被锁定", all),
                                 .text = buf_text(&names),
                                 .url = page_link(p, "/office/people?state=locked"),
                                 .url_label = "在“人员与角色”中查看"};
        return 0;
}

int
page_office_security(struct page *p)
{
        struct view_office_roll v = {.page = office_page(p, "登录与安全记录"),
                                     .lead =
                                         "登录、退出、登录失败，账号和角色的变动，以及代理委托。"};
        int r = p->format == HTML ? security_facts(p, &v) : 0;

        if (r < 0)
                return err_trace(r);
        r = show_trail(p, true, "/office/security", &v);
        return r < 0 ? err_trace(r) : r;
}
