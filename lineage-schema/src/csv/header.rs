use std::collections::HashSet;

use crate::{Dialect, ReadError, TextOptions};

use super::below::Below;
use super::kind;
use super::names::{is_figure, is_joined, is_name, year};
use super::records::Records;

/// How many records below the first are compared with it.
const RECORDS: usize = 1000;

/// Whether the first record of a table names its columns.
///
/// It does when it has a name where a number, a date or the like is below; and when all of it are names, most of them
/// different, none of which occurs below. Years may stand among the names, and nothing above the numbers of the rows. So a
/// table of numbers alone has no header, as the built-in algorithms of SageMaker take it.
///
/// One column of texts may be any text: there, a name looks like an identifier, or like a title above single words, and no
/// line below begins with the same word, as the lines of code and logs do. Nor is a record a header that ends inside
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
    let (alone, mut rows, mut repeats) = (first.len() == 1, 0, 0);
    for _ in 0..RECORDS {
        let Some(record) = records.next()? else { break };
        rows += 1;
        // Files that were put together have their header in the middle, too, but not in most places.
        if !alone && record.iter().eq(first.iter().map(Vec::as_slice)) {
            repeats += 1;
            continue;
        }
        for ((value, first), below) in record.iter().zip(&first).zip(&mut below) {
            below.add(value, kind(value, options), first);
            below.again |= if alone { first_word(value) == first_word(first) } else { value == first };
        }
    }
    let columns: Vec<_> = first.iter().map(Vec::as_slice).zip(&below).collect();
    Ok(match columns.as_slice() {
        [(value, _)] if rows == 0 => is_joined(value),
        columns if columns.iter().any(|(value, below)| below.tell(value)) => true,
        _ if 3 * repeats > rows => false,
        columns if are_above_figures(columns) => true,
        columns if columns.iter().any(|(_, below)| below.again && below.count > 0) => false,
        [(value, below)] => below.allow_alone(value),
        columns => are_names(columns),
    })
}

/// Whether there is a word above figures, and no figure is.
fn are_above_figures(columns: &[(&[u8], &Below)]) -> bool {
    let mut above = columns.iter().filter(|(_, below)| below.are_figures()).map(|(value, _)| *value).peekable();
    above.peek().is_some() && above.all(|value| is_name(value) && !is_figure(value))
}

/// Whether all that is above columns of texts may be their names, and most of it differs.
fn are_names(columns: &[(&[u8], &Below)]) -> bool {
    let named = columns.iter().map(|(value, _)| *value).filter(|value| !value.trim_ascii().is_empty());
    let distinct: HashSet<_> = named.clone().collect();
    let years = are_years(columns);
    4 * distinct.len() >= 3 * named.count()
        && columns
            .iter()
            .enumerate()
            .all(|(index, (value, below))| below.allow(value, index) || years && year(value).is_some())
}

/// Whether there are years among the values, at the same distance from each other, as the names of columns are in a table
/// as wide as its time is long. Two of them may be values, if years are below as well.
fn are_years(columns: &[(&[u8], &Below)]) -> bool {
    let years = columns.iter().filter_map(|(value, below)| Some((year(value)?, *below)));
    let (years, below): (Vec<i32>, Vec<&Below>) = years.unzip();
    let mut steps = years.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?));
    let Some(step) = steps.next() else { return false };
    step != 0 && steps.all(|other| other == step) && (years.len() > 2 || below.iter().all(|below| below.years == 0))
}

/// What a line begins with, up to a space.
fn first_word(line: &[u8]) -> Option<&[u8]> {
    line.trim_ascii_start().split(u8::is_ascii_whitespace).next()
}
