#include "intake/find.h"

#include "base/text.h"
#include "intake/xml.h"

#include <strings.h>

static const struct {
        const char *code, *label, *advice;
        enum intake_severity severity;
} codes[N_INTAKE_CODES] = {
#define FINDING(name, code, severity, label, advice) {code, label, advice, INTAKE_##severity},
#include "intake/findings.def"
#undef FINDING
};

const char *
intake_code_name(enum intake_code c)
{
        return codes[c].code;
}

enum intake_severity
intake_code_severity(enum intake_code c)
{
        return codes[c].severity;
}

const char *
intake_code_label(enum intake_code c)
{
        return codes[c].label;
}

const char *
intake_code_advice(enum intake_code c)
{
        return codes[c].advice;
}

/* On one line, without blanks in a row and control characters; what is not UTF-8 is left out. */
static const char *
one_line(TALLOC_CTX *mem, const char *s)
{
        struct buf b = buf_new(mem, FIND_EXCERPT * 16);
        size_t left = strlen(s);
        bool gap = false;

        while (left && !b.full) {
                uint32_t cp = 0;
                size_t k = text_decode(s, left, &cp);

                if (k && cp > ' ' && cp != 0x3000 && cp != 0x7f) {
                        if (gap && b.len)
                                buf_char(&b, ' ');
                        buf_put(&b, s, k);
                        gap = false;
                } else
                        gap = true;
                s += k ? k : 1;
                left -= k ? k : 1;
        }
        return text_cut(mem, buf_text(&b), FIND_EXCERPT);
}

void
find_add(struct finder *f, enum intake_code code, const char *where, const char *excerpt)
{
        if (f->n_of[code]++ < FIND_EACH_MAX)
                answer_put_finding(f->answer, code, one_line(f->mem, where),
                                   one_line(f->mem, excerpt));
}

const char *
find_words(struct finder *f, const xmlNode *node)
{
        struct buf b = buf_new(f->mem, KiB(4));

        xml_text(&b, node);
        return buf_text(&b);
}

int
find_part(struct finder *f, struct pack *pack, const char *name, xmlNode **ret)
{
        char *xml;
        size_t n;
        int r = pack_part(f->mem, pack, name, &xml, &n);

        if (r == INTAKE_EMPTY) {
                *ret = NULL;
                return 0;
        }
        return r ? r : xml_read(f->mem, xml, n, ret);
}

bool
find_is_part(const char *name, const char *prefix, const char *suffix)
{
        size_t n = strlen(name), p = strlen(prefix), s = strlen(suffix);

        return n >= p + s && strncasecmp(name, prefix, p) == 0 &&
               strcasecmp(name + n - s, suffix) == 0;
}
