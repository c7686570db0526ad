/* tests/fuzz/search_words.c: tokens stay inside the text and are well-formed; nothing a visitor types
 * reaches the engine but letters, digits and Han characters between quotes. */
#include "fuzz.h"
#include "search/query.h"
#include "search/snippet.h"

struct checked {
        size_t size;
        enum token_mode mode;
};

static int
check(void *arg, bool beside, const char *token, size_t n, size_t start, size_t end)
{
        const struct checked *c = arg;

        assert(n > 0 && n <= TOKEN_MAX + 8 + c->size * (token[0] == TOKEN_TAG));
        assert(start < end && end <= c->size);
        assert(!beside || c->mode == TOKEN_DOCUMENT);
        assert(token[0] == TOKEN_TAG || text_valid(token, n));
        return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct checked c = {size, TOKEN_DOCUMENT};
        const struct search_part *parts;
        const char *text = mem_strndup(mem, (const char *)data, size);
        struct query q;
        size_t n, n_hits;

        assert(token_each((const char *)data, size, TOKEN_DOCUMENT, check, &c) == 0);
        c.mode = TOKEN_QUERY;
        assert(token_each((const char *)data, size, TOKEN_QUERY, check, &c) == 0);
        query_parse(mem, text, &q);
        assert(q.n <= QUERY_WORDS && q.n_plus <= q.n);
        for (size_t i = 0; i < q.n; i++) {
                assert(q.words[i].text[0] && !strpbrk(q.words[i].text, "\"*:{}()\001\002"));
                assert(text_valid(q.words[i].text, strlen(q.words[i].text)));
        }
        assert(query_match(mem, &q, NULL, 0, NULL)[0]);
        if (!text_valid(text, strlen(text)))
                return 0;
        snippet_whole(mem, snippet_new(mem, &q), text, &parts, &n);
        snippet_passage(mem, snippet_new(mem, &q), text, &parts, &n, &n_hits);
        for (size_t i = 0; i < n; i++)
                assert(text_valid(parts[i].text, strlen(parts[i].text)));
        return 0;
}
