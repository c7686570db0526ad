/* Document numbers named in a text, and its links. */
#include "domain/scan/kit.h"

#include "domain/item/docno.h"

enum { LEFT = 0x3014, RIGHT = 0x3015, HAO = 0x53f7, MARK_MOST = 14 };

bool
scan_docno_next(const struct piece *p, size_t *at, struct docno_mention *ret)
{
        for (size_t i = *at; i + 6 < p->n; i++) {
                size_t k = i + 1, from = i;

                if (p->c[i] != LEFT || p->url[i])
                        continue;
                while (is_digit(char_at(p, k)))
                        k++;
                if (k - i != 5 || char_at(p, k) != RIGHT || p->c[i + 1] > '2')
                        continue;
                k++;
                if (char_at(p, k) == ' ')
                        k++;
                if (char_at(p, k) == 0x7b2c)
                        k++;
                if (!is_digit(char_at(p, k)))
                        continue;
                while (is_digit(char_at(p, k)))
                        k++;
                if (char_at(p, k) == ' ')
                        k++;
                if (char_at(p, k) != HAO)
                        continue;
                while (from > 0 && i - from < MARK_MOST && text_is_han(p->c[from - 1]))
                        from--;
                *ret = (struct docno_mention){.bracket = i, .end = k + 1, .least = from};
                /* Words that lead to a number and are no part of its mark. */
                while (from < i) {
                        size_t n = scan_begins_with(
                            p, from,
                            "根据 按照 依据 依照 贯彻 落实 转发 印发 执行 参照 遵照 详见 见 经 "
                            "由 以 和 与 及 按 在 将 对 原 的 文件 通知 意见 办法 规定 "
                            "方案 决定 我 以下 现 如 同时 废止 修改 下发 发布 出台 文号 文 "
                            "为 了 是 号");
                        size_t last;

                        if (n == 0)
                                break;
                        last = from + n;
                        from = last;
                }
                for (size_t m = from; m < i; m++) /* … also in the middle */
                        if (scan_begins_with(p, m,
                                             "根据 按照 依据 依照 印发的 的 文件 了 《 》 为 和"))
                                from = m + scan_begins_with(
                                               p, m,
                                               "根据 按照 依据 依照 印发的 的 文件 了 《 》 为 和");
                ret->from = from < i ? from : ret->least;
                ret->to = k + 1;
                *at = k + 1;
                return true;
        }
        return false;
}

const char *
scan_docno_key(TALLOC_CTX *mem, const struct piece *p, size_t from, size_t to)
{
        _cleanup_(mem_endp) TALLOC_CTX *tmp = mem_root();
        const char *s = mem_strndup(tmp, p->text + p->at[from], p->at[to] - p->at[from]);
        struct docno d = docno_read(tmp, s);

        return d.form == DOCNO_BRACKETED ? mem_strdup(mem, d.key) : NULL;
}

struct keys {
        TALLOC_CTX *mem;
        const char **list;
        size_t n;
};

static void
collect(void *arg, struct piece *p)
{
        struct keys *k = arg;
        struct docno_mention m;

        for (size_t at = 0; k->n < SCAN_KEYS_MAX && scan_docno_next(p, &at, &m);)
                for (size_t from = m.least; from < m.bracket && k->n < SCAN_KEYS_MAX; from++) {
                        const char *key = scan_docno_key(k->mem, p, from, m.end);

                        if (!key)
                                continue;
                        mem_grow(k->mem, k->list, k->n);
                        k->list[k->n++] = key;
                }
}

static int
by_text(const void *a, const void *b)
{
        return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *
scan_docno_keys(TALLOC_CTX *mem, const struct body *b, size_t *ret_n)
{
        struct keys k = {.mem = mem};
        size_t n = 0;

        scan_each_piece(b, collect, &k);
        if (k.n > 0)
                qsort(k.list, k.n, sizeof(*k.list), by_text);
        for (size_t i = 0; i < k.n; i++)
                if (n == 0 || strcmp(k.list[i], k.list[n - 1]) != 0)
                        k.list[n++] = k.list[i];
        *ret_n = n;
        return k.list;
}

static bool
is_linked(const struct piece *p, size_t from, size_t to)
{
        size_t lo = 0, hi = p->n_links;

        while (lo < hi) { /* the first link that ends behind the beginning */
                size_t mid = (lo + hi) / 2;

                if (p->links[mid].to <= p->at[from])
                        lo = mid + 1;
                else
                        hi = mid;
        }
        return lo < p->n_links && p->links[lo].from < p->at[to];
}

static const struct scan_known *
known(const struct scanner *s, const char *key)
{
        for (size_t i = 0; i < s->opt->n_known; i++)
                if (strcmp(s->opt->known[i].key, key) == 0)
                        return &s->opt->known[i];
        return NULL;
}

void
scan_docnos(struct scanner *s, struct piece *p)
{
        struct docno_mention m;

        if (strcmp(p->field, "doc_no") == 0)
                return;
        for (size_t at = 0; scan_docno_next(p, &at, &m);) {
                const struct scan_known *k = NULL;
                struct mark mark = {.kind = SCAN_DOCNO, .from = m.from, .to = m.to};

                if (is_linked(p, m.bracket, m.end) ||
                    s->out.by_kind[SCAN_DOCNO] >= 2 * SCAN_KEPT_MAX)
                        continue;
                for (size_t from = m.least; from < m.bracket && !k; from++) {
                        const char *key = scan_docno_key(p->mem, p, from, m.end);

                        k = key ? known(s, key) : NULL;
                        if (k)
                                mark.from = from;
                }
                if (k && !k->url[0])
                        continue;
                mark.reason = k ? "提到的文件已经公开，文号上没有链接。"
                                : "提到的文件在平台上没有找到，文号上没有链接。";
                mark.suggestion = k ? k->url : NULL;
                mark.advice = k ? "加上链接，读者可以直接查看。"
                                : "核对文号；该文件应当公开的，先公开再加链接。";
                scan_note(s, p, &mark);
                for (size_t i = mark.from; i < mark.to; i++)
                        p->taken[i] = false; /* its words are still words */
        }
}

/* ---- links ---- */

static enum scan_link_kind
link_kind(const char *href)
{
        if (strncmp(href, "http://", 7) == 0 || strncmp(href, "https://", 8) == 0)
                return SCAN_LINK_WEB;
        if (href[0] == '/')
                return SCAN_LINK_OWN;
        return href[0] == '#' ? SCAN_LINK_ANCHOR : SCAN_LINK_OTHER;
}

/* An address that only the office's own net knows. */
static bool
is_inner_host(const char *url)
{
        const char *h = strstr(url, "://");
        long second;

        if (!h)
                return false;
        h += 3;
        if (strncmp(h, "localhost", 9) == 0 || strncmp(h, "127.", 4) == 0 ||
            strncmp(h, "10.", 3) == 0 || strncmp(h, "192.168.", 8) == 0 ||
            strncmp(h, "169.254.", 8) == 0)
                return h[0] == 'l' || strspn(h, "0123456789.") >= 7;
        if (strncmp(h, "172.", 4) != 0 || strspn(h, "0123456789.") < 8)
                return false;
        second = strtol(h + 4, NULL, 10);
        return second >= 16 && second <= 31;
}

static size_t
char_of(const struct piece *p, size_t byte)
{
        size_t lo = 0, hi = p->n;

        while (lo < hi) {
                size_t mid = (lo + hi) / 2;

                if (p->at[mid] < byte)
                        lo = mid + 1;
                else
                        hi = mid;
        }
        return lo;
}

void
scan_hrefs(struct scanner *s, struct piece *p)
{
        for (size_t i = 0; i < p->n_links; i++) {
                const struct linked *l = &p->links[i];
                struct mark m = {.kind = SCAN_LINK,
                                 .severity = SCAN_WARNING,
                                 .from = char_of(p, l->from),
                                 .to = char_of(p, l->to)};

                if (is_inner_host(l->href)) {
                        m.reason = "链接指向内部网络的地址，读者打不开，还会暴露内部网络。";
                } else if (strcmp(l->href, "#") == 0 || strcmp(l->href, "http://") == 0 ||
                           strcmp(l->href, "https://") == 0) {
                        m.reason = "链接是空的。";
                } else if (link_kind(l->href) == SCAN_LINK_ANCHOR) {
                        m.severity = SCAN_HINT;
                        m.reason = "链接只指向原网页里的位置，发布后没有作用。";
                } else {
                        continue;
                }
                m.advice = "改正或者去掉链接。";
                scan_note(s, p, &m);
        }
        /* The same as bare text. */
        for (size_t i = 0; i < p->n; i++)
                if (p->url[i] && (i == 0 || !p->url[i - 1])) {
                        size_t end = i;

                        while (end < p->n && p->url[end])
                                end++;
                        if (!p->taken[i] && is_inner_host(p->text + p->at[i]))
                                scan_note(
                                    s, p,
                                    &(struct mark){
                                        .kind = SCAN_LINK,
                                        .severity = SCAN_WARNING,
                                        .from = i,
                                        .to = end,
                                        .reason =
                                            "是内部网络的地址，读者打不开，还会暴露内部网络。",
                                        .advice = "删去，或者换成对外的网址。"});
                }
}

struct links {
        TALLOC_CTX *mem;
        struct scan_link *list;
        size_t n;
};

static void
collect_links(void *arg, struct piece *p)
{
        struct links *l = arg;

        for (size_t i = 0; i < p->n_links; i++) {
                const struct linked *k = &p->links[i];
                const struct seg *seg = scan_seg(p, char_of(p, k->from));

                mem_grow(l->mem, l->list, l->n);
                l->list[l->n++] = (struct scan_link){
                    .kind = link_kind(k->href),
                    .href = mem_strdup(l->mem, k->href),
                    .text = mem_strndup(l->mem, p->text + k->from, k->to - k->from),
                    .path = mem_strdup(l->mem, seg->path),
                    .from = k->from - seg->at,
                    .n = k->to - k->from};
        }
}

struct scan_link *
scan_links(TALLOC_CTX *mem, const struct body *b, size_t *ret_n)
{
        struct links l = {.mem = mem};

        scan_each_piece(b, collect_links, &l);
        *ret_n = l.n;
        return l.list;
}
