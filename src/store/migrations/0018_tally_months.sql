-- How many live items of the site there are by month, kept beside `tally` and in the same transactions: statistics read
-- twelve rows an agency whatever the store holds. It knows no column: nobody asks for months of a column, and lists keep their
-- short tally.
CREATE TABLE tally_month (
  agency_id @ref NOT NULL REFERENCES agency (id),
  year @int NOT NULL,
  month @int NOT NULL CHECK (month BETWEEN 1 AND 12),
  batch_id @ref NOT NULL DEFAULT 0,                  -- 0: visible; else waits for the flip of that import
  n @int NOT NULL CHECK (n >= 0),
  PRIMARY KEY (agency_id, year, month, batch_id)
) @strict;

-- What is there already; what an import under way has moved waits with the rest of it.
INSERT INTO tally_month (agency_id, year, month, batch_id, n)
SELECT x.agency_id, x.year, x.month, x.batch_id, COUNT(*)
  FROM (SELECT i.agency_id, COALESCE(b.id, 0) AS batch_id,
@sqlite
               CAST(strftime('%Y', i.sort_day * 86400, 'unixepoch') AS INTEGER) AS year,
               CAST(strftime('%m', i.sort_day * 86400, 'unixepoch') AS INTEGER) AS month
@end
@pg
               CAST(EXTRACT(YEAR FROM DATE '1970-01-01' + CAST(i.sort_day AS INTEGER)) AS BIGINT) AS year,
               CAST(EXTRACT(MONTH FROM DATE '1970-01-01' + CAST(i.sort_day AS INTEGER)) AS BIGINT) AS month
@end
          FROM item i LEFT JOIN import_batch b ON b.id = i.batch_id AND b.state = 'moving'
         WHERE i.state = 'live' AND i.on_site = 1) x
 GROUP BY x.agency_id, x.year, x.month, x.batch_id;
