/**
 * Registers the element `<descent-figure>`, which figure.js describes.
 */
import { DescentFigure, setBase } from "./figure.js";

export { DescentFigure, setBase };

if (globalThis.customElements && !customElements.get("descent-figure")) customElements.define("descent-figure", DescentFigure);
