#include "views/asset.h"

const struct asset *
asset_find(const char *path)
{
        for (size_t i = 0; i < asset_count; i++)
                if (!strcmp(asset_table[i].name, path) || !strcmp(asset_table[i].path, path))
                        return &asset_table[i];
        return NULL;
}
