use std::borrow::Cow;

use csv_nose::{Quote, SampleSize, Sniffer};

use crate::{Dialect, ReadError};

use super::fit::{Fit, are_decimal_commas, are_even_without_quotes, fit};
use super::records::Records;
use super::start::most;

/// How much of a text tells its dialect.
const LOOK: usize = 24 * 1024;

/// How many records of it.
pub(super) const RECORDS: usize = 100;

/// The usual delimiters.
const USUAL: [char; 4] = [',', ';', '\t', '|'];

/// The dialect of a text; whether there is a header, and what stands before it, is told later.
pub(super) fn sniff(text: &str) -> Result<Dialect, ReadError> {
    let look = text.get(..text.floor_char_boundary(LOOK)).unwrap_or(text);
    let look = match look.rfind(['\n', '\r']) {
        Some(end) if look.len() < text.len() => look.get(..end).unwrap_or(look),
        _ => look,
    };
    // Where all lines begin so, they are no comments.
    let other = |line: &str| !line.trim().is_empty() && !line.starts_with('#');
    let comment = (look.trim_start().starts_with('#') && look.split(['\n', '\r']).any(other)).then_some('#');
    let look = match comment {
        Some(mark) => without_comments(look, mark),
        None => Cow::Borrowed(look),
    };
    let mut dialect =
        Dialect { delimiter: ',', quote: Some('"'), escape: escape(&look), comment, header: false, skipped_lines: 0 };
    let first = look.trim_start().lines().next().unwrap_or_default();
    if let Some(separator) = first.chars().find(|character| matches!(character, '\u{1}' | '\u{1f}')) {
        // Separators by profession, Hive's and ASCII's own: nothing else uses them.
        dialect.delimiter = separator;
    } else if let Ok(found) = Sniffer::new().sample_size(SampleSize::Records(RECORDS)).sniff_bytes(look.as_bytes()) {
        if let Quote::Some(quote @ b'\'') = found.dialect.quote {
            dialect.quote = Some(char::from(quote));
        }
        dialect.delimiter = Some(char::from(found.dialect.delimiter)).filter(char::is_ascii).unwrap_or(',');
        if !is_meant(&look, &dialect)? {
            dialect.delimiter = ',';
        }
        dialect.delimiter = delimiter(&look, &dialect)?;
    }
    if !look.lines().next().unwrap_or_default().contains('"') && are_even_without_quotes(&look, &dialect)? {
        dialect.quote = None;
    }
    if dialect.quote == Some('\'') && begins_values(&look, '"', dialect.delimiter) {
        dialect.quote = Some('"');
    }
    Ok(dialect)
}

/// Whether a delimiter is there, and not only part of a text: a space between two words, the slash of a path.
fn is_meant(text: &str, dialect: &Dialect) -> Result<bool, ReadError> {
    // How many values, and in how many records: a space is between words, too.
    let (least, alike) = match dialect.delimiter {
        delimiter if USUAL.contains(&delimiter) => return Ok(text.contains(delimiter)),
        '/' => return Ok(false),
        ' ' => (3, 3),
        _ => (2, 2),
    };
    let mut records = Records::new(text, true, dialect)?;
    let mut widths = Vec::new();
    while widths.len() < RECORDS {
        let Some(record) = records.next()? else { break };
        widths.push(record.len());
    }
    let width = most(widths.clone());
    let same = widths.iter().filter(|&&other| other == width).count();
    Ok(width >= least && same >= alike && 5 * same >= 4 * widths.len())
}

/// The found delimiter, unless a usual one fits better.
fn delimiter(text: &str, found: &Dialect) -> Result<char, ReadError> {
    let (mut best, mut delimiter) = (fit(text, found)?, found.delimiter);
    for other in USUAL {
        let dialect = Dialect { delimiter: other, ..found.clone() };
        let shape = fit(text, &dialect)?;
        let wider = shape.width > best.width && delimiter != found.delimiter;
        let decimals = || Ok(delimiter == ',' && shape.fit != Fit::Uneven && are_decimal_commas(text, &dialect)?);
        if shape.fit > best.fit || shape.fit == best.fit && (wider || decimals()?) {
            (best, delimiter) = (shape, other);
        }
    }
    let spaced = Dialect { delimiter: ' ', ..found.clone() };
    let written_by_r = || fit(text, &spaced).map(|shape| shape.fit == Fit::Clean && shape.width > 2);
    if best.fit == Fit::Uneven && (is_quoted_with(text, &spaced)? || text.starts_with('"') && written_by_r()?) {
        return Ok(' ');
    }
    Ok(delimiter)
}

/// Whether most records have a value that is quoted because the delimiter is in it, and no quote is left in any: so
/// lines tell a space that separates values, however many spaces are in the others.
fn is_quoted_with(text: &str, dialect: &Dialect) -> Result<bool, ReadError> {
    let delimiter = |byte: &u8| char::from(*byte) == dialect.delimiter;
    let mut records = Records::new(text, true, dialect)?;
    let (mut quoted, mut count) = (0, 0);
    while count < RECORDS {
        let Some(record) = records.next()? else { break };
        let clean = record.iter().all(|value| !value.contains(&b'"'));
        quoted += usize::from(clean && record.iter().any(|value| value.iter().any(delimiter)));
        count += 1;
    }
    Ok(quoted > 1 && 5 * quoted >= 4 * count)
}

fn without_comments(text: &str, mark: char) -> Cow<'_, str> {
    text.split_inclusive(['\n', '\r']).filter(|line| !line.starts_with(mark)).collect()
}

/// Whether a quote stands where a value begins.
fn begins_values(text: &str, quote: char, delimiter: char) -> bool {
    let mut before = '\n';
    text.chars().any(|character| {
        let begins = character == quote && (before == delimiter || matches!(before, '\n' | '\r'));
        before = character;
        begins
    })
}

/// A backslash, if it stands before quotes that are inside a value: neither a delimiter nor the line's end follows.
fn escape(text: &str) -> Option<char> {
    let inside = |(at, found): (usize, &str)| {
        let next = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
        next.is_some_and(|next| !USUAL.contains(&next) && !matches!(next, '"' | '\r' | '\n' | '\u{1}' | '\u{1f}'))
    };
    text.match_indices("\\\"").any(inside).then_some('\\')
}
