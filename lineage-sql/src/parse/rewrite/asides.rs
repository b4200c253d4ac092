//! What stands beside an expression or a query and says nothing about its columns.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::Pass;
use super::expression::drop_words;
use crate::parse::token::{at, find, group, is_word, keyword, touch};

/// `AS MATERIALIZED (…)`, `AS NOT MATERIALIZED (…)`: how a common table expression is kept.
pub(super) fn materialized(pass: &mut Pass) -> bool {
    let follows = pass.out.last().is_some_and(|last| keyword(last) == Keyword::AS);
    let length = if pass.sees(&["not", "materialized"]) { 2 } else { 1 };
    follows && pass.peek(length) == Some(&Token::LParen) && drop_words(pass, length)
}

/// `SEARCH DEPTH FIRST BY a SET o`, `CYCLE a SET c USING p`: columns that tell rows of a recursion apart.
pub(super) fn recursion(pass: &mut Pass) -> bool {
    let is_search = pass.sees(&["search", "depth", "first"]) || pass.sees(&["search", "breadth", "first"]);
    let behind = pass.out.last().is_some_and(|last| last.token == Token::RParen);
    if !behind || !(is_search || pass.sees(&["cycle"])) {
        return false;
    }
    // Nothing in parentheses comes before it.
    let ends = |token: &TokenWithSpan| keyword(token) == Keyword::SET || token.token == Token::LParen;
    let Some(set) = find(pass.ahead(), ends).filter(|set| pass.peek(*set) != Some(&Token::LParen)) else {
        return false;
    };
    let mut length = set + 2;
    // `TO v DEFAULT w`, `USING p`.
    for (word, more) in [("to", 4), ("using", 2)] {
        if pass.ahead().get(length).is_some_and(|next| is_word(next, word)) {
            length += more;
        }
    }
    drop_words(pass, length)
}

/// Oracle's `KEEP (DENSE_RANK LAST ORDER BY a)`: the order of rows in a group.
pub(super) fn kept(pass: &mut Pass) -> bool {
    let called = pass.out.last().is_some_and(|last| last.token == Token::RParen);
    if !called || pass.peek(1) != Some(&Token::LParen) {
        return false;
    }
    let order = pass.ahead().get(2..).and_then(|inner| find(inner, |token| keyword(token) == Keyword::ORDER));
    let Some(order) = order else { return false };
    pass.insert_word("WITHIN");
    pass.insert_word("GROUP");
    pass.skip(1);
    pass.keep(1);
    drop_words(pass, order)
}

/// `NEXT VALUE FOR s.seq OVER (…)`: a number out of nowhere.
pub(super) fn next_value(pass: &mut Pass) -> bool {
    if !pass.sees(&["next", "value", "for"]) {
        return false;
    }
    let mut length = pass.name_end(3);
    if pass.ahead().get(length).is_some_and(|next| is_word(next, "over")) {
        length += 1 + pass.ahead().get(length + 1..).and_then(group).unwrap_or_default();
    }
    pass.insert(Token::make_keyword("NULL"));
    drop_words(pass, length)
}

/// ClickHouse's `t.2`, the second part of a tuple, which others write `t[2]`.
pub(super) fn part(pass: &mut Pass) -> bool {
    let Some(next) = pass.ahead().first() else { return false };
    let Token::Number(number, _) = &next.token else { return false };
    let place = number.strip_prefix('.').filter(|place| place.bytes().all(|digit| digit.is_ascii_digit()));
    let of = |last: &TokenWithSpan| matches!(last.token, Token::Word(_) | Token::RParen) && touch(last, next);
    let (Some(place), true) = (place, pass.out.last().is_some_and(of)) else { return false };
    let tokens = [Token::LBracket, Token::Number(place.to_owned(), false), Token::RBracket];
    let span = next.span;
    pass.out.extend(tokens.into_iter().map(|token| at(span, token)));
    drop_words(pass, 1)
}

/// Snowflake's `DATE_PART(year FROM a)`, which others call EXTRACT.
pub(super) fn date_part(pass: &mut Pass) -> bool {
    let from = pass.ahead().get(3).is_some_and(|from| keyword(from) == Keyword::FROM);
    if pass.peek(1) != Some(&Token::LParen) || !from {
        return false;
    }
    pass.insert_word("EXTRACT");
    drop_words(pass, 1)
}

/// `MEASURES FINAL a AS b`: of which row of a match.
pub(super) fn measured(pass: &mut Pass) -> bool {
    let begins = pass.out.last().is_some_and(|last| last.token == Token::Comma || is_word(last, "measures"));
    begins && matches!(pass.peek(1), Some(Token::Word(_))) && drop_words(pass, 1)
}

/// PostgreSQL's `ON CONFLICT (lower(a)) WHERE b DO …`: which rows are in the way.
pub(super) fn conflict(pass: &mut Pass) -> bool {
    if !pass.sees(&["on", "conflict"]) || pass.peek(2) != Some(&Token::LParen) {
        return false;
    }
    let ends = |token: &TokenWithSpan| matches!(keyword(token), Keyword::DO | Keyword::ON);
    let Some(action) = pass.ahead().get(2..).and_then(|rest| find(rest, ends)) else { return false };
    if pass.ahead().get(2 + action).is_none_or(|found| keyword(found) != Keyword::DO) {
        return false;
    }
    pass.keep(2);
    drop_words(pass, action)
}
