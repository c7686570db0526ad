#include "intake/answer.h"

#include "base/text.h"

#include <errno.h>
#include <unistd.h>

static const char head[5] = "XXIN1";
enum { HEAD_SIZE = 13, RECORD_HEAD = 5 };

static void
put_number(char *out, uint64_t n, size_t size)
{
        for (size_t i = 0; i < size; i++)
                out[i] = (char)(uint8_t)(n >> (8 * i));
}

static uint64_t
take_number(const char *in, size_t size)
{
        uint64_t n = 0;

        for (size_t i = 0; i < size; i++)
                n |= (uint64_t)(uint8_t)in[i] << (8 * i);
        return n;
}

struct buf
answer_new(TALLOC_CTX *mem, size_t max)
{
        struct buf b = buf_new(mem, max);
        char space[HEAD_SIZE] = "";

        buf_put(&b, space, sizeof(space));
        return b;
}

void
answer_put(struct buf *b, enum answer_tag tag, const void *bytes, size_t n)
{
        char size[4];

        if (n > UINT32_MAX) {
                b->full = true;
                return;
        }
        put_number(size, n, sizeof(size));
        buf_char(b, (char)tag);
        buf_put(b, size, sizeof(size));
        buf_put(b, bytes, n);
}

void
answer_put_byte(struct buf *b, enum answer_tag tag, unsigned byte)
{
        char c = (char)(uint8_t)byte;

        answer_put(b, tag, &c, 1);
}

bool
answer_send(struct buf *b, int fd)
{
        size_t done = 0;

        answer_put(b, ANSWER_END, "", 0);
        if (b->full)
                return false;
        memcpy(b->data, head, sizeof(head));
        put_number(b->data + sizeof(head), b->len - HEAD_SIZE, 8);
        while (done < b->len) {
                ssize_t k = write(fd, b->data + done, b->len - done);

                if (k < 0 && errno == EINTR)
                        continue;
                if (k <= 0)
                        return false;
                done += (size_t)k;
        }
        return true;
}

bool
answer_is_text(const char *bytes, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (((uint8_t)bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\t') ||
                    bytes[i] == 0x7f)
                        return false;
        return text_valid(bytes, n);
}

/* One record. False: it makes no sense. */
static bool
take(TALLOC_CTX *mem, struct answer *a, char tag, const char *bytes, size_t n)
{
        switch (tag) {
        case ANSWER_OUTCOME:
                if (n != 1 || (uint8_t)bytes[0] >= N_INTAKE_OUTCOMES)
                        return false;
                a->outcome = bytes[0];
                return true;
        case ANSWER_KIND:
                if (n != 1 || (uint8_t)bytes[0] >= N_INTAKE_KINDS)
                        return false;
                a->kind = (enum intake_kind)bytes[0];
                return true;
        case ANSWER_TEXT:
                if (a->text || n > INTAKE_TEXT_MAX || !answer_is_text(bytes, n))
                        return false;
                a->text = mem_strndup(mem, bytes, n);
                a->n_text = n;
                return true;
        default:
                return false;
        }
}

int
answer_read(TALLOC_CTX *mem, const char *bytes, size_t n, struct answer *ret)
{
        struct answer a = {.kind = INTAKE_UNKNOWN};
        size_t at = HEAD_SIZE;

        if (n < HEAD_SIZE || memcmp(bytes, head, sizeof(head)) != 0 ||
            take_number(bytes + sizeof(head), 8) != n - HEAD_SIZE)
                return ANSWER_VOID;
        while (n - at >= RECORD_HEAD) {
                size_t size = take_number(bytes + at + 1, 4);
                char tag = bytes[at];

                at += RECORD_HEAD;
                if (size > n - at)
                        return ANSWER_VOID;
                if (tag == ANSWER_END && size == 0 && at == n) {
                        *ret = a;
                        return 0;
                }
                if (!take(mem, &a, tag, bytes + at, size))
                        return ANSWER_VOID;
                at += size;
        }
        return ANSWER_VOID;
}
