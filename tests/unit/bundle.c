/* A package proves itself: what was changed, taken out, put in, or is not a package, is found and named. */
#include "cm.h"

#include "document/bundle.h"

#include <unistd.h>
#include <zip.h>

static const struct instant now = {1718000000000};

static const char *
make(TALLOC_CTX *mem, const char *folder)
{
        const char *path = mem_printf(mem, "%s/a.zip", folder);
        char sm3[BUNDLE_HEX];
        struct bundle *b;
        size_t n = 0;

        (void)unlink(path);
        assert_int_equal(bundle_new(mem, path, now, &b), 0);
        assert_int_equal(bundle_bytes(b, "清单.csv", "a,b\n", 4), 0);
        assert_int_equal(bundle_bytes(b, "0001/正文.txt", "正文", 6), 0);
        assert_int_equal(bundle_bytes(b, "0001/空.txt", "", 0), 0);
        assert_false(access(path, F_OK) == 0); /* whole or not at all */
        assert_int_equal(bundle_close(b, sm3, &n), 0);
        talloc_free(b);
        assert_int_equal(n, 3);
        assert_int_equal(strlen(sm3), 64);
        return path;
}

/* What is wrong first, or "". */
static const char *
wrong(TALLOC_CTX *mem, const char *path)
{
        struct problems problems = {.mem = mem};
        char sm3[BUNDLE_HEX];
        size_t n;
        int r = bundle_verify(mem, path, &problems, sm3, &n);

        assert_int_equal(r, problems.n ? BUNDLE_BAD : 0);
        return problems.n
                   ? mem_printf(mem, "%s：%s", problems.list[0].field, problems.list[0].message)
                   : "";
}

static void
put(const char *path, const char *name, const char *text)
{
        zip_t *zip = zip_open(path, 0, NULL);
        zip_source_t *s = zip_source_buffer(zip, text, strlen(text), 0);

        assert_true(zip_file_add(zip, name, s, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8) >= 0);
        assert_int_equal(zip_close(zip), 0);
}

static void
drop(const char *path, const char *name)
{
        zip_t *zip = zip_open(path, 0, NULL);

        assert_int_equal(zip_delete(zip, (zip_uint64_t)zip_name_locate(zip, name, 0)), 0);
        assert_int_equal(zip_close(zip), 0);
}

static void
what_is_wrong_is_named(void **state)
{
        TALLOC_CTX *mem = mem_root();
        char folder[] = "/tmp/bundle-XXXXXX";
        const char *path;
        struct bundle *b;

        (void)state;
        assert_non_null(mkdtemp(folder));
        path = make(mem, folder);
        assert_string_equal(wrong(mem, path), "");
        assert_int_equal(bundle_new(mem, path, now, &b), BUNDLE_THERE);
        put(path, "0001/正文.txt", "改文");
        assert_string_equal(wrong(mem, path), "0001/正文.txt：内容与清单不符");
        path = make(mem, folder);
        drop(path, "0001/正文.txt");
        assert_string_equal(wrong(mem, path), "0001/正文.txt：清单中有，包内没有");
        path = make(mem, folder);
        put(path, "多出来的.txt", "x");
        assert_string_equal(wrong(mem, path), "manifest.sm3：清单列有 3 个文件，包内有 4 个");
        path = make(mem, folder);
        put(path, "manifest.sm3", "x\n");
        assert_string_equal(wrong(mem, path), "manifest.sm3：不是“摘要  文件名”");
        drop(path, "manifest.sm3");
        assert_string_equal(wrong(mem, path), "manifest.sm3：包内没有可用的校验清单");
        assert_int_equal(truncate(path, 100), 0);
        assert_string_equal(wrong(mem, path), "file：不是完好的 ZIP 文件");
        assert_int_equal(unlink(path), 0);
        assert_string_equal(wrong(mem, path), "file：没有这个文件");
        assert_int_equal(rmdir(folder), 0); /* nothing else was left there */
        mem_endp(&mem);
}

static void
one_that_is_given_up_leaves_nothing(void **state)
{
        TALLOC_CTX *mem = mem_root();
        char folder[] = "/tmp/bundle-XXXXXX";
        struct bundle *b;

        (void)state;
        assert_non_null(mkdtemp(folder));
        assert_int_equal(bundle_new(mem, mem_printf(mem, "%s/b.zip", folder), now, &b), 0);
        assert_int_equal(bundle_bytes(b, "a", "b", 1), 0);
        talloc_free(b);
        assert_int_equal(rmdir(folder), 0);
        mem_endp(&mem);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(what_is_wrong_is_named),
            cmocka_unit_test(one_that_is_given_up_leaves_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
