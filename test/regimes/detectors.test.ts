import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { createJumpDetector } from '../../src/regimes/jump/jump-detector.ts';
import { createKMeansDetector } from '../../src/regimes/kmeans/kmeans.ts';
import { createMixtureDetector } from '../../src/regimes/mixture/mixture-detector.ts';
import {
  createSwitchingAutoregressionDetector,
  createSwitchingRegressionDetector,
} from '../../src/regimes/regression/switching-detector.ts';
import { describeRegimeDetector } from '../contracts/regime-detector-suite.ts';

const features = ['return', 'size'];

describeRegimeDetector('K-Means', (states) => createKMeansDetector({ states, features, restarts: 5 }));
describeRegimeDetector('hidden Markov model', (states) => createHmmDetector({ states, features, restarts: 5 }));
for (const covariance of ['spherical', 'full', 'tied'] as const) {
  describeRegimeDetector(`hidden Markov model, ${covariance}`, (states) =>
    createHmmDetector({ states, features, restarts: 1, covariance, start: 'stationary' }),
  );
}
describeRegimeDetector('Student-t hidden Markov model', (states) =>
  createHmmDetector({ states, features, restarts: 1, law: 'student-t', covariance: 'full' }),
);
describeRegimeDetector('mixture', (states) => createMixtureDetector({ states, features, restarts: 1 }));
describeRegimeDetector('switching regression', (states) =>
  createSwitchingRegressionDetector({ states, features, restarts: 1 }),
);
describeRegimeDetector('switching autoregression', (states) =>
  createSwitchingAutoregressionDetector({ states, features, restarts: 1 }),
);
describeRegimeDetector('jump model', (states) => createJumpDetector({ states, features, penalty: 5, restarts: 6 }));
describeRegimeDetector('continuous jump model', (states) =>
  createJumpDetector({ states, features, penalty: 20, continuous: true, restarts: 2 }),
);
