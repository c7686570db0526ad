/* pages/office_channels.h: what the pages about channels share. */
#ifndef PAGES_OFFICE_CHANNELS_H
#define PAGES_OFFICE_CHANNELS_H

#include "pages/office_form.h"

/* The channels to choose from, without the site, which comes by itself; the first is "" with `none`. */
int channel_options(struct page *, const char *none, struct part_option **ret,
                    size_t *ret_n) nodiscard;

#endif
