/* Style, script, marks: files of assets/ inside the program. */
#include "views/asset.h"
#include "pages/page.h"

int page_asset(struct page *);

int
page_asset(struct page *p)
{
        const char *name = page_arg(p, "name");
        const struct asset *asset = asset_find(name);

        if (!asset)
                return PAGE_NOT_FOUND;
        if (strcmp(asset->name, name) !=
            0) { /* an older version, or without one: where it is now */
                p->uncached = true;
                page_redirect(p, mem_printf(p->mem, "%s/assets/%s", p->site->prefix, asset->name));
                p->status = 302;
                return 0;
        }
        p->content_type = asset->type;
        buf_put(&p->out, (const char *)asset->data, asset->n);
        p->valid_until = (struct instant){INT64_MAX};
        return 0;
}
