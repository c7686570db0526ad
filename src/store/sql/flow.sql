-- The way of a text through the office: sheets, acts, ladders, stand-ins. Statements of app/flow*.c.

-- name: flow_head               an item as the office holds it: its place, its newest text, and where it stands
-- in: id int
-- out: id int, agency_id int, agency_name text, agency_slug text, column_id int, column_name text, column_code text, wants_interpretation bool, state text, index_no text?, published_at instant?, withdrawn_at instant?, withdrawn_reason text?, live_edition_id int?, batch_id int?, disclosure text, ground text?, on_site bool, edition_id int, flow_state text?, step text?, retro_step text?, emergency bool?, due_on day?, retro_due_on day?, mend_due_on day?, revisit_on day?, explain_due_on day?
SELECT i.id, i.agency_id, a.name, a.slug, i.column_id, c.name, c.code, c.wants_interpretation, i.state, i.index_no, i.published_at,
       i.withdrawn_at, i.withdrawn_reason, i.live_edition_id, i.batch_id, i.disclosure, i.ground, i.on_site,
       (SELECT e.id FROM edition e WHERE e.item_id = i.id AND e.set_aside = 0 ORDER BY e.no DESC LIMIT 1),
       f.state, f.step, f.retro_step, f.emergency, f.due_on, f.retro_due_on, f.mend_due_on, f.revisit_on, f.explain_due_on
  FROM item i JOIN agency a ON a.id = i.agency_id JOIN catalogue_column c ON c.id = i.column_id
  LEFT JOIN item_flow f ON f.item_id = i.id
 WHERE i.id = $1;

-- name: flow_answers            who answers for what an agency published: it, and of a closed one its heirs, with all above them
-- in: id int
-- out: id int
WITH RECURSIVE heir (id) AS (
  SELECT a.id FROM agency a WHERE a.id = $1
  UNION
  SELECT s.successor_id FROM heir h JOIN agency a ON a.id = h.id AND a.closed_on IS NOT NULL
    JOIN agency_succession s ON s.predecessor_id = h.id)
SELECT DISTINCT p.ancestor FROM heir h JOIN agency_path p ON p.descendant = h.id AND p.ended_on IS NULL;

-- name: flow_edition            one text, whole
-- in: id int
-- out: id int, item_id int, no int, state text, version int, title text, doc_no text?, summary text, body text, formed_on day?, written_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, repealed_by text?, topic_id int?, genre_id int?, audience_id int?, topic text?, genre text?, audience text?, keywords text, source text, author_id int?, author text?, content_sm3 text, created_at instant
SELECT e.id, e.item_id, e.no, e.state, e.version, e.title, e.doc_no, e.summary, e.body, e.formed_on, e.written_on, e.validity,
       e.effective_on, e.expires_on, e.repealed_on, e.repealed_by, e.topic_id, e.genre_id, e.audience_id, t.name, g.name, u.name,
       e.keywords, e.source, e.author_id, p.name, e.content_sm3, e.created_at
  FROM edition e LEFT JOIN class t ON t.id = e.topic_id LEFT JOIN class g ON g.id = e.genre_id
  LEFT JOIN class u ON u.id = e.audience_id LEFT JOIN person p ON p.id = e.author_id
 WHERE e.id = $1;

-- name: flow_editions           all texts of an item, the newest first
-- in: item_id int
-- out: id int, no int, state text, title text, doc_no text?, summary text, body text, created_at instant, content_sm3 text
SELECT e.id, e.no, CASE WHEN e.set_aside = 1 THEN 'discarded' ELSE e.state END, e.title, e.doc_no, e.summary, e.body,
       e.created_at, e.content_sm3
  FROM edition e WHERE e.item_id = $1 ORDER BY e.no DESC;

-- name: flow_files              the files of a text with their facts
-- in: edition_id int
-- out: name text, sm3 text, size int, type text
SELECT t.name, t.sm3, o.size, o.type FROM attachment t JOIN file_object o ON o.sm3 = t.sm3
 WHERE t.edition_id = $1 ORDER BY t.sort;

-- name: flow_file_is_there      a file that some text has
-- in: sm3 text
-- out: sm3 text, size int, type text
SELECT o.sm3, o.size, o.type FROM file_object o WHERE o.sm3 = $1;

-- name: attachment_clear        a draft without its files
-- in: edition_id int
DELETE FROM attachment WHERE edition_id = $1;

-- name: draft_save              the next state of a draft's text, unless somebody saved it meanwhile
-- in: id int, version int, title text, doc_no text?, doc_no_key text?, summary text, body text, formed_on day?, written_on day?, validity text, effective_on day?, expires_on day?, repealed_on day?, repealed_by text?, topic_id int?, genre_id int?, audience_id int?, keywords text, source text, correction text, content_sm3 text, digest int, author_id int
-- out: version int
UPDATE edition SET version = version + 1, title = $3, doc_no = $4, doc_no_key = $5, summary = $6, body = $7, formed_on = $8,
       written_on = $9, validity = $10, effective_on = $11, expires_on = $12, repealed_on = $13, repealed_by = $14, topic_id = $15,
       genre_id = $16, audience_id = $17, keywords = $18, source = $19, correction = $20, content_sm3 = $21, digest = $22,
       author_id = COALESCE(author_id, $23)
 WHERE id = $1 AND version = $2 AND state = 'draft' AND set_aside = 0
RETURNING version;

-- name: draft_place             where a draft that was never public belongs
-- in: id int, agency_id int, column_id int
UPDATE item SET agency_id = $2, column_id = $3 WHERE id = $1 AND state = 'draft' AND index_no IS NULL;

-- name: item_attribute          the attribute of an item as it was decided
-- in: id int, disclosure text, ground text?, ground_reason text?
UPDATE item SET disclosure = $2, ground = $3, ground_reason = $4 WHERE id = $1 AND state <> 'live';

-- name: sheet_read              the draft sheet of an item
-- in: item_id int
-- out: disclosure text, ground text?, overriding text, ground_reason text, origin text, origin_agency text, joint_agencies text, special_days int, special_basis text, channels text, exemption text, correction text, note text, exemption_now text
SELECT s.disclosure, s.ground, s.overriding, s.ground_reason, s.origin, s.origin_agency, s.joint_agencies, s.special_days,
       s.special_basis, s.channels, s.exemption, s.correction, s.note, COALESCE(b.exemption, s.exemption)
  FROM item_sheet s LEFT JOIN sheet_before b ON b.item_id = s.item_id WHERE s.item_id = $1;

-- name: sheet_keep              the sheet as it stands when a correction begins
-- in: item_id int
INSERT INTO sheet_before (item_id, disclosure, ground, overriding, ground_reason, origin, origin_agency, joint_agencies, special_days,
                          special_basis, channels, exemption, correction, note)
SELECT s.item_id, s.disclosure, s.ground, s.overriding, s.ground_reason, s.origin, s.origin_agency, s.joint_agencies, s.special_days,
       s.special_basis, s.channels, s.exemption, s.correction, s.note
  FROM item_sheet s WHERE s.item_id = $1;

-- name: sheet_remove            a sheet that gives way to the one before it
-- in: item_id int
DELETE FROM item_sheet WHERE item_id = $1 AND EXISTS (SELECT 1 FROM sheet_before b WHERE b.item_id = $1);

-- name: sheet_restore           the sheet as it stood when the correction began, if there was one
-- in: item_id int
INSERT INTO item_sheet (item_id, disclosure, ground, overriding, ground_reason, origin, origin_agency, joint_agencies, special_days,
                        special_basis, channels, exemption, correction, note)
SELECT b.item_id, b.disclosure, b.ground, b.overriding, b.ground_reason, b.origin, b.origin_agency, b.joint_agencies, b.special_days,
       b.special_basis, b.channels, b.exemption, b.correction, b.note
  FROM sheet_before b WHERE b.item_id = $1;

-- name: sheet_before_drop       the correction is over
-- in: item_id int
DELETE FROM sheet_before WHERE item_id = $1;

-- name: draft_set_aside         a correction that is given up
-- in: id int
UPDATE edition SET set_aside = 1, version = version + 1 WHERE id = $1 AND state = 'draft';

-- name: sheet_put               the draft sheet, or its next state
-- in: item_id int, disclosure text, ground text?, overriding text, ground_reason text, origin text, origin_agency text, joint_agencies text, special_days int, special_basis text, channels text, exemption text, correction text, note text
INSERT INTO item_sheet (item_id, disclosure, ground, overriding, ground_reason, origin, origin_agency, joint_agencies, special_days,
                        special_basis, channels, exemption, correction, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (item_id) DO UPDATE SET disclosure = excluded.disclosure, ground = excluded.ground, overriding = excluded.overriding,
  ground_reason = excluded.ground_reason, origin = excluded.origin, origin_agency = excluded.origin_agency,
  joint_agencies = excluded.joint_agencies, special_days = excluded.special_days, special_basis = excluded.special_basis,
  channels = excluded.channels, exemption = excluded.exemption, correction = excluded.correction, note = excluded.note;

-- name: sheet_attribute         what a later step holds the attribute to be
-- in: item_id int, disclosure text, ground text?, ground_reason text
UPDATE item_sheet SET disclosure = $2, ground = $3, ground_reason = $4 WHERE item_id = $1;

-- name: act_insert              one more act of the trail
-- in: item_id int, edition_id int, act text, person_id int, delegator_id int?, step int, ladder text?, emergency bool, review_id int?, words text, disclosure text?, ground text?, content_sm3 text?, done_at instant
-- out: id int
INSERT INTO item_act (item_id, edition_id, kind, person_id, delegator_id, step, ladder, emergency, review_id, words, disclosure,
                      ground, content_sm3, done_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id;

-- name: acts_of_item            the trail of an item, in the order in which it was done
-- in: item_id int
-- out: id int, edition_id int, act text, person_id int, person text, delegator_id int?, delegator text?, step int, ladder text?, emergency bool, words text, disclosure text?, ground text?, content_sm3 text?, done_at instant
SELECT t.id, t.edition_id, t.kind, t.person_id, p.name, t.delegator_id, d.name, t.step, t.ladder, t.emergency, t.words,
       t.disclosure, t.ground, t.content_sm3, t.done_at
  FROM item_act t JOIN person p ON p.id = t.person_id LEFT JOIN person d ON d.id = t.delegator_id
 WHERE t.item_id = $1 ORDER BY t.id;

-- name: flow_put                where an item stands now
-- in: item_id int, edition_id int, author_id int?, state text, step text?, retro_step text?, emergency bool, due_on day?, retro_due_on day?, mend_due_on day?, revisit_on day?, explain_due_on day?, acted_at instant, acted_by int?
INSERT INTO item_flow (item_id, edition_id, author_id, state, step, retro_step, emergency, due_on, retro_due_on, mend_due_on,
                       revisit_on, explain_due_on, acted_at, acted_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (item_id) DO UPDATE SET edition_id = excluded.edition_id, author_id = excluded.author_id, state = excluded.state,
  step = excluded.step, retro_step = excluded.retro_step, emergency = excluded.emergency, due_on = excluded.due_on,
  retro_due_on = excluded.retro_due_on, mend_due_on = excluded.mend_due_on, revisit_on = excluded.revisit_on, explain_due_on = excluded.explain_due_on,
  acted_at = excluded.acted_at, acted_by = excluded.acted_by;

-- name: flow_explained          its interpretation is out
-- in: item_id int
UPDATE item_flow SET explain_due_on = NULL WHERE item_id = $1 AND explain_due_on IS NOT NULL;

-- name: draft_text_keep         the text as it was submitted; the same text is kept once
-- in: edition_id int, kept_at instant
INSERT INTO draft_text (edition_id, content_sm3, title, doc_no, summary, body, kept_at)
SELECT e.id, e.content_sm3, e.title, e.doc_no, e.summary, e.body, $2 FROM edition e
 WHERE e.id = $1 AND NOT EXISTS (SELECT 1 FROM draft_text x WHERE x.edition_id = e.id AND x.content_sm3 = e.content_sm3);

-- name: draft_text_files_keep   and the pictures in it
-- in: edition_id int
INSERT INTO draft_text_file (edition_id, content_sm3, sm3)
SELECT DISTINCT e.id, e.content_sm3, a.sm3 FROM edition e JOIN attachment a ON a.edition_id = e.id
 WHERE e.id = $1 AND a.name = 'picture'
ON CONFLICT (edition_id, content_sm3, sm3) DO NOTHING;

-- name: draft_texts_of_item     all kept texts of an item, the newest first
-- in: item_id int
-- out: edition_id int, no int, content_sm3 text, title text, doc_no text?, summary text, body text, kept_at instant
SELECT d.edition_id, e.no, d.content_sm3, d.title, d.doc_no, d.summary, d.body, d.kept_at
  FROM edition e JOIN draft_text d ON d.edition_id = e.id WHERE e.item_id = $1 ORDER BY d.kept_at DESC, e.no DESC;

-- name: flow_relations          what an item is related to, either way; what waits for a signature too
-- in: item_id int
-- out: relation text, outward bool, id int, title text, state text, index_no text?, coming bool, going bool, agency_id int
SELECT x.kind, x.outward, i.id, CASE f.state WHEN 'purging' THEN '（泄密处置中的信息）' ELSE e.title END, i.state, i.index_no, x.coming, x.going, i.agency_id
  FROM (SELECT r.kind, 1 AS outward, r.to_item AS other, 0 AS coming,
               CASE WHEN EXISTS (SELECT 1 FROM edition d JOIN relation_change c ON c.edition_id = d.id AND c.kind = r.kind
                                  AND c.to_item = r.to_item AND c.off = 1 WHERE d.item_id = r.from_item) THEN 1 ELSE 0 END AS going
          FROM item_relation r WHERE r.from_item = $1
        UNION ALL
        SELECT r.kind, 0, r.from_item, 0,
               CASE WHEN EXISTS (SELECT 1 FROM edition d JOIN relation_change c ON c.edition_id = d.id AND c.kind = r.kind
                                  AND c.to_item = r.to_item AND c.off = 1 WHERE d.item_id = r.from_item) THEN 1 ELSE 0 END
          FROM item_relation r WHERE r.to_item = $1
        UNION ALL
        SELECT c.kind, 1, c.to_item, 1, 0 FROM edition d JOIN relation_change c ON c.edition_id = d.id AND c.off = 0
         WHERE d.item_id = $1
        UNION ALL
        SELECT c.kind, 0, d.item_id, 1, 0 FROM relation_change c JOIN edition d ON d.id = c.edition_id
         WHERE c.to_item = $1 AND c.off = 0) x
  JOIN item i ON i.id = x.other
  JOIN edition e ON e.item_id = i.id AND e.no = (SELECT MAX(n.no) FROM edition n WHERE n.item_id = i.id AND n.set_aside = 0)
  LEFT JOIN item_flow f ON f.item_id = i.id
 ORDER BY x.outward DESC, x.kind, i.id;

-- name: relation_change_put     what a correcting text will do, or take back, once it is signed
-- in: edition_id int, relation text, to_item int, off bool
INSERT INTO relation_change (edition_id, kind, to_item, off) VALUES ($1, $2, $3, $4)
ON CONFLICT (edition_id, kind, to_item) DO UPDATE SET off = excluded.off;

-- name: relation_change_settle  a change that changes nothing is none
-- in: edition_id int, relation text, to_item int, from_item int
DELETE FROM relation_change WHERE edition_id = $1 AND kind = $2 AND to_item = $3
   AND off = CASE WHEN EXISTS (SELECT 1 FROM item_relation r WHERE r.from_item = $4 AND r.kind = $2 AND r.to_item = $3)
                  THEN 0 ELSE 1 END;

-- name: relation_changes        all that waits with a text
-- in: edition_id int
-- out: relation text, to_item int, off bool
SELECT c.kind, c.to_item, c.off FROM relation_change c WHERE c.edition_id = $1 ORDER BY c.to_item, c.kind;

-- name: relation_changes_drop   nothing waits with it any more
-- in: edition_id int
DELETE FROM relation_change WHERE edition_id = $1;

-- name: relation_remove         two items that have nothing to do with each other after all
-- in: from_item int, relation text, to_item int
DELETE FROM item_relation WHERE from_item = $1 AND kind = $2 AND to_item = $3;

-- name: review_rules_above      the ladders set for an agency and those above it, for a column or all: from the top down, a column's before one for all
-- in: agency_id int, column_id int
-- out: agency_id int, is_top bool, steps text, two_steps bool, retro_days int, revisit_months int
SELECT r.agency_id,
       CASE WHEN EXISTS (SELECT 1 FROM agency_path u WHERE u.descendant = p.ancestor AND u.depth > 0 AND u.ended_on IS NULL)
            THEN 0 ELSE 1 END,
       r.steps, r.two_steps, r.retro_days, r.revisit_months
  FROM agency_path p JOIN review_rule r ON r.agency_id = p.ancestor
  LEFT JOIN column_path c ON c.ancestor = r.column_id AND c.descendant = $2
 WHERE p.descendant = $1 AND p.ended_on IS NULL AND (r.column_id IS NULL OR c.descendant IS NOT NULL)
 ORDER BY p.depth DESC, CASE WHEN r.column_id IS NULL THEN 1 ELSE 0 END, c.depth;

-- name: review_rule_list        the ladders of a scope
-- in: scope int
-- out: id int, agency_id int, agency_name text, column_id int?, column_name text?, steps text, two_steps bool, retro_days int, revisit_months int, set_by text, set_at instant
SELECT r.id, r.agency_id, a.name, r.column_id, c.name, r.steps, r.two_steps, r.retro_days, r.revisit_months, p.name, r.set_at
  FROM review_rule r JOIN agency a ON a.id = r.agency_id
  JOIN agency_path x ON x.descendant = r.agency_id AND x.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND x.ended_on IS NULL
  LEFT JOIN catalogue_column c ON c.id = r.column_id JOIN person p ON p.id = r.set_by
 ORDER BY a.sort, a.id, c.sort;

-- name: review_rule_remove      a ladder of the scope goes, and the one above holds
-- in: agency_id int, column_id int?
DELETE FROM review_rule WHERE agency_id = $1 AND COALESCE(column_id, 0) = COALESCE($2, 0);

-- name: review_rule_insert      a ladder
-- in: agency_id int, column_id int?, steps text, two_steps bool, retro_days int, revisit_months int, set_by int, set_at instant
INSERT INTO review_rule (agency_id, column_id, steps, two_steps, retro_days, revisit_months, set_by, set_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: delegation_insert       one person stands in for another
-- in: from_id int, to_id int, role text, scope_agency_id int, from_day day, to_day day, reason text, made_by int, made_at instant
-- out: id int
INSERT INTO delegation (from_id, to_id, role, scope_agency_id, from_day, to_day, reason, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- name: delegation_end          back earlier than was said; only the one who was stood in for, or who made it
-- in: id int, person_id int, ended_at instant
UPDATE delegation SET ended_at = $3 WHERE id = $1 AND ended_at IS NULL AND (from_id = $2 OR made_by = $2);

-- name: delegation_list         who stands in, or stood in, for whom in a scope
-- in: scope int, today day
-- out: id int, from_id int, from_name text, to_id int, to_name text, role text, agency_name text, from_day day, to_day day, reason text, made_by text, made_by_id int, ended_at instant?
SELECT d.id, d.from_id, f.name, d.to_id, t.name, d.role, a.name, d.from_day, d.to_day, d.reason, m.name, d.made_by, d.ended_at
  FROM delegation d JOIN agency_path x ON x.descendant = d.scope_agency_id AND x.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND x.ended_on IS NULL
  JOIN agency a ON a.id = d.scope_agency_id JOIN person f ON f.id = d.from_id JOIN person t ON t.id = d.to_id
  JOIN person m ON m.id = d.made_by
 ORDER BY CASE WHEN d.ended_at IS NULL AND d.to_day >= $2 THEN 0 ELSE 1 END, d.from_day DESC, d.id DESC
 LIMIT 500;

-- name: delegation_grants       roles that a person holds for others today
-- in: person_id int, today day
-- out: role text, scope_agency_id int, agency_name text, from_id int, held bool
SELECT d.role, d.scope_agency_id, a.name, d.from_id, CASE WHEN t.held_at IS NULL THEN 0 ELSE 1 END
  FROM delegation d JOIN agency a ON a.id = d.scope_agency_id
  JOIN person_role r ON r.person_id = d.from_id AND r.role = d.role AND r.scope_agency_id = d.scope_agency_id
  JOIN person f ON f.id = d.from_id AND f.disabled_at IS NULL JOIN person t ON t.id = d.to_id
 WHERE d.to_id = $1 AND d.ended_at IS NULL AND d.from_day <= $2 AND d.to_day >= $2
 ORDER BY d.role, d.scope_agency_id;

-- name: delegation_roles        what a person may give to another to hold
-- in: person_id int
-- out: role text, scope_agency_id int, agency_name text
SELECT r.role, r.scope_agency_id, a.name FROM person_role r JOIN agency a ON a.id = r.scope_agency_id
  JOIN person m ON m.id = r.person_id AND m.held_at IS NULL
 WHERE r.person_id = $1 AND r.role IN ('clerk','reviewer','secrecy_reviewer','signer','gid_office')
 ORDER BY r.role, r.scope_agency_id;

-- name: colleague_list          people who can sign in and sit in a scope
-- in: scope int
-- out: id int, name text, login text, agency_name text
SELECT p.id, p.name, p.login, a.name
  FROM person p JOIN agency a ON a.id = p.agency_id
  JOIN agency_path x ON x.descendant = p.agency_id AND x.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND x.ended_on IS NULL
 WHERE p.disabled_at IS NULL ORDER BY a.sort, a.id, p.login LIMIT 1000;

-- name: delegations_open        stand-ins of a scope that are not over
-- in: scope int, today day
-- out: from_login text, from_name text, to_login text, to_name text, role text, code text, agency text, from_day day, to_day day, reason text
SELECT f.login, f.name, t.login, t.name, d.role, a.code, a.name, d.from_day, d.to_day, d.reason
  FROM delegation d JOIN agency_path x ON x.descendant = d.scope_agency_id AND x.ancestor IN (SELECT m.root FROM scope_member m WHERE m.scope = $1) AND x.ended_on IS NULL
  JOIN agency a ON a.id = d.scope_agency_id JOIN person f ON f.id = d.from_id JOIN person t ON t.id = d.to_id
 WHERE d.ended_at IS NULL AND d.to_day >= $2
 ORDER BY d.from_day, f.login, t.login, d.role, d.id;

-- name: delegation_same         the same once more
-- in: from_id int, to_id int, role text, scope_agency_id int, from_day day, to_day day
-- out: n int
SELECT COUNT(*) FROM delegation d
 WHERE d.from_id = $1 AND d.to_id = $2 AND d.role = $3 AND d.scope_agency_id = $4 AND d.from_day = $5 AND d.to_day = $6
   AND d.ended_at IS NULL;
