import { redactedText } from './text.ts';

/** What two sources can be alike in, the surest first. */
export const likenessKinds = ['sameAs', 'externalId', 'name'] as const;

/** What two sources have alike: a normalised URI, or a name of a client's own or of the source itself as analysed. */
export interface Likeness {
  readonly on: (typeof likenessKinds)[number];
  readonly value: string;
}

/** Grows whenever the same source would get other likenesses than before. */
export const likenessVersion = 1;

/** What of a source makes it like another. */
interface LikenedSource {
  readonly kind: string;
  readonly name: Readonly<Record<string, string>>;
  readonly aliases?: readonly { readonly text: string; readonly language: string }[] | undefined;
  readonly sameAs?: readonly string[] | undefined;
  readonly externalId?: string | undefined;
  readonly withdrawal?: unknown;
}

/** A name is compared by so many of its first characters (UTF-16 code units). */
const comparedLength = 300;

/** All that a live source with a name of its own can be found alike by, each as `name:new york times`. */
export function likenessesOf(source: LikenedSource): string[] {
  const { kind, name, aliases = [], sameAs = [], externalId, withdrawal } = source;
  // Officials whom two papers cite are not the same for being called officials.
  if (kind === 'anonymous' || withdrawal !== undefined) return [];
  const all = [...Object.entries(name), ...aliases.map(({ language, text }) => [language, text] as const)];
  // What has been redacted is alike in nothing.
  const names = all.filter(([, text]) => text !== redactedText);
  const analysed = names.flatMap(([language, text]) => {
    const one = analysedName(text.slice(0, comparedLength));
    // "Le Monde" is the same name in an English map, where "le" is no article.
    return [one, withoutArticles(one, language)];
  });
  const own = externalId === undefined ? '' : analysedName(externalId);
  return [
    ...sameAs.map((uri) => `sameAs:${comparableUri(uri)}`),
    ...(own === '' ? [] : [`externalId:${own}`]),
    ...new Set(analysed.filter(isTelling).map((one) => `name:${one}`)),
  ];
}

/** A likeness out of its stored form. */
export function readLikeness(stored: string): Likeness {
  const end = stored.indexOf(':');
  return { on: stored.slice(0, end) as Likeness['on'], value: stored.slice(end + 1) };
}

/**
 * The form of a name by which names are compared, in no language or in that of a BCP 47 tag: without case, diacritics,
 * punctuation, leading articles, and what Arabic is written with or without. The words keep their order. What has been
 * analysed stays as it is.
 */
export function analysedName(name: string, language?: string): string {
  const words = name
    .normalize('NFKD')
    .replace(unseen, '')
    // Twice over: a capital sharp s is a small one before it is two.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(diacritics, '')
    .replace(spelling, (letter) => plainLetters[letter] ?? letter)
    .replace(separators, ' ')
    .trim()
    .replace(spacedInitials, '$1')
    .replace(arabicArticle, '')
    .normalize('NFKC');
  return withoutArticles(withoutArticles(words), language);
}

/** Marks of direction, joiners and the like, the Arabic tatweel, and apostrophes, which come and go within a word. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u0640'’‘`′\u02b0-\u02ff]/gu;

/** The marks of scripts that are read without them; elsewhere they are vowels, or make another letter. */
const diacritics =
  /[[\p{M}--[\u3099\u309a]]&&[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Syriac}]]/gv;

const separators = /[^\p{L}\p{M}\p{N}]+/gu;

/** "A.F.P.", "A F P" and "AFP" are one name. */
const spacedInitials = /(?<=^| )(\p{L}) (?=\p{L}(?: |$))/gu;

/** Letters that Unicode does not take apart, and those that Arabic and Persian keyboards have for one another. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', þ: 'th', ς: 'σ' },
  ...{ ٱ: 'ا', ى: 'ي', ی: 'ي', ې: 'ي', ے: 'ي', ة: 'ه', ہ: 'ه', ھ: 'ه', ە: 'ه', ک: 'ك' },
  ...Object.fromEntries([...'٠١٢٣٤٥٦٧٨٩'].map((digit, index) => [digit, String(index)])),
  ...Object.fromEntries([...'۰۱۲۳۴۵۶۷۸۹'].map((digit, index) => [digit, String(index)])),
};
const spelling = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu');

/** More than once, so that what has been analysed stays as it is. */
const arabicArticle = /(?<=^| )(?:ال)+(?=\p{L}{3})/gu;

/** The articles that a name may begin with; the English one stands in names in any language. */
const leadingArticles: Readonly<Record<string, RegExp>> = {
  de: /^(?:(?:the|der|die|das) )+/,
  en: /^(?:the )+/,
  es: /^(?:(?:the|el|la|los|las) )+/,
  fr: /^(?:(?:the|le|la|les) )+/,
  it: /^(?:(?:the|il|lo|la|i|gli|le) )+/,
  pt: /^(?:(?:the|o|a|os|as) )+/,
};

function withoutArticles(name: string, language = 'en'): string {
  const articles = leadingArticles[language.split('-', 1)[0] ?? ''];
  return articles ? name.replace(articles, '') : name;
}

/** Three letters, or two where one is a syllable or a word, tell one name from another. */
function isTelling(analysed: string): boolean {
  const syllables = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
  return count(analysed, /\p{L}/gu) >= 3 || count(analysed, syllables) >= 2;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** A URI in the form by which URIs are compared (RFC 3986, 6.2), where `http` is as good as `https`. */
function comparableUri(uri: string): string {
  const url = URL.parse(uri);
  if (!url || !/^https?:$/.test(url.protocol)) return url?.href ?? uri;
  const path = url.pathname.replace(/\/$/, '').replace(/%[\da-f]{2}/gi, (octet) => octet.toUpperCase());
  const entity = /^\/(?:entity|wiki)\/(Q\d+)$/i.exec(path)?.[1];
  if (entity !== undefined && /^(?:www\.|m\.)?wikidata\.org$/.test(url.host)) {
    return `https://www.wikidata.org/entity/${entity.toUpperCase()}`;
  }
  return `https://${url.host}${path}${url.search}${url.hash}`;
}
