-- An export tells of each write what it concerns.
CREATE INDEX log_concern_seq ON log_concern (seq);
