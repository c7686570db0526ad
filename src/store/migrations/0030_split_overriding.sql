-- Why an item is made public all the same: the third party agreed, or the public interest weighs more (Art. 15), or a law orders it
-- (Art. 16). What was ticked before without saying which is 'unstated', which lifts nothing: the drafter chooses again.
ALTER TABLE item_sheet ADD COLUMN overriding @text NOT NULL DEFAULT '' CHECK (overriding IN ('','consent','public_interest','law','unstated'));
ALTER TABLE sheet_before ADD COLUMN overriding @text NOT NULL DEFAULT '';
UPDATE item_sheet SET overriding = CASE WHEN ground LIKE 'G16%' THEN 'law' ELSE 'unstated' END WHERE overridden = 1;
UPDATE sheet_before SET overriding = CASE WHEN ground LIKE 'G16%' THEN 'law' ELSE 'unstated' END WHERE overridden = 1;
ALTER TABLE item_sheet DROP COLUMN overridden;
ALTER TABLE sheet_before DROP COLUMN overridden;
