/**
 * AEGIS-256 (draft-irtf-cfrg-aegis-aead) with a tag of 256 bits and without associated data, as SQLite3MultipleCiphers writes pages. Only for reading pages that SQLite itself
 * cannot reach any more; the database's own work is done by the machine's AES instructions.
 */

const BLOCK_BYTES = 16
const TAG_BYTES = 32
/** Six blocks of four words; words are little-endian columns of AES's state. */
const STATE_WORDS = 24

const tables = makeTables()

/** Key stream of `length` bytes. */
export function aegis256Stream(length: number, key: Uint8Array, nonce: Uint8Array): Buffer {
  return run(start(key, nonce), Buffer.alloc(length), 'encrypt')
}

export function aegis256Encrypt(
  plain: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
): { sealed: Buffer; tag: Buffer } {
  const state = start(key, nonce)
  const sealed = run(state, plain, 'encrypt')
  return { sealed, tag: finish(state, plain.length) }
}

/** What was encrypted, and the tag that it must have. */
export function aegis256Decrypt(
  sealed: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
): { plain: Buffer; tag: Buffer } {
  const state = start(key, nonce)
  const plain = run(state, sealed, 'decrypt')
  return { plain, tag: finish(state, sealed.length) }
}

function start(key: Uint8Array, nonce: Uint8Array): Int32Array {
  const keyWords = toWords(key)
  const nonceWords = toWords(nonce)
  const mixed = keyWords.map((word, index) => word ^ at(nonceWords, index))
  const { constants } = tables
  const state = new Int32Array(STATE_WORDS)
  state.set(mixed, 0)
  state.set(constants.subarray(4), 8)
  state.set(constants.subarray(0, 4), 12)
  state.set(
    keyWords.map((word, index) => word ^ at(constants, index)),
    16,
  )
  for (let round = 0; round < 4; round++) {
    for (const words of [keyWords, mixed]) {
      update(state, at(words, 0), at(words, 1), at(words, 2), at(words, 3))
      update(state, at(words, 4), at(words, 5), at(words, 6), at(words, 7))
    }
  }
  return state
}

/** The plain text goes into the state; of a short last block only what is there, filled with zeros. */
function run(state: Int32Array, from: Uint8Array, direction: 'encrypt' | 'decrypt'): Buffer {
  const size = Math.ceil(from.length / BLOCK_BYTES) * BLOCK_BYTES
  const input = Buffer.alloc(size)
  input.set(from)
  const output = Buffer.alloc(size)
  const plain = direction === 'encrypt' ? input : output
  for (let offset = 0; offset < size; offset += BLOCK_BYTES) {
    for (let word = 0; word < 4; word++) {
      const mask = at(state, 4 + word) ^ at(state, 16 + word) ^ at(state, 20 + word)
      const masked = mask ^ (at(state, 8 + word) & at(state, 12 + word))
      output.writeInt32LE(input.readInt32LE(offset + word * 4) ^ masked, offset + word * 4)
    }
    if (offset + BLOCK_BYTES > from.length) plain.fill(0, from.length)
    update(
      state,
      plain.readInt32LE(offset),
      plain.readInt32LE(offset + 4),
      plain.readInt32LE(offset + 8),
      plain.readInt32LE(offset + 12),
    )
  }
  return output.subarray(0, from.length)
}

function finish(state: Int32Array, sizeBytes: number): Buffer {
  const bits = sizeBytes * 8
  const lengths = Int32Array.of(0, 0, bits | 0, Math.floor(bits / 2 ** 32))
  const last = lengths.map((word, index) => word ^ at(state, 12 + index))
  for (let round = 0; round < 7; round++) update(state, at(last, 0), at(last, 1), at(last, 2), at(last, 3))
  const tag = Buffer.alloc(TAG_BYTES)
  for (let word = 0; word < 4; word++) {
    tag.writeInt32LE(at(state, word) ^ at(state, 4 + word) ^ at(state, 8 + word), word * 4)
    tag.writeInt32LE(at(state, 12 + word) ^ at(state, 16 + word) ^ at(state, 20 + word), 16 + word * 4)
  }
  return tag
}

/** Every block goes one AES round (FIPS 197, 5.1) and is joined with the next; the message goes into the first. */
function update(state: Int32Array, m0: number, m1: number, m2: number, m3: number): void {
  const { t0, t1, t2, t3 } = tables
  // The last block, taken before it is written.
  let [a, b, c, d] = [at(state, 20), at(state, 21), at(state, 22), at(state, 23)]
  for (let block = 0; block < STATE_WORDS; block += 4) {
    const [e, f, g, h] = [at(state, block), at(state, block + 1), at(state, block + 2), at(state, block + 3)]
    state[block] = e ^ at(t0, a & 255) ^ at(t1, (b >>> 8) & 255) ^ at(t2, (c >>> 16) & 255) ^ at(t3, d >>> 24)
    state[block + 1] =
      f ^ at(t0, b & 255) ^ at(t1, (c >>> 8) & 255) ^ at(t2, (d >>> 16) & 255) ^ at(t3, a >>> 24)
    state[block + 2] =
      g ^ at(t0, c & 255) ^ at(t1, (d >>> 8) & 255) ^ at(t2, (a >>> 16) & 255) ^ at(t3, b >>> 24)
    state[block + 3] =
      h ^ at(t0, d & 255) ^ at(t1, (a >>> 8) & 255) ^ at(t2, (b >>> 16) & 255) ^ at(t3, c >>> 24)
    ;[a, b, c, d] = [e, f, g, h]
  }
  state[0] = at(state, 0) ^ m0
  state[1] = at(state, 1) ^ m1
  state[2] = at(state, 2) ^ m2
  state[3] = at(state, 3) ^ m3
}

function toWords(bytes: Uint8Array): Int32Array {
  const buffer = Buffer.from(bytes)
  return Int32Array.from({ length: bytes.length / 4 }, (_, word) => buffer.readInt32LE(word * 4))
}

/** Every index here is inside its words. */
const at = (words: Int32Array, index: number): number => words[index] ?? 0

interface Tables {
  t0: Int32Array
  t1: Int32Array
  t2: Int32Array
  t3: Int32Array
  constants: Int32Array
}

function makeTables(): Tables {
  const t0 = new Int32Array(256)
  for (const [value, substitute] of makeSubstitutes().entries()) {
    const twice = double(substitute)
    t0[value] = twice | (substitute << 8) | (substitute << 16) | ((twice ^ substitute) << 24)
  }
  const turned = (bits: number) => t0.map((word) => (word << bits) | (word >>> (32 - bits)))
  // The first 32 Fibonacci numbers modulo 256 (draft, 2.1).
  const fibonacci = [0, 1]
  while (fibonacci.length < 32) fibonacci.push(((fibonacci.at(-1) ?? 0) + (fibonacci.at(-2) ?? 0)) % 256)
  return {
    t0,
    t1: turned(8),
    t2: turned(16),
    t3: turned(24),
    constants: toWords(Uint8Array.from(fibonacci)),
  }
}

/** Doubling in AES's field of 256 elements. */
function double(value: number): number {
  return ((value << 1) ^ (value & 0x80 ? 0x11b : 0)) & 255
}

/** AES's substitution box (FIPS 197, 5.1.1), walked by a generator of the field and its inverse. */
function makeSubstitutes(): Uint8Array {
  const box = new Uint8Array(256)
  const turn = (value: number, bits: number) => ((value << bits) | (value >> (8 - bits))) & 255
  let value = 1
  let inverse = 1
  do {
    value ^= double(value)
    inverse ^= inverse << 1
    inverse ^= inverse << 2
    inverse ^= inverse << 4
    inverse &= 255
    if (inverse & 0x80) inverse ^= 0x09
    box[value] = inverse ^ turn(inverse, 1) ^ turn(inverse, 2) ^ turn(inverse, 3) ^ turn(inverse, 4) ^ 0x63
  } while (value !== 1)
  box[0] = 0x63
  return box
}
