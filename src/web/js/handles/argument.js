/**
 * Arguments, checked and copied before the core is called: an exception that passed through it would leave memory and
 * borrows behind, so that nothing of the caller's may run, or be missing, once it is entered.
 */

/** What every refusal has. @typedef {Error & { code: string, key?: string }} Refusal */

/**
 * Keys and values of an experiment: a query, `URLSearchParams`, or an object. In a query a plus is a plus, not a blank
 * as in forms: `f=x+y` is the sum.
 * @typedef {string | URLSearchParams | Record<string, string | number | boolean | readonly number[] | Float64Array>}
 * Experiment
 */

/** The longest text that one call takes. */
const MOST_LETTERS = 2 ** 26;

/** The most numbers, or names, that one call takes: as many as a data set has. */
const MOST_NUMBERS = 50_000_000;

/** A typed array tells its kind and its length by these, whatever its owner has made of it. */
const [kindOf, lengthOf] = [Symbol.toStringTag, "length"].map((name) => {
  const getter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Float64Array.prototype), name)?.get;
  return (/** @type {unknown} */ array) => getter?.call(array);
});

/**
 * @param {ErrorConstructor | TypeErrorConstructor | RangeErrorConstructor} Kind @param {string} code
 * @param {string | undefined} key @param {string} message @param {ErrorOptions} [options] @returns {Refusal}
 */
export function refusal(Kind, code, key, message, options) {
  const error = Object.assign(new Kind(message, options), { code });
  return key === undefined ? error : Object.assign(error, { key });
}

/** @param {string} name @param {unknown} value @param {string} allowed */
export function wrongType(name, value, allowed) {
  return refusal(TypeError, "wrong-type", rootOf(name), notAllowed(name, value, allowed));
}

/** @param {string} name @param {unknown} value @param {string} allowed */
function outOfRange(name, value, allowed) {
  return refusal(RangeError, "not-allowed", rootOf(name), notAllowed(name, value, allowed));
}

/** @param {string} name @param {unknown} value @param {string} allowed */
const notAllowed = (name, value, allowed) => `${name}: ${shown(value)} is not allowed; it must be ${allowed}`;

/** The argument that an element or a length belongs to. @param {string} name */
const rootOf = (name) => name.replace(/[[:].*/s, "");

/** A value fit for a message, without asking objects what they would like to be called. @param {unknown} value */
function shown(value) {
  const plain = value === null || typeof value === "number" || typeof value === "boolean";
  return `\`${typeof value === "string" ? shortened(value) : plain ? String(value) : typeof value}\``;
}

/** @param {string} text */
const shortened = (text) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/**
 * What comes of reading an object, which may run the caller's code.
 * @template T @param {string} name @param {() => T} reading @returns {T}
 */
export function read(name, reading) {
  try {
    return reading();
  } catch (cause) {
    throw refusal(TypeError, "unreadable", rootOf(name), `${name}: it cannot be read`, { cause });
  }
}

/** @param {string} name @param {unknown} value @returns {string} */
export function string(name, value) {
  if (typeof value !== "string") throw wrongType(name, value, "a string");
  if (value.length > MOST_LETTERS) throw outOfRange(name, value, `at most ${MOST_LETTERS} characters long`);
  return value;
}

/** @param {string} name @param {unknown} value @param {number} min @param {number} max @returns {number} */
export function integer(name, value, min, max) {
  const allowed = `an integer from ${min} to ${max}`;
  if (typeof value !== "number") throw wrongType(name, value, allowed);
  if (!Number.isInteger(value) || value < min || value > max) throw outOfRange(name, value, allowed);
  return value;
}

/** @param {string} name @param {unknown} value @returns {number} */
export function number(name, value) {
  if (typeof value !== "number") throw wrongType(name, value, "a number");
  return value;
}

/** @template {string} W @param {string} name @param {unknown} value @param {readonly W[]} words @returns {W} */
export function word(name, value, words) {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw (typeof value === "string" ? outOfRange : wrongType)(name, value, `one of ${words.join(", ")}`);
}

/** A copy of an array. @param {string} name @param {unknown} value @param {string} allowed @returns {unknown[]} */
export function list(name, value, allowed) {
  const array = read(name, () => (Array.isArray(value) ? value : undefined));
  if (!array) throw wrongType(name, value, allowed);
  const length = integer(`${name}: length`, read(name, () => array.length), 0, MOST_NUMBERS);
  return read(name, () => Array.from({ length }, (_, place) => array[place]));
}

/** @param {string} name @param {unknown} value @returns {string[]} */
export function strings(name, value) {
  return list(name, value, "an array of strings").map((value, place) => string(`${name}[${place}]`, value));
}

/** A copy of numbers. @param {string} name @param {unknown} value @param {string} [allowed] @returns {Float64Array} */
export function numbers(name, value, allowed = "an array of numbers or a Float64Array") {
  if (kindOf(value) === "Float64Array") {
    integer(`${name}: length`, lengthOf(value), 0, MOST_NUMBERS);
    return read(name, () => new Float64Array(/** @type {Float64Array} */ (value)));
  }
  return Float64Array.from(list(name, value, allowed), (value, place) =>
    number(`${name}[${place}]`, value),
  );
}

/** One number, or several. @param {string} name @param {unknown} value @returns {Float64Array} */
export function numberOrNumbers(name, value) {
  if (typeof value === "number") return Float64Array.of(value);
  return numbers(name, value, "a number, an array of numbers or a Float64Array");
}

/**
 * The values of an object's own keys, which all have to be known; those that are `undefined` are left out.
 * @template {string} K @param {unknown} value @param {readonly K[]} known @returns {Partial<Record<K, unknown>>}
 */
export function options(value, known) {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null) throw wrongType("options", value, "an object");
  const entries = read("options", () => Object.entries(value)).filter(([, value]) => value !== undefined);
  for (const [key] of entries) word("options", key, known);
  return /** @type {Partial<Record<K, unknown>>} */ (Object.fromEntries(entries));
}

/** @param {string} name @param {unknown} value @param {boolean} usual @returns {boolean} */
export function truth(name, value, usual) {
  if (value === undefined) return usual;
  if (typeof value !== "boolean") throw wrongType(name, value, "true or false");
  return value;
}

/** The query of an experiment. @param {string} name @param {unknown} value @returns {string} */
export function experiment(name, value) {
  if (typeof value === "string") return string(name, value);
  const allowed = "a string, a plain object or URLSearchParams";
  if (typeof value !== "object" || value === null) throw wrongType(name, value, allowed);
  const entries = read(name, () => {
    if (value instanceof URLSearchParams) return [...URLSearchParams.prototype.entries.call(value)];
    const prototype = Object.getPrototypeOf(value);
    const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
    return isPlain ? Object.entries(value) : undefined;
  });
  if (!entries) throw wrongType(name, value, allowed);
  return query(entries);
}

/** @param {[string, unknown][]} entries @returns {string} */
export function query(entries) {
  const pairs = entries.map(([key, value]) => [key, text(shortened(key), value)]);
  // Forms write blanks as pluses, and a plus as %2B.
  return String(new URLSearchParams(pairs)).replaceAll("+", "%20");
}

/** A value as an experiment's string has it. @param {string} key @param {unknown} value @returns {string} */
function text(key, value) {
  if (typeof value === "string") return string(key, value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return numbers(key, value, "a string, a number, a boolean or an array of numbers").join(",");
}
