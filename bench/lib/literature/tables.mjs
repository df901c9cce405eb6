/** Cases by row, policies by column: for many cases of few policies, one of them learned. */
export function casesByRow(rows, prefix) {
  const policies = distinct(rows, 'policy');
  const hasBand = policies.includes('band') && policies.includes('deep');
  const head = ['case', ...policies, ...(hasBand ? ['deep − band'] : []), 'target', 'training'];
  const lines = distinct(rows, 'case').map((name) => {
    const of = (policy) => rows.find((row) => row.case === name && row.policy === policy);
    const deep = of('deep');
    return [
      shortName(name, prefix),
      ...policies.map((policy) => cell(of(policy))),
      ...(hasBand ? [deep?.againstBand === undefined ? '' : signed(deep.againstBand)] : []),
      targetOf(deep),
      secondsOf(deep),
    ];
  });
  return tableOf(head, lines);
}

/** Policies by row, cases by column, each with its error and the seconds of training: for many policies of few cases. */
export function policiesByRow(rows, prefix) {
  const cases = distinct(rows, 'case');
  const lines = distinct(rows, 'policy').map((policy) => [
    policy,
    ...cases.map((name) => {
      const row = rows.find((each) => each.case === name && each.policy === policy);
      return row === undefined
        ? ''
        : [fullCell(row), targetOf(row), secondsOf(row)].filter((part) => part !== '').join('; ');
    }),
  ]);
  return tableOf(['', ...cases.map((name) => shortName(name, prefix))], lines);
}

/** Values of a field, in the order of the rows. */
export function distinct(rows, key) {
  return [...new Set(rows.map((row) => row[key]))];
}

/** A case's name without the first word, which its group shares. */
function shortName(name, prefix) {
  return name.slice(prefix.split(' ')[0].length).trim() || name;
}

/** A table in Markdown, the first column to the left. */
function tableOf(head, lines) {
  return [head, head.map((_, h) => (h === 0 ? '---' : '--:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function cell(row) {
  if (row === undefined) return '';
  return row.policy === 'deep' ? fullCell(row) : `${digits(row.ours, row.stderr)}${publishedOf(row)}`;
}

function fullCell(row) {
  const figure = withError(row.ours, row.stderr);
  return `${row.policy === 'deep' ? `**${figure}**` : figure}${publishedOf(row)}`;
}

function publishedOf({ published, stderr }) {
  return published === null ? '' : ` (${digits(published, stderr)})`;
}

/** The level to be reached, with what it may be missed by. */
export function targetOf(row) {
  if (row?.target === undefined) return '';
  const tolerance = row.tolerance > 0 ? ` + ${row.tolerance}` : '';
  return `≤ ${row.target}${tolerance} ${row.met ? 'met' : 'missed'}`;
}

export function secondsOf(row) {
  return row?.trainSeconds === undefined || row.trainSeconds === null ? '' : `${row.trainSeconds.toFixed(1)} s`;
}

export function withError(value, error) {
  return `${digits(value, error)} ± ${digits(error, error)}`;
}

export function signed({ value, error }) {
  return `${value < 0 ? '−' : '+'}${withError(Math.abs(value), error)}`;
}

/** As many decimals as two digits of the error have. */
export function digits(value, error) {
  if (!(error > 0)) return String(Number(value.toPrecision(5)));
  return value.toFixed(Math.max(0, 1 - Math.floor(Math.log10(error))));
}
