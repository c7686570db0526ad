#include "views/part/findings.h"

/* The numbers of "content[4].content[1].content[2].content[0]", from one on; how many there are. */
static size_t
numbers_of(const char *path, long ret[8])
{
        size_t n = 0;

        for (const char *s = path; n < 8 && (s = strchr(s, '[')) != NULL; s++)
                ret[n++] = strtol(s + 1, NULL, 10) + 1;
        return n;
}

const char *
part_finding_place(TALLOC_CTX *mem, const struct scan_finding *f)
{
        const char *in_file = strcmp(f->field, "attached") == 0 ? strchr(f->path, ' ') : NULL;
        long at[8];
        size_t n = in_file ? 0 : numbers_of(f->path, at);

        if (in_file)
                return mem_printf(mem, "%s%s", f->label, in_file + 1);
        switch (n) {
        case 0:
                return f->label;
        case 1:
                return mem_printf(mem, "%s第 %ld 段", f->label, at[0]);
        case 3: /* list, entry, paragraph */
                return mem_printf(mem, "%s第 %ld 段第 %ld 项", f->label, at[0], at[1]);
        case 4: /* table, row, cell, paragraph */
                return mem_printf(mem, "%s第 %ld 段表格第 %ld 行第 %ld 列", f->label, at[0], at[1],
                                  at[2]);
        default:
                return mem_printf(mem, "%s第 %ld 段之内", f->label, at[0]);
        }
}

static bool
can_mask(enum scan_kind k)
{
        return k == SCAN_IDENTITY || k == SCAN_MOBILE || k == SCAN_LANDLINE ||
               k == SCAN_BANK_CARD || k == SCAN_ADDRESS || k == SCAN_PLATE;
}

struct part_findings
part_findings_of(TALLOC_CTX *mem, const struct scan_findings *s)
{
        struct part_finding *list = mem_array(mem, struct part_finding, s->n + 1);

        for (size_t i = 0; i < s->n; i++) {
                const struct scan_finding *f = &s->list[i];

                list[i] = (struct part_finding){
                    .no = i + 1,
                    .name = mem_printf(mem, "f%zu", i),
                    .kind = scan_kind_label(f->kind),
                    .tag = {scan_severity_label(f->severity), f->severity == SCAN_STOP ? TONE_BAD
                                                              : f->severity == SCAN_WARNING
                                                                  ? TONE_WARNING
                                                                  : TONE_PLAIN},
                    .place = part_finding_place(mem, f),
                    .before = f->before,
                    .found = f->found[0] ? f->found : NULL,
                    .after = f->after,
                    .reason = f->reason,
                    .advice = f->advice,
                    .masked = can_mask(f->kind) ? f->masked : NULL,
                    .can_change = f->n > 0 && f->kind != SCAN_DOCNO && f->kind != SCAN_LINK,
                    .changed = f->kind == SCAN_WORD && f->suggestion[0] ? f->suggestion : NULL};
        }
        return (struct part_findings){.label = "发布前检查", .findings = list, .n_findings = s->n};
}
