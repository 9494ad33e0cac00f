//! Who may import whom: the compiler keeps most of it, this the rest.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Drawings, figures and the browser; every other module below `src` is core.
const OUTER: [&str; 3] = ["chart", "figure", "web"];

/// Methods of `f64` that leave their last bits to the platform; `libm` has the same ones in pure Rust.
const PLATFORM_DEPENDENT: &[&str] = &[
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "sin", "cos", "tan", "sin_cos", "asin", "acos",
    "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "powf", "powi", "cbrt", "hypot",
];

/// Modules that still have sentences of their own in the code.
const WORDY: &[&str] = &["figure"];

/// A file below `src`: its module at the top of the crate, its path, its code without comments.
struct Source {
    module: String,
    path: PathBuf,
    code: String,
}

fn sources() -> Vec<Source> {
    fn collect(folder: &Path, root: &Path, sources: &mut Vec<Source>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, sources);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let first = path.strip_prefix(root).unwrap().components().next().unwrap();
                let module = Path::new(first.as_os_str()).file_stem().unwrap().to_str().unwrap().to_owned();
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
                sources.push(Source { module, code: code.collect::<Vec<_>>().join("\n"), path });
            }
        }
    }
    let (root, mut sources) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), Vec::new());
    collect(&root, &root, &mut sources);
    sources
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whether a word stands in the code by itself.
fn says(code: &str, word: &str) -> bool {
    code.split(|letter| !is_of_word(letter)).any(|other| other == word)
}

#[test]
fn only_charts_and_the_web_know_plotters_and_only_the_web_knows_the_browser() {
    for Source { module, path, code } in sources().iter().filter(|source| source.module != "web") {
        for browser in ["wasm_bindgen", "js_sys", "web_sys", "getrandom", "plotters_canvas"] {
            assert!(!says(code, browser), "{} names {browser}", path.display());
        }
        assert!(module == "chart" || !says(code, "plotters"), "{} names plotters", path.display());
    }
}

#[test]
fn imports_point_inwards() {
    for Source { module, path, code } in &sources() {
        let forbidden: &[&str] = match module.as_str() {
            "lib" | "web" => &[],
            "figure" => &["web"],
            // Formulas know the tape; the tape knows nobody.
            "autograd" => &["expression", "objective", "trainer", "experiment", "chart", "figure", "web"],
            "chart" => &["trainer", "experiment", "figure", "web"],
            _ => &OUTER,
        };
        // One import a line, as everywhere here, is what the next lines can see.
        assert!(!code.contains("crate::{"), "{} groups its imports", path.display());
        for path_in_crate in code.split("crate::").skip(1) {
            let name = path_in_crate.split(|letter: char| !is_of_word(letter)).next().unwrap_or_default();
            assert!(!forbidden.contains(&name), "{} imports {name}", path.display());
        }
    }
}

#[test]
fn the_numbers_of_a_run_use_no_function_that_differs_between_platforms() {
    let is_core = |source: &&Source| !OUTER.contains(&source.module.as_str()) && !source.path.ends_with("tests.rs");
    for Source { path, code, .. } in sources().iter().filter(is_core) {
        let outside_of_tests = code.split("#[cfg(test)]").next().unwrap_or_default();
        for method in PLATFORM_DEPENDENT {
            let called = [format!(".{method}("), format!("f64::{method}")];
            let found = called.iter().any(|call| outside_of_tests.contains(call.as_str()));
            assert!(!found, "{} calls {method} of f64; libm's is the same everywhere", path.display());
        }
    }
}

/// Chinese gives away that a sentence stands where no translator looks.
fn is_chinese(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter)
}

#[test]
fn no_sentence_stands_outside_of_the_language_files() {
    let mut wordy = Vec::new();
    for Source { module, path, code } in sources().into_iter().filter(|source| !source.path.ends_with("tests.rs")) {
        let outside_of_tests = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        if outside_of_tests.contains(is_chinese) {
            assert!(WORDY.contains(&&module[..]), "{} speaks Chinese", path.display());
            wordy.push(module);
        }
    }
    for module in WORDY {
        assert!(wordy.iter().any(|found| found == module), "{module} has no sentences any more: take it from the list");
    }
    let scripts = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("www")).unwrap();
    for path in
        scripts.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|kind| kind == "js"))
    {
        assert!(!std::fs::read_to_string(&path).unwrap().contains(is_chinese), "{} speaks Chinese", path.display());
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_page_names_every_sentence_of_its_own_and_every_language_has_it() {
    let skeleton = read(Path::new("index.html"));
    let pieces = skeleton.split("=\"page.").skip(1);
    let named: BTreeSet<_> = pieces.map(|piece| format!("page.{}", piece.split('"').next().unwrap())).collect();
    let mut orders = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/words")).unwrap() {
        let path = entry.unwrap().path();
        let file = read(&path);
        let names = file.lines().filter_map(|line| line.split_once(" = ").map(|(name, _)| name));
        let order: Vec<_> = names.filter(|name| name.starts_with("page.")).map(str::to_owned).collect();
        assert_eq!(order.iter().cloned().collect::<BTreeSet<_>>(), named, "{}", path.display());
        assert_eq!(order.len(), named.len(), "{} has a name twice", path.display());
        orders.push(order);
    }
    assert!(orders.windows(2).all(|pair| pair[0] == pair[1]), "the order differs");
}

#[test]
fn the_page_says_nothing_that_no_language_says() {
    // Mathematics is the same in all of them.
    let (skeleton, mut said) = (read(Path::new("index.html")), Vec::new());
    let mut rest = skeleton.as_str();
    while let Some((text, tag)) = rest.split_once('<') {
        said.push(text.trim());
        let unread = ["math", "script", "style"].into_iter().find(|name| tag.starts_with(name));
        let end = unread.map_or(">".to_owned(), |name| format!("</{name}>"));
        rest = tag.split_once(&end).unwrap().1;
    }
    said.retain(|text| text.contains(char::is_alphabetic));
    said.dedup();
    assert_eq!(said, ["{name}"]);
    for attribute in ["alt", "aria-label", "content", "placeholder", "title"] {
        for words in skeleton.split(&format!(" {attribute}=\"")).skip(1) {
            let words = words.split('"').next().unwrap();
            assert!(["width=device-width, initial-scale=1", "light dark"].contains(&words), "{attribute} says {words}");
        }
    }
    assert!(skeleton.chars().all(|letter| !('\u{3000}'..='\u{9fff}').contains(&letter)));
}
