//! How many tests passed, failed and were skipped, read from what the test runners print.

use std::fmt;
use std::ops::AddAssign;

/// Numbers of tests.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Tally {
    /// Ran and held.
    pub passed: usize,
    /// Ran and did not hold, or could not run.
    pub failed: usize,
    /// Were told not to run.
    pub skipped: usize,
}

impl Tally {
    /// Something that should have run tests could not.
    pub const FAILURE: Tally = Tally { passed: 0, failed: 1, skipped: 0 };

    /// Reads one line of `cargo test`: each test program ends with a summary, `test result: ok. 3 passed; 0 failed; …`.
    pub fn from_cargo(line: &str) -> Option<Self> {
        let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
        let mut tally = Tally::default();
        for count in counts.split("; ") {
            let (number, what) = count.split_once(' ')?;
            match what {
                "passed" => tally.passed = number.parse().ok()?,
                "failed" => tally.failed = number.parse().ok()?,
                "ignored" => tally.skipped = number.parse().ok()?,
                _ => {}
            }
        }
        Some(tally)
    }

    /// Reads the whole TAP output of Node's test runner, which ends with lines such as `# pass 3`; nothing where it ended
    /// before them.
    pub fn from_node(tap: &str) -> Option<Self> {
        let count = |what: &str| -> Option<usize> {
            let line = |line: &str| line.strip_prefix("# ")?.strip_prefix(what)?.strip_prefix(' ')?.parse().ok();
            tap.lines().rev().find_map(line)
        };
        // Node 20 reports the tests that were not asked for as skipped, newer ones do not report them.
        let unasked = tap.lines().filter(|line| line.contains(" # SKIP test name does not match pattern")).count();
        Some(Tally {
            passed: count("pass")?,
            failed: count("fail")? + count("cancelled")?,
            skipped: (count("skipped")? + count("todo")?).saturating_sub(unasked),
        })
    }

    /// The same, but with a failure if the runner `succeeded` not and named no test that failed.
    pub fn or_failure(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self += Tally::FAILURE;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_summaries_are_read() {
        let ok = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s";
        assert_eq!(Tally::from_cargo(ok), Some(Tally { passed: 12, failed: 0, skipped: 1 }));
        let failed = "test result: FAILED. 2 passed; 5 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(Tally::from_cargo(failed), Some(Tally { passed: 2, failed: 5, skipped: 0 }));
        assert_eq!(Tally::from_cargo("test optim::adam::agrees ... ok"), None);
    }

    #[test]
    fn node_summaries_are_read() {
        let tap = "TAP version 13\n# pass 77 said a test\nok 1 - a\n1..1\n# tests 9\n# suites 1\n# pass 4\n# fail 2\n\
                   # cancelled 1\n# skipped 2\n# todo 0\n# duration_ms 6\n";
        assert_eq!(Tally::from_node(tap), Some(Tally { passed: 4, failed: 3, skipped: 2 }));
        assert_eq!(Tally::from_node("TAP version 13\n# pass 4\n"), None);
    }

    #[test]
    fn a_runner_that_breaks_off_counts_as_a_failure() {
        let fine = Tally { passed: 3, failed: 0, skipped: 0 };
        assert_eq!(fine.or_failure(true), fine);
        assert_eq!(fine.or_failure(false).failed, 1);
        assert_eq!(Tally { failed: 2, ..fine }.or_failure(false).failed, 2);
    }

    #[test]
    fn skipped_tests_are_mentioned_when_there_are_any() {
        assert_eq!(Tally { passed: 3, failed: 0, skipped: 0 }.to_string(), "3 passed, 0 failed");
        assert_eq!(Tally { passed: 3, failed: 1, skipped: 2 }.to_string(), "3 passed, 1 failed, 2 skipped");
    }
}
