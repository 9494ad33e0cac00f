/**
 * The kernels of two parameters, slope and intercept, as one writes them for speed: typed arrays, sums side by side, nothing
 * allocated, nothing recorded.
 */

/**
 * Σ ∂ℓ/∂(w, b) of ½ (w x + b − y)².
 * @param {Float64Array} x  `[n]` @param {Float64Array} y  `[n]`
 * @param {Float64Array} parameters  `[2]` @param {Float64Array} gradient  `[2]`, written
 */
export function gradient2(x, y, parameters, gradient) {
  const n = y.length, whole = n - (n % 4), w = parameters[0], b = parameters[1];
  let g0 = 0, g1 = 0, g2 = 0, g3 = 0, h0 = 0, h1 = 0, h2 = 0, h3 = 0;
  for (let i = 0; i < whole; i += 4) {
    const x0 = x[i], x1 = x[i + 1], x2 = x[i + 2], x3 = x[i + 3];
    const e0 = w * x0 + (b - y[i]), e1 = w * x1 + (b - y[i + 1]), e2 = w * x2 + (b - y[i + 2]), e3 = w * x3 + (b - y[i + 3]);
    g0 += e0 * x0; g1 += e1 * x1; g2 += e2 * x2; g3 += e3 * x3;
    h0 += e0; h1 += e1; h2 += e2; h3 += e3;
  }
  for (let i = whole; i < n; i++) {
    const e = w * x[i] + (b - y[i]);
    g0 += e * x[i];
    h0 += e;
  }
  gradient[0] = g0 + g1 + (g2 + g3);
  gradient[1] = h0 + h1 + (h2 + h3);
}

/**
 * The same by two sums, which some engines do faster.
 * @param {Float64Array} x @param {Float64Array} y @param {Float64Array} parameters @param {Float64Array} gradient
 */
export function gradient2ByTwo(x, y, parameters, gradient) {
  const n = y.length | 0, w = parameters[0], b = parameters[1];
  let g = 0, h = 0, G = 0, H = 0, i = 0;
  for (; (i | 0) < ((n - 1) | 0); i = (i + 2) | 0) {
    const x0 = x[i], x1 = x[(i + 1) | 0], e = w * x0 + (b - y[i]), f = w * x1 + (b - y[(i + 1) | 0]);
    g += e * x0; h += e;
    G += f * x1; H += f;
  }
  if (i < n) {
    const e = w * x[i] + (b - y[i]);
    g += e * x[i];
    h += e;
  }
  gradient[0] = g + G;
  gradient[1] = h + H;
}

/**
 * Σ ∂ℓ/∂(w, b) of the cross-entropy of σ(w x + b) and a class y.
 * @param {Float64Array} x @param {Float64Array} y @param {Float64Array} parameters @param {Float64Array} gradient
 */
export function logistic2(x, y, parameters, gradient) {
  const n = y.length, whole = n - (n % 2), w = parameters[0], b = parameters[1];
  let g0 = 0, g1 = 0, h0 = 0, h1 = 0;
  for (let i = 0; i < whole; i += 2) {
    const x0 = x[i], x1 = x[i + 1];
    const e0 = 1 / (1 + Math.exp(-(w * x0 + b))) - y[i], e1 = 1 / (1 + Math.exp(-(w * x1 + b))) - y[i + 1];
    g0 += e0 * x0; g1 += e1 * x1;
    h0 += e0; h1 += e1;
  }
  for (let i = whole; i < n; i++) {
    const e = 1 / (1 + Math.exp(-(w * x[i] + b))) - y[i];
    g0 += e * x[i];
    h0 += e;
  }
  gradient[0] = g0 + g1;
  gradient[1] = h0 + h1;
}

/**
 * Steps of stochastic descent, one sample each, on ½ (w x + b − y)².
 * @param {Float64Array} samples  x and y, row-major `[n, 2]` @param {Float64Array} parameters  `[2]`, moved
 * @param {number} steps @param {number} lr  η @param {import("./draws.js").Draws} draws  places of samples
 */
export function descendSingly2(samples, parameters, steps, lr, draws) {
  const { places, block } = draws;
  let w = parameters[0], b = parameters[1], at = block;
  for (let step = 0; step < steps; step++) {
    if (at === block) {
      draws.fill();
      at = 0;
    }
    const i = places[at++], x = samples[i], e = lr * (w * x + (b - samples[i + 1]));
    w -= e * x;
    b -= e;
  }
  parameters[0] = w;
  parameters[1] = b;
}

/**
 * Steps of mini-batch descent on the mean of the same.
 * @param {Float64Array} samples @param {Float64Array} parameters @param {number} steps @param {number} size  of a batch, even
 * @param {number} lr @param {import("./draws.js").Draws} draws
 */
export function descend2(samples, parameters, steps, size, lr, draws) {
  const { places, block } = draws, k = lr / size;
  let w = parameters[0], b = parameters[1], at = block;
  for (let step = 0; step < steps; step++) {
    let g = 0, h = 0, G = 0, H = 0;
    for (let q = 0; q < size; q += 2) {
      if (at === block) {
        draws.fill();
        at = 0;
      }
      const i = places[at], j = places[at + 1], x = samples[i], X = samples[j];
      at += 2;
      const e = w * x + (b - samples[i + 1]), E = w * X + (b - samples[j + 1]);
      g += e * x; h += e;
      G += E * X; H += E;
    }
    w -= k * (g + G);
    b -= k * (h + H);
  }
  parameters[0] = w;
  parameters[1] = b;
}
