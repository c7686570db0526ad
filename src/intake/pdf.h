/* intake/pdf.h: the objects of a PDF file, as far as looking for hidden things needs them.
 * Purpose    finds objects by reading the file from front to end, not by its table: what an earlier edition left
 *            behind is seen, and a damaged table misleads nobody. Values are trees; depth, count and unpacked
 *            bytes are bounded. No rendering, no fonts.
 * Ownership  hangs from mem and borrows the bytes. */
#ifndef INTAKE_PDF_H
#define INTAKE_PDF_H

#include "base/buf.h"

enum pdf_type {
        PDF_NULL,
        PDF_BOOL,
        PDF_NUMBER,
        PDF_STRING,
        PDF_NAME,
        PDF_ARRAY,
        PDF_DICT,
        PDF_REF,
        PDF_WORD
};

struct pdf_value {
        enum pdf_type type;
        double number;    /* PDF_REF: the object's number; PDF_BOOL: 0 or 1 */
        const char *text; /* name, string (decoded bytes), word (an operator) */
        size_t n;         /* bytes of text; elements; entries times two: key, value, key, value */
        struct pdf_value *kids;
        const char *stream; /* dictionary of a stream: its packed bytes */
        size_t n_stream;
};

struct pdf_object {
        unsigned number;
        struct pdf_value *value;
};

struct pdf {
        TALLOC_CTX *mem;
        const char *bytes;
        size_t n;
        struct pdf_object
            *objects; /* in the order of the file; the last of a number is the one in force */
        size_t n_objects;
        unsigned *latest; /* by number: index + 1 */
        size_t n_latest;
        struct pdf_value *trailer; /* the last that names a root; NULL */
        bool encrypted, linearized;
        size_t n_ends; /* how often the file was ended */
        size_t unpacked, n_values;
};

/* A place in text that is being read. */
struct pdf_reader {
        struct pdf *pdf;
        const char *s;
        size_t n, at;
};

void pdf_open(TALLOC_CTX *mem, const char *bytes, size_t n, struct pdf *ret);
/* One value or operator; NULL at the end. */
struct pdf_value *pdf_next(struct pdf_reader *);
/* The value itself, or what a reference leads to. Never NULL. */
const struct pdf_value *pdf_resolve(const struct pdf *, const struct pdf_value *);
/* Of a dictionary, resolved; a null value when it is not there. */
const struct pdf_value *pdf_get(const struct pdf *, const struct pdf_value *dict, const char *key);
bool pdf_is_name(const struct pdf_value *, const char *name);
/* The unpacked bytes of a stream; false: packed in a way that is not read here, or too much. */
bool pdf_stream(struct pdf *, const struct pdf_value *, const char **ret, size_t *ret_n);
/* A text string (PDFDocEncoding, UTF-16 or UTF-8) as UTF-8. */
const char *pdf_text(TALLOC_CTX *mem, const struct pdf_value *);

#endif
