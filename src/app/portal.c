#include "app/portal.h"

#include "app/memo.h"
#include "app/run.h"
#include "base/json.h"
#include "domain/body/body.h"
#include "store/sql.h"

/* Below this many matches a list is gathered by agency and column and sorted; above, the ordered
 * index is walked until the page is full. Walking costs about (all / matches) rows a hit. */
enum { FEW = 3000, COUNT_TO = 1001 };

/* An outcome of the store that a caller of this file may meet. */
static int
none_or(int r)
{
        return r == STORE_NONE ? APP_NONE : err_fold(r);
}

/* --- Site, agencies, columns, classes --------------------------------------------------------- */

/* What a site says about itself beside its columns in the store. */
static int
read_brand(TALLOC_CTX *mem, const char *text, struct public_site *s)
{
        struct problems problems = {.mem = mem};
        struct json *brand = NULL;
        int r;

        r = json_read(mem, text, strlen(text), &problems, &brand);
        if (r < 0)
                return err_trace(r);
        s->address = json_string(json_get(brand, "address"));
        s->phone = json_string(json_get(brand, "phone"));
        s->postcode = json_string(json_get(brand, "postcode"));
        s->email = json_string(json_get(brand, "email"));
        s->mark_url = json_string(json_get(brand, "mark_url"));
        s->error_url = json_string(json_get(brand, "error_url"));
        s->parent_url = json_string(json_get(brand, "parent_url"));
        s->parent_name = json_string(json_get(brand, "parent_name"));
        s->notice = json_string(json_get(brand, "notice"));
        s->ipv6 = json_bool(json_get(brand, "ipv6"), false);
        return 0;
}

int
app_public_site(TALLOC_CTX *mem, struct app *app, struct tx *tx, int64_t change_no, int64_t id,
                struct public_site *ret)
{
        struct site_read_in in = {.id = id};
        struct site_read_row *s;
        struct public_site site;
        int r;

        if (memo_find_site(mem, app->memo, change_no, id, ret))
                return 0;
        r = sql_site_read_one(mem, tx, &in, &s);
        if (r)
                return none_or(r);
        site = (struct public_site){.id = s->id,
                                    .root = s->root_agency_id,
                                    .code = s->code,
                                    .name = s->name,
                                    .host = s->host,
                                    .id_code = s->id_code,
                                    .organiser = s->organiser,
                                    .undertaker = s->undertaker,
                                    .contact = s->contact,
                                    .icp = s->icp,
                                    .police_no = s->police_no,
                                    .theme = s->theme,
                                    .root_name = s->root_name,
                                    .root_slug = s->root_slug,
                                    .root_level = s->root_level};
        r = read_brand(mem, s->brand, &site);
        if (r < 0)
                return err_trace(r);
        memo_keep_site(app->memo, change_no, &site);
        *ret = site;
        return 0;
}

/* Rows of both queries that find one agency. */
#define AGENCY_OF(a)                                                                               \
        (struct public_agency)                                                                     \
        {                                                                                          \
                .id = (a)->id, .code = (a)->code, .slug = (a)->slug, .name = (a)->name,            \
                .short_name = (a)->short_name, .kind = (a)->kind, .level = (a)->level,             \
                .mandate = (a)->mandate, .opened = (a)->opened_on, .closed = (a)->closed_on,       \
                .parent_id = (a)->has_parent_id ? (a)->parent_id : 0,                              \
                .parent_name = (a)->parent_name, .parent_slug = (a)->parent_slug,                  \
                .below = (a)->below != 0                                                           \
        }

int
app_public_agency(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *slug,
                  struct public_agency *ret)
{
        struct agency_by_slug_in in = {.scope = scope, .slug = slug};
        struct agency_by_slug_row *a;
        int r;

        r = sql_agency_by_slug_one(mem, tx, &in, &a);
        if (r)
                return none_or(r);
        *ret = AGENCY_OF(a);
        return 0;
}

int
app_public_agency_by_id(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t id,
                        struct public_agency *ret)
{
        struct agency_by_id_in in = {.scope = scope, .id = id};
        struct agency_by_id_row *a;
        int r;

        r = sql_agency_by_id_one(mem, tx, &in, &a);
        if (r)
                return none_or(r);
        *ret = AGENCY_OF(a);
        return 0;
}

int
app_public_successions(TALLOC_CTX *mem, struct tx *tx, int64_t agency,
                       struct public_succession **ret, size_t *ret_n)
{
        struct agency_successions_row *rows;
        size_t n;
        int r = sql_agency_successions(
            mem, tx, &(struct agency_successions_in){.agency_id = agency}, &rows, &n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct public_succession, n + 1);
        for (size_t i = 0; i < n; i++)
                (*ret)[i] = (struct public_succession){.forward = rows[i].forward,
                                                       .slug = rows[i].slug,
                                                       .name = rows[i].name,
                                                       .on = rows[i].on_day};
        *ret_n = n;
        return 0;
}

int
app_public_closed_agencies(TALLOC_CTX *mem, struct tx *tx, int64_t scope,
                           struct public_agency **ret, size_t *ret_n)
{
        struct agency_closed_row *rows;
        size_t n;
        int r = sql_agency_closed(mem, tx, &(struct agency_closed_in){.scope = scope}, &rows, &n);

        if (r)
                return err_fold(r);
        *ret = mem_array(mem, struct public_agency, n + 1);
        for (size_t i = 0; i < n; i++)
                (*ret)[i] = (struct public_agency){.id = rows[i].id,
                                                   .code = rows[i].code,
                                                   .slug = rows[i].slug,
                                                   .name = rows[i].name,
                                                   .short_name = rows[i].short_name,
                                                   .kind = rows[i].kind,
                                                   .level = rows[i].level,
                                                   .closed = rows[i].closed_on,
                                                   .n = rows[i].n};
        *ret_n = n;
        return 0;
}

static const struct {
        const char *kind, *label;
} kinds[] = {{"government", "人民政府"},   {"department", "政府部门"},   {"dispatched", "派出机构"},
             {"vertical", "垂直管理部门"}, {"township", "乡镇（街道）"}, {"park", "开发区（园区）"},
             {"utility", "公共企事业单位"}};

const char *
agency_kind_label(const char *kind)
{
        int rank = agency_kind_rank(kind);

        return rank < (int)N(kinds) ? kinds[rank].label : "其他机构";
}

int
agency_kind_rank(const char *kind)
{
        for (size_t i = 0; i < N(kinds); i++)
                if (strcmp(kinds[i].kind, kind) == 0)
                        return (int)i;
        return (int)N(kinds);
}

int
app_public_agencies(TALLOC_CTX *mem, struct tx *tx, int64_t scope, bool counted,
                    struct public_agency **ret, size_t *ret_n)
{
        struct agency_directory_in in = {.scope = scope,
                                         .opt = counted ? AGENCY_DIRECTORY_OPT_N : 0};
        struct agency_directory_row *rows;
        struct public_agency *all;
        size_t n;
        int r;

        r = sql_agency_directory(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_agency, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_agency){.id = rows[i].id,
                                                .slug = rows[i].slug,
                                                .code = rows[i].code,
                                                .name = rows[i].name,
                                                .short_name = rows[i].short_name,
                                                .kind = rows[i].kind,
                                                .level = rows[i].level,
                                                .parent_name = rows[i].parent_name,
                                                .mandate = "",
                                                .pinyin_key = rows[i].pinyin_key,
                                                .opened = DAY_NONE,
                                                .closed = DAY_NONE,
                                                .depth = (int)rows[i].depth,
                                                .n = rows[i].n};
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_column(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *code,
                  struct public_column *ret)
{
        struct column_by_code_in in = {.scope = scope, .code = code};
        struct column_by_code_row *c;
        int r;

        r = sql_column_by_code_one(mem, tx, &in, &c);
        if (r)
                return none_or(r);
        *ret = (struct public_column){.id = c->id,
                                      .parent_id = c->has_parent_id ? c->parent_id : 0,
                                      .code = c->code,
                                      .name = c->name,
                                      .kind = c->kind,
                                      .article = c->article,
                                      .levels = c->levels,
                                      .column_type = c->column_type,
                                      .description = c->description,
                                      .keywords = c->keywords,
                                      .external_url = c->external_url,
                                      .update_days = (int)c->update_days,
                                      .below = c->below != 0};
        return 0;
}

int
app_public_branch(TALLOC_CTX *mem, struct app *app, struct tx *tx, int64_t change_no, int64_t scope,
                  const char *level, int64_t column, const struct public_column **ret,
                  size_t *ret_n)
{
        struct column_branch_in in = {.column_id = column, .level = level, .scope = scope};
        struct memo_branch key = {.scope = scope, .column = column, .level = level};
        struct column_branch_row *rows;
        struct public_column *all;
        size_t n;
        int r;

        if (memo_find(mem, app->memo, change_no, &key, ret, ret_n))
                return 0;
        r = sql_column_branch(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_column, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_column){.id = rows[i].id,
                                                .parent_id =
                                                    rows[i].has_parent_id ? rows[i].parent_id : 0,
                                                .code = rows[i].code,
                                                .name = rows[i].name,
                                                .kind = rows[i].kind,
                                                .article = rows[i].article,
                                                .external_url = rows[i].external_url,
                                                .on_way = rows[i].on_way != 0};
        memo_keep(app->memo, change_no, &key, all, n);
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_columns(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t column,
                   struct public_column **ret, size_t *ret_n)
{
        struct column_tree_in in = {.scope = scope, .column_id = column};
        struct column_tree_row *rows;
        struct public_column *all;
        size_t n;
        int r;

        r = sql_column_tree(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_column, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_column){
                    .id = rows[i].id,
                    .parent_id = rows[i].has_parent_id ? rows[i].parent_id : 0,
                    .code = rows[i].code,
                    .name = rows[i].name,
                    .kind = rows[i].kind,
                    .article = rows[i].article,
                    .levels = rows[i].levels,
                    .external_url = rows[i].external_url,
                    .agency_id = rows[i].has_agency_id ? rows[i].agency_id : 0,
                    .update_days = (int)rows[i].update_days,
                    .depth = (int)rows[i].depth,
                    .n = rows[i].n};
        *ret = all;
        *ret_n = n;
        return 0;
}

bool
column_is_of_level(const char *levels, const char *level)
{
        size_t n = strlen(level);

        for (const char *at = levels; at && *at;) {
                size_t len = strcspn(at, ",");
                if (len == n && strncmp(at, level, n) == 0)
                        return true;
                at += len + (at[len] == ',');
        }
        return false;
}

int
app_public_classes(TALLOC_CTX *mem, struct tx *tx, const char *scheme, struct public_class **ret,
                   size_t *ret_n)
{
        struct class_list_in in = {.scheme = scheme};
        struct class_list_row *rows;
        struct public_class *all;
        size_t n;
        int r;

        r = sql_class_list(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_class, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_class){.id = rows[i].id,
                                               .parent_id =
                                                   rows[i].has_parent_id ? rows[i].parent_id : 0,
                                               .code = rows[i].code,
                                               .name = rows[i].name};
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_class(TALLOC_CTX *mem, struct tx *tx, const char *scheme, const char *code,
                 struct public_class *ret)
{
        struct class_by_code_in in = {.scheme = scheme, .code = code};
        struct class_by_code_row *c;
        int r;

        r = sql_class_by_code_one(mem, tx, &in, &c);
        if (r)
                return none_or(r);
        *ret = (struct public_class){.id = c->id,
                                     .parent_id = c->has_parent_id ? c->parent_id : 0,
                                     .code = c->code,
                                     .name = c->name,
                                     .parent_code = c->parent_code,
                                     .parent_name = c->parent_name};
        return 0;
}

int
app_public_guide(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t agency,
                 struct public_guide *ret)
{
        struct guide_read_in in = {.scope = scope, .agency_id = agency};
        struct guide_read_row *g;
        int r;

        r = sql_guide_read_one(mem, tx, &in, &g);
        if (r)
                return none_or(r);
        *ret = (struct public_guide){.classes = g->classes,
                                     .arrangement = g->arrangement,
                                     .access = g->access,
                                     .office_name = g->office_name,
                                     .office_address = g->office_address,
                                     .office_hours = g->office_hours,
                                     .phone = g->phone,
                                     .fax = g->fax,
                                     .internet = g->internet,
                                     .postcode = g->postcode,
                                     .how_to_apply = g->how_to_apply,
                                     .remedies = g->remedies,
                                     .edition = g->edition,
                                     .updated = g->updated_on};
        return 0;
}

/* --- Items ------------------------------------------------------------------------------------ */

static struct validity_facts
facts_of(const char *stated, struct day effective, struct day expires, struct day repealed)
{
        struct validity_facts f = {VALIDITY_UNSTATED, effective, expires, repealed};

        if (stated)
                (void)validity_from_code(stated, &f.stated);
        return f;
}

int
app_public_item(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *index_no, bool tree,
                struct public_item *ret)
{
        struct item_page_in in = {.scope = scope,
                                  .index_no = index_no,
                                  .version = BODY_HTML_VERSION,
                                  .opt = tree ? ITEM_PAGE_OPT_TREE : 0};
        struct item_page_row *i;
        int r;

        r = sql_item_page_one(mem, tx, &in, &i);
        if (r)
                return none_or(r);
        *ret = (struct public_item){
            .id = i->id,
            .edition_id = i->edition_id,
            .edition_no = i->edition_no,
            .agency_id = i->agency_id,
            .column_id = i->column_id,
            .withdrawn = strcmp(i->state, "withdrawn") == 0,
            .withdrawn_at = i->withdrawn_at,
            .withdrawn_reason = i->withdrawn_reason,
            .index_no = i->index_no,
            .title = i->title,
            .doc_no = i->doc_no,
            .summary = i->summary,
            .body = i->body,
            .html = i->html,
            .agency_name = i->agency_name,
            .agency_slug = i->agency_slug,
            .agency_level = i->agency_level,
            .agency_closed = i->agency_closed,
            .column_name = i->column_name,
            .column_code = i->column_code,
            .column_type = i->column_type,
            .column_description = i->column_description,
            .column_keywords = i->column_keywords,
            .published = i->published_at,
            .correction = i->correction,
            .edited = instant_is_none(i->public_at) ? i->created_at : i->public_at,
            .sort_day = i->sort_day,
            .formed = i->formed_on,
            .written = i->written_on,
            .validity = facts_of(i->validity, i->effective_on, i->expires_on, i->repealed_on),
            .repealed_by = i->repealed_by,
            .topic = i->topic_name,
            .topic_code = i->topic_code,
            .topic_above = i->topic_above,
            .genre = i->genre_name,
            .audience = i->audience_name,
            .keywords = i->keywords,
            .source = i->source,
            .attested_source = i->attested_source,
            .channels = i->channels,
            .has_relations = i->has_relations != 0,
            .has_files = i->has_files != 0,
            .prev = {i->has_prev_id ? i->prev_id : 0, i->prev_index_no, i->prev_title},
            .next = {i->has_next_id ? i->next_id : 0, i->next_index_no, i->next_title}};
        return 0;
}

int
app_public_files(TALLOC_CTX *mem, struct tx *tx, int64_t edition, struct public_file **ret,
                 size_t *ret_n)
{
        struct item_attachments_in in = {.edition_id = edition};
        struct item_attachments_row *rows;
        struct public_file *all;
        size_t n;
        int r;

        r = sql_item_attachments(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_file, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_file){.name = rows[i].name,
                                              .sm3 = rows[i].sm3,
                                              .type = rows[i].type,
                                              .size = rows[i].size};
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_file(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *sm3, const char *name,
                struct public_file *ret)
{
        struct public_file_in in = {.scope = scope,
                                    .sm3 = sm3,
                                    .file_name = name ? name : "",
                                    .opt = name ? PUBLIC_FILE_OPT_NAMED : 0};
        struct public_file_row *f;
        int r;

        r = sql_public_file_one(mem, tx, &in, &f);
        if (r)
                return none_or(r);
        *ret = (struct public_file){
            .name = f->name, .sm3 = sm3, .type = f->type, .size = f->size, .item_id = f->item_id};
        return 0;
}

int
app_withdrawn_file(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *sm3,
                   int64_t *ret_item, const char **ret_reason)
{
        struct withdrawn_file_in in = {.scope = scope, .sm3 = sm3};
        struct withdrawn_file_row *f;
        int r;

        r = sql_withdrawn_file_one(mem, tx, &in, &f);
        if (r)
                return none_or(r);
        *ret_item = f->item_id;
        *ret_reason = f->reason;
        return 0;
}

int
app_public_relations(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t item,
                     struct public_relation **ret, size_t *ret_n)
{
        struct item_relations_in in = {.scope = scope, .id = item};
        struct item_relations_row *rows;
        struct public_relation *all;
        size_t n;
        int r;

        r = sql_item_relations(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_relation, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_relation){.id = rows[i].id,
                                                  .kind = rows[i].kind,
                                                  .forward = rows[i].forward != 0,
                                                  .index_no = rows[i].index_no,
                                                  .title = rows[i].title,
                                                  .doc_no = rows[i].doc_no,
                                                  .day = rows[i].sort_day,
                                                  .effective = rows[i].effective_on};
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_corrections(TALLOC_CTX *mem, struct tx *tx, const int64_t *items, size_t n,
                       struct public_correction **ret, size_t *ret_n)
{
        struct buf ids = buf_new(mem, MiB(1));
        struct corrections_of_row *rows;
        struct public_correction *all;
        int r;

        for (size_t i = 0; i < n; i++)
                buf_printf(&ids, "%s%lld", i ? "," : "[", (long long)items[i]);
        buf_str(&ids, n ? "]" : "[]");
        r = sql_corrections_of(mem, tx, &(struct corrections_of_in){.ids = buf_text(&ids)}, &rows,
                               ret_n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_correction, *ret_n);
        for (size_t i = 0; i < *ret_n; i++)
                all[i] = (struct public_correction){
                    .item = rows[i].item_id, .words = rows[i].correction, .at = rows[i].public_at};
        *ret = all;
        return 0;
}

/* --- Lists ------------------------------------------------------------------------------------ */

/* The four list queries have the same row; only their names for it differ. */
#define ROWS_OF(mem, rows, n, ret)                                                                 \
        do {                                                                                       \
                struct public_row *all_ = mem_array(mem, struct public_row, n);                    \
                for (size_t i_ = 0; i_ < (n); i_++)                                                \
                        all_[i_] = (struct public_row){                                            \
                            .id = (rows)[i_].id,                                                   \
                            .agency_id = (rows)[i_].agency_id,                                     \
                            .index_no = (rows)[i_].index_no,                                       \
                            .title = (rows)[i_].title,                                             \
                            .summary = (rows)[i_].summary,                                         \
                            .doc_no = (rows)[i_].doc_no,                                           \
                            .agency_name = (rows)[i_].agency_name,                                 \
                            .agency_slug = (rows)[i_].agency_slug,                                 \
                            .column_name = (rows)[i_].column_name,                                 \
                            .column_code = (rows)[i_].column_code,                                 \
                            .topic = (rows)[i_].topic_name,                                        \
                            .genre = (rows)[i_].genre_name,                                        \
                            .day = (rows)[i_].sort_day,                                            \
                            .written = (rows)[i_].written_on,                                      \
                            .formed = (rows)[i_].formed_on,                                        \
                            .published = (rows)[i_].published_at,                                  \
                            .validity = facts_of((rows)[i_].validity, (rows)[i_].effective_on,     \
                                                 (rows)[i_].expires_on, (rows)[i_].repealed_on),   \
                            .n_files = (rows)[i_].n_files,                                         \
                            .attested = (rows)[i_].attested != 0};                                 \
                *(ret) = all_;                                                                     \
        } while (0)

/* Days of the asked year, or of all time. */
static struct interval_days {
        struct day from, before;
} days_of(const struct public_ask *ask)
{
        if (!ask->year)
                return (struct interval_days){{INT32_MIN / 2}, {INT32_MAX / 2}};
        return (struct interval_days){day_ymd(ask->year, 1, 1), day_ymd(ask->year + 1, 1, 1)};
}

static int
walk(TALLOC_CTX *mem, struct tx *tx, const struct public_ask *ask, struct public_row **ret,
     size_t *ret_n)
{
        struct interval_days days = days_of(ask);
        struct item_list_in in = {.scope = ask->scope,
                                  .limit = (int64_t)ask->limit,
                                  .offset = (int64_t)ask->offset,
                                  .column_id = ask->column,
                                  .from_day = days.from,
                                  .before_day = days.before,
                                  .order = ask->oldest_first ? ITEM_LIST_ORDER_OLDEST
                                                             : ITEM_LIST_ORDER_NEWEST};
        struct item_list_row *rows;
        int r;

        if (ask->leaf)
                in.opt |= ITEM_LIST_OPT_LEAF;
        if (ask->column)
                in.opt |= ask->column_leaf ? ITEM_LIST_OPT_COLUMN : ITEM_LIST_OPT_COLUMNS;
        if (ask->year)
                in.opt |= ITEM_LIST_OPT_DAYS;
        r = sql_item_list(mem, tx, &in, &rows, ret_n);
        if (r)
                return err_fold(r);
        ROWS_OF(mem, rows, *ret_n, ret);
        return 0;
}

static int
gather(TALLOC_CTX *mem, struct tx *tx, const struct public_ask *ask, struct public_row **ret,
       size_t *ret_n)
{
        struct interval_days days = days_of(ask);
        struct item_gather_in in = {.scope = ask->scope,
                                    .limit = (int64_t)ask->limit,
                                    .offset = (int64_t)ask->offset,
                                    .column_id = ask->column,
                                    .from_day = days.from,
                                    .before_day = days.before,
                                    .order = ask->oldest_first ? ITEM_GATHER_ORDER_OLDEST
                                                               : ITEM_GATHER_ORDER_NEWEST};
        struct item_gather_row *rows;
        int r;

        if (ask->column)
                in.opt |= ITEM_GATHER_OPT_COLUMNS;
        if (ask->year)
                in.opt |= ITEM_GATHER_OPT_DAYS;
        r = sql_item_gather(mem, tx, &in, &rows, ret_n);
        if (r)
                return err_fold(r);
        ROWS_OF(mem, rows, *ret_n, ret);
        return 0;
}

/* Where the index by agency, column or both already holds nothing but matches in their order. */
static bool
is_one_range(const struct public_ask *ask)
{
        return ask->column ? ask->column_leaf : ask->leaf;
}

int
app_public_newest(TALLOC_CTX *mem, struct tx *tx, const struct public_ask *ask,
                  struct public_row **ret, size_t *ret_n)
{
        return walk(mem, tx, ask, ret, ret_n);
}

int
app_public_boxes(TALLOC_CTX *mem, struct tx *tx, const struct public_ask *ask,
                 struct public_box *boxes, size_t n)
{
        struct item_boxes_in in = {.scope = ask->scope,
                                   .limit = (int64_t)ask->limit,
                                   .opt = ask->leaf ? ITEM_BOXES_OPT_LEAF : 0};
        int64_t *const columns[PUBLIC_BOXES_MAX] = {&in.c1, &in.c2, &in.c3, &in.c4, &in.c5,
                                                    &in.c6, &in.c7, &in.c8, &in.c9, &in.c10};
        struct item_boxes_row *rows;
        struct public_row *all;
        size_t n_rows;
        int r;

        assert(n <= PUBLIC_BOXES_MAX);
        for (size_t i = 0; i < n; i++)
                *columns[i] = boxes[i].column;
        r = sql_item_boxes(mem, tx, &in, &rows, &n_rows);
        if (r)
                return err_fold(r);
        ROWS_OF(mem, rows, n_rows, &all);
        for (size_t i = 0; i < n; i++) {
                boxes[i].rows = NULL;
                boxes[i].n_rows = 0;
                for (size_t k = 0; k < n_rows; k++) {
                        if (rows[k].box != boxes[i].column)
                                continue;
                        if (!boxes[i].rows)
                                boxes[i].rows = &all[k];
                        boxes[i].n_rows++;
                }
        }
        return 0;
}

static int
years_of(TALLOC_CTX *mem, struct tx *tx, const struct public_ask *ask, struct public_list *ret)
{
        struct tally_years_in in = {.scope = ask->scope,
                                    .column_id = ask->column,
                                    .opt = ask->column ? TALLY_YEARS_OPT_COLUMNS : 0};
        struct tally_years_row *rows;
        size_t n;
        int r;

        r = sql_tally_years(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        ret->years = mem_array(mem, struct public_year, n);
        for (size_t i = 0; i < n; i++) {
                if (rows[i].n == 0)
                        continue;
                ret->years[ret->n_years++] =
                    (struct public_year){.year = (int)rows[i].year, .n = rows[i].n};
                if (!ask->year || ask->year == (int)rows[i].year)
                        ret->count += rows[i].n;
        }
        return 0;
}

int
app_public_column_years(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t column,
                        struct public_year **ret, size_t *ret_n)
{
        struct public_ask ask = {.scope = scope, .column = column};
        struct public_list list = {0};
        int r;

        r = years_of(mem, tx, &ask, &list);
        if (r < 0)
                return err_trace(r);
        *ret = list.years;
        *ret_n = list.n_years;
        return 0;
}

/* Every filter in one set of bits for both queries that share their names. */
#define FILTERS_OF(PREFIX, ask)                                                                    \
        (((ask)->topic ? PREFIX##_OPT_TOPIC : 0) | ((ask)->genre ? PREFIX##_OPT_GENRE : 0) |       \
         ((ask)->validity ? PREFIX##_OPT_VALIDITY : 0))
#define NARROWED_OF(PREFIX, ask)                                                                   \
        (FILTERS_OF(PREFIX, ask) | ((ask)->column ? PREFIX##_OPT_COLUMNS : 0))

static const char *
validity_asked(const struct public_ask *ask)
{
        return ask->validity ? ask->validity : "";
}

/* The few texts that pass, from their own indexes; the count is exact. */
static int
sifted(TALLOC_CTX *mem, struct tx *tx, const struct public_ask *ask, struct public_list *ret)
{
        struct interval_days days = days_of(ask);
        struct item_sifted_n_in count = {.scope = ask->scope,
                                         .column_id = ask->column,
                                         .from_day = days.from,
                                         .before_day = days.before,
                                         .topic = ask->topic,
                                         .genre = ask->genre,
                                         .validity = validity_asked(ask),
                                         .today = ask->today,
                                         .opt = NARROWED_OF(ITEM_SIFTED_N, ask)};
        struct item_sifted_in in = {.scope = ask->scope,
                                    .limit = (int64_t)ask->limit,
                                    .offset = (int64_t)ask->offset,
                                    .column_id = ask->column,
                                    .from_day = days.from,
                                    .before_day = days.before,
                                    .topic = ask->topic,
                                    .genre = ask->genre,
                                    .validity = validity_asked(ask),
                                    .today = ask->today,
                                    .opt = NARROWED_OF(ITEM_SIFTED, ask),
                                    .order = ask->oldest_first ? ITEM_SIFTED_ORDER_OLDEST
                                                               : ITEM_SIFTED_ORDER_NEWEST};
        struct item_sifted_n_row *n;
        struct item_sifted_row *rows;
        int r;

        r = sql_item_sifted_n_one(mem, tx, &count, &n);
        if (r)
                return err_fold(r);
        ret->count = n->n;
        r = sql_item_sifted(mem, tx, &in, &rows, &ret->n_rows);
        if (r)
                return err_fold(r);
        ROWS_OF(mem, rows, ret->n_rows, &ret->rows);
        return 0;
}

/* Many pass: down from the newest until the page is full; counted only so far. */
static int
filtered(TALLOC_CTX *mem, struct tx *tx, const struct public_ask *ask, struct public_list *ret)
{
        struct interval_days days = days_of(ask);
        struct item_filtered_n_in count = {.scope = ask->scope,
                                           .limit = COUNT_TO,
                                           .column_id = ask->column,
                                           .from_day = days.from,
                                           .before_day = days.before,
                                           .topic = ask->topic,
                                           .genre = ask->genre,
                                           .validity = validity_asked(ask),
                                           .today = ask->today,
                                           .opt = NARROWED_OF(ITEM_FILTERED_N, ask)};
        struct item_filtered_in in = {.scope = ask->scope,
                                      .limit = (int64_t)ask->limit,
                                      .offset = (int64_t)ask->offset,
                                      .column_id = ask->column,
                                      .from_day = days.from,
                                      .before_day = days.before,
                                      .topic = ask->topic,
                                      .genre = ask->genre,
                                      .validity = validity_asked(ask),
                                      .today = ask->today,
                                      .opt = NARROWED_OF(ITEM_FILTERED, ask),
                                      .order = ask->oldest_first ? ITEM_FILTERED_ORDER_OLDEST
                                                                 : ITEM_FILTERED_ORDER_NEWEST};
        struct item_filtered_n_row *n;
        struct item_filtered_row *rows;
        int r;

        r = sql_item_filtered_n_one(mem, tx, &count, &n);
        if (r)
                return err_fold(r);
        ret->count = n->n < COUNT_TO ? n->n : COUNT_TO - 1;
        ret->is_more = n->n >= COUNT_TO;
        r = sql_item_filtered(mem, tx, &in, &rows, &ret->n_rows);
        if (r)
                return err_fold(r);
        ROWS_OF(mem, rows, ret->n_rows, &ret->rows);
        return 0;
}

/* A list narrowed by what only the text says. */
static int
narrowed(TALLOC_CTX *mem, struct tx *tx, const struct public_ask *ask, struct public_list *ret)
{
        struct sifted_n_in in = {.limit = FEW + 1,
                                 .topic = ask->topic,
                                 .genre = ask->genre,
                                 .validity = validity_asked(ask),
                                 .today = ask->today,
                                 .opt = FILTERS_OF(SIFTED_N, ask)};
        struct sifted_n_row *n;
        int r;

        r = sql_sifted_n_one(mem, tx, &in, &n);
        if (r)
                return err_fold(r);
        return n->n <= FEW ? sifted(mem, tx, ask, ret) : filtered(mem, tx, ask, ret);
}

int
app_public_list(TALLOC_CTX *mem, struct tx *tx, const struct public_ask *ask,
                struct public_list *ret)
{
        struct public_list list = {0};
        int r;

        r = years_of(mem, tx, ask, &list);
        if (r < 0)
                return err_trace(r);
        if (ask->topic || ask->genre || ask->validity) {
                list.count = 0;
                r = narrowed(mem, tx, ask, &list);
        } else if (list.count == 0 || (int64_t)ask->offset >= list.count) {
                r = 0;
        } else if (list.count <= FEW && !is_one_range(ask)) {
                r = gather(mem, tx, ask, &list.rows, &list.n_rows);
        } else {
                r = walk(mem, tx, ask, &list.rows, &list.n_rows);
        }
        if (r < 0)
                return err_trace(r);
        *ret = list;
        return 0;
}

int
app_public_rows(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const int64_t *ids, size_t n,
                struct public_row **ret, size_t *ret_n)
{
        struct buf text = buf_new(mem, KiB(64));
        struct items_by_number_in in = {.scope = scope};
        struct items_by_number_row *rows;
        struct public_row *found, *sorted = mem_array(mem, struct public_row, n);
        size_t n_found, n_sorted = 0;
        int r;

        buf_char(&text, '[');
        for (size_t i = 0; i < n; i++) {
                if (i)
                        buf_char(&text, ',');
                buf_int(&text, ids[i]);
        }
        buf_char(&text, ']');
        r = buf_done(&text);
        if (r < 0)
                return err_trace(r);
        in.ids = buf_text(&text);
        r = sql_items_by_number(mem, tx, &in, &rows, &n_found);
        if (r)
                return err_fold(r);
        ROWS_OF(mem, rows, n_found, &found);
        for (size_t i = 0; i < n; i++) /* at most a page of each */
                for (size_t k = 0; k < n_found; k++)
                        if (found[k].id == ids[i]) {
                                sorted[n_sorted++] = found[k];
                                break;
                        }
        *ret = sorted;
        *ret_n = n_sorted;
        return 0;
}

enum validity
public_row_validity(const struct public_row *row, struct day today)
{
        return validity_on(&row->validity, today);
}

int
report_year(const char *title, struct day published)
{
        for (const char *c = title; *c; c++) {
                int year = 0, n = 0;

                if (*c < '0' || *c > '9')
                        continue;
                for (; c[n] >= '0' && c[n] <= '9' && n < 9; n++)
                        year = n < 4 ? year * 10 + (c[n] - '0') : year;
                if (n == 4 && year >= 1990 && year < 2100 &&
                    strncmp(c + 4, "年", strlen("年")) == 0)
                        return year;
                c += n - 1;
        }
        return day_year(published) - 1;
}

int
app_public_reports(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct public_report **ret,
                   size_t *ret_n)
{
        struct report_list_in in = {.scope = scope};
        struct report_list_row *rows;
        struct public_report *all;
        size_t n;
        int r;

        r = sql_report_list(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_report, n);
        for (size_t i = 0; i < n; i++)
                all[i] =
                    (struct public_report){.id = rows[i].id,
                                           .agency_id = rows[i].agency_id,
                                           .index_no = rows[i].index_no,
                                           .title = rows[i].title,
                                           .agency_name = rows[i].agency_name,
                                           .agency_slug = rows[i].agency_slug,
                                           .agency_kind = rows[i].agency_kind,
                                           .day = rows[i].sort_day,
                                           .year = report_year(rows[i].title, rows[i].sort_day)};
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_old_address(TALLOC_CTX *mem, struct tx *tx, int64_t scope, const char *address,
                       const char **ret_index_no)
{
        struct old_address_read_in in = {.scope = scope, .address = address};
        struct old_address_read_row *o;
        int r;

        r = sql_old_address_read_one(mem, tx, &in, &o);
        if (r)
                return none_or(r);
        *ret_index_no = o->index_no;
        return 0;
}

/* --- Figures ---------------------------------------------------------------------------------- */

int
app_public_channels(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int year,
                    struct public_figure **ret, size_t *ret_n)
{
        struct tally_channels_in in = {
            .scope = scope, .year = year, .opt = year ? TALLY_CHANNELS_OPT_YEAR : 0};
        struct tally_channels_row *rows;
        struct public_figure *all;
        size_t n, k = 1;
        int r;

        r = sql_tally_channels(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_figure, n + 1);
        all[0] = (struct public_figure){.code = "*", .label = "合计", .note = "条"};
        for (size_t i = 0; i < n; i++) {
                if (strcmp(rows[i].channel, "*") == 0)
                        all[0].n = rows[i].n;
                else if (strcmp(rows[i].channel, "*attested") == 0)
                        all[0].n_attested = rows[i].n;
                else if (rows[i].n)
                        all[k++] = (struct public_figure){.code = rows[i].channel,
                                                          .label = rows[i].name,
                                                          .note = rows[i].unit,
                                                          .n = rows[i].n};
        }
        *ret = all;
        *ret_n = k;
        return 0;
}

int
app_public_by_agency(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int year,
                     struct public_figure **ret, size_t *ret_n)
{
        struct tally_agencies_in in = {
            .scope = scope, .year = year, .opt = year ? TALLY_AGENCIES_OPT_YEAR : 0};
        struct tally_agencies_row *rows;
        struct public_figure *all;
        size_t n;
        int r;

        r = sql_tally_agencies(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_figure, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_figure){.id = rows[i].agency_id,
                                                .code = rows[i].slug,
                                                .label = rows[i].name,
                                                .note = rows[i].kind,
                                                .n = rows[i].n,
                                                .n_site = rows[i].n_site};
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_by_column(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t column, int year,
                     struct public_figure **ret, size_t *ret_n)
{
        struct tally_columns_in in = {.scope = scope,
                                      .column_id = column,
                                      .year = year,
                                      .opt = year ? TALLY_COLUMNS_OPT_YEAR : 0};
        struct tally_columns_row *rows;
        struct public_figure *all;
        size_t n;
        int r;

        r = sql_tally_columns(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_figure, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_figure){.id = rows[i].column_id,
                                                .code = rows[i].code,
                                                .label = rows[i].name,
                                                .note = rows[i].article,
                                                .n = rows[i].n,
                                                .n_site = rows[i].n_site};
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_months(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int year, int64_t ret[12])
{
        struct tally_months_row *rows;
        size_t n;
        int r;

        r = sql_tally_months(mem, tx, &(struct tally_months_in){.scope = scope, .year = year},
                             &rows, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < 12; i++)
                ret[i] = 0;
        for (size_t i = 0; i < n; i++)
                ret[rows[i].month - 1] = rows[i].n; /* the table checks that it is a month */
        return 0;
}

int
app_public_years(TALLOC_CTX *mem, struct tx *tx, int64_t scope, struct public_year **ret,
                 size_t *ret_n)
{
        struct tally_all_years_in in = {.scope = scope};
        struct tally_all_years_row *rows;
        struct public_year *all;
        size_t n;
        int r;

        r = sql_tally_all_years(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_year, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_year){.year = (int)rows[i].year, .n = rows[i].n};
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_stated(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int year,
                  struct public_stated **ret, size_t *ret_n)
{
        struct stated_figures_in in = {
            .scope = scope, .year = year, .opt = year ? STATED_FIGURES_OPT_YEAR : 0};
        struct stated_figures_row *rows;
        struct public_stated *all;
        size_t n;
        int r;

        r = sql_stated_figures(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_stated, n);
        for (size_t i = 0; i < n; i++)
                all[i] = (struct public_stated){.agency_name = rows[i].agency_name,
                                                .agency_slug = rows[i].agency_slug,
                                                .name = rows[i].name,
                                                .label = rows[i].label,
                                                .unit = rows[i].unit,
                                                .source = rows[i].source,
                                                .year = (int)rows[i].year,
                                                .kind = !rows[i].has_value ? TOLD_ABSENT
                                                        : strcmp(rows[i].kind, "approximate") == 0
                                                            ? TOLD_APPROXIMATE
                                                            : TOLD_EXACT,
                                                .value = rows[i].has_value ? rows[i].value : 0};
        *ret = all;
        *ret_n = n;
        return 0;
}

int
app_public_readers(TALLOC_CTX *mem, struct tx *tx, const char *kind, int64_t ref, int year,
                   int64_t ret[12])
{
        struct page_view_days_in in = {.view_kind = kind,
                                       .ref = ref,
                                       .from_day = day_ymd(year, 1, 1),
                                       .before_day = day_ymd(year + 1, 1, 1)};
        struct page_view_days_row *rows;
        size_t n;
        int r;

        r = sql_page_view_days(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < 12; i++)
                ret[i] = 0;
        for (size_t i = 0; i < n; i++) {
                int y, m, d;

                day_civil(rows[i].on_day, &y, &m, &d);
                ret[m - 1] += rows[i].readers;
        }
        return 0;
}

/* --- For machines ----------------------------------------------------------------------------- */

int
app_sitemap_parts(TALLOC_CTX *mem, struct tx *tx, int64_t *ret_n)
{
        struct sitemap_last_in in = {0};
        struct sitemap_last_row *last;
        int r;

        r = sql_sitemap_last_one(mem, tx, &in, &last);
        if (r)
                return err_fold(r);
        *ret_n = (last->id + SITEMAP_PART - 1) / SITEMAP_PART;
        return 0;
}

int
app_sitemap_part(TALLOC_CTX *mem, struct tx *tx, int64_t scope, int64_t part,
                 struct public_address **ret, size_t *ret_n)
{
        struct sitemap_part_in in = {.scope = scope,
                                     .from_id = (part - 1) * SITEMAP_PART + 1,
                                     .before_id = part * SITEMAP_PART + 1};
        struct sitemap_part_row *rows;
        struct public_address *all;
        size_t n;
        int r;

        r = sql_sitemap_part(mem, tx, &in, &rows, &n);
        if (r)
                return err_fold(r);
        all = mem_array(mem, struct public_address, n);
        for (size_t i = 0; i < n; i++)
                all[i] =
                    (struct public_address){.index_no = rows[i].index_no,
                                            .changed = instant_is_none(rows[i].corrected_at)
                                                           ? rows[i].changed_on
                                                           : instant_day(rows[i].corrected_at)};
        *ret = all;
        *ret_n = n;
        return 0;
}
