//! From text to syntax trees: the only place that calls the parser. Nothing of its types leaves the crate.

mod engine;
mod guard;
mod ladder;
mod split;
mod token;

use sqlparser::ast::{Ident, Statement};

use crate::{Dialect, Position, SqlDiagnostic};

/// A script, split and parsed.
pub(crate) struct Script {
    /// The dialect given, or found.
    pub dialect: Dialect,
    /// Its statements; empty ones (between two semicolons) are left out.
    pub statements: Vec<Parsed>,
    /// What concerns the script as a whole.
    pub diagnostics: Vec<SqlDiagnostic>,
}

/// A statement of a script. Several trees where one text says several things: Hive's `FROM … INSERT … INSERT …`, the
/// body of a procedure.
pub(crate) struct Parsed {
    /// Where it begins.
    pub position: Position,
    /// What it says.
    pub trees: Vec<Tree>,
    /// What of it could not be parsed.
    pub errors: Vec<SqlDiagnostic>,
}

/// A syntax tree, with what the parser has no words for and so was taken out of the tokens before.
pub(crate) struct Tree {
    /// The statement.
    pub statement: Statement,
    /// What was taken out.
    pub extra: Extra,
}

/// What the token pass took out of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extra {
    /// Where the target's data lie: `external_location`, `LOCATION`, the directory of an INSERT.
    pub location: Option<String>,
    /// The names of the target's columns, where they stand without types (`CREATE TABLE t (a, b) AS …`).
    pub columns: Vec<Ident>,
    /// Whether the target is temporary by a word that the parser does not know.
    pub temporary: bool,
}

/// Splits and parses a script.
pub(crate) fn parse(sql: &str, dialect: Option<Dialect>) -> Script {
    let dialect = dialect.unwrap_or_default();
    let statements = match ladder::grammars(dialect) {
        [grammar, ..] => split::split(sql, dialect, *grammar),
        [] => Vec::new(),
    };
    let statements = statements.into_iter().map(|chunk| statement(chunk, dialect)).collect();
    Script { dialect, statements, diagnostics: Vec::new() }
}

/// Parses a statement.
fn statement(chunk: split::Chunk, dialect: Dialect) -> Parsed {
    let begin = chunk.tokens.first().map(|first| token::position(first.span.start));
    let position = begin.or_else(|| chunk.error.as_ref()?.position).unwrap_or_default();
    let parsed = match chunk.error.or_else(|| guard::check(&chunk.tokens)) {
        Some(error) => Err(error),
        None => ladder::parse(chunk.tokens, dialect),
    };
    let tree = |statement| Tree { statement, extra: Extra::default() };
    match parsed {
        Ok(statements) => Parsed { position, trees: statements.into_iter().map(tree).collect(), errors: Vec::new() },
        Err(error) => Parsed { position, trees: Vec::new(), errors: vec![error] },
    }
}

#[cfg(test)]
mod tests;
