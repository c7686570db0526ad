/* domain/scan/scan.h: the scan before publication (发布前检查).
 * Purpose    marks the places of a text that should be looked at before anyone can read it: numbers
 * of persons, secret marks, wrong words, document numbers without a link, what is missing. It
 * decides nothing: each place gets a reason, a proposal and, in the office, somebody's decision.
 * Works in time linear in the text, and keeps at most SCAN_KEPT_MAX findings of each kind.
 * Units      from and n count bytes of the block's text: its text nodes in their order, a break
 * being one '\n' and an image its alternative. Ownership  findings hang from mem. What was found
 * stands in `found`, `before` and `after`, for the reviewer's eyes; whoever keeps a finding keeps
 * `masked` instead. Law        《政府信息公开条例》第十四条、第十五条、第十七条. */
#ifndef DOMAIN_SCAN_SCAN_H
#define DOMAIN_SCAN_SCAN_H

#include "domain/body/body.h"
#include "domain/scan/words.h"

/*    identifier   on disk        label                                    */
#define SCAN_KINDS(X)                                                                              \
        X(IDENTITY, "identity", "身份证号码")                                                      \
        X(MOBILE, "mobile", "手机号码")                                                            \
        X(LANDLINE, "landline", "固定电话")                                                        \
        X(BANK_CARD, "bank_card", "银行卡号")                                                      \
        X(ADDRESS, "address", "个人住址")                                                          \
        X(PLATE, "plate", "车辆号牌")                                                              \
        X(SECRET, "secret", "密级和内部标志")                                                      \
        X(WORD, "word", "错别字和敏感词")                                                          \
        X(DOCNO, "docno", "未加链接的文号")                                                        \
        X(LINK, "link", "链接")                                                                    \
        X(EMPTY, "empty", "缺少必填内容")                                                          \
        X(ALIKE, "alike", "与已公开内容雷同")

#define SCAN_KIND_ENUM(id, text, label) SCAN_##id,
enum scan_kind { SCAN_KINDS(SCAN_KIND_ENUM) N_SCAN_KINDS };

enum scan_severity {
        SCAN_HINT,    /* 提示: good to know */
        SCAN_WARNING, /* 警告: wants a decision */
        SCAN_STOP,    /* 严重: wants a decision with a reason */
};

struct scan_finding {
        enum scan_kind kind;
        enum scan_severity severity;
        const char *field;  /* "body", or the field of the text given: title, file … */
        const char *label;  /* the field as people call it: 标题 */
        const char *path;   /* body: the way to the block, "content[3]"; else "" */
        size_t from, n;     /* where in the block; n = 0: the field as a whole */
        const char *found;  /* the marked text */
        const char *before; /* some characters on either side, "…" where cut */
        const char *after;
        const char *masked;     /* `found` as it may be shown and kept */
        const char *reason;     /* why, a Chinese sentence */
        const char *suggestion; /* what could stand there, or "" */
        const char *advice;     /* what to do, a Chinese sentence */
};

enum { SCAN_KEPT_MAX = 200, SCAN_PHONES_MAX = 1000 };

struct scan_findings {
        struct scan_finding *list; /* in the order of the text: fields as given, then the body */
        size_t n;
        size_t by_kind[N_SCAN_KINDS]; /* found, kept or not */
        enum scan_severity worst;     /* SCAN_HINT when there is none */
};

/* A piece of metadata or the name of a file. Lines of a longer text are looked at one by one. */
struct scan_text {
        const char *field, *label;
        const char *text; /* NULL = "" */
        bool required;    /* blank is a finding */
        bool table; /* lines with tabs are rows, the first of several the head of their columns */
};

/* A document that readers can find: its docno key (domain/item/docno.h) and address. */
struct scan_known {
        const char *key;
        const char *url; /* "" for the document itself: nothing to link */
};

struct scan_options {
        const struct scan_words *words; /* NULL: none */
        const char *const *own_phones;  /* 办公电话, in any writing: no finding */
        size_t n_own_phones;
        const struct scan_known *known; /* what was asked for by scan_docno_keys() */
        size_t n_known;
        bool check_docno; /* say which documents are named without a link */
};

struct scan_findings scan(TALLOC_CTX *mem, const struct scan_text *, size_t n, const struct body *,
                          const struct scan_options *);

/* What only a store or the net can tell becomes a finding like the others; mem is that of the scan.
 * likeness as in alike.h; why: "打开时返回 404". The other text is named by its number: a purge of it must not have to look
 * for its title in the findings of others. */
void scan_add_alike(TALLOC_CTX *mem, struct scan_findings *, const char *index_no, const char *url,
                    int likeness);
/* A place in a file, found when the file was looked into; borrows its strings. */
void scan_add_attached(TALLOC_CTX *mem, struct scan_findings *, const struct scan_finding *);
struct scan_link;
void scan_add_link(TALLOC_CTX *mem, struct scan_findings *, const struct scan_link *,
                   const char *why);

/* Keys under which the documents named in a body may be known, for one query of the caller: a
 * number in running text does not show where its mark begins, so each may give several. */
enum { SCAN_KEYS_MAX = 2000 };
const char *const *scan_docno_keys(TALLOC_CTX *mem, const struct body *, size_t *ret_n);

/* Links of a body, for a job that tries them. */
enum scan_link_kind { SCAN_LINK_WEB, SCAN_LINK_OWN, SCAN_LINK_ANCHOR, SCAN_LINK_OTHER };
struct scan_link {
        enum scan_link_kind kind;
        const char *href, *text, *path; /* path of the block */
        size_t from, n;                 /* bytes of its text */
};
struct scan_link *scan_links(TALLOC_CTX *mem, const struct body *, size_t *ret_n);

/* Whether a text with it is not even handed in, and never cleared, before somebody decided on it: numbers of persons and
 * of cards, secret marks. */
bool scan_blocks(enum scan_kind, enum scan_severity);

const char *scan_kind_code(enum scan_kind);
const char *scan_kind_label(enum scan_kind);
bool scan_kind_read(const char *code, enum scan_kind *ret);
const char *scan_severity_label(enum scan_severity);

#endif
