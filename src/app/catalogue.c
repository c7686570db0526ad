#include "app/catalogue.h"

#include "app/publish.h"
#include "app/run.h"
#include "app/seen.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/sql.h"

static const char *
or_text(const char *s, const char *otherwise)
{
        return s ? s : otherwise;
}

static bool
is_slug(const char *s)
{
        size_t n = strlen(s);

        return n > 0 && n <= 64 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n &&
               s[0] != '-';
}

static bool
is_code(const char *s)
{
        size_t n = strlen(s);

        return n > 0 && n <= 32 &&
               strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == n;
}

static bool
is_one_of(const char *word, const char *const *words, size_t n)
{
        for (size_t i = 0; word && i < n; i++)
                if (strcmp(word, words[i]) == 0)
                        return true;
        return false;
}

static void
needs_text(struct problems *p, const char *field, const char *value)
{
        if (!value || !*value)
                problems_add(p, 0, field, "不能为空");
}

/* --- agencies --------------------------------------------------------------------------------- */

void
agency_spec_check(const struct agency_spec *a, struct problems *p)
{
        static const char *const kinds[] = {"government", "department", "dispatched", "vertical",
                                            "township",   "park",       "utility"};
        static const char *const levels[] = {"state", "province", "city", "county", "township"};

        needs_text(p, "name", a->name);
        if (!a->code || !is_code(a->code))
                problems_add(p, 0, "code", "机构代码须为 1 至 32 位字母、数字或 -_.");
        if (!a->slug || !is_slug(a->slug))
                problems_add(p, 0, "slug", "网址名须为 1 至 64 位小写字母、数字或 -");
        if (!is_one_of(a->kind, kinds, N(kinds)))
                problems_add(p, 0, "kind", "没有这种机构类别：%s", or_text(a->kind, ""));
        if (!is_one_of(a->level, levels, N(levels)))
                problems_add(p, 0, "level", "没有这种层级：%s", or_text(a->level, ""));
}

int
app_agency_create(TALLOC_CTX *mem, struct tx *tx, int64_t person, struct instant now,
                  const struct agency_spec *a, struct problems *problems, int64_t *ret_id)
{
        struct agency_insert_in in = {.code = a->code,
                                      .slug = a->slug,
                                      .name = a->name,
                                      .short_name = or_text(a->short_name, a->name),
                                      .kind = a->kind,
                                      .level = a->level,
                                      .parent_id = a->parent_id,
                                      .has_parent_id = a->parent_id != 0,
                                      .supervisor_id = a->supervisor_id,
                                      .has_supervisor_id = a->supervisor_id != 0,
                                      .sort = a->sort,
                                      .mandate = or_text(a->mandate, ""),
                                      .opened_on = a->opened};
        struct agency_insert_row *row;
        size_t before = problems->n;
        int r;

        agency_spec_check(a, problems);
        if (problems->n > before)
                return CATALOGUE_BAD;
        r = text_pinyin_key(mem, a->name, &in.pinyin_key);
        if (r)
                return err_fold(r);
        r = sql_agency_insert_one(mem, tx, &in, &row);
        if (r == STORE_CONFLICT) {
                problems_add(problems, 0, "code", "机构代码或网址名已被使用：%s，%s", a->code,
                             a->slug);
                return CATALOGUE_TAKEN;
        }
        if (r)
                return err_fold(r);
        r = sql_agency_paths_insert(
            tx,
            &(struct agency_paths_insert_in){.id = row->id,
                                             .parent_id = a->parent_id,
                                             .has_parent_id = a->parent_id != 0,
                                             .began_on = a->opened},
            NULL);
        if (r)
                return err_fold(r);
        if (!a->parent_id && strcmp(a->level, "state") == 0) { /* 主题分类 01 is its own */
                r = sql_class_state_names(tx, &(struct class_state_names_in){0}, NULL);
                if (r)
                        return err_fold(r);
        }
        tx_touch(tx, "agency", row->id);
        *ret_id = row->id;
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = person,
                                                     .event = "agency_created",
                                                     .object = "agency",
                                                     .object_id = row->id,
                                                     .detail = a->name});
}

int
app_guide_put(TALLOC_CTX *mem, struct tx *tx, int64_t person, struct instant now,
              const struct guide_spec *g, struct problems *problems)
{
        struct guide_put_in in = {.agency_id = g->agency_id,
                                  .classes = g->classes,
                                  .arrangement = g->arrangement,
                                  .access = g->access,
                                  .office_name = g->office_name,
                                  .office_address = g->office_address,
                                  .office_hours = g->office_hours,
                                  .phone = g->phone,
                                  .fax = g->fax,
                                  .internet = g->internet,
                                  .postcode = or_text(g->postcode, ""),
                                  .how_to_apply = or_text(g->how_to_apply, ""),
                                  .remedies = or_text(g->remedies, ""),
                                  .updated_on = g->updated,
                                  .seen = g->seen};
        size_t before = problems->n;
        int64_t n;
        int r;

        (void)mem;
        needs_text(problems, "classes", g->classes);
        needs_text(problems, "arrangement", g->arrangement);
        needs_text(problems, "access", g->access);
        needs_text(problems, "office_name", g->office_name);
        needs_text(problems, "office_address", g->office_address);
        needs_text(problems, "office_hours", g->office_hours);
        needs_text(problems, "phone", g->phone);
        needs_text(problems, "fax", g->fax);
        needs_text(problems, "internet", g->internet);
        if (problems->n > before)
                return CATALOGUE_BAD;
        r = sql_guide_put(tx, &in, &n);
        if (r)
                return err_fold(r);
        if (n == 0) {
                seen_changed("公开指南", problems);
                return CATALOGUE_BAD;
        }
        tx_touch(tx, "agency", g->agency_id);
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = person,
                                                     .event = "guide_put",
                                                     .object = "agency",
                                                     .object_id = g->agency_id,
                                                     .detail = g->office_name});
}

int
app_site_create(TALLOC_CTX *mem, struct tx *tx, int64_t person, struct instant now,
                const struct site_spec *s, struct problems *problems, int64_t *ret_id)
{
        struct site_insert_in in = {.code = s->code,
                                    .name = s->name,
                                    .host = or_text(s->host, ""),
                                    .root_agency_id = s->root_agency,
                                    .id_code = or_text(s->id_code, ""),
                                    .organiser = or_text(s->organiser, ""),
                                    .undertaker = or_text(s->undertaker, ""),
                                    .contact = or_text(s->contact, ""),
                                    .icp = or_text(s->icp, ""),
                                    .police_no = or_text(s->police_no, ""),
                                    .theme = or_text(s->theme, "blue"),
                                    .brand = or_text(s->brand, "{}")};
        struct site_insert_row *row;
        size_t before = problems->n;
        int r;

        needs_text(problems, "code", s->code);
        needs_text(problems, "name", s->name);
        if (problems->n > before)
                return CATALOGUE_BAD;
        r = sql_site_insert_one(mem, tx, &in, &row);
        if (r == STORE_CONFLICT) {
                problems_add(problems, 0, "code", "站点代码或域名已被使用：%s", s->code);
                return CATALOGUE_TAKEN;
        }
        if (r)
                return err_fold(r);
        tx_touch(tx, "site", row->id);
        *ret_id = row->id;
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = person,
                                                     .event = "site_created",
                                                     .object = "site",
                                                     .object_id = row->id,
                                                     .detail = s->name});
}

/* --- columns ---------------------------------------------------------------------------------- */

void
column_spec_check(const struct column_spec *c, struct problems *p)
{
        static const char *const kinds[] = {"statutory", "guide", "rules", "report",
                                            "request",   "own",   "topic", "external"};

        needs_text(p, "name", c->name);
        if (!c->code || !is_code(c->code))
                problems_add(p, 0, "code", "栏目代码须为 1 至 32 位字母、数字或 -_.");
        if (!is_one_of(c->kind, kinds, N(kinds)))
                problems_add(p, 0, "kind", "没有这种栏目：%s", or_text(c->kind, ""));
        else if ((strcmp(c->kind, "external") == 0) != (c->external_url != NULL))
                problems_add(p, 0, "external_url", "外部栏目须有网址，其他栏目不能有");
}

int
app_column_create(TALLOC_CTX *mem, struct tx *tx, int64_t person, struct instant now,
                  const struct column_spec *c, struct problems *problems, int64_t *ret_id)
{
        struct column_insert_in in = {.code = c->code,
                                      .parent_id = c->parent_id,
                                      .has_parent_id = c->parent_id != 0,
                                      .name = c->name,
                                      .kind = c->kind,
                                      .article = or_text(c->article, ""),
                                      .levels =
                                          or_text(c->levels, "state,province,city,county,township"),
                                      .column_type = or_text(c->column_type, "信息公开目录"),
                                      .description = or_text(c->description, or_text(c->name, "")),
                                      .keywords = or_text(c->keywords, or_text(c->name, "")),
                                      .agency_id = c->agency_id,
                                      .has_agency_id = c->agency_id != 0,
                                      .external_url = c->external_url,
                                      .update_days = c->update_days,
                                      .sort = c->sort,
                                      .opened_on = c->opened};
        struct column_insert_row *row;
        size_t before = problems->n;
        int r;

        column_spec_check(c, problems);
        if (problems->n > before)
                return CATALOGUE_BAD;
        r = sql_column_insert_one(mem, tx, &in, &row);
        if (r == STORE_CONFLICT) {
                problems_add(problems, 0, "code", "栏目代码已被使用：%s", c->code);
                return CATALOGUE_TAKEN;
        }
        if (r)
                return err_fold(r);
        r = sql_column_paths_insert(
            tx,
            &(struct column_paths_insert_in){
                .id = row->id, .parent_id = c->parent_id, .has_parent_id = c->parent_id != 0},
            NULL);
        if (r)
                return err_fold(r);
        tx_touch(tx, "column", row->id);
        *ret_id = row->id;
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = person,
                                                     .event = "column_created",
                                                     .object = "column",
                                                     .object_id = row->id,
                                                     .detail = c->name});
}

struct agencies {
        struct agency_entry *list;
        size_t n;
};

static int
read_agencies(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct agencies *all = arg;
        struct agency_all_row *rows;
        int r;

        r = sql_agency_all(mem, tx, NULL, &rows, &all->n);
        if (r)
                return err_fold(r);
        all->list = mem_array(mem, struct agency_entry, all->n + 1);
        for (size_t i = 0; i < all->n; i++)
                all->list[i] = (struct agency_entry){.id = rows[i].id,
                                                     .n = rows[i].n,
                                                     .code = rows[i].code,
                                                     .slug = rows[i].slug,
                                                     .name = rows[i].name,
                                                     .kind = rows[i].kind,
                                                     .level = rows[i].level,
                                                     .parent = rows[i].parent,
                                                     .opened = rows[i].opened_on,
                                                     .closed = rows[i].closed_on};
        return 0;
}

int
app_agencies(TALLOC_CTX *mem, struct app *app, struct agency_entry **ret, size_t *ret_n)
{
        struct agencies all;
        int r;

        r = app_read(mem, app, read_agencies, &all);
        if (r)
                return err_fold(r);
        *ret = all.list;
        *ret_n = all.n;
        return 0;
}

/* --- figures ---------------------------------------------------------------------------------- */

int
app_figure_put(struct tx *tx, int64_t person, struct instant now, const struct figure_spec *f,
               struct problems *problems)
{
        static const char *const kinds[] = {"exact", "approximate", "absent"};
        bool absent = f->kind && strcmp(f->kind, "absent") == 0;
        struct figure_put_in in = {.agency_id = f->agency_id,
                                   .year = f->year,
                                   .name = f->name,
                                   .label = or_text(f->label, ""),
                                   .kind = f->kind,
                                   .value = f->value,
                                   .has_value = !absent,
                                   .unit = or_text(f->unit, ""),
                                   .source = f->source};
        size_t before = problems->n;
        int r;

        needs_text(problems, "name", f->name);
        needs_text(problems, "source", f->source);
        if (!is_one_of(f->kind, kinds, N(kinds)))
                problems_add(problems, 0, "kind", "没有这种数值类别：%s", or_text(f->kind, ""));
        if (problems->n > before)
                return CATALOGUE_BAD;
        r = sql_figure_put(tx, &in, NULL);
        if (r)
                return err_fold(r);
        tx_touch(tx, "figure", f->agency_id);
        r = app_touch_scope(tx_mem(tx), tx, f->agency_id);
        if (r)
                return err_fold(r);
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = person,
                                                     .event = "figure_told",
                                                     .object = "agency",
                                                     .object_id = f->agency_id,
                                                     .detail = f->name});
}
