/**
 * Uniform draws of samples by integers alone, a block of them at a time: four generators side by side (Marsaglia's xorshift32,
 * 13-17-5) do not wait for one another.
 */
const BLOCK = 256;

export class Draws {
  /** How many are drawn at a time. */
  block = BLOCK;
  /** Where the drawn samples begin in their table. */
  places = new Int32Array(BLOCK);
  /** What was read, so that no engine leaves the reading out. */
  seen = 0;
  #states = new Int32Array([1, 22, 333, 4444]);
  #scale;
  #width;
  #table;

  /**
   * @param {number} n  samples @param {number} width  numbers of a sample in its table
   * @param {Float64Array} [table]  where a block is to be read before it is used: from a large one it then comes side by side, from a
   * small one that costs more than it gives
   */
  constructor(n, width, table) {
    this.#scale = n / 2 ** 32;
    this.#width = width;
    this.#table = table;
  }

  /** Draws the next block. */
  fill() {
    const [places, states, scale, width] = [this.places, this.#states, this.#scale, this.#width];
    let a = states[0], b = states[1], c = states[2], d = states[3];
    for (let i = 0; i < BLOCK; i += 4) {
      a ^= a << 13; a ^= a >>> 17; a ^= a << 5;
      b ^= b << 13; b ^= b >>> 17; b ^= b << 5;
      c ^= c << 13; c ^= c >>> 17; c ^= c << 5;
      d ^= d << 13; d ^= d >>> 17; d ^= d << 5;
      places[i] = Math.imul(((a >>> 0) * scale) | 0, width);
      places[i + 1] = Math.imul(((b >>> 0) * scale) | 0, width);
      places[i + 2] = Math.imul(((c >>> 0) * scale) | 0, width);
      places[i + 3] = Math.imul(((d >>> 0) * scale) | 0, width);
    }
    states[0] = a; states[1] = b; states[2] = c; states[3] = d;
    if (this.#table) this.#touch(this.#table);
  }

  /** Reads a number of each line of memory that the block lies in. @param {Float64Array} table */
  #touch(table) {
    const places = this.places;
    let seen = 0;
    if (this.#width > 8) {
      for (let i = 0; i < BLOCK; i++) seen += table[places[i]] + table[places[i] + 8] + table[places[i] + 16];
    } else {
      for (let i = 0; i < BLOCK; i++) seen += table[places[i]];
    }
    this.seen += seen;
  }
}
