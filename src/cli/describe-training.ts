import type { TrainConfig } from './train-schema.ts';

/** What a training is of, in words: '21-day call, at the money, written, hedged every 5 days, on futures'. */
export async function describeTraining(config: TrainConfig): Promise<string> {
  const { describePayoff, describeUnderlying } = await import('../report/describe-run.ts');
  const { contract } = config;
  const on = describeUnderlying(config);
  const every = contract.daysPerStep === 1 ? '' : `, hedged every ${contract.daysPerStep} days`;
  const verb = contract.side === 'short' ? 'written' : 'bought';
  return `${contract.tenorDays}-day ${describePayoff(contract)}, ${verb}${every}${on === '' ? '' : `, on ${on}`}`;
}
