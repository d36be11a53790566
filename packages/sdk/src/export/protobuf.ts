// As much of the protocol buffers wire format as a model needs: whole numbers, and bytes with their length.

const VARINT = 0;
const BYTES = 2;
const FOUR_BYTES = 5;

/** A field that holds a whole number ≥ 0. */
export function integer(field: number, value: number): Uint8Array {
  return concatenate(varint(field * 8 + VARINT), varint(value));
}

/** A field that holds an f32. */
export function float32(field: number, value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setFloat32(0, value, true);
  return concatenate(varint(field * 8 + FOUR_BYTES), new Uint8Array(bytes.buffer));
}

/** A field that holds bytes: another message, or raw data. */
export function message(field: number, bytes: Uint8Array): Uint8Array {
  return concatenate(varint(field * 8 + BYTES), varint(bytes.length), bytes);
}

/** A field that holds text. */
export function text(field: number, value: string): Uint8Array {
  return message(field, new TextEncoder().encode(value));
}

export function concatenate(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** Seven bits a byte, the lowest first, the top bit set on all but the last. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.of(...bytes, rest);
}
