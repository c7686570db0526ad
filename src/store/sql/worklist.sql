-- What the office looks at: worklists, their counts, and everything of a scope. The scope root is $1. Open work on what a closed
-- unit published is its heir's.

-- name: office_counts         how many wait under each tab
-- in: scope int, person int, soon day, review text, office text, secrecy text, sign text
-- out: mine int, waiting int, returned int, due int, revisit int
SELECT CAST(COUNT(CASE WHEN f.author_id = $2 AND f.state IN ('editing','returned') THEN 1 END) AS BIGINT),
       CAST(COUNT(CASE WHEN f.author_id <> $2 AND ((f.state = 'submitted' AND ((f.step = 'content' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $4 LIKE '%,' || h.ancestor || ',%')) OR (f.step = 'office' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $5 LIKE '%,' || h.ancestor || ',%'))
              OR (f.step = 'secrecy' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $6 LIKE '%,' || h.ancestor || ',%')) OR (f.step = 'signature' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $7 LIKE '%,' || h.ancestor || ',%'))))
              OR (f.retro_step = 'content' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $4 LIKE '%,' || h.ancestor || ',%')) OR (f.retro_step = 'office' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $5 LIKE '%,' || h.ancestor || ',%'))) THEN 1 END) AS BIGINT),
       CAST(COUNT(CASE WHEN f.state = 'returned' THEN 1 END) AS BIGINT),
       CAST(COUNT(CASE WHEN (f.state IN ('editing','submitted','returned') AND f.due_on <= $3) OR f.retro_due_on IS NOT NULL
              OR f.explain_due_on IS NOT NULL OR f.mend_due_on IS NOT NULL THEN 1 END) AS BIGINT),
       CAST(COUNT(CASE WHEN f.revisit_on IS NOT NULL THEN 1 END) AS BIGINT)
  FROM item_flow f JOIN item i ON i.id = f.item_id
  JOIN agency_path p ON p.descendant = COALESCE((SELECT MIN(s.successor_id) FROM agency_succession s
                          JOIN agency z ON z.id = s.predecessor_id AND z.closed_on IS NOT NULL WHERE s.predecessor_id = i.agency_id), i.agency_id)
   AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE f.state IN ('editing','submitted','returned','closed') OR f.retro_due_on IS NOT NULL OR f.explain_due_on IS NOT NULL OR f.mend_due_on IS NOT NULL;

-- name: office_work              open work of a scope, the most urgent first
-- in: scope int, limit int, offset int, person int, soon day, review text, office text, secrecy text, sign text
-- order: urgent: COALESCE(f.mend_due_on, f.retro_due_on, f.explain_due_on, f.revisit_on, f.due_on, 2000000), f.item_id | newest: f.acted_at DESC, f.item_id DESC | title: e.title, f.item_id
-- out: id int, title text, doc_no text?, agency text, column_name text, author text?, state text, step text?, retro_step text?, emergency bool, due_on day?, retro_due_on day?, mend_due_on day?, revisit_on day?, explain_due_on day?, acted_at instant, acted_by text?, n int
SELECT f.item_id, e.title, e.doc_no, a.short_name, c.name, u.name, f.state, f.step, f.retro_step, f.emergency, f.due_on,
       f.retro_due_on, f.mend_due_on, f.revisit_on, f.explain_due_on, f.acted_at, b.name, CAST(COUNT(*) OVER () AS BIGINT)
  FROM item_flow f JOIN item i ON i.id = f.item_id
  JOIN agency_path p ON p.descendant = COALESCE((SELECT MIN(s.successor_id) FROM agency_succession s
                          JOIN agency z ON z.id = s.predecessor_id AND z.closed_on IS NOT NULL WHERE s.predecessor_id = i.agency_id), i.agency_id)
   AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
  JOIN agency a ON a.id = i.agency_id JOIN catalogue_column c ON c.id = i.column_id
  JOIN edition e ON e.id = f.edition_id LEFT JOIN person u ON u.id = f.author_id LEFT JOIN person b ON b.id = f.acted_by
 WHERE (f.state IN ('editing','submitted','returned','closed') OR f.retro_due_on IS NOT NULL OR f.explain_due_on IS NOT NULL OR f.mend_due_on IS NOT NULL)
   [[mine: AND f.author_id = $4 AND f.state IN ('editing','returned')]]
   [[waiting: AND f.author_id <> $4 AND ((f.state = 'submitted' AND ((f.step = 'content' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $6 LIKE '%,' || h.ancestor || ',%')) OR (f.step = 'office' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $7 LIKE '%,' || h.ancestor || ',%'))
       OR (f.step = 'secrecy' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $8 LIKE '%,' || h.ancestor || ',%')) OR (f.step = 'signature' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $9 LIKE '%,' || h.ancestor || ',%'))))
       OR (f.retro_step = 'content' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $6 LIKE '%,' || h.ancestor || ',%')) OR (f.retro_step = 'office' AND EXISTS (SELECT 1 FROM agency_path h WHERE h.descendant = p.descendant AND h.ended_on IS NULL
                AND $7 LIKE '%,' || h.ancestor || ',%')))]]
   [[returned: AND f.state = 'returned']]
   [[due: AND ((f.state IN ('editing','submitted','returned') AND f.due_on <= $5) OR f.retro_due_on IS NOT NULL
       OR f.explain_due_on IS NOT NULL OR f.mend_due_on IS NOT NULL)]]
   [[revisit: AND f.state = 'closed' AND f.revisit_on IS NOT NULL]]
 ORDER BY [[order]] LIMIT $2 OFFSET $3;

-- name: office_items            all items of a scope with filters, the newest first
-- in: scope int, limit int, offset int, state text?, agency_id int, column_id int, author_id int, from_day day?, before_day day?, words text?, key text?
-- order: newest: i.sort_day DESC, i.id DESC | oldest: i.sort_day, i.id
-- out: id int, title text, doc_no text?, index_no text?, agency text, column_name text, author text?, state text, flow_state text?, step text?, on_site bool, sort_day day, n_editions int
SELECT i.id, CASE f.state WHEN 'purging' THEN '（泄密处置中的信息）' ELSE e.title END,
       CASE WHEN f.state = 'purging' THEN NULL ELSE e.doc_no END, i.index_no, a.short_name, c.name, u.name, i.state, f.state,
       f.step, i.on_site, i.sort_day, e.no
  FROM item i JOIN edition e ON e.item_id = i.id AND e.no = (SELECT MAX(x.no) FROM edition x WHERE x.item_id = i.id AND x.set_aside = 0)
  JOIN agency a ON a.id = i.agency_id JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN person u ON u.id = e.author_id LEFT JOIN item_flow f ON f.item_id = i.id
 WHERE 1 = 1 [[leaf: AND i.agency_id = $1]] [[!leaf: AND EXISTS (SELECT 1 FROM agency_path p
         WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.descendant = i.agency_id AND p.ended_on IS NULL)]]
   [[state: AND COALESCE(f.state, CASE i.state WHEN 'live' THEN 'published' WHEN 'draft' THEN 'editing' ELSE i.state END) = $4]]
   [[live: AND i.state = 'live']]
   [[agency: AND i.agency_id = $5]] [[column: AND EXISTS (SELECT 1 FROM column_path d
         WHERE d.ancestor = $6 AND d.descendant = i.column_id)]]
   [[author: AND e.author_id = $7]] [[from: AND i.sort_day >= $8]] [[before: AND i.sort_day < $9]]
   [[words: AND ((COALESCE(f.state, '') <> 'purging' AND (LOWER(e.title) LIKE LOWER($10) ESCAPE '!' OR e.doc_no_key = $11))
       OR i.index_no = $11)]]
 ORDER BY [[order]] LIMIT $2 OFFSET $3;

-- name: office_items_n          how many, counted no further than the limit
-- in: scope int, limit int, state text?, agency_id int, column_id int, author_id int, from_day day?, before_day day?, words text?, key text?
-- out: n int
SELECT COUNT(*) FROM (SELECT i.id
  FROM item i JOIN edition e ON e.item_id = i.id AND e.no = (SELECT MAX(x.no) FROM edition x WHERE x.item_id = i.id AND x.set_aside = 0)
  LEFT JOIN item_flow f ON f.item_id = i.id
 WHERE 1 = 1 [[leaf: AND i.agency_id = $1]] [[!leaf: AND EXISTS (SELECT 1 FROM agency_path p
         WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.descendant = i.agency_id AND p.ended_on IS NULL)]]
   [[state: AND COALESCE(f.state, CASE i.state WHEN 'live' THEN 'published' WHEN 'draft' THEN 'editing' ELSE i.state END) = $3]]
   [[live: AND i.state = 'live']]
   [[agency: AND i.agency_id = $4]] [[column: AND EXISTS (SELECT 1 FROM column_path d
         WHERE d.ancestor = $5 AND d.descendant = i.column_id)]]
   [[author: AND e.author_id = $6]] [[from: AND i.sort_day >= $7]] [[before: AND i.sort_day < $8]]
   [[words: AND ((COALESCE(f.state, '') <> 'purging' AND (LOWER(e.title) LIKE LOWER($9) ESCAPE '!' OR e.doc_no_key = $10))
       OR i.index_no = $10)]]
 LIMIT $2) x;

-- name: scope_is_leaf           whether nobody stands under an agency
-- in: scope int
-- out: n int
SELECT CAST(COUNT(*) AS BIGINT) FROM agency_path p WHERE p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL;

-- name: scope_agencies          agencies of a scope, for choosing
-- in: scope int, today day
-- out: id int, name text, slug text
SELECT a.id, a.name, a.slug FROM agency a
  JOIN agency_path p ON p.descendant = a.id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE a.closed_on IS NULL OR a.closed_on > $2 ORDER BY p.depth, a.sort, a.id;

-- name: columns_for_agency      columns that take what an agency publishes today, as column_for_draft has it
-- in: agency_id int, today day
-- out: id int, code text, name text, parent text?, wants_interpretation bool, article text
SELECT c.id, c.code, c.name, q.name, c.wants_interpretation, c.article
  FROM catalogue_column c JOIN agency a ON a.id = $1 LEFT JOIN catalogue_column q ON q.id = c.parent_id
 WHERE c.kind <> 'external' AND c.opened_on <= $2 AND (c.closed_on IS NULL OR c.closed_on > $2)
   AND (EXISTS (SELECT 1 FROM agency_path p
                 WHERE p.ancestor = c.agency_id AND p.descendant = $1 AND p.ended_on IS NULL)
     OR (c.agency_id IS NULL AND ',' || c.levels || ',' LIKE '%,' || a.level || ',%'))
   AND NOT EXISTS (SELECT 1 FROM catalogue_column k WHERE k.parent_id = c.id AND (k.closed_on IS NULL OR k.closed_on > $2))
   AND c.kind NOT IN ('guide','request')
 ORDER BY c.sort, c.id;

-- name: class_choices           the classes of a scheme, for choosing
-- in: scheme text
-- out: id int, code text, name text, parent text?
SELECT c.id, c.code, c.name, q.name FROM class c LEFT JOIN class q ON q.id = c.parent_id
 WHERE c.scheme = $1 AND c.closed_on IS NULL ORDER BY COALESCE(q.sort, c.sort), c.parent_id IS NOT NULL, c.sort, c.id;

-- name: channel_choices         the channels there are
-- in:
-- out: code text, name text
SELECT code, name FROM channel ORDER BY sort;
