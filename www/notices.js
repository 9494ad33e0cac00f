/**
 * What a figure has to say: what was wrong with its string, and what befalls its runs.
 */
import { element, marker, quoted, say } from "./dom.js";

export class Notices {
  /** Above the pictures: parts of the string that were not understood. */
  problems = element("div", { className: "notices", role: "status" });
  /** At their foot, above the transport: that a run diverges, and what helps. It moves nothing when it comes. */
  root = element("div", { className: "notices", role: "status" });
  #remedy;

  /** @param {(key: string, value: string) => void} remedy  does what a notice offers */
  constructor(remedy) {
    this.#remedy = remedy;
  }

  /** @param {string[]} problems @param {import("./words.js").Interface} words */
  complain(problems, words) {
    if (problems.length === 0) return this.problems.replaceChildren();
    const button = element("button", { type: "button" }, words.dismiss);
    button.addEventListener("click", () => this.problems.replaceChildren());
    const list = element("ul", {}, ...problems.map((problem) => element("li", {}, quoted(problem))));
    this.problems.replaceChildren(element("div", { className: "notice" }, element("p", {}, words.damaged), list, button));
  }

  /** @param {import("./pkg/comparison.js").Notice[]} notices */
  show(notices) {
    const shown = [...this.root.children];
    shown.slice(notices.length).forEach((rest) => rest.remove());
    notices.forEach(({ trouble, series, text, remedy }, place) => {
      let box = shown[place];
      if (!box) {
        box = element("div", { className: "notice" }, element("span"), element("p"), element("button", { type: "button" }));
        this.root.append(box);
      }
      box.classList.toggle("trouble", trouble);
      const [markers, sentence, button] = box.children;
      const styles = series.join(" ");
      if (markers.getAttribute("data-series") !== styles) {
        markers.setAttribute("data-series", styles);
        markers.replaceChildren(...series.map(marker));
      }
      say(sentence, text);
      const remedyButton = /** @type {HTMLButtonElement} */ (button);
      remedyButton.hidden = !remedy;
      if (remedy) {
        say(remedyButton, remedy.label);
        remedyButton.onclick = () => this.#remedy(remedy.key, remedy.value);
      }
    });
  }
}
