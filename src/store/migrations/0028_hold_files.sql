-- Who still has a file, without reading any body: the pictures of a kept text stand beside it, as those of a draft stand
-- among its attachments. And which files a purge left because another item has them.

CREATE TABLE draft_text_file (
  edition_id @ref NOT NULL,
  content_sm3 @text NOT NULL,
  sm3 @text NOT NULL,
  PRIMARY KEY (edition_id, content_sm3, sm3),
  FOREIGN KEY (edition_id, content_sm3) REFERENCES draft_text (edition_id, content_sm3)
) @strict;
CREATE INDEX draft_text_file_by_file ON draft_text_file (sm3);
INSERT INTO draft_text_file (edition_id, content_sm3, sm3)
SELECT DISTINCT t.edition_id, t.content_sm3, a.sm3
  FROM draft_text t JOIN attachment a ON a.edition_id = t.edition_id WHERE a.name = 'picture';

CREATE TABLE purge_kept (
  purge_id @ref NOT NULL REFERENCES purge (id),
  sm3 @text NOT NULL CHECK (length(sm3) = 64),
  PRIMARY KEY (purge_id, sm3)
) @strict;
