#include "app/flow_kit.h"
#include "app/inspect_kit.h"

/* ---- reading -------------------------------------------------------------------------------- */

struct flow_sheet
flow_sheet_empty(void)
{
        return (struct flow_sheet){.disclosure = DISCLOSURE_PROACTIVE,
                                   .ground = "",
                                   .ground_reason = "",
                                   .origin = ORIGIN_MADE,
                                   .origin_agency = "",
                                   .joint_agencies = "",
                                   .special_basis = "",
                                   .channels = "website",
                                   .exemption = "",
                                   .correction = "",
                                   .note = "",
                                   .exemption_now = ""};
}

static int
read_sheet(TALLOC_CTX *mem, struct tx *tx, struct flow_item *it)
{
        struct sheet_read_row *s;
        int r = sql_sheet_read_one(mem, tx, &(struct sheet_read_in){.item_id = it->id}, &s);

        it->sheet = flow_sheet_empty();
        if (r)
                return r == STORE_NONE ? 0 : err_fold(r);
        it->has_sheet = true;
        it->sheet = (struct flow_sheet){.ground = s->ground ? s->ground : "",
                                        .ground_reason = s->ground_reason,
                                        .origin_agency = s->origin_agency,
                                        .joint_agencies = s->joint_agencies,
                                        .special_days = s->special_days,
                                        .special_basis = s->special_basis,
                                        .channels = s->channels,
                                        .exemption = s->exemption,
                                        .correction = s->correction,
                                        .note = s->note,
                                        .exemption_now = s->exemption_now};
        (void)overriding_from(s->overriding, &it->sheet.overriding);
        (void)disclosure_from_code(s->disclosure, &it->sheet.disclosure);
        (void)origin_from_code(s->origin, &it->sheet.origin);
        return 0;
}

static int
read_text(TALLOC_CTX *mem, struct tx *tx, int64_t edition, struct flow_text *ret)
{
        struct flow_edition_row *e;
        int r = sql_flow_edition_one(mem, tx, &(struct flow_edition_in){.id = edition}, &e);

        if (r)
                return err_fold(r);
        *ret = (struct flow_text){
            .id = e->id,
            .no = e->no,
            .version = e->version,
            .author_id = e->author_id,
            .topic_id = e->topic_id,
            .genre_id = e->genre_id,
            .audience_id = e->audience_id,
            .state = e->state,
            .title = e->title,
            .doc_no = e->doc_no,
            .summary = e->summary,
            .body = e->body,
            .formed = e->formed_on,
            .written = e->written_on,
            .validity = {VALIDITY_UNSTATED, e->effective_on, e->expires_on, e->repealed_on},
            .repealed_by = e->repealed_by,
            .topic = e->topic,
            .genre = e->genre,
            .audience = e->audience,
            .keywords = e->keywords,
            .source = e->source,
            .author = e->author,
            .sm3 = e->content_sm3,
            .created = e->created_at};
        (void)validity_from_code(e->validity, &ret->validity.stated);
        return 0;
}

static int
read_files(TALLOC_CTX *mem, struct tx *tx, struct flow_item *it)
{
        struct flow_files_row *rows;
        struct flow_file *files;
        int r = sql_flow_files(mem, tx, &(struct flow_files_in){.edition_id = it->text.id}, &rows,
                               &it->n_files);

        if (r)
                return err_fold(r);
        files = mem_array(mem, struct flow_file, it->n_files + 1);
        for (size_t i = 0; i < it->n_files; i++)
                files[i] = (struct flow_file){.name = rows[i].name,
                                              .sm3 = rows[i].sm3,
                                              .type = rows[i].type,
                                              .size = rows[i].size,
                                              .kind = ""};
        it->files = files;
        r = inspect_read(mem, tx, it, files);
        return r < 0 ? err_trace(r) : 0;
}

static int
read_relations(TALLOC_CTX *mem, struct tx *tx, struct flow_item *it)
{
        struct flow_relations_row *rows;
        struct flow_relation *list;
        int r = sql_flow_relations(mem, tx, &(struct flow_relations_in){.item_id = it->id}, &rows,
                                   &it->n_relations);

        if (r)
                return err_fold(r);
        list = mem_array(mem, struct flow_relation, it->n_relations + 1);
        for (size_t i = 0; i < it->n_relations; i++)
                list[i] = (struct flow_relation){.kind = rows[i].relation,
                                                 .outward = rows[i].outward,
                                                 .coming = rows[i].coming,
                                                 .going = rows[i].going,
                                                 .id = rows[i].id,
                                                 .agency_id = rows[i].agency_id,
                                                 .title = rows[i].title,
                                                 .state = rows[i].state,
                                                 .index_no = rows[i].index_no};
        it->relations = list;
        return 0;
}

static const char *
label_of(const char *disclosure)
{
        enum disclosure d;

        return disclosure && disclosure_from_code(disclosure, &d) ? disclosure_label(d) : "";
}

static const char *
ground_label(const char *code)
{
        const struct ground *g = code ? ground_of(code) : NULL;

        return g ? g->label : "";
}

/* Names of the steps, which depend on the submission they belong to. */
static void
name_steps(struct flow_event *events, const struct flow_act *acts, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                struct flow so_far = flow_of(acts, i);
                const struct ladder *l = &so_far.ladder;

                events[i].step = "";
                if (acts[i].kind == FLOW_RETRO_APPROVED || acts[i].kind == FLOW_RETRO_OBJECTED)
                        l = &so_far.retro;
                else if (acts[i].kind != FLOW_APPROVED && acts[i].kind != FLOW_RETURNED)
                        continue;
                if (acts[i].step < l->n)
                        events[i].step = review_step_label(l->steps[acts[i].step]);
        }
}

static int
read_trail(TALLOC_CTX *mem, struct tx *tx, struct flow_item *it)
{
        struct acts_of_item_row *rows;
        struct flow_act *acts;
        struct flow_event *events;
        size_t n;
        int r = sql_acts_of_item(mem, tx, &(struct acts_of_item_in){.item_id = it->id}, &rows, &n);

        if (r)
                return err_fold(r);
        acts = mem_array(mem, struct flow_act, n + 1);
        events = mem_array(mem, struct flow_event, n + 1);
        for (size_t i = 0; i < n; i++) {
                struct flow_act a = {.edition = rows[i].edition_id,
                                     .person = rows[i].person_id,
                                     .delegator = rows[i].delegator_id,
                                     .step = (size_t)rows[i].step,
                                     .ladder = rows[i].ladder,
                                     .emergency = rows[i].emergency,
                                     .words = rows[i].words,
                                     .at = rows[i].done_at};

                if (!flow_act_from(rows[i].act, &a.kind))
                        return err_set(ERR_DATA, "an act of no kind: %s", rows[i].act);
                acts[i] = a;
                events[i] =
                    (struct flow_event){.kind = a.kind,
                                        .edition = a.edition,
                                        .person = rows[i].person,
                                        .delegator = rows[i].delegator,
                                        .words = a.words,
                                        .disclosure = label_of(rows[i].disclosure),
                                        .ground = ground_label(rows[i].ground),
                                        .sm3 = rows[i].content_sm3 ? rows[i].content_sm3 : "",
                                        .emergency = a.emergency,
                                        .at = a.at};
        }
        name_steps(events, acts, n);
        it->flow = flow_of(acts, n);
        it->events = events;
        it->n_events = n;
        return 0;
}

/* ---- what follows from what was read -------------------------------------------------------- */

static const struct flow_act *
last_act(const struct flow *f, enum flow_act_kind a, enum flow_act_kind b)
{
        for (size_t i = f->n_acts; i > 0; i--)
                if (f->acts[i - 1].kind == a || f->acts[i - 1].kind == b)
                        return &f->acts[i - 1];
        return NULL;
}

static bool
is_live(const struct flow_relation *r)
{
        return strcmp(r->state, "live") == 0;
}

/* An interpretation is linked, or will be when its text is signed. */
static bool
is_interpreted(const struct flow_item *it)
{
        for (size_t i = 0; i < it->n_relations; i++) {
                const struct flow_relation *r = &it->relations[i];

                if (!r->outward && !r->going && strcmp(r->kind, "interprets") == 0)
                        return true;
        }
        return false;
}

/* Readers find an interpretation beside it. */
static bool
is_explained(const struct flow_item *it)
{
        for (size_t i = 0; i < it->n_relations; i++) {
                const struct flow_relation *r = &it->relations[i];

                if (!r->outward && !r->coming && is_live(r) && strcmp(r->kind, "interprets") == 0)
                        return true;
        }
        return false;
}

/* This text interprets something, and nothing of it is public. */
static bool
explains_hidden(const struct flow_item *it)
{
        bool explains = false;

        for (size_t i = 0; i < it->n_relations; i++) {
                const struct flow_relation *r = &it->relations[i];

                if (!r->outward || r->going || strcmp(r->kind, "interprets") != 0)
                        continue;
                if (is_live(r))
                        return false;
                explains = true;
        }
        return explains;
}

/* When it was first public; a text from before the trail began has no such day. */
static const struct flow_act *
first_public(const struct flow_item *it)
{
        const struct flow *f = &it->flow;

        if (it->imported && it->text.no > 1)
                return NULL;
        for (size_t i = 0; i < f->n_acts; i++)
                if (f->acts[i].kind == FLOW_PUBLISHED)
                        return &f->acts[i];
        return NULL;
}

/* Came in as not public, and nothing was decided about it here. */
static bool
came_shut(const struct flow_item *it, const char *disclosure)
{
        const struct flow *f = &it->flow;

        if (!it->imported || strcmp(it->state, "draft") != 0 ||
            strcmp(disclosure, "proactive") == 0)
                return false;
        for (size_t i = 0; i < f->n_acts; i++)
                if (f->acts[i].kind != FLOW_RELATED)
                        return false;
        return true;
}

/* 形成 or 变更之日 (《条例》第二十六条): what is corrected, or is to be public after all, changed on the day on which that began. */
static struct day
began_on(const struct flow_item *it)
{
        const struct flow *f = &it->flow;

        return f->n_acts && (f->acts[f->first].kind == FLOW_REOPENED || it->text.no > 1)
                   ? instant_day(f->acts[f->first].at)
                   : it->text.formed;
}

static void
count_days(const struct flow_by *by, struct flow_item *it)
{
        const struct flow *f = &it->flow;
        const struct flow_act *out = last_act(f, FLOW_PUBLISHED, FLOW_PUBLISHED),
                              *first = first_public(it),
                              *shut = last_act(f, FLOW_CLOSED, FLOW_KEPT_CLOSED),
                              *fault = last_act(f, FLOW_RETRO_OBJECTED, FLOW_RETRO_OBJECTED);
        bool open = f->n_acts &&
                    (f->state == FLOW_AT_DESK || f->state == FLOW_WAITING || f->state == FLOW_BACK);

        it->due = it->retro_due = it->mend_due = it->revisit = it->explain_due = DAY_NONE;
        if (open && it->sheet.disclosure == DISCLOSURE_PROACTIVE)
                it->due = due_publish(by->calendar, began_on(it), it->sheet.special_days);
        if (flow_owes(f) && out)
                it->retro_due =
                    calendar_nth(by->calendar, instant_day(out->at), (int)it->rule.retro_days).day;
        if (f->objected && fault && strcmp(it->state, "live") == 0)
                it->mend_due =
                    calendar_nth(by->calendar, instant_day(fault->at), (int)it->rule.retro_days)
                        .day;
        if (f->state == FLOW_SHUT)
                it->revisit = due_months(instant_day(shut ? shut->at : it->text.created),
                                         it->rule.revisit_months);
        if (first && strcmp(it->state, "live") == 0 && it->place.wants_interpretation &&
            !*it->sheet.exemption_now && !is_explained(it))
                it->explain_due =
                    calendar_nth(by->calendar, instant_day(first->at), DUE_INTERPRETATION).day;
}

static void
choose(TALLOC_CTX *mem, const struct flow_by *by, const int64_t *above, size_t n_above,
       struct flow_item *it)
{
        struct problems problems = {.mem = mem};
        struct choice_facts facts = {.flow = &it->flow,
                                     .me = choice_me(by->who, above, n_above),
                                     .live = strcmp(it->state, "live") == 0,
                                     .taken = strcmp(it->state, "withdrawn") == 0,
                                     .two_steps = it->rule.two_steps,
                                     .proposed = it->sheet.disclosure,
                                     .wants_interpretation =
                                         it->place.wants_interpretation && it->text.no == 1,
                                     .has_interpretation = is_interpreted(it),
                                     .exemption = it->sheet.exemption,
                                     .explains_hidden = explains_hidden(it),
                                     .blocking = flow_open_text(mem, it, FLOW_OPEN_BLOCKING),
                                     .undecided = flow_open_text(mem, it, FLOW_OPEN_ANY),
                                     .secret = flow_open_text(mem, it, FLOW_OPEN_SECRET)};

        flow_sheet_check(it, instant_day(by->now), &problems);
        it->missing = "";
        for (size_t i = 0; i < problems.n_list; i++)
                it->missing =
                    mem_printf(mem, "%s%s%s", it->missing, i ? "；" : "", problems.list[i].message);
        facts.missing = it->missing;
        it->lacks_interpretation = choice_lacks_interpretation(&facts);
        choices_of(mem, &facts, it->choices);
}

static int
read_head(TALLOC_CTX *mem, struct tx *tx, int64_t id, struct flow_head_row **ret)
{
        int r = sql_flow_head_one(mem, tx, &(struct flow_head_in){.id = id}, ret);

        if (r == STORE_NONE)
                return FLOW_NOT_FOUND;
        return err_fold(r);
}

static int
load(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct flow_head_row *h,
     const int64_t *above, size_t n_above, struct flow_item *it)
{
        int r;

        *it = (struct flow_item){.id = h->id,
                                 .state = h->state,
                                 .index_no = h->index_no,
                                 .withdrawn_reason = h->withdrawn_reason,
                                 .published = h->published_at,
                                 .withdrawn = h->withdrawn_at,
                                 .imported = h->has_batch_id,
                                 .on_site = h->on_site,
                                 .place = {.agency_id = h->agency_id,
                                           .column_id = h->column_id,
                                           .agency = h->agency_name,
                                           .agency_slug = h->agency_slug,
                                           .column = h->column_name,
                                           .column_code = h->column_code,
                                           .wants_interpretation = h->wants_interpretation}};
        r = read_text(mem, tx, h->edition_id, &it->text);
        if (r == 0)
                r = read_sheet(mem, tx, it);
        if (r == 0)
                r = read_files(mem, tx, it);
        if (r == 0)
                r = read_relations(mem, tx, it);
        if (r == 0)
                r = read_trail(mem, tx, it);
        if (r == 0)
                r = flow_findings(mem, tx, by, it);
        if (r == 0)
                r = flow_rule_for(mem, tx, h->agency_id, h->column_id, &it->rule);
        if (r < 0)
                return err_trace(r);
        if (came_shut(it, h->disclosure))
                it->flow.state = FLOW_SHUT;
        if (!origin_responsible(&(struct origin_facts){.origin = it->sheet.origin,
                                                       .own = it->place.agency,
                                                       .other = it->sheet.origin_agency},
                                &it->responsible))
                it->responsible.name = NULL;
        count_days(by, it);
        choose(mem, by, above, n_above, it);
        return 0;
}

int
flow_above(TALLOC_CTX *mem, struct tx *tx, int64_t agency, int64_t **ret, size_t *ret_n)
{
        struct flow_answers_row *up;
        int64_t *above;
        int r = sql_flow_answers(mem, tx, &(struct flow_answers_in){.id = agency}, &up, ret_n);

        if (r)
                return err_fold(r);
        above = mem_array(mem, int64_t, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                above[i] = up[i].id;
        *ret = above;
        return 0;
}

static bool
may_here(const struct actor *who, const int64_t *above, size_t n, enum permission what)
{
        for (size_t i = 0; i < who->n_grants; i++) {
                struct actor alone = {.grants = &who->grants[i], .n_grants = 1};

                if (!access_may(&alone, what))
                        continue;
                for (size_t k = 0; k < n; k++)
                        if (above[k] == who->grants[i].scope)
                                return true;
        }
        return false;
}

/* While a purge is under way the words are for those alone who carry it out. */
static void
veil(TALLOC_CTX *mem, struct flow_item *it)
{
        struct flow_event *events = mem_memdup(mem, it->events, it->n_events * sizeof(*events));

        for (size_t i = 0; i < it->n_events; i++)
                events[i].words = "";
        it->events = events;
        it->text.title = "（泄密处置中的信息）";
        it->text.doc_no = it->text.repealed_by = NULL;
        it->text.summary = it->text.keywords = it->text.source = "";
        it->text.body = "{\"type\":\"doc\",\"content\":[]}";
        it->sheet.ground_reason = it->sheet.origin_agency = it->sheet.joint_agencies = "";
        it->sheet.special_basis = it->sheet.exemption = it->sheet.correction = it->sheet.note = "";
        it->responsible.name = NULL;
        it->n_files = it->n_findings = it->n_decisions = it->n_relations = 0;
        it->veiled = true;
}

/* What is not public of a unit that the reader does not see has no title for him. */
static int
cover_relations(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct flow_item *it)
{
        struct flow_relation *list =
            mem_memdup(mem, it->relations, it->n_relations * sizeof(*list));

        for (size_t i = 0; i < it->n_relations; i++) {
                int64_t *above;
                size_t n;
                int r;

                if (is_live(&list[i]) || list[i].agency_id == it->place.agency_id)
                        continue;
                r = flow_above(mem, tx, list[i].agency_id, &above, &n);
                if (r < 0)
                        return err_trace(r);
                if (may_here(who, above, n, MAY_ITEM_READ))
                        continue;
                list[i].foreign = true;
                list[i].title = "（其他单位未公开信息）";
                list[i].index_no = NULL;
        }
        it->relations = list;
        return 0;
}

int
app_flow_read(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t id,
              struct flow_item *ret)
{
        struct flow_head_row *h;
        int64_t *above;
        size_t n;
        int r = read_head(mem, tx, id, &h);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        r = flow_above(mem, tx, h->agency_id, &above, &n);
        if (r < 0)
                return err_trace(r);
        if (!may_here(by->who, above, n, MAY_ITEM_READ))
                return FLOW_NOT_FOUND;
        r = load(mem, tx, by, h, above, n, ret);
        if (r < 0)
                return err_trace(r);
        r = cover_relations(mem, tx, by->who, ret);
        if (r < 0)
                return err_trace(r);
        if (ret->flow.state == FLOW_PURGING && !may_here(by->who, above, n, MAY_ITEM_PURGE))
                veil(mem, ret);
        return 0;
}

/* ---- versions ------------------------------------------------------------------------------- */

/* What lies beside the text (keywords, a note of correction) makes no version of its own: it is not compared. */
static bool
same_words(const struct flow_version *a, const struct flow_version *b)
{
        return strcmp(a->sm3, b->sm3) == 0 ||
               (strcmp(a->title, b->title) == 0 && strcmp(a->summary, b->summary) == 0 &&
                strcmp(a->body, b->body) == 0 &&
                strcmp(a->doc_no ? a->doc_no : "", b->doc_no ? b->doc_no : "") == 0);
}

static void
keep_version(struct flow_version *list, size_t *n, struct flow_version v)
{
        for (size_t i = 0; i < *n; i++)
                if (list[i].edition == v.edition && same_words(&list[i], &v)) {
                        v.state = v.state ? v.state : list[i].state;
                        list[i].state = v.state;
                        return;
                }
        list[(*n)++] = v;
}

static int
newer_first(const void *a, const void *b)
{
        const struct flow_version *x = a, *y = b;

        if (x->no != y->no)
                return x->no < y->no ? 1 : -1;
        return x->at.ms < y->at.ms ? 1 : x->at.ms > y->at.ms ? -1 : 0;
}

int
app_flow_versions(TALLOC_CTX *mem, struct tx *tx, int64_t item, struct flow_version **ret,
                  size_t *ret_n)
{
        struct draft_texts_of_item_row *kept;
        struct flow_editions_row *editions;
        struct flow_version *list;
        size_t n_kept, n_editions, n = 0;
        int r = sql_draft_texts_of_item(mem, tx, &(struct draft_texts_of_item_in){.item_id = item},
                                        &kept, &n_kept);

        if (r == 0)
                r = sql_flow_editions(mem, tx, &(struct flow_editions_in){.item_id = item},
                                      &editions, &n_editions);
        if (r)
                return err_fold(r);
        list = mem_array(mem, struct flow_version, n_kept + n_editions + 1);
        for (size_t i = 0; i < n_kept; i++)
                keep_version(list, &n,
                             (struct flow_version){.edition = kept[i].edition_id,
                                                   .no = kept[i].no,
                                                   .sm3 = kept[i].content_sm3,
                                                   .title = kept[i].title,
                                                   .doc_no = kept[i].doc_no,
                                                   .summary = kept[i].summary,
                                                   .body = kept[i].body,
                                                   .at = kept[i].kept_at});
        for (size_t i = 0; i < n_editions; i++)
                keep_version(
                    list, &n,
                    (struct flow_version){.edition = editions[i].id,
                                          .no = editions[i].no,
                                          .sm3 = editions[i].content_sm3,
                                          .title = editions[i].title,
                                          .doc_no = editions[i].doc_no,
                                          .summary = editions[i].summary,
                                          .body = editions[i].body,
                                          .state = editions[i].state,
                                          .at = n_kept && strcmp(editions[i].state, "draft") == 0
                                                    ? (struct instant){INT64_MAX}
                                                    : editions[i].created_at});
        qsort(list, n, sizeof(*list), newer_first);
        *ret = list;
        *ret_n = n;
        return 0;
}

/* ---- inside an act -------------------------------------------------------------------------- */

int
flow_lock(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t id,
          struct flow_item *ret, struct actor *ret_who)
{
        struct flow_head_row *h;
        struct item_lock_row *locked;
        int r = read_head(mem, tx, id, &h);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        *ret_who = *by->who;
        ret_who->scope = h->agency_id;
        r = item_lock(mem, tx, ret_who, id, &locked);
        if (r)
                return r == STORE_NONE ? FLOW_NOT_FOUND : err_fold(r);
        return app_flow_read(mem, tx, by, id, ret);
}

int
flow_demand(const struct flow_item *it, enum deed deed, struct problems *problems)
{
        const struct choice *c = &it->choices[deed];

        if (c->may)
                return 0;
        problems_add(problems, 0, "", "不能%s：%s", deed_label(deed), c->why);
        return FLOW_REFUSED;
}

int
flow_note(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct flow_item *it,
          const struct flow_note *n)
{
        struct act_insert_row *row;
        struct act_insert_in in = {.item_id = it->id,
                                   .edition_id = n->edition ? n->edition : it->text.id,
                                   .act = flow_act_code(n->kind),
                                   .person_id = by->who->person_id,
                                   .delegator_id = n->delegator,
                                   .has_delegator_id = n->delegator != 0,
                                   .step = (int64_t)n->step,
                                   .ladder = n->ladder,
                                   .emergency = n->emergency,
                                   .review_id = n->review,
                                   .has_review_id = n->review != 0,
                                   .words = n->words ? n->words : "",
                                   .disclosure = n->disclosure,
                                   .ground = n->ground && *n->ground ? n->ground : NULL,
                                   .content_sm3 = it->text.sm3,
                                   .done_at = by->now};
        int r = sql_act_insert_one(mem, tx, &in, &row);

        return err_fold(r);
}

int
flow_days(TALLOC_CTX *mem, struct tx *tx, const struct calendar *calendar, struct instant now,
          int64_t id, struct flow_days *ret)
{
        const struct actor nobody = {0};
        struct flow_by by = {.who = &nobody, .now = now, .calendar = calendar};
        struct flow_head_row *h;
        struct flow_item it;
        int r = read_head(mem, tx, id, &h);

        if (r == 0)
                r = load(mem, tx, &by, h, NULL, 0, &it);
        if (r)
                return err_fold(r);
        *ret = (struct flow_days){it.due, it.retro_due, it.mend_due, it.explain_due};
        return 0;
}

static const char *
waiting_step(const struct flow *f)
{
        return f->state == FLOW_WAITING ? review_step_code(f->ladder.steps[f->at]) : NULL;
}

/* An imported text has none; once something was decided about it the first in its trail stands there. 0: nothing to tell. */
static int64_t
author_of(const struct flow_item *it)
{
        if (!it->flow.n_acts || it->text.author_id)
                return it->flow.n_acts ? it->text.author_id : 0;
        return it->flow.state == FLOW_AT_DESK && it->flow.acts[it->flow.first].kind != FLOW_REOPENED
                   ? 0
                   : it->flow.acts[0].person;
}

int
flow_refresh(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t id)
{
        struct flow_head_row *h;
        struct flow_item it;
        int64_t author;
        int r = read_head(mem, tx, id, &h);

        if (r)
                return err_fold(r);
        r = load(mem, tx, by, h, NULL, 0, &it);
        if (r < 0)
                return err_trace(r);
        author = author_of(&it);
        if (!author)
                return 0;
        r = sql_flow_put(
            tx,
            &(struct flow_put_in){.item_id = id,
                                  .edition_id = it.text.id,
                                  .author_id = author,
                                  .has_author_id = true,
                                  .state = flow_state_code(it.flow.state),
                                  .step = waiting_step(&it.flow),
                                  .retro_step =
                                      flow_owes(&it.flow)
                                          ? review_step_code(it.flow.retro.steps[it.flow.retro_at])
                                          : NULL,
                                  .emergency = it.flow.emergency,
                                  .due_on = it.due,
                                  .retro_due_on = it.retro_due,
                                  .mend_due_on = it.mend_due,
                                  .revisit_on = it.revisit,
                                  .explain_due_on = it.explain_due,
                                  .acted_at = by->now,
                                  .acted_by = by->who->person_id,
                                  .has_acted_by = true},
            NULL);
        return err_fold(r);
}

/* What every act begins with: the item locked, and the rule asked. */
int
flow_enter(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, int64_t id, enum deed deed,
           struct problems *problems, struct flow_item *ret, struct actor *ret_who)
{
        int r = flow_lock(mem, tx, by, id, ret, ret_who);

        if (r)
                return r < 0 ? err_trace(r) : FLOW_NOT_FOUND;
        return flow_demand(ret, deed, problems);
}

/* And ends with: a row of the trail, the state from it, an audit row. */
int
flow_leave(TALLOC_CTX *mem, struct tx *tx, const struct flow_by *by, const struct flow_item *it,
           const struct flow_note *note, const char *event)
{
        int r = flow_note(mem, tx, by, it, note);

        if (r == 0)
                r = flow_refresh(mem, tx, by, it->id);
        if (r < 0)
                return err_trace(r);
        return event ? item_write_down(tx, by->who, by->now, event, it->id, note->words) : 0;
}

bool
flow_needs_words(const char *words, const char *field, const char *message,
                 struct problems *problems)
{
        if (words && *words)
                return false;
        problems_add(problems, 0, field, "%s", message);
        return true;
}
