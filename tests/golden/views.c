/* golden_views DIR [--update]: parts against DIR/NAME.html, and what must hold of every page. */
#include "fixture.h"

#include "base/file.h"
#include "base/json.h"
#include "views/asset.h"

enum { WEIGHT = 100 << 10, IDS = 400 };

static int n_done, n_bad;

static void
ok(bool is_ok, const char *name, const char *what)
{
        n_done++;
        n_bad += !is_ok;
        (void)printf("%sok %d - %s: %s\n", is_ok ? "" : "not ", n_done, name, what);
}

static size_t
count_of(const char *text, const char *what)
{
        size_t n = 0;

        for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
                n++;
        return n;
}

/* No id twice, and every reference by id has one. */
static const char *
ids_fault(TALLOC_CTX *mem, const char *html)
{
        static const char *const references[] = {" for=\"", " aria-labelledby=\"",
                                                 " aria-describedby=\"", " href=\"#"};
        const char *ids[IDS];
        size_t n = 0;

        for (const char *p = html; (p = strstr(p, " id=\"")); n++) {
                p += 5;
                if (n == IDS)
                        return "too many ids to check";
                ids[n] = mem_strndup(mem, p, strcspn(p, "\""));
                for (size_t i = 0; i < n; i++)
                        if (!strcmp(ids[i], ids[n]))
                                return mem_printf(mem, "id %s twice", ids[n]);
        }
        for (size_t k = 0; k < N(references); k++)
                for (const char *p = html; (p = strstr(p, references[k]));) {
                        p += strlen(references[k]);
                        for (;;) {
                                size_t length = strcspn(p, " \""), i = 0;

                                while (i < n &&
                                       (strlen(ids[i]) != length || strncmp(ids[i], p, length)))
                                        i++;
                                if (i == n)
                                        return mem_printf(mem, "%s%.*s leads nowhere",
                                                          references[k], (int)length, p);
                                p += length;
                                if (*p != ' ')
                                        break;
                                p++;
                        }
                }
        return NULL;
}

static const char *
page_fault(TALLOC_CTX *mem, const char *html, size_t n)
{
        static const char *const needed[] = {
            "<!DOCTYPE html>",         "<title>", "<main id=\"main\"", "class=\"skip\"",
            "<meta name=\"viewport\"", "</html>", " lang=\"zh-Hans\""};
        static const char *const refused[] = {" style=", " onclick=",   " onload=",
                                              "<style",  "javascript:", "{{",
                                              "}}",      "(null)",      "1970-01-01"};

        if (n > WEIGHT)
                return mem_printf(mem, "weighs %zu bytes", n);
        for (size_t i = 0; i < N(needed); i++)
                if (!strstr(html, needed[i]))
                        return mem_printf(mem, "has no %s", needed[i]);
        for (size_t i = 0; i < N(refused); i++)
                if (strstr(html, refused[i]))
                        return mem_printf(mem, "has %s", refused[i]);
        if (count_of(html, "<script") != count_of(html, "\" defer></script>"))
                return "has a script that is no file";
        if (count_of(html, "<h1") != 1)
                return mem_printf(mem, "has %zu h1", count_of(html, "<h1"));
        return ids_fault(mem, html);
}

static const char *
portal_fault(const char *html)
{
        static const char *const needed[] = {
            "<meta name=\"SiteName\" content=\"靖宇县人民政府\">",
            "<meta name=\"SiteDomain\" content=\"www.jingyu.example\">",
            "<meta name=\"SiteIDCode\" content=\"2206220001\">",
            "主办单位：",
            "网站标识码：",
            "政府网站找错",
            "站点地图"};

        for (size_t i = 0; i < N(needed); i++)
                if (!strstr(html, needed[i]))
                        return needed[i];
        return NULL;
}

static void
check_page(TALLOC_CTX *mem, const struct fixture *f, const struct view_site *site)
{
        struct buf out = buf_new(mem, MiB(1));
        const char *fault;

        f->render(&out, site);
        fault = page_fault(mem, buf_text(&out), out.len);
        ok(!fault, f->name,
           fault ? fault : "one h1, ids that lead somewhere, nothing inline, at most 100 KB");
        if (strncmp(f->name, "portal", 6))
                return;
        fault = portal_fault(buf_text(&out));
        ok(!fault, f->name, fault ? mem_printf(mem, "has no %s", fault) : "site tags and footer");
}

static void
check_data(TALLOC_CTX *mem, const struct fixture *f, const struct view_site *site)
{
        struct buf out = buf_new(mem, MiB(1));
        struct problems problems = {.mem = mem};
        struct json *json;

        f->render(&out, site);
        if (!strcmp(f->end, "json"))
                ok(json_read(mem, buf_text(&out), out.len, &problems, &json) == 0, f->name,
                   problems.n ? problems.list[0].message : "is JSON");
        else if (!strcmp(f->end, "xml"))
                ok(!strncmp(buf_text(&out), "<?xml version=\"1.0\" encoding=\"utf-8\"?>", 38) &&
                       strstr(buf_text(&out), "https://www.jingyu.example/"),
                   f->name, "begins as XML and names whole addresses");
}

static void
check_part(TALLOC_CTX *mem, const struct fixture *f, const struct view_site *site, const char *dir,
           bool update)
{
        const char *path = mem_printf(mem, "%s/%s.html", dir, f->name);
        struct buf out = buf_new(mem, MiB(1));
        char *expected;
        size_t n;
        int r;

        f->render(&out, site);
        buf_char(&out, '\n');
        if (update) {
                ok(file_write(path, buf_text(&out), out.len, 0644) == 0, f->name, "written");
                return;
        }
        r = file_read(mem, path, MiB(1), &expected, &n);
        ok(r == 0 && !strcmp(expected, buf_text(&out)), f->name, "as expected");
        if (r == 0 && strcmp(expected, buf_text(&out)))
                (void)printf("# got %s", buf_text(&out));
}

/* What a page says in JSON is what the interface file promises. */
static void
check_promise(TALLOC_CTX *mem, const struct view_site *site)
{
        static const char *const rows[][2] = {{"portal_home_json", "Home"},
                                              {"portal_list_json", "List"},
                                              {"portal_item_json", "Item"},
                                              {"portal_search_json", "Search"},
                                              {"portal_stats_json", "Stats"}};
        const struct asset *file = asset_find("openapi.json");
        struct problems problems = {.mem = mem};
        struct json *api, *said;

        if (!file || json_read(mem, (const char *)file->data, file->n, &problems, &api)) {
                ok(false, "openapi.json", "is JSON");
                return;
        }
        for (size_t i = 0; i < n_fixtures; i++)
                for (size_t k = 0; k < N(rows); k++) {
                        struct buf out = buf_new(mem, MiB(1));
                        const struct json *schemas =
                            json_get(json_get(api, "components"), "schemas");
                        const struct json *promised =
                            json_get(json_get(schemas, rows[k][1]), "properties");
                        bool is_same;

                        if (strcmp(fixtures[i].name, rows[k][0]))
                                continue;
                        fixtures[i].render(&out, site);
                        is_same = json_read(mem, buf_text(&out), out.len, &problems, &said) == 0 &&
                                  json_size(said) == json_size(promised);
                        for (size_t m = 0; is_same && m < json_size(said); m++)
                                is_same = json_get(promised, json_key(said, m)) != NULL;
                        ok(is_same, rows[k][1], "openapi.json names every key");
                }
}

/* The prefix stands before every address of our own, and twice before none. */
static void
check_prefix(TALLOC_CTX *mem)
{
        struct view_site site = fixture_site();
        struct buf out = buf_new(mem, MiB(1));

        site.prefix = "/xxgk";
        for (size_t i = 0; i < n_fixtures; i++)
                if (!strcmp(fixtures[i].name, "office_sign_in"))
                        fixtures[i].render(&out, &site);
        ok(!strstr(buf_text(&out), "href=\"/office") && !strstr(buf_text(&out), "href=\"/assets") &&
               strstr(buf_text(&out), "href=\"/xxgk/assets/css/site."),
           "prefix", "before every literal link and asset");
}

int
main(int argc, char **argv)
{
        _cleanup_(mem_endp) TALLOC_CTX *mem = mem_root();
        struct view_site site = fixture_site(), elder = site;
        bool update = argc > 2 && !strcmp(argv[2], "--update");

        if (argc < 2) {
                (void)fputs("usage: golden_views DIR [--update]\n", stderr);
                return 2;
        }
        elder.elder = true;
        fixture_begin(mem);
        for (size_t i = 0; i < n_fixtures; i++) {
                const struct fixture *f = &fixtures[i];

                if (f->is_part) {
                        check_part(mem, f, &site, argv[1], update);
                } else if (!strcmp(f->end, "html")) {
                        check_page(mem, f, &site);
                        check_page(mem, f, &elder);
                } else {
                        check_data(mem, f, &site);
                }
        }
        check_prefix(mem);
        check_promise(mem, &site);
        (void)printf("1..%d\n", n_done);
        return n_bad ? 1 : 0;
}
