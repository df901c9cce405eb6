// Three training steps on a million paths, in a process of its own; prints its peak memory as JSON.
import { createEngine } from '../../dist/engine/pool/create-engine.js';
import { createEngineSide } from './engine-side.mjs';
import { policyCase } from './policy-case.mjs';

const [threads] = process.argv.slice(2).map(Number);
const STEPS = 3;

const benchCase = policyCase({ name: 'million', widths: [32, 32], paths: 1_000_000 });
const engine = createEngine({ threads });
const side = await createEngineSide(engine, benchCase);
const milliseconds = await side.run(STEPS);
await side.close();
await engine.close();
// maxRSS is in kilobytes.
console.log(JSON.stringify({ peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6, milliseconds }));
