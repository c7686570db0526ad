#include "search/stream.h"

#include "search/disk.h"

enum { SEGMENT_BITS = 37, LOADS_BETWEEN_STOPS = 64, HEAD = POSTINGS_HEAD };

static int64_t
leaf_id(const struct segment *seg, int64_t page)
{
        return (seg->id << SEGMENT_BITS) + page;
}

/* --- Leaves ------------------------------------------------------------------------------- */

static void
finish(struct stream *s)
{
        s->slot = POSTINGS_END;
        s->n_pos = 0;
}

static void
spoil(struct stream *s)
{
        postings_spoil(s->from);
        finish(s);
}

static void
keep_first(struct stream *s, int64_t page, int64_t slot)
{
        if (s->firsts)
                s->firsts[page - s->start_page] =
                    slot >= 0 && slot < UINT32_MAX - 1 ? (uint32_t)slot + 1 : UINT32_MAX;
}

static unsigned
two_bytes(const uint8_t *p)
{
        return (unsigned)p[0] << 8 | p[1];
}

/* Brings a page into buf. What is on it before the first term belongs to the doclist. */
static bool
load(struct stream *s, int64_t page)
{
        struct postings *p = s->from;
        uint64_t first;
        size_t n;

        if (++p->n_loads % LOADS_BETWEEN_STOPS == 0 && p->stop && p->stop(p->arg))
                p->is_stopped = true;
        n = postings_record(p, leaf_id(s->seg, page));
        if (n + POSTINGS_PAD > s->cap) {
                talloc_free(s->buf);
                s->cap = n + n / 8 + POSTINGS_PAD;
                s->buf = mem_must(talloc_size(p->mem, s->cap));
        }
        if (n && !postings_read_open(p, 0, s->buf, n))
                n = 0;
        memset(s->buf + n, 0, POSTINGS_PAD);
        s->page = page;
        s->n = n;
        s->fill = n >= HEAD ? two_bytes(s->buf + 2) : 0;
        if (s->fill < HEAD || s->fill > n) {
                if (p->is_stopped)
                        finish(s);
                else
                        spoil(s);
                return false;
        }
        s->end = s->fill;
        s->first_term = 0;
        s->is_last = s->fill < n;
        s->foot = s->fill;
        if (s->is_last) {
                s->foot = (size_t)(postings_number(s->buf + s->fill, &first) - s->buf);
                if (first < HEAD || first > s->fill) {
                        spoil(s);
                        return false;
                }
                s->first_term = s->end = (size_t)first;
        }
        return true;
}

/* Reads slot and size of positions at off. */
static void
read_entry(struct stream *s, bool is_delta)
{
        uint64_t slot, size;
        const uint8_t *p = postings_number(s->buf + s->off, &slot);

        p = postings_number(p, &size);
        s->slot =
            is_delta ? s->slot + (int64_t)(slot & INT32_MAX) : (int64_t)(slot & INT64_MAX >> 1);
        s->off = (size_t)(p - s->buf);
        s->n_pos = (size_t)(size >> 1) & INT32_MAX;
}

/* On the next page that has an entry of the doclist. */
void
stream_turn(struct stream *s)
{
        int64_t before = s->slot;

        for (;;) {
                size_t first;

                if (s->is_last || s->page >= s->last_page) {
                        s->last_slot = before;
                        finish(s);
                        return;
                }
                if (!load(s, s->page + 1))
                        return;
                first = two_bytes(s->buf);
                if (first >= HEAD && first < s->end) {
                        s->off = first;
                        read_entry(s, false);
                        keep_first(s, s->page, s->slot);
                        return;
                }
                keep_first(s, s->page, -1);
        }
}

void
stream_entry(struct stream *s)
{
        read_entry(s, true);
}

/* The first entry behind a term. */
void
stream_begin(struct stream *s, size_t off)
{
        s->start_page = s->page;
        s->start = s->off = off;
        s->n_pos = 0;
        s->slot = 0;
        if (off < s->end)
                read_entry(s, false);
        else
                stream_turn(s);
}

/* The next term on this page, if there is one, without its doclist. */
static bool
read_term(struct stream *s, size_t *ret_off)
{
        const uint8_t *p = s->buf + s->end;
        uint64_t kept = 0, n, step;

        if (!s->is_last)
                return false;
        if (s->end != s->first_term)
                p = postings_number(p, &kept);
        p = postings_number(p, &n);
        if (kept > s->n_term || n > s->fill || (size_t)(p - s->buf) + n > s->fill ||
            kept + n > POSTINGS_TERM) {
                spoil(s);
                return false;
        }
        memcpy(s->term + kept, p, n);
        s->n_term = (size_t)(kept + n);
        *ret_off = (size_t)(p - s->buf) + (size_t)n;
        if (s->foot < s->n) {
                s->foot = (size_t)(postings_number(s->buf + s->foot, &step) - s->buf);
                if (step > s->fill || s->end + step > s->fill || s->end + step <= *ret_off) {
                        spoil(s);
                        return false;
                }
                s->end += (size_t)step;
        } else {
                s->end = s->fill;
                s->is_last = false;
        }
        return true;
}

int
stream_compare(const struct stream *s, const uint8_t *term, size_t n)
{
        int c = memcmp(s->term, term, s->n_term < n ? s->n_term : n);

        return c ? c : (s->n_term > n) - (s->n_term < n);
}

static int64_t
look_up(struct postings *p, sqlite3_stmt *s, const struct segment *seg, const uint8_t *term,
        size_t n)
{
        _cleanup_(disk_resetp) sqlite3_stmt *used = s;
        int code;

        (void)sqlite3_bind_int64(s, 1, seg->id);
        (void)sqlite3_bind_blob(s, 2, term, (int)n, SQLITE_STATIC);
        code = sqlite3_step(s);
        if (code == SQLITE_ROW)
                return sqlite3_column_int64(s, 0) >> 1;
        if (code != SQLITE_DONE)
                postings_spoil(p);
        return 0;
}

/* Stands at the first term that is not below; false: there is none on the page where it would be. */
bool
stream_seek_term(struct stream *s, const uint8_t *term, size_t n, size_t *ret_off)
{
        int64_t page = look_up(s->from, s->from->page_of, s->seg, term, n);

        s->n_term = 0;
        s->last_page = s->seg->last;
        if (page < s->seg->first)
                page = s->seg->first;
        if (page > s->seg->last) {
                spoil(s);
                return false;
        }
        if (!load(s, page))
                return false;
        while (read_term(s, ret_off))
                if (stream_compare(s, term, n) >= 0)
                        return true;
        return false;
}

/* The next term of a segment, on whatever page; false at its end. */
bool
stream_term(struct stream *s, size_t *ret_off)
{
        while (!read_term(s, ret_off))
                if (s->from->is_broken || s->from->is_stopped || s->page >= s->seg->last ||
                    !load(s, s->page + 1))
                        return false;
        return true;
}

/* A doclist within one page keeps only itself. */
static void
keep_small(struct stream *s)
{
        size_t n = s->end - s->start;
        uint8_t *own = mem_must(talloc_size(s->from->mem, n + POSTINGS_PAD));

        memcpy(own, s->buf + s->start, n);
        memset(own + n, 0, POSTINGS_PAD);
        s->buf = own;
        s->cap = n + POSTINGS_PAD;
        s->off -= s->start;
        s->end = s->fill = s->n = n;
        s->start = 0;
        s->last_page = s->page;
}

bool
stream_open(struct stream *s, struct stream *page, const uint8_t *term, size_t n)
{
        size_t off;
        int64_t after;

        page->seg = s->seg;
        if (!stream_seek_term(page, term, n, &off) || stream_compare(page, term, n) != 0)
                return false;
        *s = *page;
        if (!s->is_last) {
                s->buf = mem_memdup(s->from->mem, page->buf, page->cap);
                after = look_up(s->from, s->from->page_after, s->seg, term, n);
                if (after > s->page && after < s->last_page)
                        s->last_page = after;
                s->start_page = s->page;
                s->firsts = mem_array(s->from->mem, uint32_t, s->last_page - s->page + 1);
        }
        stream_begin(s, off);
        s->first_slot = s->slot;
        s->last_slot = POSTINGS_END;
        if (s->is_last && s->page == s->start_page)
                keep_small(s);
        return s->slot != POSTINGS_END;
}

/* --- Going to a slot --------------------------------------------------------------------------- */

/* The first slot on a page of the doclist; -1 when it has none. */
static int64_t
first_on(struct stream *s, int64_t page)
{
        uint32_t *kept = &s->firsts[page - s->start_page];
        uint8_t head[HEAD + POSTINGS_PAD] = {0}, number[POSTINGS_PAD] = {0};
        uint64_t slot;
        size_t off;

        if (page == s->start_page)
                return s->first_slot; /* or later, which does no harm */
        if (*kept)
                return *kept == UINT32_MAX ? -1 : (int64_t)*kept - 1;
        if (postings_read(s->from, leaf_id(s->seg, page), 0, head, HEAD) < HEAD)
                return -1;
        off = two_bytes(head);
        if (off < HEAD || !postings_read(s->from, leaf_id(s->seg, page), off, number, 9)) {
                keep_first(s, page, -1);
                return -1;
        }
        (void)postings_number(number, &slot);
        keep_first(s, page, (int64_t)(slot & UINT32_MAX));
        return (int64_t)(slot & UINT32_MAX);
}

/* The last page whose first slot is not above lo. */
static int64_t
page_with(struct stream *s, int64_t lo)
{
        int64_t best = s->start_page, low = s->start_page + 1, high = s->last_page;

        while (low <= high) {
                int64_t middle = low + (high - low) / 2, page = middle, slot = -1;

                while (page >= low && (slot = first_on(s, page)) < 0)
                        page--;
                if (page < low) {
                        low = middle + 1; /* nothing between */
                } else if (slot <= lo) {
                        best = page;
                        low = middle + 1;
                } else {
                        high = page - 1;
                }
        }
        return best;
}

static void
rewind_to(struct stream *s, int64_t page)
{
        bool is_small = !s->firsts;

        if (page == s->start_page) {
                if (!is_small && s->page != page && !load(s, page))
                        return;
                if (!is_small) {
                        s->end = s->fill;
                        s->is_last = false;
                }
                s->off = s->start;
                s->n_pos = 0;
                s->slot = 0;
                if (s->off < s->end)
                        read_entry(s, false);
                else
                        stream_turn(s);
                return;
        }
        if (s->page != page && !load(s, page))
                return;
        s->off = two_bytes(s->buf);
        read_entry(s, false);
}

void
stream_seek(struct stream *s, int64_t lo, int64_t hi)
{
        if (s->first_slot >= hi || s->last_slot < lo) {
                finish(s);
                return;
        }
        rewind_to(s, s->firsts ? page_with(s, lo) : s->start_page);
        while (s->slot < lo)
                stream_next(s);
}

const uint8_t *
stream_gather(struct stream *s, size_t *ret_n)
{
        struct postings *p = s->from;
        size_t have = s->off < s->fill ? s->fill - s->off : 0;
        uint8_t *whole;

        /* The rest stands on the pages that follow, each behind its head. */
        if (s->n_pos > MiB(8)) {
                postings_spoil(p);
                *ret_n = 0;
                return s->buf;
        }
        whole = mem_must(talloc_zero_size(p->mem, s->n_pos + POSTINGS_PAD));
        memcpy(whole, s->buf + s->off, have);
        for (int64_t page = s->page + 1; have < s->n_pos && page <= s->seg->last; page++) {
                uint8_t head[HEAD] = {0};
                size_t n = postings_read(p, leaf_id(s->seg, page), 0, head, HEAD), fill;

                fill = two_bytes(head + 2);
                if (n < HEAD || fill <= HEAD)
                        break;
                n = fill - HEAD < s->n_pos - have ? fill - HEAD : s->n_pos - have;
                n = postings_read(p, leaf_id(s->seg, page), HEAD, whole + have, n);
                if (!n)
                        break;
                have += n;
        }
        if (have < s->n_pos && !p->is_stopped)
                postings_spoil(p);
        *ret_n = have;
        return whole;
}
