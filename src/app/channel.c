/* Entries of channels by hand, and events that are no items. */
#include "app/channel.h"

#include "app/import_kit.h"
#include "app/item_kit.h"
#include "app/table.h"
#include "base/text.h"
#include "domain/item/date.h"

int
app_channels(TALLOC_CTX *mem, struct tx *tx, struct channel_name **ret, size_t *ret_n)
{
        struct channel_names_row *rows;
        int r = sql_channel_names(mem, tx, NULL, &rows, ret_n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct channel_name, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                (*ret)[i] = (struct channel_name){rows[i].code, rows[i].name, rows[i].unit};
        return 0;
}

/* By code or by name; NULL: there is none. */
static const struct channel_name *
channel_named(const struct channel_name *list, size_t n, const char *word)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(list[i].code, word) == 0 || strcmp(list[i].name, word) == 0)
                        return &list[i];
        return NULL;
}

/* ---- one item ------------------------------------------------------------------------------- */

static int
item_of(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t id,
        struct channel_item_row **ret)
{
        int r = sql_channel_item_one(mem, tx,
                                     &(struct channel_item_in){.scope = who->scope, .id = id}, ret);

        return r == STORE_NONE ? CHANNEL_NOT_FOUND : err_fold(r);
}

int
app_channel_item(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, int64_t id,
                 struct channel_item *ret)
{
        struct channel_item_row *item;
        struct channel_publications_row *rows;
        struct channel_entry *list;
        size_t n;
        int r = item_of(mem, tx, who, id, &item);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = sql_channel_publications(mem, tx, &(struct channel_publications_in){.item_id = id},
                                     &rows, &n);
        if (r)
                return err_fold(r);
        list = mem_array(mem, struct channel_entry, n + 1);
        for (size_t i = 0; i < n; i++)
                list[i] = (struct channel_entry){.channel = rows[i].channel,
                                                 .name = rows[i].name,
                                                 .proof = rows[i].proof,
                                                 .proof_file = rows[i].proof_file,
                                                 .entered_by = rows[i].entered_by,
                                                 .file_type = rows[i].file_type,
                                                 .file_size =
                                                     rows[i].has_file_size ? rows[i].file_size : 0,
                                                 .at = rows[i].published_at};
        *ret = (struct channel_item){.id = id,
                                     .title = item->title,
                                     .agency = item->agency,
                                     .index_no = item->index_no,
                                     .is_live = strcmp(item->state, "live") == 0,
                                     .entries = list,
                                     .n_entries = n};
        return 0;
}

/* What the item's page, its lists and the figures show. */
static int
touch(TALLOC_CTX *mem, struct tx *tx, int64_t item, int64_t agency)
{
        tx_touch(tx, "item", item);
        return app_touch_scope(mem, tx, agency);
}

/* One publication, new or told anew; the tally follows. */
static int
publish(TALLOC_CTX *mem, struct tx *tx, const struct channel_item_row *item,
        const struct channel_publish_in *in)
{
        struct channel_has_row *has;
        int r = sql_channel_has_one(
            mem, tx, &(struct channel_has_in){.item_id = item->id, .channel = in->channel}, &has);

        if (r < 0)
                return err_trace(r);
        if (r == STORE_NONE)
                r = sql_channel_tally(tx,
                                      &(struct channel_tally_in){.item_id = item->id,
                                                                 .channel = in->channel,
                                                                 .year = day_year(item->sort_day),
                                                                 .n = 1},
                                      NULL);
        if (r == 0)
                r = sql_channel_publish(tx, in, NULL);
        if (r)
                return err_fold(r);
        return touch(mem, tx, item->id, item->agency_id);
}

static bool
is_link(const char *text)
{
        return strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
}

static void
entry_check(const struct channel_name *channel, struct day day, struct day today, const char *proof,
            bool has_file, size_t line, struct problems *problems)
{
        if (!channel)
                problems_add(problems, line, "channel", "请选择公开渠道");
        else if (strcmp(channel->code, "website") == 0)
                problems_add(problems, line, "channel", "政府网站由系统自动登记，不需要手工登记");
        if (day_is_none(day))
                problems_add(problems, line, "date", "请填写公开日期，如 2024-3-4");
        else if (day.n > today.n)
                problems_add(problems, line, "date", "公开日期不能晚于今天");
        if (!*proof && !has_file)
                problems_add(problems, line, "proof", "请填写网址、期号版次，或者上传截图、扫描件");
        if (strlen(proof) > 500)
                problems_add(problems, line, "proof", "不超过 500 字节");
        if (is_link(proof) && strpbrk(proof, " \t\"<>"))
                problems_add(problems, line, "proof", "网址中不能有空格和引号");
}

static struct instant
noon_of(struct day day)
{
        return (struct instant){instant_of_day(day).ms + (int64_t)12 * 3600 * 1000};
}

int
app_channel_enter(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                  int64_t id, const char *word, struct day day, const char *proof,
                  const struct stored_file *file, struct problems *problems)
{
        struct channel_item_row *item;
        struct item_lock_row *locked;
        struct channel_name *list;
        const struct channel_name *channel;
        size_t n;
        int r = item_lock(mem, tx, who, id, &locked);

        if (r == STORE_NONE)
                return CHANNEL_NOT_FOUND;
        if (r == 0)
                r = item_of(mem, tx, who, id, &item);
        if (r == 0)
                r = app_channels(mem, tx, &list, &n);
        if (r)
                return err_fold(r);
        if (strcmp(item->state, "live") != 0)
                return CHANNEL_WRONG_STATE;
        channel = channel_named(list, n, word);
        entry_check(channel, day, instant_day(now), proof, file != NULL, 0, problems);
        if (problems->n)
                return CHANNEL_BAD;
        if (file) {
                r = sql_file_object_put(
                    tx,
                    &(struct file_object_put_in){
                        .sm3 = file->sm3, .size = file->size, .type = file->type, .stored_at = now},
                    NULL);
                if (r)
                        return err_fold(r);
        }
        r = publish(mem, tx, item,
                    &(struct channel_publish_in){.item_id = id,
                                                 .channel = channel->code,
                                                 .published_at = noon_of(day),
                                                 .proof = proof,
                                                 .proof_file = file ? file->sm3 : NULL,
                                                 .entered_by = who->person_id,
                                                 .has_entered_by = true});
        if (r < 0)
                return err_trace(r);
        return item_write_down(tx, who, now, "channel_entered", id, channel->code);
}

int
app_channel_remove(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                   int64_t id, const char *channel)
{
        struct channel_item_row *item;
        struct item_lock_row *locked;
        struct channel_has_row *has;
        int r = item_lock(mem, tx, who, id, &locked);

        if (r == STORE_NONE)
                return CHANNEL_NOT_FOUND;
        if (r == 0)
                r = item_of(mem, tx, who, id, &item);
        if (r)
                return err_fold(r);
        if (strcmp(channel, "website") == 0)
                return CHANNEL_WRONG_STATE;
        r = sql_channel_has_one(mem, tx,
                                &(struct channel_has_in){.item_id = id, .channel = channel}, &has);
        if (r == STORE_NONE)
                return CHANNEL_NOT_FOUND;
        if (r == 0)
                r = sql_channel_untally(
                    tx,
                    &(struct channel_untally_in){
                        .item_id = id, .channel = channel, .year = day_year(item->sort_day)},
                    NULL);
        if (r == 0)
                r = sql_channel_unpublish(
                    tx, &(struct channel_unpublish_in){.item_id = id, .channel = channel}, NULL);
        if (r == 0)
                r = touch(mem, tx, id, item->agency_id);
        if (r)
                return err_fold(r);
        return item_write_down(tx, who, now, "channel_removed", id, channel);
}

/* ---- many entries --------------------------------------------------------------------------- */

static const struct table_column publication_columns[] = {
    {"index_no", "索引号", TABLE_TEXT, true},
    {"channel", "渠道", TABLE_TEXT, true},
    {"date", "公开日期", TABLE_TEXT, true},
    {"proof", "网址或期号", TABLE_TEXT, true},
};

struct bringing {
        const struct import_ask *ask;
        struct problems *problems;
        struct table table;
        size_t *lines;
};

static const char *
cell_of(const struct bringing *b, size_t row, size_t column)
{
        return b->table.cells[row * b->table.n_columns + column];
}

static struct day
day_of(const char *text)
{
        struct date d = date_read(text);

        return d.flags & (DATE_UNREAD | DATE_IMPOSSIBLE | DATE_PARTIAL) ? DAY_NONE : d.day;
}

static int
bring_publication(TALLOC_CTX *mem, struct tx *tx, struct bringing *b, size_t i,
                  const struct channel_name *channels, size_t n)
{
        const char *index_no = cell_of(b, i, 0), *proof = cell_of(b, i, 3);
        const struct channel_name *channel = channel_named(channels, n, cell_of(b, i, 1));
        struct day day = day_of(cell_of(b, i, 2));
        size_t before = b->problems->n;
        struct item_by_index_row *found;
        struct channel_item_row *item;
        struct item_lock_row *locked;
        int r;

        entry_check(channel, day, instant_day(b->ask->now), proof, false, b->lines[i], b->problems);
        r = sql_item_by_index_one(mem, tx, &(struct item_by_index_in){.index_no = index_no},
                                  &found);
        if (r == 0)
                r = item_lock(mem, tx, b->ask->who, found->id, &locked);
        if (r == 0)
                r = item_of(mem, tx, b->ask->who, found->id, &item);
        if (r < 0)
                return err_trace(r);
        if (r > 0) {
                problems_add(b->problems, b->lines[i], "index_no",
                             "本职责范围内没有索引号为“%s”的信息", index_no);
                return 0;
        }
        if (strcmp(item->state, "live") != 0)
                problems_add(b->problems, b->lines[i], "index_no", "“%s”不是已公开的信息",
                             index_no);
        if (b->problems->n > before || !channel)
                return 0;
        return publish(mem, tx, item,
                       &(struct channel_publish_in){.item_id = item->id,
                                                    .channel = channel->code,
                                                    .published_at = noon_of(day),
                                                    .proof = proof,
                                                    .entered_by = b->ask->who->person_id,
                                                    .has_entered_by = true});
}

static int
bring_publications(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct bringing *b = arg;
        struct channel_name *channels;
        size_t n;
        int r;

        *b->problems = (struct problems){.mem = b->problems->mem};
        r = app_channels(mem, tx, &channels, &n);
        for (size_t i = 0; r == 0 && i < b->table.n_rows; i++)
                r = bring_publication(mem, tx, b, i, channels, n);
        if (r < 0)
                return err_trace(r);
        if (b->problems->n || b->ask->dry_run)
                return IMPORT_REFUSED; /* nothing of it is kept */
        return audit_write(tx, &(struct audit_entry){.at = b->ask->now,
                                                     .person_id = b->ask->who->person_id,
                                                     .event = "channels_imported",
                                                     .object = "publication",
                                                     .n = (int64_t)b->table.n_rows,
                                                     .detail = b->ask->file_name});
}

/* Reads the file and runs fn over it: all of it, or nothing. */
static int
bring(TALLOC_CTX *mem, struct app *app, struct bringing *b, const struct table_column *columns,
      size_t n_columns, use_case fn, struct import_result *ret)
{
        struct import_result result = {0};
        const char *text;
        size_t n;
        int r = import_text(mem, b->ask, b->problems, &text, &n, &result.converted);

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = table_read(mem, text, n, columns, n_columns, b->problems, &b->table, &b->lines);
        if (r)
                return r < 0 ? err_trace(r) : IMPORT_REFUSED;
        r = app_run(mem, app, fn, b);
        if (r < 0)
                return err_trace(r);
        if (b->problems->n)
                return IMPORT_REFUSED;
        result.n = b->table.n_rows;
        *ret = result;
        return 0;
}

int
app_import_publications(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                        struct problems *problems, struct import_result *ret)
{
        struct bringing b = {.ask = ask, .problems = problems};

        return bring(mem, app, &b, publication_columns, N(publication_columns), bring_publications,
                     ret);
}

/* ---- events --------------------------------------------------------------------------------- */

bool
channel_count_read(const char *text, enum channel_count *ret_kind, int64_t *ret_n)
{
        static const char *const about[] = {"约", "近", "余", "多"};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        char *rest = mem_strdup(mem, text_trim(mem, text));
        bool approximate = false;
        int64_t value;
        size_t n;

        for (size_t i = 0; i < N(about); i++) {
                char *at = strstr(rest, about[i]);

                if (!at)
                        continue;
                approximate = true;
                memmove(at, at + strlen(about[i]), strlen(at + strlen(about[i])) + 1);
        }
        rest[strcspn(rest, " \t")] = '\0';
        if (!*rest) {
                *ret_kind = COUNT_ABSENT;
                *ret_n = 0;
                return !approximate;
        }
        n = text_number(rest, &value);
        if (n == 0 || n != strlen(rest) || value < 0)
                return false;
        *ret_kind = approximate ? COUNT_APPROXIMATE : COUNT_EXACT;
        *ret_n = value;
        return true;
}

static const char *const count_codes[] = {
    [COUNT_EXACT] = "exact", [COUNT_APPROXIMATE] = "approximate", [COUNT_ABSENT] = "absent"};

static int
add_event(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
          const struct channel_event *e, const char *count, const struct channel_name *channels,
          size_t n_channels, size_t line, struct problems *problems, int64_t *ret_id)
{
        const struct channel_name *channel = channel_named(channels, n_channels, e->channel);
        struct agency_by_slug_or_code_row *named;
        struct agency_of_scope_row *agency = NULL;
        struct channel_event_put_row *row;
        enum channel_count kind = COUNT_ABSENT;
        size_t before = problems->n;
        int64_t n = 0;
        int r = sql_agency_by_slug_or_code_one(
            mem, tx, &(struct agency_by_slug_or_code_in){.word = e->agency}, &named);

        if (r == 0)
                r = sql_agency_of_scope_one(
                    mem, tx, &(struct agency_of_scope_in){.scope = who->scope, .id = named->id},
                    &agency);
        if (r < 0)
                return err_trace(r);
        if (r == STORE_NONE)
                problems_add(problems, line, "agency", "职责范围内没有“%s”这个机关", e->agency);
        if (!channel || strcmp(channel->code, "website") == 0)
                problems_add(problems, line, "channel", "请选择公开方式");
        if (day_is_none(e->day))
                problems_add(problems, line, "date", "请填写日期，如 2024-3-4");
        else if (e->day.n > instant_day(now).n)
                problems_add(problems, line, "date", "日期不能晚于今天");
        if (!*e->title || strlen(e->title) > 500)
                problems_add(problems, line, "title", "请填写名称，不超过 150 字");
        if (!channel_count_read(count, &kind, &n))
                problems_add(problems, line, "n",
                             "数量应为整数，可写“300余”“约1200”，没有统计的留空");
        if (problems->n > before || !channel)
                return CHANNEL_BAD;
        r = sql_channel_event_put_one(
            mem, tx,
            &(struct channel_event_put_in){.agency_id = agency->id,
                                           .channel = channel->code,
                                           .on_day = e->day,
                                           .title = e->title,
                                           .n_kind = count_codes[kind],
                                           .n = n,
                                           .has_n = kind != COUNT_ABSENT,
                                           .unit = *e->unit ? e->unit : channel->unit,
                                           .proof = e->proof,
                                           .entered_by = who->person_id,
                                           .has_entered_by = true,
                                           .entered_at = now},
            &row);
        if (r)
                return err_fold(r);
        *ret_id = row->id;
        tx_touch(tx, "figure", 0);
        return 0;
}

int
app_channel_event_add(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                      const struct channel_event *e, const char *n, struct problems *problems,
                      int64_t *ret_id)
{
        struct channel_name *channels;
        size_t n_channels;
        int r = app_channels(mem, tx, &channels, &n_channels);

        if (r == 0)
                r = add_event(mem, tx, who, now, e, n, channels, n_channels, 0, problems, ret_id);
        if (r)
                return r < 0 ? err_trace(r) : r;
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who->person_id,
                                                     .event = "channel_event_entered",
                                                     .object = "channel_event",
                                                     .object_id = *ret_id,
                                                     .detail = e->title});
}

int
app_channel_event_drop(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct instant now,
                       int64_t id)
{
        int64_t n;
        int r = sql_channel_event_drop(
            tx, &(struct channel_event_drop_in){.scope = who->scope, .id = id}, &n);

        (void)mem;
        if (r)
                return err_fold(r);
        if (n == 0)
                return CHANNEL_NOT_FOUND;
        tx_touch(tx, "figure", 0);
        return audit_write(tx, &(struct audit_entry){.at = now,
                                                     .person_id = who->person_id,
                                                     .event = "channel_event_removed",
                                                     .object = "channel_event",
                                                     .object_id = id});
}

int
app_channel_events(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct day from,
                   struct day to, const char *channel, int64_t limit, int64_t offset,
                   struct channel_event **ret, size_t *ret_n)
{
        struct channel_events_in in = {.scope = who->scope,
                                       .limit = limit,
                                       .offset = offset,
                                       .from = from,
                                       .to = to,
                                       .channel = channel ? channel : "",
                                       .opt = channel ? CHANNEL_EVENTS_OPT_CHANNEL : 0};
        struct channel_events_row *rows;
        int r = sql_channel_events(mem, tx, &in, &rows, ret_n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct channel_event, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                (*ret)[i] = (struct channel_event){
                    .id = rows[i].id,
                    .agency = rows[i].agency,
                    .agency_code = rows[i].agency_code,
                    .channel = rows[i].channel,
                    .channel_name = rows[i].channel_name,
                    .title = rows[i].title,
                    .unit = rows[i].unit,
                    .proof = rows[i].proof,
                    .entered_by = rows[i].entered_by,
                    .day = rows[i].on_day,
                    .count = strcmp(rows[i].n_kind, "exact") == 0         ? COUNT_EXACT
                             : strcmp(rows[i].n_kind, "approximate") == 0 ? COUNT_APPROXIMATE
                                                                          : COUNT_ABSENT,
                    .n = rows[i].has_n ? rows[i].n : 0};
        return 0;
}

int
app_channel_sums(TALLOC_CTX *mem, struct tx *tx, const struct actor *who, struct day from,
                 struct day to, struct channel_sum **ret, size_t *ret_n)
{
        struct channel_event_sums_row *rows;
        int r = sql_channel_event_sums(
            mem, tx, &(struct channel_event_sums_in){.scope = who->scope, .from = from, .to = to},
            &rows, ret_n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct channel_sum, *ret_n + 1);
        for (size_t i = 0; i < *ret_n; i++)
                (*ret)[i] = (struct channel_sum){.channel = rows[i].channel,
                                                 .name = rows[i].name,
                                                 .unit = rows[i].unit,
                                                 .n_events = rows[i].n_events,
                                                 .n = rows[i].n,
                                                 .is_approximate = rows[i].n_approximate > 0};
        return 0;
}

static const struct table_column event_columns[] = {
    {"agency", "机关", TABLE_TEXT, true}, {"channel", "公开方式", TABLE_TEXT, true},
    {"date", "日期", TABLE_TEXT, true},   {"title", "名称", TABLE_TEXT, true},
    {"n", "数量", TABLE_TEXT, false},     {"unit", "单位", TABLE_TEXT, false},
    {"proof", "佐证", TABLE_TEXT, false},
};

static int
bring_events(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct bringing *b = arg;
        struct channel_name *channels;
        size_t n;
        int r;

        *b->problems = (struct problems){.mem = b->problems->mem};
        r = app_channels(mem, tx, &channels, &n);
        for (size_t i = 0; r >= 0 && i < b->table.n_rows; i++) {
                struct channel_event e = {.agency = cell_of(b, i, 0),
                                          .channel = cell_of(b, i, 1),
                                          .day = day_of(cell_of(b, i, 2)),
                                          .title = cell_of(b, i, 3),
                                          .unit = cell_of(b, i, 5),
                                          .proof = cell_of(b, i, 6)};
                int64_t id;

                r = add_event(mem, tx, b->ask->who, b->ask->now, &e, cell_of(b, i, 4), channels, n,
                              b->lines[i], b->problems, &id);
        }
        if (r < 0)
                return err_trace(r);
        if (b->problems->n || b->ask->dry_run)
                return IMPORT_REFUSED;
        return audit_write(tx, &(struct audit_entry){.at = b->ask->now,
                                                     .person_id = b->ask->who->person_id,
                                                     .event = "channel_events_imported",
                                                     .object = "channel_event",
                                                     .n = (int64_t)b->table.n_rows,
                                                     .detail = b->ask->file_name});
}

int
app_import_channel_events(TALLOC_CTX *mem, struct app *app, const struct import_ask *ask,
                          struct problems *problems, struct import_result *ret)
{
        struct bringing b = {.ask = ask, .problems = problems};

        return bring(mem, app, &b, event_columns, N(event_columns), bring_events, ret);
}
