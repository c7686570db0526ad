#include "intake/bbox.h"

#include "base/text.h"

/* A third of a word, or a third of the box: a number at the end of a long line counts. */
static const double part_of = 0.33;

static double
number_after(const char *s, const char *end, const char *name)
{
        const char *p = memmem(s, (size_t)(end - s), name, strlen(name));

        return p ? strtod(p + strlen(name), NULL) * 100 : 0;
}

static void
put_plain(struct buf *b, const char *s, const char *end)
{
        static const struct {
                const char *entity;
                char c;
        } entities[] = {
            {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};

        while (s < end) {
                size_t k = 1;
                char c = *s;

                for (size_t i = 0; c == '&' && k == 1 && i < N(entities); i++)
                        if (strncmp(s, entities[i].entity, strlen(entities[i].entity)) == 0) {
                                c = entities[i].c;
                                k = strlen(entities[i].entity);
                        }
                if ((uint8_t)c >= ' ' && c != 0x7f)
                        buf_char(b, c);
                s += k;
        }
}

struct bbox_word *
bbox_read(TALLOC_CTX *mem, const char *xhtml, size_t *ret_n)
{
        struct bbox_word *list = NULL;
        size_t n = 0;
        int page = 0;

        for (const char *p = xhtml; n < BBOX_WORDS_MAX && (p = strchr(p, '<'));) {
                const char *end = strchr(p, '>'), *close;

                if (!end)
                        break;
                if (strncmp(p, "<page ", 6) == 0)
                        page++;
                if (strncmp(p, "<word ", 6) != 0) {
                        p = end;
                        continue;
                }
                close = strchr(end, '<');
                if (!close)
                        break;
                mem_grow(mem, list, n);
                list[n++] = (struct bbox_word){page,
                                               number_after(p, end, "xMin=\""),
                                               number_after(p, end, "yMin=\""),
                                               number_after(p, end, "xMax=\""),
                                               number_after(p, end, "yMax=\""),
                                               end + 1,
                                               (size_t)(close - end - 1)};
                p = close;
        }
        *ret_n = n;
        return list;
}

static bool
lies_in(const struct bbox_word *w, const struct answer_box *box)
{
        double left = w->x0 > box->x0 ? w->x0 : box->x0, right = w->x1 < box->x1 ? w->x1 : box->x1,
               middle = (w->y0 + w->y1) / 2,
               least = w->x1 - w->x0 < box->x1 - box->x0 ? w->x1 - w->x0 : box->x1 - box->x0;

        return w->page == box->page && middle > box->y0 && middle < box->y1 && right > left &&
               right - left > least * part_of;
}

const char *
bbox_within(TALLOC_CTX *mem, const struct bbox_word *words, size_t n, const struct answer_box *box)
{
        struct buf b = buf_new(mem, ANSWER_WORDS_MAX / 2);

        for (size_t i = 0; i < n && !b.full; i++) {
                if (!lies_in(&words[i], box))
                        continue;
                if (b.len)
                        buf_char(&b, ' ');
                put_plain(&b, words[i].text, words[i].text + words[i].n);
        }
        return text_cut(mem, buf_text(&b), 80);
}
