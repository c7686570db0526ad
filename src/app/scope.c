#include "app/scope.h"

#include "base/buf.h"
#include "store/sql.h"

struct asked {
        const char *roots;
        struct scope_tops_row *tops;
        size_t n_tops;
        int64_t set;
};

static const char *
list_of(TALLOC_CTX *mem, const int64_t *roots, size_t n)
{
        struct buf b = buf_new(mem, KiB(16));

        for (size_t i = 0; i < n; i++)
                buf_printf(&b, "%s%lld", i ? "," : "[", (long long)roots[i]);
        buf_str(&b, n ? "]" : "[]");
        return buf_text(&b);
}

static const char *
list_of_tops(TALLOC_CTX *mem, const struct asked *a)
{
        int64_t *roots = mem_array(mem, int64_t, a->n_tops + 1);

        for (size_t i = 0; i < a->n_tops; i++)
                roots[i] = a->tops[i].id;
        return list_of(mem, roots, a->n_tops);
}

static int
find(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct asked *a = arg;
        struct scope_set_find_row *row;
        int r = sql_scope_tops(mem, tx, &(struct scope_tops_in){.roots = a->roots}, &a->tops,
                               &a->n_tops);

        if (r || a->n_tops < 2)
                return err_fold(r);
        a->roots = list_of_tops(mem, a);
        r = sql_scope_set_find_one(mem, tx, &(struct scope_set_find_in){.roots = a->roots}, &row);
        if (r < 0)
                return err_trace(r);
        a->set = r ? 0 : row->id;
        return 0;
}

static int
make(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct asked *a = arg;
        struct scope_set_put_row *row;
        int r = sql_scope_set_put_one(mem, tx, &(struct scope_set_put_in){.roots = a->roots}, &row);

        for (size_t i = 0; r == 0 && i < a->n_tops; i++)
                r = sql_scope_root_put(
                    tx, &(struct scope_root_put_in){.scope = -row->id, .root = a->tops[i].id},
                    NULL);
        if (r)
                return err_fold(r);
        tx_unaudited(tx);
        a->set = row->id;
        return 0;
}

int
app_scope_of(TALLOC_CTX *mem, struct app *app, const struct actor *who, enum permission what,
             int64_t *ret)
{
        int64_t *roots = mem_array(mem, int64_t, (who ? who->n_grants : 0) + 1);
        size_t n = access_roots(who, what, roots);
        struct asked a = {0};
        int r;

        if (n < 2) {
                *ret = n ? roots[0] : 0;
                return 0;
        }
        a.roots = list_of(mem, roots, n);
        r = app_read(mem, app, find, &a);
        if (r == 0 && a.n_tops > 1 && !a.set)
                r = app_run(mem, app, make, &a);
        if (r)
                return err_fold(r);
        *ret = a.n_tops > 1 ? -a.set : a.n_tops ? a.tops[0].id : roots[0];
        return 0;
}

const char *
app_scope_text(TALLOC_CTX *mem, const struct actor *who, unsigned roles)
{
        struct buf b = buf_new(mem, KiB(16));

        buf_char(&b, ',');
        for (size_t i = 0; i < who->n_grants; i++)
                if (roles & 1U << who->grants[i].role)
                        buf_printf(&b, "%lld,", (long long)who->grants[i].scope);
        return buf_text(&b);
}
