/* tests/fuzz/base_csv.c: rows read are rows that can be written and read again, field by field. */
#include "base/csv.h"
#include "fuzz.h"

static void
same_again(TALLOC_CTX *mem, const char *const *fields, size_t n)
{
        struct buf out = buf_new(mem, MiB(4));
        struct problems problems = {.mem = mem};
        const char *const *again;
        struct csv *csv;
        size_t n_again;

        for (size_t i = 0; i < n; i++) {
                if (fields[i][0] && strchr("=+-@\t\r", fields[i][0]))
                        return; /* written with an apostrophe in front, by contract */
                if (!strncmp(fields[i], "\xef\xbb\xbf", 3))
                        return; /* in front of a file it is a byte order mark */
                csv_put(&out, fields[i], i + 1 == n);
        }
        assert(buf_done(&out) == 0);
        if (n == 1 && !fields[0][0])
                return; /* one empty field is an empty line */
        csv = csv_open(mem, out.data, out.len);
        assert(csv_next(csv, &problems, &again, &n_again) == 0);
        assert(n_again == n);
        for (size_t i = 0; i < n; i++)
                assert(!strcmp(fields[i], again[i]));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        struct csv *csv = csv_open(mem, (const char *)data, size);
        const char *const *fields;
        size_t n, line = 0;

        while (csv_next(csv, &problems, &fields, &n) == 0) {
                assert(n > 0);
                assert(csv_line(csv) > line);
                line = csv_line(csv);
                if (n <= 64)
                        same_again(mem, fields, n);
        }
        return 0;
}
