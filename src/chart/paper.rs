//! What ink goes onto: any plotters drawing area, behind one object.

use super::Drawn;
use plotters::coord::Shift;
use plotters::prelude::*;
use std::cell::Cell;

/// A place, in whole units of the drawing.
pub(super) type Pixel = (i32, i32);

/// The few shapes that every picture is made of. Nothing is returned: what fails is the sheet's to remember.
pub(super) trait Paper {
    fn fill(&self, color: RGBColor);
    fn path(&self, points: &[Pixel], style: ShapeStyle);
    fn polygon(&self, points: Vec<Pixel>, style: ShapeStyle);
    fn rectangle(&self, corners: [Pixel; 2], style: ShapeStyle);
    fn circle(&self, center: Pixel, radius: i32, style: ShapeStyle);
    fn text(&self, text: &str, at: Pixel, style: TextStyle<'_>);
}

/// A drawing area with the first failure on it, after which it stays as it is.
pub(super) struct Sheet<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    drawn: Cell<Drawn<DB>>,
}

impl<'a, DB: DrawingBackend> Sheet<'a, DB> {
    pub(super) fn new(area: &'a DrawingArea<DB, Shift>) -> Self {
        Sheet { area, drawn: Cell::new(Ok(())) }
    }

    /// The first failure, if there was one.
    pub(super) fn drawn(self) -> Drawn<DB> {
        self.drawn.into_inner()
    }

    fn then(&self, draw: impl FnOnce() -> Drawn<DB>) {
        let before = self.drawn.replace(Ok(()));
        self.drawn.set(before.and_then(|()| draw()));
    }
}

impl<DB: DrawingBackend> Paper for Sheet<'_, DB> {
    fn fill(&self, color: RGBColor) {
        self.then(|| self.area.fill(&color));
    }

    fn path(&self, points: &[Pixel], style: ShapeStyle) {
        self.then(|| self.area.draw(&PathElement::new(points, style)));
    }

    fn polygon(&self, points: Vec<Pixel>, style: ShapeStyle) {
        self.then(|| self.area.draw(&Polygon::new(points, style)));
    }

    fn rectangle(&self, corners: [Pixel; 2], style: ShapeStyle) {
        self.then(|| self.area.draw(&Rectangle::new(corners, style)));
    }

    fn circle(&self, center: Pixel, radius: i32, style: ShapeStyle) {
        self.then(|| self.area.draw(&Circle::new(center, radius, style)));
    }

    fn text(&self, text: &str, at: Pixel, style: TextStyle<'_>) {
        self.then(|| self.area.draw(&Text::new(text, at, style)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingErrorKind};
    use std::rc::Rc;

    /// A backend that fails from its second rectangle on, each time with the number of the rectangle.
    struct Brittle(Rc<Cell<u32>>);

    #[derive(Debug)]
    struct Broken(u32);

    impl std::fmt::Display for Broken {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "broken at {}", self.0)
        }
    }

    impl std::error::Error for Broken {}

    type Done = Result<(), DrawingErrorKind<Broken>>;

    impl DrawingBackend for Brittle {
        type ErrorType = Broken;

        fn get_size(&self) -> (u32, u32) {
            (20, 10)
        }

        fn ensure_prepared(&mut self) -> Done {
            Ok(())
        }

        fn present(&mut self) -> Done {
            Ok(())
        }

        fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Done {
            unreachable!("rectangles only")
        }

        fn draw_rect<S: BackendStyle>(&mut self, _: BackendCoord, _: BackendCoord, _: &S, _: bool) -> Done {
            self.0.set(self.0.get() + 1);
            if self.0.get() < 2 { Ok(()) } else { Err(DrawingErrorKind::DrawingError(Broken(self.0.get()))) }
        }
    }

    #[test]
    fn the_first_failure_is_kept_and_nothing_is_drawn_after_it() {
        let count = Rc::new(Cell::new(0));
        let area = Brittle(Rc::clone(&count)).into_drawing_area();
        let sheet = Sheet::new(&area);
        for _ in 0..5 {
            sheet.fill(WHITE);
        }
        let failure = sheet.drawn().unwrap_err();
        assert!(failure.to_string().contains("broken at 2"), "{failure}");
        assert_eq!(count.get(), 2);
    }
}
