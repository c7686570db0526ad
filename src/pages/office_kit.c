#include "pages/office_kit.h"
#include "app/portal.h"
#include "app/session.h"
#include "pages/portal.h"

enum { UNPROCESSABLE = 422 };

/* ---- the menu ------------------------------------------------------------------------------- */

/* Groups in the order of the day's work; the first has no heading. */
#define GROUPS(X)                                                                                  \
        X(START, NULL)                                                                             \
        X(ITEMS, "主动公开")                                                                       \
        X(REQUESTS, "依申请公开")                                                                  \
        X(REPORTS, "统计与年报")                                                                   \
        X(HOUSE, "管理")                                                                           \
        X(MINE, "我的账号")

/* One row a page that a person enters through the menu; permission is that of its route.
 *    group     label       path                      permission                                  */
#define ENTRIES(X)                                                                                 \
        X(START, "首页", "/office", SIGNED_IN)                                                     \
        X(ITEMS, "信息办理", "/office/items", ITEM_READ)                                           \
        X(ITEMS, "代理", "/office/stand-ins", ITEM_READ)                                           \
        X(ITEMS, "审核环节", "/office/review-rules", COLUMN_MANAGE)                                \
        X(REPORTS, "年报核查", "/office/report-check", REPORT_READ)                                \
        X(HOUSE, "机关", "/office/agencies", AGENCY_MANAGE)                                        \
        X(ITEMS, "公开渠道", "/office/channels", ITEM_READ)                                        \
        X(ITEMS, "其他公开活动", "/office/channel-events", ITEM_READ)                              \
        X(HOUSE, "对接接口", "/office/connectors", SETTING_MANAGE)                                 \
        X(ITEMS, "断链", "/office/links", ITEM_READ)                                               \
        X(ITEMS, "泄密处置", "/office/purges", ITEM_PURGE)                                         \
        X(ITEMS, "归档移交", "/office/archive", ARCHIVE_KEEP)                                      \
        X(ITEMS, "栏目更新", "/office/upkeep", ITEM_READ)                                          \
        X(HOUSE, "栏目", "/office/columns", COLUMN_MANAGE)                                         \
        X(HOUSE, "字典", "/office/dictionaries", COLUMN_MANAGE)                                    \
        X(HOUSE, "公开指南", "/office/guides", COLUMN_MANAGE)                                      \
        X(HOUSE, "机构保障", "/office/staffing", REPORT_WRITE)                                     \
        X(HOUSE, "工作日历", "/office/calendar", CALENDAR_MANAGE)                                  \
        X(HOUSE, "人员与角色", "/office/people", PERSON_READ)                                      \
        X(HOUSE, "登录与安全记录", "/office/security", SECURITY_READ)                              \
        X(HOUSE, "审计记录", "/office/audit", AUDIT_READ)                                          \
        X(MINE, "修改密码", "/office/password", OWN_ACCOUNT)

#define GROUP_ENUM(id, label) GROUP_##id,
enum menu_group { GROUPS(GROUP_ENUM) N_GROUPS };
#define GROUP_LABEL(id, label) [GROUP_##id] = label,
static const char *const group_labels[] = {GROUPS(GROUP_LABEL)};

#define ENTRY_ROW(group, label, path, permission) {GROUP_##group, label, path, MAY_##permission},
static const struct menu_entry {
        enum menu_group group;
        const char *label, *path;
        enum permission permission;
} entries[] = {ENTRIES(ENTRY_ROW)};

/* How much of the path the entry covers: 0 when the page is not in its branch. */
static size_t
covers(const struct menu_entry *entry, const char *path)
{
        size_t n = strlen(entry->path);

        if (strncmp(path, entry->path, n) || (path[n] && path[n] != '/'))
                return 0;
        return n;
}

static const struct menu_entry *
current_of(const struct page *p)
{
        const struct menu_entry *best = NULL;

        for (size_t i = 0; i < N(entries); i++)
                if (covers(&entries[i], p->path) > (best ? covers(best, p->path) : 0))
                        best = &entries[i];
        /* the first page is above all others but not their branch */
        return best && !strcmp(best->path, "/office") && strcmp(p->path, best->path) ? NULL : best;
}

static struct part_menu
menu_of(const struct page *p)
{
        struct part_menu_group *groups = mem_array(p->mem, struct part_menu_group, N_GROUPS);
        const struct menu_entry *current = current_of(p);
        size_t n = 0;

        for (enum menu_group g = 0; g < N_GROUPS; g++) {
                struct view_link *links = mem_array(p->mem, struct view_link, N(entries));
                size_t n_links = 0;

                for (size_t i = 0; i < N(entries); i++)
                        if (entries[i].group == g && access_may(p->actor, entries[i].permission))
                                links[n_links++] =
                                    (struct view_link){.label = entries[i].label,
                                                       .url = page_link(p, entries[i].path),
                                                       .current = &entries[i] == current};
                if (n_links)
                        groups[n++] = (struct part_menu_group){
                            .label = group_labels[g], .links = links, .n_links = n_links};
        }
        return (struct part_menu){.groups = groups, .n_groups = n, .folded = p->viewer.elder};
}

/* ---- the chrome ----------------------------------------------------------------------------- */

void
office_site_bare(const struct page *p, struct view_site *ret)
{
        *ret = (struct view_site){.origin = p->site->origin,
                                  .prefix = p->site->prefix,
                                  .name = p->site->name,
                                  .portal = "政府信息公开",
                                  .theme = "blue",
                                  .elder = p->viewer.elder,
                                  .back = p->post ? "/office" : link_back(p),
                                  .today = p->today,
                                  .version = XXGK_VERSION};
        if (!p->actor || !p->who)
                return;
        ret->person = (struct part_person_bar){
            .name = p->actor->name, .agency = p->who->agency_name, .csrf = p->csrf};
        if (!p->who->must_change) /* nothing else is open before that is done */
                ret->menu = menu_of(p);
}

int
office_site(struct page *p, struct view_site *ret)
{
        struct public_site site;
        struct tx *tx;
        int r;

        office_site_bare(p, ret);
        r = page_tx(p, &tx);
        if (r < 0)
                return err_trace(r);
        r = app_public_site(p->mem, p->app, tx, p->change_no, p->site->id, &site);
        if (r < 0)
                return err_trace(r);
        if (r == 0) {
                ret->name = site.name;
                ret->theme = site.theme;
        }
        return 0;
}

struct view_page
office_page(const struct page *p, const char *title)
{
        (void)p;
        return (struct view_page){.title = title, .no_index = true, .updated = INSTANT_NONE};
}

void
office_crumb(struct page *p, struct view_page *page, const char *label, const char *url)
{
        size_t n = page->n_crumbs ? page->n_crumbs : 1;
        struct view_link *crumbs = mem_array(p->mem, struct view_link, n + 1);

        if (page->n_crumbs)
                memcpy(crumbs, page->crumbs, n * sizeof(*crumbs));
        else
                crumbs[0] = (struct view_link){.label = "首页", .url = page_link(p, "/office")};
        crumbs[n] = (struct view_link){.label = label, .url = url};
        page->crumbs = crumbs;
        page->n_crumbs = n + 1;
}

/* ---- forms ---------------------------------------------------------------------------------- */

const char *
office_arg(const struct page *p, const char *name)
{
        const char *value = page_arg(p, name);

        return value ? value : "";
}

struct part_notice
office_done_notice(const struct page *p, const struct office_done *dones, size_t n)
{
        const char *done = office_arg(p, "done");

        for (size_t i = 0; i < n; i++)
                if (strcmp(dones[i].done, done) == 0)
                        return (struct part_notice){
                            .tone = TONE_GOOD, .title = dones[i].title, .text = dones[i].text};
        return (struct part_notice){0};
}

struct part_error_summary
office_problems(struct page *p, const struct problems *problems, struct view_page *page)
{
        struct part_problem *list = mem_array(p->mem, struct part_problem, problems->n_list + 1);

        for (size_t i = 0; i < problems->n_list; i++)
                list[i] = (struct part_problem){.id = problems->list[i].field,
                                                .message = problems->list[i].message};
        if (problems->n)
                p->status = UNPROCESSABLE;
        if (page)
                page->is_error = problems->n > 0;
        return (struct part_error_summary){.problems = list, .n_problems = problems->n_list};
}

struct part_field
office_field(const struct page *p, const struct problems *problems, const char *name,
             const char *label, const char *hint)
{
        return (struct part_field){.name = name,
                                   .label = label,
                                   .hint = hint,
                                   .value = page_arg(p, name),
                                   .error = problems_of(problems, name)};
}

const char *
office_next(const struct page *p)
{
        const char *next = page_arg(p, "next");

        if (!next || next[0] != '/' || next[1] == '/' || strpbrk(next, "\\\r\n"))
                return "";
        return next;
}

void
office_go_on(struct page *p, const char *next)
{
        page_redirect(p, mem_printf(p->mem, "%s%s", p->site->prefix, *next ? next : "/office"));
}
