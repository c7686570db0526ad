-- Links of texts to elsewhere (app/link.h).

-- name: link_put                an address that some text leads to
-- in: url text
-- out: id int
INSERT INTO web_link (url, state) VALUES ($1, 'new') ON CONFLICT (url) DO UPDATE SET url = excluded.url RETURNING id;

-- name: item_links_clear        the links of an item are told anew
-- in: item_id int
DELETE FROM item_link WHERE item_id = $1;

-- name: item_link_put           one of them
-- in: item_id int, link_id int
INSERT INTO item_link (item_id, link_id) VALUES ($1, $2) ON CONFLICT (item_id, link_id) DO NOTHING;

-- name: links_due               addresses nobody asked yet, those that gave no answer, and those asked long ago
-- in: long_ago instant, lately instant, limit int
-- out: id int, url text, tries int
SELECT l.id, l.url, l.tries FROM web_link l
 WHERE (l.checked_at IS NULL OR l.checked_at < $1 OR (l.checked_at < $2 AND l.state = 'unreachable' AND l.tries < 3))
   AND EXISTS (SELECT 1 FROM item_link x WHERE x.link_id = l.id)
 ORDER BY COALESCE(l.checked_at, 0), l.id LIMIT $3;

-- name: link_told               what came of asking
-- in: id int, state text, status int, tries int, checked_at instant
UPDATE web_link SET state = $2, status = $3, tries = $4, checked_at = $5 WHERE id = $1;

-- name: item_links              what is known of the links of one item
-- in: item_id int
-- out: url text, state text, status int, tries int
SELECT l.url, l.state, l.status, l.tries FROM item_link x JOIN web_link l ON l.id = x.link_id WHERE x.item_id = $1 ORDER BY l.id;

-- name: broken_links            in the scope, by item; those that are public first
-- in: scope int, limit int, offset int
-- out: item_id int, title text, index_no text?, state text, agency text, url text, link_state text, status int, checked_at instant?
SELECT i.id, e.title, i.index_no, i.state, a.name, l.url, l.state, l.status, l.checked_at
  FROM web_link l JOIN item_link x ON x.link_id = l.id JOIN item i ON i.id = x.item_id
  JOIN edition e ON e.id = COALESCE(i.live_edition_id, (SELECT MAX(y.id) FROM edition y WHERE y.item_id = i.id))
  JOIN agency a ON a.id = i.agency_id
 WHERE (l.state = 'broken' OR (l.state = 'unreachable' AND l.tries >= 3)) AND i.state <> 'withdrawn'
   AND EXISTS (SELECT 1 FROM agency_path p WHERE p.descendant = i.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL)
 ORDER BY CASE i.state WHEN 'live' THEN 0 ELSE 1 END, i.id DESC, l.id LIMIT $2 OFFSET $3;

-- name: broken_links_n          how many
-- in: scope int
-- out: n int
SELECT COUNT(*) FROM web_link l JOIN item_link x ON x.link_id = l.id JOIN item i ON i.id = x.item_id
 WHERE (l.state = 'broken' OR (l.state = 'unreachable' AND l.tries >= 3)) AND i.state <> 'withdrawn'
   AND EXISTS (SELECT 1 FROM agency_path p WHERE p.descendant = i.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL);

-- name: texts_after             public texts behind one, for a walk over all of them
-- in: after_id int, limit int
-- out: id int, body text
SELECT i.id, e.body FROM item i JOIN edition e ON e.id = i.live_edition_id WHERE i.id > $1 AND i.state = 'live' ORDER BY i.id LIMIT $2;

-- name: setting_read            a value that the program keeps for itself
-- in: name text
-- out: value text
SELECT s.value FROM setting s WHERE s.name = $1;

-- name: setting_put             the same, written
-- in: name text, value text, changed_at instant
INSERT INTO setting (name, value, changed_at) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at;
