use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use crate::{Column, Conflict, Dataset, Format, SampledFile, Skipped, TableFormat};

/// How many of the objects that were skipped are named.
const MAX_SKIPPED: usize = 100;

/// The schema of a dataset, as answers tell it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct SchemaDocument {
    /// What the objects hold.
    pub format: Format,
    /// The type of each column.
    pub fields: FieldTypes,
    /// The columns in full.
    pub columns: Vec<Column>,
    /// The names of those that stand in paths.
    pub partitions: Vec<String>,
    /// Columns whose types have no common one.
    pub conflicts: Vec<Conflict>,
    /// The objects that the schema was made of.
    pub sampled_files: Vec<String>,
    /// Objects that have no part in it, the first by key.
    pub skipped: Vec<Skipped>,
    /// What the objects tell about themselves.
    pub meta: SchemaMeta,
    /// From 0 to 1; see [`Dataset::confidence`].
    pub confidence: f64,
    /// Which format of tables the prefix holds.
    #[serde(rename = "tableFormat", skip_serializing_if = "Option::is_none")]
    pub table_format: Option<TableFormat>,
}

/// What the objects of a dataset tell about themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct SchemaMeta {
    /// How many row groups the sampled Parquet files have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_row_groups: Option<u64>,
    /// How many objects were listed.
    pub num_objects: usize,
    /// How many of them have no part in the schema.
    pub num_skipped: usize,
    /// What each sampled object tells.
    pub files: Vec<SampledFile>,
}

/// Names and types, in the order of the columns; written as an object, in which the second column of a name is called
/// `name_2`, or as far on as is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldTypes(Vec<(String, String)>);

impl FieldTypes {
    /// The names and types of these columns.
    #[must_use]
    pub fn of(columns: &[Column]) -> Self {
        let mut taken: BTreeSet<_> = columns.iter().map(|column| column.name.clone()).collect();
        let mut numbers = BTreeMap::new();
        let field = |column: &Column| {
            let mut name = column.name.clone();
            match numbers.entry(name.clone()) {
                Entry::Vacant(first) => _ = first.insert(1),
                Entry::Occupied(mut number) => {
                    while !taken.insert(name.clone()) {
                        *number.get_mut() += 1;
                        name = format!("{}_{}", column.name, number.get());
                    }
                }
            }
            (name, column.data_type.clone())
        };
        Self(columns.iter().map(field).collect())
    }

    /// The names, each once, and their types.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, data_type)| (name.as_str(), data_type.as_str()))
    }
}

impl Serialize for FieldTypes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl From<&Dataset> for SchemaDocument {
    fn from(dataset: &Dataset) -> Self {
        let columns = dataset.columns.clone();
        let groups = dataset.sampled.iter().filter_map(|file| file.meta.num_row_groups);
        Self {
            format: dataset.format,
            fields: FieldTypes::of(&columns),
            partitions: columns.iter().filter(|column| column.partition).map(|column| column.name.clone()).collect(),
            conflicts: dataset.conflicts.clone(),
            sampled_files: dataset.sampled.iter().map(|file| file.uri.clone()).collect(),
            skipped: dataset.skipped.iter().take(MAX_SKIPPED).cloned().collect(),
            meta: SchemaMeta {
                num_row_groups: groups.reduce(u64::saturating_add),
                num_objects: dataset.objects,
                num_skipped: dataset.skipped.len(),
                files: dataset.sampled.clone(),
            },
            confidence: dataset.confidence,
            table_format: dataset.table_format,
            columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_column_of_a_name_gets_a_number() {
        let check = |names: &[&str], expected: &[&str]| {
            let column = |name: &&str| Column {
                name: (*name).to_owned(),
                data_type: "int64".to_owned(),
                nullable: true,
                partition: false,
                children: Vec::new(),
            };
            let fields = FieldTypes::of(&names.iter().map(column).collect::<Vec<_>>());
            assert_eq!(fields.iter().map(|(name, _)| name).collect::<Vec<_>>(), expected);
        };
        check(&["b", "a"], &["b", "a"]);
        check(&["a", "a", "a"], &["a", "a_2", "a_3"]);
        check(&["a", "a", "a_2", "a_2"], &["a", "a_3", "a_2", "a_2_2"]);
        check(&["", ""], &["", "_2"]);
    }

    #[test]
    fn fields_keep_their_order() {
        let fields = FieldTypes(vec![("z".to_owned(), "int64".to_owned()), ("a".to_owned(), "string".to_owned())]);
        assert_eq!(serde_json::to_string(&fields).unwrap(), r#"{"z":"int64","a":"string"}"#);
    }
}
