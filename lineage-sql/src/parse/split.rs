//! From text to the tokens of its statements.

use std::ops::Range;

use sqlparser::dialect::Dialect as Grammar;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer, Whitespace};

use super::files;
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
    let sql = files::masked(sql, dialect);
    let mut splitter = Splitter { dialect, ..Splitter::default() };
    let (mut rest, mut origin) = (&*sql, Location::new(1, 1));
    for restart in 0..=RESTARTS {
        let shift = |token: TokenWithSpan| TokenWithSpan { span: moved(token.span, origin), ..token };
        let mut tokenizer = Tokenizer::new(grammar, rest);
        let failure = tokenizer.tokenize_with_location_into_buf_with_mapper(&mut splitter.tokens, shift).err();
        splitter.read();
        let Some(failure) = failure else { break };
        splitter.fail(failure.message, relative(failure.location, origin));
        let Some((behind, location)) = semicolon(rest, failure.location).filter(|_| restart < RESTARTS) else { break };
        (rest, origin) = (behind, relative(location, origin));
        splitter.finish();
    }
    splitter.end()
}

/// A text whose semicolons do not separate it.
pub(super) fn whole(sql: &str, dialect: Dialect, grammar: &dyn Grammar) -> Chunk {
    let mut splitter = Splitter { dialect, whole: true, ..Splitter::default() };
    if let Err(failure) = Tokenizer::new(grammar, sql).tokenize_with_location_into_buf(&mut splitter.tokens) {
        splitter.fail(failure.message, failure.location);
    }
    splitter.read();
    Chunk { tokens: splitter.tokens, error: splitter.error }
}

/// What follows the first semicolon from a place on, and the place where it begins.
fn semicolon(text: &str, from: Location) -> Option<(&str, Location)> {
    let mut at = Location::new(1, 1);
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        let semicolon = char == ';' && at >= from;
        at = behind(at, char);
        if semicolon {
            return Some((chars.as_str(), at));
        }
    }
    None
}

/// The place behind a character.
pub(super) fn behind(at: Location, char: char) -> Location {
    if char == '\n' { Location::new(at.line + 1, 1) } else { Location::new(at.line, at.column + 1) }
}

/// A place in a text that begins at another place.
fn relative(location: Location, origin: Location) -> Location {
    let column = if location.line == 1 { location.column + origin.column - 1 } else { location.column };
    Location::new(location.line + origin.line - 1, column)
}

fn moved(span: Span, origin: Location) -> Span {
    Span::new(relative(span.start, origin), relative(span.end, origin))
}

/// Sees which of the tokens are of which statement.
#[derive(Default)]
struct Splitter {
    dialect: Dialect,
    /// Whether nothing separates.
    whole: bool,
    /// All tokens; those that are kept are moved to the front, so that a long script is in memory but once.
    tokens: Vec<TokenWithSpan>,
    /// How many are kept.
    kept: usize,
    /// Where the statements are among those kept, and what could not be read of each.
    done: Vec<(Range<usize>, Option<SqlDiagnostic>)>,
    /// Where the statement at hand begins.
    begin: usize,
    /// What could not be read of it.
    error: Option<SqlDiagnostic>,
    /// How many `BEGIN` and `CASE` wait for their `END`. A `CASE` counts only inside of a `BEGIN`.
    open: usize,
    /// Whether the statement at hand has a block.
    blocks: bool,
    /// Whether a `BEGIN` is still to come: the declarations before it end in semicolons too.
    awaited: bool,
}

impl Splitter {
    /// Takes the tokens that were read.
    fn read(&mut self) {
        for index in self.kept..self.tokens.len() {
            self.tokens.swap(self.kept, index);
            if self.keeps() {
                self.kept += 1;
            }
        }
        self.tokens.truncate(self.kept);
    }

    /// The tokens of the statement at hand.
    fn current(&self) -> &[TokenWithSpan] {
        self.tokens.get(self.begin..self.kept).unwrap_or_default()
    }

    /// Whether the next token is part of a statement; if it separates two, one is finished.
    fn keeps(&mut self) -> bool {
        let Some(next) = self.tokens.get(self.kept) else { return false };
        let begins = self.begins_block(next);
        let batch = self.dialect == Dialect::Tsql && !is_space(next) && self.ends_batch(next.span.start.line);
        match &next.token {
            Token::Whitespace(space) => return self.keeps_space(space),
            Token::SemiColon if self.open == 0 && !self.awaited && !begins && !self.whole => {
                self.finish();
                return false;
            }
            _ => {}
        }
        let word = keyword(next);
        if begins {
            (self.open, self.blocks, self.awaited) = (self.open + 1, true, false);
        }
        self.count(word);
        if batch {
            // The GO stays where it is, between the two.
            self.kept -= 1;
            self.finish();
            self.kept += 1;
            self.begin += 1;
        }
        true
    }

    /// Space that means something: a line break between two strings joins them, a space ends the name of a stage.
    fn keeps_space(&self, space: &Whitespace) -> bool {
        match (self.dialect, self.current().last().map(|last| &last.token)) {
            (Dialect::Postgres | Dialect::Redshift, Some(Token::SingleQuotedString(_))) => {
                *space == Whitespace::Newline
            }
            (Dialect::Snowflake, Some(last)) if !matches!(last, Token::Whitespace(_)) => {
                self.current().iter().rev().take(32).any(|token| token.token == Token::AtSign)
            }
            _ => false,
        }
    }

    /// Counts blocks, and sees where declarations begin.
    fn count(&mut self, word: Keyword) {
        let last = self.current().last().map_or(Keyword::NoKeyword, keyword);
        let first = self.current().first().map(keyword);
        match word {
            Keyword::CASE if self.open > 0 && last != Keyword::END => self.open += 1,
            Keyword::END => self.open = self.open.saturating_sub(1),
            // What these end was not counted, so that their END is none.
            _ if last == Keyword::END && self.ends_control() => self.open += 1,
            Keyword::DECLARE if first.is_none() => {
                self.awaited = matches!(self.dialect, Dialect::Oracle | Dialect::Snowflake);
            }
            Keyword::PROCEDURE | Keyword::FUNCTION | Keyword::TRIGGER if self.dialect == Dialect::Oracle => {
                self.awaited |= first == Some(Keyword::CREATE);
            }
            _ => {}
        }
    }

    /// Whether the next token, behind an `END`, says that this is the end of no block, in a statement with blocks.
    fn ends_control(&self) -> bool {
        let control = ["if", "loop", "while", "for", "repeat"];
        self.tokens.get(self.kept).is_some_and(|next| control.iter().any(|word| is_word(next, word))) && self.blocks
    }

    /// Whether the last token is a `BEGIN`, and not that of a transaction.
    fn begins_block(&self, next: &TokenWithSpan) -> bool {
        let current = self.current();
        if is_space(next) || current.last().is_none_or(|last| keyword(last) != Keyword::BEGIN) {
            return false;
        }
        let transaction = ["transaction", "tran", "work", "isolation", "read", "deferred", "immediate", "exclusive"];
        let alone = current.len() == 1 && next.token == Token::SemiColon;
        !alone && !transaction.iter().any(|word| is_word(next, word))
    }

    /// Whether the last token is a `GO` alone on its line.
    fn ends_batch(&self, line: u64) -> bool {
        let mut back = self.current().iter().rev();
        let Some(go) = back.next().filter(|last| is_word(last, "GO")) else { return false };
        let begin = go.span.start.line;
        line > begin && back.next().is_none_or(|before| before.span.end.line < begin)
    }

    fn fail(&mut self, message: String, location: Location) {
        let error = SqlDiagnostic::new(DiagnosticCode::SyntaxError, message);
        self.error = Some(error.at(position(location)));
    }

    fn finish(&mut self) {
        self.done.push((self.begin..self.kept, self.error.take()));
        (self.begin, self.open, self.blocks, self.awaited) = (self.kept, 0, false, false);
    }

    fn end(mut self) -> Vec<Chunk> {
        if self.dialect == Dialect::Tsql && self.ends_batch(u64::MAX) {
            self.kept -= 1;
        }
        let unclosed = self.open > 0 || self.awaited;
        self.finish();
        let mut chunks = Vec::with_capacity(self.done.len());
        // From the last to the first, so that each is moved once, and the only one of most texts not at all.
        for (range, error) in self.done.into_iter().rev() {
            self.tokens.truncate(range.end);
            let tokens =
                if range.start == 0 { std::mem::take(&mut self.tokens) } else { self.tokens.split_off(range.start) };
            chunks.push(Chunk { tokens, error });
        }
        chunks.reverse();
        if unclosed && let Some(last) = chunks.pop() {
            chunks.extend(at_semicolons(last));
        }
        chunks.retain(|chunk| !chunk.tokens.is_empty() || chunk.error.is_some());
        chunks
    }
}

/// The statements of a block without an end: every semicolon separates, so that one mistake does not swallow the rest.
fn at_semicolons(unclosed: Chunk) -> Vec<Chunk> {
    let (mut chunks, mut chunk) = (Vec::new(), Chunk::default());
    for token in unclosed.tokens {
        match token.token {
            Token::SemiColon => chunks.push(std::mem::take(&mut chunk)),
            _ => chunk.tokens.push(token),
        }
    }
    chunk.error = unclosed.error;
    chunks.push(chunk);
    chunks
}

fn is_space(token: &TokenWithSpan) -> bool {
    matches!(token.token, Token::Whitespace(_))
}
