#include "app/demo/scenario.h"

#include "app/demo/phrases.h"

struct embedded {
        const char *name;
        const unsigned char *bytes;
        const size_t *size;
};

#define FILE_ROW(name) {#name ".txt", demo_##name, &demo_##name##_size},
static const struct embedded phrase_files[] = {DEMO_FILES(FILE_ROW)};
#define SCENARIO_ROW(name, text) {text, demo_##name, &demo_##name##_size},
static const struct embedded scenario_files[] = {DEMO_SCENARIOS(SCENARIO_ROW)};

const char *const *
demo_names(size_t *ret_n)
{
#define SCENARIO_NAME(name, text) text,
        static const char *const names[] = {DEMO_SCENARIOS(SCENARIO_NAME)};

        *ret_n = N(names);
        return names;
}

/* Up to n fields between bars, trimmed. */
static size_t
fields(TALLOC_CTX *mem, const char *s, const char **out, size_t n)
{
        size_t i = 0;

        for (; i < n && s; i++) {
                const char *bar = strchr(s, '|');
                size_t len = bar ? (size_t)(bar - s) : strlen(s);

                while (len && *s == ' ') {
                        s++;
                        len--;
                }
                while (len && s[len - 1] == ' ')
                        len--;
                out[i] = mem_strndup(mem, s, len);
                s = bar ? bar + 1 : NULL;
        }
        for (size_t j = i; j < n; j++)
                out[j] = "";
        return i;
}

static const char **
words(TALLOC_CTX *mem, const char *s, size_t *ret_n)
{
        const char **list = NULL;
        size_t n = 0;

        for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
                size_t len = strcspn(s, " ");

                mem_grow(mem, list, n);
                list[n++] = mem_strndup(mem, s, len);
                s += len;
        }
        *ret_n = n;
        return list;
}

static void
add_quota(TALLOC_CTX *mem, struct scenario *sc, const char *value)
{
        static const char *const channels[BOOK_CHANNELS] = {"site", "weibo", "wechat", "other"};
        struct quota q = {0};
        size_t n;
        const char **parts = words(mem, value, &n);

        for (size_t i = 0; i < n; i++) {
                const char *eq = strchr(parts[i], '=');
                const char *v = eq ? eq + 1 : "";

                if (!strncmp(parts[i], "channel=", 8)) {
                        for (int c = 0; c < BOOK_CHANNELS; c++)
                                if (!strcmp(v, channels[c]))
                                        q.channel = c;
                } else if (!strncmp(parts[i], "count=", 6)) {
                        q.count = (int)strtol(v, NULL, 10);
                } else if (!strncmp(parts[i], "column=", 7)) {
                        q.column = v;
                } else if (!strncmp(parts[i], "code=", 5)) {
                        q.code = v;
                } else if (!strncmp(parts[i], "group=", 6)) {
                        q.group = v;
                } else if (!strncmp(parts[i], "patterns=", 9)) {
                        q.patterns = v;
                } else if (!strncmp(parts[i], "also=", 5)) {
                        q.also = (int)strtol(v, NULL, 10);
                        q.also_channel = strchr(v, ':') ? strchr(v, ':') + 1 : "journal";
                }
        }
        mem_grow(mem, sc->quotas, sc->n_quotas);
        sc->quotas[sc->n_quotas++] = q;
}

static void
add_agency(TALLOC_CTX *mem, struct scenario *sc, const char *value)
{
        struct demo *d = sc->demo;
        const char *f[6];

        (void)fields(mem, value, f, N(f));
        mem_grow(mem, sc->agencies, d->n_agencies);
        sc->agencies[d->n_agencies] =
            (struct demo_agency){.key = f[0],
                                 .name = f[1],
                                 .short_name = f[2],
                                 .mark = f[3],
                                 .kind = f[4],
                                 .slug = f[5],
                                 .code = mem_printf(mem, "%s%03zu", d->area, d->n_agencies + 1),
                                 .is_town = !strcmp(f[0], "town"),
                                 .sort = (int)d->n_agencies + 1};
        d->n_agencies++;
}

static void
add_figure(TALLOC_CTX *mem, struct demo *d, const char *value)
{
        const char *f[5];
        struct demo_figure *figures;

        (void)fields(mem, value, f, N(f));
        figures = mem_array(mem, struct demo_figure, d->n_figures + 1);
        if (d->n_figures)
                memcpy(figures, d->figures, d->n_figures * sizeof(*figures));
        figures[d->n_figures++] =
            (struct demo_figure){f[0], f[1], f[2], f[4], strtoll(f[3], NULL, 10)};
        d->figures = figures;
}

static void
add_column(TALLOC_CTX *mem, struct demo *d, const char *value)
{
        const char *f[3];
        struct demo_column *columns;

        (void)fields(mem, value, f, N(f));
        columns = mem_array(mem, struct demo_column, d->n_columns + 1);
        if (d->n_columns)
                memcpy(columns, d->columns, d->n_columns * sizeof(*columns));
        columns[d->n_columns++] = (struct demo_column){f[0], f[1], f[2]};
        d->columns = columns;
}

static bool
plain_key(struct scenario *sc, const char *key, const char *value)
{
        struct demo *d = sc->demo;
        const struct {
                const char *key, **at;
        } texts[] = {{"name", &d->place},
                     {"site", &d->site},
                     {"government", &d->government},
                     {"office", &d->office},
                     {"supervisor", &sc->supervisor_key},
                     {"province", &sc->province},
                     {"level", &d->level},
                     {"xian", &sc->xian},
                     {"pcode", &sc->pcode},
                     {"phone", &d->phone},
                     {"postcode", &d->postcode},
                     {"area", &d->area},
                     {"gov_abbr", &sc->gov_mark},
                     {"slug", &d->slug}};
        const struct {
                const char *key;
                int *at;
        } numbers[] = {{"year", &d->year},
                       {"reports_since", &sc->reports_since},
                       {"interpretations", &sc->interpretations}};

        for (size_t i = 0; i < N(texts); i++)
                if (!strcmp(key, texts[i].key)) {
                        *texts[i].at = value;
                        return true;
                }
        for (size_t i = 0; i < N(numbers); i++)
                if (!strcmp(key, numbers[i].key)) {
                        *numbers[i].at = (int)strtol(value, NULL, 10);
                        return true;
                }
        return false;
}

static bool
scenario_line(TALLOC_CTX *mem, struct scenario *sc, const char *line)
{
        const char *colon = strstr(line, ": "), *value = colon ? colon + 2 : "";
        const char *key = colon ? mem_strndup(mem, line, (size_t)(colon - line)) : line;
        size_t n;

        if (!colon)
                return false;
        if (plain_key(sc, key, value))
                return true;
        if (!strcmp(key, "seed")) {
                sc->seed = strtoull(value, NULL, 10);
        } else if (!strcmp(key, "normative")) {
                char *end;

                sc->normative_all = (int)strtol(value, &end, 10);
                sc->normative_new = (int)strtol(end, NULL, 10);
        } else if (!strcmp(key, "quota")) {
                add_quota(mem, sc, value);
        } else if (!strcmp(key, "agency")) {
                add_agency(mem, sc, value);
        } else if (!strcmp(key, "stated")) {
                add_figure(mem, sc->demo, value);
        } else if (!strcmp(key, "own")) {
                add_column(mem, sc->demo, value);
        } else if (!strcmp(key, "village")) {
                mem_grow(mem, sc->villages, sc->n_villages);
                sc->villages[sc->n_villages++] = value;
        } else if (!strcmp(key, "map")) {
                const char *const eq = strchr(value, '=');

                mem_grow(mem, sc->maps, sc->n_maps);
                sc->maps[sc->n_maps].from = mem_strndup(mem, value, (size_t)(eq - value));
                sc->maps[sc->n_maps++].to = eq + 1;
        } else if (!strcmp(key, "drop")) {
                sc->drops = words(mem, value, &sc->n_drops);
        } else if (!strcmp(key, "swap")) {
                const char *const eq = strchr(value, '=');

                mem_grow(mem, sc->swaps, sc->n_swaps);
                sc->swaps[sc->n_swaps++] = mem_strndup(mem, value, (size_t)(eq - value));
                mem_grow(mem, sc->swaps, sc->n_swaps);
                sc->swaps[sc->n_swaps++] = eq + 1;
        } else if (!strncmp(key, "list ", 5)) {
                const char **list = words(mem, value, &n);

                book_put_list(mem, &sc->book, key + 5, list, n);
        } else {
                return false;
        }
        return true;
}

/* What a year or a region did not know yet. A list keeps its last line whatever it says. */
static void
drop_lines(struct scenario *sc)
{
        for (size_t i = 0; i < sc->book.n_lists; i++) {
                struct book_list *list = &sc->book.lists[i];
                size_t kept = 0;

                for (size_t j = 0; j < list->n_lines; j++) {
                        bool drop = false;

                        for (size_t k = 0; k < sc->n_drops; k++)
                                drop |= strstr(list->lines[j], sc->drops[k]) != NULL;
                        if (!drop || (j + 1 == list->n_lines && !kept))
                                list->lines[kept++] = list->lines[j];
                }
                list->n_lines = kept;
        }
}

/* The townships as the list `town` (which binds) and `towns` (which only names them all). */
static void
put_towns(TALLOC_CTX *mem, struct scenario *sc)
{
        const char **names = NULL;
        size_t n = 0;

        for (size_t i = 0; i < sc->n_villages; i++) {
                mem_grow(mem, names, n);
                names[n++] = mem_strndup(mem, sc->villages[i], strcspn(sc->villages[i], ":"));
        }
        book_put_list(mem, &sc->book, "town", names, n);
        book_put_list(mem, &sc->book, "towns", names, n);
}

int
scenario_read(TALLOC_CTX *mem, const char *name, struct scenario **ret)
{
        struct scenario *sc = mem_new(mem, struct scenario);
        struct problems problems = {.mem = mem};
        const struct embedded *file = NULL;
        const char **swaps;
        size_t n = 0;

        for (size_t i = 0; i < N(scenario_files); i++)
                if (!strcmp(scenario_files[i].name, name))
                        file = &scenario_files[i];
        if (!file)
                return 1;
        sc->demo = mem_new(mem, struct demo);
        sc->demo->name = file->name;
        for (const char *s = (const char *)file->bytes, *end = s + *file->size; s < end; n++) {
                const char *nl = memchr(s, '\n', (size_t)(end - s));
                size_t len = nl ? (size_t)(nl - s) : (size_t)(end - s);

                if (len && *s != '#' && !scenario_line(mem, sc, mem_strndup(mem, s, len)))
                        return err_set(ERR_DATA, "%s: line %zu is not understood", name, n + 1);
                s += len + 1;
        }
        swaps = mem_array(mem, const char *, sc->n_swaps + 2);
        for (size_t i = 0; i < sc->n_swaps; i++)
                swaps[i] = sc->swaps[i];
        for (size_t i = 0; i < N(phrase_files); i++)
                if (book_read(mem, &sc->book, phrase_files[i].name,
                              (const char *)phrase_files[i].bytes, *phrase_files[i].size, swaps,
                              &problems))
                        return err_set(ERR_DATA, "%s:%zu: %s", problems.list[0].field,
                                       problems.list[0].line, problems.list[0].message);
        drop_lines(sc);
        put_towns(mem, sc);
        sc->demo->agencies = sc->agencies;
        for (size_t i = 0; i < sc->demo->n_agencies; i++)
                if (sc->supervisor_key && !strcmp(sc->agencies[i].key, sc->supervisor_key))
                        sc->demo->supervisor = &sc->agencies[i];
        sc->demo->n_sentences = book_sentences(&sc->book);
        *ret = sc;
        return 0;
}
