/* What the public sees, on both engines: every page through page_run() over a county that was made
 * and published through the use cases; lists against plain scans; validity in SQL against the rule;
 * what a page depends on against what a publication touches. */
#include "county.h"

#include "app/catalogue.h"
#include "app/memo.h"
#include "app/portal.h"
#include "pages/page.h"
#include "pages/pages.h"
#include "store/audit.h"

static const struct page_site site = {1, "https://www.example.gov.cn", "/xxgk", "静宇县", 1};

struct visit {
        page_fn *fn;
        const char *path, *query;
        enum page_format format;
        struct page_arg args[6];
        int status;
        const char *has; /* in the answer */
};

static struct page *
visit(struct fixture *f, const struct visit *v)
{
        struct page *p = mem_new(f->mem, struct page);
        size_t n = 0;

        while (n < N(v->args) && v->args[n].name)
                n++;
        *p = (struct page){.mem = f->mem,
                           .app = &f->app,
                           .route = v->path,
                           .path = v->path,
                           .query = v->query ? v->query : "",
                           .formats = HTML | JSON | ATOM | CSV | XLSX | XML,
                           .format = v->format ? v->format : HTML,
                           .args = v->args,
                           .n_args = n,
                           .site = &site,
                           .csrf = "",
                           .address = "",
                           .session = "",
                           .now = f->now,
                           .today = instant_day(f->now)};
        assert_done(page_run(p, v->fn));
        return p;
}

static void
check(struct fixture *f, const struct visit *v)
{
        struct page *p = visit(f, v);

        if (p->status != v->status)
                print_error("%s: %d instead of %d: %s\n", v->path, p->status, v->status,
                            p->reason ? p->reason : "");
        assert_int_equal(p->status, v->status);
        if (v->has && !strstr(buf_text(&p->out), v->has)) {
                print_error("%s: nothing like %s in\n%.2000s\n", v->path, v->has,
                            buf_text(&p->out));
                fail();
        }
}

static int
make_rest(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct county *c = arg;
        int64_t id;
        int r;

        r = app_site_create(mem, tx, 0, c->now,
                            &(struct site_spec){.code = "main", .name = "静宇县", .root_agency = 1},
                            &problems, &id);
        if (r == 0)
                r = app_guide_put(mem, tx, 0, c->now,
                                  &(struct guide_spec){.agency_id = 1,
                                                       .classes = "主动公开和依申请公开",
                                                       .arrangement = "按栏目编排",
                                                       .access = "本网站\n查阅点",
                                                       .office_name = "政府办公室",
                                                       .office_address = "府前路1号",
                                                       .office_hours = "工作日",
                                                       .phone = "0451-0000000",
                                                       .fax = "0451-0000001",
                                                       .internet = "gk@example.gov.cn",
                                                       .updated = day_ymd(2024, 1, 1)},
                                  &problems);
        return r;
}

static void
build(struct fixture *f, struct county *c)
{
        county_build(f, c);
        assert_done(app_run(f->mem, &f->app, make_rest, c));
        c->column = 8;
        assert_done(county_issue(f->mem, &f->app, c, "静宇县校车安全管理办法"));
        c->first = c->item;
        for (int i = 0; i < 24; i++)
                assert_done(county_issue(
                    f->mem, &f->app, c, mem_printf(f->mem, "关于第%d批校车检查结果的通知", i + 1)));
}

/* --- every page ------------------------------------------------------------------------------- */

static void
every_page(struct fixture *f)
{
        struct county c;

        build(f, &c);
        const char *first = sql_text(f, "SELECT index_no FROM item WHERE id = 1");
        const char *path = mem_printf(f->mem, "/item/%s", first);
        const struct visit all[] = {
            {page_portal_home, "/", .status = 200, .has = "关于第24批校车检查结果的通知"},
            {page_portal_home, "/", NULL, JSON, .status = 200, .has = "\"title\""},
            {page_portal_item, path, .args = {{"index_no", first}}, .status = 200,
             .has = "静教发〔2024〕12号"},
            {page_portal_item, path, NULL, JSON, {{"index_no", first}}, 200, "\"body\":\"各学校"},
            {page_portal_item, "/item/x", .args = {{"index_no", "x"}}, .status = 404,
             .has = "页面不存在"},
            {page_portal_unit, "/agency/jiaoyu", .args = {{"slug", "jiaoyu"}}, .status = 200,
             .has = "静宇县教育局"},
            {page_portal_unit, "/agency/none", .args = {{"slug", "none"}}, .status = 404},
            {page_portal_guide, "/guide", .status = 200, .has = "府前路1号"},
            {page_portal_unit_guide, "/agency/jiaoyu/guide", .args = {{"slug", "jiaoyu"}},
             .status = 200, .has = "正在编制"},
            {page_portal_request, "/request", .status = 200, .has = "20个工作日"},
            {page_portal_rules, "/rules", .status = 200, .has = "暂无内容"},
            {page_portal_content, "/content", .status = 200, .has = "规范性文件"},
            {page_portal_column, "/content/A20_01_2", .args = {{"column", "A20_01_2"}},
             .status = 200, .has = "共 25 条"},
            {page_portal_column,
             "/content/A20_01",
             "page=2",
             HTML,
             {{"column", "A20_01"}, {"page", "2"}},
             200,
             "静宇县校车安全管理办法"},
            {page_portal_column,
             "/content/A20_01",
             "page=3",
             HTML,
             {{"column", "A20_01"}, {"page", "3"}},
             404,
             NULL},
            {page_portal_column,
             "/content/A20_01",
             "size=7",
             HTML,
             {{"column", "A20_01"}, {"size", "7"}},
             400,
             NULL},
            {page_portal_column, "/content/none", .args = {{"column", "none"}}, .status = 404},
            {page_portal_column,
             "/content/A20_01_2",
             NULL,
             ATOM,
             {{"column", "A20_01_2"}},
             200,
             "<feed"},
            {page_portal_column,
             "/content/A20_01_2",
             NULL,
             CSV,
             {{"column", "A20_01_2"}},
             200,
             "索引号,标题"},
            {page_portal_column,
             "/content/A20_01_2",
             NULL,
             XLSX,
             {{"column", "A20_01_2"}},
             200,
             "PK"},
            {page_portal_unit_content, "/agency/jiaoyu/content", .args = {{"slug", "jiaoyu"}},
             .status = 200, .has = "25"},
            {page_portal_unit_column, "/agency/jiaoyu/content/A20_01",
             .args = {{"slug", "jiaoyu"}, {"column", "A20_01"}}, .status = 200, .has = "共 25 条"},
            {page_portal_latest, "/latest", NULL, JSON, {{NULL, NULL}}, 200, "\"count\":25"},
            {page_portal_latest,
             "/latest",
             "agency=gov",
             JSON,
             {{"agency", "gov"}},
             200,
             "\"count\":25"},
            {page_portal_unit_latest, "/agency/jiaoyu/latest", .args = {{"slug", "jiaoyu"}},
             .status = 200},
            {page_portal_topic, "/topic/04", .args = {{"code", "04"}}, .status = 200,
             .has = "财政、金融、审计"},
            {page_portal_topics, "/topics", .status = 200, .has = "综合政务"},
            {page_portal_units, "/agencies", .status = 200, .has = "静宇县教育局"},
            {page_portal_units,
             "/agencies",
             "by=pinyin",
             HTML,
             {{"by", "pinyin"}},
             200,
             "letter-R"},
            {page_portal_reports, "/reports", .status = 200, .has = "暂未公布"},
            {page_portal_unit_reports, "/agency/jiaoyu/reports", .args = {{"slug", "jiaoyu"}},
             .status = 200},
            {page_portal_stats,
             "/stats",
             NULL,
             JSON,
             {{NULL, NULL}},
             200,
             "{\"code\":\"wechat\",\"label\":\"政务微信\",\"count\":25,\"kind\":\"exact\"}"},
            {page_portal_stats, "/stats", .status = 200, .has = "<svg"},
            {page_portal_stats, "/stats", "year=x", HTML, {{"year", "x"}}, 400, NULL},
            {page_portal_sitemap, "/sitemap", .status = 200, .has = "站点地图"},
            {page_portal_sitemap,
             "/sitemap",
             NULL,
             XML,
             {{NULL, NULL}},
             200,
             "/xxgk/sitemap/1.xml"},
            {page_portal_sitemap_part,
             "/sitemap/0",
             NULL,
             XML,
             {{"part", "0"}},
             200,
             "/xxgk/agency/jiaoyu/guide"},
            {page_portal_sitemap_part, "/sitemap/1", NULL, XML, {{"part", "1"}}, 200, first},
            {page_portal_search, "/search", .status = 200},
            {page_portal_accessibility, "/accessibility", .status = 200},
            {page_portal_open, "/open", .status = 200, .has = "/xxgk/latest.csv"},
            {page_portal_feedback,
             "/feedback",
             "about=%2Fguide",
             HTML,
             {{"about", "/guide"}},
             200,
             "/xxgk/guide"},
            {page_portal_robots,
             "/robots",
             NULL,
             TEXT,
             {{NULL, NULL}},
             200,
             "Sitemap: https://www.example.gov.cn/xxgk/sitemap.xml"},
            {page_portal_opensearch, "/opensearch", NULL, XML, {{NULL, NULL}}, 200, "searchTerms"},
            {page_portal_openapi, "/openapi", NULL, JSON, {{NULL, NULL}}, 200, "openapi"},
            {page_portal_old, "/no/such", .status = 404},
        };

        for (size_t i = 0; i < N(all); i++)
                check(f, &all[i]);
}

/* Where a page asks the visitor's wish and sends him back, it never leaves the house. */
static void
switches(struct fixture *f)
{
        static const struct {
                const char *back, *location;
        } rows[] = {{"/item/a", "/xxgk/item/a"}, {"//evil.example", "/xxgk/"},
                    {"/\\evil", "/xxgk/"},       {"https://evil", "/xxgk/"},
                    {"/a\r\nb", "/xxgk/"},       {"", "/xxgk/"}};

        for (size_t i = 0; i < N(rows); i++) {
                struct page *p =
                    visit(f, &(struct visit){page_portal_view, "/view",
                                             .args = {{"elder", "1"}, {"back", rows[i].back}}});

                assert_int_equal(p->status, 303);
                assert_string_equal(p->location, rows[i].location);
                assert_string_equal(p->cookies[0].name, "xxgk_elder");
        }
}

/* --- what is remembered ----------------------------------------------------------------------- */

static int
add_column(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        const struct column_spec spec = {
            .code = "X1", .name = "信用信息", .kind = "topic", .opened = day_ymd(2024, 1, 1)};
        struct problems problems = {.mem = mem};
        struct county *c = arg;
        int64_t id;

        return app_column_create(mem, tx, 1, c->now, &spec, &problems, &id);
}

static size_t
branch(struct fixture *f, struct tx *tx, int64_t change_no, const struct public_column **ret)
{
        size_t n;

        assert_done(app_public_branch(f->mem, &f->app, tx, change_no, 1, "county", 3, ret, &n));
        return n;
}

static void
the_site(struct fixture *f, struct tx *tx, int64_t change_no, struct public_site *ret)
{
        assert_done(app_public_site(f->mem, &f->app, tx, change_no, 1, ret));
        assert_string_equal(ret->name, "静宇县");
        assert_int_equal(ret->root, 1);
}

/* A brand that changed is told from the next change on. */
static void
remembered_site(struct fixture *f)
{
        struct public_site first, second, third, none;
        struct tx *before, *after;
        int64_t no, later;
        struct county c;

        build(f, &c);
        sql_do(f, "UPDATE site SET brand = '{\"phone\":\"0439-1\",\"ipv6\":true}' WHERE id = 1");
        f->app.memo = memo_new(f->mem);
        assert_done(app_snapshot_begin(&f->app, &before, &no));
        the_site(f, before, no, &first);
        the_site(f, before, no, &second);
        the_site(f, before, no, &third);
        assert_ptr_equal(second.name, third.name); /* not asked again */
        assert_string_equal(third.phone, "0439-1");
        assert_true(third.ipv6);
        assert_null(third.address);
        assert_int_equal(app_public_site(f->mem, &f->app, before, no, 77, &none), APP_NONE);
        app_snapshot_endp(&before);
        sql_do(f, "UPDATE site SET brand = '{\"phone\":\"0439-2\"}' WHERE id = 1");
        assert_done(app_run(f->mem, &f->app, add_column, &c));
        assert_done(app_snapshot_begin(&f->app, &after, &later));
        the_site(f, after, later, &first);
        assert_string_equal(first.phone, "0439-2");
        assert_false(first.ipv6);
        assert_string_equal(third.phone, "0439-1"); /* still there for who holds it */
        app_snapshot_endp(&after);
}

/* The same snapshot is answered from memory, a later one from the store, an earlier one as it was. */
static void
remembered(struct fixture *f)
{
        const struct public_column *first, *second, *third;
        struct tx *before, *after;
        int64_t no, later;
        struct county c;
        size_t n;

        build(f, &c);
        f->app.memo = memo_new(f->mem);
        assert_done(app_snapshot_begin(&f->app, &before, &no));
        n = branch(f, before, no, &first);
        assert_true(n > 5);
        assert_int_equal(branch(f, before, no, &second), n);
        assert_int_equal(branch(f, before, no, &third), n);
        assert_ptr_equal(second, third); /* not asked again */
        for (size_t i = 0; i < n; i++) {
                assert_int_equal(first[i].id, second[i].id);
                assert_string_equal(first[i].name, second[i].name);
                assert_int_equal(first[i].on_way, second[i].on_way);
        }
        assert_done(app_run(f->mem, &f->app, add_column, &c));
        assert_done(app_snapshot_begin(&f->app, &after, &later));
        assert_true(later > no);
        assert_int_equal(branch(f, after, later, &first), n + 1);
        assert_int_equal(branch(f, before, no, &first), n);
        assert_int_equal(branch(f, after, later, &first), n + 1);
        app_snapshot_endp(&before);
        app_snapshot_endp(&after);
        assert_string_equal(third[n - 1].name,
                            second[n - 1].name); /* still there for who holds it */
}

/* --- withdrawal ------------------------------------------------------------------------------- */

/* Withdrawn: gone with its reason on its page, and from every list, figure, feed and map. */
static void
withdrawn(struct fixture *f)
{
        struct county c;

        build(f, &c);
        const char *index_no = sql_text(
            f, mem_printf(f->mem, "SELECT index_no FROM item WHERE id = %lld", (long long)c.item));
        const char *title = "关于第24批校车检查结果的通知";
        const struct visit lists[] = {
            {page_portal_home, "/"},
            {page_portal_latest, "/latest"},
            {page_portal_latest, "/latest", .format = JSON},
            {page_portal_latest, "/latest", .format = ATOM},
            {page_portal_latest, "/latest", .format = CSV},
            {page_portal_unit, "/agency/jiaoyu", .args = {{"slug", "jiaoyu"}}},
            {page_portal_column, "/content/A20_01", .args = {{"column", "A20_01"}}},
        };

        for (size_t i = 0; i < N(lists); i++)
                assert_non_null(strstr(buf_text(&visit(f, &lists[i])->out), title));
        assert_done(app_run(f->mem, &f->app, county_withdraw, &c));
        for (size_t i = 0; i < N(lists); i++)
                assert_null(strstr(buf_text(&visit(f, &lists[i])->out), title));
        check(f, &(struct visit){page_portal_item, "/item", .args = {{"index_no", index_no}},
                                 .status = 410, .has = "内容有误"});
        check(f,
              &(struct visit){page_portal_item, "/item", .format = JSON,
                              .args = {{"index_no", index_no}}, .status = 410, .has = "内容有误"});
        check(f, &(struct visit){page_portal_latest, "/latest", .format = JSON, .status = 200,
                                 .has = "\"count\":24"});
        check(f, &(struct visit){page_portal_stats, "/stats", .format = JSON, .status = 200,
                                 .has = "\"total\":24"});
        assert_null(
            strstr(buf_text(&visit(f, &(struct visit){page_portal_sitemap_part, "/sitemap/1",
                                                      .format = XML, .args = {{"part", "1"}}})
                                 ->out),
                   index_no));
        assert_int_equal(sql_int(f, "SELECT SUM(n) FROM tally WHERE channel = '*'"), 24);
}

/* --- dependencies ----------------------------------------------------------------------------- */

static bool
is_touched(const struct page *p, const struct change *list, size_t n)
{
        for (size_t i = 0; i < n; i++)
                for (size_t k = 0; k < p->n_deps; k++)
                        if (p->deps[k].topic == page_topic(list[i].topic) &&
                            (p->deps[k].ref == 0 || p->deps[k].ref == list[i].ref))
                                return true;
        return false;
}

static int
make_other(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct county *c = arg;
        int64_t id;

        return app_agency_create(mem, tx, 0, c->now,
                                 &(struct agency_spec){.code = "000014351",
                                                       .slug = "shuili",
                                                       .name = "静宇县水利局",
                                                       .kind = "department",
                                                       .level = "county",
                                                       .parent_id = 1,
                                                       .opened = day_ymd(2000, 1, 1)},
                                 &problems, &id);
}

/* A publication in one unit makes its own pages and those of all above it old, and no others. */
static void
dependencies(struct fixture *f)
{
        const struct visit own[] = {
            {page_portal_home, "/"},
            {page_portal_latest, "/latest"},
            {page_portal_stats, "/stats"},
            {page_portal_unit, "/agency/jiaoyu", .args = {{"slug", "jiaoyu"}}},
            {page_portal_unit_content, "/agency/jiaoyu/content", .args = {{"slug", "jiaoyu"}}},
            {page_portal_unit_column, "/agency/jiaoyu/content/A20_01",
             .args = {{"slug", "jiaoyu"}, {"column", "A20_01"}}},
        };
        struct county c;
        struct tx *tx;
        int64_t before, upto;
        struct change *list;
        size_t n;

        build(f, &c);
        assert_done(app_run(f->mem, &f->app, make_other, &c));
        const char *first = sql_text(f, "SELECT index_no FROM item WHERE id = 1");
        const struct visit others[] = {
            {page_portal_item, "/item", .args = {{"index_no", first}}},
            {page_portal_guide, "/guide"},
            {page_portal_topics, "/topics"},
            {page_portal_unit, "/agency/shuili", .args = {{"slug", "shuili"}}},
            {page_portal_unit_content, "/agency/shuili/content", .args = {{"slug", "shuili"}}},
            {page_portal_unit_latest, "/agency/shuili/latest", .args = {{"slug", "shuili"}}},
            {page_portal_unit_reports, "/agency/shuili/reports", .args = {{"slug", "shuili"}}},
        };
        assert_done(app_snapshot_begin(&f->app, &tx, &before));
        app_snapshot_endp(&tx);
        assert_done(county_issue(f->mem, &f->app, &c, "关于暑期安全的通知"));
        assert_done(app_snapshot_begin(&f->app, &tx, &upto));
        assert_done(store_changes_since(f->mem, tx, before, &list, &n, &upto));
        app_snapshot_endp(&tx);
        for (size_t i = 0; i < N(own); i++)
                assert_true(is_touched(visit(f, &own[i]), list, n));
        for (size_t i = 0; i < N(others); i++) {
                if (is_touched(visit(f, &others[i]), list, n))
                        print_error("%s depends on another unit's publication\n", others[i].path);
                assert_false(is_touched(visit(f, &others[i]), list, n));
        }
}

/* --- lists and validity ----------------------------------------------------------------------- */

/* The CASE of the list queries says what validity_on() says, for every mix of facts. */
static void
validity(struct fixture *f)
{
        static const char *const stated[] = {"unstated", "valid", "lapsed", "repealed", "amended"};
        struct day today = instant_day(f->now);
        struct county c;
        int64_t counts[VALIDITY_PENDING + 1] = {0};
        struct tx *tx;
        int64_t no;

        build(f, &c);
        /* What is public is not rewritten: the guard steps aside for these made-up facts. */
        sql_do(f, f->engine == STORE_PG ? "ALTER TABLE edition DISABLE TRIGGER edition_frozen"
                                        : "DROP TRIGGER edition_frozen");
        for (int64_t id = 1; id <= 25; id++) {
                const char *word = stated[id % 5];
                int way = (int)(id / 5); /* none; ahead; past; both sorts; begins tomorrow */
                struct validity_facts facts = {VALIDITY_UNSTATED, DAY_NONE, DAY_NONE, DAY_NONE};
                bool may_repeal = strcmp(word, "repealed") == 0 || strcmp(word, "lapsed") == 0;

                assert_true(validity_from_code(word, &facts.stated));
                if (way == 1 || way == 3)
                        facts.expires_on = day_add(today, way == 1 ? 3 : -3);
                if ((way == 2 || way == 3) && may_repeal)
                        facts.repealed_on = day_add(today, way == 2 ? -5 : 5);
                if (way == 4)
                        facts.effective_on = day_add(today, 1);
                counts[validity_on(&facts, today)]++;
                sql_do(f,
                       mem_printf(
                           f->mem,
                           "UPDATE edition SET validity = '%s', expires_on = %s, repealed_on = %s,"
                           " effective_on = %s WHERE item_id = %lld AND state = 'live'",
                           word,
                           day_is_none(facts.expires_on)
                               ? "NULL"
                               : mem_printf(f->mem, "%d", facts.expires_on.n),
                           day_is_none(facts.repealed_on)
                               ? "NULL"
                               : mem_printf(f->mem, "%d", facts.repealed_on.n),
                           day_is_none(facts.effective_on)
                               ? "NULL"
                               : mem_printf(f->mem, "%d", facts.effective_on.n),
                           (long long)id));
        }
        assert_done(app_snapshot_begin(&f->app, &tx, &no));
        for (int v = 0; v < VALIDITY_PENDING; v++) {
                struct public_ask ask = {.scope = 1,
                                         .column = 3,
                                         .validity = validity_code((enum validity)v),
                                         .today = today,
                                         .limit = 100};
                struct public_list found;

                assert_done(app_public_list(f->mem, tx, &ask, &found));
                assert_int_equal(found.count, counts[v]);
                assert_int_equal(found.n_rows, counts[v]);
                for (size_t i = 0; i < found.n_rows; i++)
                        assert_int_equal(public_row_validity(&found.rows[i], today), v);
        }
        app_snapshot_endp(&tx);
}

/* Pages of a list put together are the list, in its order, whichever way it is read. */
static void
paging(struct fixture *f)
{
        struct county c;
        struct tx *tx;
        int64_t no;

        build(f, &c);
        assert_done(app_snapshot_begin(&f->app, &tx, &no));
        for (int way = 0; way < 8; way++) {
                struct public_ask ask = {.scope = way & 1 ? 2 : 1,
                                         .leaf = way & 1,
                                         .column = way & 2 ? 8 : 3,
                                         .column_leaf = way & 2,
                                         .oldest_first = way & 4,
                                         .today = instant_day(f->now),
                                         .limit = 10};
                int64_t last = 0;
                size_t n = 0;

                for (ask.offset = 0; ask.offset < 30; ask.offset += 10) {
                        struct public_list found;

                        assert_done(app_public_list(f->mem, tx, &ask, &found));
                        assert_int_equal(found.count, 25);
                        for (size_t i = 0; i < found.n_rows; i++, n++) {
                                if (last)
                                        assert_true((found.rows[i].id > last) == ask.oldest_first);
                                last = found.rows[i].id;
                        }
                }
                assert_int_equal(n, 25);
        }
        app_snapshot_endp(&tx);
}

static void
report_years(struct fixture *f)
{
        (void)f;
        assert_int_equal(report_year("静宇县2019年政府信息公开工作年度报告", day_ymd(2020, 1, 20)),
                         2019);
        assert_int_equal(report_year("关于2018年度工作的报告", day_ymd(2019, 3, 1)), 2018);
        assert_int_equal(report_year("第20190102号：2017年年报", day_ymd(2018, 3, 1)), 2017);
        assert_int_equal(report_year("政府信息公开年报", day_ymd(2020, 3, 1)), 2019);
}

struct top {
        const char *level;
        struct instant now;
};

static int
make_top(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct top *t = arg;
        struct problems problems = {.mem = mem};
        int64_t id;

        return app_agency_create(mem, tx, 0, t->now,
                                 &(struct agency_spec){.code = t->level,
                                                       .slug = t->level,
                                                       .name = "某机关",
                                                       .kind = "government",
                                                       .level = t->level,
                                                       .opened = day_ymd(2019, 1, 1)},
                                 &problems, &id);
}

/* A local government names its own organs in the first class of 主题分类, one of the state those of the State Council. */
static void
the_first_topic_is_of_the_own_level(struct fixture *f)
{
        static const char q[] = "SELECT name FROM class WHERE scheme = 'topic' AND code = '0102'";

        assert_string_equal(sql_text(f, q), "政府办公厅（室）");
        assert_done(app_run(f->mem, &f->app, make_top, &(struct top){"county", f->now}));
        assert_string_equal(sql_text(f, q), "政府办公厅（室）");
        assert_done(app_run(f->mem, &f->app, make_top, &(struct top){"state", f->now}));
        assert_string_equal(sql_text(f, q), "国务院办公厅");
        assert_int_equal(sql_int(f, "SELECT COUNT(*) FROM class WHERE state_name IS NOT NULL"), 10);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(every_page),   STORE_TEST(switches),
            STORE_TEST(remembered),   STORE_TEST(remembered_site),
            STORE_TEST(withdrawn),    STORE_TEST(dependencies),
            STORE_TEST(validity),     STORE_TEST(paging),
            STORE_TEST(report_years), STORE_TEST(the_first_topic_is_of_the_own_level),
        };

        return suite_run(tests, N(tests));
}
