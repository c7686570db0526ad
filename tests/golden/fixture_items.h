/* The pages about an item on its way through the office; included by fixture.c behind fixture_parts.h. */
#ifndef GOLDEN_FIXTURE_ITEMS_H
#define GOLDEN_FIXTURE_ITEMS_H

#include "views/office/item.h"
#include "views/office/versions.h"

static const struct view_link item_trail[] = {{.label = "首页", .url = "/office"},
                                              {.label = "信息办理", .url = "/office/items"},
                                              {.label = "关于水价的通知"}};
static const struct part_option item_verdicts[] = {{.value = "approve", .label = "同意"},
                                                   {.value = "return", .label = "退回修改"}};
static const struct part_option item_attributes[] = {
    {.value = "proactive", .label = "主动公开", .chosen = true},
    {.value = "on_request", .label = "依申请公开"},
    {.value = "withheld", .label = "不予公开"}};
static const struct part_option item_grounds[] = {
    {.value = "", .label = "（主动公开的不选）"},
    {.value = "A14_SECRET", .label = "第十四条：国家秘密"}};

static void
office_item(struct buf *out, const struct view_site *site)
{
        static const struct part_problem problems[] = {{"verdict", "请选择审核结论"}};
        static const struct view_link ladder[] = {
            {.label = "初审", .note = "已办"},
            {.label = "保密审查", .note = "待办", .current = true},
            {.label = "签发"}};
        static const struct part_notice notices[] = {
            {.tone = TONE_BAD, .title = "紧急送审", .text = "汛情紧急，不能等待。"}};
        static const struct part_fact facts[] = {
            {.label = "单位", .value = "靖宇县水利局"},
            {.label = "公开期限",
             .value = "2019年12月24日",
             .note = "生成之日起 20 个工作日，《条例》第二十六条",
             .tag = {"还剩 3 个工作日", TONE_WARNING}}};
        static const struct view_link in_file[] = {
            {.label = "3 身份证号码 工作表“名单”第2行", .url = "#f7"}};
        static const struct office_file files[] = {{"附件：名单.xlsx", "/office/items/7/files/ab/x",
                                                    "XLSX", 20480, .anchor = "file-ab",
                                                    .marks = in_file, .n_marks = N(in_file)}};
        static const struct office_related related[] = {
            {"解读材料", "《水价办法》解读", "/office/items/8", {"未公开", TONE_PLAIN}}};
        static const struct part_event events[] = {
            {.at = {1575000000000}, .title = "起草", .who = "信息员甲", .text = ""},
            {.at = {1575003600000},
             .title = "初审：退回",
             .who = "审核员甲（代审核员乙）",
             .text = "请补充落款。",
             .tone = TONE_WARNING}};
        static const struct office_deed deeds[] = {
            {.label = "撤回送审",
             .url = "/office/items/7/recall",
             .standing_in = "代理“信息员”角色办理，记录中注明“代”",
             .kind = BUTTON_SECONDARY}};
        static const struct office_deed not_now[] = {
            {.label = "签发", .why = "还没有通过保密审查", .ground = "《条例》第十七条"}};
        static const struct part_finding open[] = {{.no = 1,
                                                    .name = "f7",
                                                    .url = "#m7",
                                                    .kind = "密级和内部标志",
                                                    .tag = {"严重", TONE_BAD},
                                                    .place = "正文第 1 段",
                                                    .before = "原件标注",
                                                    .found = "机密★10年",
                                                    .after = "，现已解密。",
                                                    .reason = "带有国家秘密的密级标志。",
                                                    .advice = "停止发布。",
                                                    .error = "保留原文须写明理由"}};
        static const struct part_finding decided[] = {{.no = 2,
                                                       .name = "k8",
                                                       .kind = "手机号码",
                                                       .tag = {"警告", TONE_WARNING},
                                                       .place = "正文第 2 段",
                                                       .before = "电话",
                                                       .found = "13912345678",
                                                       .after = "",
                                                       .reason = "疑似个人手机号码。",
                                                       .advice = "",
                                                       .decision = DECISION_KEEP,
                                                       .why = "单位公开的联系方式",
                                                       .decided = "审核员甲，2019年12月2日"}};
        static const struct office_piece pieces[] = {{.text = "关于机密★10年<水价>的"},
                                                     {.text = "通知",
                                                      .id = "m7",
                                                      .classes = "spot spot-stop",
                                                      .url = "#f7",
                                                      .label = "1 错别字和敏感词",
                                                      .says = "（严重，尚未处理）"},
                                                     {.id = "m8",
                                                      .classes = "spot spot-done",
                                                      .url = "#k8",
                                                      .label = "2 ✓ 缺少必填内容",
                                                      .says = "（警告，已处理）"}};
        static const struct office_marked fields[] = {{"标题", pieces, N(pieces)}};
        struct view_site desk = office_desk(site);
        struct view_office_item v = {
            .page = {.title = "关于水价的通知",
                     .crumbs = item_trail,
                     .n_crumbs = N(item_trail),
                     .is_error = true},
            .title = "关于水价的通知",
            .tag = {"待保密审查", TONE_WARNING},
            .due = {"还剩 3 个工作日", TONE_WARNING},
            .problems = {LIST(problems)},
            LIST(notices),
            .facts = {LIST(facts)},
            .sheet = {LIST(facts)},
            .body = {"<p>第一段。</p><table><tbody><tr><th>项目</th></tr></tbody></table>"},
            LIST(files),
            LIST(related),
            LIST(ladder),
            .timeline = {"办理过程", LIST(events)},
            .scan = {.lead = "以下各处尚无处理意见。",
                     .open = {.label = "尚未处理",
                              .findings = open,
                              .n_findings = N(open),
                              .form = "step"},
                     .decided = {.label = "已处理",
                                 .findings = decided,
                                 .n_findings = N(decided),
                                 .read_only = true},
                     .fields = fields,
                     .n_fields = N(fields),
                     .n_places = 2},
            .inspect_action = "/office/items/7/inspect",
            .step = {.title = "保密审查",
                     .held = "密级和内部标志须由保密审查员本人写明理由才能保留",
                     .action = "/office/items/7/secrecy",
                     .csrf = "token",
                     .token = "ab",
                     .ground = "《条例》第十七条",
                     .standing_in = "代理“保密审查员”角色办理，记录中注明“代”",
                     .verdict = {.name = "verdict",
                                 .label = "审核结论",
                                 .error = "请选择审核结论",
                                 .options = item_verdicts,
                                 .n_options = N(item_verdicts)},
                     .words = {.name = "words", .label = "意见", .rows = 3, .optional = true},
                     .with_attribute = true,
                     .disclosure = {.name = "disclosure",
                                    .label = "应为",
                                    .options = item_attributes,
                                    .n_options = N(item_attributes)},
                     .ground_of = {.name = "ground",
                                   .label = "不主动公开的依据",
                                   .options = item_grounds,
                                   .n_options = N(item_grounds)},
                     .reason = {.name = "ground_reason", .label = "理由"},
                     .button = {.label = "提交保密审查意见", .value = "主动公开"}},
            LIST(deeds),
            .others = not_now,
            .n_others = N(not_now),
            .versions_url = "/office/items/7/versions"};

        view_office_item(out, &desk, &v);
}

/* 拟稿单 with a mistake in what is folded, so that it stands open. */
static void
office_sheet(struct buf *out, const struct view_site *site)
{
        static const struct part_option brought[] = {
            {.value = "sealed", .label = "名单.xlsx", .chosen = true}};
        static const struct part_form_input folded[] = {
            {.kind = INPUT_SELECT,
             .choices = {.name = "ground",
                         .label = "不主动公开的依据",
                         .error = "请选择依据",
                         .options = item_grounds,
                         .n_options = N(item_grounds)}},
            {.kind = INPUT_TEXTAREA,
             .textarea = {.name = "ground_reason", .label = "理由", .rows = 3, .optional = true}}};
        static const struct part_form_input closed[] = {
            {.kind = INPUT_FIELD,
             .field = {.name = "keywords", .label = "关键词", .optional = true}},
            {.kind = INPUT_DATE,
             .date = {.name = "expires", .label = "有效期至", .optional = true}}};
        static const struct part_form_input inputs[] = {
            {.kind = INPUT_HEADING, .heading = "正文与附件"},
            {.kind = INPUT_FIELD, .field = {.name = "title", .label = "标题"}},
            {.kind = INPUT_RICH,
             .rich = {.name = "body",
                      .label = "正文",
                      .value = "第一段",
                      .tree = RICH_TREE,
                      .files = "/file/",
                      .rows = 18}},
            {.kind = INPUT_CHECKBOXES,
             .choices = {.name = "brought",
                         .label = "刚才上传的附件",
                         .options = brought,
                         .n_options = N(brought)}},
            {.kind = INPUT_FILES,
             .files = {.name = "file", .label = "添加附件", .several = true, .optional = true}},
            {.kind = INPUT_RADIOS,
             .choices = {.name = "disclosure",
                         .label = "公开属性",
                         .options = item_attributes,
                         .n_options = N(item_attributes)}},
            {.kind = INPUT_FOLD,
             .heading = "不主动公开的依据和理由",
             .text = "选“依申请公开”“不予公开”的必填",
             .open = true,
             .inputs = folded,
             .n_inputs = N(folded)},
            {.kind = INPUT_FOLD, .heading = "分类", .inputs = closed, .n_inputs = N(closed)}};
        static const struct part_problem problems[] = {{"ground", "请选择依据"}};
        struct view_site desk = office_desk(site);
        struct view_office_form v = {.page = {.title = "修改拟稿单",
                                              .crumbs = item_trail,
                                              .n_crumbs = N(item_trail),
                                              .is_error = true},
                                     .problems = {LIST(problems)},
                                     .notice = {.tone = TONE_WARNING,
                                                .title = "您修改期间，别人保存过本稿",
                                                .text = "您填写的内容都在下面。"},
                                     .action = "/office/items/7/edit",
                                     .csrf = "token",
                                     .cancel_url = "/office/items/7",
                                     .upload = true,
                                     .wide = true,
                                     .autosave = "/office/items/7/autosave",
                                     LIST(inputs),
                                     .button = {.label = "保存草稿"},
                                     .theirs_title = "别人保存的：关于水价的通知",
                                     .theirs = "别人的第一段"};

        view_office_form(out, &desk, &v);
}

static void
office_versions(struct buf *out, const struct view_site *site)
{
        static const struct part_option texts[] = {
            {.value = "2", .label = "第 2 版", .chosen = true}, {.value = "1", .label = "第 1 版"}};
        struct view_site desk = office_desk(site);
        struct view_office_versions v = {
            .page = {.title = "各版本", .crumbs = item_trail, .n_crumbs = N(item_trail)},
            .action = "/office/items/7/versions",
            .back_url = "/office/items/7",
            .left = {.name = "left", .label = "左", .options = texts, .n_options = N(texts)},
            .right = {.name = "right", .label = "右", .options = texts, .n_options = N(texts)},
            .several = true,
            .diff = {.caption = "版本比较",
                     .left_label = "第 1 版",
                     .right_label = "第 2 版",
                     .rows = diff_rows,
                     .n_rows = N(diff_rows)},
            .words = "3 处不同"};

        view_office_versions(out, &desk, &v);
}

static void
office_versions_one(struct buf *out, const struct view_site *site)
{
        struct view_site desk = office_desk(site);
        struct view_office_versions v = {.page = {.title = "各版本"},
                                         .back_url = "/office/items/7"};

        view_office_versions(out, &desk, &v);
}

/* A form over what is there already: relations with the way to take one back. */
static void
office_relations(struct buf *out, const struct view_site *site)
{
        static const struct part_option kinds[] = {
            {.value = "interpreted_by", .label = "对方是本信息的解读材料", .chosen = true},
            {.value = "related", .label = "与对方相关"}};
        static const struct part_option found[] = {
            {.value = "8", .label = "《水价办法》解读", .hint = "靖宇县水利局　草稿"}};
        static const struct part_form_input inputs[] = {
            {.kind = INPUT_SELECT,
             .choices = {.name = "kind", .label = "关系", .options = kinds, .n_options = N(kinds)}},
            {.kind = INPUT_FIELD, .field = {.name = "find", .label = "查找对方信息"}},
            {.kind = INPUT_RADIOS,
             .choices = {
                 .name = "to", .label = "选择对方信息", .options = found, .n_options = N(found)}}};
        static const struct part_sheet_head item_heads[] = {{.text = "信息"}, {.text = "关系"}};
        static const struct part_sheet_cell item_cells[] = {
            {.head = "信息", .text = "关于调整水价的公告", .url = "/office/items/9"},
            {.head = "关系", .text = "相关信息"}};
        static const struct view_link off[] = {{.label = "取消关联",
                                                .url = "/office/items/7/relate?off=related&to=9",
                                                .note = "关于调整水价的公告"}};
        static const struct part_sheet_row rows[] = {
            {.cells = item_cells, .n_cells = N(item_cells), .actions = off, .n_actions = N(off)}};
        struct view_site desk = office_desk(site);
        struct view_office_form v = {
            .page = {.title = "关联信息", .crumbs = item_trail, .n_crumbs = N(item_trail)},
            .lead = "关于水价的通知",
            .action = "/office/items/7/relate",
            .csrf = "token",
            .cancel_url = "/office/items/7",
            LIST(inputs),
            .button = {.label = "关联"},
            .sheet = {.caption = "已经关联的信息",
                      .with_actions = true,
                      .heads = item_heads,
                      .n_heads = N(item_heads),
                      LIST(rows)}};

        view_office_form(out, &desk, &v);
}

static void
office_ladders(struct buf *out, const struct view_site *site)
{
        static const struct part_option steps[] = {
            {.value = "content", .label = "初审", .chosen = true},
            {.value = "secrecy", .label = "保密审查", .chosen = true},
            {.value = "signature", .label = "签发", .chosen = true}};
        static const struct part_form_input inputs[] = {{.kind = INPUT_CHECKBOXES,
                                                         .choices = {.name = "steps",
                                                                     .label = "环节",
                                                                     .options = steps,
                                                                     .n_options = N(steps)}},
                                                        {.kind = INPUT_FIELD,
                                                         .field = {.name = "retro_days",
                                                                   .label = "补审期限（工作日）",
                                                                   .value = "3",
                                                                   .width = "short",
                                                                   .inputmode = "numeric"}}};
        static const struct part_sheet_head item_heads[] = {{.text = "单位"}, {.text = "环节"}};
        static const struct part_sheet_cell item_cells[] = {
            {.head = "单位", .text = "靖宇县人民政府"},
            {.head = "环节", .text = "初审 → 复审 → 保密审查 → 签发"}};
        static const struct part_sheet_row rows[] = {
            {.cells = item_cells, .n_cells = N(item_cells)}};
        struct view_site desk = office_desk(site);
        struct view_office_form v = {.page = {.title = "审核环节"},
                                     .action = "/office/review-rules",
                                     .csrf = "token",
                                     LIST(inputs),
                                     .button = {.label = "保存"},
                                     .sheet = {.caption = "已设定的审核环节",
                                               .heads = item_heads,
                                               .n_heads = N(item_heads),
                                               LIST(rows)},
                                     .sheet_title = "已设定的审核环节"};

        view_office_form(out, &desk, &v);
}

static void
office_channels(struct buf *out, const struct view_site *site)
{
        static const struct part_sheet_head item_heads[] = {{.text = "渠道"}, {.text = "状态"}};
        static const struct part_sheet_cell sent[] = {
            {.head = "渠道", .text = "政务微博"},
            {.head = "状态",
             .tag = {"发送失败", TONE_BAD},
             .note = "已试 5 次；对方答复：503 Service Unavailable"}};
        static const struct part_sheet_cell done[] = {
            {.head = "渠道", .text = "政府网站"}, {.head = "状态", .tag = {"已公开", TONE_GOOD}}};
        static const struct view_link again[] = {
            {.label = "重新发送", .url = "/office/channels/3/again", .note = "政务微博"}};
        static const struct part_sheet_row rows[] = {
            {.cells = done, .n_cells = N(done)},
            {.cells = sent, .n_cells = N(sent), .actions = again, .n_actions = N(again)}};
        struct view_site desk = office_desk(site);
        struct view_office_roll v = {.page = {.title = "公开渠道"},
                                     .lead = "每条信息在哪些渠道、何时公开。",
                                     .sheet = {.caption = "公开渠道",
                                               .with_actions = true,
                                               .heads = item_heads,
                                               .n_heads = N(item_heads),
                                               LIST(rows)}};

        view_office_roll(out, &desk, &v);
}

#define ITEM_PAGES                                                                                 \
        PAGE(office_item), PAGE(office_sheet), PAGE(office_versions), PAGE(office_versions_one),   \
            PAGE(office_relations), PAGE(office_ladders), PAGE(office_channels)

#endif
