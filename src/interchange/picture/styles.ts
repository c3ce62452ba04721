import type { Stance } from '../../model/attribution.ts';

/** How a line is drawn: colour, dashes, thickness and arrow head together tell it apart, also without colours. */
export interface LineStyle {
  readonly color: string;
  readonly style: 'solid' | 'dashed' | 'dotted';
  readonly penwidth: number;
  readonly arrowhead: string;
}

// Okabe and Ito's colours, darkened where needed for thin lines on white paper.
const green = '#00795A';
const red = '#C2330B';
const amber = '#B97900';
const violet = '#75638F';
const grey = '#8A8A8A';

/** How each stance is drawn. */
export const stanceStyles: Readonly<Record<Stance, LineStyle>> = {
  affirms: { color: green, style: 'solid', penwidth: 1.5, arrowhead: 'normal' },
  denies: { color: red, style: 'dashed', penwidth: 2.4, arrowhead: 'tee' },
  doubts: { color: amber, style: 'dashed', penwidth: 1.6, arrowhead: 'onormal' },
  asks: { color: amber, style: 'dotted', penwidth: 2, arrowhead: 'odot' },
  disclaims_knowledge: { color: violet, style: 'dotted', penwidth: 2, arrowhead: 'odiamond' },
  declines_to_comment: { color: violet, style: 'dotted', penwidth: 1.4, arrowhead: 'obox' },
  did_not_respond: { color: violet, style: 'dotted', penwidth: 1.4, arrowhead: 'none' },
  does_not_say: { color: violet, style: 'dotted', penwidth: 1.4, arrowhead: 'empty' },
  retracts: { color: red, style: 'solid', penwidth: 1.2, arrowhead: 'inv' },
  relays: { color: grey, style: 'solid', penwidth: 0.9, arrowhead: 'vee' },
};

/** A carrier and those whose words it carries; the arrow points to the carrier. */
export const carriageStyle: LineStyle = { color: grey, style: 'solid', penwidth: 0.9, arrowhead: 'vee' };

/** From somebody whom nobody names to the claim. */
export const unknownStyle: LineStyle = { color: grey, style: 'dotted', penwidth: 1.4, arrowhead: 'vee' };

/** Between claims. */
export const relationStyle: LineStyle = {
  color: '#4A5A78',
  style: 'solid',
  penwidth: 0.7,
  arrowhead: 'open',
};

/** What no longer stands, whatever it was. */
export const withdrawnColor = '#8A8A8A';

/** How a source is filled, by its kind. */
export const sourceFills: Readonly<Record<string, string>> = {
  news_outlet: '#E4ECF5',
  anonymous: '#EFEAF4',
  collective: '#EFEAF4',
};

/** The edge of a piece of evidence or of a review, by its bearing or verdict. */
export const markColors: Readonly<Record<string, string>> = {
  supports: green,
  true: green,
  mostly_true: green,
  refutes: red,
  false: red,
  mostly_false: red,
  context: '#4A5A78',
};
export const otherMarkColor = amber;

/** The fonts of a picture whose language is written from right to left, or from left to right. */
export function fontsOf(rightToLeft: boolean): string {
  return rightToLeft
    ? 'Noto Sans Arabic, Noto Naskh Arabic, DejaVu Sans, Arial, Noto Sans, sans-serif'
    : 'Noto Sans, DejaVu Sans, Arial, Noto Sans Arabic, Noto Naskh Arabic, sans-serif';
}
