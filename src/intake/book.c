/* The parts of a workbook. */
#include "intake/book.h"

#include <strings.h>

enum { STRINGS_MAX = 200000, SHEETS_MAX = 1000 };

unsigned
book_number(const char *s)
{
        unsigned long n = s ? strtoul(s, NULL, 10) : 0;

        return n > 100000000 ? 100000000 : (unsigned)n;
}

/* An attribute of the element that is being read; NULL. Lives until the next element. */
const char *
book_attr(TALLOC_CTX *mem, xmlTextReader *rd, const char *name)
{
        xmlChar *v = xmlTextReaderGetAttribute(rd, BAD_CAST name);
        const char *copy = v ? mem_strdup(mem, (const char *)v) : NULL;

        xmlFree(v);
        return copy;
}

bool
book_is_true(const char *s)
{
        return s && (strcmp(s, "1") == 0 || strcasecmp(s, "true") == 0);
}

/* Every node of a part in turn. */
int
book_stream(struct book *b, const char *name, book_fn *fn, void *arg)
{
        xmlTextReader *rd;
        char *xml;
        size_t n;
        int r = pack_part(b->f->mem, b->pack, name, &xml, &n), more;

        if (r)
                return r == INTAKE_EMPTY ? 0 : r;
        rd = xmlReaderForMemory(xml, (int)n, NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        if (!rd)
                return INTAKE_BROKEN;
        while ((more = xmlTextReaderRead(rd)) == 1) {
                if (xmlTextReaderNodeType(rd) == XML_READER_TYPE_DOCUMENT_TYPE) {
                        r = INTAKE_ENTITIES;
                        break;
                }
                fn(arg, rd);
        }
        xmlFreeTextReader(rd);
        return r ? r : more < 0 ? INTAKE_BROKEN : 0;
}

bool
book_at(xmlTextReader *rd, const char *name)
{
        const xmlChar *local = xmlTextReaderConstLocalName(rd);

        return local && strcmp((const char *)local, name) == 0;
}

struct strings {
        struct book *book;
        struct buf now;
        bool phonetic;
};

static void
on_string(void *arg, xmlTextReader *rd)
{
        struct strings *s = arg;
        int type = xmlTextReaderNodeType(rd);

        if (type == XML_READER_TYPE_ELEMENT && book_at(rd, "si"))
                s->now = buf_new(s->book->f->mem, s->book->string_max);
        if (book_at(rd, "rPh"))
                s->phonetic = type == XML_READER_TYPE_ELEMENT;
        if (type == XML_READER_TYPE_TEXT && !s->phonetic)
                buf_str(&s->now, (const char *)xmlTextReaderConstValue(rd));
        s->book->cut = s->book->cut || s->now.full || s->book->n_strings == STRINGS_MAX;
        if (book_at(rd, "si") && s->book->n_strings < STRINGS_MAX &&
            (type == XML_READER_TYPE_END_ELEMENT || xmlTextReaderIsEmptyElement(rd))) {
                mem_grow(s->book->f->mem, s->book->strings, s->book->n_strings);
                s->book->strings[s->book->n_strings++] = buf_text(&s->now);
        }
}

/* "BC12" → 55. */
unsigned
book_column(const char *ref)
{
        unsigned n = 0;

        for (; ref && *ref >= 'A' && *ref <= 'Z' && n < BOOK_COLUMNS_MAX; ref++)
                n = n * 26 + (unsigned)(*ref - 'A') + 1;
        return n;
}

static const char *
target_of(struct book *b, const xmlNode *relations, const char *id)
{
        for (const xmlNode *k = relations && id ? relations->children : NULL; k; k = k->next) {
                const char *own = xml_attr(k, "Id"), *target = xml_attr(k, "Target");

                if (own && target && strcmp(own, id) == 0)
                        return target[0] == '/' ? target + 1
                                                : mem_printf(b->f->mem, "xl/%s", target);
        }
        return "";
}

int
book_open(struct book *b)
{
        struct finder *f = b->f;
        struct strings strings = {.book = b, .now = buf_new(f->mem, b->string_max)};
        xmlNode *root, *relations;
        int r = find_part(f, b->pack, "xl/workbook.xml", &root);

        if (r == 0)
                r = find_part(f, b->pack, "xl/_rels/workbook.xml.rels", &relations);
        if (r == 0)
                r = book_stream(b, "xl/sharedStrings.xml", on_string, &strings);
        if (r)
                return r;
        for (const xmlNode *k = root; k; k = xml_next(root, k)) {
                const char *state = xml_attr(k, "state"), *name = xml_attr(k, "name");

                if (!xml_is(k, "sheet") || b->n_sheets == SHEETS_MAX)
                        continue;
                mem_grow(f->mem, b->sheets, b->n_sheets);
                b->sheets[b->n_sheets++] =
                    (struct book_sheet){.name = name ? name : "",
                                        .part = target_of(b, relations, xml_attr(k, "id")),
                                        .hidden = state && (strcmp(state, "hidden") == 0 ||
                                                            strcmp(state, "veryHidden") == 0),
                                        .very = state && strcmp(state, "veryHidden") == 0};
        }
        return 0;
}
