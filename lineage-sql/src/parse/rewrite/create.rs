//! `CREATE TABLE` and `CREATE VIEW` with properties that say nothing about columns.

use sqlparser::ast::Ident;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{Pass, types};
use crate::Dialect;
use crate::parse::Extra;
use crate::parse::token::{begins_query, find, group, keyword, starts_with, string, word};

/// Leaves out what stands between the name of the target and the query.
pub(super) fn rewrite(tokens: Vec<TokenWithSpan>, dialect: Dialect, extra: &mut Extra) -> Vec<TokenWithSpan> {
    let head = tokens.iter().take(8).position(|token| matches!(keyword(token), Keyword::TABLE | Keyword::VIEW));
    let Some(kind) = head else { return tokens };
    let tokens = without_data(tokens);
    let has_query = tokens.windows(2).any(|pair| matches!(pair, [by, query] if is_as(by) && begins_query(query)));
    let mut pass = Pass::new(tokens, dialect);
    for _ in 0..kind {
        if pass.sees(&["or", "refresh"]) {
            pass.skip(2);
        }
        let dropped =
            ["streaming", "live", "external", "incremental", "force", "noforce", "editionable", "noneditionable"];
        if dropped.iter().any(|known| pass.sees(&[known])) {
            pass.skip(1)
        } else {
            pass.keep(1)
        }
        if pass.sees(&["table"]) || pass.sees(&["view"]) {
            break;
        }
    }
    let view = pass.sees(&["view"]);
    // A view of files, without a query, is a table.
    if view && pass.ahead().iter().any(|token| keyword(token) == Keyword::USING) && !has_query {
        pass.insert_word("TABLE");
        pass.skip(1);
    } else {
        pass.keep(1);
    }
    if pass.sees(&["if", "not", "exists"]) {
        pass.keep(3);
    }
    while matches!(pass.peek(0), Some(Token::Word(_))) {
        pass.keep(1);
        match pass.peek(0) {
            Some(Token::Period) => pass.keep(1),
            _ => break,
        }
    }
    if let Some(length) = group(pass.ahead()).filter(|_| pass.peek(0) == Some(&Token::LParen)) {
        if pass.ahead().get(1).is_some_and(begins_query) {
            pass.insert_word("AS");
        } else if let Some(names) =
            names(pass.ahead().get(1..length - 1).unwrap_or_default()).filter(|_| !view && has_query)
        {
            extra.columns = names;
            pass.skip(length);
        } else {
            columns(&mut pass, length);
        }
    }
    while let Some(next) = pass.ahead().first() {
        if is_as(next) || begins_query(next) && keyword(next) != Keyword::WITH {
            break;
        }
        match property(pass.ahead()) {
            Some(length) => pass.skip(length),
            // The target of a view, with its columns.
            None if pass.sees(&["to"]) => {
                let name = find(pass.ahead(), |token| token.token == Token::LParen || is_as(token)).unwrap_or_default();
                pass.keep(name);
                let columns = group(pass.ahead()).filter(|_| pass.peek(0) == Some(&Token::LParen));
                pass.skip(columns.unwrap_or_default());
                break;
            }
            None if pass.sees(&["shallow", "clone"]) || pass.sees(&["deep", "clone"]) => pass.skip(1),
            None if pass.sees(&["version", "as", "of"]) || pass.sees(&["timestamp", "as", "of"]) => {
                let call = pass.ahead().get(4..).filter(|_| pass.peek(4) == Some(&Token::LParen)).and_then(group);
                pass.skip(4 + call.unwrap_or_default());
            }
            None if keyword(next) == Keyword::WITH => break,
            None => pass.keep(1),
        }
    }
    pass.finish()
}

/// A query without `WITH DATA` and its like behind it.
fn without_data(mut tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    for clause in
        [&["with", "data"][..], &["with", "no", "data"], &["with", "read", "only"], &["with", "check", "option"]]
    {
        let head = tokens.len().saturating_sub(clause.len());
        if tokens.get(head..).is_some_and(|end| starts_with(end, clause)) {
            tokens.truncate(head);
        }
    }
    tokens
}

fn is_as(token: &TokenWithSpan) -> bool {
    keyword(token) == Keyword::AS
}

/// The names of a list of names alone, each perhaps with a comment.
fn names(tokens: &[TokenWithSpan]) -> Option<Vec<Ident>> {
    let column = |column: &[TokenWithSpan]| match column {
        [name] => ident(name),
        [name, comment, text] if keyword(comment) == Keyword::COMMENT && string(text).is_some() => ident(name),
        _ => None,
    };
    tokens.split(|token| token.token == Token::Comma).map(column).collect()
}

fn ident(token: &TokenWithSpan) -> Option<Ident> {
    match &token.token {
        Token::Word(word) => Some(word.to_ident(token.span)),
        _ => None,
    }
}

/// Definitions of columns, with types that the parser knows.
fn columns(pass: &mut Pass, length: usize) {
    let end = pass.ahead().len() - length;
    while pass.ahead().len() > end {
        let expects =
            pass.sees(&["constraint"]) && pass.ahead().get(2..).is_some_and(|rest| starts_with(rest, &["expect"]));
        let named = matches!(pass.out.last(), Some(TokenWithSpan { token: Token::Word(_), .. }));
        let nested = ["row", "array", "map"].iter().any(|known| pass.sees(&[known]));
        if expects && let Some(condition) = group(pass.ahead().get(3..).unwrap_or_default()) {
            pass.skip(3 + condition);
            if pass.sees(&["on", "violation"]) {
                let action = if pass.sees(&["on", "violation", "drop"]) || pass.sees(&["on", "violation", "fail"]) {
                    4
                } else {
                    3
                };
                pass.skip(action);
            }
            // The comma that separated it.
            if matches!(pass.out.last(), Some(last) if last.token == Token::Comma) {
                pass.out.pop();
            } else if pass.peek(0) == Some(&Token::Comma) {
                pass.skip(1);
            }
        } else if named
            && nested
            && pass.peek(1) == Some(&Token::LParen)
            && let Some(length) = types::length(pass.ahead())
        {
            pass.insert_word("nested");
            pass.skip(length);
        } else if pass.sees(&["encode"]) {
            pass.skip(2);
        } else {
            pass.keep(1);
        }
    }
}

/// How many tokens a property takes, if one is next.
pub(super) fn property(tokens: &[TokenWithSpan]) -> Option<usize> {
    const GROUPS: &[&[&str]] = &[
        &["with"],
        &["tag"],
        &["with", "tag"],
        &["with", "serdeproperties"],
        &["serdeproperties"],
        &["tblproperties"],
        &["options"],
        &["partitioned", "by"],
        &["partitioned", "on"],
        &["clustered", "by"],
        &["sorted", "by"],
        &["cluster", "by"],
        &["distkey"],
        &["sortkey"],
        &["compound", "sortkey"],
        &["interleaved", "sortkey"],
    ];
    const STRINGS: &[&[&str]] = &[
        &["comment"],
        &["location"],
        &["stored", "by"],
        &["inputformat"],
        &["outputformat"],
        &["row", "format", "serde"],
        &["fields", "terminated", "by"],
        &["escaped", "by"],
        &["collection", "items", "terminated", "by"],
        &["map", "keys", "terminated", "by"],
        &["lines", "terminated", "by"],
        &["null", "defined", "as"],
    ];
    const WORDS: &[&[&str]] = &[
        &["stored", "as"],
        &["using"],
        &["diststyle"],
        &["backup"],
        &["auto", "refresh"],
        &["security"],
        &["encode"],
        &["tablespace"],
    ];
    const ALONE: &[&[&str]] = &[
        &["row", "format", "delimited"],
        &["sortkey", "auto"],
        &["with", "schemabinding"],
        &["with", "schema", "binding"],
        &["with", "schema", "compensation"],
        &["with", "schema", "evolution"],
        &["with", "schema", "type", "evolution"],
        &["logging"],
        &["nologging"],
        &["compress"],
        &["nocompress"],
        &["noparallel"],
        &["ignore"],
    ];
    let behind = |shapes: &[&[&str]], follows: &dyn Fn(&[TokenWithSpan]) -> Option<usize>| {
        let shapes = shapes.iter().filter(|shape| starts_with(tokens, shape));
        shapes.filter_map(|shape| Some(shape.len() + follows(tokens.get(shape.len()..)?)?)).max()
    };
    if starts_with(tokens, &["into"]) && tokens.get(2..).is_some_and(|rest| starts_with(rest, &["buckets"])) {
        return Some(3);
    }
    if starts_with(tokens, &["parallel"]) {
        let degree = tokens.get(1).is_some_and(|degree| matches!(degree.token, Token::Number(..)));
        return Some(1 + usize::from(degree));
    }
    if starts_with(tokens, &["grace", "period", "interval"]) {
        return Some(5);
    }
    if starts_with(tokens, &["stored", "as", "inputformat"]) {
        return Some(2);
    }
    if let Some(length) = policy(tokens) {
        return Some(length);
    }
    let parentheses = |rest: &[TokenWithSpan]| (rest.first()?.token == Token::LParen).then(|| group(rest))?;
    behind(ALONE, &|_| Some(0))
        .or_else(|| behind(GROUPS, &parentheses))
        .or_else(|| behind(STRINGS, &|rest| rest.first().and_then(string).map(|_| 1)))
        .or_else(|| behind(WORDS, &|rest| rest.first().and_then(word).map(|_| 1)))
}

/// How many tokens Snowflake's `WITH ROW ACCESS POLICY p ON (a)` and `CHANGE_TRACKING = TRUE` take.
fn policy(tokens: &[TokenWithSpan]) -> Option<usize> {
    if starts_with(tokens, &["change_tracking"]) {
        return (tokens.get(1)?.token == Token::Eq).then_some(3);
    }
    let rest = tokens.get(usize::from(starts_with(tokens, &["with"]))..)?;
    if !starts_with(rest, &["row", "access", "policy"]) && !starts_with(rest, &["aggregation", "policy"]) {
        return None;
    }
    // Behind `ON` and a name of three parts at most.
    let list = tokens.iter().take(12).position(|token| token.token == Token::LParen)?;
    Some(list + group(tokens.get(list..)?)?)
}
