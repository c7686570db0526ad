#include "app/file.h"

#include "base/crypto.h"
#include "base/file.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <unistd.h>

static const struct {
        const char *ending, *type, *magic;
} types[] = {
    {".pdf", "application/pdf", "%PDF-"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PK"},
    {".ofd", "application/ofd", "PK"},
    {".zip", "application/zip", "PK"},
    {".doc", "application/msword", "\xd0\xcf\x11\xe0"},
    {".xls", "application/vnd.ms-excel", "\xd0\xcf\x11\xe0"},
    {".ppt", "application/vnd.ms-powerpoint", "\xd0\xcf\x11\xe0"},
    {".wps", "application/vnd.ms-works", "\xd0\xcf\x11\xe0"},
    {".rar", "application/vnd.rar", "Rar!"},
    {".png", "image/png", "\x89PNG"},
    {".jpg", "image/jpeg", "\xff\xd8\xff"},
    {".jpeg", "image/jpeg", "\xff\xd8\xff"},
    {".gif", "image/gif", "GIF8"},
    {".webp", "image/webp", "RIFF"},
    {".mp3", "audio/mpeg", ""},
    {".mp4", "video/mp4", ""},
    {".txt", "text/plain", ""},
    {".csv", "text/csv", ""},
};

const char *
app_file_type(const char *name, const void *bytes, size_t n)
{
        const char *dot = strrchr(name, '.');

        for (size_t i = 0; dot && i < N(types); i++) {
                size_t len = strlen(types[i].magic);

                if (strcasecmp(dot, types[i].ending) == 0 && n >= len &&
                    (len == 0 || memcmp(bytes, types[i].magic, len) == 0))
                        return types[i].type;
        }
        return "application/octet-stream";
}

const char *
app_file_path(TALLOC_CTX *mem, const struct app *app, const char *sm3)
{
        /* Nothing else can stand in the store: its tables check it. */
        assert(app->data && strlen(sm3) == FILE_HEX - 1 &&
               strspn(sm3, "0123456789abcdef") == FILE_HEX - 1);
        return mem_printf(mem, "%s/files/%.2s/%s", app->data, sm3, sm3);
}

int
app_file_store(struct app *app, const char *name, const void *bytes, size_t n,
               struct stored_file *ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct sm3 hash = sm3_of(bytes, n);
        const char *path;
        int r;

        (void)sm3_hex(&hash, ret->sm3);
        ret->size = (int64_t)n;
        ret->type = app_file_type(name, bytes, n);
        path = app_file_path(mem, app, ret->sm3);
        if (file_exists(path))
                return 0;
        r = file_mkdirs(mem_printf(mem, "%s/files/%.2s", app->data, ret->sm3));
        if (r)
                return err_trace(r);
        r = file_write(path, bytes, n, 0640);
        return r ? err_trace(r) : 0;
}

int
app_file_destroy(const char *path)
{
        static const char zeros[1 << 16];
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        off_t size;
        bool failed = false;

        if (fd < 0)
                return errno == ENOENT ? 0 : err_errno("opening a file to be destroyed");
        size = lseek(fd, 0, SEEK_END);
        failed = size < 0 || lseek(fd, 0, SEEK_SET) < 0;
        while (!failed && size > 0) {
                ssize_t n =
                    write(fd, zeros, size > (off_t)sizeof(zeros) ? sizeof(zeros) : (size_t)size);

                failed = n <= 0;
                size -= n > 0 ? n : 0;
        }
        failed = failed || fsync(fd) < 0;
        (void)close(fd);
        if (failed || unlink(path) < 0)
                return err_errno("destroying a file");
        return 0;
}

int
app_file_rows_drop(struct tx *tx, const char *sm3)
{
        int r = sql_file_findings_drop(tx, &(struct file_findings_drop_in){.sm3 = sm3}, NULL);

        if (r == 0)
                r = sql_file_marks_drop(tx, &(struct file_marks_drop_in){.sm3 = sm3}, NULL);
        if (r == 0)
                r = sql_file_inspections_drop(tx, &(struct file_inspections_drop_in){.sm3 = sm3},
                                              NULL);
        return err_fold(r);
}

struct forgetting {
        struct app *app;
        const char *sm3;
};

/* The row first: whoever attaches the same bytes at this moment waits for it, finds it gone, writes it anew, and then looks
 * whether the bytes are there (app_file_store() again, after its transaction). */
static int
forget(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        const struct forgetting *f = arg;
        struct file_used_row *used;
        int r = sql_file_used_one(mem, tx, &(struct file_used_in){.sm3 = f->sm3}, &used);

        tx_unaudited(tx);
        if (r || used->n)
                return err_fold(r);
        r = app_file_rows_drop(tx, f->sm3);
        if (r == 0)
                r = sql_purge_file_object(tx, &(struct purge_file_object_in){.sm3 = f->sm3}, NULL);
        if (r)
                return err_fold(r);
        return app_file_destroy(app_file_path(mem, f->app, f->sm3));
}

int
app_file_forget(TALLOC_CTX *mem, struct app *app, const char *sm3)
{
        if (!app->data)
                return 0;
        return err_fold(app_run(mem, app, forget, &(struct forgetting){app, sm3}));
}
