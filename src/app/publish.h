/* app/publish.h: a text becomes public, and stops being so.
 * Purpose    draft, review, publication and withdrawal of items, each inside app_run().
 *
 *      item_draft ──> review (content, secrecy, signature) ──> item_publish ──> live ──> item_withdraw ──> withdrawn
 *                                                                  ^                          │
 *                                                                  └── a new, reviewed draft ─┘
 *
 * Who may do which of it when is app/flow.h, which calls these.
 *
 * What readers' pages depend on is touched here: topic "item" (the item and those it is related
 * to), topic "scope" (its agency and every agency above it: their lists and figures). See
 * pages/README.md.
 * Law        《政府信息公开条例》第十七条 (review before publication), 《保守国家秘密法》第三十五条
 * (secrecy review), 第五十三条 (what was wrongly published). */
#ifndef APP_PUBLISH_H
#define APP_PUBLISH_H

#include "base/err.h"
#include "base/instant.h"
#include "base/problems.h"
#include "domain/access/access.h"

struct tx;

enum publish_outcome {
        PUBLISH_NOT_FOUND = 1, /* no such item in the actor's scope */
        PUBLISH_BAD,           /* what was given cannot be; all of it in problems */
        PUBLISH_OWN_DRAFT,     /* the author may not review */
        PUBLISH_NOT_CLEARED,   /* a review is missing, or was returned */
        PUBLISH_WRONG_STATE    /* not a draft; not live */
};

struct file_inspection; /* app/inspect.h */
struct draft_file {
        const char *name, *sm3, *type; /* stored already */
        int64_t size;
        const struct file_inspection *inspection; /* NULL: none, or known to the store */
};
struct draft {
        int64_t item_id;              /* 0: a new item; else its next edition */
        int64_t agency_id, column_id; /* of a new item */
        bool on_site;                 /* of a new item; its channels say so once it is out */
        bool stays; /* of an item that was public: it stays in its column, be that closed by now */
        const char *title, *doc_no, *summary; /* doc_no, summary: NULL none */
        const char *body;                     /* canonical JSON of domain/body */
        struct day formed, written, effective, expires, repealed;
        const char *validity; /* code; NULL: unstated */
        const char *repealed_by;
        int64_t topic_id, genre_id, audience_id; /* 0: none */
        const char *keywords, *source;
        const char *correction; /* 更正说明, of a later edition; NULL: none */
        const struct draft_file *files;
        size_t n_files;
};
#define DRAFT_EMPTY                                                                                \
        (struct draft)                                                                             \
        {                                                                                          \
                .on_site = true, .formed = DAY_NONE, .written = DAY_NONE, .effective = DAY_NONE,   \
                .expires = DAY_NONE, .repealed = DAY_NONE                                          \
        }
/* A draft by the actor, who becomes its author. The column must be open and take what the agency
 * publishes. */
int app_item_draft(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                   const struct draft *, struct problems *, int64_t *ret_item,
                   int64_t *ret_edition) nodiscard;

/* The next state of a draft's text and files; its place (agency, column) too while the item was never
 * public. d->item_id, agency_id and column_id are of that item. PUBLISH_WRONG_STATE: it is no draft any
 * more, or somebody saved it since `version`. */
int app_item_redraft(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                     int64_t edition, int64_t version, const struct draft *, struct problems *,
                     int64_t *ret_version) nodiscard;

/* The actor's opinion on exactly the text as it stands. kind: content, secrecy, signature. A
 * return needs an opinion in words. */
int app_item_review(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                    int64_t edition, const char *kind, bool approve, const char *opinion,
                    struct problems *) nodiscard;
/* The same as a step of a ladder: step is its place from 0, delegator whom the actor stands in for (0:
 * nobody). *ret_review is the number of the row. */
struct review_step_of {
        const char *kind, *opinion;
        bool approve;
        int64_t step, delegator;
        const char *disclosure; /* what it holds the item to be; NULL: 主动公开 */
};
int app_item_review_step(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                         int64_t edition, const struct review_step_of *, struct problems *,
                         int64_t *ret_review) nodiscard;

/* Makes a cleared draft the live text. The first time the item gets its 索引号, for the year of
 * `now`. channels: codes; the item is on the site when the site is among them, or was before.
 * PUBLISH_NOT_CLEARED also when text or files are not what was reviewed; PUBLISH_WRONG_STATE for the
 * later of two who publish it at once. */
int app_item_publish(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                     int64_t edition, const char *const *channels, size_t n_channels,
                     const char **ret_index_no) nodiscard;

/* Takes a live item back; its address answers 410 with the reason from now on. */
int app_item_withdraw(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                      int64_t item, const char *reason, struct problems *) nodiscard;

/* from 解读 (interprets), amends, repeals, replaces or is related to `to`. What interprets or is
 * related points to anything public; the others only to what is in the actor's scope too. */
int app_item_relate(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                    int64_t from, const char *kind, int64_t to) nodiscard;

/* The next n serials of an agency's year: *ret_last is the last of them. Race-free; what is taken
 * in a transaction that is undone is free again. */
int app_index_take(TALLOC_CTX *mem, struct tx *, int64_t agency, int year, int64_t n,
                   int64_t *ret_last) nodiscard;

/* Notes topic "scope" for an agency and all above it, as every publication must. */
int app_touch_scope(TALLOC_CTX *mem, struct tx *, int64_t agency) nodiscard;

/* What a review clears and a publication freezes, as one hash: all that readers get of it but its classes, which may give
 * way to others. DRAFT_DIGEST is the rule by which new ones are made; by rule 1, which texts from before bear, what stands
 * beside the text (validity, keywords, source, correction) is left out. */
enum { DRAFT_DIGEST = 2 };
const char *draft_sm3(TALLOC_CTX *mem, const struct draft *);
const char *draft_sm3_by(TALLOC_CTX *mem, const struct draft *, int64_t digest);

#endif
