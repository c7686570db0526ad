#include "cm.h"

#include "base/file.h"
#include "domain/report/report.h"
#include "intake/html.h"

#include <dirent.h>
#include <math.h>
#include <unistd.h>

/* Whole reports of our own writing (reports/NAME.txt or .html) in the shapes published ones come in, each with
 * NAME.want: what must be read and found. A line says one thing:
 *
 *      year 2019 · issuer X · form 2019 · script hant · complete no
 *      cell ID VALUE · blank ID · nocell ID
 *      fact NAME VALUE UNIT ("~" before an approximate value) · no VALUE (no figure of the narrative)
 *      check ID STATUS [KIND] (an id may be the beginning of one) · fails N
 *      before NAME (the report of the year before)
 *
 * Law: 《政府信息公开条例》第五十条; 2007年条例第三十二条. */

static const char *folder;

struct shape {
        TALLOC_CTX *mem;
        const char *name;
        struct report *rep, *before;
        struct report_checks checks;
        size_t wrong;
};

static struct report *
read_file(TALLOC_CTX *mem, const char *name)
{
        struct report *rep = NULL;
        struct buf text = buf_new(mem, MiB(4));
        char *bytes;
        size_t n;
        const char *path = mem_printf(mem, "%s/%s.txt", folder, name);
        bool page = access(path, R_OK) != 0;

        if (page)
                path = mem_printf(mem, "%s/%s.html", folder, name);
        assert_int_equal(file_read(mem, path, MiB(1), &bytes, &n), 0);
        if (page)
                html_to_text(&text, bytes, n);
        else
                buf_put(&text, bytes, n);
        assert_int_equal(report_read(mem, name, buf_text(&text), text.len, &rep), 0);
        return rep;
}

static bool
cell_is(const struct shape *s, const char *rest)
{
        char id[64];
        double v;
        const struct report_cell *c;

        assert_int_equal(sscanf(rest, "%63s %lf", id, &v), 2);
        c = report_cell(s->rep, id);
        return c && !c->blank && fabs(c->value - v) < 1e-6;
}

static bool
fact_is(const struct shape *s, const char *rest)
{
        char name[64], value[64], unit[64] = "";
        bool approx;
        double v;

        assert_true(sscanf(rest, "%63s %63s %63s", name, value, unit) >= 2);
        approx = *value == '~';
        v = strtod(value + (approx ? 1 : 0), NULL);
        for (size_t i = 0; i < s->rep->n_facts; i++) {
                const struct report_fact *f = &s->rep->facts[i];

                if (strcmp(f->name, name) == 0 && fabs(f->value - v) < 1e-6 * (1 + v) &&
                    strcmp(f->unit, unit) == 0 && f->approx == approx)
                        return true;
        }
        return false;
}

static bool
check_is(const struct shape *s, const char *rest)
{
        char id[64], status[64], kind[64] = "";

        assert_true(sscanf(rest, "%63s %63s %63s", id, status, kind) >= 2);
        for (size_t i = 0; i < s->checks.n; i++) {
                const struct report_check *k = &s->checks.list[i];

                if (strncmp(k->id, id, strlen(id)) == 0 &&
                    strcmp(report_status_word(k->status), status) == 0 &&
                    (!*kind || strcmp(k->kind, kind) == 0))
                        return true;
        }
        return false;
}

static size_t
fails(const struct shape *s)
{
        size_t n = 0;

        for (size_t i = 0; i < s->checks.n; i++)
                n += s->checks.list[i].status == REPORT_FAIL;
        return n;
}

static bool
has_value(const struct shape *s, double v)
{
        for (size_t i = 0; i < s->rep->n_facts; i++)
                if (s->rep->facts[i].value == v)
                        return true;
        return false;
}

static bool
holds(const struct shape *s, const char *word, const char *rest)
{
        const struct report_cell *c = report_cell(s->rep, rest);

        if (strcmp(word, "year") == 0)
                return s->rep->year == strtol(rest, NULL, 10);
        if (strcmp(word, "issuer") == 0)
                return strcmp(s->rep->issuer, rest) == 0;
        if (strcmp(word, "form") == 0)
                return strcmp(s->rep->form->kind, rest) == 0;
        if (strcmp(word, "script") == 0)
                return s->rep->hant == (strcmp(rest, "hant") == 0);
        if (strcmp(word, "complete") == 0)
                return s->rep->complete == (strcmp(rest, "yes") == 0);
        if (strcmp(word, "cell") == 0)
                return cell_is(s, rest);
        if (strcmp(word, "blank") == 0)
                return c && c->blank;
        if (strcmp(word, "nocell") == 0)
                return !c;
        if (strcmp(word, "fact") == 0)
                return fact_is(s, rest);
        if (strcmp(word, "no") == 0)
                return !has_value(s, strtod(rest, NULL));
        if (strcmp(word, "check") == 0)
                return check_is(s, rest);
        if (strcmp(word, "fails") == 0)
                return fails(s) == strtoul(rest, NULL, 10);
        return strcmp(word, "before") == 0;
}

/* Everything that was read, for whoever mends it. */
static void
print_all(const struct shape *s)
{
        print_error("%s: %s %d %s, %zu cells, %s\n", s->name, s->rep->issuer, s->rep->year,
                    s->rep->form->id, s->rep->n_cells, s->rep->complete ? "complete" : "cut");
        for (size_t i = 0; i < s->rep->n_facts; i++)
                print_error("    %s %s%.10g %s (%s)\n", s->rep->facts[i].name,
                            s->rep->facts[i].approx ? "~" : "", s->rep->facts[i].value,
                            s->rep->facts[i].unit, s->rep->facts[i].label);
        for (size_t i = 0; i < s->checks.n; i++)
                if (s->checks.list[i].status != REPORT_PASS)
                        print_error("    %s %s %s: %s\n", s->checks.list[i].id,
                                    s->checks.list[i].kind,
                                    report_status_word(s->checks.list[i].status),
                                    s->checks.list[i].message);
}

static void
judge_lines(struct shape *s, char *want)
{
        char *save;

        for (char *line = strtok_r(want, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
                char *rest = strchr(line, ' ');

                assert_non_null(rest);
                *rest++ = '\0';
                if (holds(s, line, rest))
                        continue;
                print_error("%s: not: %s %s\n", s->name, line, rest);
                s->wrong++;
        }
}

static size_t
judge(const char *name)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct shape s = {.mem = mem, .name = name};
        char *want;
        const char *before;
        size_t n;

        assert_int_equal(
            file_read(mem, mem_printf(mem, "%s/%s.want", folder, name), MiB(1), &want, &n), 0);
        want = mem_strndup(mem, want, n);
        s.rep = read_file(mem, name);
        before = strstr(want, "before ");
        if (before)
                s.before = read_file(mem, mem_strndup(mem, before + strlen("before "),
                                                      strcspn(before + strlen("before "), "\n")));
        report_check(mem, s.rep, s.before, &s.checks);
        judge_lines(&s, want);
        if (s.wrong)
                print_all(&s);
        return s.wrong;
}

static int
is_want(const struct dirent *d)
{
        size_t n = strlen(d->d_name);

        return n > 5 && strcmp(d->d_name + n - 5, ".want") == 0;
}

static void
all_shapes(void **state)
{
        struct dirent **list = NULL;
        int n = scandir(folder, &list, is_want, alphasort);
        size_t wrong = 0;

        (void)state;
        assert_true(n >= 12);
        for (int i = 0; i < n; i++) {
                list[i]->d_name[strlen(list[i]->d_name) - 5] = '\0';
                wrong += judge(list[i]->d_name);
                free(list[i]);
        }
        free(list);
        if (wrong)
                fail_msg("%zu lines do not hold", wrong);
}

int
main(int argc, char **argv)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(all_shapes)};

        folder = argc > 1 ? argv[1] : "reports";
        return cmocka_run_group_tests(tests, NULL, NULL);
}
