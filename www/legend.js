/**
 * What a figure says beside its pictures: what was wrong with its string, the live rules, the program, what has to be said.
 */
import { element, mark, marker, quoted, say } from "./dom.js";
import { scrolls } from "./scrolls.js";

/** @typedef {import("./words.js").Interface} Interface */

/** Of more rules than so many the first is shown, and the others are folded away. */
const FEW = 3;

export class Legend {
  /** Above the pictures: parts of the string that were not understood. */
  problems = element("div", { className: "notices", role: "status" });
  /** At their foot, above the transport: that a run diverges, and what helps. It moves nothing when it comes. */
  notices = element("div", { className: "notices", role: "status" });
  /** Of a figure that has one to show: there is room for it from its first words on. */
  #readout = element("p", { className: "readout", hidden: true });
  #summary = element("summary");
  #folded = element("details", { className: "folded", hidden: true }, this.#summary);
  #rules = element("div", { className: "rules", role: "group" }, this.#folded);
  /** Beside the first picture. */
  program = element("ol", { className: "listing" });
  /** What sets mathematics, once a figure that has some has come. @type {typeof import("./math.js").Formula | undefined} */
  Formula;
  /** Below the controls. */
  details = [this.#readout, this.#rules];
  /** @type {{ series: string | null, root: HTMLElement, formula: import("./math.js").Formula }[]} */
  #lines = [];
  #remedy;
  #reflow;
  #long = scrolls(this.program);
  #width = 0;
  /** What there is room for. @type {import("./pkg/comparison.js").MostSaid | undefined} */
  #most;
  /** Details stay as high as they have been: nothing below them moves as their words change. */
  #heights = new ResizeObserver((parts) => {
    for (const { target, contentRect: { width, height } } of parts) {
      /** @type {HTMLElement} */ (target).style.minHeight = `${height}px`;
      // What is hidden has no width.
      if (width > 0 && width !== this.#width) {
        requestAnimationFrame(() => {
          this.#fit();
          this.#reflow();
        });
        this.#width = width;
      }
    }
  });

  /**
   * @param {(key: string, value: string) => void} remedy  does what a notice offers
   * @param {(line: number) => void} point  to a line of the program, or to none, which is −1
   * @param {() => void} reflow  says what is said now, once there is room for the most of it on lines of another width
   */
  constructor(remedy, point, reflow) {
    this.#remedy = remedy;
    this.#reflow = reflow;
    // Folded away they need no room.
    this.#folded.addEventListener("toggle", () => {
      this.#fit();
      reflow();
    });
    this.program.addEventListener("pointerover", ({ target }) => point([...this.program.children].indexOf(/** @type {Element} */ (target))));
    // A finger that has left has pointed all the same.
    this.program.addEventListener("pointerleave", ({ pointerType }) => pointerType === "touch" || point(-1));
  }

  /**
   * Something else is said from now on: there is room for the most of it before it comes. What is said now has to follow.
   * @param {import("./pkg/comparison.js").MostSaid} [most]
   */
  settle(most) {
    this.#most = most;
    this.#fit();
  }

  /** Keeps room for the most that will be said, on lines as wide as they are now. */
  #fit() {
    const most = this.#most;
    for (const part of this.details) part.style.minHeight = "";
    if (most) {
      this.#read(most.readout);
      this.rule(most.rules);
    }
    for (const part of this.details) {
      if (most) part.style.minHeight = `${part.getBoundingClientRect().height}px`;
      // What is observed already is not told of again.
      this.#heights.unobserve(part);
      this.#heights.observe(part);
    }
  }

  /** @param {Interface} words */
  speak(words) {
    mark(this.#rules, "aria-label", words.rules);
    say(this.#summary, words.rules);
    mark(this.program, "aria-label", words.program);
  }

  /** @param {string[]} problems @param {Interface} words */
  complain(problems, words) {
    if (problems.length === 0) return this.problems.replaceChildren();
    const button = element("button", { type: "button" }, words.dismiss);
    button.addEventListener("click", () => this.problems.replaceChildren());
    const list = element("ul", {}, ...problems.map((problem) => element("li", {}, quoted(problem))));
    this.problems.replaceChildren(element("div", { className: "notice" }, element("p", {}, words.damaged), list, button));
  }

  /** Rewrites what has changed. @param {import("./pkg/comparison.js").Speech} speech */
  show({ readout, listing, notices }) {
    this.#read(readout);
    // Where there are no controls, this is not shown either.
    if (this.#readout.isConnected) this.#showProgram(listing);
    this.#showNotices(notices);
  }

  /** @param {string} readout */
  #read(readout) {
    say(this.#readout, readout);
    this.#readout.hidden &&= !readout;
  }

  /** Rewrites the live mathematics. @param {import("./pkg/comparison.js").RuleLine[]} rules */
  rule(rules) {
    if (!this.#rules.isConnected) return;
    for (const { root } of this.#lines.splice(rules.length)) root.remove();
    const { Formula } = this;
    this.#folded.hidden = rules.length <= FEW;
    if (Formula) rules.forEach(({ series, mathematics }, place) => {
      let line = this.#lines[place];
      if (line?.series !== series) {
        const formula = new Formula();
        // In a line of its own: a formula that is itself laid out in the row has no line's height.
        const root = element("div", { className: "rule" }, marker(series), element("span", {}, formula.root));
        line?.root.replaceWith(root);
        line = this.#lines[place] = { series, root, formula };
      }
      const isFolded = place > 0 && !this.#folded.hidden;
      if (line.root.parentElement !== (isFolded ? this.#folded : this.#rules)) {
        if (isFolded) this.#folded.append(line.root);
        else this.#folded.before(line.root);
      }
      line.formula.show(mathematics);
    });
  }

  /** @param {import("./pkg/comparison.js").CodeLine[]} lines */
  #showProgram(lines) {
    this.program.hidden = lines.length === 0;
    while (this.program.children.length > lines.length) this.program.lastElementChild?.remove();
    lines.forEach(({ text, current, pointed }, place) => {
      let line = this.program.children[place];
      if (!line) this.#long.observe((line = this.program.appendChild(element("li", {}))));
      say(line, text);
      mark(line, "data-pointed", String(pointed));
      if (line.getAttribute("aria-current") === String(current)) return;
      mark(line, "aria-current", String(current));
      // A program longer than its picture is high goes on by itself; the page stays where it is.
      if (current) this.program.scrollTop = /** @type {HTMLElement} */ (line).offsetTop - this.program.clientHeight / 2;
    });
  }

  /** @param {import("./pkg/comparison.js").Notice[]} notices */
  #showNotices(notices) {
    const shown = [...this.notices.children];
    shown.slice(notices.length).forEach((rest) => rest.remove());
    notices.forEach(({ trouble, series, text, remedy }, place) => {
      let box = shown[place];
      if (!box) {
        box = element("div", { className: "notice" }, marker(series), element("p"), element("button", { type: "button" }));
        this.notices.append(box);
      }
      box.classList.toggle("trouble", trouble);
      const [icon, sentence, button] = box.children;
      if (icon.getAttribute("class") !== `marker ${series ?? ""}`) icon.replaceWith(marker(series));
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
