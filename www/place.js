/**
 * Places in a box that may be zoomed (`zoom`) or scaled (`transform`) with what is around it.
 */

/** CSS pixels on the screen for one of a box: it may be zoomed or transformed. @param {Element} box */
export const scaleOf = (box) => lies(box).scale;

/** Where a box lies on the screen: to ask is to wait for the layout. @param {Element} box */
function lies(box) {
  const { left, top, width } = box.getBoundingClientRect();
  const scale = width / box.clientWidth;
  // A width of its own is rounded.
  return { left, top, scale: Math.abs(scale - 1) < 0.01 ? 1 : scale };
}

/** Where a pointer is in a box, in the box's own CSS pixels. @param {Element} box @param {MouseEvent} event */
export function within(box, { clientX, clientY }, { left, top, scale } = lies(box)) {
  return { x: (clientX - left) / scale, y: (clientY - top) / scale };
}

/**
 * Where something goes with the pointer that has taken it, from where it is: no move waits for the layout, until the box is scrolled.
 * @param {Element} box @param {MouseEvent} taken @param {{ x: number, y: number }} from @param {AbortSignal} signal  that it is let go
 */
export function following(box, taken, from, signal) {
  /** @type {ReturnType<typeof lies> | undefined} */
  let place;
  const seen = () => {
    if (place) return place;
    // What is taken away while it is held waits for one scroll at most.
    box.ownerDocument.addEventListener("scroll", () => (place = undefined), { capture: true, passive: true, once: true, signal });
    return (place = lies(box));
  };
  const start = within(box, taken, seen());
  return (/** @type {MouseEvent} */ event) => {
    const { x, y } = within(box, event, seen());
    return { x: from.x + x - start.x, y: from.y + y - start.y };
  };
}
