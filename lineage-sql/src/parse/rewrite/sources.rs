//! What may be read from, and is no table to the parser.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::expression::{drop_words, is_name};
use super::{Pass, create, types};
use crate::parse::token::{find, group, keyword, starts_with, string};

/// Whether rows at the beginning of a statement have a name of their own.
pub(super) fn aliased(tokens: &[TokenWithSpan]) -> bool {
    let mut behind = false;
    let alias = |token: &TokenWithSpan| {
        let alias = behind && (keyword(token) == Keyword::AS || token.token == Token::LParen || is_name(token));
        behind = token.token == Token::RParen;
        alias
    };
    // Every parenthesis of the first level is seen from both sides.
    let mut alias = alias;
    let mut at = 1;
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        let step = group(rest).unwrap_or(1);
        if rest.first().is_some_and(&mut alias) {
            return true;
        }
        if step > 1 && rest.get(step - 1).is_some_and(&mut alias) {
            return true;
        }
        at += step;
    }
    false
}

/// `FROM t AS (a, b)`: names of columns without one of the table.
pub(super) fn nameless(pass: &mut Pass) -> bool {
    let rest = pass.ahead().get(1..).unwrap_or_default();
    let Some(length) = group(rest).filter(|_| pass.peek(1) == Some(&Token::LParen)) else { return false };
    let names = rest.get(1..length - 1).unwrap_or_default();
    let is_names = |token: &TokenWithSpan| {
        token.token == Token::Comma || matches!(token.token, Token::Word(_)) && keyword(token) != Keyword::SELECT
    };
    if names.is_empty() || !names.iter().all(is_names) {
        return false;
    }
    pass.keep(1);
    pass.insert(Token::make_word("", Some('`')));
    pass.keep(length);
    true
}

/// `TRANSFORM (…) ROW FORMAT … USING 'script' AS (…) ROW FORMAT …`: a function with several results.
pub(super) fn transform(pass: &mut Pass) -> bool {
    let Some(arguments) = pass.ahead().get(1..).and_then(group) else { return false };
    let rest = pass.ahead().get(1 + arguments..).unwrap_or_default();
    let script = properties(rest);
    if !rest.get(script..).is_some_and(|rest| starts_with(rest, &["using"]) && rest.get(1).and_then(string).is_some()) {
        return false;
    }
    // A word of its own, for the parser has other plans with the keyword.
    pass.insert(Token::make_word("transform", Some('`')));
    pass.skip(1);
    pass.keep(arguments);
    pass.skip(script + 2);
    if pass.sees(&["as"]) && pass.peek(1) == Some(&Token::LParen) {
        pass.keep(1);
        while !matches!(pass.peek(0), Some(Token::RParen) | None) {
            pass.keep(2);
            pass.skip(types::length(pass.ahead()).unwrap_or_default());
        }
        pass.keep(1);
    }
    let length = properties(pass.ahead());
    pass.skip(length);
    true
}

/// How many tokens the properties take that come next.
pub(super) fn properties(tokens: &[TokenWithSpan]) -> usize {
    let mut length = 0;
    while let Some(next) = tokens.get(length..).filter(|rest| !starts_with(rest, &["using"])).and_then(create::property)
    {
        length += next;
    }
    length
}

/// `STREAM(live.t)` and `STREAM read_files(…)`: what is streamed.
pub(super) fn stream(pass: &mut Pass) -> bool {
    if let Some(length) = pass.ahead().get(1..).and_then(group).filter(|_| pass.peek(1) == Some(&Token::LParen)) {
        pass.skip(2);
        pass.keep(length - 2);
        return drop_words(pass, 1);
    }
    pass.ahead().get(1).is_some_and(is_name) && drop_words(pass, 1)
}

/// `t@v1`, `t@20190101000000000`: the version of a table.
pub(super) fn version(pass: &mut Pass) -> bool {
    let version = match pass.peek(1) {
        Some(Token::Number(..)) => true,
        Some(Token::Word(word)) => word.value.starts_with(['v', 'V']),
        _ => false,
    };
    version && drop_words(pass, 2)
}

/// `WITH FUNCTION f(…) … RETURN … SELECT …`: the functions are expressions of their arguments, and read no table.
pub(super) fn inline_functions(pass: &mut Pass) {
    let mut before = Keyword::NoKeyword;
    let begins = |token: &TokenWithSpan| {
        let word = keyword(token);
        let query =
            matches!(word, Keyword::SELECT | Keyword::INSERT) || (word == Keyword::TABLE && before == Keyword::END);
        before = word;
        query
    };
    let Some(query) = find(pass.ahead(), begins) else { return };
    // A WITH of the query itself; that of a function's properties is followed by a parenthesis.
    let with = pass.ahead().get(1..query).unwrap_or_default().iter().zip(pass.ahead().get(2..).unwrap_or_default());
    let with = with.into_iter().position(|(with, next)| keyword(with) == Keyword::WITH && next.token != Token::LParen);
    pass.skip(with.map_or(query, |with| with + 1));
}

/// `FOR VERSION AS OF 1`, which the parser knows without FOR.
pub(super) fn time_travel(pass: &mut Pass) -> bool {
    let travels = pass.sees(&["for", "timestamp", "as", "of"]) || pass.sees(&["for", "version", "as", "of"]);
    if travels {
        pass.skip(1);
        pass.keep(3);
    } else if pass.sees(&["for", "system_version", "as", "of"]) {
        pass.insert_word("VERSION");
        pass.skip(2);
        return true;
    }
    travels
}

/// `f(TABLE t)`, `f(MODEL m)`: a table that a function reads is a query, a model is no column.
pub(super) fn argument(pass: &mut Pass) -> bool {
    let is_first =
        pass.out.last().is_some_and(|last| matches!(last.token, Token::LParen | Token::Comma | Token::RArrow));
    // `TABLE(t) PARTITION BY a`: how its rows are passed.
    if let Some(table) = pass.ahead().get(1..).and_then(group).filter(|_| is_first && pass.sees(&["table"])) {
        pass.keep(1 + table);
        let length = find(pass.ahead(), |token| matches!(token.token, Token::Comma | Token::RArrow | Token::RParen));
        return drop_words(pass, length.unwrap_or_default());
    }
    let length = pass.name_end(1);
    let ends = matches!(pass.peek(length), Some(Token::RParen | Token::Comma));
    if !is_first || !ends || !matches!(pass.peek(1), Some(Token::Word(_))) {
        return false;
    }
    if pass.sees(&["model"]) {
        pass.insert(Token::make_keyword("NULL"));
        return drop_words(pass, length);
    }
    pass.insert(Token::LParen);
    for token in [Token::make_keyword("SELECT"), Token::Mul, Token::make_keyword("FROM")] {
        pass.insert(token);
    }
    pass.skip(1);
    pass.keep(length - 1);
    pass.insert(Token::RParen);
    true
}
