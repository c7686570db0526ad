-- The scan before publication (发布前检查): what was found in a text, what was decided about it, and by what texts are known that
-- say nearly the same.

-- Which texts were looked at. Without a row here no secrecy review lets a text pass.
CREATE TABLE scan_run (
  edition_id @ref NOT NULL REFERENCES edition (id),
  content_sm3 @text NOT NULL CHECK (length(content_sm3) = 64),
  n @int NOT NULL CHECK (n >= 0),
  scanned_at @instant NOT NULL,
  PRIMARY KEY (edition_id, content_sm3)
) @strict;

-- A place in exactly this text. What was found is kept as it may be shown, never whole; `mark` is the digest of the place with
-- the words around it, by which it is known again in the next state of the text.
CREATE TABLE scan_finding (
  id @id,
  item_id @ref NOT NULL REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  content_sm3 @text NOT NULL CHECK (length(content_sm3) = 64),
  mark @text NOT NULL CHECK (length(mark) = 64),
  nth @int NOT NULL CHECK (nth >= 0),                -- of several with the same mark
  kind @text NOT NULL,
  severity @int NOT NULL CHECK (severity BETWEEN 0 AND 2),
  blocks @bool NOT NULL,                             -- not handed in, and not cleared, before it is decided
  field @text NOT NULL,
  label @text NOT NULL,
  path @text NOT NULL,
  from_byte @int NOT NULL CHECK (from_byte >= 0),
  n_bytes @int NOT NULL CHECK (n_bytes >= 0),
  masked @text NOT NULL,
  reason @text NOT NULL,
  suggestion @text NOT NULL,
  advice @text NOT NULL,
  UNIQUE (edition_id, content_sm3, mark, nth),
  UNIQUE (id, item_id, mark),
  CHECK (blocks = 0 OR severity = 2)
) @strict;
CREATE INDEX scan_finding_by_item ON scan_finding (item_id);

CREATE TABLE scan_decision (
  id @id,
  finding_id @ref NOT NULL,
  item_id @ref NOT NULL,
  mark @text NOT NULL,
  decision @text NOT NULL CHECK (decision IN ('kept','masked','edited')),
  put @text NOT NULL DEFAULT '',                     -- what stands there now
  reason @text NOT NULL DEFAULT '',
  person_id @ref NOT NULL REFERENCES person (id),
  decided_at @instant NOT NULL,
  CHECK (decision <> 'kept' OR length(reason) > 0),
  FOREIGN KEY (finding_id, item_id, mark) REFERENCES scan_finding (id, item_id, mark)
) @strict;
CREATE INDEX scan_decision_of_mark ON scan_decision (item_id, mark, id);
CREATE INDEX scan_decision_of_finding ON scan_decision (finding_id);

-- Signatures of published texts (domain/scan/alike.h), and the keys under which those worth comparing are found.
CREATE TABLE edition_alike (
  edition_id @ref PRIMARY KEY REFERENCES edition (id),
  signature @text NOT NULL
) @strict;
CREATE TABLE edition_alike_key (
  alike_key @int NOT NULL,
  edition_id @ref NOT NULL REFERENCES edition_alike (edition_id),
  PRIMARY KEY (alike_key, edition_id)
) @strict;
CREATE INDEX edition_alike_key_of ON edition_alike_key (edition_id);

@sqlite
-- A secrecy review of a text on its way through the office is of a text that was looked at, with nothing grave left undecided; a
-- secret mark stays by the decision of the one who reviews it. The same is asked again of whatever leaves the desk. A restore
-- fills an empty store, reviews before what was scanned and texts in their last state, so neither is asked of it.
CREATE TRIGGER review_scanned BEFORE INSERT ON review
  WHEN NEW.kind = 'secrecy' AND NEW.verdict = 'approve'
    AND EXISTS (SELECT 1 FROM item_act a WHERE a.edition_id = NEW.edition_id)
    AND EXISTS (SELECT 1 FROM scan_run)
    AND (NOT EXISTS (SELECT 1 FROM scan_run r WHERE r.edition_id = NEW.edition_id AND r.content_sm3 = NEW.content_sm3)
      OR EXISTS (SELECT 1 FROM scan_finding f WHERE f.edition_id = NEW.edition_id AND f.content_sm3 = NEW.content_sm3
        AND f.blocks = 1 AND NOT EXISTS (SELECT 1 FROM scan_decision d WHERE d.item_id = f.item_id AND d.mark = f.mark
          AND d.decision = 'kept' AND (f.kind <> 'secret' OR d.person_id = NEW.reviewer_id))))
  BEGIN SELECT RAISE(ABORT, 'a secrecy review of a text with undecided findings'); END;
CREATE TRIGGER edition_scanned BEFORE UPDATE ON edition
  WHEN OLD.state = 'draft' AND NEW.state <> 'draft' AND NEW.attestation_id IS NULL
    AND (NOT EXISTS (SELECT 1 FROM scan_run r WHERE r.edition_id = NEW.id AND r.content_sm3 = NEW.content_sm3)
      OR EXISTS (SELECT 1 FROM scan_finding f WHERE f.edition_id = NEW.id AND f.content_sm3 = NEW.content_sm3
        AND f.blocks = 1 AND NOT EXISTS (SELECT 1 FROM scan_decision d WHERE d.item_id = f.item_id AND d.mark = f.mark
          AND d.decision = 'kept' AND (f.kind <> 'secret' OR d.person_id = (SELECT v.reviewer_id FROM review v
            WHERE v.id = NEW.secrecy_review_id)))))
  BEGIN SELECT RAISE(ABORT, 'a text is published with its findings decided'); END;
CREATE TRIGGER scan_finding_no_update BEFORE UPDATE ON scan_finding BEGIN SELECT RAISE(ABORT, 'a finding is kept'); END;
CREATE TRIGGER scan_finding_no_delete BEFORE DELETE ON scan_finding
  WHEN (EXISTS (SELECT 1 FROM draft_text t WHERE t.edition_id = OLD.edition_id AND t.content_sm3 = OLD.content_sm3)
      OR EXISTS (SELECT 1 FROM edition e WHERE e.id = OLD.edition_id AND e.state <> 'draft'))
    AND NOT EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing')
  BEGIN SELECT RAISE(ABORT, 'a finding is kept'); END;
CREATE TRIGGER scan_finding_no_replace BEFORE INSERT ON scan_finding
  WHEN EXISTS (SELECT 1 FROM scan_finding x WHERE x.id = NEW.id)
    OR EXISTS (SELECT 1 FROM scan_finding x WHERE x.edition_id = NEW.edition_id AND x.content_sm3 = NEW.content_sm3
      AND x.mark = NEW.mark AND x.nth = NEW.nth AND (x.kind IS NOT NEW.kind OR x.blocks IS NOT NEW.blocks))
    OR NOT EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.edition_id AND e.item_id = NEW.item_id)
  BEGIN SELECT RAISE(ABORT, 'a finding is kept'); END;
CREATE TRIGGER scan_decision_no_update BEFORE UPDATE ON scan_decision
  BEGIN SELECT RAISE(ABORT, 'a decision is append-only'); END;
CREATE TRIGGER scan_decision_no_delete BEFORE DELETE ON scan_decision
  WHEN NOT EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing')
  BEGIN SELECT RAISE(ABORT, 'a decision is append-only'); END;
CREATE TRIGGER scan_decision_no_replace BEFORE INSERT ON scan_decision
  WHEN EXISTS (SELECT 1 FROM scan_decision x WHERE x.id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'a decision is append-only'); END;
@end
@pg
CREATE FUNCTION xxgk_scanned() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM item_act a WHERE a.edition_id = NEW.edition_id)
      OR NOT EXISTS (SELECT 1 FROM scan_run) THEN RETURN NEW; END IF;
    IF NOT EXISTS (SELECT 1 FROM scan_run r WHERE r.edition_id = NEW.edition_id AND r.content_sm3 = NEW.content_sm3)
       OR EXISTS (SELECT 1 FROM scan_finding f WHERE f.edition_id = NEW.edition_id AND f.content_sm3 = NEW.content_sm3
         AND f.blocks = 1 AND NOT EXISTS (SELECT 1 FROM scan_decision d WHERE d.item_id = f.item_id AND d.mark = f.mark
           AND d.decision = 'kept' AND (f.kind <> 'secret' OR d.person_id = NEW.reviewer_id))) THEN
      RAISE EXCEPTION 'a secrecy review of a text with undecided findings' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER review_scanned BEFORE INSERT ON review FOR EACH ROW
  WHEN (NEW.kind = 'secrecy' AND NEW.verdict = 'approve') EXECUTE FUNCTION xxgk_scanned();
CREATE FUNCTION xxgk_edition_scanned() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM scan_run r WHERE r.edition_id = NEW.id AND r.content_sm3 = NEW.content_sm3)
       OR EXISTS (SELECT 1 FROM scan_finding f WHERE f.edition_id = NEW.id AND f.content_sm3 = NEW.content_sm3
         AND f.blocks = 1 AND NOT EXISTS (SELECT 1 FROM scan_decision d WHERE d.item_id = f.item_id AND d.mark = f.mark
           AND d.decision = 'kept' AND (f.kind <> 'secret' OR d.person_id = (SELECT v.reviewer_id FROM review v
             WHERE v.id = NEW.secrecy_review_id)))) THEN
      RAISE EXCEPTION 'a text is published with its findings decided' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER edition_scanned BEFORE UPDATE ON edition FOR EACH ROW
  WHEN (OLD.state = 'draft' AND NEW.state <> 'draft' AND NEW.attestation_id IS NULL) EXECUTE FUNCTION xxgk_edition_scanned();
CREATE TRIGGER scan_finding_no_update BEFORE UPDATE OR TRUNCATE ON scan_finding
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a finding is kept');
CREATE FUNCTION xxgk_keep_scan_finding() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF TG_OP = 'INSERT' THEN
      IF EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.edition_id AND e.item_id = NEW.item_id) THEN RETURN NEW; END IF;
    ELSIF EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing')
       OR (NOT EXISTS (SELECT 1 FROM draft_text t WHERE t.edition_id = OLD.edition_id AND t.content_sm3 = OLD.content_sm3)
         AND NOT EXISTS (SELECT 1 FROM edition e WHERE e.id = OLD.edition_id AND e.state <> 'draft')) THEN
      RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a finding is kept' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER scan_finding_kept BEFORE INSERT OR DELETE ON scan_finding FOR EACH ROW EXECUTE FUNCTION xxgk_keep_scan_finding();
CREATE TRIGGER scan_decision_no_update BEFORE UPDATE OR TRUNCATE ON scan_decision
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a decision is append-only');
CREATE FUNCTION xxgk_keep_scan_decision() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing') THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'a decision is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER scan_decision_no_delete BEFORE DELETE ON scan_decision FOR EACH ROW EXECUTE FUNCTION xxgk_keep_scan_decision();
@end
