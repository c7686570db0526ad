/* domain/column/dictionary.h: what a class (主题、体裁、服务对象分类) and a channel may be called.
 * Purpose    rules of the dictionaries that the top of a house keeps for all.
 * Law        《政府信息公开条例》第二十四条 (目录 and its classes), 第二十三条 (channels). */
#ifndef DOMAIN_COLUMN_DICTIONARY_H
#define DOMAIN_COLUMN_DICTIONARY_H

#include "base/problems.h"

enum { CLASS_SCHEMES = 3, CLASS_NAME_MAX = 40, DICTIONARY_CODE_MAX = 32 };
struct class_scheme {
        const char *code, *label; /* topic, 主题分类 */
};
extern const struct class_scheme class_schemes[CLASS_SCHEMES];
/* By code or by label, with or without 分类; NULL: none. */
const struct class_scheme *class_scheme_of(const char *word);

void class_check(const char *code, const char *name, struct problems *);
/* What a class is when it is asked to end, or to give way to another of its scheme. */
struct class_end {
        bool closed, is_self, target_missing, merges; /* merges: another was named */
        int64_t below, used;                          /* classes and texts that are still there */
};
void class_end_check(const struct class_end *, struct problems *);
void channel_check(const char *code, const char *name, const char *unit, struct problems *);

#endif
