//! Column lineage of SQL: which column comes from which, in the terms of OpenLineage's column lineage facet.
//!
//! [`analyze`] reads a script in one of the dialects of [`Dialect`] and tells, statement by statement, where each column
//! that is written comes from. It does no I/O and never fails on a single bad statement: that one becomes an entry of
//! kind [`StatementKind::Error`] with its place in the text.
//!
//! ```
//! use lineage_sql::{Dialect, SqlOptions, analyze};
//!
//! let sql = "INSERT INTO daily (day, revenue) SELECT sold_on, sum(price) FROM sales GROUP BY sold_on";
//! let lineage = analyze(sql, &SqlOptions { dialect: Some(Dialect::Athena), ..SqlOptions::default() })?;
//! let mapping = &lineage.statements[0].mapping;
//! assert_eq!((mapping[1].to.as_str(), &mapping[1].from[..]), ("daily.revenue", &["sales.price".to_owned()][..]));
//! # Ok::<(), lineage_sql::SqlError>(())
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod catalog;
mod dialect;
mod mermaid;
mod names;
#[cfg(feature = "openapi")]
mod openapi;
mod parse;
#[cfg(feature = "pipeline")]
pub mod pipeline;
mod request;
mod resolve;
mod stack;
mod types;

use serde::{Deserialize, Serialize};

use stack::{Stack, on_stack};

pub use catalog::{Catalog, TableColumns};
pub use dialect::{Dialect, UnknownDialect};
pub use mermaid::mermaid;
pub use request::SqlRequest;
pub use types::{
    ColumnEdge, ColumnMapping, DiagnosticCode, Position, ScriptLineage, SqlDiagnostic, StatementKind, StatementLineage,
};

/// How a script is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SqlOptions {
    /// The dialect; detected when there is none.
    pub dialect: Option<Dialect>,
    /// The catalogue of tables that are named without one.
    pub default_catalog: Option<String>,
    /// The schema (database) of tables that are named without one.
    pub default_schema: Option<String>,
    /// What is known of the columns of tables.
    pub catalog: Catalog,
    /// Whether temporary tables and views of the script are seen through.
    pub collapse_temporary: bool,
}

/// Why a script was not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SqlError {
    /// The text is too long.
    #[error("the script has {length} bytes, more than the {limit} that are read: split it at statements")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The most that is read.
        limit: usize,
    },
    /// The text has too many words and signs, each of which takes memory.
    #[error(
        "the script has up to {tokens} words and signs, more than the {limit} that are read: split it at statements"
    )]
    TooManyTokens {
        /// How many, at most.
        tokens: usize,
        /// How many are read.
        limit: usize,
    },
}

/// The most bytes of one script.
pub const LONGEST_SCRIPT: usize = 16 << 20;

/// The most words and signs of one script: the tokens alone take a hundred bytes each.
const MOST_TOKENS: usize = 1 << 20;

/// The column lineage of a script.
///
/// It is read on a stack of 16 MiB, and once more on 128 MiB if something in it is nested too deeply for that. From a
/// thread that has as much left no stack is made, which saves a quarter of the time of a short script.
///
/// # Errors
/// When the text is longer than [`LONGEST_SCRIPT`], or has more than a million words and signs. What is wrong inside the
/// text is part of the answer.
pub fn analyze(sql: &str, options: &SqlOptions) -> Result<ScriptLineage, SqlError> {
    if sql.len() > LONGEST_SCRIPT {
        return Err(SqlError::TooLong { length: sql.len(), limit: LONGEST_SCRIPT });
    }
    // A mark of the encoding is no part of the text.
    let sql = sql.strip_prefix('\u{feff}').unwrap_or(sql);
    let tokens = parse::tokens_at_most(sql);
    if tokens > MOST_TOKENS {
        return Err(SqlError::TooManyTokens { tokens, limit: MOST_TOKENS });
    }
    let on = |stack| {
        on_stack(stack, || {
            let mut script = parse::parse(sql, options.dialect, stack);
            let lineage = resolve::script(&mut script, sql.len(), options);
            (lineage, script.wants_stack)
        })
    };
    let (lineage, wants_stack) = on(Stack::Usual);
    Ok(if wants_stack { on(Stack::Big).0 } else { lineage })
}

/// A column of a dataset; without a column, the dataset as a whole; without a dataset, the output of a query, or a column
/// whose dataset is not decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ColumnRef {
    /// The dataset: a table's qualified name, or a URI.
    pub table: Option<String>,
    /// The column; `*` where a star could not be expanded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// How a column comes from another (OpenLineage's transformation type and subtype).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", content = "subtype", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Transformation {
    /// The value comes from the column.
    Direct(Direct),
    /// The column decides which values there are, or in which order.
    Indirect(Indirect),
}

/// How a value comes from a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_has_the_keys_of_the_contract() {
        let table = |table: &str, column: &str| ColumnRef { table: Some(table.into()), column: Some(column.into()) };
        let edge = |transformation| ColumnEdge {
            from: table("db.s", "a"),
            to: table("db.t", "x"),
            transformation,
            masking: false,
            position: None,
        };
        for (transformation, keys) in [
            (Transformation::Direct(Direct::Identity), r#""type":"DIRECT","subtype":"IDENTITY""#),
            (Transformation::Indirect(Indirect::GroupBy), r#""type":"INDIRECT","subtype":"GROUP_BY""#),
        ] {
            let text = serde_json::to_string(&edge(transformation)).unwrap();
            let expected = r#"{"from":{"table":"db.s","column":"a"},"to":{"table":"db.t","column":"x"},"#.to_owned()
                + keys
                + r#","masking":false}"#;
            assert_eq!(text, expected);
            assert_eq!(serde_json::from_str::<ColumnEdge>(&text).unwrap(), edge(transformation));
        }
    }
}
