/* views/office/versions.h: the texts of an item as they were, two of them side by side. */
#ifndef VIEWS_OFFICE_VERSIONS_H
#define VIEWS_OFFICE_VERSIONS_H

#include "views/part/diff.h"

struct view_office_versions {
        struct view_page page;
        const char *action, *back_url;
        struct part_choices left, right; /* which two; shown when there are two */
        bool several;
        struct part_diff diff; /* shown when it has rows */
        const char *words;     /* how much differs */
};

#endif
