-- What `xxgk check` asks: each answers with what is wrong, and with nothing when all is well.

-- name: check_index_gaps        numbers that neither an item nor a reason explains
-- out: index_no text
SELECT n.index_no FROM index_number n LEFT JOIN item i ON i.index_no = n.index_no
 WHERE i.id IS NULL AND n.gap_reason IS NULL ORDER BY n.index_no LIMIT 100;

-- name: check_index_counters    counters that ran ahead of the numbers given out, or behind
-- out: agency text, year int, last int, given int
SELECT a.code, c.year, c.last, CAST(COUNT(n.index_no) AS BIGINT)
  FROM index_counter c JOIN agency a ON a.id = c.agency_id
  LEFT JOIN index_number n ON n.agency_id = c.agency_id AND n.year = c.year
 GROUP BY a.code, c.year, c.last HAVING COUNT(n.index_no) <> c.last LIMIT 100;

-- name: check_on_site           items whose mark "on the site" is not what their channels say
-- out: id int
SELECT i.id FROM item i LEFT JOIN publication p ON p.item_id = i.id AND p.channel = 'website'
 WHERE i.state = 'live' AND (i.on_site = 1) <> (p.item_id IS NOT NULL) ORDER BY i.id LIMIT 100;

-- name: check_batches           imports that were cut short
-- out: id int, file_name text
SELECT id, file_name FROM import_batch WHERE state = 'moving' ORDER BY id;

-- name: check_reviews           verdicts of which the trail of audit knows nothing
-- out: id int, item_id int
SELECT r.id, e.item_id FROM review r JOIN edition e ON e.id = r.edition_id
 WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.object = 'item' AND a.object_id = e.item_id
                      AND a.person_id = r.reviewer_id AND a.at = r.reviewed_at)
 ORDER BY r.id LIMIT 100;

-- name: check_attested          imports that carry public texts and of which it knows nothing either
-- out: id int, file_name text
SELECT b.id, b.file_name FROM import_batch b
 WHERE EXISTS (SELECT 1 FROM attestation t WHERE t.batch_id = b.id)
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.object = 'import' AND a.object_id = b.id AND a.event = 'import_begun')
 ORDER BY b.id LIMIT 100;

-- name: check_files             every file that must lie in the data folder
-- out: sm3 text, size int
SELECT sm3, size FROM file_object ORDER BY sm3;

-- name: check_flow              where each item is said to stand, with all acts of its trail in their order
-- out: item_id int, state text, waits text?, owes text?, act text, step int, ladder text?, emergency bool
SELECT f.item_id, f.state, f.step, f.retro_step, t.kind, t.step, t.ladder, t.emergency
  FROM item_flow f JOIN item_act t ON t.item_id = f.item_id ORDER BY f.item_id, t.id;

-- name: check_html              texts among these numbers with the rendering of this version that is kept beside them
-- in: from int, before int, version int
-- out: id int, body text, html text
SELECT e.id, e.body, h.html FROM edition_html h JOIN edition e ON e.id = h.edition_id
 WHERE h.edition_id >= $1 AND h.edition_id < $2 AND h.version = $3 ORDER BY e.id;
