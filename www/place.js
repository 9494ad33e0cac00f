/**
 * Places in a box that may be zoomed (`zoom`) or scaled (`transform`) with what is around it.
 */

/** CSS pixels on the screen for one of a box: it may be zoomed or transformed. @param {Element} box */
export function scaleOf(box) {
  const scale = box.getBoundingClientRect().width / box.clientWidth;
  // A width of its own is rounded.
  return Math.abs(scale - 1) < 0.01 ? 1 : scale;
}

/** Where a pointer is in a box, in the box's own CSS pixels. @param {Element} box @param {MouseEvent} event */
export function within(box, { clientX, clientY }) {
  const [{ left, top }, scale] = [box.getBoundingClientRect(), scaleOf(box)];
  return { x: (clientX - left) / scale, y: (clientY - top) / scale };
}
