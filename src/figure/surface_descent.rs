//! Descent on a surface: from a start one chooses, on a test function or on one's own.

use super::sheet::{Entry, Kind, Place, Sheet};
use super::words::{count, say, signed};
use super::{Clock, Control, Figure, Handle, Notice, Panel, Remedy, Revision, STEP, tick};
use crate::chart::{Axes, Axis, Contours, Landscape, LossChart, Path, Scale, Series, View};
use crate::error::{Error, Result};
use crate::experiment::{Experiment, query};
use crate::language::{Language, Text};
use crate::number::{plain, rounded, rounded_up, significant};
use crate::objective::Batch;
use crate::stability::eigenvalues;
use crate::trainer::{Status, Trainer};

/// The figure of descent on a surface.
pub struct SurfaceDescent {
    sheet: Sheet,
    language: Language,
    tick: u64,
    reached: u64,
    revision: Revision,
    /// How often the landscape has become another one.
    surveyed: u64,
    trainer: Trainer,
    window: [(f64, f64); 2],
    contours: Contours,
    /// The points of the run, and the function's values against the step.
    path: Vec<[f64; 2]>,
    losses: Vec<[f64; 2]>,
    head: [f64; 2],
    fraction: f64,
}

const SURFACE: &str = "surface";
const CONDITION: &str = "condition";
const F: &str = "f";
const LR: &str = "lr";
const MOMENTUM: &str = "momentum";
const START: &str = "start";
const OWN: &str = "own";
const QUADRATIC: &str = "quadratic";

/// A surface's place to start from and a learning rate to begin with, where its shape can be seen.
struct Preset {
    name: &'static str,
    lr: &'static str,
    start: &'static str,
}

static PRESETS: &[Preset] = &[
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

static NAMES: &[(&str, Text)] = &[
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

static ENTRIES: &[Entry] = &[
    Entry {
        key: SURFACE,
        label: Text::new("surface", "曲面"),
        kind: Kind::Choice(NAMES),
        default: "saddle",
        place: Place::Open,
    },
    Entry {
        key: LR,
        label: Text::new("learning rate η", "学习率 η"),
        kind: Kind::Number { min: 1e-7, max: 100.0, logarithmic: true },
        default: "0.05",
        place: Place::Open,
    },
    Entry {
        key: CONDITION,
        label: Text::new("condition number κ", "条件数 κ"),
        kind: Kind::Number { min: 1.0, max: 1e6, logarithmic: true },
        default: "10",
        place: Place::Folded,
    },
    Entry {
        key: MOMENTUM,
        label: Text::new("momentum", "动量"),
        kind: Kind::Number { min: 0.0, max: 0.999, logarithmic: false },
        default: "0",
        place: Place::Folded,
    },
    Entry {
        key: F,
        label: Text::new("your own f(x, y)", "自己的 f(x, y)"),
        kind: Kind::Formula { variables: 2 },
        default: "x^2 + y^2/4 + sin(3x)*cos(2y)",
        place: Place::Folded,
    },
    Entry {
        key: START,
        label: Text::new("start", "起点"),
        kind: Kind::Numbers { count: 2, min: -1000.0, max: 1000.0 },
        default: "0,1.6",
        place: Place::Picture,
    },
];

/// The farthest step.
const MOST: u64 = 20_000;
/// Ticks that the chart shows at least.
const SHORTEST_CHART: u64 = 50;
/// The tick at which a figure that plays by itself rests.
const REST: u64 = 120;

impl SurfaceDescent {
    /// With its defaults.
    ///
    /// # Errors
    /// None: a test builds it.
    pub fn new() -> Result<Self> {
        let sheet = Sheet::new(ENTRIES);
        let mut figure = SurfaceDescent {
            trainer: trainer(&sheet)?,
            sheet,
            language: Language::English,
            tick: 0,
            reached: 0,
            revision: Revision::default(),
            surveyed: 0,
            window: [(0.0, 1.0); 2],
            contours: Contours::default(),
            path: Vec::new(),
            losses: Vec::new(),
            head: [0.0, 0.0],
            fraction: 0.0,
        };
        figure.survey();
        Ok(figure)
    }

    /// Takes other values; on an error all stays as it was.
    fn change(&mut self, sheet: Sheet) -> Result<()> {
        self.trainer = trainer(&sheet)?;
        let same = [SURFACE, F, CONDITION].iter().all(|key| sheet.text(key) == self.sheet.text(key));
        self.sheet = sheet;
        if same {
            self.begin()
        } else {
            self.survey()
        }
        Ok(())
    }

    /// Looks over the surface.
    fn survey(&mut self) {
        let objective = self.trainer.objective();
        let region = objective.start_region();
        let [x, y] = [region[0], region[1]];
        self.window = [x, y];
        let lowest = objective.minimum().map(|minimum| objective.value(&minimum, Batch::All));
        self.contours = Contours::of(|point| objective.value(&point, Batch::All), x, y, lowest);
        self.surveyed += 1;
        self.begin();
    }

    fn begin(&mut self) {
        self.path.clear();
        self.losses.clear();
        self.revision.trail += 1;
        self.revision.ground += 1;
        let tick = self.tick;
        self.reached = 0;
        self.seek(tick);
    }

    /// Steps as far as is needed to show one step after the tick, and keeps what is new.
    fn run(&mut self) {
        let wanted = self.tick + 1;
        if self.trainer.steps() < wanted && self.trainer.status() == Status::Running {
            self.trainer.step(wanted - self.trainer.steps());
        }
        let trajectory = self.trainer.trajectory();
        for place in self.path.len()..trajectory.len() {
            let point = [trajectory.point(place)[0], trajectory.point(place)[1]];
            let value = self.trainer.objective().value(&point, Batch::All);
            self.path.push(point);
            self.losses.push([trajectory.step(place) as f64, value]);
        }
        self.tick = self.tick.min(self.trainer.steps());
    }

    fn here(&self) -> [f64; 2] {
        self.path.get(self.tick as usize).copied().unwrap_or(self.head)
    }

    fn seen(&self) -> usize {
        (self.tick as usize + 1).min(self.path.len())
    }

    fn gradient(&self, at: [f64; 2]) -> [f64; 2] {
        let mut gradient = [0.0; 2];
        self.trainer.objective().value_and_gradient(&at, Batch::All, &mut gradient);
        gradient
    }

    /// 2 over the largest eigenvalue of the Hessian at the start, where there is a bowl.
    fn limit(&self) -> Option<f64> {
        let start = *self.path.first()?;
        let largest = *eigenvalues(&self.trainer.objective().hessian(&start), 2).last()?;
        Some(2.0 / largest).filter(|limit| limit.is_finite() && *limit > 0.0)
    }

    fn show_landscape(&self, see: &mut dyn FnMut(&dyn View)) {
        let axis = |title, place: usize| Axis { title, range: self.window[place], scale: Scale::Linear };
        let y = Axis { scale: Scale::Equal, ..axis("y", 1) };
        let tail = if self.fraction > 0.0 {
            Some(self.here())
        } else {
            self.tick.checked_sub(1).map(|k| self.path[k as usize])
        };
        see(&Landscape {
            axes: Axes { x: axis("x", 0), y },
            contours: &self.contours,
            minimum: self.trainer.objective().minimum().map(|minimum| [minimum[0], minimum[1]]),
            paths: &[Path { series: Series::Batch, points: &self.path[..self.seen()] }],
            heads: &[self.head],
            tails: &[tail],
            hovered: &[None],
        });
    }

    fn show_losses(&self, see: &mut dyn FnMut(&dyn View)) {
        let seen = &self.losses[..self.seen()];
        let heights = || seen.iter().map(|point| point[1]).filter(|height| height.is_finite());
        let (low, high) = (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
        let margin = if high > low { 0.06 * (high - low) } else { 1.0 };
        let (low, high) = if low <= high { (low - margin, high + margin) } else { (0.0, 1.0) };
        let value = self.trainer.objective().value(&self.head, Batch::All);
        // In few steps, so that the axis seldom changes while the curve grows.
        let right = rounded_up(self.tick.max(SHORTEST_CHART) as f64);
        see(&LossChart {
            axes: Axes {
                x: Axis {
                    title: say("updates", "更新次数", self.language), range: (0.0, right), scale: Scale::Linear
                },
                y: Axis { title: "f(x, y)", range: (low, high), scale: Scale::Linear },
            },
            curves: &[Path { series: Series::Batch, points: seen }],
            heads: &[[self.tick as f64 + self.fraction, value]],
            floor: None,
            hovered: None,
        });
    }
}

/// The run of a sheet.
fn trainer(sheet: &Sheet) -> Result<Trainer> {
    let own = sheet.text(SURFACE) == OWN;
    let mut pairs = vec![(LR, sheet.text(LR)), (START, sheet.text(START)), (MOMENTUM, sheet.text(MOMENTUM))];
    if own {
        pairs.extend([("objective", "expression"), (F, sheet.text(F))]);
    } else {
        pairs.extend([("objective", "surface"), (SURFACE, sheet.text(SURFACE))]);
    }
    if sheet.text(SURFACE) == QUADRATIC {
        pairs.push((CONDITION, sheet.text(CONDITION)));
    }
    let experiment: Experiment = query(pairs.into_iter().map(|(key, value)| (key, value.to_owned()))).parse()?;
    Trainer::new(&experiment, None)
}

/// A sheet with what suits a surface.
fn take_preset(sheet: &mut Sheet, name: &str) -> Result<()> {
    let Some(preset) = PRESETS.iter().find(|preset| preset.name == name) else { return Ok(()) };
    sheet.set(LR, preset.lr)?;
    sheet.set(START, preset.start)
}

impl Figure for SurfaceDescent {
    fn set_language(&mut self, language: Language) {
        self.language = language;
        self.surveyed += 1;
        self.revision.ground += 1;
    }

    fn experiment(&self) -> String {
        self.sheet.at(self.tick)
    }

    fn apply(&mut self, text: &str) -> Vec<Error> {
        let mut sheet = Sheet::new(ENTRIES);
        let (step, mut errors) = sheet.apply(text);
        // A surface stands for the values that the string leaves out.
        let name = sheet.text(SURFACE).to_owned();
        sheet = Sheet::new(ENTRIES);
        errors.extend(take_preset(&mut sheet, &name).err());
        sheet.read(text);
        self.tick = 0;
        if let Err(error) = self.change(sheet) {
            errors.push(error);
            errors.extend(self.change(Sheet::new(ENTRIES)).err());
        }
        self.seek(step);
        errors
    }

    fn set(&mut self, key: &str, value: &str) -> Result<()> {
        if key == STEP {
            self.seek(tick(value)?);
            return Ok(());
        }
        let mut sheet = self.sheet.clone();
        sheet.set(key, value)?;
        match key {
            SURFACE => take_preset(&mut sheet, value)?,
            F => sheet.set(SURFACE, OWN)?,
            CONDITION => sheet.set(SURFACE, QUADRATIC)?,
            _ => {}
        }
        let before = self.tick;
        if key != LR && key != MOMENTUM {
            self.tick = 0;
        }
        let changed = self.change(sheet);
        if changed.is_err() {
            self.tick = before;
        }
        changed
    }

    fn controls(&self) -> Vec<Control> {
        let mut controls = self.sheet.controls(self.language);
        for control in controls.iter_mut().filter(|control| control.key == LR) {
            if let super::Field::Slider { min, max, danger, .. } = &mut control.field {
                (*min, *max) = (1e-6, 2.0);
                *danger = self.limit();
            }
        }
        controls
    }

    fn panels(&self) -> Vec<Panel> {
        let say = |en, zh| say(en, zh, self.language);
        let [x, y] = self.here().map(|coordinate| significant(coordinate, 4));
        let value = significant(self.trainer.objective().value(&self.here(), Batch::All), 4);
        let name = NAMES.iter().find(|(name, _)| *name == self.sheet.text(SURFACE));
        let name = name.map_or("", |(_, label)| label.in_language(self.language));
        let numbers = format!("x = {x}, y = {y}, f = {value}");
        let mut landscape = Panel::new(
            "landscape",
            say("Descent on the surface", "曲面上的下降"),
            format!("{name}: {numbers}"),
            6,
            format!("{} {numbers}", say("Contours with the path of the descent.", "等高线和下降的路径。")),
        )
        .tall();
        landscape.starts = true;
        landscape.status = match self.trainer.status() {
            _ if self.tick < self.trainer.steps() => String::new(),
            Status::Running => String::new(),
            Status::Converged => say("converged", "已收敛").into(),
            _ => say("diverged", "已发散").into(),
        };
        vec![
            landscape,
            Panel::new(
                "values",
                say("The value at each step", "每一步的函数值"),
                format!("{} {}", count(self.tick), say("updates", "次更新")),
                6,
                format!(
                    "{} {numbers}",
                    say("The function's value against the number of updates.", "函数值随更新次数的变化。")
                ),
            )
            .tall(),
        ]
    }

    fn clock(&self) -> Clock {
        let over = self.trainer.status() != Status::Running && self.tick >= self.trainer.steps();
        Clock { tick: self.tick, reached: self.reached, at_rest: over || self.tick >= MOST, rest: REST }
    }

    fn seek(&mut self, tick: u64) {
        self.tick = tick.min(MOST);
        self.run();
        if self.tick > self.reached {
            self.reached = self.tick;
        }
        self.revision.ground += 1;
        self.look(0.0);
    }

    fn advance(&mut self, ticks: u64) {
        self.seek(self.tick.saturating_add(ticks));
    }

    fn restart(&mut self, seed: u32) {
        let part = |bits: u32| f64::from(bits) / f64::from(u16::MAX);
        let [x, y] = self.window;
        let place = |(low, high): (f64, f64), part: f64| low + (0.04 + 0.92 * part) * (high - low);
        self.press(0, [place(x, part(seed & 0xffff)), place(y, part(seed >> 16))]);
    }

    fn press(&mut self, panel: usize, point: [f64; 2]) -> bool {
        if panel > 0 {
            return false;
        }
        let mut sheet = self.sheet.clone();
        sheet.put_numbers(START, &point);
        self.tick = 0;
        self.change(sheet).is_ok()
    }

    fn handles(&self) -> Vec<Handle> {
        let start = self.sheet.numbers(START);
        let at = [0, 1].map(|place| {
            let (low, high) = self.window[place];
            start.get(place).copied().unwrap_or(low).clamp(low, high)
        });
        let label = format!("x₀ = {}, y₀ = {}", significant(at[0], 4), significant(at[1], 4));
        vec![Handle { panel: 0, at, symbol: "", label, field: None }]
    }

    fn drag(&mut self, _: usize, point: [f64; 2]) {
        let mut sheet = self.sheet.clone();
        sheet.put_numbers(START, &point);
        // The values are in range, and so nothing is refused.
        let _ = self.change(sheet);
    }

    fn look(&mut self, fraction: f64) {
        let here = self.here();
        let next = self.path.get(self.tick as usize + 1).copied();
        let eased = fraction * fraction * (3.0 - 2.0 * fraction);
        self.fraction = if next.is_some() { fraction } else { 0.0 };
        self.head = next.map_or(here, |next| [0, 1].map(|k| here[k] + eased * (next[k] - here[k])));
    }

    fn show(&self, panel: usize, see: &mut dyn FnMut(&dyn View)) {
        if panel == 0 { self.show_landscape(see) } else { self.show_losses(see) }
    }

    fn revision(&self, panel: usize) -> Revision {
        // The values' axes grow with them; the landscape stands still.
        let ground = if panel == 0 { self.surveyed } else { self.revision.ground };
        Revision { ground, ..self.revision }
    }

    fn rules(&self) -> Vec<(Option<Series>, String)> {
        let here = self.here();
        let [x, y] = here.map(|coordinate| significant(coordinate, 4));
        let [dx, dy] = self.gradient(here).map(signed);
        let rate = significant(self.sheet.number(LR), 4);
        vec![(Some(Series::Batch), format!("∇f ( {x} , {y} ) = ( {dx} , {dy} ) , η = {rate}"))]
    }

    fn notices(&self) -> Vec<Notice> {
        if self.trainer.status() != Status::Diverged || self.tick < self.trainer.steps() {
            return Vec::new();
        }
        let limit = self.limit();
        let (steps, rate) = (count(self.trainer.steps()), significant(self.sheet.number(LR), 3));
        let bound = limit.map_or("—".into(), |limit| significant(limit, 3));
        let text = match self.language {
            Language::English => format!("Diverged after {steps} steps. η = {rate}; at the start 2/λmax = {bound}."),
            Language::Chinese => format!("{steps} 步之后发散。η = {rate}；起点处 2/λmax = {bound}。"),
        };
        let remedy = limit.map(|limit| {
            let stable = rounded(0.25 * limit, 2);
            Remedy {
                key: LR,
                value: plain(stable),
                label: format!("{} η = {}", say("Use", "改用", self.language), significant(stable, 2)),
            }
        });
        vec![Notice { series: None, text, remedy }]
    }

    fn readout(&self) -> String {
        let (here, saddle) = (self.here(), self.trainer.objective().hessian(&self.here()));
        let level = self.gradient(here).iter().all(|slope| slope.abs() < 1e-3);
        if level && eigenvalues(&saddle, 2).first().is_some_and(|&smallest| smallest < 0.0) {
            return say(
                "Level, but no minimum: a saddle. A start a hair beside this path leaves it.",
                "这里是平的，却不是最小值：是鞍点。起点稍微偏一点，路径就会离开它。",
                self.language,
            )
            .to_owned();
        }
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::SURFACES;

    #[test]
    fn every_surface_is_offered_and_descends_from_where_it_begins() {
        let mut figure = SurfaceDescent::new().unwrap();
        assert_eq!(
            SURFACES.iter().map(|surface| surface.name).collect::<Vec<_>>(),
            PRESETS.iter().map(|preset| preset.name).collect::<Vec<_>>()
        );
        for surface in SURFACES {
            assert_eq!(figure.apply(&format!("surface={}", surface.name)), []);
            figure.seek(200);
            let value = |point: [f64; 2]| figure.trainer.objective().value(&point, Batch::All);
            assert!(value(figure.here()) < value(figure.path[0]), "{}", surface.name);
        }
    }

    #[test]
    fn on_the_ridge_of_the_saddle_descent_stays_and_beside_it_it_leaves() {
        let mut figure = SurfaceDescent::new().unwrap();
        figure.apply("surface=saddle&start=0,1.6&figure.step=200");
        assert!(figure.here().iter().all(|coordinate| coordinate.abs() < 1e-6));
        assert!(!figure.readout().is_empty());
        figure.apply("surface=saddle&start=0.0001,1.6&figure.step=200");
        assert!(figure.here()[0] > 1.0);
    }
}
