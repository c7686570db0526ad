/* web/address.h: who is at the other end.
 * Purpose    network addresses as 16 bytes (IPv4 mapped into IPv6), lists of networks, and the
 * visitor's address as trusted proxies report it. A Unix socket counts as loopback. */
#ifndef WEB_ADDRESS_H
#define WEB_ADDRESS_H

#include "base/mem.h"

#include <sys/socket.h>

struct address {
        uint8_t b[16];
};
enum { ADDRESS_TEXT_SIZE = 48, NETWORKS_MAX = 64 };

struct networks {
        struct {
                struct address base;
                unsigned bits;
        } list[NETWORKS_MAX];
        size_t n;
};

struct address address_of(const struct sockaddr *);
/* n bytes of text, "1.2.3.4" or "::1", with or without brackets; false when it is none. */
bool address_parse(const char *text, size_t n, struct address *ret);
const char *address_text(const struct address *, char out[ADDRESS_TEXT_SIZE]);
bool address_equal(const struct address *, const struct address *);
bool address_is_loopback(const struct address *);
/* Of whoever holds the address: the same for all of an IPv6 /64. */
uint64_t address_hash(const struct address *);

/* "10.0.0.0/8, ::1"; false with the offending word in *ret_bad when one is no network. */
bool networks_parse(TALLOC_CTX *mem, const char *text, struct networks *ret, const char **ret_bad);
bool networks_have(const struct networks *, const struct address *);

/* The visitor: peer, or, when peer is trusted, the last address of X-Forwarded-For that is not. */
struct address address_visitor(const struct networks *trusted, const struct address *peer,
                               const char *forwarded_for);

/* How many things (connections, requests) each holder of an address (an IPv4 address, an IPv6 /64)
 * has open. Thread-safe. */
struct address_counts;
struct address_counts *address_counts_new(size_t most_addresses);
void address_counts_free(struct address_counts *);
/* Adds one unless the address has `most` already (or the table is full); says whether it did. */
bool address_counts_add(struct address_counts *, const struct address *, unsigned most);
void address_counts_drop(struct address_counts *, const struct address *);

#endif
