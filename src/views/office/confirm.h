/* views/office/confirm.h: see form.h. */
#ifndef VIEWS_OFFICE_CONFIRM_H
#define VIEWS_OFFICE_CONFIRM_H

#include "views/office/form.h"

#endif
