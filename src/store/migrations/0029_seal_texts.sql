-- What a reviewer signed stays what readers get: all of the text and its files, the words about a correction, source, keywords,
-- validity and dates. And only two ways lead to the public: reviews of exactly this state of the text, or the import that
-- brought it, while that import is under way. SQL by hand finds no third (docs/decisions/0016-seals.md).

-- By which rule content_sm3 was made (app/draft.c): 1 text, days and files; 2 also what stands beside them.
ALTER TABLE edition ADD COLUMN digest @int NOT NULL DEFAULT 1;
-- Which saving of the text was reviewed. A text that is changed, and changed back, is another saving.
ALTER TABLE review ADD COLUMN text_version @int;
-- What the reviewer held the item to be: who signs that it stays closed did not sign that it goes out.
ALTER TABLE review ADD COLUMN disclosure @text CHECK (disclosure IN ('proactive','on_request','withheld'));
@sqlite
DROP TRIGGER review_no_update;
@end
@pg
DROP TRIGGER review_no_update ON review;
@end
UPDATE review SET text_version = (SELECT e.version FROM edition e WHERE e.id = review.edition_id AND e.content_sm3 = review.content_sm3),
  disclosure = COALESCE((SELECT MAX(a.disclosure) FROM item_act a WHERE a.review_id = review.id), 'proactive');
-- 更正说明 is the draft's from now on, not put there when it goes out.
UPDATE edition SET correction = (SELECT s.correction FROM item_sheet s WHERE s.item_id = edition.item_id)
 WHERE state = 'draft' AND no > 1 AND correction = '' AND EXISTS (SELECT 1 FROM item_sheet s WHERE s.item_id = edition.item_id);

@sqlite
CREATE TRIGGER review_no_update BEFORE UPDATE ON review
  WHEN NOT (NEW.opinion = '（内容已处置）' AND NEW.id IS OLD.id AND NEW.edition_id IS OLD.edition_id
    AND NEW.author_id IS OLD.author_id AND NEW.kind IS OLD.kind AND NEW.verdict IS OLD.verdict
    AND NEW.reviewer_id IS OLD.reviewer_id AND NEW.content_sm3 IS OLD.content_sm3 AND NEW.reviewed_at IS OLD.reviewed_at
    AND NEW.step IS OLD.step AND NEW.delegator_id IS OLD.delegator_id AND NEW.text_version IS OLD.text_version
    AND NEW.disclosure IS OLD.disclosure
    AND EXISTS (SELECT 1 FROM purge p JOIN edition e ON e.item_id = p.item_id
                 WHERE e.id = OLD.edition_id AND p.state = 'clearing'))
  BEGIN SELECT RAISE(ABORT, 'a review is append-only'); END;
-- An opinion is on a text as it stands; none is written ahead for a saving that is still to come.
CREATE TRIGGER review_of_what_is BEFORE INSERT ON review
  WHEN NOT EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.edition_id AND e.author_id = NEW.author_id
      AND (NEW.text_version IS NULL OR (e.version = NEW.text_version AND e.content_sm3 = NEW.content_sm3)))
  BEGIN SELECT RAISE(ABORT, 'a review is of the text as it stands'); END;

-- 1 A draft -------------------------------------------------------------------------------------------

-- Between two savings nothing of an approved text changes; a class that gave way to another is the same class.
DROP TRIGGER edition_reviewed;
CREATE TRIGGER edition_reviewed BEFORE UPDATE ON edition
  WHEN OLD.state = 'draft' AND (NEW.id IS NOT OLD.id OR NEW.item_id IS NOT OLD.item_id OR NEW.no IS NOT OLD.no OR NEW.version < OLD.version
    OR (NEW.attestation_id IS NOT NULL AND NEW.attestation_id IS NOT OLD.attestation_id)
    OR (NEW.version = OLD.version AND (NEW.title IS NOT OLD.title OR NEW.doc_no IS NOT OLD.doc_no
        OR NEW.doc_no_key IS NOT OLD.doc_no_key OR NEW.summary IS NOT OLD.summary OR NEW.body IS NOT OLD.body
        OR NEW.formed_on IS NOT OLD.formed_on OR NEW.written_on IS NOT OLD.written_on OR NEW.validity IS NOT OLD.validity
        OR NEW.effective_on IS NOT OLD.effective_on OR NEW.expires_on IS NOT OLD.expires_on OR NEW.repealed_on IS NOT OLD.repealed_on
        OR NEW.repealed_by IS NOT OLD.repealed_by OR NEW.keywords IS NOT OLD.keywords OR NEW.source IS NOT OLD.source
        OR NEW.flags IS NOT OLD.flags OR NEW.correction IS NOT OLD.correction OR NEW.content_sm3 IS NOT OLD.content_sm3
        OR NEW.digest IS NOT OLD.digest OR NEW.author_id IS NOT OLD.author_id
        OR (NEW.topic_id IS NOT OLD.topic_id
          AND NOT EXISTS (SELECT 1 FROM class c WHERE c.id = OLD.topic_id AND c.merged_into = NEW.topic_id))
        OR (NEW.genre_id IS NOT OLD.genre_id
          AND NOT EXISTS (SELECT 1 FROM class c WHERE c.id = OLD.genre_id AND c.merged_into = NEW.genre_id))
        OR (NEW.audience_id IS NOT OLD.audience_id
          AND NOT EXISTS (SELECT 1 FROM class c WHERE c.id = OLD.audience_id AND c.merged_into = NEW.audience_id)))
      AND EXISTS (SELECT 1 FROM review r WHERE r.edition_id = OLD.id AND r.verdict = 'approve' AND r.content_sm3 = OLD.content_sm3
        AND r.text_version = OLD.version)))
  BEGIN SELECT RAISE(ABORT, 'a reviewed text is reviewed again when it changes'); END;

-- 2 From the desk to the public -----------------------------------------------------------------------

-- The three opinions, each the last of its kind, of exactly this saving; the signature says 主动公开 and is another's than the
-- secrecy review. Nothing is asked of the keys, which a connection may have switched off.
DROP TRIGGER edition_signed;
CREATE TRIGGER edition_signed BEFORE UPDATE ON edition
  WHEN OLD.state = 'draft' AND NEW.state <> 'draft'
    AND NOT EXISTS (SELECT 1 FROM review c JOIN review v ON v.edition_id = c.edition_id JOIN review g ON g.edition_id = c.edition_id
      WHERE c.id = NEW.content_review_id AND v.id = NEW.secrecy_review_id AND c.edition_id = NEW.id
        AND c.kind = 'content' AND v.kind = 'secrecy' AND g.kind = 'signature'
        AND c.verdict = 'approve' AND v.verdict = 'approve' AND g.verdict = 'approve'
        AND c.content_sm3 = NEW.content_sm3 AND v.content_sm3 = NEW.content_sm3 AND g.content_sm3 = NEW.content_sm3
        AND c.text_version = NEW.version AND v.text_version = NEW.version AND g.text_version = NEW.version
        AND g.disclosure = 'proactive' AND g.reviewer_id <> v.reviewer_id
        AND NOT EXISTS (SELECT 1 FROM review x WHERE x.edition_id = NEW.id AND x.verdict = 'return'
          AND ((x.kind = 'content' AND x.id > c.id) OR (x.kind = 'secrecy' AND x.id > v.id) OR (x.kind = 'signature' AND x.id > g.id))))
  BEGIN SELECT RAISE(ABORT, 'a text is published with its reviews and its signature'); END;
-- What an import brought of drafts is reviewed like any other.
DROP TRIGGER edition_scanned;
CREATE TRIGGER edition_scanned BEFORE UPDATE ON edition
  WHEN OLD.state = 'draft' AND NEW.state <> 'draft'
    AND (NOT EXISTS (SELECT 1 FROM scan_run r WHERE r.edition_id = NEW.id AND r.content_sm3 = NEW.content_sm3)
      OR EXISTS (SELECT 1 FROM scan_finding f WHERE f.edition_id = NEW.id AND f.content_sm3 = NEW.content_sm3
        AND f.blocks = 1 AND NOT EXISTS (SELECT 1 FROM scan_decision d WHERE d.item_id = f.item_id AND d.mark = f.mark
          AND d.decision = 'kept' AND (f.kind <> 'secret' OR d.person_id = (SELECT v.reviewer_id FROM review v
            WHERE v.id = NEW.secrecy_review_id)))))
  BEGIN SELECT RAISE(ABORT, 'a text is published with its findings decided'); END;
-- A text begins as a draft, or comes whole with its import: the first of an item that this import brought, by nobody here.
DROP TRIGGER edition_signed_insert;
CREATE TRIGGER edition_begins BEFORE INSERT ON edition
  WHEN ((NEW.state <> 'draft' OR NEW.attestation_id IS NOT NULL)
      AND (NEW.state NOT IN ('draft','live') OR NEW.no <> 1 OR NEW.author_id IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM attestation a JOIN import_batch b ON b.id = a.batch_id JOIN item i ON i.batch_id = b.id
          WHERE a.id = NEW.attestation_id AND b.state = 'moving' AND i.id = NEW.item_id
            AND (NEW.state = 'draft' OR i.live_edition_id = NEW.id))
        OR EXISTS (SELECT 1 FROM edition x WHERE x.item_id = NEW.item_id)))
    OR EXISTS (SELECT 1 FROM item i WHERE i.live_edition_id = NEW.id AND (i.id <> NEW.item_id OR NEW.state <> 'live'))
    OR EXISTS (SELECT 1 FROM edition x WHERE x.id = NEW.id)
    OR EXISTS (SELECT 1 FROM edition x WHERE x.item_id = NEW.item_id AND x.no = NEW.no)
  BEGIN SELECT RAISE(ABORT, 'a text begins as a draft, or with its import'); END;
CREATE TRIGGER edition_reviews_kept BEFORE DELETE ON edition WHEN EXISTS (SELECT 1 FROM review r WHERE r.edition_id = OLD.id)
  BEGIN SELECT RAISE(ABORT, 'a reviewed text is kept'); END;
DROP TRIGGER item_signed;
CREATE TRIGGER item_signed BEFORE UPDATE ON item
  WHEN NEW.id IS NOT OLD.id OR NEW.batch_id IS NOT OLD.batch_id
    OR (NEW.state = 'live' AND (OLD.state <> 'live' OR NEW.live_edition_id IS NOT OLD.live_edition_id
        OR NEW.disclosure IS NOT OLD.disclosure)
      AND (NEW.disclosure <> 'proactive' OR NOT EXISTS (SELECT 1 FROM edition e
        WHERE e.id = NEW.live_edition_id AND e.item_id = NEW.id AND e.state = 'live')))
  BEGIN SELECT RAISE(ABORT, 'an item shows its own live text'); END;
DROP TRIGGER item_signed_insert;
CREATE TRIGGER item_signed_insert BEFORE INSERT ON item
  WHEN ((NEW.state <> 'draft' OR NEW.batch_id IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = NEW.batch_id AND b.state = 'moving'))
    OR EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.live_edition_id)
  BEGIN SELECT RAISE(ABORT, 'an item begins as a draft, or with its import'); END;

-- 3 Imports -------------------------------------------------------------------------------------------

CREATE TRIGGER import_batch_begins BEFORE INSERT ON import_batch
  WHEN NEW.state <> 'moving' OR EXISTS (SELECT 1 FROM import_batch x WHERE x.id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'an import begins'); END;
CREATE TRIGGER import_batch_ends BEFORE UPDATE ON import_batch
  WHEN OLD.state <> 'moving' OR NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind OR NEW.file_sm3 IS NOT OLD.file_sm3
    OR NEW.file_name IS NOT OLD.file_name OR NEW.started_at IS NOT OLD.started_at
  BEGIN SELECT RAISE(ABORT, 'an import that has ended stays so'); END;
CREATE TRIGGER import_batch_kept BEFORE DELETE ON import_batch BEGIN SELECT RAISE(ABORT, 'an import is kept'); END;
CREATE TRIGGER attestation_begins BEFORE INSERT ON attestation
  WHEN NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = NEW.batch_id AND b.state = 'moving')
    OR EXISTS (SELECT 1 FROM attestation x WHERE x.id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'an attestation comes with its import'); END;
CREATE TRIGGER attestation_no_update BEFORE UPDATE ON attestation
  WHEN NEW.id IS NOT OLD.id OR NEW.batch_id IS NOT OLD.batch_id OR NEW.source IS NOT OLD.source
    OR NEW.attested_by IS NOT OLD.attested_by OR NEW.attested_at IS NOT OLD.attested_at
  BEGIN SELECT RAISE(ABORT, 'an attestation is kept'); END;
CREATE TRIGGER attestation_kept BEFORE DELETE ON attestation BEGIN SELECT RAISE(ABORT, 'an attestation is kept'); END;

-- 4 A public text -------------------------------------------------------------------------------------

-- It only ever gives way. Whether it is in force is a fact beside it, told by a mark; a class may give way too; a purge takes
-- the words.
DROP TRIGGER edition_correction_frozen;
DROP TRIGGER edition_frozen;
CREATE TRIGGER edition_frozen BEFORE UPDATE ON edition
  WHEN OLD.state <> 'draft' AND (
      NOT (NEW.state IS OLD.state OR (OLD.state = 'live' AND NEW.state IN ('superseded','withdrawn')))
      OR NEW.id IS NOT OLD.id OR NEW.item_id IS NOT OLD.item_id OR NEW.no IS NOT OLD.no OR NEW.content_sm3 IS NOT OLD.content_sm3
      OR NEW.digest IS NOT OLD.digest OR NEW.formed_on IS NOT OLD.formed_on OR NEW.written_on IS NOT OLD.written_on
      OR NEW.effective_on IS NOT OLD.effective_on OR NEW.expires_on IS NOT OLD.expires_on OR NEW.author_id IS NOT OLD.author_id
      OR NEW.content_review_id IS NOT OLD.content_review_id OR NEW.secrecy_review_id IS NOT OLD.secrecy_review_id
      OR NEW.attestation_id IS NOT OLD.attestation_id OR NEW.public_at IS NOT OLD.public_at OR NEW.created_at IS NOT OLD.created_at
      OR (NEW.topic_id IS NOT OLD.topic_id
        AND NOT EXISTS (SELECT 1 FROM class c WHERE c.id = OLD.topic_id AND c.merged_into = NEW.topic_id))
      OR (NEW.genre_id IS NOT OLD.genre_id
        AND NOT EXISTS (SELECT 1 FROM class c WHERE c.id = OLD.genre_id AND c.merged_into = NEW.genre_id))
      OR (NEW.audience_id IS NOT OLD.audience_id
        AND NOT EXISTS (SELECT 1 FROM class c WHERE c.id = OLD.audience_id AND c.merged_into = NEW.audience_id))
      OR ((NEW.title IS NOT OLD.title OR NEW.doc_no IS NOT OLD.doc_no OR NEW.doc_no_key IS NOT OLD.doc_no_key
          OR NEW.summary IS NOT OLD.summary OR NEW.body IS NOT OLD.body OR NEW.keywords IS NOT OLD.keywords
          OR NEW.source IS NOT OLD.source OR NEW.flags IS NOT OLD.flags OR NEW.correction IS NOT OLD.correction
          OR NEW.version IS NOT OLD.version OR NEW.validity IS NOT OLD.validity OR NEW.repealed_on IS NOT OLD.repealed_on
          OR NEW.repealed_by IS NOT OLD.repealed_by)
        AND NOT (NEW.title = '（内容已处置）' AND NEW.doc_no IS NULL AND NEW.doc_no_key IS NULL AND NEW.summary = ''
          AND NEW.body = '{"type":"doc","content":[]}' AND NEW.keywords = '' AND NEW.source = '' AND NEW.flags = ''
          AND NEW.correction = '' AND NEW.repealed_by IS NULL AND NEW.state IS OLD.state AND NEW.validity IS OLD.validity
          AND NEW.repealed_on IS OLD.repealed_on
          AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing'))
        AND NOT (NEW.title IS OLD.title AND NEW.doc_no IS OLD.doc_no AND NEW.doc_no_key IS OLD.doc_no_key
          AND NEW.summary IS OLD.summary AND NEW.body IS OLD.body AND NEW.keywords IS OLD.keywords AND NEW.source IS OLD.source
          AND NEW.flags IS OLD.flags AND NEW.correction IS OLD.correction AND NEW.version IS OLD.version
          AND EXISTS (SELECT 1 FROM validity_mark m WHERE m.edition_id = OLD.id
            AND ((NEW.validity IS m.own_validity AND NEW.repealed_on IS m.own_repealed_on AND NEW.repealed_by IS m.own_repealed_by)
              OR (NEW.validity IN ('repealed','amended') AND NEW.repealed_by = (SELECT x.title FROM item i JOIN edition x ON x.id = i.live_edition_id
                WHERE i.id = m.by_item)))))))
  BEGIN SELECT RAISE(ABORT, 'a published text is superseded, not overwritten'); END;
-- A mark is made by a public document that is related so, and keeps what the text says; it goes when that is said again.
CREATE TRIGGER validity_mark_begins BEFORE INSERT ON validity_mark
  WHEN NOT EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.edition_id AND e.item_id = NEW.item_id AND e.state = 'live'
      AND e.validity IS NEW.own_validity AND e.repealed_on IS NEW.own_repealed_on AND e.repealed_by IS NEW.own_repealed_by)
    OR NOT EXISTS (SELECT 1 FROM item_relation r JOIN item i ON i.id = r.from_item
      WHERE r.from_item = NEW.by_item AND r.kind = NEW.relation AND r.to_item = NEW.item_id AND i.state = 'live')
    OR EXISTS (SELECT 1 FROM validity_mark x WHERE x.item_id = NEW.item_id)
  BEGIN SELECT RAISE(ABORT, 'a mark is made by a public document'); END;
CREATE TRIGGER validity_mark_no_update BEFORE UPDATE ON validity_mark BEGIN SELECT RAISE(ABORT, 'a mark is made anew'); END;
CREATE TRIGGER validity_mark_ends BEFORE DELETE ON validity_mark
  WHEN EXISTS (SELECT 1 FROM edition e WHERE e.id = OLD.edition_id AND NOT (e.validity IS OLD.own_validity
      AND e.repealed_on IS OLD.own_repealed_on AND e.repealed_by IS OLD.own_repealed_by))
  BEGIN SELECT RAISE(ABORT, 'a mark goes when the text says its own again'); END;

-- 5 Files ---------------------------------------------------------------------------------------------

DROP TRIGGER attachment_frozen_insert;
DROP TRIGGER attachment_frozen_update;
DROP TRIGGER attachment_frozen_delete;
CREATE TRIGGER attachment_frozen_insert BEFORE INSERT ON attachment
  WHEN EXISTS (SELECT 1 FROM attachment a WHERE a.id = NEW.id)
    OR EXISTS (SELECT 1 FROM attachment a WHERE a.edition_id = NEW.edition_id AND a.sort = NEW.sort)
    OR EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
    WHERE e.id = NEW.edition_id
      AND ((e.state <> 'draft' AND COALESCE(b.state, 'done') <> 'moving')
        OR EXISTS (SELECT 1 FROM review r WHERE r.edition_id = e.id AND r.verdict = 'approve' AND r.content_sm3 = e.content_sm3
          AND r.text_version = e.version)))
  BEGIN SELECT RAISE(ABORT, 'the files of a reviewed text are kept'); END;
CREATE TRIGGER attachment_frozen_update BEFORE UPDATE ON attachment
  BEGIN SELECT RAISE(ABORT, 'a file of a text is not turned into another'); END;
CREATE TRIGGER attachment_frozen_delete BEFORE DELETE ON attachment
  WHEN EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
    WHERE e.id = OLD.edition_id
      AND ((e.state <> 'draft' AND COALESCE(b.state, 'done') <> 'moving')
        OR EXISTS (SELECT 1 FROM review r WHERE r.edition_id = e.id AND r.verdict = 'approve' AND r.content_sm3 = e.content_sm3
          AND r.text_version = e.version)))
   AND NOT EXISTS (SELECT 1 FROM edition e JOIN purge p ON p.item_id = e.item_id
    WHERE e.id = OLD.edition_id AND p.state = 'clearing')
  BEGIN SELECT RAISE(ABORT, 'the files of a reviewed text are kept'); END;
CREATE TRIGGER file_object_no_update BEFORE UPDATE ON file_object
  WHEN NEW.sm3 IS NOT OLD.sm3 OR NEW.size IS NOT OLD.size OR NEW.type IS NOT OLD.type
  BEGIN SELECT RAISE(ABORT, 'a file is what it is'); END;
CREATE TRIGGER file_object_no_replace BEFORE INSERT ON file_object
  WHEN EXISTS (SELECT 1 FROM file_object x WHERE x.sm3 = NEW.sm3 AND (x.size IS NOT NEW.size))
  BEGIN SELECT RAISE(ABORT, 'a file is what it is'); END;
@end

@pg
CREATE OR REPLACE FUNCTION xxgk_keep_review() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NEW.opinion = '（内容已处置）'
       AND (NEW.id, NEW.edition_id, NEW.author_id, NEW.kind, NEW.verdict, NEW.reviewer_id, NEW.content_sm3, NEW.reviewed_at,
            NEW.step, NEW.delegator_id, NEW.text_version, NEW.disclosure)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.edition_id, OLD.author_id, OLD.kind, OLD.verdict, OLD.reviewer_id, OLD.content_sm3, OLD.reviewed_at,
            OLD.step, OLD.delegator_id, OLD.text_version, OLD.disclosure)
       AND EXISTS (SELECT 1 FROM purge p JOIN edition e ON e.item_id = p.item_id
                    WHERE e.id = OLD.edition_id AND p.state = 'clearing') THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a review is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER review_no_update BEFORE UPDATE ON review FOR EACH ROW EXECUTE FUNCTION xxgk_keep_review();
-- The text is held until the end of the transaction, so that no saving slips in beside an opinion on it.
CREATE FUNCTION xxgk_review_of_what_is() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    PERFORM 1 FROM edition e WHERE e.id = NEW.edition_id AND e.author_id = NEW.author_id
       AND (NEW.text_version IS NULL OR (e.version = NEW.text_version AND e.content_sm3 = NEW.content_sm3)) FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a review is of the text as it stands' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER review_of_what_is BEFORE INSERT ON review FOR EACH ROW EXECUTE FUNCTION xxgk_review_of_what_is();

CREATE FUNCTION xxgk_same_class(was BIGINT, now BIGINT) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT was IS NOT DISTINCT FROM now OR EXISTS (SELECT 1 FROM class c WHERE c.id = was AND c.merged_into = now) $$;
CREATE FUNCTION xxgk_sealed(edition_no BIGINT) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT EXISTS (SELECT 1 FROM edition e JOIN review r ON r.edition_id = e.id AND r.content_sm3 = e.content_sm3
       AND r.text_version = e.version WHERE e.id = edition_no AND r.verdict = 'approve') $$;
CREATE OR REPLACE FUNCTION xxgk_reviewed() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF (NEW.id, NEW.item_id, NEW.no) IS DISTINCT FROM (OLD.id, OLD.item_id, OLD.no) OR NEW.version < OLD.version
       OR (NEW.attestation_id IS NOT NULL AND NEW.attestation_id IS DISTINCT FROM OLD.attestation_id)
       OR (NEW.version = OLD.version
         AND ((NEW.title, NEW.doc_no, NEW.doc_no_key, NEW.summary, NEW.body, NEW.formed_on, NEW.written_on, NEW.validity,
               NEW.effective_on, NEW.expires_on, NEW.repealed_on, NEW.repealed_by, NEW.keywords, NEW.source, NEW.flags,
               NEW.correction, NEW.content_sm3, NEW.digest, NEW.author_id) IS DISTINCT FROM
              (OLD.title, OLD.doc_no, OLD.doc_no_key, OLD.summary, OLD.body, OLD.formed_on, OLD.written_on, OLD.validity,
               OLD.effective_on, OLD.expires_on, OLD.repealed_on, OLD.repealed_by, OLD.keywords, OLD.source, OLD.flags,
               OLD.correction, OLD.content_sm3, OLD.digest, OLD.author_id)
           OR NOT xxgk_same_class(OLD.topic_id, NEW.topic_id) OR NOT xxgk_same_class(OLD.genre_id, NEW.genre_id)
           OR NOT xxgk_same_class(OLD.audience_id, NEW.audience_id))
         AND xxgk_sealed(OLD.id)) THEN
      RAISE EXCEPTION 'a reviewed text is reviewed again when it changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
DROP TRIGGER edition_reviewed ON edition;
CREATE TRIGGER edition_reviewed BEFORE UPDATE ON edition FOR EACH ROW WHEN (OLD.state = 'draft') EXECUTE FUNCTION xxgk_reviewed();

CREATE OR REPLACE FUNCTION xxgk_signed() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM review c JOIN review v ON v.edition_id = c.edition_id JOIN review g ON g.edition_id = c.edition_id
      WHERE c.id = NEW.content_review_id AND v.id = NEW.secrecy_review_id AND c.edition_id = NEW.id
        AND c.kind = 'content' AND v.kind = 'secrecy' AND g.kind = 'signature'
        AND c.verdict = 'approve' AND v.verdict = 'approve' AND g.verdict = 'approve'
        AND c.content_sm3 = NEW.content_sm3 AND v.content_sm3 = NEW.content_sm3 AND g.content_sm3 = NEW.content_sm3
        AND c.text_version = NEW.version AND v.text_version = NEW.version AND g.text_version = NEW.version
        AND g.disclosure = 'proactive' AND g.reviewer_id <> v.reviewer_id
        AND NOT EXISTS (SELECT 1 FROM review x WHERE x.edition_id = NEW.id AND x.verdict = 'return'
          AND ((x.kind = 'content' AND x.id > c.id) OR (x.kind = 'secrecy' AND x.id > v.id) OR (x.kind = 'signature' AND x.id > g.id)))) THEN
      RAISE EXCEPTION 'a text is published with its reviews and its signature' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
DROP TRIGGER edition_signed ON edition;
CREATE TRIGGER edition_signed BEFORE UPDATE ON edition FOR EACH ROW
  WHEN (OLD.state = 'draft' AND NEW.state <> 'draft') EXECUTE FUNCTION xxgk_signed();
DROP TRIGGER edition_scanned ON edition;
CREATE TRIGGER edition_scanned BEFORE UPDATE ON edition FOR EACH ROW
  WHEN (OLD.state = 'draft' AND NEW.state <> 'draft') EXECUTE FUNCTION xxgk_edition_scanned();
-- The import is held too: it does not end between this look at it and the end of the transaction.
CREATE FUNCTION xxgk_edition_begins() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM item i WHERE i.live_edition_id = NEW.id AND (i.id <> NEW.item_id OR NEW.state <> 'live')) THEN
      RAISE EXCEPTION 'a text begins as a draft, or with its import' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'draft' AND NEW.attestation_id IS NULL THEN RETURN NEW; END IF;
    IF NEW.state IN ('draft','live') AND NEW.no = 1 AND NEW.author_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM edition x WHERE x.item_id = NEW.item_id) THEN
      PERFORM 1 FROM attestation a JOIN import_batch b ON b.id = a.batch_id JOIN item i ON i.batch_id = b.id
        WHERE a.id = NEW.attestation_id AND b.state = 'moving' AND i.id = NEW.item_id
          AND (NEW.state = 'draft' OR i.live_edition_id = NEW.id) FOR SHARE OF b;
      IF FOUND THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'a text begins as a draft, or with its import' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
DROP TRIGGER edition_signed_insert ON edition;
CREATE TRIGGER edition_begins BEFORE INSERT ON edition FOR EACH ROW EXECUTE FUNCTION xxgk_edition_begins();
CREATE FUNCTION xxgk_keep_reviewed_edition() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM review r WHERE r.edition_id = OLD.id) THEN
      RAISE EXCEPTION 'a reviewed text is kept' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
  END $$;
CREATE TRIGGER edition_reviews_kept BEFORE DELETE ON edition FOR EACH ROW EXECUTE FUNCTION xxgk_keep_reviewed_edition();
CREATE TRIGGER edition_no_truncate BEFORE TRUNCATE ON edition
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a published text is kept');
CREATE FUNCTION xxgk_item_signed() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF TG_OP = 'INSERT' THEN
      IF EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.live_edition_id)
         OR ((NEW.state <> 'draft' OR NEW.batch_id IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = NEW.batch_id AND b.state = 'moving')) THEN
        RAISE EXCEPTION 'an item begins as a draft, or with its import' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
    ELSIF (NEW.id, NEW.batch_id) IS DISTINCT FROM (OLD.id, OLD.batch_id)
       OR (NEW.state = 'live' AND (NEW.state, NEW.live_edition_id, NEW.disclosure)
             IS DISTINCT FROM (OLD.state, OLD.live_edition_id, OLD.disclosure)
         AND (NEW.disclosure <> 'proactive' OR NOT EXISTS (SELECT 1 FROM edition e
           WHERE e.id = NEW.live_edition_id AND e.item_id = NEW.id AND e.state = 'live'))) THEN
      RAISE EXCEPTION 'an item shows its own live text' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER item_signed BEFORE INSERT OR UPDATE ON item FOR EACH ROW EXECUTE FUNCTION xxgk_item_signed();

CREATE FUNCTION xxgk_keep_batch() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state = 'moving' THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'UPDATE' AND OLD.state = 'moving' AND (NEW.id, NEW.kind, NEW.file_sm3, NEW.file_name, NEW.started_at)
        IS NOT DISTINCT FROM (OLD.id, OLD.kind, OLD.file_sm3, OLD.file_name, OLD.started_at) THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an import begins, ends and stays so' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER import_batch_kept BEFORE INSERT OR UPDATE OR DELETE ON import_batch FOR EACH ROW EXECUTE FUNCTION xxgk_keep_batch();
CREATE TRIGGER import_batch_no_truncate BEFORE TRUNCATE ON import_batch
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('an import is kept');
CREATE FUNCTION xxgk_keep_attestation() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF TG_OP = 'INSERT' THEN
      PERFORM 1 FROM import_batch b WHERE b.id = NEW.batch_id AND b.state = 'moving' FOR SHARE;
      IF FOUND THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an attestation comes with its import' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER attestation_kept BEFORE INSERT OR UPDATE OR DELETE ON attestation FOR EACH ROW EXECUTE FUNCTION xxgk_keep_attestation();

DROP TRIGGER edition_correction_frozen ON edition;
DROP FUNCTION xxgk_keep_correction();
DROP TRIGGER edition_frozen ON edition;
CREATE OR REPLACE FUNCTION xxgk_freeze_edition() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF (NEW.state = OLD.state OR (OLD.state = 'live' AND NEW.state IN ('superseded','withdrawn')))
       AND (NEW.id, NEW.item_id, NEW.no, NEW.content_sm3, NEW.digest, NEW.formed_on, NEW.written_on, NEW.effective_on, NEW.expires_on,
            NEW.author_id, NEW.content_review_id, NEW.secrecy_review_id, NEW.attestation_id, NEW.public_at, NEW.created_at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.item_id, OLD.no, OLD.content_sm3, OLD.digest, OLD.formed_on, OLD.written_on, OLD.effective_on, OLD.expires_on,
            OLD.author_id, OLD.content_review_id, OLD.secrecy_review_id, OLD.attestation_id, OLD.public_at, OLD.created_at)
       AND xxgk_same_class(OLD.topic_id, NEW.topic_id) AND xxgk_same_class(OLD.genre_id, NEW.genre_id)
       AND xxgk_same_class(OLD.audience_id, NEW.audience_id) THEN
      IF (NEW.title, NEW.doc_no, NEW.doc_no_key, NEW.summary, NEW.body, NEW.keywords, NEW.source, NEW.flags, NEW.correction, NEW.version)
         IS NOT DISTINCT FROM
         (OLD.title, OLD.doc_no, OLD.doc_no_key, OLD.summary, OLD.body, OLD.keywords, OLD.source, OLD.flags, OLD.correction, OLD.version)
         AND ((NEW.validity, NEW.repealed_on, NEW.repealed_by) IS NOT DISTINCT FROM (OLD.validity, OLD.repealed_on, OLD.repealed_by)
           OR EXISTS (SELECT 1 FROM validity_mark m WHERE m.edition_id = OLD.id
             AND ((NEW.validity, NEW.repealed_on, NEW.repealed_by)
                  IS NOT DISTINCT FROM (m.own_validity, m.own_repealed_on, m.own_repealed_by)
               OR (NEW.validity IN ('repealed','amended') AND NEW.repealed_by = (SELECT x.title FROM item i
                 JOIN edition x ON x.id = i.live_edition_id WHERE i.id = m.by_item))))) THEN
        RETURN NEW;
      END IF;
      IF NEW.title = '（内容已处置）' AND NEW.doc_no IS NULL AND NEW.doc_no_key IS NULL AND NEW.summary = ''
         AND NEW.body = '{"type":"doc","content":[]}' AND NEW.keywords = '' AND NEW.source = '' AND NEW.flags = ''
         AND NEW.correction = '' AND NEW.repealed_by IS NULL
         AND (NEW.state, NEW.validity, NEW.repealed_on) IS NOT DISTINCT FROM (OLD.state, OLD.validity, OLD.repealed_on)
         AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing') THEN
        RETURN NEW;
      END IF;
    END IF;
    RAISE EXCEPTION 'a published text is superseded, not overwritten' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER edition_frozen BEFORE UPDATE ON edition FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION xxgk_freeze_edition();
CREATE FUNCTION xxgk_keep_mark() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF TG_OP = 'INSERT' THEN
      IF EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.edition_id AND e.item_id = NEW.item_id AND e.state = 'live'
           AND (e.validity, e.repealed_on, e.repealed_by)
               IS NOT DISTINCT FROM (NEW.own_validity, NEW.own_repealed_on, NEW.own_repealed_by))
         AND EXISTS (SELECT 1 FROM item_relation r JOIN item i ON i.id = r.from_item
           WHERE r.from_item = NEW.by_item AND r.kind = NEW.relation AND r.to_item = NEW.item_id AND i.state = 'live') THEN
        RETURN NEW;
      END IF;
    ELSIF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM edition e WHERE e.id = OLD.edition_id
        AND (e.validity, e.repealed_on, e.repealed_by) IS DISTINCT FROM (OLD.own_validity, OLD.own_repealed_on, OLD.own_repealed_by)) THEN
      RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a mark is made by a public document, and unmade with it' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER validity_mark_kept BEFORE INSERT OR UPDATE OR DELETE ON validity_mark FOR EACH ROW EXECUTE FUNCTION xxgk_keep_mark();

-- Files wait for each other with their text: no file comes between an opinion and the look at what it was on.
CREATE OR REPLACE FUNCTION xxgk_keep_attachment() RETURNS trigger LANGUAGE plpgsql AS
  $$ DECLARE of_text BIGINT;
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      RAISE EXCEPTION 'a file of a text is not turned into another' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN of_text := OLD.edition_id; ELSE of_text := NEW.edition_id; END IF;
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM edition e JOIN purge p ON p.item_id = e.item_id
                                     WHERE e.id = of_text AND p.state = 'clearing') THEN
      RETURN OLD;
    END IF;
    PERFORM 1 FROM edition e WHERE e.id = of_text FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
                WHERE e.id = of_text AND e.state <> 'draft' AND COALESCE(b.state, 'done') <> 'moving')
       OR xxgk_sealed(of_text) THEN
      RAISE EXCEPTION 'the files of a reviewed text are kept' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END $$;
CREATE FUNCTION xxgk_keep_file_object() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF (NEW.sm3, NEW.size, NEW.type) IS NOT DISTINCT FROM (OLD.sm3, OLD.size, OLD.type) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'a file is what it is' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
CREATE TRIGGER file_object_no_update BEFORE UPDATE ON file_object FOR EACH ROW EXECUTE FUNCTION xxgk_keep_file_object();
@end
