-- One row of a resource holds its document as it is served. What is filtered, sorted, joined or constrained is
-- projected from the document into columns and edge tables of the same transaction. `key` is used inside only.
-- `changed` is the log position of the last write.

CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, -- UTC milliseconds, never less than in the row before
  actor TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('create', 'update', 'withdraw', 'restore')),
  resource TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  document TEXT NOT NULL CHECK (json_valid(document)),
  comment TEXT,
  UNIQUE (id, revision)
) STRICT;

-- The claims, articles and sources that a write concerns.
CREATE TABLE log_concern (
  id TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES log (seq),
  PRIMARY KEY (id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id GLOB 'source_*'),
  external_id TEXT UNIQUE,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  replaced_by INTEGER REFERENCES source (key),
  changed INTEGER NOT NULL REFERENCES log (seq),
  document TEXT NOT NULL CHECK (json_valid(document)),
  kind TEXT NOT NULL,
  country TEXT,
  cited_by INTEGER REFERENCES source (key),
  identified_as INTEGER REFERENCES source (key),
  identifying_evidence INTEGER REFERENCES evidence (key),
  CHECK (replaced_by IS NULL OR (withdrawn = 1 AND replaced_by <> key)),
  CHECK ((kind = 'anonymous') = (cited_by IS NOT NULL)),
  CHECK (identified_as IS NULL OR kind = 'anonymous')
) STRICT;
CREATE INDEX source_replaced_by ON source (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX source_changed ON source (changed);
CREATE INDEX source_kind ON source (kind);
CREATE INDEX source_country ON source (country);
CREATE INDEX source_cited_by ON source (cited_by) WHERE cited_by IS NOT NULL;
CREATE INDEX source_identified_as ON source (identified_as) WHERE identified_as IS NOT NULL;
CREATE INDEX source_identifying_evidence ON source (identifying_evidence) WHERE identifying_evidence IS NOT NULL;

CREATE TABLE source_part_of (
  owner INTEGER NOT NULL REFERENCES source (key),
  target INTEGER NOT NULL REFERENCES source (key),
  PRIMARY KEY (target, owner),
  CHECK (owner <> target)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_part_of_owner ON source_part_of (owner);

CREATE TABLE source_affiliation (
  owner INTEGER NOT NULL REFERENCES source (key),
  target INTEGER NOT NULL REFERENCES source (key),
  PRIMARY KEY (target, owner),
  CHECK (owner <> target)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_affiliation_owner ON source_affiliation (owner);

CREATE TABLE source_language (
  owner INTEGER NOT NULL REFERENCES source (key),
  value TEXT NOT NULL,
  PRIMARY KEY (value, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_language_owner ON source_language (owner);

CREATE TABLE source_same_as (
  owner INTEGER NOT NULL REFERENCES source (key),
  value TEXT NOT NULL,
  PRIMARY KEY (value, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_same_as_owner ON source_same_as (owner);

CREATE TABLE article (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id GLOB 'article_*'),
  external_id TEXT UNIQUE,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  replaced_by INTEGER REFERENCES article (key),
  changed INTEGER NOT NULL REFERENCES log (seq),
  document TEXT NOT NULL CHECK (json_valid(document)),
  publisher INTEGER NOT NULL REFERENCES source (key),
  derived_from INTEGER REFERENCES article (key),
  url TEXT,
  language TEXT NOT NULL,
  published_at_earliest INTEGER,
  published_at_latest INTEGER,
  CHECK (replaced_by IS NULL OR (withdrawn = 1 AND replaced_by <> key)),
  CHECK (derived_from <> key),
  CHECK (published_at_earliest <= published_at_latest)
) STRICT;
CREATE INDEX article_replaced_by ON article (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX article_changed ON article (changed);
CREATE INDEX article_publisher ON article (publisher);
CREATE INDEX article_derived_from ON article (derived_from) WHERE derived_from IS NOT NULL;
CREATE INDEX article_url ON article (url);
CREATE INDEX article_language ON article (language);
CREATE INDEX article_published_at_first ON article (coalesce(published_at_earliest, 9000000000000000));
CREATE INDEX article_published_at_last ON article (coalesce(published_at_earliest, -9000000000000000));

CREATE TABLE article_topic (
  owner INTEGER NOT NULL REFERENCES article (key),
  value TEXT NOT NULL,
  PRIMARY KEY (value, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_topic_owner ON article_topic (owner);

CREATE TABLE article_notice (
  owner INTEGER NOT NULL REFERENCES article (key),
  value TEXT NOT NULL,
  PRIMARY KEY (value, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_notice_owner ON article_notice (owner);

CREATE TABLE article_notice_attribution (
  owner INTEGER NOT NULL REFERENCES article (key),
  target INTEGER NOT NULL REFERENCES attribution (key),
  PRIMARY KEY (target, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_notice_attribution_owner ON article_notice_attribution (owner);

CREATE TABLE claim (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id GLOB 'claim_*'),
  external_id TEXT UNIQUE,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  replaced_by INTEGER REFERENCES claim (key),
  changed INTEGER NOT NULL REFERENCES log (seq),
  document TEXT NOT NULL CHECK (json_valid(document)),
  kind TEXT NOT NULL,
  tense TEXT NOT NULL,
  occurred_at_earliest INTEGER,
  occurred_at_latest INTEGER,
  CHECK (replaced_by IS NULL OR (withdrawn = 1 AND replaced_by <> key)),
  CHECK (occurred_at_earliest <= occurred_at_latest)
) STRICT;
CREATE INDEX claim_replaced_by ON claim (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX claim_changed ON claim (changed);
CREATE INDEX claim_kind ON claim (kind);
CREATE INDEX claim_tense ON claim (tense);
CREATE INDEX claim_occurred_at_first ON claim (coalesce(occurred_at_earliest, 9000000000000000));
CREATE INDEX claim_occurred_at_last ON claim (coalesce(occurred_at_earliest, -9000000000000000));

CREATE TABLE claim_about (
  owner INTEGER NOT NULL REFERENCES claim (key),
  target INTEGER NOT NULL REFERENCES source (key),
  PRIMARY KEY (target, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_about_owner ON claim_about (owner);

CREATE TABLE claim_language (
  owner INTEGER NOT NULL REFERENCES claim (key),
  value TEXT NOT NULL,
  PRIMARY KEY (value, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_language_owner ON claim_language (owner);

CREATE TABLE claim_topic (
  owner INTEGER NOT NULL REFERENCES claim (key),
  value TEXT NOT NULL,
  PRIMARY KEY (value, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_topic_owner ON claim_topic (owner);

CREATE TABLE attribution (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id GLOB 'attribution_*'),
  external_id TEXT UNIQUE,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  replaced_by INTEGER REFERENCES attribution (key),
  changed INTEGER NOT NULL REFERENCES log (seq),
  document TEXT NOT NULL CHECK (json_valid(document)),
  claim INTEGER NOT NULL REFERENCES claim (key),
  source INTEGER NOT NULL REFERENCES source (key),
  article INTEGER NOT NULL REFERENCES article (key),
  via INTEGER,
  target INTEGER REFERENCES attribution (key),
  on_behalf_of INTEGER REFERENCES source (key),
  retracts INTEGER REFERENCES attribution (key),
  cited_article INTEGER REFERENCES article (key),
  stance TEXT NOT NULL,
  mode TEXT,
  certainty TEXT NOT NULL,
  cue_force TEXT,
  medium TEXT,
  statement_key TEXT,
  origin_unknown INTEGER NOT NULL CHECK (origin_unknown IN (0, 1)),
  inferred INTEGER NOT NULL CHECK (inferred IN (0, 1)),
  said_at_earliest INTEGER,
  said_at_latest INTEGER,
  -- A carrier stands in the same article on the same claim.
  UNIQUE (key, article, claim),
  FOREIGN KEY (via, article, claim) REFERENCES attribution (key, article, claim),
  CHECK (via <> key),
  CHECK (target <> key),
  CHECK (retracts <> key),
  CHECK ((stance = 'retracts') = (retracts IS NOT NULL)),
  CHECK (origin_unknown = 0 OR stance = 'relays'),
  CHECK (replaced_by IS NULL OR (withdrawn = 1 AND replaced_by <> key)),
  CHECK (said_at_earliest <= said_at_latest)
) STRICT;
CREATE INDEX attribution_replaced_by ON attribution (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX attribution_changed ON attribution (changed);
CREATE INDEX attribution_claim ON attribution (claim);
CREATE INDEX attribution_source_claim ON attribution (source, claim);
CREATE INDEX attribution_source_article ON attribution (source, article);
CREATE INDEX attribution_source ON attribution (source);
CREATE INDEX attribution_article_claim ON attribution (article, claim);
CREATE INDEX attribution_article ON attribution (article);
CREATE INDEX attribution_stance_claim ON attribution (stance, claim);
CREATE INDEX attribution_stance ON attribution (stance);
CREATE INDEX attribution_via ON attribution (via) WHERE via IS NOT NULL;
CREATE INDEX attribution_target ON attribution (target) WHERE target IS NOT NULL;
CREATE INDEX attribution_on_behalf_of_claim ON attribution (on_behalf_of, claim) WHERE on_behalf_of IS NOT NULL;
CREATE INDEX attribution_on_behalf_of ON attribution (on_behalf_of) WHERE on_behalf_of IS NOT NULL;
CREATE INDEX attribution_retracts ON attribution (retracts) WHERE retracts IS NOT NULL;
CREATE INDEX attribution_cited_article ON attribution (cited_article) WHERE cited_article IS NOT NULL;
CREATE INDEX attribution_mode ON attribution (mode);
CREATE INDEX attribution_certainty ON attribution (certainty);
CREATE INDEX attribution_cue_force ON attribution (cue_force);
CREATE INDEX attribution_medium ON attribution (medium) WHERE medium IS NOT NULL;
CREATE INDEX attribution_statement_key ON attribution (statement_key) WHERE statement_key IS NOT NULL;
CREATE INDEX attribution_origin_unknown ON attribution (origin_unknown) WHERE origin_unknown = 1;
CREATE INDEX attribution_inferred ON attribution (inferred) WHERE inferred = 1;
CREATE INDEX attribution_said_at_first ON attribution (coalesce(said_at_earliest, 9000000000000000));
CREATE INDEX attribution_said_at_last ON attribution (coalesce(said_at_earliest, -9000000000000000));

CREATE TABLE relation (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id GLOB 'relation_*'),
  external_id TEXT UNIQUE,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  replaced_by INTEGER REFERENCES relation (key),
  changed INTEGER NOT NULL REFERENCES log (seq),
  document TEXT NOT NULL CHECK (json_valid(document)),
  from_claim INTEGER NOT NULL REFERENCES claim (key),
  to_claim INTEGER NOT NULL REFERENCES claim (key),
  article INTEGER REFERENCES article (key),
  attribution INTEGER REFERENCES attribution (key),
  kind TEXT NOT NULL,
  asserted_by TEXT NOT NULL,
  CHECK (from_claim <> to_claim),
  CHECK (asserted_by <> 'article' OR article IS NOT NULL),
  CHECK (replaced_by IS NULL OR (withdrawn = 1 AND replaced_by <> key))
) STRICT;
CREATE INDEX relation_replaced_by ON relation (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX relation_changed ON relation (changed);
CREATE INDEX relation_from_claim ON relation (from_claim);
CREATE INDEX relation_to_claim ON relation (to_claim);
CREATE INDEX relation_article ON relation (article) WHERE article IS NOT NULL;
CREATE INDEX relation_attribution ON relation (attribution) WHERE attribution IS NOT NULL;
CREATE INDEX relation_kind ON relation (kind);
CREATE INDEX relation_asserted_by ON relation (asserted_by);
-- A relation that holds both ways is stored once, whichever end is written first.
CREATE UNIQUE INDEX relation_symmetric ON relation (min(from_claim, to_claim), max(from_claim, to_claim), kind)
  WHERE kind IN ('contradicts', 'negation_of', 'same_as') AND withdrawn = 0;

CREATE TABLE evidence (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id GLOB 'evidence_*'),
  external_id TEXT UNIQUE,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  replaced_by INTEGER REFERENCES evidence (key),
  changed INTEGER NOT NULL REFERENCES log (seq),
  document TEXT NOT NULL CHECK (json_valid(document)),
  claim INTEGER REFERENCES claim (key),
  attribution INTEGER REFERENCES attribution (key),
  produced_by INTEGER REFERENCES source (key),
  article INTEGER REFERENCES article (key),
  bearing TEXT NOT NULL,
  kind TEXT NOT NULL,
  language TEXT,
  url TEXT,
  "primary" INTEGER NOT NULL CHECK ("primary" IN (0, 1)),
  published_at_earliest INTEGER,
  published_at_latest INTEGER,
  CHECK ((claim IS NULL) <> (attribution IS NULL)),
  CHECK (replaced_by IS NULL OR (withdrawn = 1 AND replaced_by <> key)),
  CHECK (published_at_earliest <= published_at_latest)
) STRICT;
CREATE INDEX evidence_replaced_by ON evidence (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX evidence_changed ON evidence (changed);
CREATE INDEX evidence_claim ON evidence (claim) WHERE claim IS NOT NULL;
CREATE INDEX evidence_attribution ON evidence (attribution) WHERE attribution IS NOT NULL;
CREATE INDEX evidence_produced_by ON evidence (produced_by) WHERE produced_by IS NOT NULL;
CREATE INDEX evidence_article ON evidence (article) WHERE article IS NOT NULL;
CREATE INDEX evidence_bearing ON evidence (bearing);
CREATE INDEX evidence_kind ON evidence (kind);
CREATE INDEX evidence_language ON evidence (language);
CREATE INDEX evidence_url ON evidence (url);
CREATE INDEX evidence_primary ON evidence ("primary") WHERE "primary" = 1;
CREATE INDEX evidence_published_at_first ON evidence (coalesce(published_at_earliest, 9000000000000000));
CREATE INDEX evidence_published_at_last ON evidence (coalesce(published_at_earliest, -9000000000000000));

CREATE TABLE review (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id GLOB 'review_*'),
  external_id TEXT UNIQUE,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  replaced_by INTEGER REFERENCES review (key),
  changed INTEGER NOT NULL REFERENCES log (seq),
  document TEXT NOT NULL CHECK (json_valid(document)),
  claim INTEGER REFERENCES claim (key),
  attribution INTEGER REFERENCES attribution (key),
  reviewer INTEGER NOT NULL REFERENCES source (key),
  verdict TEXT NOT NULL,
  verdict_basis TEXT NOT NULL,
  url TEXT,
  published_at_earliest INTEGER,
  published_at_latest INTEGER,
  CHECK ((claim IS NULL) <> (attribution IS NULL)),
  -- A rating lies inside its scale; equal ends mean that there is none.
  CHECK (
    document ->> '$.rating.best' = document ->> '$.rating.worst'
    OR document ->> '$.rating.value' BETWEEN
      min(document ->> '$.rating.best', document ->> '$.rating.worst')
      AND max(document ->> '$.rating.best', document ->> '$.rating.worst')
  ),
  CHECK (replaced_by IS NULL OR (withdrawn = 1 AND replaced_by <> key)),
  CHECK (published_at_earliest <= published_at_latest)
) STRICT;
CREATE INDEX review_replaced_by ON review (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX review_changed ON review (changed);
CREATE INDEX review_claim ON review (claim) WHERE claim IS NOT NULL;
CREATE INDEX review_attribution ON review (attribution) WHERE attribution IS NOT NULL;
CREATE INDEX review_reviewer ON review (reviewer);
CREATE INDEX review_verdict ON review (verdict);
CREATE INDEX review_verdict_basis ON review (verdict_basis);
CREATE INDEX review_url ON review (url);
CREATE INDEX review_published_at_first ON review (coalesce(published_at_earliest, 9000000000000000));
CREATE INDEX review_published_at_last ON review (coalesce(published_at_earliest, -9000000000000000));

CREATE TABLE review_evidence (
  owner INTEGER NOT NULL REFERENCES review (key),
  target INTEGER NOT NULL REFERENCES evidence (key),
  PRIMARY KEY (target, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_evidence_owner ON review_evidence (owner);

CREATE TABLE review_appearance (
  owner INTEGER NOT NULL REFERENCES review (key),
  target INTEGER NOT NULL REFERENCES article (key),
  PRIMARY KEY (target, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_appearance_owner ON review_appearance (owner);
