/* intake/confine.h: taking rights away from this process, for good.
 * Purpose    limits on memory, processor time, files and processes; a filter of system calls; where the
 *            kernel has it (Landlock), no way to any file. What tries a socket, a trace or a program dies;
 *            anything else that is not needed fails.
 * Errors     false: the kernel refused a limit; then nothing hostile may be read. */
#ifndef INTAKE_CONFINE_H
#define INTAKE_CONFINE_H

#include "base/mem.h"

enum confine_mode {
        CONFINE_PARSE,   /* reads what is mapped, writes to what is open, nothing more */
        CONFINE_PROGRAM, /* may become one other program, which may read /usr, /lib and fonts */
};
struct confine_limits {
        size_t memory; /* of the address space; not kept under a sanitizer, which needs terabytes */
        unsigned cpu_s;
};
bool confine(enum confine_mode, const struct confine_limits *) nodiscard;

#endif
