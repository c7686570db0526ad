/* main/config.h: the settings of config.def, read from DATA/xxgk.conf.
 * Purpose    one table gives the parser, `config list` and the manual their names, types, ranges,
 * defaults and words.
 * Ownership  texts hang from the mem of config_read(). */
#ifndef MAIN_CONFIG_H
#define MAIN_CONFIG_H

#include "base/problems.h"

#define CONFIG_TYPE_TEXT const char *
#define CONFIG_TYPE_INT int64_t
#define CONFIG_TYPE_BOOL bool
#define SETTING(name, type, otherwise, least, most, help) CONFIG_TYPE_##type name;
struct config {
#include "main/config.def"
};
#undef SETTING

/* Defaults, then the lines of `path` when there is such a file. Outcome 1: problems. */
int config_read(TALLOC_CTX *mem, const char *path, struct problems *, struct config *ret) nodiscard;
/* One value as if it stood in the file; false with a problem when it cannot be. */
bool config_set(TALLOC_CTX *mem, struct config *, size_t line, const char *name, const char *value,
                struct problems *);

enum config_type { CONFIG_TEXT, CONFIG_INT, CONFIG_BOOL };
struct config_entry {
        const char *name;
        enum config_type type;
        const char *otherwise;
        int64_t least, most;
        const char *help;
        size_t at; /* in struct config */
};
extern const struct config_entry config_entries[];
extern const size_t n_config_entries;

#endif
