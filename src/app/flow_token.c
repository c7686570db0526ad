/* The whole sheet as one word, part by part, so that who decides on an old page is told which parts went on. */
#include "app/flow_kit.h"

#include "base/crypto.h"

enum part {
        PART_TEXT,
        PART_FACTS,
        PART_SHEET,
        PART_RELATIONS,
        PART_FILES,
        PART_SCAN,
        PART_WAY,
        N_PARTS
};

static const char *const labels[N_PARTS] = {
    [PART_TEXT] = "正文",      [PART_FACTS] = "栏目和元数据", [PART_SHEET] = "拟稿单",
    [PART_RELATIONS] = "关联", [PART_FILES] = "附件",         [PART_SCAN] = "发布前检查的处理",
    [PART_WAY] = "送审",
};

enum { PART_HEX = 16 };

static void
add(struct sm3_state *s, const char *text)
{
        sm3_add(s, text ? text : "", text ? strlen(text) + 1 : 1);
}

static void
add_int(struct sm3_state *s, int64_t n)
{
        char text[24];

        (void)snprintf(text, sizeof(text), "%lld", (long long)n);
        add(s, text);
}

static void
add_day(struct sm3_state *s, struct day day)
{
        char text[DAY_TEXT_SIZE];

        add(s, day_text(day, text));
}

static void
add_text(struct sm3_state *s, const struct flow_item *it)
{
        add(s, it->text.title);
        add(s, it->text.doc_no);
        add(s, it->text.summary);
        add(s, it->text.body);
        add_day(s, it->text.formed);
        add_day(s, it->text.written);
}

static void
add_facts(struct sm3_state *s, const struct flow_item *it)
{
        const struct flow_text *t = &it->text;

        add_int(s, it->place.agency_id);
        add_int(s, it->place.column_id);
        add_int(s, t->topic_id);
        add_int(s, t->genre_id);
        add_int(s, t->audience_id);
        add(s, t->keywords);
        add(s, t->source);
        add(s, validity_code(t->validity.stated));
        add_day(s, t->validity.effective_on);
        add_day(s, t->validity.expires_on);
        add_day(s, t->validity.repealed_on);
        add(s, t->repealed_by);
}

static void
add_sheet(struct sm3_state *s, const struct flow_item *it)
{
        const struct flow_sheet *sheet = &it->sheet;

        add(s, disclosure_code(sheet->disclosure));
        add(s, sheet->ground);
        add_int(s, sheet->overriding);
        add(s, sheet->ground_reason);
        add(s, origin_code(sheet->origin));
        add(s, sheet->origin_agency);
        add(s, sheet->joint_agencies);
        add_int(s, sheet->special_days);
        add(s, sheet->special_basis);
        add(s, sheet->channels);
        add(s, sheet->exemption);
        add(s, sheet->correction);
        add(s, sheet->note);
}

/* What others say of this text is theirs, but for its interpretation. */
static void
add_relations(struct sm3_state *s, const struct flow_item *it)
{
        for (size_t i = 0; i < it->n_relations; i++) {
                const struct flow_relation *r = &it->relations[i];

                if (!r->outward && strcmp(r->kind, "interprets") != 0)
                        continue;
                add(s, r->kind);
                add_int(s, r->outward);
                add_int(s, r->id);
                add_int(s, r->going);
        }
}

static void
add_files(struct sm3_state *s, const struct flow_item *it)
{
        for (size_t i = 0; i < it->n_files; i++) {
                const struct flow_file *file = &it->files[i];

                add(s, file->name);
                add(s, file->sm3);
                for (size_t k = 0; k < file->n_findings; k++) {
                        add(s, file->findings[k].code);
                        add(s, file->findings[k].reason);
                        add(s, file->findings[k].person);
                }
        }
}

static int
by_id(const void *a, const void *b)
{
        const struct flow_mark *const *x = a, *const *y = b;

        return (*x)->id < (*y)->id ? -1 : (*x)->id > (*y)->id;
}

/* A page shows them in the order of the text, a use case has them as they are kept. */
static void
add_scan(struct sm3_state *s, const struct flow_item *it)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        const struct flow_mark **list =
            mem_array(mem, const struct flow_mark *, it->n_findings + 1);

        for (size_t i = 0; i < it->n_findings; i++)
                list[i] = &it->findings[i];
        if (it->n_findings)
                qsort(list, it->n_findings, sizeof(*list), by_id);
        for (size_t i = 0; i < it->n_findings; i++) {
                const struct flow_mark *m = list[i];

                add(s, m->mark);
                add_int(s, m->nth);
                add_int(s, m->kept);
                add(s, m->why);
                add(s, m->person);
        }
}

/* Handed in once and still the same time: not recalled, not returned and handed in again. Who decides on a step that is done
 * meanwhile is told so by the rule. */
static void
add_way(struct sm3_state *s, const struct flow_item *it)
{
        add_int(s, it->text.id);
        add_int(s, it->flow.state == FLOW_AT_DESK || it->flow.state == FLOW_BACK);
        add_int(s, (int64_t)it->flow.submitted);
}

const char *
app_flow_token(TALLOC_CTX *mem, const struct flow_item *it)
{
        static void (*const adders[N_PARTS])(struct sm3_state *, const struct flow_item *) = {
            [PART_TEXT] = add_text,   [PART_FACTS] = add_facts,         [PART_SHEET] = add_sheet,
            [PART_FILES] = add_files, [PART_RELATIONS] = add_relations, [PART_SCAN] = add_scan,
            [PART_WAY] = add_way};
        char *text = mem_array(mem, char, N_PARTS *PART_HEX + 1);

        for (size_t i = 0; i < N_PARTS; i++) {
                struct sm3_state *s = sm3_begin(mem);
                char hex[SM3_HEX_SIZE];
                struct sm3 hash;

                adders[i](s, it);
                hash = sm3_end(s);
                memcpy(text + i * PART_HEX, sm3_hex(&hash, hex), PART_HEX);
        }
        text[N_PARTS * PART_HEX] = '\0';
        return text;
}

const char *
app_flow_token_changes(TALLOC_CTX *mem, const struct flow_item *it, const char *token)
{
        const char *now = app_flow_token(mem, it), *text = "";

        if (strlen(token) != strlen(now))
                return "稿件";
        for (size_t i = 0; i < N_PARTS; i++)
                if (memcmp(now + i * PART_HEX, token + i * PART_HEX, PART_HEX) != 0)
                        text = mem_printf(mem, "%s%s%s", text, *text ? "、" : "", labels[i]);
        return text;
}
