#include "document/sheet.h"

#include <fcntl.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* Excel refuses some characters in a tab's name and more than 31. */
static const char *
tab_name(TALLOC_CTX *mem, const char *name)
{
        struct buf b = buf_new(mem, 120);
        size_t chars = 0;

        for (const char *s = name; *s; s++) {
                chars += ((unsigned char)*s & 0xc0) != 0x80;
                if (chars > 31)
                        break;
                buf_char(&b, strchr("[]:*?/\\'", *s) ? ' ' : *s);
        }
        return b.len ? buf_text(&b) : "Sheet";
}

/* Columns a Han character takes: two. */
static double
width_of(const char *text)
{
        double w = 0;

        for (const char *s = text; *s; s++)
                if (((unsigned char)*s & 0xc0) != 0x80)
                        w += (unsigned char)*s < 0x80 ? 1 : 2;
        return w;
}

static void
cell(lxw_worksheet *ws, lxw_row_t row, lxw_col_t col, enum sheet_type type, const char *text,
     lxw_format *day)
{
        lxw_datetime when = {0};

        if (!*text)
                return;
        switch (type) {
        case SHEET_NUMBER:
                (void)worksheet_write_number(ws, row, col, strtod(text, NULL), NULL);
                break;
        case SHEET_DAY:
                if (sscanf(text, "%4d-%2d-%2d", &when.year, &when.month, &when.day) == 3 &&
                    when.year >= 1900) {
                        (void)worksheet_write_datetime(ws, row, col, &when, day);
                        break;
                }
                /* fall through */
        default:
                (void)worksheet_write_string(ws, row, col, text, NULL);
        }
}

struct formats {
        lxw_format *title, *header, *day;
};

static void
write_sheet(TALLOC_CTX *mem, lxw_workbook *wb, const struct sheet *s, const struct formats *f)
{
        lxw_worksheet *ws = workbook_add_worksheet(wb, tab_name(mem, s->name));
        lxw_row_t row = 0;

        if (s->title)
                (void)worksheet_write_string(ws, row++, 0, s->title, f->title);
        for (size_t c = 0; c < s->n_columns; c++) {
                double w = width_of(s->columns[c].name);

                for (size_t r = 0; r < s->n_rows && r < 200; r++) {
                        double have = width_of(s->cells[r * s->n_columns + c]);

                        w = have > w ? have : w;
                }
                (void)worksheet_set_column(ws, (lxw_col_t)c, (lxw_col_t)c, w > 60 ? 62 : w + 2,
                                           NULL);
                (void)worksheet_write_string(ws, row, (lxw_col_t)c, s->columns[c].name, f->header);
        }
        worksheet_freeze_panes(ws, row + 1, 0);
        for (size_t r = 0; r < s->n_rows; r++)
                for (size_t c = 0; c < s->n_columns; c++)
                        cell(ws, row + 1 + (lxw_row_t)r, (lxw_col_t)c, s->columns[c].type,
                             s->cells[r * s->n_columns + c], f->day);
}

static int
read_back(const char *path, struct buf *out)
{
        char part[8192];
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t n = -1;

        if (fd < 0)
                return err_errno("%s", path);
        while ((n = read(fd, part, sizeof(part))) > 0)
                buf_put(out, part, (size_t)n);
        (void)close(fd);
        return n < 0 ? err_errno("%s", path) : buf_done(out);
}

int
sheet_xlsx(TALLOC_CTX *mem, const struct sheet *sheets, size_t n, struct buf *out)
{
        /* The library writes files only. */
        char path[] = "/tmp/xxgk-sheet-XXXXXX";
        lxw_workbook_options options = {.constant_memory = LXW_FALSE};
        struct formats f;
        lxw_workbook *wb;
        lxw_error e;
        int fd = mkstemp(path), r;

        if (fd < 0)
                return err_errno("%s", path);
        (void)close(fd);
        wb = workbook_new_opt(path, &options);
        if (!wb) {
                (void)unlink(path);
                return err_set(ERR_LIBRARY, "xlsx: cannot begin");
        }
        f = (struct formats){workbook_add_format(wb), workbook_add_format(wb),
                             workbook_add_format(wb)};
        format_set_bold(f.title);
        format_set_font_size(f.title, 14);
        format_set_bold(f.header);
        format_set_bg_color(f.header, 0xF3F5F8);
        format_set_border(f.header, LXW_BORDER_THIN);
        format_set_num_format(f.day, "yyyy-mm-dd");
        for (size_t i = 0; i < n; i++) {
                assert(sheets[i].n_rows <= SHEET_ROWS_MAX);
                write_sheet(mem, wb, &sheets[i], &f);
        }
        e = workbook_close(wb);
        r = e == LXW_NO_ERROR ? read_back(path, out)
                              : err_set(ERR_LIBRARY, "xlsx: %s", lxw_strerror(e));
        (void)unlink(path);
        return r < 0 ? err_trace(r) : 0;
}
