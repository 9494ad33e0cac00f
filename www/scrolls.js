/**
 * What scrolls sideways is reached by the keyboard as long as there is something to scroll; not every browser sees to it.
 * @param {HTMLElement} box
 * @returns {ResizeObserver}  to which parts of it whose size changes may be given
 */
export function scrolls(box) {
  const observer = new ResizeObserver(() => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else if (!box.matches(":focus")) box.removeAttribute("tabindex");
  });
  observer.observe(box);
  return observer;
}
