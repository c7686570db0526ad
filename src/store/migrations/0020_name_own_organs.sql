-- The first class of 主题分类 names the organs of the State Council; a local government has organs of its own there. The codes
-- stay; state_name keeps the national word, which texts from above and files to import may use.

ALTER TABLE class ADD COLUMN state_name @text;

UPDATE class SET state_name = name WHERE scheme = 'topic' AND (code = '01' OR code LIKE '01__') AND code <> '0110';

UPDATE class SET name = CASE code WHEN '01' THEN '本级政府组织机构'
                                  WHEN '0101' THEN '本级人民政府'
                                  WHEN '0102' THEN '政府办公厅（室）'
                                  WHEN '0103' THEN '政府工作部门'
                                  WHEN '0104' THEN '政府直属特设机构'
                                  WHEN '0105' THEN '政府直属机构'
                                  WHEN '0106' THEN '政府办事机构和派出机构'
                                  WHEN '0107' THEN '政府直属事业单位'
                                  WHEN '0108' THEN '部门管理机构'
                                  ELSE '政府议事协调机构' END
 WHERE state_name IS NOT NULL
   AND name IN ('国务院组织机构', '国务院', '国务院办公厅', '国务院组成部门', '国务院直属特设机构', '国务院直属机构',
                '国务院办事机构', '国务院直属事业单位', '国务院部委管理的国家局', '国务院议事协调机构')
   AND NOT EXISTS (SELECT 1 FROM agency a WHERE a.parent_id IS NULL AND a.level = 'state');

-- What an office had renamed before is its own word, not the national one.
UPDATE class SET state_name = NULL
 WHERE state_name IS NOT NULL AND state_name = name AND state_name NOT LIKE '国务院%';
