#include "search/fts.h"

#include "search/token.h"

/* --- Tokenizer ---------------------------------------------------------------------------------
 */

struct sink {
        int (*emit)(void *, int, const char *, int, int, int);
        void *arg;
};

static int
pass_on(void *arg, bool beside, const char *token, size_t n, size_t start, size_t end)
{
        const struct sink *s = arg;

        return s->emit(s->arg, beside ? FTS5_TOKEN_COLOCATED : 0, token, (int)n, (int)start,
                       (int)end);
}

static int
tokenize(Fts5Tokenizer *tokenizer, void *arg, int flags, const char *text, int n,
         int (*emit)(void *, int, const char *, int, int, int))
{
        struct sink s = {emit, arg};

        (void)tokenizer;
        if (!text || n <= 0)
                return SQLITE_OK;
        return token_each(text, (size_t)n,
                          flags & FTS5_TOKENIZE_QUERY ? TOKEN_QUERY : TOKEN_DOCUMENT, pass_on, &s);
}

static int
tokenizer_new(void *context, const char **args, int n, Fts5Tokenizer **ret)
{
        static char one; /* it has no state; only the address counts */

        (void)context;
        (void)args;
        (void)n;
        *ret = (Fts5Tokenizer *)(void *)&one;
        return SQLITE_OK;
}

static void
tokenizer_delete(Fts5Tokenizer *t)
{
        (void)t;
}

static fts5_api *
api_of(sqlite3 *db)
{
        fts5_api *api = NULL;
        sqlite3_stmt *s;

        if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &s, NULL) != SQLITE_OK)
                return NULL;
        (void)sqlite3_bind_pointer(s, 1, (void *)&api, "fts5_api_ptr", NULL);
        (void)sqlite3_step(s);
        (void)sqlite3_finalize(s);
        return api;
}

int
fts_register(sqlite3 *db)
{
        static fts5_tokenizer ours = {tokenizer_new, tokenizer_delete, tokenize};
        fts5_api *api = api_of(db);

        if (!api)
                return err_set(ERR_LIBRARY, "this SQLite has no FTS5");
        if (api->xCreateTokenizer(api, "xxgk", NULL, &ours, NULL) != SQLITE_OK)
                return err_set(ERR_LIBRARY, "the tokenizer is not accepted");
        return 0;
}
