#include "intake/kind.h"

#include "intake/ole.h"
#include "intake/plain.h"

#include <magic.h>
#include <strings.h>

static const struct {
        const char *mime, *label, *endings;
} kinds[N_INTAKE_KINDS] = {
#define X(name, mime, label, endings) {mime, label, endings},
    INTAKE_KINDS(X)
#undef X
};

struct kind_book {
        magic_t magic;
};

const char *
intake_kind_label(enum intake_kind k)
{
        return kinds[k].label;
}

const char *
intake_kind_mime(enum intake_kind k)
{
        return kinds[k].mime;
}

static bool
listed(const char *list, const char *word)
{
        size_t n = strlen(word);

        for (const char *s = list; *s; s += strcspn(s, " "), s += *s == ' ')
                if (strcspn(s, " ") == n && strncasecmp(s, word, n) == 0)
                        return true;
        return false;
}

static bool
is_textual(enum intake_kind k)
{
        return k == INTAKE_TEXT || k == INTAKE_HTML || k == INTAKE_XML;
}

static bool
is_compound(enum intake_kind k)
{
        return k == INTAKE_DOC || k == INTAKE_XLS || k == INTAKE_PPT || k == INTAKE_OLE;
}

bool
intake_kind_fits(enum intake_kind kind, const char *name)
{
        const char *dot = strrchr(name, '.');
        bool claimed = false;

        for (int k = 0; dot && k < N_INTAKE_KINDS; k++) {
                enum intake_kind said = (enum intake_kind)k;

                if (!listed(kinds[k].endings, dot + 1))
                        continue;
                claimed = true;
                if (said == kind || (is_textual(said) && is_textual(kind)) ||
                    (is_compound(said) && kind == INTAKE_OLE))
                        return true;
        }
        return !claimed;
}

enum intake_kind
intake_kind_claimed(const char *name)
{
        const char *dot = strrchr(name, '.');

        for (int k = 0; dot && k < N_INTAKE_KINDS; k++)
                if (listed(kinds[k].endings, dot + 1))
                        return (enum intake_kind)k;
        return INTAKE_UNKNOWN;
}

static int
book_close(struct kind_book *b)
{
        magic_close(b->magic);
        return 0;
}

bool
kind_load(TALLOC_CTX *mem, struct kind_book **ret)
{
        magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                                   MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_JSON |
                                   MAGIC_NO_CHECK_CSV);

        if (!magic || magic_load(magic, NULL) < 0) {
                if (magic)
                        magic_close(magic);
                return false;
        }
        *ret = mem_new(mem, struct kind_book);
        (*ret)->magic = magic;
        talloc_set_destructor(*ret, book_close);
        return true;
}

static enum intake_kind
of_pack(const struct pack *p)
{
        static const struct {
                const char *part;
                enum intake_kind kind;
        } parts[] = {{"word/document.xml", INTAKE_DOCX},
                     {"xl/workbook.xml", INTAKE_XLSX},
                     {"xl/workbook.bin", INTAKE_XLSX},
                     {"ppt/presentation.xml", INTAKE_PPTX},
                     {"OFD.xml", INTAKE_OFD},
                     {"META-INF/manifest.xml", INTAKE_ODF},
                     {"META-INF/MANIFEST.MF", INTAKE_PROGRAM}};

        for (size_t i = 0; i < N(parts); i++)
                if (pack_has(p, parts[i].part))
                        return parts[i].kind;
        return INTAKE_ZIP;
}

static enum intake_kind
of_compound(const char *bytes, size_t n)
{
        static const struct {
                const char *stream;
                enum intake_kind kind;
        } streams[] = {{"WordDocument", INTAKE_DOC},
                       {"Workbook", INTAKE_XLS},
                       {"Book", INTAKE_XLS},
                       {"PowerPoint Document", INTAKE_PPT}};
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct ole ole;

        if (ole_open(mem, bytes, n, &ole))
                for (size_t i = 0; i < N(streams); i++)
                        if (ole_find(&ole, streams[i].stream))
                                return streams[i].kind;
        return INTAKE_OLE;
}

static enum intake_kind
of_magic(const struct kind_book *b, const char *bytes, size_t n)
{
        static const struct {
                const char *begins;
                enum intake_kind kind;
        } types[] = {
            {"image/png", INTAKE_PNG},
            {"image/jpeg", INTAKE_JPEG},
            {"image/gif", INTAKE_GIF},
            {"image/webp", INTAKE_WEBP},
            {"image/bmp", INTAKE_BMP},
            {"image/x-ms-bmp", INTAKE_BMP},
            {"image/tiff", INTAKE_TIFF},
            {"audio/", INTAKE_MEDIA},
            {"video/", INTAKE_MEDIA},
            {"text/rtf", INTAKE_RTF},
            {"application/zip", INTAKE_ZIP},
            {"application/x-rar", INTAKE_ARCHIVE},
            {"application/vnd.rar", INTAKE_ARCHIVE},
            {"application/x-7z-compressed", INTAKE_ARCHIVE},
            {"application/gzip", INTAKE_ARCHIVE},
            {"application/x-bzip2", INTAKE_ARCHIVE},
            {"application/x-xz", INTAKE_ARCHIVE},
            {"application/x-tar", INTAKE_ARCHIVE},
            {"application/x-dosexec", INTAKE_PROGRAM},
            {"application/vnd.microsoft.portable-executable", INTAKE_PROGRAM},
            {"application/x-executable", INTAKE_PROGRAM},
            {"application/x-pie-executable", INTAKE_PROGRAM},
            {"application/x-sharedlib", INTAKE_PROGRAM},
        };
        const char *mime = magic_buffer(b->magic, bytes, n < MiB(1) ? n : MiB(1));

        for (size_t i = 0; mime && i < N(types); i++)
                if (strncmp(mime, types[i].begins, strlen(types[i].begins)) == 0)
                        return types[i].kind;
        return INTAKE_UNKNOWN;
}

enum intake_kind
kind_of(const struct kind_book *b, const char *bytes, size_t n, const struct pack *pack)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        enum intake_kind kind;
        const char *text;
        size_t n_text;

        if (pack)
                return of_pack(pack);
        if (memmem(bytes, n < 1024 ? n : 1024, "%PDF-", 5))
                return INTAKE_PDF;
        if (ole_is(bytes, n))
                return of_compound(bytes, n);
        if (n >= 5 && memcmp(bytes, "{\\rtf", 5) == 0)
                return INTAKE_RTF;
        kind = of_magic(b, bytes, n);
        if (kind != INTAKE_UNKNOWN || plain_is_binary(bytes, n))
                return kind;
        if (plain_decode(mem, bytes, n, &text, &n_text))
                return INTAKE_UNKNOWN;
        return plain_is_page(text, n_text)                   ? INTAKE_HTML
               : n_text > 5 && memcmp(text, "<?xml", 5) == 0 ? INTAKE_XML
                                                             : INTAKE_TEXT;
}
