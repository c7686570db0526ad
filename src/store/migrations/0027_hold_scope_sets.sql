-- A permission may be held over several units that do not stand under each other. Queries take one number as the root of a
-- scope: an agency, or a set of agencies, whose number is below zero.
CREATE TABLE scope_set (
  id @id,
  roots @text NOT NULL UNIQUE                        -- [2,7]: numbers of agencies, rising; a set is never changed
) @strict;
CREATE TABLE scope_root (
  scope @int NOT NULL CHECK (scope < 0),             -- of set n: -n
  root @ref NOT NULL REFERENCES agency (id),
  PRIMARY KEY (scope, root)
) @strict;
CREATE VIEW scope_member AS
SELECT a.id AS scope, a.id AS root FROM agency a
UNION ALL
SELECT s.scope, s.root FROM scope_root s;
