/* The bytes of packages: DATA/archive/12.zip, made in DATA/archive/work-5. */
#include "app/archive.h"
#include "app/file.h"
#include "base/file.h"
#include "store/sql.h"

#include <errno.h>
#include <ftw.h>
#include <unistd.h>

enum { FOLDERS_OPEN = 8 };

const char *
app_archive_path(TALLOC_CTX *mem, const struct app *app, int64_t package)
{
        return app->data ? mem_printf(mem, "%s/archive/%lld.zip", app->data, (long long)package)
                         : NULL;
}

static const char *
work_folder(TALLOC_CTX *mem, const struct app *app, int64_t work)
{
        return mem_printf(mem, "%s/archive/work-%lld", app->data, (long long)work);
}

const char *
app_archive_part(TALLOC_CTX *mem, const struct app *app, int64_t work)
{
        return app->data ? mem_printf(mem, "%s/package.zip", work_folder(mem, app, work)) : NULL;
}

/* Of a walk that meets what is in a folder before the folder. */
static int
destroy_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
        (void)st;
        if (kind == FTW_DP)
                return at->level == 0 || rmdir(path) == 0 ? 0 : -1;
        return app_file_destroy(path) < 0 ? -1 : 0;
}

static int
destroy_below(const char *folder)
{
        if (!file_exists(folder))
                return 0;
        if (nftw(folder, destroy_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS) < 0)
                return err_set(ERR_IO, "%s cannot be emptied", folder);
        return 0;
}

int
app_archive_sweep(TALLOC_CTX *mem, const struct app *app, int64_t work)
{
        const char *folder = work_folder(mem, app, work);
        int r = destroy_below(folder);

        if (r == 0)
                r = file_mkdirs(folder);
        return r < 0 ? err_trace(r) : 0;
}

int
app_archive_destroy(TALLOC_CTX *mem, const struct app *app)
{
        int r = app->data ? destroy_below(mem_printf(mem, "%s/archive", app->data)) : 0;

        return r < 0 ? err_trace(r) : 0;
}

struct older {
        int64_t id;
        struct archive_package_older_row *rows;
        size_t n;
};

static int
read_older(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct older *o = arg;

        return err_fold(sql_archive_package_older(
            mem, tx, &(struct archive_package_older_in){.id = o->id}, &o->rows, &o->n));
}

int
app_archive_keep(TALLOC_CTX *mem, struct app *app, int64_t work, int64_t package)
{
        const char *folder = work_folder(mem, app, work);
        struct older o = {.id = package};
        int r;

        /* a purge may have taken it meanwhile */
        if (rename(app_archive_part(mem, app, work), app_archive_path(mem, app, package)) < 0 &&
            errno != ENOENT)
                return err_errno("keeping package %lld", (long long)package);
        r = destroy_below(folder);
        if (r == 0)
                r = app_read(mem, app, read_older, &o);
        (void)rmdir(folder);
        for (size_t i = 0; r == 0 && i < o.n; i++)
                r = app_file_destroy(app_archive_path(mem, app, o.rows[i].id));
        return r < 0 ? err_trace(r) : 0;
}
