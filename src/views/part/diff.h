/* views/part/diff.h: two versions side by side (版本比较); one under the other on a phone.
 * Ownership  borrowed for the call; part_diff_of() hangs from mem and borrows the diff. */
#ifndef VIEWS_PART_DIFF_H
#define VIEWS_PART_DIFF_H

#include "domain/body/diff.h"
#include "views/part/part.h"

struct part_diff_row {
        const char *label; /* 改动, 新增, 删去, 格式; the name of a field; "" for the same */
        enum diff_row_kind kind;
        enum diff_block block;
        const struct diff_span *left, *right;
        size_t n_left, n_right;
        int64_t n_same; /* so many rows that are the same are left out here; 0 = a row */
};
struct part_diff {
        const char *caption;
        const char *left_label, *right_label; /* 第 2 版（2024年3月4日） */
        const struct part_diff_row *rows;
        size_t n_rows;
};

/* Fields that differ first, then the text; runs of rows that are the same shrink to a line, but for
 * `around` rows on each side of a change. around < 0: all rows. */
struct part_diff part_diff_of(TALLOC_CTX *mem, const struct diff *, const struct diff_field *,
                              size_t n_fields, int around);

#endif
