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

/// Whether unquoted words, in whatever case, are what comes first.
pub(super) fn starts_with(tokens: &[TokenWithSpan], words: &[&str]) -> bool {
    tokens.len() >= words.len() && tokens.iter().zip(words).all(|(token, expected)| is_word(token, expected))
}

/// How many tokens the brackets take that come first, with what is in them.
pub(super) fn group(tokens: &[TokenWithSpan]) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token.token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (index > 0).then_some(index + 1);
        }
    }
    None
}

/// Where, outside of all brackets, the first token is that is asked for; not behind the bracket that closes around.
pub(super) fn find(tokens: &[TokenWithSpan], mut is: impl FnMut(&TokenWithSpan) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        if depth == 0 && is(token) {
            return Some(index);
        }
        match token.token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// Whether a token is what a query begins with.
pub(super) fn begins_query(token: &TokenWithSpan) -> bool {
    matches!(keyword(token), Keyword::SELECT | Keyword::WITH | Keyword::VALUES | Keyword::FROM | Keyword::TABLE)
        || token.token == Token::LParen
}

/// Writes `a DIV b` as `a / b`, whose lineage is the same: the parser hands an operator that it does not know a tree that can
/// only be copied, so that a row of them would take the square of its length.
pub(super) fn divide(tokens: &mut [TokenWithSpan]) {
    let is_operand = |token: &TokenWithSpan| {
        matches!(keyword(token), Keyword::NoKeyword)
            && !matches!(token.token, Token::Comma | Token::Period | Token::Eq | Token::RParen | Token::SemiColon)
    };
    let ends = |token: &TokenWithSpan| {
        matches!(&token.token, Token::Number(..) | Token::RParen | Token::RBracket)
            || matches!(&token.token, Token::Word(_)) && keyword(token) == Keyword::NoKeyword
    };
    for middle in 1..tokens.len().saturating_sub(1) {
        let Some([before, token, after]) = tokens.get_mut(middle - 1..=middle + 1) else { continue };
        if keyword(token) == Keyword::DIV && ends(before) && is_operand(after) {
            token.token = Token::Div;
        }
    }
}
