//! Clauses in another order: `FROM t SELECT a`, Hive's `FROM t INSERT … SELECT a INSERT … SELECT b`, and a WITH before
//! CREATE.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::Pass;
use crate::Dialect;
use crate::parse::token::{at, find, keyword};

/// The most tokens that are written for a statement again and again.
const MOST: usize = 100_000;

/// The statements with their `FROM` where it usually is.
pub(super) fn rewrite(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<Vec<TokenWithSpan>> {
    if piped(&tokens) {
        let mut pass = Pass::new(tokens, dialect);
        pass.insert_word("SELECT");
        pass.insert(Token::Mul);
        return vec![pass.finish()];
    }
    split(&tokens).or_else(|| Some(vec![with_first(&tokens)?])).unwrap_or_else(|| vec![tokens])
}

/// Whether it is `FROM t |> …`.
fn piped(tokens: &[TokenWithSpan]) -> bool {
    let pipes = |token: &TokenWithSpan| {
        token.token == Token::VerticalBarRightAngleBracket
            || matches!(keyword(token), Keyword::SELECT | Keyword::INSERT)
    };
    let begins = tokens.first().is_some_and(|first| keyword(first) == Keyword::FROM);
    begins && find(tokens, pipes).and_then(|at| tokens.get(at)).is_some_and(|pipe| keyword(pipe) == Keyword::NoKeyword)
}

/// `WITH … CREATE TABLE t AS SELECT …`, with the WITH where the query is.
fn with_first(tokens: &[TokenWithSpan]) -> Option<Vec<TokenWithSpan>> {
    let (with, rest) = tokens.split_first().filter(|(with, _)| keyword(with) == Keyword::WITH)?;
    let create = find(rest, |token| matches!(keyword(token), Keyword::CREATE | Keyword::SELECT))?;
    let (tables, create) = rest.split_at_checked(create)?;
    if create.first().map(keyword)? != Keyword::CREATE {
        return None;
    }
    let query = find(create, |token| keyword(token) == Keyword::AS)?;
    let (create, query) = create.split_at_checked(query + 1)?;
    let with = std::slice::from_ref(with);
    Some(match query.split_first()? {
        (own, query) if keyword(own) == Keyword::WITH => {
            let comma = [at(own.span, Token::Comma)];
            [create, with, tables, &comma, query].concat()
        }
        _ => [create, with, tables, query].concat(),
    })
}

fn split(tokens: &[TokenWithSpan]) -> Option<Vec<Vec<TokenWithSpan>>> {
    if !matches!(tokens.first().map(keyword)?, Keyword::FROM | Keyword::WITH | Keyword::INSERT) {
        return None;
    }
    let from = find(tokens, |token| matches!(keyword(token), Keyword::FROM | Keyword::SELECT))?;
    let (before, rest) = tokens.split_at_checked(from)?;
    if rest.first().map(keyword)? != Keyword::FROM {
        return None;
    }
    let branches = find(rest, |token| matches!(keyword(token), Keyword::INSERT | Keyword::SELECT))?;
    let (from, mut rest) = rest.split_at_checked(branches)?;
    let mut statements = Vec::new();
    // Each statement has the FROM of all, so that there must be an end to it.
    let inserts = rest.iter().filter(|token| keyword(token) == Keyword::INSERT).count();
    if inserts.saturating_mul(before.len() + from.len()) > MOST {
        return None;
    }
    while !rest.is_empty() {
        let select = find(rest, |token| keyword(token) == Keyword::SELECT)?;
        let (head, query) = rest.split_at_checked(select)?;
        let next = find(query, |token| keyword(token) == Keyword::INSERT).unwrap_or(query.len());
        let (query, others) = query.split_at_checked(next)?;
        let list = find(query, ends_list).unwrap_or(query.len());
        let (list, tail) = query.split_at_checked(list)?;
        statements.push([before, head, list, from, tail].concat());
        rest = others;
    }
    Some(statements)
}

/// Whether a clause begins that follows `FROM`.
fn ends_list(token: &TokenWithSpan) -> bool {
    use Keyword::{CLUSTER, DISTRIBUTE, GROUP, HAVING, LATERAL, LIMIT, ORDER, SORT, UNION, WHERE, WINDOW};
    [CLUSTER, DISTRIBUTE, GROUP, HAVING, LATERAL, LIMIT, ORDER, SORT, UNION, WHERE, WINDOW].contains(&keyword(token))
}
