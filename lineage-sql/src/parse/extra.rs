//! Where the data of a target lie.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::Extra;
use super::token::{begins_query, group, is_word, keyword, starts_with, string};

/// What a statement says beside the words of the parser.
pub(super) fn of(tokens: &[TokenWithSpan]) -> Extra {
    let location = match tokens.first().map(keyword) {
        Some(Keyword::CREATE) => {
            let query = tokens
                .windows(2)
                .position(|pair| matches!(pair, [by, query] if keyword(by) == Keyword::AS && begins_query(query)));
            location(tokens.get(..query.unwrap_or(tokens.len())).unwrap_or_default())
        }
        Some(Keyword::INSERT) if starts_with(tokens, &["insert", "overwrite"]) => {
            let directory = tokens.iter().take(4).position(|token| is_word(token, "directory"));
            directory.and_then(|at| {
                let rest = tokens.get(at + 1..)?;
                rest.first().and_then(string).map(str::to_owned).or_else(|| location(rest))
            })
        }
        _ => None,
    };
    Extra { location, ..Extra::default() }
}

/// `LOCATION 'x'`, `WITH (external_location = 'x')`, `OPTIONS (path 'x')`.
fn location(tokens: &[TokenWithSpan]) -> Option<String> {
    let mut at = 0;
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        if starts_with(rest, &["location"])
            && let Some(text) = rest.get(1).and_then(string)
        {
            return Some(text.to_owned());
        }
        let length = group(rest).unwrap_or(1);
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        if length > 1
            && before.is_some_and(|before| is_word(before, "with") || is_word(before, "options"))
            && let Some(text) = property(rest.get(1..length - 1).unwrap_or_default())
        {
            return Some(text);
        }
        at += length;
    }
    None
}

/// The value of the property of a list that is a location.
fn property(tokens: &[TokenWithSpan]) -> Option<String> {
    const NAMES: &[&str] = &["external_location", "location", "path"];
    let is_name = |token: &TokenWithSpan| {
        let text = match &token.token {
            Token::Word(word) => Some(word.value.as_str()),
            _ => string(token),
        };
        text.is_some_and(|text| NAMES.iter().any(|name| text.eq_ignore_ascii_case(name)))
    };
    tokens.split(|token| token.token == Token::Comma).find_map(|property| match property {
        [name, value] | [name, _, value] if is_name(name) => string(value).map(str::to_owned),
        _ => None,
    })
}
