/* views/office/purge.h: 泄密处置, ordered by one person and confirmed by another. */
#ifndef VIEWS_OFFICE_PURGE_H
#define VIEWS_OFFICE_PURGE_H

#include "views/part/part.h"

struct view_office_purges {
        struct view_page page;
        const char *new_url;
        struct part_sheet sheet;
        struct part_pagination pages;
};

struct view_office_purge_new {
        struct view_page page;
        const char *csrf, *action, *cancel_url;
        struct part_error_summary problems;
        struct part_field index_no;  /* unless an item was chosen */
        const char *item, *item_url; /* NULL: none was */
        struct part_textarea reason;
};

/* One backup that still holds what was removed. */
struct office_backup {
        struct instant made_at;
        const char *path;
};
struct view_office_purge {
        struct view_page page;
        struct part_tag state;
        struct part_notice notice; /* what is to be done now */
        struct part_facts facts;
        struct part_timeline timeline;
        bool may_confirm, may_cancel;
        const char *csrf, *confirm_url, *cancel_url; /* where the forms go */
        bool is_confirmed;                           /* backups are named from then on */
        const struct office_backup *backups;
        size_t n_backups;
        struct part_sheet holders, packages; /* what else has it */
};

#endif
