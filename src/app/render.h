/* app/render.h: the HTML kept beside each public text.
 * Purpose    written in the transaction in which the text becomes public, gone with it; rewritten in the
 * background when the renderer is a newer one (BODY_HTML_VERSION). Whoever shows a text takes what
 * is kept only if it is of its own version, and renders the tree otherwise. */
#ifndef APP_RENDER_H
#define APP_RENDER_H

#include "base/err.h"
#include "base/instant.h"

struct app;
struct tx;

/* The text of an edition that has just become live. */
int render_put(struct tx *, int64_t edition, const char *html) nodiscard;
/* The same from its JSON. */
int render_text(TALLOC_CTX *mem, struct tx *, int64_t edition, const char *body) nodiscard;

/* Some thousands of texts with numbers below `before` (0: all), the newest first, and a job for the rest;
 * in short transactions. */
int app_render_some(TALLOC_CTX *mem, struct app *, struct instant now, int64_t before) nodiscard;

#endif
