import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { createKMeansDetector } from '../../src/regimes/kmeans/kmeans.ts';
import { createMixtureDetector } from '../../src/regimes/mixture/mixture-detector.ts';
import { describeRegimeDetector } from '../contracts/regime-detector-suite.ts';

const features = ['return', 'size'];

describeRegimeDetector('K-Means', (states) => createKMeansDetector({ states, features, restarts: 5 }));
describeRegimeDetector('hidden Markov model', (states) => createHmmDetector({ states, features, restarts: 5 }));
for (const covariance of ['spherical', 'full', 'tied'] as const) {
  describeRegimeDetector(`hidden Markov model, ${covariance}`, (states) =>
    createHmmDetector({ states, features, restarts: 3, covariance, start: 'stationary' }),
  );
}
describeRegimeDetector('Student-t hidden Markov model', (states) =>
  createHmmDetector({ states, features, restarts: 3, law: 'student-t', covariance: 'full' }),
);
describeRegimeDetector('mixture', (states) => createMixtureDetector({ states, features, restarts: 3 }));
