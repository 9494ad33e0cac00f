//! Loss against updates, samples seen or epochs.

use super::axes::Projection;
use super::ink::{Ink, pixel};
use super::path::{self, Stroke};
use super::{Axes, Frame, Layer, Path, View};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

/// A loss curve: its points are (position on the axis, loss), positive where the axis is logarithmic.
pub type Curve<'a> = Path<'a>;

/// The losses of several descents on common axes.
#[derive(Clone, Copy)]
pub struct LossChart<'a> {
    /// Axes of progress and loss.
    pub axes: Axes<'a>,
    /// The curves so far.
    pub curves: &'a [Curve<'a>],
    /// Per curve, where it is now.
    pub heads: &'a [[f64; 2]],
    /// The smallest loss possible, drawn as a thin dashed line with the given label.
    pub floor: Option<(f64, &'a str)>,
    /// A position on the horizontal axis that the reader looks at.
    pub hovered: Option<f64>,
}

impl View for LossChart<'_> {
    fn draw(&self, layer: Layer<'_>, frame: &Frame, ink: &Ink<'_>) {
        let map = self.axes.projection(frame);
        match layer {
            Layer::Axes => {
                ink.fill(frame.theme.paper());
                self.axes.draw(ink, frame, true);
                self.draw_floor(frame, ink, &map);
            }
            Layer::Trail { from } => {
                for (index, curve) in self.curves.iter().enumerate() {
                    let stroke = Stroke::new(curve.series, frame.theme, 2.0);
                    path::draw(ink, &map, curve.points, from.get(index).copied().unwrap_or(0), &stroke);
                }
            }
            Layer::Moving => self.draw_moving(frame, ink, &map),
        }
    }

    fn axes(&self) -> Option<&Axes<'_>> {
        Some(&self.axes)
    }

    fn paths(&self) -> &[Path<'_>] {
        self.curves
    }
}

impl LossChart<'_> {
    fn draw_floor(&self, frame: &Frame, ink: &Ink<'_>, map: &Projection) {
        let Some((floor, label)) = self.floor else { return };
        let (left, top, right, bottom) = map.plot();
        let y = map.to_pixel([self.axes.x.range.0, floor]).1;
        if !(top..=bottom).contains(&y) {
            return;
        }
        let color = frame.theme.quiet_ink();
        let (y, right) = (pixel((0.0, y)).1, right as i32);
        let mut x = left as i32;
        while x < right {
            ink.horizontal(x, (x + ink.whole(4.0)).min(right), y, color);
            x += ink.whole(8.0);
        }
        // No curve goes below the floor, so the label stands there if it can, else where curves end close to the line.
        let (size, gap) = (12.0, ink.whole(4.0));
        let middle = ink.whole(0.8 * size);
        if bottom - f64::from(y) > ink.px(1.5 * size) {
            ink.text(label, (left as i32 + gap, y + middle), HPos::Left, size, color);
        } else {
            ink.text(label, (right - gap, y - middle), HPos::Right, size, color);
        }
    }

    fn draw_moving(&self, frame: &Frame, ink: &Ink<'_>, map: &Projection) {
        let theme = frame.theme;
        let (left, top, right, bottom) = map.plot();
        if let Some(x) = self.hovered.map(|x| map.to_pixel([x, self.axes.y.range.0]).0)
            && (left..=right).contains(&x)
        {
            ink.vertical(pixel((x, 0.0)).0, top as i32, bottom as i32, theme.quiet_ink().mix(0.7));
        }
        for (curve, head) in self.curves.iter().zip(self.heads) {
            let (x, y) = map.to_pixel(*head);
            if (left..=right).contains(&x) && (top..=bottom).contains(&y) {
                let (color, marker) = (curve.series.color(theme), curve.series.marker());
                ink.marker(pixel((x, y)), marker, 0.9, color, theme.paper());
            }
        }
    }
}
