// npm run bench -- NAME [--json FILE]: runs bench/NAME.mjs against the built code.
import { readdirSync } from 'node:fs';

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.replace('.mjs', ''));
const [name] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(`error: no benchmark '${name ?? ''}': expected one of ${names.join(', ')}`);
  process.exit(2);
}
try {
  await import(`./${name}.mjs`);
} catch (error) {
  if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
}
