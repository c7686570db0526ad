#include "intake/answer.h"

#include "base/text.h"
#include "intake/picture.h"

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

void
answer_put_picture(struct buf *b, const struct intake_picture *p)
{
        size_t n_name = strlen(p->name);
        char head_of[RECORD_HEAD + 2] = {ANSWER_PICTURE};

        if (n_name > UINT8_MAX || p->n > UINT32_MAX - 1000) {
                b->full = true;
                return;
        }
        put_number(head_of + 1, 2 + n_name + p->n, 4);
        head_of[RECORD_HEAD] = (char)(uint8_t)p->kind;
        head_of[RECORD_HEAD + 1] = (char)(uint8_t)n_name;
        buf_put(b, head_of, sizeof(head_of));
        buf_put(b, p->name, n_name);
        buf_put(b, p->bytes, p->n);
}

/* Strings of the child's own making: shorter than ANSWER_WORDS_MAX. */
void
answer_put_finding(struct buf *b, enum intake_code code, const char *where, const char *excerpt)
{
        size_t n_where = strlen(where), n = strlen(excerpt);
        char head_of[RECORD_HEAD + 3] = {ANSWER_FINDING};

        put_number(head_of + 1, 3 + n_where + n, 4);
        put_number(head_of + RECORD_HEAD, code, 1);
        put_number(head_of + RECORD_HEAD + 1, n_where, 2);
        buf_put(b, head_of, sizeof(head_of));
        buf_put(b, where, n_where);
        buf_put(b, excerpt, n);
}

void
answer_put_leaf(struct buf *b, const struct intake_leaf *l)
{
        size_t n_place = strlen(l->place);
        char head_of[RECORD_HEAD + 7] = {ANSWER_LEAF};

        put_number(head_of + 1, 7 + n_place + l->n, 4);
        put_number(head_of + RECORD_HEAD, l->unit, 1);
        put_number(head_of + RECORD_HEAD + 1, l->first, 4);
        put_number(head_of + RECORD_HEAD + 5, n_place, 2);
        buf_put(b, head_of, sizeof(head_of));
        buf_put(b, l->place, n_place);
        buf_put(b, l->text, l->n);
}

void
answer_put_box(struct buf *b, const struct answer_box *box)
{
        const int numbers[] = {box->page, box->x0, box->y0, box->x1, box->y1};
        char bytes[sizeof(numbers)];

        for (size_t i = 0; i < N(numbers); i++)
                put_number(bytes + 4 * i, (uint32_t)numbers[i], 4);
        answer_put(b, ANSWER_BOX, bytes, sizeof(bytes));
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

/* Letters, figures and one dot: a name that is no path. */
static bool
is_plain_name(const char *s, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') ||
                      (s[i] == '.' && i > 0)))
                        return false;
        return n > 0 && n < 64;
}

static bool
take_picture(TALLOC_CTX *mem, struct answer *a, const char *bytes, size_t n)
{
        struct intake_picture p;
        size_t n_name = n >= 2 ? (uint8_t)bytes[1] : 0;

        if (n < 2 || n - 2 < n_name || !is_plain_name(bytes + 2, n_name) ||
            a->n_pictures == ANSWER_LISTS_MAX)
                return false;
        p.bytes = bytes + 2 + n_name;
        p.n = n - 2 - n_name;
        p.kind = picture_kind(p.bytes, p.n);
        if (p.kind == INTAKE_UNKNOWN || p.kind != (enum intake_kind)(uint8_t)bytes[0])
                return false;
        p.name = mem_strndup(mem, bytes + 2, n_name);
        mem_grow(mem, a->pictures, a->n_pictures);
        a->pictures[a->n_pictures++] = p;
        return true;
}

static bool
take_warning(TALLOC_CTX *mem, struct answer *a, const char *bytes, size_t n)
{
        if (a->n_warnings == ANSWER_LISTS_MAX || n > ANSWER_WORDS_MAX || !answer_is_text(bytes, n))
                return false;
        mem_grow(mem, a->warnings, a->n_warnings);
        a->warnings[a->n_warnings++] = mem_strndup(mem, bytes, n);
        return true;
}

static bool
take_finding(TALLOC_CTX *mem, struct answer *a, const char *bytes, size_t n)
{
        size_t n_where = n >= 3 ? take_number(bytes + 1, 2) : 0;
        struct intake_finding f;

        if (n < 3 || n - 3 < n_where || n > ANSWER_WORDS_MAX ||
            (uint8_t)bytes[0] >= N_INTAKE_CODES || a->n_findings == ANSWER_LISTS_MAX ||
            !answer_is_text(bytes + 3, n_where) ||
            !answer_is_text(bytes + 3 + n_where, n - 3 - n_where))
                return false;
        f.code = (enum intake_code)(uint8_t)bytes[0];
        f.where = mem_strndup(mem, bytes + 3, n_where);
        f.excerpt = mem_strndup(mem, bytes + 3 + n_where, n - 3 - n_where);
        mem_grow(mem, a->findings, a->n_findings);
        a->findings[a->n_findings++] = f;
        return true;
}

static bool
take_leaf(TALLOC_CTX *mem, struct answer *a, const char *bytes, size_t n)
{
        size_t n_place = n >= 7 ? take_number(bytes + 5, 2) : 0;
        struct intake_leaf l;

        if (n < 7 || n - 7 < n_place || n_place > ANSWER_WORDS_MAX ||
            (uint8_t)bytes[0] >= N_INTAKE_UNITS || a->n_leaves == ANSWER_LISTS_MAX ||
            n > INTAKE_WORDS_MAX + ANSWER_WORDS_MAX || !answer_is_text(bytes + 7, n_place) ||
            !answer_is_text(bytes + 7 + n_place, n - 7 - n_place))
                return false;
        l.unit = (enum intake_unit)(uint8_t)bytes[0];
        l.first = take_number(bytes + 1, 4);
        l.place = mem_strndup(mem, bytes + 7, n_place);
        l.n = n - 7 - n_place;
        l.text = mem_strndup(mem, bytes + 7 + n_place, l.n);
        mem_grow(mem, a->leaves, a->n_leaves);
        a->leaves[a->n_leaves++] = l;
        return true;
}

static bool
take_box(TALLOC_CTX *mem, struct answer *a, const char *bytes, size_t n)
{
        int32_t v[5];

        if (n != sizeof(v) || a->n_boxes == ANSWER_BOXES_MAX)
                return false;
        for (size_t i = 0; i < N(v); i++)
                v[i] = (int32_t)(uint32_t)take_number(bytes + 4 * i, 4);
        if (v[0] < 1 || v[1] > v[3] || v[2] > v[4])
                return false;
        mem_grow(mem, a->boxes, a->n_boxes);
        a->boxes[a->n_boxes++] = (struct answer_box){v[0], v[1], v[2], v[3], v[4]};
        return true;
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
        case ANSWER_PICTURE:
                return take_picture(mem, a, bytes, n);
        case ANSWER_FINDING:
                return take_finding(mem, a, bytes, n);
        case ANSWER_BOX:
                return take_box(mem, a, bytes, n);
        case ANSWER_LEAF:
                return take_leaf(mem, a, bytes, n);
        case ANSWER_CUT:
                a->cut = true;
                return n == 1;
        case ANSWER_WARNING:
                return take_warning(mem, a, bytes, n);
        case ANSWER_TEXT:
        case ANSWER_BODY:
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
