//! plotters' canvas backend, with finer coordinates than the canvas has pixels, and text measured by the canvas itself.

#[cfg(feature = "comparison")]
use super::variables;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Units of a drawing to a CSS pixel. plotters' coordinates are whole numbers: were they pixels, curves would be seen to
/// go from one to the next. Divisible by the numbers of device pixels that displays have to a CSS pixel.
pub(super) const FINENESS: f64 = 12.0;

/// The most pixels that a canvas has each way.
const LARGEST: f64 = 8192.0;

/// A canvas to draw on.
pub(super) struct Canvas {
    context: CanvasRenderingContext2d,
    area: DrawingArea<Backend, Shift>,
}

/// plotters measures text by putting it into the document, which costs milliseconds, and on a page with styles of its
/// own measures those. The canvas knows better. It also names the colour of each shape and the font of each text anew, which costs
/// more than the shape and the text.
pub(super) struct Backend {
    canvas: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    /// Units to a pixel of the display.
    grain: f64,
    /// Whether what covers all of it, as paper does, is left out, and what is behind it shows through.
    bare: bool,
    /// The colours that lines and areas are drawn in, once they are known.
    colors: [Option<Color>; 2],
    /// What text is set in, once it is known.
    font: RefCell<String>,
    align: &'static str,
}

/// Red, green and blue, and how much they cover.
type Color = ((u8, u8, u8), f64);

/// The places of [`Backend::colors`].
const LINES: usize = 0;
const AREAS: usize = 1;

impl Canvas {
    /// A canvas of `size` units each way with `sharpness` pixels to a CSS pixel, for a display with `pixel_ratio` of
    /// them, with paper or `bare`; `None` when it has no drawing context.
    pub(super) fn new(
        element: &HtmlCanvasElement,
        size: (u32, u32),
        sharpness: f64,
        pixel_ratio: f64,
        bare: bool,
    ) -> Option<Self> {
        let pixels = |units: u32| (f64::from(units) / FINENESS * sharpness).round().clamp(1.0, LARGEST) as u32;
        element.set_width(pixels(size.0));
        element.set_height(pixels(size.1));
        Self::of_size(element, size, FINENESS / pixel_ratio, bare)
    }

    /// A canvas of `size` units each way with the pixels that it has.
    pub(super) fn as_it_is(element: &HtmlCanvasElement, size: (u32, u32)) -> Option<Self> {
        Self::of_size(element, size, f64::from(size.0) / f64::from(element.width().max(1)), false)
    }

    fn of_size(element: &HtmlCanvasElement, size: (u32, u32), grain: f64, bare: bool) -> Option<Self> {
        let context: CanvasRenderingContext2d = element.get_context("2d").ok()??.dyn_into().ok()?;
        let canvas = CanvasBackend::with_canvas_object(element.clone())?;
        let [x, y] = [(element.width(), size.0), (element.height(), size.1)];
        let scale = |(pixels, units): (u32, u32)| f64::from(pixels) / f64::from(units.max(1));
        context.set_transform(scale(x), 0.0, 0.0, scale(y), 0.0, 0.0).ok()?;
        context.set_line_join("round");
        // All text is put by its middle line.
        context.set_text_baseline("middle");
        let backend = Backend {
            canvas,
            context: context.clone(),
            size,
            grain,
            bare,
            colors: [None; 2],
            font: RefCell::default(),
            align: "",
        };
        let area = backend.into_drawing_area();
        Some(Canvas { context, area })
    }

    pub(super) fn clear(&self) {
        let (width, height) = self.area.dim_in_pixel();
        self.context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
    }

    /// Shows what another canvas of the same size shows; whether it does.
    pub(super) fn copy(&self, other: &Canvas) -> bool {
        let (width, height) = self.area.dim_in_pixel();
        let copied = |element: HtmlCanvasElement| {
            let (width, height) = (f64::from(width), f64::from(height));
            self.context.draw_image_with_html_canvas_element_and_dw_and_dh(&element, 0.0, 0.0, width, height).is_ok()
        };
        other.context.canvas().is_some_and(copied)
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
    sharpness: f64,
    pixel_ratio: f64,
    canvas: Option<Canvas>,
}

impl Spare {
    /// For what [`Canvas::new`] takes.
    pub(super) fn new(element: HtmlCanvasElement, size: (u32, u32), sharpness: f64, pixel_ratio: f64) -> Self {
        element.set_width(0);
        element.set_height(0);
        Spare { element, size, sharpness, pixel_ratio, canvas: None }
    }

    pub(super) fn clear(&self) {
        if let Some(canvas) = &self.canvas {
            canvas.clear();
        }
    }

    /// The canvas, with pixels; `None` when it has no drawing context.
    pub(super) fn canvas(&mut self) -> Option<&Canvas> {
        if self.canvas.is_none() {
            self.canvas = Canvas::new(&self.element, self.size, self.sharpness, self.pixel_ratio, false);
        }
        self.canvas.as_ref()
    }
}

impl Backend {
    /// The edges of a hairline on whole pixels of the display, where it is sharp; those of anything wider as they are.
    fn sharp(&self, low: i32, high: i32) -> (i32, i32) {
        const WIDEST: f64 = 3.0;
        let [first, width] = [low, high - low].map(|units| f64::from(units) / self.grain);
        if width > WIDEST {
            return (low, high);
        }
        let unit = |pixels: f64| (pixels * self.grain).round() as i32;
        (unit(first.round()), unit(first.round() + width.round().max(1.0)))
    }

    /// Takes a colour. A canvas reads it as text, so it is told of another one only.
    fn take(&mut self, color: BackendColor, kind: usize) {
        let (rgb, alpha) = (color.rgb, color.alpha);
        if self.colors[kind].replace((rgb, alpha)) == Some((rgb, alpha)) {
            return;
        }
        let (red, green, blue) = rgb;
        let text = format!("rgba({red},{green},{blue},{alpha})");
        match kind {
            LINES => self.context.set_stroke_style_str(&text),
            _ => self.context.set_fill_style_str(&text),
        }
    }

    /// Sets text in a font from now on; a canvas reads that as text, too.
    fn set_in<S: BackendTextStyle>(&self, style: &S) {
        self.set_font(&format!("{} {}px {}", style.style().as_str(), style.size(), style.family().as_str()));
    }

    fn set_font(&self, font: &str) {
        if *self.font.borrow() != font {
            self.context.set_font(font);
            self.font.replace(font.to_owned());
        }
    }

    fn align(&mut self, align: &'static str) {
        if self.align != align {
            self.context.set_text_align(align);
            self.align = align;
        }
    }

    /// Draws a text that has variables, these as in formulas; whether it has any.
    #[cfg(feature = "comparison")]
    fn typeset<S: BackendTextStyle>(&mut self, text: &str, style: &S, align: HPos, (x, y): (f64, f64)) -> bool {
        let parts = variables::apart(text);
        if parts.len() == 1 {
            return false;
        }
        let of_variables = format!("italic {}px {}", variables::SIZE * style.size(), variables::FONT);
        let mut widths = Vec::with_capacity(parts.len());
        for (place, part) in parts.iter().enumerate() {
            if place % 2 == 1 {
                self.set_font(&of_variables)
            } else {
                self.set_in(style)
            }
            widths.push(self.context.measure_text(part).map_or(0.0, |metrics| metrics.width()));
        }
        let whole: f64 = widths.iter().sum();
        let mut left = match align {
            HPos::Left => x,
            HPos::Center => x - 0.5 * whole,
            HPos::Right => x - whole,
        };
        self.align("left");
        for (place, (part, width)) in parts.iter().zip(&widths).enumerate() {
            if place % 2 == 1 {
                self.set_font(&of_variables)
            } else {
                self.set_in(style)
            }
            let _ = self.context.fill_text(part, left, y);
            left += width;
        }
        true
    }

    /// Begins what is drawn as lines or as an area; whether it can be seen.
    fn begin<S: BackendStyle>(&mut self, style: &S, fill: bool) -> bool {
        let color = style.color();
        if color.alpha == 0.0 {
            return false;
        }
        self.take(color, if fill { AREAS } else { LINES });
        if !fill {
            self.context.set_line_width(f64::from(style.stroke_width()));
        }
        self.context.begin_path();
        true
    }

    fn go_along(&self, path: impl IntoIterator<Item = BackendCoord>) {
        for (place, (x, y)) in path.into_iter().enumerate() {
            let (x, y) = (f64::from(x), f64::from(y));
            if place == 0 { self.context.move_to(x, y) } else { self.context.line_to(x, y) }
        }
    }

    /// plotters' own backend, which takes colours itself.
    fn other(&mut self) -> &mut CanvasBackend {
        self.colors = [None; 2];
        &mut self.canvas
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
        self.other().draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.other().draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Outcome {
        let is_all = from == (0, 0) && to.0 + 1 >= self.size.0 as i32 && to.1 + 1 >= self.size.1 as i32;
        if self.bare && is_all {
            return Ok(());
        }
        let (left, right) = self.sharp(from.0, to.0);
        let (top, bottom) = self.sharp(from.1, to.1);
        if self.begin(style, fill) {
            let [x, y, width, height] = [left, top, right - left, bottom - top].map(f64::from);
            if fill {
                self.context.fill_rect(x, y, width, height)
            } else {
                self.context.stroke_rect(x, y, width, height)
            }
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        if self.begin(style, false) {
            self.go_along(path);
            self.context.stroke();
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome {
        if self.begin(style, fill) {
            let ((x, y), radius) = ((f64::from(center.0), f64::from(center.1)), f64::from(radius));
            // Only a negative radius is refused.
            let _ = self.context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
            if fill { self.context.fill() } else { self.context.stroke() }
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, ring: I, style: &S) -> Outcome {
        if self.begin(style, true) {
            self.go_along(ring);
            self.context.close_path();
            self.context.fill();
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, place: BackendCoord) -> Outcome {
        let color = style.color();
        if color.alpha == 0.0 {
            return Ok(());
        }
        self.take(color, AREAS);
        self.set_in(style);
        let (x, y) = (f64::from(place.0), f64::from(place.1));
        let align = style.anchor().h_pos;
        #[cfg(feature = "comparison")]
        if self.typeset(text, style, align, (x, y)) {
            return Ok(());
        }
        // Not `start` and `end`, which change places on pages that are read from right to left.
        self.align(match align {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        // A canvas refuses no text.
        let _ = self.context.fill_text(text, x, y);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        self.set_in(style);
        let width = self.context.measure_text(text).map_or(0.0, |metrics| metrics.width());
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
