-- What is made of documents by code that no statement here could run: each table is written anew when the store opens
-- and the version with which its rows were made is not the one in the code.
CREATE TABLE analysis (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What live sources can be found alike by; `name:new york times`.
CREATE TABLE source_likeness (
  owner INTEGER NOT NULL REFERENCES source (key),
  value TEXT NOT NULL,
  PRIMARY KEY (value, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_likeness_owner ON source_likeness (owner);
