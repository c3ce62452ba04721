import type { Test } from 'tap';
import { assessing } from './conformance/assessing.ts';
import { chains } from './conformance/chains.ts';
import { changes } from './conformance/changes.ts';
import { pagedChanges } from './conformance/changes-paged.ts';
import { duplicates } from './conformance/duplicates.ts';
import { filters } from './conformance/filters.ts';
import { history } from './conformance/history.ts';
import { keys } from './conformance/keys.ts';
import { marks } from './conformance/marks.ts';
import { mergedQueries } from './conformance/merged-queries.ts';
import { mergedSubgraphs } from './conformance/merged-subgraphs.ts';
import { merging } from './conformance/merging.ts';
import { namedReferences } from './conformance/named-references.ts';
import { order } from './conformance/order.ts';
import { outlets } from './conformance/outlets.ts';
import { paths } from './conformance/paths.ts';
import { queries } from './conformance/queries.ts';
import { reading } from './conformance/reading.ts';
import { receipts } from './conformance/receipts.ts';
import { redacting } from './conformance/redacting.ts';
import { redactingParts } from './conformance/redacting-parts.ts';
import { rules } from './conformance/rules.ts';
import { subgraphs } from './conformance/subgraphs.ts';
import type { OpenStore } from './conformance/suite.ts';
import { through } from './conformance/through.ts';
import { transactions } from './conformance/transactions.ts';
import { transfer } from './conformance/transfer.ts';
import { withdrawing } from './conformance/withdrawing.ts';
import { writing } from './conformance/writing.ts';

const subjects = {
  reading: {
    ...{ reading, subgraphs, duplicates, filters, through, queries, order },
    ...{ mergedQueries, mergedSubgraphs, marks, assessing, paths, outlets },
  },
  writing: { writing, withdrawing, transactions, rules, chains, keys, merging },
  history: {
    ...{ receipts, history, changes, pagedChanges, namedReferences, redacting, redactingParts },
    transfer,
  },
};

/** What every storage engine must do: each sentence of the port is a case. In parts, which may run side by side. */
export async function conformance(t: Test, part: keyof typeof subjects, openStore: OpenStore): Promise<void> {
  for (const [name, subject] of Object.entries(subjects[part])) {
    await t.test(name, (test) => subject(test, openStore));
  }
}
