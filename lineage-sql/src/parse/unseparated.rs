//! Statements of T-SQL with no semicolon between them: one ends where the parser has all of it, and the next begins a line.

use sqlparser::dialect::MsSqlDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::ladder::recursion;
use super::token::keyword;
use super::{guard, procedure};
use crate::Dialect;
use crate::stack::Stack;

/// The statements, each as its tokens.
pub(super) fn split(mut tokens: Vec<TokenWithSpan>, dialect: Dialect, stack: Stack) -> Vec<Vec<TokenWithSpan>> {
    if dialect != Dialect::Tsql || is_block(&tokens) {
        return vec![tokens];
    }
    let candidates = candidates(&tokens);
    if candidates.is_empty() || guard::check(&tokens, stack.size()).is_err() {
        return vec![tokens];
    }
    let mut begins = Vec::new();
    let mut parser = Parser::new(&MsSqlDialect {}).with_recursion_limit(recursion()).with_tokens_with_locations(tokens);
    let mut candidates = candidates.into_iter().peekable();
    loop {
        let before = parser.index();
        let parsed = parser.parse_statement().is_ok();
        let reached = parser.index();
        // A word that the parser took for a name may begin the next statement. Behind a mistake, what follows a parenthesis
        // may be the rest of the same one.
        let is_of_it = |candidate: &Candidate| {
            candidate.index <= before || candidate.index + 1 < reached || candidate.may_continue && !parsed
        };
        while candidates.next_if(is_of_it).is_some() {}
        let Some(Candidate { index: next, .. }) = candidates.next() else { break };
        while parser.index() > next {
            parser.prev_token();
        }
        while parser.index() < next {
            parser.advance_token();
        }
        begins.push(next);
    }
    tokens = parser.into_tokens();
    let mut parts: Vec<_> = begins.into_iter().rev().map(|begin| tokens.split_off(begin)).collect();
    parts.push(tokens);
    parts.reverse();
    parts
}

/// Whether it is a block, or what has one, whose statements are its own.
fn is_block(tokens: &[TokenWithSpan]) -> bool {
    let first = tokens.first().map_or(Keyword::NoKeyword, keyword);
    procedure::is_procedure(tokens) || first == Keyword::BEGIN
}

/// A token that may begin another statement.
struct Candidate {
    index: usize,
    /// Whether it may as well go on with the one before: `INSERT INTO t (a)`, then `SELECT`.
    may_continue: bool,
}

/// The tokens that may begin another statement: outside of parentheses, at the beginning of a line.
fn candidates(tokens: &[TokenWithSpan]) -> Vec<Candidate> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        let [before, token] = pair else { continue };
        match before.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_clause = keyword(token) == Keyword::WITH && !names_query(tokens.get(index + 2..).unwrap_or_default());
        let new_line = before.span.end.line < token.span.start.line;
        if depth == 0 && new_line && begins(token) && !is_clause && !goes_on(before) {
            found.push(Candidate { index: index + 1, may_continue: before.token == Token::RParen });
        }
    }
    found
}

/// Whether a statement goes on behind a token.
fn goes_on(token: &TokenWithSpan) -> bool {
    use Keyword::{ALL, AS, ELSE, EXCEPT, FOR, INTERSECT, THEN, UNION};
    token.token == Token::Comma || [ALL, AS, ELSE, EXCEPT, FOR, INTERSECT, THEN, UNION].contains(&keyword(token))
}

/// Whether what follows a WITH is a common table expression: `c AS (…)`, `c (a) AS (…)`.
fn names_query(tokens: &[TokenWithSpan]) -> bool {
    let is_open = |place| tokens.get(place).is_some_and(|next: &TokenWithSpan| next.token == Token::LParen);
    is_open(1) || is_open(2) && tokens.get(1).is_some_and(|next| keyword(next) == Keyword::AS)
}

fn begins(token: &TokenWithSpan) -> bool {
    use Keyword::{
        ALTER, CLOSE, COMMIT, DEALLOCATE, DECLARE, DROP, FETCH, IF, OPEN, PRINT, RETURN, ROLLBACK, SET, USE, WHILE,
    };
    let others =
        [ALTER, CLOSE, COMMIT, DEALLOCATE, DECLARE, DROP, FETCH, IF, OPEN, PRINT, RETURN, ROLLBACK, SET, USE, WHILE];
    let word = keyword(token);
    procedure::begins(word) || others.contains(&word)
}
