//! The README lists what the tables have: one more row there is one more word here.

use descent::data::DATA;
use descent::figure::FIGURES;
use descent::optim::OPTIMIZERS;
use descent::schedule::SCHEDULES;
use descent::surface::SURFACES;

/// The row of a table of the README whose first column has `key`.
fn row(key: &str) -> String {
    let readme = include_str!("../README.md");
    let rows: Vec<_> = readme.lines().filter(|line| line.starts_with(&format!("| `{key}`"))).collect();
    let [row] = rows[..] else { panic!("{} rows of {key}", rows.len()) };
    row.to_owned()
}

#[test]
fn each_row_of_a_table_is_named_in_the_readme() {
    let names = |key: &str, names: Vec<&str>| {
        let row = row(key);
        for name in names {
            assert!(row.contains(&format!("`{name}`")), "{key}: {name} is missing in {row}");
        }
    };
    names("figure", FIGURES.iter().map(|figure| figure.name).collect());
    names("data", DATA.iter().map(|data| data.name).collect());
    names("surface", SURFACES.iter().map(|surface| surface.name).collect());
    for optimizer in OPTIMIZERS {
        let own = optimizer.hyper_parameters.iter().map(|hyper_parameter| hyper_parameter.name);
        names("optimizer", own.chain([optimizer.name, "lr"]).collect());
    }
    for schedule in SCHEDULES {
        let own = schedule.hyper_parameters.iter().map(|hyper_parameter| hyper_parameter.name);
        names("schedule", own.chain([schedule.name]).collect());
    }
}

/// `UPDATE_GOLDEN=1` writes it anew.
#[test]
fn the_keys_of_every_figure_are_in_the_readme() {
    let (path, mark) = (
        concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"),
        "| figure | keys of its string, as it begins |\n|---|---|\n",
    );
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(mark).expect("the README has the table");
    let (_, after) = rest.split_once("\n\n").expect("it ends");
    let row = |row: &descent::figure::Row| {
        let figure = descent::figure::named(row.name, descent::words::Words::of("en").clone()).unwrap();
        let string = figure.experiment();
        let keys = string.split('&').filter_map(|pair| pair.split_once('='));
        let keys: Vec<_> = keys.map(|(key, _)| format!("`{key}`")).collect();
        format!("| `{}` | {} |\n", row.name, keys.join(" "))
    };
    let table: String = FIGURES.iter().map(row).collect();
    let wanted = format!("{before}{mark}{table}\n{after}");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &wanted).unwrap();
    }
    assert!(readme == wanted || std::env::var_os("UPDATE_GOLDEN").is_some(), "the README lacks\n{table}");
}
