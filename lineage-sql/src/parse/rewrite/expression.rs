//! What may be anywhere in a query.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{Pass, asides, clauses, joins, json, sources, types, values};
use crate::Dialect;
use crate::parse::token::{is_word, keyword, starts_with, word};

/// What a parenthesis belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Cast,
    Json,
    Over,
    Trim,
    Other,
}

/// One level of parentheses.
pub(super) struct Level {
    pub within: Within,
    /// The clause at hand: SELECT, FROM, or what follows.
    pub clause: Keyword,
}

impl Level {
    fn new(within: Within) -> Self {
        Self { within, clause: Keyword::NoKeyword }
    }
}

/// Says the statement in the words of the parser.
pub(super) fn rewrite(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let mut pass = Pass::new(tokens, dialect);
    let mut levels = vec![Level::new(Within::Other)];
    if pass.sees(&["values"]) && sources::aliased(pass.ahead()) {
        for word in ["SELECT", "*", "FROM"] {
            if word == "*" { pass.insert(Token::Mul) } else { pass.insert_word(word) }
        }
        levels = vec![Level { within: Within::Other, clause: Keyword::FROM }];
    }
    if pass.sees(&["table"]) {
        for token in [Token::make_keyword("SELECT"), Token::Mul, Token::make_keyword("FROM")] {
            pass.insert(token);
        }
        pass.skip(1);
    }
    if pass.sees(&["with", "function"]) {
        sources::inline_functions(&mut pass);
    }
    while let Some(token) = pass.ahead().first() {
        let Some(level) = levels.last_mut() else { break };
        match &token.token {
            Token::LParen | Token::LBracket | Token::LBrace => {
                let within = within(pass.out.last());
                levels.push(Level::new(within));
                pass.keep(1);
            }
            Token::RParen | Token::RBracket | Token::RBrace => {
                if levels.len() > 1 {
                    levels.pop();
                }
                pass.keep(1);
            }
            Token::Word(_) => {
                if let clause @ (Keyword::SELECT
                | Keyword::FROM
                | Keyword::WHERE
                | Keyword::GROUP
                | Keyword::HAVING
                | Keyword::ORDER) = keyword(token)
                {
                    level.clause = clause;
                }
                if !at_word(&mut pass, level) {
                    pass.keep(1);
                }
            }
            Token::AtSign if level.clause == Keyword::FROM => {
                if !sources::version(&mut pass) {
                    pass.keep(1);
                }
            }
            Token::Comma if level.clause == Keyword::SELECT && clauses::dangles(&pass) => pass.skip(1),
            Token::Number(..) if dialect == Dialect::Clickhouse => {
                if !asides::part(&mut pass) {
                    pass.keep(1);
                }
            }
            _ => pass.keep(1),
        }
    }
    pass.finish()
}

/// What a parenthesis belongs to that follows a token.
fn within(before: Option<&TokenWithSpan>) -> Within {
    let is = |known: &[&str]| before.is_some_and(|before| known.iter().any(|known| is_word(before, known)));
    match () {
        () if is(&["cast", "try_cast", "safe_cast"]) => Within::Cast,
        () if is(json::FUNCTIONS) => Within::Json,
        () if is(&["over"]) => Within::Over,
        () if is(&["trim"]) => Within::Trim,
        () => Within::Other,
    }
}

pub(super) fn is_name(token: &TokenWithSpan) -> bool {
    matches!(token.token, Token::Word(_)) && keyword(token) == Keyword::NoKeyword
}

/// What begins with a word.
fn at_word(pass: &mut Pass, level: &Level) -> bool {
    if level.within == Within::Json && json::clause(pass) {
        return true;
    }
    if level.clause == Keyword::FROM && joins::plain(pass) {
        return true;
    }
    let Some(token) = pass.ahead().first() else { return false };
    match keyword(token) {
        Keyword::AS if level.within == Within::Cast => cast(pass),
        Keyword::AS if level.clause == Keyword::FROM => sources::nameless(pass),
        Keyword::AS if level.clause == Keyword::SELECT => clauses::bound(pass),
        Keyword::EXCEPT | Keyword::EXCLUDE if pass.out.last().is_some_and(|last| last.token == Token::Mul) => {
            clauses::except(pass)
        }
        Keyword::ALL if pass.out.last().is_some_and(|last| keyword(last) == Keyword::BY) => {
            pass.ahead().get(1).is_some_and(is_name) && drop_words(pass, 1)
        }
        Keyword::FULL | Keyword::LEFT | Keyword::INNER if clauses::joins_by_name(pass) => drop_words(pass, 1),
        Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT => clauses::by_name(pass),
        Keyword::FOR if level.clause == Keyword::FROM => sources::time_travel(pass),
        Keyword::VALUES => values::rewrite(pass, level.clause == Keyword::FROM),
        Keyword::CLUSTER | Keyword::DISTRIBUTE | Keyword::SORT => clauses::order(pass, level),
        Keyword::INTERVAL => clauses::interval(pass),
        Keyword::MATERIALIZED => asides::materialized(pass),
        Keyword::NOT if pass.sees(&["not", "materialized"]) => asides::materialized(pass),
        Keyword::GLOBAL if pass.sees(&["global", "in"]) || pass.sees(&["global", "not", "in"]) => drop_words(pass, 1),
        Keyword::ON => asides::conflict(pass),
        Keyword::VARIADIC => drop_words(pass, 1),
        Keyword::EXCLUDE if level.within == Within::Over => {
            let length = if pass.sees(&["exclude", "group"]) || pass.sees(&["exclude", "ties"]) { 2 } else { 3 };
            drop_words(pass, length)
        }
        Keyword::TABLE if level.clause != Keyword::FROM => sources::argument(pass),
        Keyword::NEXT => asides::next_value(pass),
        Keyword::SEARCH | Keyword::CYCLE => asides::recursion(pass),
        Keyword::NATURAL if pass.sees(&["natural", "cross"]) => drop_words(pass, 1),
        Keyword::STRUCT | Keyword::MAP => plain_function(pass),
        Keyword::LEADING | Keyword::TRAILING | Keyword::BOTH if level.within == Within::Trim => {
            matches!(pass.ahead().get(1), Some(next) if keyword(next) == Keyword::FROM) && drop_words(pass, 2)
        }
        _ if is_word(token, "approximate") => {
            matches!(pass.peek(1), Some(Token::Word(_))) && pass.peek(2) == Some(&Token::LParen) && drop_words(pass, 1)
        }
        _ if is_word(token, "transform") => sources::transform(pass),
        _ if is_word(token, "iregexp") => {
            pass.insert_word("RLIKE");
            drop_words(pass, 1)
        }
        _ if is_word(token, "final") || is_word(token, "running") => asides::measured(pass),
        _ if is_word(token, "model") => sources::argument(pass),
        _ if pass.sees(&["overriding", "user", "value"]) || pass.sees(&["overriding", "system", "value"]) => {
            drop_words(pass, 3)
        }
        _ if is_word(token, "date_part") => asides::date_part(pass),
        _ if is_word(token, "keep") => asides::kept(pass),
        _ if is_word(token, "subset") => clauses::subset(pass),
        _ if is_word(token, "stream") && level.clause == Keyword::FROM => sources::stream(pass),
        _ => false,
    }
}

pub(super) fn drop_words(pass: &mut Pass, count: usize) -> bool {
    pass.skip(count);
    true
}

/// `AS ROW(…)`, up to the end of the cast.
fn cast(pass: &mut Pass) -> bool {
    let Some(rest) = pass.ahead().get(1..) else { return false };
    let nested = ["row", "array", "map", "interval"].iter().any(|known| starts_with(rest, &[known]));
    let Some(length) = types::length(rest).filter(|_| nested) else { return false };
    if rest.get(length).is_none_or(|next| next.token != Token::RParen) {
        return false;
    }
    pass.keep(1);
    pass.insert_word("nested");
    pass.skip(length);
    true
}

/// `STRUCT()`, `MAP(*)` and `STRUCT(t.*)`: functions, not literals.
fn plain_function(pass: &mut Pass) -> bool {
    let arguments = (pass.peek(1), pass.peek(2));
    let Some(token) = pass.ahead().first() else { return false };
    let name = word(token).map(|name| Token::make_word(name, Some('`')));
    let whole_row = (pass.peek(3), pass.peek(4)) == (Some(&Token::Period), Some(&Token::Mul));
    match (arguments, name) {
        ((Some(Token::LParen), second), Some(name))
            if whole_row || matches!(second, Some(Token::RParen | Token::Mul)) =>
        {
            pass.insert(name);
            drop_words(pass, 1)
        }
        _ => false,
    }
}
