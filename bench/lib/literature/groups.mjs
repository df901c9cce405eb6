import { renderMatrix } from './generalisation.mjs';
import { renderHistory } from './history.mjs';
import { policiesByRow } from './tables.mjs';

/** Parts of the page: cases whose names begin alike. */
export const groups = [
  {
    prefix: 'cao',
    title: 'Cao, Chen, Hull and Poulos (2021)',
    intro: `A short call, S = K = 100, 20 % volatility, drift 5 %, 1 % of every trade, the first and the unwinding included; mean + 1.5 sd of the
cost in percent of the option's price. In parentheses what the authors' code and their trained networks give when they are run again
(40,000 paths, standard error about 0.4). One move from each rebalancing to the next, as there. Within a move of SABR the authors
hold volatility, here it moves. Mean +
1.5 sd is not consistent in time: what is best from here on depends on what has been lost so far, which the second network is told.`,
  },
  {
    prefix: 'beyond',
    title: 'How low it can go',
    intro: `Four of these cells with less and more: a band that lies around delta, the mean of five networks' bands, P&L so far among the inputs, a
recurrent layer of 16 units, which remembers the path, and both. Seconds are those of the training.`,
    render: policiesByRow,
  },
  {
    prefix: 'buehler cvar',
    title: 'Buehler, Gonon, Teichmann and Wood (2019)',
    intro: `Heston (V = θ = 0.04, κ = 1, volatility of variance 2, ρ = −0.7), a short at-the-money call of 30/365 years hedged daily with the
underlying and an idealised variance swap, sold at expiry: indifference prices under CVaR 50 % and 99 %, without costs and at 1 % of every trade
of both. The risk-neutral price is 1.6918. Here the market is drawn eight times a day; the authors draw variance once a day and hold it
meanwhile. The band is the best of rules: vega neutralised by the swap, delta by the underlying, each within a tuned band of its own.`,
    render: policiesByRow,
  },
  {
    prefix: 'buehler charged',
    title: 'The same, where the risk-neutral price alone is charged',
    intro: `Losses of the network trained on CVaR 50 % and of the one trained on CVaR 99 %, without costs. In the measure trained on, the loss is the price
to ask less the risk-neutral price.`,
    render: policiesByRow,
  },
  {
    prefix: 'buehler slope',
    title: 'How the price grows with costs',
    intro: `Entropic risk at aversion 1, the same call: in Black–Scholes at 20 %, where theory gives the growth of the price above the risk-neutral one
the power 2/3 of small costs and the paper draws that slope, and in the Heston market with the swap, where it fits 0.71. In trades of a day and the liquidation
at expiry costs count in proportion, which makes slopes steeper.`,
    render: policiesByRow,
  },
  {
    prefix: 'imaki',
    title: 'Imaki, Imajo, Ito, Minami and Nakagawa (2021)',
    intro: `Indifference prices under entropic risk at aversion 1, 20 % volatility, 10 bps of every trade, nothing for the last; in parentheses outputs of the
notebook beside the paper, each from one sample of a million paths. At a spot of 1, the notebook's, this aversion is next to none; its code moves the price
28 times, with the drift −σ²t/2 of 30 days, which is followed here; time left counts from 28 days. There figures are those of 16 million paths without a hedge
and the difference that a policy makes on the test paths. At a spot of 100 risk counts (martingale prices).`,
  },
  {
    prefix: 'rough',
    title: 'Rough Bergomi',
    intro: `H = 0.07, η = 1.9, ρ = −0.7, ξ = 23.5 %², one year in 100 steps, a short at-the-money call, premium the mean payoff, expected shortfall 95 %. In parentheses
figures of a thesis (westgluf, thesis_code), means of five test sets of 50,000 paths: one such set has a standard error of about 0.07 of its own. Its network reads time, price and
its holding, and holds between 0 and 1; ours reads the option's implied volatility too, as a desk would.`,
  },
  {
    prefix: 'generalisation',
    title: 'Trained in one market, used in another',
    intro: `A short at-the-money call of 21 days, 10 bps of every trade, mean + 1.5 sd; every market at some 20 % volatility. Objective over that of networks
trained in the market tested in: mean of five training seeds [lowest, highest].`,
    render: renderMatrix,
  },
  {
    prefix: 'history',
    title: 'Every policy on history',
    intro: `The main job with every policy that it can compare (docs/policies.md), each tuned, fitted or trained on the past of its refit: a 21-day at-the-money
call on the S&P 500, implied volatility modelled, mean + 1.5 sd, percent of spot; in parentheses the difference against the tuned band and its paired
95 % interval.`,
    render: renderHistory,
  },
];
