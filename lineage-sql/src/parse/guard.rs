//! What is too deep or too long to be parsed: the parser and whatever walks its trees descend by recursion.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::token::{keyword, position};
use crate::{DiagnosticCode, SqlDiagnostic};

/// The most levels of parentheses, brackets, braces and CASE within each other.
const DEEPEST: usize = 400;

/// The most tokens between two commas (or clauses) of a level: each may be an operator of a chain that the parser makes a
/// tree of that depth of.
const LONGEST: usize = 16_384;

/// The most UNIONs, and what else adds a level to the tree of a query, in a row.
const BRANCHES: usize = 8_192;

/// The most keywords and signs in a row: prefixes, each of which the parser descends a level for.
const PREFIXES: usize = 300;

/// What is open at one level.
#[derive(Default)]
struct Level {
    case: bool,
    tokens: usize,
    branches: usize,
}

/// Says if, and where, a statement is more than what is parsed.
pub(super) fn check(tokens: &[TokenWithSpan]) -> Option<SqlDiagnostic> {
    let mut levels = vec![Level::default()];
    let mut prefixes = 0;
    // Whether the token before ends an operand, so that a keyword after it is none.
    let mut operand = false;
    for token in tokens {
        let word = keyword(token);
        let mut close = false;
        match &token.token {
            Token::LParen | Token::LBracket | Token::LBrace => {
                count(&mut levels);
                levels.push(Level::default());
            }
            Token::RParen | Token::RBracket | Token::RBrace => {
                // A CASE that was a name, or lacks its END.
                while levels.last().is_some_and(|level| level.case) {
                    levels.pop();
                }
                close = true;
            }
            Token::Comma => reset(&mut levels),
            Token::Word(_) => match word {
                Keyword::CASE if !operand => {
                    count(&mut levels);
                    levels.push(Level { case: true, ..Level::default() });
                }
                Keyword::END if levels.last().is_some_and(|level| level.case) => close = true,
                Keyword::UNION
                | Keyword::INTERSECT
                | Keyword::EXCEPT
                | Keyword::MINUS
                | Keyword::JOIN
                | Keyword::PIVOT
                | Keyword::UNPIVOT
                | Keyword::MATCH_RECOGNIZE => {
                    if operand {
                        reset(&mut levels);
                    }
                    count(&mut levels);
                    if let Some(level) = levels.last_mut() {
                        level.branches += 1;
                    }
                }
                Keyword::SELECT
                | Keyword::FROM
                | Keyword::WHERE
                | Keyword::GROUP
                | Keyword::ORDER
                | Keyword::HAVING
                | Keyword::ON
                | Keyword::WHEN
                | Keyword::THEN
                | Keyword::ELSE
                    if operand =>
                {
                    reset(&mut levels);
                }
                _ => count(&mut levels),
            },
            _ => count(&mut levels),
        }
        if close {
            levels.pop();
        }
        if levels.is_empty() {
            levels.push(Level::default());
        }
        operand = close || is_operand(token, word);
        prefixes = if operand || matches!(token.token, Token::Period | Token::Comma) { 0 } else { prefixes + 1 };
        let deep = levels.len() > DEEPEST || prefixes > PREFIXES;
        let long = levels.last().is_some_and(|level| level.tokens > LONGEST || level.branches > BRANCHES);
        if deep || long {
            let what = if deep { "nested too deeply" } else { "too long a chain" };
            let message = format!("the statement is {what} to be parsed");
            let diagnostic = SqlDiagnostic::new(DiagnosticCode::TooComplex, message);
            return Some(diagnostic.at(position(token.span.start)));
        }
    }
    None
}

fn count(levels: &mut [Level]) {
    if let Some(level) = levels.last_mut() {
        level.tokens += 1;
    }
}

fn reset(levels: &mut [Level]) {
    if let Some(level) = levels.last_mut() {
        level.tokens = 0;
    }
}

/// Whether a token can be the end of an operand, and nothing else.
fn is_operand(token: &TokenWithSpan, word: Keyword) -> bool {
    match &token.token {
        Token::Word(_) => matches!(word, Keyword::NoKeyword | Keyword::NULL | Keyword::TRUE | Keyword::FALSE),
        Token::Number(..) | Token::Placeholder(_) => true,
        other => is_string(other),
    }
}

fn is_string(token: &Token) -> bool {
    matches!(
        token,
        Token::SingleQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::NationalStringLiteral(_)
            | Token::HexStringLiteral(_)
            | Token::EscapedStringLiteral(_)
            | Token::DollarQuotedString(_)
    )
}
