/* main/house.h: the store of this installation, opened for a command. */
#ifndef MAIN_HOUSE_H
#define MAIN_HOUSE_H

#include "app/run.h"
#include "main/cli.h"

enum { SECRET_SIZE = 64 };

/* Opens the store of --data and --db, makes the folder when it is missing and brings the tables up
 * to this program. CLI_DONE, or an exit code after the message. The app hangs from cli->mem. */
int house_open(struct cli *, struct app **ret);
/* The same for `n` connections. */
int house_open_with(struct cli *, unsigned n_connections, struct app **ret);
/* The secrets of this installation, DATA/secret.key, made (0600) when it is missing: 32 bytes to
 * seal personal data, 32 for form tokens. CLI_DONE or an exit code after the message. */
int house_secret(struct cli *, uint8_t ret[SECRET_SIZE]);

#endif
