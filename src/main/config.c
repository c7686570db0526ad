#include "main/config.h"

#include "base/file.h"
#include "base/text.h"

#include <errno.h>

#define SETTING(name, type, otherwise, least, most, help)                                          \
        {#name, CONFIG_##type, otherwise, least, most, help, offsetof(struct config, name)},
const struct config_entry config_entries[] = {
#include "main/config.def"
};
#undef SETTING
const size_t n_config_entries = N(config_entries);

static bool
set_int(const struct config_entry *e, size_t line, const char *value, struct problems *problems,
        int64_t *ret)
{
        char *end;
        long long n;

        errno = 0;
        n = strtoll(value, &end, 10);
        if (errno || !*value || *end || n < e->least || n > e->most) {
                problems_add(problems, line, e->name, "应为 %lld 至 %lld 的整数，现为“%s”",
                             (long long)e->least, (long long)e->most, value);
                return false;
        }
        *ret = n;
        return true;
}

static bool
set_bool(const struct config_entry *e, size_t line, const char *value, struct problems *problems,
         bool *ret)
{
        bool yes = strcmp(value, "yes") == 0;

        if (!yes && strcmp(value, "no") != 0) {
                problems_add(problems, line, e->name, "应为 yes 或 no，现为“%s”", value);
                return false;
        }
        *ret = yes;
        return true;
}

bool
config_set(TALLOC_CTX *mem, struct config *config, size_t line, const char *name, const char *value,
           struct problems *problems)
{
        for (size_t i = 0; i < N(config_entries); i++) {
                const struct config_entry *e = &config_entries[i];
                void *at = (char *)config + e->at;

                if (strcmp(e->name, name) != 0)
                        continue;
                if (e->type == CONFIG_INT)
                        return set_int(e, line, value, problems, at);
                if (e->type == CONFIG_BOOL)
                        return set_bool(e, line, value, problems, at);
                *(const char **)at = mem_strdup(mem, value);
                return true;
        }
        problems_add(problems, line, name, "没有这个配置项，可用 xxgk config list 查看");
        return false;
}

static void
read_line(TALLOC_CTX *mem, struct config *config, size_t line, const char *text, size_t n,
          struct problems *problems)
{
        const char *trimmed = text_trim(mem, mem_strndup(mem, text, n));
        const char *equals = strchr(trimmed, '=');

        if (!*trimmed || *trimmed == '#')
                return;
        if (!equals) {
                problems_add(problems, line, "", "应为“名称 = 值”");
                return;
        }
        (void)config_set(mem, config, line,
                         text_trim(mem, mem_strndup(mem, trimmed, (size_t)(equals - trimmed))),
                         text_trim(mem, equals + 1), problems);
}

int
config_read(TALLOC_CTX *mem, const char *path, struct problems *problems, struct config *ret)
{
        size_t n, line = 1, bad;
        char *text;
        int r;

        for (size_t i = 0; i < N(config_entries); i++)
                if (!config_set(mem, ret, 0, config_entries[i].name, config_entries[i].otherwise,
                                problems))
                        return err_set(ERR_BUG, "default of setting %s", config_entries[i].name);
        r = file_read(mem, path, MiB(1), &text, &n);
        if (r == FILE_NONE)
                return 0;
        if (r < 0)
                return err_trace(r);
        if (r == FILE_TOO_BIG) {
                problems_add(problems, 0, "", "配置文件过大");
                return 1;
        }
        bad = text_first_bad(text, n);
        if (bad < n || strlen(text) != n) {
                problems_add(problems, 0, "", "配置文件不是 UTF-8 文本");
                return 1;
        }
        for (const char *at = text; *at; line++) {
                size_t length = strcspn(at, "\n");

                read_line(mem, ret, line, at, length, problems);
                at += length + (at[length] == '\n');
        }
        return problems->n > 0;
}
