#include "cm.h"

#include "app/demo/demo.h"
#include "base/text.h"

static TALLOC_CTX *mem;
static struct demo *jingyu;

static size_t
length(const struct demo_item *it)
{
        size_t n = 0;

        for (size_t i = 0; i < it->n_blocks; i++) {
                const struct block *b = &it->blocks[i];

                n += text_length(b->text);
                for (size_t c = 0; c < b->n_rows * b->n_cols; c++)
                        n += text_length(b->cells[c]);
        }
        return n;
}

static int
by_size(const void *a, const void *b)
{
        size_t x = *(const size_t *)a, y = *(const size_t *)b;

        return (x > y) - (x < y);
}

static int
by_text(const void *a, const void *b)
{
        return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t
told(const struct demo *d, const char *name)
{
        for (size_t i = 0; i < d->n_figures; i++)
                if (!strcmp(d->figures[i].name, name) && !*d->figures[i].label)
                        return (size_t)d->figures[i].value;
        fail_msg("no figure %s", name);
        return 0;
}

static void
each_channel_counts_what_the_source_counts(void **state)
{
        static const char *const channels[] = {"website", "weibo", "wechat", "other"};
        size_t all = 0;

        (void)state;
        for (size_t c = 0; c < N(channels); c++) {
                size_t n = 0;

                for (size_t i = 0; i < jingyu->n_items; i++)
                        n += !strcmp(jingyu->items[i].channel, channels[c]);
                assert_int_equal(n, told(jingyu, mem_printf(mem, "channel_%s", channels[c])));
                all += n;
        }
        assert_int_equal(all, told(jingyu, "proactive_total"));
        assert_int_equal(jingyu->n_agencies, told(jingyu, "agencies"));
}

static void
what_the_source_counts_one_by_one_is_there(void **state)
{
        size_t interpretations = 0, npc = 0, cppcc = 0, rules = 0, all_rules = 0;

        (void)state;
        for (size_t i = 0; i < jingyu->n_items; i++) {
                const struct demo_item *it = &jingyu->items[i];

                interpretations += it->interprets != 0;
                npc += !strcmp(it->pattern, "proposal_npc");
                cppcc += !strcmp(it->pattern, "proposal_cppcc");
                rules += !strcmp(it->pattern, "normative") && day_year(it->written) == jingyu->year;
                all_rules += !strcmp(it->pattern, "normative") && !strcmp(it->validity, "valid");
                if (it->interprets) {
                        const struct demo_item *of = &jingyu->items[it->interprets - 1];

                        assert_true(it->interprets <= i);
                        assert_true(strlen(it->title) > strlen(of->title));
                        assert_true(it->published.ms >= of->published.ms);
                }
        }
        assert_int_equal(interpretations, told(jingyu, "interpretations"));
        assert_int_equal(npc, told(jingyu, "proposals_npc"));
        assert_int_equal(cppcc, told(jingyu, "proposals_cppcc"));
        assert_int_equal(rules, told(jingyu, "normative_issued"));
        assert_int_equal(all_rules, 26);
}

static void
it_reads_as_real(void **state)
{
        size_t n = jingyu->n_items, files = 0, tables = 0;
        size_t *sizes = mem_array(mem, size_t, n);
        const char **titles = mem_array(mem, const char *, n);

        (void)state;
        for (size_t i = 0; i < n; i++) {
                const struct demo_item *it = &jingyu->items[i];
                bool table = false;

                sizes[i] = length(it);
                titles[i] = it->title;
                files += it->file.type != NULL;
                for (size_t b = 0; b < it->n_blocks; b++)
                        table |= it->blocks[b].kind == BLOCK_TABLE;
                tables += table;
        }
        qsort(sizes, n, sizeof(*sizes), by_size);
        qsort(titles, n, sizeof(*titles), by_text);
        assert_true(sizes[n / 2] >= 600);
        for (size_t i = 2; i < n; i++)
                assert_true(strcmp(titles[i - 2], titles[i]) != 0);
        assert_true(jingyu->n_sentences >= 400);
        assert_true(files >= n / 5 - 1);
        assert_true(tables >= n / 20);
}

/* A slot, a choice or a number gone wrong would show as one of these. */
static void
no_scaffolding_shows(void **state)
{
        static const char *const marks[] = {"{",    "}",    "<",    ">",    "nan", "inf",
                                            "-0.0", "，。", "。。", "、。", "()",  "|"};

        (void)state;
        for (size_t i = 0; i < jingyu->n_items; i++) {
                const struct demo_item *it = &jingyu->items[i];

                for (size_t b = 0; b < it->n_blocks; b++)
                        for (size_t m = 0; m < N(marks); m++)
                                if (strstr(it->blocks[b].text, marks[m]))
                                        fail_msg("%s: %s", it->title, it->blocks[b].text);
                assert_true(*it->title && !strchr(it->title, '{'));
                assert_true(day_year(it->written) >= 2008);
                assert_true(instant_day(it->published).n >= it->written.n);
        }
}

static int64_t
hundredths(const char *cell)
{
        char *end;
        double v = strtod(cell, &end);

        return (int64_t)(v * 10000 + (v < 0 ? -0.5 : 0.5));
}

static void
tables_add_up(void **state)
{
        size_t sums = 0;

        (void)state;
        for (size_t i = 0; i < jingyu->n_items; i++)
                for (size_t k = 0; k < jingyu->items[i].n_blocks; k++) {
                        const struct block *b = &jingyu->items[i].blocks[k];

                        if (b->kind != BLOCK_TABLE || !b->total)
                                continue;
                        for (size_t c = 0; c < b->n_cols; c++) {
                                int64_t sum = 0;

                                if (!b->number[c])
                                        continue;
                                for (size_t r = 1; r + 1 < b->n_rows; r++)
                                        sum += hundredths(b->cells[r * b->n_cols + c]);
                                assert_int_equal(
                                    sum, hundredths(b->cells[(b->n_rows - 1) * b->n_cols + c]));
                                sums++;
                        }
                }
        assert_true(sums > 1000);
}

static void
the_same_seed_writes_the_same(void **state)
{
        struct demo *again;

        (void)state;
        assert_int_equal(demo_make(mem, "jingyu-2019", &again), 0);
        assert_int_equal(again->n_items, jingyu->n_items);
        for (size_t i = 0; i < again->n_items; i++) {
                assert_string_equal(again->items[i].title, jingyu->items[i].title);
                assert_int_equal(again->items[i].published.ms, jingyu->items[i].published.ms);
                assert_int_equal(length(&again->items[i]), length(&jingyu->items[i]));
        }
}

static void
every_body_is_a_body(void **state)
{
        (void)state;
        for (size_t i = 0; i < jingyu->n_items; i += 7) {
                TALLOC_CTX *scratch = talloc_new(mem);
                const struct demo_item *it = &jingyu->items[i];
                const char *json = body_json(scratch, demo_body(scratch, it->blocks, it->n_blocks));
                struct problems problems = {.mem = scratch};
                struct body *body;

                if (body_parse(scratch, json, strlen(json), true, &problems, &body))
                        fail_msg("%s: %s %s", it->title, problems.list[0].field,
                                 problems.list[0].message);
                assert_string_equal(body_json(scratch, body), json);
                talloc_free(scratch);
        }
}

static size_t
count_of(const struct demo *d, const char *column, const char *channel, int town)
{
        size_t n = 0;

        for (size_t i = 0; i < d->n_items; i++) {
                const struct demo_item *it = &d->items[i];

                n += (!column || !strcmp(it->column, column)) &&
                     (!channel || !strcmp(it->channel, channel) ||
                      (it->also && !strcmp(it->also, channel))) &&
                     (town < 0 || it->agency->is_town == (town == 1));
        }
        return n;
}

/* The figures of seeds 000, 002, 003 and 004, by category, group or channel. */
static void
the_others_count_as_their_sources(void **state)
{
        static const struct {
                const char *scenario, *column, *channel;
                int town; /* -1: all */
                size_t n;
        } rows[] = {
            {"anyuan-2012", NULL, NULL, -1, 10563},     {"anyuan-2012", NULL, "website", 0, 6789},
            {"anyuan-2012", NULL, "website", 1, 3774},  {"anyuan-2012", NULL, "journal", -1, 7842},
            {"erlianhaote-2011", NULL, NULL, -1, 8392}, {"erlianhaote-2011", "EL1", NULL, -1, 1060},
            {"erlianhaote-2011", "EL2", NULL, -1, 113}, {"erlianhaote-2011", "EL3", NULL, -1, 89},
            {"erlianhaote-2011", "EL4", NULL, -1, 166}, {"erlianhaote-2011", "EL5", NULL, -1, 6305},
            {"erlianhaote-2011", "EL6", NULL, -1, 76},  {"erlianhaote-2011", "EL7", NULL, -1, 57},
            {"erlianhaote-2011", "EL8", NULL, -1, 526}, {"tieshan-2015", NULL, "website", -1, 2106},
            {"tieshan-2015", NULL, "sms", -1, 180},     {"taian-waiban-2010", NULL, NULL, -1, 45},
            {"taian-waiban-2010", "TA1", NULL, -1, 5},  {"taian-waiban-2010", "TA2", NULL, -1, 27},
            {"taian-waiban-2010", "TA3", NULL, -1, 11}, {"taian-waiban-2010", "TA4", NULL, -1, 2},
        };
        static const struct {
                const char *scenario;
                size_t agencies, classes, subclasses;
        } houses[] = {{"anyuan-2012", 52, 9, 29},
                      {"erlianhaote-2011", 43, 8, 0},
                      {"tieshan-2015", 25, 0, 0},
                      {"taian-waiban-2010", 1, 4, 0}};

        (void)state;
        for (size_t h = 0; h < N(houses); h++) {
                TALLOC_CTX *scratch = talloc_new(mem);
                size_t classes = 0, subclasses = 0;
                const char **titles;
                struct demo *d;

                assert_int_equal(demo_make(scratch, houses[h].scenario, &d), 0);
                assert_int_equal(d->n_agencies, houses[h].agencies);
                for (size_t i = 0; i < d->n_columns; i++) {
                        bool top = !strcmp(d->columns[i].parent, "content");

                        classes += top;
                        subclasses += !top;
                        if (!top || !houses[h].subclasses)
                                assert_true(count_of(d, d->columns[i].code, NULL, -1) > 0);
                }
                assert_int_equal(classes, houses[h].classes);
                assert_int_equal(subclasses, houses[h].subclasses);
                for (size_t i = 0; i < N(rows); i++)
                        if (!strcmp(rows[i].scenario, houses[h].scenario))
                                assert_int_equal(
                                    count_of(d, rows[i].column, rows[i].channel, rows[i].town),
                                    rows[i].n);
                titles = mem_array(scratch, const char *, d->n_items);
                for (size_t i = 0; i < d->n_items; i++)
                        titles[i] = d->items[i].title;
                qsort(titles, d->n_items, sizeof(*titles), by_text);
                for (size_t i = 2; i < d->n_items; i++)
                        assert_true(strcmp(titles[i - 2], titles[i]) != 0);
                talloc_free(scratch);
        }
}

static void
no_scenario_of_that_name(void **state)
{
        struct demo *none;

        (void)state;
        assert_int_equal(demo_make(mem, "atlantis-1999", &none), 1);
}

static int
begin(void **state)
{
        (void)state;
        mem = mem_root();
        return demo_make(mem, "jingyu-2019", &jingyu);
}

static int
end(void **state)
{
        (void)state;
        mem_endp(&mem);
        return 0;
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(each_channel_counts_what_the_source_counts),
            cmocka_unit_test(what_the_source_counts_one_by_one_is_there),
            cmocka_unit_test(it_reads_as_real),
            cmocka_unit_test(no_scaffolding_shows),
            cmocka_unit_test(tables_add_up),
            cmocka_unit_test(the_same_seed_writes_the_same),
            cmocka_unit_test(every_body_is_a_body),
            cmocka_unit_test(the_others_count_as_their_sources),
            cmocka_unit_test(no_scenario_of_that_name),
        };

        return cmocka_run_group_tests(tests, begin, end);
}
