/* app/books.h: the books of the house as files: guides, figures and leading groups of agencies, roles, stand-ins.
 * Purpose    each as a table of a scope, and brought in again: all rows or none, told by line and column. What a table says
 *            already is left alone: a file that was taken out and comes in unchanged changes nothing, not even an edition.
 * Ownership  cells hang from mem.
 * Errors     as app/import.h.
 * Law        《政府信息公开条例》第四条 (机构), 第十二条 (指南). */
#ifndef APP_BOOKS_H
#define APP_BOOKS_H

#include "app/import.h"
#include "app/table.h"

/* One book: of a scope, on a day. */
typedef int book_table(TALLOC_CTX *mem, struct tx *, int64_t scope, struct day today,
                       struct table *ret);
book_table app_guide_table, app_figure_table, app_leader_table, app_role_table, app_stand_in_table;

/* Guides in full; an agency that has one gets its next edition. */
int app_import_guides(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                      struct import_result *ret) nodiscard;
/* 机构保障 by agency and year: "12", "150余", "" for what is not told. */
int app_import_figures(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                       struct import_result *ret) nodiscard;
/* Members of leading groups; known by agency, seat, name and first day, of which post and last day are set. */
int app_import_leaders(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                       struct import_result *ret) nodiscard;
/* Grants; what is not in the file is not revoked. */
int app_import_roles(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                     struct import_result *ret) nodiscard;
/* 代理. In the office only for oneself, as everywhere there. */
int app_import_stand_ins(TALLOC_CTX *mem, struct app *, const struct import_ask *,
                         struct problems *, struct import_result *ret) nodiscard;

#endif
