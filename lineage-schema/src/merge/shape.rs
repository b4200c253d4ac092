use arrow_schema::{Field, Fields};

use crate::column::children;

/// The columns of a file as a key.
///
/// Fields that differ in nothing but the order of their dictionaries are equal for Arrow, so that is kept beside them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape {
    fields: Fields,
    /// Which dictionaries are ordered, in the order in which they are met.
    ordered: Vec<bool>,
}

impl Shape {
    pub(super) fn new(fields: Fields) -> Self {
        let mut ordered = Vec::new();
        let mut left: Vec<&Field> = fields.iter().map(AsRef::as_ref).collect();
        while let Some(field) = left.pop() {
            ordered.extend(field.dict_is_ordered());
            left.extend(children(field.data_type()));
        }
        Self { fields, ordered }
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }
}
