use crate::{FileSchema, ReadError, ReadErrorKind, Sample, TextOptions};

/// The schema of JSON records: one a line, an array of them, one after the other, or wrapped in an object.
///
/// # Errors
/// See [`ReadErrorKind`].
pub fn read_json(_sample: Sample<'_>, _options: &TextOptions) -> Result<FileSchema, ReadError> {
    Err(ReadError::new(ReadErrorKind::Unsupported, "not built"))
}
