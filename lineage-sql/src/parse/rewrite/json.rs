//! The clauses inside of `JSON_VALUE(…)` and its like, which say how, not what.

use sqlparser::tokenizer::Token;

use super::Pass;
use super::types;

/// The functions with clauses.
pub(super) const FUNCTIONS: &[&str] =
    &["json_value", "json_query", "json_exists", "json_object", "json_array", "json_table"];

/// Clauses of fixed words.
const CLAUSES: &[&[&str]] = &[
    &["format", "json"],
    &["without", "array", "wrapper"],
    &["without", "wrapper"],
    &["with", "conditional", "array", "wrapper"],
    &["with", "conditional", "wrapper"],
    &["with", "unconditional", "array", "wrapper"],
    &["with", "unconditional", "wrapper"],
    &["with", "array", "wrapper"],
    &["with", "wrapper"],
    &["keep", "quotes", "on", "scalar", "string"],
    &["keep", "quotes"],
    &["omit", "quotes", "on", "scalar", "string"],
    &["omit", "quotes"],
    &["null", "on", "empty"],
    &["null", "on", "error"],
    &["null", "on", "null"],
    &["absent", "on", "null"],
    &["error", "on", "empty"],
    &["error", "on", "error"],
    &["empty", "array", "on", "empty"],
    &["empty", "array", "on", "error"],
    &["empty", "object", "on", "empty"],
    &["empty", "object", "on", "error"],
    &["true", "on", "error"],
    &["false", "on", "error"],
    &["unknown", "on", "error"],
    &["with", "unique", "keys"],
    &["without", "unique", "keys"],
];

/// Leaves a clause out that is next, inside of such a function; what it passes is an argument.
pub(super) fn clause(pass: &mut Pass) -> bool {
    if let Some(clause) = CLAUSES.iter().find(|clause| pass.sees(clause)) {
        pass.skip(clause.len());
        return true;
    }
    if pass.sees(&["returning"]) {
        let Some(length) = types::length(pass.ahead().get(1..).unwrap_or_default()) else { return false };
        pass.skip(1 + length);
        return true;
    }
    if pass.sees(&["passing"]) {
        pass.insert(Token::Comma);
        pass.skip(1);
        return true;
    }
    if pass.sees(&["key"]) && matches!(pass.peek(1), Some(Token::SingleQuotedString(_) | Token::Word(_))) {
        pass.skip(1);
        return true;
    }
    // A value of its own, then on what: `DEFAULT 1 ON EMPTY`.
    let on = pass.ahead().get(2..).unwrap_or_default();
    if pass.sees(&["default"])
        && ["empty", "error"].iter().any(|what| super::super::token::starts_with(on, &["on", what]))
    {
        pass.insert(Token::Comma);
        pass.skip(1);
        pass.keep(1);
        pass.skip(2);
        return true;
    }
    // The name of what is passed.
    if pass.sees(&["as"]) && matches!(pass.peek(1), Some(Token::Word(_))) {
        pass.skip(2);
        return true;
    }
    false
}
