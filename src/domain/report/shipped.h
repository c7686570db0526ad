/* domain/report/shipped.h: data/forms/ as bytes, written by tools/embed at build time. */
#ifndef DOMAIN_REPORT_SHIPPED_H
#define DOMAIN_REPORT_SHIPPED_H

#include <stddef.h>

extern const unsigned char form_2008[], form_2012[], form_2014[], form_2019[], form_2021[],
    form_facts[];
extern const size_t form_2008_size, form_2012_size, form_2014_size, form_2019_size, form_2021_size,
    form_facts_size;

#endif
