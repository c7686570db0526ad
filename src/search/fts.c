#include "search/fts.h"

#include <math.h>

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

/* --- Ranking -----------------------------------------------------------------------------------
 */

/* BM25 over one weighted field, with two departures that keep it cheap: the length of a document
 * comes from memory, and how rare a phrase is is counted only as far as it changes the order. */
enum { PHRASES = 96, RARE_ENOUGH = 20000 };
static const double K1 = 1.2, B = 0.75;

struct rarity {
        double idf[PHRASES];
};

static int
count_one(const Fts5ExtensionApi *api, Fts5Context *fts, void *arg)
{
        int64_t *n = arg;

        (void)api;
        (void)fts;
        return ++*n < RARE_ENOUGH ? SQLITE_OK : SQLITE_DONE;
}

static const struct rarity *
rarity_of(const Fts5ExtensionApi *api, Fts5Context *fts, const struct rows *rows, int n_phrases)
{
        struct rarity *found = api->xGetAuxdata(fts, 0);
        double all = (double)rows->n_live + 1;

        if (found)
                return found;
        found = mem_must(calloc(1, sizeof(*found)));
        for (int i = 0; i < n_phrases; i++) {
                int64_t n = 0;

                /* Of a single phrase the rarity changes nothing. */
                if (n_phrases > 1 && api->xQueryPhrase(fts, i, &n, count_one) != SQLITE_OK)
                        n = 0;
                found->idf[i] = log(1 + all / ((double)n + 1));
        }
        if (api->xSetAuxdata(fts, found, free) != SQLITE_OK)
                return NULL; /* it was freed */
        return found;
}

static double
frequency(const Fts5ExtensionApi *api, Fts5Context *fts, int phrase)
{
        static const double weight[] = {
            [FTS_TITLE] = 10, [FTS_HEAD] = 10, [FTS_BODY] = 1, [FTS_TAGS] = 0};
        Fts5PhraseIter it;
        int column, offset;
        double f = 0;

        if (api->xPhraseFirst(fts, phrase, &it, &column, &offset) != SQLITE_OK)
                return 0;
        for (; column >= 0; api->xPhraseNext(fts, &it, &column, &offset))
                f += weight[column];
        return f;
}

static void
rank(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int n,
     sqlite3_value **values)
{
        const struct rows *rows = api->xUserData(fts);
        int n_phrases = api->xPhraseCount(fts);
        const struct row *row = rows_get(rows, api->xRowid(fts));
        const struct rarity *rarity;
        double score = 0, mean, length;

        (void)n;
        (void)values;
        if (n_phrases > PHRASES)
                n_phrases = PHRASES;
        rarity = rarity_of(api, fts, rows, n_phrases);
        if (!rarity) {
                sqlite3_result_error_nomem(context);
                return;
        }
        mean = ((double)rows->length + 1) / ((double)rows->n_live + 1);
        length = row ? row->length : mean;
        for (int i = 0; i < n_phrases; i++) {
                double f = frequency(api, fts, i);

                score += rarity->idf[i] * f * (K1 + 1) / (f + K1 * (1 - B + B * length / mean));
        }
        sqlite3_result_double(context, score);
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
fts_register(sqlite3 *db, const struct rows *rows)
{
        static fts5_tokenizer ours = {tokenizer_new, tokenizer_delete, tokenize};
        fts5_api *api = api_of(db);
        union {
                const struct rows *in;
                void *out;
        } user = {rows};

        if (!api)
                return err_set(ERR_LIBRARY, "this SQLite has no FTS5");
        if (api->xCreateTokenizer(api, "xxgk", NULL, &ours, NULL) != SQLITE_OK)
                return err_set(ERR_LIBRARY, "the tokenizer is not accepted");
        if (rows && api->xCreateFunction(api, "xxgk_rank", user.out, rank, NULL) != SQLITE_OK)
                return err_set(ERR_LIBRARY, "the ranking is not accepted");
        return 0;
}
