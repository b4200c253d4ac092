//! Types of columns that are rows, arrays or maps in parentheses: `ROW(a BIGINT, b ARRAY(VARCHAR))`.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::parse::token::{starts_with, word};

/// How many tokens a type takes, if it is one.
pub(super) fn length(tokens: &[TokenWithSpan]) -> Option<usize> {
    let name = tokens.first().and_then(word)?;
    let opens = |at: usize| tokens.get(at).is_some_and(|token| token.token == Token::LParen);
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let mut length = match () {
        () if is("row") && opens(1) => list(tokens, field)?,
        () if (is("array") || is("map")) && opens(1) => list(tokens, self::length)?,
        () if is("interval") => interval(tokens),
        () if is("double") && starts_with(tokens.get(1..)?, &["precision"]) => 2,
        () if opens(1) => list(tokens, |rest| rest.first().filter(|token| is_modifier(token)).map(|_| 1))?,
        () => 1,
    };
    let rest = tokens.get(length..)?;
    if starts_with(rest, &["with", "time", "zone"]) || starts_with(rest, &["without", "time", "zone"]) {
        length += 3;
    }
    if tokens.get(length..).is_some_and(|rest| starts_with(rest, &["array"])) {
        length += 1;
    }
    Some(length)
}

/// `INTERVAL DAY TO SECOND`.
fn interval(tokens: &[TokenWithSpan]) -> usize {
    let is_unit = |at: usize| {
        let unit = tokens.get(at).and_then(word).unwrap_or_default();
        ["year", "month", "day", "hour", "minute", "second"].iter().any(|known| unit.eq_ignore_ascii_case(known))
    };
    let range = tokens.get(2..).is_some_and(|rest| starts_with(rest, &["to"]));
    match (is_unit(1), range && is_unit(3)) {
        (true, true) => 4,
        (true, false) => 2,
        (false, _) => 1,
    }
}

/// A field of a row: a type with or without a name.
fn field(tokens: &[TokenWithSpan]) -> Option<usize> {
    let ends = |length: usize| {
        tokens.get(length).is_some_and(|token| matches!(token.token, Token::Comma | Token::RParen)).then_some(length)
    };
    let named = || match tokens.first()?.token {
        Token::Word(_) => ends(1 + length(tokens.get(1..)?)?),
        _ => None,
    };
    length(tokens).and_then(ends).or_else(named)
}

/// A name with a list in parentheses.
fn list(tokens: &[TokenWithSpan], item: impl Fn(&[TokenWithSpan]) -> Option<usize>) -> Option<usize> {
    let mut at = 2;
    loop {
        at += item(tokens.get(at..)?)?;
        match tokens.get(at)?.token {
            Token::Comma => at += 1,
            Token::RParen => return Some(at + 1),
            _ => return None,
        }
    }
}

/// `10`, or `max`.
fn is_modifier(token: &TokenWithSpan) -> bool {
    matches!(token.token, Token::Number(..)) || word(token).is_some()
}
