/* tests/property/base.c: laws of the lowest room. */
#include "base/buf.h"
#include "base/csv.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/text.h"
#include "property.h"

static const char *
days_add_up(TALLOC_CTX *mem, struct gen *g)
{
        struct day a = day_ymd((int)gen_int(g, 1900, 2100), (int)gen_int(g, 1, 12), 1), b, back;
        int n = (int)gen_int(g, -20000, 20000), year, month, day;
        char text[DAY_TEXT_SIZE];

        b = day_add(a, n);
        day_civil(b, &year, &month, &day);
        if (!day_from_ymd(year, month, day, &back) || back.n != b.n)
                return mem_printf(mem, "%d-%d-%d is not the day it came from", year, month, day);
        if ((day_weekday(a) + n % 7 + 7 - 1) % 7 + 1 != day_weekday(b))
                return mem_printf(mem, "%s: the week has slipped", day_text(b, text));
        if (instant_day(instant_of_day(b)).n != b.n)
                return mem_printf(mem, "%s does not begin on itself", day_text(b, text));
        return NULL;
}

static const char *
folding_settles_at_once(TALLOC_CTX *mem, struct gen *g)
{
        const char *s = gen_text(mem, g, 60), *folded = text_folded(mem, s);

        if (strcmp(folded, text_folded(mem, folded)) != 0)
                return mem_printf(mem, "%s folds on", s);
        if (!text_valid(folded, strlen(folded)))
                return mem_printf(mem, "%s folds to bad UTF-8", s);
        return NULL;
}

static const char *
cutting_counts_characters(TALLOC_CTX *mem, struct gen *g)
{
        const char *s = gen_text(mem, g, 60);
        size_t n = (size_t)gen_int(g, 1, 40), length = text_length(s);
        const char *cut = text_cut(mem, s, n);

        if (length <= n && strcmp(cut, s) != 0)
                return mem_printf(mem, "%s was cut at %zu", s, n);
        if (length > n && text_length(cut) != n + 1)
                return mem_printf(mem, "%s became %s at %zu", s, cut, n);
        return NULL;
}

static const char *
a_row_written_is_a_row_read(TALLOC_CTX *mem, struct gen *g)
{
        const char *fields[6];
        const char *const *again;
        struct buf out = buf_new(mem, MiB(1));
        struct problems problems = {.mem = mem};
        size_t n = (size_t)gen_int(g, 2, N(fields)), n_again;
        struct csv *csv;

        for (size_t i = 0; i < n; i++) { /* "x" in front: not a formula, not a byte order mark */
                fields[i] = mem_printf(mem, "x%s%s", gen_text(mem, g, 20),
                                       gen_int(g, 0, 3) ? "" : "\"\r\n,");
                csv_put(&out, fields[i], i + 1 == n);
        }
        csv = csv_open(mem, out.data, out.len);
        if (csv_next(csv, &problems, &again, &n_again) != 0 || n_again != n)
                return mem_printf(mem, "not a row of %zu: %s", n, out.data);
        for (size_t i = 0; i < n; i++)
                if (strcmp(fields[i], again[i]) != 0)
                        return mem_printf(mem, "%s came back as %s", fields[i], again[i]);
        return NULL;
}

static const char *
a_string_survives_json(TALLOC_CTX *mem, struct gen *g)
{
        const char *s = gen_text(mem, g, 60);
        struct buf out = buf_new(mem, MiB(1));
        struct problems problems = {.mem = mem};
        struct json *again;

        buf_str(&out, "{\"s\":\"");
        json_escape(&out, s);
        buf_str(&out, "\"}");
        if (json_read(mem, out.data, out.len, &problems, &again) != 0)
                return mem_printf(mem, "unreadable: %s", out.data);
        if (strcmp(json_string(json_get(again, "s")), s) != 0)
                return mem_printf(mem, "%s came back as %s", s, json_string(json_get(again, "s")));
        return NULL;
}

static const char *
a_buf_stops_at_its_ceiling(TALLOC_CTX *mem, struct gen *g)
{
        size_t max = (size_t)gen_int(g, 1, 200);
        struct buf b = buf_new(mem, max);
        size_t wanted = 0;

        for (int64_t i = gen_int(g, 1, 20); i > 0; i--) {
                const char *s = gen_text(mem, g, 10);

                wanted += strlen(s);
                buf_str(&b, s);
        }
        if (b.len > max)
                return mem_printf(mem, "%zu bytes in a buf of %zu", b.len, max);
        if ((wanted > max) != b.full)
                return mem_printf(mem, "%zu of %zu wanted, full is %d", wanted, max, b.full);
        return NULL;
}

int
main(void)
{
        property_run("days add up, weeks run on, a day begins on itself", days_add_up);
        property_run("folding text twice changes nothing more", folding_settles_at_once);
        property_run("a cut has as many characters as asked for", cutting_counts_characters);
        property_run("a CSV row written is a row read", a_row_written_is_a_row_read);
        property_run("a string survives JSON", a_string_survives_json);
        property_run("a buf stops at its ceiling and says so", a_buf_stops_at_its_ceiling);
        return property_end();
}
