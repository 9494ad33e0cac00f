//! Rules that know how the function bends, raced from one start with one that tries how far its step may go; the parabola that
//! Newton's method takes for the function; and the line along which the other tries.

use super::anatomy::rules::rule_in_full;
use super::optimizer_race::racer;
use super::replay::Replay;
use super::surface_descent::{HEIGHT, ON_A_SURFACE, of_surfaces, settle_but_for_rate};
use crate::chart::{Curve, Head, Line, Marker, Name, Picture, Point, Polyline, Ring, Scale, Style, Tone};
use crate::error::Result;
use crate::figure::comparison::Comparing;
use crate::figure::comparison::own::{Known, OwnPanel, among, growing, recall};
use crate::figure::comparison::pictures::axes;
use crate::figure::comparison::rows::{Comparison, PanelRow, Rule, RunRow, Shows, tall};
use crate::figure::speech::count;
use crate::figure::values::{Entry, Table};
use crate::figure::{Figure, Panel};
use crate::matrix::eigen;
use crate::number::{rounded, significant};
use crate::objective::Batch;
use crate::problem::{Problem, parameters};
use crate::run::Run;
use crate::stability::eigenvalues;
use crate::trainer::{Status, StepApart};
use crate::words::{Sentence, Words};
use crate::{say, word};
use std::rc::Rc;

pub(in crate::figure) static SECOND_ORDER: Figure = Figure {
    table: OF_CURVATURE,
    base: "objective=surface&surface=turned-quadratic&condition=20&optimizer=line_search&lr=1&shrink=0.6&start=-1.8,-0.6\
           &f=x^2 %2B y^2/4 %2B sin(3x)*cos(2y)",
    rest: 20,
    restart: Sentence::named("restart.start"),
    settle: settle_but_for_rate,
    words: of_surfaces,
    build: |values, words| Ok(Box::new(CURVATURE.build(values, words, None)?)),
};

/// One more is one row.
static CURVATURE: Comparison = Comparison {
    runs: &[
        racer("line", 0, "run.line", ""),
        racer("cg", 1, "run.cg", "optimizer=cg&lr=1"),
        racer("lbfgs", 3, "run.lbfgs", "optimizer=lbfgs&lr=1&strong_wolfe=true"),
        racer("newton", 5, "run.newton", "optimizer=newton&lr=1"),
    ],
    panels: &[
        PanelRow { columns: 5, ..tall("landscape", Shows::Own(&WithItsParabola)) },
        PanelRow { columns: 7, ..tall("values", Shows::Losses) },
        PanelRow { optional: true, ..tall("line", Shows::Own(&AlongTheLine)) },
    ],
    rule: Rule::Next,
    ..ON_A_SURFACE
};

/// The run whose line is looked at, and the one whose parabola is.
const SEARCHING: usize = 0;
const NEWTON: usize = 3;
const ALL: &[usize] = &[0, 1, 2, 3];
/// What it is a function of.
static OF_CURVATURE: Table = Table::new(&[
    Entry::of("surface").begins().docked(),
    Entry::of("condition").by_ratio(1.0, 1e4).docked(),
    Entry::of("lr").folded(),
    Entry::of("shrink").from_to(0.05, 0.94).folded(),
    Entry::of("armijo").from_to(0.0001, 0.9).folded(),
    Entry::of("objective").begins().folded(),
    Entry::of("f").begins().folded(),
    HEIGHT,
]);

/// What is left of the height at the start where a run is said to be down.
const DOWN: f64 = 1e-6;

/// A run with how often it has asked for a value of f to find how far to go, and since when it is down.
struct Counted {
    replay: Replay,
    /// Lengths that its steps have tried on the way down.
    tried: u64,
    /// The height above the minimum that is low enough, where that is known.
    low: Option<f64>,
    /// The first step after which it is so low.
    down: Option<u64>,
}

impl Counted {
    fn new(run: &Run) -> Result<Self> {
        let low = run.problem.excess(run.point(0)).map(|excess| DOWN * excess);
        Ok(Counted { replay: Replay::new(run)?, tried: 0, low, down: None })
    }

    fn steps(&self) -> u64 {
        self.replay.trainer().steps()
    }

    /// Goes to the step that is seen, by every one before.
    fn go_to(&mut self, steps: u64, problem: &Problem) {
        if steps < self.steps() {
            self.replay.go_to(0);
            (self.tried, self.down) = (0, None);
        }
        while self.steps() < steps {
            let tried = self.replay.step.as_ref().map_or(0, |step| step.apart.tried.len() as u64);
            if !self.replay.advance() {
                return;
            }
            // What it tries once it is down is nothing to find the way by.
            if self.down.is_none() {
                self.tried += tried;
                let excess = problem.excess(parameters(self.replay.trainer().parameters()));
                self.down = excess.zip(self.low).filter(|(excess, low)| excess <= low).map(|_| self.steps());
            }
        }
    }
}

/// The parabola z = f + ∇fᵀd + ½ dᵀH d, with d = θ − θ₀, which at a place θ₀ has the height, the slope and the curvature of f: as a
/// map, its line as high as that place.
struct Parabola {
    /// Where it is level, to which a step of Newton's method leads: θ₀ − H⁻¹∇f.
    level: [f64; 2],
    /// An ellipse, or both branches of a hyperbola.
    line: Polyline,
}

impl Parabola {
    /// That at a place of a problem's map. `None` where it is level nowhere, or right there.
    fn at(problem: &Problem, [x, y]: [f64; 2]) -> Option<Self> {
        /// Points of a line, and how far the branches of a hyperbola go: cosh 5 is 74 times as far as they begin.
        const POINTS: usize = 200;
        const FARTHEST: f64 = 5.0;
        let place = [x, y, 0.0];
        let gradient = problem.gradient(place, Batch::All);
        let (bends, ways) = eigen(&problem.objective.hessian(&[x, y]), 2);
        // Along each eigenvector by itself: dᵢ = −(vᵢᵀ∇f)/λᵢ.
        let to_level = [0, 1].map(|k| -(ways[k][0] * gradient[0] + ways[k][1] * gradient[1]) / bends[k]);
        let from = |at: [f64; 2], along: [f64; 2]| {
            [0, 1].map(|axis| at[axis] + along[0] * ways[0][axis] + along[1] * ways[1][axis])
        };
        let level = from([x, y], to_level);
        // λ₁d₁² + λ₂d₂² is the same all along the line.
        let height = bends[0] * to_level[0] * to_level[0] + bends[1] * to_level[1] * to_level[1];
        let reach = [0, 1].map(|k| libm::sqrt((height / bends[k]).abs()));
        let part = |point: usize| point as f64 / POINTS as f64;
        let line: Polyline = if bends[0] * bends[1] > 0.0 {
            let angle = |point| std::f64::consts::TAU * part(point);
            let along = |point| [reach[0] * libm::cos(angle(point)), reach[1] * libm::sin(angle(point))];
            (0..=POINTS).map(|point| from(level, along(point))).collect()
        } else {
            // It opens along the direction in which f bends the way that it is higher or lower.
            let opens = usize::from(bends[0] * height < 0.0);
            let along = |point, side: f64| {
                let t = FARTHEST * (2.0 * part(point) - 1.0);
                let (out, across) = (side * reach[opens] * libm::cosh(t), reach[1 - opens] * libm::sinh(t));
                if opens == 0 { [out, across] } else { [across, out] }
            };
            let branch = |side: f64| (0..=POINTS).map(move |point| along(point, side));
            let apart = std::iter::once([f64::NAN; 2]);
            branch(-1.0).chain(apart).chain(branch(1.0)).map(|along| from(level, along)).collect()
        };
        let leads = level.iter().all(|part| part.is_finite()) && reach.iter().all(|reach| *reach > f64::EPSILON);
        leads.then_some(Parabola { level, line })
    }

    /// Where it touches: where Newton's method stands, and once that is over, where it began.
    fn of(run: &Run) -> Option<Self> {
        let step = if run.is_over() { 0 } else { run.seen.steps };
        Self::at(&run.problem, run.problem.two(run.point(step)))
    }
}

/// What the next step of the searching run tries, on its line.
struct Search {
    /// Lengths, and by how much each changes f; the one that is taken last.
    tried: Vec<[f64; 2]>,
    /// The change along the line, and what is low enough ends here.
    changes: Polyline,
    enough: Polyline,
    /// Where the line is lowest, as far as it is shown.
    lowest: [f64; 2],
    x: (f64, f64),
    y: (f64, f64),
}

/// Places of a line that its height is worked out at.
const PLACES: usize = 160;
/// How often a length that is taken at once is doubled to see whether the line goes on falling.
const DOUBLED: usize = 12;
/// How far above the place where it begins a line is shown, in parts of how far it falls below.
const ABOVE: (f64, f64) = (0.4, 2.0);

impl Search {
    fn of(run: &Run, step: &StepApart) -> Option<Self> {
        let problem = &run.problem;
        let (&taken, &first) = (step.apart.tried.last()?, step.apart.tried.first()?);
        let at = |t: f64| [0, 1].map(|place| step.before[place] - t * step.apart.parts[place].along);
        let value = |t: f64| problem.height([at(t)[0], at(t)[1], 0.0]);
        let here = value(0.0);
        let change = |t: f64| [t, value(t) - here];
        if taken <= 0.0 || !here.is_finite() {
            return None;
        }
        // Nothing longer than the first is tried, however far the line goes on falling.
        let doubled = std::iter::successors(Some(first), |t| Some(2.0 * t)).take(DOUBLED);
        let falls = |t: &f64| value(2.0 * t) < value(*t);
        let farthest = first.max(taken);
        let farthest = doubled.take_while(falls).last().map_or(1.5 * farthest, |t| 4.0 * t.max(farthest));
        let x = (taken / 8.0, farthest);
        let part = |place: usize| x.0 * libm::pow(x.1 / x.0, place as f64 / PLACES as f64);
        let parts = || (0..=PLACES).map(part);
        let changes: Polyline = parts().map(change).collect();
        let slope: f64 = step.apart.parts.iter().map(|parts| parts.slope * parts.along).sum();
        let armijo = run.trainer.experiment().hyper_parameter("armijo").unwrap_or(0.0);
        let enough: Polyline = parts().map(|t| [t, -armijo * t * slope]).collect();
        let tried: Vec<[f64; 2]> = step.apart.tried.iter().map(|&t| change(t)).collect();
        let refused = tried.iter().rev().nth(1).copied();
        // Another valley beyond what is refused decides nothing.
        let near = |point: &&[f64; 2]| refused.is_none_or(|refused| point[0] <= refused[0]);
        let lower = |one: [f64; 2], point: &[f64; 2]| if point[1] < one[1] { *point } else { one };
        let lowest = changes.iter().filter(near).fold(change(taken), lower);
        let falls = (-lowest[1]).max(f64::EPSILON * here.abs()).max(f64::MIN_POSITIVE);
        // As high as the last that is refused, if that flattens nothing: others are arrows at the top.
        let top = refused.map(|refused| 1.25 * refused[1]).filter(|top| !top.is_nan());
        let top = top.unwrap_or(0.0).clamp(ABOVE.0 * falls, ABOVE.1 * falls);
        let y = (-1.2 * falls, top);
        (x.0 < x.1 && falls.is_finite()).then_some(Search { tried, changes, enough, lowest, x, y })
    }

    /// How many times as far the line is lowest as what was taken at once.
    fn too_short(&self) -> Option<f64> {
        let times = self.lowest[0] / self.taken()[0];
        (self.tried.len() == 1 && times >= 2.0).then_some(times)
    }

    /// The length that is taken, and the change there.
    fn taken(&self) -> [f64; 2] {
        self.tried.last().copied().unwrap_or([f64::NAN; 2])
    }

    /// Its tries as far as they can be told apart: of many one in so many, with the last.
    fn told_apart(&self) -> impl Iterator<Item = [f64; 2]> {
        const MOST: usize = 20;
        let (count, every) = (self.tried.len(), self.tried.len().div_ceil(MOST));
        let is_told = move |place: usize| (count - 1 - place).is_multiple_of(every);
        self.tried.iter().enumerate().filter(move |(place, _)| is_told(*place)).map(|(_, tried)| *tried)
    }
}

/// What is worked out once a step.
struct Searches {
    counted: Vec<Counted>,
    parabola: Option<Parabola>,
    search: Option<Search>,
}

impl Searches {
    fn new(comparing: &Comparing) -> Result<Self> {
        let counted: Result<Vec<Counted>> = comparing.runs.iter().map(Counted::new).collect();
        let mut searches = Searches { counted: counted?, parabola: None, search: None };
        searches.look(comparing);
        Ok(searches)
    }

    fn look(&mut self, comparing: &Comparing) {
        let run = &comparing.runs[SEARCHING];
        let step = self.counted[SEARCHING].replay.step.as_ref();
        // At rest the last line is still to be seen.
        self.search = step.and_then(|step| Search::of(run, step)).or(self.search.take());
        self.parabola = Parabola::of(&comparing.runs[NEWTON]);
    }

    fn follow(&mut self, comparing: &Comparing) {
        let steps = |searches: &Self| [SEARCHING, NEWTON].map(|place| searches.counted[place].steps());
        let before = steps(self);
        for (counted, run) in self.counted.iter_mut().zip(&comparing.runs) {
            counted.go_to(run.seen.steps, &run.problem);
        }
        if steps(self) != before {
            self.look(comparing);
        }
    }
}

/// The landscape of all, with Newton's parabola.
struct WithItsParabola;

impl OwnPanel for WithItsParabola {
    fn landscape(&self) -> Option<&'static [usize]> {
        Some(ALL)
    }

    fn know(&self, comparing: &Comparing, _: Known) -> Known {
        Some(Rc::new(Searches::new(comparing).ok()?))
    }

    fn follow(&self, comparing: &Comparing, known: &mut Known) {
        if let Some(searches) = growing::<Searches>(known) {
            searches.follow(comparing);
        }
    }

    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let detail = match comparing.runs[NEWTON].is_over() {
            false => word!(words, "newton.here"),
            true => word!(words, "newton.start"),
        };
        Panel { detail: detail.to_owned(), ..comparing.describe_landscapes(ALL, words) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, known: &'a Known, words: &'a Words) -> Picture<'a> {
        let mut picture = comparing.show_landscape(ALL, &[], words);
        let (style, known) = (comparing.runs[NEWTON].style, recall::<Searches>(known));
        if let Some(parabola) = known.and_then(|known| known.parabola.as_ref()) {
            let line = Line::solid(Tone::Of(style), 0.75);
            picture.still.push(Curve(parabola.line.all(), line.bare()));
            picture.still.push(Ring(parabola.level, style.marker(), Tone::Of(style)));
        }
        picture
    }

    fn rules(&self, comparing: &Comparing, known: &Known, _: &Words) -> Vec<(Option<Style>, String)> {
        let Some(searches) = recall::<Searches>(known) else { return Vec::new() };
        // Where all are over, each has its last step; before that, who is there takes none.
        let are_over = comparing.runs.iter().all(Run::is_over);
        let steps = comparing.runs.iter().zip(&searches.counted).filter(|(run, _)| are_over || !run.is_over());
        steps.filter_map(|(run, counted)| Some(rule_in_full(counted.replay.step.as_ref()?, run))).collect()
    }

    fn readout(&self, comparing: &Comparing, known: &Known, words: &Words) -> Option<String> {
        let searches = recall::<Searches>(known)?;
        let rows = || comparing.rows().zip(&searches.counted);
        let down = |((row, _), counted): ((&RunRow, &Run), &Counted)| {
            let name = words.get(row.short);
            match counted.down {
                Some(steps) => say!(words, "newton.in", name, steps = count(steps)),
                None => say!(words, "newton.not-yet", name),
            }
        };
        // Who is down first stands first; as long as nobody is, there is nothing to say.
        let mut ranked: Vec<_> = rows().collect();
        ranked.sort_by_key(|(_, counted)| counted.down.unwrap_or(u64::MAX));
        let is_down = ranked[0].1.down.is_some();
        let down = is_down.then(|| say!(words, "newton.down", names = words.list(ranked.into_iter().map(down))));
        let searching = rows().filter(|((row, _), _)| row.name != "newton");
        let parts = searching.map(|((row, _), counted)| format!("{} {}", words.get(row.short), count(counted.tried)));
        let parts: Vec<String> = parts.collect();
        let steps = |name: &str| {
            let found = rows().find(|((row, _), _)| row.name == name);
            found.map_or(0, |(_, counted)| counted.down.unwrap_or_else(|| counted.steps()))
        };
        let (newton, cg) = (count(steps("newton")), count(steps("cg")));
        let tried = say!(words, "line.tried", tried = parts.join(" · "), newton, cg);
        let level: Vec<&str> =
            comparing.rows().filter(|(_, run)| is_no_minimum(run)).map(|(row, _)| words.get(row.short)).collect();
        let level = (!level.is_empty())
            .then(|| say!(words, "line.level", names = words.list(level.into_iter().map(String::from))));
        let said = down.into_iter().chain(std::iter::once(tried)).chain(level);
        Some(words.sentences(said))
    }
}

/// Whether a run has come to rest where the function still bends down.
fn is_no_minimum(run: &Run) -> bool {
    let (at, dim) = (run.seen.parameters, run.problem.dim());
    let rests = run.is_over() && run.trainer.status() == Status::Converged;
    rests && eigenvalues(&run.problem.objective.hessian(&at[..dim]), dim).first().is_some_and(|&bend| bend < 0.0)
}

/// The height along the line of the searching run's next step, with the lengths that it tries.
struct AlongTheLine;

impl AlongTheLine {
    fn search(comparing: &Comparing) -> Option<&Search> {
        among::<Searches>(comparing)?.search.as_ref()
    }
}

impl OwnPanel for AlongTheLine {
    fn describe(&self, comparing: &Comparing, _: &Known, words: &Words) -> Panel {
        let title = word!(words, "line.title");
        let Some(search) = Self::search(comparing) else {
            return Panel::new("", title, word!(words, "line.none").to_owned(), String::new());
        };
        if comparing.runs[SEARCHING].is_over() {
            return Panel::new("", title, word!(words, "line.none").to_owned(), String::new());
        }
        let taken = significant(search.taken()[0], 3);
        let tried = count(search.tried.len() as u64);
        let detail = match search.tried.len() {
            1 => say!(words, "line.first", taken),
            _ => say!(words, "line.detail", tried, taken),
        };
        let detail = match search.too_short() {
            Some(times) => say!(words, "line.short", detail, times = count(rounded(times, 1) as u64)),
            None => detail,
        };
        let description = say!(words, "line.description", detail);
        Panel { series: Some(comparing.runs[SEARCHING].style), ..Panel::new("", title, detail, description) }
    }

    fn show<'a>(&self, comparing: &'a Comparing, _: &'a Known, words: &'a Words) -> Picture<'a> {
        let run = &comparing.runs[SEARCHING];
        let titles = [word!(words, "line.length"), word!(words, "line.change")];
        let Some(search) = Self::search(comparing) else {
            return Picture::on_grid(axes(titles, [(0.0, 1.0), (0.0, 1.0)], Scale::Linear));
        };
        let mut on = axes(titles, [search.x, search.y], Scale::Linear);
        on.x.scale = Scale::Logarithmic;
        let mut picture = Picture::on_grid(on);
        picture.still.push(Curve(search.enough.all(), Line::LOOKED_AT.bare()));
        picture.still.push(Curve(search.changes.all(), Line::solid(Tone::Of(run.style), 2.0).bare()));
        let (taken, tone) = (search.taken(), Tone::Of(run.style));
        for at in search.told_apart().filter(|tried| *tried != taken) {
            // One that is far up, or has no value, is at the top.
            if at[1] <= search.y.1 {
                picture.moving.push(Ring(at, Marker::Round, tone));
            } else {
                let (low, top) = search.y;
                let head = [at[0], top + (top - low)];
                picture.moving.push(Head { from: Some([at[0], low]), at: head, marker: Marker::Round, tone });
            }
        }
        picture.moving.push(Point(taken, Marker::Round, tone));
        picture.names.push(Name::new(taken, word!(words, "line.taken"), run.style));
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Scene;
    use crate::figure::comparison::tests::shown;
    use crate::figure::named;

    fn after(text: &str, steps: u64) -> Comparing {
        let mut raced = shown(&SECOND_ORDER, &CURVATURE, text);
        raced.look(steps, 0.0);
        raced
    }

    /// The step after which a run is a millionth above the minimum, of so many.
    fn arrives(raced: &Comparing, place: usize, most: u64) -> Option<u64> {
        let run = &raced.runs[place];
        (0..=most).find(|&step| run.problem.excess(run.point(step)).unwrap() < 1e-6)
    }

    #[test]
    fn who_knows_the_curvature_is_there_in_few_steps_and_the_best_length_alone_helps_little() {
        let raced = after("surface=rosenbrock", 200);
        let [line, cg, lbfgs, newton] = [0, 1, 2, 3].map(|place| arrives(&raced, place, 200));
        assert_eq!((line, newton), (None, Some(5)));
        assert!(cg < Some(40) && cg.is_some() && lbfgs < Some(40) && lbfgs.is_some(), "{cg:?} {lbfgs:?}");
    }

    #[test]
    fn newton_goes_to_the_hill_where_the_others_go_down() {
        let raced = after("surface=himmelblau", 40);
        let heights = |place: usize| raced.problem().height(raced.runs[place].seen.parameters);
        assert!(heights(3) > 170.0 && (0..3).all(|place| heights(place) < 1e-3));
    }

    /// Where the parabola is level is where the run's step leads, and its line goes through the place where it touches; of a
    /// surface that is a parabola it is the surface's own.
    #[test]
    fn the_parabola_is_the_one_that_newton_goes_to_the_middle_of() {
        for (text, steps) in [
            ("", 0),
            ("surface=rosenbrock", 0),
            ("surface=rosenbrock", 3),
            ("surface=himmelblau", 0),
            ("surface=beale", 0),
        ] {
            let raced = after(text, steps);
            let run = &raced.runs[NEWTON];
            let parabola = Parabola::of(run).unwrap();
            let [place, next] = [0, 1].map(|more| run.problem.two(run.point(steps + more)));
            approx::assert_relative_eq!(parabola.level[..], next[..], epsilon = 1e-9, max_relative = 1e-9);
            let bend = run.problem.objective.hessian(&place);
            let height = |at: [f64; 2]| {
                let [x, y] = [0, 1].map(|axis| at[axis] - parabola.level[axis]);
                bend[0] * x * x + (bend[1] + bend[2]) * x * y + bend[3] * y * y
            };
            let near =
                |at: &&[f64; 2]| at.iter().zip(run.problem.window).all(|(at, (low, high))| (low..=high).contains(at));
            for at in parabola.line.iter().filter(near) {
                approx::assert_relative_eq!(height(*at), height(place), max_relative = 1e-6);
            }
        }
    }

    /// The lengths that are shown are those of the run: the last leads where it goes, the others are each too high.
    #[test]
    fn what_is_tried_is_what_the_run_tries() {
        for (text, steps) in [
            ("", 0),
            ("", 8),
            ("surface=rosenbrock&lr=0.01", 8),
            ("surface=himmelblau", 2),
            ("lr=0.01&shrink=0.8&armijo=0.3&surface=beale", 3),
        ] {
            let raced = after(text, steps);
            let search = among::<Searches>(&raced).unwrap().search.as_ref().unwrap();
            let (taken, refused) = search.tried.split_last().unwrap();
            let [here, next] = [0, 1].map(|more| raced.problem().height(raced.runs[SEARCHING].point(steps + more)));
            assert!((next - here - taken[1]).abs() < 1e-12 * here, "{text}: {here} {next} {taken:?}");
            let enough = |t: f64| {
                let line = search.enough.windows(2).find(|ends| (ends[0][0]..=ends[1][0]).contains(&t)).unwrap();
                line[0][1]
            };
            assert!(taken[1] <= enough(taken[0]) && refused.iter().all(|tried| tried[1] > enough(tried[0]) - 1e-9));
            let lengths: Vec<f64> = search.tried.iter().map(|tried| tried[0]).collect();
            let shrink = raced.values.experiment.hyper_parameter("shrink").unwrap();
            assert!(lengths.windows(2).all(|pair| (pair[1] / pair[0] - shrink).abs() < 1e-12), "{text}");
        }
    }

    /// From the start to next to the minimum: what is taken is well above the axis and below the dashes, what is refused above
    /// them or an arrow at the top.
    #[test]
    fn why_a_length_is_taken_is_seen_however_little_it_gains() {
        let texts = [
            "",
            "lr=1000&surface=rosenbrock",
            "lr=0.01&surface=himmelblau",
            "surface=quadratic",
            "lr=0.01&shrink=0.8&armijo=0.3&surface=beale",
        ];
        for (text, steps) in texts.into_iter().flat_map(|text| [0, 1, 5, 12, 150].map(|steps| (text, steps))) {
            let raced = after(text, steps);
            let search = among::<Searches>(&raced).unwrap().search.as_ref().unwrap();
            let (taken, (low, high)) = (search.taken(), search.y);
            let part = |change: f64| (change - low) / (high - low);
            assert!(part(taken[1]) > 0.05 && taken[1] < 0.0, "{text}, {steps}: {}", part(taken[1]));
            assert!((0.3..0.8).contains(&part(0.0)), "{text}, {steps}: {}", part(0.0));
            if let Some(refused) = search.tried.iter().rev().nth(1) {
                let apart = part(refused[1]) - part(taken[1]);
                assert!(apart > 0.02, "{text}, {steps}: {apart}");
            }
        }
    }

    /// A search that only shrinks does not find what lies beyond its first length, and says so.
    #[test]
    fn a_first_length_that_brakes_is_said_to() {
        let words = Words::of("en");
        for (lr, is_short) in [("0.01", true), ("1", false)] {
            let raced = after(&format!("surface=quadratic&lr={lr}"), 3);
            let search = among::<Searches>(&raced).unwrap().search.as_ref().unwrap();
            assert_eq!(search.too_short().is_some(), is_short, "{lr}");
            assert!(search.lowest[0] < search.x.1 && search.lowest[0] > search.x.0, "{lr}: {:?}", search.lowest);
            assert_eq!(raced.panels(words)[2].detail.contains("times as far"), is_short, "{lr}");
        }
    }

    #[test]
    fn who_is_down_and_what_it_took_is_told_alike_whichever_way_one_comes() {
        let words = Words::of("en");
        let mut raced = after("", 3);
        let said = raced.readout(words);
        assert!(
            said.contains("Newton 1, CG 2, line search not yet, L-BFGS not yet. On the way, lengths tried"),
            "{said}"
        );
        assert!(said.ends_with("Newton H × 1, CG H d × 2."), "what follows their arrival does not count: {said}");
        raced.look(30, 0.0);
        assert_ne!(raced.readout(words), said);
        raced.look(3, 0.0);
        assert_eq!(raced.readout(words), said);
    }

    #[test]
    fn whatever_the_surface_every_panel_is_drawn_and_described() {
        let words = Words::of("zh");
        let texts = [
            "surface=saddle",
            "surface=mccormick",
            "f=sqrt(x*y)&start=1,1",
            "f=x-x%2By-y&start=1,1",
            "f=exp(20*x)%2By^2&start=0,1",
            "f=x^2%2By^2&start=0,0",
            "surface=plateau&lr=1e9",
            "lr=0",
            "lr=1e-300",
        ];
        for (text, steps) in texts.into_iter().flat_map(|text| [0, 1, 41].map(|steps| (text, steps))) {
            let mut raced = after(text, steps);
            raced.look(steps, 0.5);
            raced.notices(words);
            assert!(!raced.readout(words).contains("NaN"), "{text}");
            for (place, panel) in raced.panels(words).iter().enumerate() {
                raced.picture(place, words);
                assert!(!panel.title.is_empty(), "{text}");
            }
        }
    }

    #[test]
    fn a_surface_leaves_the_first_length_as_it_was() {
        let mut host = named("second-order", Words::of("en").clone()).unwrap();
        host.set("surface", "booth").unwrap();
        assert!(
            host.experiment().contains("&lr=1&") && host.experiment().contains("start=-7,6"),
            "{}",
            host.experiment()
        );
        assert_eq!(host.apply("lr=0.5&shrink=0.7"), []);
        assert!(host.set("shrink", "1").is_err());
    }
}
