use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A dialect of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "&str", try_from = "String")]
#[non_exhaustive]
pub enum Dialect {
    /// Amazon Athena: Trino's queries, Hive's definitions.
    Athena,
    /// Trino, and Presto.
    Trino,
    /// Apache Spark.
    Spark,
    /// Databricks.
    Databricks,
    /// Apache Hive.
    Hive,
    /// Amazon Redshift.
    Redshift,
    /// Snowflake.
    Snowflake,
    /// PostgreSQL, and those that speak like it.
    Postgres,
    /// Google BigQuery.
    Bigquery,
    /// MySQL.
    Mysql,
    /// DuckDB.
    Duckdb,
    /// Microsoft SQL Server.
    Tsql,
    /// Oracle.
    Oracle,
    /// SQLite.
    Sqlite,
    /// ClickHouse.
    Clickhouse,
    /// Teradata.
    Teradata,
    /// Db2.
    Db2,
    /// The standard.
    #[default]
    Ansi,
}

/// All dialects with their names, the first of each the one they are printed by.
const NAMES: &[(Dialect, &[&str])] = &[
    (Dialect::Athena, &["athena"]),
    (Dialect::Trino, &["trino", "presto"]),
    (Dialect::Spark, &["spark", "sparksql"]),
    (Dialect::Databricks, &["databricks"]),
    (Dialect::Hive, &["hive"]),
    (Dialect::Redshift, &["redshift"]),
    (Dialect::Snowflake, &["snowflake"]),
    (Dialect::Postgres, &["postgres", "postgresql", "greenplum", "materialize"]),
    (Dialect::Bigquery, &["bigquery"]),
    (Dialect::Mysql, &["mysql"]),
    (Dialect::Duckdb, &["duckdb"]),
    (Dialect::Tsql, &["tsql", "mssql", "sqlserver"]),
    (Dialect::Oracle, &["oracle"]),
    (Dialect::Sqlite, &["sqlite"]),
    (Dialect::Clickhouse, &["clickhouse"]),
    (Dialect::Teradata, &["teradata"]),
    (Dialect::Db2, &["db2"]),
    (Dialect::Ansi, &["ansi", "generic"]),
];

impl Dialect {
    /// The name of the contract.
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(dialect, _)| *dialect == self)
            .and_then(|(_, names)| names.first())
            .copied()
            .unwrap_or("ansi")
    }
}

impl std::fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A name that no dialect has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such dialect")]
pub struct UnknownDialect;

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Self, UnknownDialect> {
        NAMES
            .iter()
            .find(|(_, names)| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
            .map(|(dialect, _)| *dialect)
            .ok_or(UnknownDialect)
    }
}

impl From<Dialect> for &str {
    fn from(dialect: Dialect) -> Self {
        dialect.name()
    }
}

impl TryFrom<String> for Dialect {
    type Error = UnknownDialect;

    fn try_from(name: String) -> Result<Self, UnknownDialect> {
        name.parse()
    }
}
