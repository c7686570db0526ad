#include "cm.h"

#include "base/crypto.h"

static void /* GB/T 32905-2016, annex A */
sm3_of_the_standard(void **state)
{
        static const struct {
                const char *text, *hex;
        } rows[] = {
            {"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
            {"abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
             "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct sm3 h = sm3_of(rows[i].text, strlen(rows[i].text)), back;
                struct sm3_state *s = sm3_begin(mem);
                char hex[SM3_HEX_SIZE];

                assert_string_equal(sm3_hex(&h, hex), rows[i].hex);
                assert_true(sm3_from_hex(hex, &back));
                assert_memory_equal(&back, &h, sizeof(h));
                for (const char *p = rows[i].text; *p; p++)
                        sm3_add(s, p, 1);
                back = sm3_end(s);
                assert_memory_equal(&back, &h, sizeof(h));
        }
}

static void
what_is_no_hash_is_refused(void **state)
{
        struct sm3 h;

        (void)state;
        assert_false(sm3_from_hex("", &h));
        assert_false(sm3_from_hex("66c7", &h));
        assert_false(
            sm3_from_hex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8ez", &h));
}

static void /* RFC 6238, appendix B, the last six of eight digits */
codes_of_the_rfc(void **state)
{
        static const struct {
                int64_t seconds;
                const char *code;
        } rows[] = {{59, "287082"}, {1111111109, "081804"}, {2000000000, "279037"}};
        const uint8_t *secret = (const uint8_t *)"12345678901234567890";

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                int64_t step = rows[i].seconds / 30;

                assert_int_equal(totp_verify(secret, 20, rows[i].code, rows[i].seconds), step);
                assert_int_equal(totp_verify(secret, 20, rows[i].code, rows[i].seconds + 30), step);
                assert_int_equal(totp_verify(secret, 20, rows[i].code, rows[i].seconds + 90), -1);
                assert_int_equal(totp_verify(secret, 20, "12345", rows[i].seconds), -1);
        }
}

static void
passwords(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *hash;

        (void)state;
        assert_int_equal(password_hash(mem, "正确的口令", &hash), 0);
        assert_memory_equal(hash, "$argon2id$", 10);
        assert_true(password_verify(hash, "正确的口令"));
        assert_false(password_verify(hash, "错误的口令"));
        assert_false(password_verify("", "正确的口令"));
}

static void
secrets_open_with_their_key_only(void **state)
{
        static const char *const rows[] = {"", "1", "130181199001011234", "sixteen bytes!!!"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        uint8_t key[32], other[32];

        (void)state;
        crypto_random(key, sizeof(key));
        memcpy(other, key, sizeof(key));
        other[31] ^= 1;
        for (size_t i = 0; i < N(rows); i++) {
                const char *sealed, *again, *open;
                char *forged;

                assert_int_equal(secret_seal(mem, key, rows[i], &sealed), 0);
                assert_int_equal(secret_seal(mem, key, rows[i], &again), 0);
                assert_string_not_equal(sealed, again);
                assert_int_equal(secret_open(mem, key, sealed, &open), 0);
                assert_string_equal(open, rows[i]);
                assert_int_equal(secret_open(mem, other, sealed, &open), 1);
                forged = mem_strdup(mem, sealed);
                forged[25] = forged[25] == 'A' ? 'B' : 'A';
                assert_int_equal(secret_open(mem, key, forged, &open), 1);
        }
        assert_int_equal(secret_open(mem, key, "", &(const char *){NULL}), 1);
        assert_int_equal(secret_open(mem, key, "!!!", &(const char *){NULL}), 1);
}

static void
tokens(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        assert_int_equal(strlen(crypto_token(mem, 32)), 43);
        assert_string_not_equal(crypto_token(mem, 32), crypto_token(mem, 32));
        assert_string_equal(base32(mem, (const uint8_t *)"foobar", 6), "MZXW6YTBOI");
        assert_string_equal(base32(mem, (const uint8_t *)"", 0), "");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(sm3_of_the_standard),
            cmocka_unit_test(what_is_no_hash_is_refused),
            cmocka_unit_test(codes_of_the_rfc),
            cmocka_unit_test(passwords),
            cmocka_unit_test(secrets_open_with_their_key_only),
            cmocka_unit_test(tokens),
        };

        crypto_init();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
