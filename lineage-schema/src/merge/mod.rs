use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_schema::{Field, Fields};
use serde::{Deserialize, Serialize};

use resolve::Resolver;

mod family;
mod number;
mod resolve;
mod shape;

pub(crate) use family::common;
use shape::Shape;

use crate::Format;

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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// The column; a field inside it is named with dots, the item of a list with `[]`.
    pub column: String,
    /// Each type, and files that have it.
    pub types: Vec<ConflictingType>,
}

/// One of the types of a [`Conflict`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConflictingType {
    /// As pyarrow prints it.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Files that have it: the first few by name.
    pub files: Vec<String>,
}

/// The schemas of many files on their way to one. It keeps what it saw and decides at the end, so that neither the
/// order of files nor how they are grouped matters.
///
/// - A column that some file lacks, or has as `null`, is nullable. Columns are matched by their exact name; where one
///   file has a name more than once, its k-th column of the name goes with the k-th of the others.
/// - Integers of one sign take the widest width, of both signs the next that holds both, `decimal128(20, 0)` for a
///   signed one with `uint64`. An integer with a decimal is a decimal that holds both, up to 76 digits; any of them
///   with a floating-point number is a `double`. Floating-point numbers take the widest.
/// - Times, durations, and timestamps of one zone take the finest unit; dates `date64[ms]`. Text with binary is binary,
///   anything with its `large_` kind large.
/// - What CSV has are texts, so that its columns always have a common type: that of the texts of all files, read as one.
///   The same goes for texts of JSON (strings, dates, times), and for its objects: more than 200 keys with values of one
///   type are a map, be they all in one file or not.
/// - Structs are merged field by field, lists by their items, maps by keys and values, dictionaries by indices and
///   values. A list that is not of one fixed size is a plain one.
/// - A union stands for its members. An extension type merges with itself alone; other metadata of fields is dropped.
///
/// All else has no common type: see [`Widen`] and [`Conflict`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    format: Format,
    /// Parts of a dataset mostly have one schema: each is kept once.
    seen: BTreeMap<Shape, BTreeSet<Arc<str>>>,
}

/// The schema of many files.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The columns, in the order in which the files, taken by name, first have them.
    pub fields: Vec<Field>,
    /// Where types have no common one, in the order of columns.
    pub conflicts: Vec<Conflict>,
}

impl Merge {
    /// Begins with no file; all will be of this format.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self { format, seen: BTreeMap::new() }
    }

    /// Adds the columns of a file.
    pub fn add(&mut self, file: &str, fields: &[Field]) {
        self.seen.entry(Shape::new(Fields::from(fields.to_vec()))).or_default().insert(file.into());
    }

    /// Adds all that another one saw, of the same format.
    pub fn join(&mut self, other: Self) {
        for (shape, files) in other.seen {
            self.seen.entry(shape).or_default().extend(files);
        }
    }

    /// The schema of all files so far.
    #[must_use]
    pub fn finish(&self, widen: Widen) -> Merged {
        // What holds of the first file holds of the whole group: a schema that came before has nothing to add later.
        let mut files: Vec<_> = self.seen.iter().map(|(shape, files)| (files, shape.fields())).collect();
        files.sort_by_key(|(files, _)| files.first());
        let mut resolver = Resolver::new(self.format, widen);
        let fields = resolver.fields(&files, "", 0);
        Merged { fields, conflicts: resolver.conflicts }
    }
}
