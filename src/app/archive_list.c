/* The registers of hand-over, and which years are still to be handed over. */
#include "app/archive.h"
#include "store/sql.h"

static struct archive_delivery
delivery_of(const struct archive_deliveries_row *d)
{
        return (struct archive_delivery){.id = d->id,
                                         .package_id = d->has_package_id ? d->package_id : 0,
                                         .agency = d->agency,
                                         .year = (int)d->year,
                                         .kind = d->delivery_kind,
                                         .receiver = d->receiver,
                                         .handed_by = d->handed_by,
                                         .receipt = d->receipt,
                                         .on = d->handed_on};
}

static int
read_deliveries(TALLOC_CTX *mem, struct tx *tx, const struct archive_deliveries_in *in,
                struct archive_delivery **ret, size_t *ret_n)
{
        struct archive_deliveries_row *rows;
        size_t n;
        int r = sql_archive_deliveries(mem, tx, in, &rows, &n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct archive_delivery, n + 1);
        for (size_t i = 0; i < n; i++)
                (*ret)[i] = delivery_of(&rows[i]);
        *ret_n = n;
        return 0;
}

int
app_archive_register(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct archive_register *ret)
{
        struct archive_packages_row *p;
        int r = sql_archive_packages(
            mem, tx,
            &(struct archive_packages_in){.limit = ARCHIVE_LIST,
                                          .scope = scope,
                                          .opt = scope ? ARCHIVE_PACKAGES_OPT_SCOPE : 0},
            &p, &ret->n_packages);

        if (r == 0)
                r = read_deliveries(mem, tx,
                                    &(struct archive_deliveries_in){
                                        .limit = ARCHIVE_LIST,
                                        .scope = scope,
                                        .opt = scope ? ARCHIVE_DELIVERIES_OPT_SCOPE : 0},
                                    &ret->deliveries, &ret->n_deliveries);
        if (r)
                return err_fold(r);
        ret->packages = mem_array(mem, struct archive_package, ret->n_packages + 1);
        for (size_t i = 0; i < ret->n_packages; i++)
                ret->packages[i] = (struct archive_package){.id = p[i].id,
                                                            .agency = p[i].agency,
                                                            .year = (int)p[i].year,
                                                            .made = p[i].made_at,
                                                            .maker = p[i].maker,
                                                            .n_items = p[i].n_items,
                                                            .n_files = p[i].n_files,
                                                            .manifest_sm3 = p[i].manifest_sm3,
                                                            .handed = p[i].handed_on};
        return 0;
}

int
app_archive_delivered(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t agency, int year,
                      struct archive_delivery **ret, size_t *ret_n)
{
        struct archive_deliveries_in in = {.limit = ARCHIVE_LIST,
                                           .scope = scope,
                                           .agency_id = agency,
                                           .year = year,
                                           .opt = ARCHIVE_DELIVERIES_OPT_SCOPE |
                                                  ARCHIVE_DELIVERIES_OPT_ONE};

        return err_fold(read_deliveries(mem, tx, &in, ret, ret_n));
}

int
app_archive_package(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t id,
                    struct archive_package *ret)
{
        struct archive_package_read_row *row;
        int r = sql_archive_package_read_one(
            mem, tx, &(struct archive_package_read_in){.scope = scope, .id = id}, &row);

        if (r == STORE_NONE)
                return ARCHIVE_NOT_FOUND;
        if (r)
                return err_fold(r);
        *ret = (struct archive_package){.id = id,
                                        .agency_id = row->agency_id,
                                        .slug = row->slug,
                                        .agency = row->agency,
                                        .year = (int)row->year,
                                        .made = row->made_at,
                                        .maker = row->maker,
                                        .n_items = row->n_items,
                                        .n_files = row->n_files,
                                        .manifest_sm3 = row->manifest_sm3,
                                        .handed = DAY_NONE};
        return 0;
}

struct table
app_archive_table(TALLOC_CTX *mem, const struct archive_register *all)
{
        static const struct table_column columns[] = {
            {"what", "事项", TABLE_TEXT, false},
            {"agency", "机构", TABLE_TEXT, false},
            {"year", "年度", TABLE_NUMBER, false},
            {"package", "移交包", TABLE_NUMBER, false},
            {"on", "日期", TABLE_DAY, false},
            {"items", "信息件数", TABLE_NUMBER, false},
            {"files", "文件个数", TABLE_NUMBER, false},
            {"receiver", "接收单位", TABLE_TEXT, false},
            {"by", "移交人", TABLE_TEXT, false},
            {"receipt", "回执", TABLE_TEXT, false},
            {"manifest_sm3", "校验清单SM3", TABLE_TEXT, false},
            {"made_by", "制作人", TABLE_TEXT, false}};
        struct table t = table_new(mem, "archive", "归档移交登记", columns, N(columns),
                                   all->n_packages + all->n_deliveries);
        const char **cell = t.cells;

        for (size_t i = 0; i < all->n_deliveries; i++, cell += N(columns)) {
                const struct archive_delivery *d = &all->deliveries[i];

                cell[0] = strcmp(d->kind, "archive") == 0 ? "移交档案馆" : "送交图书馆";
                cell[1] = d->agency;
                cell[2] = table_int(mem, d->year);
                cell[3] = d->package_id ? table_int(mem, d->package_id) : "";
                cell[4] = table_day(mem, d->on);
                cell[7] = d->receiver;
                cell[8] = d->handed_by;
                cell[9] = d->receipt;
        }
        for (size_t i = 0; i < all->n_packages; i++, cell += N(columns)) {
                const struct archive_package *p = &all->packages[i];

                cell[0] =
                    day_is_none(p->handed) ? "制作移交包（尚未移交）" : "制作移交包（已移交）";
                cell[1] = p->agency;
                cell[2] = table_int(mem, p->year);
                cell[3] = table_int(mem, p->id);
                cell[4] = table_day(mem, instant_day(p->made));
                cell[5] = table_int(mem, p->n_items);
                cell[6] = table_int(mem, p->n_files);
                cell[10] = p->manifest_sm3;
                cell[11] = p->maker ? p->maker : "";
        }
        t.n_rows = all->n_packages + all->n_deliveries;
        return t;
}

/* ---- years ------------------------------------------------------------------------------------ */

const char *
archive_state_label(enum archive_state state)
{
        static const char *const labels[] = {[ARCHIVE_CURRENT] = "本年度",
                                             [ARCHIVE_DUE] = "尚未制作移交包",
                                             [ARCHIVE_PACKED] = "已制作，尚未移交",
                                             [ARCHIVE_HANDED] = "已移交"};

        return labels[state];
}

int
app_archive_years(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t agency, struct day today,
                  struct archive_sum **ret, size_t *ret_n)
{
        struct archive_years_in in = {
            .scope = scope, .agency_id = agency, .opt = agency ? ARCHIVE_YEARS_OPT_ONE : 0};
        struct archive_years_row *rows;
        size_t n;
        int r = sql_archive_years(mem, tx, &in, &rows, &n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct archive_sum, n + 1);
        for (size_t i = 0; i < n; i++) {
                const struct archive_years_row *y = &rows[i];

                (*ret)[i] = (struct archive_sum){
                    .agency_id = y->agency_id,
                    .package_id = y->has_package_id ? y->package_id : 0,
                    .n_items = y->n_items,
                    .n_packed = y->has_packed ? y->packed : 0,
                    .n_library = y->n_library,
                    .slug = y->slug,
                    .agency = y->agency,
                    .receiver = y->receiver,
                    .year = (int)y->year,
                    .state = !day_is_none(y->handed_on)   ? ARCHIVE_HANDED
                             : y->year >= day_year(today) ? ARCHIVE_CURRENT
                             : y->has_package_id          ? ARCHIVE_PACKED
                                                          : ARCHIVE_DUE,
                    .made = y->has_package_id ? instant_day(y->made_at) : DAY_NONE,
                    .handed = y->handed_on};
        }
        *ret_n = n;
        return 0;
}

struct table
app_archive_years_table(TALLOC_CTX *mem, const struct archive_sum *list, size_t n)
{
        static const struct table_column columns[] = {
            {"agency", "机关", TABLE_TEXT, false},
            {"year", "年度", TABLE_NUMBER, false},
            {"items", "信息件数", TABLE_NUMBER, false},
            {"state", "状态", TABLE_TEXT, false},
            {"package", "移交包", TABLE_NUMBER, false},
            {"made", "制作日期", TABLE_DAY, false},
            {"handed", "移交日期", TABLE_DAY, false},
            {"receiver", "档案馆", TABLE_TEXT, false},
            {"library", "送交图书馆次数", TABLE_NUMBER, false}};
        struct table t = table_new(mem, "archive_years", "归档移交情况", columns, N(columns), n);

        for (size_t i = 0; i < n; i++) {
                const char **c = t.cells + i * N(columns);

                c[0] = list[i].agency;
                c[1] = table_int(mem, list[i].year);
                c[2] = table_int(mem, list[i].n_items);
                c[3] = archive_state_label(list[i].state);
                c[4] = list[i].package_id ? table_int(mem, list[i].package_id) : "";
                c[5] = table_day(mem, list[i].made);
                c[6] = table_day(mem, list[i].handed);
                c[7] = list[i].receiver ? list[i].receiver : "";
                c[8] = table_int(mem, list[i].n_library);
        }
        return t;
}
