//! A plane in tiles, as they become known.

use super::fingerprint::{Fingerprint, Identity};
use super::picture::{Mark, Pen};
use super::theme::{Tone, mixed};

/// Tiles over a plane, in the order in which they are laid, later ones upon earlier. It grows.
#[derive(Clone, Copy, Debug)]
pub struct Mosaic<'a> {
    /// The part of the plane that it fills: (min, max) of x and of y.
    pub window: [(f64, f64); 2],
    /// Of the smallest tiles, so many stand along each side.
    pub side: u32,
    /// What is laid so far.
    pub tiles: &'a [Tile],
    /// Which tiles they are.
    pub identity: &'a Identity,
}

/// A tile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tile {
    /// Its left lower corner, counted in smallest tiles: column and row.
    pub at: [u32; 2],
    /// How many smallest tiles it is wide and high.
    pub size: u32,
    /// Its colour.
    pub tone: Tone,
    /// How much of the colour there is: from 0, paper, to 1.
    pub strength: f64,
}

impl Mark for Mosaic<'_> {
    fn add_to(&self, to: &mut Fingerprint) {
        to.kind("mosaic").and(&self.window).and(&(self.side as usize)).and(self.identity);
    }

    fn draw(&self, pen: &Pen<'_>, from: usize) {
        let corner = |cell: [u32; 2]| {
            let part = cell.map(|cell| f64::from(cell) / f64::from(self.side.max(1)));
            pen.corner(self.window, part)
        };
        for &Tile { at, size, tone, strength } in self.tiles.get(from..).unwrap_or_default() {
            let ((left, bottom), (right, top)) = (corner(at), corner(at.map(|cell| cell + size)));
            let color = mixed(pen.theme().paper(), tone.color(pen.theme()), strength);
            pen.ink.rect((left, top), (right, bottom), color);
        }
    }

    fn length(&self) -> Option<usize> {
        Some(self.tiles.len())
    }
}
