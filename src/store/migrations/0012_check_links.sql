-- Links of texts to elsewhere, and whether there is anything behind them.
CREATE TABLE web_link (
  id @id,
  url @text NOT NULL UNIQUE CHECK (length(url) BETWEEN 8 AND 2000),
  state @text NOT NULL CHECK (state IN ('new','ok','broken','unreachable','private')),
  status @int NOT NULL DEFAULT 0,                    -- of the last answer; 0: none
  tries @int NOT NULL DEFAULT 0,                     -- without an answer, one after the other
  checked_at @instant,
  CHECK ((state = 'new') = (checked_at IS NULL))
) @strict;
CREATE INDEX web_link_due ON web_link (checked_at);
CREATE TABLE item_link (
  item_id @ref NOT NULL REFERENCES item (id),
  link_id @ref NOT NULL REFERENCES web_link (id),
  PRIMARY KEY (item_id, link_id)
) @strict;
CREATE INDEX item_link_back ON item_link (link_id);
