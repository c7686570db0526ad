-- The files of drafts: what is hidden in them, what was decided, what is blacked out. Statements of app/inspect.c, app/redact.c.

-- name: inspection_known        whether this release looked at these bytes under such a name
-- in: sm3 text, claim text, inspector int
-- out: kind text
SELECT i.kind FROM file_inspection i WHERE i.sm3 = $1 AND i.claim = $2 AND i.inspector = $3;

-- name: inspection_put          it did, while the file was still one of ours; two who did at once found the same
-- in: sm3 text, claim text, inspector int, kind text, inspected_at instant
INSERT INTO file_inspection (sm3, claim, inspector, kind, inspected_at)
SELECT o.sm3, $2, $3, $4, $5 FROM file_object o WHERE o.sm3 = $1
ON CONFLICT (sm3, claim, inspector) DO NOTHING;

-- name: file_finding_put        what it found
-- in: sm3 text, claim text, inspector int, no int, code text, place text, excerpt text
INSERT INTO file_finding (sm3, claim, inspector, no, code, place, excerpt) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (sm3, claim, inspector, no) DO NOTHING;

-- name: inspections_of_edition  which files of a text were looked at
-- in: edition_id int, inspector int
-- out: sm3 text, claim text, kind text
SELECT i.sm3, i.claim, i.kind
  FROM attachment t JOIN file_inspection i ON i.sm3 = t.sm3 AND i.inspector = $2 WHERE t.edition_id = $1;

-- name: findings_of_edition     what was found in them
-- in: edition_id int, inspector int
-- out: sm3 text, claim text, code text, place text, excerpt text
SELECT f.sm3, f.claim, f.code, f.place, f.excerpt
  FROM (SELECT DISTINCT t.sm3 FROM attachment t WHERE t.edition_id = $1) a
  JOIN file_finding f ON f.sm3 = a.sm3 AND f.inspector = $2 ORDER BY f.sm3, f.claim, f.no;

-- name: file_mark_put           what the scan found in its words
-- in: sm3 text, claim text, inspector int, no int, finding_kind text, severity int, place text, words_before text, masked text, words_after text, reason text, suggestion text, advice text
INSERT INTO file_mark (sm3, claim, inspector, no, kind, severity, place, words_before, masked, words_after, reason, suggestion, advice)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (sm3, claim, inspector, no) DO NOTHING;

-- name: file_marks              of one file under a name
-- in: sm3 text, claim text, inspector int
-- out: finding_kind text, severity int, place text, words_before text, masked text, words_after text, reason text, suggestion text, advice text
SELECT m.kind, m.severity, m.place, m.words_before, m.masked, m.words_after, m.reason, m.suggestion, m.advice
  FROM file_mark m WHERE m.sm3 = $1 AND m.claim = $2 AND m.inspector = $3 ORDER BY m.no;

-- name: file_decision_insert    one more decision
-- in: item_id int, edition_id int, sm3 text, name text, code text, verdict text, reason text, person_id int, decided_at instant
INSERT INTO file_decision (item_id, edition_id, sm3, name, code, verdict, reason, person_id, decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: file_decisions          all of an item, in the order in which they were made
-- in: item_id int
-- out: sm3 text, name text, code text, verdict text, reason text, person text, decided_at instant
SELECT d.sm3, d.name, d.code, d.verdict, d.reason, p.name, d.decided_at
  FROM file_decision d JOIN person p ON p.id = d.person_id WHERE d.item_id = $1 ORDER BY d.id;

-- name: file_used               how many have a file: texts, attached or as a picture, and proofs
-- in: sm3 text
-- out: n int
SELECT (SELECT COUNT(*) FROM attachment t WHERE t.sm3 = $1)
     + (SELECT COUNT(*) FROM publication u WHERE u.proof_file = $1)
     + (SELECT COUNT(*) FROM draft_text_file d WHERE d.sm3 = $1);

-- name: file_findings_drop      what was found in a file that nobody has any more
-- in: sm3 text
DELETE FROM file_finding WHERE sm3 = $1 AND NOT EXISTS (SELECT 1 FROM attachment t WHERE t.sm3 = $1);

-- name: file_marks_drop         what the scan found in it
-- in: sm3 text
DELETE FROM file_mark WHERE sm3 = $1 AND NOT EXISTS (SELECT 1 FROM attachment t WHERE t.sm3 = $1);

-- name: file_inspections_drop   that it was looked at
-- in: sm3 text
DELETE FROM file_inspection WHERE sm3 = $1 AND NOT EXISTS (SELECT 1 FROM attachment t WHERE t.sm3 = $1);

-- name: redaction_insert        asked for
-- in: item_id int, edition_id int, sm3 text, name text, boxes text, person_id int, asked_at instant
-- out: id int
-- may: conflict
INSERT INTO redaction (item_id, edition_id, sm3, name, boxes, state, person_id, asked_at)
VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7) RETURNING id;

-- name: redaction_read          one
-- in: id int
-- out: item_id int, edition_id int, sm3 text, name text, boxes text, state text, message text, result_sm3 text?, person_id int, asked_at instant
SELECT r.item_id, r.edition_id, r.sm3, r.name, r.boxes, r.state, r.message, r.result_sm3, r.person_id, r.asked_at
  FROM redaction r WHERE r.id = $1;

-- name: redaction_end           done, or not to be done
-- in: id int, state text, message text, result_sm3 text?, ended_at instant
UPDATE redaction SET state = $2, message = $3, result_sm3 = $4, ended_at = $5 WHERE id = $1 AND state = 'waiting';

-- name: purge_decisions         the words of decisions, and the names of the files
-- in: item_id int
UPDATE file_decision SET name = '（内容已处置）', reason = CASE WHEN reason = '' THEN '' ELSE '（内容已处置）' END WHERE item_id = $1;

-- name: purge_redactions        names and places
-- in: item_id int
UPDATE redaction SET name = '（内容已处置）', boxes = '', message = '' WHERE item_id = $1;
