//! Schemas of the datasets that a lineage graph names: columns with the type names that Arrow (pyarrow) prints.
//!
//! This crate holds the types alone so far. What reads them from Parquet, JSON and CSV objects, and the store of their
//! versions, are not built yet.

#![cfg_attr(test, allow(clippy::unwrap_used))]

use serde::{Deserialize, Serialize};

/// One column of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// The name, as the dataset has it.
    pub name: String,
    /// The type, as pyarrow prints it: `int64`, `timestamp[us, tz=UTC]`, `list<element: string>`.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Whether a value may be missing.
    pub nullable: bool,
    /// Whether the value stands in the object's path (Hive style: `day=2026-01-31`) rather than in the object.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partition: bool,
}

/// The ordered columns of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    /// The columns, in the dataset's order; a name may occur twice.
    pub columns: Vec<Column>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_reads_back_what_it_wrote() {
        let text = r#"{"columns":[{"name":"id","type":"int64","nullable":false},{"name":"day","type":"string","nullable":true,"partition":true}]}"#;
        let schema: Schema = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&schema).unwrap(), text);
    }
}
