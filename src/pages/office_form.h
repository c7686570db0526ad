/* pages/office_form.h: the forms, lists and downloads of the house, in few words.
 * Purpose    an agency, a person, a column and a class are edited alike: fields with what was typed
 * or what stands there, a page that asks, a list that can be narrowed and taken along. What a form
 * shows is the argument of that name, or what `init` says before anything was sent.
 * Ownership  everything hangs from the region of the page. */
#ifndef PAGES_OFFICE_FORM_H
#define PAGES_OFFICE_FORM_H

#include "app/table.h"
#include "pages/office_kit.h"
#include "views/office/form.h"
#include "views/office/record.h"
#include "views/office/roll.h"

struct form {
        struct page *p;
        const struct problems *problems;
        struct view_office_form view;
        struct part_form_input *inputs, *folded; /* folded: of the fold that is not ended yet */
        size_t n_folded;
        bool in_fold;
        struct part_pair *kept;
};
/* The form at `action` (a path from page_link()), to be left for `cancel`. */
struct form form_begin(struct page *, const struct problems *, const char *title,
                       const char *action, const char *cancel);
void form_heading(struct form *, const char *heading, const char *text);
struct part_field *form_field(struct form *, const char *name, const char *label, const char *hint,
                              const char *init);
struct part_textarea *form_text(struct form *, const char *name, const char *label,
                                const char *hint, const char *init, int rows);
/* Rich text: as plain text for the field, as a tree for the editor; `files` stands before pictures. What was sent as
 * a tree is the argument NAME-tree. */
void form_rich(struct form *, const char *name, const char *label, const char *hint,
               const char *text, const char *tree, const char *files);
struct part_date *form_date(struct form *, const char *name, const char *label, const char *hint,
                            struct day init);
void form_file(struct form *, const char *name, const char *label, const char *hint);
/* Several at once. */
void form_files(struct form *, const char *name, const char *label, const char *hint);
/* What stands between the two is seldom needed and folded away; unfolded when `open`, or when something
 * in it is wrong. */
void form_fold(struct form *, const char *heading, const char *text, bool open);
void form_fold_end(struct form *);
/* Options are copied; chosen is the one whose value is what was sent, or `init`. */
void form_select(struct form *, const char *name, const char *label, const char *hint,
                 const struct part_option *, size_t n, const char *init);
void form_radios(struct form *, const char *name, const char *label, const char *hint,
                 const struct part_option *, size_t n, const char *init);
void form_checks(struct form *, const char *name, const char *label, const char *hint,
                 const struct part_option *, size_t n);
void form_keep(struct form *, const char *name, const char *value);
/* Renders it; label is what the button says. */
int form_end(struct form *, const char *label) nodiscard;

/* The day that was typed, in any of the ways people write one; what is none goes to problems under
 * that name. "" is DAY_NONE. */
struct day form_day(const struct page *, const char *name, struct problems *);
int64_t form_int(const struct page *, const char *name, int64_t least, int64_t most,
                 int64_t otherwise, struct problems *);
/* The value of a field without white space at its ends. */
const char *form_value(const struct page *, const char *name);

/* The page that asks: kept are the arguments of these names, and `step` with that value. */
int confirm_end(struct page *, struct view_office_confirm *, const char *const *names, size_t n,
                const char *step) nodiscard;

/* A table as CSV (keys in the head, to be imported again), JSON or XLSX, when that was asked;
 * false when the page wants HTML. */
bool table_send(struct page *, const struct table *, int *ret_r);
/* Links to those forms of this page. */
void table_links(struct page *, struct view_office_roll *);
/* Of a list that nobody brings in again. */
void table_links_out(struct page *, struct view_office_roll *);
/* A page of a list: which rows of n, and its pager. PAGE_NOT_FOUND behind the end. */
int table_page(struct page *, size_t n, size_t size, size_t *ret_first, size_t *ret_n,
               struct part_pagination *ret) nodiscard;

enum { CELL_INDENT_MAX = 8 };
struct part_sheet_cell cell(const char *head, const char *text);
struct part_sheet_cell cell_link(const char *head, const char *text, const char *url);
struct part_sheet_cell cell_count(const char *head, int64_t n);

int roll_end(struct page *, struct view_office_roll *) nodiscard;
int record_end(struct page *, struct view_office_record *) nodiscard;

#endif
