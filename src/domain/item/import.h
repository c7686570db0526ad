/* domain/item/import.h: one record of another system, made into a checked draft.
 * Purpose    what can safely be put right is put right and flagged; what cannot is kept as it is and
 *            flagged; only a record without a title is refused. Nothing is dropped silently. Who the
 *            agency is, which column and which classes, the caller finds in the store.
 * Ownership  a draft hangs from mem; the raw texts are borrowed for the call. Texts are valid UTF-8.
 * Law        《政府信息公开条例》第二十六条 (20 working days from the day of forming: formed_on),
 *            第十三条 (what is not said to be public is not made public). */
#ifndef DOMAIN_ITEM_IMPORT_H
#define DOMAIN_ITEM_IMPORT_H

#include "base/instant.h"
#include "base/problems.h"
#include "domain/body/body.h"
#include "domain/item/disclosure.h"
#include "domain/item/validity.h"

/* The keys of a record, in CSV headers and JSON alike. The first ten are the usual ones. */
enum import_key {
        IMPORT_TITLE,
        IMPORT_INDEX_NUMBER,
        IMPORT_DOC_NUMBER,
        IMPORT_ISSUER,
        IMPORT_WRITTEN_DATE,
        IMPORT_PUBLISHED_DATE,
        IMPORT_TOPIC,
        IMPORT_GENRE,
        IMPORT_VALIDITY,
        IMPORT_SOURCE_HOST,
        IMPORT_COLUMN,
        IMPORT_DISCLOSURE,
        IMPORT_BODY,
        IMPORT_FILES,
        IMPORT_OLD_URL,
        IMPORT_CHANNELS,
        IMPORT_ATTESTED_BY,
        IMPORT_GROUND,
        IMPORT_AUDIENCE,
        IMPORT_KEYWORDS,
        IMPORT_SUMMARY,
        IMPORT_EFFECTIVE_DATE,
        IMPORT_EXPIRES_DATE,
        N_IMPORT_KEYS
};
const char *import_key_name(enum import_key);
bool import_key_of(const char *name, enum import_key *ret);

struct import_raw {
        const char *text[N_IMPORT_KEYS]; /* NULL or "": not there */
        const struct json *body;         /* a node tree; NULL: text[IMPORT_BODY] is plain text */
};

struct import_draft {
        const char *title;
        const char *doc_no, *doc_no_key; /* NULL when there is none */
        const char *source_index_no;     /* as the source had it; NULL when there is none */
        const char *index_code;          /* its front part, when it could be read; else "" */
        const char *issuer;              /* "" when not told */
        struct day written_on, formed_on;
        struct instant published_at;
        struct day sort_day; /* published, else written, else today; no unlikely day */
        struct validity_facts validity;
        enum disclosure disclosure;
        const char *ground; /* NULL only when proactive */
        const char *column, *topic, *genre, *audience, *keywords, *source; /* "" when not told */
        const char *summary;
        struct body *body;
        const char **files; /* relative paths */
        size_t n_files;
        const char **channels; /* names or codes; none: the website */
        size_t n_channels;
        const char *old_address; /* "/path?query"; NULL when there is none */
        const char *attested_by; /* "" when not told */
        const char **flags;      /* codes */
        size_t n_flags;
};

/* 0, or 1 when the record is refused, with the reason in problems at `line`. */
int import_check(TALLOC_CTX *mem, const struct import_raw *, struct day today, size_t line,
                 struct problems *, struct import_draft *ret) nodiscard;
/* Notes one more flag (the caller's findings). Twice is once. */
void import_flag(TALLOC_CTX *mem, struct import_draft *, const char *code);
/* "docno_brackets,topic_unknown"; "" for none. */
const char *import_flags_text(TALLOC_CTX *mem, const struct import_draft *);
/* What a flag means, for people; the code itself when it is not known. */
const char *import_flag_label(const char *code);

#endif
