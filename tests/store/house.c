#include "house.h"

void
house_build(struct fixture *f)
{
        sql_do(
            f,
            "INSERT INTO agency (id, code, slug, name, short_name, kind, level, parent_id, "
            "opened_on) VALUES"
            " (1, '11A', 'xian', '静宇县人民政府', '县政府', 'government', 'county', NULL, 14000),"
            " (2, '11B', 'jiaoyu', '静宇县教育局', '教育局', 'department', 'county', 1, 14000);"
            "INSERT INTO agency_path (ancestor, descendant, depth, began_on) VALUES"
            " (1, 1, 0, 14000), (2, 2, 0, 14000), (1, 2, 1, 14000);"
            "INSERT INTO site (id, code, name, root_agency_id) VALUES (1, 'main', '信息公开', 1);"
            "INSERT INTO person (id, login, name, agency_id, password_hash, created_at) VALUES"
            " (1, 'author', '信息员甲', 2, 'x', 1), (2, 'reviewer', '审核员乙', 2, 'x', 1),"
            " (3, 'secrecy', '保密员丙', 2, 'x', 1), (4, 'signer', '签发人丁', 2, 'x', 1);"
            "INSERT INTO person_role (person_id, role, scope_agency_id, granted_by, granted_at) "
            "VALUES"
            " (1, 'clerk', 2, 2, 1), (2, 'reviewer', 2, 3, 1), (3, 'system_admin', 1, 2, 1);");
        sql_do(f,
               "INSERT INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES"
               " ('11B-2024-00001', 2, 2024, 1, 1), ('11B-2024-00002', 2, 2024, 2, 1),"
               " ('11B-2024-00003', 2, 2024, 3, 1);"
               "INSERT INTO index_counter (agency_id, year, last) VALUES (2, 2024, 3);"
               "INSERT INTO import_batch (id, kind, file_name, file_sm3, state, started_at) VALUES"
               " (1, 'items', 'a.csv', '" SM3_A "', 'moving', 1);"
               "INSERT INTO attestation (id, batch_id, source, attested_by, attested_at) VALUES"
               " (1, 1, '旧网站', '信息公开办', 1);"
               "INSERT INTO item (id, agency_id, column_id, state, sort_day, created_at) VALUES"
               " (1, 2, 3, 'draft', 19800, 1), (3, 2, 3, 'draft', 19802, 1);"
               "INSERT INTO item (id, agency_id, column_id, state, index_no, live_edition_id, "
               "batch_id, sort_day, created_at) VALUES"
               " (2, 2, 3, 'live', '11B-2024-00002', 2, 1, 19801, 1),"
               " (4, 2, 3, 'live', '11B-2024-00003', 4, 1, 19803, 1);"
               "INSERT INTO edition (id, item_id, no, state, title, body, author_id, content_sm3, "
               "created_at) VALUES"
               " (1, 1, 1, 'draft', '关于招生工作的通知', '{\"a\":\"义务教育\"}', 1, '" SM3_A
               "', 1),"
               " (3, 3, 1, 'draft', '草稿', '{}', 1, '" SM3_A "', 1);"
               "INSERT INTO edition (id, item_id, no, state, title, body, attestation_id, "
               "content_sm3, created_at) VALUES"
               " (2, 2, 1, 'live', '以前公开过的文件', '{}', 1, '" SM3_B "', 1),"
               " (4, 4, 1, 'live', '已撤回', '{}', 1, '" SM3_A "', 1);"
               "UPDATE import_batch SET state = 'done', ended_at = 2 WHERE id = 1;"
               "INSERT INTO scan_run (edition_id, content_sm3, n, scanned_at) VALUES"
               " (1, '" SM3_A "', 0, 1), (3, '" SM3_A "', 0, 1);"
               "INSERT INTO review (id, edition_id, author_id, kind, verdict, reviewer_id, "
               "content_sm3, reviewed_at, text_version, disclosure)"
               " VALUES (1, 1, 1, 'content', 'approve', 2, '" SM3_A "', 1, 1, 'proactive'),"
               " (2, 1, 1, 'secrecy', 'approve', 3, '" SM3_A "', 1, 1, 'proactive'),"
               " (3, 3, 1, 'content', 'approve', 2, '" SM3_A "', 1, 1, 'proactive'),"
               " (4, 1, 1, 'signature', 'approve', 4, '" SM3_A "', 1, 1, 'proactive');");
        sql_do(f,
               "UPDATE edition SET state = 'live', content_review_id = 1, secrecy_review_id = 2 "
               "WHERE id = 1;"
               "UPDATE item SET state = 'live', index_no = '11B-2024-00001', live_edition_id = 1,"
               " published_at = 1710000000000 WHERE id = 1;"
               "UPDATE item SET state = 'withdrawn', live_edition_id = NULL, withdrawn_at = 5,"
               " withdrawn_reason = '内容有误' WHERE id = 4;"
               "UPDATE edition SET state = 'withdrawn' WHERE id = 4;"
               "INSERT INTO publication (item_id, channel, published_at) VALUES (1, 'website', 1), "
               "(1, 'weibo', 2);"
               "INSERT INTO tally (agency_id, column_id, year, channel, n) VALUES (2, 3, 2024, "
               "'*', 2);"
               "INSERT INTO stated_figure (agency_id, year, name, kind, value, source) VALUES"
               " (1, 2019, 'portal_views', 'approximate', 120000, '年报第二段');"
               "INSERT INTO setting (name, value, changed_at) VALUES ('brand', '静宇', 9);");
}
