/**
 * What the documents, the events and the JSX of TypeScript know of the element.
 */
import type { DescentFigure as Element } from "./descent-figure.js";

/** A deliberate change, or another place in the same run. */
export interface Changed {
  /** The complete string of what is shown. */
  experiment: string;
  /** Whether the reader would want to come back to what was before. */
  commit: boolean;
}

/** What the element tells; only `descentchange` bubbles. */
export interface DescentFigureEvents {
  load: CustomEvent<null>;
  error: CustomEvent<{ error: unknown }>;
  play: CustomEvent<null>;
  pause: CustomEvent<null>;
  /** It has come to its rest by itself. */
  rest: CustomEvent<null>;
  step: CustomEvent<{ step: number }>;
  change: CustomEvent<Changed>;
  descentchange: CustomEvent<Changed>;
}

/** What may be written in HTML. */
export interface DescentFigureAttributes {
  figure?: string;
  experiment?: string;
  lang?: string;
  theme?: "light" | "dark";
  views?: string;
  controls?: string;
  loading?: "lazy" | "eager";
  autoplay?: "none";
}

/** The element, with the properties that stand for its attributes. */
export interface DescentFigureElement extends Element, Required<Omit<DescentFigureAttributes, "experiment" | "lang" | "theme" | "loading" | "autoplay">> {
  theme: string;
  loading: string;
  autoplay: string;
  addEventListener<Name extends keyof DescentFigureEvents>(
    name: Name,
    listener: (this: DescentFigureElement, event: DescentFigureEvents[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "descent-figure": DescentFigureElement;
  }
}

/** React 19 passes what it does not know as an attribute, and calls `onload` for `load`. */
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "descent-figure": DescentFigureAttributes & {
        id?: string;
        className?: string;
        style?: object;
        slot?: string;
        children?: unknown;
        key?: string | number | null;
        ref?: { current: DescentFigureElement | null } | ((element: DescentFigureElement | null) => unknown) | null;
      } & { [Name in keyof DescentFigureEvents as `on${Name}`]?: (event: DescentFigureEvents[Name]) => unknown };
    }
  }
}
