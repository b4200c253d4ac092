//! Joins with words of one engine, which say how many rows match and where they are looked for, and so nothing about columns.

use super::Pass;
use super::expression::drop_words;
use crate::Dialect;
use crate::parse::token::{is_word, word};

/// Words before `JOIN` that the parser has not, or not there.
const DROPPED: &[&str] = &["any", "all", "asof", "directed", "global", "paste"];
const KEPT: &[&str] = &["left", "right", "inner", "full", "outer", "cross", "semi", "anti"];

/// How many words there are at most before `JOIN`.
const WORDS: usize = 6;

/// `GLOBAL ANY LEFT JOIN`, `SEMI LEFT JOIN`, `ASOF JOIN … ON`: a join as others have it.
pub(super) fn plain(pass: &mut Pass) -> bool {
    if !matches!(pass.dialect, Dialect::Clickhouse | Dialect::Duckdb | Dialect::Snowflake) {
        return false;
    }
    let is_known = |known: &str| DROPPED.iter().chain(KEPT).any(|word| word.eq_ignore_ascii_case(known));
    let length = pass.ahead().iter().take(WORDS).take_while(|token| word(token).is_some_and(is_known)).count();
    let words: Vec<String> = pass.ahead().iter().take(length).filter_map(word).map(str::to_lowercase).collect();
    let joins = pass.ahead().get(length).is_some_and(|next| is_word(next, "join"));
    let side = words.iter().position(|word| word == "left" || word == "right");
    let filter = words.iter().position(|word| word == "semi" || word == "anti");
    let swapped = matches!((side, filter), (Some(side), Some(filter)) if filter < side);
    if !joins || !(swapped || words.iter().any(|word| DROPPED.contains(&word.as_str()))) {
        return false;
    }
    // `LEFT SEMI`, not `SEMI LEFT`.
    let mut kept: Vec<&str> = words.iter().map(String::as_str).filter(|word| !DROPPED.contains(word)).collect();
    kept.sort_by_key(|word| KEPT.iter().position(|known| known == word));
    for word in kept {
        pass.insert_word(word);
    }
    drop_words(pass, length)
}
