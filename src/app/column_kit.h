/* app/column_kit.h: what the files about columns share; inside app only. */
#ifndef APP_COLUMN_KIT_H
#define APP_COLUMN_KIT_H

#include "app/column.h"

enum {
        COLUMN_C_CODE,
        COLUMN_C_NAME,
        COLUMN_C_KIND,
        COLUMN_C_PARENT,
        COLUMN_C_AGENCY,
        COLUMN_C_DAYS,
        COLUMN_C_SORT,
        COLUMN_C_URL,
        COLUMN_C_WORDS,
        COLUMN_C_ARTICLE,
        COLUMN_C_OPENED,
        COLUMN_C_CLOSED,
        COLUMN_C_ITEMS,
        COLUMN_C_MAX
};
extern const struct table_column column_columns[COLUMN_C_MAX];
enum {
        DUTY_C_COLUMN,
        DUTY_C_AGENCY,
        DUTY_C_DAYS,
        DUTY_C_COLUMN_NAME,
        DUTY_C_AGENCY_NAME,
        DUTY_C_LAST,
        DUTY_C_DUE,
        DUTY_C_STATE,
        DUTY_C_MAX
};
extern const struct table_column duty_columns[DUTY_C_MAX];

/* "own" of 自设; the word itself when it is none. */
const char *column_kind_of(const char *word);
/* Touches the column and leaves the trail. */
int column_write_down(struct tx *, const struct actor *who, struct instant now, const char *event,
                      int64_t column, const char *detail) nodiscard;

#endif
