//! Statements that may move data by what is not in their text.

use sqlparser::tokenizer::TokenWithSpan;

use super::procedure;
use super::token::{position, starts_with};
use crate::{DiagnosticCode, SqlDiagnostic};

/// Says so of a statement that is one.
pub(super) fn note(tokens: &[TokenWithSpan]) -> Option<SqlDiagnostic> {
    const BEGINNINGS: &[&[&str]] = &[&["execute", "immediate"], &["execute"], &["exec"], &["call"]];
    const MOVES: &[[&str; 2]] =
        &[["append", "from"], ["exchange", "partition"], ["switch", "to"], ["switch", "partition"], ["swap", "with"]];
    let beginning = BEGINNINGS.iter().find(|words| starts_with(tokens, words));
    let what = if let Some(words) = beginning {
        words.join(" ").to_uppercase()
    } else if starts_with(tokens, &["alter", "table"]) {
        let is = |words: &&[&str; 2]| tokens.windows(2).any(|pair| starts_with(pair, *words));
        format!("ALTER TABLE … {}", MOVES.iter().find(is)?.join(" ").to_uppercase())
    } else if procedure::is_procedure(tokens) && !procedure::is_sql(tokens) {
        "CREATE PROCEDURE".to_owned()
    } else {
        return None;
    };
    let message = format!("{what} may move data, which is not followed");
    Some(SqlDiagnostic::new(DiagnosticCode::NotSupported, message).at(position(tokens.first()?.span.start)))
}
