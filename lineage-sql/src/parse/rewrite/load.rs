//! `LOAD DATA INTO t FROM FILES (uris = ['…', …])`, for which others say COPY.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::parse::token::{at, find, is_word, keyword, starts_with, string};

/// A statement for each of the files.
pub(super) fn statements(tokens: &[TokenWithSpan]) -> Option<Vec<Vec<TokenWithSpan>>> {
    let is_load = ["into", "overwrite"].iter().any(|how| starts_with(tokens, &["load", "data", how]));
    let table = tokens.get(3..).filter(|_| is_load)?;
    let files = find(table, |token| keyword(token) == Keyword::FROM)?;
    let uris = table.get(files + 1..).filter(|rest| starts_with(rest, &["files"]))?;
    let uris = uris.get(uris.iter().position(|token| is_word(token, "uris"))?..)?;
    let uris = uris.get(..uris.iter().position(|token| token.token == Token::RBracket)?)?;
    let name = table.iter().take_while(|token| matches!(token.token, Token::Word(_) | Token::Period));
    let name: Vec<_> = name.take(files).cloned().collect();
    let statement = |uri: &TokenWithSpan| {
        let word = |word| at(uri.span, Token::make_keyword(word));
        [&[word("COPY")], name.as_slice(), &[word("FROM"), uri.clone()]].concat()
    };
    Some(uris.iter().filter(|token| string(token).is_some()).map(statement).collect())
}
