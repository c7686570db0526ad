/* app/import_people.h: many accounts at once.
 * Purpose    a file of logins, names and agencies; each gets a password to be given to its person
 * once. Roles are no part of it: they are granted by somebody else (三员分立).
 * Ownership  what was made hangs from mem. */
#ifndef APP_IMPORT_PEOPLE_H
#define APP_IMPORT_PEOPLE_H

#include "app/import.h"

enum { IMPORT_PEOPLE_MAX = 100 };
struct person_made {
        const char *login, *name, *password;
};
/* In result: n, and made. All or nothing. */
int app_import_people(TALLOC_CTX *mem, struct app *, const struct import_ask *, struct problems *,
                      struct import_result *ret) nodiscard;

#endif
