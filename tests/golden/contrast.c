/* contrast FILE.css: the ratios of WCAG 2.1 (1.4.3, 1.4.11), computed from the custom properties of
 * the stylesheet, for each theme and for 长者版. A pair that people read stands in the table. */
#include "base/buf.h"
#include "base/file.h"

#include <math.h>

enum { COLOURS = 64, NAME = 24 };

struct colours {
        char name[COLOURS][NAME];
        unsigned rgb[COLOURS];
        size_t n;
};

static void
set(struct colours *c, const char *name, size_t n, unsigned rgb)
{
        size_t i = 0;

        while (i < c->n && (strlen(c->name[i]) != n || strncmp(c->name[i], name, n)))
                i++;
        if (i == COLOURS || n >= NAME)
                return;
        if (i == c->n) {
                memcpy(c->name[i], name, n);
                c->name[i][n] = '\0';
                c->n++;
        }
        c->rgb[i] = rgb;
}

/* Lays the properties of the block that begins with `selector {` over c. */
static bool
read_block(struct colours *c, const char *css, const char *selector)
{
        const char *p = css, *end;

        for (;; p++) {
                p = strstr(p, selector);
                if (!p)
                        return false;
                if ((p == css || p[-1] == '\n') && !strncmp(p + strlen(selector), " {\n", 3))
                        break;
        }
        end = strchr(p, '}');
        while ((p = strstr(p, "  --")) && p < end) {
                size_t n = strcspn(p + 4, ":");

                if (p[4 + n + 1] == ' ' && p[4 + n + 2] == '#')
                        set(c, p + 4, n, (unsigned)strtoul(p + 4 + n + 3, NULL, 16));
                p += 4;
        }
        return true;
}

static double
channel(unsigned v)
{
        double x = (double)v / 255;

        return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

static double
luminance(unsigned rgb)
{
        return 0.2126 * channel(rgb >> 16) + 0.7152 * channel((rgb >> 8) & 255) +
               0.0722 * channel(rgb & 255);
}

static bool
colour(const struct colours *c, const char *name, unsigned *ret)
{
        for (size_t i = 0; i < c->n; i++)
                if (!strcmp(c->name[i], name)) {
                        *ret = c->rgb[i];
                        return true;
                }
        return false;
}

static double
ratio(unsigned a, unsigned b)
{
        double x = luminance(a), y = luminance(b);

        return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static const struct {
        const char *front, *back;
        double least;
} pairs[] = {
    {"text", "page", 7},
    {"text", "soft", 7},
    {"text", "brand-soft", 7},
    {"text", "mark", 4.5},
    {"secondary", "page", 4.5},
    {"secondary", "soft", 4.5},
    {"secondary", "brand-soft", 4.5},
    {"link", "page", 4.5},
    {"link", "soft", 4.5},
    {"link", "brand-soft", 4.5},
    {"link", "mark", 4.5},
    {"visited", "page", 4.5},
    {"visited", "soft", 4.5},
    {"visited", "brand-soft", 4.5},
    {"visited", "mark", 4.5},
    {"brand", "page", 4.5},
    {"brand", "soft", 4.5},
    {"brand", "brand-soft", 4.5},
    {"on-brand", "brand", 4.5},
    {"on-brand", "brand-deep", 4.5},
    {"error", "page", 4.5},
    {"error", "error-soft", 4.5},
    {"on-brand", "error", 4.5},
    {"warning", "warning-soft", 4.5},
    {"good", "good-soft", 4.5},
    {"text", "error-soft", 7},
    {"text", "warning-soft", 7},
    {"text", "good-soft", 7},
    {"link", "error-soft", 4.5},
    {"visited", "error-soft", 4.5},
    {"link", "warning-soft", 4.5},
    {"on-focus", "focus", 7},
    {"field", "page", 3},
    {"field", "soft", 3},
    {"on-focus", "page", 3},
    {"on-focus", "soft", 3},
    {"chart-1", "page", 3},
    {"chart-2", "page", 3},
    {"chart-3", "page", 3},
    {"chart-4", "page", 3},
    {"chart-5", "page", 3},
};

static const char *const themes[][3] = {
    {":root"},           {":root", ".theme-red"},           {":root", ".office"},
    {":root", ".elder"}, {":root", ".theme-red", ".elder"}, {":root", ".office", ".elder"}};

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int n = 0, bad = 0;
        char *css;
        size_t size;

        if (argc != 2 || file_read(mem, argv[1], MiB(1), &css, &size)) {
                (void)fputs("usage: contrast FILE.css\n", stderr);
                return 2;
        }
        for (size_t t = 0; t < N(themes); t++) {
                struct colours c = {.n = 0};
                const char *name = "";

                for (size_t k = 0; k < 3 && themes[t][k]; k++) {
                        bool found = read_block(&c, css, themes[t][k]);

                        name = mem_printf(mem, "%s%s", name, themes[t][k]);
                        if (!found) {
                                (void)printf("not ok %d - the stylesheet has no block %s\n", ++n,
                                             themes[t][k]);
                                bad++;
                        }
                }
                for (size_t i = 0; i < N(pairs); i++) {
                        unsigned front = 0, back = 0;
                        bool known =
                            colour(&c, pairs[i].front, &front) && colour(&c, pairs[i].back, &back);
                        double r = ratio(front, back);
                        bool is_ok = known && r >= pairs[i].least;

                        bad += !is_ok;
                        (void)printf("%sok %d - %s: %s on %s is %.1f, at least %.1f\n",
                                     is_ok ? "" : "not ", ++n, name, pairs[i].front, pairs[i].back,
                                     r, pairs[i].least);
                }
        }
        (void)printf("1..%d\n", n);
        return bad ? 1 : 0;
}
