import { createHmmDetector } from '../../src/regimes/hmm/hmm-detector.ts';
import { createJumpDetector } from '../../src/regimes/jump/jump-detector.ts';
import { createKMeansDetector } from '../../src/regimes/kmeans/kmeans.ts';
import { describeRegimeDetector } from '../contracts/regime-detector-suite.ts';

const features = ['return', 'size'];

describeRegimeDetector('K-Means', (states) => createKMeansDetector({ states, features, restarts: 5 }));
describeRegimeDetector('hidden Markov model', (states) => createHmmDetector({ states, features, restarts: 5 }));
describeRegimeDetector('jump model', (states) => createJumpDetector({ states, features, penalty: 5, restarts: 6 }));
describeRegimeDetector('continuous jump model', (states) =>
  createJumpDetector({ states, features, penalty: 20, continuous: true, restarts: 6 }),
);
