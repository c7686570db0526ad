#include "app/purge.h"

#include "app/archive.h"
#include "app/file.h"
#include "app/flow_kit.h"
#include "app/job.h"
#include "app/publish.h"
#include "domain/body/body.h"
#include "search/search.h"
#include "store/audit.h"
#include "store/scrub.h"
#include "store/sql.h"

/* Tables whose rows held words. */
static const char *const scrubbed[] = {
    "edition",       "edition_html",     "review",       "attachment",
    "draft_text",    "draft_text_file",  "publication",  "item_act",
    "item_sheet",    "sheet_before",     "item",         "dispatch",
    "web_link",      "file_inspection",  "file_finding", "file_mark",
    "file_decision", "redaction",        "scan_finding", "scan_decision",
    "edition_alike", "edition_alike_key"};

static int
write_down(struct tx *tx, const struct actor *who, struct instant now, const char *event,
           int64_t id)
{
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who ? who->person_id : 0,
                                                     .event = event,
                                                     .object = "purge",
                                                     .object_id = id});
}

/* ---- the first person ----------------------------------------------------------------------- */

/* The item is taken back at once; the second person may take an hour. */
static int
withdraw(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now, int64_t item,
         struct problems *problems)
{
        int r =
            app_item_withdraw(mem, tx, who, now, item, "该信息内容不宜公开，已停止公开", problems);

        if (r == PUBLISH_WRONG_STATE) /* a draft, or withdrawn before */
                return 0;
        return r == PUBLISH_NOT_FOUND ? PURGE_NOT_FOUND : err_fold(r);
}

/* The item that is meant, locked: by its number, or by the form of an item that never had one. 0: *ret is 0. */
static int
item_meant(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, const struct purge_ask *ask,
           int64_t *ret)
{
        struct item_by_index_row *item;
        struct item_lock_row *locked;
        int64_t id = ask->item;
        int r = 0;

        *ret = 0;
        if (!id) {
                r = sql_item_by_index_one(
                    mem, tx, &(struct item_by_index_in){.index_no = ask->index_no}, &item);
                if (r == 0)
                        id = item->id;
        }
        if (r == 0)
                r = sql_item_lock_one(
                    mem, tx, &(struct item_lock_in){.scope = who->scope, .id = id}, &locked);
        if (r == 0)
                *ret = id;
        return r < 0 ? err_trace(r) : 0;
}

int
app_purge_order(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                const struct purge_ask *ask, struct problems *problems, int64_t *ret_id)
{
        struct purge_insert_row *row;
        int64_t item = 0;
        int r;

        if (!ask->item && !*ask->index_no) {
                problems_add(problems, 0, "index_no", "请填写索引号");
        } else {
                r = item_meant(mem, tx, who, ask, &item);
                if (r < 0)
                        return err_trace(r);
                if (!item)
                        problems_add(problems, 0, "index_no", "本职责范围内没有%s“%s”的信息",
                                     ask->item ? "编号为" : "索引号为",
                                     ask->item ? mem_printf(mem, "%lld", (long long)ask->item)
                                               : ask->index_no);
        }
        if (!*ask->reason)
                problems_add(problems, 0, "reason", "请写明处置依据（不得写入涉密内容）");
        if (problems->n)
                return PURGE_BAD;
        r = withdraw(mem, tx, who, now, item, problems);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = sql_purge_insert_one(mem, tx,
                                 &(struct purge_insert_in){.item_id = item,
                                                           .reason = ask->reason,
                                                           .ordered_by = who->person_id,
                                                           .ordered_at = now},
                                 &row);
        if (r == STORE_CONFLICT)
                return PURGE_WRONG_STATE;
        if (r)
                return err_fold(r);
        r = flow_tell(mem, tx, who, now, item, FLOW_PURGE_ORDERED);
        if (r < 0)
                return err_trace(r);
        *ret_id = row->id;
        return write_down(tx, who, now, "purge_ordered", row->id);
}

/* ---- the second person ---------------------------------------------------------------------- */

/* Its item locked until the end of the transaction: of two who decide at once the later finds it
 * decided. */
static int
lock(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t id, struct purge_of_row **ret)
{
        struct purge_of_in in = {.scope = who->scope, .id = id};
        struct item_lock_row *item;
        int r = sql_purge_of_one(mem, tx, &in, ret);

        if (r == 0)
                r = sql_item_lock_one(
                    mem, tx, &(struct item_lock_in){.scope = who->scope, .id = (*ret)->item_id},
                    &item);
        if (r == 0)
                r = sql_purge_of_one(mem, tx, &in, ret);
        if (r == STORE_NONE)
                return PURGE_NOT_FOUND;
        if (r)
                return err_fold(r);
        return strcmp((*ret)->state, "ordered") == 0 ? 0 : PURGE_WRONG_STATE;
}

/* The bytes of one file go with the item unless another item has them too. */
static int
take_file(TALLOC_CTX *mem, struct tx *tx, int64_t purge, int64_t item, const char *sm3,
          int64_t *n_files)
{
        struct purge_file_elsewhere_row *row;
        int r = sql_purge_file_elsewhere_one(
            mem, tx, &(struct purge_file_elsewhere_in){.sm3 = sm3, .item_id = item}, &row);

        if (r)
                return err_fold(r);
        if (row->n) {
                r = sql_purge_kept_put(
                    tx, &(struct purge_kept_put_in){.purge_id = purge, .sm3 = sm3}, NULL);
                return err_fold(r);
        }
        ++*n_files;
        r = sql_purge_file_put(tx, &(struct purge_file_put_in){.purge_id = purge, .sm3 = sm3},
                               NULL);
        return err_fold(r);
}

static int
take_pictures(TALLOC_CTX *mem, struct tx *tx, int64_t purge, int64_t item,
              const struct body_node *node, int64_t *n_files)
{
        int r = 0;

        if (node->type == BODY_IMAGE && node->file && strlen(node->file) == FILE_HEX - 1)
                r = take_file(mem, tx, purge, item, node->file, n_files);
        for (size_t i = 0; r == 0 && i < node->n; i++)
                r = take_pictures(mem, tx, purge, item, &node->kids[i], n_files);
        return r;
}

static int
note_files(TALLOC_CTX *mem, struct tx *tx, int64_t purge, int64_t item, int64_t *ret_editions,
           int64_t *ret_files)
{
        struct purge_texts_row *texts;
        struct purge_files_row *files;
        size_t n_texts, n_files;
        int r =
            sql_purge_texts(mem, tx, &(struct purge_texts_in){.item_id = item}, &texts, &n_texts);

        *ret_files = *ret_editions = 0;
        if (r == 0)
                r = sql_purge_files(mem, tx, &(struct purge_files_in){.item_id = item}, &files,
                                    &n_files);
        if (r)
                return err_fold(r);
        for (size_t i = 0; r == 0 && i < n_files; i++)
                r = take_file(mem, tx, purge, item, files[i].sm3, ret_files);
        for (size_t i = 0; r == 0 && i < n_texts; i++) {
                struct problems none = {.mem = mem};
                struct body *body;
                int parsed =
                    body_parse(mem, texts[i].body, strlen(texts[i].body), true, &none, &body);

                if (parsed == 0)
                        r = take_pictures(mem, tx, purge, item, &body->root, ret_files);
                else
                        err_clear();
        }
        for (size_t i = 0; i < n_texts; i++)
                *ret_editions += texts[i].id != 0; /* the others are what these were once */
        return r ? err_fold(r) : 0;
}

/* An address can tell as much as a sentence. */
static int
blank_links(TALLOC_CTX *mem, struct tx *tx, int64_t item)
{
        struct purge_links_row *rows;
        size_t n;
        int r = sql_purge_links(mem, tx, &(struct purge_links_in){.item_id = item}, &rows, &n);

        for (size_t i = 0; r == 0 && i < n; i++)
                r = sql_purge_link(tx, &(struct purge_link_in){.id = rows[i].link_id}, NULL);
        return err_fold(r);
}

/* Every statement of the list, whatever it changes. */
static int
blank_rows(TALLOC_CTX *mem, struct tx *tx, int64_t purge, int64_t item)
{
        struct draft blank = DRAFT_EMPTY;
        struct purge_file_list_row *files;
        size_t n;
        int r;

        blank.title = "（内容已处置）";
        blank.body = "{\"type\":\"doc\",\"content\":[]}";
        r = sql_purge_attachments(tx, &(struct purge_attachments_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_editions(tx,
                                       &(struct purge_editions_in){
                                           .item_id = item, .draft_sm3 = draft_sm3(mem, &blank)},
                                       NULL);
        if (r == 0) /* after the texts: who renders one of them holds it */
                r = sql_purge_html(tx, &(struct purge_html_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_reviews(tx, &(struct purge_reviews_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_acts(tx, &(struct purge_acts_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_draft_text_files(
                    tx, &(struct purge_draft_text_files_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_draft_texts(tx, &(struct purge_draft_texts_in){.item_id = item},
                                          NULL);
        if (r == 0)
                r = sql_purge_scan_decisions(tx, &(struct purge_scan_decisions_in){.item_id = item},
                                             NULL);
        if (r == 0)
                r = sql_purge_scan_findings(tx, &(struct purge_scan_findings_in){.item_id = item},
                                            NULL);
        if (r == 0)
                r = sql_purge_alike_keys(tx, &(struct purge_alike_keys_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_alike(tx, &(struct purge_alike_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_sheet(tx, &(struct purge_sheet_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_sheet_before(tx, &(struct purge_sheet_before_in){.item_id = item},
                                           NULL);
        if (r == 0)
                r = sql_purge_relation_changes(
                    tx, &(struct purge_relation_changes_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_dispatches(tx, &(struct purge_dispatches_in){.item_id = item}, NULL);
        if (r == 0)
                r = blank_links(mem, tx, item);
        if (r == 0)
                r = sql_purge_item(tx, &(struct purge_item_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_proofs(tx, &(struct purge_proofs_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_file_list(mem, tx, &(struct purge_file_list_in){.purge_id = purge},
                                        &files, &n);
        if (r == 0)
                r = sql_purge_decisions(tx, &(struct purge_decisions_in){.item_id = item}, NULL);
        if (r == 0)
                r = sql_purge_redactions(tx, &(struct purge_redactions_in){.item_id = item}, NULL);
        for (size_t i = 0; r == 0 && i < n; i++)
                r = app_file_rows_drop(tx, files[i].sm3);
        for (size_t i = 0; r == 0 && i < n; i++)
                r = sql_purge_file_object(tx, &(struct purge_file_object_in){.sm3 = files[i].sm3},
                                          NULL);
        return err_fold(r);
}

int
app_purge_confirm(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                  int64_t id)
{
        struct problems none = {.mem = mem};
        struct purge_of_row *p;
        struct purge_decide_in in = {.id = id,
                                     .state = "clearing",
                                     .decided_by = who->person_id,
                                     .decided_at = now,
                                     .ended_at = INSTANT_NONE};
        int r = lock(mem, tx, who, id, &p);

        if (r)
                return r < 0 ? err_trace(r) : r;
        if (p->ordered_by == who->person_id)
                return PURGE_SAME_PERSON;
        r = withdraw(mem, tx, who, now, p->item_id, &none);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = note_files(mem, tx, id, p->item_id, &in.n_editions, &in.n_files);
        if (r < 0)
                return err_trace(r);
        r = sql_purge_decide(tx, &in, NULL);
        if (r)
                return err_fold(r);
        r = blank_rows(mem, tx, id, p->item_id);
        if (r == 0)
                r = job_enqueue(tx, "purge", id, NULL, now, now);
        if (r)
                return err_fold(r);
        tx_touch(tx, "item", p->item_id);
        tx_touch(tx, "purge", id);
        r = app_touch_scope(mem, tx, p->agency_id);
        if (r == 0)
                r = flow_tell(mem, tx, who, now, p->item_id, FLOW_PURGE_CONFIRMED);
        if (r < 0)
                return err_trace(r);
        return write_down(tx, who, now, "purge_confirmed", id);
}

int
app_purge_cancel(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                 int64_t id)
{
        struct purge_of_row *p;
        int r = lock(mem, tx, who, id, &p);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = sql_purge_decide(tx,
                             &(struct purge_decide_in){.id = id,
                                                       .state = "cancelled",
                                                       .decided_by = who->person_id,
                                                       .decided_at = now,
                                                       .ended_at = now},
                             NULL);
        if (r)
                return err_fold(r);
        r = flow_tell(mem, tx, who, now, p->item_id, FLOW_PURGE_CANCELLED);
        if (r < 0)
                return err_trace(r);
        return write_down(tx, who, now, "purge_cancelled", id);
}

/* ---- the rest, by a job --------------------------------------------------------------------- */

struct clearing {
        int64_t id, change_no;
        const char *sm3;
        struct purge_file_list_row *files;
        size_t n_files;
        struct instant now;
};

static int
read_clearing(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct clearing *c = arg;
        struct purge_change_row *change;
        int r = sql_purge_change_one(mem, tx, &(struct purge_change_in){.id = c->id}, &change);

        if (r < 0)
                return err_trace(r);
        if (r == 0)
                c->change_no = change->change_no;
        else /* the log of changes was shortened since: what is built from now on will do */
                r = store_change_no(tx, &c->change_no);
        if (r == 0)
                r = sql_purge_file_list(mem, tx, &(struct purge_file_list_in){.purge_id = c->id},
                                        &c->files, &c->n_files);
        return err_fold(r);
}

static int
file_gone(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct clearing *c = arg;
        int r = sql_purge_file_gone(
            tx, &(struct purge_file_gone_in){.purge_id = c->id, .sm3 = c->sm3}, NULL);

        (void)mem;
        tx_unaudited(tx);
        return err_fold(r);
}

static int
clear_files(TALLOC_CTX *mem, struct app *app, struct clearing *c)
{
        for (size_t i = 0; app->data && i < c->n_files; i++) {
                int r = app_file_destroy(app_file_path(mem, app, c->files[i].sm3));

                c->sm3 = c->files[i].sm3;
                if (r == 0)
                        r = app_run(mem, app, file_gone, c);
                if (r)
                        return err_fold(r);
        }
        return 0;
}

static int
end(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct clearing *c = arg;
        struct actor who = {0}; /* it is the work of the one who confirmed it */
        struct purge_person_row *p;
        int64_t n;
        int r = sql_purge_end(tx, &(struct purge_end_in){.id = c->id, .ended_at = c->now}, &n);

        if (r)
                return err_fold(r);
        if (n == 0) {
                tx_unaudited(tx);
                return 0;
        }
        r = sql_purge_person_one(mem, tx, &(struct purge_person_in){.id = c->id}, &p);
        if (r)
                return err_fold(r);
        who.person_id = p->decided_by;
        r = flow_tell(mem, tx, &who, c->now, p->item_id, FLOW_PURGE_DONE);
        if (r < 0)
                return err_trace(r);
        return write_down(tx, NULL, c->now, "purge_done", c->id);
}

int
app_purge_clear(TALLOC_CTX *mem, struct app *app, struct instant now, int64_t id,
                const char **ret_why)
{
        struct clearing c = {.id = id, .now = now};
        int64_t born = 0;
        int r = app_read(mem, app, read_clearing, &c);

        if (r)
                return err_fold(r);
        r = clear_files(mem, app, &c);
        if (r == 0) /* any of them may hold it, and each can be made again */
                r = app_archive_destroy(mem, app);
        if (r < 0)
                return err_trace(r);
        if (app->data) {
                r = search_born(app->data, &born);
                if (r < 0)
                        return err_trace(r);
                /* Without a file there is nothing to be found, and nothing to wait for. */
                if (born && born < c.change_no) {
                        *ret_why = "the search file is still being built anew";
                        return PURGE_WAITS;
                }
        }
        r = store_scrub(app->store, scrubbed, N(scrubbed));
        if (r == STORE_BUSY) {
                *ret_why = "a reader still holds the write-ahead log";
                return PURGE_WAITS;
        }
        if (r)
                return err_fold(r);
        r = app_run(mem, app, end, &c);
        return err_fold(r);
}

/* ---- reading -------------------------------------------------------------------------------- */

int
app_purges(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t limit, int64_t offset,
           struct purge_row **ret, size_t *ret_n, int64_t *ret_all)
{
        struct purge_list_row *rows;
        struct purge_count_row *count;
        size_t n;
        int r = sql_purge_list(
            mem, tx, &(struct purge_list_in){.scope = who->scope, .limit = limit, .offset = offset},
            &rows, &n);

        if (r == 0)
                r = sql_purge_count_one(mem, tx, &(struct purge_count_in){.scope = who->scope},
                                        &count);
        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct purge_row, n + 1);
        for (size_t i = 0; i < n; i++)
                (*ret)[i] = (struct purge_row){.id = rows[i].id,
                                               .index_no = rows[i].index_no,
                                               .agency = rows[i].agency,
                                               .state = rows[i].state,
                                               .reason = rows[i].reason,
                                               .orderer = rows[i].orderer,
                                               .decider = rows[i].decider,
                                               .ordered_at = rows[i].ordered_at,
                                               .ended_at = rows[i].ended_at};
        *ret_n = n;
        *ret_all = count->n;
        return 0;
}

/* Who has a file of it, and which packages do. */
static int
read_holders(TALLOC_CTX *mem, struct tx *tx, int64_t id, struct purge_view *ret)
{
        struct purge_holders_row *items;
        struct purge_packages_row *packages;
        struct purge_holder *holders;
        struct purge_package *list;
        size_t n, n_packages;
        int r = sql_purge_holders(mem, tx, &(struct purge_holders_in){.purge_id = id}, &items, &n);

        if (r == 0)
                r = sql_purge_packages(mem, tx, &(struct purge_packages_in){.id = id}, &packages,
                                       &n_packages);
        if (r)
                return err_fold(r);
        holders = mem_array(mem, struct purge_holder, n + 1);
        for (size_t i = 0; i < n; i++)
                holders[i] = (struct purge_holder){.item_id = items[i].id,
                                                   .n_files = items[i].n_files,
                                                   .index_no = items[i].index_no,
                                                   .agency = items[i].agency,
                                                   .is_live = strcmp(items[i].state, "live") == 0};
        list = mem_array(mem, struct purge_package, n_packages + 1);
        for (size_t i = 0; i < n_packages; i++)
                list[i] = (struct purge_package){.year = (int)packages[i].year,
                                                 .made_at = packages[i].made_at,
                                                 .sm3 = packages[i].manifest_sm3,
                                                 .receiver = packages[i].receiver,
                                                 .handed_on = packages[i].handed_on};
        ret->holders = holders;
        ret->n_holders = n;
        ret->packages = list;
        ret->n_packages = n_packages;
        return 0;
}

int
app_purge_read(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t id,
               struct purge_view *ret)
{
        struct purge_read_row *row;
        struct backups_between_row *backups;
        struct purge_backup *list;
        size_t n;
        int r = sql_purge_read_one(mem, tx, &(struct purge_read_in){.scope = who->scope, .id = id},
                                   &row);

        if (r == STORE_NONE)
                return PURGE_NOT_FOUND;
        if (r == 0) /* whoever copied the store while the words were in it has them */
                r = sql_backups_between(
                    mem, tx,
                    &(struct backups_between_in){.from = row->item_created_at,
                                                 .to = instant_is_none(row->decided_at)
                                                           ? (struct instant){INT64_MAX}
                                                           : row->decided_at},
                    &backups, &n);
        if (r)
                return err_fold(r);
        list = mem_array(mem, struct purge_backup, n + 1);
        for (size_t i = 0; i < n; i++)
                list[i] = (struct purge_backup){backups[i].made_at, backups[i].path};
        *ret = (struct purge_view){.row = {.id = row->id,
                                           .index_no = row->index_no,
                                           .agency = row->agency,
                                           .state = row->state,
                                           .reason = row->reason,
                                           .orderer = row->orderer,
                                           .decider = row->decider,
                                           .ordered_at = row->ordered_at,
                                           .ended_at = row->ended_at},
                                   .ordered_by = row->ordered_by,
                                   .n_editions = row->n_editions,
                                   .n_files = row->n_files,
                                   .n_left = row->n_left,
                                   .decided_at = row->decided_at,
                                   .backups = list,
                                   .n_backups = n};
        return read_holders(mem, tx, id, ret);
}

struct noting {
        struct backup_note_in in;
        struct instant now;
};

static int
note(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct noting *n = arg;
        int r = sql_backup_note(tx, &n->in, NULL);

        (void)mem;
        if (r)
                return err_fold(r);
        return audit_write(
            tx, &(struct audit_entry){
                    .at = n->now, .event = "backup_made", .object = "store", .detail = n->in.path});
}

int
app_backup_note(TALLOC_CTX *mem, struct app *app, struct instant now, const char *path,
                int64_t change_no, const char *audit_sm3)
{
        struct noting n = {
            .in = {.made_at = now, .path = path, .change_no = change_no, .audit_sm3 = audit_sm3},
            .now = now};

        return err_fold(app_run(mem, app, note, &n));
}
