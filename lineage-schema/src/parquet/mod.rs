use std::ops::Range;

use crate::{FileSchema, ReadError, ReadErrorKind};

/// Reads the schema of a Parquet file out of its footer, without I/O.
///
/// Give it the last bytes of the file ([`Footer::FIRST_READ`] of them, or all of a smaller one); it answers with the
/// schema, or with the one range that is still missing.
#[derive(Debug)]
pub struct Footer {}

/// What came of the bytes that were given.
#[derive(Debug)]
pub enum FooterStep {
    /// The schema.
    Done(Box<FileSchema>),
    /// The bytes of the file that are needed beside those given; they never overlap.
    Read(Range<u64>),
}

impl Footer {
    /// How many bytes of a file's end are worth reading at first.
    pub const FIRST_READ: u64 = 64 * 1024;

    /// Begins with the last bytes of a file of `size` bytes.
    ///
    /// # Errors
    /// See [`ReadErrorKind`].
    pub fn start(_tail: Vec<u8>, _size: u64) -> Result<(Self, FooterStep), ReadError> {
        Err(ReadError::new(ReadErrorKind::Unsupported, "not built"))
    }

    /// Goes on with the bytes of the range that [`FooterStep::Read`] named.
    ///
    /// # Errors
    /// See [`ReadErrorKind`].
    pub fn resume(self, _bytes: &[u8]) -> Result<FileSchema, ReadError> {
        Err(ReadError::new(ReadErrorKind::Unsupported, "not built"))
    }
}
