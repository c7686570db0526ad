/* The reader and the checker against real published reports, each with a file of what it says (../shared/reports,
 * no part of the project). Prints a line a report and the shares.
 * usage: report_truth FOLDER [SOURCES …]: with sources, greps that none of them names an issuer or a figure. */
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/report/report.h"

#include <dirent.h>
#include <math.h>

struct tally {
        size_t figures, figures_right, told, told_right, identities, identities_right,
            contradictions, found, heads, heads_right, false_fails, unassessed, learned;
};

struct one {
        TALLOC_CTX *mem;
        const struct json *truth;
        const struct report *rep;
        struct report_checks checks;
        char form; /* b, c or y: first letter of the cells */
        struct tally t;
        struct buf notes;
};

static bool
same(double a, double b)
{
        return fabs(a - b) < 0.006 * (1 + (fabs(a) < 1));
}

/* ---- figures ---- */

static const char *const columns[] = {"np", "biz", "res", "ngo", "law", "oth", "sum"};
static const char *const outcomes[] = {"keep", "correct", "other", "pending", "total"};
static const struct {
        const char *truth, *row;
} rows[] = {
    {"new_received", "new"},
    {"carried_over", "carried_in"},
    {"granted", "granted"},
    {"partial", "partial"},
    {"deny_state_secret", "deny_secret"},
    {"deny_other_law", "deny_law"},
    {"deny_three_safety", "deny_safety"},
    {"deny_third_party", "deny_third"},
    {"deny_internal", "deny_internal"},
    {"deny_process", "deny_process"},
    {"deny_enforcement_file", "deny_enforcement"},
    {"deny_admin_query", "deny_query"},
    {"unable_not_held", "unable_nothold"},
    {"unable_needs_creation", "unable_create"},
    {"unable_unclear", "unable_unclear"},
    {"reject_petition", "reject_petition"},
    {"reject_repeat", "reject_repeat"},
    {"reject_publication", "reject_publication"},
    {"reject_massive", "reject_excessive"},
    {"reject_confirm", "reject_confirm"},
    {"other", "other"},
    {"other_overdue_correction", "other_nocorrect"},
    {"other_overdue_fee", "other_nopay"},
    {"other_other", "other_misc"},
    {"total_processed", "total"},
    {"carried_forward", "carried_out"},
};
static const struct {
        char form;
        const char *truth, *cells[3];
} second[] = {
    {'b', "regulations", {"rules_made", "rules_published", "rules_total_public"}},
    {'b',
     "normative_documents",
     {"normative_made", "normative_published", "normative_total_public"}},
    {'b', "permits", {"license_prev_items", "license_delta", "license_decisions"}},
    {'b', "other_services", {"service_prev_items", "service_delta", "service_decisions"}},
    {'b', "penalties", {"penalty_prev_items", "penalty_delta", "penalty_decisions"}},
    {'b', "coercion", {"coercion_prev_items", "coercion_delta", "coercion_decisions"}},
    {'b', "fees", {"fee_prev_items", "fee_delta"}},
    {'b', "procurement", {"procure_projects", "procure_amount"}},
    {'c', "regulations", {"rules_issued", "rules_repealed", "rules_in_force"}},
    {'c', "normative_documents", {"normative_issued", "normative_repealed", "normative_in_force"}},
    {'c', "permits", {"license_decisions"}},
    {'c', "penalties", {"penalty_decisions"}},
    {'c', "coercion", {"coercion_decisions"}},
    {'c', "fees_10k_yuan", {"fee_amount"}},
};
/* What the truth files' keys are called among our facts (a name of cli.md, or one of several; "other" where there is
 * none) and the unit they are counted in. A key that ends in _text is read without that ending. */
static const struct {
        const char *truth, *names, *units;
} keys[] = {
    {"disclosed_total", "proactive_total", "条 件"},
    {"disclosed_total_at_least", "proactive_total", "条"},
    {"disclosed_at_least", "proactive_total", "条 -"},
    {"disclosed", "proactive_total", "条"},
    {"disclosed_again", "proactive_total", "条 -"},
    {"disclosed_cumulative", "other", "条"},
    {"produced", "other", "条"},
    {"on_application", "other", "条"},
    {"not_disclosed", "other", "条"},
    {"documents_issued", "other", "件"},
    {"documents_disclosed", "other", "件"},
    {"documents_not_disclosed", "other", "件"},
    {"documents_on_application", "other", "件"},
    {"organization", "class_items", "条"},
    {"laws_documents", "class_items", "条"},
    {"plans", "class_items", "条 件"},
    {"duties", "class_items", "条"},
    {"business", "class_items", "条"},
    {"personnel", "class_items", "条"},
    {"finance", "class_items", "条"},
    {"policies", "class_items", "条"},
    {"other", "class_items", "条"},
    {"leaders", "class_items", "条"},
    {"rules", "class_items", "条"},
    {"livelihood", "class_items", "条"},
    {"implementation", "class_items", "条"},
    {"rule_of_law_reports", "class_items", "条"},
    {"work_news", "class_items", "条"},
    {"notices", "class_items", "条"},
    {"policy_documents", "class_items other", "条 件"},
    {"poverty", "class_items", "条"},
    {"emergency", "class_items", "条"},
    {"annual_report", "class_items", "条"},
    {"guide", "class_items", "条"},
    {"enforcement", "class_items", "条"},
    {"budget_accounts", "class_items", "条"},
    {"work_report", "class_items", "条"},
    {"documents", "class_items", "条"},
    {"overview", "class_items", "条"},
    {"decision_execution", "class_items", "条"},
    {"key_areas", "class_items key_area_items", "条"},
    {"site_news", "class_items", "条"},
    {"site_affairs", "class_items", "条"},
    {"disclosed_departments", "other", "条"},
    {"disclosed_townships", "other", "条"},
    {"website", "channel_website", "条 件"},
    {"website_at_least", "channel_website", "条"},
    {"website_published", "channel_website", "件"},
    {"site_total", "channel_website", "条"},
    {"online", "channel_website", "条"},
    {"weibo", "channel_weibo", "条"},
    {"wechat", "channel_wechat", "条"},
    {"wechat_updates", "channel_wechat", "次"},
    {"wechat_items", "channel_wechat", "条"},
    {"wechat_articles", "channel_wechat", "篇"},
    {"wechat_original", "other", "篇"},
    {"other_channels", "channel_other", "条"},
    {"new_media", "other", "条"},
    {"new_media_accounts", "other", "个"},
    {"media_about", "channel_press", "条"},
    {"sms", "channel_sms", "条"},
    {"bulletin", "channel_gazette", "条"},
    {"gazettes", "channel_gazette", "期"},
    {"website_views", "portal_views", "人次"},
    {"interpreted_documents", "interpretations", "件"},
    {"interpretation", "interpretations class_items", "篇 条 件 个"},
    {"site_interpretation", "interpretations", "条"},
    {"site_responses", "responses", "条"},
    {"responses_total", "responses", "次"},
    {"weibo_wechat_responses", "responses", "次"},
    {"media_responses", "responses", "次"},
    {"press_conferences", "press_conferences", "次 场"},
    {"interviews", "interviews", "次"},
    {"executive_meetings", "other", "期"},
    {"letters_at_least", "letters_received", "件"},
    {"letters_reply_pct", "percent", "%"},
    {"messages", "letters_received", "件"},
    {"online_questions", "letters_answered", "个"},
    {"surveys", "other", "期"},
    {"opinions", "other", "条"},
    {"complaints", "complaints", "件"},
    {"appeals", "complaints", "件"},
    {"proposals", "proposals_total class_items", "件 条"},
    {"proposals_disclosed", "proposals_total", "件"},
    {"proposals_handled", "proposals_total", "件"},
    {"npc_proposals", "proposals_npc", "件"},
    {"cppcc_proposals", "proposals_cppcc", "件"},
    {"service_items", "service_items", "项"},
    {"one_visit_items", "service_items", "项"},
    {"four_do_items", "service_items", "项"},
    {"one_visit_pct", "percent", "%"},
    {"four_do_pct", "percent", "%"},
    {"pct_in_person", "percent", "%"},
    {"pct_online", "percent", "%"},
    {"pct_mail", "percent", "%"},
    {"units", "agencies", "个"},
    {"departments", "agencies", "个"},
    {"province_units", "agencies", "个"},
    {"townships", "agencies", "个"},
    {"district_units", "agencies", "个"},
    {"columns", "columns_opened", "个"},
    {"reported_to_city", "submissions", "条"},
    {"budget_10k_yuan", "budget_wan", "万元"},
    {"info_processing_fee_yuan", "fees_yuan", "元"},
    {"fees", "fees_yuan", "元"},
    {"websites_kept", "sites", "家"},
    {"archive_visitors", "reading_visits", "人次"},
    {"training_meetings", "trainings", "次"},
    {"trained_at_least", "trainees", "人次"},
    {"staff", "staff", "人"},
    {"applications", "requests_received", "件 条"},
    {"applications_new", "requests_received", "件"},
    {"applications_received", "requests_received", "件 条 宗"},
    {"applications_government_office", "requests_received", "件"},
    {"applications_carried", "requests_carried_in", "件"},
    {"applications_in_person", "other", "宗"},
    {"applications_online", "other", "宗"},
    {"applications_mail", "other", "宗"},
    {"processed", "requests_answered", "件"},
    {"carried_over", "requests_carried_in", "件"},
    {"carried_forward", "requests_carried_out", "件"},
    {"granted", "requests_granted", "件"},
    {"partial", "requests_partial", "件"},
    {"denied", "requests_refused", "件"},
    {"unable", "requests_unable", "件"},
    {"rejected", "requests_rejected", "件"},
    {"other_text", "requests_other", "件"},
    {"reviews", "reviews", "件"},
    {"review_cases", "reviews", "件"},
    {"review_results", "other", "件"},
    {"lawsuits", "lawsuits", "件"},
    {"lawsuit_results", "other", "件"},
    {"regulations_text", "rules_issued", "件"},
    {"normative", "normative_issued", "件"},
    {"column_count_in_1_1", "channel_website", "条"},
    {"column_count_in_1_4", "other channel_website proactive_total", "条"},
    {"text_permits_2020", "other", "项"},
    {"text_penalties_2020", "other", "项"},
    {"text_coercion_2020", "other", "项"},
    {"text_other_services_2020", "other", "项"},
    {"text_other_services_decisions_2021", "other", "项"},
};
/* Keys that stand for a cell of the old statistics table. */
static const struct {
        const char *truth, *cell;
} old_cells[] = {{"table_disclosed", "y12_proactive_total"},
                 {"table_website", "y12_proactive_web"},
                 {"table_gazette", "y12_proactive_gazette"}};

static void
want_cell(struct one *o, const char *id, const struct json *v)
{
        const struct report_cell *c = report_cell(o->rep, id);
        bool blank = json_type(v) == JSON_NULL;
        bool right = c && c->blank == blank && (blank || same(c->value, json_real_or(v, -1)));

        o->t.figures++;
        o->t.figures_right += right;
        if (!right)
                buf_printf(&o->notes, " %s", id);
}

static bool
listed(TALLOC_CTX *mem, const char *list, const char *word)
{
        return strstr(mem_printf(mem, " %s ", list), mem_printf(mem, " %s ", *word ? word : "-")) !=
               NULL;
}

/* The row of keys[] for a key of the truth, with or without its _text; N(keys) when there is none. */
static size_t
row_of(TALLOC_CTX *mem, const char *key)
{
        size_t n = strlen(key), i;
        const char *bare =
            n > 5 && strcmp(key + n - 5, "_text") == 0 ? mem_strndup(mem, key, n - 5) : key;

        for (i = 0; i < N(keys) && strcmp(keys[i].truth, key) != 0; i++)
                ;
        if (i == N(keys))
                for (i = 0; i < N(keys) && strcmp(keys[i].truth, bare) != 0; i++)
                        ;
        return i;
}

/* The value under its name, in its unit: in the narrative, or for the old table in its cell. */
static void
want_value(struct one *o, const char *key, const struct json *v)
{
        double value = json_real_or(v, NAN);
        size_t row = row_of(o->mem, key);
        bool right = false;
        const char *read = "";

        for (size_t i = 0; i < N(old_cells); i++)
                if (strcmp(old_cells[i].truth, key) == 0) {
                        want_cell(o, old_cells[i].cell, v);
                        return;
                }
        for (size_t i = 0; row < N(keys) && i < o->rep->n_facts && !right; i++) {
                const struct report_fact *f = &o->rep->facts[i];

                if (!same(f->value, value))
                        continue;
                right = listed(o->mem, keys[row].names, f->name) &&
                        listed(o->mem, keys[row].units, f->unit);
                read = mem_printf(o->mem, "(%s %s)", f->name, f->unit);
        }
        o->t.figures++;
        o->t.figures_right += right;
        o->t.told++;
        o->t.told_right += right;
        if (!right)
                buf_printf(&o->notes, " %s%s", key, read);
}

static void
want_third(struct one *o, const struct json *v)
{
        const struct json *list = json_get(v, "rows");

        for (size_t i = 0; i < N(rows); i++) {
                const struct json *row = json_get(list, rows[i].truth);

                for (size_t k = 0; row && k < N(columns); k++)
                        want_cell(o,
                                  mem_printf(o->mem, "%c3_%s_%s", o->form, rows[i].row, columns[k]),
                                  json_at(row, k));
        }
}

static void
want_fourth(struct one *o, const struct json *v)
{
        static const char *const ways[] = {"review", "direct", "after_review"};

        for (size_t i = 0; i < N(ways); i++)
                for (size_t k = 0; k < N(outcomes); k++)
                        want_cell(o,
                                  mem_printf(o->mem, "%c4_%c_%s", o->form, "rda"[i], outcomes[k]),
                                  json_at(json_get(v, ways[i]), k));
}

static bool
want_second(struct one *o, const char *key, const struct json *v)
{
        for (size_t i = 0; i < N(second); i++) {
                if (second[i].form != o->form || strcmp(second[i].truth, key) != 0)
                        continue;
                for (size_t k = 0; k < 3 && second[i].cells[k]; k++)
                        want_cell(o, mem_printf(o->mem, "%c2_%s", o->form, second[i].cells[k]),
                                  json_type(v) == JSON_ARRAY ? json_at(v, k) : v);
                return true;
        }
        return false;
}

static void
check_figures(struct one *o)
{
        const struct json *figures = json_get(o->truth, "figures");

        for (size_t i = 0; i < json_size(figures); i++) {
                const char *key = json_key(figures, i);
                const struct json *v = json_get(figures, key);

                if (strcmp(key, "procurement_unit") == 0)
                        continue;
                if (json_type(v) == JSON_OBJECT && strcmp(key, "applications") == 0)
                        want_third(o, v);
                else if (json_type(v) == JSON_OBJECT)
                        want_fourth(o, v);
                else if (want_second(o, key, v))
                        continue;
                else if (json_type(v) == JSON_ARRAY)
                        for (size_t k = 0; k < json_size(v); k++)
                                want_value(o, key, json_at(v, k));
                else
                        want_value(o, key, v);
        }
}

/* ---- identities and contradictions ---- */

static bool
sides_are(const struct report_check *k, double left, double right)
{
        return k->has_sides &&
               ((same(k->left, left) && same(k->right, right)) ||
                (same(k->left, right) && same(k->right, left)) ||
                (same(right, 0) && same(fabs(k->left - k->right), left)) ||
                /* shares: the truth rounds what we compute */
                (fabs(k->left - left) < 0.51 && fabs(k->right - right) < 0.51 && left <= 100));
}

static void
check_identities(struct one *o)
{
        const struct json *list = json_get(o->truth, "identities");

        for (size_t i = 0; i < json_size(list); i++) {
                const struct json *id = json_at(list, i);
                const char *words = json_string(json_get(id, "desc"));
                double left = json_real_or(json_get(id, "left"), NAN);
                double right = json_real_or(json_get(id, "right"), NAN);
                bool holds = json_bool(json_get(id, "holds"), false), found = false;
                size_t across = 0;

                if (json_type(json_get(id, "holds")) != JSON_BOOL)
                        continue;
                for (size_t k = 0; k < o->checks.n; k++) {
                        const struct report_check *c = &o->checks.list[k];
                        bool said = holds ? c->status == REPORT_PASS
                                          : c->status == REPORT_FAIL || c->status == REPORT_UNSURE;

                        found = found || (said && sides_are(c, left, right));
                        across += said && strncmp(c->id, "t3_across_", 10) == 0;
                }
                if (strstr(words, "六列"))
                        found = across >= (size_t)left;
                o->t.identities++;
                o->t.identities_right += found;
                if (!found)
                        buf_printf(&o->notes, " [%s]", words);
        }
}

static bool
must_be_found(const char *kind)
{
        static const char *const kinds[] = {"arithmetic", "inconsistent", "form", "date",
                                            "semantic"};

        for (size_t i = 0; i < N(kinds); i++)
                if (strcmp(kind, kinds[i]) == 0)
                        return true;
        return false;
}

/* A part that is missing stands in the truth as a fault of structure. */
static bool
same_kind(const char *ours, const char *theirs)
{
        return strcmp(ours, theirs) == 0 ||
               (strcmp(ours, "missing") == 0 && strcmp(theirs, "structure") == 0);
}

static void
check_contradictions(struct one *o)
{
        const struct json *list = json_get(o->truth, "contradictions");

        for (size_t i = 0; i < json_size(list); i++) {
                const char *kind = json_string(json_get(json_at(list, i), "kind"));
                bool found = false;

                if (!must_be_found(kind))
                        continue;
                for (size_t k = 0; k < o->checks.n; k++)
                        found = found || (o->checks.list[k].status == REPORT_FAIL &&
                                          strcmp(o->checks.list[k].kind, kind) == 0);
                o->t.contradictions++;
                o->t.found += found;
                if (!found)
                        buf_printf(&o->notes, " {%s}", kind);
        }
        for (size_t k = 0; k < o->checks.n; k++) {
                const struct report_check *c = &o->checks.list[k];
                bool true_one = false;

                if (c->status != REPORT_FAIL)
                        continue;
                for (size_t i = 0; i < json_size(list); i++)
                        true_one =
                            true_one ||
                            same_kind(c->kind, json_string(json_get(json_at(list, i), "kind")));
                if (!true_one || !c->evidence[0]) {
                        o->t.false_fails++;
                        buf_printf(&o->notes, " FALSE %s", c->id);
                }
        }
}

/* Only what was cut, or a cell that was lost or left blank, may not be assessable. */
static void
check_unassessed(struct one *o)
{
        for (size_t i = 0; i < o->checks.n; i++) {
                const struct report_check *c = &o->checks.list[i];
                bool lost = !o->rep->complete;

                if (c->status != REPORT_NOT_ASSESSABLE)
                        continue;
                for (size_t k = 0; k < c->n_cells && !lost; k++) {
                        const struct report_cell *cell = report_cell(o->rep, c->cells[k]);

                        lost = !cell || cell->blank;
                }
                o->t.unassessed += !lost;
                if (!lost)
                        buf_printf(&o->notes, " NOT ASSESSED %s", c->id);
        }
}

/* Whether every character of the name read stands, in order, in the true one: excerpts do not say the county. */
static bool
is_within(TALLOC_CTX *mem, const char *name, const char *whole)
{
        const char *a = text_folded(mem, name), *b = text_folded(mem, whole);
        size_t n = 0, common = 0;

        for (const char *s = a; *s;) {
                uint32_t cp;
                size_t w = text_decode(s, strlen(s), &cp);
                const char *at = w ? strstr(b, mem_strndup(mem, s, w)) : NULL;

                if (!w)
                        break;
                n++;
                if (at) {
                        common++;
                        b = at + w;
                }
                s += w;
        }
        return n == 0 || common * 10 >= n * 7;
}

static void
check_head(struct one *o)
{
        const struct json *t = o->truth;
        bool right =
            o->rep->year == json_int(json_get(t, "year"), 0) &&
            strcmp(o->rep->form->kind, json_string(json_get(t, "form"))) == 0 &&
            strcmp(o->rep->hant ? "hant" : "hans", json_string(json_get(t, "script"))) == 0 &&
            is_within(o->mem, o->rep->issuer, json_string(json_get(t, "issuer")));

        o->t.heads++;
        o->t.heads_right += right;
        if (!right)
                buf_printf(&o->notes, " head:%s/%d/%s", o->rep->issuer, o->rep->year,
                           o->rep->form->kind);
}

/* ---- nothing learned by heart ---- */

static bool
stands_in(const char *source, const char *word)
{
        for (const char *s = source; (s = strstr(s, word)) != NULL; s += strlen(word)) {
                char before = s > source ? s[-1] : ' ', after = s[strlen(word)];

                if (!(before >= '0' && before <= '9') && !(after >= '0' && after <= '9'))
                        return true;
        }
        return false;
}

/* Issuers by the two characters of their place, figures from FIGURE_LEAST on. */
static size_t
learned(TALLOC_CTX *mem, const struct json *truth, const char *source)
{
        enum { FIGURE_LEAST = 3001, PLACE_BYTES = 6 };
        const struct json *figures = json_get(truth, "figures");
        const char *issuer = json_string(json_get(truth, "issuer"));
        size_t n = stands_in(source, mem_strndup(mem, issuer, PLACE_BYTES)) ? 1 : 0;

        for (size_t i = 0; i < json_size(figures); i++) {
                const struct json *v = json_get(figures, json_key(figures, i));

                if (json_type(v) == JSON_INT && json_int(v, 0) >= FIGURE_LEAST)
                        n += stands_in(source, mem_printf(mem, "%ld", (long)json_int(v, 0)));
        }
        return n;
}

static const char *sources = "";

static void
read_sources(TALLOC_CTX *mem, int n, char **folders)
{
        struct buf all = buf_new(mem, MiB(16));

        for (int i = 0; i < n; i++) {
                struct dirent **list = NULL;
                int k = scandir(folders[i], &list, NULL, alphasort);

                for (int j = 0; j < k; j++) {
                        char *bytes;
                        size_t len;

                        if (list[j]->d_type == DT_REG &&
                            file_read(mem, mem_printf(mem, "%s/%s", folders[i], list[j]->d_name),
                                      MiB(1), &bytes, &len) == 0)
                                buf_put(&all, bytes, len);
                        free(list[j]);
                }
                free(list);
        }
        sources = buf_text(&all);
}

/* ---- all of them ---- */

static void
add(struct tally *all, const struct tally *t)
{
        all->figures += t->figures;
        all->figures_right += t->figures_right;
        all->told += t->told;
        all->told_right += t->told_right;
        all->unassessed += t->unassessed;
        all->identities += t->identities;
        all->identities_right += t->identities_right;
        all->contradictions += t->contradictions;
        all->found += t->found;
        all->heads += t->heads;
        all->heads_right += t->heads_right;
        all->false_fails += t->false_fails;
        all->learned += t->learned;
}

static int
judge(const char *folder, const char *name, struct tally *all)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct one o = {.mem = mem, .notes = buf_new(mem, KiB(64))};
        struct report *rep;
        struct json *truth;
        char *text, *bytes;
        size_t n, n_bytes;
        const char *base = mem_strndup(mem, name, strlen(name) - 4);

        if (file_read(mem, mem_printf(mem, "%s/%s", folder, name), MiB(4), &text, &n) ||
            file_read(mem, mem_printf(mem, "%s/%s.json", folder, base), MiB(4), &bytes, &n_bytes) ||
            json_read(mem, bytes, n_bytes, &p, &truth) || report_read(mem, name, text, n, &rep))
                return -1;
        o.truth = truth;
        o.rep = rep;
        o.form = strcmp(rep->form->kind, "2019") == 0   ? 'b'
                 : strcmp(rep->form->kind, "2021") == 0 ? 'c'
                                                        : 'y';
        report_check(mem, rep, NULL, &o.checks);
        check_figures(&o);
        check_identities(&o);
        check_contradictions(&o);
        check_unassessed(&o);
        check_head(&o);
        o.t.learned = learned(mem, truth, sources);
        printf("# %s: figures %zu/%zu, identities %zu/%zu, contradictions %zu/%zu, false %zu%s\n",
               base, o.t.figures_right, o.t.figures, o.t.identities_right, o.t.identities,
               o.t.found, o.t.contradictions, o.t.false_fails, buf_text(&o.notes));
        add(all, &o.t);
        return 0;
}

static int
is_text(const struct dirent *d)
{
        size_t n = strlen(d->d_name);

        return n > 4 && strcmp(d->d_name + n - 4, ".txt") == 0;
}

static void
result(int number, bool ok, const char *words, size_t part, size_t whole)
{
        printf("%s %d - %s: %zu of %zu\n", ok ? "ok" : "not ok", number, words, part, whole);
}

int
main(int argc, char **argv)
{
        struct dirent **list = NULL;
        struct tally all = {0};
        TALLOC_CTX *mem = mem_root();
        int n = argc > 1 ? scandir(argv[1], &list, is_text, alphasort) : -1, bad = 0;

        if (n <= 0) {
                printf("1..0 # SKIP no ../shared/reports here\n");
                return 0;
        }
        read_sources(mem, argc - 2, argv + 2);
        for (int i = 0; i < n; i++) {
                bad += judge(argv[1], list[i]->d_name, &all) != 0;
                free(list[i]);
        }
        free(list);
        printf("1..9\n");
        result(1, bad == 0, "reports that cannot be read", (size_t)bad, (size_t)n);
        result(2, all.figures_right * 100 >= all.figures * 98, "figures read right",
               all.figures_right, all.figures);
        result(3, all.identities_right * 100 >= all.identities * 95, "identities judged right",
               all.identities_right, all.identities);
        result(4, all.found == all.contradictions, "contradictions found", all.found,
               all.contradictions);
        result(5, all.false_fails == 0, "false faults", all.false_fails, 0);
        result(6, all.heads_right == all.heads, "year, form, script and issuer", all.heads_right,
               all.heads);
        result(7, all.learned == 0, "issuers and figures named in the sources", all.learned,
               (size_t)n);
        result(8, all.told_right * 100 >= all.told * 98,
               "figures of the narrative under their name and in their unit", all.told_right,
               all.told);
        result(9, all.unassessed == 0, "not assessed though all is there", all.unassessed, 0);
        talloc_free(mem);
        return 0;
}
