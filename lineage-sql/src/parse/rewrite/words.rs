//! Words and signs that one dialect has for what others say otherwise.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::Pass;
use crate::Dialect;
use crate::parse::token::{is_word, touch};

/// Says it as the others do.
pub(super) fn rewrite(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    match dialect {
        Dialect::Teradata => tokens.into_iter().map(teradata).collect(),
        Dialect::Tsql => compound_assignments(tokens),
        _ => tokens,
    }
}

/// `SEL a FROM t WHERE a EQ 1`.
fn teradata(token: TokenWithSpan) -> TokenWithSpan {
    let words = [("sel", "SELECT"), ("ins", "INSERT"), ("upd", "UPDATE"), ("del", "DELETE")];
    let signs = [
        ("eq", Token::Eq),
        ("ne", Token::Neq),
        ("lt", Token::Lt),
        ("le", Token::LtEq),
        ("gt", Token::Gt),
        ("ge", Token::GtEq),
    ];
    let word = words.iter().find(|(word, _)| is_word(&token, word)).map(|(_, known)| Token::make_keyword(known));
    let sign = || signs.into_iter().find(|(word, _)| is_word(&token, word)).map(|(_, sign)| sign);
    match word.or_else(sign) {
        Some(other) => TokenWithSpan { token: other, span: token.span },
        None => token,
    }
}

/// `SET a += 1`, which is `SET a = a + 1`.
fn compound_assignments(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let mut pass = Pass::new(tokens, Dialect::Tsql);
    while let Some(token) = pass.ahead().first() {
        let operator = matches!(token.token, Token::Plus | Token::Minus | Token::Mul | Token::Div | Token::Mod);
        let assigns = pass.ahead().get(1).is_some_and(|next| next.token == Token::Eq && touch(token, next));
        if !operator || !assigns {
            pass.keep(1);
            continue;
        }
        let is_name = |token: &&TokenWithSpan| match &token.token {
            Token::Word(word) => word.keyword != Keyword::SET,
            other => *other == Token::Period,
        };
        let name: Vec<_> = pass.out.iter().rev().take_while(is_name).cloned().collect();
        pass.insert(Token::Eq);
        pass.out.extend(name.into_iter().rev());
        pass.keep(1);
        pass.skip(1);
    }
    pass.finish()
}
