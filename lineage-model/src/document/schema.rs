use serde::{Serialize, Serializer};

use crate::Timestamp;

/// The latest schema that was kept of what an artifact holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ArtifactSchemaDocument {
    /// The number of the version.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// SHA-256 of the columns' canonical JSON.
    pub schema_hash: String,
    /// Name and type of each column, in their order, each name once; written as an object.
    #[serde(serialize_with = "as_object")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub fields: Vec<(String, String)>,
    /// The columns in full.
    pub columns: Vec<ColumnDocument>,
}

/// One column, or one field inside a nested column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ColumnDocument {
    /// The name.
    pub name: String,
    /// The type, as pyarrow prints it.
    pub r#type: String,
    /// Whether a value may be missing.
    pub nullable: bool,
    /// Whether the value stands in the object's path.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub partition: bool,
    /// What the type is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub children: Vec<ColumnDocument>,
}

impl ArtifactSchemaDocument {
    /// A version of a schema.
    #[must_use]
    pub fn new(
        version: u64,
        created_at: Timestamp,
        schema_hash: String,
        fields: Vec<(String, String)>,
        columns: Vec<ColumnDocument>,
    ) -> Self {
        Self { version, created_at, schema_hash, fields, columns }
    }
}

impl ColumnDocument {
    /// A column with what its type is made of.
    #[must_use]
    pub fn new(name: String, r#type: String, nullable: bool, partition: bool, children: Vec<Self>) -> Self {
        Self { name, r#type, nullable, partition, children }
    }
}

fn as_object<S: Serializer>(fields: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(fields.iter().map(|(name, data_type)| (name, data_type)))
}
