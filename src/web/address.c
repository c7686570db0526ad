#include "web/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>

static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static struct address
of_v4(const void *four)
{
        struct address a;

        memcpy(a.b, mapped, 12);
        memcpy(a.b + 12, four, 4);
        return a;
}

struct address
address_of(const struct sockaddr *sa)
{
        static const uint8_t local[4] = {127, 0, 0, 1};
        struct address a;

        if (sa->sa_family == AF_INET) {
                struct sockaddr_in in;

                memcpy(&in, sa, sizeof(in));
                return of_v4(&in.sin_addr);
        }
        if (sa->sa_family == AF_INET6) {
                struct sockaddr_in6 in6;

                memcpy(&in6, sa, sizeof(in6));
                memcpy(a.b, &in6.sin6_addr, 16);
                return a;
        }
        return of_v4(local);
}

bool
address_parse(const char *text, size_t n, struct address *ret)
{
        char copy[ADDRESS_TEXT_SIZE];
        struct in_addr four;

        if (n >= 2 && text[0] == '[' && text[n - 1] == ']') {
                text++;
                n -= 2;
        }
        if (n == 0 || n >= sizeof(copy))
                return false;
        memcpy(copy, text, n);
        copy[n] = '\0';
        if (inet_pton(AF_INET, copy, &four) == 1) {
                *ret = of_v4(&four);
                return true;
        }
        return inet_pton(AF_INET6, copy, ret->b) == 1;
}

const char *
address_text(const struct address *a, char out[ADDRESS_TEXT_SIZE])
{
        bool is_four = memcmp(a->b, mapped, 12) == 0;

        return inet_ntop(is_four ? AF_INET : AF_INET6, is_four ? a->b + 12 : a->b, out,
                         ADDRESS_TEXT_SIZE);
}

bool
address_equal(const struct address *a, const struct address *b)
{
        return memcmp(a->b, b->b, 16) == 0;
}

bool
address_is_loopback(const struct address *a)
{
        static const uint8_t six[16] = {[15] = 1};

        return memcmp(a->b, six, 16) == 0 || (memcmp(a->b, mapped, 12) == 0 && a->b[12] == 127);
}

/* An IPv6 customer has a /64 at least: 2^64 addresses are one visitor. */
static struct address
holder_of(const struct address *a)
{
        struct address holder = *a;

        if (memcmp(a->b, mapped, 12) != 0)
                memset(holder.b + 8, 0, 8);
        return holder;
}

static uint64_t
hash_of(const struct address *a)
{
        uint64_t h = UINT64_C(0xcbf29ce484222325);

        for (size_t i = 0; i < 16; i++)
                h = (h ^ a->b[i]) * UINT64_C(0x100000001b3);
        return h ^ h >> 32;
}

uint64_t
address_hash(const struct address *a)
{
        struct address holder = holder_of(a);

        return hash_of(&holder);
}

static bool
parse_network(const char *text, size_t n, struct address *ret, unsigned *ret_bits)
{
        const char *slash = memchr(text, '/', n);
        size_t n_address = slash ? (size_t)(slash - text) : n;
        unsigned bits = 0, most;

        if (!address_parse(text, n_address, ret))
                return false;
        most = memcmp(ret->b, mapped, 12) == 0 ? 32 : 128;
        if (!slash) {
                *ret_bits = 128;
                return true;
        }
        if (n == n_address + 1 || n > n_address + 4)
                return false;
        for (size_t i = n_address + 1; i < n; i++) {
                if (text[i] < '0' || text[i] > '9')
                        return false;
                bits = bits * 10 + (unsigned)(text[i] - '0');
        }
        if (bits > most)
                return false;
        *ret_bits = bits + (most == 32 ? 96 : 0);
        return true;
}

bool
networks_parse(TALLOC_CTX *mem, const char *text, struct networks *ret, const char **ret_bad)
{
        ret->n = 0;
        while (*text) {
                size_t n, skip = strspn(text, " ,");

                text += skip;
                n = strcspn(text, " ,");
                if (n == 0)
                        break;
                if (ret->n == NETWORKS_MAX ||
                    !parse_network(text, n, &ret->list[ret->n].base, &ret->list[ret->n].bits)) {
                        *ret_bad = mem_strndup(mem, text, n);
                        return false;
                }
                ret->n++;
                text += n;
        }
        return true;
}

static bool
within(const struct address *a, const struct address *base, unsigned bits)
{
        size_t whole = bits / 8;
        unsigned rest = bits % 8;

        if (memcmp(a->b, base->b, whole) != 0)
                return false;
        return rest == 0 || (a->b[whole] ^ base->b[whole]) >> (8 - rest) == 0;
}

bool
networks_have(const struct networks *networks, const struct address *a)
{
        for (size_t i = 0; i < networks->n; i++)
                if (within(a, &networks->list[i].base, networks->list[i].bits))
                        return true;
        return false;
}

struct address
address_visitor(const struct networks *trusted, const struct address *peer,
                const char *forwarded_for)
{
        struct address visitor = *peer, next;
        size_t end;

        if (!forwarded_for || !networks_have(trusted, peer))
                return visitor;
        end = strlen(forwarded_for);
        while (end > 0 && networks_have(trusted, &visitor)) {
                size_t begin = end;

                while (begin > 0 && forwarded_for[begin - 1] != ',')
                        begin--;
                while (begin < end && forwarded_for[begin] == ' ')
                        begin++;
                while (end > begin && forwarded_for[end - 1] == ' ')
                        end--;
                if (!address_parse(forwarded_for + begin, end - begin, &next))
                        break;
                visitor = next;
                while (begin > 0 && (forwarded_for[begin - 1] == ' '))
                        begin--;
                end = begin > 0 ? begin - 1 : 0;
        }
        return visitor;
}

/* Open addressing; a slot whose count is 0 is free. Removal shifts the run behind it back. */
struct address_counts {
        pthread_mutex_t lock;
        size_t size, used; /* size is a power of two, at most three quarters used */
        struct count {
                struct address address;
                unsigned n;
        } slots[];
};

struct address_counts *
address_counts_new(size_t most)
{
        size_t size = 64;
        struct address_counts *t;

        while (size * 3 / 4 < most)
                size *= 2;
        t = mem_must(calloc(1, sizeof(*t) + size * sizeof(t->slots[0])));
        t->size = size;
        (void)pthread_mutex_init(&t->lock, NULL);
        return t;
}

void
address_counts_free(struct address_counts *t)
{
        if (!t)
                return;
        (void)pthread_mutex_destroy(&t->lock);
        free(t);
}

static size_t
slot_of(const struct address_counts *t, const struct address *a)
{
        size_t i = hash_of(a) & (t->size - 1);

        while (t->slots[i].n && !address_equal(&t->slots[i].address, a))
                i = (i + 1) & (t->size - 1);
        return i;
}

bool
address_counts_add(struct address_counts *t, const struct address *a, unsigned most)
{
        struct address holder = holder_of(a);
        bool added = false;
        size_t i;

        (void)pthread_mutex_lock(&t->lock);
        i = slot_of(t, &holder);
        if (t->slots[i].n ? t->slots[i].n < most : t->used < t->size * 3 / 4) {
                if (!t->slots[i].n) {
                        t->slots[i].address = holder;
                        t->used++;
                }
                t->slots[i].n++;
                added = true;
        }
        (void)pthread_mutex_unlock(&t->lock);
        return added;
}

static void
remove_slot(struct address_counts *t, size_t hole)
{
        size_t mask = t->size - 1;

        for (size_t i = (hole + 1) & mask; t->slots[i].n; i = (i + 1) & mask) {
                size_t home = hash_of(&t->slots[i].address) & mask;

                if (((i - home) & mask) >= ((i - hole) & mask)) {
                        t->slots[hole] = t->slots[i];
                        hole = i;
                }
        }
        t->slots[hole].n = 0;
        t->used--;
}

void
address_counts_drop(struct address_counts *t, const struct address *a)
{
        struct address holder = holder_of(a);
        size_t i;

        (void)pthread_mutex_lock(&t->lock);
        i = slot_of(t, &holder);
        if (t->slots[i].n && --t->slots[i].n == 0)
                remove_slot(t, i);
        (void)pthread_mutex_unlock(&t->lock);
}
