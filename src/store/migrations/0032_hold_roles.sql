-- 三员分立: whoever gives another person a new password could sign in as that person. What reviews, clears and signs rests
-- from then on until a security administrator has confirmed that the person has the account (docs/decisions/0017).

ALTER TABLE person ADD COLUMN held_by @ref REFERENCES person (id);
ALTER TABLE person ADD COLUMN held_at @instant;
CREATE INDEX person_held ON person (held_at) WHERE held_at IS NOT NULL;
