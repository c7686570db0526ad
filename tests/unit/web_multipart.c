/* Forms with files: what browsers send is read, what two programs could read in two ways is not. */
#include "cm.h"

#include "web/multipart.h"

#define TYPE "multipart/form-data; boundary=X"
#define HEAD(rest) "Content-Disposition: form-data; " rest "\r\n"
#define PART(rest, content) "--X\r\n" HEAD(rest) "\r\n" content "\r\n"
#define END "--X--\r\n"

static int
parse(TALLOC_CTX *mem, const char *body, struct multipart *ret)
{
        return multipart_parse(mem, TYPE, body, strlen(body), ret);
}

static void
fields_and_files(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        static const char body[] = PART("name=\"csrf\"", "t") PART("name=a", "1\r\n2")
            PART("name=\"a\"", "") "--X\r\n" HEAD(
                "name=\"report\"; filename=\"年报.txt\"") "Content-Type: Text/Plain; "
                                                          "charset=utf-8\r\n\r\nline\r\n--Y\0z\r\n-"
                                                          "-X\r\n" HEAD(
                                                              "filename=\"b.pdf\"; "
                                                              "name=\"report\"") "\r\n\r"
                                                                                 "\n" PART(
                                                                                     "name="
                                                                                     "\"report\"; "
                                                                                     "filename="
                                                                                     "\"\"",
                                                                                     "") END;
        struct multipart m;

        (void)state;
        assert_int_equal(multipart_parse(mem, TYPE, body, sizeof(body) - 1, &m), 0);
        assert_int_equal(m.n_fields, 3);
        assert_string_equal(m.fields[0].value, "t");
        assert_string_equal(m.fields[1].value, "1\r\n2");
        assert_string_equal(m.fields[2].name, "a");
        assert_string_equal(m.fields[2].value, "");
        assert_int_equal(m.n_uploads, 2); /* the untouched file field is none */
        assert_string_equal(m.uploads[0].name, "report");
        assert_string_equal(m.uploads[0].file_name, "年报.txt");
        assert_string_equal(m.uploads[0].type, "text/plain");
        assert_int_equal(m.uploads[0].size, 11);
        assert_memory_equal(m.uploads[0].bytes, "line\r\n--Y\0z", 11);
        assert_string_equal(m.uploads[1].file_name, "b.pdf");
        assert_string_equal(m.uploads[1].type, "application/octet-stream");
        assert_int_equal(m.uploads[1].size, 0);
}

static void
names_of_files(void **state)
{
        static const struct {
                const char *told, *wanted;
        } rows[] = {
            {"filename=\"C:\\报表\\a b.doc\"", "a b.doc"},
            {"filename=\"../../etc/passwd\"", "passwd"},
            {"filename=\"a%22b%0D%0A.txt\"", "a\"b.txt"},
            {"filename=\"a\\\"b\\\\c.txt\"", "c.txt"},
            {"filename=\"100%.txt\"", "100%.txt"},
            {"filename=\"100%20.txt\"", "100%20.txt"},
            {"filename=a.txt", "a.txt"},
            {"filename=\"x\"; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf", "年报.pdf"},
            {"filename*=gb18030'zh'%C4%EA%B1%A8.pdf", "年报.pdf"},
            {"filename=\"=?UTF-8?B?5bm05oqlLnBkZg==?=\"", "年报.pdf"},
            {"filename=\"=?gb2312?Q?=C4=EA=B1=A8_1.pdf?=\"", "年报 1.pdf"},
            {"filename=\"=?UTF-8?B?5bm0?= =?utf-8?b?5oql?=\"", "年报"},
            {"filename=\"=?UTF-8?X?a?=\"", "=?UTF-8?X?a?="},
            {"filename=\"\xC4\xEA\xB1\xA8.txt\"", "年报.txt"},
            {"filename=\"年\xE2\x80\xAE"
             "fdp.exe\"",
             "年fdp.exe"},
            {"filename=\"e\xCC\x81.txt\"", "é.txt"},
            {"filename=\"  a.txt  \"", "a.txt"},
            {"filename=\"dir/\"", "未命名"},
        };

        (void)state;
        for (size_t i = 0; i < N(rows); i++) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct multipart m;
                const char *body = mem_printf(
                    mem, "--X\r\nContent-Disposition: form-data; name=\"f\"; %s\r\n\r\nx\r\n--X--",
                    rows[i].told);

                assert_int_equal(parse(mem, body, &m), 0);
                assert_int_equal(m.n_uploads, 1);
                assert_string_equal(m.uploads[0].file_name, rows[i].wanted);
        }
}

static void
a_long_name_keeps_its_ending(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf name = buf_new(mem, KiB(4));
        const char *cut;

        (void)state;
        for (int i = 0; i < 100; i++)
                buf_str(&name, "报");
        buf_str(&name, ".docx");
        assert_int_equal(multipart_file_name(mem, buf_text(&name), &cut), 0);
        assert_true(strlen(cut) <= MULTIPART_NAME_MAX);
        assert_string_equal(cut + strlen(cut) - 8, "报.docx");
}

static void
boundaries(void **state)
{
        static const struct {
                const char *type;
                int wanted;
        } rows[] = {
            {"multipart/form-data; boundary=X", 0},
            {"Multipart/Form-Data;Boundary=\"X\"", 0},
            {"multipart/form-data; charset=utf-8; boundary=X", 0},
            {"multipart/form-data", 1},
            {"multipart/form-data; boundary=", 1},
            {"multipart/form-data; boundary=\"\"", 1},
            {"multipart/form-data; boundary=X; boundary=Y", 1},
            {"multipart/form-data; boundary=X y", 1},
            {"multipart/form-data; boundary=\"X", 1},
            {"multipart/form-data; boundary=\"X \"", 1},
            {"multipart/form-data; boundary=\"X\t\"", 1},
            {"multipart/form-data; boundary=XX", 1},
            {"multipart/mixed; boundary=X", 1},
            {"multipart/form-dataX; boundary=X", 1},
            {"multipart/form-data; "
             "boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
             1},
        };
        static const char body[] = PART("name=a", "1") END;
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct multipart m;

        (void)state;
        for (size_t i = 0; i < N(rows); i++)
                assert_int_equal(multipart_parse(mem, rows[i].type, body, strlen(body), &m),
                                 rows[i].wanted);
        assert_false(multipart_is(NULL));
}

static void
malformed(void **state)
{
        static const char *const bad[] = {
            "",
            "--X",
            "--X-",
            "--X\r\n",
            "preamble\r\n" PART("name=a", "1") END,
            "\r\n" PART("name=a", "1") END,
            PART("name=a", "1"),
            PART("name=a", "1") "--X--\r\nepilogue",
            PART("name=a", "1") "--X--\n",
            PART("name=a", "1") "--X \r\n" HEAD("name=b") "\r\n\r\n" END,
            PART("name=a", "1") "--Xx\r\n" HEAD("name=b") "\r\n\r\n" END,
            "--X\n" HEAD("name=a") "\r\n1\r\n" END,
            "--X\r\n\r\n1\r\n" END,
            "--X\r\nContent-Type: text/plain\r\n\r\n1\r\n" END,
            "--X\r\n" HEAD("name=a") HEAD("name=b") "\r\n1\r\n" END,
            "--X\r\n" HEAD("name=a; name=b") "\r\n1\r\n" END,
            "--X\r\n" HEAD("name=a; filename=\"a\"; filename=\"b\"") "\r\n1\r\n" END,
            "--X\r\n" HEAD("filename=\"a\"") "\r\n1\r\n" END,
            "--X\r\n" HEAD("name=\"a") "\r\n1\r\n" END,
            "--X\r\n" HEAD("name=a b") "\r\n1\r\n" END,
            "--X\r\n" HEAD("name=") "\r\n1\r\n" END,
            "--X\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n" END,
            "--X\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n" END,
            "--X\r\nContent-Disposition : form-data; name=a\r\n\r\n1\r\n" END,
            "--X\r\n" HEAD("name=a") "Content-Transfer-Encoding: base64\r\n\r\nMQ==\r\n" END,
            "--X\r\n" HEAD("name=a") "X: \001\r\n\r\n1\r\n" END,
            PART("name=a", "\001") END,
            PART("name=a", "\xff") END,
            PART("name=\"\xff\"", "1") END,
            PART("name=a; filename*=UTF-8''%FF", "1") END,
            PART("name=a; filename*=UTF-8''%00", "1") END,
            PART("name=a; filename*=latin1''a", "1") END,
            PART("name=a; filename*=a.txt", "1") END,
        };
        static const char nul[] =
            "--X\r\nContent-Disposition: form-data; name=a\0b\r\n\r\n1\r\n" END;
        static const char nul_value[] = PART("name=a", "1\0002") END;
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct multipart m;

        (void)state;
        for (size_t i = 0; i < N(bad); i++) {
                if (parse(mem, bad[i], &m) != 1)
                        fail_msg("accepted: %s", bad[i]);
        }
        assert_int_equal(multipart_parse(mem, TYPE, nul, sizeof(nul) - 1, &m), 1);
        assert_int_equal(multipart_parse(mem, TYPE, nul_value, sizeof(nul_value) - 1, &m), 1);
}

/* n parts of a kind and the end. */
static const char *
many(TALLOC_CTX *mem, const char *part, size_t n)
{
        struct buf out = buf_new(mem, MiB(4));

        for (size_t i = 0; i < n; i++)
                buf_str(&out, part);
        buf_str(&out, END);
        return buf_text(&out);
}

static void
limits(void **state)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *long_head = mem_printf(mem, "--X\r\n" HEAD("name=a") "X: %*s\r\n\r\n1\r\n" END,
                                           MULTIPART_HEAD_MAX, "x");
        char *big = mem_array(mem, char, MULTIPART_FIELD_MAX + 2);
        struct multipart m;

        (void)state;
        assert_int_equal(parse(mem, many(mem, PART("name=a", "1"), MULTIPART_FIELDS_MAX), &m), 0);
        assert_int_equal(parse(mem, many(mem, PART("name=a", "1"), MULTIPART_FIELDS_MAX + 1), &m),
                         1);
        assert_int_equal(
            parse(mem, many(mem, PART("name=a; filename=f", "1"), MULTIPART_FILES_MAX), &m), 0);
        assert_int_equal(m.n_uploads, MULTIPART_FILES_MAX);
        assert_int_equal(
            parse(mem, many(mem, PART("name=a; filename=f", "1"), MULTIPART_FILES_MAX + 1), &m), 1);
        assert_int_equal(parse(mem, long_head, &m), 1);
        memset(big, 'x', MULTIPART_FIELD_MAX + 1);
        big[MULTIPART_FIELD_MAX + 1] = '\0';
        assert_int_equal(
            parse(mem, mem_printf(mem, "--X\r\n" HEAD("name=a") "\r\n%s\r\n" END, big), &m), 1);
        big[MULTIPART_FIELD_MAX] = '\0';
        assert_int_equal(
            parse(mem, mem_printf(mem, "--X\r\n" HEAD("name=a") "\r\n%s\r\n" END, big), &m), 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(fields_and_files),
            cmocka_unit_test(names_of_files),
            cmocka_unit_test(a_long_name_keeps_its_ending),
            cmocka_unit_test(boundaries),
            cmocka_unit_test(malformed),
            cmocka_unit_test(limits),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
