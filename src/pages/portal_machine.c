/* For programs: site maps of addresses, robots, OpenSearch, OpenAPI,
 * files, and the addresses of the former site. */
#include "app/file.h"
#include "pages/pages.h"
#include "pages/portal.h"
#include "views/asset.h"

/* --- site maps -------------------------------------------------------------------------------- */

int
portal_sitemap_index(struct page *p, struct chrome *c)
{
        struct view_portal_addresses_index view = {0};
        struct portal_address *list;
        int64_t n;
        int r;

        r = app_sitemap_parts(p->mem, c->tx, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "scope", c->scope);
        list = mem_array(p->mem, struct portal_address, (size_t)n + 1);
        list[view.n_addresses++] =
            (struct portal_address){.url = page_link(p, "/sitemap/0.xml"), .changed = DAY_NONE};
        for (int64_t i = 1; i <= n; i++)
                list[view.n_addresses++] = (struct portal_address){
                    .url = mem_printf(p->mem, "%s/sitemap/%lld.xml", p->site->prefix, (long long)i),
                    .changed = DAY_NONE};
        view.addresses = list;
        view_portal_addresses_index_xml(&p->out, &c->site, &view);
        return 0;
}

/* Part 0: the pages that are not items. */
static int
fixed_part(struct page *p, struct chrome *c, struct view_portal_addresses *view)
{
        static const char *const paths[] = {"/",        "/guide",  "/rules",   "/content",
                                            "/reports", "/latest", "/request", "/agencies",
                                            "/topics",  "/stats",  "/open",    "/accessibility"};
        static const char *const tails[] = {"",         "/guide",   "/rules",
                                            "/content", "/reports", "/request"};
        struct public_agency *all;
        struct portal_address *list;
        size_t n;
        int r;

        r = app_public_agencies(p->mem, c->tx, c->scope, false, &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "agency", 0);
        list = mem_array(p->mem, struct portal_address, N(paths) + n * N(tails));
        for (size_t i = 0; i < N(paths); i++)
                list[view->n_addresses++] =
                    (struct portal_address){.url = page_link(p, paths[i]), .changed = DAY_NONE};
        for (size_t i = 0; i < n; i++)
                for (size_t k = 0; k < N(tails); k++)
                        list[view->n_addresses++] = (struct portal_address){
                            .url = mem_printf(p->mem, "%s%s",
                                              page_link(p, "/agency/{}", all[i].slug), tails[k]),
                            .changed = DAY_NONE};
        view->addresses = list;
        return 0;
}

int
page_portal_sitemap_part(struct page *p)
{
        struct view_portal_addresses view = {0};
        struct public_address *all;
        struct portal_address *list;
        struct chrome c;
        int64_t part;
        size_t n;
        int r;

        if (!page_arg_int(p, "part", 0, 1000000, 0, &part))
                return PAGE_NOT_FOUND;
        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        if (part == 0) {
                r = fixed_part(p, &c, &view);
                if (r < 0)
                        return err_trace(r);
                view_portal_addresses_xml(&p->out, &c.site, &view);
                return 0;
        }
        r = app_sitemap_part(p->mem, c.tx, c.scope, part, &all, &n);
        if (r < 0)
                return err_trace(r);
        page_depends(p, "scope", c.scope);
        list = mem_array(p->mem, struct portal_address, n);
        for (size_t i = 0; i < n; i++)
                list[i] = (struct portal_address){.url = link_item(p, all[i].index_no),
                                                  .changed = all[i].changed};
        view.addresses = list;
        view.n_addresses = n;
        view_portal_addresses_xml(&p->out, &c.site, &view);
        return 0;
}

/* --- robots, OpenSearch ----------------------------------------------------------------------- */

int
page_portal_robots(struct page *p)
{
        struct view_portal_robots view = {.sitemap_url = page_link(p, "/sitemap.xml")};
        struct chrome c;

        portal_open_bare(p, &c);
        view_portal_robots_txt(&p->out, &c.site, &view);
        return 0;
}

int
page_portal_opensearch(struct page *p)
{
        struct view_portal_opensearch view = {.search_url = page_link(p, "/search")};
        struct chrome c;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        view.name = mem_printf(p->mem, "%s政府信息公开", c.site.name);
        p->content_type = "application/opensearchdescription+xml; charset=utf-8";
        view_portal_opensearch_xml(&p->out, &c.site, &view);
        return 0;
}

/* --- OpenAPI ---------------------------------------------------------------------------------- */

/* The interface file lies among the assets; here it has an address that does not change. */
int
page_portal_openapi(struct page *p)
{
        const struct asset *file = asset_find("openapi.json");

        if (!file)
                return PAGE_NOT_FOUND;
        buf_put(&p->out, (const char *)file->data, file->n);
        return 0;
}

/* --- files ------------------------------------------------------------------------------------ */

/* No text that readers may see carries the file: did one that was taken back? */
static int
gone_or_unknown(struct chrome *c, const char *sm3)
{
        const char *reason;
        int64_t item;
        int r;

        r = app_withdrawn_file(c->p->mem, c->tx, c->scope, sm3, &item, &reason);
        if (r == APP_NONE)
                return PAGE_NOT_FOUND;
        if (r)
                return err_fold(r);
        page_depends(c->p, "item", item);
        c->p->reason = reason;
        return PAGE_GONE;
}

/* Only what hangs on a text that readers may see; the bytes lie under their hash. */
static int
file_of(struct page *p, const char *sm3, const char *name)
{
        struct page_file *file;
        struct public_file found;
        struct chrome c;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = app_public_file(p->mem, c.tx, c.scope, sm3, name, &found);
        if (r == APP_NONE)
                return gone_or_unknown(&c, sm3);
        if (r)
                return err_fold(r);
        page_depends(p, "item", found.item_id);
        file = mem_new(p->mem, struct page_file);
        *file = (struct page_file){.path = app_file_path(p->mem, p->app, found.sm3),
                                   .etag = found.sm3,
                                   .size = found.size};
        p->file = file;
        p->file_name = name;
        p->content_type = found.type;
        return 0;
}

int
page_portal_file(struct page *p)
{
        return file_of(p, page_arg(p, "sm3"), page_arg(p, "name"));
}

/* A picture inside a text, which has no name there; shown, not downloaded. */
int
page_portal_picture(struct page *p)
{
        return file_of(p, page_arg(p, "sm3"), NULL);
}

/* --- the former site -------------------------------------------------------------------------- */

/* The last resort of the route table: an address that the former site had answers 301 for ever. */
int
page_portal_old(struct page *p)
{
        const char *query = p->raw_query, *index_no;
        struct chrome c;
        int r;

        r = portal_open(p, NULL, &c);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = APP_NONE;
        if (query && *query) /* many a former site told its pages apart by an argument */
                r = app_public_old_address(p->mem, c.tx, c.scope,
                                           mem_printf(p->mem, "%s?%s", p->path, query), &index_no);
        if (r == APP_NONE)
                r = app_public_old_address(p->mem, c.tx, c.scope, p->path, &index_no);
        if (r == APP_NONE)
                return PAGE_NOT_FOUND;
        if (r)
                return err_fold(r);
        page_redirect(p, link_item(p, index_no));
        p->status = 301;
        return 0;
}
