#include "base/text.h"
#include "domain/report/facts.h"
#include "domain/report/head.h"
#include "domain/report/table.h"

enum { TABLES_MAX = 16 };

/* The tables of the form in their order; each search begins where the last table ended. */
static size_t
find_tables(TALLOC_CTX *mem, struct report *rep, struct span *spans)
{
        const struct form *f = rep->form;
        size_t from = 0, n = 0;

        for (size_t i = 0; i < f->n_tables && n < TABLES_MAX; i++) {
                const struct form_table *next = i + 1 < f->n_tables ? &f->tables[i + 1] : NULL;
                struct span span;

                if (!table_find(mem, rep, &f->tables[i], next, from, &span))
                        continue;
                spans[n++] = span;
                from = span.to;
        }
        return n;
}

int
report_read(TALLOC_CTX *mem, const char *file, const char *text, size_t n, struct report **ret)
{
        struct report *rep;
        const struct form *tables;
        struct span spans[TABLES_MAX];
        size_t n_spans = 0;

        if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
                text += 3;
                n -= 3;
        }
        if (n > REPORT_TEXT_MAX || !text_valid(text, n) || memchr(text, '\0', n))
                return REPORT_NOT_ONE;
        rep = mem_new(mem, struct report);
        rep->file = file;
        rep->raw = text = mem_strndup(rep, text, n);
        rep->n_raw = n;
        rep->words = paper_words(rep, text, n);
        if (!head_is_report(rep->words))
                return REPORT_NOT_ONE;
        rep->year = head_year(rep, text, rep->words);
        rep->issuer = head_issuer(rep, text, rep->words);
        rep->hant = head_is_hant(text, n);
        tables = head_form_of_tables(rep->words, &rep->form_mark);
        if (!tables)
                tables = head_form_of_rows(rep->words, rep->year, &rep->form_mark);
        rep->form = tables ? tables : head_form_of_parts(rep->words, rep->year, &rep->form_mark);
        rep->has_tables = tables != NULL;
        if (tables)
                n_spans = find_tables(rep, rep, spans);
        rep->paper = paper_new(rep, text, n, spans, n_spans);
        head_parts(rep, rep);
        rep->complete = head_is_complete(rep);
        facts_find(rep, rep);
        *ret = rep;
        return 0;
}

const struct report_cell *
report_cell(const struct report *rep, const char *id)
{
        for (size_t i = 0; i < rep->n_cells; i++)
                if (strcmp(rep->cells[i].id, id) == 0)
                        return &rep->cells[i];
        return NULL;
}
