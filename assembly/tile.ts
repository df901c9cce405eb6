/** Rows of a tile (TILE_ROWS in src/engine/program.ts): every matrix of activations is [unit][64]. */
export const ROWS: usize = 64;

/** Bytes from one unit of a matrix to the next. */
export const ROW_BYTES: usize = ROWS << 2;
