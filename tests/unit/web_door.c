/* Who comes in is spread over the loops; who is too many waits outside. */
#include "cm.h"

#include "web/door.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LOOPS = 3, EACH = 5 };

struct house {
        int listen;
        struct sockaddr_in at;
        struct MHD_Daemon *loops[LOOPS];
        _Atomic size_t n_connections, n_came;
        struct door *door;
};

static enum MHD_Result
answer(void *cls, struct MHD_Connection *c, const char *url, const char *method,
       const char *version, const char *data, size_t *n, void **context)
{
        (void)cls, (void)c, (void)url, (void)method, (void)version, (void)data, (void)n;
        (void)context;
        return MHD_NO;
}

static void
counted(void *cls, struct MHD_Connection *c, void **context,
        enum MHD_ConnectionNotificationCode code)
{
        struct house *h = cls;

        (void)c, (void)context;
        if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
                atomic_fetch_sub(&h->n_connections, 1);
                return;
        }
        atomic_fetch_add(&h->n_connections, 1);
        atomic_fetch_add(&h->n_came, 1);
}

static void
open_house(struct house *h)
{
        socklen_t n = sizeof(h->at);

        *h = (struct house){.at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}}};
        h->listen = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        assert_true(h->listen >= 0);
        assert_int_equal(bind(h->listen, (struct sockaddr *)&h->at, n), 0);
        assert_int_equal(listen(h->listen, 64), 0);
        assert_int_equal(getsockname(h->listen, (struct sockaddr *)&h->at, &n), 0);
        for (size_t i = 0; i < LOOPS; i++) {
                h->loops[i] =
                    MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                                         MHD_USE_NO_LISTEN_SOCKET,
                                     0, NULL, NULL, answer, NULL, MHD_OPTION_NOTIFY_CONNECTION,
                                     counted, h, MHD_OPTION_END);
                assert_non_null(h->loops[i]);
        }
        assert_int_equal(door_open(&(struct door_settings){.listen = &h->listen,
                                                           .n_listen = 1,
                                                           .loops = h->loops,
                                                           .n_loops = LOOPS,
                                                           .n_connections = &h->n_connections,
                                                           .most = LOOPS * EACH},
                                   &h->door),
                         0);
}

static int
come(const struct house *h)
{
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        assert_true(fd >= 0);
        assert_int_equal(connect(fd, (const struct sockaddr *)&h->at, sizeof(h->at)), 0);
        return fd;
}

static unsigned
inside(const struct house *h, size_t loop)
{
        return MHD_get_daemon_info(h->loops[loop], MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
            ->num_connections;
}

/* At most ten seconds. */
static void
wait_for(const struct house *h, size_t n)
{
        for (int i = 0; i < 2000 && atomic_load(&h->n_came) != n; i++)
                (void)usleep(5000);
        assert_int_equal(atomic_load(&h->n_came), n);
}

static void
each_loop_has_its_share(void **state)
{
        int fds[LOOPS * EACH], late;
        struct house h;

        (void)state;
        open_house(&h);
        for (size_t i = 0; i < N(fds); i++) {
                fds[i] = come(&h);
                wait_for(&h, i + 1);
        }
        for (size_t i = 0; i < LOOPS; i++)
                assert_int_equal(inside(&h, i), EACH);
        late = come(&h); /* connected by the system, and waits */
        (void)usleep(50000);
        assert_int_equal(atomic_load(&h.n_came), LOOPS * EACH);
        (void)close(fds[0]);
        wait_for(&h, LOOPS * EACH + 1);
        door_close(h.door);
        door_close(NULL);
        (void)close(h.listen);
        (void)close(late);
        for (size_t i = 1; i < N(fds); i++)
                (void)close(fds[i]);
        for (size_t i = 0; i < LOOPS; i++)
                MHD_stop_daemon(h.loops[i]);
        assert_int_equal(atomic_load(&h.n_connections), 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(each_loop_has_its_share)};

        return cmocka_run_group_tests(tests, NULL, NULL);
}
