//! Small questions to tokens.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Word};

use crate::Position;

/// The place of a token, or of what the tokenizer stumbled over.
pub(super) fn position(location: Location) -> Position {
    let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Position { line: narrow(location.line), column: narrow(location.column) }
}

/// The keyword that a token is; none for a quoted name.
pub(super) fn keyword(token: &TokenWithSpan) -> Keyword {
    match &token.token {
        Token::Word(word) => word.keyword,
        _ => Keyword::NoKeyword,
    }
}

/// The unquoted word that a token is.
pub(super) fn word(token: &TokenWithSpan) -> Option<&str> {
    match &token.token {
        Token::Word(Word { value, quote_style: None, .. }) => Some(value),
        _ => None,
    }
}

/// Whether a token is an unquoted word, in whatever case.
pub(super) fn is_word(token: &TokenWithSpan, expected: &str) -> bool {
    word(token).is_some_and(|word| word.eq_ignore_ascii_case(expected))
}

/// The text of a literal string.
pub(super) fn string(token: &TokenWithSpan) -> Option<&str> {
    match &token.token {
        Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) => Some(text),
        _ => None,
    }
}

/// A token that stands where another one stood.
pub(super) fn at(span: Span, token: Token) -> TokenWithSpan {
    TokenWithSpan { token, span }
}

/// Whether two tokens have no space between them.
pub(super) fn touch(left: &TokenWithSpan, right: &TokenWithSpan) -> bool {
    left.span.end == right.span.start
}
