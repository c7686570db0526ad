-- Reports handed in to be checked (年报核查): each run is its maker's own.

-- name: report_run_add    a run of some files
-- in: agency_id int, person_id int, made_at instant, expires_at instant
-- out: id int
INSERT INTO report_run (agency_id, person_id, made_at, expires_at) VALUES ($1, $2, $3, $4) RETURNING id;

-- name: report_run_file_add    one file of it: its text, or why there is none
-- in: run_id int, no int, name text, body text?, problem text?
INSERT INTO report_run_file (run_id, no, name, body, problem) VALUES ($1, $2, $3, $4, $5);

-- name: report_run_find    a run of one's own that has not expired
-- in: scope int, id int, person_id int, now instant
-- out: id int, made_at instant, expires_at instant
SELECT r.id, r.made_at, r.expires_at
  FROM report_run r JOIN agency_path p ON p.descendant = r.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE r.id = $2 AND r.person_id = $3 AND r.expires_at > $4;

-- name: report_run_files    its files in the order they were handed in
-- in: run_id int
-- out: no int, name text, body text?, problem text?
SELECT no, name, body, problem FROM report_run_file WHERE run_id = $1 ORDER BY no;

-- name: report_run_list    one's own runs, the newest first
-- in: scope int, person_id int, now instant, limit int
-- out: id int, made_at instant, expires_at instant, n_files int, first_name text?
SELECT r.id, r.made_at, r.expires_at, (SELECT count(*) FROM report_run_file f WHERE f.run_id = r.id),
       (SELECT f.name FROM report_run_file f WHERE f.run_id = r.id AND f.no = 1)
  FROM report_run r JOIN agency_path p ON p.descendant = r.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE r.person_id = $2 AND r.expires_at > $3
 ORDER BY r.made_at DESC, r.id DESC LIMIT $4;

-- name: report_run_files_forget    the files of one run
-- in: run_id int
DELETE FROM report_run_file WHERE run_id = $1;

-- name: report_run_forget    the run itself
-- in: id int
DELETE FROM report_run WHERE id = $1;

-- name: report_run_files_expire    the files of what has expired
-- in: now instant
DELETE FROM report_run_file WHERE run_id IN (SELECT id FROM report_run WHERE expires_at <= $1);

-- name: report_run_expire    what has expired
-- in: now instant
DELETE FROM report_run WHERE expires_at <= $1;
