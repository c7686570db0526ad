#include "views/part/diff.h"

static const char *
label_of(enum diff_row_kind kind)
{
        switch (kind) {
        case DIFF_ROW_CHANGED:
                return "改动";
        case DIFF_ROW_FORM:
                return "格式";
        case DIFF_ROW_REMOVED:
                return "删去";
        case DIFF_ROW_ADDED:
                return "新增";
        default:
                return "";
        }
}

/* Whether a row that is the same stands beside a change. */
static bool
is_near(const struct diff *d, size_t i, int around)
{
        size_t far = (size_t)around, from = i > far ? i - far : 0, to = i + far;

        for (size_t k = from; k <= to && k < d->n_rows; k++)
                if (d->rows[k].kind != DIFF_ROW_SAME)
                        return true;
        return false;
}

struct part_diff
part_diff_of(TALLOC_CTX *mem, const struct diff *d, const struct diff_field *fields,
             size_t n_fields, int around)
{
        struct part_diff_row *rows = mem_array(mem, struct part_diff_row, n_fields + d->n_rows + 1);
        size_t n = 0;

        for (size_t i = 0; i < n_fields; i++)
                if (fields[i].words.differs)
                        rows[n++] = (struct part_diff_row){.label = fields[i].label,
                                                           .kind = DIFF_ROW_CHANGED,
                                                           .left = fields[i].words.left,
                                                           .n_left = fields[i].words.n_left,
                                                           .right = fields[i].words.right,
                                                           .n_right = fields[i].words.n_right};
        for (size_t i = 0; i < d->n_rows; i++) {
                const struct diff_row *r = &d->rows[i];

                if (r->kind == DIFF_ROW_SAME && around >= 0 && !is_near(d, i, around)) {
                        if (n > 0 && rows[n - 1].n_same > 0)
                                rows[n - 1].n_same++;
                        else
                                rows[n++] = (struct part_diff_row){.label = "", .n_same = 1};
                        continue;
                }
                rows[n++] = (struct part_diff_row){.label = label_of(r->kind),
                                                   .kind = r->kind,
                                                   .block = r->block,
                                                   .left = r->words.left,
                                                   .n_left = r->words.n_left,
                                                   .right = r->words.right,
                                                   .n_right = r->words.n_right};
        }
        return (struct part_diff){.rows = rows, .n_rows = n};
}
