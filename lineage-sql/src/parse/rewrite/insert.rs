//! `INSERT` with more between its target and its query than the parser knows.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{Pass, create};
use crate::Dialect;
use crate::parse::Extra;
use crate::parse::token::{find, group, keyword, string};

/// Leaves out what says nothing about columns.
pub(super) fn rewrite(tokens: Vec<TokenWithSpan>, dialect: Dialect, extra: &mut Extra) -> Vec<TokenWithSpan> {
    let Some(begin) = find(&tokens, |token| keyword(token) == Keyword::INSERT) else { return tokens };
    let mut pass = Pass::new(tokens, dialect);
    pass.keep(begin + 1);
    if pass.sees(&["overwrite", "directory"]) || pass.sees(&["overwrite", "local", "directory"]) {
        directory(&mut pass, extra);
        return pass.finish();
    }
    while let Some(next) = pass.ahead().first() {
        if pass.sees(&["partition"]) {
            let length = group(pass.ahead().get(1..).unwrap_or_default()).unwrap_or_default();
            pass.keep(1 + length);
            if pass.sees(&["if", "not", "exists"]) {
                pass.skip(3);
            }
        } else if pass.sees(&["by", "name"]) {
            pass.skip(2);
            extra.by_name = true;
        } else if pass.sees(&["replace", "where"]) {
            let Some(length) = find(pass.ahead(), is_query) else { break };
            pass.skip(length);
        } else if next.token == Token::LParen
            && pass.ahead().get(1).is_some_and(|first| keyword(first) == Keyword::WITH)
        {
            // A query in parentheses of its own.
            pass.skip(1);
            let Some(length) = find(pass.ahead(), |token| token.token == Token::RParen) else { break };
            pass.keep(length);
            pass.skip(1);
            break;
        } else if is_query(next) {
            break;
        } else {
            pass.keep(1);
        }
    }
    pass.finish()
}

fn is_query(token: &TokenWithSpan) -> bool {
    matches!(keyword(token), Keyword::SELECT | Keyword::WITH | Keyword::VALUES | Keyword::FROM)
}

/// `OVERWRITE DIRECTORY 's3://…' USING … OPTIONS (…) SELECT …`.
fn directory(pass: &mut Pass, extra: &Extra) {
    while !pass.sees(&["directory"]) {
        pass.keep(1);
    }
    pass.keep(1);
    match pass.ahead().first().and_then(string) {
        Some(_) => pass.keep(1),
        // The path is one of the options.
        None => pass.insert(Token::SingleQuotedString(extra.location.clone().unwrap_or_default())),
    }
    while let Some(length) = create::property(pass.ahead()) {
        pass.skip(length);
    }
}
