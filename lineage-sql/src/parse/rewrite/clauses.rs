//! Clauses of a query.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::Pass;
use super::expression::{Level, Within, drop_words};
use crate::parse::token::{find, group, keyword, string, word};

/// `SORT BY` and its like behind other clauses, and in windows.
pub(super) fn order(pass: &mut Pass, level: &Level) -> bool {
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

/// `UNION ALL CORRESPONDING BY (…)`, `UNION ALL BY NAME ON (…)`.
pub(super) fn by_name(pass: &mut Pass) -> bool {
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

/// `SUBSET u = (a, b), v = (…)` of a row pattern: other names for its variables, all of which are rows of one relation.
pub(super) fn subset(pass: &mut Pass) -> bool {
    let mut length = 0;
    loop {
        // `SUBSET` or a comma, the name, `=`, the variables.
        let next = pass.ahead().get(length..).unwrap_or_default();
        let is_subset = next.get(1).is_some_and(|name| word(name).is_some())
            && next.get(2).is_some_and(|equals| equals.token == Token::Eq);
        let Some(variables) = next.get(3..).and_then(group).filter(|_| is_subset) else { break };
        length += 3 + variables;
        if pass.peek(length) != Some(&Token::Comma) {
            break;
        }
    }
    length > 0 && drop_words(pass, length)
}

/// Whether `FULL UNION`, `LEFT UNION` or `INNER UNION` is next.
pub(super) fn joins_by_name(pass: &Pass) -> bool {
    pass.ahead()
        .get(1)
        .is_some_and(|next| matches!(keyword(next), Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT))
}

/// `* EXCEPT (t.a)`, whose columns need no table.
pub(super) fn except(pass: &mut Pass) -> bool {
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
pub(super) fn bound(pass: &mut Pass) -> bool {
    let bound = pass.peek(1) == Some(&Token::Colon) && matches!(pass.peek(2), Some(Token::Word(_)));
    if bound {
        pass.keep(1);
        pass.skip(1);
    }
    bound
}

/// `INTERVAL 1 YEARS 2 MONTHS`: an interval of constants, however many.
pub(super) fn interval(pass: &mut Pass) -> bool {
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

pub(super) fn is_unit(unit: &str) -> bool {
    let unit = unit.trim_end_matches(['s', 'S']);
    let units = ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond"];
    units.iter().any(|known| unit.eq_ignore_ascii_case(known))
}

/// Whether the comma that is next ends the list of a SELECT, as some engines let it.
pub(super) fn dangles(pass: &Pass) -> bool {
    pass.ahead().get(1).is_some_and(|next| keyword(next) == Keyword::FROM)
}
