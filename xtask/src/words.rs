//! What the page says, as it asks for it: each language in a file of its own, and what is said before that is there.

use crate::files;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

// What such a file is, the library says.
#[path = "../../src/words/file.rs"]
mod file;

/// The language that all others follow, and that stands in for those that there are not.
const FIRST: &str = "en";

/// Writes `words/<tag>.json` for each language, and `languages.js`, into the folder `pkg`.
pub fn write(workspace: &Workspace, pkg: &Path) -> Result<()> {
    let read = |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()));
    let folder = workspace.www().join("words");
    let english = read(&folder.join(FIRST).with_extension("txt"))?;
    fs::create_dir_all(pkg.join("words"))?;

    let mut languages = Vec::new();
    for path in files::all(&folder)? {
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = read(&path)?;
        let words = json!({ "core": file::numbered(&text, &english), "interface": group(&text, "interface.") });
        fs::write(pkg.join("words").join(&tag).with_extension("json"), words.to_string())?;
        let row = format!("{}: {}", json!(tag), group(&text, "before."));
        languages.insert(if tag == FIRST { 0 } else { languages.len() }, row);
    }
    fs::write(pkg.join("languages.js"), script(&languages, &group(&english, "interface.")))?;
    Ok(())
}

/// The sentences whose names begin alike, by the rest of their names.
fn group(text: &str, beginning: &str) -> Value {
    let named = file::sentences(text).filter_map(|(name, sentence)| Some((name.strip_prefix(beginning)?, sentence)));
    Value::Object(named.map(|(name, sentence)| (name.into(), sentence.into())).collect::<Map<_, _>>())
}

/// The languages, the first one first, with what each says before its file is there; and for the types of what uses it, the names
/// of what the interface says.
fn script(languages: &[String], interface: &Value) -> String {
    let names: Vec<_> =
        interface.as_object().into_iter().flat_map(Map::keys).map(|name| format!("\"{name}\"")).collect();
    format!(
        "/** @typedef {{{names}}} Word */\n\
         /** @typedef {{{{ name: string, lang: string, loading: string, failed: string, retry: string }}}} Before */\n\
         /** Tag → what is said before the language's file is there. @type {{Record<string, Before>}} */\n\
         export default {{{languages}}};\n",
        names = names.join(" | "),
        languages = languages.join(", "),
    )
}
