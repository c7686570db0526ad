-- Channels beside the site: what went out where, the outbox, and what is no item (app/channel.h).

-- name: channel_names           all of them
-- in:
-- out: code text, name text, unit text
SELECT c.code, c.name, c.unit FROM channel c ORDER BY c.sort;

-- name: connector_of            the nearest connector for an agency's channel
-- in: agency_id int, channel text
-- out: id int
SELECT c.id FROM connector c JOIN agency_path p ON p.ancestor = c.agency_id AND p.descendant = $1 AND p.ended_on IS NULL
 WHERE c.channel = $2 AND c.enabled = 1 ORDER BY p.depth LIMIT 1;

-- name: connector_list          of the scope
-- in: scope int
-- out: id int, agency text, agency_slug text, channel text, channel_name text, name text, url text, is_signed bool, enabled bool, set_by text, set_at instant, n_waiting int
SELECT c.id, a.name, a.slug, c.channel, h.name, c.name, c.url, CASE WHEN c.secret IS NULL THEN 0 ELSE 1 END, c.enabled, o.name,
       c.set_at, (SELECT COUNT(*) FROM dispatch d WHERE d.connector_id = c.id AND d.state = 'waiting')
  FROM connector c JOIN agency a ON a.id = c.agency_id JOIN channel h ON h.code = c.channel JOIN person o ON o.id = c.set_by
  JOIN agency_path p ON p.descendant = c.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 ORDER BY a.sort, a.id, h.sort;

-- name: connector_put           a new one for the unit's channel, or the same changed; secret NULL keeps what there is
-- in: agency_id int, channel text, name text, url text, secret text?, enabled bool, set_by int, set_at instant
-- out: id int
INSERT INTO connector (agency_id, channel, name, url, secret, enabled, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (agency_id, channel) DO UPDATE SET name = excluded.name, url = excluded.url, enabled = excluded.enabled,
   secret = COALESCE(excluded.secret, connector.secret), set_by = excluded.set_by, set_at = excluded.set_at
RETURNING id;

-- name: dispatch_put            a message is owed; the same twice is one
-- in: item_id int, edition_id int, channel text, connector_id int, dispatch_kind text, asked_by int?, asked_at instant
-- out: id int
INSERT INTO dispatch (item_id, edition_id, channel, connector_id, kind, state, asked_by, asked_at)
VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7)
ON CONFLICT (item_id, channel, edition_id, kind) DO UPDATE SET state = 'waiting', ended_at = NULL, error = ''
RETURNING id;

-- name: dispatch_maybe_of       channels that have the item by a connector, or may have it: a try whose answer never came
-- in: item_id int
-- out: channel text, connector_id int
SELECT DISTINCT d.channel, d.connector_id FROM dispatch d
 WHERE d.item_id = $1 AND d.kind IN ('publish','correct') AND (d.state = 'sent' OR d.attempts > 0)
   AND NOT EXISTS (SELECT 1 FROM dispatch w WHERE w.item_id = d.item_id AND w.channel = d.channel
                      AND w.kind = 'withdraw' AND w.state = 'sent' AND w.id > d.id);

-- name: dispatch_claim          one more try begins
-- in: id int
UPDATE dispatch SET attempts = attempts + 1 WHERE id = $1 AND state = 'waiting';

-- name: dispatch_lock           the item of a message, locked until the end of the transaction
-- in: item_id int
UPDATE item SET version = version + 1 WHERE id = $1;

-- name: dispatch_cancel         what waits is not sent any more
-- in: item_id int, ended_at instant, error text
UPDATE dispatch SET state = 'cancelled', ended_at = $2, error = $3 WHERE item_id = $1 AND state = 'waiting' AND kind <> 'withdraw';

-- name: dispatch_resume         what waits for an enabled connector and no job stands for is put in again
-- in: now instant
INSERT INTO job (kind, ref, args, run_after, enqueued_at)
SELECT 'dispatch', d.id, '{}', $1, $1 FROM dispatch d JOIN connector c ON c.id = d.connector_id
 WHERE d.state = 'waiting' AND c.enabled = 1
   AND NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = 'dispatch' AND j.ref = d.id AND j.state IN ('ready','leased'));

-- name: dispatch_read           a message with all that it says
-- in: id int
-- out: id int, state text, dispatch_kind text, item_id int, channel text, attempts int, url text, secret text?, enabled bool, index_no text?, item_state text, is_live bool, title text, doc_no text?, summary text, body text, agency text, site_host text?, reason text?
SELECT d.id, d.state, d.kind, d.item_id, d.channel, d.attempts, c.url, c.secret, c.enabled, i.index_no, i.state,
       CASE WHEN i.live_edition_id = d.edition_id THEN 1 ELSE 0 END, e.title, e.doc_no, e.summary, e.body, a.name,
       (SELECT s.host FROM site s JOIN agency_path p ON p.ancestor = s.root_agency_id
         WHERE p.descendant = i.agency_id AND p.ended_on IS NULL ORDER BY p.depth, s.id LIMIT 1),
       i.withdrawn_reason
  FROM dispatch d JOIN connector c ON c.id = d.connector_id JOIN item i ON i.id = d.item_id
  JOIN edition e ON e.id = d.edition_id JOIN agency a ON a.id = i.agency_id
 WHERE d.id = $1;

-- name: dispatch_tried          a try that failed
-- in: id int, error text
UPDATE dispatch SET error = $2 WHERE id = $1 AND state = 'waiting';

-- name: dispatch_end            it was taken, or it is given up
-- in: id int, state text, error text, proof text, ended_at instant
UPDATE dispatch SET state = $2, error = $3, proof = $4, ended_at = $5 WHERE id = $1 AND state = 'waiting';

-- name: dispatch_again          one of the scope that failed is tried again
-- in: scope int, id int
UPDATE dispatch SET state = 'waiting', ended_at = NULL, attempts = 0
 WHERE id = $2 AND state = 'failed'
   AND EXISTS (SELECT 1 FROM item i JOIN agency_path p ON p.descendant = i.agency_id
                WHERE i.id = dispatch.item_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
                  AND (dispatch.kind = 'withdraw' OR i.live_edition_id = dispatch.edition_id));

-- name: dispatch_list           messages of the scope in one state, or of one item; newest first
-- in: scope int, limit int, offset int, state text, item_id int
-- out: id int, item_id int, index_no text?, title text, agency text, channel_name text, dispatch_kind text, state text, attempts int, error text, proof text, asked_by text?, asked_at instant, ended_at instant?, again bool
SELECT d.id, d.item_id, i.index_no, e.title, a.name, h.name, d.kind, d.state, d.attempts, d.error, d.proof, o.name, d.asked_at,
       d.ended_at,
       CASE WHEN d.state = 'failed' AND (d.kind = 'withdraw' OR i.live_edition_id = d.edition_id) THEN 1 ELSE 0 END
  FROM dispatch d JOIN item i ON i.id = d.item_id JOIN edition e ON e.id = d.edition_id JOIN agency a ON a.id = i.agency_id
  JOIN channel h ON h.code = d.channel LEFT JOIN person o ON o.id = d.asked_by
 WHERE EXISTS (SELECT 1 FROM agency_path p WHERE p.descendant = i.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL)
   [[state: AND d.state = $4]] [[item: AND d.item_id = $5]]
 ORDER BY d.id DESC LIMIT $2 OFFSET $3;

-- name: dispatch_counts         how many in each state
-- in: scope int
-- out: state text, n int
SELECT d.state, COUNT(*) FROM dispatch d JOIN item i ON i.id = d.item_id
 WHERE EXISTS (SELECT 1 FROM agency_path p WHERE p.descendant = i.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL)
 GROUP BY d.state;

-- name: channel_item            a live item of the scope, for its channels
-- in: scope int, id int
-- out: id int, agency_id int, column_id int, state text, index_no text?, sort_day day, on_site bool, edition_id int, title text, agency text, published_at instant?
SELECT i.id, i.agency_id, i.column_id, i.state, i.index_no, i.sort_day, i.on_site, e.id, e.title, a.name, i.published_at
  FROM item i JOIN edition e ON e.id = COALESCE(i.live_edition_id, (SELECT MAX(x.id) FROM edition x WHERE x.item_id = i.id))
  JOIN agency a ON a.id = i.agency_id
  JOIN agency_path p ON p.descendant = i.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE i.id = $2;

-- name: channel_publications    where an item went out
-- in: item_id int
-- out: channel text, name text, published_at instant, proof text, proof_file text?, file_type text?, file_size int?, entered_by text?
SELECT u.channel, c.name, u.published_at, u.proof, u.proof_file, f.type, f.size, o.name
  FROM publication u JOIN channel c ON c.code = u.channel LEFT JOIN person o ON o.id = u.entered_by
  LEFT JOIN file_object f ON f.sm3 = u.proof_file
 WHERE u.item_id = $1 ORDER BY c.sort;

-- name: channel_publish         an entry by hand or by a connector; the same channel twice is one, with the newest proof
-- in: item_id int, channel text, published_at instant, proof text, proof_file text?, entered_by int?
INSERT INTO publication (item_id, channel, published_at, proof, proof_file, entered_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (item_id, channel) DO UPDATE SET published_at = excluded.published_at, proof = excluded.proof,
   proof_file = COALESCE(excluded.proof_file, publication.proof_file), entered_by = excluded.entered_by;

-- name: channel_has             whether an item went out there already
-- in: item_id int, channel text
-- out: channel text
SELECT u.channel FROM publication u WHERE u.item_id = $1 AND u.channel = $2;

-- name: channel_tally           one more, or less, of a live item in one channel
-- in: item_id int, channel text, year int, n int
INSERT INTO tally (agency_id, column_id, year, channel, batch_id, n)
SELECT i.agency_id, i.column_id, $3, $2, 0, $4 FROM item i WHERE i.id = $1 AND i.state = 'live'
ON CONFLICT (agency_id, column_id, year, channel, batch_id) DO UPDATE SET n = tally.n + excluded.n;

-- name: channel_untally         one less of a live item in one channel
-- in: item_id int, channel text, year int
UPDATE tally SET n = n - 1
 WHERE channel = $2 AND year = $3 AND batch_id = 0
   AND agency_id = (SELECT i.agency_id FROM item i WHERE i.id = $1 AND i.state = 'live')
   AND column_id = (SELECT i.column_id FROM item i WHERE i.id = $1);

-- name: channel_unpublish       an entry that was wrong
-- in: item_id int, channel text
DELETE FROM publication WHERE item_id = $1 AND channel = $2;

-- name: channel_on_site         the site is one of its channels, or no longer
-- in: item_id int, on_site bool
UPDATE item SET on_site = $2 WHERE id = $1;

-- name: channel_event_put       something that was made public and is no item
-- in: agency_id int, channel text, on_day day, title text, n_kind text, n int?, unit text, proof text, entered_by int?, entered_at instant
-- out: id int
INSERT INTO channel_event (agency_id, channel, on_day, title, n_kind, n, unit, proof, entered_by, entered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id;

-- name: channel_event_drop      one of the scope, entered by mistake
-- in: scope int, id int
DELETE FROM channel_event
 WHERE id = $2 AND EXISTS (SELECT 1 FROM agency_path p WHERE p.descendant = channel_event.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1)
                              AND p.ended_on IS NULL);

-- name: channel_events          those of the scope, newest first
-- in: scope int, limit int, offset int, from day, to day, channel text
-- out: id int, agency text, agency_code text, channel text, channel_name text, on_day day, title text, n_kind text, n int?, unit text, proof text, entered_by text?
SELECT v.id, a.name, a.code, v.channel, h.name, v.on_day, v.title, v.n_kind, v.n, v.unit, v.proof, o.name
  FROM channel_event v JOIN agency a ON a.id = v.agency_id JOIN channel h ON h.code = v.channel
  LEFT JOIN person o ON o.id = v.entered_by
  JOIN agency_path p ON p.descendant = v.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE v.on_day >= $4 AND v.on_day <= $5 [[channel: AND v.channel = $6]]
 ORDER BY v.on_day DESC, v.id DESC LIMIT $2 OFFSET $3;

-- name: channel_event_sums      counts of a span by channel; a sum with an approximate part is approximate
-- in: scope int, from day, to day
-- out: channel text, name text, unit text, n_events int, n int, n_approximate int
SELECT v.channel, h.name, v.unit, COUNT(*), CAST(COALESCE(SUM(v.n), 0) AS BIGINT),
       CAST(SUM(CASE WHEN v.n_kind = 'exact' THEN 0 ELSE 1 END) AS BIGINT)
  FROM channel_event v JOIN channel h ON h.code = v.channel
  JOIN agency_path p ON p.descendant = v.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE v.on_day >= $2 AND v.on_day <= $3
 GROUP BY v.channel, h.name, v.unit, h.sort ORDER BY h.sort;

-- name: dispatch_item           a live item, for what its message changes
-- in: id int
-- out: agency_id int, sort_day day
SELECT i.agency_id, i.sort_day FROM item i WHERE i.id = $1 AND i.state = 'live';
