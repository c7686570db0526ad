#include "domain/body/body_marks.h"

static int
by_path(const void *a, const void *b)
{
        const struct body_place *const *x = a, *const *y = b;
        int c = strcmp((*x)->path, (*y)->path);

        if (c)
                return c;
        if ((*x)->from != (*y)->from)
                return (*x)->from < (*y)->from ? -1 : 1;
        return (*x)->n > (*y)->n ? -1 : (*x)->n < (*y)->n;
}

struct body_marker *
marker_new(TALLOC_CTX *mem, const struct body_place *places, size_t n)
{
        struct body_marker *b = mem_new(mem, struct body_marker);

        b->mem = mem;
        b->places = mem_array(mem, const struct body_place *, n);
        b->n_places = n;
        for (size_t i = 0; i < n; i++)
                b->places[i] = &places[i];
        qsort(b->places, n, sizeof(*b->places), by_path);
        return b;
}

size_t
marker_down(struct body_marker *b, size_t i)
{
        size_t keep = b ? b->n_where : 0;

        if (b) {
                b->n_where += (size_t)snprintf(b->where + keep, sizeof(b->where) - keep,
                                               "%scontent[%zu]", keep ? "." : "", i);
                assert(b->n_where < sizeof(b->where));
        }
        return keep;
}

void
marker_up(struct body_marker *b, size_t keep)
{
        if (b) {
                b->n_where = keep;
                b->where[keep] = '\0';
        }
}

void
marker_row(struct body_marker *b, bool begins)
{
        if (b) {
                b->in_row = begins;
                b->n_active = 0;
        }
}

static void
add(struct body_marker *b, const struct marked *m)
{
        if (b->n_active == b->n_room) {
                struct marked *more = mem_array(b->mem, struct marked, b->n_room * 2 + 8);

                if (b->n_active)
                        memcpy(more, b->active, b->n_active * sizeof(*more));
                b->active = more;
                b->n_room = b->n_room * 2 + 8;
        }
        b->active[b->n_active++] = *m;
}

/* What came over from the cell before stays; what begins here is found by its path. */
void
marker_begin(struct body_marker *b)
{
        size_t lo = 0, hi = b->n_places;

        if (!b->in_row)
                b->n_active = 0;
        while (lo < hi) {
                size_t mid = (lo + hi) / 2;

                if (strcmp(b->places[mid]->path, b->where) < 0)
                        lo = mid + 1;
                else
                        hi = mid;
        }
        for (; lo < b->n_places && strcmp(b->places[lo]->path, b->where) == 0; lo++) {
                const struct body_place *p = b->places[lo];

                add(b, &(struct marked){.place = p, .from = p->from, .to = p->from + p->n});
        }
        b->at = 0;
}

/* A byte parts two blocks of a row. */
void
marker_end(struct body_marker *b)
{
        size_t n = 0, gone = b->at + 1;

        for (size_t i = 0; i < b->n_active; i++) {
                struct marked m = b->active[i];

                if (m.numbered)
                        continue;
                if (!b->in_row) {
                        m.to = b->at;
                } else {
                        m.from = m.from > gone ? m.from - gone : 0;
                        m.to = m.to > gone ? m.to - gone : 0;
                }
                b->active[n++] = m;
        }
        b->n_active = n;
        if (b->in_row)
                b->at = 0;
}

size_t
marker_stretch(const struct body_marker *b, size_t n)
{
        for (size_t i = 0; i < b->n_active; i++) {
                const struct marked *m = &b->active[i];

                if (m->from > b->at && m->from - b->at < n)
                        n = m->from - b->at;
                if (m->to > b->at && m->to - b->at < n)
                        n = m->to - b->at;
        }
        return n;
}
