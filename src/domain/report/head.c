#include "domain/report/head.h"

#include "base/text.h"
#include "domain/item/report_head.h"

enum {
        NAME_MAX_BYTES = 75,
        HEADING_BYTES = 90,
        OFFICE_BYTES = 12,
        LOOK_BYTES = 20000,
        ROWS_LEAST = 3
};

bool
head_is_report(const struct paper *words)
{
        const char *s = words->text;
        bool about = strstr(s, "信息公开") || strstr(s, "政务公开");
        bool report = strstr(s, "报告") || strstr(s, "年报") || strstr(s, "总体情况") ||
                      strstr(s, "主动公开");

        return about && report;
}

bool
head_is_hant(const char *raw, size_t n)
{
        size_t han = 0, turned = 0;

        for (size_t i = 0; i < n;) {
                uint32_t cp;
                size_t w = text_decode(raw + i, n - i, &cp);

                if (w == 0)
                        break;
                if (text_is_han(cp)) {
                        han++;
                        turned += text_fold(cp) != cp;
                }
                i += w;
        }
        return turned * 20 > han;
}

/* 20NN before 年 at s, where a 2 stands. */
static int
year_at(const char *s)
{
        int y = 0;

        for (int i = 0; i < 4; i++) {
                if (s[i] < '0' || s[i] > '9')
                        return 0;
                y = y * 10 + (s[i] - '0');
        }
        return strncmp(s + 4, "年", 3) == 0 && y <= 2100 ? y : 0;
}

int
head_year(TALLOC_CTX *mem, const char *raw, const struct paper *words)
{
        struct report_head h = report_head_read(mem, raw);
        static const struct {
                const char *after;
                int weight;
        } signs[] = {{"度政府信息公开", 6}, {"政府信息公开", 6}, {"度政务公开", 5}, {"度", 2},
                     {"1月1日", 4},         {"12月31日", 4}};
        int count[101] = {0}, best = 0;

        if (h.title[0]) /* no title without a year */
                return h.year;
        for (const char *s = words->text; *s; s++) {
                int y = (uint8_t)*s == '2' ? year_at(s) : 0;

                if (!y || (s > words->text && s[-1] >= '0' && s[-1] <= '9'))
                        continue;
                count[y - 2000] += 2;
                for (size_t i = 0; i < N(signs); i++)
                        if (strncmp(s + 7, signs[i].after, strlen(signs[i].after)) == 0)
                                count[y - 2000] += signs[i].weight;
        }
        for (int i = 0; i <= 100; i++)
                if (count[i] > (best ? count[best] : 0))
                        best = i;
        return count[best] ? best + 2000 : 0;
}

/* ---- the issuer ---- */

/* Words behind which a name begins. */
static const char *const before_names[] = {
    "公布", "编制", "汇总", "年度", "结合", "联系", "特向", "现将", "根据", "由",   "请与",
    "与",   "年",   "日",   "于",   "对",   "为",   "和",   "报告", "实际", "关于", "报送",
    "印发", "认真", "贯彻", "在",   "的",   "或",   "及",   "向",   "按照",
};
/* Words with which the name of an office ends. */
static const char *const organs[] = {
    "人民政府办公室",
    "街道办事处",
    "人民政府",
    "政府办公室",
    "委员会",
    "办公室",
    "服务办",

    "街道办",
    "镇政府",
    "乡政府",
    "街道",
    "局",

    "镇",
    "乡",
};

static const char *
quoted(TALLOC_CTX *mem, const struct paper *w, size_t from, size_t to)
{
        static const char *const ends[] = {"《", "》", "，", "。", "、", "；",
                                           "：", "）", ",",  ":",  ")",  "”"};
        const char *s = paper_quote(mem, w, from, to), *best = s;

        for (size_t i = 0; i < N(ends); i++)
                for (const char *e = s; (e = strstr(e, ends[i])) != NULL; e += strlen(ends[i]))
                        if (e + strlen(ends[i]) > best)
                                best = e + strlen(ends[i]);
        return strlen(best) >= OFFICE_BYTES ? best : "";
}

/* The name that ends before byte `to` of the words: back to a word behind which names begin. */
static size_t
name_begin(const char *text, size_t to)
{
        size_t from = to > NAME_MAX_BYTES ? to - NAME_MAX_BYTES : 0, best = from;

        for (size_t i = 0; i < N(before_names); i++)
                for (size_t k = to; k-- > from;) {
                        size_t n = strlen(before_names[i]);

                        if (k + n <= to && memcmp(text + k, before_names[i], n) == 0) {
                                best = k + n > best ? k + n : best;
                                break;
                        }
                }
        for (size_t k = to; k-- > best;)
                if ((uint8_t)text[k] < 0x80) { /* a letter or a figure: the rest is Han */
                        best = k + 1;
                        break;
                }
        while (((uint8_t)text[best] & 0xc0) == 0x80)
                best++;
        return best;
}

static bool
ends_with(const char *s, size_t n, const char *word)
{
        size_t k = strlen(word);

        return n >= k && memcmp(s + n - k, word, k) == 0;
}

static bool
is_office(const char *s, size_t n)
{
        static const char *const never[] = {"我局", "本局", "国务院", "厅",   "我办",
                                            "各",   "条例", "本机关", "上级", "领导小组"};
        bool organ = false;

        for (size_t i = 0; i < N(organs); i++)
                organ = organ || ends_with(s, n, organs[i]);
        for (size_t i = 0; i < N(never); i++)
                if (memmem(s, n, never[i], strlen(never[i])))
                        return false;
        return organ && n >= OFFICE_BYTES;
}

/* "20NN年(度) NAME (的)政府信息公开" or "NAME 20NN年(度)政府信息公开": the words around a year. */
static const char *
issuer_by_year(TALLOC_CTX *mem, const struct paper *w)
{
        static const char *const about[] = {"政府信息公开", "信息公开", "政务公开"};

        for (size_t i = 0; i < w->n; i++) {
                size_t to = i + 7, from, end = SIZE_MAX;

                if (w->text[i] != '2' || !year_at(w->text + i))
                        continue;
                if (strncmp(w->text + to, "度", 3) == 0)
                        to += 3;
                for (size_t k = 0; k < N(about); k++) {
                        const char *s = strstr(w->text + to, about[k]);

                        if (s && (size_t)(s - w->text) < end)
                                end = (size_t)(s - w->text);
                }
                if (end == to) {
                        from = name_begin(w->text, i);
                        if (is_office(w->text + from, i - from))
                                return quoted(mem, w, from, i);
                } else if (end != SIZE_MAX && end - to < NAME_MAX_BYTES) {
                        if (ends_with(w->text + to, end - to, "的"))
                                end -= 3;
                        from = name_begin(w->text, end);
                        from = from > to ? from : to;
                        if (is_office(w->text + from, end - from))
                                return quoted(mem, w, from, end);
                }
        }
        return "";
}

/* "由NAME编制", "NAME编制". */
static const char *
issuer_by_maker(TALLOC_CTX *mem, const struct paper *w)
{
        for (const char *s = w->text; (s = strstr(s, "编制")) != NULL; s += 3) {
                size_t to = (size_t)(s - w->text), from = name_begin(w->text, to);

                if (is_office(w->text + from, to - from))
                        return quoted(mem, w, from, to);
        }
        return "";
}

/* The office named most often. */
static const char *
issuer_by_count(TALLOC_CTX *mem, const struct paper *w)
{
        size_t best_from = 0, best_to = 0, best = 0;

        for (size_t k = 0; k < N(organs); k++)
                for (const char *s = w->text; (s = strstr(s, organs[k])) != NULL;
                     s += strlen(organs[k])) {
                        size_t to = (size_t)(s - w->text) + strlen(organs[k]);
                        size_t from = name_begin(w->text, to), n = 0, len = to - from;

                        if (to > LOOK_BYTES)
                                break;
                        if (!is_office(w->text + from, len) || len > 60)
                                continue;
                        for (const char *q = w->text; (q = memmem(q, w->n - (size_t)(q - w->text),
                                                                  w->text + from, len)) != NULL;
                             q += len)
                                n++;
                        if (n * 100 + len > best) {
                                best = n * 100 + len;
                                best_from = from;
                                best_to = to;
                        }
                }
        return best ? quoted(mem, w, best_from, best_to) : "";
}

/* A name without what a title puts around it: 关于报送《…, …关于, …政府信息公开工作年度报告（. */
static const char *
bare_name(TALLOC_CTX *mem, const char *s)
{
        static const char *const before[] = {"《", "关于印发", "关于报送", "关于公布", "关于发布"};
        static const char *const behind[] = {
            "政府信息公开", "政府信息公開", "政务公开", "政務公開", "信息公开",
            "信息公開",     "关于",         "關於",     "（",       "("};
        size_t n;

        for (size_t i = 0; i < N(before); i++) {
                const char *w = strstr(s, before[i]);

                if (w)
                        s = w + strlen(before[i]);
        }
        s += strspn(s, "#* ");
        n = strlen(s);
        for (size_t i = 0; i < N(behind); i++) {
                const char *w = strstr(s, behind[i]);

                if (w && (size_t)(w - s) < n)
                        n = (size_t)(w - s);
        }
        if (ends_with(s, n, "的"))
                n -= 3;
        return mem_strndup(mem, s, n);
}

/* One of the first lines that is an office's name and nothing else. */
static const char *
issuer_by_line(TALLOC_CTX *mem, const char *raw)
{
        enum { LINES = 12 };

        for (int i = 0; i < LINES && *raw; i++) {
                size_t n = strcspn(raw, "\n");
                const char *line = n < 4 * NAME_MAX_BYTES ? paper_folded(mem, raw, n) : "";
                size_t len = strlen(line);

                if (len <= NAME_MAX_BYTES && is_office(line, len) && !strpbrk(line, ",:;|>/(") &&
                    !strstr(line, "。") && !strstr(line, "年"))
                        return text_trim(mem, mem_strndup(mem, raw, n));
                raw += n + (raw[n] ? 1 : 0);
        }
        return "";
}

/* "2018年X镇政府信息公开…": what stands between the year and 政府信息公开. */
static const char *
name_of_title(TALLOC_CTX *mem, const struct report_head *h)
{
        const char *s = bare_name(mem, h->agency), *end, *cut;
        size_t n;

        if (*s)
                return s;
        s = strstr(h->title, "年");
        if (!s)
                return "";
        s += 3;
        if (strncmp(s, "度", 3) == 0)
                s += 3;
        end = strstr(s, "政府信息公开");
        cut = strstr(s, "政府信息公開");
        if (!end || (cut && cut < end))
                end = cut;
        if (!end)
                end = strstr(s, "政务公开");
        n = end ? (size_t)(end - s) : 0;
        return n >= 6 && n <= NAME_MAX_BYTES ? mem_strndup(mem, s, n) : "";
}

/* A short line at the end that holds the name: the signature (落款). */
static const char *
signature(TALLOC_CTX *mem, const char *raw, const char *name)
{
        size_t n = strlen(raw), end = n;
        const char *found = "";

        for (int i = 0; i < 12 && end > 0; i++) {
                size_t from = end;
                const char *line;

                while (from > 0 && raw[from - 1] != '\n')
                        from--;
                line = text_trim(mem, mem_strndup(mem, raw + from, end - from));
                if (strlen(line) <= NAME_MAX_BYTES && strstr(line, name) && !strstr(line, "：") &&
                    !strstr(line, "。") && !strstr(line, "报") && !strstr(line, "報"))
                        found = line;
                end = from ? from - 1 : 0;
        }
        return found;
}

static bool
is_place(const char *s)
{
        static const char *const ends[] = {"县", "区", "市", "镇", "乡", "縣", "區", "鎮", "鄉"};

        for (size_t i = 0; i < N(ends); i++)
                if (ends_with(s, strlen(s), ends[i]))
                        return true;
        return false;
}

const char *
head_issuer(TALLOC_CTX *mem, const char *raw, const struct paper *words)
{
        struct report_head h = report_head_read(mem, raw);
        const char *name = name_of_title(mem, &h), *other;

        if (!*name)
                name = issuer_by_line(mem, raw);
        if (!*name)
                name = issuer_by_year(mem, words);
        if (!*name)
                name = issuer_by_maker(mem, words);
        if (!*name)
                name = issuer_by_count(mem, words);
        if (!*name || !is_place(name))
                return name;
        /* A place is not an office: its signature, its maker, or its government. */
        other = signature(mem, raw, name);
        if (!*other && strstr(name, "区")) {
                other = issuer_by_maker(mem, words);
                if (!strstr(other, name))
                        other = "";
        }
        return *other ? other : mem_printf(mem, "%s人民政府", name);
}

/* ---- the form ---- */

static size_t
marks_in(const struct form *f, const struct paper *words, const char **ret_mark)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        size_t n = 0;

        for (size_t i = 0; i < f->marks.n; i++) {
                const struct paper *mark =
                    paper_words(mem, f->marks.list[i], strlen(f->marks.list[i]));

                if (!strstr(words->text, mark->text))
                        continue;
                if (n++ == 0)
                        *ret_mark = f->marks.list[i];
        }
        return n;
}

/* Row labels of the form that stand in the text: what is left when its marks were damaged. */
static size_t
rows_in(const struct form *f, const struct paper *words)
{
        enum { LABEL_LEAST = 15 };
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        size_t n = 0;

        for (size_t t = 0; t < f->n_tables; t++)
                for (size_t i = 0; i < f->tables[t].n_rows; i++) {
                        const char *s = f->tables[t].rows[i].label;
                        const struct paper *label = paper_words(mem, s, strlen(s));

                        n += label->n >= LABEL_LEAST && strstr(words->text, label->text);
                }
        return n;
}

const struct form *
head_form_of_tables(const struct paper *words, const char **ret_mark)
{
        const struct form *best = NULL;
        size_t n, most = 0;
        const struct form *const *forms = forms_shipped(&n);

        for (size_t i = 0; i < n; i++) {
                const char *mark = "";
                size_t found = marks_in(forms[i], words, &mark);

                if (strcmp(forms[i]->kind, "pre2019") == 0) {
                        found += rows_in(forms[i], words);
                        found = found < ROWS_LEAST ? 0 : found;
                        if (found && !*mark)
                                mark = forms[i]->tables[0].title;
                }
                if (found > most) {
                        most = found;
                        best = forms[i];
                        *ret_mark = mark;
                }
        }
        return best;
}

const struct form *
head_form_of_rows(const struct paper *words, int year, const char **ret_mark)
{
        enum { MANY_ROWS = 10 };
        static const char *const heads[] = {"申请人情况", "本列数据的勾稽关系"};
        const struct form *form = form_of_year(year);

        for (size_t i = 0; form && i < N(heads); i++)
                if (strstr(words->text, heads[i]) && rows_in(form, words) >= MANY_ROWS) {
                        *ret_mark = heads[i];
                        return form;
                }
        return NULL;
}

/* A year before there were forms, or none: the form of most of what was published before 2019. */
static const struct form *
form_about(int year)
{
        const struct form *form = form_of_year(year);

        return form ? form : form_of_year(2018);
}

const struct form *
head_form_of_parts(const struct paper *words, int year, const char **ret_mark)
{
        static const char *const old[] = {"收费及减免", "概述主动公开", "不予公开情况"};
        const char *s = words->text;

        *ret_mark = "";
        for (size_t i = 0; i < N(old); i++)
                if (strstr(s, old[i]) && !strstr(s, "总体情况")) {
                        *ret_mark = old[i];
                        return form_about(year < 2019 ? year : 2018);
                }
        if (year >= 2019 && (strstr(s, "总体情况") || strstr(s, "收到和处理政府信息公开申请")))
                return form_about(year);
        return form_about(year < 2019 ? year : 2018);
}

/* ---- its parts ---- */

static bool
is_heading(const char *s)
{
        static const char *const signs[] = {"一", "二", "三", "四", "五",
                                            "六", "七", "八", "九", "十"};

        s += strspn(s, "#*");
        if (*s == '(')
                s++;
        for (size_t i = 0; i < N(signs); i++)
                if (strncmp(s, signs[i], 3) == 0)
                        return strncmp(s + 3, "、", 3) == 0 || s[3] == ')';
        return *s >= '1' && *s <= '9' && (s[1] == '.' || strncmp(s + 1, "、", 3) == 0);
}

static bool
names_part(const char *heading, size_t n, const struct form_part *part)
{
        for (size_t i = 0; i < part->names.n; i++)
                if (memmem(heading, n, part->names.list[i], strlen(part->names.list[i])))
                        return true;
        return false;
}

/* A heading in the middle of a line (a page pasted as one): its number and the form's own words. */
static const char *
heading_within(TALLOC_CTX *mem, const struct paper *words, const struct form_part *part)
{
        static const char *const signs[] = {"一", "二", "三", "四", "五", "六", "七"};
        const char *name = paper_words(mem, part->names.list[0], strlen(part->names.list[0]))->text;

        for (size_t i = 0; i < N(signs); i++) {
                const char *s = strstr(words->text, mem_printf(mem, "%s%s", signs[i], name));

                if (s)
                        return s;
        }
        return NULL;
}

void
head_parts(TALLOC_CTX *mem, struct report *rep)
{
        const struct paper *p = rep->paper;

        rep->n_parts = rep->form->n_parts;
        rep->parts = mem_array(mem, struct report_part, rep->n_parts);
        for (size_t k = 0; k < rep->n_parts; k++)
                rep->parts[k].of = &rep->form->parts[k];
        for (size_t i = 0; i < p->n;) {
                const char *s = p->text + i;
                size_t len = strcspn(s, "\n"), n = len < HEADING_BYTES ? len : HEADING_BYTES;

                for (size_t k = 0; is_heading(s) && k < rep->n_parts; k++)
                        if (!rep->parts[k].found && names_part(s, n, rep->parts[k].of)) {
                                rep->parts[k].found = true;
                                rep->parts[k].at = p->at[i];
                        }
                i += len + 1;
        }
        for (size_t k = 0; k < rep->n_parts; k++) {
                const char *s =
                    rep->parts[k].found ? NULL : heading_within(mem, rep->words, rep->parts[k].of);

                if (s) {
                        rep->parts[k].found = true;
                        rep->parts[k].at = rep->words->at[s - rep->words->text];
                }
        }
}

/* 2018年12月31日, 二О一一年二月二十一日, and what conversion leaves of them: 2016125. */
static bool
is_date_alone(const char *s, size_t n)
{
        size_t digits = 0, signs = 0;

        if (n < 6 || n > 45)
                return false;
        for (size_t i = 0; i < n;) {
                uint32_t cp;
                size_t w = text_decode(s + i, n - i, &cp);

                if (w == 0)
                        return false;
                digits += cp >= '0' && cp <= '9';
                signs += cp == 0x5e74 || cp == 0x6708 || cp == 0x65e5; /* 年月日 */
                if (cp >= 0x80 && cp != 0x5e74 && cp != 0x6708 && cp != 0x65e5) {
                        char one[8] = "";
                        int64_t v;

                        memcpy(one, s + i, w);
                        if (text_number(one, &v) == 0 && cp != 0x43e) /* о, for a nought */
                                return false;
                }
                i += w;
        }
        return signs >= 2 || (digits == n && strncmp(s, "20", 2) == 0);
}

bool
head_is_complete(const struct report *rep)
{
        const struct paper *p = rep->paper;
        size_t from = p->n, len;
        const char *s;
        bool late = false, ended;

        while (from > 0 && p->text[from - 1] != '\n')
                from--;
        s = p->text + from;
        len = p->n - from;
        ended = len >= 3 && strncmp(s + len - 3, "。", 3) == 0;
        for (size_t k = 0; k < rep->n_parts; k++)
                late = late || (rep->parts[k].of->n >= 5 && rep->parts[k].found);
        if (late && ended)
                return true;
        if (is_date_alone(s, len))
                return true;
        return late && rep->n_raw > 4500;
}
