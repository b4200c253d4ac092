//! Which dialect a script is in that does not say so.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer};

use super::token::{begins_query, is_word, keyword, starts_with};
use super::{Script, ladder, parse_as};
use crate::stack::Stack;
use crate::{DiagnosticCode, Dialect, SqlDiagnostic};

/// Words that are telling, alone or in a row.
const TELLING: &[(Dialect, &[&str])] = &[
    (Dialect::Athena, &["external_location"]),
    (Dialect::Athena, &["awsdatacatalog"]),
    (Dialect::Athena, &["using", "external", "function"]),
    (Dialect::Redshift, &["distkey"]),
    (Dialect::Redshift, &["diststyle"]),
    (Dialect::Redshift, &["sortkey"]),
    (Dialect::Redshift, &["iam_role"]),
    (Dialect::Databricks, &["fileformat"]),
    (Dialect::Spark, &["lateral", "view"]),
    (Dialect::Spark, &["using", "delta"]),
    (Dialect::Spark, &["using", "iceberg"]),
    (Dialect::Spark, &["using", "parquet"]),
    (Dialect::Spark, &["insert", "overwrite"]),
    (Dialect::Spark, &["distribute", "by"]),
    (Dialect::Spark, &["sort", "by"]),
    (Dialect::Hive, &["stored", "as"]),
    (Dialect::Hive, &["row", "format"]),
    (Dialect::Hive, &["tblproperties"]),
    (Dialect::Trino, &["with", "ordinality"]),
    (Dialect::Trino, &["try_cast"]),
    (Dialect::Snowflake, &["lateral", "flatten"]),
    (Dialect::Snowflake, &["copy", "into"]),
    (Dialect::Bigquery, &["safe_cast"]),
    (Dialect::Oracle, &["varchar2"]),
    (Dialect::Oracle, &["connect", "by"]),
    (Dialect::Oracle, &["from", "dual"]),
    (Dialect::Mysql, &["on", "duplicate", "key"]),
    (Dialect::Tsql, &["nvarchar"]),
    (Dialect::Clickhouse, &["mergetree"]),
    (Dialect::Teradata, &["sel"]),
];

/// Reads a script in the first dialect that something in it tells of and that reads all of it; else as the standard.
pub(super) fn parse(sql: &str, stack: Stack) -> Script {
    let mut tokens = Vec::new();
    if let [grammar, ..] = ladder::grammars(Dialect::Ansi) {
        // What could be read is enough to see.
        let _ = Tokenizer::new(*grammar, sql).tokenize_with_location_into_buf(&mut tokens);
    }
    tokens.retain(|token| !matches!(token.token, Token::Whitespace(_)));
    let mut candidates: Vec<(Dialect, String)> = Vec::new();
    let mut rest = tokens.as_slice();
    let mut before = None;
    while let Some((first, behind)) = rest.split_first() {
        if let Some((dialect, reason)) = telling(rest, before)
            && candidates.iter().all(|(known, _)| *known != dialect)
        {
            candidates.push((dialect, reason));
        }
        before = Some(first);
        rest = behind;
    }
    // In the order of the list: a word that one dialect has is more telling than one that several have.
    let rank = |dialect: Dialect| RANKS.iter().position(|known| *known == dialect);
    candidates.sort_by_key(|(dialect, _)| rank(*dialect));
    for (dialect, reason) in candidates {
        if parse_as(sql, dialect, stack).all(|statement| statement.errors.is_empty()) {
            let mut script = parse_as(sql, dialect, stack);
            let message = format!("taken as {dialect}, for {reason}");
            script.diagnostics.push(SqlDiagnostic::new(DiagnosticCode::DialectDetected, message));
            return script;
        }
    }
    parse_as(sql, Dialect::Ansi, stack)
}

/// The dialects that can be told, the most telling first.
const RANKS: &[Dialect] = &[
    Dialect::Athena,
    Dialect::Redshift,
    Dialect::Databricks,
    Dialect::Snowflake,
    Dialect::Teradata,
    Dialect::Oracle,
    Dialect::Clickhouse,
    Dialect::Tsql,
    Dialect::Spark,
    Dialect::Hive,
    Dialect::Trino,
    Dialect::Bigquery,
    Dialect::Mysql,
    Dialect::Postgres,
];

/// The dialect that the first tokens tell of, and what tells it.
fn telling(tokens: &[TokenWithSpan], before: Option<&TokenWithSpan>) -> Option<(Dialect, String)> {
    let token = tokens.first()?;
    let next = tokens.get(1).map(|next| &next.token);
    match &token.token {
        Token::DoubleColon => Some((Dialect::Postgres, "::".to_owned())),
        Token::Word(word) if word.quote_style == Some('`') && word.value.contains('.') => {
            Some((Dialect::Bigquery, format!("`{}`", word.value)))
        }
        // A bracket that is no subscript.
        Token::LBracket if before.is_some_and(is_before_name) => {
            matches!((next, tokens.get(2)?), (Some(Token::Word(_)), close) if close.token == Token::RBracket)
                .then(|| (Dialect::Tsql, "names in brackets".to_owned()))
        }
        Token::Word(_) if keyword(token) == Keyword::TOP && matches!(next, Some(Token::Number(..))) => {
            before.is_some_and(|before| keyword(before) == Keyword::SELECT).then(|| (Dialect::Tsql, "TOP".to_owned()))
        }
        // Redshift takes the text of a query, Athena the query.
        Token::Word(_) if keyword(token) == Keyword::UNLOAD && next == Some(&Token::LParen) => {
            let query = begins_query(tokens.get(2)?);
            Some((if query { Dialect::Athena } else { Dialect::Redshift }, "UNLOAD".to_owned()))
        }
        // Other engines have a function of this name, whose argument has none.
        Token::Word(_) if is_word(token, "flatten") && next == Some(&Token::LParen) => {
            let input = tokens.get(3).is_some_and(|arrow| arrow.token == Token::RArrow);
            input.then(|| (Dialect::Snowflake, "FLATTEN".to_owned()))
        }
        Token::Word(_) if is_word(token, "format") => {
            let with = before.is_some_and(|before| before.token == Token::LParen);
            (with && next == Some(&Token::Eq)).then(|| (Dialect::Trino, "WITH (format = …)".to_owned()))
        }
        Token::Word(_) => {
            let (dialect, words) = TELLING.iter().find(|(_, words)| starts_with(tokens, words))?;
            Some((*dialect, words.join(" ").to_uppercase()))
        }
        _ => None,
    }
}

fn is_before_name(token: &TokenWithSpan) -> bool {
    matches!(token.token, Token::Comma | Token::Period)
        || matches!(keyword(token), Keyword::SELECT | Keyword::FROM | Keyword::JOIN | Keyword::INTO | Keyword::TABLE)
}
