//! Mistakes that the parser takes for something else: it would take `FROM` for a column of that name.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::mistake::expected;
use super::token::{is_word, keyword, position, starts_with};
use crate::{DiagnosticCode, Dialect, SqlDiagnostic};

/// A word where something else should be.
pub(super) fn check(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<SqlDiagnostic> {
    statement(tokens, dialect).or_else(|| {
        tokens.windows(2).enumerate().find_map(|(index, pair)| match pair {
            [before, clause] => {
                let ahead = tokens.get(index + 2..).unwrap_or_default();
                let first =
                    index.checked_sub(1).and_then(|index| tokens.get(index)).map_or(Keyword::NoKeyword, keyword);
                let what = wrong(first, before, clause, ahead, dialect)?;
                let found = if what == "(" && keyword(clause) == Keyword::UNNEST { ahead.first()? } else { clause };
                Some(expected(what, found))
            }
            _ => None,
        })
    })
}

/// The engines that are strict about what begins a statement.
fn is_lake(dialect: Dialect) -> bool {
    use Dialect::{Athena, Databricks, Hive, Spark, Trino};
    matches!(dialect, Athena | Trino | Spark | Databricks | Hive)
}

/// What is wrong with the beginning of a statement, or with it as a whole.
fn statement(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<SqlDiagnostic> {
    const SHOWN: &[&str] = &[
        "catalogs",
        "columns",
        "compactions",
        "conf",
        "create",
        "current",
        "database",
        "databases",
        "extended",
        "functions",
        "grant",
        "grants",
        "index",
        "indexes",
        "locks",
        "materialized",
        "partitions",
        "principals",
        "role",
        "roles",
        "schemas",
        "session",
        "stats",
        "table",
        "tables",
        "tblproperties",
        "transactions",
        "user",
        "views",
        "volumes",
    ];
    let [first, second, ..] = tokens else { return None };
    match keyword(first) {
        Keyword::DELETE if is_lake(dialect) && keyword(second) != Keyword::FROM => Some(expected("FROM", second)),
        Keyword::UPDATE if keyword(second) == Keyword::SET => Some(expected("a table", second)),
        Keyword::SHOW if is_lake(dialect) && !SHOWN.iter().any(|shown| is_word(second, shown)) => {
            Some(expected("what is to be shown", second))
        }
        Keyword::MERGE if !tokens.iter().any(|token| keyword(token) == Keyword::WHEN) => {
            let message = "Expected: WHEN, found: end of the statement";
            let end = tokens.last().map(|last| position(last.span.end));
            Some(SqlDiagnostic::new(DiagnosticCode::SyntaxError, message).at(end?))
        }
        _ => None,
    }
}

/// What should be in place of a word, between what is before and ahead.
fn wrong(
    first: Keyword,
    before: &TokenWithSpan,
    word: &TokenWithSpan,
    ahead: &[TokenWithSpan],
    dialect: Dialect,
) -> Option<&'static str> {
    let trino = matches!(dialect, Dialect::Athena | Dialect::Trino);
    let wrong = match keyword(word) {
        // A comma at the end of a list is let be, as is a list of nothing where it is something.
        Keyword::FROM => match (&before.token, keyword(before)) {
            (Token::Comma, _) => false,
            (Token::Period, _) => trino,
            (_, Keyword::SELECT) => !matches!(dialect, Dialect::Postgres | Dialect::Duckdb),
            (_, Keyword::DISTINCT) => first == Keyword::SELECT,
            _ => expects_operand(before),
        },
        Keyword::WHERE | Keyword::HAVING => expects_operand(before),
        Keyword::ON => keyword(before) == Keyword::JOIN,
        Keyword::GROUP | Keyword::ORDER => starts_with(ahead, &["by"]) && expects_operand(before),
        Keyword::SELECT => is_lake(dialect) && (before.token == Token::Comma || keyword(before) == Keyword::INTO),
        Keyword::PARTITION => return (keyword(before) == Keyword::OVER).then_some("("),
        Keyword::UNNEST => {
            let table = matches!(keyword(before), Keyword::JOIN | Keyword::FROM);
            return (trino && table && ahead.first().is_some_and(|next| next.token != Token::LParen)).then_some("(");
        }
        _ => false,
    };
    wrong.then_some("an expression or a table")
}

/// Whether something must follow a token that is no clause.
fn expects_operand(token: &TokenWithSpan) -> bool {
    use Keyword::{AND, BETWEEN, BY, FROM, HAVING, IN, JOIN, LIKE, NOT, ON, OR, SELECT, SET, WHERE};
    match &token.token {
        Token::Word(_) => {
            [AND, BETWEEN, BY, FROM, HAVING, IN, JOIN, LIKE, NOT, ON, OR, SELECT, SET, WHERE].contains(&keyword(token))
        }
        Token::Plus | Token::Minus | Token::Div | Token::StringConcat | Token::Comma => true,
        Token::Eq | Token::Neq | Token::Lt | Token::Gt | Token::LtEq | Token::GtEq => true,
        _ => false,
    }
}
