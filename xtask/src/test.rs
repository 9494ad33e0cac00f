//! Every test: of the crate on this machine, of its WebAssembly in Node, of the page in a browser.

use crate::bundle::Effort;
use crate::package;
use crate::process::{self, say};
use crate::site;
use crate::stage::Stage;
use crate::tally::Tally;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

/// The longest that one file of JavaScript tests may take, in milliseconds, so that one that hangs does not hang them all.
const TIMEOUT: u32 = 900_000;

/// A set of tests that run in one way.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Native,
    Node,
    Browser,
    Package,
}

/// Runs the chosen tests and closes with one line that counts them; `false` when one failed.
pub fn run(workspace: &Workspace, selection: &[&str]) -> Result<bool> {
    let (parts, words) = select(selection);
    let mut page = None;
    let mut total = Tally::default();
    for part in parts {
        let outcome = match part {
            Part::Native => native(workspace, words),
            // The page is built once, whatever becomes of it.
            _ if !*page.get_or_insert_with(|| told(site::build(workspace, Effort::Full)).is_some()) => {
                say("without the page this part has nothing to test");
                Ok(Tally::FAILURE)
            }
            Part::Node => javascript(workspace, "tests/node", words, Stage::without_browser),
            Part::Browser => javascript(workspace, "tests/browser", words, Stage::with_browsers),
            Part::Package => package::write(workspace)
                .and_then(|()| javascript(workspace, "tests/package", words, Stage::with_browser)),
        };
        total += told(outcome).unwrap_or(Tally::FAILURE);
    }
    println!("{total}");
    Ok(total.failed == 0)
}

/// Reads which parts are meant (all, where none is named), and the words that choose tests.
fn select<'a>(selection: &'a [&'a str]) -> (Vec<Part>, &'a [&'a str]) {
    match selection {
        ["native", words @ ..] => (vec![Part::Native], words),
        ["node", words @ ..] => (vec![Part::Node], words),
        ["browser", words @ ..] => (vec![Part::Browser], words),
        ["package", words @ ..] => (vec![Part::Package], words),
        words => (vec![Part::Native, Part::Node, Part::Browser, Part::Package], words),
    }
}

/// Tells of an error where it happens, since the other parts go on.
fn told<T>(outcome: Result<T>) -> Option<T> {
    outcome.inspect_err(|error| eprintln!("error: {error:#}")).ok()
}

fn native(workspace: &Workspace, words: &[&str]) -> Result<Tally> {
    say("testing the crate");
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast", "--"]).args(words);
    let mut cargo = cargo.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start `cargo test`")?;

    let mut tally = Tally::default();
    let mut output = BufReader::new(cargo.stdout.take().context("`cargo test` prints nowhere")?);
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        tally += Tally::from_cargo(&text).unwrap_or_default();
        line.clear();
    }
    Ok(tally.or_failure(cargo.wait()?.success()))
}

/// Runs the tests in a folder with Node's own runner.
fn javascript(
    workspace: &Workspace,
    folder: &str,
    words: &[&str],
    stage: impl Fn(&Workspace) -> Result<Stage>,
) -> Result<Tally> {
    let files = workspace.files(folder, ".test.mjs")?;
    if files.is_empty() {
        say(format_args!("no tests in {folder}"));
        return Ok(Tally::default());
    }
    let (files, names) = choose(files, words);
    say(format_args!("running {folder}"));

    let tap = workspace.target.join("node-test.tap");
    fs::create_dir_all(&workspace.target)?;
    let stage = stage(workspace)?;
    let mut node = stage.node(workspace);
    node.args(["--test", &format!("--test-timeout={TIMEOUT}")]);
    // One report for the reader, one to count by.
    node.args(["--test-reporter=spec", "--test-reporter-destination=stdout"]);
    node.arg("--test-reporter=tap").arg(format!("--test-reporter-destination={}", tap.display()));
    for name in names {
        node.arg(format!("--test-name-pattern={}", escape(name)));
    }
    let succeeded = process::succeeds(node.args(files))?;
    let tally = fs::read_to_string(&tap).ok().and_then(|tap| Tally::from_node(&tap));
    Ok(tally.unwrap_or_default().or_failure(succeeded))
}

/// Words that occur in files' names choose those files, whole; otherwise they choose tests by name, in all files.
fn choose<'a>(files: Vec<PathBuf>, words: &'a [&'a str]) -> (Vec<PathBuf>, &'a [&'a str]) {
    let is_named = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        words.iter().any(|word| name.contains(word))
    };
    let named: Vec<PathBuf> = files.iter().filter(|file| is_named(file)).cloned().collect();
    if named.is_empty() { (files, words) } else { (named, &[]) }
}

/// A word as a pattern that means just the word.
fn escape(word: &str) -> String {
    let mut pattern = String::new();
    for letter in word.chars() {
        if r"\^$.|?*+()[]{}/".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_may_be_named_before_the_words() {
        assert_eq!(select(&[]).0, [Part::Native, Part::Node, Part::Browser, Part::Package]);
        assert_eq!(select(&["node", "adam"]), (vec![Part::Node], ["adam"].as_slice()));
        assert_eq!(select(&["adam", "sgd"]).1, ["adam", "sgd"]);
    }

    #[test]
    fn words_choose_files_before_tests() {
        let files = vec![PathBuf::from("tests/node/trainer.test.mjs"), PathBuf::from("tests/node/dataset.test.mjs")];
        assert_eq!(choose(files.clone(), &["trainer"]), (vec![files[0].clone()], [].as_slice()));
        assert_eq!(choose(files.clone(), &["rejects"]), (files.clone(), ["rejects"].as_slice()));
        // The folder's name is not the file's.
        assert_eq!(choose(files.clone(), &["node"]).0, files);
    }

    #[test]
    fn words_are_taken_literally() {
        assert_eq!(escape("f(x) = x^2"), r"f\(x\) = x\^2");
    }
}
