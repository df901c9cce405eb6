import Table from 'cli-table3';

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** Rows of rates (see rates.mjs) as a table, those of a case together. */
export function renderRates(rows, { threads }) {
  const table = new Table({
    head: ['case', `ours\n${threads} threads`, '\n1 thread', 'million', 'peer', '', 'ratio', 'target'],
    colAligns: ['left', 'right', 'right', 'left', 'left', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const [r, row] of rows.entries()) {
    const isFirst = rows[r - 1]?.case !== row.case;
    const ours = [row.case, digits(row.ours), digits(row.oursOneThread), row.unit.replace('million ', '')];
    table.push([...(isFirst ? ours : ['', '', '', '']), ...peerCells(row), targetCell(row)]);
  }
  return table.toString();
}

function peerCells({ peer, peerValue, ratio, skipped, peerSettings }) {
  if (skipped !== undefined) return [peer, 'skipped', ''];
  const threads = peerSettings.threads === 1 ? '1 thread' : `${peerSettings.threads} threads`;
  return [`${peer}, ${threads}`, digits(peerValue), `${digits(ratio)} ×`];
}

function targetCell({ target, targetRate, met }) {
  if (met === undefined) return '';
  const wanted = target === undefined ? `${targetRate} million a second` : `${target} ×`;
  return `${wanted}: target ${met ? 'met' : 'missed'}`;
}
