//! From text to the tokens of its statements.

use sqlparser::dialect::Dialect as Grammar;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer, Whitespace};

use super::token::{is_word, keyword, position};
use crate::{DiagnosticCode, Dialect, SqlDiagnostic};

/// The tokens of one statement, without the space between them.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// The tokens, up to where the tokenizer failed.
    pub tokens: Vec<TokenWithSpan>,
    /// Why the tokenizer failed.
    pub error: Option<SqlDiagnostic>,
}

/// How often the tokenizer is started again behind something that it could not read. Each start may read the whole rest,
/// so that there must be an end.
const RESTARTS: usize = 16;

/// The statements of a script.
pub(super) fn split(sql: &str, dialect: Dialect, grammar: &dyn Grammar) -> Vec<Chunk> {
    let mut splitter = Splitter::new(dialect);
    let (mut rest, mut origin) = (sql, Location::new(1, 1));
    for restart in 0..=RESTARTS {
        let mut tokens = Vec::new();
        let shift = |token: TokenWithSpan| TokenWithSpan { span: moved(token.span, origin), ..token };
        let failure =
            Tokenizer::new(grammar, rest).tokenize_with_location_into_buf_with_mapper(&mut tokens, shift).err();
        tokens.into_iter().for_each(|token| splitter.push(token));
        let Some(failure) = failure else { break };
        splitter.fail(failure.message, relative(failure.location, origin));
        let Some((behind, location)) = semicolon(rest, failure.location).filter(|_| restart < RESTARTS) else { break };
        (rest, origin) = (behind, relative(location, origin));
        splitter.finish();
    }
    splitter.end()
}

/// What follows the first semicolon from a place on, and the place where it begins.
fn semicolon(text: &str, from: Location) -> Option<(&str, Location)> {
    let mut at = Location::new(1, 1);
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        let semicolon = char == ';' && at >= from;
        at = if char == '\n' { Location::new(at.line + 1, 1) } else { Location::new(at.line, at.column + 1) };
        if semicolon {
            return Some((chars.as_str(), at));
        }
    }
    None
}

/// A place in a text that begins at another place.
fn relative(location: Location, origin: Location) -> Location {
    let column = if location.line == 1 { location.column + origin.column - 1 } else { location.column };
    Location::new(location.line + origin.line - 1, column)
}

fn moved(span: Span, origin: Location) -> Span {
    Span::new(relative(span.start, origin), relative(span.end, origin))
}

/// Takes tokens and puts them into statements.
struct Splitter {
    dialect: Dialect,
    done: Vec<Chunk>,
    current: Chunk,
    /// How many `BEGIN` and `CASE` wait for their `END`. A `CASE` counts only inside of a `BEGIN`.
    open: usize,
    /// Whether a `BEGIN` is still to come: the declarations before it end in semicolons too.
    awaited: bool,
}

impl Splitter {
    fn new(dialect: Dialect) -> Self {
        Self { dialect, done: Vec::new(), current: Chunk::default(), open: 0, awaited: false }
    }

    fn push(&mut self, token: TokenWithSpan) {
        match &token.token {
            Token::Whitespace(space) => {
                if self.keeps(space) {
                    self.current.tokens.push(token);
                }
                return;
            }
            Token::SemiColon if self.open == 0 && !self.awaited => return self.finish(),
            Token::Word(_) => self.word(&token),
            _ => {}
        }
        self.open_block(&token);
        if self.dialect == Dialect::Tsql && self.ends_batch(&token) {
            self.current.tokens.pop();
            self.finish();
        }
        self.current.tokens.push(token);
    }

    /// Space that means something: a line break between two strings joins them, a space ends the name of a stage.
    fn keeps(&self, space: &Whitespace) -> bool {
        match self.current.tokens.last().map(|last| &last.token) {
            Some(Token::SingleQuotedString(_)) => *space == Whitespace::Newline,
            Some(Token::Whitespace(_)) | None => false,
            Some(_) => {
                self.dialect == Dialect::Snowflake
                    && self.current.tokens.iter().rev().take(32).any(|token| token.token == Token::AtSign)
            }
        }
    }

    /// Counts blocks, and sees where declarations begin.
    fn word(&mut self, token: &TokenWithSpan) {
        let last = self.current.tokens.last().map_or(Keyword::NoKeyword, keyword);
        match keyword(token) {
            Keyword::CASE if self.open > 0 && last != Keyword::END => self.open += 1,
            Keyword::END => self.open = self.open.saturating_sub(1),
            // What these end was not counted, so that their END is none.
            _ if last == Keyword::END
                && ["if", "loop", "while", "for", "repeat"].iter().any(|control| is_word(token, control))
                && self.has_block() =>
            {
                self.open += 1;
            }
            Keyword::DECLARE if self.current.tokens.is_empty() => {
                self.awaited = matches!(self.dialect, Dialect::Oracle | Dialect::Snowflake);
            }
            Keyword::PROCEDURE | Keyword::FUNCTION | Keyword::TRIGGER if self.dialect == Dialect::Oracle => {
                self.awaited |= self.current.tokens.first().is_some_and(|first| keyword(first) == Keyword::CREATE);
            }
            _ => {}
        }
    }

    /// Whether the statement has a block at all, so that an `END` before may have closed one.
    fn has_block(&self) -> bool {
        self.current.tokens.iter().any(|token| keyword(token) == Keyword::BEGIN)
    }

    /// Opens a block for a `BEGIN` just before this token, unless it begins a transaction.
    fn open_block(&mut self, next: &TokenWithSpan) {
        let Some(last) = self.current.tokens.last() else { return };
        if keyword(last) != Keyword::BEGIN {
            return;
        }
        let transaction = ["transaction", "tran", "work", "isolation", "read", "deferred", "immediate", "exclusive"];
        let alone = self.current.tokens.len() == 1 && self.dialect == Dialect::Postgres;
        if !alone && !transaction.iter().any(|word| is_word(next, word)) {
            self.open += 1;
            self.awaited = false;
        }
    }

    /// Whether the last token is a `GO` alone on its line.
    fn ends_batch(&self, next: &TokenWithSpan) -> bool {
        let mut back = self.current.tokens.iter().rev();
        let Some(go) = back.next().filter(|last| is_word(last, "GO")) else { return false };
        let line = go.span.start.line;
        next.span.start.line > line && back.next().is_none_or(|before| before.span.end.line < line)
    }

    fn fail(&mut self, message: String, location: Location) {
        let error = SqlDiagnostic::new(DiagnosticCode::SyntaxError, message);
        self.current.error = Some(error.at(position(location)));
    }

    fn finish(&mut self) {
        let chunk = std::mem::take(&mut self.current);
        (self.open, self.awaited) = (0, false);
        if !chunk.tokens.is_empty() || chunk.error.is_some() {
            self.done.push(chunk);
        }
    }

    fn end(mut self) -> Vec<Chunk> {
        if self.dialect == Dialect::Tsql && self.current.tokens.last().is_some_and(|last| is_word(last, "GO")) {
            self.current.tokens.pop();
        }
        if self.open == 0 && !self.awaited {
            self.finish();
            return self.done;
        }
        // A block without an end: every semicolon separates, so that one mistake does not swallow the rest.
        let unclosed = std::mem::take(&mut self.current);
        for token in unclosed.tokens {
            match token.token {
                Token::SemiColon => self.finish(),
                _ => self.current.tokens.push(token),
            }
        }
        self.current.error = unclosed.error;
        self.finish();
        self.done
    }
}
