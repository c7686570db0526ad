/* domain/body/body.h: rich text (正文) as a checked tree of nodes.
 * Purpose    what an item says, independent of any page: never HTML from a client, but nodes of a
 * closed list, read from JSON with limits, shown as HTML by body_html() alone. Ownership  a struct
 * body and all in it hang from mem and never change.
 *
 *   doc ─ paragraph{align} heading{level,align} ─ text{marks} break image
 *       ─ bullet_list ordered_list{start} ─ list_item ─ paragraph, lists
 *       ─ table ─ row ─ cell header{colspan,rowspan,align} ─ paragraph, lists
 *       ─ image{file,alt}
 *
 * JSON       {"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"…",
 *            "marks":[{"type":"strong"},{"type":"link","href":"…"}]}]}]}; attributes stand beside
 * "type". An image's file is the SM3 of a stored file as 64 hex digits; before it is stored
 *            (import), a relative path. */
#ifndef DOMAIN_BODY_BODY_H
#define DOMAIN_BODY_BODY_H

#include "base/html.h"
#include "base/json.h"

enum body_type {
        BODY_DOC,
        BODY_PARAGRAPH,
        BODY_HEADING,
        BODY_BULLET_LIST,
        BODY_ORDERED_LIST,
        BODY_LIST_ITEM,
        BODY_TABLE,
        BODY_ROW,
        BODY_CELL,
        BODY_HEADER,
        BODY_IMAGE,
        BODY_TEXT,
        BODY_BREAK,
        N_BODY_TYPES
};

enum body_align { BODY_ALIGN_NONE, BODY_ALIGN_LEFT, BODY_ALIGN_CENTER, BODY_ALIGN_RIGHT };

enum body_mark {
        BODY_STRONG = 1 << 0,
        BODY_EM = 1 << 1,
        BODY_SUB = 1 << 2,
        BODY_SUP = 1 << 3,
};

struct body_node {
        enum body_type type;
        enum body_align align;
        int level; /* heading: 1 to 3; ordered list: its first number */
        int colspan, rowspan;
        unsigned marks;   /* text: enum body_mark */
        const char *text; /* text: not empty; image: its alternative, "" for none */
        const char *href; /* text: where it links to; NULL: no link */
        const char *file; /* image */
        struct body_node *kids;
        size_t n;
};

struct body {
        struct body_node root; /* BODY_DOC */
        size_t n_nodes;
        size_t n_bytes; /* of all texts */
};

enum {
        BODY_NODES_MAX = 100000,
        BODY_BYTES_MAX = 4 << 20,
        BODY_DEPTH_MAX = 24,
        BODY_COLUMNS_MAX = 64,
        BODY_ROWS_MAX = 5000,
        BODY_HREF_MAX = 2000,
};

/* Checks and takes over a tree. Outcome 1: each fault in problems, its field the way to the node
 * ("content[2].content[0].href"). stored: images must name stored files, else paths will do too. */
int body_read(TALLOC_CTX *mem, const struct json *, bool stored, struct problems *,
              struct body **ret) nodiscard;
/* The same from JSON text, as the store keeps it. */
int body_parse(TALLOC_CTX *mem, const char *json, size_t n, bool stored, struct problems *,
               struct body **ret) nodiscard;
/* Plain text: a blank line ends a paragraph, "# " to "### " begin a heading, neighbouring lines of
 * "| a | b |" or with tabs are a table (its first row the header). Outcome 1: too large. */
int body_from_text(TALLOC_CTX *mem, const char *text, struct problems *,
                   struct body **ret) nodiscard;

/* The tree as such a plain text, for a field without scripts: reading it again gives the same headings,
 * paragraphs and tables; lists become paragraphs, marks, links and pictures are lost. */
const char *body_to_text(TALLOC_CTX *mem, const struct body *);

/* The canonical JSON: same tree, same bytes. */
const char *body_json(TALLOC_CTX *mem, const struct body *);

/* A picture in the text is an attachment of this name, which lists of attachments leave out. */
#define BODY_PICTURE "picture"

/* A place that is shown marked (发布前检查), with a number behind it that leads to what is said of it. Bytes as in
 * domain/scan/scan.h: of the block's text, and of a row's cells as one, a byte between them. n = 0: the block as a whole,
 * the number stands before it. Where it crosses other marks, cells or line breaks it is marked in pieces, one behind the
 * other; the first has the id, the last the number. */
struct body_place {
        const char *path; /* of the block in which it begins: "content[3].content[0]" */
        size_t from, n;
        const char *id;          /* anchor */
        const char *classes;     /* of <mark> */
        const char *label, *url; /* the number, and where it leads */
        const char *says;        /* behind the number, for those who hear the page */
};

struct body_html_options {
        const char *file_base; /* before the 64 digits of a picture and "/picture", e.g. "/file/" */
        int heading_base;      /* what heading 1 becomes: 2 for <h2>; 0 means 2 */
        const struct body_place *places; /* in any order; those of no block are left out */
        size_t n_places;
};
/* Without places the same bytes as with them, but for <mark …>, </mark> and <sup class="spot-no">…</sup>. */
struct safe_html body_html(TALLOC_CTX *mem, const struct body *, const struct body_html_options *);

/* A rendering that is kept beside a published text, so that its page need not read the tree: heading 1
 * as <h2>, pictures below a base that stands for any. BODY_HTML_VERSION is raised whenever body_html()
 * writes anything else than before, in one release with a migration that enqueues the job `render`. */
enum { BODY_HTML_VERSION = 1 };
const char *body_html_keep(TALLOC_CTX *mem, const struct body *);
/* What body_html_keep() made, with its pictures below file_base; kept itself where that is the base. */
struct safe_html body_html_kept(TALLOC_CTX *mem, const char *kept, const char *file_base);
/* Whether the kept rendering shows a file (64 hex digits) as a picture. */
bool body_html_shows(const char *kept, const char *file);
/* For search: blocks by line breaks, cells by tabs. */
const char *body_text(TALLOC_CTX *mem, const struct body *);
/* The first n characters of the running text (no headings, no tables), with "…" when cut. */
const char *body_summary(TALLOC_CTX *mem, const struct body *, size_t n);

/* Each image of the tree. fn returns the SM3 of a stored file to put in its place, NULL to keep it as
 * it is, or "" when it is lost: then its alternative stands there as text. */
void body_each_image(struct body *, const char *(*fn)(void *arg, const char *file), void *arg);

#endif
