-- 泄密处置: orders, and what takes the words out of the rows (app/purge.h). The texts that stand in the place of what was
-- removed are those that the guards of the tables let through.

-- name: purge_insert            the first of two persons asks for it
-- in: item_id int, reason text, ordered_by int, ordered_at instant
-- out: id int
-- may: conflict
INSERT INTO purge (item_id, state, reason, ordered_by, ordered_at) VALUES ($1, 'ordered', $2, $3, $4) RETURNING id;

-- name: purge_of               how far one of the scope has come
-- in: scope int, id int
-- out: item_id int, state text, ordered_by int, agency_id int
SELECT g.item_id, g.state, g.ordered_by, i.agency_id
  FROM purge g JOIN item i ON i.id = g.item_id
  JOIN agency_path p ON p.descendant = i.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE g.id = $2;

-- name: purge_under_way         whether the words of an item are on their way out
-- in: item_id int
-- out: id int
SELECT g.id FROM purge g WHERE g.item_id = $1 AND g.state IN ('ordered','clearing');

-- name: purge_decide            the second person
-- in: id int, state text, decided_by int, decided_at instant, ended_at instant?, n_editions int, n_files int
UPDATE purge SET state = $2, decided_by = $3, decided_at = $4, ended_at = $5, n_editions = $6, n_files = $7 WHERE id = $1;

-- name: purge_change            the change number of the transaction that removed the words
-- in: id int
-- out: change_no int
SELECT c.change_no FROM change c WHERE c.topic = 'purge' AND c.ref = $1 ORDER BY c.change_no DESC LIMIT 1;

-- name: purge_end               nothing is left
-- in: id int, ended_at instant
UPDATE purge SET state = 'done', ended_at = $2 WHERE id = $1 AND state = 'clearing';

-- name: purge_read              one of the scope
-- in: scope int, id int
-- out: id int, item_id int, index_no text?, agency text, state text, reason text, ordered_by int, orderer text, ordered_at instant, decider text?, decided_at instant?, n_editions int, n_files int, ended_at instant?, item_created_at instant, n_left int
SELECT g.id, g.item_id, i.index_no, a.name, g.state, g.reason, g.ordered_by, o.name, g.ordered_at, d.name, g.decided_at,
       g.n_editions, g.n_files, g.ended_at, i.created_at,
       (SELECT COUNT(*) FROM purge_file f WHERE f.purge_id = g.id)
  FROM purge g JOIN item i ON i.id = g.item_id JOIN agency a ON a.id = i.agency_id
  JOIN agency_path p ON p.descendant = i.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
  JOIN person o ON o.id = g.ordered_by LEFT JOIN person d ON d.id = g.decided_by
 WHERE g.id = $2;

-- name: purge_list              those of the scope, newest first
-- in: scope int, limit int, offset int
-- out: id int, index_no text?, agency text, state text, reason text, orderer text, ordered_at instant, decider text?, ended_at instant?
SELECT g.id, i.index_no, a.name, g.state, g.reason, o.name, g.ordered_at, d.name, g.ended_at
  FROM purge g JOIN item i ON i.id = g.item_id JOIN agency a ON a.id = i.agency_id
  JOIN agency_path p ON p.descendant = i.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
  JOIN person o ON o.id = g.ordered_by LEFT JOIN person d ON d.id = g.decided_by
 ORDER BY g.id DESC LIMIT $2 OFFSET $3;

-- name: purge_count             how many there are
-- in: scope int
-- out: n int
SELECT COUNT(*) FROM purge g JOIN item i ON i.id = g.item_id
  JOIN agency_path p ON p.descendant = i.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL;

-- name: purge_texts             every text an item ever had
-- in: item_id int
-- out: id int, state text, body text
SELECT e.id, e.state, e.body FROM edition e WHERE e.item_id = $1
UNION ALL
SELECT 0, 'kept', t.body FROM draft_text t JOIN edition e ON e.id = t.edition_id WHERE e.item_id = $1 ORDER BY 1;

-- name: purge_files             the files of all its texts
-- in: item_id int
-- out: sm3 text
SELECT t.sm3 FROM attachment t JOIN edition e ON e.id = t.edition_id WHERE e.item_id = $1
UNION SELECT u.proof_file FROM publication u WHERE u.item_id = $1 AND u.proof_file IS NOT NULL
UNION SELECT k.sm3 FROM draft_text_file k JOIN edition e ON e.id = k.edition_id WHERE e.item_id = $1
UNION SELECT d.sm3 FROM file_decision d WHERE d.item_id = $1
UNION SELECT r.sm3 FROM redaction r WHERE r.item_id = $1
UNION SELECT r.result_sm3 FROM redaction r WHERE r.item_id = $1 AND r.result_sm3 IS NOT NULL;

-- name: purge_file_elsewhere    how many uses another item has of the same file
-- in: sm3 text, item_id int
-- out: n int
SELECT (SELECT COUNT(*) FROM attachment t JOIN edition e ON e.id = t.edition_id WHERE t.sm3 = $1 AND e.item_id <> $2)
     + (SELECT COUNT(*) FROM draft_text_file k JOIN edition e ON e.id = k.edition_id WHERE k.sm3 = $1 AND e.item_id <> $2)
     + (SELECT COUNT(*) FROM publication u WHERE u.proof_file = $1 AND u.item_id <> $2);

-- name: purge_kept_put          bytes that stay, since another item has them
-- in: purge_id int, sm3 text
INSERT INTO purge_kept (purge_id, sm3) VALUES ($1, $2) ON CONFLICT (purge_id, sm3) DO NOTHING;

-- name: purge_holders           other items that have a file of the item, before and after its words are gone
-- in: purge_id int
-- out: id int, index_no text?, agency text, state text, n_files int
WITH own AS (SELECT k.sm3 FROM purge_kept k WHERE k.purge_id = $1
             UNION SELECT t.sm3 FROM purge g JOIN edition e ON e.item_id = g.item_id JOIN attachment t ON t.edition_id = e.id WHERE g.id = $1
             UNION SELECT u.proof_file FROM purge g JOIN publication u ON u.item_id = g.item_id WHERE g.id = $1),
     held AS (SELECT e.item_id, t.sm3 FROM own JOIN attachment t ON t.sm3 = own.sm3 JOIN edition e ON e.id = t.edition_id
              UNION SELECT u.item_id, u.proof_file FROM own JOIN publication u ON u.proof_file = own.sm3)
SELECT i.id, i.index_no, a.name, i.state, COUNT(*)
  FROM held h JOIN item i ON i.id = h.item_id JOIN agency a ON a.id = i.agency_id
 WHERE i.id <> (SELECT g.item_id FROM purge g WHERE g.id = $1)
 GROUP BY i.id, i.index_no, a.name, i.state ORDER BY i.id;

-- name: purge_packages          archive packages made while the item was public, of its agency and year, and where they went
-- in: id int
-- out: year int, made_at instant, manifest_sm3 text, receiver text?, handed_on day?
SELECT k.year, k.made_at, k.manifest_sm3, d.receiver, d.handed_on
  FROM purge g JOIN item i ON i.id = g.item_id
  JOIN archive_package k ON k.agency_id = i.agency_id AND k.made_at >= i.published_at AND k.made_at <= COALESCE(i.withdrawn_at, g.ordered_at)
  LEFT JOIN archive_delivery d ON d.package_id = k.id
 WHERE g.id = $1 ORDER BY k.id, d.id;

-- name: purge_file_put          bytes that must go
-- in: purge_id int, sm3 text
INSERT INTO purge_file (purge_id, sm3) VALUES ($1, $2) ON CONFLICT (purge_id, sm3) DO NOTHING;

-- name: purge_file_list         bytes that are still there
-- in: purge_id int
-- out: sm3 text
SELECT f.sm3 FROM purge_file f WHERE f.purge_id = $1 ORDER BY f.sm3;

-- name: purge_file_gone         these are not
-- in: purge_id int, sm3 text
DELETE FROM purge_file WHERE purge_id = $1 AND sm3 = $2;

-- name: purge_attachments       the names of the files
-- in: item_id int
DELETE FROM attachment WHERE edition_id IN (SELECT e.id FROM edition e WHERE e.item_id = $1);

-- name: purge_file_object       and what they were, once nobody has them
-- in: sm3 text
DELETE FROM file_object WHERE sm3 = $1 AND NOT EXISTS (SELECT 1 FROM attachment t WHERE t.sm3 = $1)
   AND NOT EXISTS (SELECT 1 FROM publication u WHERE u.proof_file = $1);

-- name: purge_editions          the words of its texts; a draft is another text from now on
-- in: item_id int, draft_sm3 text
UPDATE edition SET title = '（内容已处置）', doc_no = NULL, doc_no_key = NULL, summary = '',
       body = '{"type":"doc","content":[]}', keywords = '', source = '', repealed_by = NULL, flags = '',
       correction = '',
       content_sm3 = CASE WHEN state = 'draft' THEN $2 ELSE content_sm3 END, version = version + 1
 WHERE item_id = $1;

-- name: purge_html              their renderings, if any were left
-- in: item_id int
DELETE FROM edition_html WHERE edition_id IN (SELECT e.id FROM edition e WHERE e.item_id = $1);

-- name: purge_reviews           the opinions on them
-- in: item_id int
UPDATE review SET opinion = '（内容已处置）'
 WHERE opinion <> '' AND edition_id IN (SELECT e.id FROM edition e WHERE e.item_id = $1);

-- name: purge_acts             what was said on the way
-- in: item_id int
UPDATE item_act SET words = '（内容已处置）' WHERE item_id = $1 AND words <> '';

-- name: purge_draft_text_files  which pictures were in them
-- in: item_id int
DELETE FROM draft_text_file WHERE edition_id IN (SELECT e.id FROM edition e WHERE e.item_id = $1);

-- name: purge_draft_texts       the texts as they were handed in
-- in: item_id int
DELETE FROM draft_text WHERE edition_id IN (SELECT e.id FROM edition e WHERE e.item_id = $1);

-- name: purge_scan_decisions    why places of the text were let stand, and what was put there
-- in: item_id int
DELETE FROM scan_decision WHERE item_id = $1;

-- name: purge_scan_findings     the places themselves
-- in: item_id int
DELETE FROM scan_finding WHERE item_id = $1;

-- name: purge_alike_keys        the keys of its texts
-- in: item_id int
DELETE FROM edition_alike_key WHERE edition_id IN (SELECT e.id FROM edition e WHERE e.item_id = $1);

-- name: purge_alike             and their signatures, from which short words could be guessed
-- in: item_id int
DELETE FROM edition_alike WHERE edition_id IN (SELECT e.id FROM edition e WHERE e.item_id = $1);

-- name: purge_dispatches       what connectors answered
-- in: item_id int
UPDATE dispatch SET error = '', proof = '' WHERE item_id = $1;

-- name: purge_links             addresses its texts led to
-- in: item_id int
-- out: link_id int
DELETE FROM item_link WHERE item_id = $1 RETURNING link_id;

-- name: purge_link              one that no other text leads to
-- in: id int
DELETE FROM web_link WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM item_link x WHERE x.link_id = $1);

-- name: purge_sheet             what the draft sheet said
-- in: item_id int
UPDATE item_sheet SET ground_reason = '', origin_agency = '', joint_agencies = '', exemption = '', correction = '', note = ''
 WHERE item_id = $1;

-- name: purge_sheet_before      and what it said before a correction
-- in: item_id int
DELETE FROM sheet_before WHERE item_id = $1;

-- name: purge_relation_changes  what a correction was to do
-- in: item_id int
DELETE FROM relation_change WHERE edition_id IN (SELECT e.id FROM edition e WHERE e.item_id = $1);

-- name: purge_person            whose work it is
-- in: id int
-- out: item_id int, decided_by int?
SELECT g.item_id, g.decided_by FROM purge g WHERE g.id = $1;

-- name: purge_item              what was written beside the texts
-- in: item_id int
UPDATE item SET ground_reason = NULL,
       withdrawn_reason = CASE WHEN withdrawn_reason IS NULL THEN NULL ELSE '该信息内容不宜公开，已停止公开' END
 WHERE id = $1;

-- name: purge_proofs            links and numbers under which it went out elsewhere
-- in: item_id int
UPDATE publication SET proof = '', proof_file = NULL WHERE item_id = $1;

-- name: backup_note             a backup was made
-- in: made_at instant, path text, change_no int, audit_sm3 text
INSERT INTO backup_made (made_at, path, change_no, audit_sm3) VALUES ($1, $2, $3, $4);

-- name: backups_between         backups that were made in a span of time
-- in: from instant, to instant
-- out: made_at instant, path text, change_no int
SELECT b.made_at, b.path, b.change_no FROM backup_made b WHERE b.made_at >= $1 AND b.made_at <= $2 ORDER BY b.id;
