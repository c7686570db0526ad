#include "app/file.h"

#include "base/crypto.h"
#include "base/file.h"

#include <strings.h>

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
