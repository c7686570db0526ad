#include "document/paper.h"

#include <zip.h>

/* Twentieths of a point, as WordprocessingML counts. */
enum { LINE = 580, INDENT = 640 };

static void
escape(struct buf *b, const char *s)
{
        for (; *s; s++)
                switch (*s) {
                case '&':
                        buf_str(b, "&amp;");
                        break;
                case '<':
                        buf_str(b, "&lt;");
                        break;
                case '>':
                        buf_str(b, "&gt;");
                        break;
                case '"':
                        buf_str(b, "&quot;");
                        break;
                default:
                        if ((unsigned char)*s >= 0x20 || *s == '\t')
                                buf_char(b, *s);
                }
}

struct face {
        const char *font;
        int half_points;
        bool bold, red;
};

static const struct face text_face = {"仿宋", 32, false, false},
                         title_face = {"方正小标宋简体", 44, false, false},
                         heading_face = {"黑体", 32, false, false},
                         cell_face = {"仿宋", 24, false, false},
                         cell_head = {"仿宋", 24, true, false},
                         head_face = {"方正小标宋简体", 76, false, true};

static void
run(struct buf *b, const struct face *f, unsigned marks, const char *text)
{
        buf_printf(b, "<w:r><w:rPr><w:rFonts w:ascii=\"%s\" w:hAnsi=\"%s\" w:eastAsia=\"%s\"/>",
                   f->font, f->font, f->font);
        if (f->bold || (marks & BODY_STRONG))
                buf_str(b, "<w:b/>");
        if (marks & BODY_EM)
                buf_str(b, "<w:i/>");
        if (f->red)
                buf_str(b, "<w:color w:val=\"D60F17\"/>");
        buf_printf(b, "<w:sz w:val=\"%d\"/></w:rPr><w:t xml:space=\"preserve\">", f->half_points);
        escape(b, text);
        buf_str(b, "</w:t></w:r>");
}

static void
runs(struct buf *b, const struct face *f, const struct body_node *node)
{
        for (size_t i = 0; i < node->n; i++)
                if (node->kids[i].type == BODY_TEXT)
                        run(b, f, node->kids[i].marks, node->kids[i].text);
                else if (node->kids[i].type == BODY_BREAK)
                        buf_str(b, "<w:r><w:br/></w:r>");
}

struct shape {
        enum body_align align;
        int first_line, right, line, after;
        bool keep_next, rule;
};

static void
paragraph_open(struct buf *b, const struct shape *s)
{
        static const char *const align[] = {"both", "left", "center", "right"};

        buf_str(b, "<w:p><w:pPr>");
        if (s->keep_next)
                buf_str(b, "<w:keepNext/>");
        if (s->rule)
                buf_str(b, "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"4\" "
                           "w:color=\"D60F17\"/></w:pBdr>");
        buf_printf(b, "<w:spacing w:before=\"0\" w:after=\"%d\" w:line=\"%d\" w:lineRule=\"%s\"/>",
                   s->after, s->line ? s->line : 240, s->line ? "exact" : "auto");
        buf_printf(b, "<w:ind w:firstLine=\"%d\" w:right=\"%d\"/><w:jc w:val=\"%s\"/></w:pPr>",
                   s->first_line, s->right, align[s->align]);
}

static void
line_of(struct buf *b, const struct face *f, const struct shape *s, const char *text)
{
        paragraph_open(b, s);
        run(b, f, 0, text);
        buf_str(b, "</w:p>");
}

static void
cell(struct buf *b, const struct body_node *node)
{
        bool header = node->type == BODY_HEADER;

        buf_str(b, "<w:tc><w:tcPr>");
        if (node->colspan > 1)
                buf_printf(b, "<w:gridSpan w:val=\"%d\"/>", node->colspan);
        buf_str(b, "<w:vAlign w:val=\"center\"/></w:tcPr>");
        for (size_t i = 0; i < node->n; i++) {
                const struct body_node *p = &node->kids[i];
                struct shape s = {.align = header                        ? BODY_ALIGN_CENTER
                                           : p->align == BODY_ALIGN_NONE ? BODY_ALIGN_LEFT
                                                                         : p->align};

                if (p->type != BODY_PARAGRAPH)
                        continue;
                paragraph_open(b, &s);
                runs(b, header ? &cell_head : &cell_face, p);
                buf_str(b, "</w:p>");
        }
        if (!node->n)
                buf_str(b, "<w:p/>");
        buf_str(b, "</w:tc>");
}

static void
table(struct buf *b, const struct body_node *node)
{
        size_t n = 0;

        for (size_t r = 0; r < node->n; r++)
                n = node->kids[r].n > n ? node->kids[r].n : n;
        buf_str(b, "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>");
        for (size_t i = 0; i < 6; i++) {
                static const char *const sides[] = {"top",   "left",    "bottom",
                                                    "right", "insideH", "insideV"};

                buf_printf(b,
                           "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>",
                           sides[i]);
        }
        buf_str(b, "</w:tblBorders><w:tblLayout w:type=\"autofit\"/></w:tblPr><w:tblGrid>");
        for (size_t c = 0; c < n; c++)
                buf_printf(b, "<w:gridCol w:w=\"%zu\"/>", 8844 / n);
        buf_str(b, "</w:tblGrid>");
        for (size_t r = 0; r < node->n; r++) {
                const struct body_node *row = &node->kids[r];
                bool header = row->n && row->kids[0].type == BODY_HEADER;

                buf_str(b, header && r == 0 ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
                                            : "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
                for (size_t c = 0; c < row->n; c++)
                        cell(b, &row->kids[c]);
                buf_str(b, "</w:tr>");
        }
        buf_str(b, "</w:tbl>");
}

static void
block(struct buf *b, const struct body_node *node)
{
        struct shape s = {.align = node->align, .line = LINE};

        switch (node->type) {
        case BODY_PARAGRAPH:
                s.first_line = node->align == BODY_ALIGN_NONE ? INDENT : 0;
                s.right = node->align == BODY_ALIGN_RIGHT ? INDENT : 0;
                paragraph_open(b, &s);
                runs(b, &text_face, node);
                buf_str(b, "</w:p>");
                break;
        case BODY_HEADING:
                s.first_line = node->align == BODY_ALIGN_NONE ? INDENT : 0;
                s.keep_next = true;
                paragraph_open(b, &s);
                runs(b, &heading_face, node);
                buf_str(b, "</w:p>");
                break;
        case BODY_TABLE:
                table(b, node);
                break;
        case BODY_BULLET_LIST:
        case BODY_ORDERED_LIST:
                for (size_t i = 0; i < node->n; i++)
                        for (size_t j = 0; j < node->kids[i].n; j++)
                                block(b, &node->kids[i].kids[j]);
                break;
        default:
                break;
        }
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

static const char content_types[] = XML
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" "
    "ContentType=\"application/"
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/footer1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" "
    "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    "</Types>";
static const char package_rels[] = XML
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" "
    "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
    "core-properties\" "
    "Target=\"docProps/core.xml\"/></Relationships>";
static const char document_rels[] =
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"rId1\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" "
        "Target=\"footer1.xml\"/></Relationships>";
/* 7.5: the page number between dashes. */
static const char footer[] =
    XML "<w:ftr " W
        "><w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:t "
        "xml:space=\"preserve\">— </w:t></w:r><w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:fldChar "
        "w:fldCharType=\"begin\"/>"
        "</w:r><w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:instrText xml:space=\"preserve\"> PAGE "
        "</w:instrText></w:r><w:r>"
        "<w:rPr><w:sz w:val=\"28\"/></w:rPr><w:fldChar "
        "w:fldCharType=\"end\"/></w:r><w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:t "
        "xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>";

static const char *
document_xml(TALLOC_CTX *mem, const struct paper *p, struct buf *b)
{
        *b = buf_new(mem, MiB(64));
        buf_str(b, XML "<w:document " W " " R "><w:body>");
        if (p->head) {
                line_of(b, &head_face, &(struct shape){.align = BODY_ALIGN_CENTER, .after = LINE},
                        p->head);
                line_of(b, &text_face,
                        &(struct shape){
                            .align = BODY_ALIGN_CENTER, .line = LINE, .after = LINE, .rule = true},
                        p->doc_no ? p->doc_no : "");
        }
        line_of(b, &title_face,
                &(struct shape){.align = BODY_ALIGN_CENTER, .line = 720, .after = LINE / 2},
                p->title);
        for (size_t i = 0; i < p->body->root.n; i++)
                block(b, &p->body->root.kids[i]);
        /* A4, margins of the type area; 22 lines of 28 characters. */
        buf_str(b, "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId1\"/><w:pgSz "
                   "w:w=\"11906\" w:h=\"16838\"/>"
                   "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" "
                   "w:header=\"851\" w:footer=\"1400\" "
                   "w:gutter=\"0\"/><w:docGrid w:type=\"linesAndChars\" "
                   "w:linePitch=\"579\"/></w:sectPr></w:body></w:document>");
        return buf_text(b);
}

static const char *
core_xml(TALLOC_CTX *mem, const struct paper *p)
{
        struct buf b = buf_new(mem, KiB(64));
        char day[DAY_TEXT_SIZE];

        buf_str(
            &b, XML
            "<cp:coreProperties "
            "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
            "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
        escape(&b, p->title);
        buf_str(&b, "</dc:title><dc:creator>");
        escape(&b, p->author ? p->author : "");
        buf_str(&b, "</dc:creator>");
        if (!day_is_none(p->day))
                buf_printf(
                    &b,
                    "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%sT01:00:00Z</dcterms:created>",
                    day_text(p->day, day));
        buf_str(&b, "</cp:coreProperties>");
        return buf_text(&b);
}

static int
add(zip_t *zip, const char *name, const char *text, size_t n)
{
        zip_source_t *src = zip_source_buffer(zip, text, n, 0);
        zip_int64_t at = src ? zip_file_add(zip, name, src, ZIP_FL_ENC_UTF_8) : -1;

        if (at < 0) {
                zip_source_free(src);
                return err_set(ERR_LIBRARY, "zip: %s", zip_strerror(zip));
        }
        /* Always the same moment, so that the same document gives the same bytes: 2000-01-01. */
        (void)zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 6);
        (void)zip_file_set_dostime(zip, (zip_uint64_t)at, 0, (20 << 9) | (1 << 5) | 1, 0);
        return 0;
}

/* Closes the archive and copies it out of the source that libzip wrote it into. */
static int
finish(zip_t *zip, zip_source_t *src, struct buf *out)
{
        zip_stat_t st;
        char part[4096];
        zip_int64_t n;

        if (zip_close(zip) < 0) {
                int r = err_set(ERR_LIBRARY, "zip: %s", zip_strerror(zip));

                zip_discard(zip);
                return r;
        }
        if (zip_source_open(src) < 0 || zip_source_stat(src, &st) < 0)
                return err_set(ERR_LIBRARY, "zip: cannot be read back");
        while ((n = zip_source_read(src, part, sizeof(part))) > 0)
                buf_put(out, part, (size_t)n);
        (void)zip_source_close(src);
        return n < 0 ? err_set(ERR_LIBRARY, "zip: cannot be read back") : buf_done(out);
}

int
paper_docx(TALLOC_CTX *mem, const struct paper *p, struct buf *out)
{
        zip_error_t error;
        zip_source_t *src;
        zip_t *zip;
        struct buf text;
        const char *core = core_xml(mem, p), *document = document_xml(mem, p, &text);
        int r;

        zip_error_init(&error);
        src = zip_source_buffer_create(NULL, 0, 0, &error);
        if (!src)
                return err_set(ERR_LIBRARY, "zip: %s", zip_error_strerror(&error));
        zip_source_keep(src);
        zip = zip_open_from_source(src, ZIP_TRUNCATE, &error);
        if (!zip) {
                r = err_set(ERR_LIBRARY, "zip: %s", zip_error_strerror(&error));
                zip_source_free(src);
                zip_source_free(src);
                return r;
        }
        r = add(zip, "[Content_Types].xml", content_types, sizeof(content_types) - 1);
        if (r == 0)
                r = add(zip, "_rels/.rels", package_rels, sizeof(package_rels) - 1);
        if (r == 0)
                r = add(zip, "word/document.xml", document, text.len);
        if (r == 0)
                r = add(zip, "word/_rels/document.xml.rels", document_rels,
                        sizeof(document_rels) - 1);
        if (r == 0)
                r = add(zip, "word/footer1.xml", footer, sizeof(footer) - 1);
        if (r == 0)
                r = add(zip, "docProps/core.xml", core, strlen(core));
        if (r < 0)
                zip_discard(zip);
        else
                r = finish(zip, src, out);
        zip_source_free(src);
        return r < 0 ? err_trace(r) : 0;
}
