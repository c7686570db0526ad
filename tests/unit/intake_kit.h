/* tests/unit/intake_kit.h: files for the tests of intake, made on the spot.
 * Purpose    archives part by part, Word documents around a body, files handed in by descriptor. The test
 *            programs are their own child: main() begins with KIT_CHILD. */
#ifndef TESTS_UNIT_INTAKE_KIT_H
#define TESTS_UNIT_INTAKE_KIT_H

#include "cm.h"

#include "base/buf.h"
#include "intake/intake.h"

#include <zip.h>

#define KIT_CHILD                                                                                  \
        do                                                                                         \
                if (argc >= 2 && strcmp(argv[1], "intake") == 0)                                   \
                        intake_child(argc, argv);                                                  \
        while (0)

struct kit_part {
        const char *name;
        const char *bytes; /* NULL ends a list */
        size_t n;          /* 0: a string */
};

static inline struct buf
kit_zip(TALLOC_CTX *mem, const struct kit_part *parts)
{
        struct buf out = buf_new(mem, MiB(64));
        zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, NULL);
        char chunk[4096];
        zip_int64_t k;
        zip_t *zip;

        assert_non_null(src);
        zip_source_keep(src);
        zip = zip_open_from_source(src, ZIP_TRUNCATE, NULL);
        assert_non_null(zip);
        for (; parts->bytes; parts++) {
                zip_source_t *s = zip_source_buffer(zip, parts->bytes,
                                                    parts->n ? parts->n : strlen(parts->bytes), 0);

                assert_true(zip_file_add(zip, parts->name, s, ZIP_FL_ENC_UTF_8) >= 0);
        }
        assert_int_equal(zip_close(zip), 0);
        assert_int_equal(zip_source_open(src), 0);
        while ((k = zip_source_read(src, chunk, sizeof(chunk))) > 0)
                buf_put(&out, chunk, (size_t)k);
        zip_source_close(src);
        zip_source_free(src);
        return out;
}

#define KIT_W                                                                                      \
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "                \
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "         \
        "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "                       \
        "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""

static inline const char *
kit_document(TALLOC_CTX *mem, const char *body)
{
        return mem_printf(mem,
                          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document " KIT_W
                          "><w:body>%s</w:body></w:document>",
                          body);
}

/* A Word document of one part, and others if any. */
static inline struct buf
kit_docx(TALLOC_CTX *mem, const char *body, const struct kit_part *more)
{
        struct kit_part parts[16] = {{"[Content_Types].xml", "<Types/>", 0},
                                     {"word/document.xml", kit_document(mem, body), 0}};

        for (size_t i = 2; more && more->bytes; more++)
                parts[i++] = *more;
        return kit_zip(mem, parts);
}

static inline int
kit_text(TALLOC_CTX *mem, const char *name, const void *bytes, size_t n, const char **ret)
{
        _cleanup_(intake_close) int fd = -1;
        struct problems p = {.mem = mem};
        struct intake_text text = {.text = ""};
        int r;

        assert_int_equal(intake_memory(bytes, n, &fd), 0);
        r = intake_text(mem, &(struct intake_file){name, fd}, &p, &text);
        if (r < 0)
                print_message("# %s\n", err_text());
        assert_true(r >= 0);
        assert_int_equal(p.n, r ? 1 : 0);
        *ret = r ? p.list[0].message : text.text;
        return r;
}

#endif
