#include "document/bundle.h"

#include "base/crypto.h"
#include "base/file.h"

#include <errno.h>
#include <unistd.h>
#include <zip.h>

enum { MANIFEST_MAX = 256 << 20, CHUNK = 64 << 10 };
static const char manifest_name[] = "manifest.sm3";

struct bundle {
        TALLOC_CTX *mem;
        zip_t *zip;
        char *spool; /* folder of what was given as bytes; NULL: none yet */
        const char *path;
        size_t n_spooled, n;
        struct buf manifest;
        time_t at;
};

static const char *
spooled(struct bundle *b, size_t i)
{
        return mem_printf(b->mem, "%s/%zu", b->spool, i);
}

static int
bundle_end(struct bundle *b)
{
        if (b->zip)
                zip_discard(b->zip);
        for (size_t i = 0; i < b->n_spooled; i++)
                (void)unlink(spooled(b, i));
        if (b->spool)
                (void)rmdir(b->spool);
        return 0;
}

static int
failed(struct bundle *b, const char *doing)
{
        return err_set(ERR_IO, "%s: %s", doing, zip_strerror(b->zip));
}

int
bundle_new(TALLOC_CTX *mem, const char *path, struct instant now, struct bundle **ret)
{
        struct bundle *b = mem_new(mem, struct bundle);
        int code = 0;

        b->mem = b;
        b->path = mem_strdup(b, path);
        b->at = (time_t)(now.ms / 1000);
        b->manifest = buf_new(b, MANIFEST_MAX);
        talloc_set_destructor(b, bundle_end);
        b->zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code);
        if (!b->zip) {
                talloc_free(b);
                return code == ZIP_ER_EXISTS ? BUNDLE_THERE
                                             : err_set(ERR_IO, "%s: zip error %d", path, code);
        }
        *ret = b;
        return 0;
}

static int
add(struct bundle *b, const char *name, const char *path)
{
        zip_source_t *source = zip_source_file(b->zip, path, 0, -1);
        zip_int64_t at;

        if (!source)
                return failed(b, name);
        at = zip_file_add(b->zip, name, source, ZIP_FL_ENC_UTF_8);
        if (at < 0) {
                zip_source_free(source);
                return failed(b, name);
        }
        return zip_file_set_mtime(b->zip, (zip_uint64_t)at, b->at, 0) < 0 ? failed(b, name) : 0;
}

static void
note(struct bundle *b, const char *name, const void *bytes, size_t n)
{
        struct sm3 hash = sm3_of(bytes, n);
        char hex[SM3_HEX_SIZE];

        buf_printf(&b->manifest, "%s  %s\n", sm3_hex(&hash, hex), name);
        b->n++;
}

/* Not flushed: what is cut off begins anew. */
static int
put_aside(const char *path, const void *bytes, size_t n)
{
        FILE *f = fopen(path, "wxe");
        bool whole = f && fwrite(bytes, 1, n, f) == n;

        if (f)
                whole = fclose(f) == 0 && whole;
        return whole ? 0 : err_errno("%s", path);
}

static int
spool(struct bundle *b, const char *name, const void *bytes, size_t n)
{
        int r;

        if (!b->spool) {
                char *folder = mem_printf(b->mem, "%s.XXXXXX", b->path);

                if (!mkdtemp(folder))
                        return err_errno("%s", folder);
                b->spool = folder;
        }
        r = put_aside(spooled(b, b->n_spooled), bytes, n);
        if (r < 0)
                return err_trace(r);
        r = add(b, name, spooled(b, b->n_spooled++));
        return r < 0 ? err_trace(r) : 0;
}

int
bundle_bytes(struct bundle *b, const char *name, const void *bytes, size_t n)
{
        int r = spool(b, name, bytes, n);

        if (r < 0)
                return err_trace(r);
        note(b, name, bytes, n);
        return 0;
}

int
bundle_file(struct bundle *b, const char *name, const char *path)
{
        _cleanup_(mem_endp) TALLOC_CTX *own = mem_root();
        const char *bytes;
        size_t n;
        int r = file_map(own, path, &bytes, &n);

        if (r)
                return r < 0 ? err_trace(r) : err_set(ERR_IO, "%s: no such file", path);
        note(b, name, bytes, n);
        r = add(b, name, path);
        return r < 0 ? err_trace(r) : 0;
}

int
bundle_close(struct bundle *b, char ret_sm3[BUNDLE_HEX], size_t *ret_n)
{
        const char *text = buf_text(&b->manifest);
        struct sm3 hash = sm3_of(text, b->manifest.len);
        int r = spool(b, manifest_name, text, b->manifest.len);

        if (r < 0)
                return err_trace(r);
        if (zip_close(b->zip) < 0)
                return failed(b, b->path);
        b->zip = NULL;
        (void)sm3_hex(&hash, ret_sm3);
        *ret_n = b->n;
        return 0;
}

/* ---- reading it again ----------------------------------------------------------------------- */

/* The SM3 of one entry, in pieces: nothing of it is kept, however large it unpacks. */
static bool
hash_entry(zip_t *zip, zip_uint64_t at, char hex[SM3_HEX_SIZE])
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        zip_file_t *file = zip_fopen_index(zip, at, 0);
        struct sm3_state *state = sm3_begin(mem);
        char *piece = mem_array(mem, char, CHUNK);
        struct sm3 hash;
        zip_int64_t n = -1;

        while (file && (n = zip_fread(file, piece, CHUNK)) > 0)
                sm3_add(state, piece, (size_t)n);
        hash = sm3_end(state);
        (void)sm3_hex(&hash, hex);
        return file && zip_fclose(file) == 0 && n == 0;
}

static int
read_manifest(TALLOC_CTX *mem, zip_t *zip, struct problems *problems, char **ret, size_t *ret_n)
{
        zip_int64_t at = zip_name_locate(zip, manifest_name, 0);
        zip_stat_t stat;
        zip_file_t *file;
        bool done;

        if (at < 0 || zip_stat_index(zip, (zip_uint64_t)at, 0, &stat) < 0 ||
            !(stat.valid & ZIP_STAT_SIZE) || stat.size > MANIFEST_MAX) {
                problems_add(problems, 0, manifest_name, "包内没有可用的校验清单");
                return BUNDLE_BAD;
        }
        *ret = mem_array(mem, char, stat.size + 1);
        file = zip_fopen_index(zip, (zip_uint64_t)at, 0);
        done = file && zip_fread(file, *ret, stat.size) == (zip_int64_t)stat.size;
        if (file)
                (void)zip_fclose(file);
        if (!done) {
                problems_add(problems, 0, manifest_name, "校验清单无法读取");
                return BUNDLE_BAD;
        }
        (*ret)[stat.size] = '\0';
        *ret_n = stat.size;
        return 0;
}

static void
check_entry(zip_t *zip, const char *hex, const char *name, struct problems *problems)
{
        zip_int64_t at = zip_name_locate(zip, name, 0);
        char is[SM3_HEX_SIZE];

        if (at < 0)
                problems_add(problems, 0, name, "清单中有，包内没有");
        else if (!hash_entry(zip, (zip_uint64_t)at, is))
                problems_add(problems, 0, name, "无法读取");
        else if (strcmp(is, hex) != 0)
                problems_add(problems, 0, name, "内容与清单不符");
}

static void
check_all(zip_t *zip, char *manifest, struct problems *problems, size_t *ret_n)
{
        zip_int64_t n_entries = zip_get_num_entries(zip, 0);
        size_t line = 0;

        for (char *at = manifest, *next; *at; at = next) {
                size_t len = strcspn(at, "\n");

                next = at + len + (at[len] == '\n');
                at[len] = '\0';
                line++;
                if (len < SM3_HEX_SIZE + 2 || at[SM3_HEX_SIZE - 1] != ' ' ||
                    at[SM3_HEX_SIZE] != ' ') {
                        problems_add(problems, line, manifest_name, "不是“摘要  文件名”");
                        continue;
                }
                at[SM3_HEX_SIZE - 1] = '\0';
                check_entry(zip, at, at + SM3_HEX_SIZE + 1, problems);
        }
        if (n_entries != (zip_int64_t)line + 1)
                problems_add(problems, 0, manifest_name, "清单列有 %zu 个文件，包内有 %lld 个",
                             line, (long long)n_entries - 1);
        *ret_n = line;
}

int
bundle_verify(TALLOC_CTX *mem, const char *path, struct problems *problems,
              char ret_sm3[BUNDLE_HEX], size_t *ret_n)
{
        size_t before = problems->n, n;
        struct sm3 hash;
        char *manifest;
        int code = 0, r;
        zip_t *zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);

        if (!zip && code == ZIP_ER_OPEN && errno != ENOENT)
                return err_errno("%s", path);
        if (!zip) {
                problems_add(problems, 0, "file", "%s",
                             code == ZIP_ER_NOENT || code == ZIP_ER_OPEN ? "没有这个文件"
                                                                         : "不是完好的 ZIP 文件");
                return BUNDLE_BAD;
        }
        r = read_manifest(mem, zip, problems, &manifest, &n);
        if (r == 0) {
                hash = sm3_of(manifest, n);
                (void)sm3_hex(&hash, ret_sm3);
                check_all(zip, manifest, problems, ret_n);
        }
        zip_discard(zip);
        return problems->n > before ? BUNDLE_BAD : 0;
}
