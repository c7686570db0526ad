/* What a request line, an address, a coding list and a form mean. */
#include "cm.h"

#include "web/address.h"
#include "web/request.h"
#include "web/views.h"

static struct asked asked;

static int
ask(const char *uri, const char *prefix, const char *accept)
{
        return route_find(GET, uri, prefix, accept, &asked);
}

static void
addresses_lead_to_their_routes(void **state)
{
        static const struct {
                const char *uri, *prefix, *accept;
                int outcome;
                const char *route;
                enum page_format format;
        } rows[] = {
            {"/", "", NULL, 0, "portal_home", HTML},
            {"/index.json", "", NULL, 0, "portal_home", JSON},
            {"/", "", "application/json", 0, "portal_home", JSON},
            {"/", "", "text/html,*/*;q=0.8", 0, "portal_home", HTML},
            {"/", "", "*/*", 0, "portal_home", HTML},
            {"/", "", "application/json;q=0.5, text/html;q=0.9", 0, "portal_home", HTML},
            {"/", "", "application/json, text/html;q=0", 0, "portal_home", JSON},
            {"/", "", "image/png, text/html;q=0, application/json;q=0", ROUTE_NOT_ACCEPTABLE, NULL,
             0},
            {"/agency/jiaoyu", "", NULL, 0, "portal_unit", HTML},
            {"/agency/jiaoyu.json", "", NULL, 0, "portal_unit", JSON},
            {"/item/000014349/2021-00001", "", NULL, 0, "portal_item", HTML},
            {"/item/000014349/2021-00001.json?x=1", "", NULL, 0, "portal_item", JSON},
            {"/office", "", "text/html", 0, "office_home", HTML},
            {"/xxgk/", "/xxgk", NULL, 0, "portal_home", HTML},
            {"/xxgk/agency/a", "/xxgk", NULL, 0, "portal_unit", HTML},
            {"/xxgk", "/xxgk", NULL, ROUTE_SLASH, NULL, 0},
            {"/xxgkx", "/xxgk", NULL, ROUTE_NOT_FOUND, NULL, 0},
            {"/other", "/xxgk", NULL, ROUTE_NOT_FOUND, NULL, 0},
            {"/agencies/", "", NULL, ROUTE_SLASH, NULL, 0},
            {"/nowhere/at/all", "", NULL, 0, "portal_old", HTML},
            {"", "", NULL, ROUTE_BAD, NULL, 0},
            {"*", "", NULL, ROUTE_BAD, NULL, 0},
            {"http://a/", "", NULL, ROUTE_BAD, NULL, 0},
            {"/a/../b", "", NULL, ROUTE_BAD, NULL, 0},
            {"/a/%2e%2E", "", NULL, ROUTE_BAD, NULL, 0},
            {"/a/.", "", NULL, ROUTE_BAD, NULL, 0},
            {"/%", "", NULL, ROUTE_BAD, NULL, 0},
            {"/%4", "", NULL, ROUTE_BAD, NULL, 0},
            {"/%zz", "", NULL, ROUTE_BAD, NULL, 0},
            {"/%00", "", NULL, ROUTE_BAD, NULL, 0},
            {"/%0a", "", NULL, ROUTE_BAD, NULL, 0},
            {"/%7f", "", NULL, ROUTE_BAD, NULL, 0},
            {"/%ff", "", NULL, ROUTE_BAD, NULL, 0},
            {"/%ed%a0%80", "", NULL, ROUTE_BAD, NULL, 0}, /* a surrogate */
            {"/a#b", "", NULL, ROUTE_BAD, NULL, 0},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                int r = ask(rows[i].uri, rows[i].prefix, rows[i].accept);

                if (r != rows[i].outcome)
                        print_error("%s: %d\n", rows[i].uri, r);
                assert_int_equal(r, rows[i].outcome);
                if (!rows[i].route)
                        continue;
                assert_string_equal(asked.route->name, rows[i].route);
                assert_int_equal(asked.format, rows[i].format);
        }
        assert_int_equal(route_find(POST, "/agencies", "", NULL, &asked), ROUTE_BAD_METHOD);
        assert_int_equal(route_find(GET, "/office/sign-out", "", NULL, &asked), ROUTE_BAD_METHOD);
        assert_int_equal(asked.route->method, POST);
}

static const char *
arg(const char *name)
{
        for (size_t i = 0; i < asked.n_args; i++)
                if (strcmp(asked.args[i].name, name) == 0)
                        return asked.args[i].value;
        return NULL;
}

static void
arguments_are_decoded_and_put_in_order(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        assert_int_equal(ask("/item/a%2Fb/c%20d", "", NULL), 0);
        assert_string_equal(arg("index_no"), "a/b/c d");
        assert_int_equal(ask("/agency/%E6%95%99", "", NULL), 0);
        assert_string_equal(arg("slug"), "教");
        assert_int_equal(ask("/search?page=2&q=%E6%95%99+%E8%82%B2&utm=x&agency=", "", NULL), 0);
        assert_string_equal(arg("q"), "教 育");
        assert_string_equal(arg("page"), "2");
        assert_null(arg("utm"));
        assert_null(arg("agency"));
        assert_string_equal(asked_query(mem, &asked), "q=%E6%95%99%20%E8%82%B2&page=2");
        assert_int_equal(ask("/search?q=%0d%0a", "", NULL), ROUTE_BAD);
        assert_int_equal(ask("/search?q=1&q=2&q=3&q=4&q=5&q=6&q=7&q=8&q=9", "", NULL), ROUTE_BAD);
        assert_int_equal(ask("/search?utm=%ff", "", NULL), 0); /* nobody looks at it */
}

static struct address
address(const char *text)
{
        struct address a;

        assert_true(address_parse(text, strlen(text), &a));
        return a;
}

static void
networks(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct networks n;
        const char *bad;
        struct address a;

        (void)state;
        assert_true(networks_parse(mem, "10.0.0.0/8, ::1 192.168.4.0/22,2001:db8::/33", &n, &bad));
        assert_int_equal(n.n, 4);
        assert_true((a = address("10.200.1.1"), networks_have(&n, &a)));
        assert_false((a = address("11.0.0.1"), networks_have(&n, &a)));
        assert_true((a = address("::ffff:10.1.1.1"), networks_have(&n, &a)));
        assert_true((a = address("192.168.7.255"), networks_have(&n, &a)));
        assert_false((a = address("192.168.8.0"), networks_have(&n, &a)));
        assert_true((a = address("[2001:db8:7fff::1]"), networks_have(&n, &a)));
        assert_false((a = address("2001:db8:8000::1"), networks_have(&n, &a)));
        for (size_t i = 0; i < 5; i++)
                assert_false(networks_parse(
                    mem, (const char *[]){"10.0.0.0/33", "a", "10.0.0/8", "::/129", "1.1.1.1/"}[i],
                    &n, &bad));
}

static void
the_visitor_behind_proxies(void **state)
{
        static const struct {
                const char *peer, *forwarded, *visitor;
        } rows[] = {
            {"203.0.113.9", NULL, "203.0.113.9"},
            {"203.0.113.9", "1.1.1.1", "203.0.113.9"}, /* not trusted: what it says is nothing */
            {"10.0.0.1", NULL, "10.0.0.1"},
            {"10.0.0.1", "1.1.1.1", "1.1.1.1"},
            {"10.0.0.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"}, /* the last that a proxy of ours saw */
            {"10.0.0.1", "1.1.1.1, 10.0.0.2", "1.1.1.1"},
            {"10.0.0.1", "1.1.1.1,10.0.0.2 , 10.0.0.3", "1.1.1.1"},
            {"10.0.0.1", "unknown", "10.0.0.1"},
            {"10.0.0.1", "1.1.1.1, unknown", "10.0.0.1"},
            {"10.0.0.1", "2001:db8::1", "2001:db8::1"},
            {"10.0.0.1", "", "10.0.0.1"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct networks trusted;
        const char *bad;

        (void)state;
        assert_true(networks_parse(mem, "10.0.0.0/8", &trusted, &bad));
        for (size_t i = 0; i < N(rows); i++) {
                struct address peer = address(rows[i].peer), want = address(rows[i].visitor);
                struct address got = address_visitor(&trusted, &peer, rows[i].forwarded);

                assert_memory_equal(&got, &want, sizeof(got));
        }
}

static void
a_network_of_one_customer_is_one_visitor(void **state)
{
        static const struct {
                const char *one, *other;
                bool same;
        } rows[] = {
            {"2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true},
            {"2001:db8:1:2::1", "2001:db8:1:3::1", false},
            {"203.0.113.9", "203.0.113.10", false},
            {"203.0.113.9", "::ffff:203.0.113.9", true},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct address_counts *t = address_counts_new(8);
                struct address one, other;

                assert_true(address_parse(rows[i].one, strlen(rows[i].one), &one));
                assert_true(address_parse(rows[i].other, strlen(rows[i].other), &other));
                assert_int_equal(address_hash(&one) == address_hash(&other), rows[i].same);
                assert_true(address_counts_add(t, &one, 1));
                assert_int_equal(address_counts_add(t, &other, 1), !rows[i].same);
                address_counts_drop(t, &one);
                assert_int_equal(address_counts_add(t, &other, 1), rows[i].same);
                address_counts_free(t);
        }
}

static void
each_address_has_its_share(void **state)
{
        struct address_counts *t = address_counts_new(48);
        struct address all[100];
        char text[24];

        (void)state;
        for (int i = 0; i < 100; i++) {
                (void)snprintf(text, sizeof(text), "10.0.%d.%d", i / 7, i % 7);
                all[i] = address(text);
        }
        for (int round = 0; round < 50; round++) {
                for (int i = 0; i < 40; i++)
                        for (int k = 0; k < 3; k++)
                                assert_int_equal(address_counts_add(t, &all[(round + i) % 100], 2),
                                                 k < 2);
                for (int i = 39; i >= 0; i -= 2) {
                        address_counts_drop(t, &all[(round + i) % 100]);
                        address_counts_drop(t, &all[(round + i) % 100]);
                }
                for (int i = 0; i < 40; i += 2) {
                        address_counts_drop(t, &all[(round + i) % 100]);
                        address_counts_drop(t, &all[(round + i) % 100]);
                }
        }
        for (int i = 0; i < 48; i++) /* nothing is left, there is room for all */
                assert_true(address_counts_add(t, &all[i], 1));
        for (int i = 0; i < 48; i++)
                address_counts_drop(t, &all[i]);
        address_counts_free(t);
}

static void
codings(void **state)
{
        static const struct {
                const char *accept;
                enum encoding wanted;
        } rows[] = {
            {NULL, PLAIN},          {"", PLAIN},
            {"identity", PLAIN},    {"gzip", GZIP},
            {"GZIP", GZIP},         {"gzip, deflate, br", BROTLI},
            {"br;q=0, gzip", GZIP}, {"br;q=0.000, gzip;q=0", PLAIN},
            {"br;q=0.001", BROTLI}, {"gzipped", PLAIN},
            {"xbr", PLAIN},         {"deflate,gzip;q=1.0", GZIP},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(encoding_of(rows[i].accept), rows[i].wanted);
}

static void
forms(void **state)
{
        static const char *const bad[] = {"a", "a=%", "a=%4", "a=%00", "a=%ff", "a=1&b", "a=\001"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct page_arg *fields;
        const char *text = "a=1&b=x+y%0D%0Az&%E6%95%99=%E8%82%B2&a=&&";
        size_t n;

        (void)state;
        assert_int_equal(form_parse(mem, text, strlen(text), &fields, &n), 0);
        assert_int_equal(n, 4);
        assert_string_equal(fields[1].value, "x y\r\nz");
        assert_string_equal(fields[2].name, "教");
        assert_string_equal(fields[3].value, "");
        assert_int_equal(form_parse(mem, "", 0, &fields, &n), 0);
        assert_int_equal(n, 0);
        for (size_t i = 0; i < N(bad); i++)
                assert_int_equal(form_parse(mem, bad[i], strlen(bad[i]), &fields, &n), 1);
}

static void
robots(void **state)
{
        static const struct {
                const char *agent;
                bool robot;
        } rows[] = {
            {NULL, true},
            {"", true},
            {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
             "Chrome/120.0 Safari/537.36",
             false},
            {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
             "(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
             false},
            {"Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
             true},
            {"Sogou web spider/4.0", true},
            {"curl/7.88.1", true},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(views_is_robot(rows[i].agent), rows[i].robot);
}

static int
begin(void **state)
{
        (void)state;
        routes_init();
        return 0;
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(addresses_lead_to_their_routes),
            cmocka_unit_test(arguments_are_decoded_and_put_in_order),
            cmocka_unit_test(networks),
            cmocka_unit_test(the_visitor_behind_proxies),
            cmocka_unit_test(each_address_has_its_share),
            cmocka_unit_test(a_network_of_one_customer_is_one_visitor),
            cmocka_unit_test(codings),
            cmocka_unit_test(forms),
            cmocka_unit_test(robots),
        };

        return cmocka_run_group_tests(tests, begin, NULL);
}
