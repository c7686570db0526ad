#include "app/demo/book.h"

#include <math.h>

/* The file: "%list NAME" and its lines, "%item NAME" with "key: value" heads and a body whose lines
 * begin with p h k n c t cols rows row total let (README.md of data/demo). */

static const char *
swapped(TALLOC_CTX *mem, const char *line, size_t n, const char *const *swaps)
{
        struct buf b = buf_new(mem, KiB(16));

        for (size_t i = 0; i < n;) {
                size_t took = 0;

                for (const char *const *s = swaps; s && *s && !took; s += 2) {
                        size_t m = strlen(s[0]);

                        if (m <= n - i && !memcmp(line + i, s[0], m)) {
                                buf_str(&b, s[1]);
                                took = m;
                        }
                }
                if (!took) {
                        buf_char(&b, line[i]);
                        took = 1;
                }
                i += took;
        }
        return buf_text(&b);
}

static const char **
split(TALLOC_CTX *mem, const char *s, const char *by, size_t *ret_n)
{
        const char **parts = NULL;
        size_t n = 0, m = strlen(by);

        for (const char *end; s; s = end ? end + m : NULL) {
                end = strstr(s, by);
                size_t len = end ? (size_t)(end - s) : strlen(s);

                if (!len && *by == ' ' && m == 1)
                        continue;
                mem_grow(mem, parts, n);
                parts[n++] = mem_strndup(mem, s, len);
        }
        *ret_n = n;
        return parts;
}

static void
push(TALLOC_CTX *mem, const char ***lines, size_t *n, const char *line)
{
        mem_grow(mem, *lines, *n);
        (*lines)[(*n)++] = line;
}

static unsigned
months_of(const char *s)
{
        unsigned set = 0;

        while (*s) {
                char *end;
                long a = strtol(s, &end, 10), b = a;

                if (*end == '-')
                        b = strtol(end + 1, &end, 10);
                for (long m = a; m >= 1 && m <= b && m <= 12; m++)
                        set |= 1u << m;
                s = *end ? end + 1 : end;
        }
        return set;
}

static bool
channels_of(const char *s, int channel[BOOK_CHANNELS])
{
        static const char *const names[BOOK_CHANNELS] = {"site", "weibo", "wechat", "other"};

        memset(channel, 0, sizeof(int) * BOOK_CHANNELS);
        while (*s) {
                size_t i, len = strcspn(s, " ");
                char *end;

                for (i = 0; i < BOOK_CHANNELS; i++)
                        if (strlen(names[i]) == len && !strncmp(names[i], s, len))
                                break;
                if (i == BOOK_CHANNELS)
                        return false;
                channel[i] = (int)strtol(s + len, &end, 10);
                s = end + strspn(end, " ");
        }
        return true;
}

static bool
head_line(TALLOC_CTX *mem, struct pattern *p, const char *key, const char *value)
{
        const struct {
                const char *key;
                const char **at;
        } texts[] = {{"column", &p->column},     {"topic", &p->topic}, {"genre", &p->genre},
                     {"audience", &p->audience}, {"to", &p->to},       {"file", &p->file},
                     {"years", &p->years},       {"fixed", &p->fixed}};
        const struct {
                const char *key;
                bool *at;
        } flags[] = {
            {"doc", &p->doc}, {"sign", &p->sign}, {"policy", &p->policy}, {"monthly", &p->monthly}};
        const struct {
                const char *key;
                int *at;
        } numbers[] = {{"weight", &p->weight}, {"each", &p->each}, {"count", &p->count}};

        for (size_t i = 0; i < N(texts); i++)
                if (!strcmp(key, texts[i].key)) {
                        *texts[i].at = value;
                        return true;
                }
        for (size_t i = 0; i < N(flags); i++)
                if (!strcmp(key, flags[i].key)) {
                        *flags[i].at = !strcmp(value, "yes");
                        return true;
                }
        for (size_t i = 0; i < N(numbers); i++)
                if (!strcmp(key, numbers[i].key)) {
                        *numbers[i].at = (int)strtol(value, NULL, 10);
                        return true;
                }
        if (!strcmp(key, "by"))
                p->by = split(mem, value, " ", &p->n_by);
        else if (!strcmp(key, "months"))
                p->months = months_of(value);
        else if (!strcmp(key, "channels"))
                return channels_of(value, p->channel);
        else if (!strcmp(key, "title"))
                push(mem, &p->titles, &p->n_titles, value);
        else
                return false;
        return true;
}

static bool
is_body(const char *line)
{
        static const char *const starts[] = {"p ", "h ", "k ",    "n ",    "k* ",  "n* ",
                                             "c ", "t ", "cols ", "rows ", "row ", "total "};

        for (size_t i = 0; i < N(starts); i++)
                if (!strncmp(line, starts[i], strlen(starts[i])))
                        return true;
        return false;
}

static bool
item_line(TALLOC_CTX *mem, struct pattern *p, const char *line)
{
        size_t colon = strcspn(line, ": ");

        if (!strncmp(line, "let ", 4)) {
                push(mem, &p->lets, &p->n_lets, line + 4);
                return true;
        }
        if (is_body(line)) {
                push(mem, &p->lines, &p->n_lines, line);
                return true;
        }
        if (line[colon] != ':' || line[colon + 1] != ' ')
                return false;
        return head_line(mem, p, mem_strndup(mem, line, colon), line + colon + 2);
}

int
book_read(TALLOC_CTX *mem, struct book *book, const char *file, const char *bytes, size_t n,
          const char *const *swaps, struct problems *problems)
{
        struct book_list *list = NULL;
        struct pattern *item = NULL;
        bool good = true;
        size_t no = 0;

        for (size_t at = 0; at < n;) {
                const char *nl = memchr(bytes + at, '\n', n - at);
                size_t len = nl ? (size_t)(nl - bytes) - at : n - at;
                const char *line = swapped(mem, bytes + at, len, swaps);

                at += len + 1;
                no++;
                if (!*line || *line == '#')
                        continue;
                if (!strncmp(line, "%list ", 6)) {
                        mem_grow(mem, book->lists, book->n_lists);
                        list = &book->lists[book->n_lists++];
                        *list = (struct book_list){.name = line + 6};
                        item = NULL;
                } else if (!strncmp(line, "%item ", 6)) {
                        mem_grow(mem, book->patterns, book->n_patterns);
                        item = &book->patterns[book->n_patterns++];
                        *item = (struct pattern){
                            .name = line + 6, .sign = true, .months = 0x1ffe, .channel = {1}};
                        list = NULL;
                } else if (list) {
                        push(mem, &list->lines, &list->n_lines, line);
                } else if (!item || !item_line(mem, item, line)) {
                        problems_add(problems, no, file, "not understood: %s", line);
                        good = false;
                }
        }
        return good ? 0 : 1;
}

const struct book_list *
book_list(const struct book *book, const char *name)
{
        for (size_t i = 0; i < book->n_lists; i++)
                if (!strcmp(book->lists[i].name, name))
                        return &book->lists[i];
        return NULL;
}

void
book_put_list(TALLOC_CTX *mem, struct book *book, const char *name, const char **lines,
              size_t n_lines)
{
        for (size_t i = 0; i < book->n_lists; i++)
                if (!strcmp(book->lists[i].name, name)) {
                        book->lists[i].lines = lines;
                        book->lists[i].n_lines = n_lines;
                        return;
                }
        mem_grow(mem, book->lists, book->n_lists);
        book->lists[book->n_lists++] = (struct book_list){name, lines, n_lines};
}

const struct pattern *
book_pattern(const struct book *book, const char *name)
{
        for (size_t i = 0; i < book->n_patterns; i++)
                if (!strcmp(book->patterns[i].name, name))
                        return &book->patterns[i];
        return NULL;
}

/* A sentence ends with a full stop or a colon and is longer than a word. */
static bool
is_sentence(const char *line)
{
        size_t n = strlen(line);

        return n > 30 &&
               (!strcmp(line + n - 3, "。") || !strcmp(line + n - 3, "：") || line[n - 1] == '}');
}

size_t
book_sentences(const struct book *book)
{
        size_t n = 0;

        for (size_t i = 0; i < book->n_lists; i++)
                for (size_t j = 0; j < book->lists[i].n_lines; j++)
                        n += is_sentence(book->lists[i].lines[j]);
        for (size_t i = 0; i < book->n_patterns; i++)
                for (size_t j = 0; j < book->patterns[i].n_lines; j++) {
                        const char *line = book->patterns[i].lines[j];

                        n += (line[0] == 'p' || line[0] == 'n' || line[0] == 'k') &&
                             line[1] == ' ' && is_sentence(line);
                }
        return n;
}

/* The pen
 * -------------------------------------------------------------------------------------------- */

/* SplitMix64: small, well mixed, the same on every machine. */
uint64_t
pen_random(struct pen *pen)
{
        uint64_t z = (pen->state += 0x9e3779b97f4a7c15u);

        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
}

size_t
pen_pick(struct pen *pen, size_t n)
{
        return n ? (size_t)(pen_random(pen) % n) : 0;
}

void
pen_bind(struct pen *pen, const char *name, const char *value)
{
        assert(pen->n_bound < N(pen->bound));
        pen->bound[pen->n_bound].name = name;
        pen->bound[pen->n_bound++].value = value;
}

const char *
pen_bound(const struct pen *pen, const char *name)
{
        for (size_t i = pen->n_bound; i-- > 0;)
                if (!strcmp(pen->bound[i].name, name))
                        return pen->bound[i].value;
        return NULL;
}

void
pen_forget(struct pen *pen, size_t mark)
{
        pen->n_bound = mark;
        pen->n_used = 0;
        pen->row = 0;
}

static void
fault(struct pen *pen, const char *slot)
{
        problems_add(pen->problems, 0, pen->where ? pen->where : "", "nothing is called {%s}",
                     slot);
}

/* + - * / over bound figures and literals, left to right with * and / first. */
static double
factor(struct pen *pen, const char **s)
{
        char name[48];
        size_t n = 0;
        const char *value;
        char *end;

        if ((**s >= '0' && **s <= '9')) {
                double v = strtod(*s, &end);

                *s = end;
                return v;
        }
        while (**s && !strchr("+-*/", **s) && n + 1 < sizeof(name))
                name[n++] = *(*s)++;
        name[n] = '\0';
        value = pen_bound(pen, name);
        if (!value) {
                fault(pen, name);
                return 0;
        }
        return strtod(value, NULL);
}

static double
term(struct pen *pen, const char **s)
{
        double v = factor(pen, s);

        while (**s == '*' || **s == '/') {
                char op = *(*s)++;
                double w = factor(pen, s);

                v = op == '*' ? v * w : w == 0 ? 0 : v / w;
        }
        return v;
}

static double
expression(struct pen *pen, const char *s)
{
        double v = term(pen, &s);

        while (*s == '+' || *s == '-') {
                char op = *s++;
                double w = term(pen, &s);

                v = op == '+' ? v + w : v - w;
        }
        return v;
}

/* Cuts ",DECIMALS" off the end. */
static int
decimals(char *s, int otherwise)
{
        char *comma = strrchr(s, ',');
        int n;

        if (!comma)
                return otherwise;
        n = (int)strtol(comma + 1, NULL, 10);
        *comma = '\0';
        return n;
}

static const char *
figure(struct pen *pen, double v, int places)
{
        /* No negative zero. */
        if (fabs(v) < 0.5 / pow(10, places))
                v = 0;
        return mem_printf(pen->mem, "%.*f", places, v);
}

/* "lo-hi" drawn evenly, or one of "a|b|c". */
static const char *
drawn(struct pen *pen, char *spec)
{
        char *end;
        double lo, hi, step;
        int places;

        if (strchr(spec, '|')) {
                size_t n;
                const char **parts = split(pen->mem, spec, "|", &n);

                return parts[pen_pick(pen, n)];
        }
        places = decimals(spec, 0);
        lo = strtod(spec, &end);
        hi = *end == '-' ? strtod(end + 1, NULL) : lo;
        step = pow(10, -places);
        return figure(pen, lo + step * (double)pen_pick(pen, (size_t)((hi - lo) / step + 1.5)),
                      places);
}

static const char *line_of(struct pen *, const struct book_list *);

/* A village of the bound township; binds a township first when none is. */
static const char *
village(struct pen *pen)
{
        const char *town = pen_bound(pen, "town");
        size_t n;

        if (!pen->n_villages)
                return "东升村";
        if (!town) {
                const char *pick = pen->villages[pen_pick(pen, pen->n_villages)];

                town = mem_strndup(pen->mem, pick, strcspn(pick, ":"));
                pen_bind(pen, "town", town);
        }
        for (size_t i = 0; i < pen->n_villages; i++) {
                const char *colon = strchr(pen->villages[i], ':');

                if (strlen(town) == (size_t)(colon - pen->villages[i]) &&
                    !strncmp(town, pen->villages[i], strlen(town))) {
                        const char **all = split(pen->mem, colon + 1, " ", &n);

                        return all[pen_pick(pen, n)];
                }
        }
        return "东升村";
}

static const char **
villages_of(struct pen *pen, size_t *ret_n)
{
        const char *town = pen_bound(pen, "town");

        for (size_t i = 0; town && i < pen->n_villages; i++) {
                const char *colon = strchr(pen->villages[i], ':');

                if (strlen(town) == (size_t)(colon - pen->villages[i]) &&
                    !strncmp(town, pen->villages[i], strlen(town)))
                        return split(pen->mem, colon + 1, " ", ret_n);
        }
        *ret_n = 0;
        return NULL;
}

/* The thing that a rule of this name governs: 农村公路养护管理办法 → 农村公路养护. */
static const char *
stem(struct pen *pen, const char *name, const char **ret_kind)
{
        static const char *const kinds[] = {"办法", "规定", "细则"}, *const ends[] = {
                                                                         "实施", "管理", "暂行",
                                                                         "管理"};
        size_t n = strlen(name);

        *ret_kind = "办法";
        for (size_t i = 0; i < N(kinds); i++)
                if (n > 6 && !strcmp(name + n - 6, kinds[i])) {
                        *ret_kind = kinds[i];
                        n -= 6;
                        break;
                }
        for (size_t i = 0; i < N(ends); i++)
                if (n > 12 && !strncmp(name + n - 6, ends[i], 6))
                        n -= 6;
        return mem_strndup(pen->mem, name, n);
}

static const char *
month_text(struct pen *pen, int offset)
{
        int y, m, d;

        day_civil(pen->day, &y, &m, &d);
        m += offset;
        return m > 12  ? mem_printf(pen->mem, "次年%d", m - 12)
               : m < 1 ? mem_printf(pen->mem, "上年%d", m + 12)
                       : mem_printf(pen->mem, "%d", m);
}

/* {d} {md} {m} {y}, with +n or -n or -# (the row); {pm} the month before, {season}. */
static const char *
date_slot(struct pen *pen, const char *slot)
{
        size_t n = strcspn(slot, "+-");
        int offset = 0, y, m, d, y0;
        char text[DAY_CHINESE_SIZE];

        if (slot[n])
                offset = slot[n + 1] == '#' ? -pen->row : (int)strtol(slot + n, NULL, 10);
        day_civil(pen->day, &y0, &m, &d);
        if (n == 1 && *slot == 'y')
                return mem_printf(pen->mem, "%d", y0 + offset);
        if (n == 1 && *slot == 'm')
                return month_text(pen, offset);
        if (n == 1 && *slot == 'd')
                return mem_strdup(pen->mem, day_chinese(day_add(pen->day, offset), text));
        if (n == 2 && !strncmp(slot, "md", 2)) {
                day_civil(day_add(pen->day, offset), &y, &m, &d);
                return y == y0 ? mem_printf(pen->mem, "%d月%d日", m, d)
                               : mem_printf(pen->mem, "%d年%d月%d日", y, m, d);
        }
        if (!strcmp(slot, "pm"))
                return m == 1 ? mem_printf(pen->mem, "%d年12月", y0 - 1)
                              : mem_printf(pen->mem, "%d年%d月", y0, m - 1);
        return NULL;
}

static const char *
season(struct pen *pen)
{
        static const char *const names[] = {"冬季", "春季", "夏季", "秋季"};
        int y, m, d;

        day_civil(pen->day, &y, &m, &d);
        return names[m % 12 / 3];
}

/* A list by its own name, or by the name without the figure that tells two draws apart. */
static const char *
from_list(struct pen *pen, const char *name)
{
        const struct book_list *list = book_list(pen->book, name);
        const char *value = NULL, *base = name;
        size_t n = strlen(name);

        if (!list) {
                while (n && name[n - 1] >= '0' && name[n - 1] <= '9')
                        n--;
                base = mem_strndup(pen->mem, name, n);
                list = book_list(pen->book, base);
        }
        if (!strcmp(base, "village"))
                return village(pen);
        if (!list)
                return NULL;
        for (int i = 0; i < 12; i++) {
                bool again = false;

                value = line_of(pen, list);
                for (size_t j = 0; j < pen->n_bound && list->n_lines > 1; j++)
                        again |= !strncmp(pen->bound[j].name, base, strlen(base)) &&
                                 !strcmp(pen->bound[j].value, value);
                if (!again)
                        break;
        }
        return value;
}

/* Figures bound inside a sentence of a pool stay in it. */
static const char *
local_write(struct pen *pen, const char *line)
{
        size_t mark = pen->n_bound;
        const char *text = pen_write(pen, line);
        size_t kept = mark;

        for (size_t i = mark; i < pen->n_bound; i++)
                if (pen->bound[i].value[0] < '-' || pen->bound[i].value[0] > '9')
                        pen->bound[kept++] = pen->bound[i];
        pen->n_bound = kept;
        return text;
}

/* "m11-2": is the day of writing in these months? */
static bool
in_months(const struct pen *pen, const char *tag)
{
        char *end;
        int y, m, d, lo = (int)strtol(tag + 1, &end, 10), hi = lo;

        if (*end == '-')
                hi = (int)strtol(end + 1, NULL, 10);
        day_civil(pen->day, &y, &m, &d);
        return lo <= hi ? m >= lo && m <= hi : m >= lo || m <= hi;
}

/* "@jiaoyu,town words": only for agencies of these keys; "@m5-9 words": only in these months; both:
 * both. The words, or NULL when they are for others. */
static const char *
meant_for(const struct pen *pen, const char *line)
{
        size_t n = strcspn(line, " ");
        bool any_key = false, key = false, any_month = false, month = false;

        if (*line != '@')
                return line;
        for (const char *s = line + 1; s < line + n; s += strcspn(s, ", ") + 1) {
                if (s[0] == 'm' && s[1] >= '0' && s[1] <= '9') {
                        any_month = true;
                        month |= in_months(pen, s);
                        continue;
                }
                any_key = true;
                key |= pen->key && strcspn(s, ", ") == strlen(pen->key) &&
                       !strncmp(s, pen->key, strlen(pen->key));
        }
        return (any_key && !key) || (any_month && !month) ? NULL : line + n + 1;
}

static const char *
line_of(struct pen *pen, const struct book_list *list)
{
        const char *line = NULL;
        size_t n = 0;

        for (size_t i = 0; i < list->n_lines; i++)
                if (meant_for(pen, list->lines[i]))
                        n++;
        if (!n) { /* nobody's own: anybody's */
                line = list->lines[pen_pick(pen, list->n_lines)];
                return local_write(pen, *line == '@' ? strchr(line, ' ') + 1 : line);
        }
        n = pen_pick(pen, n);
        for (size_t i = 0; i < list->n_lines; i++)
                if ((line = meant_for(pen, list->lines[i])) && !n--)
                        break;
        return local_write(pen, line);
}

/* Between lo and hi lines of a pool that were not used in this item yet, in the pool's order. */
static const char **
several(struct pen *pen, const char *spec, size_t *ret_n)
{
        char *end;
        size_t lo = (size_t)strtoul(spec, &end, 10),
               hi = *end == '-' ? (size_t)strtoul(end + 1, &end, 10) : lo;
        const struct book_list *list = book_list(pen->book, end + strspn(end, " "));
        const char **out;
        size_t n_free = 0, want, n = 0;
        bool *is_free;

        *ret_n = 0;
        if (!list) {
                fault(pen, spec);
                return NULL;
        }
        is_free = mem_array(pen->mem, bool, list->n_lines);
        for (size_t i = 0; i < list->n_lines; i++) {
                is_free[i] = meant_for(pen, list->lines[i]) != NULL;
                for (size_t j = 0; j < pen->n_used; j++)
                        is_free[i] &= pen->used[j].list != list || pen->used[j].line != i;
                n_free += is_free[i];
        }
        want = lo + pen_pick(pen, hi - lo + 1);
        out = mem_array(pen->mem, const char *, want + 1);
        for (size_t i = 0; i < list->n_lines && want; i++) {
                if (!is_free[i])
                        continue;
                if (pen_pick(pen, n_free--) >= want)
                        continue;
                want--;
                if (pen->n_used < N(pen->used)) {
                        pen->used[pen->n_used].list = list;
                        pen->used[pen->n_used++].line = i;
                }
                out[n++] = local_write(pen, meant_for(pen, list->lines[i]));
        }
        *ret_n = n;
        return out;
}

/* {office_duty} beside a bound {office_name}: the same line of the sister list. */
static const char *
of_same_line(struct pen *pen, const char *slot)
{
        size_t n = strlen(slot);
        const struct book_list *names, *duties;
        const char *name, *bound;

        if (n < 6 || strcmp(slot + n - 5, "_duty"))
                return NULL;
        name = mem_printf(pen->mem, "%.*s_name", (int)(n - 5), slot);
        bound = pen_bound(pen, name);
        names = book_list(pen->book, name);
        duties = book_list(pen->book, slot);
        for (size_t i = 0; bound && names && duties && i < names->n_lines && i < duties->n_lines;
             i++)
                if (!strcmp(names->lines[i], bound))
                        return pen_write(pen, duties->lines[i]);
        return NULL;
}

static void
slot_write(struct pen *pen, struct buf *out, char *slot)
{
        char *colon = strchr(slot, ':'), *equals = strchr(slot, '=');
        const char *value, *kind;
        size_t n;

        if (*slot == '*') {
                const char **lines = several(pen, slot + 1, &n);

                for (size_t i = 0; i < n; i++)
                        buf_str(out, lines[i]);
                return;
        }
        if (*slot == '=') {
                int places = decimals(slot, 0);

                buf_str(out, figure(pen, expression(pen, slot + 1), places));
                return;
        }
        if (colon) {
                *colon = '\0';
                value = drawn(pen, colon + 1);
                if (colon[-1] != '!')
                        pen_bind(pen, mem_strdup(pen->mem, slot), value);
                buf_str(out, value);
                return;
        }
        if (equals) {
                *equals = '\0';
                pen_bind(pen, mem_strdup(pen->mem, slot),
                         figure(pen, expression(pen, equals + 1), 2));
                return;
        }
        if (!strcmp(slot, "#")) {
                buf_int(out, pen->row);
                return;
        }
        n = strlen(slot);
        if (slot[n - 1] == '!' || slot[n - 1] == '?') {
                bool again = slot[n - 1] == '?';

                slot[n - 1] = '\0';
                value = again ? pen_bound(pen, slot) : NULL;
                if (!value)
                        value = from_list(pen, slot);
                buf_str(out, value ? value : (fault(pen, slot), ""));
                return;
        }
        if ((value = pen_bound(pen, slot)) || (value = date_slot(pen, slot))) {
                buf_str(out, value);
                return;
        }
        if ((value = of_same_line(pen, slot))) {
                buf_str(out, value);
                return;
        }
        if (!strcmp(slot, "season")) {
                buf_str(out, season(pen));
                return;
        }
        if (!strcmp(slot, "rulething") || !strcmp(slot, "rulekind")) {
                const char *rule = pen_bound(pen, "rule");
                const char *thing = stem(pen, rule ? rule : "", &kind);

                buf_str(out, slot[4] == 't' ? thing : kind);
                return;
        }
        value = from_list(pen, slot);
        if (!value) {
                fault(pen, slot);
                return;
        }
        pen_bind(pen, mem_strdup(pen->mem, slot), value);
        buf_str(out, value);
}

const char *
pen_write(struct pen *pen, const char *text)
{
        struct buf out = buf_new(pen->mem, KiB(64));

        for (const char *s = text; *s;) {
                const char *end;

                if (*s == '{' && (end = strchr(s, '}'))) {
                        slot_write(pen, &out, mem_strndup(pen->mem, s + 1, (size_t)(end - s - 1)));
                        s = end + 1;
                } else if (*s == '<' && (end = strchr(s, '>'))) {
                        size_t n;
                        const char *inside = mem_strndup(pen->mem, s + 1, (size_t)(end - s - 1));
                        const char **parts = split(pen->mem, inside, "|", &n);

                        buf_str(&out, pen_write(pen, parts[pen_pick(pen, n)]));
                        s = end + 1;
                } else {
                        size_t n = 1 + strcspn(s + 1, "{<");

                        buf_put(&out, s, n);
                        s += n;
                }
        }
        return buf_text(&out);
}

void
pen_lets(struct pen *pen, const struct pattern *p)
{
        for (size_t i = 0; i < p->n_lets; i++) {
                const char *space = strchr(p->lets[i], ' ');

                pen_bind(pen, mem_strndup(pen->mem, p->lets[i], (size_t)(space - p->lets[i])),
                         pen_write(pen, space + 1));
        }
}

/* Tables
 * --------------------------------------------------------------------------------------------- */

struct table {
        struct block block;
        const char **sources; /* row lines */
        size_t n_sources;
        const char *rows, *total;
};

static const char **
cells_of(struct pen *pen, const char *line, size_t *ret_n)
{
        return split(pen->mem, line, " | ", ret_n);
}

static int
places_of(const char *cell)
{
        const char *dot = strchr(cell, '.');

        return dot ? (int)strlen(dot + 1) : 0;
}

/* One row: cells that compute wait for those that draw. */
static void
row_write(struct pen *pen, struct table *t, const char *source, const char **out)
{
        size_t n, mark = pen->n_bound;
        const char **cells = cells_of(pen, source, &n);

        pen->row++;
        for (int pass = 0; pass < 2; pass++)
                for (size_t i = 0; i < n && i < t->block.n_cols; i++)
                        if ((strstr(cells[i], "{=") != NULL) == (pass == 1))
                                out[i] = pen_write(pen, cells[i]);
        for (size_t i = 0; i < t->block.n_cols; i++)
                if (!out[i])
                        out[i] = "";
        pen->n_bound = mark;
}

/* What the rows run over: "4-9", "4-8 LIST", "all LIST", "all village". */
static const char **
row_values(struct pen *pen, const char *rows, const char **ret_name, size_t *ret_n)
{
        const char *name = strchr(rows, ' ');
        size_t lo = 0, hi = 0, n = 0, n_all = 0;
        const char **all = NULL, **out;
        bool every = !strncmp(rows, "all", 3);

        if (!every) {
                const char *bound = pen_bound(pen, mem_strndup(pen->mem, rows, strcspn(rows, " ")));
                char *end;

                lo = (size_t)strtoul(bound ? bound : rows, &end, 10);
                hi = *end == '-' ? (size_t)strtoul(end + 1, NULL, 10) : lo;
        }
        *ret_name = name ? name + 1 : NULL;
        if (!name) {
                *ret_n = lo + pen_pick(pen, hi - lo + 1);
                return NULL;
        }
        if (!strcmp(name + 1, "village")) {
                if (!pen_bound(pen, "town"))
                        (void)village(pen);
                all = villages_of(pen, &n_all);
        } else {
                const struct book_list *list = book_list(pen->book, name + 1);

                if (!list) {
                        fault(pen, name + 1);
                        *ret_n = 0;
                        return NULL;
                }
                all = list->lines;
                n_all = list->n_lines;
        }
        if (every)
                lo = hi = n_all;
        out = mem_array(pen->mem, const char *, n_all + 1);
        /* What the text already names comes first. */
        for (size_t i = 0; i < pen->n_bound && !every; i++)
                if (!strncmp(pen->bound[i].name, name + 1, strlen(name + 1)))
                        for (size_t j = 0; j < n_all && n < hi; j++)
                                if (!strcmp(all[j], pen->bound[i].value))
                                        out[n++] = all[j];
        size_t want = lo + pen_pick(pen, hi - lo + 1), left = n_all;

        for (size_t i = 0; i < n_all && n < want; i++) {
                bool had = false;

                for (size_t j = 0; j < n; j++)
                        had |= out[j] == all[i];
                if (!had && pen_pick(pen, left) < want - n)
                        out[n++] = all[i];
                left--;
        }
        *ret_n = n;
        return out;
}

static void
table_write(struct pen *pen, struct table *t)
{
        const char *name = NULL, **values = NULL;
        size_t n_rows = 0, n_cols = t->block.n_cols;
        bool fixed = t->n_sources > 1 || !strcmp(t->rows ? t->rows : "1-1", "1-1");
        const char **cells;

        if (fixed)
                n_rows = t->n_sources;
        else
                values = row_values(pen, t->rows, &name, &n_rows);
        pen->row = 0;
        cells = mem_array(pen->mem, const char *, (n_rows + 2) * n_cols);
        memcpy(cells, t->block.cells, n_cols * sizeof(*cells));
        for (size_t i = 0; i < n_rows; i++) {
                size_t mark = pen->n_bound;

                if (values)
                        pen_bind(pen, name, values[i]);
                row_write(pen, t, t->sources[fixed ? i : 0], cells + (i + 1) * n_cols);
                pen->n_bound = mark;
        }
        pen->row = 0;
        pen_bind(pen, "N", mem_printf(pen->mem, "%zu", n_rows));
        for (size_t c = 0; c < n_cols; c++) {
                int64_t sum = 0;
                int places = 0;

                if (!t->block.number[c])
                        continue;
                for (size_t i = 1; i <= n_rows; i++) {
                        const char *cell = cells[i * n_cols + c];

                        sum += llround(strtod(cell, NULL) * 10000);
                        if (places_of(cell) > places)
                                places = places_of(cell);
                }
                const char *text = figure(pen, (double)sum / 10000, places);

                pen_bind(pen, mem_printf(pen->mem, "T%zu", c + 1), text);
                cells[(n_rows + 1) * n_cols + c] = text;
        }
        t->block.cells = cells;
        t->block.n_rows = n_rows + 1;
        if (!t->total)
                return;
        for (size_t c = 0; c < n_cols; c++)
                if (!t->block.number[c])
                        cells[(n_rows + 1) * n_cols + c] = c ? "" : t->total;
        t->block.n_rows++;
        t->block.total = true;
}

static struct table *
tables_of(struct pen *pen, const struct pattern *p, size_t *ret_n)
{
        struct table *tables = NULL, *t = NULL;
        size_t n = 0;

        for (size_t i = 0; i < p->n_lines; i++) {
                const char *line = p->lines[i];

                if (!strncmp(line, "t ", 2)) {
                        mem_grow(pen->mem, tables, n);
                        t = &tables[n++];
                        *t = (struct table){.block = {.kind = BLOCK_TABLE}};
                } else if (t && !strncmp(line, "cols ", 5)) {
                        t->block.cells = cells_of(pen, line + 5, &t->block.n_cols);
                        t->block.number = mem_array(pen->mem, bool, t->block.n_cols);
                        for (size_t c = 0; c < t->block.n_cols; c++)
                                if (t->block.cells[c][0] == '+') {
                                        t->block.cells[c]++;
                                        t->block.number[c] = true;
                                }
                } else if (t && !strncmp(line, "rows ", 5)) {
                        t->rows = line + 5;
                } else if (t && !strncmp(line, "row ", 4)) {
                        push(pen->mem, &t->sources, &t->n_sources, line + 4);
                } else if (t && !strncmp(line, "total ", 6)) {
                        t->total = line + 6;
                }
        }
        *ret_n = n;
        return tables;
}

/* The body
 * ------------------------------------------------------------------------------------------- */

static const char *const numerals[] = {"〇", "一", "二", "三", "四",   "五",  "六",
                                       "七", "八", "九", "十", "十一", "十二"};

struct body {
        struct block *blocks;
        size_t n;
        unsigned head, subhead, point;
};

static void
put(struct pen *pen, struct body *b, enum block_kind kind, const char *text)
{
        switch (kind) {
        case BLOCK_HEAD:
                b->subhead = b->point = 0;
                text = mem_printf(pen->mem, "%s、%s", numerals[++b->head % N(numerals)], text);
                break;
        case BLOCK_SUBHEAD:
                b->point = 0;
                /* Without first-level heads the second level takes their place. */
                text = b->head ? mem_printf(pen->mem, "（%s）%s",
                                            numerals[++b->subhead % N(numerals)], text)
                               : mem_printf(pen->mem, "%s、%s",
                                            numerals[++b->subhead % N(numerals)], text);
                break;
        case BLOCK_POINT:
                text = b->head || b->subhead ? mem_printf(pen->mem, "%u.%s", ++b->point, text)
                                             : mem_printf(pen->mem, "%s、%s",
                                                          numerals[++b->point % N(numerals)], text);
                break;
        default:
                break;
        }
        mem_grow(pen->mem, b->blocks, b->n);
        b->blocks[b->n++] = (struct block){.kind = kind, .text = text};
}

struct block *
pen_body(struct pen *pen, const struct pattern *p, size_t *ret_n)
{
        struct body b = {0};
        size_t n_tables, next = 0;
        struct table *tables = tables_of(pen, p, &n_tables);

        for (size_t i = 0; i < n_tables; i++)
                table_write(pen, &tables[i]);
        if (p->to)
                put(pen, &b, BLOCK_TO, pen_write(pen, p->to));
        for (size_t i = 0; i < p->n_lines; i++) {
                const char *line = p->lines[i];
                enum block_kind kind = line[0] == 'h'   ? BLOCK_HEAD
                                       : line[0] == 'k' ? BLOCK_SUBHEAD
                                       : line[0] == 'n' ? BLOCK_POINT
                                                        : BLOCK_PARA;

                if (line[0] == 't' && line[1] == ' ') {
                        struct table *t = &tables[next++];

                        t->block.text = pen_write(pen, line + 2);
                        mem_grow(pen->mem, b.blocks, b.n);
                        b.blocks[b.n++] = t->block;
                } else if (line[0] == 'c' && line[1] == ' ') {
                        put(pen, &b, BLOCK_CLOSE, pen_write(pen, line + 2));
                } else if (line[1] == '*') {
                        size_t n;
                        const char **lines = several(pen, line + 3, &n);

                        for (size_t j = 0; j < n; j++)
                                put(pen, &b, kind, lines[j]);
                } else if (line[1] == ' ') {
                        const char *text = pen_write(pen, line + 2);

                        if (*text)
                                put(pen, &b, kind, text);
                }
        }
        *ret_n = b.n;
        return b.blocks;
}
