//! Statements inside of a literal text: `UNLOAD ('SELECT …')`, `AS $$ … $$`.

use std::str::Chars;

use sqlparser::tokenizer::{Location, Token, TokenWithSpan};

use super::split::{self, Chunk};
use super::{ladder, token};
use crate::Dialect;

/// The tokens of a literal text, if the token is one, each with its place in the script; without semicolons at the end.
pub(super) fn tokens(literal: &TokenWithSpan, dialect: Dialect) -> Option<Chunk> {
    let (text, quote, prefix, doubled) = match &literal.token {
        Token::SingleQuotedString(text) => (text, 1, 0, '\''),
        Token::NationalStringLiteral(text) => (text, 1, 1, '\''),
        Token::DoubleQuotedString(text) => (text, 1, 0, '"'),
        Token::TripleSingleQuotedString(text) | Token::TripleDoubleQuotedString(text) => (text, 3, 0, '\0'),
        Token::DollarQuotedString(text) => {
            let tag = text.tag.iter().flat_map(|tag| tag.chars()).count();
            (&text.value, 2 + u64::try_from(tag).ok()?, 0, '\0')
        }
        _ => return None,
    };
    let mut chunk = split::whole(text, dialect, *ladder::grammars(dialect).first()?);
    let (start, end) = (literal.span.start, literal.span.end);
    let places = || Places {
        rest: text.chars(),
        inside: Location::new(1, 1),
        outside: Location::new(start.line, start.column + prefix + quote),
        doubled,
    };
    // A text with escapes is not as long as it is written; where it begins is what can be told of its parts then.
    let plain = places().find(Location::new(u64::MAX, 1)) == Location::new(end.line, end.column.saturating_sub(quote));
    let mut places = places();
    let mut place = |location: Location| if plain { places.find(location) } else { start };
    for token in &mut chunk.tokens {
        token.span.start = place(token.span.start);
        token.span.end = place(token.span.end);
    }
    if let Some(error) = &mut chunk.error {
        error.position =
            error.position.map(|at| token::position(place(Location::new(at.line.into(), at.column.into()))));
    }
    while chunk.tokens.pop_if(|last| last.token == Token::SemiColon).is_some() {}
    Some(chunk)
}

/// The places of a text in the script, from the first to the last.
struct Places<'a> {
    rest: Chars<'a>,
    /// The place in the text.
    inside: Location,
    /// The same place in the script.
    outside: Location,
    /// A sign that the script has twice.
    doubled: char,
}

impl Places<'_> {
    fn find(&mut self, location: Location) -> Location {
        while self.inside < location {
            let Some(char) = self.rest.next() else { break };
            for place in [&mut self.inside, &mut self.outside] {
                *place = split::behind(*place, char);
            }
            self.outside.column += u64::from(char == self.doubled);
        }
        self.outside
    }
}
