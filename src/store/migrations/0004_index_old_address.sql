-- Taking an import back asks which old addresses point to an item; so does every delete of an item.
CREATE INDEX old_address_by_item ON old_address (item_id);
