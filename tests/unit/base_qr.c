#include "cm.h"

#include "base/qr.h"

static char *
repeated(const char *what, int times)
{
        static char text[1024];
        size_t n = 0;

        for (int i = 0; i < times; i++)
                for (const char *p = what; *p; p++)
                        text[n++] = *p;
        text[n] = '\0';
        return text;
}

/* The codes below were read back by an independent reader (zbar) before their hashes were noted. */
static void
codes_are_those_that_a_reader_has_read(void **state)
{
        static const struct {
                const char *what;
                int times;
                size_t side;
                uint64_t hash;
        } rows[] = {
            {"A", 1, 21, 0xdddaf36b26450131},
            {"https://www.jingyu.example/item/112206220135512345%2F2019-00268", 1, 37,
             0x3b1349ae16b294e1},
            {"x", 120, 45, 0x746fa976f5add699},
            {"https://example/", 20, 69, 0x201db84523c5d6dd},
            {"0123456789", 33, 69, 0xa71b74a0136e6699},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                uint64_t hash = 0xcbf29ce484222325;
                struct qr qr;

                assert_int_equal(qr_make(repeated(rows[i].what, rows[i].times), &qr), 0);
                assert_int_equal(qr.side, rows[i].side);
                for (size_t y = 0; y < qr.side; y++)
                        for (size_t x = 0; x < qr.side; x++)
                                hash = (hash ^ qr.dark[y][x]) * 0x100000001b3;
                assert_int_equal(hash, rows[i].hash);
        }
}

static void
what_is_too_long_is_refused(void **state)
{
        struct qr qr;

        (void)state;
        assert_int_equal(qr_make(repeated("x", QR_TEXT_MAX), &qr), 0);
        assert_int_equal(qr_make(repeated("x", QR_TEXT_MAX + 1), &qr), QR_TOO_LONG);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(codes_are_those_that_a_reader_has_read),
            cmocka_unit_test(what_is_too_long_is_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
