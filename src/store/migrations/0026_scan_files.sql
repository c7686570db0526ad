-- The scan before publication (发布前检查) of what files say: found when they are looked into, kept beside what is hidden in
-- them, as it may be shown. The findings of a text take them over, and are decided there.
CREATE TABLE file_mark (
  sm3 @text NOT NULL,
  claim @text NOT NULL,
  inspector @int NOT NULL,
  no @int NOT NULL CHECK (no > 0),
  kind @text NOT NULL CHECK (length(kind) > 0),
  severity @int NOT NULL CHECK (severity BETWEEN 0 AND 2),
  place @text NOT NULL,                              -- 第3页, 工作表“名单”第12行
  words_before @text NOT NULL,
  masked @text NOT NULL,
  words_after @text NOT NULL,
  reason @text NOT NULL,
  suggestion @text NOT NULL,
  advice @text NOT NULL,
  PRIMARY KEY (sm3, claim, inspector, no),
  FOREIGN KEY (sm3, claim, inspector) REFERENCES file_inspection (sm3, claim, inspector)
) @strict;
