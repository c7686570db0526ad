/* The list of wrong words as a tree of characters, and its use on a piece. */
#include "domain/scan/words.h"

#include "domain/scan/kit.h"
#include "domain/scan/shipped.h"
#include "domain/scan/wordlist.h"

/* A character of some word; the nodes below it are found by hash of (node, character). */
struct node {
        uint32_t parent, c;
        uint32_t word; /* 1 + index; 0 = no word ends here */
};

struct exception {
        uint32_t word; /* index */
        uint32_t n, offset;
        const uint32_t *c;
};

struct scan_words {
        struct scan_word *list;
        size_t n;
        struct node *nodes;
        size_t n_nodes;
        uint32_t *slots;          /* 1 + node */
        size_t n_slots;           /* a power of two */
        struct exception *except; /* in the order of their words */
        size_t n_except;
};

static size_t
slot_of(const struct scan_words *w, uint32_t parent, uint32_t c)
{
        uint64_t h = ((uint64_t)parent << 32 | c) * 0x9e3779b97f4a7c15u;

        return (size_t)(h >> 40) & (w->n_slots - 1);
}

/* The node below `parent` for c; 0 (the root) when there is none. */
static uint32_t
below(const struct scan_words *w, uint32_t parent, uint32_t c)
{
        for (size_t i = slot_of(w, parent, c); w->slots[i]; i = (i + 1) & (w->n_slots - 1)) {
                const struct node *n = &w->nodes[w->slots[i] - 1];

                if (n->parent == parent && n->c == c)
                        return w->slots[i] - 1;
        }
        return 0;
}

static uint32_t
add_below(TALLOC_CTX *mem, struct scan_words *w, uint32_t parent, uint32_t c)
{
        uint32_t k = below(w, parent, c);
        size_t i;

        if (k)
                return k;
        mem_grow(mem, w->nodes, w->n_nodes);
        w->nodes[w->n_nodes] = (struct node){.parent = parent, .c = c};
        for (i = slot_of(w, parent, c); w->slots[i]; i = (i + 1) & (w->n_slots - 1))
                continue;
        w->slots[i] = (uint32_t)w->n_nodes + 1;
        return (uint32_t)w->n_nodes++;
}

/* Characters of a word, folded; their number, 0 when there are too many. */
static size_t
characters(const char *s, uint32_t out[SCAN_WORD_MAX])
{
        size_t len = strlen(s), n = 0;

        for (size_t i = 0; i < len;) {
                uint32_t c = 0;
                size_t k = text_decode(s + i, len - i, &c);

                if (k == 0 || n == SCAN_WORD_MAX)
                        return 0;
                out[n++] = text_fold(c);
                i += k;
        }
        return n;
}

/* The k-th field of a line, trimmed. */
const char *
scan_word_field(TALLOC_CTX *mem, const char *line, size_t n, int k)
{
        const char *end = line + n;

        for (; k > 0 && line; k--) {
                line = memchr(line, '|', (size_t)(end - line));
                line = line ? line + 1 : NULL;
        }
        if (!line)
                return "";
        {
                const char *stop = memchr(line, '|', (size_t)(end - line));

                return text_trim(mem, mem_strndup(mem, line, (size_t)((stop ? stop : end) - line)));
        }
}

int
scan_severity_named(const char *s)
{
        return !s[0] || strcmp(s, "警告") == 0 ? SCAN_WARNING
               : strcmp(s, "提示") == 0        ? SCAN_HINT
               : strcmp(s, "严重") == 0        ? SCAN_STOP
                                               : -1;
}

static void
add_exceptions(TALLOC_CTX *mem, struct scan_words *w, const char *list, const uint32_t *word,
               size_t n_word, size_t line, struct problems *p)
{
        for (list += strspn(list, " "); *list; list += strspn(list, " ")) {
                size_t len = strcspn(list, " "), n, at = 0;
                uint32_t c[SCAN_WORD_MAX];

                n = characters(mem_strndup(mem, list, len), c);
                while (at + n_word <= n && memcmp(c + at, word, n_word * 4) != 0)
                        at++;
                if (n <= n_word || at + n_word > n) {
                        problems_add(p, line, "例外", "“%.*s”应当比错词长，并包含错词", (int)len,
                                     list);
                } else {
                        mem_grow(mem, w->except, w->n_except);
                        w->except[w->n_except++] =
                            (struct exception){.word = (uint32_t)w->n,
                                               .n = (uint32_t)n,
                                               .offset = (uint32_t)at,
                                               .c = mem_memdup(mem, c, n * sizeof(c[0]))};
                }
                list += len;
        }
}

static void
read_line(TALLOC_CTX *mem, struct scan_words *w, const char *line, size_t n, size_t number,
          struct problems *p)
{
        const char *wrong = scan_word_field(mem, line, n, 0),
                   *right = scan_word_field(mem, line, n, 1);
        int severity = scan_severity_named(scan_word_field(mem, line, n, 2));
        uint32_t c[SCAN_WORD_MAX], node = 0;
        size_t n_c = characters(wrong, c);
        struct scan_word word = {
            .wrong = wrong, .right = right, .reason = "", .severity = severity};

        if (!wrong[0] || wrong[0] == '#')
                return;
        if (n_c < 2)
                problems_add(p, number, "错词", "“%.60s”应当有 2 到 %d 个字", wrong, SCAN_WORD_MAX);
        if (!right[0])
                problems_add(p, number, "正词", "“%.60s”没有写正词或者理由", wrong);
        if (severity < 0)
                problems_add(p, number, "级别", "只能是提示、警告或严重");
        if (w->n == SCAN_WORDS_MAX)
                problems_add(p, number, "", "超过 %d 个词", SCAN_WORDS_MAX);
        if (n_c < 2 || !right[0] || severity < 0 || w->n >= SCAN_WORDS_MAX)
                return;
        if (strncmp(right, "：", 3) == 0 || right[0] == ':') {
                word.reason = text_trim(mem, right + (right[0] == ':' ? 1 : 3));
                word.right = "";
        } else if (strcmp(text_folded(mem, right), text_folded(mem, wrong)) == 0) {
                problems_add(p, number, "正词", "与错词相同");
                return;
        }
        for (size_t i = 0; i < n_c; i++)
                node = add_below(mem, w, node, c[i]);
        if (w->nodes[node].word) {
                problems_add(p, number, "错词", "“%.60s”前面已经有了", wrong);
                return;
        }
        add_exceptions(mem, w, scan_word_field(mem, line, n, 3), c, n_c, number, p);
        mem_grow(mem, w->list, w->n);
        w->list[w->n++] = word;
        w->nodes[node].word = (uint32_t)w->n;
}

int
scan_words_read(TALLOC_CTX *mem, const char *text, struct problems *p,
                const struct scan_words **ret)
{
        struct scan_words *w = mem_new(mem, struct scan_words);
        size_t before = p->n, number = 0, len = strlen(text);

        /* Not more characters than bytes: the table stays half empty. */
        for (w->n_slots = 1024; w->n_slots < len; w->n_slots *= 2)
                continue;
        w->slots = mem_array(w, uint32_t, w->n_slots);
        mem_grow(w, w->nodes, w->n_nodes);
        w->nodes[w->n_nodes++] = (struct node){.parent = UINT32_MAX};
        if (len > MiB(4))
                problems_add(p, 0, "", "词表超过 4 MB");
        for (const char *s = text; p->n == before && s < text + len;) {
                const char *end = strchr(s, '\n');

                end = end ? end : text + len;
                number++;
                read_line(w, w, s, (size_t)(end - s), number, p);
                s = end + 1;
                if (p->n > before) { /* all the faults, but no list */
                        for (; s < text + len; s = end + 1) {
                                end = strchr(s, '\n');
                                end = end ? end : text + len;
                                number++;
                                read_line(w, w, s, (size_t)(end - s), number, p);
                        }
                }
        }
        if (p->n > before) {
                talloc_free(w);
                return 1;
        }
        *ret = w;
        return 0;
}

const char *
scan_words_shipped(void)
{
        return (const char *)scan_words_txt;
}

size_t
scan_words_count(const struct scan_words *w)
{
        return w->n;
}

const struct scan_word *
scan_words_at(const struct scan_words *w, const uint32_t *c, size_t n, size_t *ret_n)
{
        const struct scan_word *found = NULL;
        uint32_t node = 0;

        for (size_t i = 0; i < n && i < SCAN_WORD_MAX; i++) {
                node = below(w, node, c[i]);
                if (!node)
                        break;
                if (w->nodes[node].word) {
                        found = &w->list[w->nodes[node].word - 1];
                        *ret_n = i + 1;
                }
        }
        return found;
}

bool
scan_words_excepted(const struct scan_words *w, const struct scan_word *word, const uint32_t *c,
                    size_t n, size_t at)
{
        uint32_t index = (uint32_t)(word - w->list);
        size_t lo = 0, hi = w->n_except;

        while (lo < hi) { /* the first of this word */
                size_t mid = (lo + hi) / 2;

                if (w->except[mid].word < index)
                        lo = mid + 1;
                else
                        hi = mid;
        }
        for (; lo < w->n_except && w->except[lo].word == index; lo++) {
                const struct exception *e = &w->except[lo];

                if (e->offset <= at && at - e->offset + e->n <= n &&
                    memcmp(c + at - e->offset, e->c, e->n * sizeof(*c)) == 0)
                        return true;
        }
        return false;
}

void
scan_wrong_words(struct scanner *s, struct piece *p)
{
        for (size_t i = 0; i < p->n; i++) {
                size_t n = 0;
                const struct scan_word *w;

                if (p->c[i] <= ' ' || p->url[i])
                        continue;
                w = scan_words_at(s->opt->words, p->c + i, p->n - i, &n);
                if (!w || scan_words_excepted(s->opt->words, w, p->c, p->n, i))
                        continue;
                scan_note(s, p,
                          &(struct mark){
                              .kind = SCAN_WORD,
                              .severity = (enum scan_severity)w->severity,
                              .from = i,
                              .to = i + n,
                              .reason = w->reason[0] ? mem_strdup(s->mem, w->reason)
                                                     : mem_printf(s->mem, "“%s”一般应当写作“%s”。",
                                                                  w->wrong, w->right),
                              .suggestion = w->right,
                              .advice = w->right[0] ? "核对后改正。"
                                                    : "核对后改写；引用原文的可以保留。"});
                i += n - 1;
        }
}
