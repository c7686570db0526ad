/* The pages of 泄密处置; included by fixture.c. */
#ifndef GOLDEN_FIXTURE_PURGE_H
#define GOLDEN_FIXTURE_PURGE_H

static void
office_purges(struct buf *out, const struct view_site *site)
{
        static const struct part_sheet_head purge_heads[] = {{.text = "索引号"}, {.text = "提出"}};
        static const struct part_sheet_cell purge_cells[] = {
            {.head = "索引号",
             .text = "220622017/2019-00195",
             .url = "/office/purges/1",
             .tag = {"待确认", TONE_WARNING}},
            {.head = "提出", .text = "主管部门工作人员甲", .note = "2026-11-28 22:23"}};
        static const struct part_sheet_row rows[] = {
            {.cells = purge_cells, .n_cells = N(purge_cells)}};
        struct view_site desk = office_desk(site);
        struct view_office_purges v = {
            .page = {.title = "泄密处置"},
            .new_url = "/office/purges/new",
            .sheet = {.caption = "泄密处置记录", .heads = purge_heads, .n_heads = 2, LIST(rows)}};

        view_office_purges(out, &desk, &v);
}

static void
office_purge_new(struct buf *out, const struct view_site *site)
{
        static const struct part_problem problems[] = {{"index_no", "请填写索引号"}};
        struct view_site desk = office_desk(site);
        struct view_office_purge_new v = {
            .page = {.title = "提出泄密处置", .is_error = true},
            .csrf = "token",
            .action = "/office/purges/new",
            .cancel_url = "/office/purges",
            .problems = {LIST(problems)},
            .index_no = {.name = "index_no", .label = "索引号", .error = "请填写索引号"},
            .reason = {.name = "reason", .label = "处置依据", .rows = 4}};

        view_office_purge_new(out, &desk, &v);
}

static void
office_purge(struct buf *out, const struct view_site *site)
{
        static const struct part_fact facts[] = {
            {.label = "索引号", .value = "220622017/2019-00195"}};
        static const struct part_event events[] = {{.at = {1767000000000},
                                                    .title = "提出处置，停止公开",
                                                    .who = "主管部门工作人员甲",
                                                    .text = "依通知处置",
                                                    .tone = TONE_WARNING}};
        static const struct office_backup backups[] = {
            {{1766000000000}, "/backup/xxgk-2025-12-17.backup"}};
        struct view_site desk = office_desk(site);
        struct view_office_purge v = {.page = {.title = "泄密处置"},
                                      .state = {"正在清除", TONE_WARNING},
                                      .notice = {.tone = TONE_WARNING, .title = "正在清除"},
                                      .facts = {LIST(facts)},
                                      .timeline = {"处置经过", LIST(events)},
                                      .may_confirm = true,
                                      .may_cancel = true,
                                      .csrf = "token",
                                      .confirm_url = "/office/purges/1/confirm",
                                      .cancel_url = "/office/purges/1/cancel",
                                      .is_confirmed = true,
                                      LIST(backups)};

        view_office_purge(out, &desk, &v);
}

#endif
