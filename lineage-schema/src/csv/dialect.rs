use csv_nose::{Quote, SampleSize, Sniffer};

use crate::{Dialect, ReadError};

use super::records::Records;

/// How much of a text tells its dialect.
const LOOK: usize = 32 * 1024;

/// How many records of it.
const RECORDS: usize = 100;

/// Delimiters that also stand in ordinary texts; a table that has one has it in every record.
const DOUBTFUL: [char; 6] = [' ', '/', '#', '&', '^', '~'];

/// The dialect of a text; whether there is a header, and what stands before it, is told later.
pub(super) fn sniff(text: &str) -> Result<Dialect, ReadError> {
    let look = text.get(..text.floor_char_boundary(LOOK)).unwrap_or(text);
    let look = match look.rfind(['\n', '\r']) {
        Some(end) if look.len() < text.len() => look.get(..end).unwrap_or(look),
        _ => look,
    };
    let plain = |delimiter| Dialect { delimiter, quote: Some('"'), escape: None, header: false, skipped_lines: 0 };
    // Separators by profession: Hive's, and ASCII's own.
    if let Some(separator) = look.chars().find(|character| matches!(character, '\u{1}' | '\u{1f}')) {
        return Ok(Dialect { escape: escape(look, separator), ..plain(separator) });
    }
    let mut dialect = plain(',');
    if let Ok(found) = Sniffer::new().sample_size(SampleSize::Records(RECORDS)).sniff_bytes(look.as_bytes()) {
        dialect.delimiter = Some(char::from(found.dialect.delimiter)).filter(char::is_ascii).unwrap_or(',');
        if let Quote::Some(quote) = found.dialect.quote {
            dialect.quote = Some(char::from(quote)).filter(char::is_ascii);
        }
    }
    if DOUBTFUL.contains(&dialect.delimiter) && !is_even(look, &dialect)? {
        dialect.delimiter = ',';
    }
    dialect.escape = escape(look, dialect.delimiter);
    Ok(dialect)
}

/// Whether there are several records, each of the same number of values, and more than one.
fn is_even(text: &str, dialect: &Dialect) -> Result<bool, ReadError> {
    let mut records = Records::new(text, true, dialect)?;
    let width = records.next()?.map_or(0, |record| record.len());
    let mut count = 1;
    while let Some(record) = records.next()? {
        if record.len() != width {
            return Ok(false);
        }
        count += 1;
    }
    Ok(width > 1 && count > 2)
}

/// A backslash, if it stands before quotes that are inside a value: what follows does not end the value.
fn escape(text: &str, delimiter: char) -> Option<char> {
    let inside = |(at, found): (usize, &str)| {
        let next = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
        next.is_some_and(|next| next != delimiter && !matches!(next, '"' | '\r' | '\n'))
    };
    text.match_indices("\\\"").any(inside).then_some('\\')
}
