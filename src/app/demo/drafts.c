#include "app/demo/drafts.h"

#include "app/flow.h"
#include "app/run.h"
#include "domain/body/body.h"

/* `way` in letters: s submitted, u in an emergency, r c S reviewed by reviewer, secrecy reviewer, signer, b returned by the
 * reviewer, w withheld by the signer. `days` ago the paper was made. */
static const struct piece {
        const char *title, *column, *doc_no, *body, *way, *words;
        int days;
        bool explains; /* the piece before it */
} pieces[] = {
    {"关于做好冬季安全生产工作的通知", "A20_15_1", NULL,
     "各乡镇人民政府，县政府各部门：\n\n"
     "为切实做好冬季安全生产工作，现就有关事项通知如下。\n\n# 一、压实责任\n\n"
     "各单位主要负责人要亲自部署，逐级落实责任。\n\n# 二、开展排查\n\n"
     "围绕消防、道路交通、取暖等重点领域开展隐患排查，建立台账，限时整改。",
     "", NULL, 4, false},
    {"县政府常务会议题目征集意见（草稿）", "A20_15_2", NULL, "各部门：\n\n请于月底前报送议题。", "",
     NULL, 31, false},
    {"关于公布2019年第四季度惠农补贴发放情况的公告", "A20_15_1", NULL,
     "现将2019年第四季度惠农补贴发放情况公告如下。\n\n| 乡镇 | 户数 | 金额（万元） |\n"
     "| 靖宇镇 | 312 | 46.8 |\n| 花园口镇 | 208 | 31.2 |",
     "sb", "表中缺少三道湖镇的数据，请核对后重新送审", 12, false},
    {"关于开展政府网站信息核查的通知", "A20_15_1", NULL,
     "各部门：\n\n请对照清单，逐栏目核查已公开信息的有效性和链接。", "s", NULL, 9, false},
    {"靖宇县校车安全管理办法", "A20_01_2", "靖政办发〔2019〕31号",
     "# 第一章 总则\n\n第一条　为保障乘坐校车学生的人身安全，制定本办法。\n\n"
     "第二条　本办法适用于本县行政区域内的校车使用许可、运行和监督管理。",
     "", NULL, 6, false},
    {"《靖宇县校车安全管理办法》解读", "A20_01_3", NULL,
     "# 为什么制定\n\n近年来校车数量增加，需要明确部门职责和许可程序。\n\n# 主要内容\n\n"
     "明确了许可条件、驾驶人资格和随车照管要求。",
     "s", NULL, 6, true},
    {"关于调整供暖价格听证结果的公告", "A20_15_2", NULL,
     "根据听证会意见，现将调整结果公告如下，自公布之日起施行。", "sr", NULL, 14, false},
    {"2019年度城乡低保标准", "A20_11_4", NULL,
     "经县政府研究，2019年度城市低保标准为每人每月480元，农村低保标准为每人每年4000元。", "src",
     NULL, 17, false},
    {"县政府第12次常务会议讨论记录", "A20_15_4", NULL, "会议讨论了三项议题，形成会议纪要另行印发。",
     "srcw", "会议讨论过程记录", 20, false},
    {"暴雪黄色预警信号及防范提示", "A20_12_2", NULL,
     "预计今夜到明天我县将出现暴雪，请公众减少外出，注意取暖安全。", "u",
     "气象部门发布暴雪黄色预警，须立即告知公众", 0, false},
};

struct teller {
        const struct demo_desk *desk;
        const struct piece *piece;
        struct grant grant;
        struct actor who;
        struct flow_by by;
        struct problems problems;
        int64_t item, before;
        char act;
        struct flow_item read;
};

static void
act_as(struct teller *t, int64_t person, const char *name, enum role role, int64_t scope)
{
        t->grant = (struct grant){.role = role, .scope = scope};
        t->who = (struct actor){
            .person_id = person, .name = name, .scope = scope, .grants = &t->grant, .n_grants = 1};
        t->by =
            (struct flow_by){.who = &t->who, .now = t->desk->now, .calendar = calendar_shipped()};
}

static int
write_down(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct teller *t = arg;
        const struct piece *piece = t->piece;
        struct flow_sheet sheet = {.ground = "",
                                   .ground_reason = "",
                                   .origin_agency = "",
                                   .joint_agencies = "",
                                   .special_basis = "",
                                   .channels = "website",
                                   .exemption = "",
                                   .correction = "",
                                   .note = ""};
        struct draft d = DRAFT_EMPTY;
        struct body *body;
        int r = body_from_text(mem, piece->body, &t->problems, &body);

        if (r)
                return err_fold(r);
        d.agency_id = t->desk->agency;
        d.column_id = t->desk->column(t->desk->arg, piece->column);
        d.title = piece->title;
        d.doc_no = piece->doc_no;
        d.body = body_json(mem, body);
        d.formed = d.written = day_add(instant_day(t->desk->now), -piece->days);
        return app_flow_save(mem, tx, &t->by, 0, 0, &d, &sheet, &t->problems, &t->item);
}

static int
link_both(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct teller *t = arg;

        return app_flow_relate(mem, tx, &t->by, t->item, "interprets", t->before, false,
                               &t->problems);
}

static int
step(TALLOC_CTX *mem, struct tx *tx, struct teller *t, enum deed deed, bool approve)
{
        struct flow_verdict v = {
            .deed = deed, .approve = approve, .ground = "", .ground_reason = ""};
        const char *index_no;
        int r = app_flow_read(mem, tx, &t->by, t->item, &t->read);

        if (r)
                return r;
        v.token = app_flow_token(mem, &t->read);
        v.words = approve ? "" : t->piece->words;
        if (t->act == 'w') {
                v.disclosure = DISCLOSURE_WITHHELD;
                v.ground = "G16_DISCUSSION";
                v.ground_reason = t->piece->words;
        }
        return app_flow_step(mem, tx, &t->by, t->item, &v, &t->problems, &index_no);
}

static int
do_act(TALLOC_CTX *mem, struct tx *tx, void *arg)
{
        struct teller *t = arg;

        switch (t->act) {
        case 's':
        case 'u':
                return app_flow_submit(mem, tx, &t->by, t->item, t->act == 'u',
                                       t->act == 'u' ? t->piece->words : "", &t->problems);
        case 'r':
        case 'b':
                return step(mem, tx, t, DEED_REVIEW, t->act == 'r');
        case 'c':
                return step(mem, tx, t, DEED_SECRECY, true);
        default:
                return step(mem, tx, t, DEED_SIGN, true);
        }
}

static int
done(struct teller *t, int r)
{
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return err_set(ERR_DATA, "%s: %s", t->piece->title,
                               t->problems.n_list ? t->problems.list[0].message : "");
        return 0;
}

static int
tell(TALLOC_CTX *mem, struct teller *t)
{
        const struct demo_desk *d = t->desk;
        int r;

        act_as(t, d->clerk.id, d->clerk.name, ROLE_CLERK, d->agency);
        r = done(t, app_run(mem, d->app, write_down, t));
        if (r == 0 && t->piece->explains)
                r = done(t, app_run(mem, d->app, link_both, t));
        for (const char *way = t->piece->way; r == 0 && *way; way++) {
                t->act = *way;
                if (strchr("su", *way))
                        act_as(t, d->clerk.id, d->clerk.name, ROLE_CLERK, d->agency);
                else if (strchr("rb", *way))
                        act_as(t, d->reviewer.id, d->reviewer.name, ROLE_REVIEWER, d->agency);
                else if (*way == 'c')
                        act_as(t, d->secrecy.id, d->secrecy.name, ROLE_SECRECY_REVIEWER, d->agency);
                else
                        act_as(t, d->signer.id, d->signer.name, ROLE_SIGNER, d->agency);
                r = done(t, app_run(mem, d->app, do_act, t));
        }
        return r;
}

int
demo_drafts(TALLOC_CTX *mem, const struct demo_desk *desk)
{
        int64_t before = 0;

        for (size_t i = 0; i < N(pieces); i++) {
                struct teller t = {
                    .desk = desk, .piece = &pieces[i], .before = before, .problems = {.mem = mem}};
                int r;

                if (!desk->column(desk->arg, pieces[i].column))
                        continue;
                r = tell(mem, &t);
                if (r < 0)
                        return err_trace(r);
                before = t.item;
        }
        return 0;
}
