/** First 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8. */
const { ROUND_CONSTANTS, INITIAL_STATE } = constants();

/**
 * SHA-256 (FIPS 180-4) in plain JavaScript, for pages on plain http: there browsers hide `crypto.subtle`. About twenty
 * times slower than the browser's own.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const state = Uint32Array.from(INITIAL_STATE);
  const schedule = new Uint32Array(64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeBlocks = bytes.length - (bytes.length % 64);
  for (let offset = 0; offset < wholeBlocks; offset += 64) addBlock(state, schedule, view, offset);

  // message │ 0x80 │ zeros │ length in bits as u64, big-endian: one block, or two where the length does not fit.
  const rest = bytes.subarray(wholeBlocks);
  const tail = new DataView(new ArrayBuffer(rest.length < 56 ? 64 : 128));
  new Uint8Array(tail.buffer).set(rest);
  tail.setUint8(rest.length, 0x80);
  tail.setUint32(tail.byteLength - 8, Math.floor(bytes.length / 2 ** 29));
  tail.setUint32(tail.byteLength - 4, bytes.length * 8);
  for (let offset = 0; offset < tail.byteLength; offset += 64) addBlock(state, schedule, tail, offset);

  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => {
    digest.setUint32(i * 4, word);
  });
  return new Uint8Array(digest.buffer);
}

/** Works the 64 bytes at `offset` into `state`; variable names are those of the standard. */
function addBlock(state: Uint32Array, w: Uint32Array, view: DataView, offset: number): void {
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(offset + t * 4);
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15];
    const y = w[t - 2];
    const sigma0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const sigma1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[t] = w[t - 16] + sigma0 + w[t - 7] + sigma1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const t1 = (h + sum1 + choice + ROUND_CONSTANTS[t] + w[t]) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + sum0 + majority) | 0;
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] += value;
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** The standard defines its constants by primes, so they are computed rather than typed in. */
function constants(): { ROUND_CONSTANTS: Uint32Array; INITIAL_STATE: Uint32Array } {
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  const fraction = (root: number): number => (root - Math.floor(root)) * 2 ** 32;
  return {
    ROUND_CONSTANTS: Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    INITIAL_STATE: Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  };
}
