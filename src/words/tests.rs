use super::file::{Line, lines, places};
use super::*;
use std::fs;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn english() -> impl Iterator<Item = Line<'static>> {
    lines(LANGUAGES[0].file)
}

#[test]
fn every_language_says_what_english_says_in_the_same_order_with_the_same_places() {
    for LanguageFile { tag, file } in LANGUAGES {
        let name = |line: Line<'static>| (line.part, line.name);
        assert_eq!(lines(file).map(name).collect::<Vec<_>>(), english().map(name).collect::<Vec<_>>(), "{tag}");
        for (line, in_english) in lines(file).zip(english()) {
            let sorted = |sentence| {
                let mut places = places(sentence);
                places.sort_unstable();
                places
            };
            assert_eq!(sorted(line.sentence), sorted(in_english.sentence), "{tag}: {}", line.name);
        }
    }
}

#[test]
fn a_line_is_a_heading_or_a_sentence_with_a_name_of_its_own_and_whole_places() {
    for LanguageFile { tag, file } in LANGUAGES {
        let mut known = Vec::new();
        for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, sentence) = line.split_once(" = ").unwrap_or_else(|| panic!("{tag}: {line}"));
            let is_of_name =
                |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".-".contains(letter);
            assert!(name.chars().all(is_of_name) && name.contains('.'), "{tag}: {line}");
            assert!(!sentence.trim().is_empty() && sentence.trim() == sentence, "{tag}: {line}");
            assert!(!known.contains(&name), "{tag}: {name} stands twice");
            known.push(name);
            let braces: String = sentence.chars().filter(|letter| "{}".contains(*letter)).collect();
            assert_eq!(braces, "{}".repeat(braces.len() / 2), "{tag}: {line}");
            let is_of_place = |letter: char| letter.is_ascii_lowercase() || letter == '_';
            assert!(places(sentence).iter().all(|place| place.chars().all(is_of_place)), "{tag}: {line}");
        }
    }
}

#[test]
fn every_file_of_words_is_a_language() {
    let files = fs::read_dir(Path::new(ROOT).join("www/words")).unwrap();
    let mut tags: Vec<_> =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    tags.sort();
    let mut known: Vec<_> = LANGUAGES.iter().map(|language| language.tag).collect();
    known.sort_unstable();
    assert_eq!(tags, known);
}

/// All code in some folders.
fn code(folders: &[&str], kind: &str) -> String {
    let mut folders: Vec<_> = folders.iter().map(|folder| Path::new(ROOT).join(folder)).collect();
    let mut code = String::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() && !path.ends_with("www/pkg") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == kind) {
                code += &fs::read_to_string(path).unwrap();
            }
        }
    }
    code
}

#[test]
fn no_sentence_is_there_for_nothing() {
    let (library, page) = (code(&["src"], "rs"), code(&["www"], "js"));
    for Line { part, name, .. } in english().filter(|line| line.part != "page") {
        let property = name.rsplit('.').next().unwrap_or_default();
        let said = match part {
            "before" | "failure" | "interface" | "share" => {
                page.contains(&format!(".{property}")) || page.contains(&format!("\"{property}\""))
            }
            _ => library.contains(&format!("\"{name}\"")),
        };
        assert!(said, "nobody says {name}");
    }
}

#[test]
fn the_parts_are_the_features_and_those_of_the_page() {
    let features = [
        "all",
        "formulas",
        "figures",
        "comparison",
        "chapters",
        "handles",
        "optimizers",
        "own-data",
        "streams",
        "part-scaled",
    ];
    for Line { part, name, .. } in english() {
        assert_eq!(sentence::has(part.as_bytes()), features.contains(&part), "{name}");
        assert!(
            sentence::has(part.as_bytes()) || ["before", "failure", "interface", "page", "share"].contains(&part),
            "{name}: {part}"
        );
    }
}

#[test]
fn programmers_are_told_what_a_reader_of_english_is() {
    let all = Words::of("en");
    assert_eq!(Words::english().lines.len(), all.lines.len());
    for ((line, said), told) in english().zip(&all.lines).zip(&Words::english().lines) {
        let is_told = ["list", "error", "reason"].contains(&line.name.split('.').next().unwrap_or_default());
        assert_eq!(&**told, if is_told { &**said } else { "" }, "{}", line.name);
    }
}

#[test]
fn what_is_given_may_stand_in_any_order_and_more_than_once() {
    let form = Form { sentence: Sentence(0), ..Form::named("list.pair", &["last", "head"]) };
    let words = Words { lines: vec!["{1}-{0}-{1}".into()].into() };
    assert_eq!(words.fill(form, &[&"last", &"head"]), "last-head-last");
}

#[test]
fn words_of_another_version_are_refused() {
    let lines = file::compiled(LANGUAGES[1].file, LANGUAGES[0].file, |part| sentence::has(part.as_bytes()));
    assert_eq!(Words::new(&lines).as_ref(), Some(Words::of("zh")));
    assert_eq!(Words::new(&format!("{lines}\n")), None);
    assert_eq!(Words::new(""), None);
}

#[test]
fn a_tag_stands_for_its_kin_and_others_for_english() {
    for tag in ["zh", "zh-Hans", "ZH-tw", "zh_CN"] {
        assert_eq!(Words::of(tag), Words::of("zh"), "{tag}");
    }
    for tag in ["en-GB", "fr", "", "z"] {
        assert_eq!(Words::of(tag), Words::of("en"), "{tag}");
    }
}

#[test]
#[should_panic = "www/words/en.txt has no sentence of this name"]
fn a_name_that_is_not_there_is_refused() {
    Sentence::named("list.of-nothing");
}

#[test]
#[should_panic = "has no sentence of this name"]
fn the_page_s_own_words_are_not_the_library_s() {
    Sentence::named("before.name");
}

#[test]
#[should_panic = "this sentence has places"]
fn a_sentence_with_places_does_not_stand_as_it_is() {
    Sentence::plain("list.pair");
}

#[test]
#[should_panic = "a place that nothing is given for"]
fn every_place_wants_something() {
    Form::named("list.pair", &["head"]);
}

#[test]
#[should_panic = "has no place for"]
fn everything_given_has_its_place() {
    Form::named("list.pair", &["head", "last", "middle"]);
}
