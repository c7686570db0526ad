/* views/office/office.h: the pages behind the sign-in. */
#ifndef VIEWS_OFFICE_OFFICE_H
#define VIEWS_OFFICE_OFFICE_H

#include "views/office/purge.h"
#include "views/part/part.h"

struct view_office_sign_in {
        struct view_page page;
        const char *csrf, *action, *next; /* next: where to go afterwards, "" = first page */
        struct part_error_summary problems;
        struct part_field login, password;
        struct part_notice notice; /* 已退出, 已锁定; shown when it has a title */
};

/* Second step: a code of six digits. */
struct view_office_totp {
        struct view_page page;
        const char *csrf, *action, *next;
        struct part_error_summary problems;
        struct part_field code;
};

/* First page: what I may do. */
struct office_duty {
        const char *role, *scope; /* 信息员, of which unit */
        const char *const *acts;
        size_t n_acts;
};
struct view_office_home {
        struct view_page page;
        const char *name;         /* of the person */
        struct part_figures work; /* what waits; none: nothing of that kind is this person's */
        struct part_facts facts;  /* unit, last sign-in … */
        const struct office_duty *duties;
        size_t n_duties;
        struct part_notice notice;
};

struct view_office_password {
        struct view_page page;
        const char *csrf, *action;
        bool forced; /* the first sign-in */
        struct part_error_summary problems;
        struct part_field old, fresh, again;
        struct part_notice notice; /* 已修改 */
};

struct view_office_error {
        struct view_page page;
        int64_t status;
        const char *title, *reason, *advice, *reference;
};

#endif
