import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ruleTexts } from '../analysis/rule-texts.ts';
import { type RuleName, ruleVersions } from '../analysis/rules.ts';
import { escaped, explanationPages, marked } from './explanation-pages.ts';

const names = Object.keys(ruleVersions) as [RuleName, ...RuleName[]];

const example = z
  .strictObject({
    record: z.array(z.string()).meta({
      description: 'A small record, a line for each thing; `attribution_2` is the one of the second line.',
    }),
    gives: z.record(z.string(), z.unknown()).meta({ description: 'Members of the figure.' }),
    because: z.string().meta({ description: 'Why.' }),
  })
  .meta({ id: 'RuleExample', description: 'A small record, and what the rule makes of it.' });

const explainedRule = z
  .strictObject({
    name: z.enum(names).meta({ description: 'The name of the rule.' }),
    version: z
      .int()
      .meta({ description: 'The version, which grows when the same record gives another figure.' }),
    title: z.string().meta({ description: 'The question that the figure answers.' }),
    counts: z.array(z.string()).meta({ description: 'What is counted, and how: paragraphs.' }),
    claimsNot: z.string().meta({ description: 'What the figure does not claim.' }),
    example: example.meta({ description: 'A worked example.' }),
  })
  .meta({ id: 'ExplainedRule', description: 'A rule by which figures are computed, in plain words.' });

const explainedRules = z
  .strictObject({ data: z.array(explainedRule) })
  .meta({ id: 'ExplainedRuleList', description: 'All rules, explained.' });

type ExplainedRule = z.infer<typeof explainedRule>;

/** A page for each rule of the analysis, and one that lists them. */
export function rulePages(app: FastifyInstance): void {
  explanationPages(app, {
    ...{ collection: 'rules', noun: 'rule', by: 'name' },
    operations: { list: 'listRules', get: 'getRule' },
    summary: 'List the rules by which figures are computed',
    entries: names.map(ruleOf),
    ...{ schema: explainedRule, listSchema: explainedRules },
    columns: ['Rule', 'Version', 'What it answers'],
    row: ({ name, version, title }) => [
      `<a href="/rules/${name}"><code>${name}</code></a>`,
      String(version),
      title,
    ],
    body: pageOf,
  });
}

function ruleOf(name: RuleName): ExplainedRule {
  const { counts, example: worked, ...text } = ruleTexts[name];
  const { record, gives, because } = worked;
  return {
    ...{ name, version: ruleVersions[name], ...text, counts: [...counts] },
    example: { record: [...record], gives: { ...gives }, because },
  };
}

function pageOf({ name, version, counts, claimsNot, example: worked }: ExplainedRule): string {
  const lines = worked.record.map((line) => `<li>${marked(line)}</li>`);
  return [
    `<p><code>${name}</code>, version ${version}</p>`,
    ...counts.map((paragraph) => `<p>${marked(paragraph)}</p>`),
    `<h2>What it does not claim</h2><p>${marked(claimsNot)}</p>`,
    `<h2>For example</h2><ol>${lines.join('')}</ol>`,
    `<pre>${escaped(JSON.stringify(worked.gives, undefined, 2))}</pre><p>${marked(worked.because)}</p>`,
  ].join('\n');
}
