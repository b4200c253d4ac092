//! What engines write and the parser has no words for, said in words that it has. But for what it would misread, this is
//! tried only where the parser fails, so that what it reads stays as it is; every token keeps its place in the text.

mod asides;
mod before;
mod clauses;
mod create;
mod expression;
mod from_first;
mod insert;
mod joins;
mod json;
mod literals;
mod load;
mod sources;
mod types;
mod values;
mod words;

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::Extra;
use super::token::{find, is_word};
use crate::Dialect;

pub(super) use before::rewrite as before;

/// Tokens that are read one by one, and written as they are or as something else.
struct Pass {
    dialect: Dialect,
    rest: std::vec::IntoIter<TokenWithSpan>,
    out: Vec<TokenWithSpan>,
}

impl Pass {
    fn new(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Self {
        Self { dialect, out: Vec::with_capacity(tokens.len() + 8), rest: tokens.into_iter() }
    }

    /// What is still to be read.
    fn ahead(&self) -> &[TokenWithSpan] {
        self.rest.as_slice()
    }

    /// Whether these words come next.
    fn sees(&self, words: &[&str]) -> bool {
        super::token::starts_with(self.ahead(), words)
    }

    /// The token after some others.
    fn peek(&self, skipped: usize) -> Option<&Token> {
        self.ahead().get(skipped).map(|token| &token.token)
    }

    /// Where a name of several parts ends whose first part is at `at`.
    fn name_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while self.peek(end) == Some(&Token::Period) {
            end += 2;
        }
        end
    }

    /// Writes the next tokens as they are.
    fn keep(&mut self, count: usize) {
        self.out.extend(self.rest.by_ref().take(count));
    }

    /// Leaves the next tokens out.
    fn skip(&mut self, count: usize) {
        self.rest.by_ref().take(count).for_each(drop);
    }

    /// Writes a token that stands where the next one stands.
    fn insert(&mut self, token: Token) {
        let span = self.ahead().first().or(self.out.last()).map(|next| next.span);
        self.out.extend(span.map(|span| super::token::at(span, token)));
    }

    /// Writes a word that stands where the next token stands.
    fn insert_word(&mut self, word: &str) {
        self.insert(Token::make_word(word, None));
    }

    /// All that was written, with what was not read.
    fn finish(mut self) -> Vec<TokenWithSpan> {
        self.out.extend(self.rest);
        self.out
    }
}

/// A statement in words that the parser has, or several.
pub(super) fn rewrite(
    mut tokens: Vec<TokenWithSpan>,
    dialect: Dialect,
    extra: &Extra,
) -> Vec<(Vec<TokenWithSpan>, Extra)> {
    tokens.retain(|token| !matches!(token.token, Token::Whitespace(_)));
    let tokens = literals::rewrite(words::rewrite(tokens, dialect), dialect);
    let statements = load::statements(&tokens).unwrap_or_else(|| from_first::rewrite(tokens, dialect));
    let each = statements.into_iter().map(|tokens| {
        let mut extra = extra.clone();
        let begins = |word| tokens.first().is_some_and(|first| is_word(first, word));
        let tokens = match () {
            () if begins("PREPARE") => prepared(tokens, dialect),
            () if begins("CREATE") => create::rewrite(tokens, dialect, &mut extra),
            () if begins("SET") => variable(tokens, dialect),
            () if begins("MERGE") => merge(tokens, dialect),
            () if begins("UPDATE") => several(tokens, dialect),
            () if begins("INSERT") || begins("WITH") => insert::rewrite(tokens, dialect, &mut extra),
            () => tokens,
        };
        (expression::rewrite(tokens, dialect), extra)
    });
    each.collect()
}

/// Spark's `SET VAR a = …`, for which others say SET.
fn variable(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let mut pass = Pass::new(tokens, dialect);
    pass.keep(1);
    if pass.sees(&["var"]) || pass.sees(&["variable"]) {
        pass.skip(1);
    }
    pass.finish()
}

/// `MERGE WITH SCHEMA EVOLUTION INTO …`, in which the columns of the target may become more, and Snowflake's
/// `UPDATE ALL BY NAME`, for which others say `UPDATE SET *`.
fn merge(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let mut pass = Pass::new(tokens, dialect);
    pass.keep(1);
    if pass.sees(&["with", "schema", "evolution"]) {
        pass.skip(3);
    }
    while !pass.ahead().is_empty() {
        if !pass.sees(&["all", "by", "name"]) {
            pass.keep(1);
            continue;
        }
        if pass.out.last().is_some_and(|last| is_word(last, "update")) {
            pass.insert_word("SET");
        }
        pass.insert(Token::Mul);
        pass.skip(3);
    }
    pass.finish()
}

/// MySQL's `UPDATE t, u SET …`: a join of them.
fn several(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let mut pass = Pass::new(tokens, dialect);
    let is_next = |token: &TokenWithSpan| token.token == Token::Comma || is_word(token, "set");
    while let Some(next) = find(pass.ahead(), is_next) {
        pass.keep(next);
        if pass.sees(&["set"]) {
            break;
        }
        pass.insert_word("CROSS");
        pass.insert_word("JOIN");
        pass.skip(1);
    }
    pass.finish()
}

/// `PREPARE p FROM SELECT …`, for which others say AS.
fn prepared(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let mut pass = Pass::new(tokens, dialect);
    pass.keep(2);
    if pass.sees(&["from"]) {
        pass.insert_word("AS");
        pass.skip(1);
    }
    pass.finish()
}
