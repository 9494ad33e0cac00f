//! Who may import whom: the compiler keeps most of it, this the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Drawings, what is drawn, figures and the browser, from the inside out; every other module below `src` is core.
const OUTER: [&str; 5] = ["chart", "problem", "run", "figure", "web"];

/// Methods of `f64` that leave their last bits to the platform; `libm` has the same ones in pure Rust.
const PLATFORM_DEPENDENT: &[&str] = &[
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "sin", "cos", "tan", "sin_cos", "asin", "acos",
    "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "powf", "powi", "cbrt", "hypot",
];

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
            "run" => &["figure", "web"],
            "problem" => &["run", "figure", "web"],
            // Formulas know the tape; the tape knows nobody.
            "autograd" => &["expression", "objective", "trainer", "experiment", "chart", "figure", "web"],
            "chart" => &["trainer", "experiment", "problem", "run", "figure", "web"],
            _ => &OUTER,
        };
        // One import a line, as everywhere here, is what the next lines can see; two macros stand in no module.
        let of_modules = code.replace("crate::{say, word}", "");
        assert!(!of_modules.contains("crate::{"), "{} groups its imports", path.display());
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
    for Source { path, code, .. } in sources().into_iter().filter(|source| !source.path.ends_with("tests.rs")) {
        let outside_of_tests = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        assert!(!outside_of_tests.contains(is_chinese), "{} speaks Chinese", path.display());
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
fn the_pages_name_every_sentence_of_their_own_and_every_language_has_it() {
    let skeletons = ["index.html", "www/bench.html"].map(|skeleton| read(Path::new(skeleton))).concat();
    let pieces = skeletons.split("=\"page.").skip(1);
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

/// A file of the crate by its module's path, such as `["figure", "host"]`.
type Module = Vec<String>;

/// What a file imports: whether it passes it on, and the path as it stands there.
fn imports(code: &str) -> Vec<(bool, Vec<String>)> {
    /// `a::{b, c::{d, e}}` as `a::b`, `a::c::d` and `a::c::e`.
    fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
        let Some((head, inner)) = tree.trim().split_once('{') else {
            return paths.push(format!("{prefix}{}", tree.trim().split(" as ").next().unwrap()));
        };
        let (mut depth, mut from) = (0, 0);
        let inner = inner.strip_suffix('}').unwrap();
        for (at, letter) in inner.char_indices().chain([(inner.len(), ',')]) {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    if !inner[from..at].trim().is_empty() {
                        expand(&format!("{prefix}{head}"), &inner[from..at], paths);
                    }
                    from = at + 1;
                }
                _ => {}
            }
        }
    }
    let statements = code.split(';').filter_map(|statement| {
        let statement = statement.rsplit_once("]\n").map_or(statement, |(_, rest)| rest).trim();
        let (before, tree) = statement.split_once("use ")?;
        let is_public = before.trim().starts_with("pub");
        (before.trim().is_empty() || (is_public && before.trim_end().ends_with(['b', ')'])))
            .then_some((is_public, tree))
    });
    let mut imports = Vec::new();
    for (is_public, tree) in statements {
        let mut paths = Vec::new();
        expand("", tree, &mut paths);
        imports.extend(paths.into_iter().map(|path| (is_public, path.split("::").map(str::to_owned).collect())));
    }
    imports
}

/// A file's code, and what it imports.
type File = (String, Vec<(bool, Vec<String>)>);

/// The files of the crate.
struct Crate(BTreeMap<Module, File>);

impl Crate {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let file = |Source { path, code, .. }: Source| {
            let module = path.strip_prefix(&root).unwrap().with_extension("");
            let module = module.components().map(|part| part.as_os_str().to_str().unwrap().to_owned()).collect();
            let code = code.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
            (module, (code.clone(), imports(&code)))
        };
        let is_code = |source: &Source| source.module != "lib" && !source.path.ends_with("tests.rs");
        Crate(sources().into_iter().filter(is_code).map(file).collect())
    }

    /// A path as it stands in a file, from the crate's root.
    fn rooted(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        match &path[0][..] {
            "crate" => Some(path[1..].to_vec()),
            "super" => {
                let up = path.iter().take_while(|part| *part == "super").count();
                Some([&module[..module.len().checked_sub(up)?], &path[up..]].concat())
            }
            _ => {
                let child = [module, &path[..1]].concat();
                self.0.contains_key(&child).then(|| [module, path].concat())
            }
        }
    }

    /// The file that defines what stands at a path from the root, through whatever passes it on.
    fn home(&self, path: &[String], depth: usize) -> Option<Module> {
        let known = (1..=path.len()).take_while(|&length| self.0.contains_key(&path[..length])).last()?;
        let (module, Some(name)) = (path[..known].to_vec(), path.get(known)) else { return Some(path.to_vec()) };
        let (code, imports) = &self.0[&module];
        let kinds = ["struct", "enum", "trait", "fn", "const", "static", "type"];
        let is_here = kinds
            .iter()
            .any(|kind| code.split(&format!("{kind} {name}")).skip(1).any(|rest| !rest.starts_with(is_of_word)));
        let passed_on = imports.iter().find(|(is_public, path)| *is_public && path.last() == Some(name));
        match passed_on.filter(|_| !is_here && depth < 8) {
            Some((_, path)) => self.home(&self.rooted(&module, path)?, depth + 1),
            None => Some(module),
        }
    }

    /// The files that a file leans on, but for those that its own folder belongs to.
    fn needs(&self, module: &Module) -> BTreeSet<Module> {
        let (code, imports) = &self.0[module];
        let used = imports.iter().filter(|(is_public, _)| !is_public).map(|(_, path)| path.clone());
        // A table in a file names its children by path.
        let children = self.0.keys().filter(|other| other.len() == module.len() + 1 && other.starts_with(module));
        let named = children.filter(|child| code.contains(&format!("{}::", child.last().unwrap())));
        let homes = used.filter_map(|path| self.home(&self.rooted(module, &path)?, 0)).chain(named.cloned());
        homes.filter(|home| !module.starts_with(home)).collect()
    }
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let files = Crate::read();
    let needs: BTreeMap<_, _> = files.0.keys().map(|module| (module, files.needs(module))).collect();
    assert!(needs.values().map(BTreeSet::len).sum::<usize>() > 300, "imports are found");
    // What leans on nothing that is left is on no circle.
    let mut left: BTreeSet<&Module> = needs.keys().copied().collect();
    loop {
        let free: Vec<_> =
            left.iter().filter(|module| needs[*module].iter().all(|need| !left.contains(need))).copied().collect();
        if free.is_empty() {
            break;
        }
        left.retain(|module| !free.contains(module));
    }
    assert!(left.is_empty(), "on circles, or above them: {left:?}");
}
