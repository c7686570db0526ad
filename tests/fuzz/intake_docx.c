/* tests/fuzz/intake_docx.c: the main part of a Word document, or a whole archive: the text is text, the tree is a body. */
#include "base/text.h"
#include "domain/body/body.h"
#include "fuzz.h"
#include "intake/docx.h"

#include <zip.h>

/* An archive around the bytes as the main part. */
static struct buf
packed(TALLOC_CTX *mem, const uint8_t *data, size_t size)
{
        struct buf out = buf_new(mem, MiB(8));
        zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, NULL);
        zip_t *zip;
        char chunk[4096];
        zip_int64_t k;

        assert(src);
        zip_source_keep(src);
        zip = zip_open_from_source(src, ZIP_TRUNCATE, NULL);
        assert(zip);
        k = zip_file_add(zip, "word/document.xml", zip_source_buffer(zip, data, size, 0), 0);
        assert(k >= 0 && zip_set_file_compression(zip, (zip_uint64_t)k, ZIP_CM_STORE, 0) == 0);
        k = zip_close(zip);
        assert(k == 0 && zip_source_open(src) == 0);
        while ((k = zip_source_read(src, chunk, sizeof(chunk))) > 0)
                buf_put(&out, chunk, (size_t)k);
        zip_source_close(src);
        zip_source_free(src);
        return out;
}

static void
read_one(TALLOC_CTX *mem, const char *bytes, size_t n)
{
        struct buf text = buf_new(mem, MiB(16)), json = buf_new(mem, MiB(64));
        struct json_out o = {.buf = &json};
        struct problems p = {.mem = mem};
        struct body *body;
        struct pack *pack;
        struct docx d;
        int r;

        if (pack_open(mem, bytes, n, &pack) || docx_read(mem, pack, true, &d))
                return;
        tree_text(&text, &d.tree);
        tree_json(&o, &d.tree);
        assert(text_valid(buf_text(&text), text.len));
        r = body_parse(mem, buf_text(&json), json.len, false, &p, &body);
        assert(r >= 0);
        assert(r == 0 || strstr(p.list[0].message, "超过")); /* only what is too much is refused */
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();

        if (size >= 2 && memcmp(data, "PK", 2) == 0)
                read_one(mem, (const char *)data, size);
        else if (size) {
                struct buf zip = packed(mem, data, size);

                read_one(mem, zip.data, zip.len);
        }
        return 0;
}
