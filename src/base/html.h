/* base/html.h: HTML that needs no escaping.
 * Purpose    the only type that a template passes raw ({{safe x}}). Made by body_html() of
 * domain/body and by nothing else: whoever has text has a const char * and is escaped. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

struct safe_html {
        const char *html; /* NULL: nothing */
};

#endif
