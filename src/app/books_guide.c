/* Guides as a table. */
#include "app/books.h"
#include "app/catalogue.h"
#include "app/import_rows.h"
#include "store/sql.h"

/*   member, heading, required */
#define FIELDS(X)                                                                                  \
        X(classes, "信息分类", true)                                                               \
        X(arrangement, "编排体系", true)                                                           \
        X(access, "获取方式", true)                                                                \
        X(office_name, "机构名称", true)                                                           \
        X(office_address, "办公地址", true)                                                        \
        X(office_hours, "办公时间", true)                                                          \
        X(phone, "联系电话", true)                                                                 \
        X(fax, "传真号码", true)                                                                   \
        X(internet, "互联网联系方式", true)                                                        \
        X(postcode, "邮政编码", false)                                                             \
        X(how_to_apply, "申请方式和办理程序", false)                                               \
        X(remedies, "监督和救济渠道", false)

#define FIELD_ENUM(member, heading, required) G_##member,
enum { G_AGENCY, FIELDS(FIELD_ENUM) G_NAME, G_MAX };
#define FIELD_COLUMN(member, heading, required)                                                    \
        [G_##member] = {#member, heading, TABLE_TEXT, required},
static const struct table_column columns[G_MAX] = {
    [G_AGENCY] = {"agency", "机构代码", TABLE_TEXT, true},
    [G_NAME] = {"agency_name", "机构", TABLE_TEXT, false},
    FIELDS(FIELD_COLUMN)};

int
app_guide_table(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct day today, struct table *ret)
{
        struct guides_of_scope_row *rows;
        size_t n;
        int r =
            sql_guides_of_scope(mem, tx, &(struct guides_of_scope_in){.scope = scope}, &rows, &n);

        (void)today;
        if (r)
                return err_fold(r);
        *ret = table_new(mem, "guides", "公开指南", columns, G_MAX, n);
        for (size_t i = 0; i < n; i++) {
                const char **c = ret->cells + i * G_MAX;

                c[G_AGENCY] = rows[i].code;
                c[G_NAME] = rows[i].agency;
#define FIELD_CELL(member, heading, required) c[G_##member] = rows[i].member;
                FIELDS(FIELD_CELL)
        }
        return 0;
}

static bool
is_same(const struct guide_read_row *g, const char *const *c)
{
#define FIELD_SAME(member, heading, required) &&strcmp(g->member, c[G_##member]) == 0
        return true FIELDS(FIELD_SAME);
}

static int
bring(TALLOC_CTX *mem, struct tx *tx, struct import_rows *b, size_t i)
{
        const char *const *c = import_cells(b, i);
        const struct actor *who = b->ask->who;
        struct guide_spec spec = {.updated = instant_day(b->ask->now)};
        struct problems own = {.mem = mem};
        struct guide_read_row *there;
        struct agency_end_row *end;
        int r = import_cell_agency(mem, tx, b, i, G_AGENCY, &spec.agency_id);

        if (r < 0)
                return err_trace(r);
        if (b->p->n)
                return 0;
        r = sql_guide_read_one(
            mem, tx, &(struct guide_read_in){.scope = spec.agency_id, .agency_id = spec.agency_id},
            &there);
        if (r == 0 && is_same(there, c)) {
                tx_unaudited(tx);
                return 0;
        }
        if (r == 0 || r == STORE_NONE)
                r = sql_agency_end_one(mem, tx, &(struct agency_end_in){.id = spec.agency_id},
                                       &end);
        if (r)
                return err_fold(r);
        if (!day_is_none(end->closed_on)) {
                problems_add(b->p, b->lines[i], "agency", "该机关已撤并，指南不再更新");
                return 0;
        }
#define FIELD_SPEC(member, heading, required) spec.member = c[G_##member];
        FIELDS(FIELD_SPEC)
        r = app_guide_put(mem, tx, who ? who->person_id : 0, b->ask->now, &spec, &own);
        import_tell(b, i, &own);
        return r < 0 ? err_trace(r) : 0;
}

int
app_import_guides(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                  struct problems *p, struct import_result *ret)
{
        return import_rows(mem, app, ask, p, columns, G_MAX, bring, NULL, ret);
}
