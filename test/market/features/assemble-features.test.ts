import { describe, expect, it } from 'vitest';
import { assembleFeatures, checkFeatureName } from '../../../src/market/features/assemble-features.ts';
import { allFeatures, allSourcedFeatures, computeFeatures } from '../../../src/market/features/registry.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { describeSourcedColumn } from '../../contracts/sourced-feature-suite.ts';
import { sampleBars } from '../sample-bars.ts';
import { sampleSources } from './sample-sources.ts';

const warmups: Record<string, number> = {
  volPremium21: 21,
  impliedVolChange5: 5,
  correlation21: 21,
  correlation63: 63,
  correlation252: 252,
};

for (const { name, needs, compute } of allSourcedFeatures) {
  const sources = (bars: Parameters<typeof sampleSources>[0]) => {
    const all = sampleSources(bars);
    return Object.fromEntries(needs.map((need) => [need, all[need]]));
  };
  describeSourcedColumn(name, { compute, sources, warmup: warmups[name] ?? 0 });
}

// A column dated today is known tomorrow; 'slow' 20 days later; 'revised' says itself when it came out.
for (const [name, warmup] of Object.entries({ sentiment: 1, slow: 20, revised: 0 })) {
  describeSourcedColumn(`column '${name}'`, {
    compute: (bars, sources) => assembleFeatures(bars, [name], sources).columns[0],
    sources: (bars) => ({ columns: { [name]: sampleSources(bars).columns![name] } }),
    warmup,
  });
}

describe('assembleFeatures', () => {
  const bars = sampleBars(100);
  const sources = sampleSources(bars);

  it('gives columns of bars, sources and the user by name, in the order asked for', () => {
    const names = ['sentiment', 'logVol21', 'skew', 'return', 'correlation21'];
    const features = assembleFeatures(bars, names, sources);
    expect(features.names).toEqual(names);
    expect(features.rows).toBe(100);
    const [logVol, returns] = computeFeatures(bars, ['logVol21', 'return']).columns;
    expect(features.columns[1]).toEqual(logVol);
    expect(features.columns[3]).toEqual(returns);
    expect(features.columns[2][7]).toBe(sources.putVol!.values[7] - sources.callVol!.values[7]);
  });

  it('needs no sources for features of bars', () => {
    const names = allFeatures.map(({ name }) => name);
    const { columns, notices } = assembleFeatures(bars, names);
    expect(columns).toEqual(computeFeatures(bars, names).columns);
    expect(notices).toEqual([]);
  });

  it('says where features are missing, and what the readers of the quotes said', () => {
    const impliedVol = { ...sources.impliedVol!, notices: ['rows were sorted'] };
    const { notices } = assembleFeatures(bars, ['volPremium21', 'return', 'skew'], { ...sources, impliedVol });
    expect(notices).toEqual([
      'rows were sorted',
      "feature 'volPremium21' is missing on 21 of 100 days, first on 2001-01-01, last on 2001-01-21",
    ]);
  });

  const { putVol, assets } = sources;
  it.each([
    ['skew', { putVol }, "feature 'skew' needs putVol and callVol beside the bars, and callVol is not given: give it"],
    ['skew', {}, 'and putVol and callVol are not given: give them or leave the feature out'],
    ['skew', { putVol, callVol: undefined }, 'callVol is not given'],
    ['correlation63', {}, "feature 'correlation63' needs assets"],
    ['correlation63', { assets: [] }, "feature 'correlation63' needs assets"],
    ['correlation64', { assets }, "unknown feature 'correlation64': did you mean 'correlation63'?"],
    ['sentimnt', sources, "did you mean 'sentiment'?"],
    ['moonphase', sources, 'correlation252, sentiment, slow, revised'],
    ['return', { columns: { termSlope: sources.columns!.slow } }, "column 'termSlope' has the name of a feature"],
    [
      'logImpliedVol',
      { impliedVol: { dates: ['2001-01-02'], values: Float64Array.of(0) } },
      'impliedVol is 0 on 2001-01-02',
    ],
    [
      'correlation21',
      { assets: [{ dates: ['2001-01-02'], values: Float64Array.of(-1) }] },
      'assets[0] closes at -1 on',
    ],
  ])('refuses %s of what is given: case %#', (name, given, message) => {
    const assemble = () => assembleFeatures(bars, [name], given);
    expect(assemble).toThrow(InputError);
    expect(assemble).toThrow(message);
    expect(assemble).not.toThrow('\n');
  });

  it('checks a name before any source is read', () => {
    const given = { sources: ['impliedVol'], columns: ['cpi'] };
    for (const name of ['return', 'logImpliedVol', 'cpi']) checkFeatureName(name, given);
    expect(() => checkFeatureName('termSlope', given)).toThrow('impliedVolLong is not given');
    expect(() => checkFeatureName('cpj', given)).toThrow("did you mean 'cpi'?");
  });

  it('tells computeFeatures of bars alone what a feature needs', () => {
    expect(() => computeFeatures(bars, ['termSlope'])).toThrow("'termSlope' needs impliedVol and impliedVolLong");
  });
});
