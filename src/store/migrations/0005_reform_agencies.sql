-- 机构改革 and upkeep: former names, who keeps up which column, who leads, when somebody last signed in.

-- 曾用名. A name that was borne from one day to another; the present one stands in agency.
CREATE TABLE agency_name (
  agency_id @ref NOT NULL REFERENCES agency (id),
  began_on @day NOT NULL,
  ended_on @day NOT NULL,                            -- the day on which the next one began
  name @text NOT NULL CHECK (length(name) > 0),
  short_name @text NOT NULL CHECK (length(short_name) > 0),
  basis @text NOT NULL DEFAULT '',                   -- of the change that ended it
  PRIMARY KEY (agency_id, began_on),
  CHECK (ended_on > began_on)
) @strict;

-- 栏目更新职责: which agency keeps up which column, and how often at least.
CREATE TABLE column_duty (
  column_id @ref NOT NULL REFERENCES catalogue_column (id),
  agency_id @ref NOT NULL REFERENCES agency (id),
  update_days @int NOT NULL CHECK (update_days BETWEEN 1 AND 3660),
  set_at @instant NOT NULL,
  PRIMARY KEY (column_id, agency_id)
) @strict;
CREATE INDEX column_duty_by_agency ON column_duty (agency_id, column_id);

-- 政府信息公开领导小组.
CREATE TABLE leading_member (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),
  seat @text NOT NULL CHECK (seat IN ('head','deputy','member','office')),
  name @text NOT NULL CHECK (length(name) > 0),
  post @text NOT NULL DEFAULT '',
  sort @int NOT NULL DEFAULT 0,
  began_on @day NOT NULL,
  ended_on @day,
  CHECK (ended_on IS NULL OR ended_on >= began_on)
) @strict;
CREATE INDEX leading_member_by_agency ON leading_member (agency_id, sort, id);

CREATE INDEX agency_succession_back ON agency_succession (successor_id);
CREATE INDEX person_by_agency ON person (agency_id);
CREATE INDEX person_role_by_scope ON person_role (scope_agency_id);
CREATE INDEX catalogue_column_by_agency ON catalogue_column (agency_id) WHERE agency_id IS NOT NULL;
-- What readers do not see, by agency; readers' items have item_public_by_agency.
CREATE INDEX item_hidden_by_agency ON item (agency_id, sort_day) WHERE state <> 'live' OR on_site = 0;

ALTER TABLE person ADD COLUMN signed_in_at @instant;
