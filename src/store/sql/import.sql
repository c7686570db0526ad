-- Large writes: rows that are moved in chunks and become visible at once (app/move.h), and what an import asks first.

-- name: import_agencies         whom an import may name
-- in:
-- out: id int, code text, name text, short_name text, level text, parent_id int?, root_id int
SELECT a.id, a.code, a.name, a.short_name, a.level, a.parent_id, h.root_id
  FROM agency a JOIN agency_home h ON h.agency_id = a.id
 WHERE a.closed_on IS NULL ORDER BY a.id;

-- name: import_columns          where an import may put its items
-- in:
-- out: id int, code text, name text, levels text, parent text?, agency_id int?
SELECT c.id, c.code, c.name, c.levels, u.name, c.agency_id
  FROM catalogue_column c LEFT JOIN catalogue_column u ON u.id = c.parent_id
 WHERE c.closed_on IS NULL AND c.kind <> 'external' ORDER BY c.id;

-- name: import_classes          all classes with their parents' names; what gave way is the one it gave way to
-- in:
-- out: id int, scheme text, code text, name text, state_name text?, parent text?, parent_state_name text?
SELECT COALESCE(c.merged_into, c.id), c.scheme, c.code, c.name, c.state_name, p.name, p.state_name FROM class c LEFT JOIN class p ON p.id = c.parent_id
 WHERE c.closed_on IS NULL OR c.merged_into IS NOT NULL ORDER BY c.closed_on IS NOT NULL, c.id;

-- name: import_channels         all channels
-- in:
-- out: code text, name text
SELECT code, name FROM channel ORDER BY sort;

-- name: import_address_owner    whose an old address of a site is
-- in: address text, root_id int
-- out: item_id int
SELECT o.item_id FROM old_address o WHERE o.address = $1 AND o.root_id = $2;

-- name: batch_add               a large write begins
-- in: batch_kind text, file_name text, file_sm3 text, n_rows int, n_flagged int, token text, started_at instant
-- out: id int
INSERT INTO import_batch (kind, file_name, file_sm3, state, n_rows, n_flagged, token, started_at)
VALUES ($1, $2, $3, 'moving', $4, $5, $6, $7) RETURNING id;

-- name: batch_end               it is visible, or gone
-- in: id int, state text, ended_at instant
UPDATE import_batch SET state = $2, ended_at = $3 WHERE id = $1 AND state = 'moving';

-- name: batch_moving            those under way, or left behind
-- in:
-- out: id int, batch_kind text, file_name text, file_sm3 text, n_rows int, token text, started_at instant
SELECT id, kind, file_name, file_sm3, n_rows, token, started_at FROM import_batch WHERE state = 'moving' ORDER BY id;

-- name: batch_items             its items in the order in which they were moved
-- in: id int
-- out: id int
SELECT id FROM item WHERE batch_id = $1 ORDER BY id;

-- name: batch_agencies          whose items it brought
-- in: id int
-- out: agency_id int
SELECT DISTINCT agency_id FROM tally WHERE batch_id = $1 ORDER BY agency_id;

-- name: move_item_ids           n numbers of items, rising
-- in: n int
-- out: id int
[[@sqlite: WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < $1)
SELECT i + (SELECT COALESCE(MAX(id), 0) FROM item) FROM k ORDER BY 1]]
[[@pg: SELECT nextval(pg_get_serial_sequence('item', 'id')) FROM generate_series(1, $1) ORDER BY 1]];

-- name: move_edition_ids        n numbers of texts, rising
-- in: n int
-- out: id int
[[@sqlite: WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < $1)
SELECT i + (SELECT COALESCE(MAX(id), 0) FROM edition) FROM k ORDER BY 1]]
[[@pg: SELECT nextval(pg_get_serial_sequence('edition', 'id')) FROM generate_series(1, $1) ORDER BY 1]];

-- name: move_attestation        who answers for what was public before; the same twice is one row
-- in: batch_id int, source text, attested_by text, attested_at instant
-- out: id int
INSERT INTO attestation (batch_id, source, attested_by, attested_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (batch_id, source, attested_by) DO UPDATE SET source = excluded.source RETURNING id;

-- name: move_item               an item as it comes; live at once, though nobody sees it before the batch is done
-- in: id int, agency_id int, column_id int, state text, index_no text?, source_index_no text?, published_at instant?, sort_day day, on_site bool, live_edition_id int?, disclosure text, ground text?, batch_id int, created_at instant
INSERT INTO item (id, agency_id, column_id, state, index_no, source_index_no, published_at, sort_day, on_site,
                  live_edition_id, disclosure, ground, batch_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: move_edition            its text, cleared by an attestation
-- in: id int, item_id int, state text, title text, doc_no text?, doc_no_key text?, summary text, body text, formed_on day?, written_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, repealed_by text?, topic_id int?, genre_id int?, audience_id int?, keywords text, source text, flags text, content_sm3 text, digest int, attestation_id int?, created_at instant
INSERT INTO edition (id, item_id, no, state, title, doc_no, doc_no_key, summary, body, formed_on, written_on, validity,
                     effective_on, expires_on, repealed_on, repealed_by, topic_id, genre_id, audience_id, keywords, source,
                     flags, content_sm3, digest, attestation_id, created_at)
VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25);

-- name: move_address            an old address of the site that shows the item; the first owner there keeps it
-- in: address text, item_id int
INSERT INTO old_address (address, root_id, item_id)
SELECT $1, h.root_id, i.id FROM item i JOIN agency_home h ON h.agency_id = i.agency_id WHERE i.id = $2
ON CONFLICT (address, root_id) DO NOTHING;

-- name: move_tally              so many more, waiting for the flip
-- in: agency_id int, column_id int, year int, channel text, batch_id int, n int
INSERT INTO tally (agency_id, column_id, year, channel, batch_id, n) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (agency_id, column_id, year, channel, batch_id) DO UPDATE SET n = tally.n + excluded.n;

-- name: flip_tally              what waited counts
-- in: batch_id int
INSERT INTO tally (agency_id, column_id, year, channel, batch_id, n)
SELECT agency_id, column_id, year, channel, 0, n FROM tally WHERE batch_id = $1
ON CONFLICT (agency_id, column_id, year, channel, batch_id) DO UPDATE SET n = tally.n + excluded.n;

-- name: drop_tally              nothing waits any more
-- in: batch_id int
DELETE FROM tally WHERE batch_id = $1;

-- name: move_tally_month        so many more on the site, waiting for the flip
-- in: agency_id int, year int, month int, batch_id int, n int
INSERT INTO tally_month (agency_id, year, month, batch_id, n) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (agency_id, year, month, batch_id) DO UPDATE SET n = tally_month.n + excluded.n;

-- name: flip_tally_month        what waited counts
-- in: batch_id int
INSERT INTO tally_month (agency_id, year, month, batch_id, n)
SELECT agency_id, year, month, 0, n FROM tally_month WHERE batch_id = $1
ON CONFLICT (agency_id, year, month, batch_id) DO UPDATE SET n = tally_month.n + excluded.n;

-- name: drop_tally_month        nothing waits any more
-- in: batch_id int
DELETE FROM tally_month WHERE batch_id = $1;

-- name: remove_some             the next items of a batch that is taken back
-- in: batch_id int, limit int
-- out: id int, index_no text?
SELECT id, index_no FROM item WHERE batch_id = $1 ORDER BY id DESC LIMIT $2;

-- name: remove_addresses        of one item
-- in: item_id int
DELETE FROM old_address WHERE item_id = $1;

-- name: remove_publications     of one item
-- in: item_id int
DELETE FROM publication WHERE item_id = $1;

-- name: remove_relations        of one item, either way
-- in: item_id int
DELETE FROM item_relation WHERE from_item = $1 OR to_item = $1;

-- name: remove_attachments      of one item
-- in: item_id int
DELETE FROM attachment WHERE edition_id IN (SELECT id FROM edition WHERE item_id = $1);

-- name: remove_html             of one item
-- in: item_id int
DELETE FROM edition_html WHERE edition_id IN (SELECT id FROM edition WHERE item_id = $1);

-- name: remove_sheet            of one item
-- in: item_id int
DELETE FROM item_sheet WHERE item_id = $1;

-- name: remove_flow             of one item
-- in: item_id int
DELETE FROM item_flow WHERE item_id = $1;

-- name: remove_editions         of one item
-- in: item_id int
DELETE FROM edition WHERE item_id = $1;

-- name: remove_item             the item itself
-- in: item_id int
DELETE FROM item WHERE id = $1;

-- name: index_gap               why a number has no item
-- in: index_no text, reason text
UPDATE index_number SET gap_reason = $2 WHERE index_no = $1;

-- name: calendar_clear          a year is entered anew
-- in: first day, last day
DELETE FROM calendar_day WHERE day >= $1 AND day <= $2;

-- name: calendar_put            one departure from Monday to Friday
-- in: day day, day_kind text, name text
INSERT INTO calendar_day (day, kind, name) VALUES ($1, $2, $3);

-- name: calendar_notice_put     the notice of a year is in
-- in: year int, doc_no text, entered_at instant
INSERT INTO calendar_notice (year, doc_no, entered_at) VALUES ($1, $2, $3)
ON CONFLICT (year) DO UPDATE SET doc_no = excluded.doc_no, entered_at = excluded.entered_at;

-- name: calendar_days           the whole calendar
-- in:
-- out: day day, day_kind text, name text
SELECT day, kind, name FROM calendar_day ORDER BY day;

-- name: calendar_years          years whose notice is in
-- in:
-- out: year int
SELECT year FROM calendar_notice ORDER BY year;

-- name: due_open                items with a day that is counted in working days
-- in:
-- out: item_id int, title text, agency_name text, due_on day?, retro_due_on day?, mend_due_on day?, explain_due_on day?
SELECT f.item_id, e.title, a.name, f.due_on, f.retro_due_on, f.mend_due_on, f.explain_due_on
  FROM item_flow f
  JOIN edition e ON e.id = f.edition_id
  JOIN item i ON i.id = f.item_id
  JOIN agency a ON a.id = i.agency_id
 WHERE (f.state IN ('editing', 'submitted', 'returned') AND f.due_on IS NOT NULL) OR f.retro_due_on IS NOT NULL
    OR f.mend_due_on IS NOT NULL OR f.explain_due_on IS NOT NULL
 ORDER BY f.item_id;

-- name: due_set                 the days as the calendar has them now
-- in: item_id int, due_on day?, retro_due_on day?, mend_due_on day?, explain_due_on day?
UPDATE item_flow SET due_on = $2, retro_due_on = $3, mend_due_on = $4, explain_due_on = $5 WHERE item_id = $1;
