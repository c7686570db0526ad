/* For each invariant of the design, raw SQL that tries to break it: refused by the tables themselves,
 * on both engines, whatever a program above them does. */
#include "house.h"

struct attempt {
        const char *why;
        const char *sql;
        const char *pg; /* the same in the other engine's words; NULL: the same text */
};

static void
all_refused_here(struct fixture *f, const struct attempt *list, size_t n)
{
        const char *before, *after;

        before = content_of(f, f->store);
        for (size_t i = 0; i < n; i++) {
                const char *sql = f->engine == STORE_PG && list[i].pg ? list[i].pg : list[i].sql;

                print_message("# %s\n", list[i].why);
                sql_refused(f, sql);
        }
        after = content_of(f, f->store);
        assert_string_equal(before, after);
}

static void
all_refused(struct fixture *f, const struct attempt *list, size_t n)
{
        house_build(f);
        all_refused_here(f, list, n);
}
#define ALL_REFUSED(f, list) all_refused(f, list, N(list))

#define EDITION_OF(item, no, state, extra, extra_values)                                           \
        "INSERT INTO edition (item_id, no, state, title, body, content_sm3, created_at" extra      \
        ") VALUES (" #item ", " #no ", '" state "', 't', '{}', '" SM3_A "', 1" extra_values ")"

static void
one_live_and_one_draft_edition(struct fixture *f)
{
        static const struct attempt list[] = {
            {"a second live edition", EDITION_OF(1, 2, "live", ", attestation_id", ", 1"), NULL},
            {"a second draft", EDITION_OF(3, 2, "draft", "", ""), NULL},
            {"the same number twice", EDITION_OF(3, 1, "superseded", ", attestation_id", ", 1"),
             NULL},
            {"an edition of no item", EDITION_OF(99, 1, "draft", "", ""), NULL},
            {"a live item without an edition",
             "UPDATE item SET live_edition_id = NULL WHERE id = 1", NULL},
            {"a live item that shows a draft",
             "INSERT INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES "
             "('n', 2, 2024, 9, 1);"
             "UPDATE item SET state = 'live', live_edition_id = 3, index_no = 'n' WHERE id = 3",
             NULL},
            {"a live item that shows another's text",
             "UPDATE item SET live_edition_id = 2 WHERE id = 1", NULL},
            {"an edition that leaves while its item shows it",
             "UPDATE edition SET state = 'superseded' WHERE id = 1", NULL},
            {"an edition that is withdrawn while its item shows it",
             "UPDATE edition SET state = 'withdrawn' WHERE id = 1", NULL},
            {"a withdrawn item that still shows a text",
             "UPDATE item SET state = 'withdrawn', withdrawn_at = 1, withdrawn_reason = 'x' WHERE "
             "id = 1",
             NULL},
            {"a withdrawal without a reason",
             "UPDATE item SET state = 'withdrawn', live_edition_id = NULL, withdrawn_at = 1 WHERE "
             "id = 1",
             NULL},
            {"a withdrawal with an empty reason",
             "UPDATE item SET withdrawn_reason = '' WHERE id = 4", NULL},
            {"a withdrawal without a date", "UPDATE item SET withdrawn_at = NULL WHERE id = 4",
             NULL},
            {"a state nobody knows", "UPDATE item SET state = 'gone' WHERE id = 3", NULL},
        };

        ALL_REFUSED(f, list);
}

static void
published_text_is_superseded_not_overwritten(struct fixture *f)
{
        static const struct attempt list[] = {
            {"another title", "UPDATE edition SET title = 'x' WHERE id = 1", NULL},
            {"another body", "UPDATE edition SET body = '{\"b\":1}' WHERE id = 1", NULL},
            {"another summary", "UPDATE edition SET summary = 'x' WHERE id = 1", NULL},
            {"another number", "UPDATE edition SET doc_no = 'x' WHERE id = 1", NULL},
            {"another date", "UPDATE edition SET written_on = 7 WHERE id = 1", NULL},
            {"another hash", "UPDATE edition SET content_sm3 = '" SM3_A "' WHERE id = 2", NULL},
            {"another author", "UPDATE edition SET author_id = 2 WHERE id = 1", NULL},
            {"other reviews",
             "UPDATE edition SET content_review_id = NULL, attestation_id = 1 WHERE id = 1", NULL},
            {"back to a draft", "UPDATE edition SET state = 'draft' WHERE id = 4", NULL},
            {"of a withdrawn one too", "UPDATE edition SET body = '[]' WHERE id = 4", NULL},
            {"deleted", "DELETE FROM edition WHERE id = 4", NULL},
            {"the item deleted", "DELETE FROM item WHERE id = 4", NULL},
            {"a body that is no JSON", "UPDATE edition SET body = '{' WHERE id = 3", NULL},
            {"a text without a title", "UPDATE edition SET title = '' WHERE id = 3", NULL},
        };

        ALL_REFUSED(f, list);
}

static void
an_index_number_is_unique_for_ever(struct fixture *f)
{
        static const struct attempt list[] = {
            {"the same number",
             "INSERT INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES"
             " ('11B-2024-00001', 2, 2024, 8, 1)",
             NULL},
            {"the same serial under another text",
             "INSERT INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES "
             "('z', 2, 2024, 1, 1)",
             NULL},
            {"taken back", "DELETE FROM index_number WHERE index_no = '11B-2024-00003'", NULL},
            {"changed", "UPDATE index_number SET serial = 77 WHERE index_no = '11B-2024-00003'",
             NULL},
            {"renamed", "UPDATE index_number SET index_no = 'z' WHERE index_no = '11B-2024-00003'",
             NULL},
            {"two items with one number",
             "UPDATE item SET index_no = '11B-2024-00001' WHERE id = 3", NULL},
            {"an item that changes its number",
             "INSERT INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES "
             "('z', 2, 2024, 8, 1);"
             "UPDATE item SET index_no = 'z' WHERE id = 1",
             NULL},
            {"an item that gives its number up", "UPDATE item SET index_no = NULL WHERE id = 4",
             NULL},
            {"a number that was never allocated", "UPDATE item SET index_no = 'never' WHERE id = 3",
             NULL},
            {"live without a number",
             "UPDATE edition SET state = 'live', attestation_id = 1 WHERE id = 3;"
             "UPDATE item SET state = 'live', live_edition_id = 3 WHERE id = 3",
             NULL},
        };

        ALL_REFUSED(f, list);
}

/* Ends with a draft's going live by content review 3 and a secrecy review that `how` makes. */
#define GO_LIVE(how)                                                                               \
        how "UPDATE edition SET state = 'live', content_review_id = 3, secrecy_review_id = 9 "     \
            "WHERE id = 3"
#define SIGNED REVIEW(8, 3, 1, "signature", "approve", 4, SM3_A)
/* Signed, but to stay closed. */
#define CLOSED                                                                                     \
        "INSERT INTO review (id, edition_id, author_id, kind, verdict, reviewer_id, content_sm3, " \
        "reviewed_at, text_version, disclosure) VALUES (8, 3, 1, 'signature', 'approve', 4, "      \
        "'" SM3_A "', 1, 1, 'on_request');"
#define SM3_C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define REVIEW(id, edition, author, kind, verdict, reviewer, sm3)                                  \
        "INSERT INTO review (id, edition_id, author_id, kind, verdict, reviewer_id, opinion, "     \
        "content_sm3,"                                                                             \
        " reviewed_at, text_version, disclosure) VALUES (" #id ", " #edition ", " #author          \
        ", '" kind "', '" verdict "', " #reviewer ", 'o', '" sm3 "', 1, (SELECT e.version FROM "   \
        "edition e WHERE e.id = " #edition "), 'proactive');"

/* REPLACE takes the old row away: with recursive_triggers on, the guards of DELETE see it; off, as in
 * any other program's connection, those of INSERT and UPDATE still do. */
#define FOREIGN "PRAGMA recursive_triggers = OFF;"
#define EDITION_TAIL                                                                               \
        " INTO edition (id, item_id, no, state, title, body, content_sm3, attestation_id, "        \
        "created_at) VALUES (1, 1, 1, 'live', 'x', '{}', '" SM3_A "', 1, 1)"
#define AUDIT_TAIL                                                                                 \
        " INTO audit (no, at, event, object, digest, prev_sm3, sm3) VALUES (1, 9, 'x', 'x', 'x', " \
        "'" SM3_B "', '" SM3_A "')"
#define NUMBER_TAIL " INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES "

static void
nothing_kept_is_replaced(struct fixture *f)
{
        static const struct attempt list[] = {
            {"a published text", FOREIGN "REPLACE" EDITION_TAIL,
             "INSERT" EDITION_TAIL " ON CONFLICT (id) DO UPDATE SET title = excluded.title"},
            {"a published text, by its number",
             FOREIGN "REPLACE INTO edition (item_id, no, state, title, body, content_sm3, "
                     "attestation_id, created_at) VALUES (4, 1, 'withdrawn', 'x', '{}', '" SM3_A
                     "', 1, 1)",
             "INSERT INTO edition (item_id, no, state, title, body, content_sm3, attestation_id, "
             "created_at) VALUES (4, 1, 'withdrawn', 'x', '{}', '" SM3_A
             "', 1, 1) ON CONFLICT (item_id, no) DO UPDATE SET title = excluded.title"},
            {"the live text by a second one",
             FOREIGN
             "REPLACE INTO edition "
             "(item_id, no, state, title, body, content_sm3, attestation_id, created_at) VALUES "
             "(1, 2, 'live', 'x', '{}', '" SM3_A "', 1, 1)",
             EDITION_OF(1, 2, "live", ", attestation_id", ", 1")},
            {"a draft moved over a published text",
             FOREIGN "UPDATE OR REPLACE edition SET id = 4 WHERE id = 3",
             "UPDATE edition SET id = 4 WHERE id = 3"},
            {"a review",
             FOREIGN "REPLACE INTO review (id, edition_id, author_id, kind, verdict, reviewer_id, "
                     "opinion, content_sm3, reviewed_at) VALUES (1, 1, 1, 'content', 'approve', 3, "
                     "'x', '" SM3_A "', 9)",
             "INSERT INTO review (id, edition_id, author_id, kind, verdict, reviewer_id, opinion, "
             "content_sm3, reviewed_at) VALUES (1, 1, 1, 'content', 'approve', 3, 'x', '" SM3_A
             "', 9) ON CONFLICT (id) DO UPDATE SET reviewer_id = 3"},
            {"a row of the trail", FOREIGN "REPLACE" AUDIT_TAIL,
             "INSERT" AUDIT_TAIL " ON CONFLICT (no) DO UPDATE SET event = 'x'"},
            {"an index number", FOREIGN "REPLACE" NUMBER_TAIL "('11B-2024-00003', 1, 2020, 9, 9)",
             "INSERT" NUMBER_TAIL "('11B-2024-00003', 1, 2020, 9, 9) ON CONFLICT (index_no) DO "
             "UPDATE SET year = 2020"},
            {"an index number, by its serial", FOREIGN "REPLACE" NUMBER_TAIL "('z', 2, 2024, 3, 9)",
             "INSERT" NUMBER_TAIL "('z', 2, 2024, 3, 9) ON CONFLICT (agency_id, year, serial) DO "
             "UPDATE SET index_no = 'z'"},
            {"an item",
             FOREIGN "REPLACE INTO item (id, agency_id, column_id, state, sort_day, created_at) "
                     "VALUES (4, 2, 3, 'draft', 1, 1)",
             "INSERT INTO item (id, agency_id, column_id, state, sort_day, created_at) VALUES (4, "
             "2, 3, 'draft', 1, 1)"},
            {"an item by one that takes its number",
             FOREIGN "UPDATE OR REPLACE item SET index_no = '11B-2024-00003' WHERE id = 3",
             "UPDATE item SET index_no = '11B-2024-00003' WHERE id = 3"},
        };

        if (f->engine == STORE_SQLITE)
                assert_int_equal(sql_int(f, "PRAGMA recursive_triggers"), 1);
        sql_do(f, "INSERT INTO audit (no, at, event, object, digest, prev_sm3, sm3) VALUES (1, 1, "
                  "'e', 'o', 'd', '" SM3_B "', '" SM3_A "')");
        ALL_REFUSED(f, list);
}

/* Item 9 with text 9 and its file comes with an import, and goes out with it. */
#define IMPORTED                                                                                   \
        "INSERT INTO import_batch (id, kind, file_name, file_sm3, state, started_at) VALUES (2, "  \
        "'items', 'b.csv', '" SM3_A "', 'moving', 1);"                                             \
        "INSERT INTO attestation (id, batch_id, source, attested_by, attested_at) VALUES (2, 2, "  \
        "'s', 'a', 1);"                                                                            \
        "INSERT INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES ('n9'," \
        " 2, 2024, 9, 1);"                                                                         \
        "INSERT INTO item (id, agency_id, column_id, state, index_no, live_edition_id, batch_id, " \
        "sort_day, created_at) VALUES (9, 2, 3, 'live', 'n9', 9, 2, 1, 1);"                        \
        "INSERT INTO edition (id, item_id, no, state, title, body, attestation_id, content_sm3, "  \
        "created_at) VALUES (9, 9, 1, 'live', 't', '{}', 2, '" SM3_A "', 1);"
#define FILE_OF(edition, sort, name)                                                               \
        "INSERT INTO attachment (edition_id, sort, name, sm3) VALUES (" #edition ", " #sort        \
        ", '" name "', '" SM3_A "')"

/* What is fixed about text `id`, each of it by itself. */
#define FIXED(id)                                                                                  \
        {"title", "UPDATE edition SET title = 'x' WHERE id = " #id, NULL},                         \
            {"body", "UPDATE edition SET body = '[]' WHERE id = " #id, NULL},                      \
            {"summary", "UPDATE edition SET summary = 'x' WHERE id = " #id, NULL},                 \
            {"number", "UPDATE edition SET doc_no = 'x' WHERE id = " #id, NULL},                   \
            {"folded number", "UPDATE edition SET doc_no_key = 'x' WHERE id = " #id, NULL},        \
            {"day", "UPDATE edition SET formed_on = 7 WHERE id = " #id, NULL},                     \
            {"beginning", "UPDATE edition SET effective_on = 7 WHERE id = " #id, NULL},            \
            {"end", "UPDATE edition SET expires_on = 7 WHERE id = " #id, NULL},                    \
            {"validity", "UPDATE edition SET validity = 'lapsed' WHERE id = " #id, NULL},          \
            {"what repealed it", "UPDATE edition SET repealed_by = 'x' WHERE id = " #id, NULL},    \
            {"keywords", "UPDATE edition SET keywords = 'x' WHERE id = " #id, NULL},               \
            {"source", "UPDATE edition SET source = 'x' WHERE id = " #id, NULL},                   \
            {"correction", "UPDATE edition SET correction = 'x' WHERE id = " #id, NULL},           \
            {"flags", "UPDATE edition SET flags = 'x' WHERE id = " #id, NULL},                     \
            {"topic", "UPDATE edition SET topic_id = (SELECT MIN(id) FROM class) WHERE id = " #id, \
             NULL},                                                                                \
            {"audience",                                                                           \
             "UPDATE edition SET audience_id = (SELECT MIN(id) FROM class) WHERE id = " #id,       \
             NULL},                                                                                \
            {"digest", "UPDATE edition SET content_sm3 = '" SM3_C "' WHERE id = " #id, NULL},      \
            {"rule of the digest", "UPDATE edition SET digest = 2 WHERE id = " #id, NULL},         \
            {"its item", "UPDATE edition SET item_id = 1, no = 7 WHERE id = " #id, NULL},          \
            {"its number", "UPDATE edition SET no = 7 WHERE id = " #id, NULL},                     \
            {"a file more", FILE_OF(id, 2, "b"), NULL},                                            \
            {"a file less", "DELETE FROM attachment WHERE edition_id = " #id, NULL},               \
            {"its file's name", "UPDATE attachment SET name = 'x' WHERE edition_id = " #id, NULL}, \
            {"its file's bytes",                                                                   \
             "UPDATE attachment SET sm3 = '" SM3_B "' WHERE edition_id = " #id, NULL},             \
            {"its file's place", "UPDATE attachment SET sort = 3 WHERE edition_id = " #id, NULL},  \
        {                                                                                          \
                "its file's type", "UPDATE file_object SET type = 'text/html'", NULL               \
        }

/* Text 3 has an approval, text 9 is public: neither has a way to say anything else, or to show other files. */
static void
what_was_approved_stays_as_it_is(struct fixture *f)
{
        static const struct attempt list[] = {
            FIXED(3),
            FIXED(9),
            {"moved away", "UPDATE attachment SET edition_id = 1 WHERE edition_id = 3", NULL},
            {"moved there", "UPDATE attachment SET edition_id = 9 WHERE edition_id = 3", NULL},
            {"replaced",
             FOREIGN "REPLACE INTO attachment (id, edition_id, sort, name, sm3) VALUES (7, 3, 9, "
                     "'x', '" SM3_A "')",
             "TRUNCATE attachment"},
            {"replaced by its place",
             FOREIGN "REPLACE INTO attachment (edition_id, sort, name, sm3) VALUES (9, 1, 'x', "
                     "'" SM3_A "')",
             "INSERT INTO attachment (edition_id, sort, name, sm3) VALUES (9, 1, 'x', '" SM3_A
             "') ON CONFLICT (edition_id, sort) DO UPDATE SET name = 'x'"},
            {"the draft replaced by one that says something else",
             FOREIGN "REPLACE INTO edition (id, item_id, no, state, title, body, author_id, "
                     "content_sm3, created_at) VALUES (3, 3, 1, 'draft', 'x', '{}', 1, '" SM3_A
                     "', 1)",
             "INSERT INTO edition (id, item_id, no, state, title, body, author_id, content_sm3, "
             "created_at) VALUES (3, 3, 1, 'draft', 'x', '{}', 1, '" SM3_A
             "', 1) ON CONFLICT (id) DO UPDATE SET title = 'x'"},
            {"the draft taken away", "DELETE FROM edition WHERE id = 3", NULL},
            {"an earlier saving", "UPDATE edition SET version = version - 1 WHERE id = 3", NULL},
            {"a public text that rises again", "UPDATE edition SET state = 'live' WHERE id = 4",
             NULL},
            {"withdrawn, and superseded instead",
             "UPDATE edition SET state = 'superseded' WHERE id = 4", NULL},
            {"a mark by nobody",
             "INSERT INTO validity_mark (item_id, edition_id, by_item, relation, since, "
             "own_validity, marked_at) VALUES (9, 9, 1, 'repeals', 1, 'unstated', 1)",
             NULL},
            {"a mark by a draft",
             "INSERT INTO item_relation (from_item, kind, to_item) VALUES (3, 'repeals', 9);"
             "INSERT INTO validity_mark (item_id, edition_id, by_item, relation, since, "
             "own_validity, marked_at) VALUES (9, 9, 3, 'repeals', 1, 'unstated', 1)",
             NULL},
            {"a class that did not give way",
             "UPDATE class SET merged_into = NULL; UPDATE edition SET genre_id = (SELECT MAX(id) "
             "FROM class) WHERE id = 9",
             NULL},
            {"changed, approved as it was, and back again",
             "UPDATE edition SET title = 'x', content_sm3 = '" SM3_C
             "', version = version + 1 WHERE id = 3;"
             "UPDATE edition SET content_sm3 = '" SM3_A
             "', version = version + 1 WHERE id = 3;" GO_LIVE(
                 SIGNED REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A)),
             NULL},
            {"an opinion for a saving to come",
             "INSERT INTO review (edition_id, author_id, kind, verdict, reviewer_id, content_sm3, "
             "reviewed_at, text_version) VALUES (3, 1, 'secrecy', 'approve', 3, '" SM3_A "', 1, 3)",
             NULL},
        };

        house_build(f);
        sql_do(f, "INSERT INTO file_object (sm3, size, type, stored_at) VALUES ('" SM3_A
                  "', 1, 't', 1), ('" SM3_B "', 1, 't', 1)");
        sql_do(f, IMPORTED FILE_OF(9, 1, "a") ";UPDATE import_batch SET state = 'done', ended_at = "
                                              "2 WHERE id = 2");
        sql_do(f, "UPDATE edition SET version = 2 WHERE id = 3;"
                  "INSERT INTO attachment (id, edition_id, sort, name, sm3) VALUES (7, 3, 1, 'a', "
                  "'" SM3_A "');" REVIEW(20, 3, 1, "content", "approve", 2, SM3_A));
        all_refused_here(f, list, N(list));
        /* The next saving is another text: free, and unapproved. */
        sql_do(f, "UPDATE edition SET title = 'x', content_sm3 = '" SM3_B
                  "', version = version + 1 WHERE id = 3");
        sql_do(f, "DELETE FROM attachment WHERE edition_id = 3");
        sql_refused(f, GO_LIVE(SIGNED REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_B)));
}

/* What came without reviews came with its import, while that was under way. */
static void
an_attestation_carries_its_own_import_alone(struct fixture *f)
{
#define BATCH(state, ended)                                                                        \
        "INSERT INTO import_batch (id, kind, file_name, file_sm3, state, started_at, ended_at) "   \
        "VALUES (5, 'items', 'b.csv', '" SM3_A "', '" state "', 1, " ended ");"
#define ATTEST(batch)                                                                              \
        "INSERT INTO attestation (id, batch_id, source, attested_by, attested_at) VALUES "         \
        "(5, " #batch ", 'x', 'y', 1);"
#define LIVE_ITEM "UPDATE item SET state = 'live', live_edition_id = 3, index_no = 'n' WHERE id = 3"
#define NUMBER                                                                                     \
        "INSERT INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES ('n', " \
        "2, 2024, 9, 1);"
        static const struct attempt list[] = {
            {"a draft of the office by an attestation that is there",
             NUMBER "UPDATE edition SET state = 'live', attestation_id = 1 WHERE id = 3;" LIVE_ITEM,
             NULL},
            {"given to a draft beforehand", "UPDATE edition SET attestation_id = 1 WHERE id = 3",
             NULL},
            {"a new text that brings it along", EDITION_OF(3, 2, "live", ", attestation_id", ", 1"),
             NULL},
            {"a draft that brings it along",
             "INSERT INTO item (id, agency_id, column_id, state, sort_day, created_at) VALUES (8, "
             "2, 3, 'draft', 1, 1);" EDITION_OF(8, 1, "draft", ", attestation_id", ", 1"),
             NULL},
            {"a later text of what was imported",
             EDITION_OF(2, 2, "superseded", ", attestation_id", ", 1"), NULL},
            {"an attestation for an import that has ended", ATTEST(1), NULL},
            {"the import opened again",
             "UPDATE import_batch SET state = 'moving', ended_at = NULL WHERE id = 1", NULL},
            {"an import of its own, for an item of the office",
             NUMBER BATCH("moving", "NULL") ATTEST(5) "UPDATE edition SET state = 'live', "
                                                      "attestation_id = 5 WHERE id = 3;" LIVE_ITEM,
             NULL},
            {"the item lent to the import",
             BATCH("moving", "NULL") "UPDATE item SET batch_id = 5 WHERE id = 3", NULL},
            {"an import that is over as it begins", BATCH("done", "1"), NULL},
            {"an import taken away", "DELETE FROM import_batch WHERE id = 1", NULL},
            {"an attestation taken away", "DELETE FROM attestation", NULL},
            {"an attestation of something else", "UPDATE attestation SET source = 'x'", NULL},
            {"an import replaced",
             FOREIGN "REPLACE INTO import_batch (id, kind, file_name, file_sm3, state, started_at) "
                     "VALUES (1, 'items', 'a.csv', '" SM3_A "', 'moving', 1)",
             "INSERT INTO import_batch (id, kind, file_name, file_sm3, state, started_at) VALUES "
             "(1, 'items', 'a.csv', '" SM3_A
             "', 'moving', 1) ON CONFLICT (id) DO UPDATE SET state = 'moving', ended_at = NULL"},
            {"a live item that shows the draft of another, by an import of its own",
             NUMBER BATCH(
                 "moving",
                 "NULL") "INSERT INTO item (id, agency_id, column_id, state, index_no, "
                         "live_edition_id, batch_id, sort_day, created_at) VALUES (8, 2, 3, "
                         "'live', 'n', 3, 5, 1, 1)",
             NULL},
            {"live from nowhere, without an import",
             NUMBER "INSERT INTO item (id, agency_id, column_id, state, index_no, "
                    "live_edition_id, sort_day, created_at) VALUES (8, 2, 3, 'live', 'n', 80, 1, "
                    "1)",
             NULL},
            {"closed with all its reviews, and live all the same",
             NUMBER REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A) CLOSED
             "UPDATE edition SET state = 'live', content_review_id = 3, "
             "secrecy_review_id = 9 WHERE id = 3;" LIVE_ITEM,
             NULL},
            {"the attribute of the sheet turned round afterwards",
             REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A) CLOSED
             "INSERT INTO item_sheet (item_id, disclosure, origin) VALUES (3, "
             "'proactive', 'made');"
             "UPDATE edition SET state = 'live', content_review_id = 3, "
             "secrecy_review_id = 9 WHERE id = 3",
             NULL},
            {"signed by who cleared it",
             REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A)
                 REVIEW(8, 3, 1, "signature", "approve", 3,
                        SM3_A) "UPDATE edition SET state = 'live', content_review_id = 3, "
                               "secrecy_review_id = 9 WHERE id = 3",
             NULL},
            {"cleared, then returned",
             SIGNED REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A)
                 REVIEW(10, 3, 1, "secrecy", "return", 3,
                        SM3_A) "UPDATE edition SET state = 'live', content_review_id = 3, "
                               "secrecy_review_id = 9 WHERE id = 3",
             NULL},
        };

        ALL_REFUSED(f, list);
        sql_do(f, IMPORTED);
        sql_do(f, "UPDATE import_batch SET state = 'done', ended_at = 2 WHERE id = 2");
        sql_refused(f, "UPDATE item SET batch_id = NULL WHERE id = 9");
}

static void
a_hash_is_64_lowercase_digits(struct fixture *f)
{
#define BYTES(sm3)                                                                                 \
        "INSERT INTO file_object (sm3, size, type, stored_at) VALUES ('" sm3 "', 1, 't', 1)"
        static const struct attempt list[] = {
            {"too short", BYTES("short"), NULL},
            {"a way out of its folder",
             BYTES("../../../../../../../../../../../../../../../../../../../../../a"), NULL},
            {"capitals", BYTES("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
             NULL},
            {"a letter too far",
             BYTES("gaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), NULL},
            {"at its end too",
             BYTES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"), NULL},
            {"of a text",
             "UPDATE edition SET content_sm3 = "
             "'zaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE id = 3",
             NULL},
        };

        ALL_REFUSED(f, list);
        sql_do(f, BYTES(SM3_A));
}

static void
nothing_is_published_without_two_reviews_by_others(struct fixture *f)
{
        static const struct attempt list[] = {
            {"without any", "UPDATE edition SET state = 'live' WHERE id = 3", NULL},
            {"without the secrecy review",
             SIGNED "UPDATE edition SET state = 'live', content_review_id = 3 WHERE id = 3", NULL},
            {"without the signature", GO_LIVE(REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A)),
             NULL},
            {"with a signature that says no",
             GO_LIVE(REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A)
                         REVIEW(8, 3, 1, "signature", "return", 4, SM3_A)),
             NULL},
            {"with the signature of another text",
             GO_LIVE(REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A)
                         REVIEW(8, 3, 1, "signature", "approve", 4, SM3_B)),
             NULL},
            {"superseded at once, without the signature",
             REVIEW(9, 3, 1, "secrecy", "approve", 3,
                    SM3_A) "UPDATE edition SET state = 'superseded', content_review_id = 3, "
                           "secrecy_review_id = 9 WHERE id = 3",
             NULL},
            {"with a review that is not there", GO_LIVE(SIGNED), NULL},
            {"the content review in both places",
             SIGNED
             "UPDATE edition SET state = 'live', content_review_id = 3, secrecy_review_id = 3 "
             "WHERE id = 3",
             NULL},
            {"the reviews of another text",
             SIGNED
             "UPDATE edition SET state = 'live', content_review_id = 1, secrecy_review_id = 2 "
             "WHERE id = 3",
             NULL},
            {"a review that returned it",
             GO_LIVE(SIGNED REVIEW(9, 3, 1, "secrecy", "return", 3, SM3_A)), NULL},
            {"a review of what it said before",
             GO_LIVE(SIGNED REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_B)), NULL},
            {"a text changed after its review",
             GO_LIVE(REVIEW(9, 3, 1, "secrecy", "approve", 3,
                            SM3_A) "UPDATE edition SET content_sm3 = '" SM3_B "' WHERE id = 3;"),
             NULL},
            {"a review by the author", REVIEW(9, 3, 1, "secrecy", "approve", 1, SM3_A), NULL},
            {"a review by the author under another's name",
             REVIEW(9, 3, 2, "secrecy", "approve", 1, SM3_A), NULL},
            {"an author who changes after the review",
             REVIEW(9, 3, 1, "secrecy", "approve", 3,
                    SM3_A) "UPDATE edition SET author_id = 3 WHERE id = 3",
             NULL},
            {"a review of a text without an author",
             REVIEW(9, 4, 1, "secrecy", "approve", 3, SM3_A), NULL},
            {"a return without words",
             "INSERT INTO review (edition_id, author_id, kind, verdict, reviewer_id, content_sm3, "
             "reviewed_at) VALUES"
             " (3, 1, 'content', 'return', 2, '" SM3_A "', 1)",
             NULL},
            {"a review that is changed", "UPDATE review SET verdict = 'return' WHERE id = 1", NULL},
            {"a review that is taken away", "DELETE FROM review WHERE id = 3", NULL},
            {"live at once, by nobody", EDITION_OF(3, 2, "live", "", ""), NULL},
            {"an attestation of no import",
             "INSERT INTO attestation (batch_id, source, attested_by, attested_at) VALUES (99, "
             "'s', 'a', 1)",
             NULL},
            {"an attestation by nobody",
             "INSERT INTO attestation (batch_id, source, attested_by, attested_at) VALUES (1, 's', "
             "'', 1)",
             NULL},
            {"withheld, and live",
             "UPDATE item SET disclosure = 'withheld', ground = 'G14' WHERE id = 1", NULL},
            {"withheld without a ground", "UPDATE item SET disclosure = 'withheld' WHERE id = 3",
             NULL},
        };

        ALL_REFUSED(f, list);
        sql_do(f, GO_LIVE(SIGNED REVIEW(9, 3, 1, "secrecy", "approve", 3,
                                        SM3_A))); /* and this is how it goes */
}

#define ACT(id, edition, kind, person, more, more_values)                                          \
        "INSERT INTO item_act (id, item_id, edition_id, kind, person_id, done_at" more             \
        ") VALUES (" #id ", 3, " #edition ", '" kind "', " #person ", 1" more_values ");"

static void
nobody_goes_round_the_signature(struct fixture *f)
{
        static const struct attempt list[] = {
            {"over the draft",
             FOREIGN REVIEW(9, 3, 1, "secrecy", "approve", 3,
                            SM3_A) "INSERT OR REPLACE INTO edition (id, item_id, no, state, title, "
                                   "body, author_id, "
                                   "content_sm3, content_review_id, secrecy_review_id, created_at) "
                                   "VALUES (3, 3, 1, "
                                   "'live', 't', '{}', 1, '" SM3_A "', 3, 9, 1)",
             REVIEW(9, 3, 1, "secrecy", "approve", 3,
                    SM3_A) "INSERT INTO edition (id, item_id, no, state, title, body, author_id, "
                           "content_sm3, created_at) VALUES (3, 3, 1, 'live', 't', '{}', 1, '" SM3_A
                           "', 1) ON CONFLICT (id) DO UPDATE SET state = 'live', content_review_id "
                           "= 3, "
                           "secrecy_review_id = 9"},
            {"with its reviews in one stroke",
             "PRAGMA defer_foreign_keys = ON;"
             "INSERT INTO edition (id, item_id, no, state, title, body, author_id, content_sm3, "
             "content_review_id, secrecy_review_id, created_at) VALUES (30, 4, 2, 'live', 't', "
             "'{}', 1, '" SM3_A "', 31, 32, 1);" REVIEW(31, 30, 1, "content", "approve", 2, SM3_A)
                 REVIEW(32, 30, 1, "secrecy", "approve", 3,
                        SM3_A) "UPDATE item SET state = 'live', live_edition_id = 30, "
                               "withdrawn_at = NULL, withdrawn_reason = NULL WHERE id = 4",
             "WITH e AS (INSERT INTO edition (id, item_id, no, state, title, body, author_id, "
             "content_sm3, content_review_id, secrecy_review_id, created_at) VALUES (30, 4, 2, "
             "'live', 't', '{}', 1, '" SM3_A "', 31, 32, 1) RETURNING id) INSERT INTO review (id, "
             "edition_id, author_id, kind, verdict, reviewer_id, content_sm3, reviewed_at) SELECT "
             "31, id, 1, 'content', 'approve', 2, '" SM3_A "', 1 FROM e UNION ALL SELECT 32, id, "
             "1, 'secrecy', 'approve', 3, '" SM3_A "', 1 FROM e"},
            {"a live item from nowhere",
             "PRAGMA defer_foreign_keys = ON;"
             "INSERT INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES "
             "('n', 2, 2024, 9, 1);"
             "INSERT INTO edition (id, item_id, no, state, title, body, author_id, content_sm3, "
             "content_review_id, secrecy_review_id, created_at) VALUES (30, 30, 1, 'live', 't', "
             "'{}', 1, '" SM3_A "', 31, 32, 1);" REVIEW(31, 30, 1, "content", "approve", 2, SM3_A)
                 REVIEW(32, 30, 1, "secrecy", "approve", 3,
                        SM3_A) "INSERT INTO item (id, agency_id, column_id, state, index_no, "
                               "live_edition_id, sort_day, created_at) VALUES (30, 2, 3, 'live', "
                               "'n', 30, 1, 1)",
             "INSERT INTO edition (id, item_id, no, state, title, body, author_id, content_sm3, "
             "created_at) VALUES (30, 30, 1, 'live', 't', '{}', 1, '" SM3_A "', 1)"},
        };

        ALL_REFUSED(f, list);
}

static void
nobody_reviews_what_he_wrote(struct fixture *f)
{
        static const struct attempt list[] = {
            {"who changed the draft",
             ACT(1, 3, "edited", 4, "", "") REVIEW(8, 3, 1, "signature", "approve", 4, SM3_A),
             NULL},
            {"for whom it was changed",
             ACT(1, 3, "edited", 2, ", delegator_id", ", 4")
                 REVIEW(8, 3, 1, "signature", "approve", 4, SM3_A),
             NULL},
            {"for the author",
             "INSERT INTO review (edition_id, author_id, kind, verdict, reviewer_id, delegator_id, "
             "content_sm3, reviewed_at) VALUES (3, 1, 'signature', 'approve', 4, 1, '" SM3_A
             "', 1)",
             NULL},
            {"for oneself",
             "INSERT INTO review (edition_id, author_id, kind, verdict, reviewer_id, delegator_id, "
             "content_sm3, reviewed_at) VALUES (3, 1, 'signature', 'approve', 4, 4, '" SM3_A
             "', 1)",
             NULL},
        };

        ALL_REFUSED(f, list);
}

static void
what_was_done_stays(struct fixture *f)
{
        static const struct attempt list[] = {
            {"an act changed", "UPDATE item_act SET words = 'x' WHERE id = 50", NULL},
            {"an act taken away", "DELETE FROM item_act WHERE id = 50", NULL},
            {"an act replaced",
             FOREIGN "INSERT OR REPLACE INTO item_act (id, item_id, edition_id, kind, person_id, "
                     "done_at) VALUES (50, 3, 3, 'edited', 2, 2)",
             "TRUNCATE item_act"},
            {"a return without words", ACT(51, 3, "returned", 2, "", ""), NULL},
            {"a submission without its ladder", ACT(51, 3, "submitted", 1, "", ""), NULL},
            {"an act for oneself", ACT(51, 3, "edited", 1, ", delegator_id", ", 1"), NULL},
            {"a submitted text changed", "UPDATE draft_text SET title = 'x'", NULL},
            {"a submitted text taken away", "DELETE FROM draft_text", NULL},
            {"a ladder without a secrecy review",
             "INSERT INTO review_rule (agency_id, steps, set_by, set_at) VALUES (2, "
             "'content,signature', 1, 1)",
             NULL},
            {"a ladder without a signature",
             "INSERT INTO review_rule (agency_id, steps, set_by, set_at) VALUES (2, "
             "'content,secrecy', 1, 1)",
             NULL},
            {"a ladder without a content review",
             "INSERT INTO review_rule (agency_id, steps, set_by, set_at) VALUES (2, "
             "'secrecy,signature', 1, 1)",
             NULL},
            {"a stand-in for oneself",
             "INSERT INTO delegation (from_id, to_id, role, scope_agency_id, from_day, to_day, "
             "reason, made_by, made_at) VALUES (1, 1, 'clerk', 2, 1, 2, 'r', 1, 1)",
             NULL},
            {"a stand-in as administrator",
             "INSERT INTO delegation (from_id, to_id, role, scope_agency_id, from_day, to_day, "
             "reason, made_by, made_at) VALUES (3, 1, 'system_admin', 2, 1, 2, 'r', 1, 1)",
             NULL},
            {"withheld on the sheet without a ground",
             "INSERT INTO item_sheet (item_id, disclosure, origin) VALUES (3, 'withheld', 'made')",
             NULL},
        };

        house_build(f);
        sql_do(f, ACT(50, 3, "created", 1, "",
                      "") "INSERT INTO draft_text (edition_id, content_sm3, title, summary, body, "
                          "kept_at) VALUES (3, '" SM3_A "', 't', '', '{}', 1)");
        all_refused_here(f, list, N(list));
}

#define FINDING(kind, blocks)                                                                      \
        "INSERT INTO scan_finding (id, item_id, edition_id, content_sm3, mark, nth, kind, "        \
        "severity, blocks, field, label, path, from_byte, n_bytes, masked, reason, suggestion, "   \
        "advice) VALUES (9, 3, 3, '" SM3_A "', '" SM3_B "', 0, '" kind "', 2, " #blocks            \
        ", 'body', '正文', 'content[0]', 0, 18, '3702**', 'r', '', '');"
#define DECISION(who, how)                                                                         \
        "INSERT INTO scan_decision (finding_id, item_id, mark, decision, reason, person_id, "      \
        "decided_at) VALUES (9, 3, '" SM3_B "', '" how "', 'r', " #who ", 1);"

/* 《保守国家秘密法》第三十五条: what the scan found in a text is decided before anybody clears it. */
static void
no_secrecy_review_of_what_is_undecided(struct fixture *f)
{
        static const struct attempt list[] = {
            {"a text with an identity number nobody decided on",
             REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A), NULL},
            {"decided, but not to stay",
             DECISION(1, "masked") REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A), NULL},
            {"the finding changed", "UPDATE scan_finding SET blocks = 0", NULL},
            {"the finding taken away", "DELETE FROM scan_finding", NULL},
            {"the finding replaced",
             "INSERT OR REPLACE INTO scan_finding (item_id, edition_id, content_sm3, mark, nth, "
             "kind, severity, blocks, field, label, path, from_byte, n_bytes, masked, reason, "
             "suggestion, advice) VALUES (3, 3, '" SM3_A "', '" SM3_B
             "', 0, 'mobile', 2, 0, 'body', 'l', '', 0, 1, 'm', 'r', '', '')",
             "TRUNCATE scan_finding, scan_decision"},
            {"a decision without a reason",
             "INSERT INTO scan_decision (finding_id, item_id, mark, decision, person_id, "
             "decided_at) VALUES (9, 3, '" SM3_B "', 'kept', 1, 1)",
             NULL},
            {"a decision about another place",
             "INSERT INTO scan_decision (finding_id, item_id, mark, decision, reason, person_id, "
             "decided_at) VALUES (9, 3, '" SM3_A "', 'kept', 'r', 1, 1)",
             NULL},
            {"a text that nobody looked at",
             "DELETE FROM scan_run WHERE edition_id = 3;" REVIEW(9, 3, 1, "secrecy", "approve", 3,
                                                                 SM3_A),
             NULL},
            {"a text that leaves the desk with it",
             SIGNED "DELETE FROM item_act;"
                    "UPDATE edition SET state = 'live', content_review_id = 3 WHERE id = 3",
             NULL},
        };
        static const struct attempt secret[] = {
            {"a secret mark that another decided to keep",
             REVIEW(11, 3, 1, "secrecy", "approve", 3, SM3_A), NULL},
            {"a decision changed", "UPDATE scan_decision SET person_id = 3", NULL},
            {"a decision taken away", "DELETE FROM scan_decision", NULL},
        };

        house_build(f);
        sql_do(f, ACT(50, 3, "created", 1, "", "") FINDING(
                      "identity",
                      1) "INSERT INTO draft_text (edition_id, content_sm3, title, summary, body, "
                         "kept_at) VALUES (3, '" SM3_A "', 't', '', '{}', 1)");
        all_refused_here(f, list, N(list));
        sql_do(f, DECISION(1, "kept") REVIEW(9, 3, 1, "secrecy", "approve", 3, SM3_A));
        sql_do(f,
               "INSERT INTO scan_finding (id, item_id, edition_id, content_sm3, mark, nth, kind, "
               "severity, blocks, field, label, path, from_byte, n_bytes, masked, reason, "
               "suggestion, advice) VALUES (10, 3, 3, '" SM3_A "', '" SM3_A
               "', 0, 'secret', 2, 1, 'title', '标题', '', 0, 6, '机密', 'r', '', '');"
               "INSERT INTO scan_decision (finding_id, item_id, mark, decision, reason, "
               "person_id, decided_at) VALUES (10, 3, '" SM3_A "', 'kept', 'r', 1, 1)");
        all_refused_here(f, secret, N(secret));
}

static void
the_trail_is_append_only(struct fixture *f)
{
        static const struct attempt list[] = {
            {"a row changed", "UPDATE audit SET person_id = 2", NULL},
            {"a row taken away", "DELETE FROM audit", NULL},
            {"all taken away", "DELETE FROM audit WHERE no > 0", "TRUNCATE audit, change"},
            {"a number twice",
             "INSERT INTO audit (no, at, event, object, digest, prev_sm3, sm3) VALUES (1, 1, 'e', "
             "'o', 'd', '" SM3_A "', '" SM3_B "')",
             NULL},
            {"a hash twice",
             "INSERT INTO audit (no, at, event, object, digest, prev_sm3, sm3) VALUES (2, 1, 'e', "
             "'o', 'd', '" SM3_A "', '" SM3_A "')",
             NULL},
            {"a change of no commit",
             "INSERT INTO change (change_no, topic, ref) VALUES (9, 'item', 1)", NULL},
            {"a second head", "INSERT INTO audit_head (one, no, sm3) VALUES (2, 1, '" SM3_A "')",
             NULL},
        };

        sql_do(f, "INSERT INTO audit (no, at, event, object, digest, prev_sm3, sm3) VALUES (1, 1, "
                  "'e', 'o', 'd', '" SM3_B "', '" SM3_A "')");
        ALL_REFUSED(f, list);
}

static void
a_count_is_a_value_with_a_kind(struct fixture *f)
{
#define FIGURE(kind, value)                                                                        \
        "INSERT INTO stated_figure (agency_id, year, name, kind, value, source) VALUES (1, 2020, " \
        "'x', '" kind "', " value ", 's')"
        static const struct attempt list[] = {
            {"absent is not zero", FIGURE("absent", "0"), NULL},
            {"exact without a value", FIGURE("exact", "NULL"), NULL},
            {"approximate without a value", FIGURE("approximate", "NULL"), NULL},
            {"a kind nobody knows", FIGURE("about", "1"), NULL},
            {"a figure that nobody states",
             "INSERT INTO stated_figure (agency_id, year, name, kind, value, source) VALUES"
             " (1, 2020, 'x', 'exact', 1, '')",
             NULL},
            {"the same figure twice",
             "INSERT INTO stated_figure (agency_id, year, name, kind, value, source) VALUES"
             " (1, 2019, 'portal_views', 'exact', 1, 's')",
             NULL},
            {"fewer than none", "UPDATE tally SET n = -1", NULL},
            {"fewer than none in a month",
             "INSERT INTO tally_month (agency_id, year, month, n) VALUES (1, 2024, 5, -1)", NULL},
            {"a thirteenth month",
             "INSERT INTO tally_month (agency_id, year, month, n) VALUES (1, 2024, 13, 1)", NULL},
            {"a month before the first",
             "INSERT INTO tally_month (agency_id, year, month, n) VALUES (1, 2024, 0, 1)", NULL},
            {"the month of nobody",
             "INSERT INTO tally_month (agency_id, year, month, n) VALUES (777, 2024, 5, 1)", NULL},
            {"an item counted twice in a channel",
             "INSERT INTO publication (item_id, channel, published_at) VALUES (1, 'website', 9)",
             NULL},
            {"a channel nobody knows",
             "INSERT INTO publication (item_id, channel, published_at) VALUES (1, 'pigeon', 9)",
             NULL},
        };

        ALL_REFUSED(f, list);
        sql_do(f, FIGURE("absent", "NULL"));
}

static void
agencies_columns_and_roles_hold_together(struct fixture *f)
{
        static const struct attempt list[] = {
            {"its own parent", "UPDATE agency SET parent_id = 2 WHERE id = 2", NULL},
            {"a cycle of paths",
             "INSERT INTO agency_path (ancestor, descendant, depth, began_on) VALUES (1, 1, 2, "
             "14001)",
             NULL},
            {"under someone at no depth",
             "INSERT INTO agency_path (ancestor, descendant, depth, began_on) VALUES (2, 1, 0, "
             "14001)",
             NULL},
            {"the same path twice at once",
             "INSERT INTO agency_path (ancestor, descendant, depth, began_on) VALUES (1, 2, 1, "
             "15000)",
             NULL},
            {"closed before it was opened", "UPDATE agency SET closed_on = 13000 WHERE id = 2",
             NULL},
            {"two of one code", "UPDATE agency SET code = '11A' WHERE id = 2", NULL},
            {"a successor of itself",
             "INSERT INTO agency_succession (predecessor_id, successor_id, kind, on_day) VALUES "
             "(1, 1, 'rename', 1)",
             NULL},
            {"an external column without an address",
             "UPDATE catalogue_column SET kind = 'external' WHERE id = 3", NULL},
            {"a column under itself", "UPDATE catalogue_column SET parent_id = 3 WHERE id = 3",
             NULL},
            {"a guide with a field missing",
             "INSERT INTO guide (agency_id, classes, arrangement, access, office_name, "
             "office_address, office_hours,"
             " phone, fax, internet, updated_on) VALUES (1, 'a', 'a', 'a', 'a', 'a', 'a', 'a', '', "
             "'a', 1)",
             NULL},
            {"two of the three administrators in one person",
             "INSERT INTO person_role (person_id, role, scope_agency_id, granted_at) VALUES (3, "
             "'audit_admin', 1, 1)",
             NULL},
            {"a role granted to oneself",
             "INSERT INTO person_role (person_id, role, scope_agency_id, granted_by, granted_at) "
             "VALUES"
             " (1, 'signer', 2, 1, 1)",
             NULL},
            {"a role nobody knows",
             "INSERT INTO person_role (person_id, role, scope_agency_id, granted_at) VALUES (1, "
             "'king', 2, 1)",
             NULL},
            {"a second site for one host",
             "INSERT INTO site (code, name, root_agency_id) VALUES ('second', 'x', 1)", NULL},
            {"an import that moves and has ended",
             "UPDATE import_batch SET state = 'moving' WHERE id = 1", NULL},
            {"a file under a false name",
             "INSERT INTO file_object (sm3, size, type, stored_at) VALUES ('short', 1, 't', 1)",
             NULL},
            {"an attachment without its file",
             "INSERT INTO attachment (edition_id, sort, name, sm3) VALUES (3, 1, 'a', '" SM3_B "')",
             NULL},
            {"a leased job without an end",
             "INSERT INTO job (kind, state, run_after, enqueued_at) VALUES ('k', 'leased', 1, 1)",
             NULL},
        };

        ALL_REFUSED(f, list);
}

int
main(void)
{
        static const struct store_test tests[] = {
            STORE_TEST(one_live_and_one_draft_edition),
            STORE_TEST(published_text_is_superseded_not_overwritten),
            STORE_TEST(an_index_number_is_unique_for_ever),
            STORE_TEST(nothing_kept_is_replaced),
            STORE_TEST(what_was_approved_stays_as_it_is),
            STORE_TEST(an_attestation_carries_its_own_import_alone),
            STORE_TEST(a_hash_is_64_lowercase_digits),
            STORE_TEST(nothing_is_published_without_two_reviews_by_others),
            STORE_TEST(nobody_goes_round_the_signature),
            STORE_TEST(nobody_reviews_what_he_wrote),
            STORE_TEST(no_secrecy_review_of_what_is_undecided),
            STORE_TEST(what_was_done_stays),
            STORE_TEST(the_trail_is_append_only),
            STORE_TEST(a_count_is_a_value_with_a_kind),
            STORE_TEST(agencies_columns_and_roles_hold_together),
        };

        return suite_run(tests, N(tests));
}
