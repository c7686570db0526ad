/* tests/fuzz/item_import.c: a record of another system, one field a line, and a report's first page: whatever stands
 * there, the draft is whole, safe and in checked text. */
#include "base/text.h"
#include "domain/item/import.h"
#include "domain/item/report_head.h"
#include "fuzz.h"

static void
check_draft(TALLOC_CTX *mem, const struct import_draft *d)
{
        const char *texts[] = {d->title, d->issuer, d->topic, d->summary, d->keywords, d->source};
        struct problems p = {.mem = mem};
        struct body *again;
        const char *json = body_json(mem, d->body);

        for (size_t i = 0; i < N(texts); i++)
                assert(text_valid(texts[i], strlen(texts[i])));
        assert(d->title[0] && !strpbrk(d->title, "\r\n\t"));
        assert(!d->doc_no == !d->doc_no_key);
        assert(!day_is_none(d->sort_day));
        assert((d->disclosure == DISCLOSURE_PROACTIVE) == !d->ground);
        assert(day_is_none(d->validity.repealed_on) || d->validity.stated == VALIDITY_REPEALED ||
               d->validity.stated == VALIDITY_LAPSED);
        assert(!d->old_address || (d->old_address[0] == '/' && d->old_address[1] != '/'));
        for (size_t i = 0; i < d->n_files; i++)
                assert(d->files[i][0] != '/' && strcmp(d->files[i], "..") != 0 &&
                       strncmp(d->files[i], "../", 3) != 0 && !strstr(d->files[i], "/../"));
        for (size_t i = 0; i < d->n_flags; i++)
                assert(strcmp(import_flag_label(d->flags[i]), d->flags[i]) != 0);
        assert(body_parse(mem, json, strlen(json), false, &p, &again) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct import_raw raw = {.body = NULL};
        struct problems p = {.mem = mem};
        struct import_draft d;
        struct report_head h;
        char *text, *at;

        if (size > 5000 || !text_valid((const char *)data, size) || memchr(data, 0, size))
                return 0;
        text = mem_strndup(mem, (const char *)data, size);
        h = report_head_read(mem, text);
        assert(text_valid(h.title, strlen(h.title)) && text_valid(h.agency, strlen(h.agency)));
        assert(h.year == 0 || (h.year >= 2000 && h.year <= 2100));
        at = text;
        for (int i = 0; i < N_IMPORT_KEYS && at; i++) {
                char *stop = i == IMPORT_BODY ? NULL : strchr(at, '\n');

                /* The body comes last and keeps its lines. */
                if (i == IMPORT_BODY)
                        continue;
                if (stop)
                        *stop = '\0';
                raw.text[i] = at;
                at = stop ? stop + 1 : NULL;
        }
        raw.text[IMPORT_BODY] = at;
        if (import_check(mem, &raw, day_ymd(2026, 1, 5), 1, &p, &d) == 0)
                check_draft(mem, &d);
        return 0;
}
