//! Statements that move no data, and that the parser need not read.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::token::{begins_query, group, is_word, starts_with};

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
    &["alter", "user"],
    &["analyze"],
    &["clear", "cache"],
    &["comment", "on"],
    &["deallocate", "prepare"],
    &["declare"],
    &["desc"],
    &["describe"],
    &["drop"],
    &["grant"],
    &["list", "files"],
    &["list", "jars"],
    &["msck", "repair", "table"],
    &["optimize"],
    &["refresh"],
    &["repair", "table"],
    &["reset"],
    &["revoke"],
    &["set"],
    &["show"],
    &["truncate"],
    &["uncache", "table"],
    &["use"],
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
