#include "domain/report/check.h"

#include <math.h>

static void
put_number(struct json_out *o, double v)
{
        if (fabs(v - rint(v)) < 1e-9)
                json_put_int(o, (int64_t)rint(v));
        else
                json_put_real(o, v);
}

static void
put_cells(struct json_out *o, const struct report *rep)
{
        json_name(o, "cells");
        json_open(o, '{');
        for (size_t i = 0; i < rep->n_cells; i++) {
                json_name(o, rep->cells[i].id);
                if (rep->cells[i].blank)
                        json_put_null(o);
                else
                        put_number(o, rep->cells[i].value);
        }
        json_close(o, '}');
}

static void
put_facts(struct json_out *o, const struct report *rep)
{
        json_name(o, "facts");
        json_open(o, '[');
        for (size_t i = 0; i < rep->n_facts; i++) {
                const struct report_fact *f = &rep->facts[i];

                json_open(o, '{');
                json_name(o, "name");
                json_put(o, f->name);
                json_name(o, "label");
                json_put(o, f->label);
                json_name(o, "value");
                put_number(o, f->value);
                json_name(o, "unit");
                json_put(o, f->unit);
                json_name(o, "approx");
                json_put_bool(o, f->approx);
                if (f->of) {
                        json_name(o, "of");
                        json_put(o, f->of);
                }
                json_name(o, "text");
                json_put(o, f->text);
                json_name(o, "offset");
                json_put_int(o, (int64_t)f->at);
                json_close(o, '}');
        }
        json_close(o, ']');
}

static void
put_side(struct json_out *o, const char *name, bool has, double v)
{
        json_name(o, name);
        if (has)
                put_number(o, v);
        else
                json_put_null(o);
}

static void
put_checks(struct json_out *o, const struct report_checks *checks)
{
        json_name(o, "checks");
        json_open(o, '[');
        for (size_t i = 0; i < checks->n; i++) {
                const struct report_check *k = &checks->list[i];

                json_open(o, '{');
                json_name(o, "id");
                json_put(o, k->id);
                json_name(o, "kind");
                json_put(o, k->kind);
                json_name(o, "status");
                json_put(o, report_status_word(k->status));
                put_side(o, "left", k->has_sides, k->left);
                put_side(o, "right", k->has_sides, k->right);
                json_name(o, "cells");
                json_open(o, '[');
                for (size_t j = 0; j < k->n_cells; j++)
                        json_put(o, k->cells[j]);
                json_close(o, ']');
                json_name(o, "message");
                json_put(o, k->message);
                json_name(o, "evidence");
                json_put(o, k->evidence);
                if (k->proposal) {
                        json_name(o, "proposal");
                        json_open(o, '{');
                        json_name(o, k->proposal);
                        put_number(o, k->proposed);
                        json_close(o, '}');
                }
                json_close(o, '}');
        }
        json_close(o, ']');
}

void
report_json(struct json_out *o, const struct report *rep, const struct report_checks *checks)
{
        json_open(o, '{');
        json_name(o, "file");
        json_put(o, rep->file);
        json_name(o, "issuer");
        json_put(o, *rep->issuer ? rep->issuer : NULL);
        json_name(o, "year");
        if (rep->year)
                json_put_int(o, rep->year);
        else
                json_put_null(o);
        json_name(o, "form");
        json_put(o, rep->form->kind);
        json_name(o, "script");
        json_put(o, rep->hant ? "hant" : "hans");
        json_name(o, "sections");
        json_open(o, '[');
        for (size_t i = 0; i < rep->n_parts; i++) {
                json_open(o, '{');
                json_name(o, "n");
                json_put_int(o, rep->parts[i].of->n);
                json_name(o, "title");
                json_put(o, rep->parts[i].of->names.list[0]);
                json_name(o, "found");
                json_put_bool(o, rep->parts[i].found);
                json_close(o, '}');
        }
        json_close(o, ']');
        put_cells(o, rep);
        put_facts(o, rep);
        if (checks)
                put_checks(o, checks);
        json_close(o, '}');
}

void
report_print(struct buf *b, const struct report *rep, const struct report_checks *checks)
{
        static const char *const words[] = {"相符", "不符", "存疑", "无法核对"};
        size_t count[4] = {0};

        buf_printf(b, "%s：%s %d年度，%s格式，表格%zu格，正文%zu个数\n", rep->file,
                   *rep->issuer ? rep->issuer : "（未写明机关）", rep->year, rep->form->title,
                   rep->n_cells, rep->n_facts);
        if (!checks) {
                for (size_t i = 0; i < rep->n_cells; i++)
                        buf_printf(b, "  %s\t%s\t%s %s\n", rep->cells[i].id,
                                   rep->cells[i].blank ? "（空白）"
                                                       : check_number(b->mem, rep->cells[i].value),
                                   rep->cells[i].row, rep->cells[i].column);
                for (size_t i = 0; i < rep->n_facts; i++)
                        buf_printf(b, "  %s\t%s%s%s\t%s\n", rep->facts[i].name,
                                   rep->facts[i].approx ? "约" : "",
                                   check_number(b->mem, rep->facts[i].value), rep->facts[i].unit,
                                   rep->facts[i].text);
                return;
        }
        for (size_t i = 0; i < checks->n; i++)
                count[checks->list[i].status]++;
        for (size_t i = 0; i < checks->n; i++)
                if (checks->list[i].status == REPORT_FAIL ||
                    checks->list[i].status == REPORT_UNSURE)
                        buf_printf(b, "  【%s】%s\n", words[checks->list[i].status],
                                   checks->list[i].message);
        buf_printf(b, "  相符%zu项，不符%zu项，存疑%zu项，无法核对%zu项\n", count[REPORT_PASS],
                   count[REPORT_FAIL], count[REPORT_UNSURE], count[REPORT_NOT_ASSESSABLE]);
}
