/* base/crypto.h: hashes, randomness, passwords, secrets at rest.
 * Purpose    the only home of libsodium and OpenSSL. SM3 (GB/T 32905) for chains and file names,
 * SM4 (GB/T 32907) for personal data at rest, Argon2id for passwords, TOTP (RFC 6238). */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "base/buf.h"

enum { SM3_SIZE = 32, SM3_HEX_SIZE = 65, TOTP_SECRET_SIZE = 20 };

struct sm3 {
        uint8_t b[SM3_SIZE];
};
struct sm3_state; /* a running hash; opaque */

/* Once per process, before threads; aborts when the libraries cannot start. */
void crypto_init(void);

struct sm3 sm3_of(const void *bytes, size_t n);
struct sm3_state *sm3_begin(TALLOC_CTX *mem);
void sm3_add(struct sm3_state *, const void *bytes, size_t n);
struct sm3 sm3_end(struct sm3_state *);
const char *sm3_hex(const struct sm3 *, char out[SM3_HEX_SIZE]);
bool sm3_from_hex(const char *hex, struct sm3 *ret);
struct sm3 sm3_hmac(const void *key, size_t n_key, const void *bytes, size_t n);

void crypto_random(void *out, size_t n);
/* n random bytes as URL-safe base64 without padding. */
const char *crypto_token(TALLOC_CTX *mem, size_t n);
/* Constant time. */
bool crypto_equal(const void *a, const void *b, size_t n);

/* Argon2id, interactive limits; the string carries its parameters. */
int password_hash(TALLOC_CTX *mem, const char *password, const char **ret) nodiscard;
bool password_verify(const char *hash, const char *password);

/* Six digits for a 30-second step; verify accepts one step either side and returns the step, or -1.
 */
int64_t totp_verify(const uint8_t *secret, size_t n, const char *code, int64_t unix_seconds);
void totp_code(const uint8_t *secret, size_t n, int64_t step, char out[7]);
const char *base32(TALLOC_CTX *mem, const uint8_t *bytes, size_t n);

/* SM4-CBC with HMAC-SM3 (encrypt, then authenticate); key is 32 bytes from the secrets file. */
int secret_seal(TALLOC_CTX *mem, const uint8_t key[32], const char *plain,
                const char **ret_base64) nodiscard;
/* Outcome 1: forged or wrong key. */
int secret_open(TALLOC_CTX *mem, const uint8_t key[32], const char *base64,
                const char **ret_plain) nodiscard;

#endif
