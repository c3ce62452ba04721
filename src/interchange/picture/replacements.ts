import { drawLine } from './edges.ts';
import type { Picture } from './picture.ts';
import { relationStyle, withdrawnColor } from './styles.ts';

/** From what was withdrawn to what replaced it, where both are drawn. */
export function drawReplacements(picture: Picture): string[] {
  const { graph, nodes, words } = picture;
  const drawn = new Set(
    [...picture.all('claim'), ...[...picture.sources.groups.values()].flat()].map(({ id }) => id),
  );
  return graph.edges
    .filter(({ type, from, to }) => type === 'replacedBy' && drawn.has(from) && drawn.has(to))
    .flatMap(({ from, to }) => {
      const ends = [picture.nameOf(nodes.get(from)), picture.nameOf(nodes.get(to))];
      return drawLine(picture, {
        id: `${from} ${to}`,
        from,
        to,
        style: { ...relationStyle, color: withdrawnColor, style: 'dashed' },
        label: [words.replacedBy],
        tooltip: ends.join(` – ${words.replacedBy} – `),
        weight: 0,
      });
    });
}
