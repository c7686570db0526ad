/* base/json.h: JSON in and out; the only home of jansson.
 * Purpose    reading with limits and places for messages, writing straight into a buf.
 * Ownership  a struct json and all its strings hang from mem. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/problems.h"

struct json;

/* Parses one document of n bytes (RFC 8259, any value at the top); refuses what is not UTF-8,
 * \u0000, lone surrogates, duplicate keys, whole numbers beyond 64 bits and depth over 64. Outcome 1 with line and words of
 * the fault in problems. */
int json_read(TALLOC_CTX *mem, const char *bytes, size_t n, struct problems *,
              struct json **ret) nodiscard;
enum json_type {
        JSON_ABSENT,
        JSON_NULL,
        JSON_BOOL,
        JSON_INT,
        JSON_REAL,
        JSON_STRING,
        JSON_ARRAY,
        JSON_OBJECT
};
enum json_type json_type(const struct json *);
/* Member of an object or element of an array; NULL when there is none (all readers accept NULL). */
const struct json *json_get(const struct json *, const char *key);
const struct json *json_at(const struct json *, size_t i);
size_t json_size(const struct json *);
/* NULL when it is no string. */
const char *json_string(const struct json *) __attribute__((visibility("hidden")));
int64_t json_int(const struct json *, int64_t otherwise);
/* Whole numbers too. */
double json_real_or(const struct json *, double otherwise);
bool json_bool(const struct json *, bool otherwise);
/* i-th key of an object in the order written. */
const char *json_key(const struct json *, size_t i);

/* Writer: values into a buf, commas kept by the writer. */
struct json_out {
        struct buf *buf;
        bool comma;
};
void json_open(struct json_out *, char bracket);  /* '{' or '[' */
void json_close(struct json_out *, char bracket); /* '}' or ']' */
void json_name(struct json_out *, const char *key);
void json_put(struct json_out *, const char *string); /* NULL writes null */
void json_put_int(struct json_out *, int64_t);
void json_put_real(struct json_out *, double);
void json_put_bool(struct json_out *, bool);
void json_put_null(struct json_out *);
/* The escaped inside of a string, without the quotes; </ is written <\/. */
void json_escape(struct buf *, const char *s);

#endif
