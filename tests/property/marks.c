/* tests/property/marks.c: places of a scan marked in a text. Without the marks the rendering is what it is without places, and
 * what is marked of each place, piece behind piece, is what was found, numbered once behind its last piece. */
#include "base/html.h"
#include "domain/body/body.h"
#include "domain/scan/scan.h"
#include "property.h"

static const char *const words[] = {"身份证号码",
                                    "11010519491231002X",
                                    "110105 19491231 002X",
                                    "电话",
                                    "13912345678",
                                    "139-1234-5678",
                                    "机密★1年",
                                    "6222021234567890128",
                                    "张建国，",
                                    "住济南市历下区经十路1号2号楼3单元401室",
                                    "鲁A12345",
                                    "<b>&amp;\"'",
                                    "。",
                                    "一般事项",
                                    "姓名"};

static const char *
quoted(TALLOC_CTX *mem, const char *s)
{
        struct buf b = buf_new(mem, KiB(4));
        struct json_out o = {.buf = &b};

        json_put(&o, s);
        return buf_text(&b);
}

/* A word, often cut in two with other marks, so that places cross them. */
static const char *
inlines(TALLOC_CTX *mem, struct gen *g)
{
        static const char *const marks[] = {
            "", ",\"marks\":[{\"type\":\"strong\"}]", ",\"marks\":[{\"type\":\"em\"}]",
            ",\"marks\":[{\"type\":\"link\",\"href\":\"https://example.org/\"}]"};
        const char *out = "";

        for (int64_t k = gen_int(g, 0, 6); k > 0; k--) {
                const char *w = gen_pick(g, words, N(words));
                size_t n = strlen(w), cut = (size_t)gen_int(g, 0, (int64_t)n);

                while (cut < n && ((uint8_t)w[cut] & 0xc0) == 0x80)
                        cut++;
                for (size_t part = 0; part < 2; part++) {
                        const char *s = part ? w + cut : mem_strndup(mem, w, cut);

                        if (*s)
                                out = mem_printf(mem, "%s%s{\"type\":\"text\",\"text\":%s%s}", out,
                                                 *out ? "," : "", quoted(mem, s),
                                                 gen_pick(g, marks, N(marks)));
                }
                if (gen_int(g, 0, 9) == 0)
                        out = mem_printf(mem, "%s%s{\"type\":\"break\"}", out, *out ? "," : "");
        }
        return out;
}

static const char *
paragraph(TALLOC_CTX *mem, struct gen *g)
{
        return mem_printf(mem, "{\"type\":\"paragraph\",\"content\":[%s]}", inlines(mem, g));
}

static const char *
table(TALLOC_CTX *mem, struct gen *g)
{
        int64_t n_cols = gen_int(g, 1, 4);
        const char *rows = "";

        for (int64_t r = gen_int(g, 1, 4); r > 0; r--) {
                const char *cells = "";

                for (int64_t c = 0; c < n_cols; c++) {
                        bool two = gen_int(g, 0, 3) == 0;

                        cells = mem_printf(mem, "%s%s{\"type\":\"cell\",\"content\":[%s%s%s]}",
                                           cells, c ? "," : "", paragraph(mem, g), two ? "," : "",
                                           two ? paragraph(mem, g) : "");
                }
                rows = mem_printf(mem, "%s%s{\"type\":\"row\",\"content\":[%s]}", rows,
                                  *rows ? "," : "", cells);
        }
        return mem_printf(mem, "{\"type\":\"table\",\"content\":[%s]}", rows);
}

static const char *
block(TALLOC_CTX *mem, struct gen *g)
{
        switch (gen_int(g, 0, 4)) {
        case 0:
                return table(mem, g);
        case 1:
                return mem_printf(mem,
                                  "{\"type\":\"bullet_list\",\"content\":[{\"type\":\"list_item\","
                                  "\"content\":[%s,%s]}]}",
                                  paragraph(mem, g), paragraph(mem, g));
        case 2: {
                const char *more = inlines(mem, g);

                return mem_printf(mem,
                                  "{\"type\":\"heading\",\"level\":2,\"content\":[{\"type\":"
                                  "\"text\",\"text\":\"一、\"}%s%s]}",
                                  *more ? "," : "", more);
        }
        default:
                return paragraph(mem, g);
        }
}

/* Without what belongs to marks. */
static const char *
stripped(TALLOC_CTX *mem, const char *html)
{
        struct buf out = buf_new(mem, MiB(4));

        while (*html)
                if (strncmp(html, "<mark ", 6) == 0)
                        html = strchr(html, '>') + 1;
                else if (strncmp(html, "</mark>", 7) == 0)
                        html += 7;
                else if (strncmp(html, "<sup class=\"spot-no\">", 21) == 0)
                        html = strstr(html, "</sup>") + 6;
                else
                        buf_char(&out, *html++);
        return buf_text(&out);
}

/* Plain characters again, without tags. */
static void
say(struct buf *out, const char *from, const char *to)
{
        static const char *const marks[][2] = {
            {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};

        while (from < to) {
                size_t i = 0;

                if (*from == '<') {
                        from = strchr(from, '>') + 1;
                        continue;
                }
                while (i < N(marks) && strncmp(from, marks[i][0], strlen(marks[i][0])) != 0)
                        i++;
                buf_str(out, i < N(marks) ? marks[i][1] : "");
                if (i < N(marks))
                        from += strlen(marks[i][0]);
                else
                        buf_char(out, *from++);
        }
}

/* What is marked as the place of this class. Pieces of other places may lie within. */
static const char *
marked(TALLOC_CTX *mem, const char *html, const char *class)
{
        struct buf out = buf_new(mem, KiB(64));
        const char *open = mem_printf(mem, "<mark class=\"%s\"", class);

        for (const char *at = html; (at = strstr(at, open)) != NULL;) {
                const char *from = strchr(at, '>') + 1, *to = from;

                for (int depth = 1; depth; to++) {
                        depth += strncmp(to, "<mark ", 6) == 0;
                        depth -= strncmp(to, "</mark>", 7) == 0;
                }
                say(&out, from, to - 1);
                at = from;
        }
        return buf_text(&out);
}

static const char *
without_gaps(TALLOC_CTX *mem, const char *s)
{
        struct buf out = buf_new(mem, KiB(64));

        for (; *s; s++)
                if (*s != '\t' && *s != '\n')
                        buf_char(&out, *s);
        return buf_text(&out);
}

static size_t
times(const char *html, const char *what)
{
        size_t n = 0;

        for (; (html = strstr(html, what)) != NULL; html++)
                n++;
        return n;
}

static const char *
places_are_marked(TALLOC_CTX *mem, struct gen *g)
{
        struct body_html_options opt = {.file_base = "/f/", .heading_base = 2};
        const struct scan_options scanning = {.check_docno = true};
        struct problems problems = {.mem = mem};
        const char *json = "", *plain, *html;
        struct body_place *places;
        struct scan_findings f;
        struct body *body;

        for (int64_t k = gen_int(g, 1, 6); k > 0; k--)
                json = mem_printf(mem, "%s%s%s", json, *json ? "," : "", block(mem, g));
        json = mem_printf(mem, "{\"type\":\"doc\",\"content\":[%s]}", json);
        if (body_parse(mem, json, strlen(json), true, &problems, &body))
                return mem_printf(mem, "no body: %s: %s", problems.list[0].message, json);
        f = scan(mem, NULL, 0, body, &scanning);
        plain = body_html(mem, body, &opt).html;
        places = mem_array(mem, struct body_place, f.n + 1);
        for (size_t i = 0; i < f.n; i++)
                places[i] = (struct body_place){.path = f.list[i].path,
                                                .from = f.list[i].from,
                                                .n = f.list[i].n,
                                                .id = mem_printf(mem, "m%zu", i),
                                                .classes = mem_printf(mem, "p%zu", i),
                                                .label = mem_printf(mem, "%zu", i),
                                                .url = mem_printf(mem, "#f%zu", i),
                                                .says = "<&>"};
        opt.places = places;
        opt.n_places = f.n;
        html = body_html(mem, body, &opt).html;
        if (strcmp(stripped(mem, html), plain) != 0)
                return mem_printf(mem, "more than marks was added: %s", html);
        for (size_t i = 0; i < f.n; i++) {
                const char *got = marked(mem, html, places[i].classes);

                if (strcmp(got, without_gaps(mem, f.list[i].found)) != 0)
                        return mem_printf(mem, "place %zu is %s, marked %s: %s", i, f.list[i].found,
                                          got, html);
                if (times(html, mem_printf(mem, "<a href=\"#f%zu\"", i)) != 1 ||
                    times(html, mem_printf(mem, "id=\"m%zu\"", i)) != 1)
                        return mem_printf(mem, "place %zu is not numbered once: %s", i, html);
        }
        return NULL;
}

/* Places that anybody may think of: outside, overlapping, of no length, within a character. */
static const char *
any_places_do_no_harm(TALLOC_CTX *mem, struct gen *g)
{
        struct body_html_options opt = {.file_base = "/f/", .heading_base = 2};
        struct problems problems = {.mem = mem};
        struct body_place places[8];
        const char *json, *plain;
        struct body *body;

        json =
            mem_printf(mem, "{\"type\":\"doc\",\"content\":[%s,%s]}", table(mem, g), block(mem, g));
        if (body_parse(mem, json, strlen(json), true, &problems, &body))
                return mem_printf(mem, "no body: %s", json);
        plain = body_html(mem, body, &opt).html;
        for (size_t i = 0; i < N(places); i++)
                places[i] = (struct body_place){
                    .path = gen_int(g, 0, 1) ? "content[1]"
                                             : "content[0].content[0].content[0].content[0]",
                    .from = (size_t)gen_int(g, 0, 40),
                    .n = (size_t)gen_int(g, 0, 60),
                    .id = "i",
                    .classes = "c",
                    .label = "1",
                    .url = "#f",
                    .says = ""};
        opt.places = places;
        opt.n_places = N(places);
        if (strcmp(stripped(mem, body_html(mem, body, &opt).html), plain) != 0)
                return mem_printf(mem, "more than marks was added: %s", json);
        return NULL;
}

int
main(void)
{
        property_run("what was found is marked, and nothing else is changed", places_are_marked);
        property_run("places of any kind do no harm", any_places_do_no_harm);
        return property_end();
}
