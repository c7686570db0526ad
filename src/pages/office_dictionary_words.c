/* 字典: the words that the scan before publication looks for. */
#include "app/run.h"
#include "app/scan_list.h"
#include "base/text.h"
#include "pages/office_dictionary.h"

int page_office_words(struct page *);
int page_office_word_new(struct page *);
int page_office_word_new_send(struct page *);
int page_office_word(struct page *);
int page_office_word_send(struct page *);
int page_office_word_import(struct page *);
int page_office_word_import_send(struct page *);

enum { WORDS_PAGE = 100 };

static const char *
words_link(const struct page *p, const char *tail)
{
        return mem_printf(p->mem, "%s%s", page_link(p, "/office/dictionaries/words"), tail);
}

static const struct part_option states[] = {{.value = "", .label = "全部"},
                                            {.value = "own", .label = "自定的"},
                                            {.value = "shipped", .label = "程序自带的"},
                                            {.value = "off", .label = "停用的"}};

static bool
is_shown(const struct office_word *w, const char *state, const char *q)
{
        if (*q && !strstr(w->entry.wrong, q) && !strstr(w->entry.right, q) &&
            !strstr(w->entry.reason, q))
                return false;
        if (strcmp(state, "own") == 0)
                return w->own;
        if (strcmp(state, "shipped") == 0)
                return w->shipped;
        return strcmp(state, "off") != 0 || !w->enabled;
}

static const struct part_sheet_head heads[] = {
    {.text = "错词"}, {.text = "正词或理由"}, {.text = "级别"}, {.text = "例外"}, {.text = "来源"}};

static struct part_sheet_row
word_row(struct page *p, const struct office_word *w)
{
        static const enum part_tone tones[] = {
            [SCAN_HINT] = TONE_INFO, [SCAN_WARNING] = TONE_WARNING, [SCAN_STOP] = TONE_BAD};
        struct part_sheet_cell *c = mem_array(p->mem, struct part_sheet_cell, N(heads));
        struct view_link *act = mem_array(p->mem, struct view_link, 1);
        const struct scan_entry *e = &w->entry;

        c[0] = cell("错词", e->wrong);
        if (!w->enabled)
                c[0].tag = (struct part_tag){"停用", TONE_PLAIN};
        c[1] = cell("正词或理由", *e->right ? e->right : e->reason);
        c[2] = (struct part_sheet_cell){
            .head = "级别", .tag = {scan_severity_label(e->severity), tones[e->severity]}};
        c[3] = cell("例外", e->exceptions);
        c[4] = cell("来源", !w->own ? "程序自带" : w->shipped ? "程序自带，本站已改" : "本站");
        if (w->own)
                c[4].note = mem_printf(p->mem, "%s%s", w->added_by ? w->added_by : "命令行",
                                       house_day(p, instant_day(w->added_at)));
        act[0] =
            (struct view_link){.label = "修改",
                               .note = e->wrong,
                               .url = page_link(p, "/office/dictionaries/words/word/{}", e->wrong)};
        return (struct part_sheet_row){
            .cells = c, .n_cells = N(heads), .actions = act, .n_actions = 1};
}

static struct part_filter
word_filter(struct page *p)
{
        struct part_filter_field *f = mem_array(p->mem, struct part_filter_field, 2);
        struct part_option *options = mem_array(p->mem, struct part_option, N(states));

        for (size_t i = 0; i < N(states); i++) {
                options[i] = states[i];
                options[i].chosen = strcmp(states[i].value, office_arg(p, "state")) == 0;
        }
        f[0] = (struct part_filter_field){.name = "q",
                                          .label = "错词、正词或理由",
                                          .value = office_arg(p, "q"),
                                          .type = "search"};
        f[1] = (struct part_filter_field){
            .name = "state", .label = "范围", .options = options, .n_options = N(states)};
        return (struct part_filter){
            .id = "find",
            .action = words_link(p, ""),
            .fields = f,
            .n_fields = 2,
            .clear_url = *office_arg(p, "q") || *office_arg(p, "state") ? words_link(p, "") : NULL};
}

int
page_office_words(struct page *p)
{
        const struct part_button buttons[] = {
            {.label = "添加错敏词", .url = words_link(p, "/new")},
            {.label = "批量导入", .url = words_link(p, "/import"), .kind = BUTTON_SECONDARY}};
        struct view_office_roll v = {
            .page = office_page(p, "错敏词"),
            .lead = "信息提交审核前检查这些词。程序自带的词可以修改或停用，不能删除。",
            .notice = import_notice(p, "个错敏词"),
            .tabs = dictionary_tabs(p, DICTIONARY_WORDS),
            .empty = {.title = "没有符合条件的词"}};
        size_t n, k = 0, first, on_page;
        struct part_sheet_row *rows;
        struct office_word *list;
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_scan_list(p->mem, tx, &list, &n);
        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < n; i++)
                if (is_shown(&list[i], office_arg(p, "state"),
                             text_trim(p->mem, office_arg(p, "q"))))
                        list[k++] = list[i];
        if (p->format != HTML) {
                struct table t = app_word_table(p->mem, list, k);

                (void)table_send(p, &t, &r);
                return r < 0 ? err_trace(r) : 0;
        }
        r = table_page(p, k, WORDS_PAGE, &first, &on_page, &v.pagination);
        if (r)
                return r;
        rows = mem_array(p->mem, struct part_sheet_row, on_page + 1);
        for (size_t i = 0; i < on_page; i++)
                rows[i] = word_row(p, &list[first + i]);
        if (*office_arg(p, "done"))
                v.notice = (struct part_notice){.tone = TONE_GOOD, .title = "错敏词已保存"};
        v.filter = word_filter(p);
        v.sheet = (struct part_sheet){.caption = mem_printf(p->mem, "错敏词（%zu 个）", k),
                                      .with_actions = true,
                                      .heads = heads,
                                      .n_heads = N(heads),
                                      .rows = rows,
                                      .n_rows = on_page};
        table_links(p, &v);
        dictionary_crumbs(p, &v.page, "错敏词", NULL, NULL);
        r = dictionary_buttons(p, &v, buttons, N(buttons));
        return r < 0 ? err_trace(r) : roll_end(p, &v);
}

/* ---- adding and changing ---------------------------------------------------------------------- */

static const struct part_option severities[] = {
    {.value = "提示", .label = "提示", .hint = "供参考"},
    {.value = "警告", .label = "警告", .hint = "须逐处决定"},
    {.value = "严重", .label = "严重", .hint = "保留须写明理由"}};
static const struct part_option switches[] = {{.value = "1", .label = "启用"},
                                              {.value = "0", .label = "停用"}};

/* w NULL: a new one. */
static int
show(struct page *p, const struct office_word *w, const struct problems *problems)
{
        struct form f =
            form_begin(p, problems, w ? "修改错敏词" : "添加错敏词",
                       w ? page_link(p, "/office/dictionaries/words/word/{}", w->entry.wrong)
                         : words_link(p, "/new"),
                       words_link(p, ""));

        dictionary_crumbs(p, &f.view.page, "错敏词", words_link(p, ""), w ? "修改" : "添加");
        if (w)
                f.view.lead = mem_printf(p->mem, "错词“%s”", w->entry.wrong);
        else
                form_field(&f, "wrong", "错词", "2 至 40 个字", "")->max_length = SCAN_WORD_MAX;
        form_field(&f, "right", "正词", "一般应当怎样写", w ? w->entry.right : "")->optional = true;
        form_field(&f, "reason", "理由", "没有正词的填写，如“不得称呼…”", w ? w->entry.reason : "")
            ->optional = true;
        form_radios(&f, "severity", "级别", NULL, severities, N(severities),
                    w ? scan_severity_label(w->entry.severity) : "警告");
        form_field(&f, "exceptions", "例外", "含有错词而用得对的词，以空格分隔",
                   w ? w->entry.exceptions : "")
            ->optional = true;
        form_radios(&f, "enabled", "状态", NULL, switches, N(switches),
                    !w || w->enabled ? "1" : "0");
        return form_end(&f, "保存");
}

struct putting {
        struct act act;
        struct scan_entry entry;
        bool is_new;
};

static int
put(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct putting *e = arg;
        struct page *p = e->act.p;

        e->act.problems.n = e->act.problems.n_list = 0;
        return app_scan_word_put(mem, tx, p->actor, p->now, &e->entry,
                                 strcmp(form_value(p, "enabled"), "0") != 0, e->is_new,
                                 &e->act.problems);
}

static int
send(struct page *p, const struct office_word *there)
{
        struct putting e = {.act = {.p = p, .problems = {.mem = p->mem}}, .is_new = !there};
        int severity = scan_severity_named(form_value(p, "severity")), r;

        e.entry = (struct scan_entry){.wrong = there ? there->entry.wrong : form_value(p, "wrong"),
                                      .right = form_value(p, "right"),
                                      .reason = form_value(p, "reason"),
                                      .exceptions = form_value(p, "exceptions"),
                                      .severity = severity < 0 ? SCAN_WARNING
                                                               : (enum scan_severity)severity};
        r = app_run(p->mem, p->app, put, &e);
        if (r < 0)
                return err_trace(r);
        if (r)
                return show(p, there, &e.act.problems);
        page_redirect(p, words_link(p, "?done=1"));
        return 0;
}

static int
word_of_path(struct page *p, struct office_word *ret)
{
        struct tx *tx;
        int r = page_tx(p, &tx);

        if (r == 0)
                r = app_scan_word(p->mem, tx, page_arg(p, "word"), ret);
        if (r == SCAN_LIST_NONE) {
                p->reason = "词表中没有这个词。";
                return PAGE_NOT_FOUND;
        }
        return r < 0 ? err_trace(r) : 0;
}

int
page_office_word_new(struct page *p)
{
        struct problems none = {.mem = p->mem};

        return show(p, NULL, &none);
}

int
page_office_word_new_send(struct page *p)
{
        return send(p, NULL);
}

int
page_office_word(struct page *p)
{
        struct problems none = {.mem = p->mem};
        struct office_word w;
        int r = word_of_path(p, &w);

        return r ? r : show(p, &w, &none);
}

int
page_office_word_send(struct page *p)
{
        struct office_word w;
        int r = word_of_path(p, &w);

        return r ? r : send(p, &w);
}

/* ---- bringing in ------------------------------------------------------------------------------ */

static const struct import_kind words_in = {
    .title = "批量导入错敏词",
    .lead = "列：wrong 错词；可有 right 正词、reason 理由（两者填一项）、severity "
            "级别（提示、警告、严重）、exceptions 例外（空格分隔）、enabled "
            "状态（启用、停用）。已有的词按文件更新。",
    .unit = "个错敏词",
    .path = "/office/dictionaries/words/import",
    .back = "/office/dictionaries/words",
    .back_label = "错敏词",
    .run = app_import_words};

int
page_office_word_import(struct page *p)
{
        return import_begin(p, &words_in);
}

int
page_office_word_import_send(struct page *p)
{
        return import_send(p, &words_in);
}
