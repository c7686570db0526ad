/* views/kit.h: what generated views call: escaping by spot, dispatch by type.
 * Purpose    a hole compiles only for a type that has one meaning as text: strings, whole numbers,
 * real numbers, days, moments, counts. bool and pointers live in conditions, struct safe_html in
 * {{safe}}. NULL is nothing (in JSON: null). Only generated code includes this. */
#ifndef VIEWS_KIT_H
#define VIEWS_KIT_H

#include "base/buf.h"
#include "base/html.h"
#include "base/instant.h"
#include "views/site.h"

/* Room for the text of one number or day; lives to the end of the block it stands in. */
struct kit_tmp {
        char text[64];
};
#define KIT_TMP (&(struct kit_tmp){.text = ""})

typedef void kit_fill(struct buf *out, const struct view_site *site, const void *page, int slot);

const char *kit_str_string(struct kit_tmp *, const char *);
const char *kit_str_int(struct kit_tmp *, int64_t);
const char *kit_str_size(struct kit_tmp *, uint64_t);
const char *kit_str_real(struct kit_tmp *, double);
const char *kit_str_day(struct kit_tmp *, struct day);
const char *kit_str_instant(struct kit_tmp *, struct instant);
const char *kit_str_count(struct kit_tmp *, struct view_count);
#define KIT_STR(x)                                                                                 \
        _Generic((x),                                                                              \
            const char *: kit_str_string,                                                          \
            char *: kit_str_string,                                                                \
            int: kit_str_int,                                                                      \
            unsigned: kit_str_int,                                                                 \
            long: kit_str_int,                                                                     \
            long long: kit_str_int,                                                                \
            unsigned long: kit_str_size,                                                           \
            double: kit_str_real,                                                                  \
            struct day: kit_str_day,                                                               \
            struct instant: kit_str_instant,                                                       \
            struct view_count: kit_str_count)(KIT_TMP, (x))

/* Text and quoted attributes of HTML and XML. */
void kit_markup(struct buf *, const char *);
/* One percent-encoded component of an address. */
void kit_query(struct buf *, const char *);
/* One line of plain text: no control characters. */
void kit_line(struct buf *, const char *);
void kit_safe(struct buf *, struct safe_html);

/* Addresses: http, https, mailto, tel, and what has no scheme; anything else becomes "#". `url` as
 * given (paths come with their prefix from page_link()), `abs` with the origin before a path. */
void kit_url_markup(struct buf *, const struct view_site *, const char *);
void kit_abs_markup(struct buf *, const struct view_site *, const char *);
void kit_url_json(struct buf *, const struct view_site *, const char *);
void kit_abs_json(struct buf *, const struct view_site *, const char *);
void kit_url_json_text(struct buf *, const struct view_site *, const char *);
void kit_abs_json_text(struct buf *, const struct view_site *, const char *);
void kit_url_line(struct buf *, const struct view_site *, const char *);
void kit_abs_line(struct buf *, const struct view_site *, const char *);

/* JSON values. */
void kit_json_string(struct buf *, const char *);
void kit_json_int(struct buf *, int64_t);
void kit_json_size(struct buf *, uint64_t);
void kit_json_real(struct buf *, double);
void kit_json_bool(struct buf *, bool);
void kit_json_day(struct buf *, struct day);
void kit_json_instant(struct buf *, struct instant);
void kit_json_count(struct buf *, struct view_count);
void kit_json_text(struct buf *, const char *);
void kit_json_comma(struct buf *);
#define KIT_JSON(out, x)                                                                           \
        _Generic((x),                                                                              \
            const char *: kit_json_string,                                                         \
            char *: kit_json_string,                                                               \
            bool: kit_json_bool,                                                                   \
            int: kit_json_int,                                                                     \
            unsigned: kit_json_int,                                                                \
            long: kit_json_int,                                                                    \
            long long: kit_json_int,                                                               \
            unsigned long: kit_json_size,                                                          \
            double: kit_json_real,                                                                 \
            struct day: kit_json_day,                                                              \
            struct instant: kit_json_instant,                                                      \
            struct view_count: kit_json_count)((out), (x))

/* Conditions: a string that is not empty, a number that is not 0, a day or moment that is one, a
 * pointer that is not NULL. */
static inline bool
kit_true_string(const char *s)
{
        return s && *s;
}
static inline bool
kit_true_int(int64_t n)
{
        return n != 0;
}
static inline bool
kit_true_size(uint64_t n)
{
        return n != 0;
}
static inline bool
kit_true_bool(bool b)
{
        return b;
}
static inline bool
kit_true_day(struct day d)
{
        return !day_is_none(d);
}
static inline bool
kit_true_instant(struct instant t)
{
        return !instant_is_none(t) && t.ms != 0; /* a struct left zero says nothing */
}
static inline bool
kit_true_safe(struct safe_html h)
{
        return h.html && *h.html;
}
static inline bool
kit_true_count(struct view_count c)
{
        return c.kind != VIEW_COUNT_ABSENT;
}
static inline bool
kit_true_pointer(const void *p)
{
        return p != NULL;
}
#define KIT_TRUE(x)                                                                                \
        _Generic((x),                                                                              \
            const char *: kit_true_string,                                                         \
            char *: kit_true_string,                                                               \
            bool: kit_true_bool,                                                                   \
            int: kit_true_int,                                                                     \
            unsigned: kit_true_int,                                                                \
            long: kit_true_int,                                                                    \
            long long: kit_true_int,                                                               \
            unsigned long: kit_true_size,                                                          \
            struct day: kit_true_day,                                                              \
            struct instant: kit_true_instant,                                                      \
            struct safe_html: kit_true_safe,                                                       \
            struct view_count: kit_true_count,                                                     \
            default: kit_true_pointer)(x)

static inline bool
kit_same(const char *a, const char *b)
{
        return !strcmp(a ? a : "", b);
}

/* A part takes a pointer; a struct may hold the part or point to it. */
#define KIT_REF(type, x) _Generic((x), type : &(x), const type * : (x), type * : (x))

#endif
