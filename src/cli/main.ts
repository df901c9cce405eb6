#!/usr/bin/env node
import { nodeDependencies } from './node-dependencies.ts';
import { runProgram } from './run-program.ts';

// A reader that has seen enough (`| head`) is no defect.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const code = await runProgram(process.argv.slice(2), nodeDependencies());
// A stopped run may have left threads at work; anything else ends by itself, once its output is written.
if (code >= 128) process.exit(code);
process.exitCode = code;
