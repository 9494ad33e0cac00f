/**
 * The kernels of sixteen weights, written out: an engine keeps sixteen numbers in registers where they have names, and none that
 * stand in an array.
 */

/**
 * Σ ∂ℓ/∂w of ½ (wᵀx − y)².
 * @param {Float64Array} rows  features, row-major `[n, 16]`
 * @param {Float64Array} targets  `[n]`
 * @param {Float64Array} weights  `[16]`
 * @param {Float64Array} gradient  `[16]`, written
 */
export function gradient16(rows, targets, weights, gradient) {
  const n = targets.length;
  const w0 = weights[0], w1 = weights[1], w2 = weights[2], w3 = weights[3],
    w4 = weights[4], w5 = weights[5], w6 = weights[6], w7 = weights[7],
    w8 = weights[8], w9 = weights[9], w10 = weights[10], w11 = weights[11],
    w12 = weights[12], w13 = weights[13], w14 = weights[14], w15 = weights[15];
  let g0 = 0, g1 = 0, g2 = 0, g3 = 0, g4 = 0, g5 = 0, g6 = 0, g7 = 0,
    g8 = 0, g9 = 0, g10 = 0, g11 = 0, g12 = 0, g13 = 0, g14 = 0, g15 = 0;
  for (let i = 0, k = 0; i < n; i++, k += 16) {
    const x0 = rows[k], x1 = rows[k + 1], x2 = rows[k + 2], x3 = rows[k + 3],
      x4 = rows[k + 4], x5 = rows[k + 5], x6 = rows[k + 6], x7 = rows[k + 7],
      x8 = rows[k + 8], x9 = rows[k + 9], x10 = rows[k + 10], x11 = rows[k + 11],
      x12 = rows[k + 12], x13 = rows[k + 13], x14 = rows[k + 14], x15 = rows[k + 15];
    const e = (w0 * x0 + w4 * x4 + w8 * x8 + w12 * x12) +
      (w1 * x1 + w5 * x5 + w9 * x9 + w13 * x13) +
      (w2 * x2 + w6 * x6 + w10 * x10 + w14 * x14) +
      (w3 * x3 + w7 * x7 + w11 * x11 + w15 * x15) - targets[i];
    g0 += e * x0; g1 += e * x1; g2 += e * x2; g3 += e * x3;
    g4 += e * x4; g5 += e * x5; g6 += e * x6; g7 += e * x7;
    g8 += e * x8; g9 += e * x9; g10 += e * x10; g11 += e * x11;
    g12 += e * x12; g13 += e * x13; g14 += e * x14; g15 += e * x15;
  }
  gradient[0] = g0; gradient[1] = g1; gradient[2] = g2; gradient[3] = g3;
  gradient[4] = g4; gradient[5] = g5; gradient[6] = g6; gradient[7] = g7;
  gradient[8] = g8; gradient[9] = g9; gradient[10] = g10; gradient[11] = g11;
  gradient[12] = g12; gradient[13] = g13; gradient[14] = g14; gradient[15] = g15;
}

/**
 * Steps of mini-batch descent on the mean of ½ (wᵀx − y)².
 * @param {Float64Array} samples  features and target, row-major `[n, 17]`
 * @param {Float64Array} weights  `[16]`, moved
 * @param {number} steps @param {number} size  of a batch
 * @param {number} lr  η
 * @param {import("./draws.js").Draws} draws  places of samples
 */
export function descend16(samples, weights, steps, size, lr, draws) {
  const { places, block } = draws;
  const k = lr / size;
  let w0 = weights[0], w1 = weights[1], w2 = weights[2], w3 = weights[3],
    w4 = weights[4], w5 = weights[5], w6 = weights[6], w7 = weights[7],
    w8 = weights[8], w9 = weights[9], w10 = weights[10], w11 = weights[11],
    w12 = weights[12], w13 = weights[13], w14 = weights[14], w15 = weights[15];
  let at = block;
  for (let step = 0; step < steps; step++) {
    let g0 = 0, g1 = 0, g2 = 0, g3 = 0, g4 = 0, g5 = 0, g6 = 0, g7 = 0,
      g8 = 0, g9 = 0, g10 = 0, g11 = 0, g12 = 0, g13 = 0, g14 = 0, g15 = 0;
    for (let q = 0; q < size; q++) {
      if (at === block) {
        draws.fill();
        at = 0;
      }
      const i = places[at++];
      const x0 = samples[i], x1 = samples[i + 1], x2 = samples[i + 2], x3 = samples[i + 3],
        x4 = samples[i + 4], x5 = samples[i + 5], x6 = samples[i + 6], x7 = samples[i + 7],
        x8 = samples[i + 8], x9 = samples[i + 9], x10 = samples[i + 10], x11 = samples[i + 11],
        x12 = samples[i + 12], x13 = samples[i + 13], x14 = samples[i + 14], x15 = samples[i + 15];
      const e = (w0 * x0 + w4 * x4 + w8 * x8 + w12 * x12) +
        (w1 * x1 + w5 * x5 + w9 * x9 + w13 * x13) +
        (w2 * x2 + w6 * x6 + w10 * x10 + w14 * x14) +
        (w3 * x3 + w7 * x7 + w11 * x11 + w15 * x15) - samples[i + 16];
      g0 += e * x0; g1 += e * x1; g2 += e * x2; g3 += e * x3;
      g4 += e * x4; g5 += e * x5; g6 += e * x6; g7 += e * x7;
      g8 += e * x8; g9 += e * x9; g10 += e * x10; g11 += e * x11;
      g12 += e * x12; g13 += e * x13; g14 += e * x14; g15 += e * x15;
    }
    w0 -= k * g0; w1 -= k * g1; w2 -= k * g2; w3 -= k * g3;
    w4 -= k * g4; w5 -= k * g5; w6 -= k * g6; w7 -= k * g7;
    w8 -= k * g8; w9 -= k * g9; w10 -= k * g10; w11 -= k * g11;
    w12 -= k * g12; w13 -= k * g13; w14 -= k * g14; w15 -= k * g15;
  }
  weights[0] = w0; weights[1] = w1; weights[2] = w2; weights[3] = w3;
  weights[4] = w4; weights[5] = w5; weights[6] = w6; weights[7] = w7;
  weights[8] = w8; weights[9] = w9; weights[10] = w10; weights[11] = w11;
  weights[12] = w12; weights[13] = w13; weights[14] = w14; weights[15] = w15;
}
