use serde::{Deserialize, Serialize};

use crate::{ColumnRef, Dialect, Transformation};

/// A place in the text of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// What a script of SQL says about columns; the body that `POST /sql/lineage` answers with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScriptLineage {
    /// The dialect that the script was read in: the one given, or the one detected.
    pub dialect: Dialect,
    /// Its statements, in order. One that writes several tables is there once for each of them, under one `index`.
    pub statements: Vec<StatementLineage>,
    /// What concerns the script as a whole.
    pub diagnostics: Vec<SqlDiagnostic>,
}

/// What one statement says about columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StatementLineage {
    /// The place of the statement in the script, from 0.
    pub index: usize,
    /// What it does.
    pub kind: StatementKind,
    /// Where it begins.
    pub position: Position,
    /// The dataset it writes: a table's qualified name, or a URI. None for a query alone.
    pub target: Option<String>,
    /// Where the target's data lie, if the statement says so (Athena's `external_location`, Hive's `LOCATION`): a URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The datasets it reads, in the order of the text.
    pub sources: Vec<String>,
    /// The plain view: DIRECT edges by target column, in the order of the target's columns.
    pub mapping: Vec<ColumnMapping>,
    /// What each column comes from.
    pub edges: Vec<ColumnEdge>,
    /// What all columns depend on: filters, joins, groupings, orders.
    pub dataset_edges: Vec<ColumnEdge>,
    /// What could not be decided, or not be read.
    pub diagnostics: Vec<SqlDiagnostic>,
    /// Whether later statements see through this temporary table or view, so that its edges are part of theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collapsed: bool,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StatementKind {
    /// A query without a target.
    Select,
    /// `INSERT`, also `INSERT OVERWRITE` and into a directory.
    Insert,
    /// `CREATE TABLE`, with or without `AS SELECT`.
    CreateTable,
    /// `CREATE VIEW`, materialised ones too, and `ALTER VIEW … AS`.
    CreateView,
    /// `MERGE`.
    Merge,
    /// `UPDATE`.
    Update,
    /// `DELETE`.
    Delete,
    /// `SELECT … INTO`.
    SelectInto,
    /// `UNLOAD`, and `COPY … TO`.
    Unload,
    /// `COPY`, and what else loads files.
    Copy,
    /// A statement that moves no data between columns.
    Other,
    /// A statement that could not be parsed.
    Error,
}

/// A column and the columns its values come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ColumnMapping {
    /// The column with its table; alone for a query without a target.
    pub to: String,
    /// The columns with their tables; `?.c` where the table is not decided.
    pub from: Vec<String>,
}

/// One edge of column lineage, in the terms of OpenLineage's column lineage facet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ColumnEdge {
    /// Where it comes from.
    pub from: ColumnRef,
    /// Where it goes; without a column, the dataset as a whole.
    pub to: ColumnRef,
    /// How.
    #[serde(flatten)]
    pub transformation: Transformation,
    /// Whether the values cannot be told from the result (a hash, a count).
    #[serde(default)]
    pub masking: bool,
    /// Where the text names the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

/// Something about a script that a reader should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SqlDiagnostic {
    /// What kind of thing it is.
    pub code: DiagnosticCode,
    /// What it is, in a sentence.
    pub message: String,
    /// The datasets that it could be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

/// What a diagnostic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DiagnosticCode {
    /// The dialect was not given; which one was taken.
    DialectDetected,
    /// The dialect's name is not known; ANSI was taken.
    UnknownDialect,
    /// A statement could not be parsed.
    SyntaxError,
    /// A statement is nested too deeply, or too long.
    TooComplex,
    /// Which dataset a column belongs to could not be decided.
    UnresolvedColumn,
    /// A qualifier names no dataset of the statement.
    UnknownQualifier,
    /// A star could not be expanded, for the columns of a dataset are not known.
    UnexpandedStar,
    /// A target has more or fewer columns than what is written into it.
    ColumnCount,
    /// Something was read, but its lineage is not derived.
    NotSupported,
}

impl SqlDiagnostic {
    /// A diagnostic without candidates or position.
    pub fn new(code: DiagnosticCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), candidates: Vec::new(), position: None }
    }

    /// The diagnostic with its place in the text.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }
}
