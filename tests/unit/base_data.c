#include "cm.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/json.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void
json_reads_what_it_writes(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct buf b = buf_new(mem, KiB(4));
        struct json_out o = {.buf = &b};
        struct json *j;

        (void)state;
        json_open(&o, '{');
        json_name(&o, "title");
        json_put(&o, "关于\"公开\"的\\通知\n</script>\x01");
        json_name(&o, "n");
        json_put_int(&o, -12);
        json_name(&o, "list");
        json_open(&o, '[');
        json_put_real(&o, 0.1);
        json_put_bool(&o, true);
        json_put(&o, NULL);
        json_open(&o, '{');
        json_close(&o, '}');
        json_put_real(&o, __builtin_nan(""));
        json_close(&o, ']');
        json_close(&o, '}');
        assert_string_equal(
            buf_text(&b),
            "{\"title\":\"关于\\\"公开\\\"的\\\\通知\\n<\\/script>\\u0001\",\"n\":-12,"
            "\"list\":[0.1,true,null,{},null]}");
        assert_int_equal(json_read(mem, buf_text(&b), b.len, &p, &j), 0);
        assert_int_equal(json_size(j), 3);
        assert_string_equal(json_key(j, 2), "list");
        assert_string_equal(json_string(json_get(j, "title")),
                            "关于\"公开\"的\\通知\n</script>\x01");
        assert_int_equal(json_int(json_get(j, "n"), 0), -12);
        assert_true(json_bool(json_at(json_get(j, "list"), 1), false));
        assert_true(json_real_or(json_at(json_get(j, "list"), 0), 0) > 0.09);
        assert_true(json_real_or(json_get(j, "n"), 0) < -11);
        assert_int_equal(json_type(json_at(json_get(j, "list"), 2)), JSON_NULL);
        assert_int_equal(json_type(json_at(json_get(j, "list"), 3)), JSON_OBJECT);
        assert_int_equal(json_type(json_at(j, 9)), JSON_ABSENT);
        assert_null(json_get(NULL, "x"));
        assert_null(json_key(NULL, 0));
        assert_null(json_string(json_get(j, "n")));
        assert_int_equal(json_int(NULL, 7), 7);
        assert_int_equal(p.n, 0);
}

static void
json_faults_have_a_line(void **state)
{
        static const struct {
                const char *s;
                size_t line;
        } rows[] = {
            {"{\n\"a\":1,\n\"a\":2}", 3},
            {"", 1},
            {"{\"a\":1}\nx", 2},
            {"{\"a\":\n", 2},
            {"[1,\n\n}", 3},
            {"\"\\u0000\"", 1},
            {"[99999999999999999999]", 1},
            {"\"\xff\"", 1},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char deep[200];

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                struct json *j;

                assert_int_equal(json_read(mem, rows[i].s, strlen(rows[i].s), &p, &j), 1);
                assert_int_equal(p.n, 1);
                assert_true(p.list[0].line + 1 >= rows[i].line && p.list[0].line <= rows[i].line);
        }
        memset(deep, '[', 65);
        memset(deep + 65, ']', 65);
        for (size_t n = 64; n <= 65; n++) {
                struct problems p = {.mem = mem};
                struct json *j;

                assert_int_equal(json_read(mem, deep + 65 - n, 2 * n, &p, &j), n == 65);
        }
}

/* RFC 8259, and what we refuse beyond it. */
static void
json_takes_and_refuses(void **state)
{
        static const struct {
                const char *s;
                const char *as; /* the text of [0]; NULL: refused */
        } rows[] = {
            {"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "\"\\/\b\f\n\r\t"},
            {"[\"\\u4e2d\\uD840\\uDC0b\"]", "中\xf0\xa0\x80\x8b"},
            {" [ \"公\xf0\xa0\x80\x8b\\u00e9\x7f\" , { } , [ ] ] ", "公\xf0\xa0\x80\x8bé\x7f"},
            {"[\"\\ud840\"]", NULL},
            {"[\"\\ud840\\u0041\"]", NULL},
            {"[\"\\udc00\"]", NULL},
            {"[\"\\u12g4\"]", NULL},
            {"[\"\\x\"]", NULL},
            {"[\"a\nb\"]", NULL},
            {"[\"\xed\xa0\x80\"]", NULL},
            {"[\"\xe4\xb8\"]", NULL},
            {"[\"\xc0\xaf\"]", NULL},
            {"[\"a\",]", NULL},
            {"[\"a\" \"b\"]", NULL},
            {"[\"a\",01]", NULL},
            {"[\"a\",+1]", NULL},
            {"[\"a\",1.]", NULL},
            {"[\"a\",.5]", NULL},
            {"[\"a\",1e]", NULL},
            {"[\"a\",-]", NULL},
            {"[\"a\",1e999]", NULL},
            {"[\"a\",9223372036854775808]", NULL},
            {"[\"a\",-9223372036854775808,9223372036854775807,1e2,0.5E-1]", "a"},
            {"[\"a\",tru]", NULL},
            {"[\"a\",{\"b\" 1}]", NULL},
            {"[\"a\",{b:1}]", NULL},
            {"[\"a\",{\"b\":1,}]", NULL},
            {"\xef\xbb\xbf[\"a\"]", NULL},
            {"[\"a\"]]", NULL},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                struct json *j;
                int r = json_read(mem, rows[i].s, strlen(rows[i].s), &p, &j);

                assert_int_equal(r, rows[i].as == NULL);
                if (rows[i].as)
                        assert_string_equal(json_string(json_at(j, 0)), rows[i].as);
                else
                        assert_int_equal(p.n, 1);
        }
}

/* A text with a NUL in it would end there for whoever reads it as a string. */
static void
json_holds_no_nul(void **state)
{
        static const struct {
                const char *s;
                size_t n;
        } rows[] = {
            {"[\"a\0b\"]", 7},      {"[\"a\"]\0", 6},         {"\0[\"a\"]", 6},
            {"[\"a\\u0000\"]", 11}, {"{\"a\\u0000\":1}", 13},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                struct json *j;

                assert_int_equal(json_read(mem, rows[i].s, rows[i].n, &p, &j), 1);
                assert_int_equal(p.n, 1);
        }
}

static void
json_of_many_keys(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (int twice = 0; twice < 2; twice++) {
                struct buf b = buf_new(mem, KiB(64));
                struct problems p = {.mem = mem};
                struct json *j;

                buf_char(&b, '{');
                for (int i = 0; i < 1000; i++)
                        buf_printf(&b, "%s\"k%d\":%d", i ? "," : "", twice && i == 900 ? 3 : i, i);
                buf_char(&b, '}');
                assert_int_equal(json_read(mem, buf_text(&b), b.len, &p, &j), twice);
                if (!twice)
                        assert_int_equal(json_int(json_get(j, "k999"), 0), 999);
        }
}

static void
csv_rows(void **state)
{
        static const char text[] = "\xef\xbb\xbf"
                                   "a,b,c\r\n"
                                   "\"x\"\"y\",\"two\nlines\",\r\n"
                                   "\n"
                                   "last,,z";
        static const struct {
                size_t line;
                const char *fields[3];
        } rows[] = {{1, {"a", "b", "c"}}, {2, {"x\"y", "two\nlines", ""}}, {5, {"last", "", "z"}}};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct csv *c = csv_open(mem, text, sizeof(text) - 1);
        const char *const *f;
        size_t n;

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                assert_int_equal(csv_next(c, &p, &f, &n), 0);
                assert_int_equal(n, 3);
                assert_int_equal(csv_line(c), rows[i].line);
                for (size_t k = 0; k < 3; k++)
                        assert_string_equal(f[k], rows[i].fields[k]);
        }
        assert_int_equal(csv_next(c, &p, &f, &n), CSV_END);
}

static void
csv_faults_have_a_line(void **state)
{
        static const struct {
                const char *s;
                size_t n, line;
        } rows[] = {
            {"a,b\nc\"d,e\n", 10, 2}, /* a quote inside */
            {"a\n\"b\"c\n", 7, 2},    /* text after a quote */
            {"a\n\"b\n\n", 6, 2},     /* never closed: the line it began on */
            {"a\nb\0c", 5, 2},        /* NUL */
            {"a\n\"b\0\"", 6, 2},
        };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                struct problems p = {.mem = mem};
                struct csv *c = csv_open(mem, rows[i].s, rows[i].n);
                const char *const *f;
                size_t n;

                assert_int_equal(csv_next(c, &p, &f, &n), 0);
                assert_int_equal(csv_next(c, &p, &f, &n), CSV_FAULT);
                assert_int_equal(p.list[0].line, rows[i].line);
                assert_int_equal(csv_next(c, &p, &f, &n), CSV_END);
        }
}

static void
many_fields_in_a_row(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct buf b = buf_new(mem, MiB(1));
        const char *const *f;
        struct csv *c;
        size_t n;

        (void)state;
        for (int i = 0; i < 5000; i++)
                buf_printf(&b, "%d%c", i, i == 4999 ? '\n' : ',');
        c = csv_open(mem, buf_text(&b), b.len);
        assert_int_equal(csv_next(c, &p, &f, &n), 0);
        assert_int_equal(n, 5000);
        assert_string_equal(f[4999], "4999");
}

static void
csv_fields_read_back(void **state)
{
        static const char *const rows[] = {"plain",      "with,comma", "with \"quote\"",
                                           "two\nlines", "",           " x"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct buf b = buf_new(mem, KiB(4));
        const char *const *f;
        struct csv *c;
        size_t n;

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                csv_put(&b, rows[i], i == N(rows) - 1);
        c = csv_open(mem, buf_text(&b), b.len);
        assert_int_equal(csv_next(c, &p, &f, &n), 0);
        assert_int_equal(n, N(rows));
        for (size_t i = 0; i < N(rows); i++)
                assert_string_equal(f[i], rows[i]);
        b = buf_new(mem, 100);
        csv_put(&b, "=1+1", true);
        assert_string_equal(buf_text(&b), "'=1+1\r\n");
}

static void
files_whole_or_not_at_all(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char *folder = mem_strdup(mem, "/tmp/xxgk-unit-XXXXXX");
        const char *path, *mapped;
        struct stat st;
        char *out;
        size_t n;

        (void)state;
        assert_non_null(mkdtemp(folder));
        path = mem_printf(mem, "%s/a/b/c", folder);
        assert_int_equal(file_read(mem, path, 10, &out, &n), FILE_NONE);
        assert_int_equal(file_map(mem, path, &mapped, &n), FILE_NONE);
        assert_true(file_write(path, "x", 1, 0600) < 0);
        assert_int_equal(file_mkdirs(mem_printf(mem, "%s/a/b", folder)), 0);
        assert_int_equal(file_mkdirs(mem_printf(mem, "%s/a/b", folder)), 0);
        assert_int_equal(file_create(path, "first", 5, 0600), 0);
        assert_int_equal(file_create(path, "second", 6, 0600), FILE_THERE);
        assert_int_equal(file_read(mem, path, 100, &out, &n), 0);
        assert_string_equal(out, "first");
        assert_int_equal(file_write(path, "0123456789", 10, 0640), 0);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0640);
        assert_int_equal(file_read(mem, path, 10, &out, &n), 0);
        assert_int_equal(n, 10);
        assert_string_equal(out, "0123456789");
        assert_int_equal(file_read(mem, path, 9, &out, &n), FILE_TOO_BIG);
        assert_int_equal(file_map(mem, path, &mapped, &n), 0);
        assert_memory_equal(mapped, "0123456789", 10);
        assert_int_equal(file_write(path, "", 0, 0600), 0);
        assert_int_equal(file_map(mem, path, &mapped, &n), 0);
        assert_int_equal(n, 0);
        assert_int_equal(file_read(mem, path, 9, &out, &n), 0);
        assert_string_equal(out, "");
        assert_true(file_mkdirs(path) < 0);
        assert_true(file_read(mem, folder, 9, &out, &n) < 0);
        assert_true(file_map(mem, folder, &mapped, &n) < 0);
        assert_int_equal(unlink(path), 0);
        assert_false(file_exists(path));
        assert_int_equal(rmdir(mem_printf(mem, "%s/a/b", folder)), 0);
        assert_int_equal(rmdir(mem_printf(mem, "%s/a", folder)), 0);
        assert_int_equal(rmdir(folder), 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(json_reads_what_it_writes),
            cmocka_unit_test(json_faults_have_a_line),
            cmocka_unit_test(json_takes_and_refuses),
            cmocka_unit_test(json_holds_no_nul),
            cmocka_unit_test(json_of_many_keys),
            cmocka_unit_test(csv_rows),
            cmocka_unit_test(csv_faults_have_a_line),
            cmocka_unit_test(many_fields_in_a_row),
            cmocka_unit_test(csv_fields_read_back),
            cmocka_unit_test(files_whole_or_not_at_all),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
