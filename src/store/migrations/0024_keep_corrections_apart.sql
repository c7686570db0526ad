-- A correction is apart from what readers see until it is signed: its relations wait with it, the draft sheet as it was comes
-- back when it is given up, and its text is then set aside. And the trail knows of a purge (泄密处置).

-- 1 What waits with a correcting text -------------------------------------------------------------------

-- A text that was given up is kept, and is nobody's draft any more.
ALTER TABLE edition ADD COLUMN set_aside @bool NOT NULL DEFAULT 0 CHECK (set_aside = 0 OR state = 'draft');
DROP INDEX edition_one_draft;
CREATE UNIQUE INDEX edition_one_draft ON edition (item_id) WHERE state = 'draft' AND set_aside = 0;

-- What the draft of an item that was public before does to item_relation once it is signed. Rows go when it is, or is given up.
CREATE TABLE relation_change (
  edition_id @ref NOT NULL REFERENCES edition (id),
  kind @text NOT NULL CHECK (kind IN ('interprets','amends','repeals','replaces','related')),
  to_item @ref NOT NULL REFERENCES item (id),
  off @bool NOT NULL,                                -- taken back
  PRIMARY KEY (edition_id, kind, to_item)
) @strict;
CREATE INDEX relation_change_back ON relation_change (to_item, kind);

-- 拟稿单 as it stood when a correction began. Rows go as above.
CREATE TABLE sheet_before (
  item_id @ref PRIMARY KEY REFERENCES item (id),
  disclosure @text NOT NULL,
  ground @text,
  overridden @bool NOT NULL,
  ground_reason @text NOT NULL,
  origin @text NOT NULL,
  origin_agency @text NOT NULL,
  joint_agencies @text NOT NULL,
  special_days @int NOT NULL,
  special_basis @text NOT NULL,
  channels @text NOT NULL,
  exemption @text NOT NULL,
  correction @text NOT NULL,
  note @text NOT NULL
) @strict;

-- 2 Acts and states -------------------------------------------------------------------------------------

@sqlite
-- Not renamed: that would read the triggers of other tables that name this one, while it is not there.
CREATE TABLE item_act_was AS SELECT * FROM item_act;
DROP TABLE item_act;
CREATE TABLE item_act (
  id @id,
  item_id @ref NOT NULL REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  kind @text NOT NULL CHECK (kind IN ('created','edited','submitted','recalled','approved','returned','published','closed',
    'withdrawn','retro_approved','retro_objected','kept_closed','reopened','related','discarded','purge_ordered',
    'purge_confirmed','purge_cancelled','purge_done')),
  person_id @ref NOT NULL REFERENCES person (id),
  delegator_id @ref REFERENCES person (id),
  step @int NOT NULL DEFAULT 0 CHECK (step >= 0),
  ladder @text,
  emergency @bool NOT NULL DEFAULT 0,
  review_id @ref REFERENCES review (id),
  words @text NOT NULL DEFAULT '',
  disclosure @text CHECK (disclosure IN ('proactive','on_request','withheld')),
  ground @text,
  content_sm3 @text,
  done_at @instant NOT NULL,
  CHECK (delegator_id IS NULL OR delegator_id <> person_id),
  CHECK ((kind = 'submitted') = (ladder IS NOT NULL)),
  CHECK (kind NOT IN ('returned','recalled','withdrawn','retro_objected','kept_closed','reopened','discarded') OR length(words) > 0)
) @strict;
INSERT INTO item_act (id, item_id, edition_id, kind, person_id, delegator_id, step, ladder, emergency, review_id, words, disclosure,
                      ground, content_sm3, done_at)
SELECT id, item_id, edition_id, kind, person_id, delegator_id, step, ladder, emergency, review_id, words, disclosure, ground,
       content_sm3, done_at FROM item_act_was ORDER BY id;
DROP TABLE item_act_was;
CREATE INDEX item_act_by_item ON item_act (item_id, id);
CREATE INDEX item_act_by_edition ON item_act (edition_id, kind);
CREATE INDEX item_act_by_person ON item_act (person_id, id);
CREATE TRIGGER item_act_no_update BEFORE UPDATE ON item_act
  WHEN NOT (NEW.words = '（内容已处置）' AND NEW.id IS OLD.id AND NEW.item_id IS OLD.item_id AND NEW.edition_id IS OLD.edition_id
    AND NEW.kind IS OLD.kind AND NEW.person_id IS OLD.person_id AND NEW.delegator_id IS OLD.delegator_id
    AND NEW.step IS OLD.step AND NEW.ladder IS OLD.ladder AND NEW.emergency IS OLD.emergency
    AND NEW.review_id IS OLD.review_id AND NEW.disclosure IS OLD.disclosure AND NEW.ground IS OLD.ground
    AND NEW.content_sm3 IS OLD.content_sm3 AND NEW.done_at IS OLD.done_at
    AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing'))
  BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER item_act_no_delete BEFORE DELETE ON item_act BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER item_act_no_replace BEFORE INSERT ON item_act WHEN EXISTS (SELECT 1 FROM item_act x WHERE x.id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;

CREATE TABLE item_flow_was AS SELECT * FROM item_flow;
DROP TABLE item_flow;
CREATE TABLE item_flow (
  item_id @ref PRIMARY KEY REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  author_id @ref NOT NULL REFERENCES person (id),
  state @text NOT NULL CHECK (state IN ('editing','submitted','returned','published','closed','withdrawn','purging','purged')),
  step @text CHECK (step IN ('content','office','secrecy','signature')),       -- whom it waits for
  retro_step @text CHECK (retro_step IN ('content','office')),                 -- owed after an emergency
  emergency @bool NOT NULL DEFAULT 0,
  due_on @day,                                       -- Art. 26
  retro_due_on @day,
  revisit_on @day,                                   -- Art. 18
  explain_due_on @day,                               -- its interpretation must be out
  acted_at @instant NOT NULL,
  acted_by @ref NOT NULL REFERENCES person (id),
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
ALTER TABLE item_act DROP CONSTRAINT item_act_kind_check;
ALTER TABLE item_act ADD CONSTRAINT item_act_kind_check CHECK (kind IN ('created','edited','submitted','recalled','approved',
  'returned','published','closed','withdrawn','retro_approved','retro_objected','kept_closed','reopened','related','discarded',
  'purge_ordered','purge_confirmed','purge_cancelled','purge_done'));
ALTER TABLE item_act ADD CHECK (kind <> 'discarded' OR length(words) > 0);
ALTER TABLE item_flow DROP CONSTRAINT item_flow_state_check;
ALTER TABLE item_flow ADD CONSTRAINT item_flow_state_check
  CHECK (state IN ('editing','submitted','returned','published','closed','withdrawn','purging','purged'));
@end

-- Purges that were ordered before the trail knew of them, on items that have one. Of those called off only what left the item
-- withdrawn matters.
INSERT INTO item_act (item_id, edition_id, kind, person_id, done_at)
SELECT g.item_id, f.edition_id, 'purge_ordered', g.ordered_by, g.ordered_at
  FROM purge g JOIN item_flow f ON f.item_id = g.item_id JOIN item i ON i.id = g.item_id
 WHERE g.state <> 'cancelled' OR (i.state = 'withdrawn' AND f.state = 'published'
   AND NOT EXISTS (SELECT 1 FROM purge o WHERE o.item_id = g.item_id AND o.state <> 'cancelled'))
 ORDER BY g.id;
INSERT INTO item_act (item_id, edition_id, kind, person_id, done_at)
SELECT g.item_id, f.edition_id, CASE g.state WHEN 'cancelled' THEN 'purge_cancelled' ELSE 'purge_confirmed' END, g.decided_by,
       g.decided_at
  FROM purge g JOIN item_flow f ON f.item_id = g.item_id
 WHERE g.decided_by IS NOT NULL
   AND EXISTS (SELECT 1 FROM item_act a WHERE a.item_id = g.item_id AND a.kind = 'purge_ordered' AND a.done_at = g.ordered_at)
 ORDER BY g.id;
INSERT INTO item_act (item_id, edition_id, kind, person_id, done_at)
SELECT g.item_id, f.edition_id, 'purge_done', g.decided_by, g.ended_at
  FROM purge g JOIN item_flow f ON f.item_id = g.item_id WHERE g.state = 'done' ORDER BY g.id;
UPDATE item_flow SET state = CASE
    WHEN EXISTS (SELECT 1 FROM purge g WHERE g.item_id = item_flow.item_id AND g.state IN ('ordered','clearing')) THEN 'purging'
    WHEN EXISTS (SELECT 1 FROM purge g WHERE g.item_id = item_flow.item_id AND g.state = 'done') THEN 'purged'
    ELSE 'withdrawn' END,
  step = NULL, retro_step = NULL, due_on = NULL, retro_due_on = NULL, revisit_on = NULL, explain_due_on = NULL
 WHERE EXISTS (SELECT 1 FROM item_act a WHERE a.item_id = item_flow.item_id AND a.kind = 'purge_ordered');
