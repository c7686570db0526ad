-- Of the items counted once ('*'), how many were public before and came in with an attested record: the pseudo-channel
-- '*attested' of the tally, kept in the same transactions, so that statistics tell them apart without reading texts.
INSERT INTO tally (agency_id, column_id, year, channel, batch_id, n)
SELECT x.agency_id, x.column_id, x.year, '*attested', x.batch_id, COUNT(*)
  FROM (SELECT i.agency_id, i.column_id, COALESCE(b.id, 0) AS batch_id,
@sqlite
               CAST(strftime('%Y', i.sort_day * 86400, 'unixepoch') AS INTEGER) AS year
@end
@pg
               CAST(EXTRACT(YEAR FROM DATE '1970-01-01' + CAST(i.sort_day AS INTEGER)) AS BIGINT) AS year
@end
          FROM item i JOIN edition e ON e.id = i.live_edition_id
          LEFT JOIN import_batch b ON b.id = i.batch_id AND b.state = 'moving'
         WHERE i.state = 'live' AND e.attestation_id IS NOT NULL) x
 GROUP BY x.agency_id, x.column_id, x.year, x.batch_id;
