//! The grammars that a statement is tried in.

use std::any::TypeId;

use sqlparser::ast::Statement;
use sqlparser::dialect::{
    BigQueryDialect, ClickHouseDialect, DatabricksDialect, Dialect as Grammar, DuckDbDialect, MsSqlDialect,
    MySqlDialect, OracleDialect, PostgreSqlDialect, RedshiftSqlDialect, SQLiteDialect, SnowflakeDialect,
    TeradataDialect,
};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, TokenWithSpan};

use super::engine::Engine;
use super::token::{keyword, position, starts_with};
use crate::stack::Stack;
use crate::{DiagnosticCode, Dialect, SqlDiagnostic};

/// How deep the parser may descend on the stack that is left: for each level that [`super::guard`] allows, a query, a table and a few expressions.
pub(super) fn recursion() -> usize {
    /// What a level of the parser costs at most, measured in a build without optimisation.
    const LEVEL: usize = 160 << 10;
    // Unknown on few platforms, where it is the least that there is.
    stacker::remaining_stack().unwrap_or(Stack::Usual.size()) / LEVEL
}

/// The grammars of a dialect, the first of which also says what its tokens are.
pub(super) fn grammars(dialect: Dialect) -> &'static [&'static dyn Grammar] {
    macro_rules! lake {
        ($dialect:expr) => {
            &[
                &const { Engine::hive($dialect) },
                &const { Engine::generic($dialect) },
                &const { Engine { dialect: $dialect, like: TypeId::of::<DatabricksDialect>() } },
                &const { Engine { dialect: $dialect, like: TypeId::of::<RedshiftSqlDialect>() } },
            ]
        };
    }
    macro_rules! named {
        ($grammar:expr) => {
            &[&$grammar, &const { Engine::generic(Dialect::Ansi) }]
        };
    }
    match dialect {
        Dialect::Athena => lake!(Dialect::Athena),
        Dialect::Trino => &[&const { Engine::generic(Dialect::Trino) }, &const { Engine::hive(Dialect::Trino) }],
        Dialect::Spark => lake!(Dialect::Spark),
        Dialect::Databricks => lake!(Dialect::Databricks),
        Dialect::Hive => lake!(Dialect::Hive),
        Dialect::Redshift => named!(RedshiftSqlDialect {}),
        Dialect::Snowflake => named!(SnowflakeDialect),
        Dialect::Postgres => named!(PostgreSqlDialect {}),
        Dialect::Bigquery => named!(BigQueryDialect),
        Dialect::Mysql => named!(MySqlDialect {}),
        Dialect::Duckdb => named!(DuckDbDialect),
        Dialect::Tsql => named!(MsSqlDialect {}),
        Dialect::Oracle => named!(OracleDialect {}),
        Dialect::Sqlite => named!(SQLiteDialect {}),
        Dialect::Clickhouse => named!(ClickHouseDialect {}),
        Dialect::Teradata => named!(TeradataDialect {}),
        Dialect::Db2 | Dialect::Ansi => &[
            &const { Engine::generic(Dialect::Ansi) },
            &const { Engine::hive(Dialect::Ansi) },
            &const { Engine { dialect: Dialect::Ansi, like: TypeId::of::<DatabricksDialect>() } },
            &PostgreSqlDialect {},
        ],
    }
}

/// Why no grammar reads a statement.
pub(super) struct Failure {
    /// The mistake.
    pub error: SqlDiagnostic,
    /// The tokens, given back.
    pub tokens: Vec<TokenWithSpan>,
}

/// The trees of the tokens of a statement, by the first grammar that reads them; else the mistake that lies furthest in
/// the text, since a grammar that got further knew more.
pub(super) fn parse(mut tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Result<Vec<Statement>, Failure> {
    let recursion = recursion();
    let end = tokens.last().map_or(Location::new(1, 1), |last| last.span.end);
    let mut furthest: Option<(Location, SqlDiagnostic)> = None;
    // Several engines have Snowflake's COPY INTO, and Oracle its INSERT ALL.
    let copy = tokens.first().is_some_and(|first| keyword(first) == Keyword::COPY);
    let snowflake = copy || dialect == Dialect::Oracle && inserts_into_several(&tokens);
    let snowflake = snowflake.then_some(&SnowflakeDialect as &dyn Grammar);
    for grammar in grammars(dialect).iter().copied().chain(snowflake) {
        let mut parser = Parser::new(grammar).with_recursion_limit(recursion).with_tokens_with_locations(tokens);
        let error = match parser.parse_statements() {
            Ok(statements) => return Ok(statements),
            Err(error) => error,
        };
        let reached = parser.get_current_token().span.start;
        tokens = parser.into_tokens();
        let (location, diagnostic) = diagnostic(&error, reached, end);
        if diagnostic.code == DiagnosticCode::TooComplex {
            return Err(Failure { error: diagnostic, tokens });
        }
        if furthest.as_ref().is_none_or(|(known, _)| *known < location) {
            furthest = Some((location, diagnostic));
        }
    }
    let nothing = || SqlDiagnostic::new(DiagnosticCode::SyntaxError, "no grammar reads the statement");
    Err(Failure { error: furthest.map_or_else(nothing, |(_, diagnostic)| diagnostic), tokens })
}

/// Whether it is INSERT ALL or INSERT FIRST.
fn inserts_into_several(tokens: &[TokenWithSpan]) -> bool {
    starts_with(tokens, &["insert", "all"]) || starts_with(tokens, &["insert", "first"])
}

/// What the parser says, with the place that it says only inside of its message.
fn diagnostic(error: &ParserError, reached: Location, end: Location) -> (Location, SqlDiagnostic) {
    let (code, text) = match error {
        ParserError::TokenizerError(text) | ParserError::ParserError(text) => {
            (DiagnosticCode::SyntaxError, text.as_str())
        }
        ParserError::RecursionLimitExceeded => {
            (DiagnosticCode::TooComplex, "the statement is nested too deeply to be parsed")
        }
    };
    let (message, location) = match located(text) {
        Some((message, location)) => (message, location),
        None if reached.line == 0 || text.ends_with("found: EOF") => (text, end),
        None => (text, reached),
    };
    let message = message.strip_suffix("found: EOF").map(|before| format!("{before}found: end of the statement"));
    let message = message.unwrap_or_else(|| located(text).map_or(text, |(message, _)| message).to_owned());
    (location, SqlDiagnostic::new(code, message).at(position(location)))
}

/// A message without the ` at Line: 1, Column: 2` at its end, and those.
fn located(text: &str) -> Option<(&str, Location)> {
    let (message, place) = text.rsplit_once(" at Line: ")?;
    let (line, column) = place.split_once(", Column: ")?;
    Some((message, Location::new(line.parse().ok()?, column.parse().ok()?)))
}
