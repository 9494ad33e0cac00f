//! One pass over the data from one point: a step of batch descent beside as many of stochastic descent as there are samples.

use crate::figure::Figure;
use crate::figure::comparison::keys::{PROGRESS_ENTRY, choices_of, height, of_lines};
use crate::figure::comparison::rows::{Comparison, PanelRow, Shows, tall};
use crate::figure::comparison::three_descents::{BATCH_RUN, OF_LINES, OF_THREE_RUNS, STOCHASTIC_RUN};
use crate::figure::progress::Height;
use crate::figure::values::{Entry, Table, joined};
use crate::words::Sentence;

pub(in crate::figure) static ONE_PASS: Figure = Figure {
    table: OF_PASS,
    base: "n=60&noise=1.2&reduction=mean&sampler=shuffle&batch=1&lr=0.1&seed=11&figure.x=samples",
    // A tick is a sample.
    rest: 60,
    restart: Sentence::named("restart.start"),
    settle: |values, before, given| PASS.settle(values, before, given),
    words: of_lines,
    build: |values, words| Ok(Box::new(PASS.build(values, words, None)?)),
};

/// By all samples, and by one after the other.
pub(super) static PASS: Comparison = Comparison {
    runs: &[BATCH_RUN, STOCHASTIC_RUN],
    panels: &[
        PanelRow { columns: 7, ..tall("landscape", Shows::Landscape(&[0, 1])) },
        PanelRow { columns: 5, ..tall("loss", Shows::Losses) },
    ],
    heights: &[Height::Logarithmic],
    ..OF_THREE_RUNS
};

/// What it is a function of.
static OF_PASS: Table = Table::new(
    &const {
        joined::<13>(&[
            &[
                Entry::of("lr").docked(),
                Entry::of("reduction"),
                Entry::of("sampler").folded(),
                height(|| choices_of(PASS.heights), "log").in_picture(),
                PROGRESS_ENTRY.in_picture(),
            ],
            OF_LINES,
        ])
    },
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::comparison::tests::shown;

    #[test]
    fn one_pass_is_one_step_of_batch_descent_and_one_a_sample_of_stochastic_descent() {
        let steps = |tick: u64| {
            let comparing = shown(&ONE_PASS, &PASS, &format!("figure.step={tick}"));
            [0, 1].map(|run: usize| comparing.runs[run].seen.steps)
        };
        assert_eq!(steps(59), [0, 59]);
        assert_eq!(steps(ONE_PASS.rest), [1, 60]);
    }

    /// A sum of gradients is as long as all of them head to tail; their mean is one of so many.
    #[test]
    fn the_step_by_the_mean_is_the_shorter_way_and_that_by_the_sum_much_the_same() {
        let ways = |text: &str| {
            let comparing = shown(&ONE_PASS, &PASS, &format!("{text}&figure.step=60"));
            let way = |run: usize| {
                let run = &comparing.runs[run];
                let ([x, y], [u, v]) = (run.problem.two(run.point(0)), run.seen.head);
                libm::hypot(u - x, v - y)
            };
            way(1) / way(0)
        };
        assert!(ways("lr=0.01") > 10.0);
        approx::assert_relative_eq!(ways("reduction=sum&lr=0.0001"), 1.0, max_relative = 0.02);
    }
}
