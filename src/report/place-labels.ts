/** A point in pixels and the text that names it. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Where a label stands: offset of its anchor from the point, in pixels. */
export interface PlacedLabel {
  readonly dx: number;
  readonly dy: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Candidate places in order of preference: beside the point, then above and below, then ever farther out. */
const places: readonly PlacedLabel[] = [1, 1.8, 2.8, 4, 5.5, 7].flatMap((far): PlacedLabel[] => [
  { dx: 9, dy: (far - 1) * 12, anchor: 'start' },
  { dx: 9, dy: (1 - far) * 12, anchor: 'start' },
  { dx: -9, dy: (far - 1) * 12, anchor: 'end' },
  { dx: -9, dy: (1 - far) * 12, anchor: 'end' },
  { dx: 0, dy: -13 * far, anchor: 'middle' },
  { dx: 0, dy: 13 * far, anchor: 'middle' },
]);

/**
 * Places one label per point so that labels cover neither each other nor the points and stay inside the frame, greedily
 * from left to right. Where nothing fits, the first place is taken.
 *
 * @param charWidth width of a character in pixels
 */
export function placeLabels(points: readonly LabelledPoint[], frame: Box, charWidth = 6.6): readonly PlacedLabel[] {
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  const placed: PlacedLabel[] = points.map(() => places[0]);
  const order = points.map((_, i) => i).sort((a, b) => points[a].x - points[b].x || points[a].y - points[b].y);
  for (const i of order) {
    const others = taken.filter((_, k) => k !== i);
    const fits = places.find((place) => {
      const box = labelBox(points[i], place, charWidth);
      return inside(box, frame) && !others.some((other) => overlap(box, other));
    });
    placed[i] = fits ?? places[0];
    taken.push(labelBox(points[i], placed[i], charWidth));
  }
  return placed;
}

function labelBox({ x, y, text }: LabelledPoint, { dx, dy, anchor }: PlacedLabel, charWidth: number): Box {
  const width = text.length * charWidth;
  const left = x + dx - { start: 0, middle: width / 2, end: width }[anchor];
  return { left, right: left + width, top: y + dy - 7, bottom: y + dy + 7 };
}

function inside(box: Box, frame: Box): boolean {
  return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
