-- What is hidden in the files of drafts, what was decided about it, and places of a PDF that are to be blacked out.

-- One look of one release of the inspector at the bytes under one kind of name: never done twice.
CREATE TABLE file_inspection (
  sm3 @text NOT NULL REFERENCES file_object (sm3),
  claim @text NOT NULL,                              -- the ending of the name, small letters, '' none
  inspector @int NOT NULL CHECK (inspector > 0),
  kind @text NOT NULL,                               -- what the bytes are, in words
  inspected_at @instant NOT NULL,
  PRIMARY KEY (sm3, claim, inspector)
) @strict;
CREATE TABLE file_finding (
  sm3 @text NOT NULL,
  claim @text NOT NULL,
  inspector @int NOT NULL,
  no @int NOT NULL CHECK (no > 0),
  code @text NOT NULL CHECK (length(code) > 0),
  place @text NOT NULL,
  excerpt @text NOT NULL,
  PRIMARY KEY (sm3, claim, inspector, no),
  FOREIGN KEY (sm3, claim, inspector) REFERENCES file_inspection (sm3, claim, inspector)
) @strict;

-- What was decided about one kind of finding in one file of one item, by whom, why. The file may be gone since.
CREATE TABLE file_decision (
  id @id,
  item_id @ref NOT NULL REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  sm3 @text NOT NULL CHECK (length(sm3) = 64),
  name @text NOT NULL CHECK (length(name) > 0),
  code @text NOT NULL CHECK (length(code) > 0),
  verdict @text NOT NULL CHECK (verdict IN ('kept','replaced','redacted')),
  reason @text NOT NULL,
  person_id @ref NOT NULL REFERENCES person (id),
  decided_at @instant NOT NULL,
  CHECK (verdict <> 'kept' OR length(reason) > 0)
) @strict;
CREATE INDEX file_decision_by_item ON file_decision (item_id, id);

-- 涂黑: asked for, done by a job.
CREATE TABLE redaction (
  id @id,
  item_id @ref NOT NULL REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  sm3 @text NOT NULL CHECK (length(sm3) = 64),
  name @text NOT NULL CHECK (length(name) > 0),
  boxes @text NOT NULL,                              -- a line each: page, then millimetres from the left, the top, width, height
  state @text NOT NULL CHECK (state IN ('waiting','done','failed')),
  message @text NOT NULL DEFAULT '',                 -- why it failed
  result_sm3 @text CHECK (length(result_sm3) = 64),
  person_id @ref NOT NULL REFERENCES person (id),
  asked_at @instant NOT NULL,
  ended_at @instant,
  CHECK ((state = 'waiting') = (ended_at IS NULL)),
  CHECK ((state = 'done') = (result_sm3 IS NOT NULL))
) @strict;
CREATE INDEX redaction_by_item ON redaction (item_id, id);
CREATE UNIQUE INDEX redaction_under_way ON redaction (item_id, sm3) WHERE state = 'waiting';

-- Decisions are kept as they were made; a purge takes their words.
@sqlite
CREATE TRIGGER file_decision_no_update BEFORE UPDATE ON file_decision
  WHEN NOT (NEW.name = '（内容已处置）' AND NEW.reason IN ('（内容已处置）', '') AND NEW.id IS OLD.id
    AND NEW.item_id IS OLD.item_id AND NEW.edition_id IS OLD.edition_id AND NEW.sm3 IS OLD.sm3 AND NEW.code IS OLD.code
    AND NEW.verdict IS OLD.verdict AND NEW.person_id IS OLD.person_id AND NEW.decided_at IS OLD.decided_at
    AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing'))
  BEGIN SELECT RAISE(ABORT, 'a decision is append-only'); END;
CREATE TRIGGER file_decision_no_delete BEFORE DELETE ON file_decision
  BEGIN SELECT RAISE(ABORT, 'a decision is append-only'); END;
CREATE TRIGGER file_decision_no_replace BEFORE INSERT ON file_decision
  WHEN EXISTS (SELECT 1 FROM file_decision x WHERE x.id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'a decision is append-only'); END;
@end
@pg
CREATE TRIGGER file_decision_no_delete BEFORE DELETE OR TRUNCATE ON file_decision
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a decision is append-only');
CREATE FUNCTION xxgk_keep_decision() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NEW.name = '（内容已处置）' AND NEW.reason IN ('（内容已处置）', '')
       AND (NEW.id, NEW.item_id, NEW.edition_id, NEW.sm3, NEW.code, NEW.verdict, NEW.person_id, NEW.decided_at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.item_id, OLD.edition_id, OLD.sm3, OLD.code, OLD.verdict, OLD.person_id, OLD.decided_at)
       AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing') THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a decision is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER file_decision_no_update BEFORE UPDATE ON file_decision FOR EACH ROW EXECUTE FUNCTION xxgk_keep_decision();
@end
