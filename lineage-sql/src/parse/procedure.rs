//! The statements inside of a procedure or a block.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::token::{find, is_word, keyword};

/// The statements that move data, in their order, if the tokens are a procedure or a block. What decides about them (IF,
/// LOOP, …) is left out.
pub(super) fn statements(tokens: &[TokenWithSpan]) -> Option<Vec<Vec<TokenWithSpan>>> {
    let first = keyword(tokens.first()?);
    let heading = tokens.iter().take(4);
    let procedure = first == Keyword::CREATE
        && heading.clone().any(|token| keyword(token) == Keyword::PROCEDURE || is_word(token, "proc"));
    let body = match first {
        Keyword::BEGIN if tokens.len() > 2 => 0,
        Keyword::DECLARE => find(tokens, |token| keyword(token) == Keyword::BEGIN)?,
        _ if procedure => {
            find(tokens, |token| matches!(keyword(token), Keyword::BEGIN | Keyword::AS) || is_word(token, "is"))?
        }
        _ => return None,
    };
    let body = tokens.get(body + 1..)?;
    // The body is a text of its own.
    if body.iter().any(|token| matches!(token.token, Token::DollarQuotedString(_))) {
        return None;
    }
    Some(inside(body))
}

/// The statements of a body.
fn inside(body: &[TokenWithSpan]) -> Vec<Vec<TokenWithSpan>> {
    let (mut statements, mut current) = (Vec::new(), Vec::new());
    let (mut depth, mut cases) = (0_usize, 0_usize);
    // Whether a statement may begin here.
    let mut boundary = true;
    for token in body {
        let word = keyword(token);
        if !current.is_empty() {
            match token.token {
                Token::LParen => depth += 1,
                Token::RParen => depth = depth.saturating_sub(1),
                _ => {}
            }
            cases += usize::from(word == Keyword::CASE);
            let ends = token.token == Token::SemiColon || (word == Keyword::END && cases == 0);
            if depth == 0 && ends {
                statements.push(std::mem::take(&mut current));
                boundary = true;
                continue;
            }
            cases -= usize::from(word == Keyword::END && cases > 0);
            current.push(token.clone());
        } else if boundary && begins(word) {
            (depth, cases) = (0, 0);
            current.push(token.clone());
        } else {
            boundary = separates(token);
        }
    }
    if !current.is_empty() {
        statements.push(current);
    }
    statements
}

/// Whether a statement that moves data begins with a keyword.
fn begins(word: Keyword) -> bool {
    use Keyword::{CREATE, DELETE, INSERT, MERGE, REPLACE, SELECT, TRUNCATE, UPDATE, WITH};
    [CREATE, DELETE, INSERT, MERGE, REPLACE, SELECT, TRUNCATE, UPDATE, WITH].contains(&word)
}

/// Whether a statement may follow a token.
fn separates(token: &TokenWithSpan) -> bool {
    token.token == Token::SemiColon
        || matches!(keyword(token), Keyword::BEGIN | Keyword::THEN | Keyword::ELSE | Keyword::DO | Keyword::AS)
        || ["loop", "try", "catch", "repeat", "is"].iter().any(|word| is_word(token, word))
}
