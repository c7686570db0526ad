/* tests/fuzz/item_fields.c: dates and numbers as sources write them: read without fault, and within the text. */
#include "base/text.h"
#include "domain/item/date.h"
#include "domain/item/docno.h"
#include "domain/item/indexno.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const char *text;
        struct docno docno;
        struct date date;

        if (size > 500 || !text_valid((const char *)data, size) || memchr(data, 0, size))
                return 0;
        text = mem_strndup(mem, (const char *)data, size);
        date = date_read(text);
        assert(date.n <= size);
        assert(date_find(text).n <= size);
        assert(day_is_none(date.day) || date.month <= 12);
        assert(date.month >= 0 && date.minute >= -1 && date.minute < 1440);
        docno = docno_read(mem, text);
        assert(text_valid(docno.text, strlen(docno.text)));
        assert(strlen(indexno_read(mem, text).text) <= size);
        return 0;
}
