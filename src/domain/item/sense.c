#include "domain/item/sense.h"

#include "base/mem.h"
#include "base/text.h"
#include "domain/item/docno.h"

static bool
is_told(struct day day)
{
        return !day_is_none(day);
}

/* A number may be written in many ways (domain/item/docno.h), but it has a number. */
static bool
is_numbered(const char *doc_no)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct docno n = docno_read(mem, doc_no);

        return n.form != DOCNO_OTHER || strpbrk(n.text, "0123456789");
}

void
item_sense_check(const struct item_sense *s, struct day today, struct problems *problems)
{
        if (text_length(s->title) > TITLE_CHARACTERS_MAX)
                problems_add(problems, 0, "title", "标题不能超过 %d 个字", TITLE_CHARACTERS_MAX);
        if (s->doc_no && !is_numbered(s->doc_no))
                problems_add(problems, 0, "doc_no",
                             "发文字号中没有序号，请核对；没有发文字号的不填");
        if (is_told(s->formed) && day_cmp(s->formed, today) > 0)
                problems_add(problems, 0, "formed", "生成日期不能晚于今天");
        if (is_told(s->written) && day_cmp(s->written, today) > 0)
                problems_add(problems, 0, "written", "成文日期不能晚于今天");
        if (is_told(s->effective) && is_told(s->expires) && day_cmp(s->expires, s->effective) < 0)
                problems_add(problems, 0, "expires", "有效期至不能早于施行日期");
}
