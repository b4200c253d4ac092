use arrow_schema::DataType;
use serde::{Deserialize, Serialize};

use crate::leaf::parse;
use crate::merge::common;

/// Who can read whose data: columns are found by their names, so their order does not matter.
///
/// *Backward*: who expects the new schema can read data of the old one. That forbids a new column that may not be
/// missing, a column that may no longer be missing, and a type that does not hold the values of the one before.
///
/// *Forward*: who expects the old schema can read data of the new one. That forbids to remove a column that may not be
/// missing, a column that may be missing from now on, and a type whose values the one before does not hold.
///
/// A type holds the values of another if a merge of both is that type (see [`Merge`](crate::Merge)): wider integers,
/// decimals with as many digits on both sides of the point, `double` for every number, finer units of time. Besides
/// those, as Delta and Iceberg have it: a date becomes a timestamp without zone, and `null` anything. Lists are compared
/// by their items, structs field by field; a union holds a type if one of its members does. How values are laid out (`large_`, `_view`,
/// dictionaries, the width of decimals) does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Compatibility {
    /// Neither.
    #[default]
    None,
    /// Who expects the new schema can read data of the old one.
    Backward,
    /// Who expects the old schema can read data of the new one.
    Forward,
    /// Both.
    Full,
}

impl Compatibility {
    /// Of what holds.
    pub(crate) fn of(backward: bool, forward: bool) -> Self {
        match (backward, forward) {
            (true, true) => Self::Full,
            (true, false) => Self::Backward,
            (false, true) => Self::Forward,
            (false, false) => Self::None,
        }
    }

    /// Whether it promises that who expects the new schema can read data of the old one.
    #[must_use]
    pub fn backward(self) -> bool {
        matches!(self, Self::Backward | Self::Full)
    }

    /// Whether it promises that who expects the old schema can read data of the new one.
    #[must_use]
    pub fn forward(self) -> bool {
        matches!(self, Self::Forward | Self::Full)
    }
}

/// What one type is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The same values, perhaps laid out in another way.
    Equal,
    /// The new one holds all values of the old one.
    Wider,
    /// The old one holds all values of the new one.
    Narrower,
    /// Neither.
    Other,
}

impl Relation {
    /// Of two types without fields.
    pub(crate) fn of_leaves(old: &str, new: &str) -> Self {
        let (old_type, new_type) = (parse(old), parse(new));
        match (&old_type, &new_type) {
            _ if old == new => Self::Equal,
            (Some(DataType::Null), _) => Self::Wider,
            (_, Some(DataType::Null)) => Self::Narrower,
            (Some(old), Some(new)) if old == new => Self::Equal,
            (Some(old), Some(new)) => Self::of(holds(new, old), holds(old, new)),
            _ => Self::Other,
        }
    }

    /// Of two lists by their sizes, where those are fixed.
    pub(crate) fn of_sizes(old: Option<&str>, new: Option<&str>) -> Self {
        Self::of(new.is_none() || old == new, old.is_none() || old == new)
    }

    /// Of who holds all values of the other.
    pub(crate) fn of(new_holds_old: bool, old_holds_new: bool) -> Self {
        match (new_holds_old, old_holds_new) {
            (true, true) => Self::Equal,
            (true, false) => Self::Wider,
            (false, true) => Self::Narrower,
            (false, false) => Self::Other,
        }
    }
}

fn holds(all: &DataType, some: &DataType) -> bool {
    match (some, all) {
        (DataType::Date32 | DataType::Date64, DataType::Timestamp(_, None)) => true,
        _ => common(all, some).is_some_and(|common| common == *all),
    }
}
