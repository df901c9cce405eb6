import { type Tensor2D, type Tensor3D, tensor2d, tensor3d } from '@tensorflow/tfjs-core';

/** Columns `[first, first + count)` of `[columns][length]`, entries [from, to), as a tensor `[rows, columns]`. */
export function columnsTensor(
  values: Float32Array,
  length: number,
  [first, count]: readonly [first: number, count: number],
  [from, to]: readonly [from: number, to: number],
): Tensor2D {
  const rows = to - from;
  const table = new Float32Array(rows * count);
  for (let c = 0; c < count; ++c) {
    const start = (first + c) * length + from;
    for (let row = 0; row < rows; ++row) table[row * count + c] = values[start + row];
  }
  return tensor2d(table, [rows, count], 'float32');
}

/** Entries `days` of `[columns][length]` as a tensor `[days, columns]`. */
export function pickedTensor(values: Float32Array, length: number, columns: number, days: Int32Array): Tensor2D {
  const table = new Float32Array(days.length * columns);
  for (const [row, day] of days.entries()) {
    for (let c = 0; c < columns; ++c) table[row * columns + c] = values[c * length + day];
  }
  return tensor2d(table, [days.length, columns], 'float32');
}

/** Windows of `[columns][length]` that end with `days`, the oldest entry first, as a tensor `[days, window, columns]`. */
export function windowsTensor(
  values: Float32Array,
  length: number,
  columns: number,
  window: number,
  days: Int32Array,
): Tensor3D {
  const table = new Float32Array(days.length * window * columns);
  let next = 0;
  for (const day of days) {
    for (let t = day - window + 1; t <= day; ++t) {
      for (let c = 0; c < columns; ++c) table[next++] = values[c * length + t];
    }
  }
  return tensor3d(table, [days.length, window, columns], 'float32');
}

/** `[rows][columns]` to `[columns][rows]`, into place `first` of columns of `length` entries. */
export function scatterColumns(
  table: ArrayLike<number>,
  columns: number,
  target: Float32Array | Float64Array,
  length: number,
  first: number,
): void {
  const rows = table.length / columns;
  for (let row = 0; row < rows; ++row) {
    for (let c = 0; c < columns; ++c) target[c * length + first + row] = table[row * columns + c];
  }
}
