-- What the runner itself needs; run before the others and each time, never recorded.
CREATE TABLE IF NOT EXISTS migration (
  name @text PRIMARY KEY,
  sm3 @text NOT NULL,
  applied_at @instant NOT NULL
) @strict;
