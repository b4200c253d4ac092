//! Literals and placeholders that the tokenizer takes apart.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan, Word};

use super::Pass;
use crate::Dialect;
use crate::parse::token::{at, is_word, string, touch, word};

/// Puts together what the tokenizer took apart: `{x}` is a name, `5bd` is a number, `r'x'` a string.
pub(super) fn rewrite(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let mut pass = Pass::new(tokens, dialect);
    while let Some(token) = pass.ahead().first() {
        let done = match &token.token {
            Token::Placeholder(sign) if sign == "?" => try_cast(&mut pass),
            Token::Question => try_cast(&mut pass),
            Token::LBrace => placeholder(&mut pass),
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

/// `{x}`: a name, joined with the names that it touches.
fn placeholder(pass: &mut Pass) -> bool {
    let [open, inside, close, ..] = pass.ahead() else { return false };
    let Some(name) = word(inside).filter(|_| close.token == Token::RBrace) else { return false };
    let (mut name, mut span) = (name.to_owned(), open.span);
    span.end = close.span.end;
    pass.skip(3);
    if let Some(left) = pass.out.pop_if(|left| left.span.end == span.start && word(left).is_some()) {
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

/// `a ?:: INT`, a cast that gives NULL where it fails.
fn try_cast(pass: &mut Pass) -> bool {
    let casts = pass.dialect == Dialect::Databricks && pass.peek(1) == Some(&Token::DoubleColon);
    if casts {
        pass.skip(1);
    }
    casts
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
