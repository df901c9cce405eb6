interface Colour {
  readonly light: string;
  readonly dark: string;
}

/**
 * One fixed colour per policy, forecaster and regime, told apart with any colour vision (after Okabe and Ito, 2008,
 * and the schemes of Tol, 2021), darkened on a light page and lightened on a dark one. Charts name what they draw, so
 * colour never carries a meaning alone.
 */
const policyPalette: Readonly<Record<string, Colour>> = {
  none: { light: '#767b84', dark: '#9aa1ab' },
  delta: { light: '#3d9bd6', dark: '#6fbdf0' },
  'delta-band': { light: '#0a5fa8', dark: '#4d94e0' },
  'whalley-wilmott': { light: '#00876a', dark: '#2fc29c' },
  'forecast-adjusted': { light: '#d08a00', dark: '#f0b23c' },
  deep: { light: '#c84a05', dark: '#f5803c' },
  'switcher-kmeans': { light: '#b8639a', dark: '#e295c4' },
  'switcher-hmm': { light: '#7d2a5c', dark: '#c673a6' },
};

/** For policies of the user's own: chosen by name, so that a policy keeps its colour from one report to the next. */
const extraPalette: readonly Colour[] = [
  { light: '#5b6abf', dark: '#97a4f2' },
  { light: '#6f7d1c', dark: '#b5c455' },
  { light: '#8a5a2b', dark: '#d3a06d' },
  { light: '#14828f', dark: '#56c3d0' },
];

const forecasterPalette: Readonly<Record<string, Colour>> = {
  ewma: { light: '#d08a00', dark: '#f0b23c' },
  har: { light: '#00876a', dark: '#2fc29c' },
  gjr: { light: '#b8639a', dark: '#e295c4' },
  lstm: { light: '#0a5fa8', dark: '#5aa2ec' },
  combination: { light: '#c84a05', dark: '#f5803c' },
  combined: { light: '#222222', dark: '#e6e6e6' },
  'log-har': { light: '#3d9bd6', dark: '#6fbdf0' },
  'har-leverage': { light: '#7d2a5c', dark: '#c673a6' },
};

/** From calm to turbulent: dark to bright hues that also differ in lightness. */
const regimePalette: readonly Colour[] = [
  { light: '#1f6fb2', dark: '#5aa9e8' },
  { light: '#1f9c94', dark: '#4fcfc6' },
  { light: '#cf9710', dark: '#eec044' },
  { light: '#d2622a', dark: '#f39a63' },
  { light: '#a8194f', dark: '#f0679a' },
];

/** Entries of the regime palette for 1 to 5 regimes: always from its calm to its turbulent end. */
const regimeSteps: readonly (readonly number[])[] = [[0], [0, 4], [0, 2, 4], [0, 1, 2, 4], [0, 1, 2, 3, 4]];

/** CSS colour of a policy. */
export function policyColour(name: string): string {
  return Object.hasOwn(policyPalette, name) ? `var(--policy-${name})` : extraColour(name);
}

/** CSS colour of a forecaster. */
export function forecasterColour(name: string): string {
  return Object.hasOwn(forecasterPalette, name) ? `var(--forecaster-${name})` : extraColour(name);
}

/** CSS colours of forecasters drawn together: those without a colour of their own take the further ones in turn. */
export function forecasterColours(names: readonly string[]): readonly string[] {
  let extra = 0;
  return names.map((name) =>
    Object.hasOwn(forecasterPalette, name) ? forecasterColour(name) : `var(--extra-${extra++ % extraPalette.length})`,
  );
}

/** CSS colour of a regime among `states`; regimes beyond the palette share its last colour, days without one are grey. */
export function regimeColour(regime: number, states: number): string {
  if (regime < 0) return 'var(--faint)';
  const steps = regimeSteps[Math.min(states, regimeSteps.length) - 1] ?? regimeSteps[0];
  return `var(--regime-${steps[Math.min(regime, steps.length - 1)]})`;
}

/** Declarations of every colour, for one of the two appearances of the page. */
export function paletteDeclarations(appearance: 'light' | 'dark'): string {
  const named = (prefix: string, colours: Readonly<Record<string, Colour>>) =>
    Object.entries(colours).map(([name, colour]) => `--${prefix}-${name}:${colour[appearance]};`);
  const numbered = (prefix: string, colours: readonly Colour[]) =>
    colours.map((colour, i) => `--${prefix}-${i}:${colour[appearance]};`);
  return [
    ...named('policy', policyPalette),
    ...numbered('extra', extraPalette),
    ...named('forecaster', forecasterPalette),
    ...numbered('regime', regimePalette),
  ].join('');
}

/** Text with the colours themselves in place of their CSS variables: for files that stand alone, which every viewer shows. */
export function inlineColours(text: string, appearance: 'light' | 'dark'): string {
  const declared = paletteDeclarations(appearance).matchAll(/(--[\w-]+):([^;]+);/g);
  const colours = new Map(Array.from(declared, ([, name, colour]) => [name, colour]));
  return text.replace(/var\((--[\w-]+)\)/g, (variable, name: string) => colours.get(name) ?? variable);
}

function extraColour(name: string): string {
  let sum = 0;
  for (const char of name) sum = (31 * sum + char.codePointAt(0)!) % 65_521;
  return `var(--extra-${sum % extraPalette.length})`;
}
