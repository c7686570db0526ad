#include "search/rows.h"

struct rows *
rows_new(void)
{
        return mem_must(calloc(1, sizeof(struct rows)));
}

void
rows_free(struct rows *rows)
{
        if (!rows)
                return;
        for (size_t i = 0; i < ROWS_BLOCKS; i++)
                free(rows->blocks[i]);
        free(rows);
}

static void
note_most(struct rows *rows, enum search_facet_kind kind, uint32_t value)
{
        if (value > atomic_load_explicit(&rows->most[kind], memory_order_relaxed))
                atomic_store(&rows->most[kind], value);
}

void
rows_put(struct rows *rows, int64_t slot, const struct row *new)
{
        struct row *block, *row;

        assert(slot >= 0 && slot <= ROWS_SLOT_MAX);
        row = rows_get(rows, slot);
        if (!row) {
                block = mem_must(calloc(ROWS_BLOCK, sizeof(*block)));
                atomic_store_explicit(&rows->blocks[slot / ROWS_BLOCK], block,
                                      memory_order_release);
                row = &block[slot % ROWS_BLOCK];
        }
        note_most(rows, SEARCH_AGENCY, new->agency);
        note_most(rows, SEARCH_COLUMN, new->column);
        note_most(rows, SEARCH_TOPIC, new->topic);
        note_most(rows, SEARCH_GENRE, new->genre);
        note_most(rows, SEARCH_YEAR, new->year);
        for (size_t i = 0; i < N(new->validity); i++)
                note_most(rows, SEARCH_VALIDITY, new->validity[i]);
        rows->n_live += (int)new->live - (int)row->live;
        rows->length += (new->live ? new->length : 0) - (row->live ? row->length : 0);
        rows->n_late += (int)new->late - (int)row->late;
        if (slot > rows->last)
                rows->last = slot;
        row->id = new->id;
        row->late = new->late;
        row->day = new->day;
        memcpy(row->turns, new->turns, sizeof(row->turns));
        row->agency = new->agency;
        row->column = new->column;
        row->topic = new->topic;
        row->genre = new->genre;
        row->year = new->year;
        row->length = new->length;
        memcpy(row->validity, new->validity, sizeof(row->validity));
        atomic_store_explicit(&row->live, new->live, memory_order_release);
}

uint32_t
rows_value(const struct row *row, enum search_facet_kind kind, struct day today)
{
        switch (kind) {
        case SEARCH_AGENCY:
                return row->agency;
        case SEARCH_COLUMN:
                return row->column;
        case SEARCH_TOPIC:
                return row->topic;
        case SEARCH_GENRE:
                return row->genre;
        case SEARCH_YEAR:
                return row->year;
        case SEARCH_VALIDITY:
                for (size_t i = N(row->turns); i-- > 0;)
                        if (row->turns[i] != INT32_MIN && today.n >= row->turns[i])
                                return row->validity[i + 1];
                return row->validity[0];
        case SEARCH_FACETS:
                break;
        }
        return 0;
}

int64_t
rows_first(const struct rows *rows, struct day day)
{
        int64_t low = 1, high = rows->last + 1;

        while (low < high) {
                int64_t mid = low + (high - low) / 2;
                const struct row *row = rows_get(rows, mid);

                /* Slots are never skipped, and a dead row keeps its day. */
                if (row && row->day < day.n)
                        low = mid + 1;
                else
                        high = mid;
        }
        return low;
}
