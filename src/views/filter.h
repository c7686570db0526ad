/* views/filter.h: {{x | name}}: a value as people read it.
 * Contract   the text lives in the kit_tmp or is a constant; the hole escapes it afterwards. */
#ifndef VIEWS_FILTER_H
#define VIEWS_FILTER_H

#include "views/kit.h"

/* 2024年3月4日 */
const char *filter_day_cn(struct kit_tmp *, struct day);
/* 2024-03-04 (Shanghai) of a moment */
const char *filter_date(struct kit_tmp *, struct instant);
/* 2024-03-04T09:30:00+08:00 */
const char *filter_rfc3339(struct kit_tmp *, struct instant);
/* 03-04 */
const char *filter_month_day(struct kit_tmp *, struct day);
/* 12.3 KB, 1.5 MB */
const char *filter_bytes(struct kit_tmp *, int64_t);
/* 8,562 */
const char *filter_thousands(struct kit_tmp *, int64_t);
/* "exact", "approximate", "absent" */
const char *filter_count_kind(struct kit_tmp *, struct view_count);
/* 61.3% of a share in thousandths (613) */
const char *filter_permille(struct kit_tmp *, int64_t);
/* drawing coordinates: at most two decimals */
const char *filter_xy(struct kit_tmp *, double);
/* text, or "—" when there is none */
const char *filter_dash(struct kit_tmp *, const char *);
/* A title in two halves, where a long one may break: 某单位关于 | 印发某办法的通知. The first half is
 * "" when the title has no such place near its beginning. */
const char *filter_title_head(struct kit_tmp *, const char *);
const char *filter_title_tail(struct kit_tmp *, const char *);
/* PDF, DOCX … of a file name; "文件" when it has no ending */
const char *filter_extension(struct kit_tmp *, const char *);

#endif
