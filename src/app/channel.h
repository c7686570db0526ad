/* app/channel.h: channels beside the site (公开渠道).
 * Purpose    an item is counted once; each channel it went out by is counted apart. The site comes by
 * itself. Where a connector stands for a channel (weibo, wechat, SMS), a message waits in the outbox until
 * it is taken; all other channels are entered by hand or in bulk, with what proves them. What was made
 * public without being an item (press conference, meeting, leaflet, visits of a reading point) is an event.
 *
 *     channel_publish ──> waiting ──taken──> sent (a publication with the link that came back)
 *                            │  └─refused or tried too often──> failed ──app_dispatch_again──> waiting
 *                            └─withdrawn, corrected──> cancelled; what may have arrived gets a 'withdraw' or 'correct' message
 *
 * A message for a connector that is switched off waits without a job; app_connector_set() and the housekeeping put one in.
 *
 * Errors     enum channel_outcome; problems have the names of the forms' fields.
 * Law        《政府信息公开条例》第二十三条 (channels), 第二十四条, 第二十五条 (reading points). */
#ifndef APP_CHANNEL_H
#define APP_CHANNEL_H

#include "app/file.h"
#include "app/import.h"

struct tx;

enum channel_outcome {
        CHANNEL_NOT_FOUND = 1, /* in the actor's scope */
        CHANNEL_BAD,           /* problems */
        CHANNEL_WRONG_STATE,   /* the item is not public; nothing failed */
        CHANNEL_AGAIN          /* of app_dispatch_deliver(): not taken yet */
};

struct channel_name {
        const char *code, *name, *unit;
};
int app_channels(TALLOC_CTX *mem, struct tx *, struct channel_name **ret, size_t *ret_n) nodiscard;

/* ---- with the flow; inside its transaction -------------------------------------------------- */

/* The item went public with this edition: messages for those of the channels that have a connector,
 * and a correction for those that had it before. Channels without one wait to be entered. */
int channel_publish(TALLOC_CTX *mem, struct tx *, int64_t person, struct instant now, int64_t item,
                    int64_t edition, int64_t agency, const char *const *channels,
                    size_t n) nodiscard;
/* It is public no longer: what waits is cancelled, what was sent is called back. */
int channel_withdraw(TALLOC_CTX *mem, struct tx *, int64_t person, struct instant now, int64_t item,
                     int64_t edition) nodiscard;

/* ---- the outbox ----------------------------------------------------------------------------- */

/* For the job: sends one message, outside any transaction. 0: taken, refused for good or not wanted any
 * more; CHANNEL_AGAIN: *ret_why says why not yet. */
int app_dispatch_deliver(TALLOC_CTX *mem, struct app *, struct instant now, int64_t id,
                         const char **ret_why) nodiscard;
int app_dispatch_again(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                       int64_t id) nodiscard;

struct dispatch_row {
        int64_t id, item_id, attempts;
        const char *index_no, *title, *agency, *channel, *kind, *state, *error, *proof;
        const char *asked_by; /* NULL: the program */
        bool may_again;       /* it failed, and is not overtaken by a later text */
        struct instant asked_at, ended_at;
};
/* state NULL: all; item 0: of all. */
int app_dispatches(TALLOC_CTX *mem, struct tx *, const struct actor *, const char *state,
                   int64_t item, int64_t limit, int64_t offset, struct dispatch_row **ret,
                   size_t *ret_n) nodiscard;
struct dispatch_counts {
        int64_t waiting, sent, failed, cancelled;
};
int app_dispatch_counts(TALLOC_CTX *mem, struct tx *, const struct actor *,
                        struct dispatch_counts *ret) nodiscard;

/* ---- connectors ----------------------------------------------------------------------------- */

struct connector {
        int64_t id, n_waiting;
        const char *agency, *agency_slug, *channel, *channel_name, *name, *url, *set_by;
        bool is_signed, enabled;
        struct instant set_at;
};
int app_connectors(TALLOC_CTX *mem, struct tx *, const struct actor *, struct connector **ret,
                   size_t *ret_n) nodiscard;
/* agency: slug, code or name. secret "" keeps what there is. */
int app_connector_set(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                      const uint8_t key[32], const char *agency, const struct connector *,
                      const char *secret, struct problems *) nodiscard;

/* ---- entries by hand ------------------------------------------------------------------------ */

struct channel_entry {
        const char *channel, *name, *proof;
        const char *proof_file, *entered_by; /* NULL: none; the program */
        const char *file_type;               /* of proof_file */
        int64_t file_size;
        struct instant at;
};
struct channel_item {
        int64_t id;
        const char *title, *agency;
        const char *index_no; /* NULL: none */
        bool is_live;
        const struct channel_entry *entries;
        size_t n_entries;
};
int app_channel_item(TALLOC_CTX *mem, struct tx *, const struct actor *, int64_t item,
                     struct channel_item *ret) nodiscard;
/* day, and proof or file; channel: code. file may be NULL. */
int app_channel_enter(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                      int64_t item, const char *channel, struct day, const char *proof,
                      const struct stored_file *file, struct problems *) nodiscard;
/* An entry that was wrong; never the site's. */
int app_channel_remove(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                       int64_t item, const char *channel) nodiscard;
/* CSV: index_no, channel, date, proof; all or nothing. */
int app_import_publications(TALLOC_CTX *mem, struct app *, const struct import_ask *,
                            struct problems *, struct import_result *ret) nodiscard;

/* ---- events --------------------------------------------------------------------------------- */

enum channel_count { COUNT_EXACT, COUNT_APPROXIMATE, COUNT_ABSENT };
struct channel_event {
        int64_t id;
        const char *agency, *agency_code, *channel, *channel_name, *title, *unit, *proof;
        const char *entered_by; /* NULL: the program */
        struct day day;
        enum channel_count count;
        int64_t n; /* unless COUNT_ABSENT */
};
/* "300余", "约1200", "三百", "" : the kind and the number of what was typed. False: no number. */
bool channel_count_read(const char *text, enum channel_count *ret_kind, int64_t *ret_n);
/* agency: slug, code or name; n as typed. */
int app_channel_event_add(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                          const struct channel_event *, const char *n, struct problems *,
                          int64_t *ret_id) nodiscard;
int app_channel_event_drop(TALLOC_CTX *mem, struct tx *, const struct actor *, struct instant now,
                           int64_t id) nodiscard;
/* channel NULL: all. */
int app_channel_events(TALLOC_CTX *mem, struct tx *, const struct actor *, struct day from,
                       struct day to, const char *channel, int64_t limit, int64_t offset,
                       struct channel_event **ret, size_t *ret_n) nodiscard;
struct channel_sum {
        const char *channel, *name, *unit;
        int64_t n_events, n;
        bool is_approximate;
};
int app_channel_sums(TALLOC_CTX *mem, struct tx *, const struct actor *, struct day from,
                     struct day to, struct channel_sum **ret, size_t *ret_n) nodiscard;
/* CSV: agency, channel, date, title, n, unit, proof; all or nothing. */
int app_import_channel_events(TALLOC_CTX *mem, struct app *, const struct import_ask *,
                              struct problems *, struct import_result *ret) nodiscard;

#endif
