/**
 * A browser that Playwright does not drive as Debian has it, WebKit, by the W3C's WebDriver.
 */

/** Where its driver listens; empty where there is none. */
export const driver = process.env.DESCENT_WEBDRIVER ?? "";

/** @param {string} method @param {string} path @param {object} [body] */
async function command(method, path, body) {
  const response = await fetch(new URL(path, driver), { method, body: body && JSON.stringify(body) });
  const { value } = /** @type {{ value: any }} */ (await response.json());
  if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}

/** What is said when the process that shows the page has gone. */
const CRASH = /Could not parse script result|page crash/;

/**
 * Opens a page in a browser of its own, which remembers nothing, and closes it after use. The driver has one at a time.
 * Now and then WebKit's process gives up by itself, whatever the page; then all is done once more.
 *
 * @template U
 * @param {string} url
 * @param {number} width
 * @param {(run: Run) => Promise<U>} use
 * @returns {Promise<U>}
 */
export async function visit(url, width, use) {
  try {
    return await visitOnce(url, width, use);
  } catch (error) {
    if (!CRASH.test(String(error))) throw error;
    return visitOnce(url, width, use);
  }
}

/** Runs a function in the page. @typedef {<A extends unknown[], T>(script: (...given: A) => T, ...given: A) => Promise<Awaited<T>>} Run */

/** @template U @param {string} url @param {number} width @param {(run: Run) => Promise<U>} use */
async function visitOnce(url, width, use) {
  const { sessionId } = await command("POST", "session", { capabilities: {} });
  const path = `session/${sessionId}`;
  try {
    await command("POST", `${path}/window/rect`, { width, height: 900 });
    await command("POST", `${path}/url`, { url });
    return await use((script, ...given) =>
      command("POST", `${path}/execute/sync`, { script: `return (${script})(...arguments)`, args: given }));
  } finally {
    // A browser that has crashed is closed.
    await command("DELETE", path).catch(() => {});
  }
}
