use crate::{Dialect, ReadError};

use super::names::{is_name, year};
use super::records::Records;

/// How many records tell how wide the table is.
const RECORDS: usize = 100;

/// Where in a text the table begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    /// The first byte of its first record.
    pub(super) offset: usize,
    /// How many values most of its records have.
    pub(super) width: usize,
}

/// A record as far as it tells whether it is one of the table.
struct Line {
    offset: usize,
    fields: usize,
    filled: usize,
    /// Whether all its values may be names of columns, or stand among them.
    names: bool,
}

/// Finds the first record behind comments and titles.
pub(super) fn find(text: &str, complete: bool, dialect: &Dialect) -> Result<Start, ReadError> {
    let (comments, last) = comments(text, dialect.comment);
    let lines = lines(text, comments, complete, dialect)?;
    let width = most(lines.iter().map(|line| line.fields).collect());
    let first = first(&lines, width);
    // `#id,name` names columns if nothing else does, and `#,name,city` does rather than being a comment. No comment has a
    // tab in it.
    let named = dialect.delimiter != '\t' && first.is_some_and(|line| line.names);
    if let Some(last) = last
        && width > if named { 2 } else { 1 }
        && let Some(line) = self::lines(text, last, complete, &Dialect { comment: None, ..dialect.clone() })?.first()
        && line.fields == width
    {
        return Ok(Start { offset: last, width });
    }
    let offset = first.map_or(comments, |line| line.offset);
    Ok(Start { offset, width })
}

/// The first records at or behind an offset.
fn lines(text: &str, from: usize, complete: bool, dialect: &Dialect) -> Result<Vec<Line>, ReadError> {
    let mut records = Records::new(text.get(from..).unwrap_or_default(), complete, dialect)?;
    let mut lines = Vec::new();
    while lines.len() < RECORDS {
        let offset = past_comments(text, from + records.offset, dialect.comment);
        let Some(record) = records.next()? else { break };
        let filled = record.iter().filter(|value| !value.trim_ascii().is_empty()).count();
        let names = record.iter().all(|value| value.trim_ascii().is_empty() || is_name(value) || year(value).is_some());
        lines.push(Line { offset, fields: record.len(), filled, names });
    }
    Ok(lines)
}

/// The first record of a table of this width. Titles of one value may be padded to the table's width; then names follow.
fn first(lines: &[Line], width: usize) -> Option<&Line> {
    let inside = |line: &&Line| line.fields > width / 2;
    let padded = |line: &&Line| width > 2 && line.fields <= width && line.filled <= 1;
    let behind_titles = lines.iter().filter(inside).find(|line| !padded(line));
    behind_short_lines(lines, width).or(behind_titles.filter(|line| line.names)).or_else(|| lines.iter().find(inside))
}

/// The names of an even table below lines that are shorter by more than the one name that R leaves out.
fn behind_short_lines(lines: &[Line], width: usize) -> Option<&Line> {
    let short = lines.iter().take_while(|line| line.fields + 1 < width).count();
    let (names, rows) = lines.get(short..)?.split_first()?;
    let even = short > 0 && names.fields == width && rows.iter().all(|line| line.fields == width);
    Some(names).filter(|names| even && names.names && names.filled > 1)
}

/// Where the comments at the beginning of a text end, and where the last of them begins.
fn comments(text: &str, mark: Option<char>) -> (usize, Option<usize>) {
    let (mut end, mut last, mut offset) = (0, None, 0);
    let Some(mark) = mark else { return (end, last) };
    for line in text.split_inclusive(['\n', '\r']) {
        if line.starts_with(mark) {
            last = Some(offset);
            end = offset + line.len();
        } else if !line.trim().is_empty() {
            break;
        }
        offset += line.len();
    }
    (end, last)
}

/// The width that most records have; of equally many, the larger.
pub(super) fn most(mut widths: Vec<usize>) -> usize {
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).max_by_key(|same| same.len()).and_then(|same| same.first()).copied().unwrap_or(0)
}

fn past_comments(text: &str, offset: usize, mark: Option<char>) -> usize {
    let offset = offset + comments(text.get(offset..).unwrap_or_default(), mark).0;
    let rest = text.get(offset..).unwrap_or_default();
    offset + rest.len() - rest.trim_start_matches(['\n', '\r']).len()
}
