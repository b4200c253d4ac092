//! What must be said in other words before the parser sees it, for it would read something else.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{Pass, types};
use crate::parse::embedded;
use crate::parse::token::{at, find, group, is_word, keyword, starts_with, string};
use crate::{Dialect, SqlDiagnostic};

/// How T-SQL's tables are locked, in the old way without a WITH.
const HINTS: &[&str] = &[
    "holdlock",
    "nolock",
    "nowait",
    "paglock",
    "readcommitted",
    "readpast",
    "readuncommitted",
    "rowlock",
    "tablock",
    "tablockx",
    "updlock",
    "xlock",
];

/// Says it in those words.
///
/// # Errors
/// When a text that is a query cannot be taken apart.
pub(in crate::parse) fn rewrite(
    tokens: Vec<TokenWithSpan>,
    dialect: Dialect,
) -> Result<Vec<TokenWithSpan>, SqlDiagnostic> {
    let tokens = match tokens.first().map(keyword) {
        Some(Keyword::UNLOAD) => return unload(tokens, dialect),
        Some(Keyword::EXPORT) => export(tokens, dialect),
        Some(Keyword::MERGE) => remove_duplicates(tokens),
        _ => tokens,
    };
    Ok(match dialect {
        Dialect::Athena => external_functions(tokens),
        Dialect::Postgres | Dialect::Ansi => without_only(tokens, dialect),
        Dialect::Tsql => without_hints(tokens),
        Dialect::Snowflake | Dialect::Databricks | Dialect::Spark => identifiers(tokens, dialect),
        _ => tokens,
    })
}

/// `UNLOAD ('SELECT …') TO …`: the query itself in place of its text.
fn unload(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Result<Vec<TokenWithSpan>, SqlDiagnostic> {
    let Some(text) = tokens.get(2).and_then(|text| embedded::tokens(text, dialect)) else { return Ok(tokens) };
    if let Some(error) = text.error {
        return Err(error);
    }
    let mut pass = Pass::new(tokens, dialect);
    pass.keep(2);
    pass.skip(1);
    pass.out.extend(text.tokens);
    Ok(pass.finish())
}

/// `EXPORT DATA … OPTIONS (uri = '…') AS SELECT …`, for which others say UNLOAD.
fn export(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let uri = tokens.windows(3).find_map(|option| match option {
        [name, equals, uri] if is_word(name, "uri") && equals.token == Token::Eq => string(uri).map(|_| uri.clone()),
        _ => None,
    });
    let query = find(&tokens, |token| keyword(token) == Keyword::AS);
    let (Some(uri), Some(query), true) = (uri, query, starts_with(&tokens, &["export", "data"])) else { return tokens };
    let mut pass = Pass::new(tokens, dialect);
    pass.insert(Token::make_keyword("UNLOAD"));
    pass.insert(Token::LParen);
    pass.skip(query + 1);
    pass.keep(usize::MAX);
    pass.insert(Token::RParen);
    pass.insert(Token::make_keyword("TO"));
    pass.out.push(uri);
    pass.finish()
}

/// `MERGE … REMOVE DUPLICATES`, which updates what matches and inserts what does not.
fn remove_duplicates(mut tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let head = tokens.len().saturating_sub(2);
    if tokens.get(head..).is_some_and(|end| starts_with(end, &["remove", "duplicates"]))
        && let Some(span) = tokens.get(head).map(|remove| remove.span)
    {
        tokens.truncate(head);
        for word in "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *".split(' ') {
            tokens.push(at(span, if word == "*" { Token::Mul } else { Token::make_keyword(word) }));
        }
    }
    tokens
}

/// `USING EXTERNAL FUNCTION f(a INT) RETURNS INT LAMBDA 'x', … SELECT …`, without the functions.
fn external_functions(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let begins = |tokens: &[TokenWithSpan]| starts_with(tokens, &["using", "external", "function"]);
    if !tokens.windows(3).any(begins) {
        return tokens;
    }
    let mut pass = Pass::new(tokens, Dialect::Athena);
    while !pass.ahead().is_empty() {
        if !begins(pass.ahead()) {
            pass.keep(1);
            continue;
        }
        // One that is not understood is left for the parser to refuse.
        let Some(length) = declarations(pass.ahead()) else { break };
        pass.skip(length);
    }
    pass.finish()
}

/// How many tokens the declarations of functions take.
fn declarations(tokens: &[TokenWithSpan]) -> Option<usize> {
    let mut length = 0;
    loop {
        // `USING` or a comma, `EXTERNAL FUNCTION` and the name.
        length += 4;
        length += group(tokens.get(length..)?)?;
        // `RETURNS`, the type, `LAMBDA` or `SAGEMAKER`, and its name.
        length += 1;
        length += types::length(tokens.get(length..)?)? + 2;
        string(tokens.get(length - 1)?)?;
        if tokens.get(length).is_none_or(|next| next.token != Token::Comma) {
            return Some(length);
        }
        if !starts_with(tokens.get(length + 1..)?, &["external", "function"]) {
            return None;
        }
    }
}

/// `IDENTIFIER('db.t')`, which is the name `db.t`.
fn identifiers(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let name = |tokens: &[TokenWithSpan]| match tokens {
        [word, open, text, close, ..]
            if is_word(word, "identifier") && open.token == Token::LParen && close.token == Token::RParen =>
        {
            let name = embedded::tokens(text, dialect)?;
            let is_part = |token: &TokenWithSpan| matches!(token.token, Token::Word(_) | Token::Period);
            (name.error.is_none() && name.tokens.iter().all(is_part)).then_some(name.tokens)
        }
        _ => None,
    };
    if !tokens.iter().any(|token| is_word(token, "identifier")) {
        return tokens;
    }
    let mut pass = Pass::new(tokens, dialect);
    while !pass.ahead().is_empty() {
        match name(pass.ahead()) {
            Some(name) => {
                pass.out.extend(name);
                pass.skip(4);
            }
            None => pass.keep(1),
        }
    }
    pass.finish()
}

/// `FROM ONLY t`, whose rows are those of `t` without those of its children.
fn without_only(tokens: Vec<TokenWithSpan>, dialect: Dialect) -> Vec<TokenWithSpan> {
    let precedes = |token: &TokenWithSpan| {
        matches!(keyword(token), Keyword::FROM | Keyword::JOIN | Keyword::UPDATE) || token.token == Token::Comma
    };
    let is_name = |token: &TokenWithSpan| match &token.token {
        Token::Word(word) => word.keyword == Keyword::NoKeyword,
        other => *other == Token::LParen,
    };
    if !tokens.iter().any(|token| is_word(token, "only")) {
        return tokens;
    }
    let mut pass = Pass::new(tokens, dialect);
    while !pass.ahead().is_empty() {
        let only = pass.sees(&["only"]) && pass.ahead().get(1).is_some_and(is_name);
        if only && pass.out.last().is_some_and(precedes) {
            pass.skip(1);
        } else {
            pass.keep(1);
        }
    }
    pass.finish()
}

/// A query without the `OPTION (…)` behind it, and tables without `(NOLOCK)`: how it is run.
fn without_hints(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let is_hint = |token: &TokenWithSpan| HINTS.iter().any(|hint| is_word(token, hint));
    if !tokens.iter().any(|token| is_word(token, "option") || is_hint(token)) {
        return tokens;
    }
    let mut pass = Pass::new(tokens, Dialect::Tsql);
    while let Some(next) = pass.ahead().first() {
        // `WITH (NOLOCK)` the parser knows.
        let old = next.token == Token::LParen
            && pass.ahead().get(1).is_some_and(is_hint)
            && pass.out.last().is_some_and(|last| keyword(last) == Keyword::NoKeyword);
        let option = pass.sees(&["option"]) && pass.peek(1) == Some(&Token::LParen);
        if !old && !option {
            pass.keep(1);
            continue;
        }
        let name = usize::from(option);
        // What is not closed is left for the parser to refuse.
        let Some(length) = pass.ahead().get(name..).and_then(group) else { break };
        pass.skip(name + length);
    }
    pass.finish()
}
