#include "intake/docx_style.h"

#include "base/text.h"

#include <strings.h>

enum { CHAIN_MAX = 10, HEADING_MAX = 3, LEVELS = 9 };

struct style {
        const char *id, *based, *name;
        const xmlNode *node;
        bool is_default;
};

struct docx_styles {
        struct style *list;
        size_t n;
};

static int
optional_part(TALLOC_CTX *mem, struct pack *pack, const char *name, xmlNode **ret)
{
        char *xml;
        size_t n;
        int r = pack_part(mem, pack, name, &xml, &n);

        if (r == INTAKE_EMPTY) {
                *ret = NULL;
                return 0;
        }
        return r ? r : xml_read(mem, xml, n, ret);
}

int
docx_styles_read(TALLOC_CTX *mem, struct pack *pack, struct docx_styles **ret)
{
        struct docx_styles *s = mem_new(mem, struct docx_styles);
        xmlNode *root;
        int r = optional_part(mem, pack, "word/styles.xml", &root);

        if (r)
                return r;
        for (const xmlNode *k = root ? root->children : NULL; k; k = k->next) {
                const char *type = xml_attr(k, "type"), *id = xml_attr(k, "styleId"),
                           *name = xml_child_attr(k, "name", "val"), *def = xml_attr(k, "default");

                if (!xml_is(k, "style") || !id)
                        continue;
                mem_grow(s, s->list, s->n);
                s->list[s->n++] =
                    (struct style){.id = id,
                                   .based = xml_child_attr(k, "basedOn", "val"),
                                   .name = name ? name : "",
                                   .node = k,
                                   .is_default = type && strcmp(type, "paragraph") == 0 && def &&
                                                 strcmp(def, "1") == 0};
        }
        *ret = s;
        return 0;
}

bool
docx_is_on(const xmlNode *flag)
{
        const char *val = xml_attr(flag, "val");

        return flag && (!val || (strcmp(val, "0") != 0 && strcasecmp(val, "false") != 0 &&
                                 strcasecmp(val, "off") != 0 && strcasecmp(val, "none") != 0));
}

static unsigned
number_of(const char *s, unsigned otherwise)
{
        unsigned long n = s ? strtoul(s, NULL, 10) : otherwise;

        return n > 1000000 ? 1000000 : (unsigned)n;
}

static unsigned
as_heading(unsigned level)
{
        return level > HEADING_MAX ? HEADING_MAX : level;
}

void
docx_paragraph_apply(const xmlNode *props, struct docx_look *look)
{
        static const struct {
                const char *word;
                enum tree_align align;
        } aligns[] = {{"center", TREE_CENTER},
                      {"right", TREE_RIGHT},
                      {"end", TREE_RIGHT},
                      {"left", TREE_LEFT},
                      {"start", TREE_LEFT}};
        const char *jc = xml_child_attr(props, "jc", "val"),
                   *outline = xml_child_attr(props, "outlineLvl", "val");
        const xmlNode *ind = xml_child(props, "ind"), *num = xml_child(props, "numPr");
        const char *id = xml_child_attr(num, "numId", "val"),
                   *level = xml_child_attr(num, "ilvl", "val");

        if (jc)
                look->align = TREE_PLAIN;
        for (size_t i = 0; jc && i < N(aligns); i++)
                if (strcmp(jc, aligns[i].word) == 0)
                        look->align = aligns[i].align;
        if (outline)
                look->heading =
                    number_of(outline, LEVELS) < LEVELS ? as_heading(number_of(outline, 0) + 1) : 0;
        if (xml_attr(ind, "firstLine") || xml_attr(ind, "firstLineChars"))
                look->indent = number_of(xml_attr(ind, "firstLine"), 0) > 0 ||
                               number_of(xml_attr(ind, "firstLineChars"), 0) > 0;
        if (id)
                look->number = strcmp(id, "0") == 0 ? NULL : id;
        if (level)
                look->level = number_of(level, 0) < LEVELS ? number_of(level, 0) : LEVELS - 1;
}

static void
take_mark(const xmlNode *flag, unsigned mark, unsigned *marks)
{
        if (flag)
                *marks = docx_is_on(flag) ? *marks | mark : *marks & ~mark;
}

void
docx_run_apply(const xmlNode *props, struct docx_look *look)
{
        const char *vert = xml_child_attr(props, "vertAlign", "val");
        const xmlNode *vanish = xml_child(props, "vanish");

        take_mark(xml_child(props, "b"), TREE_STRONG, &look->marks);
        take_mark(xml_child(props, "i"), TREE_EM, &look->marks);
        if (vert) {
                look->marks &= ~(unsigned)(TREE_SUB | TREE_SUP);
                look->marks |= strcmp(vert, "superscript") == 0 ? TREE_SUP
                               : strcmp(vert, "subscript") == 0 ? TREE_SUB
                                                                : 0;
        }
        if (vanish)
                look->hidden = docx_is_on(vanish);
}

static const struct style *
find_style(const struct docx_styles *s, const char *id)
{
        for (size_t i = 0; i < s->n; i++)
                if (id ? strcmp(s->list[i].id, id) == 0 : s->list[i].is_default)
                        return &s->list[i];
        return NULL;
}

/* "heading 2", "标题 2"; the title of the whole is a heading of the first level. */
static unsigned
heading_by_name(const char *name)
{
        static const char *const words[] = {"heading ", "标题 "};

        for (size_t i = 0; i < N(words); i++)
                if (strncasecmp(name, words[i], strlen(words[i])) == 0) {
                        unsigned n = number_of(name + strlen(words[i]), 0);

                        return n >= 1 && n <= LEVELS ? as_heading(n) : 0;
                }
        return strcasecmp(name, "Title") == 0 ? 1 : 0;
}

void
docx_style_apply(const struct docx_styles *s, const char *id, struct docx_look *look)
{
        const struct style *chain[CHAIN_MAX];
        size_t n = 0;

        for (const struct style *st = find_style(s, id); st && n < CHAIN_MAX;
             st = st->based ? find_style(s, st->based) : NULL)
                chain[n++] = st;
        while (n--) {
                unsigned heading = heading_by_name(chain[n]->name);

                if (heading)
                        look->heading = heading;
                docx_paragraph_apply(xml_child(chain[n]->node, "pPr"), look);
                docx_run_apply(xml_child(chain[n]->node, "rPr"), look);
        }
}

struct level {
        const char *format, *text;
        unsigned start, count;
        bool begun, legal; /* legal: all levels in its label in Arabic figures */
};
struct plan { /* w:abstractNum */
        const char *id;
        struct level levels[LEVELS];
};
struct number { /* w:num */
        const char *id;
        struct plan *plan;
        unsigned restart[LEVELS]; /* one more than where it starts anew; 0: it does not */
        bool begun;
};
struct docx_numbers {
        struct plan **plans;
        size_t n_plans;
        struct number *list;
        size_t n;
};

static void
read_plan(struct docx_numbers *d, const xmlNode *node)
{
        struct plan *p = mem_new(d, struct plan);

        p->id = xml_attr(node, "abstractNumId");
        for (const xmlNode *k = node->children; k; k = k->next) {
                unsigned l = number_of(xml_attr(k, "ilvl"), LEVELS);
                const char *format = xml_child_attr(k, "numFmt", "val"),
                           *text = xml_child_attr(k, "lvlText", "val");

                if (!xml_is(k, "lvl") || l >= LEVELS)
                        continue;
                p->levels[l].format = format ? format : "decimal";
                p->levels[l].text = text ? text : "";
                p->levels[l].legal = docx_is_on(xml_child(k, "isLgl"));
                p->levels[l].start = number_of(xml_child_attr(k, "start", "val"), 1);
        }
        mem_grow(d, d->plans, d->n_plans);
        d->plans[d->n_plans++] = p;
}

static void
read_number(struct docx_numbers *d, const xmlNode *node)
{
        const char *plan = xml_child_attr(node, "abstractNumId", "val");
        struct number n = {.id = xml_attr(node, "numId")};

        for (size_t i = 0; plan && i < d->n_plans; i++)
                if (d->plans[i]->id && strcmp(d->plans[i]->id, plan) == 0)
                        n.plan = d->plans[i];
        for (const xmlNode *k = node->children; k; k = k->next) {
                unsigned l = number_of(xml_attr(k, "ilvl"), LEVELS);
                const char *start = xml_child_attr(k, "startOverride", "val");

                if (xml_is(k, "lvlOverride") && l < LEVELS && start)
                        n.restart[l] = number_of(start, 1) + 1;
        }
        if (!n.id || !n.plan)
                return;
        mem_grow(d, d->list, d->n);
        d->list[d->n++] = n;
}

int
docx_numbers_read(TALLOC_CTX *mem, struct pack *pack, struct docx_numbers **ret)
{
        struct docx_numbers *d = mem_new(mem, struct docx_numbers);
        xmlNode *root;
        int r = optional_part(mem, pack, "word/numbering.xml", &root);

        if (r)
                return r;
        for (const xmlNode *k = root ? root->children : NULL; k; k = k->next)
                if (xml_is(k, "abstractNum"))
                        read_plan(d, k);
        for (const xmlNode *k = root ? root->children : NULL; k; k = k->next)
                if (xml_is(k, "num"))
                        read_number(d, k);
        *ret = d;
        return 0;
}

/* 1 to 9999 as 一 to 九千九百九十九. */
static void
put_chinese(struct buf *b, unsigned n)
{
        static const char *const digits[] = {"〇", "一", "二", "三", "四",
                                             "五", "六", "七", "八", "九"};
        static const char *const units[] = {"千", "百", "十", ""};
        unsigned unit = 1000;
        bool begun = false, gap = false;

        if (n == 0 || n > 9999) {
                buf_int(b, n);
                return;
        }
        for (size_t i = 0; i < N(units); i++, unit /= 10) {
                unsigned d = n / unit % 10;

                if (d == 0) {
                        gap = begun;
                        continue;
                }
                if (gap)
                        buf_str(b, "零");
                if (!(i == 2 && d == 1 && !begun)) /* 十一, not 一十一 */
                        buf_str(b, digits[d]);
                buf_str(b, units[i]);
                begun = true;
                gap = false;
        }
}

static void
put_roman(struct buf *b, unsigned n, bool upper)
{
        static const struct {
                unsigned n;
                const char *low, *up;
        } parts[] = {{1000, "m", "M"}, {900, "cm", "CM"}, {500, "d", "D"}, {400, "cd", "CD"},
                     {100, "c", "C"},  {90, "xc", "XC"},  {50, "l", "L"},  {40, "xl", "XL"},
                     {10, "x", "X"},   {9, "ix", "IX"},   {5, "v", "V"},   {4, "iv", "IV"},
                     {1, "i", "I"}};

        if (n > 3999) {
                buf_int(b, n);
                return;
        }
        for (size_t i = 0; i < N(parts); i++)
                for (; n >= parts[i].n; n -= parts[i].n)
                        buf_str(b, upper ? parts[i].up : parts[i].low);
}

static void
put_character(struct buf *b, uint32_t cp)
{
        char bytes[4];

        buf_put(b, bytes, text_encode(cp, bytes));
}

static void
put_count(struct buf *b, const char *format, unsigned n)
{
        if (strncmp(format, "decimalEnclosedCircle", 21) == 0 && n >= 1 && n <= 20)
                put_character(b, 0x245f + n); /* ① */
        else if (strncmp(format, "chinese", 7) == 0 || strncmp(format, "taiwanese", 9) == 0 ||
                 strncmp(format, "japaneseCounting", 16) == 0 ||
                 strncmp(format, "ideographDigital", 16) == 0)
                put_chinese(b, n);
        else if (strcmp(format, "lowerLetter") == 0 && n >= 1)
                buf_char(b, (char)('a' + (n - 1) % 26));
        else if (strcmp(format, "upperLetter") == 0 && n >= 1)
                buf_char(b, (char)('A' + (n - 1) % 26));
        else if (strcmp(format, "lowerRoman") == 0 || strcmp(format, "upperRoman") == 0)
                put_roman(b, n, format[0] == 'u');
        else
                buf_int(b, n);
}

/* "%1.%2" with the counts of the levels. */
static const char *
label_of(TALLOC_CTX *mem, const struct plan *p, unsigned level)
{
        struct buf b = buf_new(mem, 256);
        const char *s = p->levels[level].text;

        for (; *s; s++)
                if (*s == '%' && s[1] >= '1' && s[1] <= '9') {
                        const struct level *l = &p->levels[s[1] - '1'];

                        put_count(&b, l->format && !p->levels[level].legal ? l->format : "decimal",
                                  l->begun ? l->count : l->start);
                        s++;
                } else
                        buf_char(&b, *s);
        if (b.full || !b.len)
                return "";
        /* An ASCII label is followed by a gap, 一、 by none. */
        return (uint8_t)b.data[b.len - 1] < 0x80 ? mem_printf(mem, "%s ", b.data) : b.data;
}

/* Whether "1." says all there is to say: then it is a list, and the reader's page counts again. */
static bool
is_plain_number(const struct level *l, unsigned level)
{
        static const char *const ends[] = {"", ".", "．", "、", ")", "）"};
        const char head[] = {'%', (char)('1' + level), '\0'};

        if (strcmp(l->format, "decimal") != 0 || strncmp(l->text, head, 2) != 0)
                return false;
        for (size_t i = 0; i < N(ends); i++)
                if (strcmp(l->text + 2, ends[i]) == 0)
                        return true;
        return false;
}

static void
count_on(struct number *n, unsigned level)
{
        struct level *l = &n->plan->levels[level];

        for (unsigned i = 0; !n->begun && i < LEVELS; i++)
                if (n->restart[i]) {
                        n->plan->levels[i].start = n->restart[i] - 1;
                        n->plan->levels[i].begun = false;
                }
        n->begun = true;
        l->count = l->begun ? l->count + 1 : l->start;
        l->begun = true;
        for (unsigned i = level + 1; i < LEVELS; i++)
                n->plan->levels[i].begun = false;
}

bool
docx_number_next(TALLOC_CTX *mem, struct docx_numbers *d, const char *id, unsigned level,
                 enum tree_list *ret_list, unsigned *ret_number, const char **ret_label)
{
        for (size_t i = 0; i < d->n; i++) {
                const struct level *l = &d->list[i].plan->levels[level];

                if (strcmp(d->list[i].id, id) != 0 || !l->format)
                        continue;
                count_on(&d->list[i], level);
                *ret_number = l->count;
                *ret_label = "";
                *ret_list = TREE_NO_LIST;
                if (strcmp(l->format, "bullet") == 0)
                        *ret_list = TREE_BULLETS;
                else if (strcmp(l->format, "none") != 0) {
                        *ret_list = is_plain_number(l, level) ? TREE_NUMBERS : TREE_NO_LIST;
                        *ret_label = label_of(mem, d->list[i].plan, level);
                }
                return true;
        }
        return false;
}
