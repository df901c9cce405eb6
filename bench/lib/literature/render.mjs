import Table from 'cli-table3';
import { groups } from './groups.mjs';

/** All rows, one line each. */
export function renderForTerminal(rows) {
  const table = new Table({
    head: ['case', 'policy', 'ours', 'published', 'against band', 'target', 'training'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'left', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const [r, row] of rows.entries()) {
    table.push([
      rows[r - 1]?.case === row.case ? '' : row.case,
      row.policy,
      withError(row.ours, row.stderr),
      row.published === null ? '' : digits(row.published, row.stderr),
      row.againstBand === undefined || row.policy === 'band' ? '' : signed(row.againstBand),
      row.target === undefined ? '' : `${row.target}: ${row.met ? 'met' : 'missed'}`,
      row.trainSeconds === null ? '' : `${row.trainSeconds.toFixed(1)} s`,
    ]);
  }
  return table.toString();
}

/** The section of docs/results.md: a table a group, policies side by side, published figures in parentheses. */
export function renderForDocs(rows) {
  return groups
    .map((group) => ({ group, own: rows.filter((row) => row.case.startsWith(group.prefix)) }))
    .filter(({ own }) => own.length > 0)
    .map(({ group, own }) => renderGroup(group, own))
    .join('\n');
}

function renderGroup({ title, intro, prefix, render = pivot }, rows) {
  return `### ${title}\n\n${intro}\n\n${render(rows, prefix)}\n${settingsOf(rows)}\n`;
}

function pivot(rows, prefix) {
  const policies = [...new Set(rows.map(({ policy }) => policy))];
  const cases = [...new Set(rows.map((row) => row.case))];
  const hasBand = policies.includes('band') && policies.includes('deep');
  const head = ['case', ...policies, ...(hasBand ? ['deep − band'] : []), 'target', 'training'];
  const lines = cases.map((name) => {
    const of = (policy) => rows.find((row) => row.case === name && row.policy === policy);
    const deep = of('deep');
    return [
      name.slice(prefix.length).trim() || name,
      ...policies.map((policy) => cell(of(policy))),
      ...(hasBand ? [deep?.againstBand === undefined ? '' : signed(deep.againstBand)] : []),
      deep?.target === undefined ? '' : `${deep.target} ${deep.met ? 'met' : 'missed'}`,
      deep?.trainSeconds === undefined || deep.trainSeconds === null ? '' : `${deep.trainSeconds.toFixed(1)} s`,
    ];
  });
  return [head, head.map((_, h) => (h === 0 ? '---' : '--:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function cell(row) {
  if (row === undefined) return '';
  const published = row.published === null ? '' : ` (${digits(row.published, row.stderr)})`;
  const ours = row.policy === 'deep' ? `**${withError(row.ours, row.stderr)}**` : digits(row.ours, row.stderr);
  return `${ours}${published}`;
}

/** What the networks of a group have in common, and the width of each band. */
function settingsOf(rows) {
  const deep = rows.find(({ policy, settings }) => policy === 'deep' && settings.steps !== undefined)?.settings;
  if (deep === undefined) return '';
  const { hidden, head = 'band', steps, paths, learningRate, testPaths, criterion } = deep;
  const layers = deep.layers?.map(({ kind, units }) => `${kind} ${units}`).join(', ') ?? `dense ${hidden?.join(' × ')}`;
  return `\n${testPaths?.toLocaleString('en')} test paths. Network: ${layers}, head ${head}, ${steps} steps of ${paths.toLocaleString('en')} paths, learning rate ${learningRate}; criterion ${criterion}.`;
}

function withError(value, error) {
  return `${digits(value, error)} ± ${digits(error, error)}`;
}

function signed({ value, error }) {
  return `${value < 0 ? '−' : '+'}${withError(Math.abs(value), error)}`;
}

/** As many decimals as two digits of the error have. */
function digits(value, error) {
  if (!(error > 0)) return String(Number(value.toPrecision(5)));
  return value.toFixed(Math.max(0, 1 - Math.floor(Math.log10(error))));
}
