-- 发布前检查: findings, decisions, and signatures of published texts. Statements of app/scan.c.

-- name: scan_run_put            this text was looked at
-- in: edition_id int, content_sm3 text, n int, scanned_at instant
INSERT INTO scan_run (edition_id, content_sm3, n, scanned_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (edition_id, content_sm3) DO UPDATE SET n = excluded.n, scanned_at = excluded.scanned_at;

-- name: scan_run_of             whether it was
-- in: edition_id int, content_sm3 text
-- out: n int
SELECT r.n FROM scan_run r WHERE r.edition_id = $1 AND r.content_sm3 = $2;

-- name: scan_runs_clear         states of a draft that nobody was handed
-- in: edition_id int
DELETE FROM scan_run WHERE edition_id = $1
   AND NOT EXISTS (SELECT 1 FROM draft_text t WHERE t.edition_id = scan_run.edition_id AND t.content_sm3 = scan_run.content_sm3);

-- name: scan_findings_clear     and what was found in them, but for what was decided
-- in: edition_id int
DELETE FROM scan_finding WHERE edition_id = $1
   AND NOT EXISTS (SELECT 1 FROM draft_text t WHERE t.edition_id = scan_finding.edition_id AND t.content_sm3 = scan_finding.content_sm3)
   AND NOT EXISTS (SELECT 1 FROM scan_decision d WHERE d.finding_id = scan_finding.id);

-- name: scan_finding_put        a place; the same place of the same text is kept once
-- in: item_id int, edition_id int, content_sm3 text, mark text, nth int, finding_kind text, severity int, blocks bool, field text, label text, path text, from_byte int, n_bytes int, masked text, reason text, suggestion text, advice text
INSERT INTO scan_finding (item_id, edition_id, content_sm3, mark, nth, kind, severity, blocks, field, label, path, from_byte, n_bytes,
                          masked, reason, suggestion, advice)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (edition_id, content_sm3, mark, nth) DO NOTHING;

-- name: scan_findings           what stands in a text, the last word on each place, and whether this person had a say in it
-- in: edition_id int, content_sm3 text, person_id int
-- out: id int, mark text, nth int, finding_kind text, severity int, blocks bool, field text, label text, path text, from_byte int, n_bytes int, masked text, reason text, suggestion text, advice text, decision text?, why text?, person text?, decided_at instant?, mine int
SELECT f.id, f.mark, f.nth, f.kind, f.severity, f.blocks, f.field, f.label, f.path, f.from_byte, f.n_bytes, f.masked, f.reason,
       f.suggestion, f.advice, d.decision, d.reason, p.name, d.decided_at,
       (SELECT COUNT(*) FROM scan_decision m WHERE m.item_id = f.item_id AND m.mark = f.mark AND m.decision = 'kept'
           AND m.person_id = $3)
  FROM scan_finding f
  LEFT JOIN scan_decision d ON d.id = (SELECT x.id FROM scan_decision x WHERE x.item_id = f.item_id AND x.mark = f.mark
                                         AND x.decision = 'kept' ORDER BY x.id DESC LIMIT 1)
  LEFT JOIN person p ON p.id = d.person_id
 WHERE f.edition_id = $1 AND f.content_sm3 = $2 ORDER BY f.id;

-- name: scan_settled            what was masked or changed on the way, the newest first
-- in: item_id int
-- out: id int, finding_kind text, severity int, field text, label text, path text, masked text, reason text, decision text, put text, why text, person text, decided_at instant
SELECT d.id, f.kind, f.severity, f.field, f.label, f.path, f.masked, f.reason, d.decision, d.put, d.reason, p.name, d.decided_at
  FROM scan_decision d JOIN scan_finding f ON f.id = d.finding_id JOIN person p ON p.id = d.person_id
 WHERE d.item_id = $1 AND d.decision <> 'kept' ORDER BY d.id DESC LIMIT 200;

-- name: scan_decide             one more decision
-- in: finding_id int, item_id int, mark text, decision text, put text, reason text, person_id int, decided_at instant
INSERT INTO scan_decision (finding_id, item_id, mark, decision, put, reason, person_id, decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: scan_known              which documents of these keys readers can find
-- in: keys text
-- out: doc_no_key text, index_no text, item_id int
SELECT e.doc_no_key, i.index_no, i.id FROM edition e JOIN public_item i ON i.id = e.item_id AND i.live_edition_id = e.id
 WHERE e.doc_no_key IS NOT NULL
   AND [[@sqlite: e.doc_no_key IN (SELECT j.value FROM json_each($1) j)]]
       [[@pg: e.doc_no_key IN (SELECT j FROM json_array_elements_text(CAST($1 AS json)) j)]]
 ORDER BY e.doc_no_key, e.id DESC;

-- name: scan_own_phones         telephones of offices, as their guides tell them
-- in: limit int
-- out: phone text
SELECT g.phone FROM guide g ORDER BY g.agency_id LIMIT $1;

-- name: alike_candidates        published texts of other items that share a key
-- in: k1 int, k2 int, k3 int, k4 int, k5 int, k6 int, k7 int, k8 int, item_id int
-- out: signature text, index_no text
SELECT s.signature, i.index_no
  FROM edition_alike s JOIN edition e ON e.id = s.edition_id JOIN public_item i ON i.id = e.item_id AND i.live_edition_id = e.id
 WHERE s.edition_id IN (SELECT k.edition_id FROM edition_alike_key k WHERE k.alike_key IN ($1, $2, $3, $4, $5, $6, $7, $8) LIMIT 200)
   AND i.id <> $9 ORDER BY e.id;

-- name: alike_put               the signature of a text
-- in: edition_id int, signature text
INSERT INTO edition_alike (edition_id, signature) VALUES ($1, $2) ON CONFLICT (edition_id) DO NOTHING;

-- name: alike_keys_put          and its keys
-- in: edition_id int, k1 int, k2 int, k3 int, k4 int, k5 int, k6 int, k7 int, k8 int
INSERT INTO edition_alike_key (alike_key, edition_id)
VALUES ($2, $1), ($3, $1), ($4, $1), ($5, $1), ($6, $1), ($7, $1), ($8, $1), ($9, $1)
ON CONFLICT (alike_key, edition_id) DO NOTHING;

-- name: alike_wanting           published texts without a signature, in the order of their items
-- in: after int, limit int
-- out: item_id int, id int
SELECT e.item_id, e.id FROM edition e
 WHERE e.state = 'live' AND e.item_id > $1 AND NOT EXISTS (SELECT 1 FROM edition_alike s WHERE s.edition_id = e.id)
 ORDER BY e.item_id LIMIT $2;
