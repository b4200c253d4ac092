//! JSON records to columns: `text` makes UTF-8 of the bytes, `records` finds the records in it, `walk` reads a record
//! into the `shape` of all of them, and `types` says which columns that shape has.

mod records;
mod resume;
mod shape;
mod text;
mod types;
mod walk;

pub(crate) use types::{is_deep, is_map, kinds, map_of};

use lineage_model::{Code, Diagnostic};

use self::records::Records;
use crate::{FileMeta, FileSchema, Format, ReadError, ReadErrorKind, Sample, TextOptions, limits};

/// The schema of JSON records: one a line, an array of them, one after the other, or wrapped in an object.
///
/// - An object whose only field is an array of objects wraps the records of that array (`{"Records": [{…}, {…}]}`).
/// - `NaN`, `Infinity` and `-Infinity` are numbers, as many programs write them.
/// - A value that is no JSON is left out and counted; a record that an incomplete sample cuts is not.
/// - Every column and every field may be missing. A key that an object has twice counts with both values.
/// - An object below a record with more than 200 keys whose values have one type is a map.
///
/// # Errors
/// `Malformed` when no record could be read, `TooShort` when the sample ends before the first one does, `Empty` when
/// there is none, `NotTabular` when there are values but no object among them, and `TooLarge` when names and types would
/// have more than 2 MiB.
pub fn read_json(sample: Sample<'_>, options: &TextOptions) -> Result<FileSchema, ReadError> {
    let decoded = text::decode(sample)?;
    let records = Records::find(&decoded.text, sample.complete, &options.null_values);
    if records.count == 0 {
        return Err(nothing(&records, &decoded.text, sample.complete));
    }
    let mut warnings = Vec::new();
    if decoded.undecodable {
        let message = format!("some bytes are no {}; U+FFFD stands in their place", decoded.encoding);
        warnings.push(Diagnostic::new(Code::Undecodable, message));
    }
    if let Some(message) = bad_records(&records, &decoded.text) {
        warnings.push(Diagnostic::new(Code::BadRecord, message));
    }
    let (count, (fields, notes)) = (records.count, records.columns.into_columns(records.walk.room.notes));
    limits::check(&fields, limits::MAX_OF_FILE)?;
    if notes.too_deep {
        let message = format!("what nests deeper than {} levels is told as JSON text", walk::MAX_DEPTH);
        warnings.push(Diagnostic::new(Code::TooDeep, message));
    }
    if notes.truncated {
        let message = "there are more columns or nested fields than are followed; the later ones are left out";
        warnings.push(Diagnostic::new(Code::Truncated, message));
    }
    let meta = FileMeta { encoding: Some(decoded.encoding.into()), ..FileMeta::default() };
    Ok(FileSchema { format: Format::Json, fields, records: Some(count), meta, warnings })
}

/// Why there is no record.
fn nothing(records: &Records<'_>, text: &str, complete: bool) -> ReadError {
    let (kind, message) = if let Some(bad) = &records.first_bad {
        let message = format!("no record could be read: {} in line {}", bad.reason, line(text, bad.at));
        (ReadErrorKind::Malformed, message)
    } else if records.others > 0 {
        let message = "the object holds JSON, but no records: columns need objects, one a line or in an array";
        (ReadErrorKind::NotTabular, message.into())
    } else if complete {
        (ReadErrorKind::Empty, "the object holds no record".into())
    } else {
        (ReadErrorKind::TooShort, "the first record does not end within what was read".into())
    };
    ReadError::new(kind, message)
}

fn bad_records(records: &Records<'_>, text: &str) -> Option<String> {
    let left_out = |count| format!("{count} {} left out", if count == 1 { "was" } else { "were" });
    match (&records.first_bad, records.others) {
        (None, 0) => None,
        (None, others) => Some(format!("of the values beside the records, which are no objects, {}", left_out(others))),
        (Some(bad), others) => {
            let (line, reason) = (line(text, bad.at), &bad.reason);
            let bad = left_out(records.bad + others);
            let lost = if records.lost { "; behind the last of them no more were found" } else { "" };
            Some(format!("of the records that could not be read, {bad}; the first is in line {line}: {reason}{lost}"))
        }
    }
}

/// The line of a byte, counted from 1.
fn line(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}
