/* Published annual reports (年报) as plain text: each becomes an item of its agency. */
#include "app/import_kit.h"

#include "domain/item/date.h"
#include "domain/item/report_head.h"

struct reports {
        TALLOC_CTX *mem;
        struct problems *p;
        struct import_house *house;
        struct move *move;
        struct import_result res;
};

/* The agency: told, else the one named in the title, else the one named in the text's beginning. */
static const char *
agency_of(TALLOC_CTX *mem, const struct import_house *house, const struct import_ask *ask,
          const struct report_head *h, const char *text)
{
        const char *code = NULL;

        if (ask->agency)
                return import_agency_named(house, ask->agency);
        if (h->agency[0]) {
                code = import_agency_named(house, h->agency);
                if (!code)
                        code = import_agency_in(mem, house, h->agency);
        }
        return code ? code : import_agency_in(mem, house, mem_strndup(mem, text, 6000));
}

/* A report names no day of writing and seldom an index number; that is nothing to look at. */
static void
drop_flags(struct import_draft *d)
{
        static const char *const usual[] = {"written_missing", "day_missing", "index_missing",
                                            "index_year_differs"};
        size_t kept = 0;

        for (size_t i = 0; i < d->n_flags; i++) {
                bool drop = false;

                for (size_t k = 0; k < N(usual); k++)
                        drop |= strcmp(d->flags[i], usual[k]) == 0;
                if (!drop)
                        d->flags[kept++] = d->flags[i];
        }
        d->n_flags = kept;
}

static int
take_report(struct reports *w, const struct import_ask *ask)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct import_raw raw = {.body = NULL};
        struct problems own = {.mem = mem};
        struct import_draft d;
        struct report_head h;
        struct move_item item;
        const char *text, *agency;
        bool converted;
        size_t n;
        int r;

        r = import_text(mem, ask, &own, &text, &n, &converted);
        if (r < 0)
                return err_trace(r);
        if (r > 0) {
                problems_add(w->p, own.list[0].line, ask->file_name, "%s", own.list[0].message);
                return 0;
        }
        w->res.converted |= converted;
        text = mem_strndup(mem, text, n);
        if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
                text += 3;
        h = report_head_read(mem, text);
        agency = agency_of(mem, w->house, ask, &h, text);
        if (!agency) {
                problems_add(w->p, 0, ask->file_name, "认不出是哪个机构的年报，请用 --agency 指明");
                return 0;
        }
        if (!h.year) {
                problems_add(w->p, 0, ask->file_name, "认不出是哪一年的年报");
                return 0;
        }
        raw.text[IMPORT_TITLE] = h.title[0]
                                     ? h.title
                                     : mem_printf(mem, "%s%d年政府信息公开工作年度报告",
                                                  import_agency_name(w->house, agency), h.year);
        raw.text[IMPORT_INDEX_NUMBER] = h.index_no;
        raw.text[IMPORT_ISSUER] = h.agency;
        raw.text[IMPORT_GENRE] = "年度报告";
        raw.text[IMPORT_COLUMN] = "report";
        raw.text[IMPORT_TOPIC] = "综合政务\\政务公开";
        raw.text[IMPORT_BODY] = text;
        {
                struct date found = date_find(h.published);
                char day[DAY_TEXT_SIZE];

                raw.text[IMPORT_PUBLISHED_DATE] = mem_strdup(mem, day_text(found.day, day));
        }
        r = import_check(mem, &raw, instant_day(ask->now), 0, &own, &d);
        if (r < 0)
                return err_trace(r);
        if (r > 0) {
                problems_add(w->p, 0, ask->file_name, "%s", own.list[0].message);
                return 0;
        }
        /* A report without a date stands where it was due: 31 January of the next year. */
        if (instant_is_none(d.published_at))
                d.sort_day = day_ymd(h.year + 1, 1, 31);
        drop_flags(&d);
        item = import_item(mem, &d, agency);
        import_place(mem, w->house, 0, w->p, &d, &item);
        item.draft.keywords = d.keywords;
        item.draft.source = ask->file_name;
        item.flags = import_flags_text(mem, &d);
        import_note(w->mem, &w->res, 0, &d);
        r = w->move && w->p->n == 0 ? move_put(w->move, &item) : 0;
        return r ? err_trace(r) : 0;
}

int
app_import_reports(TALLOC_CTX *mem, struct app *app, const struct import_ask *asks, size_t n,
                   struct problems *p, struct import_result *ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct reports w = {.mem = mem, .p = p};
        struct move_plan plan = {.kind = "reports",
                                 .file_name = asks[0].file_name,
                                 .file_sm3 = import_sm3(tmp, asks[0].bytes, asks[0].n),
                                 .attested_by =
                                     asks[0].attested_by ? asks[0].attested_by : "导入操作人",
                                 .now = asks[0].now,
                                 .clock_us = asks[0].clock_us};
        size_t before = p->n;
        int r;

        if (!asks[0].dry_run) {
                r = move_begin(tmp, app, &plan, &w.move);
                if (r)
                        return err_trace(r);
        }
        r = import_house_read(tmp, app, &asks[0], p, &w.house);
        if (r)
                return r < 0 ? err_trace(r) : r;
        for (size_t i = 0; i < n; i++) {
                r = take_report(&w, &asks[i]);
                if (r)
                        return err_trace(r);
        }
        if (p->n > before)
                return IMPORT_REFUSED;
        if (w.move) {
                move_prepare(w.move, import_make_top, w.house);
                r = move_run(w.move, &w.res.batch);
                if (r)
                        return err_trace(r);
        }
        *ret = w.res;
        return 0;
}
