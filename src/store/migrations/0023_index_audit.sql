-- All that was done with one thing, as the administrator of audit asks for it.

CREATE INDEX audit_of ON audit (object, object_id, no);
