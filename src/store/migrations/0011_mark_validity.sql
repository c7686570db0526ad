-- Repeal, amendment, replacement: what a later document does to an earlier one. The words of a public text are frozen; its
-- validity is a fact about it and changes with the law. The mark remembers what the text says by itself, so that it comes
-- back when the later document is withdrawn. Also: when each text went out, and a purge that takes the words of 更正说明 too.

-- An earlier document whose text bears the mark of a later, public one.
CREATE TABLE validity_mark (
  item_id @ref PRIMARY KEY REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  by_item @ref NOT NULL REFERENCES item (id),
  relation @text NOT NULL CHECK (relation IN ('amends','repeals','replaces')),
  since @day NOT NULL,
  own_validity @text NOT NULL CHECK (own_validity IN ('valid','lapsed','repealed','amended','unstated')),
  own_repealed_on @day,
  own_repealed_by @text,
  marked_at @instant NOT NULL,
  CHECK (item_id <> by_item)
) @strict;
CREATE INDEX validity_mark_by ON validity_mark (by_item);

ALTER TABLE edition ADD COLUMN public_at @instant;
UPDATE edition SET public_at = (SELECT MAX(a.done_at) FROM item_act a WHERE a.edition_id = edition.id AND a.kind = 'published')
 WHERE state <> 'draft';

@sqlite
DROP TRIGGER edition_correction_frozen;
CREATE TRIGGER edition_correction_frozen BEFORE UPDATE OF correction, public_at ON edition
  WHEN OLD.state <> 'draft' AND (NEW.correction IS NOT OLD.correction OR NEW.public_at IS NOT OLD.public_at)
    AND NOT (NEW.correction = '' AND NEW.public_at IS OLD.public_at
      AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing'))
  BEGIN SELECT RAISE(ABORT, 'a published text is superseded, not overwritten'); END;
@end
@pg
CREATE FUNCTION xxgk_keep_correction() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF NEW.correction = '' AND NEW.public_at IS NOT DISTINCT FROM OLD.public_at
        AND EXISTS (SELECT 1 FROM purge p WHERE p.item_id = OLD.item_id AND p.state = 'clearing') THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published text is superseded, not overwritten' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
DROP TRIGGER edition_correction_frozen ON edition;
CREATE TRIGGER edition_correction_frozen BEFORE UPDATE OF correction, public_at ON edition FOR EACH ROW
  WHEN (OLD.state <> 'draft' AND (NEW.correction, NEW.public_at) IS DISTINCT FROM (OLD.correction, OLD.public_at))
  EXECUTE FUNCTION xxgk_keep_correction();
@end
