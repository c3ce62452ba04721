-- Times are UTC milliseconds.
CREATE TABLE api_key (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id GLOB 'key_*'),
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64), -- SHA-256, in hexadecimal digits
  name TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('read', 'review', 'write', 'admin')),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;
