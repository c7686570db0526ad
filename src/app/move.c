#include "app/move.h"

#include "app/flow_kit.h"
#include "app/render.h"
#include "base/crypto.h"
#include "base/file.h"
#include "domain/item/docno.h"
#include "domain/item/indexno.h"
#include "store/audit.h"
#include "store/sql.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum {
        CHUNK_FIRST = 64,
        CHUNK_LEAST = 8,
        CHUNK_MOST = 4000,
        CHUNK_US = 30000, /* aimed at; the ceiling is 50 ms */
        REMOVE_AT_ONCE = 200,
        LIST_MAX = 1000, /* channels, files of one item */
        DAY_MS = 86400000,
};
#define RECORD_MAX MiB(64)
/* Stands at the head of a staging file and in the row of its batch. */
enum { TOKEN_BYTES = 24, TOKEN_SIZE = 32 };

struct move {
        struct app *app;
        struct move_plan plan;
        const char *path; /* of the staging file */
        FILE *out;        /* while it is written */
        int lock;
        const char *token; /* TOKEN_SIZE letters */
        size_t n, n_flagged;
        int64_t batch; /* 0: not begun */
        bool done;
        use_case before;
        void *before_arg;
        bool (*stopping)(void *arg);
        void *stopping_arg;
        /* while it is read */
        const char *bytes;
        size_t n_bytes, at;
        int64_t *ids; /* of the items moved so far */
        size_t n_ids;
};

/* ---- the staging file ------------------------------------------------------------------------
 * The token of its batch, then records. A record is its length and its fields in the order of put_item(), which is that of take_item(): a
 * number as 8 bytes, a text as its length, its bytes and a NUL, so that it is read where it lies
 * in the mapped file. Written and read by one machine: bytes as they lie in memory. */

#define NO_TEXT UINT32_MAX

static void
put_int(struct buf *b, int64_t n)
{
        char bytes[sizeof(n)];

        memcpy(bytes, &n, sizeof(n));
        buf_put(b, bytes, sizeof(bytes));
}

static void
put_text(struct buf *b, const char *s)
{
        uint32_t n = s ? (uint32_t)strlen(s) : NO_TEXT;
        char bytes[sizeof(n)];

        memcpy(bytes, &n, sizeof(n));
        buf_put(b, bytes, sizeof(bytes));
        if (s)
                buf_put(b, s, n + 1);
}

static void
put_item(struct buf *b, const struct move_item *i, const char *attested_by)
{
        const struct draft *d = &i->draft;
        const char *const texts[] = {
            i->agency_code, d->title,
            d->doc_no,      d->summary,
            d->body,        d->validity,
            d->repealed_by, d->keywords,
            d->source,      i->disclosure,
            i->ground,      i->source_index_no,
            i->old_address, i->flags,
            i->html,        i->attested_by && i->attested_by[0] ? i->attested_by : attested_by};
        const int64_t numbers[] = {d->agency_id,           d->column_id,       d->formed.n,
                                   d->written.n,           d->effective.n,     d->expires.n,
                                   d->repealed.n,          d->topic_id,        d->genre_id,
                                   d->audience_id,         i->published.ms,    i->sort_day.n,
                                   (int64_t)i->n_channels, (int64_t)d->n_files};

        for (size_t k = 0; k < N(texts); k++)
                put_text(b, texts[k]);
        for (size_t k = 0; k < N(numbers); k++)
                put_int(b, numbers[k]);
        for (size_t k = 0; k < i->n_channels; k++)
                put_text(b, i->channels[k]);
        for (size_t k = 0; k < d->n_files; k++) {
                put_text(b, d->files[k].name);
                put_text(b, d->files[k].sm3);
                put_text(b, d->files[k].type);
                put_int(b, d->files[k].size);
        }
        for (size_t k = 0; k < N(i->relates); k++) {
                put_text(b, i->relates[k].kind);
                put_int(b, (int64_t)i->relates[k].earlier);
        }
}

struct taker {
        const char *at, *end;
        bool cut; /* more was asked for than there is */
};

static int64_t
take_int(struct taker *t)
{
        int64_t n = 0;

        if ((size_t)(t->end - t->at) < sizeof(n)) {
                t->cut = true;
                return 0;
        }
        memcpy(&n, t->at, sizeof(n));
        t->at += sizeof(n);
        return n;
}

static const char *
take_text(struct taker *t)
{
        const char *s;
        uint32_t n;

        if ((size_t)(t->end - t->at) < sizeof(n)) {
                t->cut = true;
                return NULL;
        }
        memcpy(&n, t->at, sizeof(n));
        t->at += sizeof(n);
        if (n == NO_TEXT)
                return NULL;
        if ((size_t)(t->end - t->at) <= n || t->at[n] != '\0') {
                t->cut = true;
                return NULL;
        }
        s = t->at;
        t->at += n + 1;
        return s;
}

static struct day
take_day(struct taker *t)
{
        return (struct day){(int32_t)take_int(t)};
}

static void
take_lists(TALLOC_CTX *mem, struct taker *t, struct move_item *i, size_t n_channels, size_t n_files)
{
        const char **codes;
        struct draft_file *files;

        if (n_channels > LIST_MAX || n_files > LIST_MAX) {
                t->cut = true;
                return;
        }
        codes = mem_array(mem, const char *, n_channels);
        files = mem_array(mem, struct draft_file, n_files);
        for (size_t k = 0; k < n_channels; k++) {
                codes[k] = take_text(t);
                if (!codes[k])
                        t->cut = true;
                else
                        i->draft.on_site |= strcmp(codes[k], "website") == 0;
        }
        for (size_t k = 0; k < n_files; k++) {
                files[k].name = take_text(t);
                files[k].sm3 = take_text(t);
                files[k].type = take_text(t);
                files[k].size = take_int(t);
        }
        for (size_t k = 0; k < N(i->relates); k++) {
                i->relates[k].kind = take_text(t);
                i->relates[k].earlier = (size_t)take_int(t);
        }
        i->channels = codes;
        i->n_channels = n_channels;
        i->draft.files = files;
        i->draft.n_files = n_files;
}

static int
take_item(TALLOC_CTX *mem, struct taker *t, struct move_item *ret)
{
        struct move_item i = {.draft = DRAFT_EMPTY};
        struct draft *d = &i.draft;
        size_t n_channels, n_files;

        d->on_site = false;
        i.agency_code = take_text(t);
        d->title = take_text(t);
        d->doc_no = take_text(t);
        d->summary = take_text(t);
        d->body = take_text(t);
        d->validity = take_text(t);
        d->repealed_by = take_text(t);
        d->keywords = take_text(t);
        d->source = take_text(t);
        i.disclosure = take_text(t);
        i.ground = take_text(t);
        i.source_index_no = take_text(t);
        i.old_address = take_text(t);
        i.flags = take_text(t);
        i.html = take_text(t);
        i.attested_by = take_text(t);
        d->agency_id = take_int(t);
        d->column_id = take_int(t);
        d->formed = take_day(t);
        d->written = take_day(t);
        d->effective = take_day(t);
        d->expires = take_day(t);
        d->repealed = take_day(t);
        d->topic_id = take_int(t);
        d->genre_id = take_int(t);
        d->audience_id = take_int(t);
        i.published = (struct instant){take_int(t)};
        i.sort_day = take_day(t);
        n_channels = (size_t)take_int(t);
        n_files = (size_t)take_int(t);
        take_lists(mem, t, &i, n_channels, n_files);
        if (t->cut || t->at != t->end || !d->title || !d->body || !i.attested_by ||
            day_is_none(i.sort_day))
                return err_set(ERR_DATA, "the staging file has a record that is no item");
        *ret = i;
        return 0;
}

/* The record at `at`: where it begins behind its length, and where it ends. False: cut. */
static bool
record_at(const char *bytes, size_t n_bytes, size_t at, size_t *ret_begin, size_t *ret_end)
{
        uint32_t n;

        if (n_bytes - at < sizeof(n))
                return false;
        memcpy(&n, bytes + at, sizeof(n));
        if (n_bytes - at - sizeof(n) < n)
                return false;
        *ret_begin = at + sizeof(n);
        *ret_end = *ret_begin + n;
        return true;
}

/* ---- beginning and putting ------------------------------------------------------------------ */

static int
end_move(struct move *m)
{
        if (m->out)
                (void)fclose(m->out);
        if (m->batch == 0 || m->done)
                (void)unlink(m->path);
        if (m->lock >= 0)
                (void)close(m->lock); /* and the next may begin */
        return 0;
}

static int
take_lock(struct app *app, bool wait, int *ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *folder = mem_printf(mem, "%s/staging", app->data);
        const char *path = mem_printf(mem, "%s/lock", folder);
        int fd, r;

        r = file_mkdirs(folder);
        if (r)
                return err_trace(r);
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
        if (fd < 0)
                return err_errno("open %s", path);
        do
                r = flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB));
        while (r < 0 && errno == EINTR);
        if (r < 0 && !wait && errno == EWOULDBLOCK) {
                (void)close(fd);
                *ret = -1;
                return 0;
        }
        if (r < 0) {
                r = err_errno("lock %s", path);
                (void)close(fd);
                return r;
        }
        *ret = fd;
        return 0;
}

static struct move *
new_move(TALLOC_CTX *mem, struct app *app, const struct move_plan *plan)
{
        struct move *m = mem_new(mem, struct move);

        m->app = app;
        m->plan = *plan;
        m->lock = -1;
        m->path = mem_printf(m, "%s/staging/batch", app->data);
        return m;
}

static int recover_all(struct app *, struct instant now, int64_t (*clock_us)(void),
                       bool (*stopping)(void *arg), void *arg, size_t *ret_resumed,
                       size_t *ret_removed) nodiscard;

int
move_begin(TALLOC_CTX *mem, struct app *app, const struct move_plan *plan, struct move **ret)
{
        struct move *m;
        size_t n_resumed, n_removed;
        int r;

        assert(app->data);
        m = new_move(mem, app, plan);
        m->token = crypto_token(m, TOKEN_BYTES);
        assert(strlen(m->token) == TOKEN_SIZE);
        r = take_lock(app, true, &m->lock);
        if (r) {
                talloc_free(m);
                return err_trace(r);
        }
        /* What was left behind comes first, now that nobody else is at it: its staging file has the
         * place of ours. */
        r = recover_all(app, plan->now, plan->clock_us, NULL, NULL, &n_resumed, &n_removed);
        if (r) {
                (void)close(m->lock);
                talloc_free(m);
                return err_trace(r);
        }
        talloc_set_destructor(m, end_move);
        m->out = fopen(m->path, "we");
        if (!m->out || fwrite(m->token, 1, TOKEN_SIZE, m->out) != TOKEN_SIZE) {
                r = err_errno("create %s", m->path);
                talloc_free(m);
                return r;
        }
        *ret = m;
        return 0;
}

int
move_put(struct move *m, const struct move_item *item)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct buf b = buf_new(mem, RECORD_MAX);
        uint32_t n;
        int r;

        for (size_t k = 0; k < N(item->relates) && item->relates[k].kind; k++)
                if (item->relates[k].earlier >= m->n)
                        return err_set(ERR_BUG, "an item relates to one that was not put yet");
        if (item->n_channels > LIST_MAX || item->draft.n_files > LIST_MAX)
                return err_set(ERR_LIMIT, "an item with too many channels or files");
        put_item(&b, item, m->plan.attested_by);
        r = buf_done(&b);
        if (r)
                return err_trace(r);
        n = (uint32_t)b.len;
        if (fwrite(&n, sizeof(n), 1, m->out) != 1 || fwrite(b.data, 1, b.len, m->out) != b.len)
                return err_errno("write %s", m->path);
        m->n++;
        m->n_flagged += item->flags && item->flags[0];
        return 0;
}

size_t
move_count(const struct move *m)
{
        return m->n;
}

void
move_prepare(struct move *m, use_case fn, void *arg)
{
        m->before = fn;
        m->before_arg = arg;
}

/* ---- moving ---------------------------------------------------------------------------------- */

struct serials {
        int64_t agency;
        int year;
        int64_t n, next;
        const char *code;
};

struct count {
        int64_t agency, column;
        int year;
        const char *channel;
        int64_t n;
};

struct chunk {
        struct move *m;
        struct move_item *items;
        size_t n, want;
        size_t end; /* offset after the last of them */
        struct import_agencies_row *agencies;
        size_t n_agencies;
        int64_t *ids; /* given in the transaction */
};

static bool
is_live(const struct move_item *i)
{
        return !i->disclosure || strcmp(i->disclosure, "proactive") == 0;
}

/* The next records of the staging file as items. */
static int
read_chunk(TALLOC_CTX *mem, struct chunk *c)
{
        struct move *m = c->m;
        size_t at = m->at;

        c->items = mem_array(mem, struct move_item, c->want);
        while (c->n < c->want && at < m->n_bytes) {
                size_t begin = 0, end = 0;
                struct taker t;
                int r;

                if (!record_at(m->bytes, m->n_bytes, at, &begin, &end))
                        return err_set(ERR_DATA, "the staging file is cut");
                t = (struct taker){.at = m->bytes + begin, .end = m->bytes + end};
                r = take_item(mem, &t, &c->items[c->n]);
                if (r)
                        return err_trace(r);
                c->n++;
                at = end;
        }
        c->end = at;
        return 0;
}

static int
find_agencies(const struct chunk *c)
{
        for (size_t i = 0; i < c->n; i++) {
                const char *code = c->items[i].agency_code;
                size_t a = 0;

                if (!code)
                        continue;
                while (a < c->n_agencies && strcmp(c->agencies[a].code, code) != 0)
                        a++;
                if (a == c->n_agencies)
                        return err_set(ERR_DATA, "the staging file names an agency that is gone");
                c->items[i].draft.agency_id = c->agencies[a].id;
        }
        return 0;
}

/* Takes the index numbers of the chunk, one update for each agency and year in it. */
static int
take_serials(TALLOC_CTX *mem, struct tx *tx, const struct chunk *c, struct serials **ret,
             size_t *ret_n)
{
        struct serials *list = NULL;
        size_t n = 0;

        for (size_t i = 0; i < c->n; i++) {
                int64_t agency = c->items[i].draft.agency_id;
                int year = day_year(c->items[i].sort_day);
                size_t k = 0;

                if (!is_live(&c->items[i]))
                        continue;
                while (k < n && !(list[k].agency == agency && list[k].year == year))
                        k++;
                if (k == n) {
                        mem_grow(mem, list, n);
                        list[n++] = (struct serials){.agency = agency, .year = year};
                }
                list[k].n++;
        }
        for (size_t k = 0; k < n; k++) {
                int64_t last;
                int r = app_index_take(mem, tx, list[k].agency, list[k].year, list[k].n, &last);

                if (r)
                        return err_fold(r);
                list[k].next = last - list[k].n + 1;
                for (size_t a = 0; a < c->n_agencies; a++)
                        if (c->agencies[a].id == list[k].agency)
                                list[k].code = c->agencies[a].code;
                if (!list[k].code)
                        return err_set(ERR_DATA, "the staging file names an agency that is gone");
        }
        *ret = list;
        *ret_n = n;
        return 0;
}

static int
number_item(TALLOC_CTX *mem, struct tx *tx, const struct chunk *c, const struct move_item *i,
            struct serials *list, size_t n, const char **ret)
{
        struct indexno_rule rule;
        size_t k = 0;
        int r;

        while (k < n &&
               !(list[k].agency == i->draft.agency_id && list[k].year == day_year(i->sort_day)))
                k++;
        assert(k < n);
        if (!indexno_rule_read(INDEXNO_RULE_DEFAULT, &rule))
                return err_set(ERR_BUG, "the rule of index numbers cannot be read");
        *ret = indexno_make(mem, &rule, list[k].code, list[k].year, list[k].next);
        r = sql_index_number_insert(tx,
                                    &(struct index_number_insert_in){
                                        .index_no = *ret,
                                        .agency_id = list[k].agency,
                                        .year = list[k].year,
                                        .serial = list[k].next++,
                                        .allocated_at = c->m->plan.now,
                                    },
                                    NULL);
        return err_fold(r);
}

struct attested {
        const char *source, *by;
        int64_t id;
};

static int
attest(TALLOC_CTX *mem, struct tx *tx, const struct chunk *c, const struct move_item *i,
       struct attested **list, size_t *n, int64_t *ret)
{
        const struct move_plan *plan = &c->m->plan;
        const char *source =
            i->draft.source && i->draft.source[0] ? i->draft.source : plan->file_name;
        const char *by = i->attested_by;
        struct move_attestation_row *row;
        int r;

        for (size_t k = 0; k < *n; k++)
                if (strcmp((*list)[k].source, source) == 0 && strcmp((*list)[k].by, by) == 0) {
                        *ret = (*list)[k].id;
                        return 0;
                }
        r = sql_move_attestation_one(mem, tx,
                                     &(struct move_attestation_in){.batch_id = c->m->batch,
                                                                   .source = source,
                                                                   .attested_by = by,
                                                                   .attested_at = plan->now},
                                     &row);
        if (r)
                return err_fold(r);
        mem_grow(mem, *list, *n);
        (*list)[(*n)++] = (struct attested){source, by, row->id};
        *ret = row->id;
        return 0;
}

static int
insert_files(struct tx *tx, struct instant now, const struct draft *d, int64_t edition)
{
        int r;

        for (size_t k = 0; k < d->n_files; k++) {
                const struct draft_file *f = &d->files[k];

                r = sql_file_object_put(
                    tx,
                    &(struct file_object_put_in){
                        .sm3 = f->sm3, .size = f->size, .type = f->type, .stored_at = now},
                    NULL);
                if (r)
                        return err_fold(r);
                r = sql_attachment_insert(tx,
                                          &(struct attachment_insert_in){.edition_id = edition,
                                                                         .sort = (int64_t)k + 1,
                                                                         .name = f->name,
                                                                         .sm3 = f->sm3},
                                          NULL);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

static int
insert_around(struct tx *tx, const struct chunk *c, const struct move_item *i, int64_t id)
{
        struct instant at =
            instant_is_none(i->published) ? instant_of_day(i->sort_day) : i->published;
        int r;

        for (size_t k = 0; is_live(i) && k < i->n_channels; k++) {
                r = sql_publication_put(
                    tx,
                    &(struct publication_put_in){
                        .item_id = id, .channel = i->channels[k], .published_at = at, .proof = ""},
                    NULL);
                if (r)
                        return err_fold(r);
        }
        if (i->old_address) {
                r = sql_move_address(
                    tx, &(struct move_address_in){.address = i->old_address, .item_id = id}, NULL);
                if (r)
                        return err_fold(r);
        }
        for (size_t k = 0; k < N(i->relates) && i->relates[k].kind; k++) {
                size_t e = i->relates[k].earlier;
                size_t before = c->m->n_ids;

                if (e >= before + c->n)
                        return err_set(ERR_DATA, "the staging file relates to what is not there");
                r = sql_relation_put(tx,
                                     &(struct relation_put_in){
                                         .from_item = id,
                                         .relation = i->relates[k].kind,
                                         .to_item = e < before ? c->m->ids[e] : c->ids[e - before]},
                                     NULL);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

/* What is not public was decided on before; it is looked at again as all that is withheld (《条例》第十八条). */
static int
insert_shut(TALLOC_CTX *mem, struct tx *tx, const struct chunk *c, const struct move_item *i,
            int64_t id, int64_t edition)
{
        const struct move_plan *plan = &c->m->plan;
        struct flow_rule rule;
        int r = sql_sheet_put(tx,
                              &(struct sheet_put_in){.item_id = id,
                                                     .disclosure = i->disclosure,
                                                     .ground = i->ground,
                                                     .overriding = "",
                                                     .ground_reason = "",
                                                     .origin = origin_code(ORIGIN_MADE),
                                                     .origin_agency = "",
                                                     .joint_agencies = "",
                                                     .special_basis = "",
                                                     .channels = "website",
                                                     .exemption = "",
                                                     .correction = "",
                                                     .note = ""},
                              NULL);

        if (r == 0)
                r = flow_rule_for(mem, tx, i->draft.agency_id, i->draft.column_id, &rule);
        if (r)
                return err_fold(r);
        r = sql_flow_put(tx,
                         &(struct flow_put_in){
                             .item_id = id,
                             .edition_id = edition,
                             .state = flow_state_code(FLOW_SHUT),
                             .due_on = DAY_NONE,
                             .retro_due_on = DAY_NONE,
                             .mend_due_on = DAY_NONE,
                             .revisit_on = due_months(instant_day(plan->now), rule.revisit_months),
                             .explain_due_on = DAY_NONE,
                             .acted_at = plan->now,
                             .acted_by = plan->person_id,
                             .has_acted_by = plan->person_id != 0},
                         NULL);
        return err_fold(r);
}

static int
insert_item(TALLOC_CTX *mem, struct tx *tx, const struct chunk *c, const struct move_item *i,
            int64_t id, int64_t edition, int64_t attestation, const char *index_no)
{
        const struct draft *d = &i->draft;
        struct docno no = docno_read(mem, d->doc_no ? d->doc_no : "");
        bool live = is_live(i);
        int r;

        r = sql_move_item(
            tx,
            &(struct move_item_in){.id = id,
                                   .agency_id = d->agency_id,
                                   .column_id = d->column_id,
                                   .state = live ? "live" : "draft",
                                   .index_no = index_no,
                                   .source_index_no = i->source_index_no,
                                   .published_at = i->published,
                                   .sort_day = i->sort_day,
                                   .on_site = d->on_site,
                                   .live_edition_id = edition,
                                   .has_live_edition_id = live,
                                   .disclosure = i->disclosure ? i->disclosure : "proactive",
                                   .ground = i->ground,
                                   .batch_id = c->m->batch,
                                   .created_at = c->m->plan.now},
            NULL);
        if (r)
                return err_fold(r);
        r = sql_move_edition(
            tx,
            &(struct move_edition_in){.id = edition,
                                      .item_id = id,
                                      .state = live ? "live" : "draft",
                                      .title = d->title,
                                      .doc_no = d->doc_no,
                                      .doc_no_key = no.key[0] ? no.key : NULL,
                                      .summary = d->summary ? d->summary : "",
                                      .body = d->body,
                                      .formed_on = d->formed,
                                      .written_on = d->written,
                                      .validity = d->validity ? d->validity : "unstated",
                                      .effective_on = d->effective,
                                      .expires_on = d->expires,
                                      .repealed_on = d->repealed,
                                      .repealed_by = d->repealed_by,
                                      .topic_id = d->topic_id,
                                      .has_topic_id = d->topic_id != 0,
                                      .genre_id = d->genre_id,
                                      .has_genre_id = d->genre_id != 0,
                                      .audience_id = d->audience_id,
                                      .has_audience_id = d->audience_id != 0,
                                      .keywords = d->keywords ? d->keywords : "",
                                      .source = d->source ? d->source : "",
                                      .flags = i->flags ? i->flags : "",
                                      .content_sm3 = draft_sm3(mem, d),
                                      .digest = DRAFT_DIGEST,
                                      .attestation_id = attestation,
                                      .has_attestation_id = live,
                                      .created_at = c->m->plan.now},
            NULL);
        if (r)
                return err_fold(r);
        r = live && i->html ? render_put(tx, edition, i->html) : 0;
        if (r)
                return err_trace(r);
        r = insert_files(tx, c->m->plan.now, d, edition);
        if (r)
                return err_trace(r);
        if (!live) {
                r = insert_shut(mem, tx, c, i, id, edition);
                if (r)
                        return err_trace(r);
        }
        return insert_around(tx, c, i, id);
}

static void
count_one(TALLOC_CTX *mem, struct count **list, size_t *n, const struct move_item *i,
          const char *channel)
{
        struct count want = {i->draft.agency_id, i->draft.column_id, day_year(i->sort_day), channel,
                             1};

        for (size_t k = 0; k < *n; k++) {
                struct count *have = &(*list)[k];

                if (have->agency == want.agency && have->column == want.column &&
                    have->year == want.year && strcmp(have->channel, channel) == 0) {
                        have->n++;
                        return;
                }
        }
        mem_grow(mem, *list, *n);
        (*list)[(*n)++] = want;
}

struct month {
        int64_t agency;
        int year, month;
        int64_t n;
};

/* What goes on the site, by month. */
static int
add_months(TALLOC_CTX *mem, struct tx *tx, const struct chunk *c)
{
        struct month *list = NULL;
        size_t n = 0;

        for (size_t i = 0; i < c->n; i++) {
                struct month want = {.agency = c->items[i].draft.agency_id, .n = 1};
                size_t k = 0;
                int day;

                if (!is_live(&c->items[i]) || !c->items[i].draft.on_site)
                        continue;
                day_civil(c->items[i].sort_day, &want.year, &want.month, &day);
                while (k < n && (list[k].agency != want.agency || list[k].year != want.year ||
                                 list[k].month != want.month))
                        k++;
                if (k < n) {
                        list[k].n++;
                        continue;
                }
                mem_grow(mem, list, n);
                list[n++] = want;
        }
        for (size_t k = 0; k < n; k++) {
                int r =
                    sql_move_tally_month(tx,
                                         &(struct move_tally_month_in){.agency_id = list[k].agency,
                                                                       .year = list[k].year,
                                                                       .month = list[k].month,
                                                                       .batch_id = c->m->batch,
                                                                       .n = list[k].n},
                                         NULL);

                if (r)
                        return err_fold(r);
        }
        return 0;
}

static int
add_tally(TALLOC_CTX *mem, struct tx *tx, const struct chunk *c)
{
        struct count *list = NULL;
        size_t n = 0;
        int r;

        for (size_t i = 0; i < c->n; i++) {
                if (!is_live(&c->items[i]))
                        continue;
                count_one(mem, &list, &n, &c->items[i], "*");
                count_one(mem, &list, &n, &c->items[i], "*attested"); /* all that is moved is */
                for (size_t k = 0; k < c->items[i].n_channels; k++)
                        count_one(mem, &list, &n, &c->items[i], c->items[i].channels[k]);
        }
        for (size_t k = 0; k < n; k++) {
                r = sql_move_tally(tx,
                                   &(struct move_tally_in){.agency_id = list[k].agency,
                                                           .column_id = list[k].column,
                                                           .year = list[k].year,
                                                           .channel = list[k].channel,
                                                           .batch_id = c->m->batch,
                                                           .n = list[k].n},
                                   NULL);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

static int
note(struct tx *tx, const struct move *m, const char *event, size_t n)
{
        return audit_write(tx, &(struct audit_entry){.at = m->plan.now,
                                                     .person_id = m->plan.person_id,
                                                     .event = event,
                                                     .object = "import",
                                                     .object_id = m->batch,
                                                     .n = (int64_t)n,
                                                     .detail = m->plan.file_sm3});
}

/* One chunk, in one transaction; may run again when the store was busy. */
static int
move_chunk(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct chunk *c = arg;
        struct move_item_ids_row *items;
        struct move_edition_ids_row *editions;
        struct serials *serials = NULL;
        struct attested *attested = NULL;
        size_t n_items, n_editions, n_serials = 0, n_attested = 0;
        int r;

        r = sql_import_agencies(mem, tx, &(struct import_agencies_in){0}, &c->agencies,
                                &c->n_agencies);
        if (r)
                return err_fold(r);
        r = sql_move_item_ids(mem, tx, &(struct move_item_ids_in){.n = (int64_t)c->n}, &items,
                              &n_items);
        if (r)
                return err_fold(r);
        r = sql_move_edition_ids(mem, tx, &(struct move_edition_ids_in){.n = (int64_t)c->n},
                                 &editions, &n_editions);
        if (r)
                return err_fold(r);
        assert(n_items == c->n && n_editions == c->n);
        r = find_agencies(c);
        if (r)
                return err_trace(r);
        c->ids = mem_array(mem, int64_t, c->n);
        for (size_t i = 0; i < c->n; i++)
                c->ids[i] = items[i].id;
        r = take_serials(mem, tx, c, &serials, &n_serials);
        if (r)
                return err_trace(r);
        for (size_t i = 0; i < c->n; i++) {
                _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
                const char *index_no = NULL;
                int64_t attestation = 0;

                if (is_live(&c->items[i])) {
                        r = number_item(tmp, tx, c, &c->items[i], serials, n_serials, &index_no);
                        if (r)
                                return err_trace(r);
                }
                r = attest(mem, tx, c, &c->items[i], &attested, &n_attested, &attestation);
                if (r)
                        return err_trace(r);
                r = insert_item(tmp, tx, c, &c->items[i], c->ids[i], editions[i].id, attestation,
                                index_no);
                if (r)
                        return err_trace(r);
        }
        r = add_tally(mem, tx, c);
        if (r == 0)
                r = add_months(mem, tx, c);
        if (r)
                return err_trace(r);
        return note(tx, c->m, "import_moved", c->n);
}

/* ---- beginning and ending a batch ------------------------------------------------------------ */

static int
begin_batch(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct move *m = arg;
        struct batch_add_row *row;
        int r;

        r = sql_batch_add_one(mem, tx,
                              &(struct batch_add_in){.batch_kind = m->plan.kind,
                                                     .file_name = m->plan.file_name,
                                                     .file_sm3 = m->plan.file_sm3,
                                                     .n_rows = (int64_t)m->n,
                                                     .n_flagged = (int64_t)m->n_flagged,
                                                     .token = m->token,
                                                     .started_at = m->plan.now},
                              &row);
        if (r)
                return err_fold(r);
        m->batch = row->id;
        if (m->before) {
                r = m->before(mem, tx, m->before_arg);
                if (r)
                        return err_fold(r);
        }
        return note(tx, m, "import_begun", m->n);
}

/* Nothing waits for the flip any more. */
static int
drop_tally(struct tx *tx, int64_t batch)
{
        int r = sql_drop_tally(tx, &(struct drop_tally_in){.batch_id = batch}, NULL);

        if (r == 0)
                r = sql_drop_tally_month(tx, &(struct drop_tally_month_in){.batch_id = batch},
                                         NULL);
        return err_fold(r);
}

static int
flip(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct move *m = arg;
        struct batch_agencies_row *agencies;
        size_t n;
        int r;

        r = sql_batch_agencies(mem, tx, &(struct batch_agencies_in){.id = m->batch}, &agencies, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                r = app_touch_scope(mem, tx, agencies[i].agency_id);
                if (r)
                        return err_fold(r);
                tx_touch(tx, "list", agencies[i].agency_id); /* who stands beside whom */
        }
        r = sql_flip_tally(tx, &(struct flip_tally_in){.batch_id = m->batch}, NULL);
        if (r == 0)
                r = sql_flip_tally_month(tx, &(struct flip_tally_month_in){.batch_id = m->batch},
                                         NULL);
        if (r)
                return err_fold(r);
        r = drop_tally(tx, m->batch);
        if (r)
                return err_trace(r);
        r = sql_batch_end(
            tx, &(struct batch_end_in){.id = m->batch, .state = "done", .ended_at = m->plan.now},
            NULL);
        if (r)
                return err_fold(r);
        tx_touch(tx, "import", m->batch);
        return note(tx, m, "import_done", m->n);
}

/* The next chunk is as long as the last one's speed allows. */
static size_t
next_size(size_t size, int64_t us)
{
        size_t fit = us > 0 ? size * (size_t)CHUNK_US / (size_t)us : size * 2;

        fit = fit > size * 2 ? size * 2 : fit;
        return fit < CHUNK_LEAST ? CHUNK_LEAST : fit > CHUNK_MOST ? CHUNK_MOST : fit;
}

static bool
is_stopping(const struct move *m)
{
        return m->stopping && m->stopping(m->stopping_arg);
}

static int
move_all(struct move *m)
{
        size_t size = CHUNK_FIRST;

        while (m->at < m->n_bytes) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                struct chunk c = {.m = m, .want = size};
                int64_t began;
                int r;

                if (is_stopping(m))
                        return err_set(ERR_BUSY, "stopped; the next start goes on");

                r = read_chunk(mem, &c);
                if (r)
                        return err_trace(r);
                began = m->plan.clock_us();
                r = app_run(mem, m->app, move_chunk, &c);
                if (r)
                        return err_fold(r);
                size = next_size(c.n, m->plan.clock_us() - began);
                for (size_t i = 0; i < c.n; i++) {
                        mem_grow(m, m->ids, m->n_ids);
                        m->ids[m->n_ids++] = c.ids[i];
                }
                m->at = c.end;
                if (m->plan.progress)
                        m->plan.progress(m->plan.progress_arg, m->n_ids, m->n);
        }
        if (m->n_ids != m->n)
                return err_set(ERR_DATA, "the staging file has %zu items, not %zu", m->n_ids, m->n);
        return 0;
}

/* Everything staged is on disk before the batch begins, so that it can be resumed. */
static int
close_staging(struct move *m)
{
        int r;

        if (fflush(m->out) != 0 || fsync(fileno(m->out)) != 0)
                return err_errno("write %s", m->path);
        r = fclose(m->out);
        m->out = NULL;
        return r != 0 ? err_errno("close %s", m->path) : 0;
}

static int
finish(struct move *m)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int r;

        r = move_all(m);
        if (r)
                return err_trace(r);
        r = app_run(mem, m->app, flip, m);
        if (r)
                return err_fold(r);
        m->done = true;
        return 0;
}

/* What would fail again however often it is tried: not a busy store, a full disk or a lost server. */
static bool
is_lasting(int r)
{
        return r == ERR_CONFLICT || r == ERR_DATA || r == ERR_LIMIT || r == ERR_BUG;
}

static int remove_batch(struct move *m) nodiscard;

/* After a failure: a batch that can never be whole is taken back, so that it stands in nobody's way.
 * Answers with the failure, its words kept. */
static int
give_up(struct move *m, int why)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *words;
        int r;

        if (!is_lasting(why))
                return err_trace(why);
        words = mem_strdup(mem, err_text());
        err_clear();
        r = remove_batch(m);
        if (r)
                return err_trace(r);
        m->batch = 0; /* and the staging file goes with it */
        return err_set(why, "the import was taken back: %s", words);
}

int
move_run(struct move *m, int64_t *ret_batch)
{
        int r;

        r = close_staging(m);
        if (r)
                return err_trace(r);
        r = file_map(m, m->path, &m->bytes, &m->n_bytes);
        if (r)
                return err_fold(r);
        m->at = TOKEN_SIZE;
        r = app_run(m, m->app, begin_batch, m);
        if (r) {
                m->batch = 0;
                return err_fold(r);
        }
        r = finish(m);
        if (r)
                return give_up(m, r);
        if (ret_batch)
                *ret_batch = m->batch;
        return 0;
}

/* ---- recovering ------------------------------------------------------------------------------ */

struct removal {
        struct move *m;
        size_t n;
};

static int
remove_one(struct tx *tx, const struct remove_some_row *row)
{
        int r;

        r = sql_remove_addresses(tx, &(struct remove_addresses_in){.item_id = row->id}, NULL);
        if (!r)
                r = sql_remove_publications(
                    tx, &(struct remove_publications_in){.item_id = row->id}, NULL);
        if (!r)
                r = sql_remove_relations(tx, &(struct remove_relations_in){.item_id = row->id},
                                         NULL);
        if (!r)
                r = sql_remove_attachments(tx, &(struct remove_attachments_in){.item_id = row->id},
                                           NULL);
        if (!r)
                r = sql_remove_html(tx, &(struct remove_html_in){.item_id = row->id}, NULL);
        if (!r)
                r = sql_remove_sheet(tx, &(struct remove_sheet_in){.item_id = row->id}, NULL);
        if (!r)
                r = sql_remove_flow(tx, &(struct remove_flow_in){.item_id = row->id}, NULL);
        if (!r)
                r = sql_remove_editions(tx, &(struct remove_editions_in){.item_id = row->id}, NULL);
        if (!r)
                r = sql_remove_item(tx, &(struct remove_item_in){.item_id = row->id}, NULL);
        if (!r && row->index_no)
                r = sql_index_gap(
                    tx,
                    &(struct index_gap_in){.index_no = row->index_no, .reason = "导入中断，已撤回"},
                    NULL);
        return err_fold(r);
}

static int
remove_chunk(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct removal *x = arg;
        struct remove_some_row *rows;
        int r;

        r = sql_remove_some(
            mem, tx, &(struct remove_some_in){.batch_id = x->m->batch, .limit = REMOVE_AT_ONCE},
            &rows, &x->n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < x->n; i++) {
                r = remove_one(tx, &rows[i]);
                if (r)
                        return err_trace(r);
        }
        if (x->n == 0) {
                r = drop_tally(tx, x->m->batch);
                if (r)
                        return err_trace(r);
                r = sql_batch_end(tx,
                                  &(struct batch_end_in){.id = x->m->batch,
                                                         .state = "removed",
                                                         .ended_at = x->m->plan.now},
                                  NULL);
                if (r)
                        return err_fold(r);
        }
        return note(tx, x->m, "import_removed", x->n);
}

static int
remove_batch(struct move *m)
{
        struct removal x = {.m = m, .n = 1};

        while (x.n > 0) {
                _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
                int r;

                if (is_stopping(m))
                        return err_set(ERR_BUSY, "stopped; the next start goes on");
                r = app_run(mem, m->app, remove_chunk, &x);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

struct left_behind {
        struct batch_moving_row *rows;
        size_t n;
};

static int
read_moving(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct left_behind *l = arg;

        return err_fold(sql_batch_moving(mem, tx, &(struct batch_moving_in){0}, &l->rows, &l->n));
}

static int
read_moved(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct move *m = arg;
        struct batch_items_row *rows;
        size_t n;
        int r;

        r = sql_batch_items(mem, tx, &(struct batch_items_in){.id = m->batch}, &rows, &n);
        if (r)
                return err_fold(r);
        m->ids = mem_array(m, int64_t, n);
        for (size_t i = 0; i < n; i++)
                m->ids[i] = rows[i].id;
        m->n_ids = n;
        return 0;
}

/* Where the n-th record begins, or as far as there are whole ones. */
static size_t
skip_records(const char *bytes, size_t n_bytes, size_t n)
{
        size_t at = TOKEN_SIZE, begin, end;

        for (; n > 0 && record_at(bytes, n_bytes, at, &begin, &end); n--)
                at = end;
        return at;
}

/* Goes on with the batch of this staging file; outcome 1 when the file is not that batch's. */
static int
resume(struct move *m, const struct batch_moving_row *row)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        int r;

        r = file_map(m, m->path, &m->bytes, &m->n_bytes);
        if (r == FILE_NONE)
                return 1;
        if (r)
                return err_fold(r);
        m->n = (size_t)row->n_rows;
        if (m->n_bytes < TOKEN_SIZE || strlen(row->token) != TOKEN_SIZE ||
            memcmp(m->bytes, row->token, TOKEN_SIZE) != 0)
                return 1;
        if (skip_records(m->bytes, m->n_bytes, m->n) != m->n_bytes)
                return 1;
        r = app_read(mem, m->app, read_moved, m);
        if (r)
                return err_fold(r);
        m->at = skip_records(m->bytes, m->n_bytes, m->n_ids);
        return finish(m);
}

static int
recover_one(struct move *m, const struct batch_moving_row *row, size_t *n_resumed,
            size_t *n_removed)
{
        int r;

        m->plan.kind = row->batch_kind;
        m->plan.file_name = row->file_name;
        m->plan.file_sm3 = row->file_sm3;
        m->batch = row->id;
        r = resume(m, row);
        if (r < 0 && is_lasting(r)) {
                r = give_up(m, r);
                if (m->batch != 0)
                        return err_trace(r);
                err_clear(); /* its gaps in the numbers say what became of it */
                ++*n_removed;
                return 0;
        }
        if (r < 0)
                return err_trace(r);
        if (r == 0) {
                ++*n_resumed;
                return 0;
        }
        /* On PostgreSQL another node may be at it, whose staging file is not here. */
        if (store_engine_of(m->app->store) == STORE_PG &&
            m->plan.now.ms - row->started_at.ms < DAY_MS)
                return 0;
        r = remove_batch(m);
        if (r)
                return err_trace(r);
        ++*n_removed;
        return 0;
}

static void
close_endp(int *fd)
{
        if (*fd >= 0)
                (void)close(*fd);
}

/* The lock is ours. */
static int
recover_all(struct app *app, struct instant now, int64_t (*clock_us)(void),
            bool (*stopping)(void *arg), void *arg, size_t *ret_resumed, size_t *ret_removed)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        struct move_plan plan = {.now = now, .clock_us = clock_us};
        struct left_behind l = {0};
        size_t resumed = 0, removed = 0;
        int r;

        r = app_read(tmp, app, read_moving, &l);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < l.n; i++) {
                struct move *m = new_move(tmp, app, &plan);

                m->stopping = stopping;
                m->stopping_arg = arg;
                r = recover_one(m, &l.rows[i], &resumed, &removed);
                if (r)
                        return err_trace(r);
        }
        /* What was staged and never begun, or begun and done, is of no more use. */
        if (l.n == resumed + removed)
                (void)unlink(mem_printf(tmp, "%s/staging/batch", app->data));
        *ret_resumed = resumed;
        *ret_removed = removed;
        return 0;
}

int
move_recover(TALLOC_CTX *mem, struct app *app, struct instant now, int64_t (*clock_us)(void),
             bool (*stopping)(void *arg), void *arg, size_t *ret_resumed, size_t *ret_removed)
{
        _cleanup_(close_endp) int lock = -1;
        int r;

        (void)mem;
        assert(app->data);
        *ret_resumed = *ret_removed = 0;
        r = take_lock(app, false, &lock);
        if (r)
                return err_trace(r);
        if (lock < 0)
                return 0; /* another process is at it */
        r = recover_all(app, now, clock_us, stopping, arg, ret_resumed, ret_removed);
        return r ? err_trace(r) : 0;
}
