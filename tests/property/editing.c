/* tests/property/editing.c: what happens to a text on its way: two versions side by side, what is taken out of it, who may do
 * what with it now. 《条例》第十七条 */
#include "base/text.h"
#include "domain/body/diff.h"
#include "domain/review/choice.h"
#include "domain/scan/redact.h"
#include "domain/scan/scan.h"
#include "property.h"

/* ---- bodies that are good ---- */

static const char *
words(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const pieces[] = {"公开",
                                             "信息",
                                             "张建国",
                                             "电话13812345678",
                                             "　",
                                             "\xc2\xa0",
                                             "\xc2\xad",
                                             "\xef\xbb\xbf",
                                             "\xe2\x80\x8b",
                                             "\xe2\x88\x92",
                                             "－",
                                             "甲",
                                             "乙",
                                             "丙",
                                             "一二三",
                                             "ABC",
                                             "12",
                                             "，",
                                             "。",
                                             " ",
                                             "𠀀"};
        const char *out = "";

        for (int64_t k = gen_int(g, 0, 6); k >= 0; k--)
                out = mem_printf(mem, "%s%s", out, gen_pick(g, pieces, N(pieces)));
        return out;
}

static void
inline_nodes(TALLOC_CTX *mem, struct buf *b, struct gen *g)
{
        static const char *const marks[] = {
            "",
            "",
            ",\"marks\":[{\"type\":\"strong\"}]",
            ",\"marks\":[{\"type\":\"link\",\"href\":\"/a\"}]",
            ",\"marks\":[{\"type\":\"link\",\"href\":\"/b/张建国\"}]",
            ",\"marks\":[{\"type\":\"em\"},{\"type\":\"link\",\"href\":\"/a\"}]"};

        for (int64_t k = gen_int(g, 0, 2), i = k; i >= 0; i--) {
                if (i != k)
                        buf_str(b, ",");
                switch (gen_int(g, 0, 7)) {
                case 0:
                        buf_str(b, "{\"type\":\"break\"}");
                        break;
                case 1:
                        buf_printf(b, "{\"type\":\"image\",\"file\":\"%s.png\",\"alt\":\"%s\"}",
                                   gen_int(g, 0, 1) ? "a" : "张建国",
                                   gen_int(g, 0, 1) ? "图" : "张建国");
                        break;
                default:
                        buf_printf(b, "{\"type\":\"text\",\"text\":\"%s\"%s}", words(mem, g),
                                   gen_pick(g, marks, N(marks)));
                        break;
                }
        }
}

static void
block(TALLOC_CTX *mem, struct buf *b, struct gen *g)
{
        switch (gen_int(g, 0, 6)) {
        case 0:
                buf_printf(b,
                           "{\"type\":\"heading\",\"level\":%d,\"content\":[{\"type\":\"text\","
                           "\"text\":\"%s\"}]}",
                           (int)gen_int(g, 1, 3), mem_printf(mem, "题%s", words(mem, g)));
                return;
        case 1:
        case 2:
                buf_printf(b, "{\"type\":\"%s\",\"content\":[",
                           gen_int(g, 0, 1) ? "ordered_list" : "bullet_list");
                for (int64_t k = gen_int(g, 0, 2), i = k; i >= 0; i--) {
                        buf_printf(b,
                                   "%s{\"type\":\"list_item\",\"content\":[{\"type\":\"paragraph\","
                                   "\"content\":[",
                                   i == k ? "" : ",");
                        inline_nodes(mem, b, g);
                        buf_str(b, "]}]}");
                }
                buf_str(b, "]}");
                return;
        case 3:
                buf_str(b, "{\"type\":\"table\",\"content\":[");
                for (int64_t k = gen_int(g, 0, 2), i = k; i >= 0; i--) {
                        buf_printf(b, "%s{\"type\":\"row\",\"content\":[", i == k ? "" : ",");
                        for (int c = 0; c < 2; c++) {
                                buf_printf(b,
                                           "%s{\"type\":\"%s\",\"content\":[{\"type\":"
                                           "\"paragraph\",\"content\":[",
                                           c ? "," : "", gen_int(g, 0, 2) ? "cell" : "header");
                                inline_nodes(mem, b, g);
                                buf_str(b, "]}]}");
                        }
                        buf_str(b, "]}");
                }
                buf_str(b, "]}");
                return;
        case 4:
                buf_printf(b, "{\"type\":\"image\",\"file\":\"%s.png\",\"alt\":\"%s\"}",
                           gen_int(g, 0, 1) ? "a" : "b", gen_int(g, 0, 1) ? "" : "张建国");
                return;
        default:
                buf_str(b, "{\"type\":\"paragraph\",\"content\":[");
                inline_nodes(mem, b, g);
                buf_str(b, "]}");
                return;
        }
}

/* The blocks of a text as JSON, and the text. */
static struct body *
made(TALLOC_CTX *mem, const char *const *blocks, size_t n)
{
        struct buf b = buf_new(mem, MiB(1));
        struct problems p = {.mem = mem};
        struct body *body = NULL;

        buf_str(&b, "{\"type\":\"doc\",\"content\":[");
        for (size_t i = 0; i < n; i++)
                buf_printf(&b, "%s%s", i ? "," : "", blocks[i]);
        buf_str(&b, "]}");
        return body_parse(mem, b.data, b.len, false, &p, &body) == 0 ? body : NULL;
}

static size_t
some_blocks(TALLOC_CTX *mem, struct gen *g, const char **out, size_t most)
{
        size_t n = (size_t)gen_int(g, 1, (int64_t)most);

        for (size_t i = 0; i < n; i++) {
                struct buf b = buf_new(mem, KiB(64));

                block(mem, &b, g);
                out[i] = buf_text(&b);
        }
        return n;
}

/* ---- two versions ---- */

static const char *
joined(TALLOC_CTX *mem, const struct diff_span *spans, size_t n)
{
        const char *out = "";

        for (size_t i = 0; i < n; i++)
                out = mem_printf(mem, "%s%s", out, spans[i].text);
        return out;
}

static const char *
texts_side_by_side(TALLOC_CTX *mem, struct gen *g)
{
        const char *l = gen_int(g, 0, 9) ? words(mem, g) : "",
                   *r = gen_int(g, 0, 3) ? words(mem, g) : l;
        struct diff_pair d = diff_text(mem, l, r);
        struct diff_field f = {.label = "标题",
                               .left = gen_int(g, 0, 5) ? l : NULL,
                               .right = gen_int(g, 0, 5) ? r : NULL};

        (void)diff_fields(mem, &f, 1);
        if (strcmp(joined(mem, d.left, d.n_left), l) != 0 ||
            strcmp(joined(mem, d.right, d.n_right), r) != 0)
                return mem_printf(mem, "%s and %s are not put together again", l, r);
        return d.differs == (strcmp(l, r) != 0) ? NULL : mem_printf(mem, "%s and %s", l, r);
}

static const char *
bodies_side_by_side(TALLOC_CTX *mem, struct gen *g)
{
        const char *left[12], *right[12];
        size_t n = some_blocks(mem, g, left, 6), m = 0, changed = 0, removed = 0, added = 0;
        struct body *l, *r;
        struct diff d, e;

        for (size_t i = 0; i < n; i++) {
                if (gen_int(g, 0, 5))
                        right[m++] = left[i];
                if (!gen_int(g, 0, 4))
                        m += some_blocks(mem, g, right + m, 1);
        }
        l = made(mem, left, n);
        r = made(mem, right, m);
        if (!l || !r)
                return NULL; /* an image in a heading, a list of nothing … */
        d = diff_bodies(mem, l, r);
        for (size_t i = 0; i < d.n_rows; i++) {
                changed += d.rows[i].kind == DIFF_ROW_CHANGED || d.rows[i].kind == DIFF_ROW_FORM;
                removed += d.rows[i].kind == DIFF_ROW_REMOVED;
                added += d.rows[i].kind == DIFF_ROW_ADDED;
        }
        if (changed != d.n_changed || removed != d.n_removed || added != d.n_added)
                return "the rows are not as many as counted";
        e = diff_bodies(mem, l, l);
        return e.n_changed + e.n_removed + e.n_added == 0 ? NULL : "a text is not like itself";
}

/* ---- taken out ---- */

static const char *
what_is_taken_out_is_gone(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const with[] = {"", "□□□", "张某某", "张建国"};
        const char *blocks[8];
        size_t n = some_blocks(mem, g, blocks, 5), k = 0;
        struct body *b = made(mem, blocks, n), *out;
        struct problems p = {.mem = mem};
        struct redact_place places[4];
        struct scan_findings f;
        bool named = false;

        if (!b)
                return NULL;
        f = scan(mem, NULL, 0, b, &(struct scan_options){.check_docno = true});
        for (; k < 2 && k < f.n; k++)
                places[k] = (struct redact_place){f.list[k].path,
                                                  f.list[k].from,
                                                  f.list[k].n,
                                                  gen_int(g, 0, 1) ? f.list[k].found : NULL,
                                                  gen_pick(g, with, N(with)),
                                                  gen_int(g, 0, 1)};
        for (; k < 4; k++) { /* places by guess: most are none */
                places[k] = (struct redact_place){
                    mem_printf(mem, "content[%d]", (int)gen_int(g, 0, (int64_t)n)),
                    (size_t)gen_int(g, 0, 12),
                    (size_t)gen_int(g, 0, 9),
                    gen_int(g, 0, 2) ? NULL : "张建国",
                    gen_pick(g, with, N(with)),
                    gen_int(g, 0, 1)};
                if (gen_int(g, 0, 2))
                        break;
        }
        for (size_t i = 0; i < k; i++)
                named = named || (places[i].expect && !places[i].here_only &&
                                  strcmp(places[i].expect, "张建国") == 0 &&
                                  !strstr(places[i].with, "张建国"));
        if (redact_body(mem, b, places, k, &p, &out))
                return p.n > 0 ? NULL : "refused without a reason";
        return named && strstr(body_text(mem, out), "张建国") ? body_text(mem, out) : NULL;
}

static const char *
names_are_masked(TALLOC_CTX *mem, struct gen *g)
{
        const char *s = words(mem, g), *name = redact_name(mem, s), *black = redact_black(mem, s);

        return text_valid(name, strlen(name)) && text_valid(black, strlen(black)) &&
                       !strstr(black, "甲")
                   ? NULL
                   : s;
}

/* ---- who may ---- */

enum { GOV = 10, UNIT = 20, FOREIGN = 30 };

static struct flow_act
some_act(struct gen *g)
{
        static const char *const ladders[] = {"content,secrecy,signature",
                                              "content,office,secrecy,signature",
                                              "content,content,secrecy,signature", "x", NULL};

        return (struct flow_act){.kind = (enum flow_act_kind)gen_int(g, 0, N_FLOW_ACTS - 1),
                                 .edition = gen_int(g, 5, 6),
                                 .person = gen_int(g, 1, 4),
                                 .delegator = gen_int(g, 0, 4) ? 0 : gen_int(g, 1, 4),
                                 .step = (size_t)gen_int(g, 0, 4),
                                 .ladder = gen_pick(g, ladders, N(ladders)),
                                 .emergency = !gen_int(g, 0, 3),
                                 .words = gen_int(g, 0, 3) ? "理由" : ""};
}

/* The acts that bring a text up its ladder, now and then with another between them. */
static size_t
some_trail(struct gen *g, struct flow_act acts[24])
{
        static const enum flow_act_kind way[] = {
            FLOW_CREATED,  FLOW_EDITED,    FLOW_SUBMITTED,      FLOW_APPROVED, FLOW_APPROVED,
            FLOW_APPROVED, FLOW_PUBLISHED, FLOW_RETRO_APPROVED, FLOW_WITHDRAWN};
        bool urgent = !gen_int(g, 0, 2);
        size_t n = 0, step = 0;

        for (size_t i = 0; i < (size_t)gen_int(g, 0, N(way)); i++) {
                if (!gen_int(g, 0, 5))
                        acts[n++] = some_act(g);
                acts[n] = some_act(g);
                acts[n].kind = way[i];
                acts[n].edition = 5;
                acts[n].emergency = urgent;
                if (way[i] == FLOW_APPROVED)
                        acts[n].step = step++;
                if (way[i] == FLOW_SUBMITTED)
                        acts[n].ladder = "content,secrecy,signature";
                n++;
        }
        return n;
}

static const char *
nobody_reviews_what_he_wrote(TALLOC_CTX *mem, struct gen *g)
{
        static const int64_t above[] = {UNIT, GOV};
        struct flow_act acts[24];
        size_t n = some_trail(g, acts);
        struct flow flow = flow_of(n ? acts : NULL, n);
        struct grant grants[2];
        struct actor actor = {
            .person_id = gen_int(g, 1, 5), .grants = grants, .n_grants = (size_t)gen_int(g, 0, 2)};
        struct choice_facts f = {.flow = &flow,
                                 .live = gen_int(g, 0, 1),
                                 .taken = !gen_int(g, 0, 3),
                                 .two_steps = !gen_int(g, 0, 3),
                                 .proposed = (enum disclosure)gen_int(g, 0, 2),
                                 .wants_interpretation = !gen_int(g, 0, 2),
                                 .has_interpretation = gen_int(g, 0, 1),
                                 .exemption = gen_int(g, 0, 3) ? "" : "紧急",
                                 .explains_hidden = !gen_int(g, 0, 5),
                                 .missing = gen_int(g, 0, 4) ? "" : "标题"};
        struct choice all[N_DEEDS];

        for (size_t i = 0; i < 2; i++)
                grants[i] = (struct grant){.role = (enum role)gen_int(g, 0, 9),
                                           .scope = gen_int(g, 1, 3) * 10,
                                           .by = gen_int(g, 0, 3) ? 0 : gen_int(g, 1, 5)};
        f.me = choice_me(gen_int(g, 0, 20) ? &actor : NULL, above, N(above));
        choices_of(mem, &f, all);
        for (int i = 0; i < N_DEEDS; i++) {
                const struct choice *c = &all[i];

                if (c->may == (c->why[0] != '\0') || !deed_label(c->deed)[0] ||
                    !deed_code(c->deed)[0])
                        return mem_printf(mem, "%s: %s", deed_code(c->deed), c->why);
                if (c->may &&
                    (c->deed == DEED_REVIEW || c->deed == DEED_SIGN || c->deed == DEED_SECRECY) &&
                    flow_wrote(&flow, actor.person_id) && !f.two_steps)
                        return mem_printf(mem, "%s of the own text", deed_code(c->deed));
        }
        (void)flow_did(&flow, gen_int(g, 1, 5));
        (void)flow_owes(&flow);
        return flow_state_label(flow.state)[0] ? NULL : "a state without a name";
}

int
main(void)
{
        property_run("two texts are put together again", texts_side_by_side);
        property_run("two bodies differ in as many rows as counted", bodies_side_by_side);
        property_run("what is taken out is gone", what_is_taken_out_is_gone);
        property_run("names and words are masked", names_are_masked);
        property_run("nobody reviews what he wrote", nobody_reviews_what_he_wrote);
        return property_end();
}
