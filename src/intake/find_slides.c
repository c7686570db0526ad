/* Presentations: slides that are not shown, what the speaker meant to say, comments. */
#include "intake/find.h"
#include "intake/xml.h"

#include <strings.h>

/* Words of the shapes, without the number that a field prints. */
static const char *
slide_words(struct finder *f, const xmlNode *root)
{
        struct buf b = buf_new(f->mem, KiB(4));

        for (const xmlNode *k = root; k; k = xml_next(root, k))
                if (xml_is(k, "t") && !xml_is(k->parent, "fld")) {
                        xml_text(&b, k);
                        buf_char(&b, ' ');
                }
        return buf_text(&b);
}

static const char *
number_in(struct finder *f, const char *name)
{
        const char *digits = name + strcspn(name, "0123456789");

        return mem_printf(f->mem, "第%.*s张", (int)strspn(digits, "0123456789"), digits);
}

static void
comment_part(struct finder *f, const char *where, const xmlNode *root)
{
        for (const xmlNode *k = root; k; k = xml_next(root, k))
                if (xml_is(k, "cm"))
                        find_add(f, INTAKE_HAS_COMMENT, where, find_words(f, k));
}

int
find_in_slides(struct finder *f, struct pack *pack)
{
        int r = 0;

        for (size_t i = 0; r == 0 && i < pack_count(pack); i++) {
                const char *name = pack_name(pack, i), *words;
                bool slide = find_is_part(name, "ppt/slides/slide", ".xml"),
                     notes = find_is_part(name, "ppt/notesSlides/notesSlide", ".xml"),
                     comment = find_is_part(name, "ppt/comments/", ".xml");
                xmlNode *root;
                const char *show;

                if (!slide && !notes && !comment)
                        continue;
                r = find_part(f, pack, name, &root);
                if (r)
                        break;
                show = xml_attr(root, "show");
                words = slide_words(f, root);
                if (slide && show && (strcmp(show, "0") == 0 || strcasecmp(show, "false") == 0))
                        find_add(f, INTAKE_HAS_HIDDEN_SLIDE, number_in(f, name), words);
                if (notes && words[strspn(words, " \t\r\n")])
                        find_add(f, INTAKE_HAS_SPEAKER_NOTES, number_in(f, name), words);
                if (comment)
                        comment_part(f, "批注", root);
        }
        return r;
}
