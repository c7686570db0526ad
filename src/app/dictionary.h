/* app/dictionary.h: the dictionaries that the top of a house keeps for all (字典): classes and channels.
 * Purpose    classes of topic, genre and audience: made, named anew, ended when nothing is in them,
 * or given way to another, with their texts. Channels: names, units, order. Codes stay for ever:
 * the address of a class that gave way leads to the other.
 * Ownership  results hang from mem.
 * Errors     DICTIONARY_NONE: no such class or channel; DICTIONARY_BAD: all of it in problems.
 * Law        《政府信息公开条例》第二十三条, 第二十四条. */
#ifndef APP_DICTIONARY_H
#define APP_DICTIONARY_H

#include "app/import.h"
#include "app/table.h"
#include "domain/access/access.h"
#include "domain/column/dictionary.h"

struct tx;

enum dictionary_outcome { DICTIONARY_NONE = 1, DICTIONARY_BAD = 2 };

/* Whether this scope may change what all use. */
int app_dictionary_mine(TALLOC_CTX *mem, struct tx *, int64_t scope, bool *ret) nodiscard;

/* Says so in problems when it may not; who NULL: the command line, which may. */
int app_dictionary_needs_top(TALLOC_CTX *mem, struct tx *, const struct actor *who,
                             struct problems *) nodiscard;

struct office_class {
        int64_t id, parent_id, sort; /* parent_id 0: a top */
        const char *scheme, *code, *name;
        const char *parent_code;               /* NULL: a top */
        const char *merged_code, *merged_name; /* NULL: gave way to none */
        struct day closed;
        int64_t n; /* texts that readers find in it itself */
        int depth;
};
/* Of one scheme, each after the one it stands under. */
int app_office_classes(TALLOC_CTX *mem, struct tx *, const char *scheme, bool closed_too,
                       struct office_class **ret, size_t *ret_n) nodiscard;
int app_office_class(TALLOC_CTX *mem, struct tx *, const char *scheme, const char *code,
                     struct office_class *ret) nodiscard;
struct table app_class_table(TALLOC_CTX *mem, const struct office_class *, size_t n);

struct class_spec {
        const char *scheme, *code, *name;
        const char *parent; /* code of a top; "": a top itself */
        int64_t sort;
};
/* who NULL: the command line. */
int app_class_add(TALLOC_CTX *mem, struct tx *, const struct actor *who, struct instant now,
                  const struct class_spec *, struct problems *) nodiscard;
/* Name and order. */
int app_class_edit(TALLOC_CTX *mem, struct tx *, const struct actor *who, struct instant now,
                   const struct class_spec *, struct problems *) nodiscard;
/* Ends; into: code of the class that takes its texts, "" for one that has none. *ret_n: how many
 * texts moved, old ones included. */
int app_class_end(TALLOC_CTX *mem, struct tx *, const struct actor *who, struct instant now,
                  const char *scheme, const char *code, const char *into, struct problems *,
                  int64_t *ret_n) nodiscard;

struct office_channel {
        const char *code, *name, *unit;
        int64_t sort, n;
};
int app_office_channels(TALLOC_CTX *mem, struct tx *, struct office_channel **ret,
                        size_t *ret_n) nodiscard;
struct table app_channel_table(TALLOC_CTX *mem, const struct office_channel *, size_t n);
/* A new one, or another name, unit or place for the one of that code. */
int app_channel_put(TALLOC_CTX *mem, struct tx *, const struct actor *who, struct instant now,
                    const struct office_channel *, bool is_new, struct problems *) nodiscard;

/* What is there already is named and ordered anew; a class stays under the one it stands under. */
int app_import_classes(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                       struct import_result *ret) nodiscard;
int app_import_channels(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                        struct import_result *ret) nodiscard;

#endif
