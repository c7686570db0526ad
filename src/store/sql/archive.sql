-- 归档: what goes into a package, and the registers (app/archive.h).

-- name: archive_items           what an agency made public between two moments and still shows, in the order of their numbers
-- in: agency_id int, from_at instant, before_at instant
-- out: id int, edition_id int, edition_no int, index_no text, title text, doc_no text?, column_name text, column_code text, published_at instant, formed_on day?, written_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, repealed_by text?, topic text?, genre text?, keywords text, content_sm3 text, correction text, channels text?
SELECT i.id, e.id, e.no, i.index_no, e.title, e.doc_no, c.name, c.code, i.published_at, e.formed_on, e.written_on, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, e.repealed_by, t.name, g.name, e.keywords, e.content_sm3, e.correction,
       (SELECT [[@sqlite: group_concat(h.name, '、')]] [[@pg: string_agg(h.name, '、' ORDER BY h.sort)]]
          FROM publication u JOIN channel h ON h.code = u.channel WHERE u.item_id = i.id)
  FROM item i JOIN edition e ON e.id = i.live_edition_id JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN class t ON t.id = e.topic_id LEFT JOIN class g ON g.id = e.genre_id
 WHERE i.agency_id = $1 AND i.state = 'live' AND i.published_at >= $2 AND i.published_at < $3
   AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.batch_id AND b.state = 'moving')
 ORDER BY i.published_at, i.id;

-- name: archive_package_insert  a package was made
-- in: agency_id int, year int, made_at instant, n_items int, n_files int, manifest_sm3 text
-- out: id int
INSERT INTO archive_package (agency_id, year, made_at, n_items, n_files, manifest_sm3) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id;

-- name: archive_package_last    the newest package of an agency's year
-- in: agency_id int, year int
-- out: id int
SELECT p.id FROM archive_package p WHERE p.agency_id = $1 AND p.year = $2 ORDER BY p.id DESC LIMIT 1;

-- name: archive_delivery_insert something was delivered
-- in: agency_id int, year int, package_id int?, delivery_kind text, receiver text, handed_by text, handed_on day, receipt text, recorded_at instant
-- out: id int
INSERT INTO archive_delivery (agency_id, year, package_id, kind, receiver, handed_by, handed_on, receipt, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- name: archive_packages        the register of packages, the newest first
-- in: limit int
-- out: id int, agency text, year int, made_at instant, n_items int, n_files int, manifest_sm3 text, handed_on day?
SELECT p.id, a.name, p.year, p.made_at, p.n_items, p.n_files, p.manifest_sm3,
       (SELECT MIN(d.handed_on) FROM archive_delivery d WHERE d.package_id = p.id)
  FROM archive_package p JOIN agency a ON a.id = p.agency_id ORDER BY p.id DESC LIMIT $1;

-- name: archive_deliveries      the register of what was delivered, the newest first
-- in: limit int
-- out: id int, agency text, year int, package_id int?, delivery_kind text, receiver text, handed_by text, handed_on day, receipt text
SELECT d.id, a.name, d.year, d.package_id, d.kind, d.receiver, d.handed_by, d.handed_on, d.receipt
  FROM archive_delivery d JOIN agency a ON a.id = d.agency_id ORDER BY d.id DESC LIMIT $1;
