import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { createKMeansDetector } from '../../src/regimes/kmeans/kmeans.ts';
import {
  createSwitchingAutoregressionDetector,
  createSwitchingRegressionDetector,
} from '../../src/regimes/regression/switching-detector.ts';
import { describeRegimeDetector } from '../contracts/regime-detector-suite.ts';

const features = ['return', 'size'];

describeRegimeDetector('K-Means', (states) => createKMeansDetector({ states, features, restarts: 5 }));
describeRegimeDetector('hidden Markov model', (states) => createHmmDetector({ states, features, restarts: 5 }));
describeRegimeDetector('switching regression', (states) =>
  createSwitchingRegressionDetector({ states, features, restarts: 5 }),
);
describeRegimeDetector('switching autoregression', (states) =>
  createSwitchingAutoregressionDetector({ states, features, restarts: 3 }),
);
