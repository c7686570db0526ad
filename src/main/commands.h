/* main/commands.h: the functions behind commands.def. */
#ifndef MAIN_COMMANDS_H
#define MAIN_COMMANDS_H

#include "main/cli.h"

#define COMMAND(name, usage, summary, help) int cmd_##name(struct cli *, int argc, char **argv);
#include "main/commands.def"
#undef COMMAND

#endif
