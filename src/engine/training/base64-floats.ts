/** Floats as base64 text of their bytes, little-endian as on all platforms that Node.js has WebAssembly on. */
export function encodeFloats({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** The float32 numbers of such a text. */
export function decodeFloat32(text: string): Float32Array {
  return new Float32Array(bytesOf(text, 4));
}

/** The float64 numbers of such a text. */
export function decodeFloat64(text: string): Float64Array {
  return new Float64Array(bytesOf(text, 8));
}

/** Throws a RangeError unless the bytes make whole numbers. */
function bytesOf(text: string, size: number): ArrayBuffer {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  if (bytes.length % size !== 0) throw new RangeError(`${bytes.length} bytes: expected a multiple of ${size}`);
  return bytes.buffer;
}
