import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'data/README.md',
  ...readdirSync(new URL('docs/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

describe.each(documents)('%s', (path) => {
  it('links to files that exist', () => {
    const here = new URL(path, root);
    const links = [...read(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => target);
    expect(links.filter((target) => !existsSync(new URL(target, here)))).toEqual([]);
  });

  it('imports names that the package has', async () => {
    const imports = [...read(path).matchAll(/import \{([^}]+)\} from 'regime-hedge\/?(\w*)'/g)];
    for (const [, names, room] of imports) {
      const exported = await import(new URL(`src/${room === '' ? '' : `${room}/`}index.ts`, root).href);
      for (const name of names.split(',')) expect(Object.keys(exported)).toContain(name.trim());
    }
  });
});

describe.each([
  ['README.md', 'examples/simulated-comparison.mjs'],
  ['docs/deep-policies.md', 'examples/deep-policies.mjs'],
  ['docs/features.md', 'examples/features.mjs'],
])('the example of %s', (document, example) => {
  it('is shown as it stands in examples/', () => {
    expect(read(document)).toContain(`\`\`\`js\n${read(example)}\`\`\``);
  });

  it('prints what is shown', async () => {
    const printed: string[] = [];
    const source = read(example)
      .replace(/'regime-hedge\/(\w+)'/g, (_, room) => `'${new URL(`dist/${room}/index.js`, root).href}'`)
      .replace('console.log', 'globalThis.printLine');
    (globalThis as { printLine?: (line: string) => void }).printLine = (line) => printed.push(line);
    await import(`data:text/javascript,${encodeURIComponent(source)}`);
    expect(read(document)).toContain(printed.join('\n'));
  });
});
