import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hedger, HedgerJSON } from '../hedgers/hedger.ts';
import { InputError } from '../support/input-error.ts';
import { ensembleFileName } from './train-files.ts';

/** A saved policy, and the configuration that it was trained by where that lies beside it. */
export interface SavedPolicy {
  readonly hedger: Hedger;
  readonly configFile: string | undefined;
}

/**
 * Reads a policy: a folder that `saveDeepHedger` or `regime-hedge train` wrote, or a JSON file of any policy's `toJSON()`.
 *
 * @throws InputError of one line for what is neither
 */
export async function readPolicy(path: string): Promise<SavedPolicy> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new InputError(
      "no such file or folder: expected the folder of a model, as 'regime-hedge train' writes it, or a policy as JSON",
      { file: path },
    );
  }
  if (!found.isDirectory()) return { hedger: await readPolicyFile(path), configFile: undefined };
  const { readDeepHedger } = await import('../hedgers/deep/deep-hedger-files.ts');
  const configFile = join(path, 'config.json');
  const ensemble = join(path, ensembleFileName);
  return {
    hedger: existsSync(ensemble) ? await readPolicyFile(ensemble) : await readDeepHedger(path),
    configFile: existsSync(configFile) ? configFile : undefined,
  };
}

async function readPolicyFile(file: string): Promise<Hedger> {
  const { loadHedger } = await import('../hedgers/load-hedger.ts');
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
    throw new InputError(`no saved policy: ${why}; expected what a policy's toJSON() gives`, { file });
  }
  try {
    return loadHedger(json as HedgerJSON);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof InputError)) throw error;
    throw new InputError(error.message, { file });
  }
}
