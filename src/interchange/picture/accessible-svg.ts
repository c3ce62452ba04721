const drawn = new Set(['svg', 'g', 'title', 'path', 'polygon', 'polyline', 'ellipse', 'text']);
const attributes = new Set(
  [
    'class cx cy d fill font-family font-size font-weight height id points rx ry stroke stroke-dasharray',
    'stroke-opacity stroke-width text-anchor transform viewBox width x xml:space xmlns y',
  ].flatMap((names) => names.split(' ')),
);

// Graphviz's own: a group for each thing, titled with its id, and around what has a tooltip a link that leads nowhere.
const titled =
  /<title>[^<]*<\/title>\n(?:<g id="a_[^"]*"><a xlink:title="([^"]*)">\n?([\s\S]*?)<\/a>\n<\/g>\n)?/g;
const head = /<svg [^>]*>\n?<g id="graph0" class="([^"]*)"/;

/**
 * Graphviz's SVG as we serve it: what it draws and nothing else, each thing titled by its tooltip instead of its id, and
 * the whole marked as one image with a title and a language (from the graph's class `language-…`).
 */
export function accessibleSvg(svg: string): string {
  const text = svg.slice(svg.indexOf('<svg')).replace(/<!--[\s\S]*?-->\n?/g, '');
  const language = /(?:^|\s)language&#45;(\S+)/.exec(head.exec(text)?.[1] ?? '')?.[1];
  let whole: string | undefined;
  const renamed = text.replace(titled, (_, tooltip: string | undefined, content = '') => {
    const title = tooltip?.trim() ? `<title>${tooltip.trim()}</title>\n` : '';
    if (whole !== undefined) return title + content;
    whole = title;
    return content;
  });
  return renamed
    .replace(/<(\/?)([^\s/>]+)([^>]*)>/g, (_, end: string, name: string, rest: string) =>
      drawn.has(name) ? `<${end}${name}${kept(rest)}>` : '',
    )
    .replace(
      '<svg',
      `<svg role="img"${language === undefined ? '' : ` lang="${language}" xml:lang="${language}"`}`,
    )
    .replace(/(<svg [^>]*>\n?)/, `$1${whole ?? ''}`);
}

function kept(rest: string): string {
  return rest.replace(/\s+([^\s=]+)="[^"]*"/g, (written, name: string) =>
    attributes.has(name) ? written : '',
  );
}
