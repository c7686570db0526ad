-- What the top of a house keeps for all: classes, channels, and its own words of the scan before publication.

-- name: dictionary_top          the scope, if it is the top of a house
-- in: scope int
-- out: id int
SELECT a.id FROM agency a WHERE a.id IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND a.parent_id IS NULL;

-- name: class_office_list       one classification with its live texts, closed classes on request
-- in: scheme text
-- out: id int, code text, name text, parent_id int?, parent_code text?, sort int, closed_on day?, merged_code text?, merged_name text?, n int
SELECT c.id, c.code, c.name, c.parent_id, u.code, c.sort, c.closed_on, m.code, m.name,
       0 [[topic: + (SELECT COUNT(*) FROM edition e WHERE e.topic_id = c.id AND e.state = 'live')]]
         [[genre: + (SELECT COUNT(*) FROM edition e WHERE e.genre_id = c.id AND e.state = 'live')]]
         [[audience: + (SELECT COUNT(*) FROM edition e WHERE e.audience_id = c.id AND e.state = 'live')]]
  FROM class c LEFT JOIN class u ON u.id = c.parent_id LEFT JOIN class m ON m.id = c.merged_into
 WHERE c.scheme = $1 [[open: AND c.closed_on IS NULL]]
 ORDER BY c.sort, c.id;

-- name: class_lock              a class, locked until the end of the transaction
-- in: scheme text, code text
-- out: id int, name text, parent_id int?, sort int, closed_on day?
UPDATE class SET sort = sort WHERE scheme = $1 AND code = $2 RETURNING id, name, parent_id, sort, closed_on;

-- name: class_insert            a new class
-- in: scheme text, code text, name text, parent_id int?, sort int
-- out: id int
-- may: conflict
INSERT INTO class (scheme, code, name, parent_id, sort) VALUES ($1, $2, $3, $4, $5) RETURNING id;

-- name: class_update            its name and place
-- in: id int, name text, sort int
UPDATE class SET name = $2, sort = $3 WHERE id = $1;

-- name: class_state_names       an organ of the state has the State Council above it, not a government of its own level
-- in:
UPDATE class SET name = state_name WHERE state_name IS NOT NULL;

-- name: class_use               what a closing would leave behind
-- in: id int
-- out: below int, used int
SELECT (SELECT COUNT(*) FROM class c WHERE c.parent_id = $1 AND c.closed_on IS NULL),
       (SELECT COUNT(*) FROM edition e WHERE e.topic_id = $1 OR e.genre_id = $1 OR e.audience_id = $1);

-- name: class_hand_over         its texts, old and new, come under another
-- in: id int, to_id int
-- out: item_id int
UPDATE edition SET topic_id = CASE WHEN topic_id = $1 THEN $2 ELSE topic_id END,
       genre_id = CASE WHEN genre_id = $1 THEN $2 ELSE genre_id END,
       audience_id = CASE WHEN audience_id = $1 THEN $2 ELSE audience_id END
 WHERE topic_id = $1 OR genre_id = $1 OR audience_id = $1 RETURNING item_id;

-- name: class_close             a class ends
-- in: id int, closed_on day, merged_into int?
UPDATE class SET closed_on = $2, merged_into = $3 WHERE id = $1;

-- name: class_follow            and those that gave way to it follow
-- in: id int, to_id int
UPDATE class SET merged_into = $2 WHERE merged_into = $1;

-- name: channel_office_list     all channels with what went out by each
-- in:
-- out: code text, name text, unit text, sort int, n int
SELECT c.code, c.name, c.unit, c.sort,
       CAST(COALESCE((SELECT SUM(t.n) FROM tally t WHERE t.channel = c.code AND t.batch_id = 0), 0) AS BIGINT)
  FROM channel c ORDER BY c.sort, c.code;

-- name: channel_name_put        a channel, or the same by another name
-- in: code text, name text, unit text, sort int
INSERT INTO channel (code, name, unit, sort) VALUES ($1, $2, $3, $4)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, unit = excluded.unit, sort = excluded.sort;

-- name: scan_word_list          words of the house
-- in:
-- out: word_key text, wrong text, instead text, reason text, severity text, exceptions text, enabled bool, added_by text?, added_at instant
SELECT w.word_key, w.wrong, w.instead, w.reason, w.severity, w.exceptions, w.enabled, p.name, w.added_at
  FROM scan_word w LEFT JOIN person p ON p.id = w.added_by ORDER BY w.wrong, w.id;

-- name: scan_word_put           a word, or the same changed
-- in: word_key text, wrong text, instead text, reason text, severity text, exceptions text, enabled bool, added_by int?, added_at instant
-- out: id int
INSERT INTO scan_word (word_key, wrong, instead, reason, severity, exceptions, enabled, added_by, added_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (word_key) DO UPDATE SET wrong = excluded.wrong, instead = excluded.instead, reason = excluded.reason,
  severity = excluded.severity, exceptions = excluded.exceptions, enabled = excluded.enabled, added_by = excluded.added_by,
  added_at = excluded.added_at RETURNING id;
