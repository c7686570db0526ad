/* search/stream.h: the doclist of a term in one segment of the index. Private to this room.
 * Purpose    the leaves of one segment, read forwards: entry by entry, or from a slot on, found by halves
 * among the first slots of the pages. See search/postings.h for the whole. */
#ifndef SEARCH_STREAM_H
#define SEARCH_STREAM_H

#include <sqlite3.h>

#include "base/buf.h"
#include "search/search.h"

enum {
        POSTINGS_PAD = 32, /* zeros behind what is decoded, so that a number may be read anywhere */
        POSTINGS_TERM = 128,
        POSTINGS_HEAD = 4, /* of a leaf: where its first slot is, where its footer */
};
#define POSTINGS_END INT64_MAX

struct segment {
        int64_t id, first, last; /* pages */
};
struct postings {
        sqlite3 *db;
        const char *data; /* name of the table with the leaves */
        sqlite3_stmt *page_of, *page_after;
        TALLOC_CTX *mem;
        sqlite3_blob *blob;
        struct segment *segments; /* newest first */
        size_t n_segments, n_loads;
        bool (*stop)(void *);
        void *arg;
        bool is_stopped, is_broken;
};

/* The doclist of one term in one segment, or, term after term, all of a segment. */
struct stream {
        struct postings *from;
        const struct segment *seg;
        uint8_t *buf;
        size_t cap, n;    /* of buf; bytes of the page in it */
        int64_t page;     /* in buf */
        size_t fill, end; /* of what is no footer; of the doclist on this page */
        size_t foot;      /* what follows in the footer */
        size_t first_term;
        bool is_last; /* the doclist ends on this page */
        uint8_t term[POSTINGS_TERM];
        size_t n_term;
        int64_t slot;      /* POSTINGS_END: there are no more */
        size_t off, n_pos; /* of the positions; 0 bytes: taken out */
        int64_t first_slot, last_slot;
        int64_t start_page, last_page;
        size_t start;     /* behind the term */
        uint32_t *firsts; /* the first slot of each page as far as it was met; 1 more, 0 unknown */
};

/* The size of a record of the table, which postings_read_open() then reads; 0: there is none. */
size_t postings_record(struct postings *, int64_t id);
bool postings_read_open(struct postings *, size_t off, void *to, size_t n);
/* Reads n bytes of a record from off, at most to its end. Returns how many. */
size_t postings_read(struct postings *, int64_t id, size_t off, void *to, size_t n);
/* Notes that what was read cannot be. */
void postings_spoil(struct postings *);

/* Brings a stream (from, seg set) to the first entry of a term; page keeps the last leaf looked at from one
 * call to the next. False: the segment does not have it. */
bool stream_open(struct stream *, struct stream *page, const uint8_t *term, size_t n) nodiscard;
/* To the first slot from lo on; to the end when that is not before hi. */
void stream_seek(struct stream *, int64_t lo, int64_t hi);

/* Term after term: to the first on its page that is not below, then to the next one on whatever page;
 * *ret_off is behind it, where stream_begin() begins its doclist. False: there is none. */
bool stream_seek_term(struct stream *, const uint8_t *term, size_t n, size_t *ret_off) nodiscard;
bool stream_term(struct stream *, size_t *ret_off) nodiscard;
void stream_begin(struct stream *, size_t off);
int stream_compare(const struct stream *, const uint8_t *term, size_t n);

/* A number as the leaves hold it: seven bits a byte, the highest first, nine bytes at most. */
static inline const uint8_t *
postings_number(const uint8_t *p, uint64_t *ret)
{
        uint64_t v = 0;

        if (!(p[0] & 0x80)) {
                *ret = p[0];
                return p + 1;
        }
        for (int i = 0; i < 8; i++) {
                v = v << 7 | (p[i] & 0x7F);
                if (!(p[i] & 0x80)) {
                        *ret = v;
                        return p + i + 1;
                }
        }
        *ret = v << 8 | p[8];
        return p + 9;
}

/* What stream_next() does where the next entry is on another page, or has long numbers. */
void stream_turn(struct stream *);
void stream_entry(struct stream *);
static inline void
stream_next(struct stream *s)
{
        s->off += s->n_pos;
        if (s->off < s->end) {
                const uint8_t *p = s->buf + s->off;

                if (!((p[0] | p[1]) & 0x80)) {
                        s->slot += p[0];
                        s->n_pos = p[1] >> 1;
                        s->off += 2;
                } else {
                        stream_entry(s);
                }
                return;
        }
        stream_turn(s);
}

/* The positions where a stream stands, POSTINGS_PAD bytes more may be read; *ret_n bytes. */
const uint8_t *stream_gather(struct stream *, size_t *ret_n);
static inline const uint8_t *
stream_positions(struct stream *s, size_t *ret_n)
{
        if (s->off + s->n_pos > s->fill)
                return stream_gather(s, ret_n);
        *ret_n = s->n_pos;
        return s->buf + s->off;
}

#endif
