/* app/demo/scenario.h: data/demo/NAME.txt read: places, agencies, how many items of which kind,
 * figures. */
#ifndef APP_DEMO_SCENARIO_H
#define APP_DEMO_SCENARIO_H

#include "app/demo/demo.h"

/* So many items of one channel (and, where given, of one own column, one group of agencies, some
 * patterns). */
struct quota {
        int channel; /* index into BOOK_CHANNELS */
        int count;
        const char *column;   /* NULL: the pattern's own */
        const char *group;    /* "dept", "town"; NULL: all */
        const char *patterns; /* comma-separated; NULL: all */
        const char *code;     /* of the channel, when not the usual one; NULL */
        int also;             /* so many of them also through `also_channel` */
        const char *also_channel;
};

struct scenario {
        struct demo *demo;
        struct book book;
        const char *xian, *province, *pcode, *gov_mark, *supervisor_key;
        uint64_t seed;
        int reports_since, normative_all, normative_new, interpretations;
        struct quota *quotas;
        size_t n_quotas;
        const char **villages;
        size_t n_villages;
        struct demo_agency *agencies;
        struct {
                const char *from, *to;
        } * maps; /* start of a statutory column, or pattern → own column */
        size_t n_maps;
        const char **drops; /* lines with one of these words are left out */
        size_t n_drops;
        const char **swaps; /* pairs */
        size_t n_swaps;
};

/* Outcome 1: no such scenario. What the files get wrong is ERR_DATA: they are part of the program.
 */
int scenario_read(TALLOC_CTX *mem, const char *name, struct scenario **ret) nodiscard;

#endif
