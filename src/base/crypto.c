#include "base/crypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <sodium.h>

struct sm3_state {
        EVP_MD_CTX *ctx;
};

static EVP_MD *md_sm3;
static EVP_CIPHER *cipher_sm4;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* A failure here is a broken installation or no memory: there is nothing to go on with. */
static void
must(bool ok, const char *what)
{
        if (!ok) {
                (void)fprintf(stderr, "xxgk: %s failed\n", what);
                abort();
        }
}

static void
start(void)
{
        must(sodium_init() >= 0, "sodium_init");
        md_sm3 = EVP_MD_fetch(NULL, "SM3", NULL); /* fetched once: a fetch costs more than a hash */
        must(md_sm3 != NULL, "SM3 of OpenSSL");
        cipher_sm4 = EVP_CIPHER_fetch(NULL, "SM4-CBC", NULL);
        must(cipher_sm4 != NULL, "SM4 of OpenSSL");
}

void
crypto_init(void)
{
        must(pthread_once(&once, start) == 0, "pthread_once");
}

struct sm3
sm3_of(const void *bytes, size_t n)
{
        struct sm3 h;

        crypto_init();
        must(EVP_Digest(bytes, n, h.b, NULL, md_sm3, NULL) == 1, "EVP_Digest");
        return h;
}

static int
end_state(struct sm3_state *s)
{
        EVP_MD_CTX_free(s->ctx);
        return 0;
}

struct sm3_state *
sm3_begin(TALLOC_CTX *mem)
{
        struct sm3_state *s = mem_new(mem, struct sm3_state);

        crypto_init();
        s->ctx = EVP_MD_CTX_new();
        must(s->ctx && EVP_DigestInit_ex(s->ctx, md_sm3, NULL) == 1, "EVP_DigestInit");
        talloc_set_destructor(s, end_state);
        return s;
}

void
sm3_add(struct sm3_state *s, const void *bytes, size_t n)
{
        must(EVP_DigestUpdate(s->ctx, bytes, n) == 1, "EVP_DigestUpdate");
}

struct sm3
sm3_end(struct sm3_state *s)
{
        struct sm3 h;

        must(EVP_DigestFinal_ex(s->ctx, h.b, NULL) == 1, "EVP_DigestFinal");
        return h;
}

const char *
sm3_hex(const struct sm3 *h, char out[SM3_HEX_SIZE])
{
        return sodium_bin2hex(out, SM3_HEX_SIZE, h->b, SM3_SIZE);
}

bool
sm3_from_hex(const char *hex, struct sm3 *ret)
{
        struct sm3 h;
        size_t n = 0;

        if (strlen(hex) != SM3_HEX_SIZE - 1 ||
            sodium_hex2bin(h.b, SM3_SIZE, hex, SM3_HEX_SIZE - 1, NULL, &n, NULL) != 0 ||
            n != SM3_SIZE)
                return false;
        *ret = h;
        return true;
}

struct sm3
sm3_hmac(const void *key, size_t n_key, const void *bytes, size_t n)
{
        struct sm3 h;

        crypto_init();
        must(HMAC(md_sm3, key, (int)n_key, bytes, n, h.b, NULL) != NULL, "HMAC");
        return h;
}

void
crypto_random(void *out, size_t n)
{
        crypto_init();
        randombytes_buf(out, n);
}

const char *
crypto_token(TALLOC_CTX *mem, size_t n)
{
        const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
        uint8_t bytes[64];
        size_t room = sodium_base64_encoded_len(n, variant);
        char *out = mem_array(mem, char, room);

        assert(n <= sizeof(bytes));
        crypto_random(bytes, n);
        return sodium_bin2base64(out, room, bytes, n, variant);
}

bool
crypto_equal(const void *a, const void *b, size_t n)
{
        return sodium_memcmp(a, b, n) == 0;
}

int
password_hash(TALLOC_CTX *mem, const char *password, const char **ret)
{
        char *out = mem_array(mem, char, crypto_pwhash_STRBYTES);

        crypto_init();
        if (crypto_pwhash_str_alg(out, password, strlen(password),
                                  crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                  crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13))
                return err_set(ERR_LIBRARY, "no memory for Argon2id");
        *ret = out;
        return 0;
}

bool
password_verify(const char *hash, const char *password)
{
        crypto_init();
        return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

void
totp_code(const uint8_t *secret, size_t n, int64_t step, char out[7])
{
        uint8_t counter[8], mac[20];
        uint32_t v, at;

        for (int i = 0; i < 8; i++)
                counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
        must(HMAC(EVP_sha1(), secret, (int)n, counter, sizeof(counter), mac, NULL) != NULL, "HMAC");
        at = mac[19] & 15;
        v = (uint32_t)(mac[at] & 0x7f) << 24 | (uint32_t)mac[at + 1] << 16 |
            (uint32_t)mac[at + 2] << 8 | mac[at + 3];
        (void)snprintf(out, 7, "%06u", v % 1000000);
}

int64_t
totp_verify(const uint8_t *secret, size_t n, const char *code, int64_t unix_seconds)
{
        int64_t now = unix_seconds / 30, found = -1;

        if (strlen(code) != 6)
                return -1;
        for (int64_t step = now - 1; step <= now + 1; step++) {
                char right[7];

                if (step < 0)
                        continue;
                totp_code(secret, n, step, right);
                if (crypto_equal(right, code, 6))
                        found = step;
        }
        return found;
}

const char *
base32(TALLOC_CTX *mem, const uint8_t *bytes, size_t n)
{
        static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        struct buf b = buf_new(mem, n * 2 + 8);
        uint32_t acc = 0;
        int bits = 0;

        for (size_t i = 0; i < n; i++) {
                acc = (acc << 8 | bytes[i]) & 0xfff;
                for (bits += 8; bits >= 5; bits -= 5)
                        buf_char(&b, letters[acc >> (bits - 5) & 31]);
        }
        if (bits)
                buf_char(&b, letters[acc << (5 - bits) & 31]);
        return buf_text(&b);
}

/* The key given is never used itself: one key for the cipher and one for the seal come from it.
 *
 *   sealed = base64( iv[16] | SM4-CBC(plain) | HMAC-SM3(iv | cipher)[32] )  */
enum { IV = 16, BLOCK = 16 };

static struct sm3
subkey(const uint8_t key[32], const char *use)
{
        return sm3_hmac(key, 32, use, strlen(use));
}

int
secret_seal(TALLOC_CTX *mem, const uint8_t key[32], const char *plain, const char **ret_base64)
{
        struct sm3 enc = subkey(key, "sm4"), auth = subkey(key, "hmac"), mac;
        size_t n = strlen(plain), room;
        EVP_CIPHER_CTX *ctx;
        uint8_t *box;
        int a = 0, b = 0;
        bool ok;
        char *out;

        if (n > MiB(1))
                return err_set(ERR_LIMIT, "secret of %zu bytes", n);
        box = mem_array(mem, uint8_t, IV + n + BLOCK + SM3_SIZE);
        crypto_random(box, IV);
        ctx = EVP_CIPHER_CTX_new();
        must(ctx != NULL, "EVP_CIPHER_CTX_new");
        ok = EVP_EncryptInit_ex(ctx, cipher_sm4, NULL, enc.b, box) == 1 &&
             EVP_EncryptUpdate(ctx, box + IV, &a, (const uint8_t *)plain, (int)n) == 1 &&
             EVP_EncryptFinal_ex(ctx, box + IV + a, &b) == 1;
        EVP_CIPHER_CTX_free(ctx);
        if (!ok)
                return err_set(ERR_LIBRARY, "SM4 failed");
        n = IV + (size_t)a + (size_t)b;
        mac = sm3_hmac(auth.b, SM3_SIZE, box, n);
        memcpy(box + n, mac.b, SM3_SIZE);
        n += SM3_SIZE;
        room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
        out = mem_array(mem, char, room);
        *ret_base64 = sodium_bin2base64(out, room, box, n, sodium_base64_VARIANT_ORIGINAL);
        return 0;
}

int
secret_open(TALLOC_CTX *mem, const uint8_t key[32], const char *base64, const char **ret_plain)
{
        struct sm3 enc = subkey(key, "sm4"), auth = subkey(key, "hmac"), mac;
        size_t len = strlen(base64), n = 0;
        uint8_t *box = mem_array(mem, uint8_t, len + 1);
        EVP_CIPHER_CTX *ctx;
        char *out;
        int a = 0, b = 0;
        bool ok;

        if (sodium_base642bin(box, len, base64, len, NULL, &n, NULL,
                              sodium_base64_VARIANT_ORIGINAL) != 0 ||
            n < IV + BLOCK + SM3_SIZE)
                return 1;
        n -= SM3_SIZE;
        mac = sm3_hmac(auth.b, SM3_SIZE, box, n);
        if (!crypto_equal(mac.b, box + n, SM3_SIZE))
                return 1;
        out = mem_array(mem, char, n + BLOCK + 1);
        ctx = EVP_CIPHER_CTX_new();
        must(ctx != NULL, "EVP_CIPHER_CTX_new");
        ok = EVP_DecryptInit_ex(ctx, cipher_sm4, NULL, enc.b, box) == 1 &&
             EVP_DecryptUpdate(ctx, (uint8_t *)out, &a, box + IV, (int)(n - IV)) == 1 &&
             EVP_DecryptFinal_ex(ctx, (uint8_t *)out + a, &b) == 1;
        EVP_CIPHER_CTX_free(ctx);
        if (!ok)
                return 1;
        out[a + b] = '\0';
        *ret_plain = out;
        return 0;
}
