//! Mistakes that the parser takes for something else, or tells of at another place.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::ladder::{self, Failure};
use super::token::{begins_query, group, keyword, position};
use crate::{DiagnosticCode, Dialect, SqlDiagnostic};

/// A clause where an expression or a table should be: the parser would take `FROM` for a column of that name.
pub(super) fn misplaced(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<SqlDiagnostic> {
    if let [first, second, ..] = tokens
        && keyword(first) == Keyword::DELETE
        && keyword(second) != Keyword::FROM
        && matches!(dialect, Dialect::Athena | Dialect::Trino | Dialect::Spark | Dialect::Databricks | Dialect::Hive)
    {
        return Some(expected("FROM", second));
    }
    tokens.windows(2).enumerate().find_map(|(index, pair)| {
        let [before, clause] = pair else { return None };
        let by = || tokens.get(index + 2).is_some_and(|after| keyword(after) == Keyword::BY);
        let begins = match keyword(clause) {
            // A list of nothing is something in these; a comma at the end of a list is let be.
            Keyword::FROM => {
                before.token != Token::Comma
                    && !(matches!(dialect, Dialect::Postgres | Dialect::Duckdb) && keyword(before) == Keyword::SELECT)
            }
            Keyword::WHERE | Keyword::HAVING => true,
            Keyword::ON => keyword(before) == Keyword::JOIN,
            Keyword::GROUP | Keyword::ORDER => by(),
            _ => false,
        };
        (begins && expects_operand(before)).then(|| expected("an expression or a table", clause))
    })
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

/// The mistake at its place: what the parser cannot read as a subquery it tries as something else, and tells of that.
pub(super) fn located(failure: Failure, dialect: Dialect) -> Failure {
    let Failure { mut error, tokens } = failure;
    let mut within = tokens.as_slice();
    // A level of subqueries each time; each may parse what is left of the text.
    for _ in 0..8 {
        let Some((query, closed)) = subquery(within, &error) else { break };
        match ladder::parse(query.to_vec(), dialect) {
            Err(inner) if inner.error.position >= error.position => error = inner.error,
            Ok(_) if !closed => {
                error.message = "Expected: ), found: end of the statement".to_owned();
                error.position = query.last().map(|last| position(last.span.end));
                break;
            }
            _ => break,
        }
        within = query;
    }
    // GROUP, ORDER and their like, of which the parser takes nothing without a BY.
    let wrong = tokens.windows(2).find_map(|pair| match pair {
        [first, second] if Some(position(first.span.start)) == error.position && lacks_by(first, second) => {
            Some(second)
        }
        _ => None,
    });
    if let Some(wrong) = wrong {
        error = expected("BY", wrong);
    }
    Failure { error, tokens }
}

/// The first query in parentheses that an error is in, and whether the parentheses are closed.
fn subquery<'a>(tokens: &'a [TokenWithSpan], error: &SqlDiagnostic) -> Option<(&'a [TokenWithSpan], bool)> {
    let opens = |pair: &[TokenWithSpan]| match pair {
        [open, first] => open.token == Token::LParen && begins_query(first) && first.token != Token::LParen,
        _ => false,
    };
    let contains = |from: usize| {
        let rest = tokens.get(from..)?;
        let length = group(rest);
        let query = rest.get(1..length.map_or(rest.len(), |length| length - 1))?;
        let begin = query.first().map(|first| position(first.span.start));
        let end = length.and_then(|length| rest.get(length - 1)).map(|close| position(close.span.end));
        let inside = error.position >= begin && end.is_none_or(|end| error.position <= Some(end));
        inside.then_some((query, length.is_some()))
    };
    tokens.windows(2).enumerate().filter(|(_, pair)| opens(pair)).find_map(|(from, _)| contains(from))
}

/// Whether these should be `GROUP BY` or its like.
fn lacks_by(first: &TokenWithSpan, second: &TokenWithSpan) -> bool {
    use Keyword::{CLUSTER, DISTRIBUTE, GROUP, ORDER, PARTITION, SORT};
    [CLUSTER, DISTRIBUTE, GROUP, ORDER, PARTITION, SORT].contains(&keyword(first)) && keyword(second) != Keyword::BY
}

fn expected(what: &str, found: &TokenWithSpan) -> SqlDiagnostic {
    let message = format!("Expected: {what}, found: {}", found.token);
    SqlDiagnostic::new(DiagnosticCode::SyntaxError, message).at(position(found.span.start))
}
