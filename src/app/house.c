#include "app/house.h"

#include "app/run.h"
#include "store/audit.h"
#include "store/sql.h"

struct listing {
        struct house_site *list;
        size_t n;
};

static int
list_sites(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct listing *l = arg;
        struct site_list_row *rows;
        int r;

        r = sql_site_list(mem, tx, &(struct site_list_in){0}, &rows, &l->n);
        if (r)
                return err_fold(r);
        l->list = mem_array(mem, struct house_site, l->n + 1);
        for (size_t i = 0; i < l->n; i++)
                l->list[i] = (struct house_site){.id = rows[i].id,
                                                 .root_agency = rows[i].root_agency_id,
                                                 .name = rows[i].name,
                                                 .host = rows[i].host};
        return 0;
}

int
app_sites(TALLOC_CTX *mem, struct app *app, struct house_site **ret, size_t *ret_n)
{
        struct listing l = {0};
        int r = app_read(mem, app, list_sites, &l);

        if (r)
                return err_fold(r);
        *ret = l.list;
        *ret_n = l.n;
        return 0;
}

struct views {
        struct day day;
        const struct house_views *list;
        size_t n;
};

static int
add_views(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct views *v = arg;

        (void)mem;
        tx_unaudited(tx);
        for (size_t i = 0; i < v->n; i++) {
                struct page_view_add_in in = {.on_day = v->day,
                                              .kind = v->list[i].kind,
                                              .ref = v->list[i].ref,
                                              .readers = v->list[i].readers,
                                              .robots = v->list[i].robots};
                int r = sql_page_view_add(tx, &in, NULL);

                if (r)
                        return err_fold(r);
        }
        return 0;
}

int
app_views_add(TALLOC_CTX *mem, struct app *app, struct day day, const struct house_views *list,
              size_t n)
{
        struct views v = {.day = day, .list = list, .n = n};
        int r = app_run(mem, app, add_views, &v);

        return err_fold(r);
}

static int
ask_change_no(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        (void)mem;
        return store_change_no(tx, arg);
}

int
app_store_well(TALLOC_CTX *mem, struct app *app)
{
        int64_t no;
        int r = app_read(mem, app, ask_change_no, &no);

        return err_fold(r);
}
