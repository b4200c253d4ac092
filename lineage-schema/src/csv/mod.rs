mod below;
mod columns;
mod dialect;
mod fit;
mod header;
mod names;
mod records;
mod spaces;
mod start;

use lineage_model::{Code, Diagnostic};

use self::columns::Columns;
use self::records::Records;
use crate::encoding::decode;
use crate::text::TextKind;
use crate::{Dialect, FileMeta, FileSchema, Format, ReadError, ReadErrorKind, Sample, TextOptions, limits};

/// The schema of separated values: names from the header, or `column_1` …; types that all values of a column have.
///
/// The encoding, the delimiter, and whether there is a header are found out, unless [`TextOptions::dialect`] tells the
/// latter two. The last record of an incomplete sample is not used: it may be cut.
///
/// # Errors
/// `Malformed` for what is no text, `Empty` when there is no record in it, `TooShort` when none is complete, `TooLarge`
/// for a record of more than 10,000 values or names of more than 2 MiB, `Unsupported` for a given dialect beyond ASCII.
pub fn read_csv(sample: Sample<'_>, options: &TextOptions) -> Result<FileSchema, ReadError> {
    let decoded = decode(sample)?;
    let text = &*decoded.text;
    let table = match &options.dialect {
        Some(dialect) => {
            Table { text: behind_lines(text, dialect.skipped_lines), dialect: dialect.clone(), width: None }
        }
        None => Table::find(text, sample.complete, options)?,
    };
    let mut records = Records::new(table.text, sample.complete, &table.dialect)?;
    let columns = Columns::read(&mut records, table.dialect.header, table.width, options)?.ok_or_else(|| {
        if sample.complete {
            ReadError::new(ReadErrorKind::Empty, "the object has no record")
        } else {
            ReadError::new(ReadErrorKind::TooShort, "no record is complete")
        }
    })?;
    let mut warnings = Vec::new();
    if decoded.undecodable {
        let message = format!("some bytes are no {}: U+FFFD stands in their place", decoded.encoding);
        warnings.push(Diagnostic::new(Code::Undecodable, message));
    }
    if table.dialect.skipped_lines > 0 {
        let message = format!("{} lines above the table were skipped", table.dialect.skipped_lines);
        warnings.push(Diagnostic::new(Code::Preamble, message));
    }
    warnings.extend(columns.warnings());
    if records.unclosed {
        let message = "the text ends inside quotes: all that is behind the last opening one was taken for one value";
        warnings.push(Diagnostic::new(Code::BadRecord, message));
    }
    let encoding = Some(decoded.encoding.to_owned());
    let meta = FileMeta { encoding, dialect: Some(table.dialect), ..FileMeta::default() };
    let (records, fields) = (Some(columns.rows), columns.into_fields());
    limits::check(&fields, limits::MAX_OF_FILE)?;
    Ok(FileSchema { format: Format::Csv, records, fields, meta, warnings })
}

/// The part of a text that is a table, and how it is written.
struct Table<'a> {
    text: &'a str,
    dialect: Dialect,
    /// How many values most records have, if that was found out.
    width: Option<usize>,
}

impl<'a> Table<'a> {
    fn find(text: &'a str, complete: bool, options: &TextOptions) -> Result<Self, ReadError> {
        let (told, text) = told_delimiter(text);
        let mut dialect = dialect::sniff(text)?;
        dialect.delimiter = told.unwrap_or(dialect.delimiter);
        let start = start::find(text, complete, &dialect)?;
        let (above, table) = text.split_at_checked(start.offset).unwrap_or(("", text));
        dialect.skipped_lines = lines(above).count() + usize::from(told.is_some());
        dialect.comment = dialect.comment.filter(|mark| !table.starts_with(*mark));
        dialect.header = header::is_there(table, complete, &dialect, options)?;
        Ok(Self { text: table, dialect, width: Some(start.width) })
    }
}

/// The lines of a text, each with its end: `\n`, `\r\n` or `\r`.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.find(['\n', '\r'])?;
        let length = if rest.get(end..)?.starts_with("\r\n") { end + 2 } else { end + 1 };
        let (line, behind) = rest.split_at_checked(length)?;
        rest = behind;
        Some(line)
    })
}

/// The delimiter that a first line for Excel tells (`sep=;`), and the text behind that line.
fn told_delimiter(text: &str) -> (Option<char>, &str) {
    let line = lines(text).next().unwrap_or_default();
    let told = match line.trim_end_matches(['\n', '\r']).trim_matches('"').as_bytes() {
        [s, e, p, b'=', delimiter] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => Some(char::from(*delimiter)),
        _ => None,
    };
    let told = told.filter(|delimiter| delimiter.is_ascii() && !delimiter.is_ascii_alphanumeric());
    (told, if told.is_some() { behind_lines(text, 1) } else { text })
}

fn behind_lines(text: &str, count: usize) -> &str {
    text.get(lines(text).take(count).map(str::len).sum()..).unwrap_or_default()
}

/// What a value is, where some texts stand for a missing one.
fn kind(value: &[u8], options: &TextOptions) -> TextKind {
    if options.null_values.contains(value.trim_ascii()) {
        return TextKind::Null;
    }
    TextKind::of(value)
}
