-- The store about itself: migrations.

-- name: migration_list    what was applied, in order
-- in:
-- out: name text, sm3 text, applied_at instant
SELECT name, sm3, applied_at FROM migration ORDER BY name;

-- name: migration_add    notes one as applied
-- in: name text, sm3 text, applied_at instant
INSERT INTO migration (name, sm3, applied_at) VALUES ($1, $2, $3);
