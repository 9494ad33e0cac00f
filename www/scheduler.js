/**
 * What the figures of a page share: one clock for all, and one observer for each question of where they are.
 */

/** Figures that play at once, at most; the others wait until one of them rests. */
const AT_ONCE = 4;

/**
 * Who wants a frame.
 * @typedef {object} Ticking
 * @property {boolean} playing
 * @property {(now: number) => void} tick
 * @property {(now: number) => void} wait  its time does not pass in this frame
 */

/** Who wants the next frame, the first served first. @type {Set<Ticking>} */
const due = new Set();
let frame = 0;

/** Asks for the next frame. @param {Ticking} one @param {boolean} [first]  before all others, as the reader asks for it */
export function ask(one, first) {
  if (first) {
    const others = [...due];
    due.clear();
    for (const each of [one, ...others]) due.add(each);
  }
  due.add(one);
  frame ||= requestAnimationFrame(turn);
}

/** Wants no frame any more. @param {Ticking} one */
export function rest(one) {
  due.delete(one);
}

/** @param {number} now */
function turn(now) {
  frame = 0;
  let left = AT_ONCE;
  for (const one of [...due]) {
    // Whoever has been taken away meanwhile is not there any more.
    if (!due.delete(one)) continue;
    try {
      if (one.playing && left-- < 1) one.wait(now);
      else one.tick(now);
    } catch (error) {
      // The others go on.
      reportError(error);
    }
  }
}

let building = Promise.resolve();

/** When a figure may be built: at once where it is seen, otherwise one after the other, with time for those between. @param {Element} figure */
export function turnOf(figure) {
  const { top, bottom } = figure.getBoundingClientRect();
  if (bottom > 0 && top < innerHeight) return undefined;
  return (building = building.then(() => new Promise((begin) => setTimeout(begin))));
}

/**
 * An observer for all who ask the same of where they are.
 * @param {IntersectionObserverInit} options
 * @returns {(element: Element, tell: (entry: IntersectionObserverEntry) => void) => () => void}  which ends it
 */
function sight(options) {
  /** @type {WeakMap<Element, (entry: IntersectionObserverEntry) => void>} */
  const told = new WeakMap();
  /** @type {IntersectionObserver | undefined} */
  let observer;
  return (element, tell) => {
    observer ??= new IntersectionObserver((entries) => {
      // Several that come at once are a history; the last one is how it is.
      for (const entry of new Map(entries.map((entry) => [entry.target, entry])).values()) told.get(entry.target)?.(entry);
    }, options);
    told.set(element, tell);
    observer.observe(element);
    return () => {
      observer?.unobserve(element);
      told.delete(element);
    };
  };
}

/** Whether a figure will be met next: a lazy one begins to load. */
export const nears = sight({ rootMargin: "150px 0px" });
/** Whether it is within a window's height of what is seen: others hold no canvas. */
export const surrounds = sight({ rootMargin: "100% 0px" });
/** How much of it is seen. */
export const shows = sight({ threshold: [...Array(16).keys()].map((part) => part / 100) });

/**
 * Whether enough of a figure is in view: of one that is much higher than the window, a third of the window.
 * @param {IntersectionObserverEntry} entry
 */
export const fills = ({ isIntersecting, intersectionRatio, intersectionRect }) =>
  isIntersecting && (intersectionRatio >= 0.15 || intersectionRect.height >= innerHeight / 3);
