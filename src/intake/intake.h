/* intake/intake.h: files from outside (来文文件), read without trusting them.
 * Purpose    what a file is, what it says, what it hides. Whatever needs a parser of a library is read by a
 *            child of this program (`xxgk intake`, intake_child()) with no way to files, network or other
 *            processes, little memory and little time; its answer is checked as if a stranger had sent it.
 *            Plain text needs no parser and is decoded at once.
 * Units      offsets and sizes in bytes, time in milliseconds.
 * Ownership  results hang from mem. The descriptor of a file stays the caller's; its offset may move.
 * Errors     the positive outcomes below, each with a message for the user in problems, field = the file's
 *            name. Negative: this machine cannot start a child.
 * Threads    any thread may call; several children run side by side.
 * Law        《政府信息公开条例》第十五条、第十七条 (what must not be published is looked for before). */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/problems.h"

enum intake_outcome {
        INTAKE_EMPTY = 1,  /* nothing in it */
        INTAKE_UNREADABLE, /* a kind we do not read */
        INTAKE_LIES,       /* the name says one kind, the bytes another */
        INTAKE_BROKEN,     /* damaged or cut off */
        INTAKE_ENCRYPTED,  /* opens with a password only */
        INTAKE_BOMB,       /* unpacks to more than a document can be */
        INTAKE_ENTITIES,   /* declares entities of its own, which documents never need */
        INTAKE_PATHS,      /* names a place outside itself */
        INTAKE_TOO_BIG,    /* longer than we read */
        INTAKE_ENCODING,   /* text neither in UTF-8 nor in GB18030 */
        INTAKE_NO_TEXT,    /* pictures of pages only (扫描件) */
        INTAKE_SLOW,       /* took longer than it may */
        INTAKE_LEFT_OVER,  /* something can still be read where it was blacked out */
        INTAKE_NO_BOX,     /* nothing to black out, or a box outside the page */
        INTAKE_FELL,       /* the child died or answered nonsense */
        N_INTAKE_OUTCOMES
};

#define INTAKE_KINDS(X)                                                                            \
        X(UNKNOWN, "application/octet-stream", "类型不明的文件", "")                               \
        X(TEXT, "text/plain", "纯文本", "txt csv text log md json")                                \
        X(HTML, "text/html", "网页", "html htm xhtml shtml mht")                                   \
        X(XML, "text/xml", "XML 文件", "xml")                                                      \
        X(PDF, "application/pdf", "PDF 文件", "pdf")                                               \
        X(DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document",         \
          "Word 文档", "docx docm dotx")                                                           \
        X(XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 表格", \
          "xlsx xlsm xltx")                                                                        \
        X(PPTX, "application/vnd.openxmlformats-officedocument.presentationml.presentation",       \
          "演示文稿", "pptx pptm ppsx")                                                            \
        X(DOC, "application/msword", "旧版 Word 文档", "doc dot wps")                              \
        X(XLS, "application/vnd.ms-excel", "旧版 Excel 表格", "xls xlt et")                        \
        X(PPT, "application/vnd.ms-powerpoint", "旧版演示文稿", "ppt pps dps")                     \
        X(OLE, "application/x-ole-storage", "旧版办公文件", "")                                    \
        X(RTF, "application/rtf", "RTF 文档", "rtf")                                               \
        X(ODF, "application/vnd.oasis.opendocument", "OpenDocument 文档", "odt ods odp")           \
        X(OFD, "application/ofd", "OFD 版式文件", "ofd")                                           \
        X(PNG, "image/png", "PNG 图片", "png")                                                     \
        X(JPEG, "image/jpeg", "JPEG 图片", "jpg jpeg jpe jfif")                                    \
        X(GIF, "image/gif", "GIF 图片", "gif")                                                     \
        X(WEBP, "image/webp", "WebP 图片", "webp")                                                 \
        X(BMP, "image/bmp", "BMP 图片", "bmp")                                                     \
        X(TIFF, "image/tiff", "TIFF 图片", "tif tiff")                                             \
        X(MEDIA, "application/octet-stream", "音频或视频", "mp3 mp4 wav avi mov wmv flv m4a")      \
        X(ZIP, "application/zip", "压缩包", "zip")                                                 \
        X(ARCHIVE, "application/octet-stream", "压缩包", "rar 7z gz tgz bz2 xz tar")               \
        X(PROGRAM, "application/octet-stream", "可执行程序",                                       \
          "exe dll com scr msi bat cmd ps1 vbs js jar sh apk")

enum intake_kind {
#define X(name, mime, label, endings) INTAKE_##name,
        INTAKE_KINDS(X)
#undef X
            N_INTAKE_KINDS
};

struct intake_file {
        const char *name; /* as the user named it; its ending is a claim; "" claims nothing */
        int fd;           /* open for reading, a file or intake_memory() */
};

enum { INTAKE_FILE_MAX = 200 << 20, INTAKE_TEXT_MAX = 16 << 20 };

/* The bytes as a descriptor that cannot be changed any more; close it with intake_close(). */
int intake_memory(const void *bytes, size_t n, int *ret_fd) nodiscard;
/* Takes -1. For _cleanup_. */
void intake_close(int *fd);

/* What the bytes are, whatever the name says. Outcomes EMPTY, TOO_BIG, SLOW, FELL; INTAKE_UNKNOWN is a kind
 * here. */
int intake_kind(TALLOC_CTX *mem, const struct intake_file *, struct problems *,
                enum intake_kind *ret) nodiscard;
/* "Word 文档", "application/pdf". */
const char *intake_kind_label(enum intake_kind);
const char *intake_kind_mime(enum intake_kind);
/* Whether a file of that kind may have that name: an ending that claims nothing is no lie, and text is text. */
bool intake_kind_fits(enum intake_kind, const char *name);

/* What the name's ending says; INTAKE_UNKNOWN when it says nothing. */
enum intake_kind intake_kind_claimed(const char *name);

struct intake_text {
        enum intake_kind kind; /* TEXT, HTML, DOCX or PDF */
        const char *text; /* valid UTF-8; but for TEXT, which stands as it came, tidied: no control
                                * characters but '\n' and '\t' */
        size_t n;
};
/* What a document says, a paragraph a line; a row of a table a line with " | " behind each cell (PDF: laid
 * out with blanks as printed). Numbers that a word processor counts stand in the text. */
int intake_text(TALLOC_CTX *mem, const struct intake_file *, struct problems *,
                struct intake_text *ret) nodiscard;

/* The same place by place, for whoever must say where something stands (发布前检查). */
enum intake_unit { INTAKE_NO_LINES, INTAKE_LINES, INTAKE_PARAGRAPHS, N_INTAKE_UNITS };
struct intake_leaf {
        const char *place; /* "第3页", "工作表“名单”", "页眉"; "" the file itself */
        enum intake_unit unit;
        size_t first;     /* the number of its first line */
        const char *text; /* lines as they are counted; cells of a row parted by tabs */
        size_t n;
};
struct intake_words {
        enum intake_kind kind;
        struct intake_leaf *leaves;
        size_t n;
        bool cut;          /* longer than INTAKE_WORDS_MAX: the rest is left out */
        const char *blank; /* "第2—5页": pages without a word, perhaps pictures of pages; "" none */
};
enum { INTAKE_WORDS_MAX = 4 << 20 };
/* DOCX with headers, footers and notes, XLSX, PPTX, PDF, HTML and plain text. Outcomes those of intake_text(); UNREADABLE
 * for kinds without words, NO_TEXT for a PDF of pictures only. */
int intake_words(TALLOC_CTX *mem, const struct intake_file *, struct problems *,
                 struct intake_words *ret) nodiscard;

struct intake_picture {
        const char *name;      /* "picture1.png"; the file of an image in the body */
        enum intake_kind kind; /* PNG, JPEG, GIF or WEBP, by its bytes */
        const char *bytes;
        size_t n;
};
struct intake_body {
        enum intake_kind kind;
        const char *json; /* a tree of domain/body, not yet checked: body_parse() does */
        size_t n;
        struct intake_picture *pictures;
        size_t n_pictures;
        const char **warnings; /* what could not be taken over, in words for the author */
        size_t n_warnings;
};
enum { INTAKE_BODY_MAX = 96 << 20 };
/* A document as the text of an item: DOCX with its headings, lists, tables, links and pictures; PDF, HTML and plain
 * text as paragraphs. The original is the caller's to keep. */
int intake_body(TALLOC_CTX *mem, const struct intake_file *, struct problems *,
                struct intake_body *ret) nodiscard;

/* What is hidden in a file (隐藏信息). */
enum intake_severity { INTAKE_NOTE, INTAKE_WATCH, INTAKE_GRAVE };
enum intake_code {
#define FINDING(name, code, severity, label, advice) INTAKE_HAS_##name,
#include "intake/findings.def"
#undef FINDING
        N_INTAKE_CODES
};
struct intake_finding {
        enum intake_code code;
        const char *where;   /* "工作表“底稿”", "第3页"; "" for the file as a whole */
        const char *excerpt; /* the words in question, shortened; "" when there are none */
};
struct intake_findings {
        enum intake_kind kind;
        struct intake_finding *list;
        size_t n;
};
/* "tracked_changes", its weight, "修订痕迹", what the author is to do. */
const char *intake_code_name(enum intake_code);
enum intake_severity intake_code_severity(enum intake_code);
const char *intake_code_label(enum intake_code);
const char *intake_code_advice(enum intake_code);
/* Looks into DOCX, XLSX, PPTX, PDF and pictures; what is of an old or packed kind is found to be uninspectable.
 * A file without anything hidden gives an empty list. Outcomes EMPTY, BROKEN, ENCRYPTED, BOMB, ENTITIES, PATHS,
 * TOO_BIG, SLOW, FELL; a kind without hiding places (text) has none. */
int intake_findings(TALLOC_CTX *mem, const struct intake_file *, struct problems *,
                    struct intake_findings *ret) nodiscard;

/* Blacking out (涂黑): points from the upper left corner of the page as printed. */
struct intake_box {
        int page; /* 1 = the first */
        double x, y, width, height;
};
/* One page as a picture, boxes burnt in. */
struct intake_raster {
        int width, height; /* pixels */
        int dpi;
        const uint8_t *rgb; /* three bytes a pixel, rows from the top without gaps */
};
/* Who makes a file of the pages again: intake reads PDF, it writes none (document does). Both return 0 or a negative
 * error. */
struct intake_writer {
        int (*page)(void *arg, const struct intake_raster *);
        int (*end)(void *arg, const void **ret_bytes, size_t *ret_n);
        void *arg;
};
enum { INTAKE_REDACT_PAGES = 200, INTAKE_REDACT_DPI = 150 };
/* Each page becomes a picture of itself with the boxes in black; then the written file is read again, and refused
 * (LEFT_OVER) if it yields a word or anything hidden. ret borrows the writer's bytes. Of the old file nothing but
 * pixels passes. Outcomes also NO_BOX, TOO_BIG (more than INTAKE_REDACT_PAGES pages) and those of intake_text(). */
int intake_redact_pdf(TALLOC_CTX *mem, const struct intake_file *, const struct intake_box *,
                      size_t n, const struct intake_writer *, struct problems *, const void **ret,
                      size_t *ret_n) nodiscard;

/* A PDF to be looked at before it is blacked out: how many pages it has (TOO_BIG beyond INTAKE_REDACT_PAGES), and one of
 * them as a PNG picture of INTAKE_LOOK_DPI. Outcomes LIES for what is no PDF, and those of intake_text(). */
enum { INTAKE_LOOK_DPI = 100, INTAKE_PICTURE_MAX = 7 << 20 };
int intake_pdf_pages(TALLOC_CTX *mem, const struct intake_file *, struct problems *,
                     int *ret) nodiscard;
int intake_pdf_picture(TALLOC_CTX *mem, const struct intake_file *, int page, struct problems *,
                       const void **ret, size_t *ret_n) nodiscard;

/* The child's own side: to be called first of all by main() of every program that uses this room, as
 * `intake_child(argc, argv)` when argv[1] is "intake". Does not return. */
void intake_child(int argc, char **argv) __attribute__((noreturn));

#endif
