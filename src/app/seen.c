#include "app/seen.h"

#include "base/crypto.h"

const char *
seen_mark(TALLOC_CTX *mem, const char *const *values, size_t n)
{
        struct sm3_state *state = sm3_begin(mem);
        char hex[SM3_HEX_SIZE];
        struct sm3 sum;

        for (size_t i = 0; i < n; i++) {
                const char *value = values[i] ? values[i] : "";

                sm3_add(state, value, strlen(value) + 1);
        }
        sum = sm3_end(state);
        return mem_strdup(mem, sm3_hex(&sum, hex));
}

void
seen_changed(const char *what, struct problems *problems)
{
        problems_add(problems, 0, "",
                     "%s在您打开本页之后已由他人修改。下面是您填写的内容，尚未保存；请另开一页核对"
                     "现在的内容，"
                     "再保存一次即以您填写的为准",
                     what);
}

bool
seen_still(const char *seen, const char *now, const char *what, struct problems *problems)
{
        if (!seen || !*seen || strcmp(seen, now) == 0)
                return true;
        seen_changed(what, problems);
        return false;
}
