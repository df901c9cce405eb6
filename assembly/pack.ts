// The products read weights four outputs at a time, so that one pointer serves four broadcasts: [block of 4 outputs]
// [input][4]. Up to three outputs that are left follow as they are, [output][input].

/** Packs the matrix W[outputs][inputs] row-major. */
export function pack(weights: usize, packed: usize, inputs: i32, outputs: i32): void {
  packStrided(weights, packed, inputs, outputs, inputs, 1);
}

/** Packs the transpose of W[inputs][columns], without its first `from` columns: outputs are columns from `from` on. */
export function packTranspose(weights: usize, packed: usize, inputs: i32, columns: i32, from: i32): void {
  packStrided(weights + ((from as usize) << 2), packed, inputs, columns - from, 1, columns);
}

function packStrided(
  weights: usize,
  packed: usize,
  inputs: i32,
  outputs: i32,
  outputStep: i32,
  inputStep: i32,
): void {
  const nextOutput = (outputStep as usize) << 2;
  const nextInput = (inputStep as usize) << 2;
  let target = packed;
  let source = weights;
  let o: i32 = 0;
  for (; o + 4 <= outputs; o += 4) {
    let at = source;
    for (let i: i32 = 0; i < inputs; ++i) {
      store<f32>(target, load<f32>(at));
      store<f32>(target, load<f32>(at + nextOutput), 4);
      store<f32>(target, load<f32>(at + 2 * nextOutput), 8);
      store<f32>(target, load<f32>(at + 3 * nextOutput), 12);
      at += nextInput;
      target += 16;
    }
    source += 4 * nextOutput;
  }
  for (; o < outputs; ++o) {
    let at = source;
    for (let i: i32 = 0; i < inputs; ++i) {
      store<f32>(target, load<f32>(at));
      at += nextInput;
      target += 4;
    }
    source += nextOutput;
  }
}
