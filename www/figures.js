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
  "optimizer-race": "chapters",
  "broken-adam": "chapters",
  "momentum-map": "chapters",
  "second-order": "chapters",
  "fork": "chapters",
  "basins": "chapters",
  "adam-edge": "chapters",
  "why-this-step": "chapters",
  "eigen-directions": "chapters",
  "feature-scaling": "chapters",
  "one-step": "chapters",
  "one-pass": "chapters",
  "noise-floor": "chapters",
  "cost-of-an-update": "chapters",
  "logistic-descents": "chapters",
  "example-loss": "chapters",
  "loss-duel": "chapters",
  "autograd": "chapters",
};
