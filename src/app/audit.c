#include "app/audit.h"

#include "store/audit.h"
#include "store/sql.h"

/*    event                        label                         security */
#define EVENTS(X)                                                                                  \
        X("signed_in", "登录", true)                                                               \
        X("sign_in_failed", "登录失败", true)                                                      \
        X("password_accepted", "密码通过，待动态口令", true)                                       \
        X("signed_out", "退出", true)                                                              \
        X("password_changed", "修改密码", true)                                                    \
        X("person_added", "新建账号", true)                                                        \
        X("person_edited", "修改账号", true)                                                       \
        X("person_disabled", "停用账号", true)                                                     \
        X("person_enabled", "启用账号", true)                                                      \
        X("person_unlocked", "解锁账号", true)                                                     \
        X("password_reset", "重设密码", true)                                                      \
        X("roles_held", "审查签发职责暂停", true)                                                  \
        X("roles_released", "确认恢复职责", true)                                                  \
        X("totp_set", "设置动态口令", true)                                                        \
        X("totp_removed", "取消动态口令", true)                                                    \
        X("role_granted", "授予角色", true)                                                        \
        X("role_revoked", "收回角色", true)                                                        \
        X("stand_in_made", "委托代理", true)                                                       \
        X("stand_in_ended", "结束代理", true)                                                      \
        X("item_drafted", "起草信息", false)                                                       \
        X("item_saved", "保存草稿", false)                                                         \
        X("item_edited", "修改草稿", false)                                                        \
        X("item_submitted", "送审", false)                                                         \
        X("item_recalled", "撤回送审", false)                                                      \
        X("item_approved", "审核同意", false)                                                      \
        X("item_returned", "退回", false)                                                          \
        X("item_published", "签发公开", false)                                                     \
        X("item_closed", "决定不主动公开", false)                                                  \
        X("item_looked_at_again", "补办审核", false)                                               \
        X("item_withdrawn", "撤回公开", false)                                                     \
        X("item_corrected", "建立更正稿", false)                                                   \
        X("item_voided", "作废草稿", false)                                                        \
        X("item_revived", "恢复草稿", false)                                                       \
        X("item_discarded", "放弃更正", false)                                                     \
        X("item_revisited", "评估调整", false)                                                     \
        X("item_related", "关联信息", false)                                                       \
        X("item_unrelated", "取消关联", false)                                                     \
        X("item_marked", "标明有效性", false)                                                      \
        X("item_unmarked", "恢复有效性", false)                                                    \
        X("item_finding_decided", "处理发布前检查", false)                                         \
        X("file_decided", "保留附件中的隐藏信息", false)                                           \
        X("files_inspected", "重新检查附件", false)                                                \
        X("redaction_asked", "涂黑附件", false)                                                    \
        X("purge_ordered", "提出泄密处置", false)                                                  \
        X("purge_confirmed", "确认泄密处置", false)                                                \
        X("purge_cancelled", "撤销泄密处置", false)                                                \
        X("purge_done", "完成泄密处置", false)                                                     \
        X("channel_entered", "登记公开渠道", false)                                                \
        X("channel_removed", "删除公开渠道", false)                                                \
        X("channels_imported", "批量登记公开渠道", false)                                          \
        X("channel_event_entered", "登记公开活动", false)                                          \
        X("channel_event_removed", "删除公开活动", false)                                          \
        X("channel_events_imported", "批量登记公开活动", false)                                    \
        X("dispatch_again", "重新发送", false)                                                     \
        X("connector_set", "设置对接接口", false)                                                  \
        X("review_rule_set", "设定审核环节", false)                                                \
        X("agency_created", "新建机关", false)                                                     \
        X("agency_edited", "修改机关", false)                                                      \
        X("agency_renamed", "机关更名", false)                                                     \
        X("agency_moved", "调整隶属关系", false)                                                   \
        X("agency_reformed", "机构改革", false)                                                    \
        X("roles_handed_over", "角色随机构改革转移", false)                                        \
        X("column_created", "新建栏目", false)                                                     \
        X("column_edited", "修改栏目", false)                                                      \
        X("column_closed", "停用栏目", false)                                                      \
        X("duty_set", "设定更新职责", false)                                                       \
        X("upkeep_limits_set", "设定栏目更新标准", false)                                          \
        X("duty_dropped", "取消更新职责", false)                                                   \
        X("class_added", "新建分类", false)                                                        \
        X("class_edited", "修改分类", false)                                                       \
        X("class_merged", "并入分类", false)                                                       \
        X("class_closed", "停用分类", false)                                                       \
        X("channel_added", "新建渠道", false)                                                      \
        X("channel_edited", "修改渠道", false)                                                     \
        X("scan_word_put", "设定错敏词", false)                                                    \
        X("scan_word_off", "停用错敏词", false)                                                    \
        X("guide_put", "修改公开指南", false)                                                      \
        X("leader_added", "登记领导小组成员", false)                                               \
        X("leader_ended", "领导小组成员离任", false)                                               \
        X("figure_told", "填报机构保障数据", false)                                                \
        X("calendar_imported", "导入工作日历", false)                                              \
        X("site_created", "新建站点", false)                                                       \
        X("import_begun", "开始迁入", false)                                                       \
        X("import_moved", "迁入信息", false)                                                       \
        X("import_done", "完成迁入", false)                                                        \
        X("import_removed", "撤销迁入", false)                                                     \
        X("archive_asked", "制作移交包", false)                                                    \
        X("archive_packed", "制成移交包", false)                                                   \
        X("archive_delivered", "登记移交", false)                                                  \
        X("report_checked", "核查年报", false)                                                     \
        X("report_run_forgotten", "删除年报核查结果", false)                                       \
        X("backup_made", "备份", false)

#define EVENT_ROW(event, label, security) {event, label, security},
static const struct {
        const char *event, *label;
        bool security;
} events[] = {EVENTS(EVENT_ROW)};

static const struct {
        const char *object, *label;
} objects[] = {{"item", "信息"},         {"person", "账号"},
               {"agency", "机关"},       {"column", "栏目"},
               {"site", "站点"},         {"import", "迁入批次"},
               {"purge", "泄密处置"},    {"publication", "公开渠道"},
               {"delegation", "代理"},   {"connector", "对接接口"},
               {"dispatch", "发送任务"}, {"channel_event", "公开活动"},
               {"calendar", "工作日历"}, {"report_run", "年报核查"},
               {"archive", "归档移交"},  {"store", "数据库"},
               {"class", "分类"},        {"channel", "渠道"},
               {"scan_word", "错敏词"}};

const char *
trail_event_label(const char *event)
{
        for (size_t i = 0; i < N(events); i++)
                if (strcmp(events[i].event, event) == 0)
                        return events[i].label;
        return event;
}

const char *
trail_object_label(const char *object)
{
        for (size_t i = 0; i < N(objects); i++)
                if (strcmp(objects[i].object, object) == 0)
                        return objects[i].label;
        return object;
}

const char *const *
trail_events(TALLOC_CTX *mem, bool security, size_t *ret_n)
{
        const char **list = mem_array(mem, const char *, N(events));
        size_t n = 0;

        for (size_t i = 0; i < N(events); i++)
                if (events[i].security || !security)
                        list[n++] = events[i].event;
        *ret_n = n;
        return list;
}

int
app_trail(TALLOC_CTX *mem, struct tx *tx, const struct trail_ask *ask, struct trail_row **ret,
          size_t *ret_n)
{
        struct audit_back_in in = {.scope = ask->scope,
                                   .before = ask->before ? ask->before : INT64_MAX,
                                   .most = ask->most,
                                   .event = ask->event,
                                   .login = ask->login,
                                   .first = {0},
                                   .until = {INT64_MAX},
                                   .object = ask->object,
                                   .object_id = ask->object_id};
        struct audit_back_row *rows;
        struct trail_row *list;
        int r;

        if (*ask->event)
                in.opt |= AUDIT_BACK_OPT_EVENT;
        if (*ask->login)
                in.opt |= AUDIT_BACK_OPT_LOGIN;
        if (*ask->object)
                in.opt |= AUDIT_BACK_OPT_OF;
        if (ask->security)
                in.opt |= AUDIT_BACK_OPT_SECURITY;
        if (!day_is_none(ask->from)) {
                in.opt |= AUDIT_BACK_OPT_FIRST;
                in.first = instant_of_day(ask->from);
        }
        if (!day_is_none(ask->to)) {
                in.opt |= AUDIT_BACK_OPT_UNTIL;
                in.until = instant_of_day(day_add(ask->to, 1));
        }
        r = sql_audit_back(mem, tx, &in, &rows, ret_n);
        if (r)
                return err_fold(r);
        list = mem_array(mem, struct trail_row, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                list[i] = (struct trail_row){.no = rows[i].no,
                                             .at = rows[i].at,
                                             .login = rows[i].login,
                                             .name = rows[i].name,
                                             .event = rows[i].event,
                                             .object = rows[i].object,
                                             .object_id = rows[i].object_id,
                                             .about = rows[i].about,
                                             .n = rows[i].n,
                                             .prev_sm3 = rows[i].prev_sm3,
                                             .sm3 = rows[i].sm3};
        *ret = list;
        return 0;
}

struct table
app_trail_table(TALLOC_CTX *mem, const struct trail_row *list, size_t n)
{
        static const struct table_column columns[] = {
            {.key = "no", .head = "序号", .type = TABLE_NUMBER},
            {.key = "at", .head = "时间"},
            {.key = "login", .head = "登录名"},
            {.key = "name", .head = "姓名"},
            {.key = "event", .head = "事件"},
            {.key = "event_label", .head = "操作"},
            {.key = "object", .head = "对象"},
            {.key = "object_id", .head = "对象编号", .type = TABLE_NUMBER},
            {.key = "about", .head = "对象名称"},
            {.key = "n", .head = "条数", .type = TABLE_NUMBER},
            {.key = "prev_sm3", .head = "前一条的 SM3"},
            {.key = "sm3", .head = "SM3"}};
        struct table t = table_new(mem, "audit", "审计记录", columns, N(columns), n);

        for (size_t i = 0; i < n; i++) {
                const struct trail_row *row = &list[i];
                char at[INSTANT_TEXT_SIZE];
                const char *const cells[N(columns)] = {
                    table_int(mem, row->no),
                    mem_strdup(mem, instant_text(row->at, at)),
                    row->login ? row->login : "",
                    row->name ? row->name : "",
                    row->event,
                    trail_event_label(row->event),
                    trail_object_label(row->object),
                    row->object_id ? table_int(mem, row->object_id) : "",
                    row->about ? row->about : "",
                    table_int(mem, row->n),
                    row->prev_sm3,
                    row->sm3};

                memcpy(&t.cells[i * N(columns)], cells, sizeof(cells));
        }
        t.n_rows = n;
        return t;
}

int
app_trail_verify(TALLOC_CTX *mem, struct tx *tx, struct trail_verdict *ret)
{
        struct audit_verdict v;
        int r = audit_verify(mem, tx, &v);

        if (r < 0)
                return err_trace(r);
        *ret = (struct trail_verdict){v.n, v.broken_no, v.why, mem_strdup(mem, v.head)};
        return 0;
}

int
app_sessions_open(TALLOC_CTX *mem, struct tx *tx, struct instant now, int64_t *ret)
{
        struct sessions_open_row *row;
        int r = sql_sessions_open_one(mem, tx, &(struct sessions_open_in){.now = now}, &row);

        if (r)
                return err_fold(r);
        *ret = row->n;
        return 0;
}
