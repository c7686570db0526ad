#include "app/demo/fill.h"

#include "app/catalogue.h"
#include "app/demo/drafts.h"
#include "app/file.h"
#include "app/house.h"
#include "app/move.h"
#include "app/people.h"
#include "app/portal.h"
#include "app/run.h"
#include "base/crypto.h"

static const char source[] = "演示数据（虚构内容，数量取自公开的年度报告）";

struct class_id {
        const char *name; /* "综合政务\政务公开" */
        int64_t id;
};
struct filler {
        const struct demo_fill *f;
        struct problems problems;
        bool resumed;
        int64_t root;
        int64_t *agencies; /* by place in demo->agencies */
        struct demo_desk desk;
        struct public_column *columns;
        size_t n_columns;
        struct class_id *classes[3]; /* topic, genre, audience */
        size_t n_classes[3];
};

/* The house ------------------------------------------------------------------------------------------- */

static int
make_guide(TALLOC_CTX *mem, struct tx *tx, struct filler *fl, const struct demo_agency *a,
           int64_t id, size_t i)
{
        const struct demo *d = fl->f->demo;
        const char *phone = mem_printf(mem, "%s-72%05zu", d->phone, 20100 + i * 37);
        size_t len = strlen(a->name), end = strlen("办公室");
        const char *office = !i && d->supervisor ? d->supervisor->name
                             : len > end && !strcmp(a->name + len - end, "办公室")
                                 ? a->name
                                 : mem_printf(mem, "%s办公室", a->name);
        struct guide_spec g = {
            .agency_id = id,
            .classes = "按照《中华人民共和国政府信息公开条例》第二十条、第二十一条，分为履职依据、"
                       "机构概况、规划计划、统计信息、"
                       "行政许可、行政处罚、财政预决算、行政事业性收费、政府采购、重大建设项目、民"
                       "生保障、应急管理、监督检查、"
                       "公务员招考和其他法定公开信息等类别。",
            .arrangement = "每条信息由索引号、名称、发布机构、主题分类、体裁分类、成文日期、发文字"
                           "号、发布日期和有效性等要素组成，"
                           "按类别、主题、发布机构和时间编排，可以分类浏览和全文检索。",
            .access = "政府网站政府信息公开专栏；国家档案馆、公共图书馆和政务服务大厅设立的政府信息"
                      "查阅点；政务新媒体、公告栏、"
                      "电子信息屏。查阅、下载、复制不收取费用。",
            .office_name = office,
            .office_address = mem_printf(mem, "%s人参大路%zu号", d->place, 16 + i * 6),
            .office_hours = "工作日上午8:30—11:30，下午13:30—17:00（法定节假日除外）",
            .phone = phone,
            .fax = mem_printf(mem, "%s-72%05zu", d->phone, 20101 + i * 37),
            .internet = mem_printf(mem, "%s@%s.example", a->slug, d->slug),
            .postcode = d->postcode,
            .how_to_apply = "填写《政府信息公开申请表》，可以当面、邮寄、传真、电子邮件或者通过本专"
                            "栏在线提交；书写确有困难的，可以口头"
                            "提出，由工作人员代为填写。能够当场答复的当场答复，不能当场答复的，自收"
                            "到申请之日起20个工作日内答复；需要延"
                            "长的，经负责人同意并告知申请人，延长不超过20个工作日。",
            .remedies = "认为本机关未依法履行政府信息公开义务的，可以向政府信息公开工作主管部门投诉"
                        "、举报；认为本机关在政府信息公开工作"
                        "中侵犯其合法权益的，可以依法申请行政复议或者提起行政诉讼。",
            .updated = day_ymd(d->year, 5, 15)};

        return app_guide_put(mem, tx, 0, fl->f->now, &g, &fl->problems);
}

static int
make_agency(TALLOC_CTX *mem, struct tx *tx, struct filler *fl, size_t i, int64_t supervisor)
{
        const struct demo *d = fl->f->demo;
        const struct demo_agency *a = &d->agencies[i];
        struct agency_spec spec = {.code = a->code,
                                   .slug = a->slug,
                                   .name = a->name,
                                   .short_name = a->short_name,
                                   .kind = a->kind,
                                   .level = a->is_town ? "township" : d->level,
                                   .parent_id = fl->root,
                                   .supervisor_id = supervisor,
                                   .sort = a->sort,
                                   .mandate = a->mandate,
                                   .opened = day_ymd(2008, 5, 1)};
        int r;

        if (fl->agencies[i])
                return 0;
        r = app_agency_create(mem, tx, 0, fl->f->now, &spec, &fl->problems, &fl->agencies[i]);
        if (r)
                return r;
        return make_guide(mem, tx, fl, a, fl->agencies[i], i + 1);
}

static int
make_agencies(TALLOC_CTX *mem, struct tx *tx, struct filler *fl)
{
        const struct demo *d = fl->f->demo;
        struct demo_agency top = {.name = d->government, .slug = d->slug};
        struct agency_spec root = {
            .code = mem_printf(mem, "%s000", d->area),
            .slug = d->slug,
            .name = d->government,
            .short_name = d->place,
            .kind = "government",
            .level = d->level,
            .mandate = mem_printf(
                mem, "%s依照宪法和法律行使职权，领导所属各工作部门和下级人民政府的工作。",
                d->government),
            .opened = day_ymd(2008, 5, 1)};
        int64_t supervisor = 0;
        int r;

        r = app_agency_create(mem, tx, 0, fl->f->now, &root, &fl->problems, &fl->root);
        if (r == 0)
                r = make_guide(mem, tx, fl, &top, fl->root, 0);
        if (r == 0 && d->supervisor) {
                size_t i = (size_t)(d->supervisor - d->agencies);

                r = make_agency(mem, tx, fl, i, 0);
                supervisor = fl->agencies[i];
        }
        for (size_t i = 0; r == 0 && i < d->n_agencies; i++)
                r = make_agency(mem, tx, fl, i, supervisor);
        return r;
}

static int64_t
column_id(const struct filler *fl, const char *code)
{
        for (size_t i = 0; i < fl->n_columns; i++)
                if (!strcmp(fl->columns[i].code, code))
                        return fl->columns[i].id;
        return 0;
}

static int
read_columns(TALLOC_CTX *mem, struct tx *tx, struct filler *fl)
{
        static const char *const tops[] = {"guide", "rules", "content", "report", "request"};

        fl->columns = NULL;
        fl->n_columns = 0;
        for (size_t i = 0; i < N(tops); i++) {
                struct public_column top, *below;
                size_t n;
                int r = app_public_column(mem, tx, fl->root, tops[i], &top);

                if (r)
                        return err_fold(r);
                r = app_public_columns(mem, tx, fl->root, top.id, &below, &n);
                if (r)
                        return err_trace(r);
                for (size_t j = 0; j < n; j++) {
                        mem_grow(mem, fl->columns, fl->n_columns);
                        fl->columns[fl->n_columns++] = below[j];
                }
                if (!column_id(fl, top.code)) {
                        mem_grow(mem, fl->columns, fl->n_columns);
                        fl->columns[fl->n_columns++] = top;
                }
        }
        return 0;
}

static int
make_columns(TALLOC_CTX *mem, struct tx *tx, struct filler *fl)
{
        const struct demo *d = fl->f->demo;
        int r = read_columns(mem, tx, fl);

        for (size_t i = 0; r == 0 && i < d->n_columns; i++) {
                const struct demo_column *c = &d->columns[i];
                struct column_spec spec = {.code = c->code,
                                           .name = c->name,
                                           .kind = "own",
                                           .parent_id = column_id(fl, c->parent),
                                           .agency_id = fl->root,
                                           .sort = 1000 + (int64_t)i * 10,
                                           .opened = day_ymd(2008, 5, 1)};
                int64_t id;

                r = app_column_create(mem, tx, 0, fl->f->now, &spec, &fl->problems, &id);
                if (r == 0) {
                        mem_grow(mem, fl->columns, fl->n_columns);
                        fl->columns[fl->n_columns++] =
                            (struct public_column){.id = id, .code = c->code, .name = c->name};
                }
        }
        return r;
}

static int
make_site(TALLOC_CTX *mem, struct tx *tx, struct filler *fl, bool first)
{
        const struct demo *d = fl->f->demo;
        struct buf brand = buf_new(mem, KiB(4));
        struct json_out o = {.buf = &brand};
        struct site_spec spec = {.code = d->slug,
                                 .name = d->site,
                                 .host = first ? NULL : mem_printf(mem, "%s.localhost", d->slug),
                                 .root_agency = fl->root,
                                 .id_code = mem_printf(mem, "%s0001", d->area),
                                 .organiser = d->government,
                                 .undertaker = d->supervisor ? d->supervisor->name : d->office,
                                 .contact = mem_printf(mem, "%s-7220000（演示）", d->phone),
                                 .icp = "ICP备（演示）",
                                 .police_no =
                                     mem_printf(mem, "公网安备 %s02000001号（演示）", d->area)};
        int64_t id;

        json_open(&o, '{');
        json_name(&o, "address");
        json_put(&o, mem_printf(mem, "%s人参大路16号", d->place));
        json_name(&o, "phone");
        json_put(&o, mem_printf(mem, "%s-7220000", d->phone));
        json_name(&o, "postcode");
        json_put(&o, d->postcode);
        json_name(&o, "notice");
        json_put(&o, "本站内容为演示数据，除数量外均属虚构，请勿引用。");
        json_close(&o, '}');
        spec.brand = buf_text(&brand);
        return app_site_create(mem, tx, 0, fl->f->now, &spec, &fl->problems, &id);
}

static int
make_figures(struct tx *tx, struct filler *fl)
{
        const struct demo *d = fl->f->demo;
        int r = 0;

        for (size_t i = 0; r == 0 && i < d->n_figures; i++) {
                const struct demo_figure *g = &d->figures[i];
                struct figure_spec spec = {.agency_id = fl->root,
                                           .year = d->year,
                                           .name = g->name,
                                           .label = g->label,
                                           .kind = g->kind,
                                           .value = g->value,
                                           .unit = g->unit,
                                           .source = source};

                r = app_figure_put(tx, 0, fl->f->now, &spec, &fl->problems);
        }
        return r;
}

static int
read_classes(TALLOC_CTX *mem, struct tx *tx, struct filler *fl)
{
        static const char *const schemes[] = {"topic", "genre", "audience"};

        for (size_t s = 0; s < N(schemes); s++) {
                struct public_class *all;
                size_t n;
                int r = app_public_classes(mem, tx, schemes[s], &all, &n);

                if (r)
                        return err_trace(r);
                fl->classes[s] = mem_array(mem, struct class_id, n);
                fl->n_classes[s] = n;
                for (size_t i = 0; i < n; i++) {
                        const char *parent = NULL;

                        for (size_t j = 0; j < n && all[i].parent_id; j++)
                                if (all[j].id == all[i].parent_id)
                                        parent = all[j].name;
                        fl->classes[s][i] = (struct class_id){
                            parent ? mem_printf(mem, "%s\\%s", parent, all[i].name) : all[i].name,
                            all[i].id};
                }
        }
        return 0;
}

struct house_order {
        struct filler *fl;
        bool first;
};

static int
make_house(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct house_order *o = arg;
        struct filler *fl = o->fl;
        int r;

        /* It may run twice. */
        fl->agencies = mem_array(mem, int64_t, fl->f->demo->n_agencies);
        fl->problems.n = fl->problems.n_list = 0;
        r = make_agencies(mem, tx, fl);
        if (r == 0)
                r = make_columns(mem, tx, fl);
        if (r == 0)
                r = make_site(mem, tx, fl, o->first);
        if (r == 0)
                r = make_figures(tx, fl);
        if (r == 0)
                r = read_classes(mem, tx, fl);
        return r;
}

/* A filling that was cut short left the house and no items: its places are found again. */
static int
find_agencies(TALLOC_CTX *mem, struct filler *fl, bool *ret_empty)
{
        const struct demo *d = fl->f->demo;
        struct agency_entry *all;
        int64_t items = 0;
        size_t n, found = 0;
        int r = app_agencies(mem, fl->f->app, &all, &n);

        if (r)
                return err_fold(r);
        for (size_t i = 0; i < n; i++) {
                if (!strcmp(all[i].slug, d->slug))
                        fl->root = all[i].id;
                for (size_t j = 0; j < d->n_agencies; j++)
                        if (!strcmp(all[i].code, d->agencies[j].code)) {
                                fl->agencies[j] = all[i].id;
                                items += all[i].n;
                                found++;
                        }
        }
        *ret_empty = fl->root && found == d->n_agencies && items == 0;
        return 0;
}

static int
read_catalogue(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct filler *fl = arg;
        int r = read_columns(mem, tx, fl);

        return r ? err_fold(r) : read_classes(mem, tx, fl);
}

static int
find_house(TALLOC_CTX *mem, struct filler *fl)
{
        bool empty = false;
        int r = find_agencies(mem, fl, &empty);

        if (r)
                return err_fold(r);
        if (!empty)
                return DEMO_THERE;
        fl->resumed = true;
        fl->problems.n = fl->problems.n_list = 0;
        r = app_read(mem, fl->f->app, read_catalogue, fl);
        return r ? err_fold(r) : 0;
}

/* People: one of each duty, known by it. ------------------------------------------------------------- */

static void
at_desk(struct filler *fl, enum role role, int64_t id, const char *name)
{
        struct demo_desk *d = &fl->desk;

        if (role == ROLE_CLERK) {
                d->clerk.id = id;
                d->clerk.name = name;
        } else if (role == ROLE_REVIEWER) {
                d->reviewer.id = id;
                d->reviewer.name = name;
        } else if (role == ROLE_SECRECY_REVIEWER) {
                d->secrecy.id = id;
                d->secrecy.name = name;
        } else if (role == ROLE_SIGNER) {
                d->signer.id = id;
                d->signer.name = name;
        }
}

static int
make_people(TALLOC_CTX *mem, struct filler *fl, struct demo_filled *ret)
{
        static const struct {
                const char *login, *name;
                enum role role;
                bool at_top; /* for the whole government; else for the first agency */
        } people[] = {{"xinxiyuan", "信息员甲", ROLE_CLERK, false},
                      {"shenhe", "审核员甲", ROLE_REVIEWER, false},
                      {"baomi", "保密审查员甲", ROLE_SECRECY_REVIEWER, false},
                      {"qianfa", "签发人甲", ROLE_SIGNER, false},
                      {"gongkaiban", "公开机构工作人员甲", ROLE_GID_OFFICE, true},
                      {"zhuguan", "主管部门工作人员甲", ROLE_SUPERVISOR, true},
                      {"yunwei", "运维人员甲", ROLE_OPERATOR, true},
                      {"xitong", "系统管理员甲", ROLE_SYSTEM_ADMIN, true},
                      {"anquan", "安全管理员甲", ROLE_SECURITY_ADMIN, true},
                      {"shenji", "审计管理员甲", ROLE_AUDIT_ADMIN, true}};
        const struct demo *d = fl->f->demo;
        size_t n_names;
        bool main_one = !strcmp(d->name, demo_names(&n_names)[0]);

        ret->logins = mem_array(mem, struct demo_login, N(people));
        for (size_t i = 0; i < N(people); i++) {
                const char *login =
                    main_one ? people[i].login : mem_printf(mem, "%s-%s", people[i].login, d->slug);
                struct person_new p = {.login = login,
                                       .name = people[i].name,
                                       .agency = people[i].at_top ? d->slug : d->agencies[0].slug,
                                       .password = fl->f->password,
                                       .roles = &people[i].role,
                                       .n_roles = 1};
                int64_t id;
                int r = app_person_add(mem, fl->f->app, fl->f->now, NULL, &p, &fl->problems, &id);

                if (r > 0 && !fl->resumed)
                        return err_set(ERR_DATA, "%s: %s", login, fl->problems.list[0].message);
                if (r < 0)
                        return err_trace(r);
                if (r == 0)
                        at_desk(fl, people[i].role, id, p.name);
                ret->logins[ret->n_logins++] =
                    (struct demo_login){login, p.name, role_label(people[i].role),
                                        people[i].at_top ? d->government : d->agencies[0].name};
        }
        return 0;
}

/* Items ---------------------------------------------------------------------------------------------- */

static int64_t
class_id(const struct filler *fl, int scheme, const char *name)
{
        for (size_t i = 0; name && i < fl->n_classes[scheme]; i++)
                if (!strcmp(fl->classes[scheme][i].name, name))
                        return fl->classes[scheme][i].id;
        return 0;
}

static int
print_file(TALLOC_CTX *mem, struct filler *fl, const struct demo_item *it, struct draft_file *ret)
{
        struct stored_file *stored = mem_new(mem, struct stored_file);
        struct buf out = buf_new(mem, MiB(16));
        int r;

        r = fl->f->print(fl->f->print_arg, mem, it, &out);
        if (r)
                return err_fold(r);
        r = app_file_store(fl->f->app, it->file.name, out.data, out.len, stored);
        if (r)
                return err_fold(r);
        *ret = (struct draft_file){
            .name = it->file.name, .sm3 = stored->sm3, .type = stored->type, .size = stored->size};
        return 0;
}

static int
put_item(struct filler *fl, struct move *move, const struct demo_item *it, size_t *n_files)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct demo *d = fl->f->demo;
        const char *channels[2] = {it->channel, it->also};
        struct move_item in = {.draft = DRAFT_EMPTY,
                               .published = it->published,
                               .sort_day = instant_day(it->published),
                               .channels = channels,
                               .n_channels = it->also ? 2 : 1};
        struct draft_file file;
        struct body *body;
        int r;

        in.draft.agency_id = fl->agencies[it->agency - d->agencies];
        in.draft.column_id = column_id(fl, it->column);
        if (!in.draft.column_id)
                return err_set(ERR_DATA, "no column %s", it->column);
        in.draft.on_site = !strcmp(it->channel, "website");
        in.draft.title = it->title;
        in.draft.doc_no = it->doc_no;
        in.draft.summary = it->summary;
        body = demo_body(mem, it->blocks, it->n_blocks);
        in.draft.body = body_json(mem, body);
        in.html = body_html_keep(mem, body);
        in.draft.formed = in.draft.written = it->written;
        in.draft.effective = it->effective;
        in.draft.expires = it->expires;
        in.draft.repealed = it->repealed;
        in.draft.validity = it->validity;
        in.draft.repealed_by = it->repealed_by;
        in.draft.topic_id = class_id(fl, 0, it->topic);
        in.draft.genre_id = class_id(fl, 1, it->genre);
        in.draft.audience_id = class_id(fl, 2, it->audience);
        in.draft.keywords = "";
        if (it->interprets) {
                in.relates[0].kind = "interprets";
                in.relates[0].earlier = it->interprets - 1;
        }
        if (it->file.type && fl->f->print) {
                r = print_file(mem, fl, it, &file);
                if (r)
                        return err_trace(r);
                in.draft.files = &file;
                in.draft.n_files = 1;
                (*n_files)++;
        }
        r = move_put(move, &in);
        return r ? err_fold(r) : 0;
}

static int
move_items(struct filler *fl, struct demo_filled *ret)
{
        /* The next scenario's move waits until this one is gone. */
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct demo_fill *f = fl->f;
        struct sm3 sum = sm3_of(f->demo->name, strlen(f->demo->name));
        char hex[SM3_HEX_SIZE];
        struct move_plan plan = {.kind = "demo",
                                 .file_name = f->demo->name,
                                 .file_sm3 = sm3_hex(&sum, hex),
                                 .attested_by = source,
                                 .now = f->now,
                                 .clock_us = f->clock_us};
        struct move *move;
        int r;

        r = move_begin(mem, f->app, &plan, &move);
        if (r)
                return err_fold(r);
        for (size_t i = 0; i < f->demo->n_items; i++) {
                r = put_item(fl, move, &f->demo->items[i], &ret->n_files);
                if (r)
                        return err_trace(r);
                if (f->progress && i % 50 == 0)
                        f->progress(f->progress_arg, i, f->demo->n_items);
        }
        r = move_run(move, NULL);
        if (r)
                return err_fold(r);
        if (f->progress)
                f->progress(f->progress_arg, f->demo->n_items, f->demo->n_items);
        ret->n_items = f->demo->n_items;
        return 0;
}

static int64_t
column_by_code(void *arg, const char *code)
{
        return column_id(arg, code);
}

/* A filling that was cut short has its people already: then the desks stay empty. */
static int
fill_desks(TALLOC_CTX *mem, struct filler *fl)
{
        fl->desk.app = fl->f->app;
        fl->desk.now = fl->f->now;
        fl->desk.agency = fl->agencies[0];
        fl->desk.column = column_by_code;
        fl->desk.arg = fl;
        if (!fl->desk.clerk.id || !fl->desk.reviewer.id || !fl->desk.secrecy.id ||
            !fl->desk.signer.id)
                return 0;
        return demo_drafts(mem, &fl->desk);
}

int
demo_fill(TALLOC_CTX *mem, const struct demo_fill *f, struct demo_filled *ret)
{
        struct filler fl = {.f = f, .problems = {.mem = mem}};
        struct house_order order = {.fl = &fl};
        struct house_site *sites;
        size_t n;
        int r;

        *ret = (struct demo_filled){.n_agencies = f->demo->n_agencies};
        r = app_sites(mem, f->app, &sites, &n);
        if (r)
                return err_fold(r);
        order.first = n == 0;
        r = app_run(mem, f->app, make_house, &order);
        if (r == CATALOGUE_TAKEN) {
                r = find_house(mem, &fl);
                if (r == DEMO_THERE)
                        return DEMO_THERE;
        }
        if (r > 0)
                return err_set(ERR_DATA, "%s: %s", fl.problems.list[0].field,
                               fl.problems.list[0].message);
        if (r < 0)
                return err_trace(r);
        r = make_people(mem, &fl, ret);
        if (r)
                return err_trace(r);
        r = move_items(&fl, ret);
        if (r == 0)
                r = fill_desks(mem, &fl);
        return r ? err_trace(r) : 0;
}
