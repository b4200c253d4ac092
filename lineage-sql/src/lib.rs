//! Column lineage of SQL statements, in the terms of OpenLineage's column lineage facet.
//!
//! This crate holds the types alone so far. What derives them from SQL text is not built yet.

#![cfg_attr(test, allow(clippy::unwrap_used))]

use serde::{Deserialize, Serialize};

/// A column of a dataset; without a column, the dataset as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnRef {
    /// The dataset: a table's qualified name, or an S3 URI.
    pub table: String,
    /// The column; `*` where a star could not be expanded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// How a column comes from another (OpenLineage's transformation type and subtype).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "type", content = "subtype", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Transformation {
    /// The value comes from the column.
    Direct(Direct),
    /// The column decides which values there are, or in which order.
    Indirect(Indirect),
}

/// How a value comes from a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Direct {
    /// Unchanged.
    Identity,
    /// By an expression of one row.
    Transformation,
    /// By an aggregate over rows.
    Aggregation,
}

/// How a column decides about values of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Indirect {
    /// In a join's condition.
    Join,
    /// In a filter.
    Filter,
    /// In a grouping.
    GroupBy,
    /// In an order.
    Sort,
    /// In a window's partition or order.
    Window,
    /// In a condition of an expression.
    Conditional,
}

/// One edge of column lineage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnEdge {
    /// Where it comes from.
    pub from: ColumnRef,
    /// Where it goes.
    pub to: ColumnRef,
    /// How.
    #[serde(flatten)]
    pub transformation: Transformation,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_has_the_keys_of_the_contract() {
        let table = |table: &str, column: &str| ColumnRef { table: table.into(), column: Some(column.into()) };
        let edge = |transformation| ColumnEdge { from: table("db.s", "a"), to: table("db.t", "x"), transformation };
        for (transformation, keys) in [
            (Transformation::Direct(Direct::Identity), r#""type":"DIRECT","subtype":"IDENTITY""#),
            (Transformation::Indirect(Indirect::GroupBy), r#""type":"INDIRECT","subtype":"GROUP_BY""#),
        ] {
            let text = serde_json::to_string(&edge(transformation)).unwrap();
            let expected =
                r#"{"from":{"table":"db.s","column":"a"},"to":{"table":"db.t","column":"x"},"#.to_owned() + keys + "}";
            assert_eq!(text, expected);
            assert_eq!(serde_json::from_str::<ColumnEdge>(&text).unwrap(), edge(transformation));
        }
    }
}
