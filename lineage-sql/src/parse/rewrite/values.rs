//! `VALUES 1, 2`, whose rows have no parentheses.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::Pass;
use crate::parse::token::{find, keyword};

/// Puts the rows into parentheses, `VALUES` being what is next; all of them too where a comma behind them would be taken
/// for another row.
pub(super) fn rewrite(pass: &mut Pass, in_from: bool) -> bool {
    let expression = match pass.peek(1) {
        Some(Token::Word(_)) => pass.ahead().get(1).is_some_and(|token| !ends_rows(token)),
        Some(Token::Number(..) | Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) | Token::Minus) => true,
        _ => false,
    };
    if !expression {
        return false;
    }
    if in_from {
        pass.insert(Token::LParen);
    }
    pass.keep(1);
    loop {
        let mut before: Option<Keyword> = None;
        let mut ends = |token: &TokenWithSpan| {
            let word = matches!(token.token, Token::Word(_));
            // A word after something complete is an alias.
            let alias =
                word && before.is_some_and(|before| before == Keyword::END) && keyword(token) == Keyword::NoKeyword;
            let operand = !matches!(token.token, Token::Word(_) | Token::Plus | Token::Minus | Token::Mul | Token::Div);
            before = Some(if operand { Keyword::END } else { Keyword::NoKeyword });
            alias || matches!(token.token, Token::Comma | Token::RParen) || ends_rows(token)
        };
        let length = find(pass.ahead(), &mut ends).unwrap_or(pass.ahead().len());
        pass.insert(Token::LParen);
        pass.keep(length);
        pass.insert(Token::RParen);
        let another = matches!(pass.peek(0), Some(Token::Comma))
            && pass.ahead().get(1).is_some_and(|token| !ends_rows(token) && token.token != Token::LParen);
        if !another {
            if in_from {
                pass.insert(Token::RParen);
            }
            return true;
        }
        pass.keep(1);
    }
}

/// Whether a word follows the rows.
fn ends_rows(token: &TokenWithSpan) -> bool {
    use Keyword::{
        AS, CROSS, EXCEPT, FETCH, FULL, GROUP, HAVING, INNER, INTERSECT, JOIN, LATERAL, LEFT, LIMIT, NATURAL, OFFSET,
        ON, ORDER, RIGHT, SELECT, TABLESAMPLE, UNION, VALUES, WHERE, WINDOW,
    };
    [
        AS,
        CROSS,
        EXCEPT,
        FETCH,
        FULL,
        GROUP,
        HAVING,
        INNER,
        INTERSECT,
        JOIN,
        LATERAL,
        LEFT,
        LIMIT,
        NATURAL,
        OFFSET,
        ON,
        ORDER,
        RIGHT,
        SELECT,
        TABLESAMPLE,
        UNION,
        VALUES,
        WHERE,
        WINDOW,
    ]
    .contains(&keyword(token))
}
