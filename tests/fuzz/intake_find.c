/* tests/fuzz/intake_find.c: looking for hidden things in any bytes; what is found is an answer that a parent takes. */
#include "fuzz.h"
#include "intake/bbox.h"
#include "intake/find.h"
#include "intake/ole.h"

#include <fcntl.h>
#include <unistd.h>

/* As sent and read again. */
static void
taken(TALLOC_CTX *mem, struct buf *answer)
{
        char name[] = "/tmp/xxgk-fuzz-XXXXXX";
        int fd = mkstemp(name);
        char *bytes = mem_array(mem, char, answer->len + 64);
        struct answer a;
        ssize_t n;
        bool sent;

        assert(fd >= 0);
        (void)unlink(name);
        sent = answer_send(answer, fd);
        assert(sent);
        n = pread(fd, bytes, answer->len + 64, 0);
        (void)close(fd);
        assert(n > 0 && answer_read(mem, bytes, (size_t)n, &a) == 0);
        for (size_t i = 0; i < a.n_boxes; i++)
                (void)bbox_within(mem, NULL, 0, &a.boxes[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf answer = answer_new(mem, MiB(4));
        struct finder f = {.mem = mem, .answer = &answer};
        const char *bytes = (const char *)data;
        struct pack *pack;
        int r = 0;

        if (size >= 2 && memcmp(data, "PK", 2) == 0) {
                if (pack_open(mem, bytes, size, &pack))
                        return 0;
                r = find_in_package(&f, pack);
                r = r ? r : find_in_word(&f, pack);
                r = r ? r : find_in_sheets(&f, pack);
                r = r ? r : find_in_slides(&f, pack);
        } else if (ole_is(bytes, size))
                r = find_in_compound(&f, bytes, size);
        else if (size && data[0] == '%')
                r = find_in_pdf(&f, bytes, size);
        else if (size && data[0] == '<') { /* the words of a page, with a box over all of it */
                const struct answer_box box = {1, -1000000, -1000000, 1000000, 1000000};
                char *text = mem_strndup(mem, bytes, size);
                size_t n;
                struct bbox_word *words = bbox_read(mem, text, &n);

                (void)bbox_within(mem, words, n, &box);
        } else
                find_in_picture(&f, bytes, size, "");
        assert(r >= 0);
        taken(mem, &answer);
        return 0;
}
