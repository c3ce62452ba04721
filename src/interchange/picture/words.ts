import type { Stance } from '../../model/attribution.ts';

const english = {
  stances: {
    affirms: 'affirms',
    denies: 'denies',
    doubts: 'doubts',
    asks: 'asks',
    disclaims_knowledge: 'disclaims knowledge',
    declines_to_comment: 'declines to comment',
    did_not_respond: 'did not respond',
    does_not_say: 'does not say',
    retracts: 'retracts',
    relays: 'relays',
  } satisfies Record<Stance, string>,
  relations: {
    contradicts: 'contradicts',
    negation_of: 'negation of',
    undercuts: 'undercuts',
    supports: 'supports',
    elaborates: 'elaborates',
    conditional_on: 'conditional on',
    supersedes: 'supersedes',
    same_as: 'same as',
  },
  bearings: { supports: 'supports', refutes: 'refutes', context: 'context' },
  verdicts: {
    true: 'true',
    mostly_true: 'mostly true',
    mixed: 'mixed',
    mostly_false: 'mostly false',
    false: 'false',
    misleading: 'misleading',
    missing_context: 'missing context',
    exaggerated: 'exaggerated',
    unproven: 'unproven',
    satire: 'satire',
    other: 'other verdict',
  },
  certainties: { probable: 'probable', possible: 'possible' },
  carries: 'carries the words of',
  carriesTimes: 'carries',
  questionMark: '?',
  originUnknown: 'origin unknown',
  unnamed: 'unnamed',
  citedBy: 'cited by',
  identifiedAs: 'identified as',
  onBehalfOf: 'on behalf of',
  onTheReport: 'on the report, not the claim',
  presentedAs: 'presented as:',
  withdrawn: 'withdrawn',
  replacedBy: 'replaced by',
  truncated: 'Cut short: not everything that belongs here is shown.',
};

/** The words that a picture of a graph has of its own, in one language. */
export type PictureWords = typeof english;

const arabic: PictureWords = {
  stances: {
    affirms: 'تأكيد',
    denies: 'نفي',
    doubts: 'تشكيك',
    asks: 'تساؤل',
    disclaims_knowledge: 'عدم علم',
    declines_to_comment: 'امتناع عن التعليق',
    did_not_respond: 'عدم رد',
    does_not_say: 'عدم إيضاح',
    retracts: 'تراجع',
    relays: 'نقل',
  },
  relations: {
    contradicts: 'يناقض',
    negation_of: 'نقيض',
    undercuts: 'يُضعف',
    supports: 'يدعم',
    elaborates: 'يفصّل',
    conditional_on: 'مشروط بـ',
    supersedes: 'يحل محل',
    same_as: 'يطابق',
  },
  bearings: { supports: 'يدعم', refutes: 'يفنّد', context: 'سياق' },
  verdicts: {
    true: 'صحيح',
    mostly_true: 'صحيح في معظمه',
    mixed: 'صحيح جزئياً',
    mostly_false: 'خاطئ في معظمه',
    false: 'خاطئ',
    misleading: 'مضلل',
    missing_context: 'ينقصه السياق',
    exaggerated: 'مبالغ فيه',
    unproven: 'غير مثبت',
    satire: 'ساخر',
    other: 'حكم آخر',
  },
  certainties: { probable: 'مرجّح', possible: 'ممكن' },
  carries: 'نقل عن',
  carriesTimes: 'نقل',
  questionMark: '؟',
  originUnknown: 'مصدر مجهول',
  unnamed: 'بلا اسم',
  citedBy: 'بحسب',
  identifiedAs: 'تبيّن أنه',
  onBehalfOf: 'باسم',
  onTheReport: 'بشأن التقرير لا الادعاء',
  presentedAs: 'قُدِّم على أنه:',
  withdrawn: 'مسحوب',
  replacedBy: 'حلّ محله',
  truncated: 'مقتطع: لا يظهر هنا كل ما يتصل به.',
};

const languages: Readonly<Record<string, PictureWords>> = { ar: arabic, en: english };

/** The words of a picture in a language, or in English where it has none in that language. */
export function pictureWords(language: string): PictureWords {
  const primary = language.split('-')[0] ?? '';
  return Object.hasOwn(languages, primary) ? (languages[primary] ?? english) : english;
}

/** The word for a value of an enumeration, or the value itself where there is none. */
export function wordFor(words: Readonly<Record<string, string>>, value: unknown): string {
  const key = String(value);
  return Object.hasOwn(words, key) ? (words[key] ?? key) : key;
}
