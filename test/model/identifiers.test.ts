import { test } from 'tap';
import { identifier, identifierType, newIdentifier, resourceTypes } from '../../src/model/identifiers.ts';

const suffix = '01h455vb4pex5vsknk084sn02q';

for (const type of resourceTypes) {
  test(`an identifier of type ${type}`, async (t) => {
    const made = newIdentifier(type);
    t.match(made, new RegExp(`^${type}_0[0-9a-z]{25}$`));
    for (const id of [made, `${type}_${suffix}`, `${type}_7${suffix.slice(1)}`]) {
      t.equal(identifierType(id), type, `${id} is recognised`);
      t.equal(identifier[type].parse(id), id);
      const accepting = resourceTypes.filter((other) => identifier[other].safeParse(id).success);
      t.strictSame(accepting, [type], 'no other type takes it');
    }
  });
}

test('new identifiers sort in the order in which they are made, and none is made twice', async (t) => {
  const made = Array.from({ length: 20_000 }, () => newIdentifier('claim'));
  t.strictSame(made.toSorted(), made);
  t.equal(new Set(made).size, made.length);
});

const malformed = {
  'an upper-case suffix': `claim_${suffix.toUpperCase()}`,
  'an upper-case prefix': `Claim_${suffix}`,
  'the letter i': `claim_01h455vb4pex5vsknk084sn0i1`,
  'the letter l': `claim_01h455vb4pex5vsknk084sn0l1`,
  'the letter o': `claim_01h455vb4pex5vsknk084sn0o1`,
  'the letter u': `claim_01h455vb4pex5vsknk084sn0u1`,
  'more than 128 bits': `claim_8${suffix.slice(1)}`,
  'too short a suffix': `claim_${suffix.slice(1)}`,
  'too long a suffix': `claim_${suffix}0`,
  'an unknown prefix': `verdict_${suffix}`,
  'no prefix': suffix,
  'an empty prefix': `_${suffix}`,
  'two prefixes': `my_claim_${suffix}`,
  'another separator': `claim-${suffix}`,
  'a line break after it': `claim_${suffix}\n`,
  'a space before it': ` claim_${suffix}`,
  nothing: '',
};

for (const [what, id] of Object.entries(malformed)) {
  test(`no identifier has ${what}`, async (t) => {
    t.equal(identifierType(id), undefined);
    t.notOk(identifier.claim.safeParse(id).success);
  });
}
