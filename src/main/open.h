/* main/open.h: opening the store that the global options name. */
#ifndef MAIN_OPEN_H
#define MAIN_OPEN_H

#include "main/cli.h"
#include "store/store.h"

enum open_how {
        OPEN_AS_IS,   /* there must be one; it is neither made nor migrated */
        OPEN_CURRENT, /* there must be one; it is brought up to this program */
        OPEN_MAKE,    /* the folder and the store are made when they are missing */
};
/* CLI_DONE, or the exit code after the message. */
int open_store(struct cli *, enum open_how, struct store **ret);
/* The same with room for n connections at once. */
int open_store_for(struct cli *, enum open_how, unsigned n, struct store **ret);
/* The calendar of the installation, or the shipped one where there is none yet. CLI_DONE or an exit
 * code after the message. */
struct calendar;
int open_calendar(struct cli *, const struct calendar **ret);
/* The folder of the attachments. */
const char *open_files(const struct cli *);

#endif
