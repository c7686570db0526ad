-- Two former sites of one house may have had the same address ("/art/2019/1.html"): an address of the old site is unique
-- in the site that shows the item, not in the house.

-- Whose site an agency's items stand on: of the nearest site above, else of the top.
CREATE VIEW agency_home AS
  SELECT a.id AS agency_id,
         COALESCE((SELECT p.ancestor FROM agency_path p JOIN site s ON s.root_agency_id = p.ancestor
                    WHERE p.descendant = a.id AND p.ended_on IS NULL ORDER BY p.depth LIMIT 1),
                  (SELECT p.ancestor FROM agency_path p
                    WHERE p.descendant = a.id AND p.ended_on IS NULL ORDER BY p.depth DESC LIMIT 1), a.id) AS root_id
    FROM agency a;

CREATE TABLE old_address_of_site (
  address @text NOT NULL,                            -- path and query, '/' first
  root_id @ref NOT NULL REFERENCES agency (id),      -- the site's root agency when the item came
  item_id @ref NOT NULL REFERENCES item (id),
  PRIMARY KEY (address, root_id)
) @strict;
INSERT INTO old_address_of_site (address, root_id, item_id)
SELECT o.address, h.root_id, o.item_id
  FROM old_address o JOIN item i ON i.id = o.item_id JOIN agency_home h ON h.agency_id = i.agency_id;
DROP TABLE old_address;
ALTER TABLE old_address_of_site RENAME TO old_address;
CREATE INDEX old_address_by_item ON old_address (item_id);
