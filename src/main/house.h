/* main/house.h: the secrets of this installation. */
#ifndef MAIN_HOUSE_H
#define MAIN_HOUSE_H

#include "main/cli.h"

enum { SECRET_SIZE = 64 };

/* The secrets of this installation, DATA/secret.key, made (0600) when it is missing: 32 bytes to
 * seal personal data, 32 for form tokens. Parts that start at once agree on one. CLI_DONE or an
 * exit code after the message. */
int house_secret(struct cli *, uint8_t ret[SECRET_SIZE]);

#endif
