#include "base/err.h"
#include "web/request.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { IN_MEMORY = 256 << 10 };

static int
spill(struct request *q)
{
        struct body *b = &q->body;

        b->fd = open(q->server->settings.data, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (b->fd < 0)
                b->fd = memfd_create("body", MFD_CLOEXEC); /* a file system without O_TMPFILE */
        if (b->fd < 0)
                return err_errno("a file for an upload");
        if (write(b->fd, b->bytes, b->n) != (ssize_t)b->n)
                return err_errno("writing an upload");
        free(b->bytes);
        b->bytes = NULL;
        return 0;
}

int
body_add(struct request *q, const char *data, size_t n)
{
        struct body *b = &q->body;

        if (b->fd < 0 && b->n + n > IN_MEMORY && b->room) {
                int r = spill(q);

                if (r < 0)
                        return err_trace(r);
        }
        if (b->fd >= 0) {
                if (write(b->fd, data, n) != (ssize_t)n)
                        return err_errno("writing an upload");
                b->n += n;
                return 0;
        }
        if (b->n + n > b->room) {
                b->room = b->n + n + 4096;
                b->bytes = mem_must(realloc(b->bytes, b->room));
        }
        memcpy(b->bytes + b->n, data, n);
        b->n += n;
        return 0;
}

struct mapping {
        void *at;
        size_t n;
};

static int
unmap(struct mapping *m)
{
        (void)munmap(m->at, m->n);
        return 0;
}

int
body_whole(TALLOC_CTX *mem, struct request *q, const char **ret, size_t *ret_n)
{
        struct body *b = &q->body;
        struct mapping *m;

        *ret_n = b->n;
        if (b->fd < 0) {
                *ret = b->bytes ? b->bytes : "";
                return 0;
        }
        m = mem_new(mem, struct mapping);
        m->n = b->n;
        m->at = mmap(NULL, b->n, PROT_READ, MAP_PRIVATE, b->fd, 0);
        if (m->at == MAP_FAILED)
                return err_errno("mapping an upload");
        talloc_set_destructor(m, unmap);
        *ret = m->at;
        return 0;
}

void
body_clear(struct body *b)
{
        free(b->bytes);
        if (b->fd >= 0)
                (void)close(b->fd);
        *b = (struct body){.fd = -1};
}
