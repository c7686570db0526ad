/* intake/programs.h: the programs that read a hostile file in a child's place.
 * Purpose    their names and where they are. Under the GPL, so never linked. */
#ifndef INTAKE_PROGRAMS_H
#define INTAKE_PROGRAMS_H

#include "base/mem.h"

/* NULL: not one of them, or not installed. */
const char *program_path(const char *name);

#endif
