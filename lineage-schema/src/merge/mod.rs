use arrow_schema::Field;
use serde::{Deserialize, Serialize};

/// What becomes of types that have no common one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Widen {
    /// They stay apart: the column is a dense union of them, and a conflict.
    #[default]
    Lossless,
    /// The column becomes a `string`; the conflict is still told.
    String,
}

/// Types of one column that have no common one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The column; a field inside it is named with dots, the item of a list with `[]`.
    pub column: String,
    /// Each type, and files that have it.
    pub types: Vec<ConflictingType>,
}

/// One of the types of a [`Conflict`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictingType {
    /// As pyarrow prints it.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Files that have it: the first few by name.
    pub files: Vec<String>,
}

/// The schemas of many files on their way to one. It keeps what it saw and decides at the end, so that neither the
/// order of files nor how they are grouped matters.
#[derive(Debug, Clone, Default)]
pub struct Merge {}

/// The schema of many files.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The columns, in the order in which the files, taken by name, first have them.
    pub fields: Vec<Field>,
    /// Where types have no common one, ordered by column.
    pub conflicts: Vec<Conflict>,
}

impl Merge {
    /// Adds the columns of a file.
    pub fn add(&mut self, _file: &str, _fields: &[Field]) {}

    /// Adds all that another one saw.
    pub fn join(&mut self, _other: Self) {}

    /// The schema of all files so far.
    #[must_use]
    pub fn finish(&self, _widen: Widen) -> Merged {
        Merged { fields: Vec::new(), conflicts: Vec::new() }
    }
}
