import { originTexts } from './rule-texts/origins.ts';
import { reviewTexts } from './rule-texts/reviews.ts';
import type { RuleText } from './rule-texts/rule-text.ts';
import { sourceTexts } from './rule-texts/sources.ts';
import { standTexts } from './rule-texts/stands.ts';
import { wayTexts } from './rule-texts/ways.ts';
import type { RuleName } from './rules.ts';

/** Every rule in plain words. */
export const ruleTexts: Readonly<Record<RuleName, RuleText>> = {
  ...originTexts,
  ...standTexts,
  ...wayTexts,
  ...reviewTexts,
  ...sourceTexts,
};
