/* Links of texts are tried, against a server of our own on this machine. */
#include "county.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/link.h"
#include "base/clock.h"

struct site {
        int fd, port;
        pthread_t thread;
        _Atomic int asked;
};

/* /gone is 404, /down is 500, /move leads to /there; HEAD of /shy is refused. */
static const char *
answer_to(const char *request)
{
        if (strstr(request, " /gone "))
                return "HTTP/1.1 404 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        if (strstr(request, " /down "))
                return "HTTP/1.1 500 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        if (strstr(request, " /move "))
                return "HTTP/1.1 302 x\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: "
                       "close\r\n\r\n";
        if (strncmp(request, "HEAD /shy ", 10) == 0)
                return "HTTP/1.1 405 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return "HTTP/1.1 200 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
}

static void *
serve(void *arg)
{
        struct site *s = arg;

        for (;;) {
                int c = accept(s->fd, NULL, NULL);
                char request[4096];
                ssize_t n;
                const char *answer;

                if (c < 0)
                        return NULL;
                n = read(c, request, sizeof(request) - 1);
                request[n > 0 ? n : 0] = '\0';
                s->asked++;
                answer = answer_to(request);
                if (write(c, answer, strlen(answer)) < 0)
                        print_message("# nobody listened\n");
                (void)close(c);
        }
}

static void
site_begin(struct site *s)
{
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        socklen_t size = sizeof(a);

        *s = (struct site){.fd = socket(AF_INET, SOCK_STREAM, 0)};
        assert_int_equal(bind(s->fd, (struct sockaddr *)&a, size), 0);
        assert_int_equal(listen(s->fd, 16), 0);
        assert_int_equal(getsockname(s->fd, (struct sockaddr *)&a, &size), 0);
        s->port = ntohs(a.sin_port);
        assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void
site_end(struct site *s)
{
        (void)shutdown(s->fd, SHUT_RDWR);
        (void)close(s->fd);
        (void)pthread_join(s->thread, NULL);
}

struct writing {
        struct county county;
        struct problems problems;
        const char *body;
};

static int
draft(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct writing *w = arg;
        struct draft d = DRAFT_EMPTY;

        d.agency_id = w->county.agency;
        d.column_id = w->county.column;
        d.title = "友情链接";
        d.body = w->body;
        return app_item_draft(mem, tx, &w->county.author, w->county.now, &d, &w->problems,
                              &w->county.item, &w->county.edition);
}

static const char *
body_with(struct fixture *f, const struct site *s, const char *const *paths, size_t n)
{
        const char *text = "";

        for (size_t i = 0; i < n; i++)
                text = mem_printf(f->mem,
                                  "%s%s{\"type\":\"text\",\"text\":\"l\",\"marks\":[{\"type\":"
                                  "\"link\",\"href\":\"http://127.0.0.1:%d%s\"}]},{\"type\":"
                                  "\"text\",\"text\":\"，\"}",
                                  text, i ? "," : "", s->port, paths[i]);
        return mem_printf(
            f->mem, "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[%s]}]}",
            text);
}

struct looking {
        int64_t item;
        struct item_link *links;
        size_t n;
};

static int
look(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct looking *l = arg;

        return app_item_links(mem, tx, l->item, &l->links, &l->n);
}

static size_t
check(struct fixture *f, struct instant now)
{
        size_t asked;

        assert_done(app_links_check(f->mem, &f->app, now, &asked));
        return asked;
}

static void
what_leads_nowhere_is_told(struct fixture *f)
{
        static const char *const paths[] = {"/here", "/gone", "/down", "/move", "/shy"};
        static const enum link_known wanted[] = {LINK_IS_OK, LINK_IS_BROKEN, LINK_IS_SILENT,
                                                 LINK_IS_OK, LINK_IS_OK};
        struct writing w = {.problems = {.mem = f->mem}};
        struct looking l;
        struct instant now;
        struct site site;

        county_build(f, &w.county);
        site_begin(&site);
        w.body = body_with(f, &site, paths, N(paths));
        assert_done(app_run(f->mem, &f->app, draft, &w));
        now = w.county.now;
        assert_int_equal(check(f, now), 0); /* off */
        assert_int_equal(site.asked, 0);
        f->app.link_checks = APP_LINKS_ALL;
        assert_int_equal(check(f, now), N(paths));
        assert_int_equal(check(f, now), 0); /* each once */
        for (int i = 0; i < 2; i++) {       /* what failed is tried again, two hours apart */
                now.ms += 7200 * 1000;
                assert_int_equal(check(f, now), 1);
        }
        now.ms += 7200 * 1000;
        assert_int_equal(check(f, now), 0);
        l.item = w.county.item;
        assert_done(app_read(f->mem, &f->app, look, &l));
        assert_int_equal(l.n, N(paths));
        for (size_t i = 0; i < N(paths); i++)
                assert_int_equal(l.links[i].known, wanted[i]);
        assert_string_equal(l.links[1].why, "打开时返回 404");
        now.ms += (int64_t)40 * 86400 * 1000; /* all again after a month */
        assert_int_equal(check(f, now), N(paths));
        site_end(&site);
}

/* A text must not make the server knock on doors inside. */
static void
private_networks_are_not_asked(struct fixture *f)
{
        static const char *const paths[] = {"/here"};
        struct writing w = {.problems = {.mem = f->mem}};
        struct looking l;
        struct site site;

        county_build(f, &w.county);
        site_begin(&site);
        w.body = body_with(f, &site, paths, N(paths));
        assert_done(app_run(f->mem, &f->app, draft, &w));
        f->app.link_checks = APP_LINKS_PUBLIC;
        assert_int_equal(check(f, w.county.now), 1);
        assert_int_equal(site.asked, 0);
        l.item = w.county.item;
        assert_done(app_read(f->mem, &f->app, look, &l));
        assert_int_equal(l.links[0].known, LINK_IS_INSIDE);
        site_end(&site);
}

static void
what_is_no_longer_linked_is_not_asked(struct fixture *f)
{
        static const char *const first[] = {"/here", "/gone"};
        struct writing w = {.problems = {.mem = f->mem}};
        struct site site;

        county_build(f, &w.county);
        site_begin(&site);
        w.body = body_with(f, &site, first, N(first));
        assert_done(app_run(f->mem, &f->app, draft, &w));
        sql_do(f, "DELETE FROM item_link");
        f->app.link_checks = APP_LINKS_ALL;
        assert_int_equal(check(f, w.county.now), 0);
        site_end(&site);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(what_leads_nowhere_is_told),
            STORE_TEST(private_networks_are_not_asked),
            STORE_TEST(what_is_no_longer_linked_is_not_asked),
        };

        return suite_run(tests, N(tests));
}
