-- What the public pages ask. The CASE over validity says in SQL what validity_on() of domain/item says in C;
-- tests/store/portal compares them. $1 is the scope root wherever rows belong to agencies: the site's root, or the agency
-- whose portal it is. Lists walk an index of item_public* and stop; lengths come from `tally`, never from counting items.

-- name: site_read               a site with its root agency, for header and footer
-- in: id int
-- out: id int, code text, name text, host text, root_agency_id int, id_code text, organiser text, undertaker text, contact text, icp text, police_no text, theme text, brand text, root_name text, root_slug text, root_level text
SELECT s.id, s.code, s.name, s.host, s.root_agency_id, s.id_code, s.organiser, s.undertaker, s.contact, s.icp,
       s.police_no, s.theme, s.brand, a.name, a.slug, a.level
  FROM site s JOIN agency a ON a.id = s.root_agency_id
 WHERE s.id = $1;

-- name: agency_by_slug          an agency of the scope by its address
-- in: scope int, slug text
-- out: id int, code text, slug text, name text, short_name text, kind text, level text, mandate text, opened_on day, closed_on day?, parent_id int?, parent_name text?, parent_slug text?, below int
SELECT a.id, a.code, a.slug, a.name, a.short_name, a.kind, a.level, a.mandate, a.opened_on, a.closed_on,
       a.parent_id, u.name, u.slug,
       CASE WHEN EXISTS (SELECT 1 FROM agency_path d WHERE d.ancestor = a.id AND d.depth > 0 AND d.ended_on IS NULL)
            THEN 1 ELSE 0 END
  FROM agency a
  JOIN agency_path p ON p.descendant = a.id AND p.ancestor = $1 AND p.ended_on IS NULL
  LEFT JOIN agency u ON u.id = a.parent_id
 WHERE a.slug = $2;

-- name: agency_by_id            the same by number (the root of a site)
-- in: scope int, id int
-- out: id int, code text, slug text, name text, short_name text, kind text, level text, mandate text, opened_on day, closed_on day?, parent_id int?, parent_name text?, parent_slug text?, below int
SELECT a.id, a.code, a.slug, a.name, a.short_name, a.kind, a.level, a.mandate, a.opened_on, a.closed_on,
       a.parent_id, u.name, u.slug,
       CASE WHEN EXISTS (SELECT 1 FROM agency_path d WHERE d.ancestor = a.id AND d.depth > 0 AND d.ended_on IS NULL)
            THEN 1 ELSE 0 END
  FROM agency a
  JOIN agency_path p ON p.descendant = a.id AND p.ancestor = $1 AND p.ended_on IS NULL
  LEFT JOIN agency u ON u.id = a.parent_id
 WHERE a.id = $2;

-- name: agency_directory        open agencies of the scope with what each has on its site, by kind and pinyin
-- in: scope int
-- out: id int, code text, slug text, name text, short_name text, kind text, level text, pinyin_key text, parent_name text?, depth int, n int
SELECT a.id, a.code, a.slug, a.name, a.short_name, a.kind, a.level, a.pinyin_key, u.name, p.depth,
       [[n: CAST((SELECT COALESCE(SUM(t.n), 0) FROM tally t
              WHERE t.agency_id = a.id AND t.channel = 'website' AND t.batch_id = 0) AS BIGINT)]] [[!n: 0]]
  FROM agency_path p JOIN agency a ON a.id = p.descendant LEFT JOIN agency u ON u.id = a.parent_id
 WHERE p.ancestor = $1 AND p.ended_on IS NULL AND a.closed_on IS NULL
 ORDER BY a.kind, a.sort, a.pinyin_key, a.id;

-- name: agency_closed           agencies of the scope that ended (机构改革), the last first
-- in: scope int
-- out: id int, code text, slug text, name text, short_name text, kind text, level text, closed_on day, n int
SELECT a.id, a.code, a.slug, a.name, a.short_name, a.kind, a.level, a.closed_on,
       CAST((SELECT COALESCE(SUM(t.n), 0) FROM tally t
              WHERE t.agency_id = a.id AND t.channel = 'website' AND t.batch_id = 0) AS BIGINT)
  FROM agency_path p JOIN agency a ON a.id = p.descendant
 WHERE p.ancestor = $1 AND p.ended_on IS NULL AND a.closed_on IS NOT NULL
 ORDER BY a.closed_on DESC, a.pinyin_key, a.id;

-- name: column_branch           what the left tree shows at a column: the fixed parts, the way down to it, their sisters
-- in: column_id int, level text, scope int
-- out: id int, code text, parent_id int?, name text, kind text, article text, external_url text?, on_way int, sort int
SELECT c.id, c.code, c.parent_id, c.name, c.kind, c.article, c.external_url,
       CASE WHEN w.ancestor IS NULL THEN 0 ELSE 1 END, c.sort
  FROM catalogue_column c
  LEFT JOIN column_path w ON w.descendant = $1 AND w.ancestor = c.id
 WHERE (c.parent_id IS NULL OR c.parent_id IN (SELECT b.ancestor FROM column_path b WHERE b.descendant = $1))
   AND c.closed_on IS NULL
   AND (',' || c.levels || ',' LIKE '%,' || $2 || ',%' OR w.ancestor IS NOT NULL)
   AND (c.agency_id IS NULL OR c.agency_id IN (SELECT p.ancestor FROM agency_path p
          WHERE p.descendant = $3 AND p.ended_on IS NULL))
 ORDER BY c.sort, c.id;

-- name: column_tree             all open columns below one, itself included, with what the scope has in each
-- in: scope int, column_id int
-- out: id int, code text, parent_id int?, name text, kind text, article text, levels text, external_url text?, agency_id int?, depth int, update_days int, sort int, n int
SELECT c.id, c.code, c.parent_id, c.name, c.kind, c.article, c.levels, c.external_url, c.agency_id, d.depth,
       c.update_days, c.sort, CAST(COALESCE(s.n, 0) AS BIGINT)
  FROM column_path d
  JOIN catalogue_column c ON c.id = d.descendant
  LEFT JOIN (SELECT t.column_id, SUM(t.n) AS n
               FROM agency_path p JOIN tally t ON t.agency_id = p.descendant
              WHERE p.ancestor = $1 AND p.ended_on IS NULL AND t.channel = 'website' AND t.batch_id = 0
              GROUP BY t.column_id) s ON s.column_id = c.id
 WHERE d.ancestor = $2 AND c.closed_on IS NULL
   AND (c.agency_id IS NULL OR EXISTS (SELECT 1 FROM agency_path p
          WHERE p.ended_on IS NULL AND ((p.ancestor = $1 AND p.descendant = c.agency_id)
             OR (p.ancestor = c.agency_id AND p.descendant = $1)))
        OR EXISTS (SELECT 1 FROM agency_succession h WHERE h.predecessor_id = $1 AND h.successor_id = c.agency_id))
 ORDER BY c.sort, c.id;

-- name: column_by_code          a column that the scope may show
-- in: scope int, code text
-- out: id int, code text, parent_id int?, name text, kind text, article text, levels text, column_type text, description text, keywords text, external_url text?, update_days int, below int
SELECT c.id, c.code, c.parent_id, c.name, c.kind, c.article, c.levels, c.column_type, c.description, c.keywords,
       c.external_url, c.update_days,
       CASE WHEN EXISTS (SELECT 1 FROM column_path d WHERE d.ancestor = c.id AND d.depth > 0) THEN 1 ELSE 0 END
  FROM catalogue_column c
 WHERE c.code = $2 AND c.closed_on IS NULL
   AND (c.agency_id IS NULL OR EXISTS (SELECT 1 FROM agency_path p
          WHERE p.ended_on IS NULL AND ((p.ancestor = $1 AND p.descendant = c.agency_id)
             OR (p.ancestor = c.agency_id AND p.descendant = $1)))
        OR EXISTS (SELECT 1 FROM agency_succession h WHERE h.predecessor_id = $1 AND h.successor_id = c.agency_id));

-- name: class_list              one classification, what is in use
-- in: scheme text
-- out: id int, code text, name text, parent_id int?, sort int
SELECT c.id, c.code, c.name, c.parent_id, c.sort FROM class c
 WHERE c.scheme = $1 AND c.closed_on IS NULL ORDER BY c.sort, c.id;

-- name: class_by_code           a class and the one above it; what gave way is the one it gave way to
-- in: scheme text, code text
-- out: id int, code text, name text, parent_id int?, parent_code text?, parent_name text?
SELECT c.id, c.code, c.name, c.parent_id, u.code, u.name
  FROM class k JOIN class c ON c.id = COALESCE(k.merged_into, k.id) LEFT JOIN class u ON u.id = c.parent_id
 WHERE k.scheme = $1 AND k.code = $2;

-- name: item_page               an item of the scope with its live text and those beside it in the list of its unit and column, or as withdrawn
-- in: scope int, index_no text, version int
-- out: id int, state text, index_no text, published_at instant?, sort_day day, withdrawn_at instant?, withdrawn_reason text?, agency_id int, agency_name text, agency_slug text, agency_level text, agency_closed day?, column_id int, column_name text, column_code text, column_type text, column_description text, column_keywords text, edition_id int?, edition_no int?, title text?, doc_no text?, summary text?, body text?, html text?, formed_on day?, written_on day?, validity text?, effective_on day?, expires_on day?, repealed_on day?, repealed_by text?, topic_name text?, topic_code text?, topic_above text?, genre_name text?, audience_name text?, keywords text?, source text?, created_at instant?, attested_source text?, channels text?, has_relations int, has_files int, correction text?, public_at instant?, prev_id int?, prev_index_no text?, prev_title text?, next_id int?, next_index_no text?, next_title text?
SELECT i.id, i.state, i.index_no, i.published_at, i.sort_day, i.withdrawn_at, i.withdrawn_reason,
       a.id, a.name, a.slug, a.level, a.closed_on, c.id, c.name, c.code, c.column_type, c.description, c.keywords, e.id, e.no, e.title, e.doc_no, e.summary,
       [[tree: e.body]] [[!tree: CASE WHEN w.edition_id IS NULL THEN e.body END]], [[tree: NULL]] [[!tree: w.html]],
       e.formed_on, e.written_on, e.validity, e.effective_on, e.expires_on, e.repealed_on, e.repealed_by,
       t.name, t.code, (SELECT k.name FROM class k WHERE k.id = t.parent_id), g.name, r.name, e.keywords, e.source, e.created_at, n.source,
       (SELECT [[@sqlite: group_concat(h.name, '、')]] [[@pg: string_agg(h.name, '、' ORDER BY h.sort)]]
          FROM publication u JOIN channel h ON h.code = u.channel WHERE u.item_id = i.id),
       CASE WHEN EXISTS (SELECT 1 FROM item_relation x WHERE x.from_item = i.id)
              OR EXISTS (SELECT 1 FROM item_relation y WHERE y.to_item = i.id) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM attachment f WHERE f.edition_id = e.id AND f.name <> 'picture') THEN 1 ELSE 0 END,
       e.correction, e.public_at, pi.id, pi.index_no, pe.title, ni.id, ni.index_no, ne.title
  FROM item i
  JOIN agency_path p ON p.descendant = i.agency_id AND p.ancestor = $1 AND p.ended_on IS NULL
  JOIN agency a ON a.id = i.agency_id
  JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN edition e ON e.id = i.live_edition_id
  LEFT JOIN edition_html w ON w.edition_id = e.id AND w.version = $3
  LEFT JOIN class t ON t.id = e.topic_id
  LEFT JOIN class g ON g.id = e.genre_id
  LEFT JOIN class r ON r.id = e.audience_id
  LEFT JOIN attestation n ON n.id = e.attestation_id
  LEFT JOIN item pi ON pi.id = (SELECT x.id FROM item x
         WHERE x.agency_id = i.agency_id AND x.column_id = i.column_id AND x.state = 'live' AND x.on_site = 1
           AND (x.sort_day, x.id) > (i.sort_day, i.id)
           AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = x.batch_id AND b.state = 'moving')
         ORDER BY x.sort_day, x.id LIMIT 1)
  LEFT JOIN edition pe ON pe.id = pi.live_edition_id
  LEFT JOIN item ni ON ni.id = (SELECT y.id FROM item y
         WHERE y.agency_id = i.agency_id AND y.column_id = i.column_id AND y.state = 'live' AND y.on_site = 1
           AND (y.sort_day, y.id) < (i.sort_day, i.id)
           AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = y.batch_id AND b.state = 'moving')
         ORDER BY y.sort_day DESC, y.id DESC LIMIT 1)
  LEFT JOIN edition ne ON ne.id = ni.live_edition_id
 WHERE i.index_no = $2 AND i.on_site = 1 AND i.state <> 'draft'
   AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.batch_id AND b.state = 'moving');

-- name: item_attachments        files of one text; its pictures stand in the text (BODY_PICTURE)
-- in: edition_id int
-- out: sort int, name text, sm3 text, size int, type text
SELECT f.sort, f.name, f.sm3, o.size, o.type
  FROM attachment f JOIN file_object o ON o.sm3 = f.sm3
 WHERE f.edition_id = $1 AND f.name <> 'picture' ORDER BY f.sort;

-- name: item_relations          public items that this one points to, and those that point to it
-- in: scope int, id int
-- out: id int, kind text, forward int, index_no text, title text, doc_no text?, sort_day day, effective_on day?
SELECT i.id, r.kind, r.forward, i.index_no, e.title, e.doc_no, i.sort_day, e.effective_on
  FROM (SELECT x.to_item AS item_id, x.kind, 1 AS forward FROM item_relation x WHERE x.from_item = $2
        UNION ALL
        SELECT y.from_item, y.kind, 0 FROM item_relation y WHERE y.to_item = $2) r
  JOIN public_item i ON i.id = r.item_id
  JOIN edition e ON e.id = i.live_edition_id
 WHERE EXISTS (SELECT 1 FROM agency_path p WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL)
 ORDER BY r.kind, r.forward, i.sort_day DESC, i.id DESC LIMIT 50;

-- name: corrections_of          what is told about the corrected ones among items
-- in: ids text
-- out: item_id int, correction text, public_at instant?
SELECT e.item_id, e.correction, e.public_at
  FROM public_item i JOIN edition e ON e.id = i.live_edition_id
 WHERE e.correction <> '' AND [[@sqlite: i.id IN (SELECT j.value FROM json_each($1) j)]]
       [[@pg: i.id IN (SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST($1 AS json)) j)]];

-- name: item_list               one page of a list; who knows that few match asks item_gather instead
-- in: scope int, limit int, offset int, column_id int, from_day day, before_day day
-- out: id int, index_no text, title text, summary text, doc_no text?, sort_day day, published_at instant?, written_on day?, formed_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, agency_id int, agency_name text, agency_slug text, column_name text, column_code text, topic_name text?, genre_name text?, n_files int, attested int
-- order: newest: i.sort_day DESC, i.id DESC | oldest: i.sort_day, i.id
SELECT i.id, i.index_no, e.title, e.summary, e.doc_no, i.sort_day, i.published_at, e.written_on, e.formed_on, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, a.id, a.name, a.slug, c.name, c.code, t.name, g.name,
       (SELECT COUNT(*) FROM attachment f WHERE f.edition_id = e.id AND f.name <> 'picture'),
       CASE WHEN e.attestation_id IS NULL THEN 0 ELSE 1 END
  FROM (SELECT i.id, i.index_no, i.sort_day, i.published_at, i.agency_id, i.column_id, i.live_edition_id
          FROM public_item i
         WHERE 1 = 1 [[leaf: AND i.agency_id = $1]] [[!leaf: AND EXISTS (SELECT 1 FROM agency_path p
                 WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL)]]
           [[column: AND i.column_id = $4]] [[columns: AND EXISTS (SELECT 1 FROM column_path d
                 WHERE d.ancestor = $4 AND d.descendant = i.column_id)]]
           [[days: AND i.sort_day >= $5 AND i.sort_day < $6]]
         ORDER BY [[order]] LIMIT $2 OFFSET $3) i
  JOIN edition e ON e.id = i.live_edition_id
  JOIN agency a ON a.id = i.agency_id
  JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN class t ON t.id = e.topic_id
  LEFT JOIN class g ON g.id = e.genre_id
 ORDER BY [[order]];

-- name: item_boxes              the newest of several columns at once: of each leaf a few from its index, of those the first
-- in: scope int, limit int, c1 int, c2 int, c3 int, c4 int, c5 int, c6 int, c7 int, c8 int, c9 int, c10 int
-- out: id int, index_no text, title text, summary text, doc_no text?, sort_day day, published_at instant?, written_on day?, formed_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, agency_id int, agency_name text, agency_slug text, column_name text, column_code text, topic_name text?, genre_name text?, n_files int, attested int, box int
SELECT i.id, i.index_no, e.title, e.summary, e.doc_no, i.sort_day, i.published_at, e.written_on, e.formed_on, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, a.id, a.name, a.slug, c.name, c.code, t.name, g.name,
       (SELECT COUNT(*) FROM attachment f WHERE f.edition_id = e.id AND f.name <> 'picture'),
       CASE WHEN e.attestation_id IS NULL THEN 0 ELSE 1 END, b.box
  FROM (SELECT w.box, w.id, row_number() OVER (PARTITION BY w.box ORDER BY w.sort_day DESC, w.id DESC) AS k
          FROM (SELECT d.ancestor AS box, y.id, y.sort_day
                  FROM column_path d CROSS JOIN item y
                 WHERE d.ancestor IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                   AND y.id IN (SELECT x.id FROM public_item x
                                 WHERE x.column_id = d.descendant
                                   [[leaf: AND x.agency_id = $1]] [[!leaf: AND EXISTS (SELECT 1 FROM agency_path p
                                       WHERE p.ancestor = $1 AND p.descendant = x.agency_id AND p.ended_on IS NULL)]]
                                 ORDER BY x.sort_day DESC, x.id DESC LIMIT $2)) w) b
  JOIN item i ON i.id = b.id
  JOIN edition e ON e.id = i.live_edition_id
  JOIN agency a ON a.id = i.agency_id
  JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN class t ON t.id = e.topic_id
  LEFT JOIN class g ON g.id = e.genre_id
 WHERE b.k <= $2
 ORDER BY b.box, b.k;

-- name: item_gather             the same where few match: all of them by agency and column, then sorted
-- in: scope int, limit int, offset int, column_id int, from_day day, before_day day
-- out: id int, index_no text, title text, summary text, doc_no text?, sort_day day, published_at instant?, written_on day?, formed_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, agency_id int, agency_name text, agency_slug text, column_name text, column_code text, topic_name text?, genre_name text?, n_files int, attested int
-- order: newest: i.sort_day DESC, i.id DESC | oldest: i.sort_day, i.id
SELECT i.id, i.index_no, e.title, e.summary, e.doc_no, i.sort_day, i.published_at, e.written_on, e.formed_on, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, a.id, a.name, a.slug, c.name, c.code, t.name, g.name,
       (SELECT COUNT(*) FROM attachment f WHERE f.edition_id = e.id AND f.name <> 'picture'),
       CASE WHEN e.attestation_id IS NULL THEN 0 ELSE 1 END
  FROM (SELECT i.id, i.index_no, i.sort_day, i.published_at, i.agency_id, i.column_id, i.live_edition_id
          FROM public_item i
         WHERE i.agency_id IN (SELECT p.descendant FROM agency_path p WHERE p.ancestor = $1 AND p.ended_on IS NULL)
           [[columns: AND i.column_id IN (SELECT d.descendant FROM column_path d WHERE d.ancestor = $4)]]
           [[days: AND i.sort_day >= $5 AND i.sort_day < $6]]
         ORDER BY [[order]] LIMIT $2 OFFSET $3) i
  JOIN edition e ON e.id = i.live_edition_id
  JOIN agency a ON a.id = i.agency_id
  JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN class t ON t.id = e.topic_id
  LEFT JOIN class g ON g.id = e.genre_id
 ORDER BY [[order]];

-- name: item_filtered           a page of a list narrowed by what only the text says; its length is item_filtered_n
-- in: scope int, limit int, offset int, column_id int, from_day day, before_day day, topic int, genre int, validity text, today day
-- out: id int, index_no text, title text, summary text, doc_no text?, sort_day day, published_at instant?, written_on day?, formed_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, agency_id int, agency_name text, agency_slug text, column_name text, column_code text, topic_name text?, genre_name text?, n_files int, attested int
-- order: newest: i.sort_day DESC, i.id DESC | oldest: i.sort_day, i.id
SELECT i.id, i.index_no, e.title, e.summary, e.doc_no, i.sort_day, i.published_at, e.written_on, e.formed_on, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, a.id, a.name, a.slug, c.name, c.code, t.name, g.name,
       (SELECT COUNT(*) FROM attachment f WHERE f.edition_id = e.id AND f.name <> 'picture'),
       CASE WHEN e.attestation_id IS NULL THEN 0 ELSE 1 END
  FROM (SELECT i.id, i.index_no, i.sort_day, i.published_at, i.agency_id, i.column_id, i.live_edition_id
          FROM public_item i JOIN edition e ON e.id = i.live_edition_id
         WHERE EXISTS (SELECT 1 FROM agency_path p
                 WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL)
           [[columns: AND EXISTS (SELECT 1 FROM column_path d WHERE d.ancestor = $4 AND d.descendant = i.column_id)]]
           AND i.sort_day >= $5 AND i.sort_day < $6
           [[topic: AND e.topic_id IN (SELECT k.id FROM class k WHERE k.id = $7 OR k.parent_id = $7)]]
           [[genre: AND e.genre_id = $8]]
           [[validity: AND CASE WHEN e.repealed_on <= $10 THEN 'repealed'
                                WHEN e.repealed_on IS NULL AND e.validity = 'repealed' THEN 'repealed'
                                WHEN e.expires_on < $10 THEN 'lapsed'
                                WHEN e.expires_on IS NULL AND e.repealed_on IS NULL AND e.validity = 'lapsed' THEN 'lapsed'
                                WHEN e.effective_on > $10 THEN 'pending'
                                WHEN e.validity = 'amended' THEN 'amended'
                                WHEN e.validity = 'valid' OR e.repealed_on IS NOT NULL OR e.expires_on IS NOT NULL
                                     OR e.effective_on IS NOT NULL THEN 'valid' ELSE 'unstated' END = $9]]
         ORDER BY [[order]] LIMIT $2 OFFSET $3) i
  JOIN edition e ON e.id = i.live_edition_id
  JOIN agency a ON a.id = i.agency_id
  JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN class t ON t.id = e.topic_id
  LEFT JOIN class g ON g.id = e.genre_id
 ORDER BY [[order]];

-- name: item_filtered_n         how many match, counted no further than `limit`
-- in: scope int, limit int, column_id int, from_day day, before_day day, topic int, genre int, validity text, today day
-- out: n int
SELECT COUNT(*) FROM (SELECT 1
          FROM public_item i JOIN edition e ON e.id = i.live_edition_id
         WHERE EXISTS (SELECT 1 FROM agency_path p
                 WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL)
           [[columns: AND EXISTS (SELECT 1 FROM column_path d WHERE d.ancestor = $3 AND d.descendant = i.column_id)]]
           AND i.sort_day >= $4 AND i.sort_day < $5
           [[topic: AND e.topic_id IN (SELECT k.id FROM class k WHERE k.id = $6 OR k.parent_id = $6)]]
           [[genre: AND e.genre_id = $7]]
           [[validity: AND CASE WHEN e.repealed_on <= $9 THEN 'repealed'
                                WHEN e.repealed_on IS NULL AND e.validity = 'repealed' THEN 'repealed'
                                WHEN e.expires_on < $9 THEN 'lapsed'
                                WHEN e.expires_on IS NULL AND e.repealed_on IS NULL AND e.validity = 'lapsed' THEN 'lapsed'
                                WHEN e.effective_on > $9 THEN 'pending'
                                WHEN e.validity = 'amended' THEN 'amended'
                                WHEN e.validity = 'valid' OR e.repealed_on IS NOT NULL OR e.expires_on IS NOT NULL
                                     OR e.effective_on IS NOT NULL THEN 'valid' ELSE 'unstated' END = $8]]
         LIMIT $2) m;

-- name: sifted_n                how many texts of the whole store would pass these filters, counted no further than `limit`
-- in: limit int, topic int, genre int, validity text, today day
-- out: n int
SELECT COUNT(*) FROM (SELECT 1 FROM edition e
         WHERE e.state = 'live'
           [[topic: AND e.topic_id IN (SELECT k.id FROM class k WHERE k.id = $2 OR k.parent_id = $2)]]
           [[genre: AND e.genre_id = $3]]
           [[validity: AND e.id IN (SELECT x.id FROM edition x WHERE x.state = 'live' AND x.validity = $4
                        UNION ALL SELECT x.id FROM edition x WHERE x.state = 'live' AND x.expires_on IS NOT NULL
                        UNION ALL SELECT x.id FROM edition x WHERE x.state = 'live' AND x.repealed_on IS NOT NULL
                        UNION ALL SELECT x.id FROM edition x WHERE x.state = 'live' AND x.effective_on IS NOT NULL)
                       AND CASE WHEN e.repealed_on <= $5 THEN 'repealed'
                                WHEN e.repealed_on IS NULL AND e.validity = 'repealed' THEN 'repealed'
                                WHEN e.expires_on < $5 THEN 'lapsed'
                                WHEN e.expires_on IS NULL AND e.repealed_on IS NULL AND e.validity = 'lapsed' THEN 'lapsed'
                                WHEN e.effective_on > $5 THEN 'pending'
                                WHEN e.validity = 'amended' THEN 'amended'
                                WHEN e.validity = 'valid' OR e.repealed_on IS NOT NULL OR e.expires_on IS NOT NULL
                                     OR e.effective_on IS NOT NULL THEN 'valid' ELSE 'unstated' END = $4]]
         LIMIT $1) m;

-- name: item_sifted             item_filtered where few texts pass: from those texts to their items
-- in: scope int, limit int, offset int, column_id int, from_day day, before_day day, topic int, genre int, validity text, today day
-- out: id int, index_no text, title text, summary text, doc_no text?, sort_day day, published_at instant?, written_on day?, formed_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, agency_id int, agency_name text, agency_slug text, column_name text, column_code text, topic_name text?, genre_name text?, n_files int, attested int
-- order: newest: i.sort_day DESC, i.id DESC | oldest: i.sort_day, i.id
SELECT i.id, i.index_no, e.title, e.summary, e.doc_no, i.sort_day, i.published_at, e.written_on, e.formed_on, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, a.id, a.name, a.slug, c.name, c.code, t.name, g.name,
       (SELECT COUNT(*) FROM attachment f WHERE f.edition_id = e.id AND f.name <> 'picture'),
       CASE WHEN e.attestation_id IS NULL THEN 0 ELSE 1 END
  FROM (SELECT i.id, i.index_no, i.sort_day, i.published_at, i.agency_id, i.column_id, i.live_edition_id
          FROM edition e CROSS JOIN public_item i
         WHERE e.state = 'live' AND i.id = e.item_id
           AND EXISTS (SELECT 1 FROM agency_path p
                 WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL)
           [[columns: AND EXISTS (SELECT 1 FROM column_path d WHERE d.ancestor = $4 AND d.descendant = i.column_id)]]
           AND i.sort_day >= $5 AND i.sort_day < $6
           [[topic: AND e.topic_id IN (SELECT k.id FROM class k WHERE k.id = $7 OR k.parent_id = $7)]]
           [[genre: AND e.genre_id = $8]]
           [[validity: AND e.id IN (SELECT x.id FROM edition x WHERE x.state = 'live' AND x.validity = $9
                        UNION ALL SELECT x.id FROM edition x WHERE x.state = 'live' AND x.expires_on IS NOT NULL
                        UNION ALL SELECT x.id FROM edition x WHERE x.state = 'live' AND x.repealed_on IS NOT NULL
                        UNION ALL SELECT x.id FROM edition x WHERE x.state = 'live' AND x.effective_on IS NOT NULL)
                       AND CASE WHEN e.repealed_on <= $10 THEN 'repealed'
                                WHEN e.repealed_on IS NULL AND e.validity = 'repealed' THEN 'repealed'
                                WHEN e.expires_on < $10 THEN 'lapsed'
                                WHEN e.expires_on IS NULL AND e.repealed_on IS NULL AND e.validity = 'lapsed' THEN 'lapsed'
                                WHEN e.effective_on > $10 THEN 'pending'
                                WHEN e.validity = 'amended' THEN 'amended'
                                WHEN e.validity = 'valid' OR e.repealed_on IS NOT NULL OR e.expires_on IS NOT NULL
                                     OR e.effective_on IS NOT NULL THEN 'valid' ELSE 'unstated' END = $9]]
         ORDER BY [[order]] LIMIT $2 OFFSET $3) i
  JOIN edition e ON e.id = i.live_edition_id
  JOIN agency a ON a.id = i.agency_id
  JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN class t ON t.id = e.topic_id
  LEFT JOIN class g ON g.id = e.genre_id
 ORDER BY [[order]];

-- name: item_sifted_n           and how many they are
-- in: scope int, column_id int, from_day day, before_day day, topic int, genre int, validity text, today day
-- out: n int
SELECT COUNT(*)
  FROM edition e CROSS JOIN public_item i
         WHERE e.state = 'live' AND i.id = e.item_id
           AND EXISTS (SELECT 1 FROM agency_path p
                 WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL)
           [[columns: AND EXISTS (SELECT 1 FROM column_path d WHERE d.ancestor = $2 AND d.descendant = i.column_id)]]
           AND i.sort_day >= $3 AND i.sort_day < $4
           [[topic: AND e.topic_id IN (SELECT k.id FROM class k WHERE k.id = $5 OR k.parent_id = $5)]]
           [[genre: AND e.genre_id = $6]]
           [[validity: AND e.id IN (SELECT x.id FROM edition x WHERE x.state = 'live' AND x.validity = $7
                        UNION ALL SELECT x.id FROM edition x WHERE x.state = 'live' AND x.expires_on IS NOT NULL
                        UNION ALL SELECT x.id FROM edition x WHERE x.state = 'live' AND x.repealed_on IS NOT NULL
                        UNION ALL SELECT x.id FROM edition x WHERE x.state = 'live' AND x.effective_on IS NOT NULL)
                       AND CASE WHEN e.repealed_on <= $8 THEN 'repealed'
                                WHEN e.repealed_on IS NULL AND e.validity = 'repealed' THEN 'repealed'
                                WHEN e.expires_on < $8 THEN 'lapsed'
                                WHEN e.expires_on IS NULL AND e.repealed_on IS NULL AND e.validity = 'lapsed' THEN 'lapsed'
                                WHEN e.effective_on > $8 THEN 'pending'
                                WHEN e.validity = 'amended' THEN 'amended'
                                WHEN e.validity = 'valid' OR e.repealed_on IS NOT NULL OR e.expires_on IS NOT NULL
                                     OR e.effective_on IS NOT NULL THEN 'valid' ELSE 'unstated' END = $7]];

-- name: tally_years             what the scope has on its site in a column and below, by year
-- in: scope int, column_id int
-- out: year int, n int
SELECT t.year, CAST(SUM(t.n) AS BIGINT)
  FROM agency_path p
  JOIN tally t ON t.agency_id = p.descendant
 WHERE p.ancestor = $1 AND p.ended_on IS NULL AND t.channel = 'website' AND t.batch_id = 0
   [[columns: AND t.column_id IN (SELECT d.descendant FROM column_path d WHERE d.ancestor = $2)]]
 GROUP BY t.year ORDER BY t.year DESC;

-- name: tally_channels          items by channel, '*' being each item once and '*attested' those of them that were public before;
--                            channels without any count 0
-- in: scope int, year int
-- out: channel text, name text, unit text, sort int, n int
SELECT h.code, h.name, h.unit, h.sort,
       CAST((SELECT COALESCE(SUM(t.n), 0) FROM agency_path p JOIN tally t ON t.agency_id = p.descendant
              WHERE p.ancestor = $1 AND p.ended_on IS NULL AND t.channel = h.code AND t.batch_id = 0
                [[year: AND t.year = $2]]) AS BIGINT)
  FROM (SELECT '*' AS code, '' AS name, '' AS unit, 0 AS sort
        UNION ALL SELECT '*attested', '', '', 0
        UNION ALL SELECT c.code, c.name, c.unit, c.sort FROM channel c) h
 ORDER BY h.sort, h.code;

-- name: tally_all_years         years in which the scope has items of any channel
-- in: scope int
-- out: year int, n int
SELECT t.year, CAST(SUM(t.n) AS BIGINT)
  FROM agency_path p JOIN tally t ON t.agency_id = p.descendant
 WHERE p.ancestor = $1 AND p.ended_on IS NULL AND t.channel = '*' AND t.batch_id = 0
 GROUP BY t.year HAVING SUM(t.n) > 0 ORDER BY t.year DESC;

-- name: tally_agencies          items by agency: each once, and those on the site
-- in: scope int, year int
-- out: agency_id int, slug text, name text, kind text, pinyin_key text, n int, n_site int
SELECT a.id, a.slug, a.name, a.kind, a.pinyin_key,
       CAST(SUM(CASE WHEN t.channel = '*' THEN t.n ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN t.channel = 'website' THEN t.n ELSE 0 END) AS BIGINT)
  FROM agency_path p
  JOIN agency a ON a.id = p.descendant
  JOIN tally t ON t.agency_id = a.id AND t.batch_id = 0 AND t.channel IN ('*', 'website')
 WHERE p.ancestor = $1 AND p.ended_on IS NULL [[year: AND t.year = $2]]
 GROUP BY a.id, a.slug, a.name, a.kind, a.pinyin_key
 ORDER BY 6 DESC, a.pinyin_key, a.id;

-- name: tally_columns           items by the columns right below one, sub-columns included: each once, and those on the site
-- in: scope int, column_id int, year int
-- out: column_id int, code text, name text, article text, n int, n_site int
SELECT c.id, c.code, c.name, c.article, CAST(SUM(s.n) AS BIGINT), CAST(SUM(s.n_site) AS BIGINT)
  FROM (SELECT t.column_id, SUM(CASE WHEN t.channel = '*' THEN t.n ELSE 0 END) AS n,
               SUM(CASE WHEN t.channel = 'website' THEN t.n ELSE 0 END) AS n_site
          FROM agency_path p
          JOIN tally t ON t.agency_id = p.descendant AND t.channel IN ('*', 'website') AND t.batch_id = 0
         WHERE p.ancestor = $1 AND p.ended_on IS NULL [[year: AND t.year = $3]]
         GROUP BY t.column_id) s
  JOIN column_path d ON d.descendant = s.column_id
  JOIN catalogue_column c ON c.id = d.ancestor
 WHERE c.parent_id = $2
 GROUP BY c.id, c.code, c.name, c.article, c.sort
 ORDER BY c.sort, c.id;

-- name: tally_months            what the scope has on its site of one year, by month; months without any are not there
-- in: scope int, year int
-- out: month int, n int
SELECT t.month, CAST(SUM(t.n) AS BIGINT)
  FROM agency_path p JOIN tally_month t ON t.agency_id = p.descendant
 WHERE p.ancestor = $1 AND p.ended_on IS NULL AND t.year = $2 AND t.batch_id = 0
 GROUP BY t.month ORDER BY t.month;

-- name: stated_figures          figures that were told, not counted
-- in: scope int, year int
-- out: agency_id int, agency_name text, agency_slug text, year int, name text, label text, kind text, value int?, unit text, source text
SELECT a.id, a.name, a.slug, f.year, f.name, f.label, f.kind, f.value, f.unit, f.source
  FROM agency_path p JOIN stated_figure f ON f.agency_id = p.descendant JOIN agency a ON a.id = f.agency_id
 WHERE p.ancestor = $1 AND p.ended_on IS NULL [[year: AND f.year = $2]]
 ORDER BY p.depth, a.pinyin_key, f.year DESC, f.id LIMIT 500;

-- name: report_list             annual reports of the scope
-- in: scope int
-- out: id int, index_no text, title text, sort_day day, agency_id int, agency_name text, agency_slug text, agency_kind text, pinyin_key text, depth int
SELECT i.id, i.index_no, e.title, i.sort_day, a.id, a.name, a.slug, a.kind, a.pinyin_key, p.depth
  FROM public_item i
  JOIN agency_path p ON p.descendant = i.agency_id AND p.ancestor = $1 AND p.ended_on IS NULL
  JOIN edition e ON e.id = i.live_edition_id
  JOIN agency a ON a.id = i.agency_id
 WHERE i.column_id IN (SELECT c.id FROM catalogue_column c WHERE c.kind = 'report')
 ORDER BY p.depth, a.sort, a.pinyin_key, a.id, i.sort_day DESC, i.id DESC LIMIT 5000;

-- name: guide_read              the disclosure guide of an agency
-- in: scope int, agency_id int
-- out: classes text, arrangement text, access text, office_name text, office_address text, office_hours text, phone text, fax text, internet text, postcode text, how_to_apply text, remedies text, edition int, updated_on day
SELECT g.classes, g.arrangement, g.access, g.office_name, g.office_address, g.office_hours, g.phone, g.fax, g.internet,
       g.postcode, g.how_to_apply, g.remedies, g.edition, g.updated_on
  FROM guide g JOIN agency_path p ON p.descendant = g.agency_id AND p.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND p.ended_on IS NULL
 WHERE g.agency_id = $2;

-- name: public_file             a file that hangs on a text readers may see, under that name or any
-- in: scope int, sm3 text, file_name text
-- out: name text, size int, type text, item_id int
SELECT f.name, o.size, o.type, i.id
  FROM attachment f
  JOIN file_object o ON o.sm3 = f.sm3
  JOIN edition e ON e.id = f.edition_id AND e.state = 'live'
  JOIN public_item i ON i.id = e.item_id AND i.live_edition_id = e.id
 WHERE f.sm3 = $2 [[named: AND f.name = $3]]
   AND EXISTS (SELECT 1 FROM agency_path p WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL)
 LIMIT 1;

-- name: sitemap_last            the highest item number, which says how many parts a site map has
-- out: id int
SELECT COALESCE(MAX(i.id), 0) FROM item i;

-- name: withdrawn_file          a file that hung on a text taken back since: its address is gone, not unknown
-- in: scope int, sm3 text
-- out: item_id int, reason text?
SELECT i.id, i.withdrawn_reason
  FROM attachment f
  JOIN edition e ON e.id = f.edition_id
  JOIN item i ON i.id = e.item_id AND i.state = 'withdrawn' AND i.on_site = 1
 WHERE f.sm3 = $2
   AND EXISTS (SELECT 1 FROM agency_path p WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL)
 LIMIT 1;

-- name: sitemap_part            addresses of a range of item numbers, and when a correction changed the text
-- in: scope int, from_id int, before_id int
-- out: index_no text, changed_on day, corrected_at instant?
SELECT i.index_no, i.sort_day, CASE WHEN e.no > 1 THEN COALESCE(e.public_at, e.created_at) END
  FROM public_item i JOIN edition e ON e.id = i.live_edition_id
 WHERE i.id >= $2 AND i.id < $3
   AND EXISTS (SELECT 1 FROM agency_path p WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL)
 ORDER BY i.id;

-- name: old_address_read        where an address of the former site leads now: the site's own before those of sites below it
-- in: scope int, address text
-- out: id int, index_no text
SELECT i.id, i.index_no
  FROM old_address o JOIN item i ON i.id = o.item_id
  JOIN agency_path p ON p.descendant = i.agency_id AND p.ancestor = $1 AND p.ended_on IS NULL
 WHERE o.address = $2 AND i.on_site = 1 AND i.state <> 'draft'
   AND (i.batch_id IS NULL OR i.batch_id NOT IN (SELECT b.id FROM import_batch b WHERE b.state = 'moving'))
 ORDER BY CASE WHEN o.root_id = $1 THEN 0 ELSE 1 END, i.id LIMIT 1;

-- name: page_view_days          readers by day of one kind
-- in: view_kind text, ref int, from_day day, before_day day
-- out: on_day day, readers int, robots int
SELECT v.on_day, v.readers, v.robots FROM page_view v
 WHERE v.kind = $1 AND v.ref = $2 AND v.on_day >= $3 AND v.on_day < $4 ORDER BY v.on_day;

-- name: items_by_number         hits of a search, as lists show them
-- in: scope int, ids text
-- out: id int, index_no text, title text, summary text, doc_no text?, sort_day day, published_at instant?, written_on day?, formed_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, agency_id int, agency_name text, agency_slug text, column_name text, column_code text, topic_name text?, genre_name text?, n_files int, attested int
SELECT i.id, i.index_no, e.title, e.summary, e.doc_no, i.sort_day, i.published_at, e.written_on, e.formed_on, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, a.id, a.name, a.slug, c.name, c.code, t.name, g.name,
       (SELECT COUNT(*) FROM attachment f WHERE f.edition_id = e.id AND f.name <> 'picture'),
       CASE WHEN e.attestation_id IS NULL THEN 0 ELSE 1 END
  FROM public_item i
  JOIN edition e ON e.id = i.live_edition_id
  JOIN agency a ON a.id = i.agency_id
  JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN class t ON t.id = e.topic_id
  LEFT JOIN class g ON g.id = e.genre_id
 WHERE [[@sqlite: i.id IN (SELECT j.value FROM json_each($2) j)]]
       [[@pg: i.id IN (SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST($2 AS json)) j)]]
   AND EXISTS (SELECT 1 FROM agency_path p WHERE p.ancestor = $1 AND p.descendant = i.agency_id AND p.ended_on IS NULL);
