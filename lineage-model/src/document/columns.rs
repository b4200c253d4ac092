use serde::Serialize;

/// That one column comes from another, or depends on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct ColumnLineageDocument {
    /// The column that comes from the other; without a column, the whole dataset.
    pub to: ColumnPlace,
    /// The column that it comes from.
    pub from: ColumnPlace,
    /// `DIRECT` or `INDIRECT`, as OpenLineage has it.
    pub r#type: String,
    /// `IDENTITY`, `FILTER` and the like, as OpenLineage has it.
    pub subtype: String,
}

/// A column of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct ColumnPlace {
    /// The table's qualified name, or a URI; null where it has none, or it is not decided.
    pub table: Option<String>,
    /// The column; `*` for columns that are not known one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl ColumnLineageDocument {
    /// That `to` comes from `from`, in the way that OpenLineage's type and subtype say.
    pub fn new(to: ColumnPlace, from: ColumnPlace, r#type: impl Into<String>, subtype: impl Into<String>) -> Self {
        Self { to, from, r#type: r#type.into(), subtype: subtype.into() }
    }
}

impl ColumnPlace {
    /// A column of a dataset.
    #[must_use]
    pub fn new(table: Option<String>, column: Option<String>) -> Self {
        Self { table, column }
    }
}
