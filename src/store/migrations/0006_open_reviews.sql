-- The way of a text through the office: the trail of acts, the draft sheet (拟稿单), ladders of review, stand-ins, and the
-- signature as a third thing without which nothing becomes public.

-- 1 What exists gets more to say ----------------------------------------------------------------------

-- Counts the savings of a draft, so that the later of two editors is told.
ALTER TABLE edition ADD COLUMN version @int NOT NULL DEFAULT 1;
-- Which step of the ladder it was (from 0), and for whom it was done (代理).
ALTER TABLE review ADD COLUMN step @int;
ALTER TABLE review ADD COLUMN delegator_id @ref REFERENCES person (id);
-- Documents of these columns are published with an interpretation (解读).
ALTER TABLE catalogue_column ADD COLUMN wants_interpretation @bool NOT NULL DEFAULT 0;
UPDATE catalogue_column SET wants_interpretation = 1 WHERE code IN ('A20_01_1', 'A20_01_2');

-- 2 Rules and stand-ins -------------------------------------------------------------------------------

-- The ladder of a unit and of all below it, for one column or for all; the nearest rule wins. Without one:
-- content,secrecy,signature.
CREATE TABLE review_rule (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),
  column_id @ref REFERENCES catalogue_column (id),
  steps @text NOT NULL CHECK ((steps LIKE '%content,%' OR steps LIKE '%office,%') AND steps LIKE '%secrecy,%' AND steps LIKE '%,signature'),
  two_steps @bool NOT NULL DEFAULT 0,                -- may one person do two steps of one text
  retro_days @int NOT NULL DEFAULT 5 CHECK (retro_days BETWEEN 1 AND 20),
  revisit_months @int NOT NULL DEFAULT 12 CHECK (revisit_months BETWEEN 1 AND 60),
  set_by @ref NOT NULL REFERENCES person (id),
  set_at @instant NOT NULL
) @strict;
CREATE UNIQUE INDEX review_rule_of_unit ON review_rule (agency_id) WHERE column_id IS NULL;
CREATE UNIQUE INDEX review_rule_of_column ON review_rule (agency_id, column_id) WHERE column_id IS NOT NULL;

-- 代理: one person holds a role of another from day to day. Good only while the other holds the role.
CREATE TABLE delegation (
  id @id,
  from_id @ref NOT NULL REFERENCES person (id),
  to_id @ref NOT NULL REFERENCES person (id),
  role @text NOT NULL CHECK (role IN ('clerk','reviewer','secrecy_reviewer','signer','gid_office')),
  scope_agency_id @ref NOT NULL REFERENCES agency (id),
  from_day @day NOT NULL,
  to_day @day NOT NULL,
  reason @text NOT NULL CHECK (length(reason) > 0),
  made_by @ref NOT NULL REFERENCES person (id),
  made_at @instant NOT NULL,
  ended_at @instant,
  CHECK (from_id <> to_id),
  CHECK (to_day >= from_day)
) @strict;
CREATE INDEX delegation_to ON delegation (to_id, to_day) WHERE ended_at IS NULL;
CREATE INDEX delegation_from ON delegation (from_id, to_day);

-- 3 The item in the office ----------------------------------------------------------------------------

-- 拟稿单: what the drafter says of an item beside its text. May change until it is submitted; what each step held it to
-- be stands in item_act.
CREATE TABLE item_sheet (
  item_id @ref PRIMARY KEY REFERENCES item (id),
  disclosure @text NOT NULL CHECK (disclosure IN ('proactive','on_request','withheld')),
  ground @text,
  overridden @bool NOT NULL DEFAULT 0,               -- consent or public interest (Art. 15), a law that orders it (Art. 16)
  ground_reason @text NOT NULL DEFAULT '',
  origin @text NOT NULL CHECK (origin IN ('made','from_public','from_agency','joint')),
  origin_agency @text NOT NULL DEFAULT '',           -- who made it first, or took the lead
  joint_agencies @text NOT NULL DEFAULT '',
  special_days @int NOT NULL DEFAULT 0 CHECK (special_days BETWEEN 0 AND 250),
  special_basis @text NOT NULL DEFAULT '',
  channels @text NOT NULL DEFAULT 'website',         -- codes, by commas
  exemption @text NOT NULL DEFAULT '',               -- why there is no interpretation
  correction @text NOT NULL DEFAULT '',              -- what readers are told about a corrected text
  note @text NOT NULL DEFAULT '',                    -- for the reviewers alone
  CHECK (disclosure = 'proactive' OR ground IS NOT NULL),
  CHECK (special_days = 0 OR length(special_basis) > 0)
) @strict;

-- Everything that was done, by whom, when, with which words: the trail from which domain/review tells the state.
CREATE TABLE item_act (
  id @id,
  item_id @ref NOT NULL REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  kind @text NOT NULL CHECK (kind IN ('created','edited','submitted','recalled','approved','returned','published','closed',
    'withdrawn','retro_approved','retro_objected','kept_closed','reopened','related')),
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
  CHECK (kind NOT IN ('returned','recalled','withdrawn','retro_objected','kept_closed','reopened') OR length(words) > 0)
) @strict;
CREATE INDEX item_act_by_item ON item_act (item_id, id);
CREATE INDEX item_act_by_edition ON item_act (edition_id, kind);
CREATE INDEX item_act_by_person ON item_act (person_id, id);

-- The text as it was each time it was submitted, for comparing.
CREATE TABLE draft_text (
  edition_id @ref NOT NULL REFERENCES edition (id),
  content_sm3 @text NOT NULL,
  title @text NOT NULL,
  doc_no @text,
  summary @text NOT NULL,
  body @json NOT NULL,
  kept_at @instant NOT NULL,
  PRIMARY KEY (edition_id, content_sm3)
) @strict;

-- Where each item stands, as its trail says: what worklists walk along. Written with each act; `xxgk check` compares.
CREATE TABLE item_flow (
  item_id @ref PRIMARY KEY REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  author_id @ref NOT NULL REFERENCES person (id),
  state @text NOT NULL CHECK (state IN ('editing','submitted','returned','published','closed','withdrawn')),
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
CREATE INDEX item_flow_open ON item_flow (state, step, due_on);
CREATE INDEX item_flow_by_author ON item_flow (author_id, state);
CREATE INDEX item_flow_retro ON item_flow (retro_due_on) WHERE retro_due_on IS NOT NULL;
CREATE INDEX item_flow_revisit ON item_flow (revisit_on) WHERE revisit_on IS NOT NULL;
CREATE INDEX item_flow_explain ON item_flow (explain_due_on) WHERE explain_due_on IS NOT NULL;
CREATE INDEX item_by_agency ON item (agency_id, sort_day DESC, id DESC);
CREATE INDEX item_newest ON item (sort_day DESC, id DESC);

-- 4 Guards --------------------------------------------------------------------------------------------

-- A text leaves the desk with its signature too, by another than its author, on exactly this text; what was public elsewhere
-- before is attested instead. And who wrote on a text, or had it written on, is no reviewer of it.
@sqlite
CREATE TRIGGER edition_signed BEFORE UPDATE ON edition
  WHEN OLD.state = 'draft' AND NEW.state <> 'draft' AND NEW.attestation_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM review r WHERE r.edition_id = NEW.id AND r.kind = 'signature' AND r.verdict = 'approve'
      AND r.content_sm3 = NEW.content_sm3)
  BEGIN SELECT RAISE(ABORT, 'a text is published with its signature'); END;
-- Roundabout ways: over a draft (REPLACE), or with keys deferred. A restore fills an empty store, text before item before review.
CREATE TRIGGER edition_signed_insert BEFORE INSERT ON edition
  WHEN NEW.state <> 'draft' AND NEW.attestation_id IS NULL
    AND (EXISTS (SELECT 1 FROM edition x WHERE x.id = NEW.id) OR EXISTS (SELECT 1 FROM item i WHERE i.live_edition_id = NEW.id)
      OR EXISTS (SELECT 1 FROM edition x WHERE x.item_id = NEW.item_id AND x.no = NEW.no))
    AND NOT EXISTS (SELECT 1 FROM review r WHERE r.edition_id = NEW.id AND r.kind = 'signature' AND r.verdict = 'approve'
      AND r.content_sm3 = NEW.content_sm3)
  BEGIN SELECT RAISE(ABORT, 'a text is published with its signature'); END;
CREATE TRIGGER item_signed BEFORE UPDATE OF state, live_edition_id ON item
  WHEN NEW.state = 'live' AND NEW.live_edition_id IS NOT OLD.live_edition_id
    AND NOT EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.live_edition_id AND e.attestation_id IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM edition e JOIN review r ON r.edition_id = e.id AND r.content_sm3 = e.content_sm3
      WHERE e.id = NEW.live_edition_id AND r.kind = 'signature' AND r.verdict = 'approve')
  BEGIN SELECT RAISE(ABORT, 'a text is published with its signature'); END;
CREATE TRIGGER item_signed_insert BEFORE INSERT ON item
  WHEN NEW.state = 'live' AND EXISTS (SELECT 1 FROM review)
    AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = NEW.batch_id AND b.state = 'moving')
    AND NOT EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.live_edition_id AND e.attestation_id IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM edition e JOIN review r ON r.edition_id = e.id AND r.content_sm3 = e.content_sm3
      WHERE e.id = NEW.live_edition_id AND r.kind = 'signature' AND r.verdict = 'approve')
  BEGIN SELECT RAISE(ABORT, 'a text is published with its signature'); END;
CREATE TRIGGER review_by_another BEFORE INSERT ON review
  WHEN EXISTS (SELECT 1 FROM item_act a WHERE a.edition_id = NEW.edition_id AND a.kind IN ('created','edited')
      AND (a.person_id IN (NEW.reviewer_id, NEW.delegator_id) OR a.delegator_id IN (NEW.reviewer_id, NEW.delegator_id)))
    OR NEW.delegator_id IN (NEW.author_id, NEW.reviewer_id)
  BEGIN SELECT RAISE(ABORT, 'nobody reviews what he wrote'); END;
CREATE TRIGGER item_act_no_update BEFORE UPDATE ON item_act BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER item_act_no_delete BEFORE DELETE ON item_act BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER item_act_no_replace BEFORE INSERT ON item_act WHEN EXISTS (SELECT 1 FROM item_act x WHERE x.id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER draft_text_no_update BEFORE UPDATE ON draft_text BEGIN SELECT RAISE(ABORT, 'a submitted text is kept'); END;
CREATE TRIGGER draft_text_no_delete BEFORE DELETE ON draft_text BEGIN SELECT RAISE(ABORT, 'a submitted text is kept'); END;
CREATE TRIGGER draft_text_no_replace BEFORE INSERT ON draft_text
  WHEN EXISTS (SELECT 1 FROM draft_text x WHERE x.edition_id = NEW.edition_id AND x.content_sm3 = NEW.content_sm3)
  BEGIN SELECT RAISE(ABORT, 'a submitted text is kept'); END;
@end
@pg
CREATE FUNCTION xxgk_signed() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM review r WHERE r.edition_id = NEW.id AND r.kind = 'signature'
        AND r.verdict = 'approve' AND r.content_sm3 = NEW.content_sm3) THEN
      RAISE EXCEPTION 'a text is published with its signature' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER edition_signed BEFORE UPDATE ON edition FOR EACH ROW
  WHEN (OLD.state = 'draft' AND NEW.state <> 'draft' AND NEW.attestation_id IS NULL) EXECUTE FUNCTION xxgk_signed();
CREATE CONSTRAINT TRIGGER edition_signed_insert AFTER INSERT ON edition DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state <> 'draft' AND NEW.attestation_id IS NULL) EXECUTE FUNCTION xxgk_signed();
CREATE FUNCTION xxgk_by_another() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NEW.delegator_id IN (NEW.author_id, NEW.reviewer_id)
      OR EXISTS (SELECT 1 FROM item_act a WHERE a.edition_id = NEW.edition_id AND a.kind IN ('created','edited')
        AND (a.person_id IN (NEW.reviewer_id, NEW.delegator_id) OR a.delegator_id IN (NEW.reviewer_id, NEW.delegator_id))) THEN
      RAISE EXCEPTION 'nobody reviews what he wrote' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER review_by_another BEFORE INSERT ON review FOR EACH ROW EXECUTE FUNCTION xxgk_by_another();
CREATE TRIGGER item_act_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON item_act
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('the trail is append-only');
CREATE TRIGGER draft_text_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON draft_text
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a submitted text is kept');
@end
