//! Files and folders.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// The entries of a folder.
pub fn read_dir(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

/// The files in a folder and in those below it, sorted.
pub fn all(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in read_dir(folder)? {
        if path.is_dir() {
            files.extend(all(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Makes `to` the same as `from`, a file or a folder, but for names that begin with a dot. Leaves alone what is the same
/// already, so that somebody who looks at the page meanwhile misses nothing.
pub fn mirror(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        let wanted = fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
        if !fs::read(to).is_ok_and(|present| present == wanted) {
            fs::write(to, wanted).with_context(|| format!("cannot write {}", to.display()))?;
        }
        return Ok(());
    }
    mirror_into(from, to)?;
    for name in visible_names(to)?.difference(&visible_names(from)?) {
        remove(&to.join(name))?;
    }
    Ok(())
}

/// Makes what is in the folder `from` the same in `to`, whatever else there is.
pub fn mirror_into(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    visible_names(from)?.iter().try_for_each(|name| mirror(&from.join(name), &to.join(name)))
}

/// Removes a file, or a folder with everything in it, where there is one.
pub fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

fn visible_names(folder: &Path) -> Result<BTreeSet<OsString>> {
    let names = read_dir(folder)?.into_iter().filter_map(|path| path.file_name().map(OsString::from));
    Ok(names.filter(|name| !name.to_string_lossy().starts_with('.')).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_gains_what_is_new_and_loses_what_is_gone() {
        let work = std::env::temp_dir().join(format!("descent-mirror-{}", std::process::id()));
        let (from, to) = (work.join("from"), work.join("to"));
        fs::create_dir_all(from.join("inner")).unwrap();
        fs::create_dir_all(to.join("gone")).unwrap();
        fs::write(from.join("inner/new.js"), "new").unwrap();
        fs::write(from.join(".hidden"), "").unwrap();
        fs::write(to.join("gone/old.js"), "old").unwrap();

        mirror(&from, &to).unwrap();

        assert_eq!(fs::read_to_string(to.join("inner/new.js")).unwrap(), "new");
        assert!(!to.join("gone").exists());
        assert!(!to.join(".hidden").exists());
        fs::remove_dir_all(work).unwrap();
    }
}
