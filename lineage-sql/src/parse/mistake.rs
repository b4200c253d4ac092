//! The place of a mistake, where the parser tells of another.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::ladder::{self, Failure};
use super::token::{begins_query, group, keyword, position};
use crate::{DiagnosticCode, Dialect, SqlDiagnostic};

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

pub(super) fn expected(what: &str, found: &TokenWithSpan) -> SqlDiagnostic {
    let message = format!("Expected: {what}, found: {}", found.token);
    SqlDiagnostic::new(DiagnosticCode::SyntaxError, message).at(position(found.span.start))
}
