/* main/cli.h: what every command of the program shares.
 * Purpose    global options, exit codes, messages. A command is `int cmd_<name>(struct cli *, int
 * argc, char **argv)` in its own file, argv[0] being the command's name, and one line in
 * commands.def; global options and --help are taken out before it is called.
 * Errors     a command returns an exit code; messages go to standard error in Chinese. */
#ifndef MAIN_CLI_H
#define MAIN_CLI_H

#include "base/buf.h"
#include "base/json.h"
#include "base/problems.h"

struct app;

enum {
        CLI_DONE = 0,
        CLI_NO = 1,     /* the answer is no: a check failed, a signature does not verify */
        CLI_USAGE = 2,  /* wrong usage or bad input; nothing changed */
        CLI_MACHINE = 3 /* the machine failed */
};

struct cli {
        TALLOC_CTX *mem;
        const char *self; /* argv[0] */
        const char *data; /* the data folder */
        const char *db;   /* postgresql://… or path of the SQLite file */
        bool json;        /* one JSON document on standard output and nothing else */
        bool terminal;    /* standard error is one: progress may be shown */
};

struct command {
        const char *name;
        int (*run)(struct cli *, int argc, char **argv);
        const char *usage, *summary, *help;
};
extern const struct command commands[];
extern const size_t n_commands;

/* One line on standard error, "xxgk: " first. Returns code, for `return cli_fail(…)`. */
int cli_fail(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Wrong usage: the line and where help is. Returns CLI_USAGE. */
int cli_usage(const struct command *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The machine failed (r negative): says err_text(). Returns CLI_MACHINE. */
int cli_broken(const char *doing, int r);
/* A file named by the user could not be read (r negative): CLI_USAGE when it is a folder or not
 * ours to read, else as cli_broken(). */
int cli_unreadable(const char *path, int r);
/* Mistakes of a file as "FILE:LINE: field: message" lines (or as JSON with --json). Returns
 * CLI_USAGE. */
int cli_problems(const struct cli *, const char *file, const struct problems *);
/* Takes `--name VALUE` or `--name=VALUE` out of argv; NULL when it is not there. */
const char *cli_option(int *argc, char **argv, const char *name);
/* Takes `--name` out of argv. */
bool cli_flag(int *argc, char **argv, const char *name);
/* First argument left that begins with "--", which nobody knows; NULL when all are known. */
const char *cli_unknown(int argc, char **argv);
/* Writes a finished buf to standard output, with a line end. Returns CLI_DONE or CLI_MACHINE. */
int cli_print(struct buf *);

#endif
