//! `PUT file:///tmp/x @stage` of Snowflake, for whose tokenizer `//` begins a comment.

use std::borrow::Cow;

use crate::Dialect;

/// A script with the paths of local files, which say nothing about columns, made names; every other character keeps its
/// place.
pub(super) fn masked(sql: &str, dialect: Dialect) -> Cow<'_, str> {
    let (mut masked, mut done) = (String::new(), 0);
    if dialect == Dialect::Snowflake {
        for (at, scheme) in sql.match_indices("file://") {
            let begin = at + scheme.len() - "//".len();
            let before = sql.get(done..at).filter(|before| moves_files(before));
            if let (Some(_), Some(between), Some(path)) = (before, sql.get(done..begin), sql.get(begin..)) {
                let ends = |char: char| char.is_whitespace() || char == ';';
                let path = path.split(ends).next().unwrap_or_default();
                masked.push_str(between);
                masked.extend(path.chars().map(|_| '_'));
                done = begin + path.len();
            }
        }
    }
    match sql.get(done..) {
        Some(rest) if done > 0 => Cow::Owned(masked + rest),
        _ => Cow::Borrowed(sql),
    }
}

/// Whether a text ends in `PUT `, or in `GET @stage `.
fn moves_files(before: &str) -> bool {
    if !before.ends_with(char::is_whitespace) {
        return false;
    }
    let mut words = before.rsplit(|char: char| char.is_whitespace() || char == ';').filter(|word| !word.is_empty());
    match words.next() {
        Some(word) if word.trim_start_matches('\'').starts_with('@') => {
            words.next().is_some_and(|word| word.eq_ignore_ascii_case("get"))
        }
        word => word.is_some_and(|word| word.eq_ignore_ascii_case("put")),
    }
}
