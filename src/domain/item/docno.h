/* domain/item/docno.h: the number of an official document (发文字号), read tolerantly.
 * Purpose    one canonical form of what sources write in many ways, and one key under which all of
 * them find each other. The issuer's mark, the year in 〔〕, the running number without leading
 * zeros and without 第. Ownership  results hang from mem; the text read is valid UTF-8. Law
 * 《党政机关公文格式》(GB/T 9704-2012) 7.2.5: year in full within 〔〕, no leading zero, no 第. */
#ifndef DOMAIN_ITEM_DOCNO_H
#define DOMAIN_ITEM_DOCNO_H

#include "base/buf.h"

enum docno_form {
        DOCNO_NONE,      /* no number, or said to have none (无文号) */
        DOCNO_BRACKETED, /* 国办发〔2019〕12号 */
        DOCNO_ORDER,     /* 国务院令第711号: numbered through the years */
        DOCNO_YEARLY,    /* 公告2020年第5号 */
        DOCNO_OTHER,     /* kept as it was written */
};

/* What was odd about the writing; all of it was put right but where it says so. */
enum docno_flag {
        DOCNO_SAID_NONE = 1 << 0,    /* 无文号 and the like */
        DOCNO_BRACKETS = 1 << 1,     /* other brackets than 〔〕 */
        DOCNO_BRACKET_LOST = 1 << 2, /* a bracket or both were missing: a guess, to be looked at */
        DOCNO_SPACES = 1 << 3,
        DOCNO_ORDINAL = 1 << 4,     /* 第 after the year */
        DOCNO_NO_HAO = 1 << 5,      /* 号 was missing */
        DOCNO_TRADITIONAL = 1 << 6, /* traditional characters */
        DOCNO_WIDE = 1 << 7,        /* full-width letters or figures */
        DOCNO_LEADING_ZERO = 1 << 8,
        DOCNO_CHINESE_NUMERAL = 1 << 9,
        DOCNO_YEAR_ODD = 1 << 10, /* before 1949 or after 2100; kept */
        DOCNO_SUFFIX = 1 << 11,   /* something follows the number; kept */
        DOCNO_NO_MARK = 1 << 12,  /* nothing before the year; kept */
        DOCNO_UNREAD = 1 << 13,   /* form DOCNO_OTHER */
};

struct docno {
        enum docno_form form;
        unsigned flags;
        const char *text; /* canonical; the trimmed original for DOCNO_OTHER; "" for DOCNO_NONE */
        const char *key;  /* folded, for equality; "" for DOCNO_NONE */
        const char *mark; /* 国办发; "" when unknown */
        int year;         /* 0 when there is none */
        int64_t number;
};

struct docno docno_read(TALLOC_CTX *mem, const char *text);
/* A short code for one flag ("docno_brackets"), and what to tell people (文号用了别的括号). */
const char *docno_flag_code(enum docno_flag);
const char *docno_flag_label(enum docno_flag);

#endif
