/* One or two renderings of each part; included by fixture.c only. */
#ifndef GOLDEN_FIXTURE_PARTS_H
#define GOLDEN_FIXTURE_PARTS_H

/* A heading, a link, a table with merged cells. */
#define RICH_TREE                                                                                  \
        "{\"type\":\"doc\",\"content\":[{\"type\":\"heading\",\"align\":\"center\",\"level\":1,"   \
        "\"content\":[{\"type\":\"text\",\"text\":\"标题\"}]},{\"type\":\"paragraph\","          \
        "\"content\":["                                                                            \
        "{\"type\":\"text\",\"text\":\"链接\",\"marks\":[{\"type\":\"link\",\"href\":\"/item/"   \
        "1\"}]}]},"                                                                                \
        "{\"type\":\"table\",\"content\":[{\"type\":\"row\",\"content\":[{\"type\":\"header\","    \
        "\"colspan\":2,\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\","      \
        "\"text\":\"项目\"}]}]}]},{\"type\":\"row\",\"content\":[{\"type\":\"cell\"},{\"type\":" \
        "\"cell\"}]}"                                                                              \
        "]}]}"

#define RENDER(name, part, type, ...)                                                              \
        static void part_##name(struct buf *out, const struct view_site *site)                     \
        {                                                                                          \
                const struct part_##type v = {__VA_ARGS__};                                        \
                                                                                                   \
                view_part_##part(out, site, &v);                                                   \
        }

static const struct part_problem two_problems[] = {{"login", "请填写账号"}, {"", "请稍后再试"}};
static const struct part_option options[] = {{"a", "甲类", NULL, true},
                                             {"b", "乙类 <b>", "含\"引号\"", false}};
static const struct part_field one_field[] = {{.name = "street", .label = "街道"}};
static const struct part_head heads[] = {{"单位", false}, {"条数", true}};
static const struct part_cell cells[] = {{.count = {VIEW_COUNT_APPROXIMATE, 1150}}};
static const struct part_cell no_cells[] = {{.count = {VIEW_COUNT_ABSENT, 0}}};
static const struct part_table_row table_rows[] = {
    {.head = "县水利局", .url = "/agency/water", .cells = cells, .n_cells = 1},
    {.head = "合计", .cells = no_cells, .n_cells = 1, .total = true}};
static const struct view_link tab_pair[] = {
    {.label = "全部", .url = "/a", .current = true, .count = {VIEW_COUNT_EXACT, 1204}},
    {.label = "废止", .url = "/a?v=1&w=2"}};
static const struct part_row two_rows[] = {
    {.title = "标题 <script>",
     .url = "javascript:alert(1)",
     .day = {18262},
     .doc_no = "〔2019〕1号",
     .tag = {"废止", TONE_BAD}},
    {.title = "无日期", .url = "/item/2", .day = {INT32_MIN}, .n_files = 3}};
static const struct part_fact two_facts[] = {
    {.label = "有效性", .value = "", .tag = {"有效", TONE_GOOD}, .note = "自2019年起"},
    {.label = "栏目", .value = "规划", .url = "/c"}};
static const struct part_shape shapes[] = {
    {.kind = SHAPE_GRID, .x = 1, .y = 2, .w = 3.5, .h = 2},
    {.kind = SHAPE_BAR,
     .x = 1.25,
     .y = 0,
     .w = 100.004,
     .h = 18,
     .series = 2,
     .text = "网站 5,371"},
    {.kind = SHAPE_LABEL, .x = 8, .y = 9, .text = "网站", .anchor = "end"},
    {.kind = SHAPE_DOT, .x = 1, .y = 1, .series = 1}};
static const struct part_facet facet_list[] = {
    {.code = "year", .label = "年份", .links = tab_pair, .n_links = 2, .folded = true}};

static const struct part_sheet_head sheet_heads[] = {
    {.text = "标题", .url = "/office/items?sort=title"},
    {.text = "期限", .url = "/office/items?sort=due", .ascending = true},
    {.text = "份数", .numeric = true},
    {.text = "状态"}};
static const struct part_sheet_cell sheet_cells[] = {
    {.head = "标题",
     .text = "关于 <水价> 的通知",
     .url = "/office/items/7",
     .note = "〔2019〕12号"},
    {.head = "期限", .text = "2020-01-08", .note = "还剩 3 个工作日"},
    {.head = "份数", .count = COUNT(1204), .numeric = true},
    {.head = "状态", .tag = {"待审核", TONE_WARNING}}};
static const struct view_link sheet_actions[] = {
    {.label = "审核", .url = "/office/items/7/review", .note = "关于水价的通知"},
    {.label = "查看", .url = "/office/items/7"}};
static const struct part_sheet_row sheet_rows[] = {{.pick_name = "item",
                                                    .pick_value = "7",
                                                    .pick_label = "关于水价的通知",
                                                    .cells = sheet_cells,
                                                    .n_cells = 4,
                                                    .actions = sheet_actions,
                                                    .n_actions = 2},
                                                   {.cells = sheet_cells, .n_cells = 4}};
static const struct part_filter_field filter_fields[] = {
    {.name = "q", .label = "标题", .type = "search", .value = "水\" x", .hint = "可填文号"},
    {.name = "state", .label = "状态", .options = options, .n_options = 2}};
static const struct part_pair filter_kept[] = {{"tab", "mine"}};
static const struct view_link event_files[] = {
    {.label = "答复书.pdf", .url = "/f/1", .note = "PDF，12 KB"}, {.label = "信封"}};
static const struct part_event two_events[] = {
    {.at = {1578184260000}, .title = "收到申请", .who = "信息员甲", .text = "信函，由收发室转交。"},
    {.at = {1578270660000},
     .title = "答复",
     .tone = TONE_GOOD,
     .files = event_files,
     .n_files = 2}};
static const struct part_answer two_answers[] = {
    {.label = "单位", .value = "县水利局", .note = "2018年更名", .change_url = "/x?a=1&b=2"},
    {.label = "文号"}};

RENDER(button, button, button, .label = "提交", .kind = BUTTON_PRIMARY, .name = "act",
       .value = "go")
RENDER(button_link, button, button, .label = "取消", .kind = BUTTON_SECONDARY,
       .url = "/back?a=1&b=2")
RENDER(chart, chart, chart, .id = "c", .title = "渠道", .description = "说明", .width = 640,
       .height = 120.5, .shapes = shapes, .n_shapes = N(shapes),
       .table = {.caption = "渠道", .heads = heads, .n_heads = 2, .rows = table_rows, .n_rows = 2})
RENDER(checkboxes, checkboxes, choices, .name = "kind", .label = "种类", .hint = "可多选",
       .options = options, .n_options = 2)
RENDER(confirm, confirm, confirm, .title = "确认撤回", .text = "撤回后不再公开。",
       .facts = {two_facts, 2}, .action = "/x", .csrf = "t\"k", .cancel_url = "/y",
       .button = {.label = "撤回", .kind = BUTTON_WARNING})
RENDER(date, date, date, .name = "from", .label = "起始日期", .value = "2019-2-30",
       .error = "2019年2月没有30日")
RENDER(empty, empty, empty, .title = "暂无内容", .text = "最近更新于昨日。", .links = tab_pair,
       .n_links = 2)
RENDER(error_summary, error_summary, error_summary, two_problems, 2)
RENDER(facets, facets, facets, facet_list, 1)
RENDER(facts, facts, facts, two_facts, 2)
RENDER(field, field, field, .name = "login", .label = "账号", .hint = "提示", .error = "请填写账号",
       .value = "a\"b<c>", .optional = true, .max_length = 64)
RENDER(file, file, field, .name = "file", .label = "CSV 文件", .hint = "不超过 4 MB",
       .error = "请选择一个文件")
RENDER(fieldset, fieldset, fieldset, .legend = "地址", .id = "address", .hint = "现住址",
       .fields = one_field, .n_fields = 1)
RENDER(figures, figures, figures, figure_list, 2)
RENDER(filter, filter, filter, .id = "f", .action = "/office/items", .kept = filter_kept,
       .n_kept = 1, .fields = filter_fields, .n_fields = 2, .clear_url = "/office/items")
RENDER(menu, menu, menu, menu_groups, N(menu_groups))
RENDER(notice, notice, notice, .tone = TONE_WARNING, .title = "即将失效",
       .text = "有效期至2020年底。")
RENDER(pagination, pagination, pagination, .links = page_links, .n_links = N(page_links),
       .prev_url = "/c", .page = 2, .n_pages = 13, .n_items = 1126)
RENDER(person_bar, person_bar, person_bar, .name = "信息员甲", .agency = "县水利局", .csrf = "t")
RENDER(radios, radios, choices, .name = "way", .label = "方式", .error = "请选择方式",
       .options = options, .n_options = 2)
RENDER(rich_text, rich_text, rich_text, .name = "body", .label = "正文",
       .hint = "空一行分段；行首写 # 为标题。", .value = "第一段\n\n<第二段>", .files = "/file/",
       .rows = 12, .tree = RICH_TREE)
RENDER(rows, rows, rows, .rows = two_rows, .n_rows = 2, .first = 21)
RENDER(search_box, search_box, search_box, .value = "低保\" onfocus=\"x", .agency = "water",
       .agency_name = "县水利局")
RENDER(select, select, choices, .name = "year", .label = "年份", .options = options, .n_options = 2)
RENDER(sheet, sheet, sheet, .caption = "待办信息", .with_picks = true, .with_actions = true,
       .heads = sheet_heads, .n_heads = 4, .rows = sheet_rows, .n_rows = 2)
RENDER(summary_list, summary_list, summary_list, two_answers, 2)
RENDER(side, side, side, .unit = "县水利局", .guide_url = "/g", .rules_url = "/r",
       .content_url = "/c", .reports_url = "/n", .request_url = "/q", .current = SIDE_CONTENT,
       .content = {.nodes = tree_nodes, .n_nodes = N(tree_nodes)})
RENDER(table, table, table, .caption = "各单位", .heads = heads, .n_heads = 2, .rows = table_rows,
       .n_rows = 2)
RENDER(tabs, tabs, tabs, .label = "有效性", .links = tab_pair, .n_links = 2)
RENDER(tag, tag, tag, "失效", TONE_WARNING)
RENDER(textarea, textarea, textarea, .name = "text", .label = "内容",
       .value = "\n第一行\n</textarea>", .rows = 6)
RENDER(timeline, timeline, timeline, .label = "办理过程", .events = two_events, .n_events = 2)
RENDER(tree, tree, tree, .nodes = tree_nodes, .n_nodes = 7)

static const struct part_finding two_findings[] = {
    {.no = 1,
     .name = "f0",
     .kind = "身份证号码",
     .tag = {"严重", TONE_BAD},
     .place = "正文第 3 段",
     .url = "#p3",
     .before = "…当事人张建国（身份证号：",
     .found = "370102198506120009",
     .after = "）申请<低保>",
     .reason = "符合公民身份号码的编码规则，校验码正确。",
     .advice = "属个人隐私，应当遮盖出生日期等中间部分，或者删去。",
     .masked = "370102********0009",
     .can_change = true,
     .decision = DECISION_MASK,
     .why = "按规定遮盖"},
    {.no = 2,
     .name = "f1",
     .kind = "缺少必填内容",
     .tag = {"严重", TONE_BAD},
     .place = "主题分类",
     .reason = "“主题分类”为必填内容，现在是空的。",
     .advice = "请补充后再提交。",
     .error = "请选择怎样处理，并写明理由"},
};
static const struct part_finding done_findings[] = {
    {.no = 1,
     .name = "d0",
     .kind = "错别字和敏感词",
     .tag = {"提示", TONE_PLAIN},
     .place = "标题",
     .found = "截止目前",
     .after = "的办理情况",
     .reason = "“截止目前”一般应当写作“截至目前”。",
     .advice = "核对后改正。",
     .decision = DECISION_CHANGE,
     .changed = "截至目前",
     .decided = "审核人甲，2024年3月4日"},
    {.no = 2,
     .name = "d1",
     .kind = "固定电话",
     .tag = {"提示", TONE_PLAIN},
     .place = "正文第 9 段",
     .before = "咨询电话：",
     .found = "0439-7000000",
     .reason = "是固定电话，不在本单位公开的办公电话之内。",
     .advice = "住宅电话应当遮盖；办公电话核对无误后可以保留。",
     .masked = "0439-*******",
     .decision = DECISION_KEEP,
     .why = "对外办公电话",
     .decided = "审核人甲，2024年3月4日"},
};
static const struct diff_span diff_title_l[] = {
    {DIFF_SAME, "关于印发"}, {DIFF_REMOVED, "暂行"}, {DIFF_SAME, "办法的通知"}};
static const struct diff_span diff_title_r[] = {{DIFF_SAME, "关于印发办法的通知"}};
static const struct diff_span diff_head[] = {{DIFF_SAME, "一、总体要求"}};
static const struct diff_span diff_text_l[] = {
    {DIFF_SAME, "本办法自"}, {DIFF_REMOVED, "2019"}, {DIFF_SAME, "年5月1日起施行。"}};
static const struct diff_span diff_text_r[] = {
    {DIFF_SAME, "本办法自"}, {DIFF_ADDED, "2020"}, {DIFF_SAME, "年5月1日起施行。"}};
static const struct diff_span diff_new[] = {{DIFF_ADDED, "道路 │ 150 <万元>"}};
static const struct part_diff_row diff_rows[] = {
    {.label = "标题",
     .kind = DIFF_ROW_CHANGED,
     .left = diff_title_l,
     .n_left = 3,
     .right = diff_title_r,
     .n_right = 1},
    {.label = "", .n_same = 12},
    {.label = "",
     .block = DIFF_HEADING,
     .left = diff_head,
     .n_left = 1,
     .right = diff_head,
     .n_right = 1},
    {.label = "改动",
     .kind = DIFF_ROW_CHANGED,
     .left = diff_text_l,
     .n_left = 3,
     .right = diff_text_r,
     .n_right = 3},
    {.label = "新增",
     .kind = DIFF_ROW_ADDED,
     .block = DIFF_TABLE_ROW,
     .right = diff_new,
     .n_right = 1},
};

RENDER(diff, diff, diff, .caption = "版本比较", .left_label = "第 1 版（2019年4月3日）",
       .right_label = "第 2 版（2020年4月7日）", .rows = diff_rows, .n_rows = N(diff_rows))
RENDER(findings, findings, findings, .label = "发布前检查", .findings = two_findings,
       .n_findings = 2)
RENDER(findings_done, findings, findings, .label = "发布前检查", .findings = done_findings,
       .n_findings = 2, .read_only = true)

/* What the scan says of a text, as a form. */
static void
part_findings_scanned(struct buf *out, const struct view_site *site)
{
        static const struct scan_text title = {
            .field = "title", .label = "标题", .text = "关于布署防汛工作的通知"};
        struct problems p = {.mem = region};
        const struct scan_words *words;
        struct scan_options opt = {.check_docno = true};
        struct scan_findings f;
        struct part_findings v;
        struct body *b;

        if (scan_words_read(region, "布署 | 部署", &p, &words) ||
            body_from_text(
                region, "根据安府发〔2019〕12号。\n\n|姓名|电话|\n|张建国|13900001234|\n\n秘密★1年",
                &p, &b))
                return;
        opt.words = words;
        f = scan(region, &title, 1, b, &opt);
        v = part_findings_of(region, &f);
        view_part_findings(out, site, &v);
}

/* Two texts through the comparison, what is the same folded. */
static void
part_diff_compared(struct buf *out, const struct view_site *site)
{
        static struct diff_field fields[] = {{.label = "标题", .left = "甲办法", .right = "乙办法"},
                                             {.label = "发文字号", .left = "一", .right = "一"}};
        struct problems p = {.mem = region};
        struct part_diff v;
        struct body *l, *r;
        struct diff d;

        if (body_from_text(region, "一\n\n二\n\n三\n\n四\n\n共计12件，已办结。\n\n五", &p, &l) ||
            body_from_text(region, "一\n\n二\n\n三\n\n四\n\n共计15件，已办结。\n\n五\n\n六", &p,
                           &r))
                return;
        d = diff_bodies(region, l, r);
        (void)diff_fields(region, fields, N(fields));
        v = part_diff_of(region, &d, fields, N(fields), 1);
        v.caption = "版本比较";
        v.left_label = "第 1 版";
        v.right_label = "第 2 版";
        view_part_diff(out, site, &v);
}

#define PARTS                                                                                      \
        PART(button), PART(button_link), PART(chart), PART(checkboxes), PART(confirm), PART(date), \
            PART(diff), PART(diff_compared), PART(empty), PART(error_summary), PART(facets),       \
            PART(facts), PART(field), PART(file), PART(fieldset), PART(figures), PART(findings),   \
            PART(findings_scanned), PART(findings_done), PART(filter), PART(menu), PART(notice),   \
            PART(pagination), PART(person_bar), PART(radios), PART(rich_text), PART(rows),         \
            PART(search_box), PART(select), PART(sheet), PART(side), PART(summary_list),           \
            PART(table), PART(tabs), PART(tag), PART(textarea), PART(timeline), PART(tree)

#endif
