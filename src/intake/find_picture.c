/* Where a picture was taken: EXIF within JPEG, PNG, WEBP and TIFF, and XMP, which says it in words. */
#include "intake/find.h"

enum { GPS_IFD = 0x8825, LATITUDE = 2, LONGITUDE = 4, ENTRIES_MAX = 512 };

struct tiff {
        const uint8_t *p;
        size_t n;
        bool big;
};

static uint32_t
number(const struct tiff *t, size_t at, size_t size)
{
        uint32_t v = 0;

        if (at > t->n || size > t->n - at)
                return 0;
        for (size_t i = 0; i < size; i++)
                v |= (uint32_t)t->p[at + i] << (8 * (t->big ? size - 1 - i : i));
        return v;
}

/* Where the entry of tag stands in the directory; 0: nowhere. */
static size_t
entry(const struct tiff *t, size_t directory, uint32_t tag)
{
        uint32_t n = number(t, directory, 2);

        for (uint32_t i = 0; directory && i < n && i < ENTRIES_MAX; i++)
                if (number(t, directory + 2 + 12 * (size_t)i, 2) == tag)
                        return directory + 2 + 12 * (size_t)i;
        return 0;
}

/* Degrees, minutes, seconds: three fractions. */
static double
degrees(const struct tiff *t, size_t at)
{
        size_t from = number(t, at + 8, 4);
        double sum = 0, unit = 1;

        for (size_t i = 0; i < 3; i++, unit *= 60) {
                uint32_t below = number(t, from + 8 * i + 4, 4);

                if (below)
                        sum += (double)number(t, from + 8 * i, 4) / below / unit;
        }
        return sum;
}

static void
in_tiff(struct finder *f, const uint8_t *p, size_t n, const char *where)
{
        struct tiff t = {p, n, n > 2 && p[0] == 'M'};
        size_t gps = n < 8 ? 0 : entry(&t, number(&t, 4, 4), GPS_IFD), directory, lat, lon;

        if (!gps)
                return;
        directory = number(&t, gps + 8, 4);
        lat = entry(&t, directory, LATITUDE);
        lon = entry(&t, directory, LONGITUDE);
        if (lat && lon)
                find_add(
                    f, INTAKE_HAS_LOCATION, where,
                    mem_printf(f->mem, "纬度%.4f，经度%.4f", degrees(&t, lat), degrees(&t, lon)));
}

static uint32_t
big32(const uint8_t *p)
{
        return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void
in_jpeg(struct finder *f, const uint8_t *p, size_t n, const char *where)
{
        for (size_t at = 2; at + 4 < n && p[at] == 0xff && p[at + 1] != 0xda;) {
                size_t size = (size_t)p[at + 2] << 8 | p[at + 3];

                if (size < 2 || size > n - at - 2)
                        return;
                if (p[at + 1] == 0xe1 && size > 8 && memcmp(p + at + 4, "Exif\0\0", 6) == 0)
                        in_tiff(f, p + at + 10, size - 8, where);
                at += 2 + size;
        }
}

static void
in_png(struct finder *f, const uint8_t *p, size_t n, const char *where)
{
        for (size_t at = 8; at + 12 <= n;) {
                size_t size = big32(p + at);

                if (size > n - at - 12)
                        return;
                if (memcmp(p + at + 4, "eXIf", 4) == 0)
                        in_tiff(f, p + at + 8, size, where);
                at += 12 + size;
        }
}

static void
in_webp(struct finder *f, const uint8_t *p, size_t n, const char *where)
{
        for (size_t at = 12; at + 8 <= n;) {
                size_t size = p[at + 4] | (size_t)p[at + 5] << 8 | (size_t)p[at + 6] << 16 |
                              (size_t)p[at + 7] << 24;

                if (size > n - at - 8)
                        return;
                if (memcmp(p + at, "EXIF", 4) == 0)
                        in_tiff(f, p + at + 8, size, where);
                at += 8 + size + (size & 1);
        }
}

void
find_in_picture(struct finder *f, const char *bytes, size_t n, const char *where)
{
        const uint8_t *p = (const uint8_t *)bytes;

        if (n > 16 && p[0] == 0xff && p[1] == 0xd8)
                in_jpeg(f, p, n, where);
        else if (n > 16 && memcmp(p, "\x89PNG", 4) == 0)
                in_png(f, p, n, where);
        else if (n > 16 && memcmp(p, "RIFF", 4) == 0)
                in_webp(f, p, n, where);
        else if (n > 16 && (memcmp(p, "II*\0", 4) == 0 || memcmp(p, "MM\0*", 4) == 0))
                in_tiff(f, p, n, where);
        if (memmem(bytes, n, "exif:GPSLatitude", 16) && f->n_of[INTAKE_HAS_LOCATION] == 0)
                find_add(f, INTAKE_HAS_LOCATION, where, "");
}
