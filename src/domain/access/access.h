/* domain/access/access.h: who may do what (权限).
 * Purpose    the one rule of permission. The dispatcher asks access_may() for the permission that
 * the route table names before a handler runs; queries take the root of its scope as their `$1`
 * (app/scope.h makes one number of access_roots()). Deny is
 * the default: what is not in ACCESS_PERMISSIONS below is nobody's.
 * Ownership  an actor borrows its name and grants.
 * Law        三员分立 (GB/T 22239-2019, 8.1.5): system, security and audit administrator are three
 * persons; a drafter never reviews the own draft (checked where the draft is known, not here). */
#ifndef DOMAIN_ACCESS_H
#define DOMAIN_ACCESS_H

#include "base/mem.h"

/*    identifier        on disk             label                                       */
#define ACCESS_ROLES(X)                                                                            \
        X(CLERK, "clerk", "信息员")                                                                \
        X(REVIEWER, "reviewer", "审核人")                                                          \
        X(SECRECY_REVIEWER, "secrecy_reviewer", "保密审查员")                                      \
        X(SIGNER, "signer", "签发人")                                                              \
        X(GID_OFFICE, "gid_office", "信息公开工作机构")                                            \
        X(SUPERVISOR, "supervisor", "主管部门")                                                    \
        X(OPERATOR, "operator", "运维人员")                                                        \
        X(SYSTEM_ADMIN, "system_admin", "系统管理员")                                              \
        X(SECURITY_ADMIN, "security_admin", "安全管理员")                                          \
        X(AUDIT_ADMIN, "audit_admin", "审计管理员")

#define ACCESS_ROLE_ENUM(id, text, label) ROLE_##id,
enum role { ACCESS_ROLES(ACCESS_ROLE_ENUM) N_ROLES };
#define ACCESS_ROLE_BIT(id, text, label) AS_##id = 1U << ROLE_##id,
enum { ACCESS_ROLES(ACCESS_ROLE_BIT) AS_NOBODY = 0 };
enum {
        AS_DESK = AS_CLERK | AS_REVIEWER | AS_SECRECY_REVIEWER | AS_SIGNER | AS_GID_OFFICE |
                  AS_SUPERVISOR,
        AS_DECIDING = AS_DESK & ~AS_CLERK, /* what another's text waits for */
        AS_ADMIN = AS_SYSTEM_ADMIN | AS_SECURITY_ADMIN | AS_AUDIT_ADMIN,
        AS_ANY_ROLE = (1U << N_ROLES) - 1
};

/* PUBLIC needs no actor; OWN_ACCOUNT any person, even one without a role; SIGNED_IN any with one. The
 * rest by role.
 *    identifier       roles                                          what the office page says  */
#define ACCESS_PERMISSIONS(X)                                                                      \
        X(PUBLIC, AS_ANY_ROLE, "阅览公开内容")                                                     \
        X(OWN_ACCOUNT, AS_ANY_ROLE, "修改本人的密码")                                              \
        X(SIGNED_IN, AS_ANY_ROLE, "使用办公平台")                                                  \
        X(ITEM_READ, AS_DESK, "查看本单位信息及其版本")                                            \
        X(ITEM_WRITE, AS_CLERK | AS_GID_OFFICE, "起草、修改拟公开信息")                            \
        X(ITEM_REVIEW, AS_REVIEWER | AS_GID_OFFICE, "审核拟公开信息（本人起草的除外）")            \
        X(ITEM_SECRECY, AS_SECRECY_REVIEWER, "保密审查")                                           \
        X(ITEM_SIGN, AS_SIGNER, "签发、发布信息")                                                  \
        X(ITEM_WITHDRAW, AS_SIGNER | AS_GID_OFFICE, "撤回已公开信息")                              \
        X(ITEM_PURGE, AS_SECRECY_REVIEWER | AS_GID_OFFICE | AS_SUPERVISOR, "泄密处置（须两人）")   \
        X(REQUEST_READ, AS_DESK, "查看依申请公开办件")                                             \
        X(REQUEST_HANDLE, AS_CLERK | AS_GID_OFFICE, "办理依申请公开")                              \
        X(REQUEST_SIGN, AS_SIGNER, "签发答复")                                                     \
        X(ARCHIVE_KEEP, AS_GID_OFFICE | AS_SUPERVISOR, "制作、登记归档移交")                       \
        X(COLUMN_MANAGE, AS_GID_OFFICE | AS_SUPERVISOR, "管理栏目")                                \
        X(AGENCY_MANAGE, AS_SUPERVISOR, "管理行政机关")                                            \
        X(CALENDAR_MANAGE, AS_SUPERVISOR, "维护工作日历")                                          \
        X(REPORT_READ, AS_DESK, "查看统计与年度报告")                                              \
        X(REPORT_WRITE, AS_CLERK | AS_GID_OFFICE, "编制年度报告")                                  \
        X(SUPERVISE, AS_SUPERVISOR, "监督检查、考核通报")                                          \
        X(PERSON_READ, AS_SYSTEM_ADMIN | AS_SECURITY_ADMIN, "查看账号")                            \
        X(PERSON_MANAGE, AS_SYSTEM_ADMIN, "管理账号")                                              \
        X(SETTING_MANAGE, AS_SYSTEM_ADMIN, "管理系统参数")                                         \
        X(ROLE_GRANT, AS_SECURITY_ADMIN, "授予、收回角色")                                         \
        X(SECURITY_READ, AS_SECURITY_ADMIN, "查看登录与安全记录")                                  \
        X(AUDIT_READ, AS_AUDIT_ADMIN, "查阅、核验审计记录")                                        \
        X(OPERATE, AS_OPERATOR | AS_SYSTEM_ADMIN, "查看运行状态、备份")

#define ACCESS_PERMISSION_ENUM(id, roles, label) MAY_##id,
enum permission { ACCESS_PERMISSIONS(ACCESS_PERMISSION_ENUM) N_PERMISSIONS };

/* One role held for one agency and all below it. */
struct grant {
        enum role role;
        int64_t scope; /* agency at the top of what the role covers */
        int64_t by;    /* held for this person while away (代理); 0: in the own right */
};

struct actor {
        int64_t person_id;
        const char *name; /* as shown */
        const char *login;
        int64_t agency_id; /* where the person sits */
        int64_t scope;     /* of the permission the dispatcher checked; 0 before */
        const struct grant *grants;
        size_t n_grants;
        bool
            held; /* AS_DECIDING rests: somebody else set the password, nobody has confirmed it yet */
};

/* NULL is the public. */
bool access_may(const struct actor *, enum permission);
/* The agencies over which the permission is held, each once, rising; ret has room for one a grant. How many. */
size_t access_roots(const struct actor *, enum permission, int64_t *ret);
/* Whether the roles (bits AS_…) may be in one person: never two of the three administrators, and
 * an administrator of audit holds nothing else. */
bool access_roles_compatible(unsigned roles);
unsigned access_roles(const struct actor *);

/* Texts of the tables above; role_from() is false for a word that is no role. */
const char *role_text(enum role);
const char *role_label(enum role);
bool role_from(const char *text, enum role *ret);
const char *permission_text(enum permission);
const char *permission_label(enum permission);

#endif
