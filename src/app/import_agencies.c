/* Agencies and calendars: small files, one transaction. */
#include "app/import_kit.h"

#include "app/calendar.h"
#include "app/catalogue.h"
#include "app/dictionary.h"
#include "app/flow_kit.h"
#include "base/csv.h"
#include "base/text.h"
#include "domain/calendar/calendar.h"
#include "domain/item/date.h"
#include "domain/review/due.h"
#include "store/audit.h"
#include "store/sql.h"

enum column {
        CODE,
        NAME,
        SHORT_NAME,
        KIND,
        LEVEL,
        PARENT,
        SLUG,
        MANDATE,
        SORT,
        OPENED_ON,
        N_COLUMNS
};

static const char *const columns[N_COLUMNS] = {"code",   "name", "short_name", "kind", "level",
                                               "parent", "slug", "mandate",    "sort", "opened_on"};

/* As many as agency_path holds. */
enum { LEVELS_MAX = 16 };

struct unit {
        const char *text[N_COLUMNS];
        size_t line;
        struct day opened;
        const char *kind, *level;
        int64_t id;          /* once it is made */
        int64_t parent_id;   /* of the store */
        struct unit *parent; /* of the file */
};

struct units {
        TALLOC_CTX *mem;
        const struct import_ask *ask;
        struct problems *p;
        struct unit *list;
        size_t n;
        struct agency_office_list_row *scope; /* of who asks */
        size_t n_scope;
        bool converted;
};

struct word {
        const char *word, *code;
};

/* The code for a word of a closed list; NULL when it is none. */
static const char *
code_of(const struct word *list, size_t n, const char *text)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].word, text) == 0 || strcmp(list[i].code, text) == 0)
                        return list[i].code;
        return NULL;
}

static const struct word kinds[] = {
    {"政府", "government"},   {"部门", "department"}, {"派出机构", "dispatched"},
    {"垂直管理", "vertical"}, {"乡镇", "township"},   {"街道", "township"},
    {"乡镇街道", "township"}, {"园区", "park"},       {"公共企事业单位", "utility"},
};
static const struct word levels[] = {
    {"国家", "state"}, {"省", "province"}, {"市", "city"}, {"县", "county"}, {"乡", "township"},
};

/* An address made of the code: what it may not hold becomes '-'. */
static const char *
slug_of(TALLOC_CTX *mem, const char *code)
{
        char *slug = mem_strdup(mem, code);

        for (char *s = slug; *s; s++) {
                if (*s >= 'A' && *s <= 'Z')
                        *s = (char)(*s - 'A' + 'a');
                else if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9')) ||
                         (s == slug && *s == '-'))
                        *s = s == slug ? 'u' : '-';
        }
        return slug;
}

static void
check_unit(struct units *u, struct unit *one)
{
        struct date d = date_read(one->text[OPENED_ON]);

        for (int i = CODE; i <= NAME; i++)
                if (!one->text[i][0])
                        problems_add(u->p, one->line, columns[i], "不能为空");
        one->kind = code_of(kinds, N(kinds), one->text[KIND]);
        if (!one->kind)
                problems_add(u->p, one->line, "kind", "没有这种机构类别：“%s”", one->text[KIND]);
        one->level = code_of(levels, N(levels), one->text[LEVEL]);
        if (!one->level)
                problems_add(u->p, one->line, "level", "没有这种层级：“%s”", one->text[LEVEL]);
        one->opened = d.flags & DATE_EMPTY ? instant_day(u->ask->now) : d.day;
        if (day_is_none(one->opened))
                problems_add(u->p, one->line, "opened_on", "日期不成立：“%s”",
                             one->text[OPENED_ON]);
        if (strspn(one->text[SORT], "0123456789") != strlen(one->text[SORT]) ||
            strlen(one->text[SORT]) > 9)
                problems_add(u->p, one->line, "sort", "应是不超过 9 位的数字");
        if (!one->text[SLUG][0])
                one->text[SLUG] = slug_of(u->mem, one->text[CODE]);
}

static bool
read_header(struct units *u, const char *const *f, size_t n, int at[])
{
        size_t before = u->p->n;

        for (int i = 0; i < N_COLUMNS; i++)
                at[i] = -1;
        for (size_t k = 0; k < n; k++) {
                const char *name = text_trim(u->mem, f[k]);
                int i = 0;

                while (i < N_COLUMNS && strcmp(columns[i], name) != 0)
                        i++;
                if (strcmp(name, "closed_on") == 0 || strcmp(name, "items") == 0)
                        continue; /* told by the export, not taken */
                if (i == N_COLUMNS)
                        problems_add(u->p, 1, name, "没有这一列");
                else if (at[i] >= 0)
                        problems_add(u->p, 1, name, "这一列写了两次");
                else
                        at[i] = (int)k;
        }
        for (int i = CODE; i <= LEVEL; i++)
                if (at[i] < 0 && i != SHORT_NAME && u->p->n == before)
                        problems_add(u->p, 1, columns[i], "缺少这一列");
        return u->p->n == before;
}

static int
read_units(struct units *u, const char *text, size_t n_text)
{
        struct csv *c = csv_open(u->mem, text, n_text);
        const char *const *f;
        int at[N_COLUMNS], r;
        size_t n, wide;

        r = csv_next(c, u->p, &f, &wide);
        if (r == CSV_END)
                problems_add(u->p, 1, "", "文件是空的");
        if (r || !read_header(u, f, wide, at))
                return IMPORT_REFUSED;
        while ((r = csv_next(c, u->p, &f, &n)) == 0) {
                struct unit one = {.line = csv_line(c)};

                if (n != wide) {
                        problems_add(u->p, one.line, "", "应有 %zu 列，这一行有 %zu 列", wide, n);
                        continue;
                }
                for (int i = 0; i < N_COLUMNS; i++)
                        one.text[i] =
                            at[i] < 0 ? "" : text_trim(u->mem, mem_strdup(u->mem, f[at[i]]));
                check_unit(u, &one);
                mem_grow(u->mem, u->list, u->n);
                u->list[u->n++] = one;
        }
        if (u->n == 0 && u->p->n == 0)
                problems_add(u->p, 0, "", "没有一个机构");
        return u->p->n ? IMPORT_REFUSED : 0;
}

static struct unit *
find_unit(const struct units *u, const char *name)
{
        for (size_t i = 0; i < u->n; i++)
                if (strcmp(u->list[i].text[CODE], name) == 0 ||
                    strcmp(u->list[i].text[NAME], name) == 0)
                        return &u->list[i];
        return NULL;
}

static bool
is_in_scope(const struct units *u, int64_t id)
{
        for (size_t i = 0; i < u->n_scope; i++)
                if (u->scope[i].id == id)
                        return true;
        return false;
}

static void
find_parents(struct units *u, const struct import_agencies_row *rows, size_t n)
{
        for (size_t i = 0; i < u->n; i++) {
                struct unit *one = &u->list[i];
                const char *parent = one->text[PARENT];

                for (size_t k = 0; k < n; k++) {
                        if (strcmp(rows[k].code, one->text[CODE]) == 0)
                                problems_add(u->p, one->line, "code", "已有这个机构代码：%s",
                                             one->text[CODE]);
                        if (parent[0] && (strcmp(rows[k].code, parent) == 0 ||
                                          strcmp(rows[k].name, parent) == 0))
                                one->parent_id = rows[k].id;
                }
                for (size_t k = 0; k < i; k++)
                        if (strcmp(u->list[k].text[CODE], one->text[CODE]) == 0)
                                problems_add(u->p, one->line, "code", "机构代码与第 %zu 行相同",
                                             u->list[k].line);
                if (!parent[0]) {
                        if (u->ask->who)
                                problems_add(u->p, one->line, "parent", "请填写上级机构的代码");
                        continue;
                }
                one->parent = find_unit(u, parent);
                if (one->parent_id && u->ask->who && !is_in_scope(u, one->parent_id)) {
                        problems_add(u->p, one->line, "parent", "上级机构不在您的管理范围内：“%s”",
                                     parent);
                        continue;
                }
                if (!one->parent && !one->parent_id)
                        problems_add(u->p, one->line, "parent", "没有这个上级机构：“%s”", parent);
        }
}

/* Levels from an agency of the store to the top, itself included. */
static int
levels_above(const struct import_agencies_row *rows, size_t n, int64_t id)
{
        int found = 0;

        while (id && found <= LEVELS_MAX) {
                int64_t up = 0;

                for (size_t i = 0; i < n; i++)
                        if (rows[i].id == id)
                                up = rows[i].has_parent_id ? rows[i].parent_id : 0;
                id = up;
                found++;
        }
        return found;
}

/* Each way up must end, and soon: in whatever order the file names them. */
static void
check_ways_up(struct units *u, const struct import_agencies_row *rows, size_t n)
{
        for (size_t i = 0; i < u->n; i++) {
                const struct unit *up = &u->list[i];
                int found = 1;

                while (up->parent && up->parent != &u->list[i] && found <= (int)u->n) {
                        up = up->parent;
                        found++;
                }
                if (up->parent == &u->list[i]) {
                        problems_add(u->p, u->list[i].line, "parent",
                                     "上级机构绕成了一圈：“%s”到头来是自己的上级",
                                     u->list[i].text[NAME]);
                        return; /* the others of the circle would say the same */
                }
                if (up->parent)
                        continue; /* leads into a circle, which one of its own will tell */
                if (found <= LEVELS_MAX && up->parent_id)
                        found += levels_above(rows, n, up->parent_id);
                if (found > LEVELS_MAX)
                        problems_add(u->p, u->list[i].line, "parent", "机构超过 %d 层", LEVELS_MAX);
        }
}

static int
make_unit(TALLOC_CTX *mem, struct tx *tx, struct units *u, struct unit *one)
{
        struct agency_spec spec = {.code = one->text[CODE],
                                   .slug = one->text[SLUG],
                                   .name = one->text[NAME],
                                   .short_name =
                                       one->text[SHORT_NAME][0] ? one->text[SHORT_NAME] : NULL,
                                   .kind = one->kind,
                                   .level = one->level,
                                   .mandate = one->text[MANDATE],
                                   .sort = strtol(one->text[SORT], NULL, 10),
                                   .opened = one->opened};
        struct problems own = {.mem = mem};
        int r;

        if (one->id)
                return 0;
        if (one->parent) {
                r = make_unit(mem, tx, u, one->parent);
                if (r)
                        return r;
        }
        spec.parent_id = one->parent ? one->parent->id : one->parent_id;
        r = app_agency_create(mem, tx, u->ask->who ? u->ask->who->person_id : 0, u->ask->now, &spec,
                              &own, &one->id);
        for (size_t i = 0; i < own.n_list; i++)
                problems_add(u->p, one->line, own.list[i].field, "%s", own.list[i].message);
        return r < 0 ? err_trace(r) : r > 0 ? IMPORT_REFUSED : 0;
}

static int
make_units(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct units *u = arg;
        struct import_agencies_row *rows;
        size_t n;
        int r;

        u->p->n = u->p->n_list = 0; /* this may be a second try */
        r = sql_import_agencies(mem, tx, &(struct import_agencies_in){0}, &rows, &n);
        if (r == 0 && u->ask->who)
                r = sql_agency_office_list(
                    mem, tx, &(struct agency_office_list_in){.scope = u->ask->who->scope},
                    &u->scope, &u->n_scope);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < u->n; i++) {
                u->list[i].id = u->list[i].parent_id = 0;
                u->list[i].parent = NULL;
        }
        find_parents(u, rows, n);
        if (u->p->n == 0)
                check_ways_up(u, rows, n);
        if (u->p->n)
                return IMPORT_REFUSED;
        for (size_t i = 0; i < u->n; i++) {
                r = make_unit(mem, tx, u, &u->list[i]);
                if (r)
                        return r < 0 ? err_trace(r) : r;
        }
        return u->ask->dry_run ? IMPORT_REFUSED : 0; /* all was good, and is undone */
}

int
app_import_agencies(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                    struct problems *p, struct import_result *ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct units u = {.mem = tmp, .ask = ask, .p = p};
        const char *text;
        size_t n;
        int r;

        (void)mem;
        r = import_text(tmp, ask, p, &text, &n, &u.converted);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = read_units(&u, text, n);
        if (r)
                return r;
        r = app_run(tmp, app, make_units, &u);
        if (r < 0)
                return err_trace(r);
        if (p->n > 0)
                return IMPORT_REFUSED;
        *ret = (struct import_result){.n = u.n, .converted = u.converted};
        return 0;
}

/* ---- calendar --------------------------------------------------------------------------------- */

struct days {
        const struct import_ask *ask;
        struct problems *p;
        const struct calendar *calendar;
        size_t n;
        struct due_change *changes;
        size_t n_changes;
};

/* One day of an item that the new calendar moves. */
static void
tell_moved(TALLOC_CTX *mem, struct days *d, const struct due_open_row *row, const char *what,
           struct day old, struct day now)
{
        if (day_is_none(old) || day_cmp(old, now) == 0)
                return;
        mem_grow(mem, d->changes, d->n_changes);
        d->changes[d->n_changes++] = (struct due_change){.item = row->item_id,
                                                         .title = row->title,
                                                         .agency = row->agency_name,
                                                         .what = what,
                                                         .old = old,
                                                         .now = now};
}

/* Open deadlines follow the calendar: what was told in working days is counted again. */
static int
move_deadlines(TALLOC_CTX *mem, struct tx *tx, struct days *d)
{
        const struct calendar *calendar;
        struct due_open_row *rows;
        size_t n;
        int r = app_calendar_in(mem, tx, &calendar);

        if (r == 0)
                r = sql_due_open(mem, tx, &(struct due_open_in){0}, &rows, &n);
        if (r)
                return err_fold(r);
        d->n_changes = 0;
        d->changes = NULL;
        for (size_t i = 0; i < n; i++) {
                const struct due_open_row *row = &rows[i];
                size_t before = d->n_changes;
                struct flow_days days;

                r = flow_days(mem, tx, calendar, d->ask->now, row->item_id, &days);
                if (r < 0)
                        return err_trace(r);
                tell_moved(mem, d, row, "公开", row->due_on, days.due);
                tell_moved(mem, d, row, "补审", row->retro_due_on, days.retro_due);
                tell_moved(mem, d, row, "更正或撤回", row->mend_due_on, days.mend_due);
                tell_moved(mem, d, row, "公开解读", row->explain_due_on, days.explain_due);
                if (d->n_changes == before)
                        continue;
                r = sql_due_set(tx,
                                &(struct due_set_in){.item_id = row->item_id,
                                                     .due_on = days.due,
                                                     .retro_due_on = days.retro_due,
                                                     .mend_due_on = days.mend_due,
                                                     .explain_due_on = days.explain_due},
                                NULL);
                if (r)
                        return err_fold(r);
                tx_touch(tx, "item", row->item_id);
        }
        return 0;
}

static int
put_year(struct tx *tx, const struct days *d, int year)
{
        int r;

        r = sql_calendar_clear(tx,
                               &(struct calendar_clear_in){.first = day_ymd(year, 1, 1),
                                                           .last = day_ymd(year, 12, 31)},
                               NULL);
        if (r)
                return err_fold(r);
        r = sql_calendar_notice_put(
            tx,
            &(struct calendar_notice_put_in){.year = year, .doc_no = "", .entered_at = d->ask->now},
            NULL);
        return err_fold(r);
}

static int
put_day(struct tx *tx, const struct calendar_row *row)
{
        int r = sql_calendar_clear(
            tx, &(struct calendar_clear_in){.first = row->day, .last = row->day}, NULL);

        if (r == 0)
                r = sql_calendar_put(
                    tx,
                    &(struct calendar_put_in){
                        .day = row->day, .day_kind = row->work ? "work" : "off", .name = row->name},
                    NULL);
        return err_fold(r);
}

/* A year that is only added to keeps what it has: of the shipped ones a copy is entered first. */
static int
keep_year(TALLOC_CTX *mem, struct tx *tx, const struct days *d, int year)
{
        struct calendar_years_row *years;
        const struct calendar_row *rows;
        size_t n;
        int r = sql_calendar_years(mem, tx, NULL, &years, &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++)
                if (years[i].year == year)
                        return 0;
        if (!calendar_has_year(calendar_shipped(), year))
                return 0;
        r = put_year(tx, d, year);
        rows = calendar_rows(calendar_shipped(), &n);
        for (size_t i = 0; r == 0 && i < n; i++)
                if (day_year(rows[i].day) == year)
                        r = put_day(tx, &rows[i]);
        return r < 0 ? err_trace(r) : 0;
}

/* The working days are everybody's: only who covers the top of the house changes them. */
static int
calendar_needs_top(TALLOC_CTX *mem, struct tx *tx, const struct days *d)
{
        bool mine = true;
        int r = d->ask->who ? app_dictionary_mine(mem, tx, d->ask->who->scope, &mine) : 0;

        if (r < 0)
                return err_trace(r);
        if (mine)
                return 0;
        problems_add(d->p, 0, "", "工作日历由最上级机关的信息公开工作机构维护");
        return IMPORT_REFUSED;
}

static int
put_days(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct days *d = arg;
        const struct calendar_row *rows = calendar_rows(d->calendar, &d->n);
        int last = 0, r = calendar_needs_top(mem, tx, d);

        if (r)
                return r;
        for (size_t i = 0; i < d->n; i++) { /* in the order of the days */
                int year = day_year(rows[i].day);

                if (year != last) {
                        r = calendar_only_tail(d->calendar, year) ? keep_year(mem, tx, d, year)
                                                                  : put_year(tx, d, year);
                        if (r)
                                return err_trace(r);
                        tx_touch(tx, "calendar", year);
                        last = year;
                }
                r = put_day(tx, &rows[i]);
                if (r)
                        return err_trace(r);
        }
        r = move_deadlines(mem, tx, d);
        if (r < 0)
                return err_trace(r);
        if (d->ask->dry_run)
                return IMPORT_REFUSED; /* all was good, and is undone */
        return audit_write(
            tx, &(struct audit_entry){.at = d->ask->now,
                                      .person_id = d->ask->who ? d->ask->who->person_id : 0,
                                      .event = "calendar_imported",
                                      .object = "calendar",
                                      .n = (int64_t)d->n,
                                      .detail = d->ask->file_name});
}

int
app_import_calendar(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                    struct problems *p, struct import_result *ret)
{
        struct days d = {.ask = ask, .p = p};
        struct calendar *calendar;
        const char *text;
        bool converted;
        size_t n;
        int r;

        r = import_text(mem, ask, p, &text, &n, &converted);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = calendar_read(mem, text, n, p, &calendar);
        if (r)
                return r < 0 ? err_trace(r) : IMPORT_REFUSED;
        if (!calendar_notice_check(calendar, p))
                return IMPORT_REFUSED;
        d.calendar = calendar;
        (void)calendar_rows(calendar, &d.n);
        r = app_run(mem, app, put_days, &d);
        if (r < 0)
                return err_trace(r);
        if (p->n > 0)
                return IMPORT_REFUSED;
        *ret = (struct import_result){
            .n = d.n, .converted = converted, .changes = d.changes, .n_changes = d.n_changes};
        return 0;
}
