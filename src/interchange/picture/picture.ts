import type { Graph } from '../../analysis/graph.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import { canonicalLanguageTag } from '../../model/text.ts';
import { linesOf, type PictureLines } from './lines.ts';
import { arrangeSources, type PictureSources } from './sources.ts';
import { isolate, isRightToLeft, type ShownText, textIn } from './text.ts';
import { type PictureWords, pictureWords } from './words.ts';

/** What every part of a picture is drawn from: the graph, arranged, and the language. */
export class Picture {
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, ResourceDocument>;
  readonly lines: PictureLines;
  readonly sources: PictureSources;
  readonly language: string;
  readonly rightToLeft: boolean;
  readonly words: PictureWords;

  constructor(graph: Graph, language: string) {
    this.graph = graph;
    this.nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.lines = linesOf(graph);
    this.sources = arrangeSources(graph, this.lines);
    this.language = canonicalLanguageTag(language) ?? 'en';
    this.rightToLeft = isRightToLeft(this.language);
    this.words = pictureWords(this.language);
  }

  get root(): ResourceDocument | undefined {
    return this.nodes.get(this.graph.root);
  }

  /** The documents of one type. */
  all(type: ResourceDocument['type']): ResourceDocument[] {
    return this.graph.nodes.filter((node) => node.type === type);
  }

  /** A text of the graph as it is shown. */
  text(map: unknown): ShownText {
    return textIn(map, this.language);
  }

  /** What a thing is called: its name, title or text, isolated from what stands beside it. */
  nameOf(document: ResourceDocument | undefined): string {
    const { text, rightToLeft } = this.text(document?.name ?? document?.title ?? document?.text);
    return isolate(text, rightToLeft);
  }

  /** A line of the picture's own words. */
  own(line: string): string {
    return isolate(line, this.rightToLeft);
  }
}
