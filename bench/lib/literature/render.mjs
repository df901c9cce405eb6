import Table from 'cli-table3';
import { groups } from './groups.mjs';
import { casesByRow, digits, distinct, secondsOf, signed, targetOf, withError } from './tables.mjs';

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
      targetOf(row),
      secondsOf(row),
    ]);
  }
  return table.toString();
}

/** The section of docs/results.md: a table a group, published figures in parentheses. */
export function renderForDocs(rows) {
  return groups
    .map((group) => ({ group, own: rows.filter((row) => row.case.startsWith(group.prefix)) }))
    .filter(({ own }) => own.length > 0)
    .map(({ group, own }) => renderGroup(group, own))
    .join('\n');
}

function renderGroup({ title, intro, prefix, render = casesByRow }, rows) {
  return `### ${title}\n\n${intro}\n\n${render(rows, prefix)}\n\n${settingsOf(rows)}\n`;
}

/** What learned policies were trained with and on how many paths they were tested: a line for each that differs. */
function settingsOf(rows) {
  const lines = new Map();
  for (const { case: name, policy, settings } of rows) {
    if (settings.learningRate === undefined) continue;
    const { head = 'band', steps, paths, learningRate, members, testPaths, criterion } = settings;
    const network = `${networkOf(settings)}, ${head}, ${steps} × ${paths.toLocaleString('en')} paths, learning rate ${learningRate}`;
    const line = `${network}${members === undefined ? '' : `, ${members} members`}; ${criterion}, ${testPaths.toLocaleString('en')} test paths`;
    const users = lines.get(line) ?? { cases: new Set(), policies: new Set() };
    users.cases.add(name);
    users.policies.add(policy);
    lines.set(line, users);
  }
  if (lines.size === 1) return [...lines.keys()][0];
  return [...lines].map(([line, { cases, policies }]) => `- ${line} (${usersOf(rows, cases, policies)})`).join('\n');
}

function networkOf({ layers, hidden }) {
  return layers?.map(({ kind, units }) => `${kind} ${units}`).join(', ') ?? `dense ${hidden.join(' × ')}`;
}

/** Names of policies where all cases of the rows have them, else of cases. */
function usersOf(rows, cases, policies) {
  return cases.size === distinct(rows, 'case').length ? [...policies].join(', ') : [...cases].join(', ');
}
