/* What a file's bytes say, and the files it names. */
#include "app/import_kit.h"

#include "app/file.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/text.h"

#include <sys/stat.h>

static size_t
line_of(const char *s, size_t at)
{
        size_t line = 1;

        for (const char *p = s; (p = memchr(p, '\n', (size_t)(s + at - p))) != NULL; p++)
                line++;
        return line;
}

/* Whether the bytes are UTF-8 with a few broken places rather than another encoding: in GB18030 hardly
 * any run of bytes happens to be a good sequence of three. */
static bool
is_broken_utf8(const char *s, size_t n)
{
        size_t good = 0, bad = 0;

        for (size_t i = 0; i < n;) {
                uint32_t cp;
                size_t len = text_decode(s + i, n - i, &cp);

                if (len == 0) {
                        bad++;
                        i++;
                        continue;
                }
                good += len >= 3;
                i += len;
        }
        return good > bad * 4;
}

int
import_text(TALLOC_CTX *mem, const struct import_ask *ask, struct problems *p, const char **ret,
            size_t *ret_n, bool *ret_converted)
{
        size_t bad;
        int r;

        *ret_converted = false;
        if (ask->n > IMPORT_FILE_MAX) {
                problems_add(p, 0, "", "文件有 %zu MB，超过 %zu MB，请分成几个导入", ask->n >> 20,
                             IMPORT_FILE_MAX >> 20);
                return IMPORT_REFUSED;
        }
        bad = text_first_bad(ask->bytes, ask->n);
        if (bad == ask->n && !memchr(ask->bytes, '\0', ask->n)) {
                *ret = ask->bytes;
                *ret_n = ask->n;
                return 0;
        }
        if (bad == ask->n)
                bad = (size_t)((const char *)memchr(ask->bytes, '\0', ask->n) - ask->bytes);
        r = 1;
        if (ask->n <= MiB(256) && !is_broken_utf8(ask->bytes, ask->n))
                r = text_from_gb18030(mem, ask->bytes, ask->n, ret);
        if (r < 0)
                return err_trace(r);
        if (r > 0) {
                problems_add(p, line_of(ask->bytes, bad), "",
                             "文字编码不对：应为 UTF-8 或 GB18030");
                return IMPORT_REFUSED;
        }
        *ret_n = strlen(*ret);
        *ret_converted = true;
        return 0;
}

const char *
import_sm3(TALLOC_CTX *mem, const char *bytes, size_t n)
{
        struct sm3 hash = sm3_of(bytes, n);

        return sm3_hex(&hash, mem_array(mem, char, SM3_HEX_SIZE));
}

/* ---- attachments ----------------------------------------------------------------------------- */

struct seen {
        const char *path;
        struct draft_file file;
};

struct import_files {
        struct app *app;
        const char *folder;
        struct seen *list;
        size_t n;
};

struct import_files *
import_files_new(TALLOC_CTX *mem, struct app *app, const char *folder)
{
        struct import_files *f = mem_new(mem, struct import_files);

        f->app = app;
        f->folder = mem_strdup(f, folder ? folder : ".");
        return f;
}

static const char *
base_name(const char *path)
{
        const char *slash = strrchr(path, '/');

        return slash ? slash + 1 : path;
}

/* The file's facts; outcome 1: it is not there (or is no file), 2: too big. */
static int
look(struct import_files *f, const char *path, const struct draft_file **ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *full = mem_printf(tmp, "%s/%s", f->folder, path), *bytes;
        struct seen *one;
        struct stat st;
        size_t n;
        int r;

        for (size_t i = 0; i < f->n; i++)
                if (strcmp(f->list[i].path, path) == 0) {
                        *ret = &f->list[i].file;
                        return 0;
                }
        if (stat(full, &st) < 0 || !S_ISREG(st.st_mode))
                return 1;
        if (st.st_size > FILE_SIZE_MAX)
                return 2;
        r = file_map(tmp, full, &bytes, &n);
        if (r)
                return err_fold(r);
        mem_grow(f, f->list, f->n);
        one = &f->list[f->n++];
        one->path = mem_strdup(f, path);
        one->file = (struct draft_file){.name = base_name(one->path),
                                        .sm3 = import_sm3(f, bytes, n),
                                        .type = app_file_type(path, bytes, n),
                                        .size = (int64_t)n};
        *ret = &one->file;
        return 0;
}

struct pictures {
        TALLOC_CTX *mem;
        struct draft_file *list;
        size_t n;
        struct import_files *files;
        struct import_draft *draft;
        int r;
};

static const char *
picture(void *arg, const char *path)
{
        struct pictures *p = arg;
        const struct draft_file *file;
        int r;

        if (strlen(path) == 64 && !strchr(path, '/') && !strchr(path, '.'))
                return NULL; /* stored already */
        r = p->r < 0 ? p->r : look(p->files, path, &file);
        if (r == 0) {
                for (size_t i = 0; i < p->n; i++)
                        if (strcmp(p->list[i].sm3, file->sm3) == 0)
                                return file->sm3;
                mem_grow(p->mem, p->list, p->n);
                p->list[p->n] = *file;
                p->list[p->n++].name = BODY_PICTURE;
                return file->sm3;
        }
        if (r < 0)
                p->r = r;
        else
                import_flag(p->mem, p->draft, "file_missing");
        return "";
}

int
import_files_take(TALLOC_CTX *mem, struct import_files *f, struct import_draft *d,
                  struct draft_file **ret, size_t *ret_n)
{
        struct pictures pictures = {.mem = mem, .files = f, .draft = d};
        struct draft_file *list = mem_array(mem, struct draft_file, d->n_files);
        size_t n = 0;

        for (size_t i = 0; i < d->n_files; i++) {
                const struct draft_file *file;
                int r = look(f, d->files[i], &file);

                if (r < 0)
                        return err_trace(r);
                if (r > 0) {
                        import_flag(mem, d, r == 1 ? "file_missing" : "file_too_big");
                        continue;
                }
                list[n++] = *file;
        }
        body_each_image(d->body, picture, &pictures);
        if (pictures.r < 0)
                return err_trace(pictures.r);
        for (size_t i = 0; i < pictures.n; i++) {
                mem_grow(mem, list, n);
                list[n++] = pictures.list[i];
        }
        *ret = list;
        *ret_n = n;
        return 0;
}

int
import_files_store(struct import_files *f)
{
        for (size_t i = 0; i < f->n; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
                const char *full = mem_printf(tmp, "%s/%s", f->folder, f->list[i].path), *bytes;
                struct stored_file kept;
                size_t n;
                int r;

                r = file_map(tmp, full, &bytes, &n);
                if (r)
                        return err_fold(r);
                r = app_file_store(f->app, f->list[i].path, bytes, n, &kept);
                if (r)
                        return err_trace(r);
                if (strcmp(kept.sm3, f->list[i].file.sm3) != 0)
                        return err_set(ERR_IO, "%s changed while it was imported", full);
        }
        return 0;
}
