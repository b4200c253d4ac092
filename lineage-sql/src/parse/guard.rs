//! What is too deep to be parsed: the parser, and what walks, copies or drops its trees, descend by recursion.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::token::{keyword, position};
use crate::{DiagnosticCode, SqlDiagnostic};

/// The most tokens of a statement: a tree of them is some hundred bytes for each.
const TOKENS: usize = 400_000;

/// What a level of parentheses, brackets, braces or CASE costs at most (a table in parentheses within another): measured
/// in a build without optimisation, as the others.
const LEVEL: usize = 256;

/// What a token of an expression costs, each of which may be an operator whose left operand is all that was before.
const TOKEN: usize = 6;

/// What an operator costs that stands before another: `NOT NOT a`, `- - 1`.
const PREFIX: usize = 160;

/// What a table costs that is joined to one whose own condition is still to come: `a JOIN b JOIN c ON … ON …`.
const JOIN: usize = 64;

/// The longest name, in bytes: each is part of many texts of the answer.
const NAME: usize = 4096;

/// What a query costs that is joined to all before it by UNION, and a PIVOT of all before it.
const BRANCH: usize = 17;

/// What is open at one level of parentheses.
#[derive(Default)]
struct Level {
    case: bool,
    /// The tokens since the last comma or clause.
    run: usize,
    /// The longest run.
    longest: usize,
    branches: usize,
    /// The joins whose conditions are still to come, and the most of them.
    joins: usize,
    joined: usize,
    /// The operators in front of an operand, and the most of them.
    prefix: usize,
    prefixes: usize,
    /// The cost of the most expensive level within this one.
    within: usize,
}

impl Level {
    /// A comma, or a clause: what follows is beside what was before.
    fn separate(&mut self) {
        self.run = 0;
    }

    fn count(&mut self) {
        self.run += 1;
        self.longest = self.longest.max(self.run);
    }

    fn cost(&self) -> usize {
        LEVEL
            + TOKEN * self.longest
            + BRANCH * self.branches
            + PREFIX * self.prefixes
            + JOIN * self.joined
            + self.within
    }
}

/// How many bytes of a stack a statement may need; or that, and where, it is more than what is parsed on one of so many.
pub(super) fn check(tokens: &[TokenWithSpan], stack: usize) -> Result<usize, SqlDiagnostic> {
    if let Some(token) = tokens.get(TOKENS) {
        let message = format!("the statement has more than {TOKENS} words and signs, which is too long to be parsed");
        return Err(SqlDiagnostic::new(DiagnosticCode::TooComplex, message).at(position(token.span.start)));
    }
    // Less than the stack it is parsed on, for the costs are estimates.
    let most = stack / 1024 / 16 * 13;
    let mut highest = 0;
    let (mut level, mut outer) = (Level::default(), Vec::new());
    // Whether the token before ends an operand, so that a keyword after it is none; and what it is.
    let (mut operand, mut before) = (false, Keyword::NoKeyword);
    for token in tokens {
        let word = keyword(token);
        level.count();
        match &token.token {
            Token::LParen | Token::LBracket | Token::LBrace => outer.push(std::mem::take(&mut level)),
            Token::RParen | Token::RBracket | Token::RBrace => {
                // A CASE that was a name, or lacks its END, ends here.
                while level.case {
                    close(&mut level, &mut outer);
                }
                close(&mut level, &mut outer);
            }
            Token::Comma => level.separate(),
            Token::Word(_) => match word {
                Keyword::CASE => outer.push(std::mem::replace(&mut level, Level { case: true, ..Level::default() })),
                Keyword::END if level.case => close(&mut level, &mut outer),
                word if operand && begins_clause(word) => level.separate(),
                _ => {}
            },
            _ => {}
        }
        level.prefix = if !operand && is_prefix(token, word) { level.prefix + 1 } else { 0 };
        level.prefixes = level.prefixes.max(level.prefix);
        level.branches += usize::from(is_branch(word));
        match word {
            // These need no condition.
            Keyword::JOIN if !matches!(before, Keyword::CROSS | Keyword::NATURAL) => level.joins += 1,
            Keyword::ON | Keyword::USING => level.joins = level.joins.saturating_sub(1),
            Keyword::SELECT | Keyword::WHERE => level.joins = 0,
            _ => {}
        }
        level.joined = level.joined.max(level.joins);
        if matches!(&token.token, Token::Word(name) if name.value.len() > NAME) {
            let message = format!("a name of more than {NAME} bytes is none");
            return Err(SqlDiagnostic::new(DiagnosticCode::TooComplex, message).at(position(token.span.start)));
        }
        (operand, before) = (ends_operand(token, word), word);
        highest = highest.max(level.cost() + LEVEL * outer.len());
        if highest > most {
            let message = "the statement is nested too deeply, or has too long a chain, to be parsed";
            return Err(SqlDiagnostic::new(DiagnosticCode::TooComplex, message).at(position(token.span.start)));
        }
    }
    Ok(highest * 1024)
}

fn close(level: &mut Level, outer: &mut Vec<Level>) {
    let cost = level.cost();
    *level = outer.pop().unwrap_or_default();
    level.within = level.within.max(cost);
}

/// Whether a keyword, if it follows an operand, ends the expression.
fn begins_clause(word: Keyword) -> bool {
    use Keyword::{ELSE, EXCEPT, FROM, GROUP, HAVING, INTERSECT, JOIN, ON, ORDER, SELECT, THEN, UNION, WHEN, WHERE};
    [ELSE, EXCEPT, FROM, GROUP, HAVING, INTERSECT, JOIN, ON, ORDER, SELECT, THEN, UNION, WHEN, WHERE].contains(&word)
}

/// Whether a keyword adds a level to the tree of a query.
fn is_branch(word: Keyword) -> bool {
    use Keyword::{EXCEPT, INTERSECT, MATCH_RECOGNIZE, MINUS, PIVOT, UNION, UNPIVOT};
    [UNION, INTERSECT, EXCEPT, MINUS, PIVOT, UNPIVOT, MATCH_RECOGNIZE].contains(&word)
}

/// Whether a token is an operator of what follows it, if nothing before it is an operand.
fn is_prefix(token: &TokenWithSpan, word: Keyword) -> bool {
    let sign = matches!(token.token, Token::Minus | Token::Plus | Token::Tilde | Token::ExclamationMark);
    sign || matches!(word, Keyword::NOT | Keyword::PRIOR)
}

/// Whether a token can be the end of an operand, and nothing else.
fn ends_operand(token: &TokenWithSpan, word: Keyword) -> bool {
    match &token.token {
        Token::Word(_) => matches!(word, Keyword::NoKeyword | Keyword::NULL | Keyword::TRUE | Keyword::FALSE),
        Token::Number(..) | Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) => true,
        Token::RParen | Token::RBracket => true,
        _ => false,
    }
}
