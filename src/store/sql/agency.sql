-- Upkeep of agencies: the office's list and page, moving in the tree, and what a reform (机构改革) does. $1 is the scope root
-- wherever a row is asked for by somebody of the office.

-- name: agency_office_list      agencies of the scope in the order of the tree's names, closed ones on request
-- in: scope int
-- out: id int, code text, slug text, name text, short_name text, kind text, level text, parent_id int?, supervisor_id int?, mandate text, sort int, depth int, opened_on day, closed_on day?, n int, people int, guide_updated day?, guide_edition int?
SELECT a.id, a.code, a.slug, a.name, a.short_name, a.kind, a.level, a.parent_id, a.supervisor_id, a.mandate, a.sort, p.depth,
       a.opened_on, a.closed_on,
       CAST(COALESCE((SELECT SUM(t.n) FROM tally t WHERE t.agency_id = a.id AND t.channel = '*' AND t.batch_id = 0), 0) AS BIGINT),
       (SELECT COUNT(*) FROM person m WHERE m.agency_id = a.id AND m.disabled_at IS NULL), g.updated_on, g.edition
  FROM agency_path p JOIN agency a ON a.id = p.descendant LEFT JOIN guide g ON g.agency_id = a.id
 WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL [[open: AND a.closed_on IS NULL]]
 ORDER BY a.sort, a.pinyin_key, a.id;

-- name: agency_office_one       one of them by its address
-- in: scope int, slug text
-- out: id int, code text, slug text, name text, short_name text, kind text, level text, parent_id int?, parent_name text?, parent_slug text?, supervisor_id int?, supervisor_name text?, supervisor_slug text?, mandate text, sort int, opened_on day, closed_on day?, is_site_root bool, has_guide bool
SELECT a.id, a.code, a.slug, a.name, a.short_name, a.kind, a.level, a.parent_id, u.name, u.slug, a.supervisor_id, v.name, v.slug,
       a.mandate, a.sort, a.opened_on, a.closed_on,
       CASE WHEN EXISTS (SELECT 1 FROM site s WHERE s.root_agency_id = a.id) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM guide g WHERE g.agency_id = a.id) THEN 1 ELSE 0 END
  FROM agency a
  JOIN agency_path p ON p.descendant = a.id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
  LEFT JOIN agency u ON u.id = a.parent_id
  LEFT JOIN agency v ON v.id = a.supervisor_id
 WHERE a.slug = $2;

-- name: agency_former_names     names it bore before, the last first
-- in: agency_id int
-- out: began_on day, ended_on day, name text, short_name text, basis text
SELECT n.began_on, n.ended_on, n.name, n.short_name, n.basis FROM agency_name n WHERE n.agency_id = $1 ORDER BY n.began_on DESC;

-- name: agency_former_name_put  a name that ended
-- in: agency_id int, began_on day, ended_on day, name text, short_name text, basis text
INSERT INTO agency_name (agency_id, began_on, ended_on, name, short_name, basis) VALUES ($1, $2, $3, $4, $5, $6);

-- name: agency_successions      what became of it, and of whom it came
-- in: agency_id int
-- out: forward bool, id int, slug text, name text, reform text, on_day day, basis text
SELECT 1, b.id, b.slug, b.name, s.kind, s.on_day, s.basis
  FROM agency_succession s JOIN agency b ON b.id = s.successor_id WHERE s.predecessor_id = $1
UNION ALL
SELECT 0, b.id, b.slug, b.name, s.kind, s.on_day, s.basis
  FROM agency_succession s JOIN agency b ON b.id = s.predecessor_id WHERE s.successor_id = $1
 ORDER BY 1 DESC, 6, 2;

-- name: agency_places           where each agency of the scope stood, and since when
-- in: agency_id int
-- out: parent_id int, slug text, name text, began_on day, ended_on day?
SELECT p.ancestor, a.slug, a.name, p.began_on, p.ended_on
  FROM agency_path p JOIN agency a ON a.id = p.ancestor
 WHERE p.descendant = $1 AND p.depth = 1 ORDER BY p.began_on DESC, p.ancestor;

-- name: agency_update           what may change of an agency
-- in: id int, name text, short_name text, kind text, level text, supervisor_id int?, pinyin_key text, sort int, mandate text
UPDATE agency SET name = $2, short_name = $3, kind = $4, level = $5, supervisor_id = $6, pinyin_key = $7, sort = $8, mandate = $9
 WHERE id = $1;

-- name: agency_height           steps from an agency down to its lowest
-- in: id int
-- out: height int
SELECT COALESCE(MAX(p.depth), 0) FROM agency_path p WHERE p.ancestor = $1 AND p.ended_on IS NULL;

-- name: agency_paths_end        a branch leaves all that stands above it, on that day
-- in: id int, on_day day
UPDATE agency_path SET ended_on = CASE WHEN began_on > $2 THEN began_on ELSE $2 END
 WHERE ended_on IS NULL
   AND descendant IN (SELECT d.descendant FROM agency_path d WHERE d.ancestor = $1 AND d.ended_on IS NULL)
   AND ancestor NOT IN (SELECT d.descendant FROM agency_path d WHERE d.ancestor = $1 AND d.ended_on IS NULL);

-- name: agency_paths_begin      and comes under a parent and all above that one
-- in: id int, parent_id int, on_day day
INSERT INTO agency_path (ancestor, descendant, depth, began_on)
SELECT u.ancestor, d.descendant, u.depth + d.depth + 1, $3
  FROM agency_path u JOIN agency_path d ON d.ancestor = $1 AND d.ended_on IS NULL
 WHERE u.descendant = $2 AND u.ended_on IS NULL
ON CONFLICT (ancestor, descendant, began_on) DO UPDATE SET ended_on = NULL, depth = excluded.depth;

-- name: agency_parent_set       its parent
-- in: id int, parent_id int
UPDATE agency SET parent_id = $2 WHERE id = $1;

-- name: agency_children         open agencies right under one
-- in: id int
-- out: id int
SELECT a.id FROM agency a WHERE a.parent_id = $1 AND a.closed_on IS NULL ORDER BY a.sort, a.id;

-- name: agency_lock             an agency of the scope, locked until the end of the transaction
-- in: scope int, id int
-- out: id int, slug text, name text, short_name text, parent_id int?, opened_on day, closed_on day?, is_site_root bool
UPDATE agency SET sort = sort
 WHERE id = $2 AND EXISTS (SELECT 1 FROM agency_path p WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.descendant = agency.id AND p.ended_on IS NULL)
RETURNING id, slug, name, short_name, parent_id, opened_on, closed_on,
          CASE WHEN EXISTS (SELECT 1 FROM site s WHERE s.root_agency_id = agency.id) THEN 1 ELSE 0 END;

-- name: reform_effect           what a reform of an agency on that day would meet
-- in: id int, on_day day, before_day day
-- out: history int, late int, drafts int, people int, grants int, columns int, duties int, below int, importing int
SELECT (SELECT COUNT(*) FROM item i WHERE i.agency_id = $1 AND i.state = 'live' AND i.on_site = 1 AND i.sort_day < $2)
       + (SELECT COUNT(*) FROM item i WHERE i.agency_id = $1 AND (i.state <> 'live' OR i.on_site = 0) AND i.state <> 'draft'
             AND i.sort_day < $2),
       (SELECT COUNT(*) FROM item i WHERE i.agency_id = $1 AND i.state = 'live' AND i.on_site = 1 AND i.sort_day >= $2
           AND i.sort_day < $3)
       + (SELECT COUNT(*) FROM item i WHERE i.agency_id = $1 AND (i.state <> 'live' OR i.on_site = 0) AND i.state <> 'draft'
             AND i.sort_day >= $2 AND i.sort_day < $3),
       (SELECT COUNT(*) FROM item i WHERE i.agency_id = $1 AND (i.state <> 'live' OR i.on_site = 0) AND i.state = 'draft'),
       (SELECT COUNT(*) FROM person m WHERE m.agency_id = $1),
       (SELECT COUNT(*) FROM person_role r WHERE r.scope_agency_id = $1
           AND r.role NOT IN ('system_admin', 'security_admin', 'audit_admin')),
       (SELECT COUNT(*) FROM catalogue_column c WHERE c.agency_id = $1 AND c.closed_on IS NULL),
       (SELECT COUNT(*) FROM column_duty d WHERE d.agency_id = $1),
       (SELECT COUNT(*) FROM agency a WHERE a.parent_id = $1 AND a.closed_on IS NULL),
       (SELECT COUNT(*) FROM import_batch b WHERE b.state = 'moving');

-- name: reform_late             what was made public on or after the day, locked: nobody withdraws it while it is counted
-- in: id int, on_day day, before_day day
-- out: id int
UPDATE item SET version = version + 1
 WHERE agency_id = $1 AND state <> 'draft' AND sort_day >= $2 AND sort_day < $3
   AND id IN (SELECT i.id FROM item i WHERE i.agency_id = $1 AND i.state = 'live' AND i.on_site = 1 AND i.sort_day >= $2
                 AND i.sort_day < $3
              UNION ALL
              SELECT i.id FROM item i WHERE i.agency_id = $1 AND (i.state <> 'live' OR i.on_site = 0) AND i.state <> 'draft'
                 AND i.sort_day >= $2 AND i.sort_day < $3)
RETURNING id;

-- name: reform_tally_add        counts of those of one year, for the heir
-- in: id int, heir int, year int, on_day day, before_day day
INSERT INTO tally (agency_id, column_id, year, channel, batch_id, n)
SELECT $2, x.column_id, $3, x.channel, 0, COUNT(*)
  FROM (SELECT i.column_id, '*' AS channel FROM item i
         WHERE i.agency_id = $1 AND i.state = 'live' AND i.on_site = 1 AND i.sort_day >= $4 AND i.sort_day < $5
        UNION ALL
        SELECT i.column_id, '*' FROM item i
         WHERE i.agency_id = $1 AND (i.state <> 'live' OR i.on_site = 0) AND i.state = 'live' AND i.sort_day >= $4 AND i.sort_day < $5
        UNION ALL
        SELECT i.column_id, '*attested' FROM item i JOIN edition e ON e.id = i.live_edition_id AND e.attestation_id IS NOT NULL
         WHERE i.agency_id = $1 AND i.state = 'live' AND i.on_site = 1 AND i.sort_day >= $4 AND i.sort_day < $5
        UNION ALL
        SELECT i.column_id, '*attested' FROM item i JOIN edition e ON e.id = i.live_edition_id AND e.attestation_id IS NOT NULL
         WHERE i.agency_id = $1 AND (i.state <> 'live' OR i.on_site = 0) AND i.state = 'live' AND i.sort_day >= $4 AND i.sort_day < $5
        UNION ALL
        SELECT i.column_id, u.channel FROM item i JOIN publication u ON u.item_id = i.id
         WHERE i.agency_id = $1 AND i.state = 'live' AND i.on_site = 1 AND i.sort_day >= $4 AND i.sort_day < $5
        UNION ALL
        SELECT i.column_id, u.channel FROM item i JOIN publication u ON u.item_id = i.id
         WHERE i.agency_id = $1 AND (i.state <> 'live' OR i.on_site = 0) AND i.state = 'live' AND i.sort_day >= $4 AND i.sort_day < $5) x
 GROUP BY x.column_id, x.channel
ON CONFLICT (agency_id, column_id, year, channel, batch_id) DO UPDATE SET n = tally.n + excluded.n;

-- name: reform_tally_take       and off the predecessor's
-- in: id int, year int, on_day day, before_day day
UPDATE tally SET n = n - (
    SELECT COUNT(*) FROM item i
     WHERE i.agency_id = tally.agency_id AND i.column_id = tally.column_id AND i.state = 'live' AND i.on_site = 1
       AND i.sort_day >= $3 AND i.sort_day < $4
       AND (tally.channel = '*' OR EXISTS (SELECT 1 FROM publication u WHERE u.item_id = i.id AND u.channel = tally.channel)
            OR (tally.channel = '*attested' AND EXISTS (SELECT 1 FROM edition e WHERE e.id = i.live_edition_id AND e.attestation_id IS NOT NULL))))
  - (SELECT COUNT(*) FROM item i
     WHERE i.agency_id = tally.agency_id AND i.column_id = tally.column_id AND (i.state <> 'live' OR i.on_site = 0)
       AND i.state = 'live' AND i.sort_day >= $3 AND i.sort_day < $4
       AND (tally.channel = '*' OR EXISTS (SELECT 1 FROM publication u WHERE u.item_id = i.id AND u.channel = tally.channel)
            OR (tally.channel = '*attested' AND EXISTS (SELECT 1 FROM edition e WHERE e.id = i.live_edition_id AND e.attestation_id IS NOT NULL))))
 WHERE agency_id = $1 AND year = $2 AND batch_id = 0;

-- name: reform_tally_month_add  counts of those of one month, for the heir
-- in: id int, heir int, year int, month int, on_day day, before_day day
INSERT INTO tally_month (agency_id, year, month, batch_id, n)
SELECT $2, $3, $4, 0, COUNT(*) FROM item i
 WHERE i.agency_id = $1 AND i.state = 'live' AND i.on_site = 1 AND i.sort_day >= $5 AND i.sort_day < $6
ON CONFLICT (agency_id, year, month, batch_id) DO UPDATE SET n = tally_month.n + excluded.n;

-- name: reform_tally_month_take and off the predecessor's
-- in: id int, year int, month int, on_day day, before_day day
UPDATE tally_month SET n = n - (
    SELECT COUNT(*) FROM item i
     WHERE i.agency_id = tally_month.agency_id AND i.state = 'live' AND i.on_site = 1 AND i.sort_day >= $4 AND i.sort_day < $5)
 WHERE agency_id = $1 AND year = $2 AND month = $3 AND batch_id = 0;

-- name: reform_move_late        those texts themselves; their index numbers stay what they are
-- in: id int, heir int, on_day day, before_day day
UPDATE item SET agency_id = $2
 WHERE id IN (SELECT i.id FROM item i WHERE i.agency_id = $1 AND i.state = 'live' AND i.on_site = 1 AND i.sort_day >= $3
                 AND i.sort_day < $4
              UNION ALL
              SELECT i.id FROM item i WHERE i.agency_id = $1 AND (i.state <> 'live' OR i.on_site = 0) AND i.state <> 'draft'
                 AND i.sort_day >= $3 AND i.sort_day < $4);

-- name: reform_move_drafts      what was never made public
-- in: id int, heir int
UPDATE item SET agency_id = $2, version = version + 1
 WHERE agency_id = $1 AND (state <> 'live' OR on_site = 0) AND state = 'draft';

-- name: reform_people           who sits there
-- in: id int
-- out: id int
SELECT m.id FROM person m WHERE m.agency_id = $1
UNION SELECT r.person_id FROM person_role r WHERE r.scope_agency_id = $1;

-- name: reform_move_people      sits at the heir from now on
-- in: id int, heir int
UPDATE person SET agency_id = $2 WHERE agency_id = $1;

-- name: reform_move_grants      roles held for it are held for the heir, unless they are already; not those of administrators, nor of who reforms
-- in: id int, heir int, by int
UPDATE person_role SET scope_agency_id = $2
 WHERE scope_agency_id = $1 AND person_id <> $3 AND role NOT IN ('system_admin', 'security_admin', 'audit_admin')
   AND NOT EXISTS (SELECT 1 FROM person_role x
                    WHERE x.person_id = person_role.person_id AND x.role = person_role.role AND x.scope_agency_id = $2);

-- name: reform_drop_grants      those that are not
-- in: id int
DELETE FROM person_role WHERE scope_agency_id = $1;

-- name: reform_move_delegations stand-ins for those roles
-- in: id int, heir int
UPDATE delegation SET scope_agency_id = $2 WHERE scope_agency_id = $1 AND ended_at IS NULL;

-- name: reform_move_rules       its ladders of review, where the heir has none
-- in: id int, heir int
UPDATE review_rule SET agency_id = $2
 WHERE agency_id = $1
   AND NOT EXISTS (SELECT 1 FROM review_rule x
                    WHERE x.agency_id = $2 AND COALESCE(x.column_id, 0) = COALESCE(review_rule.column_id, 0));

-- name: reform_columns          its own columns
-- in: id int
-- out: id int
SELECT c.id FROM catalogue_column c WHERE c.agency_id = $1 AND c.closed_on IS NULL;

-- name: reform_move_columns     belong to the heir
-- in: id int, heir int
UPDATE catalogue_column SET agency_id = $2 WHERE agency_id = $1 AND closed_on IS NULL;

-- name: reform_move_duties      columns it kept up are kept up by the heir, who may do so already
-- in: id int, heir int
UPDATE column_duty SET agency_id = $2
 WHERE agency_id = $1
   AND NOT EXISTS (SELECT 1 FROM column_duty x WHERE x.column_id = column_duty.column_id AND x.agency_id = $2);

-- name: reform_drop_duties      those that it does
-- in: id int
DELETE FROM column_duty WHERE agency_id = $1;

-- name: reform_supervised       agencies that it was 主管部门 of are the heir's
-- in: id int, heir int
UPDATE agency SET supervisor_id = $2 WHERE supervisor_id = $1 AND id <> $2;

-- name: reform_close            the predecessor ends
-- in: id int, on_day day
UPDATE agency SET closed_on = $2 WHERE id = $1;

-- name: reform_succession       what became of whom
-- in: predecessor_id int, successor_id int, reform text, on_day day, basis text
-- may: conflict
INSERT INTO agency_succession (predecessor_id, successor_id, kind, on_day, basis) VALUES ($1, $2, $3, $4, $5);

-- name: figures_of_agency       what one agency told of a year
-- in: scope int, agency_id int, year int
-- out: name text, kind text, value int?, source text
SELECT f.name, f.kind, f.value, f.source
  FROM stated_figure f
  JOIN agency_path p ON p.descendant = f.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE f.agency_id = $2 AND f.year = $3 AND f.label = ''
 ORDER BY f.name;

-- name: leaders_of_agency       who leads disclosure, the head first, those who left behind them
-- in: scope int, agency_id int
-- out: id int, seat text, name text, post text, began_on day, ended_on day?
SELECT m.id, m.seat, m.name, m.post, m.began_on, m.ended_on
  FROM leading_member m
  JOIN agency_path p ON p.descendant = m.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE m.agency_id = $2
 ORDER BY CASE WHEN m.ended_on IS NULL THEN 0 ELSE 1 END,
       CASE m.seat WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 WHEN 'member' THEN 2 ELSE 3 END, m.sort, m.id;

-- name: leader_add              one more
-- in: agency_id int, seat text, name text, post text, began_on day
-- out: id int
INSERT INTO leading_member (agency_id, seat, name, post, began_on) VALUES ($1, $2, $3, $4, $5) RETURNING id;

-- name: leader_end              no longer
-- in: agency_id int, id int, on_day day
UPDATE leading_member SET ended_on = CASE WHEN began_on > $3 THEN began_on ELSE $3 END
 WHERE id = $2 AND agency_id = $1 AND ended_on IS NULL;

-- name: agency_end              when one closed, if it did
-- in: id int
-- out: closed_on day?
SELECT a.closed_on FROM agency a WHERE a.id = $1;

-- name: guides_of_scope         all guides of a scope, in the order of the tree's names
-- in: scope int
-- out: code text, agency text, classes text, arrangement text, access text, office_name text, office_address text, office_hours text, phone text, fax text, internet text, postcode text, how_to_apply text, remedies text, edition int, updated_on day
SELECT a.code, a.name, g.classes, g.arrangement, g.access, g.office_name, g.office_address, g.office_hours, g.phone, g.fax,
       g.internet, g.postcode, g.how_to_apply, g.remedies, g.edition, g.updated_on
  FROM guide g JOIN agency a ON a.id = g.agency_id
  JOIN agency_path p ON p.descendant = a.id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 ORDER BY a.sort, a.pinyin_key, a.id;

-- name: figures_of_scope        what the agencies of a scope told of all years
-- in: scope int
-- out: agency_id int, slug text, code text, agency text, year int, name text, kind text, value int
SELECT a.id, a.slug, a.code, a.name, f.year, f.name, f.kind, f.value
  FROM stated_figure f JOIN agency a ON a.id = f.agency_id
  JOIN agency_path p ON p.descendant = a.id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE f.label = '' AND f.value IS NOT NULL
 ORDER BY a.sort, a.pinyin_key, a.id, f.year, f.name;

-- name: leaders_of_scope        who leads or led disclosure in the agencies of a scope
-- in: scope int
-- out: slug text, code text, agency text, seat text, name text, post text, began_on day, ended_on day?
SELECT a.slug, a.code, a.name, m.seat, m.name, m.post, m.began_on, m.ended_on
  FROM leading_member m JOIN agency a ON a.id = m.agency_id
  JOIN agency_path p ON p.descendant = a.id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 ORDER BY a.sort, a.pinyin_key, a.id, CASE WHEN m.ended_on IS NULL THEN 0 ELSE 1 END,
       CASE m.seat WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 WHEN 'member' THEN 2 ELSE 3 END, m.sort, m.id;

-- name: leader_find             who took that seat on that day
-- in: agency_id int, seat text, name text, began_on day
-- out: id int, post text, ended_on day?
SELECT m.id, m.post, m.ended_on FROM leading_member m
 WHERE m.agency_id = $1 AND m.seat = $2 AND m.name = $3 AND m.began_on = $4 ORDER BY m.id LIMIT 1;

-- name: leader_set              post and end, as a list has them
-- in: id int, post text, ended_on day?
UPDATE leading_member SET post = $2, ended_on = $3 WHERE id = $1;
