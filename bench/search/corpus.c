#include "bench/search/corpus.h"

#include <math.h>

#include "base/text.h"

struct corpus {
        size_t n_docs;
        char *words[CORPUS_WORDS];
        double upto[CORPUS_WORDS]; /* cumulated shares */
};

/* The first words of the office; the rest of the 230 are pairs of their parts. */
static const char *const office[] = {
    "工作", "管理", "部门", "单位", "服务", "建设", "发展", "项目", "安全", "实施", "政府", "规定",
    "有关", "企业", "人员", "办法", "通知", "信息", "公开", "经济", "社会", "资金", "负责", "组织",
    "检查", "监督", "开展", "加强", "推进", "落实", "责任", "制度", "机制", "意见", "方案", "要求",
    "申请", "审批", "许可", "处罚", "执法", "教育", "卫生", "医疗", "环境", "保护", "农业", "农村",
    "土地", "规划", "住房", "交通", "水利", "财政", "预算", "决算", "税收", "统计", "就业", "社保",
    "低保", "救助", "残疾", "养老", "儿童", "学校", "教师", "学生", "食品", "药品", "质量", "标准",
    "技术", "科技", "创新", "人才", "文化", "旅游", "体育", "广播", "电视", "新闻", "档案", "应急",
    "防汛", "抗旱", "消防", "地震", "气象", "林业", "草原", "畜牧", "渔业", "矿产", "能源", "电力",
    "燃气", "供水", "污水", "垃圾", "道路", "桥梁", "车辆", "驾驶", "治安", "户籍", "婚姻", "殡葬",
    "民族", "宗教", "侨务", "外事", "审计", "监察", "纪律", "党建", "群众", "社区", "街道", "乡镇",
};
static const char *const glue[] = {"的", "和", "对", "在", "为", "与", "及", "等", "将", "由"};
static const char *const fixed[] = {"政府信息公开条例", "行政审批事项", "社会保险基金",
                                    "安全生产责任制", "招标投标管理"};

static uint64_t
next(uint64_t *state)
{
        uint64_t z = (*state += 0x9e3779b97f4a7c15);

        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
}

static size_t
below(uint64_t *state, size_t n)
{
        return (size_t)(next(state) >> 11) % n;
}

static void
put_han(struct buf *b, uint64_t *state)
{
        /* The square makes some characters common. */
        double u = (double)(next(state) >> 11) / 9007199254740992.0;
        char out[4];

        buf_put(b, out, text_encode(0x4E00 + (uint32_t)(u * u * 6000), out));
}

struct corpus *
corpus_new(TALLOC_CTX *mem, size_t n_docs)
{
        struct corpus *c = mem_new(mem, struct corpus);
        uint64_t state = 20190515;
        double sum = 0;

        c->n_docs = n_docs;
        for (size_t i = 0; i < CORPUS_WORDS; i++) {
                struct buf b = buf_new(c, 64);

                if (i < N(office)) {
                        buf_str(&b, office[i]);
                } else if (i < 230) {
                        buf_str(&b, office[i - N(office)]);
                        buf_str(&b, office[(i * 7) % N(office)]);
                } else {
                        size_t n =
                            2 + (size_t)(below(&state, 10) > 6) + (size_t)(below(&state, 10) > 7);

                        while (n--)
                                put_han(&b, &state);
                }
                c->words[i] = mem_strdup(c, buf_text(&b));
                sum += pow((double)i + 3, -0.95);
                c->upto[i] = sum;
        }
        for (size_t i = 0; i < CORPUS_WORDS; i++)
                c->upto[i] /= sum;
        return c;
}

const char *
corpus_word(const struct corpus *c, size_t rank)
{
        return c->words[rank];
}

static const char *
zipf(const struct corpus *c, uint64_t *state)
{
        double u = (double)(next(state) >> 11) / 9007199254740992.0;
        size_t low = 0, high = CORPUS_WORDS - 1;

        while (low < high) {
                size_t mid = (low + high) / 2;

                if (c->upto[mid] < u)
                        low = mid + 1;
                else
                        high = mid;
        }
        return c->words[low];
}

static void
put_sentence(struct buf *b, struct corpus *c, uint64_t *state, const char *const *topic)
{
        size_t n = 4 + below(state, 9);

        for (size_t i = 0; i < n; i++) {
                if (below(state, 5) == 0)
                        buf_str(b, glue[below(state, N(glue))]);
                buf_str(b, below(state, 8) ? zipf(c, state) : topic[below(state, 6)]);
                if (below(state, 9) == 0)
                        buf_str(b, "，");
        }
        switch (below(state, 24)) {
        case 0:
                buf_printf(b, "%zu年%zu月%zu日", 2009 + below(state, 12), 1 + below(state, 12),
                           1 + below(state, 28));
                break;
        case 1:
                buf_printf(b, "%zu.%zu万元", below(state, 9000), below(state, 100));
                break;
        case 2:
                buf_printf(b, "第%zu条", 1 + below(state, 80));
                break;
        case 3:
                buf_str(b, fixed[below(state, N(fixed))]);
                break;
        default:
                break;
        }
        buf_str(b, below(state, 12) ? "。" : "。\n");
}

void
corpus_doc(TALLOC_CTX *mem, struct corpus *c, size_t i, struct corpus_doc *ret)
{
        uint64_t state = (i + 1) * 0xd1342543de82ef95;
        struct buf title = buf_new(mem, KiB(4)), body = buf_new(mem, KiB(64));
        const char *topic[6];
        size_t length = 400 + below(&state, 1320), year;

        for (size_t k = 0; k < N(topic); k++)
                topic[k] = c->words[230 + below(&state, CORPUS_WORDS - 230)];
        buf_str(&title, "关于");
        for (size_t n = 3 + below(&state, 4); n; n--)
                buf_str(&title, below(&state, 3) ? zipf(c, &state) : topic[n % 6]);
        buf_str(&title, "的通知");
        while (body.len < length * 3)
                put_sentence(&body, c, &state, topic);
        *ret = (struct corpus_doc){
            .id = (int64_t)i + 1,
            .day = day_add(day_ymd(2009, 1, 1), (int)(i * 4300 / c->n_docs)),
            .agency = 1 + (int64_t)below(&state, CORPUS_AGENCIES),
            .column = 1 + (int64_t)below(&state, CORPUS_COLUMNS),
            .title = buf_text(&title),
            .body = buf_text(&body),
        };
        year = (size_t)day_year(ret->day);
        ret->head = mem_printf(mem, "吉政发〔%zu〕%zu号", year, 1 + below(&state, 300));
}
