-- 归档: packages made for hand-over, and what was delivered to 档案馆 and 图书馆 (Art. 25). Both are registers: nothing in them
-- is changed afterwards.

CREATE TABLE archive_package (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),
  year @int NOT NULL CHECK (year BETWEEN 1949 AND 9999),
  made_at @instant NOT NULL,
  n_items @int NOT NULL CHECK (n_items >= 0),
  n_files @int NOT NULL CHECK (n_files >= 0),
  manifest_sm3 @text NOT NULL CHECK (length(manifest_sm3) = 64)
) @strict;
CREATE INDEX archive_package_by_agency ON archive_package (agency_id, year);

CREATE TABLE archive_delivery (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),
  year @int NOT NULL CHECK (year BETWEEN 1949 AND 9999),
  package_id @ref REFERENCES archive_package (id),   -- NULL: paper copies
  kind @text NOT NULL CHECK (kind IN ('archive','library')),
  receiver @text NOT NULL CHECK (length(receiver) > 0),
  handed_by @text NOT NULL CHECK (length(handed_by) > 0),
  handed_on @day NOT NULL,
  receipt @text NOT NULL,                            -- number of the receipt; '' none yet
  recorded_at @instant NOT NULL
) @strict;
CREATE INDEX archive_delivery_by_agency ON archive_delivery (agency_id, year);
@sqlite
CREATE TRIGGER archive_package_kept BEFORE UPDATE ON archive_package BEGIN SELECT RAISE(ABORT, 'a register is append-only'); END;
CREATE TRIGGER archive_package_no_delete BEFORE DELETE ON archive_package BEGIN SELECT RAISE(ABORT, 'a register is append-only'); END;
CREATE TRIGGER archive_delivery_kept BEFORE UPDATE ON archive_delivery BEGIN SELECT RAISE(ABORT, 'a register is append-only'); END;
CREATE TRIGGER archive_delivery_no_delete BEFORE DELETE ON archive_delivery BEGIN SELECT RAISE(ABORT, 'a register is append-only'); END;
@end
@pg
CREATE TRIGGER archive_package_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON archive_package
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a register is append-only');
CREATE TRIGGER archive_delivery_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON archive_delivery
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a register is append-only');
@end
