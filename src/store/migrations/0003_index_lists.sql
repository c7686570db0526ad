-- What lists with filters and the sums over units and columns walk along.

-- Sums of the tally by scope read this index alone.
CREATE INDEX tally_by_channel ON tally (agency_id, channel, batch_id, year, column_id, n);

-- Texts by what only they say; where few have it, a list begins here instead of at the newest item.
CREATE INDEX edition_by_topic ON edition (topic_id) WHERE state = 'live' AND topic_id IS NOT NULL;
CREATE INDEX edition_by_genre ON edition (genre_id) WHERE state = 'live' AND genre_id IS NOT NULL;
CREATE INDEX edition_by_validity ON edition (validity) WHERE state = 'live';
CREATE INDEX edition_repealed ON edition (repealed_on) WHERE state = 'live' AND repealed_on IS NOT NULL;
CREATE INDEX edition_effective ON edition (effective_on) WHERE state = 'live' AND effective_on IS NOT NULL;
