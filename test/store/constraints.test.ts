import Database from 'better-sqlite3';
import { test } from 'tap';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { resourceTypes } from '../../src/model/identifiers.ts';
import { Desk } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';

test('the database itself refuses what no document may say', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const desk = new Desk(store);
  const stand = await desk.create('attribution');
  const { claimId, articleId } = stand;
  const beside = await desk.create('attribution', { claimId, articleId });
  const otherArticle = await desk.create('attribution', { claimId });
  const otherClaim = await desk.create('attribution', { articleId });
  const source = await desk.create('source');
  const evidence = await desk.create('evidence', { claimId });
  const review = await desk.create('review', { claimId, rating: { value: 3, best: 5, worst: 1 } });
  const contradicts = await desk.create('relation', { kind: 'contradicts' });
  const supports = await desk.create('relation', { kind: 'supports' });
  const connection = new Database(path);
  t.teardown(() => connection.close());
  connection.pragma('foreign_keys = ON');

  const keyOf = ({ type, id }: ResourceDocument) =>
    connection.prepare(`SELECT key FROM ${type} WHERE id = ?`).pluck().get(id);
  const change = ({ type, id }: ResourceDocument, set: string) =>
    `UPDATE ${type} SET ${set} WHERE id = '${id}'`;
  const copy = ({ id }: ResourceDocument, ends: string) =>
    `INSERT INTO relation (key, id, revision, withdrawn, changed, document, kind, asserted_by, from_claim, to_claim)
     SELECT 1000, 'relation_copy', 1, 0, changed, document, kind, asserted_by, ${ends} FROM relation WHERE id = '${id}'`;
  const rated = (value: number, best: number, worst: number) =>
    change(
      review,
      `document = json_set(document, '$.rating', json('${JSON.stringify({ value, best, worst })}'))`,
    );
  /** Runs a statement and takes it back; gives the code of the error, if any. */
  const attempt = (sql: string): string | undefined => {
    connection.exec('BEGIN IMMEDIATE');
    try {
      connection.exec(sql);
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      connection.exec('ROLLBACK');
    }
  };

  const check = 'SQLITE_CONSTRAINT_CHECK';
  const foreignKey = 'SQLITE_CONSTRAINT_FOREIGNKEY';
  const unique = 'SQLITE_CONSTRAINT_UNIQUE';
  const attribution = keyOf(stand);
  const cases: [name: string, sql: string, code: string | undefined][] = [
    ['a via in the same article on the same claim', change(stand, `via = ${keyOf(beside)}`), undefined],
    ['a via in another article', change(stand, `via = ${keyOf(otherArticle)}`), foreignKey],
    ['a via on another claim', change(stand, `via = ${keyOf(otherClaim)}`), foreignKey],
    ['a via of itself', change(stand, `via = ${attribution}`), check],
    ['a claim that is not there', change(stand, 'claim = 4711'), foreignKey],
    ['an anonymous source that is cited', change(source, "kind = 'anonymous', cited_by = 1"), undefined],
    ['an anonymous source without who cites it', change(source, "kind = 'anonymous'"), check],
    ['a named source that is cited', change(source, 'cited_by = 1'), check],
    [
      'another subject of evidence',
      change(evidence, `claim = NULL, attribution = ${attribution}`),
      undefined,
    ],
    ['two subjects of evidence', change(evidence, `attribution = ${attribution}`), check],
    ['no subject of evidence', change(evidence, 'claim = NULL'), check],
    ['two subjects of a review', change(review, `attribution = ${attribution}`), check],
    ['no subject of a review', change(review, 'claim = NULL'), check],
    ['a rating inside its scale', rated(2, 1, 5), undefined],
    ['a rating where there is no scale', rated(9, 1, 1), undefined],
    ['a rating above its scale', rated(6, 5, 1), check],
    ['a rating below its scale', rated(0, 1, 5), check],
    ['a directed relation twice', copy(supports, 'from_claim, to_claim'), undefined],
    ['a symmetric relation twice', copy(contradicts, 'from_claim, to_claim'), unique],
    ['a symmetric relation the other way round', copy(contradicts, 'to_claim, from_claim'), unique],
    ['a claim related to itself', change(supports, 'to_claim = from_claim'), check],
    ['an unknown origin behind a stand', change(stand, 'origin_unknown = 1'), check],
    ['a retraction of nothing', change(stand, "stance = 'retracts'"), check],
    ['a document that is not JSON', change(source, "document = '{'"), check],
    ['a text for a number', change(source, "revision = 'one'"), 'SQLITE_CONSTRAINT_DATATYPE'],
    [
      'dates the wrong way round',
      change(review, 'published_at_earliest = 2, published_at_latest = 1'),
      check,
    ],
  ];
  const key = (set: Record<string, string> = {}) => {
    const columns = { id: "'key_1'", digest: `'${'0'.repeat(64)}'`, name: "'Desk'", scope: "'read'" };
    const all = { ...columns, created_at: '0', created_by: "'test'", ...set };
    return `INSERT INTO api_key (${Object.keys(all)}) VALUES (${Object.values(all)})`;
  };
  cases.push(
    ['an API key', key(), undefined],
    ['an API key with an id of another type', key({ id: "'claim_1'" }), check],
    ['an API key in place of its digest', key({ digest: "'hearsay_1'" }), check],
    ['an API key of a scope that does not exist', key({ scope: "'root'" }), check],
    ['an API key that expires in words', key({ expires_at: "'soon'" }), 'SQLITE_CONSTRAINT_DATATYPE'],
    ['two API keys with the same digest', `${key()}; ${key({ id: "'key_2'" })}`, unique],
  );
  const things = { source, attribution: stand, evidence, review, relation: supports };
  const others = { claim: await desk.create('claim'), article: await desk.create('article') };
  for (const type of resourceTypes) {
    const one = { ...things, ...others }[type];
    cases.push([`a withdrawn ${type}`, change(one, 'withdrawn = 1'), undefined]);
    cases.push([`a ${type} withdrawn twice over`, change(one, 'withdrawn = 2'), check]);
    cases.push([`a live ${type} that is replaced`, change(one, 'replaced_by = key'), check]);
    cases.push([`a ${type} with an id of another type`, change(one, "id = 'nonsense_1'"), check]);
    cases.push([`a ${type} of revision 0`, change(one, 'revision = 0'), check]);
  }
  for (const [name, sql, code] of cases) t.equal(attempt(sql), code, name);
});
