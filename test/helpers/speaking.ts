import type { Fields } from './making.ts';

type Stance = 'affirms' | 'denies' | 'doubts' | 'asks' | 'does_not_say' | 'retracts' | 'relays';
type Silence = 'disclaims_knowledge' | 'declines_to_comment' | 'did_not_respond';

/** A claim, an article, evidence or a review, by its id. */
export interface Thing {
  readonly id: string;
}

/** Somebody who takes stands on claims. */
export class Speaker implements Thing {
  readonly id: string;
  readonly name: string;

  constructor(id: string, name: string) {
    this.id = id;
    this.name = name;
  }

  says(stance: Stance | Silence, { id: claimId }: Thing, fields: Fields = {}): Words {
    return new Words(this, { ...fields, stance, claimId, sourceId: this.id });
  }

  affirms = (claim: Thing, fields?: Fields): Words => this.says('affirms', claim, fields);
  denies = (claim: Thing, fields?: Fields): Words => this.says('denies', claim, fields);
  /** Passes it on, and is as sure as `fields` say; else nothing is said of that. */
  relays = (claim: Thing, fields?: Fields): Words =>
    this.says('relays', claim, { certainty: 'unspecified', ...fields });
  /** "Reports say": somebody stands behind it, and nobody says who. */
  relaysReports = (claim: Thing, fields?: Fields): Words =>
    this.relays(claim, { ...fields, originUnknown: true });
}

/** One stand on a claim, which an article holds. */
export class Words implements Thing {
  readonly speaker: Speaker;
  readonly fields: Fields;
  carriers: readonly Words[] = [];
  /** Its attribution, once an article holds it. */
  attributionId?: string;

  constructor(speaker: Speaker, fields: Fields) {
    this.speaker = speaker;
    this.fields = fields;
  }

  /** Through whom it reached the article, nearest first; whoever is only named relays it. */
  via(...carriers: readonly (Speaker | Words)[]): this {
    const claim = { id: String(this.fields.claimId) };
    this.carriers = carriers.map((one) => (one instanceof Words ? one : one.relays(claim)));
    return this;
  }

  get id(): string {
    if (this.attributionId === undefined)
      throw new Error(`no article holds the words of ${this.speaker.name}`);
    return this.attributionId;
  }
}
