/* tests/fuzz/web_multipart.c: the first line is the Content-Type, the rest the body. Whatever they are, names
 * and fields are clean UTF-8 within their limits and files lie inside the body. */
#include "base/text.h"
#include "fuzz.h"
#include "web/multipart.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *bytes = (const char *)data, *line = size ? memchr(data, '\n', size) : NULL;
        struct multipart m;
        size_t n;

        if (!line || memchr(bytes, '\0', (size_t)(line - bytes)))
                return 0;
        n = size - (size_t)(line + 1 - bytes);
        if (multipart_parse(mem, mem_strndup(mem, bytes, (size_t)(line - bytes)), line + 1, n, &m))
                return 0;
        assert(m.n_fields <= MULTIPART_FIELDS_MAX && m.n_uploads <= MULTIPART_FILES_MAX);
        for (size_t i = 0; i < m.n_fields; i++) {
                assert(text_valid(m.fields[i].name, strlen(m.fields[i].name)));
                assert(text_valid(m.fields[i].value, strlen(m.fields[i].value)));
        }
        for (size_t i = 0; i < m.n_uploads; i++) {
                const struct page_upload *u = &m.uploads[i];

                assert(text_valid(u->file_name, strlen(u->file_name)));
                assert(*u->file_name && strlen(u->file_name) <= MULTIPART_NAME_MAX);
                assert(!strpbrk(u->file_name, "/\\\r\n"));
                assert(text_valid(u->name, strlen(u->name)));
                assert(u->bytes >= line + 1 && u->size <= n && u->bytes + u->size <= bytes + size);
        }
        return 0;
}
