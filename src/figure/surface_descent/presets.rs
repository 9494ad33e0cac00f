//! The surfaces that are offered: what each is called, where descent on it begins and how fast.

use super::entries::{LR, START};
use crate::error::Result;
use crate::figure::sheet::Sheet;
use crate::language::Text;

pub(super) const OWN: &str = "own";
pub(super) const QUADRATIC: &str = "quadratic";

/// A surface's place to start from and a learning rate to begin with, where its shape can be seen.
pub(super) struct Preset {
    pub(super) name: &'static str,
    pub(super) lr: &'static str,
    pub(super) start: &'static str,
}

pub(super) static PRESETS: &[Preset] = &[
    Preset { name: "bowl", lr: "0.1", start: "-1.6,1.2" },
    Preset { name: QUADRATIC, lr: "0.15", start: "-1.7,0.8" },
    Preset { name: "saddle", lr: "0.05", start: "0,1.6" },
    Preset { name: "rosenbrock", lr: "0.001", start: "-1.2,1" },
    Preset { name: "himmelblau", lr: "0.01", start: "0,0" },
    Preset { name: "beale", lr: "0.01", start: "1,1.5" },
    Preset { name: "booth", lr: "0.05", start: "-7,6" },
    Preset { name: "matyas", lr: "1", start: "-8,4" },
    Preset { name: "mccormick", lr: "0.1", start: "3,3" },
    Preset { name: "six-hump-camel", lr: "0.03", start: "0.2,1.1" },
    Preset { name: "goldstein-price", lr: "0.00001", start: "-1,0.5" },
    Preset { name: "rastrigin", lr: "0.002", start: "2.3,1.7" },
    Preset { name: "ackley", lr: "0.1", start: "2.2,1.4" },
    Preset { name: "styblinski-tang", lr: "0.02", start: "0.4,-0.3" },
    Preset { name: "two-wells", lr: "0.05", start: "0.2,1.2" },
    Preset { name: "hills", lr: "0.2", start: "0.3,0.4" },
    Preset { name: "plateau", lr: "0.5", start: "2,1.5" },
];

/// What the reader calls each surface, and a function of their own.
pub(super) static NAMES: &[(&str, Text)] = &[
    ("bowl", Text::new("bowl", "碗")),
    (QUADRATIC, Text::new("quadratic, condition number κ", "二次型，条件数 κ")),
    ("saddle", Text::new("saddle", "鞍面")),
    ("rosenbrock", Text::same("Rosenbrock")),
    ("himmelblau", Text::same("Himmelblau")),
    ("beale", Text::same("Beale")),
    ("booth", Text::same("Booth")),
    ("matyas", Text::same("Matyas")),
    ("mccormick", Text::same("McCormick")),
    ("six-hump-camel", Text::new("six-hump camel", "六峰驼背")),
    ("goldstein-price", Text::same("Goldstein–Price")),
    ("rastrigin", Text::same("Rastrigin")),
    ("ackley", Text::same("Ackley")),
    ("styblinski-tang", Text::same("Styblinski–Tang")),
    ("two-wells", Text::new("two wells", "双井")),
    ("hills", Text::new("hills", "群山")),
    ("plateau", Text::new("plateau", "高原")),
    (OWN, Text::new("your own", "自己的")),
];

/// A sheet with what suits a surface.
pub(super) fn take_preset(sheet: &mut Sheet, name: &str) -> Result<()> {
    let Some(preset) = PRESETS.iter().find(|preset| preset.name == name) else { return Ok(()) };
    sheet.set(LR, preset.lr)?;
    sheet.set(START, preset.start)
}
