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

/** A table with a header row: CSV, whose last column is the target unless another is named. */
export interface Table {
  csv: string;
  /** The target's column. */
  target?: string;
  /** The features' columns, otherwise all others. */
  features?: readonly string[];
}

/** Features, row by row, with a target for each row; a `Dataset` is one of these. */
export interface Numbers {
  features: ArrayLike<number>;
  targets: ArrayLike<number>;
  /** Features of a row, otherwise as many as there are for each target. */
  featureCount?: number;
  /** What the columns are called, the features' first and the target's last. */
  names?: readonly string[];
}

/** Data of one's own, as the property `data` takes them. */
export type Data = string | Table | Numbers;

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
  /** The reader takes something away; whoever knows a better link writes it into `link`. */
  share: CustomEvent<{ experiment: string; link: string }>;
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
        data?: Data | null;
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
