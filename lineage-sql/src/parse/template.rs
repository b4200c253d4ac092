//! Templates of SQL, which are no SQL before they are rendered.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::token::{group, position, touch};
use crate::{DiagnosticCode, SqlDiagnostic};

/// How many tokens inside of double braces are looked through for their end.
const LONGEST: usize = 64;

/// Says where a statement has something to be filled in: `{{ x }}`, `{% if x %}`, `${x}`. Strings and comments are not
/// looked into, for there it changes no name.
pub(super) fn check(tokens: &[TokenWithSpan]) -> Option<SqlDiagnostic> {
    let begins = |(index, brace): &(usize, &TokenWithSpan)| {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        let inside = tokens.get(index + 1..).unwrap_or_default();
        brace.token == Token::LBrace
            && (before.is_some_and(|before| touch(before, brace) && ends_in_dollar(&before.token))
                || inside.first().is_some_and(|next| touch(brace, next) && begins_tag(inside)))
    };
    let (_, brace) = tokens.iter().enumerate().find(begins)?;
    let message = "this looks like a template: render it first, and give the SQL that comes out";
    Some(SqlDiagnostic::new(DiagnosticCode::SyntaxError, message).at(position(brace.span.start)))
}

/// Whether it is the `$` of `${x}`, or a name that has taken it.
fn ends_in_dollar(token: &Token) -> bool {
    match token {
        Token::Placeholder(text) => text == "$",
        Token::Word(word) => word.quote_style.is_none() && word.value.ends_with('$'),
        _ => false,
    }
}

/// Whether it is what follows the brace of `{{ x }}`, `{% if x %}` or `{# x #}`.
fn begins_tag(inside: &[TokenWithSpan]) -> bool {
    match inside.first().map(|first| &first.token) {
        Some(Token::Mod | Token::Sharp) => true,
        Some(Token::CustomBinaryOperator(sign)) => sign.starts_with(['%', '#']),
        Some(Token::Word(word)) => word.quote_style.is_none() && word.value.starts_with('#'),
        // The key of a map may be a map too, but is followed by its value.
        Some(Token::LBrace) => match group(inside.get(..LONGEST).unwrap_or(inside)) {
            Some(length) => inside.get(length).is_none_or(|next| next.token == Token::RBrace),
            None => inside.len() < LONGEST,
        },
        _ => false,
    }
}
