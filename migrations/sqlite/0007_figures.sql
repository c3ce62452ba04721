-- The figures of the newest assessment of each claim; empty where it was never assessed.
CREATE TABLE claim_figures (
  claim INTEGER PRIMARY KEY REFERENCES claim (key),
  contested INTEGER CHECK (contested IN (0, 1)),
  origin_count_min INTEGER CHECK (origin_count_min >= 0),
  origin_count_max INTEGER CHECK (origin_count_max >= origin_count_min),
  anonymous_only INTEGER CHECK (anonymous_only IN (0, 1)),
  circular INTEGER CHECK (circular IN (0, 1)),
  stale_review INTEGER CHECK (stale_review IN (0, 1)),
  outlet_count INTEGER CHECK (outlet_count >= 0)
) STRICT;
INSERT INTO claim_figures (claim) SELECT key FROM claim;
CREATE INDEX claim_figures_contested ON claim_figures (contested) WHERE contested = 1;
CREATE INDEX claim_figures_origin_count_min ON claim_figures (origin_count_min);
CREATE INDEX claim_figures_origin_count_max ON claim_figures (origin_count_max);
CREATE INDEX claim_figures_anonymous_only ON claim_figures (anonymous_only) WHERE anonymous_only = 1;
CREATE INDEX claim_figures_circular ON claim_figures (circular) WHERE circular = 1;
CREATE INDEX claim_figures_stale_review ON claim_figures (stale_review) WHERE stale_review = 1;
CREATE INDEX claim_figures_outlet_count_first ON claim_figures (coalesce(outlet_count, 9000000000000000));
CREATE INDEX claim_figures_outlet_count_last ON claim_figures (coalesce(outlet_count, -9000000000000000));

-- What has to be assessed anew: one claim, a claim and all that it is tied to, all that an article or a source touches,
-- or all claims.
CREATE TABLE figures_due (
  scope TEXT NOT NULL CHECK (scope IN ('claim', 'around', 'article', 'source', 'all')),
  key INTEGER NOT NULL, -- of the claim, the article or the source
  first INTEGER NOT NULL, -- the log positions of the first and the last write that made it so
  last INTEGER NOT NULL,
  done INTEGER NOT NULL DEFAULT 0, -- the last claim that the scope was taken apart into
  PRIMARY KEY (scope, key),
  CHECK (first <= last)
) STRICT, WITHOUT ROWID;
CREATE INDEX figures_due_first ON figures_due (first);

-- What ties claims so that what is said of one tells of the other.
CREATE INDEX relation_tie_from ON relation (from_claim, kind, to_claim)
  WHERE kind IN ('same_as', 'negation_of', 'contradicts', 'undercuts') AND withdrawn = 0;
CREATE INDEX relation_tie_to ON relation (to_claim, kind, from_claim)
  WHERE kind IN ('same_as', 'negation_of', 'contradicts', 'undercuts') AND withdrawn = 0;
