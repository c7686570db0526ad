-- Dictionaries that the top of a house keeps for all: classes may end or give way to another, and the list of wrong words
-- that ships may be added to and parts of it switched off.

ALTER TABLE class ADD COLUMN closed_on @day;
ALTER TABLE class ADD COLUMN merged_into @ref REFERENCES class (id) CHECK (merged_into IS NULL OR closed_on IS NOT NULL);
CREATE INDEX edition_by_audience ON edition (audience_id) WHERE state = 'live' AND audience_id IS NOT NULL;

-- 错敏词: a row stands instead of a shipped word of the same key.
CREATE TABLE scan_word (
  id @id,
  word_key @text NOT NULL UNIQUE,                    -- folded
  wrong @text NOT NULL CHECK (length(wrong) >= 2),
  instead @text NOT NULL DEFAULT '',                 -- 正词
  reason @text NOT NULL DEFAULT '',
  severity @text NOT NULL CHECK (severity IN ('hint','warning','stop')),
  exceptions @text NOT NULL DEFAULT '',              -- parted by blanks
  enabled @bool NOT NULL DEFAULT 1,
  added_by @ref REFERENCES person (id),              -- NULL: the command line
  added_at @instant NOT NULL,
  CHECK ((instead = '') <> (reason = ''))
) @strict;
