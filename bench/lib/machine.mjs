import { arch, cpus, platform, totalmem } from 'node:os';

/** What the figures of a run depend on besides the code. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    platform: platform(),
    arch: arch(),
    node: process.version,
  };
}
