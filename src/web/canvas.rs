//! plotters' canvas backend, with text measured by the canvas itself.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A canvas to draw on.
pub(super) struct Canvas {
    context: CanvasRenderingContext2d,
    area: DrawingArea<Backend, Shift>,
}

/// plotters measures text by putting it into the document, which costs milliseconds, and on a page with styles of its
/// own measures those. The canvas knows better.
pub(super) struct Backend {
    canvas: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
}

impl Canvas {
    /// A canvas of `size` units each way, with `density` device pixels to a unit; `None` when it has no drawing context.
    pub(super) fn new(element: &HtmlCanvasElement, size: (u32, u32), density: f64) -> Option<Self> {
        let pixels = [size.0, size.1].map(|units| (f64::from(units) * density).round().max(1.0));
        element.set_width(pixels[0] as u32);
        element.set_height(pixels[1] as u32);
        let canvas = Self::of_size(element, size)?;
        canvas.context.scale(pixels[0] / f64::from(size.0), pixels[1] / f64::from(size.1)).ok()?;
        Some(canvas)
    }

    /// A canvas with the backing store it has.
    pub(super) fn as_it_is(element: &HtmlCanvasElement) -> Option<Self> {
        Self::of_size(element, (element.width(), element.height()))
    }

    fn of_size(element: &HtmlCanvasElement, size: (u32, u32)) -> Option<Self> {
        let context: CanvasRenderingContext2d = element.get_context("2d").ok()??.dyn_into().ok()?;
        let canvas = CanvasBackend::with_canvas_object(element.clone())?;
        context.set_line_join("round");
        let area = Backend { canvas, context: context.clone(), size }.into_drawing_area();
        Some(Canvas { context, area })
    }

    pub(super) fn clear(&self) {
        let (width, height) = self.area.dim_in_pixel();
        self.context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
    }

    pub(super) fn area(&self) -> &DrawingArea<Backend, Shift> {
        &self.area
    }
}

/// A canvas that many views leave empty: it has pixels, which a browser copies whether there is ink on them or not, only
/// from the first time that something is drawn on it.
pub(super) struct Spare {
    element: HtmlCanvasElement,
    size: (u32, u32),
    canvas: Option<Canvas>,
}

impl Spare {
    /// For a backing store of `size` device pixels.
    pub(super) fn new(element: HtmlCanvasElement, size: (u32, u32)) -> Self {
        element.set_width(0);
        element.set_height(0);
        Spare { element, size, canvas: None }
    }

    pub(super) fn clear(&self) {
        if let Some(canvas) = &self.canvas {
            canvas.clear();
        }
    }

    /// The canvas, with pixels; `None` when it has no drawing context.
    pub(super) fn canvas(&mut self) -> Option<&Canvas> {
        if self.canvas.is_none() {
            self.canvas = Canvas::new(&self.element, self.size, 1.0);
        }
        self.canvas.as_ref()
    }
}

type Outcome = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

impl DrawingBackend for Backend {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        self.canvas.ensure_prepared()
    }

    fn present(&mut self) -> Outcome {
        self.canvas.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.canvas.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.canvas.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Outcome {
        self.canvas.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.canvas.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome {
        self.canvas.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, ring: I, style: &S) -> Outcome {
        self.canvas.fill_polygon(ring, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, place: BackendCoord) -> Outcome {
        self.canvas.draw_text(text, style, place)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let font = format!("{} {}px {}", style.style().as_str(), style.size(), style.family().as_str());
        self.context.set_font(&font);
        let width = self.context.measure_text(text).map_or(0.0, |metrics| metrics.width());
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
