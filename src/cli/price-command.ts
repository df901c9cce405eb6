import { Command } from 'commander';
import { InputError } from '../support/input-error.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { parseAssignment } from './apply-overrides.ts';
import { figureError } from './config-errors.ts';
import type { CliDependencies } from './dependencies.ts';
import { collect, takeValue } from './flags.ts';
import { withInterruption } from './interruption.ts';
import { refuseImpossiblePrice, refuseTwoWays, wayNeeded, waysToValue, yearsOf } from './price-checks.ts';
import { marketAsGiven, marketAtVol, valueIn } from './price-in-market.ts';
import { type PriceConfig, priceSchema } from './price-schema.ts';
import { createProgressDisplay } from './progress.ts';
import type { PricedContract } from './render-price.ts';
import { resolveFile } from './resolve-config.ts';
import { terminalWidth } from './terminal-width.ts';
import { writeNotes } from './write-notes.ts';

interface PriceFlags {
  readonly set?: readonly string[];
  readonly json?: true;
}

/** A price that takes less is not worth a line on how far it has come. */
const secondsBeforeProgress = 1;

/** `regime-hedge price`: the price of a contract and its greeks. */
export function createPriceCommand(dependencies: CliDependencies): Command {
  return new Command('price')
    .description('price a contract, with its greeks, at a volatility or in a market')
    .argument('<contract>', 'YAML or JSON file with the contract and where it stands (docs/contracts.md)')
    .option('--set <path=value>', 'set one key of the file; may be repeated', collect)
    .option('--json', 'print JSON alone')
    .action((file: string, flags: PriceFlags) => price(dependencies, takeValue(file), flags));
}

async function price(dependencies: CliDependencies, file: string, flags: PriceFlags): Promise<void> {
  const { stdout, stderr, now } = dependencies;
  const { config, origin } = await resolveFile(priceSchema, file, (flags.set ?? []).map(parseAssignment), []);
  const priced = await withInterruption(dependencies, async (signal) => {
    const progress = createProgressDisplay({ stream: stderr, quiet: false, now, secondsBefore: secondsBeforeProgress });
    try {
      return await priceIt(config, { signal, onProgress: progress.onProgress });
    } catch (error) {
      // Figures out of range are bad input here, whoever finds them.
      if (!(error instanceof RangeError || error instanceof InputError)) throw error;
      throw figureError(error.message, { origin, config, group: groupOf(error.message) });
    } finally {
      progress.stop();
    }
  });
  if (config.market !== undefined) {
    const { marketWarnings } = await import('../simulate/market-terms.ts');
    writeNotes(dependencies, marketWarnings(config.market));
  }
  if (flags.json) {
    stdout.write(`${JSON.stringify(priced, null, 2)}\n`);
    return;
  }
  const { renderPrice } = await import('./render-price.ts');
  stdout.write(`${renderPrice(priced, config, terminalWidth(stdout))}\n`);
}

async function priceIt(config: PriceConfig, options: LongCallOptions): Promise<PricedContract> {
  refuseTwoWays(config);
  const years = yearsOf(config);
  const { describeContract } = await import('../contracts/describe-contract.ts');
  const description = describeContract(config.contract);
  if (config.market !== undefined) {
    const market = await marketAsGiven(config, years);
    return { description, years, ...(await valueIn(market, config, years, options)) };
  }
  const impliedVol = config.price === undefined ? undefined : await impliedVolOf(config, years);
  const vol = config.vol ?? impliedVol;
  if (vol === undefined) throw new InputError(`none of ${waysToValue.join(', ')} is given: ${wayNeeded}`);
  const market = await marketAtVol(config, years, vol);
  const found = { vol, ...(impliedVol !== undefined && { impliedVol }) };
  return { description, years, ...found, ...(await valueIn(market, config, years, options)) };
}

/** The group of the file that a message without a key is about. */
function groupOf(message: string): readonly string[] {
  if (message.startsWith('market ')) return ['market'];
  return message.includes(' given: ') ? [] : ['contract'];
}

async function impliedVolOf({ contract, underlying, spot, price }: PriceConfig, years: number): Promise<number> {
  if (contract.type !== 'call' && contract.type !== 'put') {
    throw new InputError(
      `price is given with contract.type ${contract.type}: an implied volatility is found from the price of a call or put; give vol`,
    );
  }
  const { rateAnnual, yieldAnnual, model } = underlying;
  const discount = Math.exp(-rateAnnual * years);
  const forward = spot * Math.exp((rateAnnual - yieldAnnual) * years);
  const undiscounted = price! / discount;
  const { checkContract } = await import('../contracts/check-contract.ts');
  checkContract(contract, underlying, spot);
  refuseImpossiblePrice(contract.type, price!, discount * forward, discount * contract.strike, model);
  if (model === 'bachelier') {
    const { impliedNormalVolForward } = await import('../contracts/implied-normal-vol.ts');
    return impliedNormalVolForward(contract.type, undiscounted, forward, contract.strike, years);
  }
  const { impliedVolForward } = await import('../contracts/implied-vol.ts');
  return impliedVolForward(contract.type, undiscounted, forward, contract.strike, years);
}
