/**
 * Figure → the WebAssembly module that has it, as the core's table of figures says. A test holds it to that.
 * @type {Record<string, string>}
 */
export const modules = {
  "derivative": "chapters",
  "partial-derivatives": "chapters",
  "gradient": "chapters",
  "loss": "chapters",
  "curve-descent": "chapters",
  "surface-descent": "chapters",
  "fit-a-line": "opening",
  "three-descents": "comparison",
  "batch-descent": "comparison",
  "eigen-directions": "chapters",
  "one-step": "chapters",
  "one-pass": "chapters",
  "noise-floor": "chapters",
  "logistic-descents": "chapters",
  "cost-of-an-update": "chapters",
  "example-loss": "chapters",
  "loss-duel": "chapters",
  "autograd": "chapters",
};
