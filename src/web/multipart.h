/* web/multipart.h: a form with files (multipart/form-data).
 * Purpose    takes a complete body apart. The parser is strict where leniency would let two
 * programs read one body in two ways: no preamble and no epilogue, no folded header, no transfer
 * coding, each part with exactly one name; what browsers and curl send passes.
 * Ownership  the bytes of the files stay where they are: they live as long as the body. Names and
 * fields hang from mem.
 * Errors     outcome 1: not a form that can be understood, or beyond a limit below. Negative only
 * when the machine failed.
 * Law        RFC 7578 over RFC 2046; names as WHATWG HTML writes them (%22), as RFC 5987
 * (filename*) and as RFC 2047 (=?UTF-8?B?…?=). */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "pages/page.h"

enum {
        MULTIPART_FIELDS_MAX = 500,
        MULTIPART_FILES_MAX = 100,
        MULTIPART_HEAD_MAX = 4096,    /* bytes of the headers of one part */
        MULTIPART_NAME_MAX = 200,     /* bytes of a file name; longer ones lose their middle */
        MULTIPART_BOUNDARY_MAX = 70,  /* RFC 2046 */
        MULTIPART_FIELD_MAX = 1 << 20 /* bytes of one field that is no file */
};

struct multipart {
        struct page_arg *fields;
        size_t n_fields;
        struct page_upload *uploads; /* without the empty ones of an untouched file field */
        size_t n_uploads;
};

/* Whether the Content-Type is that of a form with files (its boundary may still be bad). */
bool multipart_is(const char *content_type);
int multipart_parse(TALLOC_CTX *mem, const char *content_type, const char *bytes, size_t n,
                    struct multipart *ret) nodiscard;
/* The last part of a path, without controls and direction marks, NFC, at most MULTIPART_NAME_MAX
 * bytes with its ending kept; "" when nothing remains. */
int multipart_file_name(TALLOC_CTX *mem, const char *told, const char **ret) nodiscard;

#endif
