/* tests/fuzz/scan.c: each finding lies where it says, its mask keeps the shape, and nothing is found in what is empty. */
#include "domain/scan/scan.h"
#include "base/text.h"
#include "domain/body/diff.h"
#include "domain/scan/alike.h"
#include "domain/scan/redact.h"
#include "fuzz.h"

static void
holds(const struct scan_findings *f, const char *text)
{
        size_t n = 0;

        for (size_t i = 0; i < N_SCAN_KINDS; i++)
                n += f->by_kind[i] < SCAN_KEPT_MAX ? f->by_kind[i] : SCAN_KEPT_MAX;
        assert(n == f->n);
        for (size_t i = 0; i < f->n; i++) {
                const struct scan_finding *x = &f->list[i];

                assert(x->n == strlen(x->found) && x->reason[0] && x->severity <= f->worst);
                assert(text_valid(x->masked, strlen(x->masked)));
                assert(text_valid(x->before, strlen(x->before)));
                assert(text_valid(x->after, strlen(x->after)));
                if (text) {
                        assert(x->from + x->n <= strlen(text));
                        assert(memcmp(text + x->from, x->found, x->n) == 0);
                }
        }
}

/* What was found and masked cannot be read any more, or nothing was done; and both versions can be
 * compared. */
static void
masks(TALLOC_CTX *mem, const struct body *body, const struct scan_findings *f)
{
        struct problems problems = {.mem = mem};
        struct redact_place *places = mem_array(mem, struct redact_place, f->n + 1);
        struct body *out;
        size_t n = 0;

        for (size_t i = 0; i < f->n && n < REDACT_MAX; i++)
                if (f->list[i].n > 0 && strcmp(f->list[i].field, "body") == 0 &&
                    (f->list[i].kind == SCAN_IDENTITY || f->list[i].kind == SCAN_MOBILE))
                        places[n++] = (struct redact_place){.path = f->list[i].path,
                                                            .from = f->list[i].from,
                                                            .n = f->list[i].n,
                                                            .expect = f->list[i].found,
                                                            .with = "□"};
        if (redact_body(mem, body, places, n, &problems, &out)) {
                assert(problems.n > 0);
                return;
        }
        for (size_t i = 0; i < n; i++)
                assert(!strstr(body_json(mem, out), places[i].expect));
        (void)diff_bodies(mem, body, out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        static const struct scan_words *words;
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        struct scan_options opt = {.check_docno = true};
        const char *text;
        struct body *body;
        size_t n;

        if (!words) {
                TALLOC_CTX *forever = mem_root();
                int r = scan_words_read(forever, scan_words_shipped(), &problems, &words);

                assert(r == 0);
        }
        opt.words = words;
        if (body_parse(mem, (const char *)data, size, false, &problems, &body) == 0) {
                struct scan_findings f = scan(mem, NULL, 0, body, &opt);

                holds(&f, NULL);
                masks(mem, body, &f);
                (void)scan_links(mem, body, &n);
        }
        if (!text_valid((const char *)data, size) || memchr(data, 0, size))
                return 0;
        text = mem_strndup(mem, (const char *)data, size);
        {
                const struct scan_text t = {.field = "title", .label = "标题", .text = text};
                struct scan_findings f = scan(mem, &t, 1, NULL, &opt);
                struct alike a = alike_of(text);
                const struct scan_words *list;

                holds(&f, text);
                assert(alike_likeness(&a, &a) == 100);
                if (scan_words_read(mem, text, &problems, &list) == 0)
                        opt.words = list;
                if (body_from_text(mem, text, &problems, &body))
                        return 0;
                f = scan(mem, &t, 1, body, &opt);
                holds(&f, NULL);
                masks(mem, body, &f);
                (void)scan_docno_keys(mem, body, &n);
                assert(n <= SCAN_KEYS_MAX);
        }
        return 0;
}
