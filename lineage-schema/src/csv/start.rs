use crate::{Dialect, ReadError};

use super::header::is_name;
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
}

/// Finds the first record behind comments and titles.
pub(super) fn find(text: &str, complete: bool, dialect: &Dialect) -> Result<Start, ReadError> {
    let comments = Comments::of(text);
    let rest = text.get(comments.end..).unwrap_or_default();
    let mut records = Records::new(rest, complete, dialect)?;
    let mut lines = Vec::new();
    let mut names = false;
    while lines.len() < RECORDS {
        let offset = comments.end + records.offset();
        let Some(record) = records.next()? else { break };
        if lines.is_empty() {
            names = record.iter().all(is_name);
        }
        let filled = record.iter().filter(|value| !value.trim_ascii().is_empty()).count();
        lines.push(Line { offset, fields: record.len(), filled });
    }
    let width = width(&lines);
    // `#id,name` names columns, if nothing else does.
    if let Some(last) = comments.last
        && !names
        && width > 1
        && Records::new(text.get(last..).unwrap_or_default(), complete, dialect)?
            .next()?
            .is_some_and(|record| record.len() == width)
    {
        return Ok(Start { offset: last, width });
    }
    let first = lines.iter().find(|line| !line.is_title(width)).map_or(comments.end, |line| line.offset);
    Ok(Start { offset: past_line_ends(text, first), width })
}

impl Line {
    /// Whether it is a title, or a note, above a table of this width.
    fn is_title(&self, width: usize) -> bool {
        self.fields <= width / 2 || (width > 2 && self.fields <= width && self.filled <= 1)
    }
}

/// The lines at the beginning of a text that begin with a `#`.
struct Comments {
    /// Where they end.
    end: usize,
    /// Where the last of them begins.
    last: Option<usize>,
}

impl Comments {
    fn of(text: &str) -> Self {
        let mut comments = Self { end: 0, last: None };
        let mut offset = 0;
        for line in text.split_inclusive(['\n', '\r']) {
            let begin = line.trim_start();
            if begin.starts_with('#') {
                comments.last = Some(offset);
                comments.end = offset + line.len();
            } else if !begin.is_empty() {
                break;
            }
            offset += line.len();
        }
        comments
    }
}

/// How many values most records have; of equally many, the more.
fn width(lines: &[Line]) -> usize {
    let mut widths: Vec<usize> = lines.iter().map(|line| line.fields).collect();
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).max_by_key(|same| same.len()).and_then(|same| same.first()).copied().unwrap_or(0)
}

fn past_line_ends(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    offset + rest.len() - rest.trim_start_matches(['\n', '\r']).len()
}
