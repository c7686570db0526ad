-- What the search file is filled from (app/feed.h), and the names its facets are shown by (app/find.h). Items come in the
-- order of their days, which is the order the index likes; all sites and scopes in one file.

-- name: feed_identity           the first row of the trail: no two stores share it
-- in:
-- out: sm3 text
SELECT sm3 FROM audit WHERE no = 1;

-- name: feed_after              public items after one, by day
-- in: after_day day, after_id int, limit int
-- out: id int, sort_day day, agency_id int, column_id int, index_no text, source_index_no text?, title text, doc_no text?, body text, validity text, effective_on day?, expires_on day?, repealed_on day?, topic_id int?, genre_id int?, keywords text, files text?
SELECT i.id, i.sort_day, i.agency_id, i.column_id, i.index_no, i.source_index_no, e.title, e.doc_no, e.body, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, e.topic_id, e.genre_id, e.keywords,
       (SELECT [[@sqlite: group_concat(f.name, '，')]] [[@pg: string_agg(f.name, '，' ORDER BY f.sort)]]
          FROM attachment f WHERE f.edition_id = e.id)
  FROM public_item i JOIN edition e ON e.id = i.live_edition_id
 WHERE (i.sort_day, i.id) > ($1, $2)
 ORDER BY i.sort_day, i.id LIMIT $3;

-- name: feed_items              those among the numbers that are public
-- in: ids text
-- out: id int, sort_day day, agency_id int, column_id int, index_no text, source_index_no text?, title text, doc_no text?, body text, validity text, effective_on day?, expires_on day?, repealed_on day?, topic_id int?, genre_id int?, keywords text, files text?
SELECT i.id, i.sort_day, i.agency_id, i.column_id, i.index_no, i.source_index_no, e.title, e.doc_no, e.body, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, e.topic_id, e.genre_id, e.keywords,
       (SELECT [[@sqlite: group_concat(f.name, '，')]] [[@pg: string_agg(f.name, '，' ORDER BY f.sort)]]
          FROM attachment f WHERE f.edition_id = e.id)
  FROM public_item i JOIN edition e ON e.id = i.live_edition_id
 WHERE [[@sqlite: i.id IN (SELECT j.value FROM json_each($1) j)]]
       [[@pg: i.id IN (SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST($1 AS json)) j)]];

-- name: feed_agency_paths       each agency with all above it, itself first
-- in:
-- out: below int, above int
SELECT descendant, ancestor FROM agency_path WHERE ended_on IS NULL ORDER BY descendant, depth;

-- name: feed_column_paths       each column with all above it, itself first
-- in:
-- out: below int, above int
SELECT descendant, ancestor FROM column_path ORDER BY descendant, depth;

-- name: feed_topics             topics and the one above each
-- in:
-- out: id int, parent_id int?
SELECT id, parent_id FROM class WHERE scheme = 'topic' ORDER BY id;

-- name: feed_of_agency          its items on the site (those of its index)
-- in: agency_id int
-- out: id int
SELECT id FROM item WHERE agency_id = $1 AND state = 'live' AND on_site = 1 ORDER BY id;

-- name: feed_of_column          its items on the site
-- in: column_id int
-- out: id int
SELECT id FROM item WHERE column_id = $1 AND state = 'live' AND on_site = 1 ORDER BY id;

-- name: find_agencies           names of agencies
-- in: ids text
-- out: id int, slug text, name text
SELECT a.id, a.slug, a.name FROM agency a
 WHERE [[@sqlite: a.id IN (SELECT j.value FROM json_each($1) j)]]
       [[@pg: a.id IN (SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST($1 AS json)) j)]];

-- name: find_columns            names of columns
-- in: ids text
-- out: id int, code text, name text
SELECT c.id, c.code, c.name FROM catalogue_column c
 WHERE [[@sqlite: c.id IN (SELECT j.value FROM json_each($1) j)]]
       [[@pg: c.id IN (SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST($1 AS json)) j)]];

-- name: find_classes            names of topics and genres
-- in: ids text
-- out: id int, code text, name text
SELECT c.id, c.code, c.name FROM class c
 WHERE [[@sqlite: c.id IN (SELECT j.value FROM json_each($1) j)]]
       [[@pg: c.id IN (SELECT CAST(j AS BIGINT) FROM json_array_elements_text(CAST($1 AS json)) j)]];

-- name: find_column             a column by its name
-- in: name text
-- out: id int
SELECT c.id FROM catalogue_column c WHERE c.name = $1 AND c.closed_on IS NULL ORDER BY c.id LIMIT 1;
