/* Which addresses a link in a text must not make the server knock at. */
#include "cm.h"

#include "outside/link.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static void
what_is_translated_is_where_it_leads(void **state)
{
        static const struct {
                const char *address;
                bool inside;
        } rows[] = {
            {"10.1.2.3", true},
            {"203.0.113.9", false},
            {"::1", true},
            {"fd00::1", true},
            {"fe80::1", true},
            {"2001:db8::1", false},
            {"::ffff:10.1.2.3", true},
            {"::ffff:203.0.113.9", false},
            {"::10.1.2.3", true},
            {"::203.0.113.9", false},
            {"64:ff9b::10.1.2.3", true},
            {"64:ff9b::203.0.113.9", false},
            {"64:ff9b:1::cb00:7109", true},
            {"2002:c0a8:101::1", true},
            {"2002:7f00:1::", true},
            {"2002:cb00:7109::1", false},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct sockaddr_in v4 = {.sin_family = AF_INET};
                struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
                bool is_v4 = inet_pton(AF_INET, rows[i].address, &v4.sin_addr) == 1;

                if (!is_v4)
                        assert_int_equal(inet_pton(AF_INET6, rows[i].address, &v6.sin6_addr), 1);
                if (link_is_inside(is_v4 ? (const struct sockaddr *)&v4
                                         : (const struct sockaddr *)&v6) != rows[i].inside)
                        fail_msg("%s", rows[i].address);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(what_is_translated_is_where_it_leads),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
