#include "store/audit.h"

#include "base/crypto.h"
#include "base/json.h"
#include "store/sql.h"
#include "store/tx.h"

enum { KEY_SIZE = 32, SALT_SIZE = 8 };
static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";

struct touched {
        const char *topic;
        int64_t ref;
};

/* What a transaction will leave in the trail. */
struct audit_notes {
        struct audit_entry *entries;
        struct touched *touched;
        size_t n_entries, n_touched;
        struct change *changes; /* once written */
        size_t n_changes;
        int64_t change_no;
};

static struct audit_notes *
notes_of(struct tx *tx)
{
        if (!tx->notes)
                tx->notes = mem_new(tx->mem, struct audit_notes);
        return tx->notes;
}

int
audit_write(struct tx *tx, const struct audit_entry *e)
{
        struct audit_notes *notes = notes_of(tx);
        struct audit_entry kept = *e;

        assert(tx->write && !tx->ended);
        kept.event = mem_strdup(tx->mem, e->event);
        kept.object = mem_strdup(tx->mem, e->object);
        kept.detail = mem_strdup(tx->mem, e->detail ? e->detail : "");
        kept.n = e->n ? e->n : 1;
        mem_grow(tx->mem, notes->entries, notes->n_entries);
        notes->entries[notes->n_entries++] = kept;
        return 0;
}

void
tx_touch(struct tx *tx, const char *topic, int64_t ref)
{
        struct audit_notes *notes = notes_of(tx);
        struct touched *last = notes->n_touched ? &notes->touched[notes->n_touched - 1] : NULL;

        if (last && last->ref == ref && strcmp(last->topic, topic) == 0)
                return;
        /* The list moves when it grows, and `last` with it. */
        topic = last && strcmp(last->topic, topic) == 0 ? last->topic : mem_strdup(tx->mem, topic);
        mem_grow(tx->mem, notes->touched, notes->n_touched);
        notes->touched[notes->n_touched++] = (struct touched){topic, ref};
}

/* ---- digests and the chain ------------------------------------------------------------------ */

/* The key, made when there is none. Read within the transaction: a process may live longer than
 * the store it opened first (tests, restore). */
static int
key_of(struct tx *tx, struct instant at, uint8_t key[KEY_SIZE])
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct audit_key_read_row *row;
        struct sm3 as_sm3;
        int r = sql_audit_key_read_one(mem, tx, NULL, &row);

        if (r == STORE_NONE && tx->write) {
                struct audit_key_add_in add = {.changed_at = at};
                char hex[SM3_HEX_SIZE];

                crypto_random(as_sm3.b, sizeof(as_sm3.b));
                add.value = sm3_hex(&as_sm3, hex);
                r = sql_audit_key_add(tx, &add, NULL);
                if (r == 0)
                        r = sql_audit_key_read_one(mem, tx, NULL, &row);
        }
        if (r == STORE_NONE)
                return err_set(ERR_DATA, "the audit key is missing");
        if (r < 0)
                return err_trace(r);
        if (!sm3_from_hex(row->value, &as_sm3))
                return err_set(ERR_DATA, "the audit key is damaged");
        memcpy(key, as_sm3.b, KEY_SIZE);
        return 0;
}

static const char *
digest_of(TALLOC_CTX *mem, const uint8_t key[KEY_SIZE], const uint8_t salt[SALT_SIZE],
          const char *detail)
{
        struct buf salted = buf_new(mem, MiB(16)), text = buf_new(mem, KiB(1));
        struct sm3 sm3;

        buf_put(&salted, (const char *)salt, SALT_SIZE);
        buf_str(&salted, detail);
        sm3 = sm3_hmac(key, KEY_SIZE, buf_text(&salted), salted.len);
        buf_hex(&text, salt, SALT_SIZE);
        buf_char(&text, ':');
        buf_hex(&text, sm3.b, SM3_SIZE);
        return buf_text(&text);
}

int
audit_digest_matches(struct tx *tx, const char *digest, const char *detail, bool *ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        uint8_t key[KEY_SIZE], salt[SALT_SIZE];
        int r = key_of(tx, INSTANT_NONE, key);

        if (r < 0)
                return err_trace(r);
        for (size_t i = 0; i < SALT_SIZE; i++) {
                char pair[3] = {digest[2 * i], digest[2 * i] ? digest[2 * i + 1] : '\0', '\0'};

                if (!pair[1]) {
                        *ret = false;
                        return 0;
                }
                salt[i] = (uint8_t)strtoul(pair, NULL, 16);
        }
        *ret = strcmp(digest_of(mem, key, salt, detail), digest) == 0;
        return 0;
}

static void
chain_int(struct buf *b, bool has, int64_t n)
{
        if (has)
                buf_int(b, n);
        buf_char(b, '\n');
}

static void
chain_text(struct buf *b, const char *s)
{
        buf_str(b, s);
        buf_char(b, '\n');
}

static const char *
chained(TALLOC_CTX *mem, const struct audit_list_row *row, const char *prev, char out[SM3_HEX_SIZE])
{
        struct buf b = buf_new(mem, MiB(1));
        struct sm3 sm3;

        chain_text(&b, prev);
        chain_int(&b, true, row->no);
        chain_int(&b, true, row->at.ms);
        chain_int(&b, row->has_person_id, row->person_id);
        chain_text(&b, row->event);
        chain_text(&b, row->object);
        chain_int(&b, row->has_object_id, row->object_id);
        chain_int(&b, true, row->n);
        chain_text(&b, row->digest);
        sm3 = sm3_of(buf_text(&b), b.len);
        return sm3_hex(&sm3, out);
}

/* ---- writing, last in a transaction --------------------------------------------------------- */

static int
write_entries(TALLOC_CTX *mem, struct tx *tx, struct audit_notes *notes)
{
        struct audit_head_take_in take = {.n = (int64_t)notes->n_entries};
        struct audit_head_take_row *head;
        uint8_t key[KEY_SIZE], salt[SALT_SIZE];
        char prev[SM3_HEX_SIZE], sm3[SM3_HEX_SIZE];
        int r;

        r = key_of(tx, notes->entries[0].at, key);
        if (r < 0)
                return err_trace(r);
        r = sql_audit_head_take_one(mem, tx, &take, &head);
        if (r != 0)
                return err_fold(r);
        (void)snprintf(prev, sizeof(prev), "%s", head->sm3);
        for (size_t i = 0; i < notes->n_entries; i++) {
                const struct audit_entry *e = &notes->entries[i];
                struct audit_list_row row = {.no = head->no - (int64_t)(notes->n_entries - 1 - i),
                                             .at = e->at,
                                             .person_id = e->person_id,
                                             .has_person_id = e->person_id != 0,
                                             .event = e->event,
                                             .object = e->object,
                                             .object_id = e->object_id,
                                             .has_object_id = e->object_id != 0,
                                             .n = e->n};
                struct audit_add_in add;

                crypto_random(salt, sizeof(salt));
                row.digest = digest_of(mem, key, salt, e->detail);
                add = (struct audit_add_in){.no = row.no,
                                            .at = row.at,
                                            .person_id = row.person_id,
                                            .has_person_id = row.has_person_id,
                                            .event = row.event,
                                            .object = row.object,
                                            .object_id = row.object_id,
                                            .has_object_id = row.has_object_id,
                                            .n = row.n,
                                            .digest = row.digest,
                                            .prev_sm3 = prev,
                                            .sm3 = chained(mem, &row, prev, sm3)};
                r = sql_audit_add(tx, &add, NULL);
                if (r != 0)
                        return err_fold(r);
                memcpy(prev, sm3, sizeof(prev));
        }
        notes->change_no = head->no;
        r = sql_audit_head_set(tx, &(struct audit_head_set_in){.sm3 = prev}, NULL);
        return err_fold(r);
}

static int
by_topic_and_ref(const void *a, const void *b)
{
        const struct touched *x = a, *y = b;
        int r = x->topic == y->topic ? 0 : strcmp(x->topic, y->topic);

        return r ? r : (x->ref > y->ref) - (x->ref < y->ref);
}

static int
write_changes(struct tx *tx, struct audit_notes *notes)
{
        notes->changes = mem_array(tx->mem, struct change, notes->n_touched + 1);
        if (notes->n_touched)
                qsort(notes->touched, notes->n_touched, sizeof(*notes->touched), by_topic_and_ref);
        for (size_t i = 0; i < notes->n_touched; i++) {
                const struct touched *t = &notes->touched[i];
                struct change_add_in add = {notes->change_no, t->topic, t->ref, 0};
                int r;

                if (i && by_topic_and_ref(t - 1, t) == 0)
                        continue;
                r = sql_change_add(tx, &add, NULL);
                if (r != 0)
                        return err_fold(r);
                notes->changes[notes->n_changes++] =
                    (struct change){notes->change_no, t->topic, t->ref};
        }
        return 0;
}

int
audit_flush(struct tx *tx)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct audit_notes *notes = tx->notes;
        struct change_notify_row *row;
        int r;

        if (!notes || notes->n_entries == 0) {
                if (notes && notes->n_touched)
                        return err_set(ERR_BUG, "a change without an audit row");
                if (tx->wrote && !tx->unaudited)
                        return err_set(ERR_BUG, "a write without an audit row");
                return 0;
        }
        r = write_entries(mem, tx, notes);
        if (r == 0)
                r = write_changes(tx, notes);
        if (r == 0 && tx->store->engine == STORE_PG)
                r = sql_change_notify_one(mem, tx, NULL, &row);
        return err_fold(r);
}

void
audit_told(struct tx *tx)
{
        struct audit_notes *notes = tx->notes;
        struct store *s = tx->store;

        if (!notes || !notes->change_no)
                return;
        for (size_t i = 0; i < s->n_hooks; i++)
                s->hooks[i].fn(s->hooks[i].arg, notes->change_no, notes->changes, notes->n_changes);
        watch_tell(s);
}

/* ---- verifying ------------------------------------------------------------------------------ */

struct verifier {
        struct audit_verdict verdict;
        TALLOC_CTX *scratch;
};

static int
broken(struct audit_verdict *v, int64_t no, const char *why)
{
        v->broken_no = no;
        v->why = why;
        return AUDIT_BROKEN;
}

static int
verify_row(void *arg, const struct audit_list_row *row)
{
        struct verifier *v = arg;
        char sm3[SM3_HEX_SIZE];

        talloc_free_children(v->scratch);
        if (row->no != v->verdict.n + 1)
                return broken(&v->verdict, v->verdict.n + 1, "记录缺失或次序颠倒");
        if (strcmp(row->prev_sm3, v->verdict.head) != 0)
                return broken(&v->verdict, row->no, "与上一条记录不相衔接");
        if (strcmp(chained(v->scratch, row, v->verdict.head, sm3), row->sm3) != 0)
                return broken(&v->verdict, row->no, "记录内容与其 SM3 不符");
        v->verdict.n = row->no;
        memcpy(v->verdict.head, sm3, sizeof(sm3));
        return 0;
}

static struct verifier
verifier_new(TALLOC_CTX *mem)
{
        struct verifier v = {.scratch = mem_must(talloc_new(mem))};

        memcpy(v.verdict.head, zeros, sizeof(v.verdict.head));
        return v;
}

static int
verify_head(struct audit_verdict *v, int64_t no, const char *sm3)
{
        if (no != v->n)
                return broken(v, v->n + 1, "末尾的记录缺失");
        if (strcmp(sm3, v->head) != 0)
                return broken(v, no, "链首的 SM3 与最后一条记录不符");
        return 0;
}

int
audit_verify(TALLOC_CTX *mem, struct tx *tx, struct audit_verdict *ret)
{
        struct verifier v = verifier_new(mem);
        struct audit_head_read_row *head;
        int r;

        r = tx_patient(tx);
        if (r == 0)
                r = sql_audit_list_each(tx, &(struct audit_list_in){.after = 0}, verify_row, &v);
        if (r < 0)
                return err_trace(r);
        if (r == 0) {
                r = sql_audit_head_read_one(mem, tx, NULL, &head);
                if (r < 0)
                        return err_trace(r);
                r = r == STORE_NONE ? broken(&v.verdict, 0, "链首缺失")
                                    : verify_head(&v.verdict, head->no, head->sm3);
        }
        *ret = v.verdict;
        return r;
}

/* A line of a trail as a row; AUDIT_BROKEN when it is none. */
static int
row_of(const struct json *j, struct audit_list_row *row)
{
        static const char *const texts[] = {"event", "object", "digest", "prev_sm3", "sm3"};
        static const char *const ints[] = {"no", "at", "n"};
        const struct json *person = json_get(j, "person_id"), *object = json_get(j, "object_id");

        for (size_t i = 0; i < N(texts); i++)
                if (json_type(json_get(j, texts[i])) != JSON_STRING)
                        return AUDIT_BROKEN;
        for (size_t i = 0; i < N(ints); i++)
                if (json_type(json_get(j, ints[i])) != JSON_INT)
                        return AUDIT_BROKEN;
        *row = (struct audit_list_row){.no = json_int(json_get(j, "no"), 0),
                                       .at = {json_int(json_get(j, "at"), 0)},
                                       .person_id = json_int(person, 0),
                                       .has_person_id = json_type(person) == JSON_INT,
                                       .event = json_string(json_get(j, "event")),
                                       .object = json_string(json_get(j, "object")),
                                       .object_id = json_int(object, 0),
                                       .has_object_id = json_type(object) == JSON_INT,
                                       .n = json_int(json_get(j, "n"), 0),
                                       .digest = json_string(json_get(j, "digest")),
                                       .prev_sm3 = json_string(json_get(j, "prev_sm3")),
                                       .sm3 = json_string(json_get(j, "sm3"))};
        return 0;
}

/* One line; *ret_end when it was the closing one. */
static int
verify_line(struct verifier *v, const char *line, size_t n, bool *ret_end)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems problems = {.mem = mem};
        struct audit_list_row row;
        const struct json *head;
        struct json *j;
        int r = json_read(mem, line, n, &problems, &j);

        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return broken(&v->verdict, v->verdict.n + 1, "不是合法的 JSON");
        head = json_get(j, "head");
        if (json_type(head) == JSON_OBJECT) {
                const char *sm3 = json_string(json_get(head, "sm3"));

                *ret_end = true;
                return verify_head(&v->verdict, json_int(json_get(head, "no"), -1), sm3 ? sm3 : "");
        }
        if (row_of(j, &row) != 0)
                return broken(&v->verdict, v->verdict.n + 1, "不是审计记录");
        return verify_row(v, &row);
}

static void
line_endp(char **line)
{
        free(*line);
}

int
audit_verify_file(TALLOC_CTX *mem, const char *path, struct audit_verdict *ret)
{
        _cleanup_(line_endp) char *line = NULL;
        struct verifier v = verifier_new(mem);
        bool from_stdin = strcmp(path, "-") == 0, end = false;
        FILE *f = from_stdin ? stdin : fopen(path, "rb");
        size_t room = 0;
        ssize_t n;
        int r = 0;

        if (!f)
                return err_errno("%s", path);
        while (r == 0 && (n = getline(&line, &room, f)) >= 0) {
                if (end)
                        r = broken(&v.verdict, v.verdict.n + 1, "结尾行之后还有内容");
                else
                        r = verify_line(&v, line, (size_t)n, &end);
        }
        if (r == 0 && ferror(f))
                r = err_errno("%s", path);
        else if (r == 0 && !end)
                r = broken(&v.verdict, v.verdict.n + 1, "缺少结尾行，文件可能被截断");
        if (!from_stdin)
                (void)fclose(f);
        if (r < 0)
                return r;
        *ret = v.verdict;
        return r;
}

struct exporter {
        FILE *out;
        TALLOC_CTX *scratch;
        int64_t n;
};

static void
put_id(struct json_out *o, const char *key, bool has, int64_t id)
{
        json_name(o, key);
        if (has)
                json_put_int(o, id);
        else
                json_put_null(o);
}

static int
export_row(void *arg, const struct audit_list_row *row)
{
        struct exporter *e = arg;
        struct buf b;
        struct json_out o = {.buf = &b};

        talloc_free_children(e->scratch);
        b = buf_new(e->scratch, MiB(1));
        json_open(&o, '{');
        put_id(&o, "no", true, row->no);
        put_id(&o, "at", true, row->at.ms);
        put_id(&o, "person_id", row->has_person_id, row->person_id);
        json_name(&o, "event");
        json_put(&o, row->event);
        json_name(&o, "object");
        json_put(&o, row->object);
        put_id(&o, "object_id", row->has_object_id, row->object_id);
        put_id(&o, "n", true, row->n);
        json_name(&o, "digest");
        json_put(&o, row->digest);
        json_name(&o, "prev_sm3");
        json_put(&o, row->prev_sm3);
        json_name(&o, "sm3");
        json_put(&o, row->sm3);
        json_close(&o, '}');
        buf_char(&b, '\n');
        e->n++;
        return fwrite(buf_text(&b), 1, b.len, e->out) == b.len ? 0 : err_errno("trail");
}

int
audit_export(struct tx *tx, FILE *out, int64_t *ret_n)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct exporter e = {.out = out, .scratch = mem_must(talloc_new(mem))};
        struct audit_head_read_row *head;
        int r = tx_patient(tx);

        if (r == 0)
                r = sql_audit_list_each(tx, &(struct audit_list_in){.after = 0}, export_row, &e);
        if (r == 0)
                r = sql_audit_head_read_one(mem, tx, NULL, &head);
        if (r != 0)
                return err_fold(r);
        if (fprintf(out, "{\"head\":{\"no\":%lld,\"sm3\":\"%s\"}}\n", (long long)head->no,
                    head->sm3) < 0 ||
            fflush(out) != 0)
                return err_errno("trail");
        *ret_n = e.n;
        return 0;
}

/* ---- following ------------------------------------------------------------------------------ */

int
store_change_no(struct tx *tx, int64_t *ret)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct audit_head_read_row *head;
        int r = sql_audit_head_read_one(mem, tx, NULL, &head);

        if (r != 0)
                return err_fold(r);
        *ret = head->no;
        return 0;
}

int
store_changes_since(TALLOC_CTX *mem, struct tx *tx, int64_t after, struct change **ret_list,
                    size_t *ret_n, int64_t *ret_upto)
{
        struct change_list_in in = {.after = after, .upto = after + CHANGES_AT_ONCE};
        struct change_list_row *rows;
        struct change *list;
        int64_t head;
        size_t n;
        int r;

        r = store_change_no(tx, &head);
        if (r < 0)
                return err_trace(r);
        if (in.upto > head)
                in.upto = head;
        r = sql_change_list(mem, tx, &in, &rows, &n);
        if (r != 0)
                return err_fold(r);
        list = mem_array(mem, struct change, n + 1);
        for (size_t i = 0; i < n; i++)
                list[i] = (struct change){rows[i].change_no, rows[i].topic, rows[i].ref};
        *ret_list = list;
        *ret_n = n;
        *ret_upto = in.upto;
        return 0;
}

void
store_on_commit(struct store *s, change_hook fn, void *arg)
{
        assert(s->n_hooks < STORE_HOOKS);
        s->hooks[s->n_hooks].fn = fn;
        s->hooks[s->n_hooks++].arg = arg;
}
