#include "intake/ole.h"

#include <strings.h>

enum { HEADER = 512, ENTRY = 128, HEADER_FATS = 109, ENTRIES_MAX = 20000 };
enum { KIND_STORAGE = 1, KIND_STREAM = 2, KIND_ROOT = 5 };
static const uint32_t last_sector = 0xfffffffa; /* from here on a mark, not a number */

static uint32_t
u16(const uint8_t *p)
{
        return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t
u32(const uint8_t *p)
{
        return u16(p) | u16(p + 2) << 16;
}

bool
ole_is(const char *bytes, size_t n)
{
        return n >= 8 && memcmp(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0;
}

/* The bytes of a sector; NULL past the end. */
static const uint8_t *
sector(const struct ole *o, uint32_t i)
{
        uint64_t at = ((uint64_t)i + 1) * o->sector;

        return i < last_sector && at + o->sector <= o->n ? o->bytes + at : NULL;
}

static void
take_fat(struct ole *o, uint32_t where)
{
        const uint8_t *p = sector(o, where);
        size_t per = o->sector / 4;

        for (size_t i = 0; p && i < per && o->n_fat < o->n / o->sector + 1; i++)
                o->fat[o->n_fat++] = u32(p + 4 * i);
}

static void
read_fat(TALLOC_CTX *mem, struct ole *o)
{
        size_t n_sectors = o->n / o->sector + 1, per = o->sector / 4;
        uint32_t more = u32(o->bytes + 68);

        o->fat = mem_array(mem, uint32_t, n_sectors);
        for (size_t i = 0; i < HEADER_FATS; i++)
                take_fat(o, u32(o->bytes + 76 + 4 * i));
        for (size_t turns = 0; turns < n_sectors; turns++) {
                const uint8_t *p = sector(o, more);

                if (!p)
                        return;
                for (size_t i = 0; i + 1 < per; i++)
                        take_fat(o, u32(p + 4 * i));
                more = u32(p + 4 * (per - 1));
        }
}

static void
take_entry(struct ole *o, const uint8_t *p)
{
        struct ole_entry *e = &o->entries[o->n_entries];
        size_t n = u16(p + 64) / 2;
        uint8_t kind = p[66];

        if (kind != KIND_STORAGE && kind != KIND_STREAM && kind != KIND_ROOT)
                return;
        n = n > 32 ? 32 : n;
        for (size_t i = 0; i + 1 < n; i++) {
                uint32_t c = u16(p + 2 * i);

                e->name[i] = (char)(c >= 0x20 && c < 0x7f ? c : c < 0x20 ? '.' : '?');
        }
        e->storage = kind != KIND_STREAM;
        e->start = u32(p + 116);
        e->size = u32(p + 120);
        o->n_entries++;
}

bool
ole_open(TALLOC_CTX *mem, const char *bytes, size_t n, struct ole *ret)
{
        struct ole o = {.bytes = (const uint8_t *)bytes, .n = n};
        uint32_t at;
        unsigned shift;

        if (n < HEADER || !ole_is(bytes, n))
                return false;
        shift = u16(o.bytes + 30);
        if (shift != 9 && shift != 12)
                return false;
        o.sector = (size_t)1 << shift;
        read_fat(mem, &o);
        at = u32(o.bytes + 48);
        o.entries = mem_array(mem, struct ole_entry, ENTRIES_MAX);
        for (size_t turns = 0; turns < o.n_fat; turns++) {
                const uint8_t *p = sector(&o, at);

                if (!p)
                        break;
                for (size_t i = 0; i + ENTRY <= o.sector && o.n_entries < ENTRIES_MAX; i += ENTRY)
                        take_entry(&o, p + i);
                at = at < o.n_fat ? o.fat[at] : last_sector;
        }
        if (!o.n_entries)
                return false;
        *ret = o;
        return true;
}

const struct ole_entry *
ole_find(const struct ole *o, const char *name)
{
        for (size_t i = 0; i < o->n_entries; i++)
                if (strcasecmp(o->entries[i].name, name) == 0)
                        return &o->entries[i];
        return NULL;
}
