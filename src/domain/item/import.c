#include "domain/item/import.h"

#include "base/text.h"
#include "domain/item/date.h"
#include "domain/item/docno.h"
#include "domain/item/indexno.h"

enum { TITLE_LONG = 150, SUMMARY_LENGTH = 120, FLAGS_MAX = 64, LIST_MAX = 200 };

static const char *const keys[N_IMPORT_KEYS] = {
    [IMPORT_TITLE] = "title",
    [IMPORT_INDEX_NUMBER] = "index_number",
    [IMPORT_DOC_NUMBER] = "doc_number",
    [IMPORT_ISSUER] = "issuer",
    [IMPORT_WRITTEN_DATE] = "written_date",
    [IMPORT_PUBLISHED_DATE] = "published_date",
    [IMPORT_TOPIC] = "topic",
    [IMPORT_GENRE] = "genre",
    [IMPORT_VALIDITY] = "validity",
    [IMPORT_SOURCE_HOST] = "source_host",
    [IMPORT_COLUMN] = "column",
    [IMPORT_DISCLOSURE] = "disclosure",
    [IMPORT_BODY] = "body",
    [IMPORT_FILES] = "files",
    [IMPORT_OLD_URL] = "old_url",
    [IMPORT_CHANNELS] = "channels",
    [IMPORT_ATTESTED_BY] = "attested_by",
    [IMPORT_GROUND] = "ground",
    [IMPORT_AUDIENCE] = "audience",
    [IMPORT_KEYWORDS] = "keywords",
    [IMPORT_SUMMARY] = "summary",
    [IMPORT_EFFECTIVE_DATE] = "effective_date",
    [IMPORT_EXPIRES_DATE] = "expires_date",
};

static const struct {
        const char *code, *label;
} labels[] = {
    {"title_long", "标题很长"},
    {"title_traditional", "标题是繁体字"},
    {"written_missing", "没有成文日期"},
    {"written_impossible", "成文日期不成立"},
    {"written_partial", "成文日期不完整"},
    {"written_unread", "成文日期看不懂"},
    {"written_letter_zero", "成文日期里用字母或圆圈代替〇"},
    {"published_missing", "没有发布日期"},
    {"published_impossible", "发布日期不成立"},
    {"published_partial", "发布日期不完整"},
    {"published_unread", "发布日期看不懂"},
    {"published_letter_zero", "发布日期里用字母或圆圈代替〇"},
    {"published_before_written", "发布早于成文"},
    {"published_ahead", "发布日期在今天以后"},
    {"date_unlikely", "日期早于1949年10月1日或晚于今天一年以上，不用来排序"},
    {"effective_bad", "施行日期看不懂或不成立"},
    {"expires_bad", "有效期截止日期看不懂或不成立"},
    {"day_missing", "没有任何日期，按导入当天排列"},
    {"index_missing", "没有索引号"},
    {"index_year_differs", "索引号的年份与成文、发布的年份都不同"},
    {"topic_missing", "没有主题分类"},
    {"topic_unknown", "主题分类不在分类表里，转入关键词"},
    {"topic_guessed", "主题分类是从文字里认出的"},
    {"genre_missing", "没有体裁分类"},
    {"genre_unknown", "体裁分类不在分类表里，转入关键词"},
    {"audience_unknown", "服务对象不在分类表里，转入关键词"},
    {"column_unknown", "没有这个栏目，改放默认栏目"},
    {"column_elsewhere", "栏目不在该机构的栏目树里，改放默认栏目"},
    {"issuer_is_site", "发布机构填的是网站"},
    {"issuer_from_index", "发布机构按索引号的机构代码认定"},
    {"issuer_mapped", "发布机构按对照表的通配行归入"},
    {"disclosure_unread", "公开属性看不懂，按不主动公开处理"},
    {"ground_unread", "不公开的理由不合规定的种类"},
    {"ground_missing", "没有写不公开的理由"},
    {"body_unread", "正文结构有错，只保留文字"},
    {"old_url_unread", "旧地址看不懂"},
    {"old_url_twice", "旧地址在该站点已经属于另一件"},
    {"file_refused", "附件路径不安全，没有带入"},
    {"file_missing", "找不到附件"},
    {"file_too_big", "附件太大，没有带入"},
    {"channel_unknown", "没有这种公开渠道，记为其他"},
};

const char *
import_key_name(enum import_key k)
{
        return keys[k];
}

bool
import_key_of(const char *name, enum import_key *ret)
{
        for (int i = 0; i < N_IMPORT_KEYS; i++)
                if (strcmp(keys[i], name) == 0) {
                        *ret = (enum import_key)i;
                        return true;
                }
        return false;
}

const char *
import_flag_label(const char *code)
{
        for (size_t i = 0; i < N(labels); i++)
                if (strcmp(labels[i].code, code) == 0)
                        return labels[i].label;
        for (unsigned f = DOCNO_SAID_NONE; f <= DOCNO_UNREAD; f <<= 1)
                if (strcmp(docno_flag_code(f), code) == 0)
                        return docno_flag_label(f);
        for (unsigned f = INDEXNO_NO_CODE; f <= INDEXNO_UNREAD; f <<= 1)
                if (strcmp(indexno_flag_code(f), code) == 0)
                        return indexno_flag_label(f);
        for (unsigned f = VALIDITY_UNREAD; f <= VALIDITY_BAD_DATE; f <<= 1)
                if (strcmp(validity_flag_code(f), code) == 0)
                        return validity_flag_label(f);
        return code;
}

void
import_flag(TALLOC_CTX *mem, struct import_draft *d, const char *code)
{
        for (size_t i = 0; i < d->n_flags; i++)
                if (strcmp(d->flags[i], code) == 0)
                        return;
        if (d->n_flags == FLAGS_MAX)
                return;
        mem_grow(mem, d->flags, d->n_flags);
        d->flags[d->n_flags++] = code;
}

const char *
import_flags_text(TALLOC_CTX *mem, const struct import_draft *d)
{
        struct buf b = buf_new(mem, KiB(4));

        for (size_t i = 0; i < d->n_flags; i++) {
                if (i)
                        buf_char(&b, ',');
                buf_str(&b, d->flags[i]);
        }
        return buf_text(&b);
}

struct check {
        TALLOC_CTX *mem;
        const struct import_raw *raw;
        struct import_draft *d;
        struct day today;
};

static void
flag(struct check *c, const char *code)
{
        import_flag(c->mem, c->d, code);
}

static const char *
text_of(const struct check *c, enum import_key k)
{
        return c->raw->text[k] ? c->raw->text[k] : "";
}

/* One line: blanks at the ends gone, line breaks and runs of blanks within made one space. */
static const char *
one_line(struct check *c, enum import_key k)
{
        const char *s = text_trim(c->mem, text_of(c, k)), *nfc;
        struct buf b;
        bool gap = false;

        if (strpbrk(s, "\t\r\n") || strstr(s, "  ")) {
                b = buf_new(c->mem, strlen(s) + 1);
                for (; *s; s++) {
                        if ((uint8_t)*s <= ' ' || *s == 0x7f) {
                                gap = true;
                                continue;
                        }
                        if (gap)
                                buf_char(&b, ' ');
                        gap = false;
                        buf_char(&b, *s);
                }
                s = buf_text(&b);
        }
        return text_nfc(c->mem, s, &nfc) == 0 ? nfc : s;
}

/* Two characters that only traditional script has: one alone may be a name or a rare word. */
static bool
is_traditional(const char *s)
{
        size_t len = strlen(s), found = 0;

        for (size_t i = 0; i < len;) {
                uint32_t cp = 0;
                size_t k = text_decode(s + i, len - i, &cp);

                if (k == 0)
                        return false;
                found += text_is_han(cp) && text_fold(cp) != cp;
                i += k;
        }
        return found >= 2;
}

static void
check_title(struct check *c)
{
        if (text_length(c->d->title) > TITLE_LONG)
                flag(c, "title_long");
        if (is_traditional(c->d->title))
                flag(c, "title_traditional");
}

static void
check_numbers(struct check *c)
{
        struct docno no = docno_read(c->mem, one_line(c, IMPORT_DOC_NUMBER));
        struct indexno index = indexno_read(c->mem, one_line(c, IMPORT_INDEX_NUMBER));

        for (unsigned f = DOCNO_SAID_NONE; f <= DOCNO_UNREAD; f <<= 1)
                if (no.flags & f)
                        flag(c, docno_flag_code(f));
        for (unsigned f = INDEXNO_NO_CODE; f <= INDEXNO_UNREAD; f <<= 1)
                if (index.flags & f)
                        flag(c, indexno_flag_code(f));
        c->d->doc_no = no.text[0] ? no.text : NULL;
        c->d->doc_no_key = no.text[0] ? no.key : NULL;
        c->d->source_index_no = index.text[0] ? index.text : NULL;
        c->d->index_code = index.code;
        if (!index.text[0])
                flag(c, "index_missing");
        if (index.year &&
            !(index.year == (day_is_none(c->d->written_on) ? 0 : day_year(c->d->written_on))) &&
            index.year != day_year(c->d->sort_day) && !(index.flags & INDEXNO_YEAR_ODD))
                flag(c, "index_year_differs");
}

/* A date and the flags of its reading, under the name of the field. */
static struct date
check_date(struct check *c, enum import_key k, const char *const codes[5])
{
        struct date d = date_read(text_of(c, k));
        static const unsigned bits[5] = {DATE_EMPTY, DATE_IMPOSSIBLE, DATE_PARTIAL, DATE_UNREAD,
                                         DATE_LETTER_ZERO};

        for (size_t i = 0; i < N(bits); i++)
                if (d.flags & bits[i]) {
                        flag(c, codes[i]);
                        break;
                }
        return d;
}

/* A day that a public authority's document may bear: since the first of October 1949, and not more
 * than a year ahead. */
static bool
is_likely(const struct check *c, struct day day)
{
        return day_cmp(day, day_ymd(1949, 10, 1)) >= 0 && day_cmp(day, day_add(c->today, 366)) <= 0;
}

static void
check_days(struct check *c)
{
        static const char *const of_written[5] = {"written_missing", "written_impossible",
                                                  "written_partial", "written_unread",
                                                  "written_letter_zero"};
        static const char *const of_published[5] = {"published_missing", "published_impossible",
                                                    "published_partial", "published_unread",
                                                    "published_letter_zero"};
        struct date w = check_date(c, IMPORT_WRITTEN_DATE, of_written);
        struct date p = check_date(c, IMPORT_PUBLISHED_DATE, of_published);
        bool is_p = !day_is_none(p.day) && is_likely(c, p.day);
        bool is_w = !day_is_none(w.day) && is_likely(c, w.day);
        int order;

        c->d->written_on = c->d->formed_on = w.day;
        c->d->published_at = date_instant(&p);
        c->d->sort_day = is_p ? p.day : is_w ? w.day : c->today;
        if ((!day_is_none(p.day) && !is_p) || (!day_is_none(w.day) && !is_w))
                flag(c, "date_unlikely");
        if (day_is_none(p.day) && day_is_none(w.day))
                flag(c, "day_missing");
        if (!day_is_none(p.day) && day_cmp(p.day, c->today) > 0)
                flag(c, "published_ahead");
        if (day_is_none(p.day) || day_is_none(w.day))
                return;
        order = day_cmp(p.day, w.day);
        if (order < 0 || (order == 0 && p.minute >= 0 && w.minute > p.minute))
                flag(c, "published_before_written");
}

static void
check_validity(struct check *c)
{
        struct validity_facts *f = &c->d->validity;
        struct date from = date_read(text_of(c, IMPORT_EFFECTIVE_DATE));
        struct date to = date_read(text_of(c, IMPORT_EXPIRES_DATE));
        unsigned odd;

        *f = validity_read(text_trim(c->mem, text_of(c, IMPORT_VALIDITY)), &odd);
        for (unsigned b = VALIDITY_UNREAD; b <= VALIDITY_BAD_DATE; b <<= 1)
                if (odd & b)
                        flag(c, validity_flag_code(b));
        if (!day_is_none(from.day))
                f->effective_on = from.day;
        else if (!(from.flags & DATE_EMPTY))
                flag(c, "effective_bad");
        if (!day_is_none(to.day))
                f->expires_on = to.day;
        else if (!(to.flags & DATE_EMPTY))
                flag(c, "expires_bad");
}

/* What cannot be told to be public is kept from the public until somebody has looked. */
static void
check_disclosure(struct check *c)
{
        const char *text = one_line(c, IMPORT_DISCLOSURE);
        const char *ground = one_line(c, IMPORT_GROUND);

        c->d->disclosure = DISCLOSURE_PROACTIVE;
        if (text[0] && !disclosure_read(text, &c->d->disclosure)) {
                c->d->disclosure = DISCLOSURE_ON_REQUEST;
                c->d->ground = "UNSTATED";
                flag(c, "disclosure_unread");
                return;
        }
        if (c->d->disclosure == DISCLOSURE_PROACTIVE)
                return;
        if (ground[0] && disclosure_check(c->d->disclosure, ground, OVERRIDING_NONE) == 0) {
                c->d->ground = ground_of(ground)->code;
                return;
        }
        flag(c, ground[0] ? "ground_unread" : "ground_missing");
        c->d->ground =
            c->d->disclosure == DISCLOSURE_ON_REQUEST && !ground[0] ? "G27_ON_REQUEST" : "UNSTATED";
}

/* The words of a tree that is no tree of ours. */
static void
gather(struct buf *b, const struct json *j)
{
        const char *s = json_string(json_get(j, "text"));

        if (s) {
                buf_str(b, s);
                buf_char(b, '\n');
        }
        if (json_type(j) == JSON_ARRAY || json_type(j) == JSON_OBJECT)
                for (size_t i = 0; i < json_size(j); i++)
                        gather(b, json_at(j, i));
}

static int
check_body(struct check *c, size_t line, struct problems *p)
{
        struct problems own = {.mem = c->mem};
        const char *text = text_of(c, IMPORT_BODY);
        struct buf b;
        int r;

        if (c->raw->body) {
                r = body_read(c->mem, c->raw->body, false, &own, &c->d->body);
                if (r <= 0)
                        return r;
                flag(c, "body_unread");
                b = buf_new(c->mem, BODY_BYTES_MAX + 1);
                gather(&b, c->raw->body);
                text = buf_text(&b);
        }
        own.n = own.n_list = 0;
        r = body_from_text(c->mem, text, &own, &c->d->body);
        for (size_t i = 0; i < own.n_list; i++)
                problems_add(p, line, "body", "%s", own.list[i].message);
        return r;
}

/* The parts of a list written with ; ， 、 | or line breaks between. */
static void
split(struct check *c, enum import_key k, bool spaces, const char ***ret, size_t *ret_n)
{
        static const char *const seps[] = {";", "；", "、", "，", ",", "|", "\n", "\r"};
        const char *s = text_of(c, k), *from = s;

        for (;;) {
                size_t len = 0;

                for (size_t i = 0; i < N(seps) && !len; i++)
                        if (strncmp(s, seps[i], strlen(seps[i])) == 0)
                                len = strlen(seps[i]);
                if (!len && spaces && *s == ' ')
                        len = 1;
                if (len || !*s) {
                        const char *part =
                            text_trim(c->mem, mem_strndup(c->mem, from, (size_t)(s - from)));

                        if (part[0] && *ret_n < LIST_MAX) {
                                mem_grow(c->mem, *ret, *ret_n);
                                (*ret)[(*ret_n)++] = part;
                        }
                        from = s + len;
                }
                if (!*s)
                        return;
                s += len ? len : 1;
        }
}

/* A path that stays below its folder. */
static bool
is_below(const char *path)
{
        if (path[0] == '/' || strchr(path, '\\') || strlen(path) > 500)
                return false;
        for (const char *p = path; p; p = strchr(p, '/')) {
                p += *p == '/';
                if (strncmp(p, "..", 2) == 0 && (p[2] == '/' || p[2] == '\0'))
                        return false;
        }
        return true;
}

static void
check_files(struct check *c)
{
        size_t kept = 0;

        split(c, IMPORT_FILES, false, &c->d->files, &c->d->n_files);
        for (size_t i = 0; i < c->d->n_files; i++) {
                if (is_below(c->d->files[i]))
                        c->d->files[kept++] = c->d->files[i];
                else
                        flag(c, "file_refused");
        }
        c->d->n_files = kept;
}

static int
hex(char c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        c |= 0x20;
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The path decoded, as the server will see it when it is asked for; the query as it is. NULL when it
 * decodes to nothing sensible. */
static const char *
decoded(TALLOC_CTX *mem, const char *s)
{
        struct buf b = buf_new(mem, strlen(s) + 1);
        size_t n = strcspn(s, "?");

        for (size_t i = 0; i < n; i++) {
                int high = s[i] == '%' ? hex(s[i + 1]) : -1, low = high >= 0 ? hex(s[i + 2]) : -1;

                if (s[i] == '%' && (high < 0 || low < 0 || high * 16 + low < 0x20))
                        return NULL;
                buf_char(&b, s[i] == '%' ? (char)(high * 16 + low) : s[i]);
                i += s[i] == '%' ? 2 : 0;
        }
        buf_str(&b, s + n);
        return text_valid(buf_text(&b), b.len) ? mem_strdup(mem, buf_text(&b)) : NULL;
}

/* "http://old.example/a/b.html?id=1#x" and "/a/b.html?id=1": path and query. */
static void
check_old_url(struct check *c)
{
        const char *s = text_trim(c->mem, text_of(c, IMPORT_OLD_URL)), *slash;

        if (!s[0])
                return;
        slash = strstr(s, "://");
        if (slash) {
                s = strchr(slash + 3, '/');
                if (!s)
                        s = "/";
        }
        s = mem_strndup(c->mem, s, strcspn(s, "#"));
        if (s[0] != '/' || s[1] == '/' || s[1] == '\0' || strlen(s) > 1000 ||
            strpbrk(s, " \t\r\n\\")) {
                flag(c, "old_url_unread");
                return;
        }
        c->d->old_address = decoded(c->mem, s);
        if (!c->d->old_address)
                flag(c, "old_url_unread");
}

static bool
ends(const char *s, const char *with)
{
        size_t a = strlen(s), b = strlen(with);

        return a >= b && strcmp(s + a - b, with) == 0;
}

static void
check_words(struct check *c)
{
        c->d->issuer = one_line(c, IMPORT_ISSUER);
        if (ends(c->d->issuer, "网站") || ends(c->d->issuer, "网"))
                flag(c, "issuer_is_site");
        c->d->column = one_line(c, IMPORT_COLUMN);
        c->d->topic = one_line(c, IMPORT_TOPIC);
        c->d->genre = one_line(c, IMPORT_GENRE);
        c->d->audience = one_line(c, IMPORT_AUDIENCE);
        c->d->keywords = one_line(c, IMPORT_KEYWORDS);
        c->d->source = one_line(c, IMPORT_SOURCE_HOST);
        c->d->attested_by = one_line(c, IMPORT_ATTESTED_BY);
        if (!c->d->topic[0])
                flag(c, "topic_missing");
        if (!c->d->genre[0])
                flag(c, "genre_missing");
}

int
import_check(TALLOC_CTX *mem, const struct import_raw *raw, struct day today, size_t line,
             struct problems *p, struct import_draft *ret)
{
        struct import_draft d = {.index_code = ""};
        struct check c = {.mem = mem, .raw = raw, .d = &d, .today = today};
        const char *summary;
        int r;

        d.title = one_line(&c, IMPORT_TITLE);
        if (!d.title[0]) {
                problems_add(p, line, "title", "没有标题");
                return 1;
        }
        check_title(&c);
        check_days(&c);
        check_numbers(&c);
        check_validity(&c);
        check_disclosure(&c);
        check_words(&c);
        check_files(&c);
        check_old_url(&c);
        split(&c, IMPORT_CHANNELS, true, &d.channels, &d.n_channels);
        r = check_body(&c, line, p);
        if (r < 0)
                return err_trace(r);
        if (r > 0)
                return 1;
        summary = one_line(&c, IMPORT_SUMMARY);
        d.summary = summary[0] ? summary : body_summary(mem, d.body, SUMMARY_LENGTH);
        *ret = d;
        return 0;
}
