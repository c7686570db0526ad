-- The house: who publishes, where it stands in the catalogue, what is published, who looked at it before, and
-- what happened. Type words: @id @ref @int @text @day @instant @bool @json @blob @strict (store/migrate.h).
-- Invariants of the design are constraints here; only append-only guards are triggers.

-- 1 Agencies ------------------------------------------------------------------------------------------

-- 行政机关. `code` is the front part of its index numbers and never changes; `slug` is its address on the portal.
CREATE TABLE agency (
  id @id,
  code @text NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 32),
  slug @text NOT NULL UNIQUE CHECK (length(slug) BETWEEN 1 AND 64),
  name @text NOT NULL CHECK (length(name) > 0),
  short_name @text NOT NULL CHECK (length(short_name) > 0),
  kind @text NOT NULL CHECK (kind IN ('government','department','dispatched','vertical','township','park','utility')),
  level @text NOT NULL CHECK (level IN ('state','province','city','county','township')),
  parent_id @ref REFERENCES agency (id),
  supervisor_id @ref REFERENCES agency (id),        -- 主管部门, Art. 3
  pinyin_key @text NOT NULL DEFAULT '',
  sort @int NOT NULL DEFAULT 0,
  mandate @text NOT NULL DEFAULT '',                -- 机构职能, one paragraph
  opened_on @day NOT NULL,
  closed_on @day,                                   -- 机构改革: history stays here
  CHECK (parent_id IS NULL OR parent_id <> id),
  CHECK (closed_on IS NULL OR closed_on >= opened_on)
) @strict;
CREATE INDEX agency_by_parent ON agency (parent_id, sort, id);

-- Who stands under whom, and since when; every agency under itself at depth 0. A cycle would need a row with
-- ancestor = descendant at a depth above 0, which the check refuses.
CREATE TABLE agency_path (
  ancestor @ref NOT NULL REFERENCES agency (id),
  descendant @ref NOT NULL REFERENCES agency (id),
  depth @int NOT NULL CHECK (depth >= 0 AND depth < 16),
  began_on @day NOT NULL,
  ended_on @day,
  PRIMARY KEY (ancestor, descendant, began_on),
  CHECK ((ancestor = descendant) = (depth = 0)),
  CHECK (ended_on IS NULL OR ended_on >= began_on)
) @strict;
CREATE UNIQUE INDEX agency_path_now ON agency_path (ancestor, descendant) WHERE ended_on IS NULL;
CREATE INDEX agency_path_up ON agency_path (descendant, ancestor) WHERE ended_on IS NULL;

-- 合并 拆分 更名: what became of whom on which day.
CREATE TABLE agency_succession (
  predecessor_id @ref NOT NULL REFERENCES agency (id),
  successor_id @ref NOT NULL REFERENCES agency (id),
  kind @text NOT NULL CHECK (kind IN ('merge','split','rename')),
  on_day @day NOT NULL,
  basis @text NOT NULL DEFAULT '',
  PRIMARY KEY (predecessor_id, successor_id),
  CHECK (predecessor_id <> successor_id)
) @strict;

-- 政府信息公开指南 (Art. 12): every field the article names must be there.
CREATE TABLE guide (
  agency_id @ref PRIMARY KEY REFERENCES agency (id),
  classes @text NOT NULL CHECK (length(classes) > 0),             -- 信息分类
  arrangement @text NOT NULL CHECK (length(arrangement) > 0),     -- 编排体系
  access @text NOT NULL CHECK (length(access) > 0),               -- 获取方式
  office_name @text NOT NULL CHECK (length(office_name) > 0),
  office_address @text NOT NULL CHECK (length(office_address) > 0),
  office_hours @text NOT NULL CHECK (length(office_hours) > 0),
  phone @text NOT NULL CHECK (length(phone) > 0),
  fax @text NOT NULL CHECK (length(fax) > 0),
  internet @text NOT NULL CHECK (length(internet) > 0),           -- 互联网联系方式
  postcode @text NOT NULL DEFAULT '',
  how_to_apply @text NOT NULL DEFAULT '',
  remedies @text NOT NULL DEFAULT '',
  edition @int NOT NULL DEFAULT 1 CHECK (edition > 0),
  updated_on @day NOT NULL
) @strict;

CREATE TABLE site (
  id @id,
  code @text NOT NULL UNIQUE,
  name @text NOT NULL CHECK (length(name) > 0),
  host @text NOT NULL DEFAULT '',                    -- '' answers for every host
  root_agency_id @ref NOT NULL REFERENCES agency (id),
  id_code @text NOT NULL DEFAULT '',                 -- 网站标识码
  organiser @text NOT NULL DEFAULT '',               -- 主办单位
  undertaker @text NOT NULL DEFAULT '',              -- 承办单位
  contact @text NOT NULL DEFAULT '',
  icp @text NOT NULL DEFAULT '',
  police_no @text NOT NULL DEFAULT '',
  theme @text NOT NULL DEFAULT 'blue' CHECK (theme IN ('blue','red')),
  brand @json NOT NULL DEFAULT '{}'
) @strict;
CREATE UNIQUE INDEX site_by_host ON site (host);

-- 2 People --------------------------------------------------------------------------------------------

CREATE TABLE person (
  id @id,
  login @text NOT NULL UNIQUE CHECK (length(login) BETWEEN 2 AND 64),
  name @text NOT NULL CHECK (length(name) > 0),
  agency_id @ref NOT NULL REFERENCES agency (id),
  password_hash @text NOT NULL,
  totp_secret @text,                                 -- sealed (base/crypto.h)
  totp_last_step @int NOT NULL DEFAULT 0,            -- a code is good once
  must_change @bool NOT NULL DEFAULT 0,
  failures @int NOT NULL DEFAULT 0,
  locked_until @instant,
  created_at @instant NOT NULL,
  disabled_at @instant
) @strict;

CREATE TABLE person_role (
  person_id @ref NOT NULL REFERENCES person (id),
  role @text NOT NULL CHECK (role IN ('clerk','reviewer','secrecy_reviewer','signer','gid_office','supervisor',
    'operator','system_admin','security_admin','audit_admin')),
  scope_agency_id @ref NOT NULL REFERENCES agency (id),
  granted_by @ref REFERENCES person (id),
  granted_at @instant NOT NULL,
  PRIMARY KEY (person_id, role, scope_agency_id),
  CHECK (granted_by IS NULL OR granted_by <> person_id)
) @strict;
-- 三员分立: never two of the three administrators in one person.
CREATE UNIQUE INDEX person_one_of_three ON person_role (person_id)
  WHERE role IN ('system_admin','security_admin','audit_admin');

CREATE TABLE session (
  id @id,
  token_sm3 @text NOT NULL UNIQUE,
  person_id @ref NOT NULL REFERENCES person (id),
  csrf @text NOT NULL,
  stage @text NOT NULL CHECK (stage IN ('totp','in')),
  created_at @instant NOT NULL,
  seen_at @instant NOT NULL,
  expires_at @instant NOT NULL
) @strict;
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- 3 Catalogue -----------------------------------------------------------------------------------------

-- 栏目. Statutory columns come from Art. 20 and 21 and hold for every agency of a level in `levels`; own and topic
-- columns belong to one agency; an external column points to where the content already stands.
CREATE TABLE catalogue_column (
  id @id,
  code @text NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 64),
  parent_id @ref REFERENCES catalogue_column (id),
  name @text NOT NULL CHECK (length(name) > 0),
  kind @text NOT NULL CHECK (kind IN ('statutory','guide','rules','report','request','own','topic','external')),
  article @text NOT NULL DEFAULT '',                 -- '第二十条第（一）项'
  levels @text NOT NULL DEFAULT 'state,province,city,county,township',
  column_type @text NOT NULL DEFAULT '信息公开目录', -- ColumnType of 国办发〔2017〕47号
  description @text NOT NULL DEFAULT '',
  keywords @text NOT NULL DEFAULT '',
  agency_id @ref REFERENCES agency (id),
  external_url @text,
  update_days @int NOT NULL DEFAULT 0 CHECK (update_days >= 0), -- 0: no period set
  sort @int NOT NULL DEFAULT 0,
  opened_on @day NOT NULL,
  closed_on @day,
  CHECK (parent_id IS NULL OR parent_id <> id),
  CHECK ((kind = 'external') = (external_url IS NOT NULL))
) @strict;
CREATE INDEX catalogue_column_by_parent ON catalogue_column (parent_id, sort, id);

CREATE TABLE column_path (
  ancestor @ref NOT NULL REFERENCES catalogue_column (id),
  descendant @ref NOT NULL REFERENCES catalogue_column (id),
  depth @int NOT NULL CHECK (depth >= 0 AND depth < 16),
  PRIMARY KEY (ancestor, descendant),
  CHECK ((ancestor = descendant) = (depth = 0))
) @strict;
CREATE INDEX column_path_up ON column_path (descendant, ancestor);

-- 主题分类 体裁分类 服务对象分类, as data.
CREATE TABLE class (
  id @id,
  scheme @text NOT NULL CHECK (scheme IN ('topic','genre','audience')),
  code @text NOT NULL,
  name @text NOT NULL CHECK (length(name) > 0),
  parent_id @ref REFERENCES class (id),
  sort @int NOT NULL DEFAULT 0,
  UNIQUE (scheme, code),
  CHECK (parent_id IS NULL OR parent_id <> id)
) @strict;

CREATE TABLE channel (
  code @text PRIMARY KEY,
  name @text NOT NULL,
  unit @text NOT NULL DEFAULT '条',
  sort @int NOT NULL
) @strict;

-- 4 Items ---------------------------------------------------------------------------------------------

-- 索引号: unique for ever. A row is written in the transaction that takes the number and is never taken back,
-- whatever becomes of the item.
CREATE TABLE index_counter (
  agency_id @ref NOT NULL REFERENCES agency (id),
  year @int NOT NULL CHECK (year BETWEEN 1949 AND 9999),
  last @int NOT NULL CHECK (last > 0),
  PRIMARY KEY (agency_id, year)
) @strict;
CREATE TABLE index_number (
  index_no @text PRIMARY KEY,
  agency_id @ref NOT NULL REFERENCES agency (id),
  year @int NOT NULL,
  serial @int NOT NULL CHECK (serial > 0),
  gap_reason @text,                                  -- why a number has no item
  allocated_at @instant NOT NULL,
  UNIQUE (agency_id, year, serial)
) @strict;

-- One import: validated beside, moved in chunks, invisible until the flip of `state` to 'done'.
CREATE TABLE import_batch (
  id @id,
  kind @text NOT NULL CHECK (kind IN ('items','agencies','reports','requests','calendar','demo')),
  file_name @text NOT NULL,
  file_sm3 @text NOT NULL,
  state @text NOT NULL CHECK (state IN ('moving','done','removed')),
  n_rows @int NOT NULL DEFAULT 0,
  n_flagged @int NOT NULL DEFAULT 0,
  token @text NOT NULL DEFAULT '',                   -- stands at the head of its staging file too
  started_at @instant NOT NULL,
  ended_at @instant,
  CHECK ((state = 'moving') = (ended_at IS NULL))
) @strict;
CREATE INDEX import_batch_moving ON import_batch (id) WHERE state = 'moving';

-- What was public before it came here: stands in for the reviews that took place elsewhere.
CREATE TABLE attestation (
  id @id,
  batch_id @ref NOT NULL REFERENCES import_batch (id),
  source @text NOT NULL CHECK (length(source) > 0),
  attested_by @text NOT NULL CHECK (length(attested_by) > 0),
  attested_at @instant NOT NULL,
  UNIQUE (batch_id, source, attested_by)
) @strict;

-- 公开信息: what stays the same over its editions.
CREATE TABLE item (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),    -- 发布机构
  column_id @ref NOT NULL REFERENCES catalogue_column (id),
  state @text NOT NULL CHECK (state IN ('draft','live','withdrawn')),
  index_no @text UNIQUE REFERENCES index_number (index_no),
  source_index_no @text,                             -- as the source had it
  published_at @instant,                             -- first made public
  sort_day @day NOT NULL,                            -- the day by which lists are ordered: published, else formed, else entered
  on_site @bool NOT NULL DEFAULT 1 CHECK (on_site IN (0, 1)), -- is one of its channels the site
  live_edition_id @ref,
  live_state @text NOT NULL GENERATED ALWAYS AS ('live') STORED,
  disclosure @text NOT NULL DEFAULT 'proactive' CHECK (disclosure IN ('proactive','on_request','withheld')),
  ground @text,                                      -- G14_… G15_… G16_…
  ground_reason @text,
  batch_id @ref REFERENCES import_batch (id),
  withdrawn_at @instant,
  withdrawn_reason @text,
  created_at @instant NOT NULL,
  version @int NOT NULL DEFAULT 1,
  UNIQUE (id, live_edition_id),
  CHECK ((state = 'live') = (live_edition_id IS NOT NULL)),
  CHECK (state = 'draft' OR index_no IS NOT NULL),
  CHECK (state <> 'live' OR disclosure = 'proactive'),
  CHECK (disclosure = 'proactive' OR ground IS NOT NULL),
  CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
  CHECK (state <> 'withdrawn' OR COALESCE(length(withdrawn_reason), 0) > 0)
@sqlite
  , FOREIGN KEY (live_edition_id, id, live_state) REFERENCES edition (id, item_id, state) DEFERRABLE INITIALLY DEFERRED
@end
) @strict;
CREATE INDEX item_public ON item (sort_day DESC, id DESC) WHERE state = 'live' AND on_site = 1;
CREATE INDEX item_public_by_agency ON item (agency_id, sort_day DESC, id DESC) WHERE state = 'live' AND on_site = 1;
CREATE INDEX item_public_by_column ON item (column_id, sort_day DESC, id DESC) WHERE state = 'live' AND on_site = 1;
CREATE INDEX item_public_by_both ON item (agency_id, column_id, sort_day DESC, id DESC) WHERE state = 'live' AND on_site = 1;
CREATE INDEX item_by_batch ON item (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX item_by_source_index ON item (source_index_no) WHERE source_index_no IS NOT NULL;

-- A text of an item. Frozen once it leaves 'draft'; what it says can only be superseded. It leaves 'draft' with the
-- approving content review and secrecy review of exactly this text (content_sm3), or with an attestation.
CREATE TABLE edition (
  id @id,
  item_id @ref NOT NULL REFERENCES item (id),
  no @int NOT NULL CHECK (no > 0),
  state @text NOT NULL CHECK (state IN ('draft','live','superseded','withdrawn')),
  title @text NOT NULL CHECK (length(title) > 0),
  doc_no @text,                                      -- 发文字号, normalised
  doc_no_key @text,                                  -- folded, for finding
  summary @text NOT NULL DEFAULT '',
  body @json NOT NULL,                               -- node tree, domain/body
  formed_on @day,                                    -- 生成日期: the 20 working days of Art. 26 run from here
  written_on @day,                                   -- 成文日期
  validity @text NOT NULL DEFAULT 'unstated' CHECK (validity IN ('valid','lapsed','repealed','amended','unstated')),
  effective_on @day,
  expires_on @day,
  repealed_on @day,
  repealed_by @text,
  topic_id @ref REFERENCES class (id),
  genre_id @ref REFERENCES class (id),
  audience_id @ref REFERENCES class (id),
  keywords @text NOT NULL DEFAULT '',
  source @text NOT NULL DEFAULT '',                  -- 来源, when reprinted
  flags @text NOT NULL DEFAULT '',                   -- what the import found odd, comma-separated codes
  author_id @ref REFERENCES person (id),
  content_sm3 @text NOT NULL CHECK (length(content_sm3) = 64 AND ltrim(content_sm3, '0123456789abcdef') = ''),
  content_kind @text NOT NULL GENERATED ALWAYS AS ('content') STORED,
  secrecy_kind @text NOT NULL GENERATED ALWAYS AS ('secrecy') STORED,
  cleared @text NOT NULL GENERATED ALWAYS AS ('approve') STORED,
  content_review_id @ref,
  secrecy_review_id @ref,
  attestation_id @ref REFERENCES attestation (id),
  created_at @instant NOT NULL,
  UNIQUE (item_id, no),
  UNIQUE (id, author_id),
  UNIQUE (id, item_id, state),
  CHECK (state = 'draft' OR attestation_id IS NOT NULL
         OR (content_review_id IS NOT NULL AND secrecy_review_id IS NOT NULL AND author_id IS NOT NULL)),
  CHECK (repealed_on IS NULL OR validity IN ('repealed','lapsed'))
@sqlite
  , FOREIGN KEY (content_review_id, id, content_kind, cleared, content_sm3)
      REFERENCES review (id, edition_id, kind, verdict, content_sm3)
  , FOREIGN KEY (secrecy_review_id, id, secrecy_kind, cleared, content_sm3)
      REFERENCES review (id, edition_id, kind, verdict, content_sm3)
@end
) @strict;
CREATE UNIQUE INDEX edition_one_live ON edition (item_id) WHERE state = 'live';
CREATE UNIQUE INDEX edition_one_draft ON edition (item_id) WHERE state = 'draft';
CREATE INDEX edition_by_doc_no ON edition (doc_no_key) WHERE doc_no_key IS NOT NULL;
-- What changes by itself at midnight (validity by date) and the pages that must know it.
CREATE INDEX edition_expiring ON edition (expires_on) WHERE state = 'live' AND expires_on IS NOT NULL;

-- 公开审查 and 保密审查 (Art. 17; 保守国家秘密法 第三十五条): a signed opinion on one text by another than its author.
CREATE TABLE review (
  id @id,
  edition_id @ref NOT NULL,
  author_id @ref NOT NULL,
  kind @text NOT NULL CHECK (kind IN ('content','secrecy','signature')),
  verdict @text NOT NULL CHECK (verdict IN ('approve','return')),
  reviewer_id @ref NOT NULL REFERENCES person (id),
  opinion @text NOT NULL DEFAULT '',
  content_sm3 @text NOT NULL,
  reviewed_at @instant NOT NULL,
  UNIQUE (id, edition_id, kind, verdict, content_sm3),
  CHECK (reviewer_id <> author_id),
  CHECK (verdict = 'approve' OR length(opinion) > 0),
  FOREIGN KEY (edition_id, author_id) REFERENCES edition (id, author_id)
) @strict;
CREATE INDEX review_by_edition ON review (edition_id, id);
-- Tables that point at each other: SQLite takes the keys with the table, PostgreSQL once both are there.
@pg
ALTER TABLE item ADD FOREIGN KEY (live_edition_id, id, live_state) REFERENCES edition (id, item_id, state)
  DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE edition ADD FOREIGN KEY (content_review_id, id, content_kind, cleared, content_sm3)
  REFERENCES review (id, edition_id, kind, verdict, content_sm3);
ALTER TABLE edition ADD FOREIGN KEY (secrecy_review_id, id, secrecy_kind, cleared, content_sm3)
  REFERENCES review (id, edition_id, kind, verdict, content_sm3);
@end

-- Files are content-addressed: their bytes lie in the data folder under their SM3.
CREATE TABLE file_object (
  sm3 @text PRIMARY KEY CHECK (length(sm3) = 64 AND ltrim(sm3, '0123456789abcdef') = ''),
  size @int NOT NULL CHECK (size >= 0),
  type @text NOT NULL,
  stored_at @instant NOT NULL
) @strict;
CREATE TABLE attachment (
  id @id,
  edition_id @ref NOT NULL REFERENCES edition (id),
  sort @int NOT NULL,
  name @text NOT NULL CHECK (length(name) > 0),
  sm3 @text NOT NULL REFERENCES file_object (sm3) CHECK (length(sm3) = 64 AND ltrim(sm3, '0123456789abcdef') = ''),
  UNIQUE (edition_id, sort)
) @strict;
CREATE INDEX attachment_by_file ON attachment (sm3);

CREATE TABLE item_relation (
  from_item @ref NOT NULL REFERENCES item (id),
  kind @text NOT NULL CHECK (kind IN ('interprets','amends','repeals','replaces','related')),
  to_item @ref NOT NULL REFERENCES item (id),
  PRIMARY KEY (from_item, kind, to_item),
  CHECK (from_item <> to_item)
) @strict;
CREATE INDEX item_relation_back ON item_relation (to_item, kind);

-- Channels: an item is counted once, each channel apart.
CREATE TABLE publication (
  item_id @ref NOT NULL REFERENCES item (id),
  channel @text NOT NULL REFERENCES channel (code),
  published_at @instant NOT NULL,
  proof @text NOT NULL DEFAULT '',                   -- link, issue number
  PRIMARY KEY (item_id, channel)
) @strict;

-- How many live items there are, kept in the transaction that changes it, so that a list knows its length without
-- counting. `xxgk check` compares it with the rows. batch_id 0: visible; else waits for the flip of that import.
CREATE TABLE tally (
  agency_id @ref NOT NULL REFERENCES agency (id),
  column_id @ref NOT NULL REFERENCES catalogue_column (id),
  year @int NOT NULL,
  channel @text NOT NULL,                            -- a channel's code; '*' counts each item once
  batch_id @ref NOT NULL DEFAULT 0,
  n @int NOT NULL CHECK (n >= 0),
  PRIMARY KEY (agency_id, column_id, year, channel, batch_id)
) @strict;

-- Addresses the old site had; they answer 301.
CREATE TABLE old_address (
  address @text PRIMARY KEY,                         -- path and query, '/' first
  item_id @ref NOT NULL REFERENCES item (id)
) @strict;

-- What readers see: live, on the site, and not in an import that is still under way.
CREATE VIEW public_item AS
  SELECT i.* FROM item i
   WHERE i.state = 'live' AND i.on_site = 1
     AND (i.batch_id IS NULL OR i.batch_id NOT IN (SELECT b.id FROM import_batch b WHERE b.state = 'moving'));

-- 5 Figures that are told, not counted ----------------------------------------------------------------

-- A count is a value with a kind; absent is not zero.
CREATE TABLE stated_figure (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),
  year @int NOT NULL,
  name @text NOT NULL,                               -- 'portal_views', 'letters_answered' … (cli.md, report parse)
  label @text NOT NULL DEFAULT '',
  kind @text NOT NULL CHECK (kind IN ('exact','approximate','absent')),
  value @int,
  unit @text NOT NULL DEFAULT '',
  source @text NOT NULL CHECK (length(source) > 0),  -- who says so, and where
  UNIQUE (agency_id, year, name, label),
  CHECK ((kind = 'absent') = (value IS NULL))
) @strict;

CREATE TABLE page_view (
  on_day @day NOT NULL,
  kind @text NOT NULL CHECK (kind IN ('site','agency','item','search')),
  ref @ref NOT NULL,
  readers @int NOT NULL DEFAULT 0 CHECK (readers >= 0),
  robots @int NOT NULL DEFAULT 0 CHECK (robots >= 0),
  PRIMARY KEY (on_day, kind, ref)
) @strict;
CREATE INDEX page_view_by_ref ON page_view (kind, ref, on_day);

-- 6 Time ----------------------------------------------------------------------------------------------

-- Departures from Monday to Friday, by the State Council's yearly notice; a year without a notice is provisional.
CREATE TABLE calendar_notice (
  year @int PRIMARY KEY CHECK (year BETWEEN 1949 AND 9999),
  doc_no @text NOT NULL DEFAULT '',
  entered_at @instant NOT NULL
) @strict;
CREATE TABLE calendar_day (
  day @day PRIMARY KEY,
  kind @text NOT NULL CHECK (kind IN ('off','work')),
  name @text NOT NULL
) @strict;

-- 7 What happened -------------------------------------------------------------------------------------

-- The audit trail; its number is the change number: taken last in a transaction, so commit order = audit order.
-- Rows hold ids and a salted digest, never content, so that content can be purged and the chain still verifies.
CREATE TABLE audit_head (
  one @int PRIMARY KEY CHECK (one = 1),
  no @int NOT NULL,
  sm3 @text NOT NULL
) @strict;
CREATE TABLE audit (
  no @int PRIMARY KEY CHECK (no > 0),
  at @instant NOT NULL,
  person_id @ref,
  event @text NOT NULL,
  object @text NOT NULL,
  object_id @ref,
  n @int NOT NULL DEFAULT 1,                         -- rows behind one entry (imports write one entry a chunk)
  digest @text NOT NULL,                             -- salted SM3 of the detail
  prev_sm3 @text NOT NULL CHECK (length(prev_sm3) = 64),
  sm3 @text NOT NULL UNIQUE CHECK (length(sm3) = 64)
) @strict;
CREATE TABLE change (
  change_no @int NOT NULL REFERENCES audit (no),
  topic @text NOT NULL,
  ref @ref NOT NULL,
  PRIMARY KEY (change_no, topic, ref)
) @strict;

CREATE TABLE job (
  id @id,
  kind @text NOT NULL,
  ref @ref,
  args @json NOT NULL DEFAULT '{}',
  state @text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready','leased','done','failed')),
  attempts @int NOT NULL DEFAULT 0,
  run_after @instant NOT NULL,
  leased_until @instant,
  lease @text,
  last_error @text,
  enqueued_at @instant NOT NULL,
  ended_at @instant,
  CHECK ((state = 'leased') = (leased_until IS NOT NULL))
) @strict;
CREATE INDEX job_next ON job (run_after, id) WHERE state = 'ready';
CREATE INDEX job_leased ON job (leased_until) WHERE state = 'leased';

CREATE TABLE setting (
  name @text PRIMARY KEY,
  value @text NOT NULL,
  changed_at @instant NOT NULL
) @strict;

INSERT INTO audit_head (one, no, sm3) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO channel (code, name, unit, sort) VALUES
  ('website', '政府网站', '条', 1), ('weibo', '政务微博', '条', 2), ('wechat', '政务微信', '条', 3),
  ('gazette', '政府公报', '条', 4), ('journal', '政务刊物', '条', 5), ('press', '报刊', '条', 6),
  ('tv', '电视', '条', 7), ('radio', '广播', '条', 8), ('sms', '短信', '条', 9), ('screen', '电子信息屏', '条', 10),
  ('press_conference', '新闻发布会', '次', 11), ('meeting', '会议公开', '次', 12), ('reading_point', '查阅点', '件', 13),
  ('leaflet', '宣传资料', '件', 14), ('other', '其他方式', '条', 15);

-- 8 Append-only guards --------------------------------------------------------------------------------

@sqlite
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER index_number_no_delete BEFORE DELETE ON index_number
  BEGIN SELECT RAISE(ABORT, 'an index number is for ever'); END;
CREATE TRIGGER index_number_no_update BEFORE UPDATE OF index_no, agency_id, year, serial ON index_number
  BEGIN SELECT RAISE(ABORT, 'an index number is for ever'); END;
CREATE TRIGGER item_index_no_fixed BEFORE UPDATE OF index_no ON item WHEN OLD.index_no IS NOT NULL AND NEW.index_no IS NOT OLD.index_no
  BEGIN SELECT RAISE(ABORT, 'an index number is for ever'); END;
CREATE TRIGGER review_no_update BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'a review is append-only'); END;
CREATE TRIGGER review_no_delete BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'a review is append-only'); END;
CREATE TRIGGER edition_frozen BEFORE UPDATE ON edition
  WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' OR NEW.item_id IS NOT OLD.item_id OR NEW.no IS NOT OLD.no
    OR NEW.title IS NOT OLD.title OR NEW.doc_no IS NOT OLD.doc_no OR NEW.summary IS NOT OLD.summary
    OR NEW.body IS NOT OLD.body OR NEW.content_sm3 IS NOT OLD.content_sm3 OR NEW.formed_on IS NOT OLD.formed_on
    OR NEW.written_on IS NOT OLD.written_on OR NEW.author_id IS NOT OLD.author_id
    OR NEW.content_review_id IS NOT OLD.content_review_id OR NEW.secrecy_review_id IS NOT OLD.secrecy_review_id
    OR NEW.attestation_id IS NOT OLD.attestation_id)
  BEGIN SELECT RAISE(ABORT, 'a published text is superseded, not overwritten'); END;
CREATE TRIGGER edition_kept BEFORE DELETE ON edition WHEN OLD.state <> 'draft' AND EXISTS (SELECT 1 FROM item i
    LEFT JOIN import_batch b ON b.id = i.batch_id WHERE i.id = OLD.item_id AND COALESCE(b.state, 'done') <> 'moving')
  BEGIN SELECT RAISE(ABORT, 'a published text is kept'); END;
-- What another connection may have switched off: REPLACE takes rows away without asking the guards above
-- (recursive_triggers), so the new row is refused before it can.
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit 
  WHEN EXISTS (SELECT 1 FROM audit x WHERE x.no = NEW.no) OR EXISTS (SELECT 1 FROM audit x WHERE x.sm3 = NEW.sm3)
  BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER index_number_no_replace BEFORE INSERT ON index_number
  WHEN EXISTS (SELECT 1 FROM index_number x WHERE x.index_no = NEW.index_no)
    OR EXISTS (SELECT 1 FROM index_number x WHERE x.agency_id = NEW.agency_id AND x.year = NEW.year AND x.serial = NEW.serial)
  BEGIN SELECT RAISE(ABORT, 'an index number is for ever'); END;
CREATE TRIGGER item_no_replace BEFORE INSERT ON item
  WHEN EXISTS (SELECT 1 FROM item x WHERE x.id = NEW.id) OR EXISTS (SELECT 1 FROM item x WHERE x.index_no = NEW.index_no)
  BEGIN SELECT RAISE(ABORT, 'an item is kept'); END;
CREATE TRIGGER item_not_over_another BEFORE UPDATE OF id, index_no ON item
  WHEN EXISTS (SELECT 1 FROM item x WHERE x.id <> OLD.id AND (x.id = NEW.id OR x.index_no = NEW.index_no))
  BEGIN SELECT RAISE(ABORT, 'an item is kept'); END;
CREATE TRIGGER review_no_replace BEFORE INSERT ON review WHEN EXISTS (SELECT 1 FROM review x WHERE x.id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'a review is append-only'); END;
CREATE TRIGGER edition_no_replace BEFORE INSERT ON edition
  WHEN EXISTS (SELECT 1 FROM edition x WHERE x.id = NEW.id AND x.state <> 'draft')
    OR EXISTS (SELECT 1 FROM edition x WHERE x.item_id = NEW.item_id AND x.no = NEW.no AND x.state <> 'draft')
    OR (NEW.state = 'live' AND EXISTS (SELECT 1 FROM edition x WHERE x.item_id = NEW.item_id AND x.state = 'live'))
  BEGIN SELECT RAISE(ABORT, 'a published text is kept'); END;
CREATE TRIGGER edition_not_over_another BEFORE UPDATE OF id, item_id, no, state ON edition
  WHEN (NEW.id <> OLD.id AND EXISTS (SELECT 1 FROM edition x WHERE x.id = NEW.id AND x.state <> 'draft'))
    OR EXISTS (SELECT 1 FROM edition x
                WHERE x.item_id = NEW.item_id AND x.no = NEW.no AND x.id <> OLD.id AND x.state <> 'draft')
    OR (NEW.state = 'live' AND EXISTS (SELECT 1 FROM edition x
                                        WHERE x.item_id = NEW.item_id AND x.state = 'live' AND x.id <> OLD.id))
  BEGIN SELECT RAISE(ABORT, 'a published text is kept'); END;
-- What an approving review has seen is that text only: a changed draft has another content_sm3.
CREATE TRIGGER edition_reviewed BEFORE UPDATE ON edition
  WHEN OLD.state = 'draft' AND NEW.content_sm3 IS OLD.content_sm3 AND (NEW.title IS NOT OLD.title
    OR NEW.doc_no IS NOT OLD.doc_no OR NEW.summary IS NOT OLD.summary OR NEW.body IS NOT OLD.body
    OR NEW.formed_on IS NOT OLD.formed_on OR NEW.written_on IS NOT OLD.written_on)
    AND EXISTS (SELECT 1 FROM review r WHERE r.edition_id = OLD.id AND r.verdict = 'approve' AND r.content_sm3 = OLD.content_sm3)
  BEGIN SELECT RAISE(ABORT, 'a reviewed text is reviewed again when it changes'); END;
-- The files of a text are frozen with it, except while its import is under way.
CREATE TRIGGER attachment_frozen_insert BEFORE INSERT ON attachment
  WHEN EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
    WHERE e.id IN (NEW.edition_id, (SELECT a.edition_id FROM attachment a WHERE a.id = NEW.id))
      AND e.state <> 'draft' AND COALESCE(b.state, 'done') <> 'moving')
  BEGIN SELECT RAISE(ABORT, 'the files of a published text are kept'); END;
CREATE TRIGGER attachment_frozen_update BEFORE UPDATE ON attachment
  WHEN EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
    WHERE e.id IN (OLD.edition_id, NEW.edition_id, (SELECT a.edition_id FROM attachment a WHERE a.id = NEW.id))
      AND e.state <> 'draft' AND COALESCE(b.state, 'done') <> 'moving')
  BEGIN SELECT RAISE(ABORT, 'the files of a published text are kept'); END;
CREATE TRIGGER attachment_frozen_delete BEFORE DELETE ON attachment
  WHEN EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
    WHERE e.id = OLD.edition_id AND e.state <> 'draft' AND COALESCE(b.state, 'done') <> 'moving')
  BEGIN SELECT RAISE(ABORT, 'the files of a published text are kept'); END;
@end
@pg
CREATE FUNCTION xxgk_refuse() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('audit is append-only');
CREATE TRIGGER index_number_no_delete BEFORE DELETE OR TRUNCATE ON index_number
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('an index number is for ever');
CREATE TRIGGER index_number_no_update BEFORE UPDATE OF index_no, agency_id, year, serial ON index_number
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('an index number is for ever');
CREATE TRIGGER item_index_no_fixed BEFORE UPDATE OF index_no ON item FOR EACH ROW
  WHEN (OLD.index_no IS NOT NULL AND NEW.index_no IS DISTINCT FROM OLD.index_no)
  EXECUTE FUNCTION xxgk_refuse('an index number is for ever');
CREATE TRIGGER review_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON review
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('a review is append-only');
CREATE TRIGGER edition_frozen BEFORE UPDATE ON edition FOR EACH ROW
  WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft' OR (NEW.item_id, NEW.no, NEW.title, NEW.doc_no, NEW.summary, NEW.body,
      NEW.content_sm3, NEW.formed_on, NEW.written_on, NEW.author_id, NEW.content_review_id, NEW.secrecy_review_id,
      NEW.attestation_id) IS DISTINCT FROM (OLD.item_id, OLD.no, OLD.title, OLD.doc_no, OLD.summary, OLD.body,
      OLD.content_sm3, OLD.formed_on, OLD.written_on, OLD.author_id, OLD.content_review_id, OLD.secrecy_review_id,
      OLD.attestation_id)))
  EXECUTE FUNCTION xxgk_refuse('a published text is superseded, not overwritten');
CREATE FUNCTION xxgk_keep_edition() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM item i LEFT JOIN import_batch b ON b.id = i.batch_id
                WHERE i.id = OLD.item_id AND COALESCE(b.state, 'done') <> 'moving') THEN
      RAISE EXCEPTION 'a published text is kept' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
  END $$;
CREATE TRIGGER edition_kept BEFORE DELETE ON edition FOR EACH ROW WHEN (OLD.state <> 'draft')
  EXECUTE FUNCTION xxgk_keep_edition();
CREATE FUNCTION xxgk_reviewed() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM review r
                WHERE r.edition_id = OLD.id AND r.verdict = 'approve' AND r.content_sm3 = OLD.content_sm3) THEN
      RAISE EXCEPTION 'a reviewed text is reviewed again when it changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER edition_reviewed BEFORE UPDATE ON edition FOR EACH ROW
  WHEN (OLD.state = 'draft' AND NEW.content_sm3 = OLD.content_sm3
    AND (NEW.title, NEW.doc_no, NEW.summary, NEW.body, NEW.formed_on, NEW.written_on)
      IS DISTINCT FROM (OLD.title, OLD.doc_no, OLD.summary, OLD.body, OLD.formed_on, OLD.written_on))
  EXECUTE FUNCTION xxgk_reviewed();
CREATE FUNCTION xxgk_keep_attachment() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM edition e JOIN item i ON i.id = e.item_id LEFT JOIN import_batch b ON b.id = i.batch_id
                WHERE ((TG_OP <> 'INSERT' AND e.id = OLD.edition_id) OR (TG_OP <> 'DELETE' AND e.id = NEW.edition_id))
                  AND e.state <> 'draft' AND COALESCE(b.state, 'done') <> 'moving') THEN
      RAISE EXCEPTION 'the files of a published text are kept' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER attachment_frozen BEFORE INSERT OR UPDATE OR DELETE ON attachment FOR EACH ROW
  EXECUTE FUNCTION xxgk_keep_attachment();
CREATE TRIGGER attachment_no_truncate BEFORE TRUNCATE ON attachment
  FOR EACH STATEMENT EXECUTE FUNCTION xxgk_refuse('the files of a published text are kept');
@end
