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

/** @typedef {Awaited<ReturnType<typeof launch>>} Window */

/** A window of a browser of its own, which remembers nothing. The driver has one at a time. */
export async function launch() {
  const { sessionId } = await command("POST", "session", { capabilities: {} });
  const path = `session/${sessionId}`;
  return {
    /** @param {number} width @param {number} height */
    resize: (width, height) => command("POST", `${path}/window/rect`, { width, height }),
    /** @param {string} url */
    open: (url) => command("POST", `${path}/url`, { url }),
    /**
     * Runs a function in the page.
     * @template {unknown[]} A @template T
     * @param {(...given: A) => T} script @param {A} given
     * @returns {Promise<Awaited<T>>}
     */
    run: (script, ...given) => command("POST", `${path}/execute/sync`, { script: `return (${script})(...arguments)`, args: given }),
    close: () => command("DELETE", path),
  };
}
