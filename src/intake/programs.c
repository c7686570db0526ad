#include "intake/programs.h"

#include <unistd.h>

static const struct {
        const char *name, *path;
} programs[] = {
    {"pdftotext", "/usr/bin/pdftotext"},
    {"pdfinfo", "/usr/bin/pdfinfo"},
    {"pdftoppm", "/usr/bin/pdftoppm"},
};

const char *
program_path(const char *name)
{
        for (size_t i = 0; i < N(programs); i++)
                if (strcmp(name, programs[i].name) == 0 && access(programs[i].path, X_OK) == 0)
                        return programs[i].path;
        return NULL;
}
