/**
 * Data of an author's own, handed to a figure.
 */

/** What they may be. */
const KINDS = "data: they must be a text of CSV, { csv, target, features } or { features, targets, featureCount, names }";

/** Whether it is one, or not given. @param {unknown} value */
const isList = (value) => value == null || (typeof value === "object" && "length" in value);

/** What is no number is refused as such, not read as one. @param {ArrayLike<unknown>} values */
const numbers = (values) => Float64Array.from(values ?? [], (value) => (typeof value === "number" ? value : NaN));

/**
 * Throws in the reader's language, and leaves the figure as it was.
 * @param {import("./core.js").Figure} shown @param {import("./element.js").Data | null} given  or null, to take them back
 */
export function give(shown, given) {
  const figure = /** @type {import("./pkg/chapters.js").Figure} */ (shown);
  if (given === null) return figure.takeBack();
  const { csv, target, features, targets, featureCount, names } = /** @type {any} */ (typeof given === "string" ? { csv: given } : given);
  if (!(csv == null || typeof csv === "string") || ![features, targets, names].every(isList)) throw new TypeError(KINDS);
  if (csv != null) figure.giveTable(csv, target === undefined ? target : `${target}`, features && Array.from(features, String));
  else figure.give(numbers(features), featureCount ?? features?.length / targets?.length, numbers(targets), [...(names ?? [])].map(String));
}
