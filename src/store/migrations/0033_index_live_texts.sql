-- Which item shows a text: the guards of 0029 ask it of each text that is written, and walked all items for the answer.

CREATE INDEX item_by_live_edition ON item (live_edition_id) WHERE live_edition_id IS NOT NULL;
