use crate::{FileSchema, ReadError, ReadErrorKind, Sample, TextOptions};

/// The schema of separated values.
///
/// # Errors
/// See [`ReadErrorKind`].
pub fn read_csv(_sample: Sample<'_>, _options: &TextOptions) -> Result<FileSchema, ReadError> {
    Err(ReadError::new(ReadErrorKind::Unsupported, "not built"))
}
