-- 年报核查: the texts a person handed in to be checked, kept for some days so that the result can be read, downloaded
-- and printed. What the checks say is derived from them each time.
CREATE TABLE report_run (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),    -- where the person sat
  person_id @ref NOT NULL REFERENCES person (id),
  made_at @instant NOT NULL,
  expires_at @instant NOT NULL,
  CHECK (expires_at > made_at)
) @strict;
CREATE INDEX report_run_by_person ON report_run (person_id, made_at);
CREATE INDEX report_run_expiring ON report_run (expires_at);

CREATE TABLE report_run_file (
  run_id @ref NOT NULL REFERENCES report_run (id),
  no @int NOT NULL CHECK (no > 0),
  name @text NOT NULL CHECK (length(name) > 0),      -- of the file as it came
  body @text,                                        -- its text
  problem @text,                                     -- why there is none, for people
  PRIMARY KEY (run_id, no),
  CHECK ((body IS NULL) = (problem IS NOT NULL))
) @strict;
