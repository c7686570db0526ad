/* domain/item/report_head.h: what a published annual report (年报) says of itself at its top.
 * Purpose    title, year, the words before the year that name the agency, the day of publication and the
 *            index number of the metadata box, from the plain text of the page.
 * Ownership  texts hang from mem.
 * Law        《政府信息公开条例》第四十九条 (the report of the year before, by 31 January). */
#ifndef DOMAIN_ITEM_REPORT_HEAD_H
#define DOMAIN_ITEM_REPORT_HEAD_H

#include "base/day.h"

struct report_head {
        const char *title;     /* "" when there is none in the text */
        const char *agency;    /* as written in the title; "" when it names none */
        const char *published; /* the words after 发布日期; "" when there are none */
        const char *index_no;  /* the words after 索引号; "" */
        int year;              /* 0 when it cannot be told */
};

struct report_head report_head_read(TALLOC_CTX *mem, const char *text);

#endif
