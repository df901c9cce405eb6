/**
 * The candidate nearest to a mistyped word, or undefined where none is near. Nearness is the Levenshtein distance
 * (Levenshtein 1966), an exchange of two neighbouring letters counted as one step (Damerau 1964), without regard to
 * case; at most 2 in 5 letters may differ. Of several equally near the first is taken. Where none is, a candidate that
 * starts with the word, of 3 letters or more, is taken for it.
 *
 * @example
 * nearestWord('tenordays', ['tenorDays', 'everyDays']); // 'tenorDays'
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(0.4 * Math.max(word.length, candidate.length)));
    if (distance <= allowed && distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  if (nearest !== undefined || word.length < 3) return nearest;
  return candidates.find((candidate) => candidate.toLowerCase().startsWith(word.toLowerCase()));
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, replaced);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (exchanged) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
