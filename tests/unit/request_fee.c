#include "cm.h"

#include "domain/request/fee.h"

static void /* 国办函〔2020〕109号 第三条, 第四条; 《政府信息公开条例》第四十二条 */
by_item(void **state)
{
        static const int64_t rows[][2] = {
            {0, 0},     {10, 0},    {11, 100},  {12, 200},  {30, 2000}, {31, 2200},  {35, 3000},
            {40, 4000}, {41, 4300}, {45, 5500}, {50, 7000}, {51, 7400}, {60, 11000}, {100, 37000}};
        TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(fee_of(mem, FEE_BY_ITEM, 0, rows[i][0]).total, rows[i][1]);
        mem_endp(&mem);
}

static void /* 国办函〔2020〕109号 第五条 */
by_page(void **state)
{
        static const int64_t rows[][2] = {{30, 0},     {31, 10},    {35, 50},     {68, 380},
                                          {100, 700},  {101, 720},  {150, 1700},  {200, 2700},
                                          {201, 2740}, {250, 4700}, {1000, 34700}};
        TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(fee_of(mem, FEE_BY_PAGE, 0, rows[i][0]).total, rows[i][1]);
        mem_endp(&mem);
}

static void /* 第四条: a later piece of the month costs its own rate, not the sum again */
what_was_charged_before_is_not_charged_again(void **state)
{
        TALLOC_CTX *mem = mem_root();
        struct fee fee = fee_of(mem, FEE_BY_ITEM, 30, 1);

        (void)state;
        assert_int_equal(fee.total, 200);
        assert_int_equal(fee.n_bands, 1);
        assert_int_equal(fee.bands[0].from, 31);
        for (int64_t already = 0; already < 120; already++)
                for (int64_t n = 0; n < 60; n++) {
                        int64_t sum = 0;

                        for (int64_t k = 1; k <= n; k++)
                                sum += fee_rate(FEE_BY_ITEM, already + k);
                        fee = fee_of(mem, FEE_BY_ITEM, already, n);
                        assert_int_equal(fee.total, sum);
                        for (size_t b = 1; b < fee.n_bands; b++)
                                assert_int_equal(fee.bands[b].from, fee.bands[b - 1].to + 1);
                }
        mem_endp(&mem);
}

static void
a_quantity_is_digits(void **state)
{
        static const struct {
                const char *text;
                int64_t n;
        } rows[] = {{"0", 0},       {"007", 7},   {"500000", 500000},
                    {"500001", -1}, {"", -1},     {"-1", -1},
                    {"+1", -1},     {" 1", -1},   {"1 ", -1},
                    {"1.5", -1},    {"1e3", -1},  {"１", -1},
                    {"一", -1},     {"0x10", -1}, {"18446744073709551617", -1}};

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(fee_quantity(rows[i].text), rows[i].n);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(by_item),
            cmocka_unit_test(by_page),
            cmocka_unit_test(what_was_charged_before_is_not_charged_again),
            cmocka_unit_test(a_quantity_is_digits),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
