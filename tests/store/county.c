#include "county.h"

#include "app/catalogue.h"

static int
make_agencies(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct county *c = arg;
        int64_t top;
        int r;

        r = app_agency_create(mem, tx, 0, c->now,
                              &(struct agency_spec){.code = "000014349",
                                                    .slug = "gov",
                                                    .name = "静宇县人民政府",
                                                    .kind = "government",
                                                    .level = "county",
                                                    .opened = day_ymd(2000, 1, 1)},
                              &problems, &top);
        if (r == 0)
                r = app_agency_create(mem, tx, 0, c->now,
                                      &(struct agency_spec){.code = "000014350",
                                                            .slug = "jiaoyu",
                                                            .name = "静宇县教育局",
                                                            .kind = "department",
                                                            .level = "county",
                                                            .parent_id = top,
                                                            .opened = day_ymd(2000, 1, 1)},
                                      &problems, &c->agency);
        return r;
}

void
county_build(struct fixture *f, struct county *c)
{
        static const struct actor none;

        *c = (struct county){.now = f->now, .column = 3};
        assert_done(app_run(f->mem, &f->app, make_agencies, c));
        sql_do(f,
               "INSERT INTO person (id, login, name, agency_id, password_hash, created_at) VALUES"
               " (1, 'author', '信息员甲', 1, 'x', 1), (2, 'reviewer', '审核员乙', 1, 'x', 1),"
               " (3, 'secrecy', '保密员丙', 1, 'x', 1), (4, 'signer', '签发人丁', 1, 'x', 1)");
        c->author = c->reviewer = c->secrecy = c->signer = none;
        c->author.person_id = 1;
        c->reviewer.person_id = 2;
        c->secrecy.person_id = 3;
        c->signer.person_id = 4;
        c->author.scope = c->reviewer.scope = c->secrecy.scope = c->signer.scope = 1;
}

int
county_draft(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct draft d = DRAFT_EMPTY;
        struct county *c = arg;
        int r;

        d.item_id = c->item;
        d.agency_id = c->agency;
        d.column_id = c->column;
        d.title = c->title;
        d.doc_no = "静教发〔2024〕12号";
        d.body = "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":"
                 "\"text\","
                 "\"text\":\"各学校：现将有关事项通知如下。\"}]}]}";
        d.written = day_ymd(2024, 3, 1);
        r = app_item_draft(mem, tx, &c->author, c->now, &d, &problems, &c->item, &c->edition);
        for (size_t i = 0; i < problems.n_list; i++)
                print_error("%s: %s\n", problems.list[i].field, problems.list[i].message);
        return r;
}

static int
review(TALLOC_CTX *mem, struct tx *tx, struct county *c, const struct actor *who, const char *kind)
{
        struct problems problems = {.mem = mem};

        return app_item_review(mem, tx, who, c->now, c->edition, kind, true, "同意公开", &problems);
}

int
county_content_review(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct county *c = arg;

        return review(mem, tx, c, &c->reviewer, "content");
}

int
county_secrecy_review(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct county *c = arg;

        return review(mem, tx, c, &c->secrecy, "secrecy");
}

int
county_signature(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct county *c = arg;

        return review(mem, tx, c, &c->signer, "signature");
}

int
county_publish(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        static const char *const channels[] = {"website", "wechat"};
        struct county *c = arg;

        return app_item_publish(mem, tx, &c->author, c->now, c->edition, channels, N(channels),
                                &c->index_no);
}

int
county_withdraw(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct problems problems = {.mem = mem};
        struct county *c = arg;

        return app_item_withdraw(mem, tx, &c->author, c->now, c->item, "内容有误", &problems);
}

int
county_issue(TALLOC_CTX *mem, struct app *app, struct county *c, const char *title)
{
        static const use_case steps[] = {county_draft, county_content_review, county_secrecy_review,
                                         county_signature, county_publish};

        c->title = title;
        c->item = 0;
        for (size_t i = 0; i < N(steps); i++) {
                int r = app_run(mem, app, steps[i], c);

                if (r != 0)
                        return r;
        }
        return 0;
}
