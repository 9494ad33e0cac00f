import { integer, numbers, read, refusal, string, strings } from "./argument.js";
import { Handle, coreOf } from "./handle.js";
import { core } from "./load.js";

/** @typedef {import("../descent_bg.js").Dataset} DatasetCore */

/** @param {unknown} handle @param {string} [name] @returns {DatasetCore} */
export const datasetOf = (handle, name = "this") => coreOf(name, handle, Dataset, "Dataset");

/** The handle of what the core has made. @param {DatasetCore} made @returns {Dataset} */
export const datasetFrom = (made) => Reflect.construct(Dataset, [made]);

/**
 * Features, row-major `[n, featureCount]`, with a target for each row, `[n]`: at most 10,000,000 rows and 50,000,000 numbers.
 * @extends {Handle<DatasetCore>}
 */
export class Dataset extends Handle {
  /**
   * @param {Float64Array | readonly number[]} features row-major, n times featureCount numbers
   * @param {number} featureCount numbers in a row, at least 1
   * @param {Float64Array | readonly number[]} targets n numbers
   */
  constructor(features, featureCount, targets) {
    const { Dataset } = core();
    /** @type {unknown} */
    const given = features;
    super(
      read("features", () => given instanceof Dataset)
        ? /** @type {DatasetCore} */ (given)
        : new Dataset(
            numbers("features", features),
            integer("featureCount", featureCount, 1, 2 ** 32 - 1),
            numbers("targets", targets),
          ),
    );
  }

  /**
   * Reads a table with a header row: the column `target`, and the columns `features` (all others by default). Throws
   * with line and column.
   * @param {string} text @param {string} target @param {readonly string[]} [features]
   * @returns {Dataset}
   */
  static fromCsv(text, target, features) {
    string("text", text);
    string("target", target);
    const names = features === undefined ? undefined : strings("features", features);
    return datasetFrom(core().Dataset.fromCsv(text, target, names));
  }

  /** The number of samples. @returns {number} */
  get n() {
    return datasetOf(this).n;
  }

  /** The number of features. @returns {number} */
  get featureCount() {
    return datasetOf(this).featureCount;
  }

  /** A copy of the features, row-major `[n, featureCount]`. @returns {Float64Array} */
  get features() {
    return datasetOf(this).features;
  }

  /** A copy of the targets, `[n]`. @returns {Float64Array} */
  get targets() {
    return datasetOf(this).targets;
  }
}
