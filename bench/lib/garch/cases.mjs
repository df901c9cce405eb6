/**
 * Fits of the bundled returns in per cent. `optimum` is the log likelihood that the packages arch for Python or fGarch for R reach;
 * `peerLaw` names the law for fGarch, whose recursion starts as 'sample' does.
 */
export const garchCases = [
  {
    name: 'GARCH(1,1), Student-t',
    options: { law: 'student-t', initial: 'sample' },
    optimum: -6873.5403,
    limitMilliseconds: 60,
    peerLaw: 'std',
  },
  { name: 'GARCH(1,1), normal', options: { initial: 'sample' }, optimum: -6988.49817, peerLaw: 'norm' },
  { name: 'GJR-GARCH(1,1), Student-t', options: { model: 'gjr', law: 'student-t' }, optimum: -6778.33867 },
];
