/* domain/scan/redact.h: taking out of a text what must not be read (遮盖).
 * Purpose    applies decisions to a body: stretches of text are replaced, links that lead by them
 * lose their address, and the result is checked to say nothing of what was taken out, however it is
 * written. The body given is not changed.
 * Units      places as in scan.h: path of the block, bytes of its text. Ownership  results hang from
 * mem. Law        《政府信息公开条例》第三十七条 (what can be told apart is told apart). */
#ifndef DOMAIN_SCAN_REDACT_H
#define DOMAIN_SCAN_REDACT_H

#include "domain/body/body.h"

enum { REDACT_MAX = 500, REDACT_WITH_MAX = 4000 /* bytes */ };

struct redact_place {
        const char *path;
        size_t from, n;
        const char *expect; /* what must stand there; NULL: not compared */
        const char *with;   /* "" takes it out without a trace */
        bool here_only;     /* the same words elsewhere stay: for a name that is a common word */
};

/* Outcome 1: nothing was done, and problems say where and why: no such place, another text there,
 * two places that overlap, or the same still readable elsewhere. Their field is the path. */
int redact_body(TALLOC_CTX *mem, const struct body *, const struct redact_place *, size_t n,
                struct problems *, struct body **ret) nodiscard;

/* 张建国 to 张某某, 王伟 to 王某, 欧阳修 to 欧阳某. */
const char *redact_name(TALLOC_CTX *mem, const char *name);
/* Every character but blanks becomes □. */
const char *redact_black(TALLOC_CTX *mem, const char *text);

#endif
