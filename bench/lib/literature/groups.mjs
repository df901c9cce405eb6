import { renderMatrix } from './generalisation.mjs';
import { renderHistory } from './history.mjs';

/** Parts of the page: cases whose names begin alike. */
export const groups = [
  {
    prefix: 'cao',
    title: 'Cao, Chen, Hull and Poulos (2021)',
    intro: `A short call, S = K = 100, 20 % volatility, drift 5 %, 1 % of every trade, the first and the unwinding included; mean + 1.5 sd of
the cost in percent of the option's price. In parentheses what the authors' code and their trained networks give when they are run again
(40,000 paths, standard error about 0.4). SABR as the authors draw it, one move from each rebalancing to the next. Mean + 1.5 sd is not consistent in time: what is best from here on
depends on what has been lost so far, which the second network is told.`,
  },
  {
    prefix: 'beyond',
    title: 'How low it can go',
    intro: `Four of these cells with less and more: a band that lies around delta, the mean of five networks' bands, P&L so far among the inputs, a
recurrent layer of 16 units, which remembers the path, and both.`,
  },
  {
    prefix: 'buehler',
    title: 'Buehler, Gonon, Teichmann and Wood (2019)',
    intro: `Heston (V = θ = 0.04, κ = 1, volatility of variance 2, ρ = −0.7), a short at-the-money call of 30/365 years hedged daily with the
underlying and an idealised variance swap, nothing for the last trade: indifference prices under CVaR 50 % and 99 %, without costs and at 1 % of every trade
of both. The risk-neutral price is 1.6918.`,
  },
  {
    prefix: 'imaki',
    title: 'Imaki, Imajo, Ito, Minami and Nakagawa (2021)',
    intro: `Indifference prices under entropic risk at aversion 1, 20 % volatility, 10 bps of every trade, nothing for the last. At a spot of 1, the paper's, this
aversion is next to none; its code moves the price 28 times with the drift −σ²t/2 of 30 days, which is followed here. At a spot of 100 risk counts (martingale prices).`,
  },
  {
    prefix: 'rough',
    title: 'Rough Bergomi',
    intro: `H = 0.07, η = 1.9, ρ = −0.7, ξ = 23.5 %², one year in 100 steps, a short at-the-money call, premium the mean payoff, expected shortfall 95 %. In parentheses
figures of a thesis (westgluf, thesis_code), means of five test sets of 50,000 paths: one such set has a standard error of about 0.07 of its own. Its network reads time and price; ours reads
the option's implied volatility too, as a desk would.`,
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
