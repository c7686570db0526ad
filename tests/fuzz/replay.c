/* tests/fuzz/replay.c: repeats a corpus without libFuzzer.
 * usage: replay CORPUS_DIR
 *
 * Each file goes in as it is, cut off at every length, and with seeded damage, so that an ordinary
 * test run meets more than the inputs that once were interesting. A fault shows as a crash or as a
 * sanitizer report; the name of the file printed before it tells where. Prints TAP. */
#include <dirent.h>

#include "fuzz.h"

enum { INPUT_SIZE = 1 << 20, N_CUTS = 512, N_DAMAGED = 256 };

/* xorshift; the seed is the position in the corpus, so that a run can be repeated. */
static uint32_t
next(uint32_t *state)
{
        *state ^= *state << 13;
        *state ^= *state >> 17;
        *state ^= *state << 5;
        return *state;
}

/* A copy of exact size, so that a read past the end is seen. */
static void
feed(const uint8_t *bytes, size_t n)
{
        uint8_t *copy = malloc(n ? n : 1);

        assert(copy);
        if (n)
                memcpy(copy, bytes, n);
        LLVMFuzzerTestOneInput(copy, n);
        free(copy);
}

static void
damaged(const uint8_t *bytes, size_t n, uint32_t seed)
{
        uint8_t *copy = malloc(n);

        assert(copy);
        for (int i = 0; i < N_DAMAGED; i++) {
                memcpy(copy, bytes, n);
                for (uint32_t k = 0; k <= next(&seed) % 3; k++)
                        copy[next(&seed) % n] = (uint8_t)next(&seed);
                feed(copy, n);
        }
        free(copy);
}

static bool
replay(const char *path, uint32_t seed)
{
        uint8_t *bytes = malloc(INPUT_SIZE);
        size_t n, step;
        FILE *f;

        assert(bytes);
        f = fopen(path, "rb");
        if (!f) {
                free(bytes);
                return false;
        }
        n = fread(bytes, 1, INPUT_SIZE, f);
        fclose(f);
        step = n / N_CUTS + 1;
        for (size_t cut = 0; cut < n; cut += step)
                feed(bytes, cut);
        feed(bytes, n);
        if (n)
                damaged(bytes, n, seed);
        free(bytes);
        return true;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
        return strcmp((*a)->d_name, (*b)->d_name);
}

int
main(int argc, char **argv)
{
        struct dirent **names;
        char path[4096];
        int n, n_tests = 0, n_failed = 0;

        if (argc != 2)
                return 2;
        n = scandir(argv[1], &names, NULL, by_name);
        for (int i = 0; i < n; i++) {
                if (names[i]->d_name[0] != '.') {
                        snprintf(path, sizeof path, "%s/%s", argv[1], names[i]->d_name);
                        printf("# %s\n", path);
                        fflush(stdout);
                        bool ok = replay(path, (uint32_t)++n_tests);
                        n_failed += !ok;
                        printf("%sok %d - %s\n", ok ? "" : "not ", n_tests, names[i]->d_name);
                }
                free(names[i]);
        }
        if (n >= 0)
                free(names);
        printf("1..%d\n", n_tests);
        return n_failed || !n_tests ? 1 : 0;
}
