/* tests/fuzz/base_day.c: what day_parse() takes, day_text() gives back. */
#include "base/day.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        char text[64], again[DAY_TEXT_SIZE];
        struct day day;

        if (size >= sizeof text)
                return 0;
        memcpy(text, data, size);
        text[size] = '\0';
        if (day_parse(text, &day))
                assert(!strcmp(day_text(day, again), text));
        return 0;
}
