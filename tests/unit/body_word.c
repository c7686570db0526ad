/* body_word TREE.json: what the editor made of a pasted Word text (tests/browser/editor.mjs) is a body that the server takes,
 * and takes as it is. */
#include "base/file.h"
#include "domain/body/body.h"

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct problems p = {.mem = mem};
        struct body *b = NULL;
        char *json;
        size_t n;
        int r = 1;

        if (argc == 2 && file_read(mem, argv[1], MiB(1), &json, &n) == 0)
                r = body_parse(mem, json, n, true, &p, &b);
        (void)printf("1..2\n%sok 1 - taken\n", r ? "not " : "");
        for (size_t i = 0; i < p.n_list; i++)
                (void)printf("# %s: %s\n", p.list[i].field, p.list[i].message);
        while (r == 0 && n > 0 && json[n - 1] == '\n')
                json[--n] = '\0';
        (void)printf("%sok 2 - as it is\n", r || strcmp(body_json(mem, b), json) ? "not " : "");
        return 0;
}
