-- Work for later.

-- name: job_add    to be done from a moment on
-- in: kind text, ref int?, args text, run_after instant, enqueued_at instant
INSERT INTO job (kind, ref, args, run_after, enqueued_at) VALUES ($1, $2, $3, $4, $5);

-- name: job_due    whether there is anything to lease
-- in: now instant
-- out: n int
SELECT CASE WHEN EXISTS (SELECT 1 FROM job WHERE state = 'ready' AND run_after <= $1)
              OR EXISTS (SELECT 1 FROM job WHERE state = 'leased' AND leased_until <= $1) THEN 1 ELSE 0 END;

-- name: job_lease    takes the next that is due, or one whose worker was lost; of two workers one gets it
-- in: now instant, leased_until instant, lease text
-- out: id int, kind text, ref int?, args text, attempts int
UPDATE job SET state = 'leased', leased_until = $2, lease = $3, attempts = attempts + 1
 WHERE id = COALESCE((SELECT id FROM job WHERE state = 'leased' AND leased_until <= $1 ORDER BY leased_until LIMIT 1),
                     (SELECT id FROM job WHERE state = 'ready' AND run_after <= $1 ORDER BY run_after, id LIMIT 1))
   AND (state = 'ready' OR leased_until <= $1)
RETURNING id, kind, ref, args, attempts;

-- name: job_end    done, or given up
-- in: id int, lease text, state text, last_error text?, ended_at instant
UPDATE job SET state = $3, leased_until = NULL, lease = NULL, last_error = $4, ended_at = $5 WHERE id = $1 AND lease = $2;

-- name: job_again    failed, and tried once more later
-- in: id int, lease text, last_error text?, run_after instant
UPDATE job SET state = 'ready', leased_until = NULL, lease = NULL, last_error = $3, run_after = $4 WHERE id = $1 AND lease = $2;

-- name: job_waiting    how many of a kind are still to be done
-- in: kind text
-- out: n int
SELECT count(*) FROM job WHERE kind = $1 AND state IN ('ready', 'leased');

-- name: job_forget    what was done before a day
-- in: before instant
DELETE FROM job WHERE state = 'done' AND ended_at < $1;
