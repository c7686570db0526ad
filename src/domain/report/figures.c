#include "domain/report/figures.h"

#include "base/text.h"

enum { DIGITS_MAX = 13 };

/* A unit stands before those it begins with: 人次, 人. */
static const char *const units[] = {
    "场次", "班次", "件次", "个百分点", "百分点", "工作日", "个工作日", "个月", "小时", "分钟",
    "人次", "万元", "亿元", "条次",     "平方米", "公里",   "条",       "件",   "次",   "篇",
    "个",   "项",   "份",   "期",       "场",     "人",     "%",        "‰",    "元",   "宗",
    "家",   "名",   "起",   "例",       "种",     "类",     "部",       "册",   "幅",   "块",
    "处",   "户",   "批",   "门",       "只",     "台",     "张",       "封",   "则",   "组",
    "位",   "卷",   "天",   "本",       "套",     "所",     "支",       "点",   "岁",   "页",
    "票",   "笔",   "辆",   "座",       "间",     "宗",     "桩",       "通",
};

static bool
starts(const char *s, const char *word)
{
        return strncmp(s, word, strlen(word)) == 0;
}

static bool
starts_any(const char *s, const char *const *list, size_t n)
{
        for (size_t k = 0; k < n; k++)
                if (starts(s, list[k]))
                        return true;
        return false;
}

static const char *
unit_at(const char *s)
{
        static const char *const never[] = {"部分", "部门", "个部分", "个方面", "位于",
                                            "人民", "人大", "家庭",   "处理",   "通过",
                                            "本级", "本年", "次年",   "期间",   "所有"};

        if (starts_any(s, never, N(never)))
                return NULL;
        for (size_t i = 0; i < N(units); i++)
                if (starts(s, units[i]))
                        return units[i];
        return NULL;
}

/* Whether text before i ends with the word. */
static bool
after(const char *text, size_t i, const char *word)
{
        size_t n = strlen(word);

        return i >= n && memcmp(text + i - n, word, n) == 0;
}

static bool
after_any(const char *text, size_t i, const char *const *list, size_t n)
{
        for (size_t k = 0; k < n; k++)
                if (after(text, i, list[k]))
                        return true;
        return false;
}

size_t
figure_noun_end(const char *text, size_t from, size_t to, bool keep_nouns)
{
        static const char *const verbs[] = {"共计", "合计", "累计", "总计", "分别", "达到",
                                            "超过", "大约", "将近", "共",   "为",   "达",
                                            "到",   "有",   "约",   "近",   "了",   "是",
                                            ":",    "(",    "超",   "逾",   "均",   "各"};
        static const char *const nouns[] = {"数量", "总数", "总量", "数", "量", "总", "计"};
        size_t n_nouns = keep_nouns ? 0 : N(nouns);

        for (bool more = true; more && to > from;) {
                more = false;
                for (size_t k = 0; k < N(verbs) + n_nouns && !more; k++) {
                        const char *w = k < N(verbs) ? verbs[k] : nouns[k - N(verbs)];

                        if (to - from > strlen(w) && after(text, to, w)) {
                                to -= strlen(w);
                                more = true;
                        }
                }
        }
        return to;
}

static bool
is_digit(char c)
{
        return c >= '0' && c <= '9';
}

/* Digits with thousands and decimals at i, where a digit stands. */
static size_t
read_digits(const char *text, size_t i, double *ret, bool *ret_too_long)
{
        double value = 0, scale = 1;
        size_t n = 0, digits = 0, group = 0;

        while (is_digit(text[i + n]) || (text[i + n] == ',' && group <= 3 &&
                                         is_digit(text[i + n + 1]) && is_digit(text[i + n + 2]) &&
                                         is_digit(text[i + n + 3]) && !is_digit(text[i + n + 4]))) {
                if (text[i + n] != ',') {
                        value = value * 10 + (text[i + n] - '0');
                        digits++;
                        group++;
                } else
                        group = 0;
                n++;
        }
        if (text[i + n] == '.' && is_digit(text[i + n + 1]))
                for (n++; is_digit(text[i + n]); n++) {
                        scale /= 10;
                        value += (text[i + n] - '0') * scale;
                }
        *ret = value;
        *ret_too_long = digits > DIGITS_MAX;
        return n;
}

/* 一 counts only where something was done once: "召开了一次", "培训班一期,". */
static bool
is_one_time(const char *text, size_t i, const char *behind)
{
        static const char *const doing[] = {"了", "共", "开", "办", "织", "展", "训",
                                            "会", "到", "班", "有", "请", "议", "诉",
                                            "为", "理", "点", "设", "立"};
        static const char *const never[] = {"每", "年", "季", "月", "周", "任何"};
        static const char *const things[] = {"次", "件", "场", "期", "篇", "条", "起",
                                             "份", "名", "例", "宗", "部", "封", "处"};
        size_t from = i > 12 ? i - 12 : 0;

        if (!starts_any(behind, things, N(things)) || starts(behind, "条龙") ||
            starts(behind, "次性") || starts(behind, "件事") || starts(behind, "起"))
                return starts(behind, "起,") || starts(behind, "起。");
        for (size_t k = 0; k < N(never); k++)
                if (memmem(text + from, i - from, never[k], strlen(never[k])))
                        return false;
        return after_any(text, i, doing, N(doing));
}

/* 元 behind a numeral is money, not one: 三百二十元. */
static size_t
han_number(const char *s, int64_t *ret)
{
        enum { NUMERAL_MAX = 60 };
        char numeral[NUMERAL_MAX];
        size_t n = text_number(s, ret);

        if (n <= 3 || n >= NUMERAL_MAX || !after(s, n, "元"))
                return n;
        memcpy(numeral, s, n - 3);
        numeral[n - 3] = '\0';
        return text_number(numeral, ret);
}

/* A Chinese numeral counts only with a unit at once behind it. */
static size_t
read_chinese(const char *text, size_t i, double *ret)
{
        static const char *const never[] = {"第", "跑", "、", "十", "逐", "统",   "每", "\"",
                                            "数", "几", "若", "唯", "同", "同一", "任", "某"};
        static const char *const slogans[] = {
            "个维护", "个意识", "个自信", "个确立", "个全面", "个一批", "个最严",
            "个方面", "个部分", "个环节", "个层面", "个层级", "个阶段", "个统一",
            "个结合", "级",     "类",     "点",     "位",     "批",     "天",
            "家喻",   "元化",   "个到位", "张网",   "张图",   "门式",   "门一",
            "个不",   "个年头", "公",     "所有",   "本账",   "次分配", "项制度改革"};
        static const char *const nought[] = {"件", "条", "次", "起", "宗", "元", "篇", "例"};
        int64_t v = 0;
        size_t n = han_number(text + i, &v);
        const char *behind = text + i + n;

        if (n == 0 || starts(text + i, "元") || after_any(text, i, never, N(never)))
                return 0;
        if (starts_any(behind, slogans, N(slogans)))
                return 0;
        *ret = (double)v;
        if (v == 0)
                return starts(text + i, "零") && n == 3 && starts_any(behind, nought, N(nought))
                           ? n
                           : 0;
        if (v == 1)
                return is_one_time(text, i, behind) ? n : 0;
        if (v >= 10 && (starts(behind, "余") || starts(behind, "多")))
                behind += 3;
        return unit_at(behind) ? n : 0;
}

/* Numbers of things, not of how many: 第30号, 电话…, 前10名, -4455667, 3至5次. */
static bool
is_identifier(const char *text, size_t i)
{
        static const char *const signs[] = {
            "第",      "电话",      "电话:",     "邮编",      "邮编:",     "编码",    "编码:",
            "传真",    "传真:",     "号:",       "邮政编码:", "qq",        "索引号",  "文号",
            ":0",      "热线:",     "位列前",    "市前",      "县前",      "省前",    "区前",
            "全国前",  "排名",      "位居",      "编号",      "编号:",     "账号",    "代码",
            "代码:",   "号码",      "手机",      "手机:",     "热线",      "排名前",  "微信号",
            "列第",    "浏览次数:", "阅读次数:", "点击次数:", "访问次数:", "点击数:", "阅读数:",
            "浏览数:", "浏览:",     "阅读:",     "点击:",
        };
        static const char *const spans[] = {"-", "至", "~", "—", "–", "到", "～"};
        char c = i ? text[i - 1] : '\n';

        if (after_any(text, i, signs, N(signs)) || (c >= 'a' && c <= 'z') || c == '@' || c == '.' ||
            c == '*' || c == '/' || c == '_' || c == '=')
                return true;
        for (size_t k = 0; k < N(spans); k++)
                if (after(text, i, spans[k]) && i > strlen(spans[k]) &&
                    is_digit(text[i - strlen(spans[k]) - 1]))
                        return true;
        return false;
}

static size_t
skip_more(const char *s, bool *approx)
{
        static const char *const more[] = {"余", "多", "几", "来", "左右", "以上", "上下"};

        for (size_t k = 0; k < N(more); k++)
                if (starts(s, more[k])) {
                        *approx = true;
                        return strlen(more[k]);
                }
        return 0;
}

/* Without a unit a figure counts when a noun of quantity stands before it and nothing more behind. */
static bool
counts_bare(const char *text, size_t from, size_t to, double value)
{
        static const char *const nouns[] = {"信息", "数", "量", "共", "共计", "达", "达到", "为"};
        const char *s = text + to;

        if (value >= 1900 && value <= 2100)
                return false;
        return (*s == ',' || *s == ';' || *s == '\n' || *s == '\0' || *s == ')' ||
                starts(s, "。")) &&
               after_any(text, from, nouns, N(nouns));
}

/* "件数为0", "人次达120": the unit stands in the noun. */
static const char *
unit_before(const char *text, size_t from)
{
        static const char *const words[] = {"为", "达", "达到", "共", "共计", "是", ":", "约"};
        size_t to = from;

        for (size_t k = 0; k < N(words); k++)
                if (after(text, to, words[k])) {
                        to -= strlen(words[k]);
                        k = 0;
                }
        if (!after(text, to, "数") && !after(text, to, "人次"))
                return "";
        to -= after(text, to, "数") ? 3 : 0;
        for (size_t i = 0; i < N(units); i++)
                if (after(text, to, units[i]) && strcmp(units[i], "部") != 0)
                        return units[i];
        return "";
}

/* 百分之九十八点五, 百分之12.5 */
static size_t
read_percent(const char *text, size_t i, double *ret)
{
        static const char words[] = "百分之";
        size_t n = strlen(words), k;
        double scale = 1;
        bool too_long;
        int64_t v = 0;

        if (!starts(text + i, words))
                return 0;
        if (is_digit(text[i + n])) {
                n += read_digits(text, i + n, ret, &too_long);
                return n;
        }
        k = text_number(text + i + n, &v);
        if (k == 0)
                return 0;
        n += k;
        *ret = (double)v;
        if (!starts(text + i + n, "点"))
                return n;
        for (size_t at = i + n + 3; (k = text_number(text + at, &v)) == 3 && v < 10; at += k) {
                scale /= 10;
                *ret += scale * (double)v;
                n = at + k - i;
        }
        return n;
}

/* 万 and 亿 behind digits that are no 万元. */
static size_t
skip_scale(const char *s, double *value, bool *approx)
{
        bool ten_thousand = starts(s, "万");
        size_t n = 3;

        if ((!ten_thousand && !starts(s, "亿")) || starts(s + 3, "元"))
                return 0;
        *value *= ten_thousand ? 1e4 : 1e8;
        if (ten_thousand && starts(s + n, "亿")) {
                *value *= 1e8;
                n += 3;
        }
        return n + skip_more(s + n, approx);
}

static bool
counts_time(const char *s)
{
        static const char *const words[] = {"年", "月", "日", "时", "分",     "秒",   "号",
                                            "室", "楼", "层", "栋", "期工程", "周年", "届"};

        return starts_any(s, words, N(words)) && !starts(s, "分钟") && !starts(s, "日均");
}

size_t
figure_at(const char *text, size_t i, struct figure *ret, bool *ret_counts)
{
        static const char *const about[] = {"约", "近", "超", "超过", "逾", "不足", "约为"};
        struct figure f = {.from = i, .unit = ""};
        bool digits = is_digit(text[i]), too_long = false;
        const char *u, *s;
        size_t n = read_percent(text, i, &f.value);

        *ret_counts = false;
        f.approx = (after_any(text, i, about, N(about)) && !after(text, i, "最近")) ||
                   (after(text, i, "上") && (starts(text + i, "百") || starts(text + i, "千")));
        if (n) {
                f.unit = "%";
                f.to = i + n;
                *ret = f;
                *ret_counts = true;
                return n;
        }
        n = digits ? read_digits(text, i, &f.value, &too_long) : read_chinese(text, i, &f.value);
        if (n == 0) {
                /* 第二十条 is passed over whole, not read again from its middle; "为零。" is a nought */
                n = text_number(text + i, &(int64_t){0});
                f.to = i + n;
                f.unit = n ? unit_before(text, i) : "";
                *ret = f;
                *ret_counts = n == 3 && starts(text + i, "零") && counts_bare(text, i, i + n, 0);
                return n;
        }
        if (too_long || is_identifier(text, i) || after(text, i, "信息计"))
                return n;
        s = text + i + n;
        s += skip_more(s, &f.approx);
        if (digits)
                s += skip_scale(s, &f.value, &f.approx);
        if (counts_time(s))
                return n;
        u = unit_at(s);
        if (u && digits && strcmp(u, "点") == 0)
                u = NULL;
        if (!u && (!digits || starts(s, "部分") || starts(s, "个部分") || starts(s, "个方面")))
                return n; /* parts of the report, not of what it tells */
        s += u ? strlen(u) : 0;
        if (u && strcmp(u, "人") == 0 && starts(s, "(次)")) {
                u = "人次";
                s += strlen("(次)");
        }
        s += u ? skip_more(s, &f.approx) : 0;
        f.unit = u ? u : unit_before(text, i);
        f.to = (size_t)(s - text);
        *ret = f;
        *ret_counts = u || counts_bare(text, i, f.to, f.value) ||
                      (f.approx && f.to > i + n && after(text, i, "信息"));
        return f.to - i;
}
