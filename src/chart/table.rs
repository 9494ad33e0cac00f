//! A calculation in columns: a row for each quantity, a bar and a number in each column.

use super::fingerprint::Fingerprint;
use super::ink::{ems, pixel};
use super::picture::{Mark, Pen, Picture};
use super::theme::Tone;
use super::{Axes, Axis};
use plotters::style::text_anchor::HPos;

/// A calculation that is done in every column by itself. Bars go to the right of the middle of their column, or to the left
/// where they are negative; the longest of a row fills half of it, for rows are of different units.
pub struct Table<'a> {
    /// What the columns are about.
    pub columns: [&'a str; 2],
    /// The rows, from top to bottom.
    pub rows: Vec<TableRow>,
}

/// A row of a [`Table`].
pub struct TableRow {
    /// What is done in it.
    pub label: String,
    /// What comes out in each column.
    pub values: [f64; 2],
    /// The same in words.
    pub texts: [String; 2],
    /// Its colour.
    pub tone: Tone,
    /// Whether it is what all others lead to, below a line.
    pub is_result: bool,
}

/// In CSS pixels: text, the head, a row at most, what a bar is high, how far the line at its foot goes beyond it, and what lies
/// between columns and around all of it.
const SIZE: f64 = 14.0;
const HEAD: f64 = 30.0;
const ROW: f64 = 80.0;
const BAR: f64 = 14.0;
const ZERO: f64 = 3.0;
const GAP: f64 = 16.0;

impl<'a> Picture<'a> {
    /// A table that fills the picture.
    pub fn of_table(table: Table<'a>) -> Self {
        let axis = Axis::linear("", (0.0, 1.0));
        let mut picture = Picture::new(Axes { x: axis, y: axis });
        picture.still.push(table);
        picture
    }
}

impl Mark for Table<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("table").and(self.columns[0]).and(self.columns[1]);
        for row in &self.rows {
            to.and(&row.label).and(&row.values).and(&row.tone).and(&row.is_result);
            row.texts.iter().for_each(|text| _ = to.and(text));
        }
    }

    fn draw(&self, pen: &Pen<'_>, _: usize) {
        let (ink, theme, scale) = (pen.ink, pen.theme(), pen.frame.scale);
        let [width, height] = [pen.frame.size.0, pen.frame.size.1].map(|units| f64::from(units) / scale);
        // Where there is little room labels take what they may, and words become smaller.
        let widest = self.rows.iter().map(|row| ems(&row.label)).fold(0.0, f64::max);
        let size = SIZE.min(0.42 * width / widest.max(1.0));
        let left = GAP + size * widest + GAP;
        let column = ((width - left) / 2.0 - GAP).max(1.0);
        let row = ((height - HEAD - GAP) / self.rows.len().max(1) as f64).clamp(1.0, ROW);
        let at = |x: f64, y: f64| pixel((x * scale, y * scale));
        let middle = |k: usize| left + (k as f64 + 0.5) * column + k as f64 * GAP;
        for (k, name) in self.columns.into_iter().enumerate() {
            ink.text(name, at(middle(k), 0.5 * HEAD), HPos::Center, SIZE, theme.ink());
        }
        for (place, TableRow { label, values, texts, tone, is_result }) in self.rows.iter().enumerate() {
            let (top, color) = (HEAD + place as f64 * row, tone.color(theme));
            if *is_result {
                let (from, to) = (at(GAP, top), at(width - GAP, top));
                ink.horizontal(from.0, to.0, from.1, theme.quiet_ink());
            }
            let text = top + 0.32 * row;
            ink.text(label, at(GAP, top + 0.5 * row), HPos::Left, size, color);
            let longest = values.iter().fold(0.0, |longest: f64, value| longest.max(value.abs()));
            let bar = BAR.min(0.34 * row);
            for k in 0..2 {
                ink.text(&texts[k], at(middle(k), text), HPos::Center, SIZE.min(0.4 * row), theme.ink());
                let (part, foot) = (values[k] / longest, top + 0.62 * row);
                let (from, to) = (at(middle(k), foot - ZERO), at(middle(k), foot + bar + ZERO));
                ink.vertical(from.0, from.1, to.1, theme.quiet_ink());
                if part.is_finite() && part != 0.0 {
                    let tip = middle(k) + 0.5 * column * part;
                    let (from, to) = (middle(k).min(tip), middle(k).max(tip).max(middle(k).min(tip) + 1.0));
                    ink.rect(at(from, foot), at(to, foot + bar), color);
                }
            }
        }
    }
}
