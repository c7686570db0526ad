-- What later documents do to earlier ones (app/validity.h).

-- name: validity_lock           an item whose marks are worked out, locked until the end of the transaction
-- in: id int
-- out: id int, agency_id int, state text, live_edition_id int?
UPDATE item SET version = version + 1 WHERE id = $1 RETURNING id, agency_id, state, live_edition_id;

-- name: validity_mark_read      the mark that an item bears
-- in: item_id int
-- out: edition_id int, by_item int, relation text, since day, own_validity text, own_repealed_on day?, own_repealed_by text?
SELECT m.edition_id, m.by_item, m.relation, m.since, m.own_validity, m.own_repealed_on, m.own_repealed_by
  FROM validity_mark m WHERE m.item_id = $1;

-- name: validity_mark_put       an item is marked, and its text's own facts are kept
-- in: item_id int, edition_id int, by_item int, relation text, since day, own_validity text, own_repealed_on day?, own_repealed_by text?, marked_at instant
INSERT INTO validity_mark (item_id, edition_id, by_item, relation, since, own_validity, own_repealed_on, own_repealed_by, marked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: validity_mark_remove    an item stands for itself again
-- in: item_id int
DELETE FROM validity_mark WHERE item_id = $1;

-- name: validity_facts          what a text says of its validity
-- in: id int
-- out: validity text, effective_on day?, expires_on day?, repealed_on day?, repealed_by text?
SELECT e.validity, e.effective_on, e.expires_on, e.repealed_on, e.repealed_by FROM edition e WHERE e.id = $1;

-- name: validity_set            what holds of a text
-- in: id int, validity text, repealed_on day?, repealed_by text?
UPDATE edition SET validity = $2, repealed_on = $3, repealed_by = $4 WHERE id = $1;

-- name: validity_undoers        public documents that amend, repeal or replace an item
-- in: item_id int
-- out: by_item int, relation text, title text, effective_on day?, published_at instant
SELECT r.from_item, r.kind, e.title, e.effective_on, i.published_at
  FROM item_relation r JOIN item i ON i.id = r.from_item AND i.state = 'live'
  JOIN edition e ON e.id = i.live_edition_id
 WHERE r.to_item = $1 AND r.kind IN ('amends', 'repeals', 'replaces')
 ORDER BY i.published_at, i.id;

-- name: validity_targets        documents that an item amends, repeals or replaces
-- in: from_item int
-- out: to_item int
SELECT DISTINCT r.to_item FROM item_relation r
 WHERE r.from_item = $1 AND r.kind IN ('amends', 'repeals', 'replaces') ORDER BY r.to_item;

-- name: validity_due            documents whose amendment came into force and that bear no mark yet
-- in: today day, since day
-- out: to_item int
SELECT DISTINCT r.to_item
  FROM item_relation r JOIN item i ON i.id = r.from_item AND i.state = 'live'
  JOIN edition e ON e.id = i.live_edition_id AND e.effective_on BETWEEN $2 AND $1
  JOIN item o ON o.id = r.to_item AND o.state = 'live'
 WHERE r.kind = 'amends' AND NOT EXISTS (SELECT 1 FROM validity_mark m WHERE m.item_id = r.to_item)
 ORDER BY r.to_item LIMIT 500;
