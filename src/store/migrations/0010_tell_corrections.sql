-- 更正说明: what readers are told about a text that takes the place of an earlier one. Fixed when the text goes out, and
-- frozen with it.
ALTER TABLE edition ADD COLUMN correction @text NOT NULL DEFAULT '';

@sqlite
CREATE TRIGGER edition_correction_frozen BEFORE UPDATE OF correction ON edition
  WHEN OLD.state <> 'draft' AND NEW.correction IS NOT OLD.correction
  BEGIN SELECT RAISE(ABORT, 'a published text is superseded, not overwritten'); END;
@end
@pg
CREATE TRIGGER edition_correction_frozen BEFORE UPDATE OF correction ON edition FOR EACH ROW
  WHEN (OLD.state <> 'draft' AND NEW.correction IS DISTINCT FROM OLD.correction)
  EXECUTE FUNCTION xxgk_refuse('a published text is superseded, not overwritten');
@end
