-- Agencies, columns, and the way of a text from draft to public and back. Statements of the use cases in app/.

-- name: agency_insert           a new agency; its paths follow
-- in: code text, slug text, name text, short_name text, kind text, level text, parent_id int?, supervisor_id int?, pinyin_key text, sort int, mandate text, opened_on day
-- out: id int
-- may: conflict
INSERT INTO agency (code, slug, name, short_name, kind, level, parent_id, supervisor_id, pinyin_key, sort, mandate, opened_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id;

-- name: agency_paths_insert     a new agency under itself and under all that stand above its parent
-- in: id int, parent_id int?, began_on day
INSERT INTO agency_path (ancestor, descendant, depth, began_on)
SELECT p.ancestor, $1, p.depth + 1, $3 FROM agency_path p WHERE p.descendant = $2 AND p.ended_on IS NULL
UNION ALL SELECT $1, $1, 0, $3;

-- name: agency_ancestors        who stands above an agency today, itself included
-- in: id int
-- out: id int
SELECT p.ancestor FROM agency_path p WHERE p.descendant = $1 AND p.ended_on IS NULL ORDER BY p.depth;

-- name: agency_of_scope         an agency by number, if the scope covers it
-- in: scope int, id int
-- out: id int, code text, level text, closed_on day?
SELECT a.id, a.code, a.level, a.closed_on
  FROM agency a JOIN agency_path p ON p.descendant = a.id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE a.id = $2;

-- name: guide_put               a guide, or the edition after the one that was seen (0: any)
-- in: agency_id int, classes text, arrangement text, access text, office_name text, office_address text, office_hours text, phone text, fax text, internet text, postcode text, how_to_apply text, remedies text, updated_on day, seen int
INSERT INTO guide (agency_id, classes, arrangement, access, office_name, office_address, office_hours, phone, fax, internet,
                   postcode, how_to_apply, remedies, updated_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (agency_id) DO UPDATE SET classes = excluded.classes, arrangement = excluded.arrangement,
  access = excluded.access, office_name = excluded.office_name, office_address = excluded.office_address,
  office_hours = excluded.office_hours, phone = excluded.phone, fax = excluded.fax, internet = excluded.internet,
  postcode = excluded.postcode, how_to_apply = excluded.how_to_apply, remedies = excluded.remedies,
  updated_on = excluded.updated_on, edition = guide.edition + 1
 WHERE $15 = 0 OR guide.edition = $15;

-- name: site_insert             a site
-- in: code text, name text, host text, root_agency_id int, id_code text, organiser text, undertaker text, contact text, icp text, police_no text, theme text, brand text
-- out: id int
-- may: conflict
INSERT INTO site (code, name, host, root_agency_id, id_code, organiser, undertaker, contact, icp, police_no, theme, brand)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id;

-- name: figure_put              a figure that somebody tells (a count is a value with a kind)
-- in: agency_id int, year int, name text, label text, kind text, value int?, unit text, source text
INSERT INTO stated_figure (agency_id, year, name, label, kind, value, unit, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (agency_id, year, name, label) DO UPDATE SET kind = excluded.kind, value = excluded.value, unit = excluded.unit,
  source = excluded.source;

-- name: column_insert           a new column; its paths follow
-- in: code text, parent_id int?, name text, kind text, article text, levels text, column_type text, description text, keywords text, agency_id int?, external_url text?, update_days int, sort int, opened_on day
-- out: id int
-- may: conflict
INSERT INTO catalogue_column (code, parent_id, name, kind, article, levels, column_type, description, keywords, agency_id,
                              external_url, update_days, sort, opened_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id;

-- name: column_paths_insert     a new column under itself and under all above its parent
-- in: id int, parent_id int?
INSERT INTO column_path (ancestor, descendant, depth)
SELECT p.ancestor, $1, p.depth + 1 FROM column_path p WHERE p.descendant = $2
UNION ALL SELECT $1, $1, 0;

-- name: index_take              the next serials of an agency's year, race-free: the row is locked by the update
-- in: agency_id int, year int, n int
-- out: last int
INSERT INTO index_counter (agency_id, year, last) VALUES ($1, $2, $3)
ON CONFLICT (agency_id, year) DO UPDATE SET last = index_counter.last + excluded.last
RETURNING last;

-- name: index_number_insert     one number for ever
-- in: index_no text, agency_id int, year int, serial int, allocated_at instant
INSERT INTO index_number (index_no, agency_id, year, serial, allocated_at) VALUES ($1, $2, $3, $4, $5);

-- name: item_insert             an item that is only a draft yet
-- in: agency_id int, column_id int, sort_day day, on_site bool, disclosure text, ground text?, ground_reason text?, created_at instant
-- out: id int
INSERT INTO item (agency_id, column_id, state, sort_day, on_site, disclosure, ground, ground_reason, created_at)
VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $8) RETURNING id;

-- name: item_lock               an item of the scope, locked until the end of the transaction
-- in: scope int, id int
-- out: id int, agency_id int, column_id int, state text, index_no text?, published_at instant?, sort_day day, on_site bool, live_edition_id int?, disclosure text, batch_id int?, version int
UPDATE item SET version = version + 1
 WHERE id = $2 AND EXISTS (SELECT 1 FROM agency_path p
                            WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.descendant = item.agency_id AND p.ended_on IS NULL)
RETURNING id, agency_id, column_id, state, index_no, published_at, sort_day, on_site, live_edition_id, disclosure, batch_id,
          version;

-- name: item_is_public        an item that everybody may see, or one of the scope
-- in: scope int, id int
-- out: id int
SELECT i.id FROM item i
 WHERE i.id = $2 AND (EXISTS (SELECT 1 FROM public_item u WHERE u.id = i.id)
    OR EXISTS (SELECT 1 FROM agency_path p
                WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.descendant = i.agency_id AND p.ended_on IS NULL));

-- name: column_for_draft      a column, if it takes what this agency publishes today
-- in: id int, agency_id int, today day
-- out: id int
SELECT c.id FROM catalogue_column c JOIN agency a ON a.id = $2
 WHERE c.id = $1 AND c.kind <> 'external' AND c.opened_on <= $3 AND (c.closed_on IS NULL OR c.closed_on > $3)
   AND (a.closed_on IS NULL OR a.closed_on > $3)
   AND (EXISTS (SELECT 1 FROM agency_path p
                 WHERE p.ancestor = c.agency_id AND p.descendant = $2 AND p.ended_on IS NULL)
     OR (c.agency_id IS NULL AND ',' || c.levels || ',' LIKE '%,' || a.level || ',%'));

-- name: item_by_index           number of an item by its 索引号
-- in: index_no text
-- out: id int
SELECT i.id FROM item i WHERE i.index_no = $1;

-- name: edition_insert          the next text of an item, as a draft
-- in: item_id int, title text, doc_no text?, doc_no_key text?, summary text, body text, formed_on day?, written_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, repealed_by text?, topic_id int?, genre_id int?, audience_id int?, keywords text, source text, correction text, author_id int, content_sm3 text, digest int, created_at instant
-- out: id int, no int
-- may: conflict
INSERT INTO edition (item_id, no, state, title, doc_no, doc_no_key, summary, body, formed_on, written_on, validity,
                     effective_on, expires_on, repealed_on, repealed_by, topic_id, genre_id, audience_id, keywords, source,
                     correction, author_id, content_sm3, digest, created_at)
VALUES ($1, (SELECT COALESCE(MAX(x.no), 0) + 1 FROM edition x WHERE x.item_id = $1), 'draft', $2, $3, $4, $5, $6, $7, $8,
        $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
RETURNING id, no;

-- name: edition_read            one text of an item
-- in: id int
-- out: id int, item_id int, no int, state text, author_id int?, content_sm3 text, content_review_id int?, secrecy_review_id int?, attestation_id int?, written_on day?, formed_on day?
SELECT e.id, e.item_id, e.no, e.state, e.author_id, e.content_sm3, e.content_review_id, e.secrecy_review_id,
       e.attestation_id, e.written_on, e.formed_on
  FROM edition e WHERE e.id = $1;

-- name: edition_text          what a review clears, without the files
-- in: id int
-- out: title text, doc_no text?, summary text, body text, formed_on day?, written_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, repealed_by text?, keywords text, source text, correction text, digest int
SELECT e.title, e.doc_no, e.summary, e.body, e.formed_on, e.written_on, e.validity, e.effective_on, e.expires_on, e.repealed_on,
       e.repealed_by, e.keywords, e.source, e.correction, e.digest
  FROM edition e WHERE e.id = $1;

-- name: edition_files         the files of one text, in their order
-- in: id int
-- out: name text, sm3 text
SELECT t.name, t.sm3 FROM attachment t WHERE t.edition_id = $1 ORDER BY t.sort;

-- name: attachment_insert       a file of a draft
-- in: edition_id int, sort int, name text, sm3 text
INSERT INTO attachment (edition_id, sort, name, sm3) VALUES ($1, $2, $3, $4);

-- name: file_object_put         a file's facts; the same bytes are one object
-- in: sm3 text, size int, type text, stored_at instant
INSERT INTO file_object (sm3, size, type, stored_at) VALUES ($1, $2, $3, $4) ON CONFLICT (sm3) DO NOTHING;

-- name: review_insert           an opinion on exactly this text by another than its author
-- in: edition_id int, author_id int, review_kind text, verdict text, reviewer_id int, opinion text, content_sm3 text, reviewed_at instant, step int?, delegator_id int?, disclosure text?
-- out: id int
-- may: conflict
INSERT INTO review (edition_id, author_id, kind, verdict, reviewer_id, opinion, content_sm3, reviewed_at, step, delegator_id,
                    disclosure, text_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (SELECT e.version FROM edition e WHERE e.id = $1)) RETURNING id;

-- name: review_last             the last opinion of each kind on a text as it stands
-- in: edition_id int
-- out: id int, review_kind text, verdict text, reviewer_id int
SELECT r.id, r.kind, r.verdict, r.reviewer_id
  FROM review r JOIN edition e ON e.id = r.edition_id AND e.content_sm3 = r.content_sm3
 WHERE r.edition_id = $1
   AND r.text_version = e.version
   AND r.id = (SELECT MAX(x.id) FROM review x
                WHERE x.edition_id = r.edition_id AND x.kind = r.kind AND x.content_sm3 = r.content_sm3);

-- name: edition_supersede       the live text gives way
-- in: item_id int
UPDATE edition SET state = 'superseded' WHERE item_id = $1 AND state = 'live';

-- name: edition_go_live         a draft becomes the text, with what cleared it
-- in: id int, content_review_id int, secrecy_review_id int, public_at instant
UPDATE edition SET state = 'live', content_review_id = $2, secrecy_review_id = $3, public_at = $4 WHERE id = $1 AND state = 'draft';

-- name: item_go_live            the item shows that text, on the site when that is one of its channels
-- in: id int, edition_id int, index_no text, published_at instant, sort_day day
UPDATE item SET state = 'live', live_edition_id = $2, index_no = $3, published_at = $4, sort_day = $5,
       on_site = CASE WHEN EXISTS (SELECT 1 FROM publication u WHERE u.item_id = $1 AND u.channel = 'website') THEN 1 ELSE 0 END,
       withdrawn_at = NULL, withdrawn_reason = NULL
 WHERE id = $1;

-- name: item_beside             whose pages name the item as the one before or after: of the same unit and column, newest first
-- in: id int
-- out: prev_id int?, next_id int?
SELECT (SELECT x.id FROM item x
         WHERE x.agency_id = i.agency_id AND x.column_id = i.column_id AND x.state = 'live' AND x.on_site = 1
           AND (x.sort_day, x.id) > (i.sort_day, i.id)
           AND (x.batch_id IS NULL OR x.batch_id NOT IN (SELECT b.id FROM import_batch b WHERE b.state = 'moving'))
         ORDER BY x.sort_day, x.id LIMIT 1),
       (SELECT y.id FROM item y
         WHERE y.agency_id = i.agency_id AND y.column_id = i.column_id AND y.state = 'live' AND y.on_site = 1
           AND (y.sort_day, y.id) < (i.sort_day, i.id)
           AND (y.batch_id IS NULL OR y.batch_id NOT IN (SELECT b.id FROM import_batch b WHERE b.state = 'moving'))
         ORDER BY y.sort_day DESC, y.id DESC LIMIT 1)
  FROM item i WHERE i.id = $1;

-- name: item_withdraw           the item shows nothing any more but why
-- in: id int, withdrawn_at instant, reason text
UPDATE item SET state = 'withdrawn', live_edition_id = NULL, withdrawn_at = $2, withdrawn_reason = $3 WHERE id = $1;

-- name: edition_withdraw        its text with it
-- in: item_id int
UPDATE edition SET state = 'withdrawn' WHERE item_id = $1 AND state = 'live';

-- name: publication_put         by which channel an item went out; the first time counts
-- in: item_id int, channel text, published_at instant, proof text
INSERT INTO publication (item_id, channel, published_at, proof) VALUES ($1, $2, $3, $4)
ON CONFLICT (item_id, channel) DO NOTHING;

-- name: tally_add               an item more, once for itself, once more when it was public before, and once for each channel
-- in: item_id int, year int
INSERT INTO tally (agency_id, column_id, year, channel, batch_id, n)
SELECT i.agency_id, i.column_id, $2, '*', 0, 1 FROM item i WHERE i.id = $1
UNION ALL
SELECT i.agency_id, i.column_id, $2, '*attested', 0, 1
  FROM item i JOIN edition e ON e.id = i.live_edition_id WHERE i.id = $1 AND e.attestation_id IS NOT NULL
UNION ALL
SELECT i.agency_id, i.column_id, $2, u.channel, 0, 1
  FROM item i JOIN publication u ON u.item_id = i.id WHERE i.id = $1
ON CONFLICT (agency_id, column_id, year, channel, batch_id) DO UPDATE SET n = tally.n + 1;

-- name: tally_take              an item less, in the same places
-- in: item_id int, year int
UPDATE tally SET n = n - 1
 WHERE year = $2 AND batch_id = 0
   AND agency_id = (SELECT i.agency_id FROM item i WHERE i.id = $1)
   AND column_id = (SELECT i.column_id FROM item i WHERE i.id = $1)
   AND (channel = '*' OR channel IN (SELECT u.channel FROM publication u WHERE u.item_id = $1)
        OR (channel = '*attested' AND EXISTS (SELECT 1 FROM item i JOIN edition e ON e.id = i.live_edition_id
              WHERE i.id = $1 AND e.attestation_id IS NOT NULL)));

-- name: tally_month_add         an item more on the site, in its month
-- in: item_id int, year int, month int
INSERT INTO tally_month (agency_id, year, month, batch_id, n)
SELECT i.agency_id, $2, $3, 0, 1 FROM item i WHERE i.id = $1 AND i.on_site = 1
ON CONFLICT (agency_id, year, month, batch_id) DO UPDATE SET n = tally_month.n + 1;

-- name: tally_month_take        an item less, in the same place
-- in: item_id int, year int, month int
UPDATE tally_month SET n = n - 1
 WHERE year = $2 AND month = $3 AND batch_id = 0
   AND agency_id = (SELECT i.agency_id FROM item i WHERE i.id = $1 AND i.on_site = 1);

-- name: relation_put            one item points to another
-- in: from_item int, relation text, to_item int
INSERT INTO item_relation (from_item, kind, to_item) VALUES ($1, $2, $3) ON CONFLICT (from_item, kind, to_item) DO NOTHING;

-- name: relation_others         items whose pages name this one
-- in: id int
-- out: id int
SELECT r.to_item FROM item_relation r WHERE r.from_item = $1
UNION SELECT r.from_item FROM item_relation r WHERE r.to_item = $1;

-- name: tally_drift             what the tally says against what the rows say; empty when all is well
-- out: agency_id int, column_id int, year int, channel text, told int, counted int
SELECT COALESCE(t.agency_id, c.agency_id), COALESCE(t.column_id, c.column_id), COALESCE(t.year, c.year),
       COALESCE(t.channel, c.channel), CAST(COALESCE(t.n, 0) AS BIGINT), CAST(COALESCE(c.n, 0) AS BIGINT)
  FROM (SELECT agency_id, column_id, year, channel, SUM(n) AS n FROM tally GROUP BY agency_id, column_id, year, channel) t
  FULL JOIN (SELECT x.agency_id, x.column_id, x.year, x.channel, COUNT(*) AS n
               FROM (SELECT i.agency_id, i.column_id, '*' AS channel,
                            [[@sqlite: CAST(strftime('%Y', i.sort_day * 86400, 'unixepoch') AS INTEGER)]] [[@pg: CAST(EXTRACT(YEAR FROM DATE '1970-01-01' + CAST(i.sort_day AS INTEGER)) AS BIGINT)]] AS year
                       FROM item i WHERE i.state = 'live'
                     UNION ALL
                     SELECT i.agency_id, i.column_id, '*attested',
                            [[@sqlite: CAST(strftime('%Y', i.sort_day * 86400, 'unixepoch') AS INTEGER)]] [[@pg: CAST(EXTRACT(YEAR FROM DATE '1970-01-01' + CAST(i.sort_day AS INTEGER)) AS BIGINT)]]
                       FROM item i JOIN edition e ON e.id = i.live_edition_id WHERE i.state = 'live' AND e.attestation_id IS NOT NULL
                     UNION ALL
                     SELECT i.agency_id, i.column_id, u.channel,
                            [[@sqlite: CAST(strftime('%Y', i.sort_day * 86400, 'unixepoch') AS INTEGER)]] [[@pg: CAST(EXTRACT(YEAR FROM DATE '1970-01-01' + CAST(i.sort_day AS INTEGER)) AS BIGINT)]]
                       FROM item i JOIN publication u ON u.item_id = i.id WHERE i.state = 'live') x
              GROUP BY x.agency_id, x.column_id, x.year, x.channel) c
    ON c.agency_id = t.agency_id AND c.column_id = t.column_id AND c.year = t.year AND c.channel = t.channel
 WHERE COALESCE(t.n, 0) <> COALESCE(c.n, 0)
 LIMIT 100;

-- name: tally_month_drift       the same of the months
-- out: agency_id int, year int, month int, told int, counted int
SELECT COALESCE(t.agency_id, c.agency_id), COALESCE(t.year, c.year), COALESCE(t.month, c.month),
       CAST(COALESCE(t.n, 0) AS BIGINT), CAST(COALESCE(c.n, 0) AS BIGINT)
  FROM (SELECT agency_id, year, month, SUM(n) AS n FROM tally_month GROUP BY agency_id, year, month) t
  FULL JOIN (SELECT x.agency_id, x.year, x.month, COUNT(*) AS n
               FROM (SELECT i.agency_id,
                            [[@sqlite: CAST(strftime('%Y', i.sort_day * 86400, 'unixepoch') AS INTEGER)]] [[@pg: CAST(EXTRACT(YEAR FROM DATE '1970-01-01' + CAST(i.sort_day AS INTEGER)) AS BIGINT)]] AS year,
                            [[@sqlite: CAST(strftime('%m', i.sort_day * 86400, 'unixepoch') AS INTEGER)]] [[@pg: CAST(EXTRACT(MONTH FROM DATE '1970-01-01' + CAST(i.sort_day AS INTEGER)) AS BIGINT)]] AS month
                       FROM item i WHERE i.state = 'live' AND i.on_site = 1) x
              GROUP BY x.agency_id, x.year, x.month) c
    ON c.agency_id = t.agency_id AND c.year = t.year AND c.month = t.month
 WHERE COALESCE(t.n, 0) <> COALESCE(c.n, 0)
 LIMIT 100;

-- name: agency_all              every agency with its parent and what it has made public, in the order of the tree's names
-- out: id int, code text, slug text, name text, kind text, level text, parent text?, opened_on day, closed_on day?, n int
SELECT a.id, a.code, a.slug, a.name, a.kind, a.level, p.code, a.opened_on, a.closed_on,
       CAST(COALESCE((SELECT SUM(t.n) FROM tally t WHERE t.agency_id = a.id AND t.channel = '*' AND t.batch_id = 0), 0) AS BIGINT)
  FROM agency a LEFT JOIN agency p ON p.id = a.parent_id
 ORDER BY a.level, a.sort, a.id;

-- name: html_put               the rendering of a text that has just become public
-- in: edition_id int, version int, html text
INSERT INTO edition_html (edition_id, version, html) VALUES ($1, $2, $3);

-- name: html_raise             the same by a newer renderer
-- in: edition_id int, version int, html text
UPDATE edition_html SET version = $2, html = $3 WHERE edition_id = $1 AND version < $2;

-- name: html_drop              of texts of an item that readers see no more
-- in: item_id int
DELETE FROM edition_html
 WHERE edition_id IN (SELECT e.id FROM edition e WHERE e.item_id = $1 AND e.state <> 'live');

-- name: html_last              where a walk over all texts begins, from the end
-- out: before int
SELECT COALESCE(MAX(e.id), 0) + 1 FROM edition e;

-- name: html_missing           live texts among these numbers without a rendering of this version or a later one
-- in: from int, before int, version int
-- out: id int, body text, has int
SELECT e.id, e.body, CASE WHEN h.edition_id IS NULL THEN 0 ELSE 1 END
  FROM edition e LEFT JOIN edition_html h ON h.edition_id = e.id
 WHERE e.id >= $1 AND e.id < $2 AND e.state = 'live' AND (h.edition_id IS NULL OR h.version < $3)
 ORDER BY e.id DESC;
