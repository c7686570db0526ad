#include "views/part/chart.h"

#include "base/buf.h"
#include "base/text.h"
#include "views/kit.h"

#include <inttypes.h>

enum {
        WIDTH = 560,
        ROW = 34,
        BAR = 20,
        EM = 16,
        LABEL_MAX = 12,
        VALUE_ROOM = 80,
        HEIGHT = 300,
        SCALE_STEPS = 4
};

struct pen {
        TALLOC_CTX *mem;
        struct part_shape *shapes;
        size_t n;
};

static void
draw(struct pen *p, struct part_shape s)
{
        mem_grow(p->mem, p->shapes, p->n);
        p->shapes[p->n++] = s;
}

static int64_t
greatest(const struct chart_bar *bars, size_t n)
{
        int64_t most = 0;

        for (size_t i = 0; i < n; i++)
                if (bars[i].count.kind != VIEW_COUNT_ABSENT && bars[i].count.n > most)
                        most = bars[i].count.n;
        return most;
}

static const char *
shown(TALLOC_CTX *mem, struct view_count c)
{
        struct kit_tmp t;

        return mem_strdup(mem, kit_str_count(&t, c));
}

/* The least 1, 2 or 5 times a power of ten by which `steps` steps reach `most`. */
static int64_t
scale_step(int64_t most, int steps)
{
        static const int64_t tops[] = {1, 2, 5};
        int64_t ten = 1;

        for (;; ten *= 10)
                for (size_t i = 0; i < N(tops); i++)
                        if (tops[i] * ten * steps >= most)
                                return tops[i] * ten;
}

static struct part_table
table_of(TALLOC_CTX *mem, const struct chart_words *w, const struct chart_bar *bars, size_t n)
{
        struct part_head *heads = mem_array(mem, struct part_head, 2);
        struct part_table_row *rows = mem_array(mem, struct part_table_row, n);
        struct part_cell *cells = mem_array(mem, struct part_cell, n);

        heads[0] = (struct part_head){.text = w->what};
        heads[1] = (struct part_head){.text = w->unit, .numeric = true};
        for (size_t i = 0; i < n; i++) {
                cells[i] = (struct part_cell){.count = bars[i].count};
                rows[i] = (struct part_table_row){
                    .head = bars[i].label, .url = bars[i].url, .cells = &cells[i], .n_cells = 1};
        }
        return (struct part_table){
            .caption = w->title, .heads = heads, .n_heads = 2, .rows = rows, .n_rows = n};
}

/* What a reader hears: the greatest and the least. */
static const char *
description(TALLOC_CTX *mem, const struct chart_words *w, const struct chart_bar *bars, size_t n)
{
        const struct chart_bar *most = NULL, *least = NULL;

        for (size_t i = 0; i < n; i++) {
                if (bars[i].count.kind == VIEW_COUNT_ABSENT)
                        continue;
                if (!most || bars[i].count.n > most->count.n)
                        most = &bars[i];
                if (!least || bars[i].count.n < least->count.n)
                        least = &bars[i];
        }
        if (!most)
                return mem_printf(mem, "%s：暂无数据。", w->title);
        return mem_printf(mem, "%s，共 %zu 项；最多为%s %s，最少为%s %s；完整数据见图下数据表。",
                          w->unit, n, most->label, shown(mem, most->count), least->label,
                          shown(mem, least->count));
}

static struct part_chart
finish(const struct pen *p, const struct chart_words *w, const struct chart_bar *bars, size_t n,
       double height)
{
        return (struct part_chart){.id = w->id,
                                   .title = w->title,
                                   .description = description(p->mem, w, bars, n),
                                   .width = WIDTH,
                                   .height = height,
                                   .shapes = p->shapes,
                                   .n_shapes = p->n,
                                   .table = table_of(p->mem, w, bars, n)};
}

struct part_chart
part_chart_bars(TALLOC_CTX *mem, const struct chart_words *w, const struct chart_bar *bars,
                size_t n)
{
        struct pen p = {.mem = mem};
        int64_t most = greatest(bars, n);
        size_t longest = 0;
        double left, room;

        if (!n)
                return (struct part_chart){.id = w->id};
        for (size_t i = 0; i < n; i++) {
                size_t length = text_length(bars[i].label);

                longest = length > longest ? length : longest;
        }
        left = (double)(longest < LABEL_MAX ? longest : LABEL_MAX) * EM + 12;
        room = WIDTH - left - VALUE_ROOM;
        draw(&p, (struct part_shape){
                     .kind = SHAPE_GRID, .x = left, .y = 0, .w = left, .h = (double)n * ROW});
        for (size_t i = 0; i < n; i++) {
                double y = (double)i * ROW,
                       length = most ? room * (double)bars[i].count.n / (double)most : 0;
                const char *value = shown(mem, bars[i].count);

                if (bars[i].count.kind == VIEW_COUNT_ABSENT || length < 0)
                        length = 0;
                if (length > 0 && length < 1.5)
                        length = 1.5; /* something is not nothing */
                draw(&p, (struct part_shape){.kind = SHAPE_LABEL,
                                             .x = left - 8,
                                             .y = y + 23,
                                             .text = text_cut(mem, bars[i].label, LABEL_MAX - 1),
                                             .anchor = "end"});
                draw(&p,
                     (struct part_shape){.kind = SHAPE_BAR,
                                         .x = left,
                                         .y = y + (ROW - BAR) / 2.0,
                                         .w = length,
                                         .h = BAR,
                                         .series = 1,
                                         .text = mem_printf(mem, "%s %s", bars[i].label, value)});
                draw(&p, (struct part_shape){.kind = SHAPE_LABEL,
                                             .x = left + length + 8,
                                             .y = y + 23,
                                             .text = value,
                                             .anchor = "start"});
        }
        return finish(&p, w, bars, n, (double)n * ROW);
}

struct part_chart
part_chart_columns(TALLOC_CTX *mem, const struct chart_words *w, const struct chart_bar *bars,
                   size_t n)
{
        enum { LEFT = 60, TOP = 24, BOTTOM = 32 };
        struct pen p = {.mem = mem};
        int64_t step = scale_step(greatest(bars, n), SCALE_STEPS);
        double tall = HEIGHT - TOP - BOTTOM, floor = HEIGHT - BOTTOM, slot;

        if (!n)
                return (struct part_chart){.id = w->id};
        slot = (double)(WIDTH - LEFT) / (double)n;
        for (int i = 0; i <= SCALE_STEPS; i++) {
                double y = floor - tall * i / SCALE_STEPS;

                draw(&p, (struct part_shape){
                             .kind = SHAPE_GRID, .x = LEFT, .y = y, .w = WIDTH, .h = y});
                draw(&p, (struct part_shape){.kind = SHAPE_LABEL,
                                             .x = LEFT - 8,
                                             .y = y + 5,
                                             .text = shown(mem, view_count_exact(step * i)),
                                             .anchor = "end"});
        }
        for (size_t i = 0; i < n; i++) {
                double high = tall * (double)bars[i].count.n / (double)(step * SCALE_STEPS);
                double x = LEFT + slot * ((double)i + 0.2),
                       middle = LEFT + slot * ((double)i + 0.5);
                const char *value = shown(mem, bars[i].count);
                const char *digits = mem_printf(mem, "%" PRId64, bars[i].count.n); /* narrow */

                if (bars[i].count.kind == VIEW_COUNT_ABSENT || high < 0)
                        high = 0;
                draw(&p,
                     (struct part_shape){.kind = SHAPE_BAR,
                                         .x = x,
                                         .y = floor - high,
                                         .w = slot * 0.6,
                                         .h = high,
                                         .series = 1,
                                         .text = mem_printf(mem, "%s %s", bars[i].label, value)});
                if (slot >= 36 && bars[i].count.kind == VIEW_COUNT_EXACT)
                        draw(&p, (struct part_shape){.kind = SHAPE_LABEL,
                                                     .x = middle,
                                                     .y = floor - high - 6,
                                                     .text = digits,
                                                     .anchor = "middle"});
                draw(&p, (struct part_shape){.kind = SHAPE_LABEL,
                                             .x = middle,
                                             .y = floor + 20,
                                             .text = bars[i].label,
                                             .anchor = "middle"});
        }
        return finish(&p, w, bars, n, HEIGHT);
}
