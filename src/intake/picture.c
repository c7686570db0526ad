#include "intake/picture.h"

static const struct {
        enum intake_kind kind;
        const char *ending, *begins;
        size_t n;
} kinds[] = {
    {INTAKE_PNG, "png", "\x89PNG\r\n\x1a\n", 8},
    {INTAKE_JPEG, "jpg", "\xff\xd8\xff", 3},
    {INTAKE_GIF, "gif", "GIF8", 4},
    {INTAKE_WEBP, "webp", "RIFF", 4},
};

enum intake_kind
picture_kind(const char *bytes, size_t n)
{
        for (size_t i = 0; i < N(kinds); i++)
                if (n > 16 && memcmp(bytes, kinds[i].begins, kinds[i].n) == 0 &&
                    (kinds[i].kind != INTAKE_WEBP || memcmp(bytes + 8, "WEBP", 4) == 0))
                        return kinds[i].kind;
        return INTAKE_UNKNOWN;
}

const char *
picture_ending(enum intake_kind kind)
{
        for (size_t i = 0; i < N(kinds); i++)
                if (kinds[i].kind == kind)
                        return kinds[i].ending;
        return "bin";
}
