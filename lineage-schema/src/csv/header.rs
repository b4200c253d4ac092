use std::collections::HashSet;

use crate::text::{TextKind, TextKinds};
use crate::{Dialect, ReadError, TextOptions};

use super::kind;
use super::records::Records;

/// How many records below the first are compared with it.
const RECORDS: usize = 1000;

/// How many bytes a name has at most.
const LONGEST: usize = 128;

/// How many characters the name of a lone column has at most.
const LONGEST_ALONE: usize = 64;

/// From how many letters and digits on a word may be a key.
const KEY: usize = 20;

/// So many hexadecimal digits in a row are a digest or a key; the shortest is that of MD5.
const DIGEST: usize = 32;

/// What a UUID looks like.
const UUID: [u8; 36] = *b"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

/// What stands for a missing value in many texts, and so is no column's name.
const MISSING: [&[u8]; 9] = [b"na", b"n/a", b"null", b"none", b"nil", b"\\n", b"missing", b"-", b"?"];

/// What is below one value of the first record.
#[derive(Clone, Default)]
struct Below {
    kinds: TextKinds,
    /// Whether the same value occurs again; of a lone column, its first word.
    again: bool,
}

/// Whether the first record of a table names its columns.
///
/// It does when it has a name where a number, a date or the like is below; and when all of it are names, no two the same,
/// none of which occurs below. So a table of numbers alone has no header, as the built-in algorithms of SageMaker take it.
///
/// One column of texts may be any text: there, a name looks like an identifier, for several words may be prose or somebody's
/// name; something is below it, and no line below begins with the same word, as the lines of code and logs do. Nor is a record a header that ends inside
/// quotes: its last value is all the rest of the text.
pub(super) fn is_there(
    table: &str,
    complete: bool,
    dialect: &Dialect,
    options: &TextOptions,
) -> Result<bool, ReadError> {
    let mut records = Records::new(table, complete, dialect)?;
    let first: Vec<Vec<u8>> = match records.next()? {
        Some(first) => first.iter().map(<[u8]>::to_vec).collect(),
        None => return Ok(false),
    };
    if records.unclosed || first.iter().all(|value| !is_name(value)) {
        return Ok(false);
    }
    let mut below = vec![Below::default(); first.len()];
    let (alone, mut rows) = (first.len() == 1, 0);
    for _ in 0..RECORDS {
        let Some(record) = records.next()? else { break };
        rows += 1;
        // Files that were put together have their header in the middle, too.
        if !alone && record.iter().eq(first.iter().map(Vec::as_slice)) {
            continue;
        }
        for ((value, first), below) in record.iter().zip(&first).zip(&mut below) {
            below.kinds.add(kind(value, options));
            below.again |= if alone { first_word(value) == first_word(first) } else { value == first };
        }
    }
    let mut columns = first.iter().zip(&below);
    let all_names = first.iter().all(|value| is_name(value) && (!alone || rows > 0 && is_plain(value)));
    let mut seen = HashSet::new();
    Ok(columns.clone().any(|(value, below)| is_name(value) && below.kinds.is_typed())
        || all_names && columns.all(|(value, below)| !below.again && seen.insert(value)))
}

/// What a line begins with, up to a space.
fn first_word(line: &[u8]) -> Option<&[u8]> {
    line.trim_ascii_start().split(u8::is_ascii_whitespace).next()
}

/// Whether a text looks like an identifier: letters, digits, `_`, `-` and `.`.
fn is_plain(value: &[u8]) -> bool {
    let inside = |character: char| character.is_alphanumeric() || "_-.".contains(character);
    std::str::from_utf8(value).is_ok_and(|value| {
        value.starts_with(|character: char| character.is_alphabetic() || character == '_')
            && value.chars().all(inside)
            && value.chars().count() <= LONGEST_ALONE
    })
}

/// Whether a value may be the name of a column: a text with letters, or at least without digits, that does not look as
/// if it were one person's or one thing's.
pub(super) fn is_name(value: &[u8]) -> bool {
    let letter = |character: char| character.is_alphabetic() || character == '_';
    TextKind::of(value) == TextKind::String
        && !MISSING.iter().any(|word| value.trim_ascii().eq_ignore_ascii_case(word))
        && std::str::from_utf8(value).is_ok_and(|value| {
            (value.contains(letter) || !value.contains(char::is_numeric)) && !is_certainly_data(value)
        })
}

/// Addresses, assignments, keys and prose.
fn is_certainly_data(value: &str) -> bool {
    let hexadecimal = |byte: &u8| byte.is_ascii_hexdigit();
    value.len() > LONGEST
        || value.contains(['@', '='])
        || value.contains("://")
        || value.contains(": ")
        || value.trim_end().ends_with(['.', ';', '!', '{', '('])
        || starts_with_date(value)
        || value.split(|character: char| !character.is_ascii_alphanumeric()).any(is_key)
        || value.as_bytes().windows(DIGEST).any(|digits| digits.iter().all(hexadecimal))
        || value.as_bytes().windows(UUID.len()).any(|window| {
            window.iter().zip(UUID).all(|(byte, form)| if form == b'-' { *byte == b'-' } else { hexadecimal(byte) })
        })
}

/// Whether a line of a log may begin so.
fn starts_with_date(value: &str) -> bool {
    value.trim_start().get(..10).is_some_and(|date| TextKind::of(date.as_bytes()) == TextKind::Date)
}

/// Whether a word is long and of letters and digits in turn, as keys and tokens are.
fn is_key(word: &str) -> bool {
    let turns =
        word.as_bytes().windows(2).filter(|pair| matches!(pair, [a, b] if a.is_ascii_digit() != b.is_ascii_digit()));
    word.len() >= KEY && turns.count() >= 3
}
