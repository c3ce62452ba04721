-- The log tells more kinds of writes apart, and is read by resource.
CREATE TABLE log_of_more_actions (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, -- UTC milliseconds, never less than in the row before
  actor TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('create', 'update', 'withdraw', 'restore', 'confirm', 'revert', 'redact')),
  resource TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  document TEXT NOT NULL CHECK (json_valid(document)),
  comment TEXT,
  UNIQUE (id, revision)
) STRICT;
INSERT INTO log_of_more_actions (seq, at, actor, action, resource, id, revision, document, comment)
  SELECT seq, at, actor, action, resource, id, revision, document, comment FROM log;
DROP TABLE log;
ALTER TABLE log_of_more_actions RENAME TO log;
CREATE INDEX log_resource ON log (resource, seq);
CREATE INDEX log_redaction ON log (seq) WHERE action = 'redact';

-- What was answered to a request that may be sent again: the documents that it left, or the problem.
CREATE TABLE receipt (
  actor TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL, -- of the request
  at INTEGER NOT NULL, -- UTC milliseconds
  written TEXT CHECK (json_valid(written)), -- [[id, revision], …] in the order of the commands
  problem TEXT CHECK (json_valid(problem)),
  PRIMARY KEY (actor, method, path, key),
  CHECK ((written IS NULL) <> (problem IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_at ON receipt (at);
