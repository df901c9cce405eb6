import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { createHmmDetector } from '../../../src/regimes/hmm/hmm-detector.ts';
import { fitTails, predictEachRow } from '../../../src/regimes/selection/fit-tails.ts';
import { walkRegimes } from '../../../src/regimes/walk-regimes.ts';
import { drawTwoRegimes } from '../../contracts/regime-detector-suite.ts';

/** Student-t draws of unit variance by their definition, a normal over the root of a mean of squares. */
function drawStudent(rows: number, degrees: number): Float64Array {
  const stream = createRandomStream(3, 'student');
  return Float64Array.from({ length: rows }, () => {
    let squares = 0;
    for (let i = 0; i < degrees; i++) squares += stream.normal() ** 2;
    return stream.normal() / Math.sqrt(squares / (degrees - 2));
  });
}

const always = (rows: number) => ({ rows, columns: [new Float64Array(rows).fill(1)] });
const unit = [{ volAnnual: Math.sqrt(252), meanDaily: 0, share: 1 }];

describe('fitTails', () => {
  it('finds the tails that were drawn, and none where there are none', () => {
    // 6000 days know 5 degrees of freedom to half a degree, 10 to one and a half.
    const few = fitTails(unit, always(6000), drawStudent(6000, 5));
    expect(few >= 4 && few <= 6).toBe(true);
    const more = fitTails(unit, always(6000), drawStudent(6000, 10));
    expect(more >= 7 && more <= 15).toBe(true);
    const stream = createRandomStream(3, 'normal');
    const normal = Float64Array.from({ length: 6000 }, () => stream.normal());
    expect(fitTails(unit, always(6000), normal)).toBeGreaterThanOrEqual(30);
  });

  it('leaves days without a return out', () => {
    const returns = drawStudent(6000, 5);
    returns.fill(Number.NaN, 100, 200);
    const few = fitTails(unit, always(6000), returns);
    expect(few >= 4 && few <= 6).toBe(true);
  });
});

describe('predictEachRow', () => {
  it('predicts as a walk does', () => {
    const { features } = drawTwoRegimes(700);
    const detector = createHmmDetector({ states: 2, features: ['return'], restarts: 2 });
    const { predicted, refits } = walkRegimes(detector, features, {
      returns: features.columns[0],
      seed: 1,
      firstFitRows: 600,
    });
    const [{ model }] = refits;
    predictEachRow(model, features).columns.forEach((column, k) => {
      expect(column[0]).toBe(model.states[k].share);
      expect(column.slice(600)).toEqual(predicted.columns[k].slice(600));
    });
  });
});
