/**
 * ONNX models are protocol buffers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. This writes the few messages
 * that one model needs; a field is its number and wire type, then its value.
 */

const VARINT = 0;
const BYTES = 2;

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_INT = 2;

const IR_VERSION = 8;
const OPSET = 17;
/** A protocol buffer holds no more. */
const LARGEST_MODEL = 2 ** 31 - 1;

/**
 * scores [B, N] = q [B, D] · X [N, D]ᵀ + mask [N];  values, indices = TopK(scores, K)
 *
 * @param rows  X, row-major. The model holds it transposed, as MatMul takes it.
 * @throws RangeError when X is larger than a model can be.
 */
export function topKModel(rows: Float32Array, n: number, d: number, k: number): Uint8Array {
  if (rows.byteLength > LARGEST_MODEL) throw new RangeError(`${rows.byteLength} bytes are more than a model can hold`);
  const graph = message(
    bytes(1, node('MatMul', ['q', 'X'], ['products'])),
    bytes(1, node('Add', ['products', 'mask'], ['scores'])),
    bytes(1, node('TopK', ['scores', 'k'], ['values', 'indices'], { axis: 1, largest: 1, sorted: 1 })),
    text(2, 'top-k'),
    bytes(5, tensor('X', FLOAT, [d, n], new Uint8Array(transposed(rows, n, d).buffer))),
    bytes(5, tensor('k', INT64, [1], new Uint8Array(BigInt64Array.of(BigInt(k)).buffer))),
    bytes(11, valueInfo('q', FLOAT, ['B', d])),
    bytes(11, valueInfo('mask', FLOAT, [n])),
    bytes(12, valueInfo('values', FLOAT, ['B', k])),
    bytes(12, valueInfo('indices', INT64, ['B', k])),
  );
  const opset = message(text(1, ''), integer(2, OPSET));
  return joined(message(integer(1, IR_VERSION), bytes(7, graph), bytes(8, opset)));
}

/** [D, N], written in the order in which it lies: a cache line of each of D columns stays in the cache meanwhile. */
function transposed(rows: Float32Array, n: number, d: number): Float32Array<ArrayBuffer> {
  const columns = new Float32Array(n * d);
  for (let item = 0; item < n; item++) for (let i = 0; i < d; i++) columns[i * n + item] = rows[item * d + i];
  return columns;
}

/** A piece of a model: its bytes in the order in which they follow each other, copied only when the whole is written. */
type Part = readonly Uint8Array[];

const node = (
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Record<string, number> = {},
): Part =>
  message(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      bytes(5, message(text(1, name), integer(3, value), integer(20, ATTRIBUTE_INT))),
    ),
  );

const tensor = (name: string, type: number, shape: readonly number[], values: Uint8Array): Part =>
  message(...shape.map((length) => integer(1, length)), integer(2, type), text(8, name), bytes(9, [values]));

/** Name and type of an input or output; a length given by a name is free. */
function valueInfo(name: string, type: number, shape: readonly (number | string)[]): Part {
  const dimensions = shape.map((length) => bytes(1, typeof length === 'string' ? text(2, length) : integer(1, length)));
  const tensorType = message(integer(1, type), bytes(2, message(...dimensions)));
  return message(text(1, name), bytes(2, bytes(1, tensorType)));
}

const message = (...fields: readonly Part[]): Part => fields.flat();

const integer = (field: number, value: number): Part => [varint(field * 8 + VARINT), varint(value)];

const bytes = (field: number, value: Part): Part => [varint(field * 8 + BYTES), varint(lengthOf(value)), ...value];

const text = (field: number, value: string): Part => bytes(field, [new TextEncoder().encode(value)]);

/** Seven bits a byte, lowest first; the eighth says that more follow. */
function varint(value: number): Uint8Array {
  const digits: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) + 128);
  digits.push(rest);
  return Uint8Array.from(digits);
}

const lengthOf = (part: Part): number => part.reduce((sum, { length }) => sum + length, 0);

function joined(part: Part): Uint8Array {
  const all = new Uint8Array(lengthOf(part));
  let at = 0;
  for (const piece of part) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
