/** Parts of the page: cases whose names begin alike. */
export const groups = [
  {
    prefix: 'cao',
    title: 'Cao, Chen, Hull and Poulos (2021)',
    intro: `A short call, S = K = 100, 20 % volatility, drift 5 %, 1 % of every trade, the first and the unwinding included; mean + 1.5 sd of
the cost in percent of the option's price. In parentheses what the authors' code and their trained networks give when they are run again
(40,000 paths, standard error about 0.4). SABR as the authors draw it, one move from each rebalancing to the next.`,
  },
];
