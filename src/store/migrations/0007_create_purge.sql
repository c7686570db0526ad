-- 泄密处置: content that should never have been public is removed for good, by two persons. What stays is the frame
-- (numbers, days, who did what); the words, the files' names and the opinions on them go.

-- ordered: withdrawn already, waiting for the second person. clearing: confirmed, words are gone from the rows, their
-- bytes are being driven out of files and indexes. done: nothing of them is left here.
CREATE TABLE purge (
  id @id,
  item_id @ref NOT NULL REFERENCES item (id),
  state @text NOT NULL CHECK (state IN ('ordered','clearing','done','cancelled')),
  reason @text NOT NULL CHECK (length(reason) > 0),          -- never the secret itself
  ordered_by @ref NOT NULL REFERENCES person (id),
  ordered_at @instant NOT NULL,
  decided_by @ref REFERENCES person (id),                    -- confirmed it, or took it back
  decided_at @instant,
  n_editions @int NOT NULL DEFAULT 0 CHECK (n_editions >= 0),
  n_files @int NOT NULL DEFAULT 0 CHECK (n_files >= 0),
  change_no @int NOT NULL DEFAULT 0,                         -- what was searchable up to here may hold the words
  ended_at @instant,
  CHECK ((state = 'ordered') = (decided_by IS NULL)),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CHECK (state NOT IN ('clearing','done') OR decided_by <> ordered_by),
  CHECK ((state IN ('done','cancelled')) = (ended_at IS NOT NULL))
) @strict;
CREATE UNIQUE INDEX purge_under_way ON purge (item_id) WHERE state IN ('ordered','clearing');
CREATE INDEX purge_by_item ON purge (item_id);

-- Bytes that are still to be removed from the data folder; a row goes when its file has gone.
CREATE TABLE purge_file (
  purge_id @ref NOT NULL REFERENCES purge (id),
  sm3 @text NOT NULL CHECK (length(sm3) = 64),
  PRIMARY KEY (purge_id, sm3)
) @strict;

-- Backups that were made, so that a purge can name those that still hold what it removed.
CREATE TABLE backup_made (
  id @id,
  made_at @instant NOT NULL,
  path @text NOT NULL,
  change_no @int NOT NULL,
  audit_sm3 @text NOT NULL
) @strict;

-- The guards of published texts, reviews and files give way to a purge that is being carried out, and only to the
-- words it puts in their place: nothing can be rewritten under this name.
@sqlite
DROP TRIGGER edition_frozen;
CREATE TRIGGER edition_frozen BEFORE UPDATE ON edition
  WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' OR NEW.item_id IS NOT OLD.item_id OR NEW.no IS NOT OLD.no
    OR NEW.title IS NOT OLD.title OR NEW.doc_no IS NOT OLD.doc_no OR NEW.summary IS NOT OLD.summary
    OR NEW.body IS NOT OLD.body OR NEW.content_sm3 IS NOT OLD.content_sm3 OR NEW.formed_on IS NOT OLD.formed_on
    OR NEW.written_on IS NOT OLD.written_on OR NEW.author_id IS NOT OLD.author_id
    OR NEW.content_review_id IS NOT OLD.content_review_id OR NEW.secrecy_review_id IS NOT OLD.secrecy_review_id
    OR NEW.attestation_id IS NOT OLD.attestation_id)
   AND NOT (NEW.title = '（内容已处置）' AND NEW.doc_no IS NULL AND NEW.summary = '' AND NEW.body = '{"type":"doc","content":[]}'
    AND NEW.state IS OLD.state AND NEW.item_id IS OLD.item_id AND NEW.no IS OLD.no AND NEW.content_sm3 IS OLD.content_sm3
    AND NEW.formed_on IS OLD.formed_on AND NEW.written_on IS OLD.written_on AND NEW.author_id IS OLD.author_id
    AND NEW.content_review_id IS OLD.content_review_id AND NEW.secrecy_review_id IS OLD.secrecy_review_id
    AND NEW.attestation_id IS OLD.attestation_id
    AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing'))
  BEGIN SELECT RAISE(ABORT, 'a published text is superseded, not overwritten'); END;
DROP TRIGGER review_no_update;
CREATE TRIGGER review_no_update BEFORE UPDATE ON review
  WHEN NOT (NEW.opinion = '（内容已处置）' AND NEW.id IS OLD.id AND NEW.edition_id IS OLD.edition_id
    AND NEW.author_id IS OLD.author_id AND NEW.kind IS OLD.kind AND NEW.verdict IS OLD.verdict
    AND NEW.reviewer_id IS OLD.reviewer_id AND NEW.content_sm3 IS OLD.content_sm3 AND NEW.reviewed_at IS OLD.reviewed_at
    AND NEW.step IS OLD.step AND NEW.delegator_id IS OLD.delegator_id
    AND EXISTS (SELECT 1 FROM purge p JOIN edition e ON e.item_id = p.item_id
                 WHERE e.id = OLD.edition_id AND p.state = 'clearing'))
  BEGIN SELECT RAISE(ABORT, 'a review is append-only'); END;
DROP TRIGGER attachment_frozen_delete;
CREATE TRIGGER attachment_frozen_delete BEFORE DELETE ON attachment
  WHEN EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
    WHERE e.id = OLD.edition_id AND e.state <> 'draft' AND COALESCE(b.state, 'done') <> 'moving')
   AND NOT EXISTS (SELECT 1 FROM edition e JOIN purge p ON p.item_id = e.item_id
    WHERE e.id = OLD.edition_id AND p.state = 'clearing')
  BEGIN SELECT RAISE(ABORT, 'the files of a published text are kept'); END;
DROP TRIGGER item_act_no_update;
CREATE TRIGGER item_act_no_update BEFORE UPDATE ON item_act
  WHEN NOT (NEW.words = '（内容已处置）' AND NEW.id IS OLD.id AND NEW.item_id IS OLD.item_id AND NEW.edition_id IS OLD.edition_id
    AND NEW.kind IS OLD.kind AND NEW.person_id IS OLD.person_id AND NEW.delegator_id IS OLD.delegator_id
    AND NEW.step IS OLD.step AND NEW.ladder IS OLD.ladder AND NEW.emergency IS OLD.emergency
    AND NEW.review_id IS OLD.review_id AND NEW.disclosure IS OLD.disclosure AND NEW.ground IS OLD.ground
    AND NEW.content_sm3 IS OLD.content_sm3 AND NEW.done_at IS OLD.done_at
    AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing'))
  BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
DROP TRIGGER draft_text_no_delete;
CREATE TRIGGER draft_text_no_delete BEFORE DELETE ON draft_text
  WHEN NOT EXISTS (SELECT 1 FROM edition e JOIN purge p ON p.item_id = e.item_id
    WHERE e.id = OLD.edition_id AND p.state = 'clearing')
  BEGIN SELECT RAISE(ABORT, 'a submitted text is kept'); END;
CREATE TRIGGER purge_steps BEFORE UPDATE ON purge
  WHEN OLD.state IN ('done','cancelled') OR NEW.item_id IS NOT OLD.item_id OR NEW.reason IS NOT OLD.reason
    OR NEW.ordered_by IS NOT OLD.ordered_by OR NEW.ordered_at IS NOT OLD.ordered_at
    OR (OLD.state = 'clearing' AND (NEW.state NOT IN ('clearing','done') OR NEW.decided_by IS NOT OLD.decided_by))
    OR (OLD.state = 'ordered' AND NEW.state = 'done')
  BEGIN SELECT RAISE(ABORT, 'a purge goes forward'); END;
CREATE TRIGGER purge_begins BEFORE INSERT ON purge
  WHEN NEW.state <> 'ordered' OR EXISTS (SELECT 1 FROM purge x WHERE x.id = NEW.id)
    OR EXISTS (SELECT 1 FROM purge x WHERE x.item_id = NEW.item_id AND x.state IN ('ordered','clearing'))
  BEGIN SELECT RAISE(ABORT, 'a purge begins as an order'); END;
CREATE TRIGGER purge_kept BEFORE DELETE ON purge BEGIN SELECT RAISE(ABORT, 'a purge is kept'); END;
@end
@pg
DROP TRIGGER edition_frozen ON edition;
CREATE FUNCTION xxgk_freeze_edition() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NEW.title = '（内容已处置）' AND NEW.doc_no IS NULL AND NEW.summary = '' AND NEW.body = '{"type":"doc","content":[]}'
       AND (NEW.state, NEW.item_id, NEW.no, NEW.content_sm3, NEW.formed_on, NEW.written_on, NEW.author_id,
            NEW.content_review_id, NEW.secrecy_review_id, NEW.attestation_id) IS NOT DISTINCT FROM
           (OLD.state, OLD.item_id, OLD.no, OLD.content_sm3, OLD.formed_on, OLD.written_on, OLD.author_id,
            OLD.content_review_id, OLD.secrecy_review_id, OLD.attestation_id)
       AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing') THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published text is superseded, not overwritten' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER edition_frozen BEFORE UPDATE ON edition FOR EACH ROW
  WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft' OR (NEW.item_id, NEW.no, NEW.title, NEW.doc_no, NEW.summary, NEW.body,
      NEW.content_sm3, NEW.formed_on, NEW.written_on, NEW.author_id, NEW.content_review_id, NEW.secrecy_review_id,
      NEW.attestation_id) IS DISTINCT FROM (OLD.item_id, OLD.no, OLD.title, OLD.doc_no, OLD.summary, OLD.body,
      OLD.content_sm3, OLD.formed_on, OLD.written_on, OLD.author_id, OLD.content_review_id, OLD.secrecy_review_id,
      OLD.attestation_id)))
  EXECUTE FUNCTION xxgk_freeze_edition();
DROP TRIGGER review_no_change ON review;
CREATE TRIGGER review_no_delete BEFORE DELETE OR TRUNCATE ON review
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a review is append-only');
CREATE FUNCTION xxgk_keep_review() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NEW.opinion = '（内容已处置）'
       AND (NEW.id, NEW.edition_id, NEW.author_id, NEW.kind, NEW.verdict, NEW.reviewer_id, NEW.content_sm3, NEW.reviewed_at,
            NEW.step, NEW.delegator_id)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.edition_id, OLD.author_id, OLD.kind, OLD.verdict, OLD.reviewer_id, OLD.content_sm3, OLD.reviewed_at,
            OLD.step, OLD.delegator_id)
       AND EXISTS (SELECT 1 FROM purge p JOIN edition e ON e.item_id = p.item_id
                    WHERE e.id = OLD.edition_id AND p.state = 'clearing') THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a review is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER review_no_update BEFORE UPDATE ON review FOR EACH ROW EXECUTE FUNCTION xxgk_keep_review();
DROP TRIGGER item_act_no_change ON item_act;
CREATE TRIGGER item_act_no_delete BEFORE DELETE OR TRUNCATE ON item_act
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('the trail is append-only');
CREATE FUNCTION xxgk_keep_act() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NEW.words = '（内容已处置）'
       AND (NEW.id, NEW.item_id, NEW.edition_id, NEW.kind, NEW.person_id, NEW.delegator_id, NEW.step, NEW.ladder, NEW.emergency,
            NEW.review_id, NEW.disclosure, NEW.ground, NEW.content_sm3, NEW.done_at) IS NOT DISTINCT FROM
           (OLD.id, OLD.item_id, OLD.edition_id, OLD.kind, OLD.person_id, OLD.delegator_id, OLD.step, OLD.ladder, OLD.emergency,
            OLD.review_id, OLD.disclosure, OLD.ground, OLD.content_sm3, OLD.done_at)
       AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing') THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER item_act_no_update BEFORE UPDATE ON item_act FOR EACH ROW EXECUTE FUNCTION xxgk_keep_act();
DROP TRIGGER draft_text_no_change ON draft_text;
CREATE TRIGGER draft_text_no_update BEFORE UPDATE OR TRUNCATE ON draft_text
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a submitted text is kept');
CREATE FUNCTION xxgk_keep_draft_text() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM edition e JOIN purge p ON p.item_id = e.item_id
                WHERE e.id = OLD.edition_id AND p.state = 'clearing') THEN
      RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a submitted text is kept' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER draft_text_no_delete BEFORE DELETE ON draft_text FOR EACH ROW EXECUTE FUNCTION xxgk_keep_draft_text();
CREATE OR REPLACE FUNCTION xxgk_keep_attachment() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM edition e JOIN purge p ON p.item_id = e.item_id
                                     WHERE e.id = OLD.edition_id AND p.state = 'clearing') THEN
      RETURN OLD;
    END IF;
    IF EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
                WHERE ((TG_OP <> 'INSERT' AND e.id = OLD.edition_id) OR (TG_OP <> 'DELETE' AND e.id = NEW.edition_id))
                  AND e.state <> 'draft' AND COALESCE(b.state, 'done') <> 'moving') THEN
      RAISE EXCEPTION 'the files of a published text are kept' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END $$;
CREATE FUNCTION xxgk_purge_steps() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'ordered' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND OLD.state IN ('ordered','clearing')
       AND (NEW.item_id, NEW.reason, NEW.ordered_by, NEW.ordered_at)
           IS NOT DISTINCT FROM (OLD.item_id, OLD.reason, OLD.ordered_by, OLD.ordered_at)
       AND NOT (OLD.state = 'clearing' AND (NEW.state NOT IN ('clearing','done') OR NEW.decided_by IS DISTINCT FROM OLD.decided_by))
       AND NOT (OLD.state = 'ordered' AND NEW.state = 'done') THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a purge goes forward' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER purge_steps BEFORE INSERT OR UPDATE OR DELETE ON purge FOR EACH ROW EXECUTE FUNCTION xxgk_purge_steps();
@end
