//! What may be anywhere in a query.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{Pass, create, json, types, values};
use crate::Dialect;
use crate::parse::token::{find, group, is_word, keyword, starts_with, string, word};

/// What a parenthesis belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Cast,
    Json,
    Over,
    Trim,
    Other,
}

/// One level of parentheses.
struct Level {
    within: Within,
    /// The clause at hand: SELECT, FROM, or what follows.
    clause: Keyword,
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
    if pass.sees(&["values"]) && aliased(pass.ahead()) {
        for word in ["SELECT", "*", "FROM"] {
            if word == "*" { pass.insert(Token::Mul) } else { pass.insert_word(word) }
        }
        levels = vec![Level { within: Within::Other, clause: Keyword::FROM }];
    }
    if pass.sees(&["with", "function"]) {
        inline_functions(&mut pass);
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
                if !version(&mut pass) {
                    pass.keep(1);
                }
            }
            Token::Comma if level.clause == Keyword::SELECT && dangles(&pass) => pass.skip(1),
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

/// Whether rows at the beginning of a statement have a name of their own.
fn aliased(tokens: &[TokenWithSpan]) -> bool {
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

fn is_name(token: &TokenWithSpan) -> bool {
    matches!(token.token, Token::Word(_)) && keyword(token) == Keyword::NoKeyword
}

/// What begins with a word.
fn at_word(pass: &mut Pass, level: &Level) -> bool {
    if level.within == Within::Json && json::clause(pass) {
        return true;
    }
    let Some(token) = pass.ahead().first() else { return false };
    match keyword(token) {
        Keyword::AS if level.within == Within::Cast => cast(pass),
        Keyword::AS if level.clause == Keyword::FROM => nameless(pass),
        Keyword::AS if level.clause == Keyword::SELECT => bound(pass),
        Keyword::EXCEPT | Keyword::EXCLUDE if pass.out.last().is_some_and(|last| last.token == Token::Mul) => {
            except(pass)
        }
        Keyword::ALL if pass.out.last().is_some_and(|last| keyword(last) == Keyword::BY) => {
            pass.ahead().get(1).is_some_and(is_name) && drop_words(pass, 1)
        }
        Keyword::FULL | Keyword::LEFT | Keyword::INNER if joins_by_name(pass) => drop_words(pass, 1),
        Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT => by_name(pass),
        Keyword::VALUES => values::rewrite(pass, level.clause == Keyword::FROM),
        Keyword::CLUSTER | Keyword::DISTRIBUTE | Keyword::SORT => order(pass, level),
        Keyword::INTERVAL => interval(pass),
        Keyword::NATURAL if pass.sees(&["natural", "cross"]) => drop_words(pass, 1),
        Keyword::STRUCT | Keyword::MAP => plain_function(pass),
        Keyword::LEADING | Keyword::TRAILING | Keyword::BOTH if level.within == Within::Trim => {
            matches!(pass.ahead().get(1), Some(next) if keyword(next) == Keyword::FROM) && drop_words(pass, 2)
        }
        _ if is_word(token, "approximate") => {
            matches!(pass.peek(1), Some(Token::Word(_))) && pass.peek(2) == Some(&Token::LParen) && drop_words(pass, 1)
        }
        _ if is_word(token, "transform") => transform(pass),
        _ if is_word(token, "iregexp") => {
            pass.insert_word("RLIKE");
            drop_words(pass, 1)
        }
        _ if is_word(token, "stream") && level.clause == Keyword::FROM => stream(pass),
        _ => false,
    }
}

fn drop_words(pass: &mut Pass, count: usize) -> bool {
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

/// `FROM t AS (a, b)`: names of columns without one of the table.
fn nameless(pass: &mut Pass) -> bool {
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

/// `* EXCEPT (t.a)`, whose columns need no table.
fn except(pass: &mut Pass) -> bool {
    let Some(length) = pass.ahead().get(1..).and_then(group).filter(|_| pass.peek(1) == Some(&Token::LParen)) else {
        return false;
    };
    let end = pass.ahead().len().saturating_sub(1 + length);
    while pass.ahead().len() > end {
        match (pass.peek(0), pass.peek(1)) {
            (Some(Token::Word(_)), Some(Token::Period)) => pass.skip(2),
            _ => pass.keep(1),
        }
    }
    true
}

/// `AS :name`: a name from outside.
fn bound(pass: &mut Pass) -> bool {
    let bound = pass.peek(1) == Some(&Token::Colon) && matches!(pass.peek(2), Some(Token::Word(_)));
    if bound {
        pass.keep(1);
        pass.skip(1);
    }
    bound
}

/// Whether `FULL UNION`, `LEFT UNION` or `INNER UNION` is next.
fn joins_by_name(pass: &Pass) -> bool {
    pass.ahead()
        .get(1)
        .is_some_and(|next| matches!(keyword(next), Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT))
}

/// `UNION ALL CORRESPONDING BY (…)`, `UNION ALL BY NAME ON (…)`.
fn by_name(pass: &mut Pass) -> bool {
    let quantified = pass.ahead().get(1).is_some_and(|next| matches!(keyword(next), Keyword::ALL | Keyword::DISTINCT));
    pass.keep(1 + usize::from(quantified));
    if pass.sees(&["corresponding"]) {
        pass.insert_word("BY");
        pass.insert_word("NAME");
        pass.skip(1);
    } else if pass.sees(&["by", "name"]) {
        pass.keep(2);
    }
    if let Some(columns) = pass.ahead().get(1..).and_then(group)
        && (pass.sees(&["by"]) || pass.sees(&["on"]))
    {
        pass.skip(1 + columns);
    }
    true
}

/// `SORT BY` and its like behind other clauses, and in windows.
fn order(pass: &mut Pass, level: &Level) -> bool {
    let Some((first, second)) = pass.ahead().first().zip(pass.ahead().get(1)) else { return false };
    if keyword(second) != Keyword::BY {
        return false;
    }
    let distributes = keyword(first) == Keyword::DISTRIBUTE;
    if level.within == Within::Over {
        let sorts = keyword(first) == Keyword::SORT;
        pass.insert_word(if sorts { "ORDER" } else { "PARTITION" });
        return drop_words(pass, 1);
    }
    if !distributes {
        pass.insert_word("ORDER");
        return drop_words(pass, 1);
    }
    // Where rows are processed says nothing about them.
    let list = pass.ahead().get(2..).unwrap_or_default();
    let ends = |token: &TokenWithSpan| {
        matches!(keyword(token), Keyword::SORT | Keyword::LIMIT | Keyword::UNION) || token.token == Token::RParen
    };
    let length = find(list, ends).unwrap_or(list.len());
    length > 0 && drop_words(pass, 2 + length)
}

/// `INTERVAL 1 YEARS 2 MONTHS`: an interval of constants, however many.
fn interval(pass: &mut Pass) -> bool {
    let is_part = |part: &[TokenWithSpan]| match part {
        [number, unit, ..] => {
            (matches!(number.token, Token::Number(..)) || string(number).is_some()) && word(unit).is_some_and(is_unit)
        }
        _ => false,
    };
    let mut length = 1;
    while pass.ahead().get(length..).is_some_and(is_part) {
        length += 2;
    }
    if length < 3 {
        return false;
    }
    pass.keep(2);
    pass.insert_word("DAY");
    pass.skip(length - 2);
    true
}

fn is_unit(unit: &str) -> bool {
    let unit = unit.trim_end_matches(['s', 'S']);
    let units = ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond"];
    units.iter().any(|known| unit.eq_ignore_ascii_case(known))
}

/// `TRANSFORM (…) ROW FORMAT … USING 'script' AS (…) ROW FORMAT …`: a function with several results.
fn transform(pass: &mut Pass) -> bool {
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
fn properties(tokens: &[TokenWithSpan]) -> usize {
    let mut length = 0;
    while let Some(next) = tokens.get(length..).filter(|rest| !starts_with(rest, &["using"])).and_then(create::property)
    {
        length += next;
    }
    length
}

/// `STRUCT()` and `MAP(*)`: functions, not literals.
fn plain_function(pass: &mut Pass) -> bool {
    let arguments = (pass.peek(1), pass.peek(2));
    let Some(token) = pass.ahead().first() else { return false };
    let name = word(token).map(|name| Token::make_word(name, Some('`')));
    match (arguments, name) {
        ((Some(Token::LParen), Some(Token::RParen | Token::Mul)), Some(name)) => {
            pass.insert(name);
            drop_words(pass, 1)
        }
        _ => false,
    }
}

/// `STREAM(live.t)` and `STREAM read_files(…)`: what is streamed.
fn stream(pass: &mut Pass) -> bool {
    if let Some(length) = pass.ahead().get(1..).and_then(group).filter(|_| pass.peek(1) == Some(&Token::LParen)) {
        pass.skip(2);
        pass.keep(length - 2);
        return drop_words(pass, 1);
    }
    pass.ahead().get(1).is_some_and(is_name) && drop_words(pass, 1)
}

/// `t@v1`, `t@20190101000000000`: the version of a table.
fn version(pass: &mut Pass) -> bool {
    let version = match pass.peek(1) {
        Some(Token::Number(..)) => true,
        Some(Token::Word(word)) => word.value.starts_with(['v', 'V']),
        _ => false,
    };
    version && drop_words(pass, 2)
}

/// Whether the comma that is next ends the list of a SELECT, as some engines let it.
fn dangles(pass: &Pass) -> bool {
    pass.ahead().get(1).is_some_and(|next| keyword(next) == Keyword::FROM)
}

/// `WITH FUNCTION f(…) … RETURN … SELECT …`: the functions are expressions of their arguments, and read no table.
fn inline_functions(pass: &mut Pass) {
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
