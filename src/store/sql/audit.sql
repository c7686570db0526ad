-- The audit trail and the change log (store/audit.h).

-- name: audit_head_read    the number and hash of the last row
-- in:
-- out: no int, sm3 text
SELECT no, sm3 FROM audit_head WHERE one = 1;

-- name: audit_head_take    takes n numbers, last thing in a transaction; the hash is that of the row before them
-- in: n int
-- out: no int, sm3 text
UPDATE audit_head SET no = no + $1 WHERE one = 1 RETURNING no, sm3;

-- name: audit_head_set    the hash of the row added last
-- in: sm3 text
UPDATE audit_head SET sm3 = $1 WHERE one = 1;

-- name: audit_add    one row of the trail
-- in: no int, at instant, person_id int?, event text, object text, object_id int?, n int, digest text, prev_sm3 text, sm3 text
INSERT INTO audit (no, at, person_id, event, object, object_id, n, digest, prev_sm3, sm3)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: audit_list    the trail from a number on, in order
-- in: after int
-- out: no int, at instant, person_id int?, event text, object text, object_id int?, n int, digest text, prev_sm3 text, sm3 text
SELECT no, at, person_id, event, object, object_id, n, digest, prev_sm3, sm3 FROM audit WHERE no > $1 ORDER BY no;

-- name: change_add    what a commit touched
-- in: change_no int, topic text, ref int
INSERT INTO change (change_no, topic, ref) VALUES ($1, $2, $3);

-- name: change_list    what the commits after one number, up to another, touched
-- in: after int, upto int
-- out: change_no int, topic text, ref int
SELECT change_no, topic, ref FROM change WHERE change_no > $1 AND change_no <= $2 ORDER BY change_no, topic, ref;

-- name: audit_key_read    the key of the salted digests; it never leaves the store
-- in:
-- out: value text
SELECT value FROM setting WHERE name = 'audit.key';

-- name: audit_key_add    made by the first writer; a second one keeps the first's
-- in: value text, changed_at instant
INSERT INTO setting (name, value, changed_at) VALUES ('audit.key', $1, $2) ON CONFLICT (name) DO NOTHING;

-- name: change_notify    wakes followers in other processes when this transaction is kept
-- in:
-- out: done int
SELECT 1 [[@pg: FROM (SELECT pg_notify('xxgk_change', '')) AS n]];

-- name: audit_back    the trail backwards from a number, for the persons of a scope and what nobody did
-- in: scope int, before int, most int, event text, login text, first instant, until instant, object text, object_id int
-- out: no int, at instant, login text?, name text?, event text, object text, object_id int?, about text?, n int, prev_sm3 text, sm3 text
SELECT a.no, a.at, p.login, p.name, a.event, a.object, a.object_id, COALESCE(o.name, i.index_no), a.n, a.prev_sm3, a.sm3
  FROM audit a LEFT JOIN person p ON p.id = a.person_id
       LEFT JOIN person o ON a.object = 'person' AND o.id = a.object_id
       LEFT JOIN item i ON a.object = 'item' AND i.id = a.object_id
 WHERE a.no < $2
   AND (p.id IS NULL OR EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.agency_id AND h.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1)))
   [[event: AND a.event = $4]]
   [[login: AND (p.login = $5 OR o.login = $5)]]
   [[first: AND a.at >= $6]]
   [[until: AND a.at < $7]]
   [[of: AND a.object = $8 AND a.object_id = $9]]
   [[security: AND (a.object IN ('person', 'delegation') OR a.event IN ('role_granted', 'role_revoked'))]]
 ORDER BY a.no DESC LIMIT $3;

-- name: sessions_open    how many are signed in
-- in: now instant
-- out: n int
SELECT COUNT(*) FROM session WHERE stage = 'in' AND expires_at > $1;
