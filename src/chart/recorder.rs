//! A backend that remembers what is drawn.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

/// One call of the backend: places, colour with opacity, and width (of a stroke) or radius (of a circle).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Call {
    pub(crate) kind: Kind,
    pub(crate) places: Vec<BackendCoord>,
    pub(crate) color: ((u8, u8, u8), f64),
    pub(crate) size: u32,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Line,
    Fill,
    Circle,
    Disc,
    Text,
}

/// What has been drawn so far.
pub(crate) type Calls = Rc<RefCell<Vec<Call>>>;

pub(crate) struct Recorder {
    size: (u32, u32),
    calls: Calls,
}

/// An area of the given size, and the list of what will be drawn on it.
pub(crate) fn recorder(size: (u32, u32)) -> (DrawingArea<Recorder, Shift>, Calls) {
    let calls = Calls::default();
    (Recorder { size, calls: Rc::clone(&calls) }.into_drawing_area(), calls)
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl Recorder {
    fn add(&mut self, kind: Kind, places: Vec<BackendCoord>, color: BackendColor, size: u32) -> Done {
        self.calls.borrow_mut().push(Call { kind, places, color: (color.rgb, color.alpha), size });
        Ok(())
    }
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Done {
        unreachable!("whole shapes only")
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        self.add(Kind::Line, path.into_iter().collect(), style.color(), style.stroke_width())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        self.add(Kind::Fill, path.into_iter().collect(), style.color(), 0)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Done {
        assert!(fill, "rectangles are filled");
        self.add(Kind::Fill, vec![from, to], style.color(), 0)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        let kind = if fill { Kind::Disc } else { Kind::Circle };
        self.add(kind, vec![center], style.color(), radius)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, _: &str, style: &S, place: BackendCoord) -> Done {
        self.add(Kind::Text, vec![place], style.color(), 0)
    }
}
