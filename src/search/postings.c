#include "search/postings.h"

#include "search/disk.h"

enum { STRUCTURE = 10, MAIN_TERM = '0', HEAD = POSTINGS_HEAD };

/* --- The table --------------------------------------------------------------------------------- */

int
postings_prepare(sqlite3 *db, const char *table, struct postings *ret)
{
        static const struct {
                const char *table, *data, *page_of, *page_after;
        } known[] = {
#define TABLE(t)                                                                                   \
        {t, t "_data",                                                                             \
         "SELECT pgno FROM " t "_idx WHERE segid = ?1 AND term <= ?2 ORDER BY term DESC LIMIT 1",  \
         "SELECT pgno FROM " t "_idx WHERE segid = ?1 AND term > ?2 ORDER BY term LIMIT 1"}
            TABLE("word"), TABLE("title_word")
#undef TABLE
        };
        size_t i = 0;
        int r;

        while (strcmp(known[i].table, table) != 0)
                i++;
        *ret = (struct postings){.db = db, .data = known[i].data};
        r = disk_prepare(db, known[i].page_of, &ret->page_of);
        if (!r)
                r = disk_prepare(db, known[i].page_after, &ret->page_after);
        return r;
}

void
postings_finish(struct postings *p)
{
        (void)sqlite3_blob_close(p->blob);
        (void)sqlite3_finalize(p->page_of);
        (void)sqlite3_finalize(p->page_after);
        *p = (struct postings){0};
}

void
postings_spoil(struct postings *p)
{
        p->is_broken = true;
}

/* Leads to a record and returns its size; 0: there is none to read. */
size_t
postings_record(struct postings *p, int64_t id)
{
        int code;

        if (p->is_broken || p->is_stopped)
                return 0;
        code = p->blob ? sqlite3_blob_reopen(p->blob, id)
                       : sqlite3_blob_open(p->db, "main", p->data, "block", id, 0, &p->blob);
        if (code != SQLITE_OK) {
                postings_spoil(p);
                return 0;
        }
        return (size_t)sqlite3_blob_bytes(p->blob);
}

bool
postings_read_open(struct postings *p, size_t off, void *to, size_t n)
{
        if (sqlite3_blob_read(p->blob, to, (int)n, (int)off) == SQLITE_OK)
                return true;
        postings_spoil(p);
        return false;
}

/* Reads n bytes from off, at most to the end of the record. Returns how many. */
size_t
postings_read(struct postings *p, int64_t id, size_t off, void *to, size_t n)
{
        size_t size = postings_record(p, id);

        if (off >= size)
                return 0;
        if (n > size - off)
                n = size - off;
        return postings_read_open(p, off, to, n) ? n : 0;
}

/* Levels are kept from the newest, segments in a level from the oldest. */
static void
read_structure(struct postings *p, const uint8_t *a, const uint8_t *end)
{
        uint64_t levels, all, n, skip;

        a += 4; /* a cookie */
        a = postings_number(a, &levels);
        a = postings_number(a, &all);
        a = postings_number(a, &skip);
        if (all > UINT16_MAX) {
                postings_spoil(p);
                return;
        }
        p->segments = mem_array(p->mem, struct segment, all + 1);
        while (levels-- && a < end) {
                size_t first = p->n_segments;

                a = postings_number(a, &skip);
                a = postings_number(a, &n);
                for (; n && a < end; n--) {
                        uint64_t id, from, to;

                        a = postings_number(a, &id);
                        a = postings_number(a, &from);
                        a = postings_number(a, &to);
                        if (from && p->n_segments < all)
                                p->segments[p->n_segments++] = (struct segment){
                                    (int64_t)(id & UINT16_MAX), (int64_t)(from & INT32_MAX),
                                    (int64_t)(to & INT32_MAX)};
                }
                for (size_t i = first, k = p->n_segments; i + 1 < k; i++) {
                        struct segment s = p->segments[i];

                        p->segments[i] = p->segments[--k];
                        p->segments[k] = s;
                }
        }
        if (a > end)
                postings_spoil(p);
}

int
postings_begin(TALLOC_CTX *mem, struct postings *p, bool (*stop)(void *), void *arg)
{
        uint8_t *record;
        size_t n;

        p->mem = mem;
        p->stop = stop;
        p->arg = arg;
        p->is_stopped = p->is_broken = false;
        p->segments = NULL;
        p->n_segments = p->n_loads = 0;
        n = postings_record(p, STRUCTURE);
        record = mem_array(mem, uint8_t, n + POSTINGS_PAD);
        if (n > HEAD && postings_read_open(p, 0, record, n))
                read_structure(p, record, record + n);
        else
                postings_spoil(p);
        return p->is_broken ? postings_end(p) : 0;
}

int
postings_end(struct postings *p)
{
        /* An open blob would keep the transaction of its connection open. */
        (void)sqlite3_blob_close(p->blob);
        p->blob = NULL;
        return p->is_broken ? err_set(ERR_DATA, "search file: a leaf of %s is broken", p->data) : 0;
}

/* --- All segments ------------------------------------------------------------------------------ */

void
postings_open(struct postings *p, const char *token, size_t n, struct term *ret)
{
        uint8_t term[POSTINGS_TERM];
        struct stream page = {.from = p};

        *ret = (struct term){0};
        if (n + 1 > sizeof(term))
                return;
        term[0] = MAIN_TERM;
        memcpy(term + 1, token, n);
        ret->streams = mem_array(p->mem, struct stream, p->n_segments + 1);
        for (size_t i = 0; i < p->n_segments && !p->is_broken && !p->is_stopped; i++) {
                struct stream *s = &ret->streams[ret->n];

                *s = (struct stream){.from = p, .seg = &p->segments[i]};
                if (!stream_open(s, &page, term, n + 1))
                        continue;
                ret->n++;
                ret->bytes +=
                    s->firsts ? (size_t)(s->last_page - s->start_page) * s->fill : s->fill;
        }
}

void
term_from(struct term *t, int64_t lo, int64_t hi)
{
        for (size_t i = 0; i < t->n; i++)
                stream_seek(&t->streams[i], lo, hi);
        t->run = NULL;
        t->hi = hi;
}

/* The stream with the lowest slot runs until another one's turn comes. Where two stand at the same, the
 * newest has the word. */
static struct stream *
choose(struct term *t)
{
        struct stream *best = NULL;

        for (size_t i = 0; i < t->n; i++)
                if (!best || t->streams[i].slot < best->slot)
                        best = &t->streams[i];
        t->run = best && best->slot < t->hi ? best : NULL;
        if (!t->run)
                return NULL;
        t->limit = t->hi;
        for (size_t i = 0; i < t->n; i++) {
                struct stream *s = &t->streams[i];

                if (s == best)
                        continue;
                if (s->slot == best->slot)
                        stream_next(s);
                if (s->slot < t->limit)
                        t->limit = s->slot;
        }
        return best;
}

struct stream *
term_choose(struct term *t)
{
        struct stream *s = t->run;

        for (;;) {
                if (!s || s->slot >= t->limit)
                        s = choose(t);
                if (!s || s->n_pos)
                        return s;
                stream_next(s); /* taken out */
        }
}

void
term_mark(struct term *t, int64_t lo, uint64_t *bits)
{
        struct stream *s;

        while ((s = term_next(t))) {
                do {
                        uint64_t i = (uint64_t)(s->slot - lo);

                        if (s->n_pos && s->slot >= lo)
                                bits[i / 64] |= (uint64_t)1 << i % 64;
                        stream_next(s);
                } while (s->slot < t->limit);
                t->run = NULL; /* it has gone on already */
        }
}

/* --- Prefixes ---------------------------------------------------------------------------------- */

static bool
has_prefix(const struct stream *s, const uint8_t *prefix, size_t n)
{
        return s->n_term >= n && memcmp(s->term, prefix, n) == 0;
}

static void
drop(struct stream *list, size_t *n, size_t i)
{
        talloc_free(list[i].buf);
        memmove(&list[i], &list[i + 1], (--*n - i) * sizeof(list[0]));
}

/* Begins the doclist of the term at which s stands, if the prefix has not ended there. */
static bool
stand(struct stream *s, size_t off, const uint8_t *prefix, size_t n)
{
        if (!has_prefix(s, prefix, n))
                return false;
        stream_begin(s, off);
        return !s->from->is_broken && !s->from->is_stopped;
}

/* Streams that stand at the lowest term, gathered in one; by copies, since a term wants them in a row. */
static void
gather(struct stream *list, size_t n, struct term *t, size_t *which)
{
        const struct stream *low = &list[0];

        for (size_t i = 1; i < n; i++)
                if (stream_compare(&list[i], low->term, low->n_term) < 0)
                        low = &list[i];
        t->n = 0;
        for (size_t i = 0; i < n; i++)
                if (stream_compare(&list[i], low->term, low->n_term) == 0) {
                        which[t->n] = i;
                        t->streams[t->n++] = list[i];
                }
}

void
postings_prefix(struct postings *p, const char *token, size_t n, int64_t lo, int64_t hi,
                void (*each)(void *arg, struct term *), void *arg)
{
        uint8_t prefix[POSTINGS_TERM];
        struct stream *list = mem_array(p->mem, struct stream, p->n_segments + 1);
        size_t *which = mem_array(p->mem, size_t, p->n_segments + 1), n_list = 0, off = 0;
        struct term t = {.streams = mem_array(p->mem, struct stream, p->n_segments + 1)};

        if (n + 1 > sizeof(prefix))
                return;
        prefix[0] = MAIN_TERM;
        memcpy(prefix + 1, token, n++);
        for (size_t i = 0; i < p->n_segments; i++) {
                struct stream *s = &list[n_list];

                *s = (struct stream){.from = p, .seg = &p->segments[i]};
                if ((stream_seek_term(s, prefix, n, &off) || stream_term(s, &off)) &&
                    stand(s, off, prefix, n))
                        n_list++;
                else
                        talloc_free(s->buf);
        }
        while (n_list && !p->is_broken && !p->is_stopped) {
                gather(list, n_list, &t, which);
                for (size_t i = 0; i < t.n; i++)
                        while (t.streams[i].slot < lo)
                                stream_next(&t.streams[i]);
                t.run = NULL;
                t.hi = hi;
                each(arg, &t);
                for (size_t i = t.n; i-- > 0;) {
                        struct stream *s = &list[which[i]];

                        while (t.streams[i].slot != POSTINGS_END)
                                stream_next(&t.streams[i]);
                        *s = t.streams[i];
                        if (!stream_term(s, &off) || !stand(s, off, prefix, n))
                                drop(list, &n_list, which[i]);
                }
        }
}
