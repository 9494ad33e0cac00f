//! The README lists what the tables have: one more row there is one more word here.

use descent::data::DATA;
use descent::figure::FIGURES;
use descent::optim::OPTIMIZERS;
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
}
