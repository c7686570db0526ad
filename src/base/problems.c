#include "base/problems.h"

#include <stdarg.h>

void
problems_add(struct problems *p, size_t line, const char *field, const char *fmt, ...)
{
        struct problem *one;
        va_list ap;

        p->n++;
        if (p->n_list == PROBLEMS_MAX)
                return;
        mem_grow(p->mem, p->list, p->n_list);
        one = &p->list[p->n_list++];
        va_start(ap, fmt);
        one->line = line;
        one->field = mem_strdup(p->mem, field);
        one->message = mem_must(talloc_vasprintf(p->mem, fmt, ap));
        va_end(ap);
}

const char *
problems_of(const struct problems *p, const char *field)
{
        for (size_t i = 0; i < p->n_list; i++)
                if (strcmp(p->list[i].field, field) == 0)
                        return p->list[i].message;
        return NULL;
}
