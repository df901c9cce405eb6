import { createHmmDetector, createKMeansDetector } from '../../../dist/regimes/index.js';

/** Microseconds that a row takes an online filter, by detector: the least mean of many passes over history. */
export function measureOnlineUpdates({ rows, columns, names }, returns) {
  const detectors = [
    ['HMM, 2 states', createHmmDetector({ states: 2, features: [names[0]], restarts: 2 })],
    ['HMM, 3 states', createHmmDetector({ states: 3, features: [names[0]], restarts: 2 })],
    ['K-Means, 3 states', createKMeansDetector({ states: 3, features: [names[0]], restarts: 2 })],
  ];
  const values = Array.from(columns[0], (value) => [value]);
  return detectors.map(([name, detector]) => {
    const model = detector.fit({ names, rows, columns }, { seed: 1, returns });
    const times = Array.from({ length: 200 }, () => {
      const filter = model.online();
      const start = performance.now();
      for (const row of values) filter.next(row);
      return (1e3 * (performance.now() - start)) / rows;
    });
    return { name, microseconds: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] };
  });
}
