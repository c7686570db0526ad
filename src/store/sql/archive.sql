-- 归档: what goes into a package, and the registers (app/archive.h).

-- name: archive_items           what an agency made public in the days from one to before another and still shows, by day
-- in: agency_id int, from_day day, before_day day
-- out: id int, edition_id int, edition_no int, index_no text, title text, doc_no text?, column_name text, column_code text, published_at instant?, formed_on day?, written_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, repealed_by text?, topic text?, genre text?, keywords text, content_sm3 text, correction text, channels text?
SELECT i.id, e.id, e.no, i.index_no, e.title, e.doc_no, c.name, c.code, i.published_at, e.formed_on, e.written_on, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, e.repealed_by, t.name, g.name, e.keywords, e.content_sm3, e.correction,
       (SELECT [[@sqlite: group_concat(h.name, '、')]] [[@pg: string_agg(h.name, '、' ORDER BY h.sort)]]
          FROM publication u JOIN channel h ON h.code = u.channel WHERE u.item_id = i.id)
  FROM item i JOIN edition e ON e.id = i.live_edition_id JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN class t ON t.id = e.topic_id LEFT JOIN class g ON g.id = e.genre_id
 WHERE i.agency_id = $1 AND i.state = 'live' AND i.sort_day >= $2 AND i.sort_day < $3
   AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.batch_id AND b.state = 'moving')
 ORDER BY i.sort_day, i.id;

-- name: archive_package_insert  a package was made
-- in: agency_id int, year int, made_at instant, n_items int, n_files int, manifest_sm3 text
-- out: id int
INSERT INTO archive_package (agency_id, year, made_at, n_items, n_files, manifest_sm3) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id;

-- name: archive_package_last    the newest package of an agency's year
-- in: agency_id int, year int
-- out: id int, made_at instant
SELECT p.id, p.made_at FROM archive_package p WHERE p.agency_id = $1 AND p.year = $2 ORDER BY p.id DESC LIMIT 1;

-- name: archive_package_older   packages of that year before this one
-- in: id int
-- out: id int
SELECT o.id FROM archive_package p JOIN archive_package o ON o.agency_id = p.agency_id AND o.year = p.year AND o.id < p.id
 WHERE p.id = $1 ORDER BY o.id;

-- name: archive_package_read    one of the scope, and who had it made
-- in: scope int, id int
-- out: agency_id int, slug text, agency text, year int, made_at instant, maker text?, n_items int, n_files int, manifest_sm3 text
SELECT p.agency_id, a.slug, a.name, p.year, p.made_at, m.name, p.n_items, p.n_files, p.manifest_sm3
  FROM archive_package p JOIN agency a ON a.id = p.agency_id
  LEFT JOIN archive_work w ON w.package_id = p.id LEFT JOIN person m ON m.id = w.person_id
 WHERE p.id = $2
   AND EXISTS (SELECT 1 FROM agency_path s WHERE s.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND s.descendant = p.agency_id AND s.ended_on IS NULL);

-- name: archive_delivery_insert something was delivered
-- in: agency_id int, year int, package_id int?, delivery_kind text, receiver text, handed_by text, handed_on day, receipt text, recorded_at instant
-- out: id int
INSERT INTO archive_delivery (agency_id, year, package_id, kind, receiver, handed_by, handed_on, receipt, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- name: archive_packages        the register of packages, the newest first
-- in: limit int, scope int
-- out: id int, agency text, year int, made_at instant, maker text?, n_items int, n_files int, manifest_sm3 text, handed_on day?
SELECT p.id, a.name, p.year, p.made_at, m.name, p.n_items, p.n_files, p.manifest_sm3,
       (SELECT MIN(d.handed_on) FROM archive_delivery d WHERE d.package_id = p.id)
  FROM archive_package p JOIN agency a ON a.id = p.agency_id
  LEFT JOIN archive_work w ON w.package_id = p.id LEFT JOIN person m ON m.id = w.person_id
 WHERE 1 = 1 [[scope: AND EXISTS (SELECT 1 FROM agency_path s
                WHERE s.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $2) AND s.descendant = p.agency_id AND s.ended_on IS NULL)]]
 ORDER BY p.id DESC LIMIT $1;

-- name: archive_deliveries      the register of what was delivered, the newest first
-- in: limit int, scope int, agency_id int, year int
-- out: id int, agency text, year int, package_id int?, delivery_kind text, receiver text, handed_by text, handed_on day, receipt text
SELECT d.id, a.name, d.year, d.package_id, d.kind, d.receiver, d.handed_by, d.handed_on, d.receipt
  FROM archive_delivery d JOIN agency a ON a.id = d.agency_id
 WHERE 1 = 1 [[scope: AND EXISTS (SELECT 1 FROM agency_path s
                WHERE s.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $2) AND s.descendant = d.agency_id AND s.ended_on IS NULL)]]
   [[one: AND d.agency_id = $3 AND d.year = $4]]
 ORDER BY d.id DESC LIMIT $1;

-- name: archive_years           what each agency of the scope made public by year, with its newest package and what was delivered
-- in: scope int, agency_id int
-- out: agency_id int, slug text, agency text, year int, n_items int, package_id int?, made_at instant?, packed int?, handed_on day?, receiver text?, n_library int
SELECT a.id, a.slug, a.name, t.year, t.n, p.id, p.made_at, p.n_items, d.handed_on, d.receiver,
       (SELECT COUNT(*) FROM archive_delivery l WHERE l.agency_id = a.id AND l.year = t.year AND l.kind = 'library')
  FROM (SELECT n.agency_id, n.year, CAST(SUM(n.n) AS BIGINT) AS n
          FROM agency_path s JOIN tally n ON n.agency_id = s.descendant AND n.channel = '*' AND n.batch_id = 0
         WHERE s.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND s.ended_on IS NULL [[one: AND n.agency_id = $2]]
         GROUP BY n.agency_id, n.year) t
  JOIN agency a ON a.id = t.agency_id
  LEFT JOIN archive_package p ON p.id = (SELECT MAX(q.id) FROM archive_package q WHERE q.agency_id = a.id AND q.year = t.year)
  LEFT JOIN archive_delivery d ON d.id = (SELECT MAX(e.id) FROM archive_delivery e
                                           WHERE e.agency_id = a.id AND e.year = t.year AND e.kind = 'archive')
 WHERE t.n > 0
 ORDER BY t.year DESC, a.sort, a.pinyin_key, a.id;

-- name: archive_work_insert     a package is asked for
-- in: agency_id int, year int, n_all int, person_id int, asked_at instant
-- out: id int
-- may: conflict
INSERT INTO archive_work (agency_id, year, state, n_all, person_id, asked_at) VALUES ($1, $2, 'waiting', $3, $4, $5) RETURNING id;

-- name: archive_work_open       the package of that year that is being made
-- in: agency_id int, year int
-- out: id int
SELECT w.id FROM archive_work w WHERE w.agency_id = $1 AND w.year = $2 AND w.state = 'waiting';

-- name: archive_work_read       one of the scope; scope 0: the job's own
-- in: scope int, id int
-- out: slug text, agency text, year int, state text, n_done int, n_all int, message text, package_id int?, person_id int, asked_at instant
SELECT a.slug, a.name, w.year, w.state, w.n_done, w.n_all, w.message, w.package_id, w.person_id, w.asked_at
  FROM archive_work w JOIN agency a ON a.id = w.agency_id
 WHERE w.id = $2 AND ($1 = 0 OR EXISTS (SELECT 1 FROM agency_path s
                         WHERE s.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND s.descendant = w.agency_id AND s.ended_on IS NULL));

-- name: archive_work_step       so far
-- in: id int, n_done int, n_all int
UPDATE archive_work SET n_done = $2, n_all = $3 WHERE id = $1 AND state = 'waiting';

-- name: archive_work_end        made, or not to be made
-- in: id int, state text, message text, package_id int?, ended_at instant
UPDATE archive_work SET state = $2, message = $3, package_id = $4, ended_at = $5 WHERE id = $1 AND state = 'waiting';

-- name: archive_purged          whether something was purged since: a package begun before may hold it
-- in: since instant
-- out: n int
SELECT COUNT(*) FROM purge p WHERE p.decided_at >= $1 AND p.state IN ('clearing', 'done');
