#include "store/schema.h"

#include <strings.h>

#include "store/tx.h"

/* The engines' names of types come down to four. */
static enum sql_type
type_of(const char *name)
{
        if (strcasecmp(name, "text") == 0)
                return SQL_TEXT;
        if (strcasecmp(name, "blob") == 0 || strcasecmp(name, "bytea") == 0)
                return SQL_BLOB;
        if (strcasecmp(name, "real") == 0 || strcasecmp(name, "double precision") == 0)
                return SQL_REAL;
        return SQL_INT;
}

int
schema_read(TALLOC_CTX *mem, struct tx *tx, struct schema_table **ret_list, size_t *ret_n)
{
        static const enum sql_type out[] = {SQL_TEXT, SQL_TEXT, SQL_TEXT, SQL_BOOL, SQL_INT};
        struct schema_table *list = NULL, *t = NULL;
        size_t n = 0;
        struct raw *raw;
        struct value v[N(out)];
        int r;

        r = raw_open(mem, tx, tx->conn->driver->schema_sql, NULL, 0, out, N(out), &raw);
        if (r == 0)
                r = raw_run(raw, NULL);
        while (r == 0 && (r = raw_step(raw)) == 0) {
                for (size_t i = 0; r == 0 && i < N(out); i++)
                        r = raw_value(raw, i, &v[i]);
                if (r < 0 || v[3].i) /* generated: not a value of its own */
                        continue;
                if (!t || strcmp(t->name, v[0].s) != 0) {
                        mem_grow(mem, list, n);
                        t = &list[n++];
                        *t = (struct schema_table){.name = mem_strdup(mem, v[0].s)};
                }
                mem_grow(mem, t->columns, t->n_columns);
                t->columns[t->n_columns++] =
                    (struct schema_column){mem_strdup(mem, v[1].s), type_of(v[2].s), v[4].i};
        }
        if (r < 0)
                return err_trace(r);
        talloc_free(raw);
        *ret_list = list;
        *ret_n = n;
        return 0;
}

static void
put_columns(struct buf *b, const struct schema_table *t)
{
        for (size_t i = 0; i < t->n_columns; i++)
                buf_printf(b, "%s\"%s\"", i ? ", " : "", t->columns[i].name);
}

static void
put_order(struct buf *b, const struct schema_table *t)
{
        bool first = true;

        for (int64_t place = 1; place <= (int64_t)t->n_columns; place++)
                for (size_t i = 0; i < t->n_columns; i++)
                        if (t->columns[i].key == place) {
                                buf_printf(b, "%s\"%s\"", first ? " ORDER BY " : ", ",
                                           t->columns[i].name);
                                first = false;
                        }
}

int
schema_rows(struct tx *tx, const struct schema_table *t, schema_row fn, void *arg)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        enum sql_type *types = mem_array(mem, enum sql_type, t->n_columns);
        struct value *values = mem_array(mem, struct value, t->n_columns);
        struct buf sql = buf_new(mem, KiB(64));
        struct raw *raw;
        int r;

        for (size_t i = 0; i < t->n_columns; i++)
                types[i] = t->columns[i].type;
        buf_str(&sql, "SELECT ");
        put_columns(&sql, t);
        buf_printf(&sql, " FROM \"%s\"", t->name);
        put_order(&sql, t);
        r = raw_open(mem, tx, buf_text(&sql), NULL, 0, types, t->n_columns, &raw);
        if (r == 0)
                r = raw_run(raw, NULL);
        while (r == 0 && (r = raw_step(raw)) == 0) {
                for (size_t i = 0; r == 0 && i < t->n_columns; i++)
                        r = raw_value(raw, i, &values[i]);
                if (r == 0)
                        r = fn(arg, values);
        }
        if (r < 0)
                return err_trace(r);
        return r == STORE_NONE ? 0 : r;
}

int
schema_insert(TALLOC_CTX *mem, struct tx *tx, const struct schema_table *t, struct raw **ret)
{
        enum sql_type *types = mem_array(mem, enum sql_type, t->n_columns);
        struct buf sql = buf_new(mem, KiB(64));
        int r;

        buf_printf(&sql, "INSERT INTO \"%s\" (", t->name);
        put_columns(&sql, t);
        buf_str(&sql, ") VALUES (");
        for (size_t i = 0; i < t->n_columns; i++) {
                types[i] = t->columns[i].type;
                buf_printf(&sql, "%s%c%zu", i ? ", " : "",
                           tx->store->engine == STORE_PG ? '$' : '?', i + 1);
        }
        buf_char(&sql, ')');
        r = raw_open(mem, tx, buf_text(&sql), types, t->n_columns, NULL, 0, ret);
        return r < 0 ? err_trace(r) : 0;
}

int
schema_create(struct tx *tx, const struct schema_table *t)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf sql = buf_new(mem, KiB(64));
        bool keyed = false;
        int r;

        buf_printf(&sql, "CREATE TABLE \"%s\" (", t->name);
        for (size_t i = 0; i < t->n_columns; i++)
                buf_printf(&sql, "%s\"%s\" %s", i ? ", " : "", t->columns[i].name,
                           t->columns[i].type == SQL_TEXT   ? "TEXT"
                           : t->columns[i].type == SQL_BLOB ? "BLOB"
                           : t->columns[i].type == SQL_REAL ? "REAL"
                                                            : "INTEGER");
        for (int64_t place = 1; place <= (int64_t)t->n_columns; place++)
                for (size_t i = 0; i < t->n_columns; i++)
                        if (t->columns[i].key == place) {
                                buf_printf(&sql, "%s\"%s\"", keyed ? ", " : ", PRIMARY KEY (",
                                           t->columns[i].name);
                                keyed = true;
                        }
        buf_str(&sql, keyed ? ")) STRICT" : ") STRICT");
        r = raw_exec(tx, buf_text(&sql));
        return r < 0 ? err_trace(r) : 0;
}

int
schema_clear(struct tx *tx, const struct schema_table *t)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int r = raw_exec(tx, mem_printf(mem, "DELETE FROM \"%s\"", t->name));

        return r < 0 ? err_trace(r) : 0;
}

int
schema_unbind(TALLOC_CTX *mem, struct tx *tx, const char **ret_binding)
{
        static const enum sql_type out[] = {SQL_TEXT, SQL_TEXT};
        struct buf drop = buf_new(mem, MiB(1)), add = buf_new(mem, MiB(1));
        struct value v[N(out)];
        struct raw *raw;
        int r;

        *ret_binding = "";
        r = raw_open(mem, tx, tx->conn->driver->bindings_sql, NULL, 0, out, N(out), &raw);
        if (r == 0)
                r = raw_run(raw, NULL);
        while (r == 0 && (r = raw_step(raw)) == 0) {
                for (size_t i = 0; r == 0 && i < N(out); i++)
                        r = raw_value(raw, i, &v[i]);
                if (r == 0) {
                        buf_str(&drop, v[0].s);
                        buf_str(&add, v[1].s);
                }
        }
        if (r < 0)
                return err_trace(r);
        talloc_free(raw);
        r = drop.len ? raw_exec(tx, buf_text(&drop)) : 0;
        if (r < 0)
                return err_trace(r);
        *ret_binding = buf_text(&add);
        return 0;
}

int
schema_bind(struct tx *tx, const char *binding)
{
        int r = *binding ? raw_exec(tx, binding) : 0;

        return r < 0 ? err_trace(r) : 0;
}
