//! Statements that move no data, and that the parser need not read.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::token::{begins_query, group, is_word, starts_with, string};

/// What such statements begin with.
const BEGINNINGS: &[&[&str]] = &[
    &["add", "archive"],
    &["add", "file"],
    &["add", "files"],
    &["add", "jar"],
    &["add", "jars"],
    &["alter", "database"],
    &["alter", "materialized", "view"],
    &["alter", "schema"],
    &["alter", "table"],
    &["analyze"],
    &["clear", "cache"],
    &["comment", "on"],
    &["create", "or", "replace", "stream"],
    &["create", "stream"],
    &["deallocate", "prepare"],
    &["declare"],
    &["desc"],
    &["describe"],
    &["drop", "function"],
    &["drop", "macro"],
    &["drop", "table"],
    &["drop", "temporary"],
    &["drop", "view"],
    &["execute", "immediate", "from"],
    &["get"],
    &["grant"],
    &["list", "files"],
    &["list", "jars"],
    &["optimize"],
    &["put"],
    &["refresh"],
    &["repair", "table"],
    &["reset"],
    &["revoke"],
    &["set"],
    &["show", "create"],
    &["show", "functions"],
    &["show", "grant"],
    &["show", "grants"],
    &["show", "stats", "for"],
    &["show", "tblproperties"],
    &["truncate", "table"],
    &["uncache", "table"],
    &["vacuum"],
];

/// Whether a statement that the parser does not read surely moves no data, as far as its shape tells: it has no query, its
/// parentheses are even, and nothing is left open at its end.
pub(super) fn is_idle(tokens: &[TokenWithSpan]) -> bool {
    let Some(beginning) = BEGINNINGS.iter().find(|words| starts_with(tokens, words)) else { return false };
    let mut rest = tokens.get(beginning.len()..).unwrap_or_default();
    let queries = ["select", "insert", "update", "delete", "merge"];
    let grants = starts_with(tokens, &["grant"]) || starts_with(tokens, &["revoke"]);
    if rest.is_empty() || !grants && rest.iter().any(|token| queries.iter().any(|query| is_word(token, query))) {
        return false;
    }
    let has = |words: &[&str]| rest.iter().any(|token| words.iter().any(|word| is_word(token, word)));
    let complete = match beginning.first() {
        Some(&"grant") => has(&["to"]),
        Some(&"revoke") => has(&["from"]),
        Some(&"set") => has(&["to"]) || rest.iter().any(|token| token.token == Token::Eq) || is_name(rest),
        Some(&"alter") => !adds_unknown(rest),
        Some(&"put" | &"get") => moves_files(rest),
        _ => true,
    };
    if !complete {
        return false;
    }
    let mut comma = true;
    while let Some(first) = rest.first() {
        let is_comma = first.token == Token::Comma;
        if comma && is_comma || begins_query(first) && group(rest).is_none() && first.token == Token::LParen {
            return false;
        }
        comma = is_comma;
        rest = rest.get(group(rest).unwrap_or(1)..).unwrap_or_default();
    }
    !comma
}

/// Whether it says a file and a stage.
fn moves_files(tokens: &[TokenWithSpan]) -> bool {
    let quoted = |sign: &str| tokens.iter().filter_map(string).any(|text| text.starts_with(sign));
    (tokens.iter().any(|token| is_word(token, "file")) || quoted("file://"))
        && (tokens.iter().any(|token| token.token == Token::AtSign) || quoted("@"))
}

/// Whether the tokens are one name with dots.
fn is_name(tokens: &[TokenWithSpan]) -> bool {
    let part = |(index, token): (usize, &TokenWithSpan)| match token.token {
        Token::Word(_) => index % 2 == 0,
        Token::Period => index % 2 == 1,
        _ => false,
    };
    tokens.len() % 2 == 1 && tokens.iter().enumerate().all(part)
}

/// Whether something in parentheses is added that is nothing known.
fn adds_unknown(tokens: &[TokenWithSpan]) -> bool {
    let known =
        ["column", "columns", "partition", "partitions", "exists", "constraint", "key", "check", "field", "fields"];
    tokens.windows(3).any(|window| match window {
        [add, what, open] => {
            is_word(add, "add") && open.token == Token::LParen && !known.iter().any(|known| is_word(what, known))
        }
        _ => false,
    })
}
