-- Where an item stands may be known without a person: what was imported as not public was decided before this program was there,
-- and is looked at again (Art. 18) like all that is withheld. A fault that a retrospective review found is owed a correction or
-- a withdrawal, by a day. And a draft that came to nothing is void instead of standing in a list for ever.
@sqlite
CREATE TABLE item_flow_was AS SELECT * FROM item_flow;
DROP TABLE item_flow;
CREATE TABLE item_flow (
  item_id @ref PRIMARY KEY REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  author_id @ref REFERENCES person (id),             -- NULL: imported, and nothing was done with it here
  state @text NOT NULL CHECK (state IN ('editing','submitted','returned','published','closed','withdrawn','voided','purging','purged')),
  step @text CHECK (step IN ('content','office','secrecy','signature')),       -- whom it waits for
  retro_step @text CHECK (retro_step IN ('content','office')),                 -- owed after an emergency
  emergency @bool NOT NULL DEFAULT 0,
  due_on @day,                                       -- Art. 26
  retro_due_on @day,
  revisit_on @day,                                   -- Art. 18
  explain_due_on @day,                               -- its interpretation must be out
  acted_at @instant NOT NULL,
  acted_by @ref REFERENCES person (id),              -- NULL: the program, by an import
  mend_due_on @day,                                  -- the retrospective review found a fault
  CHECK (author_id IS NOT NULL OR state = 'closed'),
  CHECK ((state = 'submitted') = (step IS NOT NULL)),
  CHECK ((retro_step IS NULL) = (retro_due_on IS NULL)),
  CHECK (revisit_on IS NULL OR state = 'closed')
) @strict;
INSERT INTO item_flow (item_id, edition_id, author_id, state, step, retro_step, emergency, due_on, retro_due_on, revisit_on,
                       explain_due_on, acted_at, acted_by)
SELECT item_id, edition_id, author_id, state, step, retro_step, emergency, due_on, retro_due_on, revisit_on, explain_due_on,
       acted_at, acted_by FROM item_flow_was;
DROP TABLE item_flow_was;
CREATE INDEX item_flow_open ON item_flow (state, step, due_on);
CREATE INDEX item_flow_by_author ON item_flow (author_id, state);
CREATE INDEX item_flow_retro ON item_flow (retro_due_on) WHERE retro_due_on IS NOT NULL;
CREATE INDEX item_flow_revisit ON item_flow (revisit_on) WHERE revisit_on IS NOT NULL;
CREATE INDEX item_flow_explain ON item_flow (explain_due_on) WHERE explain_due_on IS NOT NULL;
@end
@pg
ALTER TABLE item_flow ALTER COLUMN author_id DROP NOT NULL;
ALTER TABLE item_flow ALTER COLUMN acted_by DROP NOT NULL;
ALTER TABLE item_flow DROP CONSTRAINT item_flow_state_check;
ALTER TABLE item_flow ADD CONSTRAINT item_flow_state_check
  CHECK (state IN ('editing','submitted','returned','published','closed','withdrawn','voided','purging','purged'));
ALTER TABLE item_flow ADD CHECK (author_id IS NOT NULL OR state = 'closed');
ALTER TABLE item_flow ADD COLUMN mend_due_on @day;
@end
CREATE INDEX item_flow_mend ON item_flow (mend_due_on) WHERE mend_due_on IS NOT NULL;

-- What came in before: a year from the day on which it came.
INSERT INTO item_sheet (item_id, disclosure, ground, origin)
SELECT i.id, i.disclosure, i.ground, 'made' FROM item i
 WHERE i.batch_id IS NOT NULL AND i.state = 'draft' AND i.disclosure <> 'proactive' AND i.ground IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM item_sheet s WHERE s.item_id = i.id)
   AND NOT EXISTS (SELECT 1 FROM item_act t WHERE t.item_id = i.id);
INSERT INTO item_flow (item_id, edition_id, state, revisit_on, acted_at)
SELECT i.id, (SELECT MAX(e.id) FROM edition e WHERE e.item_id = i.id), 'closed',
       CAST((i.created_at + 28800000) / 86400000 AS BIGINT) + 365, i.created_at
  FROM item i
 WHERE i.batch_id IS NOT NULL AND i.state = 'draft' AND i.disclosure <> 'proactive'
   AND EXISTS (SELECT 1 FROM edition e WHERE e.item_id = i.id)
   AND NOT EXISTS (SELECT 1 FROM item_flow f WHERE f.item_id = i.id)
   AND NOT EXISTS (SELECT 1 FROM item_act t WHERE t.item_id = i.id);
