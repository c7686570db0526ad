/* views/part/report_cell.h: struct part_report_cell stands with the table it belongs to. */
#ifndef VIEWS_PART_REPORT_CELL_H
#define VIEWS_PART_REPORT_CELL_H

#include "views/part/report_table.h"

#endif
