-- Whether a job stands for a row: a message that waits without one is put in again.

CREATE INDEX job_open ON job (kind, ref) WHERE state IN ('ready','leased');
