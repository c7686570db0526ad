/* Agencies: where one may stand, and what may become of which (机构改革). */
#include "cm.h"

#include "domain/agency/agency.h"
#include "domain/agency/reform.h"

static void /* 《政府信息公开条例》第三条, 第四条 */
a_branch_moves_neither_below_itself_nor_too_deep(void **state)
{
        static const struct {
                int64_t above[16];
                size_t n;
                int height;
                bool good;
        } rows[] = {
            {{1}, 1, 0, true},     {{7, 1}, 2, 3, true},
            {{5}, 1, 0, false},    {{9, 5, 1}, 3, 0, false}, /* 5 is what moves */
            {{2, 1}, 2, 13, true}, {{2, 1}, 2, 14, false},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct problems p = {.mem = mem};

                agency_move_check(5, rows[i].above, rows[i].n, rows[i].height, &p);
                assert_int_equal(p.n == 0, rows[i].good);
                if (p.n)
                        assert_non_null(problems_of(&p, "parent"));
        }
}

static void
words_have_labels(void **state)
{
        enum reform_kind kind;

        (void)state;
        assert_string_equal(agency_word_label(agency_kinds, AGENCY_KINDS, "park"),
                            "开发区（园区）");
        assert_string_equal(agency_word_label(agency_levels, AGENCY_LEVELS, "moon"), "moon");
        for (enum reform_kind k = 0; k < N_REFORM_KINDS; k++) {
                assert_true(reform_from(reform_text(k), &kind));
                assert_int_equal(kind, k);
                assert_true(*reform_label(k) != '\0');
        }
        assert_false(reform_from("burn", &kind));
        assert_false(reform_from(NULL, &kind));
}

static struct reform_unit
unit(int64_t id)
{
        return (struct reform_unit){
            .id = id, .name = "机关", .opened = day_ymd(2000, 1, 1), .closed = DAY_NONE};
}

/* One fault in each row. `from`, `to`: how many; field: where it is told, NULL: all is well. */
static void /* 《政府信息公开条例》第十条: 承继其职权的机关负责 */
what_may_become_of_which(void **state)
{
        static const struct {
                enum reform_kind kind;
                size_t from, to;
                const char *fault, *field;
        } rows[] = {
            {REFORM_MERGE, 1, 1, "", NULL},
            {REFORM_MERGE, 3, 1, "", NULL},
            {REFORM_MERGE, 0, 1, "", "from"},
            {REFORM_MERGE, 2, 0, "", "to"},
            {REFORM_MERGE, 2, 2, "", "to"},
            {REFORM_SPLIT, 1, 2, "", NULL},
            {REFORM_SPLIT, 1, 1, "", "to"},
            {REFORM_SPLIT, 2, 2, "", "from"},
            {REFORM_RENAME, 1, 1, "", NULL},
            {REFORM_RENAME, 1, 2, "", "to"},
            {REFORM_CLOSE, 1, 0, "", NULL},
            {REFORM_CLOSE, 1, 1, "", "to"},
            {REFORM_MERGE, 1, 1, "no day", "on"},
            {REFORM_MERGE, 1, 1, "tomorrow", "on"},
            {REFORM_MERGE, 1, 1, "today", NULL},
            {REFORM_MERGE, 1, 1, "no basis", "basis"},
            {REFORM_MERGE, 1, 1, "basis not given", "basis"},
            {REFORM_MERGE, 1, 1, "from closed", "from"},
            {REFORM_MERGE, 1, 1, "from too young", "on"},
            {REFORM_MERGE, 1, 1, "from root", "from"},
            {REFORM_MERGE, 1, 1, "to closed", "to"},
            {REFORM_MERGE, 1, 1, "to too young", "on"},
            {REFORM_MERGE, 1, 1, "to opened that day", NULL},
            {REFORM_MERGE, 1, 1, "both", "to"},
        };
        struct day today = day_ymd(2024, 7, 10);
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct problems p = {.mem = mem};
                const char *fault = rows[i].fault;
                struct reform f = {.kind = rows[i].kind,
                                   .n_from = rows[i].from,
                                   .n_to = rows[i].to,
                                   .on = day_ymd(2024, 7, 1),
                                   .basis = "静编〔2024〕3号"};

                for (size_t k = 0; k < f.n_from; k++)
                        f.from[k] = unit(10 + (int64_t)k);
                for (size_t k = 0; k < f.n_to; k++)
                        f.to[k] = unit(20 + (int64_t)k);
                if (strcmp(fault, "no day") == 0)
                        f.on = DAY_NONE;
                if (strcmp(fault, "tomorrow") == 0)
                        f.on = day_add(today, 1);
                if (strcmp(fault, "today") == 0)
                        f.on = today;
                if (strcmp(fault, "no basis") == 0)
                        f.basis = "";
                if (strcmp(fault, "basis not given") == 0)
                        f.basis = NULL;
                if (strcmp(fault, "from closed") == 0)
                        f.from[0].closed = day_ymd(2020, 1, 1);
                if (strcmp(fault, "from too young") == 0)
                        f.from[0].opened = f.on;
                if (strcmp(fault, "from root") == 0)
                        f.from[0].is_site_root = true;
                if (strcmp(fault, "to closed") == 0)
                        f.to[0].closed = day_ymd(2020, 1, 1);
                if (strcmp(fault, "to too young") == 0)
                        f.to[0].opened = day_add(f.on, 1);
                if (strcmp(fault, "to opened that day") == 0)
                        f.to[0].opened = f.on;
                if (strcmp(fault, "both") == 0)
                        f.to[0] = f.from[0];
                reform_check(&f, today, &p);
                if ((p.n == 0) != !rows[i].field || (p.n && !problems_of(&p, rows[i].field)))
                        print_error("row %zu: %zu problems\n", i, p.n);
                assert_int_equal(p.n == 0, !rows[i].field);
                if (rows[i].field)
                        assert_non_null(problems_of(&p, rows[i].field));
        }
}

static void
nothing_is_left_to_nobody(void **state)
{
        static const struct {
                struct reform_effect effect;
                size_t to;
                const char *field;
        } rows[] = {
            {{.history = 40, .grants = 2}, 0, NULL},
            {{.drafts = 1}, 0, "to"},
            {{.people = 1}, 0, "to"},
            {{.columns = 1}, 0, "to"},
            {{.duties = 1}, 0, "to"},
            {{.below = 1}, 0, "to"},
            {{.late = 1}, 0, "on"},
            {{.drafts = 1, .late = 1, .people = 1}, 1, NULL},
            {{.importing = 1}, 1, ""},
        };
        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct problems p = {.mem = mem};
                struct reform f = {.kind = REFORM_CLOSE, .n_to = rows[i].to};

                reform_check_effect(&f, &rows[i].effect, &p);
                assert_int_equal(p.n == 0, !rows[i].field);
                if (rows[i].field)
                        assert_non_null(problems_of(&p, rows[i].field));
        }
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_branch_moves_neither_below_itself_nor_too_deep),
            cmocka_unit_test(words_have_labels),
            cmocka_unit_test(what_may_become_of_which),
            cmocka_unit_test(nothing_is_left_to_nobody),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
