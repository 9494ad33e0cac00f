//! What the page says, as it asks for it: for each language and module a file with the sentences that the module knows by
//! number, and those of the interface by name; what is said where a figure is shared; and for all languages what is said before
//! that is there.

use crate::files;
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

// What a language's file is, the library says.
#[path = "../../src/words/file.rs"]
pub mod file;

/// The language that all others follow, and that stands in for those that there are not.
pub const FIRST: &str = "en";

/// Writes `words/<tag>/<module>.json` for each language and each of `modules`, a name and a feature, and `languages.js` and
/// `failures.js` into the folder `pkg`.
pub fn write(workspace: &Workspace, modules: &[(&str, &str)], pkg: &Path) -> Result<()> {
    let all = languages(&workspace.words())?;
    let english = &all[0].1;
    let (mut languages, mut failures) = (Vec::new(), Map::new());
    for (tag, text) in &all {
        let to = pkg.join("words").join(tag);
        fs::create_dir_all(&to)?;
        for (module, feature) in modules {
            let parts = workspace.features(feature);
            let core = file::compiled(text, english, |part| part == file::ALL || parts.contains(&part));
            let words = json!({ "core": core, "interface": by_name(text, "interface") });
            fs::write(to.join(module).with_extension("json"), words.to_string())?;
        }
        fs::write(to.join("share.json"), by_name(text, "share").to_string())?;
        languages.push(format!("{}: {}", json!(tag), by_name(text, "before")));
        failures.insert(tag.clone(), by_name(text, "failure"));
    }
    fs::write(pkg.join("languages.js"), script(&languages, &names(english, "interface")))?;
    fs::write(pkg.join("failures.js"), causes(&failures, &names(english, "failure")))?;
    Ok(())
}

/// The languages that there are files of in a folder, by tag, with what the file says: the first one first.
pub fn languages(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut languages = Vec::new();
    for path in files::all(folder)? {
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        languages.push((tag, text));
    }
    languages.sort_by_key(|(tag, _)| tag != FIRST);
    ensure!(languages.first().is_some_and(|(tag, _)| tag == FIRST), "there are no words in `{FIRST}`");
    Ok(languages)
}

/// The sentences of a part, by their names without the part's.
fn named<'a>(text: &'a str, part: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let of_part = file::lines(text).filter(move |line| line.part == part);
    of_part.map(|line| (line.name.split_once('.').map_or(line.name, |(_, name)| name), line.sentence))
}

fn by_name(text: &str, part: &str) -> Value {
    Value::Object(named(text, part).map(|(name, sentence)| (name.into(), sentence.into())).collect::<Map<_, _>>())
}

/// The names of a part, as a type in JavaScript.
fn names(text: &str, part: &str) -> String {
    named(text, part).map(|(name, _)| json!(name).to_string()).collect::<Vec<_>>().join(" | ")
}

/// Why a figure could not be loaded, in all languages.
fn causes(failures: &Map<String, Value>, names: &str) -> String {
    format!(
        "/** @typedef {{{names}}} Cause */\n\
         /** Tag → cause → what is said. @type {{Record<string, Record<Cause, string>>}} */\n\
         export const causes = {failures};\n",
        failures = json!(failures),
    )
}

/// The languages, the first one first, with what each says before its file is there; and for the types of what uses it, the names
/// of what the interface says.
fn script(languages: &[String], names: &str) -> String {
    format!(
        "/** @typedef {{{names}}} Word */\n\
         /** @typedef {{{{ name: string, lang: string, loading: string, failed: string, retry: string }}}} Before */\n\
         /** Tag → what is said before the language's file is there. @type {{Record<string, Before>}} */\n\
         export const languages = {{{languages}}};\n",
        languages = languages.join(", "),
    )
}
