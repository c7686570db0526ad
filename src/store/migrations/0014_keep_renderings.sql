-- The HTML of a live text, written with it by body_html(), so that its page need not read the tree. Derived: what is not
-- here, or of another version of the renderer, is made when it is asked for.
CREATE TABLE edition_html (
  edition_id @ref PRIMARY KEY REFERENCES edition (id),
  version @int NOT NULL CHECK (version > 0),         -- BODY_HTML_VERSION of the program that made it
  html @text NOT NULL
) @strict;

-- Only a text that readers may see has one; it changes with the version of the renderer alone, and goes when the text does.
@sqlite
CREATE TRIGGER edition_html_begins BEFORE INSERT ON edition_html
  WHEN NOT EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.edition_id AND e.state = 'live')
    OR EXISTS (SELECT 1 FROM edition_html x WHERE x.edition_id = NEW.edition_id)
  BEGIN SELECT RAISE(ABORT, 'a rendering is of a live text, once'); END;
CREATE TRIGGER edition_html_rises BEFORE UPDATE ON edition_html
  WHEN NEW.edition_id IS NOT OLD.edition_id OR NEW.version <= OLD.version
    OR NOT EXISTS (SELECT 1 FROM edition e WHERE e.id = NEW.edition_id AND e.state = 'live')
  BEGIN SELECT RAISE(ABORT, 'a rendering changes with the renderer alone'); END;
CREATE TRIGGER edition_html_stays BEFORE DELETE ON edition_html
  WHEN EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
                WHERE e.id = OLD.edition_id AND e.state = 'live' AND COALESCE(b.state, 'done') <> 'moving')
  BEGIN SELECT RAISE(ABORT, 'the rendering of a live text stays'); END;
@end
@pg
-- The lock lets nobody take the text back between this look at it and the end of the transaction.
CREATE FUNCTION xxgk_html_of_live() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.edition_id <> OLD.edition_id OR NEW.version <= OLD.version) THEN
      RAISE EXCEPTION 'a rendering changes with the renderer alone' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM 1 FROM edition e WHERE e.id = NEW.edition_id AND e.state = 'live' FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a rendering is of a live text' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER edition_html_begins BEFORE INSERT OR UPDATE ON edition_html FOR EACH ROW EXECUTE FUNCTION xxgk_html_of_live();
CREATE FUNCTION xxgk_html_stays() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
                WHERE e.id = OLD.edition_id AND e.state = 'live' AND COALESCE(b.state, 'done') <> 'moving') THEN
      RAISE EXCEPTION 'the rendering of a live text stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
  END $$;
CREATE TRIGGER edition_html_stays BEFORE DELETE ON edition_html FOR EACH ROW EXECUTE FUNCTION xxgk_html_stays();
CREATE TRIGGER edition_html_no_truncate BEFORE TRUNCATE ON edition_html
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('the rendering of a live text stays');
@end

-- What is there already is rendered in the background, the newest first.
INSERT INTO job (kind, run_after, enqueued_at)
SELECT 'render', 0, 0 WHERE EXISTS (SELECT 1 FROM edition WHERE state = 'live');
