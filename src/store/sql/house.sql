-- Sites, people and their sessions, page views.

-- name: site_list    all sites, the one for every host first
-- in:
-- out: id int, name text, host text, root_agency_id int
SELECT id, name, host, root_agency_id FROM site ORDER BY host, id;

-- name: person_by_login    who signs in
-- in: login text
-- out: id int, login text, name text, agency_id int, password_hash text, totp_secret text?, totp_last_step int, must_change bool, failures int, locked_until instant?, disabled_at instant?
SELECT id, login, name, agency_id, password_hash, totp_secret, totp_last_step, must_change, failures, locked_until, disabled_at
  FROM person WHERE login = $1;

-- name: person_by_id    the same by number
-- in: id int
-- out: id int, login text, name text, agency_id int, password_hash text, totp_secret text?, totp_last_step int, must_change bool, failures int, locked_until instant?, disabled_at instant?
SELECT id, login, name, agency_id, password_hash, totp_secret, totp_last_step, must_change, failures, locked_until, disabled_at
  FROM person WHERE id = $1;

-- name: person_list    everybody, by login, with the roles as words
-- in:
-- out: id int, login text, name text, agency_id int, agency_name text, agency_slug text, has_totp bool, locked_until instant?, disabled_at instant?, created_at instant
SELECT p.id, p.login, p.name, p.agency_id, a.name, a.slug, CASE WHEN p.totp_secret IS NULL THEN 0 ELSE 1 END,
       p.locked_until, p.disabled_at, p.created_at
  FROM person p JOIN agency a ON a.id = p.agency_id ORDER BY p.login;

-- name: person_add    a new account
-- in: login text, name text, agency_id int, password_hash text, must_change bool, created_at instant
-- out: id int
-- may: conflict
INSERT INTO person (login, name, agency_id, password_hash, must_change, created_at) VALUES ($1, $2, $3, $4, $5, $6)
RETURNING id;

-- name: person_grants    roles of one person and the top of what each covers
-- in: person_id int
-- out: role text, scope_agency_id int, agency_name text, held bool
SELECT r.role, r.scope_agency_id, a.name, CASE WHEN p.held_at IS NULL THEN 0 ELSE 1 END
  FROM person_role r JOIN agency a ON a.id = r.scope_agency_id JOIN person p ON p.id = r.person_id
 WHERE r.person_id = $1 ORDER BY r.role, r.scope_agency_id;

-- name: person_decides    whether a person reviews, clears, signs or purges, or will in another's place
-- in: person_id int, today day
-- out: n int
SELECT (SELECT COUNT(*) FROM person_role r WHERE r.person_id = $1
           AND r.role IN ('reviewer','secrecy_reviewer','signer','gid_office','supervisor'))
     + (SELECT COUNT(*) FROM delegation d WHERE d.to_id = $1 AND d.ended_at IS NULL AND d.to_day >= $2 AND d.role <> 'clerk');

-- name: person_hold    its deciding roles rest
-- in: id int, held_by int, held_at instant
UPDATE person SET held_by = $2, held_at = $3 WHERE id = $1;

-- name: person_release    and no longer, by another than who made them rest
-- in: id int, by int?
UPDATE person SET held_by = NULL, held_at = NULL WHERE id = $1 AND held_at IS NOT NULL AND ($2 IS NULL OR held_by <> $2);

-- name: person_stand_ins    roles that a person holds for others, or will
-- in: person_id int, today day
-- out: role text
SELECT d.role FROM delegation d WHERE d.to_id = $1 AND d.ended_at IS NULL AND d.to_day >= $2 ORDER BY d.id;

-- name: person_grant    one more role
-- in: person_id int, role text, scope_agency_id int, granted_by int?, granted_at instant
-- may: conflict
INSERT INTO person_role (person_id, role, scope_agency_id, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5);

-- name: person_revoke    one role less
-- in: person_id int, role text, scope_agency_id int
DELETE FROM person_role WHERE person_id = $1 AND role = $2 AND scope_agency_id = $3;

-- name: person_failed    one more wrong password or code, unless it is locked; the last one allowed locks
-- in: id int, most int, now instant, until instant
-- out: failures int, locked_until instant?
UPDATE person SET failures = CASE WHEN failures + 1 >= $2 THEN 0 ELSE failures + 1 END,
       locked_until = CASE WHEN failures + 1 >= $2 THEN $4 ELSE NULL END
 WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $3)
RETURNING failures, locked_until;

-- name: person_passed    a step towards the inside, unless it is locked; failures stay while a code is missing
-- in: id int, now instant, code_missing bool
UPDATE person SET failures = CASE WHEN $3 = 1 THEN failures ELSE 0 END, locked_until = NULL,
       signed_in_at = CASE WHEN $3 = 1 THEN signed_in_at ELSE $2 END
 WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2) AND disabled_at IS NULL;

-- name: person_password_set    a new password; the account is open again
-- in: id int, password_hash text, must_change bool
UPDATE person SET password_hash = $2, must_change = $3, failures = 0, locked_until = NULL WHERE id = $1;

-- name: person_totp_used    a code is good once
-- in: id int, step int
UPDATE person SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2;

-- name: person_totp_set    a second factor, or none
-- in: id int, totp_secret text?
UPDATE person SET totp_secret = $2, totp_last_step = 0 WHERE id = $1;

-- name: person_disable    closes an account, or opens it again
-- in: id int, disabled_at instant?
UPDATE person SET disabled_at = $2 WHERE id = $1;

-- name: person_unlock    a locked account opens before its time
-- in: id int
UPDATE person SET failures = 0, locked_until = NULL WHERE id = $1;

-- name: person_edit    another name, another agency
-- in: id int, name text, agency_id int
UPDATE person SET name = $2, agency_id = $3 WHERE id = $1;

-- name: person_office_list    accounts of the scope, by login
-- in: scope int, first int, most int, word text, role text, now instant
-- out: id int, login text, name text, agency_name text, agency_slug text, agency_code text, has_totp bool, locked_until instant?, disabled_at instant?, created_at instant, signed_in_at instant?, held_at instant?, holder text?
SELECT p.id, p.login, p.name, a.name, a.slug, a.code, CASE WHEN p.totp_secret IS NULL THEN 0 ELSE 1 END, p.locked_until,
       p.disabled_at, p.created_at, p.signed_in_at, p.held_at, (SELECT o.name FROM person o WHERE o.id = p.held_by)
  FROM agency_path h JOIN person p ON p.agency_id = h.descendant JOIN agency a ON a.id = p.agency_id
 WHERE h.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND h.ended_on IS NULL
   [[word: AND (p.login LIKE $4 ESCAPE '!' OR p.name LIKE $4 ESCAPE '!')]]
   [[role: AND EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.id AND r.role = $5)]]
   [[open: AND p.disabled_at IS NULL AND (p.locked_until IS NULL OR p.locked_until <= $6)]]
   [[locked: AND p.locked_until > $6]]
   [[disabled: AND p.disabled_at IS NOT NULL]]
   [[held: AND p.held_at IS NOT NULL]]
 ORDER BY p.login LIMIT $3 OFFSET $2;

-- name: person_office_n    and how many they are
-- in: scope int, word text, role text, now instant
-- out: n int
SELECT COUNT(*)
  FROM agency_path h JOIN person p ON p.agency_id = h.descendant
 WHERE h.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND h.ended_on IS NULL
   [[word: AND (p.login LIKE $2 ESCAPE '!' OR p.name LIKE $2 ESCAPE '!')]]
   [[role: AND EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.id AND r.role = $3)]]
   [[open: AND p.disabled_at IS NULL AND (p.locked_until IS NULL OR p.locked_until <= $4)]]
   [[locked: AND p.locked_until > $4]]
   [[disabled: AND p.disabled_at IS NOT NULL]]
   [[held: AND p.held_at IS NOT NULL]];

-- name: person_office_one    one account of the scope
-- in: scope int, login text
-- out: id int, login text, name text, agency_name text, agency_slug text, agency_code text, has_totp bool, locked_until instant?, disabled_at instant?, created_at instant, signed_in_at instant?, held_at instant?, holder text?
SELECT p.id, p.login, p.name, a.name, a.slug, a.code, CASE WHEN p.totp_secret IS NULL THEN 0 ELSE 1 END, p.locked_until,
       p.disabled_at, p.created_at, p.signed_in_at, p.held_at, (SELECT o.name FROM person o WHERE o.id = p.held_by)
  FROM person p JOIN agency a ON a.id = p.agency_id
  JOIN agency_path h ON h.descendant = p.agency_id AND h.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND h.ended_on IS NULL
 WHERE p.login = $2;

-- name: person_roles_of    roles of several people
-- in: ids text
-- out: person_id int, role text, scope_agency_id int, agency_name text, agency_slug text, agency_code text
SELECT r.person_id, r.role, r.scope_agency_id, a.name, a.slug, a.code
  FROM person_role r JOIN agency a ON a.id = r.scope_agency_id
 WHERE [[@sqlite: r.person_id IN (SELECT j.value FROM json_each($1) j)]]
       [[@pg: r.person_id IN (SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST($1 AS json)) j)]]
 ORDER BY r.person_id, r.role, r.scope_agency_id;

-- name: session_add    somebody signed in
-- in: token_sm3 text, person_id int, csrf text, stage text, created_at instant, expires_at instant
INSERT INTO session (token_sm3, person_id, csrf, stage, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6);

-- name: session_find    by the hash of its token, while the account is open
-- in: token_sm3 text, now instant, idle_since instant
-- out: id int, person_id int, csrf text, stage text, created_at instant, seen_at instant, login text, name text, agency_id int, agency_name text, must_change bool
SELECT s.id, s.person_id, s.csrf, s.stage, s.created_at, s.seen_at, p.login, p.name, p.agency_id, a.name, p.must_change
  FROM session s JOIN person p ON p.id = s.person_id JOIN agency a ON a.id = p.agency_id
 WHERE s.token_sm3 = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND p.disabled_at IS NULL;

-- name: session_seen    still there
-- in: id int, seen_at instant
UPDATE session SET seen_at = $2 WHERE id = $1;

-- name: session_remove    signed out
-- in: token_sm3 text
DELETE FROM session WHERE token_sm3 = $1;

-- name: session_remove_person    out everywhere
-- in: person_id int
DELETE FROM session WHERE person_id = $1;

-- name: session_expire    what nobody can use any more
-- in: now instant
DELETE FROM session WHERE expires_at <= $1;

-- name: page_view_add    readers and robots of one day
-- in: on_day day, kind text, ref int, readers int, robots int
INSERT INTO page_view (on_day, kind, ref, readers, robots) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (on_day, kind, ref) DO UPDATE SET readers = page_view.readers + excluded.readers,
  robots = page_view.robots + excluded.robots;

-- name: agency_by_slug_or_code    for the command line
-- in: word text
-- out: id int, name text
SELECT id, name FROM agency WHERE slug = $1 OR code = $1 OR name = $1 ORDER BY id LIMIT 1;

-- name: roles_of_scope      who holds what for whom, of those who sit in a scope
-- in: scope int
-- out: login text, name text, role text, code text, agency text
SELECT m.login, m.name, r.role, a.code, a.name
  FROM person_role r JOIN person m ON m.id = r.person_id JOIN agency a ON a.id = r.scope_agency_id
  JOIN agency_path p ON p.descendant = m.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 ORDER BY m.login, r.role, a.code;

-- name: role_held           whether a person has a role for an agency
-- in: person_id int, role text, scope_agency_id int
-- out: n int
SELECT COUNT(*) FROM person_role WHERE person_id = $1 AND role = $2 AND scope_agency_id = $3;

-- name: site_above          the site that an agency stands on: the nearest one above it
-- in: agency_id int
-- out: id int, root_agency_id int
SELECT s.id, s.root_agency_id
  FROM site s JOIN agency_path p ON p.ancestor = s.root_agency_id AND p.descendant = $1 AND p.ended_on IS NULL
 ORDER BY p.depth, s.id LIMIT 1;

-- name: scope_tops    those of several agencies that stand under none of the others
-- in: roots text
-- out: id int
SELECT a.id FROM agency a
 WHERE [[@sqlite: a.id IN (SELECT j.value FROM json_each($1) j)]]
       [[@pg: a.id IN (SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST($1 AS json)) j)]]
   AND NOT EXISTS (SELECT 1 FROM agency_path p WHERE p.descendant = a.id AND p.ancestor <> a.id AND p.ended_on IS NULL
         AND [[@sqlite: p.ancestor IN (SELECT j.value FROM json_each($1) j)]]
             [[@pg: p.ancestor IN (SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST($1 AS json)) j)]])
 ORDER BY a.id;

-- name: scope_set_find    the set of exactly these agencies
-- in: roots text
-- out: id int
SELECT s.id FROM scope_set s WHERE s.roots = $1;

-- name: scope_set_put    a set, or the one that another has just made
-- in: roots text
-- out: id int
INSERT INTO scope_set (roots) VALUES ($1) ON CONFLICT (roots) DO UPDATE SET roots = excluded.roots RETURNING id;

-- name: scope_root_put    one of its agencies
-- in: scope int, root int
INSERT INTO scope_root (scope, root) VALUES ($1, $2) ON CONFLICT (scope, root) DO NOTHING;
