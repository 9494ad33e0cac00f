//! Which minimum descent comes to from where: each start in the colour of its minimum, the stronger the sooner.

use super::coarse::{CoarseFirst, work_for};
use super::relief::ReliefOf;
use super::search::rates;
use super::surface_descent::{ON_A_SURFACE, of_surfaces, settle};
use crate::basins::{self, Basins, Fate};
use crate::chart::{
    Axes, Axis, ContourLines, Descent, Head, Identity, Marked, Mosaic, Picture, Point, Style, Tile, Tone, Trail,
};
use crate::error::Result;
use crate::experiment::Experiment;
use crate::figure::answer::LegendEntry;
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, among, growing, recall};
use crate::figure::comparison::rows::{Comparison, PanelRow, Shows, tall};
use crate::figure::speech::count;
use crate::figure::turn::{azimuth, elevation};
use crate::figure::values::{Entry, Table};
use crate::figure::{Figure, Panel, Values};
use crate::number::{apart_from, significant};
use crate::optim::Eta;
use crate::problem::Problem;
use crate::search::Search;
use crate::words::{Sentence, Words};
use crate::{say, word};
use std::rc::Rc;

pub(in crate::figure) static BASINS: Figure = Figure {
    table: OF_BASINS,
    base: "objective=surface&surface=himmelblau&optimizer=adam&lr=0.2&start=-0.6,-1.2\
           &f=x^2 %2B y^2/4 %2B sin(3x)*cos(2y)",
    rest: STEPS as u64,
    restart: Sentence::named("restart.start"),
    settle: settle_rate,
    words: of_surfaces,
    build: |values, words| Ok(Box::new(DESCENTS.build(values, words, None)?)),
};

/// The share of a window that is 0 for whoever looks.
const DUST: f64 = 1e-9;

/// Starts along each side, a power of two, and of those that are looked at first.
const SIDE: u32 = 256;
const FIRST: u32 = 32;
/// Steps of each descent.
const STEPS: u32 = 200;
/// Milliseconds of a frame that are taken, and starts that descend side by side between two looks at the clock.
const SLICE: f64 = 14.0;
const BLOCK: usize = 64;
/// How strong a colour is where a descent is there at once, and where it is at the last step.
const STRENGTHS: (f64, f64) = (0.75, 0.2);
/// The strength of what leaves all numbers.
const OUT: f64 = 0.35;
/// The strength of what is nowhere yet at the last step: contours, which are light, are seen on it.
const ON_ITS_WAY: f64 = 0.15;

static DESCENTS: Comparison = Comparison {
    panels: &[
        PanelRow { columns: 5, ..tall("basins", Shows::Own(&Map)) },
        PanelRow { columns: 7, ..tall("relief", Shows::Own(&ReliefOf { runs: &[0], marked: minima })) },
    ],
    ..ON_A_SURFACE
};

/// What it is a function of.
static OF_BASINS: Table = Table::new(&[
    Entry::of("optimizer").docked(),
    Entry::of("lr").docked(),
    Entry::of("objective").begins().folded(),
    Entry::of("surface").begins(),
    Entry::of("f").begins(),
    Entry::of("condition").by_ratio(1.0, 1e6).folded(),
    Entry::of("momentum").from_to(0.0, 0.999).folded(),
    azimuth("305"),
    elevation("40"),
]);

/// A rule that is chosen without a learning rate takes the one that it does best with from where it starts.
fn settle_rate(values: &mut Values, before: Option<&Values>, given: &dyn Fn(&str) -> bool) -> Result<()> {
    settle(values, before, given)?;
    let experiment = &mut values.experiment;
    // It has one of its own for what follows the gradient.
    let is_by_itself = given("surface") && experiment.optimizer.eta == Eta::Gradient;
    if given("lr") || is_by_itself || !(given("optimizer") || given("surface")) {
        return Ok(());
    }
    let objective = experiment.objective(None)?;
    if let (Some(start), 2) = (&experiment.start, objective.dim()) {
        let rates = rates();
        let search = Search::new(experiment, &*objective, start, &rates, u64::from(STEPS))?;
        experiment.lr = search.best.map_or(experiment.lr, |place| rates[place]);
    }
    Ok(())
}

/// The map of starts.
struct Map;

/// The minima that have a colour, each with its style.
fn minima(comparing: &Comparing) -> Vec<Marked> {
    let starts = among::<Starts>(comparing);
    starts.map_or(Vec::new(), |starts| starts.minima.iter().copied().zip(MINIMA).collect())
}

/// What is known of the starts.
struct Starts {
    /// The descents, but for where they begin.
    experiment: Experiment,
    problem: Rc<Problem>,
    minima: Rc<[[f64; 2]]>,
    /// The starts that were looked at, coarser ones first.
    tiles: Vec<Tile>,
    identity: Identity,
    /// How many came to each minimum, and how many left all numbers.
    reached: Vec<u32>,
    diverged: u32,
    /// Those that were not.
    next: CoarseFirst,
}

/// The styles of the minima: neighbours are no two of one hue.
const MINIMA: [Style; 6] = {
    let [purple, olive, red, violet, brown, teal] = Style::FURTHER;
    [teal, red, olive, purple, brown, violet]
};

/// The colour of a minimum: those that are more than can be told apart share one.
fn tone_of(minimum: usize) -> Tone {
    MINIMA.get(minimum).map_or(Tone::Quiet, |&style| Tone::Of(style))
}

impl Starts {
    /// None yet, of descents on a problem whose minima may be known.
    fn new(experiment: Experiment, problem: &Rc<Problem>, minima: Option<Rc<[[f64; 2]]>>) -> Self {
        let minima = minima.unwrap_or_else(|| basins::minima(&*problem.objective, problem.window).into());
        Starts {
            experiment,
            problem: Rc::clone(problem),
            reached: vec![0; minima.len()],
            minima,
            tiles: Vec::new(),
            identity: Identity::new(),
            diverged: 0,
            next: CoarseFirst::new([SIDE; 2], SIDE / FIRST),
        }
    }

    /// Looks at more starts until so much time has gone; whether there were any.
    fn go_on(&mut self, now: &dyn Fn() -> f64) -> bool {
        let (problem, minima) = (Rc::clone(&self.problem), Rc::clone(&self.minima));
        let (objective, window) = (&*problem.objective, problem.window);
        let Ok(mut basins) = Basins::new(&self.experiment, objective, &minima, window, STEPS) else { return false };
        let before = self.tiles.len();
        work_for(SLICE, now, || {
            let places: Vec<_> = self.next.by_ref().take(BLOCK).collect();
            let middle = |at: [u32; 2]| {
                [0, 1].map(|axis| {
                    let ((low, high), cell) = (window[axis], f64::from(at[axis]) + 0.5);
                    low + cell / f64::from(SIDE) * (high - low)
                })
            };
            let starts: Vec<[f64; 2]> = places.iter().map(|&(at, _)| middle(at)).collect();
            for (fate, (at, size)) in basins.fates(&starts).into_iter().zip(places) {
                let (tone, strength) = self.note(fate);
                self.tiles.push(Tile { at, size, tone, strength });
            }
            !self.next.is_done()
        });
        self.tiles.len() > before
    }

    fn note(&mut self, fate: Fate) -> (Tone, f64) {
        match fate {
            Fate::Reaches(minimum, step) => {
                self.reached[minimum] += 1;
                let part = (f64::from(step) / f64::from(STEPS)).sqrt();
                (tone_of(minimum), STRENGTHS.0 + part * (STRENGTHS.1 - STRENGTHS.0))
            }
            Fate::Diverges => {
                self.diverged += 1;
                (Tone::Ink, OUT)
            }
            Fate::Wanders => (Tone::Quiet, ON_ITS_WAY),
        }
    }

    /// How many minima have a colour of their own.
    fn told(&self) -> usize {
        MINIMA.len().min(self.minima.len())
    }

    /// So many of all starts so far, in percent.
    fn percent(&self, count: u32) -> String {
        // Not all of them, unless it is.
        apart_from(100.0, 100.0 * f64::from(count) / self.tiles.len().max(1) as f64, 2)
    }

    /// How many starts so far came to each minimum that has a colour.
    fn shares(&self, words: &Words) -> Vec<LegendEntry> {
        let of_minimum = |(place, at): (usize, &[f64; 2])| {
            let [x, y] = [0, 1].map(|axis| {
                let (low, high) = self.problem.window[axis];
                let is_dust = at[axis].abs() < DUST * (high - low);
                significant(if is_dust { 0.0 } else { at[axis] }, 3)
            });
            let text = say!(words, "basins.share", x, y, percent = self.percent(self.reached[place]));
            LegendEntry { series: Some(MINIMA[place]), text }
        };
        self.minima[..self.told()].iter().enumerate().map(of_minimum).collect()
    }

    /// What became of the others, as a sentence; empty where there are none.
    fn others(&self, words: &Words) -> String {
        let elsewhere: u32 = self.reached[self.told()..].iter().sum();
        let nowhere = self.tiles.len() as u32 - self.reached.iter().sum::<u32>() - self.diverged;
        let mut parts = Vec::new();
        if elsewhere > 0 {
            parts.push(say!(words, "basins.elsewhere", percent = self.percent(elsewhere)));
        }
        if nowhere > 0 {
            let (percent, steps) = (self.percent(nowhere), count(u64::from(STEPS)));
            parts.push(say!(words, "basins.nowhere", percent, steps));
        }
        if self.diverged > 0 {
            parts.push(say!(words, "basins.diverged", percent = self.percent(self.diverged)));
        }
        if parts.is_empty() { String::new() } else { say!(words, "basins.others", others = words.list(parts)) }
    }
}

impl OwnPanel for Map {
    fn landscape(&self) -> Option<&'static [usize]> {
        Some(&[0])
    }

    fn know(&self, comparing: &Comparing, before: Known) -> Known {
        let experiment = Experiment { start: None, seed: 0, ..comparing.values.experiment.clone() };
        let problem = &comparing.runs[0].problem;
        let known = recall::<Starts>(&before).filter(|before| Rc::ptr_eq(&before.problem, problem));
        if known.is_some_and(|known| known.experiment == experiment) {
            return before;
        }
        let minima = known.map(|known| Rc::clone(&known.minima));
        Some(Rc::new(Starts::new(experiment, problem, minima)))
    }

    fn measure(&self, known: &mut Known, now: &dyn Fn() -> f64) -> bool {
        growing::<Starts>(known).is_some_and(|starts| !starts.next.is_done() && starts.go_on(now))
    }

    fn describe(&self, _: &Comparing, known: &Known, words: &Words) -> Panel {
        let (title, description) = (word!(words, "basins.title"), word!(words, "basins.description").to_owned());
        let Some(starts) = recall::<Starts>(known) else { return Panel::new("", title, String::new(), description) };
        let (looked_at, steps) = (count(starts.tiles.len() as u64), count(u64::from(STEPS)));
        let detail = say!(words, "basins.detail", starts = looked_at, steps);
        let legend = starts.shares(words);
        Panel { starts: true, legend, ..Panel::new("", title, detail, description) }
    }

    fn readout(&self, _: &Comparing, known: &Known, words: &Words) -> Option<String> {
        Some(recall::<Starts>(known)?.others(words)).filter(|others| !others.is_empty())
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, _: &'a Words) -> Picture<'a> {
        let problem = comparing.problem();
        let [x, y] = problem.window;
        let title = |axis: usize| &comparing.titles.parameters[axis][..];
        let axes = Axes { x: Axis::linear(title(0), x), y: Axis::equal(title(1), y) };
        let mut picture = Picture::framed(axes);
        let descents = comparing.descents(&[0]);
        if let Some(starts) = recall::<Starts>(known) {
            let Starts { tiles, identity, minima, .. } = starts;
            picture.ground.push(Mosaic { window: problem.window, side: SIDE, tiles, identity });
            picture.still.push(ContourLines(&problem.contours));
            // Each by its sign in the legend; of those that have none there may be a hundred.
            picture.moving.extend(minima.iter().zip(MINIMA).map(|(&at, style)| Point(at, style.marker(), Tone::Ink)));
        }
        for Descent { style, path, head, tail, .. } in descents {
            picture.still.push(Trail(path, style));
            picture.moving.push(Head { from: tail, at: head, marker: style.marker(), tone: Tone::Of(style) });
        }
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::super::coarse::MOST_BLOCKS;
    use super::*;
    use crate::figure::Scene;
    use crate::figure::comparison::tests::shown;

    /// Starts of a frame by a clock that stands still.
    const IN_A_FRAME: usize = MOST_BLOCKS * BLOCK;

    /// So many slices, by a clock that stands still.
    fn after(slices: usize, text: &str) -> Comparing {
        let mut comparing = shown(&BASINS, &DESCENTS, text);
        assert!((0..slices).all(|_| comparing.measure(&|| 0.0, Words::of("en"))));
        comparing
    }

    fn tiles(comparing: &Comparing) -> &[Tile] {
        &recall::<Starts>(&comparing.known[0]).unwrap().tiles
    }

    #[test]
    fn the_map_grows_by_slices_and_a_start_elsewhere_keeps_it() {
        let comparing = after(2, "");
        assert_eq!(tiles(&comparing).len(), 2 * IN_A_FRAME);
        assert_eq!(tiles(&comparing)[0].size, SIDE / FIRST);
        assert_eq!(tiles(&comparing)[..IN_A_FRAME], *tiles(&after(1, "")));
        let again = |text: &str| {
            let (values, _) = BASINS.read(text);
            tiles(&DESCENTS.build(&values, Words::of("en"), Some(&comparing)).unwrap()).len()
        };
        assert_eq!((again("start=1,1"), again("lr=0.3"), again("surface=two-wells")), (2 * IN_A_FRAME, 0, 0));
    }

    #[test]
    fn each_minimum_lies_in_a_basin_of_its_own_colour_and_the_shares_are_those_of_all_starts() {
        let comparing = after(1, "");
        let starts = recall::<Starts>(&comparing.known[0]).unwrap();
        assert_eq!(starts.minima.len(), 4);
        for (place, at) in starts.minima.iter().enumerate() {
            let is_around = |tile: &&Tile| {
                (0..2).all(|axis| {
                    let (low, high) = starts.problem.window[axis];
                    let cell = ((at[axis] - low) / (high - low) * f64::from(SIDE)) as u32;
                    (tile.at[axis]..tile.at[axis] + tile.size).contains(&cell)
                })
            };
            assert_eq!(starts.tiles.iter().find(is_around).unwrap().tone, tone_of(place));
            let of_its_colour = starts.tiles.iter().filter(|tile| tile.tone == tone_of(place)).count();
            assert_eq!(of_its_colour as u32, starts.reached[place]);
        }
    }

    #[test]
    fn a_rule_that_is_chosen_takes_a_rate_that_it_does_well_with() {
        for rule in ["sgd", "adam", "rmsprop", "adagrad", "lion"] {
            let (values, _) = BASINS.read(&format!("optimizer={rule}"));
            assert!(values.experiment.lr > 1e-3, "{rule}: {}", values.experiment.lr);
            let comparing = shown(&BASINS, &DESCENTS, &format!("optimizer={rule}"));
            let words = Words::of("zh");
            assert!((0..2).all(|panel| !comparing.panels(words)[panel].description.is_empty()));
        }
    }

    #[test]
    fn where_there_is_no_minimum_or_no_number_the_map_says_so() {
        for text in ["surface=saddle&optimizer=sgd", "objective=expression&f=sqrt(x*y)", "surface=ackley", "lr=1e6"] {
            let comparing = after(1, text);
            let words = Words::of("en");
            comparing.picture(0, words);
            assert!(comparing.readout(words).contains('%'), "{text}: {}", comparing.readout(words));
        }
    }
}
