/* store/backup.h: one file that holds everything, from either engine, for either engine.
 * Purpose    a consistent copy of a running store, and a restore that proves itself.
 * The file   a SQLite file (application id "XXGB"): each table of the store under its name with the
 * values of its rows, engine-neutral; `backup_about` (name, value), `backup_table` (name, rows, SM3
 * over the rows in the order of the primary key), `backup_file` (path below the files folder, SM3, size) and
 * `backup_part` (its bytes). Secrets that lie beside the store (the key of sealed fields) are not in it. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "base/problems.h"
#include "store/store.h"

struct backup_report {
        const char *engine; /* it came from: "sqlite" or "postgresql" */
        size_t n_tables;
        int64_t n_rows, n_files, n_bytes; /* of the files */
        int64_t change_no;
        const char *audit_sm3; /* of the last audit row */
};

enum { BACKUP_INCOMPLETE = 1, RESTORE_REFUSED = 1 };

/* Writes `path` whole or not at all; the store goes on being used. files_dir: the folder of the
 * attachments; one that is missing counts as empty. BACKUP_INCOMPLETE: written, but a file that the
 * store knows is missing or damaged (among problems). */
int store_backup(TALLOC_CTX *mem, struct store *, const char *files_dir, const char *path,
                 struct instant now, struct problems *, struct backup_report *ret) nodiscard;
/* Fills the empty store at `where` (a path that is not there yet, or a database without tables or
 * in which nothing was ever written) and the empty folder files_dir. Proves each table's rows,
 * every file and the audit chain before it keeps anything. RESTORE_REFUSED, with the reasons and
 * nothing kept: the target is not empty, the file is none of ours, damaged or of another release. */
int store_restore(TALLOC_CTX *mem, const char *path, const char *where, const char *files_dir,
                  struct instant now, struct problems *, struct backup_report *ret) nodiscard;

#endif
