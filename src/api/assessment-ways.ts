import { z } from 'zod';
import { identifier } from '../model/identifiers.ts';
import { count, figureOf, listOf, named, period, told, yes, yesNoUnknown } from './assessment-figures.ts';

const driftItem = named('DriftItem', 'One change on the way from a source to its readers.', {
  kind: told(
    z.enum(['certainty_raised', 'stance_changed', 'attribution_dropped']),
    'certainty_raised: it became surer; stance_changed: it became another stance; attribution_dropped: a publisher says in its own voice what it also attributes.',
  ),
  fromId: told(identifier.attribution, 'The attribution that gives it as it was.'),
  toId: told(
    identifier.attribution,
    'The attribution that carries it, gives the same statement, or drops its source.',
  ),
  from: told(z.string().optional(), 'The certainty or the stance that it had.'),
  to: told(z.string().optional(), 'The certainty or the stance that it was given.'),
  governingId: told(identifier.attribution.optional(), 'The attribution whose direct quotation governs.'),
  headline: yes('It was dropped in a headline or a sub-heading.'),
});

export const drift = figureOf('drift', 'What changed on the way from sources to readers.', {
  items: listOf(
    driftItem,
    'The changes: along each via, then between accounts of one statement, then dropped attributions.',
  ),
});

const bottleneck = named('Bottleneck', 'A source that stands on every path.', {
  sourceId: told(identifier.source, 'The source.'),
  role: told(z.enum(['origin', 'carrier', 'both']), 'both: an origin on some paths, a carrier on others.'),
});

export const bottlenecks = figureOf(
  'bottlenecks',
  'The sources without which the claim would have reached no reader, as far as is recorded here.',
  {
    items: listOf(bottleneck, 'The sources, in the order of their ids.'),
    singleArticleId: told(
      identifier.article.optional(),
      'The one article in which all is told; its publisher is no bottleneck of its own.',
    ),
  },
);

const circularGroup = named('CircularGroup', "Articles that carry one another's report.", {
  kind: told(
    z.enum(['circular', 'mutual_citation']),
    'circular: no origin outside of the group is recorded here; mutual_citation: there is one.',
  ),
  articleIds: listOf(identifier.article, 'The articles of the group.'),
  outletIds: listOf(identifier.source, 'The outlets that publish them.'),
  cycles: listOf(
    z.array(identifier.article),
    'For each link within the group a shortest cycle through it, each cycle once.',
  ),
  cyclesTruncated: yes('Only the cycles through the first links are there.'),
});

export const circular = figureOf('circular', 'Articles that carry one another’s report of the claim.', {
  items: listOf(circularGroup, 'The groups.'),
});

export const mediaOnly = figureOf(
  'mediaOnly',
  'Whether everything that is said of the claim begins with outlets.',
  {
    value: told(z.boolean(), 'Whether there are chains, and each begins with a news outlet.'),
  },
);

export const originsAreParties = figureOf(
  'originsAreParties',
  'Whether those with whom it begins are those whom it is about.',
  {
    value: told(
      yesNoUnknown,
      'yes: every origin is, or belongs to, a party that the claim speaks of; unknown where an origin is not identified, or there is none.',
    ),
  },
);

const appearance = named('Appearance', 'A stand that may be the earliest.', {
  attributionId: told(identifier.attribution, 'The attribution at the start of its chain.'),
  articleId: told(identifier.article, 'The article in which it is told.'),
  ...period,
});

export const firstAppearance = figureOf(
  'firstAppearance',
  'The earliest stands on the claim that are recorded here.',
  {
    items: listOf(appearance, 'All that may be the earliest, with since when they were public.'),
  },
);

const missingLink = named('MissingLink', 'Where the trail of a chain is lost.', {
  kind: told(
    z.enum(['origin_unknown', 'article_not_given']),
    'origin_unknown: somebody stands behind it, and nobody says who; article_not_given: it begins with another outlet, and neither the article nor its address is given.',
  ),
  attributionId: told(identifier.attribution, 'The start of the chain.'),
});

export const missingLinks = figureOf('missingLinks', 'Where the trail is lost.', {
  items: listOf(missingLink, 'One for each chain that has such a place.'),
});

export const outletCount = figureOf(
  'outletCount',
  'How many outlets say anything of the claim to their readers; they are no origins for that.',
  {
    value: count('So many different outlets.'),
  },
);
