//! Literals and placeholders that the tokenizer takes apart.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan, Word};

use super::Pass;
use crate::Dialect;
use crate::parse::token::{at, group, is_word, string, touch, word};

/// Puts together what the tokenizer took apart: `{{ x }}` and `${x}` are names, `5bd` is a number, `r'x'` a string.
pub(super) fn rewrite(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let mut pass = Pass::new(tokens, dialect);
    while let Some(token) = pass.ahead().first() {
        let done = match &token.token {
            Token::Placeholder(sign) if sign == "$" => placeholder(&mut pass, 1),
            Token::LBrace => placeholder(&mut pass, 0),
            Token::Number(..) => number(&mut pass),
            Token::Word(_) if is_word(token, "r") => raw_string(&mut pass),
            _ => false,
        };
        if !done {
            pass.keep(1);
        }
    }
    pass.finish()
}

/// `${x}`, `{{ x }}`, `{x}`: a name, joined with the names that it touches.
fn placeholder(pass: &mut Pass, sign: usize) -> bool {
    let braces = pass.ahead().get(sign..).unwrap_or_default();
    let double = matches!(braces.get(1), Some(token) if token.token == Token::LBrace);
    // A struct or a map has a colon, or more than one value.
    let is_value = |token: &TokenWithSpan| matches!(token.token, Token::Colon | Token::Comma);
    let Some(length) = group(braces).filter(|length| *length < 64) else { return false };
    let inside = braces.get(1..length - 1).unwrap_or_default();
    if braces.first().is_none_or(|first| first.token != Token::LBrace)
        || inside.is_empty()
        || (sign == 0 && !double && (inside.len() > 1 || inside.iter().any(is_value)))
    {
        return false;
    }
    let Some((first, last)) = pass.ahead().first().zip(braces.get(length - 1)) else { return false };
    let mut span = first.span;
    span.end = last.span.end;
    let strings: Vec<&str> = inside.iter().filter_map(string).collect();
    let mut name = if strings.is_empty() { inside.iter().filter_map(word).collect() } else { strings.join(".") };
    pass.skip(sign + length);
    let joins = |left: &TokenWithSpan, start| left.span.end == start && word(left).is_some();
    if pass.out.last().is_some_and(|left| joins(left, span.start))
        && let Some(left) = pass.out.pop()
    {
        name.insert_str(0, word(&left).unwrap_or_default());
        span.start = left.span.start;
    }
    if let Some(right) = pass.ahead().first().filter(|right| right.span.start == span.end)
        && let Some(text) = word(right)
    {
        name.push_str(text);
        span.end = right.span.end;
        pass.skip(1);
    }
    let word = Word { value: name, quote_style: None, keyword: Keyword::NoKeyword };
    pass.out.push(at(span, Token::Word(word)));
    true
}

/// `5bd`: a number with the letters of its type, which would be taken for an alias.
fn number(pass: &mut Pass) -> bool {
    let is_suffix = |text: &str| ["l", "s", "y", "d", "f", "bd"].iter().any(|known| text.eq_ignore_ascii_case(known));
    let lake = matches!(pass.dialect, Dialect::Spark | Dialect::Databricks | Dialect::Hive);
    let [number, suffix, ..] = pass.ahead() else { return false };
    if !lake || !touch(number, suffix) || !word(suffix).is_some_and(is_suffix) {
        return false;
    }
    pass.keep(1);
    pass.skip(1);
    true
}

/// `r'x'`.
fn raw_string(pass: &mut Pass) -> bool {
    let [prefix, text, ..] = pass.ahead() else { return false };
    let raw = touch(prefix, text) && string(text).is_some();
    if raw {
        pass.skip(1);
        pass.keep(1);
    }
    raw
}
