-- Upkeep of columns by the office, and who keeps up which (更新职责). $1 is the scope root.

-- name: column_office_list      columns that the scope shows: those of all, and those of an agency in it or above it
-- in: scope int
-- out: id int, code text, parent_id int?, name text, kind text, article text, description text, agency_id int?, agency_name text?, agency_code text?, external_url text?, update_days int, sort int, opened_on day, closed_on day?, mine bool, n int, duties int
SELECT c.id, c.code, c.parent_id, c.name, c.kind, c.article, c.description, c.agency_id, a.name, a.code, c.external_url,
       c.update_days, c.sort, c.opened_on, c.closed_on,
       CASE WHEN EXISTS (SELECT 1 FROM agency_path p WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.descendant = c.agency_id AND p.ended_on IS NULL)
              OR (c.agency_id IS NULL AND EXISTS (SELECT 1 FROM agency t WHERE t.id IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND t.parent_id IS NULL))
            THEN 1 ELSE 0 END,
       CAST(COALESCE((SELECT SUM(t.n) FROM agency_path p JOIN tally t ON t.agency_id = p.descendant
          WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL AND t.column_id = c.id AND t.channel = '*' AND t.batch_id = 0), 0) AS BIGINT),
       (SELECT COUNT(*) FROM column_duty d WHERE d.column_id = c.id)
  FROM catalogue_column c LEFT JOIN agency a ON a.id = c.agency_id
 WHERE (c.agency_id IS NULL OR EXISTS (SELECT 1 FROM agency_path p
          WHERE p.ended_on IS NULL AND ((p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.descendant = c.agency_id)
             OR (p.ancestor = c.agency_id AND p.descendant IN (SELECT m.root FROM scope_member m WHERE m.scope = $1)))))
   [[open: AND c.closed_on IS NULL]]
 ORDER BY c.sort, c.id;

-- name: column_lock             a column, locked until the end of the transaction
-- in: id int
-- out: id int, kind text, agency_id int?, parent_id int?, closed_on day?
UPDATE catalogue_column SET sort = sort WHERE id = $1 RETURNING id, kind, agency_id, parent_id, closed_on;

-- name: column_update           what may change of a column
-- in: id int, name text, description text, update_days int, sort int, external_url text?
UPDATE catalogue_column SET name = $2, description = $3, update_days = $4, sort = $5, external_url = $6 WHERE id = $1;

-- name: column_above            a column and all above it
-- in: id int
-- out: id int
SELECT p.ancestor FROM column_path p WHERE p.descendant = $1 ORDER BY p.depth;

-- name: column_height           steps from a column down to its lowest
-- in: id int
-- out: height int
SELECT COALESCE(MAX(p.depth), 0) FROM column_path p WHERE p.ancestor = $1;

-- name: column_paths_end        a branch leaves all that stands above it
-- in: id int
DELETE FROM column_path
 WHERE descendant IN (SELECT d.descendant FROM column_path d WHERE d.ancestor = $1)
   AND ancestor NOT IN (SELECT d.descendant FROM column_path d WHERE d.ancestor = $1);

-- name: column_paths_begin      and comes under another and all above that one
-- in: id int, parent_id int
INSERT INTO column_path (ancestor, descendant, depth)
SELECT u.ancestor, d.descendant, u.depth + d.depth + 1
  FROM column_path u JOIN column_path d ON d.ancestor = $1 WHERE u.descendant = $2;

-- name: column_parent_set       its parent
-- in: id int, parent_id int
UPDATE catalogue_column SET parent_id = $2 WHERE id = $1;

-- name: column_open_work        what a closing would leave behind
-- in: id int
-- out: below int, drafts int, live int
SELECT (SELECT COUNT(*) FROM catalogue_column c WHERE c.parent_id = $1 AND c.closed_on IS NULL),
       (SELECT COUNT(*) FROM item i WHERE i.column_id = $1 AND (i.state <> 'live' OR i.on_site = 0) AND i.state = 'draft'),
       CAST(COALESCE((SELECT SUM(t.n) FROM tally t WHERE t.column_id = $1 AND t.channel = '*' AND t.batch_id = 0), 0) AS BIGINT);

-- name: column_close            a column ends; nobody has to keep it up any more
-- in: id int, on_day day
UPDATE catalogue_column SET closed_on = $2 WHERE id = $1;

-- name: duty_put                an agency keeps up a column
-- in: column_id int, agency_id int, update_days int, set_at instant
INSERT INTO column_duty (column_id, agency_id, update_days, set_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (column_id, agency_id) DO UPDATE SET update_days = excluded.update_days, set_at = excluded.set_at;

-- name: duty_drop               and no longer
-- in: column_id int, agency_id int
DELETE FROM column_duty WHERE column_id = $1 AND agency_id = $2;

-- name: duty_drop_all           nobody does
-- in: column_id int
DELETE FROM column_duty WHERE column_id = $1;

-- name: duty_list               who keeps up what in the scope, and when something last came, sub-columns included
-- in: scope int, column_id int
-- out: column_id int, column_code text, column_name text, agency_id int, agency_slug text, agency_code text, agency_name text, update_days int, last_day day?
SELECT c.id, c.code, c.name, a.id, a.slug, a.code, a.name, d.update_days,
       (SELECT MAX(i.sort_day) FROM column_path w JOIN item i ON i.agency_id = d.agency_id AND i.column_id = w.descendant
         WHERE w.ancestor = d.column_id AND i.state = 'live' AND i.on_site = 1)
  FROM agency_path p
  JOIN column_duty d ON d.agency_id = p.descendant
  JOIN agency a ON a.id = d.agency_id
  JOIN catalogue_column c ON c.id = d.column_id
 WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL AND c.closed_on IS NULL AND a.closed_on IS NULL
   [[column: AND d.column_id = $2]]
 ORDER BY c.sort, c.id, a.sort, a.pinyin_key, a.id;
