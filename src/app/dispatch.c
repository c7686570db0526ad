/* The outbox: messages to connectors, and the connectors themselves. */
#include "app/channel.h"

#include "app/item_kit.h"
#include "app/job.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/body/body.h"
#include "outside/webhook.h"

enum {
        TRIES = 12,        /* over about an hour (jobs/jobs.c: later each time) */
        TEXT_CHARS = 2000, /* of the running text that a message carries */
        ERROR_CHARS = 200
};

/* ---- with the flow -------------------------------------------------------------------------- */

static int
owe(TALLOC_CTX *mem, struct tx *tx, const struct dispatch_put_in *in, struct instant now)
{
        struct dispatch_put_row *row;
        int r = sql_dispatch_put_one(mem, tx, in, &row);

        if (r == 0)
                r = job_enqueue(tx, "dispatch", row->id, NULL, now, now);
        return err_fold(r);
}

/* One message of a kind to each channel that has the item, or may have it. */
static int
owe_all(TALLOC_CTX *mem, struct tx *tx, struct dispatch_put_in in, struct instant now,
        struct dispatch_maybe_of_row **ret, size_t *ret_n)
{
        int r = sql_dispatch_maybe_of(
            mem, tx, &(struct dispatch_maybe_of_in){.item_id = in.item_id}, ret, ret_n);

        for (size_t i = 0; r == 0 && i < *ret_n; i++) {
                in.channel = (*ret)[i].channel;
                in.connector_id = (*ret)[i].connector_id;
                r = owe(mem, tx, &in, now);
        }
        return err_fold(r);
}

static bool
is_among(const struct dispatch_maybe_of_row *rows, size_t n, const char *channel)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(rows[i].channel, channel) == 0)
                        return true;
        return false;
}

int
channel_publish(TALLOC_CTX *mem, struct tx *tx, int64_t person, struct instant now, int64_t item,
                int64_t edition, int64_t agency, const char *const *channels, size_t n)
{
        struct dispatch_put_in in = {.item_id = item,
                                     .edition_id = edition,
                                     .dispatch_kind = "publish",
                                     .asked_by = person,
                                     .has_asked_by = person != 0,
                                     .asked_at = now};
        struct dispatch_maybe_of_row *told = NULL;
        size_t n_told = 0;
        /* An earlier text that still waits must not go out behind the new one. */
        int r = sql_dispatch_cancel(
            tx,
            &(struct dispatch_cancel_in){
                .item_id = item, .ended_at = now, .error = "已有更正后的内容，不再发送"},
            NULL);

        if (r == 0) {
                in.dispatch_kind = "correct";
                r = owe_all(mem, tx, in, now, &told, &n_told);
                in.dispatch_kind = "publish";
        }
        for (size_t i = 0; r == 0 && i < n; i++) {
                struct connector_of_row *connector;
                struct channel_has_row *has;

                if (strcmp(channels[i], "website") == 0 || is_among(told, n_told, channels[i]))
                        continue;
                r = sql_channel_has_one(
                    mem, tx, &(struct channel_has_in){.item_id = item, .channel = channels[i]},
                    &has);
                if (r != STORE_NONE) /* out already; what it needs is a correction */
                        continue;
                r = sql_connector_of_one(
                    mem, tx, &(struct connector_of_in){.agency_id = agency, .channel = channels[i]},
                    &connector);
                if (r == STORE_NONE) {
                        r = 0;
                        continue;
                }
                in.channel = channels[i];
                if (r == 0) {
                        in.connector_id = connector->id;
                        r = owe(mem, tx, &in, now);
                }
        }
        return err_fold(r);
}

int
channel_withdraw(TALLOC_CTX *mem, struct tx *tx, int64_t person, struct instant now, int64_t item,
                 int64_t edition)
{
        struct dispatch_put_in in = {.item_id = item,
                                     .edition_id = edition,
                                     .dispatch_kind = "withdraw",
                                     .asked_by = person,
                                     .has_asked_by = person != 0,
                                     .asked_at = now};
        struct dispatch_maybe_of_row *rows;
        size_t n;
        int r = sql_dispatch_cancel(
            tx,
            &(struct dispatch_cancel_in){.item_id = item, .ended_at = now, .error = "信息已撤回"},
            NULL);

        if (r == 0)
                r = owe_all(mem, tx, in, now, &rows, &n);
        return err_fold(r);
}

/* ---- one message ---------------------------------------------------------------------------- */

struct delivery {
        int64_t id;
        struct instant now;
        struct dispatch_read_row *row;
        const char *state, *error, *proof; /* what came of it */
};

static int
read_one(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct delivery *d = arg;
        int r = sql_dispatch_read_one(mem, tx, &(struct dispatch_read_in){.id = d->id}, &d->row);

        if (r == STORE_NONE)
                return CHANNEL_NOT_FOUND;
        return err_fold(r);
}

static const char *
running_text(TALLOC_CTX *mem, const char *json)
{
        struct problems none = {.mem = mem};
        struct body *body;

        if (body_parse(mem, json, strlen(json), true, &none, &body) == 0)
                return text_cut(mem, body_text(mem, body), TEXT_CHARS);
        err_clear();
        return "";
}

/* A withdrawal says which and why, and not a word of what it was. */
static const char *
message_of(TALLOC_CTX *mem, const struct app *app, const struct delivery *d)
{
        const struct dispatch_read_row *row = d->row;
        bool withdraws = strcmp(row->dispatch_kind, "withdraw") == 0;
        struct buf b = buf_new(mem, KiB(64));
        struct json_out o = {.buf = &b};

        json_open(&o, '{');
        json_name(&o, "event");
        json_put(&o, row->dispatch_kind);
        json_name(&o, "channel");
        json_put(&o, row->channel);
        json_name(&o, "index_no");
        json_put(&o, row->index_no);
        json_name(&o, "agency");
        json_put(&o, row->agency);
        json_name(&o, "url");
        if (app->origin && *app->origin && row->index_no)
                json_put(&o, mem_printf(mem, "%s/item/%s", app->origin, row->index_no));
        else
                json_put_null(&o);
        if (withdraws) {
                json_name(&o, "reason");
                json_put(&o, row->reason);
        } else {
                json_name(&o, "title");
                json_put(&o, row->title);
                json_name(&o, "doc_no");
                json_put(&o, row->doc_no);
                json_name(&o, "summary");
                json_put(&o, row->summary);
                json_name(&o, "text");
                json_put(&o, running_text(mem, row->body));
        }
        json_close(&o, '}');
        return buf_text(&b);
}

/* The link a connector answered with: {"url":"https://…"}; "" when it gave none. */
static const char *
proof_of(TALLOC_CTX *mem, const char *text)
{
        struct problems none = {.mem = mem};
        struct json *json;
        const char *url;

        if (!*text || json_read(mem, text, strlen(text), &none, &json) != 0)
                return "";
        url = json_string(json_get(json, "url"));
        if (!url || strlen(url) > 500 || strpbrk(url, " \t\r\n\"<>") ||
            (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0))
                return "";
        return url;
}

static const char *
what_came(TALLOC_CTX *mem, const struct webhook_answer *a)
{
        const char *text = text_cut(mem, text_trim(mem, a->text), ERROR_CHARS);

        return a->status ? mem_printf(mem, "对方答复 %ld%s%s", a->status, *text ? "：" : "", text)
                         : mem_printf(mem, "未能送达：%s", text);
}

/* 4xx is the other side's last word, except for those that ask to come again. */
static bool
is_final(long status)
{
        return status >= 400 && status < 500 && status != 408 && status != 409 && status != 425 &&
               status != 429;
}

static int
record(TALLOC_CTX *mem, struct tx *tx, const struct delivery *d)
{
        struct channel_has_row *has;
        struct instant now = d->now;
        const struct dispatch_read_row *row = d->row;
        struct dispatch_item_row *item;
        int r =
            sql_dispatch_item_one(mem, tx, &(struct dispatch_item_in){.id = row->item_id}, &item);

        if (r == STORE_NONE || strcmp(row->dispatch_kind, "withdraw") == 0)
                return 0; /* withdrawn meanwhile: the message that says so is on its way */
        if (r)
                return err_fold(r);
        r = sql_channel_has_one(
            mem, tx, &(struct channel_has_in){.item_id = row->item_id, .channel = row->channel},
            &has);
        if (r < 0)
                return err_trace(r);
        if (r == STORE_NONE)
                r = sql_channel_tally(tx,
                                      &(struct channel_tally_in){.item_id = row->item_id,
                                                                 .channel = row->channel,
                                                                 .year = day_year(item->sort_day),
                                                                 .n = 1},
                                      NULL);
        if (r == 0)
                r = sql_channel_publish(tx,
                                        &(struct channel_publish_in){.item_id = row->item_id,
                                                                     .channel = row->channel,
                                                                     .published_at = now,
                                                                     .proof = d->proof},
                                        NULL);
        if (r)
                return err_fold(r);
        tx_touch(tx, "item", row->item_id);
        return app_touch_scope(mem, tx, item->agency_id);
}

static int
end_one(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct delivery *d = arg;
        struct dispatch_end_in in = {.id = d->id,
                                     .state = d->state,
                                     .error = d->error,
                                     .proof = d->proof,
                                     .ended_at = d->now};
        int64_t n;
        int r = sql_dispatch_lock(tx, &(struct dispatch_lock_in){.item_id = d->row->item_id}, NULL);

        if (r == 0)
                r = sql_dispatch_end(tx, &in, &n);
        if (r)
                return err_fold(r);
        if (n && strcmp(d->state, "sent") == 0) {
                r = record(mem, tx, d);
                if (r < 0)
                        return err_trace(r);
        }
        return audit_write(tx,
                           &(struct audit_entry){.at = d->now,
                                                 .event = mem_printf(mem, "dispatch_%s", d->state),
                                                 .object = "dispatch",
                                                 .object_id = d->id});
}

/* Before the message goes out, so that whoever withdraws the item meanwhile knows that it may be there. */
static int
claim(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct delivery *d = arg;
        int64_t n;
        int r = sql_dispatch_claim(tx, &(struct dispatch_claim_in){.id = d->id}, &n);

        (void)mem;
        tx_unaudited(tx);
        if (r)
                return err_fold(r);
        return n ? 0 : CHANNEL_NOT_FOUND;
}

static int
tried(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct delivery *d = arg;

        (void)mem;
        tx_unaudited(tx);
        return err_fold(sql_dispatch_tried(
            tx, &(struct dispatch_tried_in){.id = d->id, .error = d->error}, NULL));
}

static int
end_as(TALLOC_CTX *mem, struct app *app, struct delivery *d, const char *state, const char *error,
       const char *proof)
{
        d->state = state;
        d->error = error;
        d->proof = proof;
        return err_fold(app_run(mem, app, end_one, d));
}

/* What the other side wrote stands in the row alone, where a purge finds it; the job and its log line get the number. */
static int
not_yet(TALLOC_CTX *mem, struct app *app, struct delivery *d, const struct webhook_answer *a,
        const char **ret_why)
{
        int r;

        d->error = what_came(mem, a);
        if (d->row->attempts + 1 >= TRIES)
                return end_as(mem, app, d, "failed", d->error, "");
        r = app_run(mem, app, tried, d);
        if (r)
                return err_fold(r);
        *ret_why = a->status ? mem_printf(mem, "status %ld", a->status) : "not delivered";
        return CHANNEL_AGAIN;
}

/* The connector is switched off: the message waits, without a job, for app_connector_set() to switch it on. */
static int
hold(TALLOC_CTX *mem, struct app *app, struct delivery *d)
{
        bool withdraws = strcmp(d->row->dispatch_kind, "withdraw") == 0;

        d->error = withdraws ? "接口已停用，撤回通知尚未送达：请启用接口，或到该平台手工撤下"
                             : "接口已停用，启用后自动发送";
        return err_fold(app_run(mem, app, tried, d));
}

int
app_dispatch_deliver(TALLOC_CTX *mem, struct app *app, struct instant now, int64_t id,
                     const char **ret_why)
{
        struct delivery d = {.id = id, .now = now};
        struct webhook hook = {.delivery = id, .unix_seconds = now.ms / 1000};
        struct webhook_answer answer;
        int r = app_read(mem, app, read_one, &d);

        if (r < 0)
                return err_trace(r);
        if (r > 0 || strcmp(d.row->state, "waiting") != 0)
                return 0;
        if (strcmp(d.row->dispatch_kind, "withdraw") != 0 && strcmp(d.row->item_state, "live") != 0)
                return end_as(mem, app, &d, "cancelled", "信息已撤回", "");
        if (strcmp(d.row->dispatch_kind, "withdraw") != 0 && !d.row->is_live)
                return end_as(mem, app, &d, "cancelled", "已有更正后的内容，不再发送", "");
        if (!d.row->enabled)
                return hold(mem, app, &d);
        if (d.row->secret) {
                r = app->key ? secret_open(mem, app->key, d.row->secret, &hook.secret) : 1;
                if (r < 0)
                        return err_trace(r);
                if (r > 0)
                        return end_as(
                            mem, app, &d, "failed",
                            "接口密钥无法打开：密钥文件（secret.key）已更换，请重设接口密钥", "");
        }
        hook.url = d.row->url;
        hook.body = message_of(mem, app, &d);
        r = app_run(mem, app, claim, &d);
        if (r)
                return r < 0 ? err_trace(r) : 0;
        r = webhook_post(mem, &hook, &answer);
        if (r < 0)
                return err_trace(r);
        if (r == 0 && answer.status >= 200 && answer.status < 300)
                return end_as(mem, app, &d, "sent", "", proof_of(mem, answer.text));
        if (r == 0 && is_final(answer.status))
                return end_as(mem, app, &d, "failed", what_came(mem, &answer), "");
        return not_yet(mem, app, &d, &answer, ret_why);
}

int
app_dispatch_again(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                   int64_t id)
{
        int64_t n;
        int r =
            sql_dispatch_again(tx, &(struct dispatch_again_in){.scope = who->scope, .id = id}, &n);

        (void)mem;
        if (r)
                return err_fold(r);
        if (n == 0)
                return CHANNEL_NOT_FOUND;
        r = job_enqueue(tx, "dispatch", id, NULL, now, now);
        if (r)
                return err_fold(r);
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who->person_id,
                                                     .event = "dispatch_again",
                                                     .object = "dispatch",
                                                     .object_id = id});
}

int
app_dispatches(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, const char *state,
               int64_t item, int64_t limit, int64_t offset, struct dispatch_row **ret,
               size_t *ret_n)
{
        struct dispatch_list_in in = {.scope = who->scope,
                                      .limit = limit,
                                      .offset = offset,
                                      .state = state ? state : "",
                                      .item_id = item,
                                      .opt = (state ? DISPATCH_LIST_OPT_STATE : 0U) |
                                             (item ? DISPATCH_LIST_OPT_ITEM : 0U)};
        struct dispatch_list_row *rows;
        int r = sql_dispatch_list(mem, tx, &in, &rows, ret_n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct dispatch_row, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                (*ret)[i] = (struct dispatch_row){.id = rows[i].id,
                                                  .item_id = rows[i].item_id,
                                                  .attempts = rows[i].attempts,
                                                  .index_no = rows[i].index_no,
                                                  .title = rows[i].title,
                                                  .agency = rows[i].agency,
                                                  .channel = rows[i].channel_name,
                                                  .kind = rows[i].dispatch_kind,
                                                  .state = rows[i].state,
                                                  .error = rows[i].error,
                                                  .proof = rows[i].proof,
                                                  .asked_by = rows[i].asked_by,
                                                  .may_again = rows[i].again,
                                                  .asked_at = rows[i].asked_at,
                                                  .ended_at = rows[i].ended_at};
        return 0;
}

int
app_dispatch_counts(TALLOC_CTX *mem, struct tx *tx, const struct actor *who,
                    struct dispatch_counts *ret)
{
        struct dispatch_counts_row *rows;
        size_t n;
        int r = sql_dispatch_counts(mem, tx, &(struct dispatch_counts_in){.scope = who->scope},
                                    &rows, &n);

        if (r)
                return err_fold(r);
        *ret = (struct dispatch_counts){0};
        for (size_t i = 0; i < n; i++) {
                int64_t *at = strcmp(rows[i].state, "waiting") == 0  ? &ret->waiting
                              : strcmp(rows[i].state, "sent") == 0   ? &ret->sent
                              : strcmp(rows[i].state, "failed") == 0 ? &ret->failed
                                                                     : &ret->cancelled;

                *at = rows[i].n;
        }
        return 0;
}

/* ---- connectors ----------------------------------------------------------------------------- */

int
app_connectors(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct connector **ret,
               size_t *ret_n)
{
        struct connector_list_row *rows;
        int r = sql_connector_list(mem, tx, &(struct connector_list_in){.scope = who->scope}, &rows,
                                   ret_n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct connector, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                (*ret)[i] = (struct connector){.id = rows[i].id,
                                               .n_waiting = rows[i].n_waiting,
                                               .agency = rows[i].agency,
                                               .agency_slug = rows[i].agency_slug,
                                               .channel = rows[i].channel,
                                               .channel_name = rows[i].channel_name,
                                               .name = rows[i].name,
                                               .url = rows[i].url,
                                               .set_by = rows[i].set_by,
                                               .is_signed = rows[i].is_signed,
                                               .enabled = rows[i].enabled,
                                               .set_at = rows[i].set_at};
        return 0;
}

static void
connector_check(const struct connector *c, const char *secret, struct problems *problems)
{
        if (!*c->channel || strcmp(c->channel, "website") == 0)
                problems_add(problems, 0, "channel", "请选择渠道");
        if (!*c->name || strlen(c->name) > 100)
                problems_add(problems, 0, "name", "请填写接口名称，不超过 30 字");
        if (!webhook_url_ok(c->url))
                problems_add(problems, 0, "url",
                             "接口地址应以 https:// 开头；只有本机和内网地址可以用 http://");
        if (*secret && (strlen(secret) < 16 || strlen(secret) > 200))
                problems_add(problems, 0, "secret", "密钥为 16 至 200 个字符");
}

int
app_connector_set(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                  const uint8_t key[32], const char *agency, const struct connector *c,
                  const char *secret, struct problems *problems)
{
        struct connector_put_in in = {.channel = c->channel,
                                      .name = c->name,
                                      .url = c->url,
                                      .enabled = c->enabled,
                                      .set_by = who->person_id,
                                      .set_at = now};
        struct agency_by_slug_or_code_row *named;
        struct agency_of_scope_row *unit;
        struct connector_put_row *row;
        int r = sql_agency_by_slug_or_code_one(
            mem, tx, &(struct agency_by_slug_or_code_in){.word = agency}, &named);

        if (r == 0)
                r = sql_agency_of_scope_one(
                    mem, tx, &(struct agency_of_scope_in){.scope = who->scope, .id = named->id},
                    &unit);
        if (r < 0)
                return err_trace(r);
        if (r == STORE_NONE)
                problems_add(problems, 0, "agency", "职责范围内没有这个机关");
        connector_check(c, secret, problems);
        if (problems->n)
                return CHANNEL_BAD;
        in.agency_id = unit->id;
        if (*secret) {
                r = secret_seal(mem, key, secret, &in.secret);
                if (r < 0)
                        return err_trace(r);
        }
        r = sql_connector_put_one(mem, tx, &in, &row);
        if (r == 0)
                r = sql_dispatch_resume(tx, &(struct dispatch_resume_in){.now = now}, NULL);
        if (r)
                return err_fold(r);
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who->person_id,
                                                     .event = "connector_set",
                                                     .object = "connector",
                                                     .object_id = row->id,
                                                     .detail = c->url});
}
