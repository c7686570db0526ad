-- 归档: packages asked for in the office. A job makes them; what it made is in archive_package, which is never changed.

CREATE TABLE archive_work (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),
  year @int NOT NULL CHECK (year BETWEEN 1949 AND 9999),
  state @text NOT NULL CHECK (state IN ('waiting','done','failed')),
  n_done @int NOT NULL DEFAULT 0 CHECK (n_done >= 0),
  n_all @int NOT NULL DEFAULT 0 CHECK (n_all >= 0),
  message @text NOT NULL DEFAULT '',                 -- why it failed
  package_id @ref REFERENCES archive_package (id),
  person_id @ref NOT NULL REFERENCES person (id),
  asked_at @instant NOT NULL,
  ended_at @instant,
  CHECK ((state = 'waiting') = (ended_at IS NULL)),
  CHECK ((state = 'done') = (package_id IS NOT NULL))
) @strict;
CREATE INDEX archive_work_by_package ON archive_work (package_id) WHERE package_id IS NOT NULL;
CREATE UNIQUE INDEX archive_work_under_way ON archive_work (agency_id, year) WHERE state = 'waiting';
CREATE INDEX archive_delivery_by_package ON archive_delivery (package_id) WHERE package_id IS NOT NULL;
