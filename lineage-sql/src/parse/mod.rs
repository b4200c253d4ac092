//! From text to syntax trees: the only place that calls the parser. Nothing of its types leaves the crate.

mod detect;
mod embedded;
mod engine;
mod extra;
mod files;
mod guard;
mod idle;
mod ladder;
mod misplaced;
mod mistake;
mod procedure;
mod rewrite;
mod split;
mod template;
mod token;
mod unfollowed;
mod unseparated;

use sqlparser::ast::{Ident, Statement};
use sqlparser::tokenizer::TokenWithSpan;

use crate::stack::Stack;
use crate::{DiagnosticCode, Dialect, Position, SqlDiagnostic};

/// A script, split into its statements; empty ones (between two semicolons) are left out. Each is parsed when its turn
/// comes, so that no more than one tree is in memory.
pub(crate) struct Script {
    /// The dialect given, or found.
    pub dialect: Dialect,
    /// What concerns the script as a whole.
    pub diagnostics: Vec<SqlDiagnostic>,
    /// Whether a statement was too deep for the stack.
    pub wants_stack: bool,
    /// The stack that a statement may need.
    stack: Stack,
    chunks: std::vec::IntoIter<split::Chunk>,
    /// What is left of the last chunk, if there was no semicolon between its statements.
    left: std::vec::IntoIter<split::Chunk>,
}

impl Iterator for Script {
    type Item = Parsed;

    fn next(&mut self) -> Option<Parsed> {
        if self.left.len() == 0 {
            self.left = unseparated(self.chunks.next()?, self.dialect, self.stack).into_iter();
        }
        let parsed = statement(self.left.next()?, self.dialect, self.stack);
        self.wants_stack |= parsed.wants_stack;
        Some(parsed)
    }
}

/// A statement of a script. Several trees where one text says several things: Hive's `FROM … INSERT … INSERT …`, the
/// body of a procedure.
#[derive(Default)]
pub(crate) struct Parsed {
    /// Where it begins.
    pub position: Position,
    /// What it says.
    pub trees: Vec<Tree>,
    /// What of it could not be parsed.
    pub errors: Vec<SqlDiagnostic>,
    /// What of it is not followed.
    pub notes: Vec<SqlDiagnostic>,
    /// Whether it may be parsed on a bigger stack.
    wants_stack: bool,
}

/// A syntax tree, with what the parser has no words for and so was taken out of the tokens before.
pub(crate) struct Tree {
    /// The statement.
    pub statement: Statement,
    /// What was taken out.
    pub extra: Extra,
}

/// What the token pass took out of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extra {
    /// Where the target's data lie: `external_location`, `LOCATION`, the directory of an INSERT.
    pub location: Option<String>,
    /// The names of the target's columns, where they stand without types (`CREATE TABLE t (a, b) AS …`).
    pub columns: Vec<Ident>,
    /// Whether the target is temporary by a word that the parser does not know.
    pub temporary: bool,
    /// Whether the target's columns take the query's by name rather than by place.
    pub by_name: bool,
}

/// How deep statements inside of statements are looked for.
const DEPTH: usize = 4;

/// How many tokens a text has at most: words and numbers are one each, so is every sign.
pub(crate) fn tokens_at_most(sql: &str) -> usize {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
    let mut before = b' ';
    let mut tokens = 0;
    for byte in sql.bytes() {
        tokens += usize::from(if is_word(byte) { !is_word(before) } else { !byte.is_ascii_whitespace() });
        before = byte;
    }
    tokens
}

/// Splits a script, to be parsed on a stack.
pub(crate) fn parse(sql: &str, dialect: Option<Dialect>, stack: Stack) -> Script {
    match dialect {
        Some(dialect) => parse_as(sql, dialect, stack),
        None => detect::parse(sql, stack),
    }
}

/// Splits a script in a dialect.
fn parse_as(sql: &str, dialect: Dialect, stack: Stack) -> Script {
    let chunks = match ladder::grammars(dialect) {
        [grammar, ..] => split::split(sql, dialect, *grammar),
        [] => Vec::new(),
    };
    Script {
        dialect,
        diagnostics: Vec::new(),
        wants_stack: false,
        stack,
        chunks: chunks.into_iter(),
        left: Vec::new().into_iter(),
    }
}

/// The statements of a chunk, of which the last has what could not be read.
fn unseparated(chunk: split::Chunk, dialect: Dialect, stack: Stack) -> Vec<split::Chunk> {
    let parts = unseparated::split(chunk.tokens, dialect, stack);
    let mut chunks: Vec<_> = parts.into_iter().map(|tokens| split::Chunk { tokens, error: None }).collect();
    if let Some(last) = chunks.last_mut() {
        last.error = chunk.error;
    }
    chunks
}

/// Parses a statement.
fn statement(chunk: split::Chunk, dialect: Dialect, stack: Stack) -> Parsed {
    let begin = chunk.tokens.first().map(|first| token::position(first.span.start));
    let position = begin.or_else(|| chunk.error.as_ref()?.position).unwrap_or_default();
    let mut parsed = Parsed { position, ..Parsed::default() };
    match template::check(&chunk.tokens).or(chunk.error) {
        Some(error) => parsed.errors.push(error),
        None => parsed.read(chunk.tokens, dialect, stack, 0),
    }
    parsed
}

impl Parsed {
    /// Parses a statement, or what is inside of it, and so on down to some depth.
    fn read(&mut self, tokens: Vec<TokenWithSpan>, dialect: Dialect, stack: Stack, depth: usize) {
        let mut tokens = match rewrite::before(tokens, dialect) {
            Ok(tokens) => tokens,
            Err(error) => return self.errors.push(error),
        };
        let needed = match guard::check(&tokens, stack.size()) {
            Ok(needed) => needed,
            Err(error) => {
                self.wants_stack |= stack == Stack::Usual && guard::check(&tokens, Stack::Big.size()).is_ok();
                return self.errors.push(error);
            }
        };
        token::divide(&mut tokens);
        let note = unfollowed::note(&tokens);
        match procedure::statements(&tokens, dialect).filter(|_| depth < DEPTH) {
            Some(Ok(inner)) if inner.is_empty() => self.notes.extend(note),
            Some(Ok(inner)) => {
                for inner in inner.into_iter().flat_map(|inner| unseparated::split(inner, dialect, stack)) {
                    let moves = inner.first().is_some_and(|first| procedure::begins(token::keyword(first)));
                    if moves || dialect != Dialect::Tsql {
                        self.read(inner, dialect, stack, depth + 1);
                    }
                }
            }
            Some(Err(error)) => self.errors.push(error),
            // Inside of a block, what is not followed may be in words that the parser has not.
            None if depth > 0 && note.is_some() => self.notes.extend(note),
            None => match trees(tokens, dialect) {
                Ok(trees) => {
                    self.trees.extend(trees);
                    self.notes.extend(note);
                }
                Err(error) => {
                    // What the parser says where it may not descend further is not always that.
                    self.wants_stack |= stack == Stack::Usual && needed > stack.size() / 4;
                    self.errors.push(error);
                }
            },
        }
    }
}

/// The trees of a statement: as it is, else in other words.
fn trees(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Result<Vec<Tree>, SqlDiagnostic> {
    if let Some(error) = misplaced::check(&tokens, dialect) {
        return Err(error);
    }
    let extra = extra::of(&tokens);
    let tree = |extra: &Extra, statement| Tree { statement, extra: extra.clone() };
    let failure = match ladder::parse(tokens, dialect) {
        Ok(statements) => return Ok(statements.into_iter().map(|statement| tree(&extra, statement)).collect()),
        Err(failure) => failure,
    };
    if failure.error.code == DiagnosticCode::TooComplex {
        return Err(failure.error);
    }
    if idle::is_idle(&failure.tokens) {
        return Ok(Vec::new());
    }
    let failure = mistake::located(failure, dialect);
    let mut trees = Vec::new();
    for (tokens, extra) in rewrite::rewrite(failure.tokens, dialect, &extra) {
        match ladder::parse(tokens, dialect) {
            Ok(statements) => trees.extend(statements.into_iter().map(|statement| tree(&extra, statement))),
            // What is said in other words is understood further; else the mistake is the one of the text as it is.
            Err(other) => {
                let other = mistake::located(other, dialect).error;
                return Err(if other.position > failure.error.position { other } else { failure.error });
            }
        }
    }
    Ok(trees)
}

#[cfg(test)]
mod tests;
