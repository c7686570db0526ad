/* app/flow.h: an item's way through the office, from the draft sheet to the signature.
 * Purpose    reading an item with all that the office knows of it, and every act of its trail. Each act asks
 * choice_of() of domain/review, on the locked item, so that what the page offered is checked again; then it leaves a row
 * in item_act, writes item_flow anew from the trail, and an audit row.
 * Scope      an item is found when one of the actor's grants with ITEM_READ covers its agency; an act needs a grant with
 * its own permission. Grants held for others (代理) count, and are named in the trail.
 * Errors     enum flow_outcome; FLOW_BAD and FLOW_REFUSED say why in problems (field "" for a refusal).
 * Law        《政府信息公开条例》第十条, 第十七条, 第十八条, 第二十六条; 《保守国家秘密法》第三十五条. */
#ifndef APP_FLOW_H
#define APP_FLOW_H

#include "app/publish.h"
#include "domain/calendar/calendar.h"
#include "domain/item/origin.h"
#include "domain/item/validity.h"
#include "domain/review/choice.h"
#include "domain/review/due.h"
#include "domain/scan/scan.h"

struct app;

enum flow_outcome {
        FLOW_NOT_FOUND = 1, /* no such item for this actor */
        FLOW_BAD,           /* what was given cannot be; problems */
        FLOW_REFUSED,       /* not now, or not by this actor; problems */
        FLOW_RACED          /* somebody changed it meanwhile */
};

/* Who acts, when, and which days are worked. */
struct flow_by {
        const struct actor *who;
        struct instant now;
        const struct calendar *calendar;
};

struct flow_place {
        int64_t agency_id, column_id;
        const char *agency, *agency_slug, *column, *column_code;
        bool wants_interpretation; /* the column holds policy documents */
};

/* 拟稿单: what stands beside the text. Strings are never NULL. */
struct flow_sheet {
        enum disclosure disclosure;
        const char *ground; /* code; "" none */
        enum overriding overriding;
        const char *ground_reason;
        enum origin origin;
        const char *origin_agency, *joint_agencies;
        int64_t special_days;
        const char *special_basis;
        const char *channels; /* codes, by commas */
        const char *exemption, *correction, *note;
        const char *exemption_now; /* of the text that is public, while it is being corrected */
};

struct flow_text {
        int64_t id, no, version, author_id, topic_id, genre_id, audience_id;
        const char *state;                           /* draft live superseded withdrawn */
        const char *title, *doc_no, *summary, *body; /* doc_no: NULL none; body: JSON */
        struct day formed, written;
        struct validity_facts validity;
        const char *repealed_by, *topic, *genre, *audience; /* NULL: none */
        const char *keywords, *source, *author, *sm3;
        struct instant created;
};

/* One kind of hidden thing in a file (隐藏信息), all its places together. Strings are never NULL unless said so. */
struct flow_finding {
        const char *code, *label, *advice;
        const char *places;          /* "第1页、第3页"; "" the file as a whole */
        const char *excerpt;         /* the first words found; "" none */
        size_t n;                    /* places */
        bool grave;                  /* no submission while nothing is decided about it */
        bool may_keep;               /* by a decision with a reason; else the file must go */
        const char *reason, *person; /* of that decision; NULL: none yet */
        struct instant decided;
};

struct flow_file {
        const char *name, *sm3, *type;
        int64_t size;
        bool inspected;   /* false: nobody knows yet what is hidden in it */
        const char *kind; /* what the bytes are, in words; "" not inspected */
        const struct flow_finding *findings;
        size_t n_findings;
};

/* What was decided about hidden things, the file perhaps gone since. */
struct flow_decision {
        const char *sm3, *name, *label, *verdict, *reason, *person;
        struct instant at;
};

struct flow_event {
        enum flow_act_kind kind;
        int64_t edition;
        const char *person, *delegator; /* names; delegator NULL: none */
        const char *step;               /* label of the step; "" none */
        const char *words;
        const char *disclosure, *ground; /* labels as held by this act; "" not said */
        const char *sm3;                 /* of the text it was done on; "" none */
        bool emergency;
        struct instant at;
};

struct flow_relation {
        const char *kind; /* interprets, amends, repeals, replaces, related */
        bool outward;     /* this item does it to the other */
        bool coming;      /* begins when the text that is being written is signed */
        bool going;       /* holds until then */
        int64_t id, agency_id;
        const char *title, *state, *index_no; /* index_no NULL: none */
        bool foreign; /* not public, and of a unit that the reader does not see: no title */
};

/* A place that the scan before publication marked in this text (发布前检查), and what was decided about it: by whom,
 * when, why it stays. A decision holds for the same words in the same company, whatever else of the text changed. */
struct flow_mark {
        int64_t id;
        const char *mark;          /* digest of the place with the words around it */
        int64_t nth;               /* of several with the same mark */
        struct scan_finding found; /* found, before, after: "" until app_flow_findings_tell() */
        bool seen;                 /* the text as it is has it: app_flow_findings_tell() */
        size_t order;              /* in the text: by it app_flow_findings_tell() sorts them */
        bool blocks;               /* keeps the text from being handed in until it is decided */
        bool kept;                 /* somebody decided to keep it … */
        bool mine;                 /* … this actor too */
        const char *why, *person;  /* "" unless kept */
        struct instant at;
};

struct flow_rule {
        struct ladder ladder;
        const char *steps;
        bool two_steps;
        int64_t retro_days, revisit_months;
};

struct flow_item {
        int64_t id;
        const char *state;                       /* of table item: draft live withdrawn */
        const char *index_no, *withdrawn_reason; /* NULL: none */
        struct instant published, withdrawn;
        bool imported, on_site, has_sheet;
        bool
            veiled; /* its words are being purged, and this actor has no part in that: none are here */
        struct flow_place place;
        struct flow_text text; /* the newest: the draft, else what was last public */
        struct flow_sheet sheet;
        struct responsible responsible; /* name NULL: the origin does not tell */
        struct flow_rule rule;
        struct flow flow;
        const struct flow_event *events; /* the trail with names */
        const struct flow_file *files;
        const struct flow_relation *relations;
        const struct flow_decision *decisions;
        struct flow_mark *findings;
        size_t n_events, n_files, n_relations, n_decisions, n_findings;
        struct day due, retro_due, mend_due, revisit, explain_due; /* DAY_NONE: not owed */
        const char *missing;       /* what the sheet lacks before submission; "" nothing */
        bool lacks_interpretation; /* a policy document without one, and without a reason why */
        struct choice choices[N_DEEDS];
};
/* An item as this actor may see it. */
int app_flow_read(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t id,
                  struct flow_item *ret) nodiscard;

/* A text as it was: each time it was submitted or passed to another hand, and each edition. */
struct flow_version {
        int64_t edition, no;
        const char *sm3, *title, *doc_no, *summary, *body; /* doc_no: NULL none */
        const char *state; /* of the edition, when this is its text; NULL: a former state of it */
        struct instant at;
};
/* All of an item, the newest first. The item must have been read by this actor. */
int app_flow_versions(TALLOC_CTX *mem, struct tx *, int64_t item, struct flow_version **ret,
                      size_t *ret_n) nodiscard;

/* ---- drafting ------------------------------------------------------------------------------- */

/* Begins an item (item 0) or saves the draft of one: text->item_id, agency and column stand in `text`, the version
 * that was read in `version`. What is incomplete is kept; only what cannot be kept is a problem. FLOW_RACED: somebody
 * saved since; nothing is written. */
int app_flow_save(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                  int64_t version, const struct draft *text, const struct flow_sheet *,
                  struct problems *, int64_t *ret_item) nodiscard;
/* What is wrong with the sheet for a submission; field names are those of the form. */
void flow_sheet_check(const struct flow_item *, struct day today, struct problems *);

/* ---- the scan before publication ------------------------------------------------------------ */

enum flow_settling { FLOW_KEEP, FLOW_MASK, FLOW_CHANGE };
struct flow_settle {
        int64_t finding;
        enum flow_settling how;
        const char *with; /* FLOW_CHANGE: what is to stand there, "" takes it out */
        const char *why;  /* FLOW_KEEP: a reason must be given */
};
/* Decisions of the drafter: what is masked or changed is so in the next state of the text, all at once or not at all;
 * problems name the finding ("f12"). */
int app_flow_settle(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                    const struct flow_settle *, size_t n, struct problems *) nodiscard;
/* Fills in what was found and the words around it, for the eyes of those who decide; in the order of the text then. */
int app_flow_findings_tell(TALLOC_CTX *mem, struct tx *, const struct flow_item *) nodiscard;
/* What was masked or changed on the way to this text, the newest first. */
struct flow_settled {
        struct scan_finding found;
        bool masked; /* else changed */
        const char *put, *why, *person;
        struct instant at;
};
int app_flow_settled(TALLOC_CTX *mem, struct tx *, int64_t item, struct flow_settled **ret,
                     size_t *ret_n) nodiscard;

/* ---- the ladder ----------------------------------------------------------------------------- */

int app_flow_submit(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                    bool emergency, const char *words, struct problems *) nodiscard;
int app_flow_recall(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                    const char *words, struct problems *) nodiscard;

/* The whole sheet in one word: text, metadata, sheet, relations, files, what was decided about findings, and the submission.
 * The same for every actor, as long as nothing of it changes. */
const char *app_flow_token(TALLOC_CTX *mem, const struct flow_item *);
/* Which parts are others than when that token was made, in words: 正文、附件; "" none. */
const char *app_flow_token_changes(TALLOC_CTX *mem, const struct flow_item *, const char *token);

/* One step, on exactly the sheet with this token; FLOW_RACED: it went on since, problems say where. deed: review, secrecy,
 * sign or retro. A content step and the signature may hold the attribute to be another than was proposed. The last approval
 * of a proactive text publishes it; of any other closes it. */
struct flow_verdict {
        enum deed deed;
        bool approve;
        const char *token, *words;
        enum disclosure disclosure;
        const char *ground, *ground_reason; /* "" none */
        const struct flow_settle *kept; /* findings that this person lets stand: FLOW_KEEP only */
        size_t n_kept;
};
int app_flow_step(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                  const struct flow_verdict *, struct problems *,
                  const char **ret_index_no) nodiscard;

/* ---- afterwards ----------------------------------------------------------------------------- */

int app_flow_withdraw(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                      const char *reason, struct problems *) nodiscard;
/* A new draft that says what the last text says, to be changed; words are what readers will be told. */
int app_flow_correct(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                     const char *words, struct problems *) nodiscard;
/* The correction is given up, with a reason: what readers see stays as it is, the sheet is again what it was, relations
 * that waited with the text are forgotten. The text is kept among the versions. */
int app_flow_discard(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                     const char *words, struct problems *) nodiscard;
/* A draft that was never public comes to nothing, for a reason; nothing of it is lost, and it can be taken up again. */
int app_flow_void(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                  const char *words, struct problems *) nodiscard;
int app_flow_revive(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                    struct problems *) nodiscard;
/* What is withheld, looked at again: kept so until the next time, or back to the desk as proactive. */
int app_flow_revisit(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t item,
                     bool reopen, const char *words, struct problems *) nodiscard;
/* Item `from` interprets, amends … item `to` (kind as in table item_relation); off takes it back. The words of
 * the event are the kind, with a `-` before it when taken back. While `from` is being corrected it belongs to the correcting
 * text: readers and validity know of it from its signature on. */
int app_flow_relate(TALLOC_CTX *mem, struct tx *, const struct flow_by *, int64_t from,
                    const char *kind, int64_t to, bool off, struct problems *) nodiscard;

/* ---- rules and stand-ins -------------------------------------------------------------------- */

struct flow_rule_row {
        int64_t id, agency_id, column_id; /* column 0: all */
        const char *agency, *column, *steps, *set_by;
        bool two_steps;
        int64_t retro_days, revisit_months;
        struct instant set_at;
};
int app_flow_rules(TALLOC_CTX *mem, struct tx *, const struct actor *, struct flow_rule_row **ret,
                   size_t *ret_n) nodiscard;
/* Sets the ladder of an agency of the actor's scope (column 0: for all columns); steps "" takes it away. */
int app_flow_rule_set(TALLOC_CTX *mem, struct tx *, const struct flow_by *,
                      const struct flow_rule_row *, struct problems *) nodiscard;

struct flow_stand_in {
        int64_t id, from_id, to_id, scope_id, made_by_id;
        const char *from, *to, *agency, *reason, *made_by;
        enum role role;
        struct day first, last;
        struct instant ended; /* INSTANT_NONE: not ended early */
};
int app_flow_stand_ins(TALLOC_CTX *mem, struct tx *, const struct actor *, struct day today,
                       struct flow_stand_in **ret, size_t *ret_n) nodiscard;
/* The actor's own role held by another from day to day: somebody who sits in the actor's scope (0, on the command line:
 * anybody). */
int app_flow_stand_in_make(TALLOC_CTX *mem, struct tx *, const struct flow_by *,
                           const struct flow_stand_in *, struct problems *) nodiscard;
int app_flow_stand_in_end(TALLOC_CTX *mem, struct tx *, const struct flow_by *,
                          int64_t id) nodiscard;

#endif
