#include "intake/pack.h"

#include <strings.h>
#include <zip.h>

struct pack {
        zip_t *zip;
        const char **names;
        size_t n;
        uint64_t unpacked; /* so far, as counted and not as told */
};

static int
pack_close(struct pack *p)
{
        if (p->zip)
                zip_discard(p->zip);
        p->zip = NULL;
        return 0;
}

/* A name that stays within: no root, no drive, no step up. */
static bool
is_inside(const char *name)
{
        if (name[0] == '/' || name[0] == '\\' || (name[0] && name[1] == ':'))
                return false;
        for (const char *s = name; *s;) {
                size_t n = strcspn(s, "/\\");

                if (n == 2 && s[0] == '.' && s[1] == '.')
                        return false;
                s += n + (s[n] != '\0');
        }
        return true;
}

/* What the directory of the archive says; it may lie, so pack_part() counts again. */
static int
look(TALLOC_CTX *mem, struct pack *p)
{
        uint64_t total = 0, packed = 0;

        for (size_t i = 0; i < p->n; i++) {
                zip_stat_t st;

                if (zip_stat_index(p->zip, i, 0, &st) < 0 || !(st.valid & ZIP_STAT_NAME) ||
                    !(st.valid & ZIP_STAT_SIZE) || !(st.valid & ZIP_STAT_COMP_SIZE))
                        return INTAKE_BROKEN;
                if (!is_inside(st.name))
                        return INTAKE_PATHS;
                if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
                        return INTAKE_ENCRYPTED;
                if (st.size > PACK_TOTAL_MAX)
                        return INTAKE_BOMB;
                total += st.size;
                packed += st.comp_size;
                p->names[i] = mem_strdup(mem, st.name);
        }
        if (total > PACK_TOTAL_MAX || (total > PACK_RATIO_FROM && total / PACK_RATIO_MAX > packed))
                return INTAKE_BOMB;
        return 0;
}

int
pack_open(TALLOC_CTX *mem, const char *bytes, size_t n, struct pack **ret)
{
        struct pack *p = mem_new(mem, struct pack);
        zip_source_t *src = zip_source_buffer_create(bytes, n, 0, NULL);
        zip_int64_t count;
        int r;

        if (!src)
                return INTAKE_BROKEN;
        p->zip = zip_open_from_source(src, ZIP_RDONLY, NULL);
        if (!p->zip) {
                zip_source_free(src);
                return INTAKE_BROKEN;
        }
        talloc_set_destructor(p, pack_close);
        count = zip_get_num_entries(p->zip, 0);
        if (count > PACK_PARTS_MAX)
                return INTAKE_BOMB;
        p->n = count > 0 ? (size_t)count : 0;
        p->names = mem_array(p, const char *, p->n + 1);
        r = look(p, p);
        if (r)
                return r;
        *ret = p;
        return 0;
}

size_t
pack_count(const struct pack *p)
{
        return p->n;
}

const char *
pack_name(const struct pack *p, size_t i)
{
        return p->names[i];
}

static size_t
find(const struct pack *p, const char *name)
{
        for (size_t i = 0; i < p->n; i++)
                if (strcasecmp(p->names[i], name) == 0) /* the format compares them so */
                        return i;
        return p->n;
}

bool
pack_has(const struct pack *p, const char *name)
{
        return find(p, name) < p->n;
}

static int
unpack(struct pack *p, zip_file_t *f, uint64_t packed, struct buf *out)
{
        char part[65536];
        zip_int64_t k;

        while ((k = zip_fread(f, part, sizeof(part))) > 0) {
                buf_put(out, part, (size_t)k);
                p->unpacked += (uint64_t)k;
                if (out->full || p->unpacked > PACK_TOTAL_MAX ||
                    (out->len > PACK_RATIO_FROM && out->len / PACK_RATIO_MAX > packed))
                        return INTAKE_BOMB;
        }
        return k < 0 ? INTAKE_BROKEN : 0;
}

int
pack_part(TALLOC_CTX *mem, struct pack *p, const char *name, char **ret, size_t *ret_n)
{
        size_t i = find(p, name);
        struct buf out = buf_new(mem, PACK_PART_MAX);
        zip_stat_t st;
        zip_file_t *f;
        int r;

        if (i == p->n)
                return INTAKE_EMPTY;
        if (zip_stat_index(p->zip, i, 0, &st) < 0)
                return INTAKE_BROKEN;
        f = zip_fopen_index(p->zip, i, 0);
        if (!f)
                return INTAKE_BROKEN;
        r = unpack(p, f, st.comp_size, &out);
        if (zip_fclose(f) != 0 && r == 0)
                r = INTAKE_BROKEN;
        if (r)
                return r;
        buf_put(&out, "", 0);
        *ret = out.data;
        *ret_n = out.len;
        return 0;
}
