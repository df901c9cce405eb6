import Table from 'cli-table3';

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const percent = (share) => `${Math.round(100 * share)} %`;
const mark = (isReached) => (isReached ? '✓' : '✗');

/** The rows as a table, those of a case together, and below it what the columns mean. */
export function renderRows(rows, { threads }) {
  const table = new Table({
    head: [
      'case',
      `ours\n${threads} threads`,
      '\n1 thread',
      'GFLOP/s a thread\nof the limit',
      'peer',
      '',
      'ratio',
      'target',
    ],
    colAligns: ['left', 'right', 'right', 'right', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const [r, row] of rows.entries()) {
    const isFirst = rows[r - 1]?.case !== row.case;
    table.push([...(isFirst ? oursCells(row) : ['', '', '', '']), ...peerCells(row)]);
  }
  return table.toString();
}

function oursCells({ case: name, unit, ours, oursOneThread, ...row }) {
  const speed = row.gigaflopsPerThread;
  return [
    name,
    `${digits(ours)} ${unit.split(' ')[0]}`,
    oursOneThread === undefined ? '' : digits(oursOneThread),
    speed === undefined ? '' : `${speed.toFixed(1)}  ${percent(row.shareOfLimit)}${shareMark(row)}`,
  ];
}

function shareMark({ targetShareOfLimit, shareOfLimit }) {
  return targetShareOfLimit === undefined ? '' : ` ${mark(shareOfLimit >= targetShareOfLimit)}`;
}

function peerCells({ peer, peerValue, unit, ratio, target, skipped, peerSettings, limit, ours }) {
  if (limit !== undefined) return ['', '', '', `< ${limit} ${mark(ours < limit)}`];
  if (peer === undefined) return ['', '', '', ''];
  if (skipped !== undefined) return [peer, skipped.startsWith('not run') ? 'not run' : 'skipped', '', ''];
  const count = Math.max(peerSettings.threads, peerSettings.blasThreads ?? 1);
  const threads = count === 1 ? '1 thread' : `${count} threads`;
  return [
    `${peer}, ${threads}`,
    `${digits(peerValue)} ${unit.split(' ')[0]}`,
    `${digits(ratio)} ×`,
    target === undefined ? '' : `${target} × ${mark(ratio >= target)}`,
  ];
}
