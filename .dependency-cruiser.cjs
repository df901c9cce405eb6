// The rooms of src/ form layers: nothing imports a room above its own (docs/architecture.md).
const layers = [
  { room: 'support', may: [] },
  { room: 'math', may: ['support'] },
  { room: 'market', may: ['support', 'math'] },
  { room: 'contracts', may: ['support', 'math'] },
  { room: 'risk', may: ['support', 'math'] },
  { room: 'engine', may: ['support', 'math', 'risk'] },
  { room: 'regimes', may: ['support', 'math', 'market', 'engine'] },
  { room: 'forecast', may: ['support', 'math', 'market', 'regimes', 'engine'] },
  { room: 'simulate', may: ['support', 'math', 'market', 'contracts', 'engine', 'regimes', 'forecast'] },
  {
    room: 'hedgers',
    may: ['support', 'math', 'market', 'contracts', 'risk', 'engine', 'simulate', 'regimes', 'forecast'],
  },
  {
    room: 'backtest',
    may: ['support', 'math', 'market', 'contracts', 'risk', 'engine', 'simulate', 'regimes', 'forecast', 'hedgers'],
  },
];
const below = [...layers[layers.length - 1].may, 'backtest'];
layers.push({ room: 'report', may: below });

module.exports = {
  forbidden: [
    ...layers.map(({ room, may }) => ({
      name: `${room}-imports-downwards-only`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...may].join('|')})/` },
    })),
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
