-- Channels beside the site: who entered a publication and what proves it, the outbox to connectors, and what is made public
-- without being an item (press conferences, meetings, leaflets, visits of reading points).

ALTER TABLE publication ADD COLUMN entered_by @ref REFERENCES person (id);
ALTER TABLE publication ADD COLUMN proof_file @text REFERENCES file_object (sm3);
CREATE INDEX publication_by_proof ON publication (proof_file) WHERE proof_file IS NOT NULL;

-- 对接接口: where messages of a unit and all below it go for one channel; the nearest unit's counts.
CREATE TABLE connector (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),
  channel @text NOT NULL REFERENCES channel (code),
  name @text NOT NULL CHECK (length(name) > 0),
  url @text NOT NULL CHECK (url LIKE 'https://%' OR url LIKE 'http://%'),
  secret @text,                                      -- sealed (base/crypto.h); NULL: messages are not signed
  enabled @bool NOT NULL DEFAULT 1,
  set_by @ref NOT NULL REFERENCES person (id),
  set_at @instant NOT NULL,
  CHECK (channel <> 'website'),
  UNIQUE (agency_id, channel)
) @strict;

-- 待发: a message that is owed to a connector, tried again until it is taken.
CREATE TABLE dispatch (
  id @id,
  item_id @ref NOT NULL REFERENCES item (id),
  edition_id @ref NOT NULL REFERENCES edition (id),
  channel @text NOT NULL REFERENCES channel (code),
  connector_id @ref NOT NULL REFERENCES connector (id),
  kind @text NOT NULL CHECK (kind IN ('publish','correct','withdraw')),
  state @text NOT NULL CHECK (state IN ('waiting','sent','failed','cancelled')),
  attempts @int NOT NULL DEFAULT 0,
  error @text NOT NULL DEFAULT '',                   -- of the last try
  proof @text NOT NULL DEFAULT '',                   -- link the connector answered with
  asked_by @ref REFERENCES person (id),
  asked_at @instant NOT NULL,
  ended_at @instant,
  CHECK ((state = 'waiting') = (ended_at IS NULL)),
  UNIQUE (item_id, channel, edition_id, kind)
) @strict;
CREATE INDEX dispatch_open ON dispatch (state, id);

-- 其他公开活动, counted as a value with a kind: absent is not zero.
CREATE TABLE channel_event (
  id @id,
  agency_id @ref NOT NULL REFERENCES agency (id),
  channel @text NOT NULL REFERENCES channel (code),
  on_day @day NOT NULL,
  title @text NOT NULL CHECK (length(title) > 0),
  n_kind @text NOT NULL CHECK (n_kind IN ('exact','approximate','absent')),
  n @int CHECK (n >= 0),
  unit @text NOT NULL DEFAULT '',
  proof @text NOT NULL DEFAULT '',
  entered_by @ref REFERENCES person (id),
  entered_at @instant NOT NULL,
  CHECK ((n_kind = 'absent') = (n IS NULL))
) @strict;
CREATE INDEX channel_event_by_agency ON channel_event (agency_id, on_day DESC, id DESC);
