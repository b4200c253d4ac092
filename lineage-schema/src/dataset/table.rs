use serde::{Deserialize, Serialize};

use crate::format::file_name;

/// A format of tables that keeps lists of its objects beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TableFormat {
    /// Delta Lake: `_delta_log/`.
    Delta,
    /// Apache Hudi: `.hoodie/`.
    Hudi,
    /// Apache Iceberg: `metadata/….metadata.json`.
    Iceberg,
}

/// An object that shows where a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TableMark<'a> {
    /// The table's folder: empty, or with a slash at its end.
    pub(super) root: &'a str,
    pub(super) format: TableFormat,
}

impl<'a> TableMark<'a> {
    /// The table that an object belongs to the metadata of.
    pub(super) fn of(key: &'a str) -> Option<Self> {
        let mut start = 0;
        for segment in key.split_inclusive('/') {
            let rest = key.get(start + segment.len()..)?;
            let format = match segment {
                "_delta_log/" => Some(TableFormat::Delta),
                ".hoodie/" => Some(TableFormat::Hudi),
                "metadata/" if !rest.contains('/') && rest.contains(".metadata.json") => Some(TableFormat::Iceberg),
                _ => None,
            };
            if let Some(format) = format {
                return Some(Self { root: key.get(..start)?, format });
            }
            start += segment.len();
        }
        None
    }

    /// Whether an object belongs to the table without being rows of it: its metadata, or a list of deleted rows.
    pub(super) fn owns(&self, key: &str) -> bool {
        let Some(key) = key.strip_prefix(self.root) else { return false };
        let name = file_name(key);
        match self.format {
            TableFormat::Delta => key.starts_with("_delta_log/") || name.starts_with("deletion_vector_"),
            TableFormat::Hudi => key.starts_with(".hoodie/") || name.starts_with(".hoodie"),
            TableFormat::Iceberg => key.starts_with("metadata/") || name.contains("-deletes."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_shows_by_its_metadata() {
        let check = |key, expected: Option<(&str, TableFormat)>| {
            assert_eq!(TableMark::of(key), expected.map(|(root, format)| TableMark { root, format }), "{key}");
        };
        check("_delta_log/00000000000000000000.json", Some(("", TableFormat::Delta)));
        check("db/t/_delta_log/x", Some(("db/t/", TableFormat::Delta)));
        check(".hoodie/hoodie.properties", Some(("", TableFormat::Hudi)));
        check("metadata/00001-a.metadata.json", Some(("", TableFormat::Iceberg)));
        check("t/metadata/v1.gz.metadata.json", Some(("t/", TableFormat::Iceberg)));
        check("metadata/snap-1.avro", None);
        check("metadata/a.csv", None);
        check("metadata/x/a.metadata.json", None);
        check("a_delta_log/x", None);
        check("_delta_log", None);
    }

    #[test]
    fn a_table_owns_what_is_no_row() {
        let iceberg = TableMark { root: "t/", format: TableFormat::Iceberg };
        let check = |key, expected| assert_eq!(iceberg.owns(key), expected, "{key}");
        check("t/metadata/snap-1.avro", true);
        check("t/data/00000-0-a-00001-deletes.parquet", true);
        check("t/data/00000-0-a-00001.parquet", false);
        check("metadata/a.csv", false);
    }
}
