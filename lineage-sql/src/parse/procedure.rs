//! The statements inside of a procedure, a block, or what else has statements of its own.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::embedded;
use super::token::{find, is_word, keyword, starts_with, string, word};
use crate::{Dialect, SqlDiagnostic};

/// The statements of one, each as its tokens.
pub(super) type Statements = Result<Vec<Vec<TokenWithSpan>>, SqlDiagnostic>;

/// The statements that move data, in their order, if the tokens are a procedure or a block. What decides about them (IF,
/// LOOP, …) is left out.
///
/// # Errors
/// When a body that is a text cannot be taken apart.
pub(super) fn statements(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Statements> {
    let body = match keyword(tokens.first()?) {
        Keyword::BEGIN if tokens.len() > 2 => 0,
        Keyword::DECLARE => find(tokens, |token| keyword(token) == Keyword::BEGIN)?,
        Keyword::EXECUTE | Keyword::EXEC => return executed(tokens, dialect),
        Keyword::DO => return of_text(tokens, tokens.iter().find(|token| is_text(token))?, dialect),
        Keyword::CREATE if is_a(tokens, &["task", "pipe"]) => {
            let query = find(tokens, |token| keyword(token) == Keyword::AS)?;
            return Some(Ok(vec![tokens.get(query + 1..)?.to_vec()]));
        }
        Keyword::CREATE | Keyword::ALTER if is_procedure(tokens) || is_a(tokens, &["function"]) => {
            if let Some(body) = text(tokens).filter(|_| dialect != Dialect::Tsql) {
                return of_text(tokens, body, dialect);
            }
            let begins =
                |token: &TokenWithSpan| matches!(keyword(token), Keyword::BEGIN | Keyword::AS) || is_word(token, "is");
            find(tokens, begins).filter(|_| is_procedure(tokens))?
        }
        _ => return None,
    };
    Some(Ok(inside(tokens.get(body + 1..)?, dialect)))
}

/// Whether a statement makes a procedure.
pub(super) fn is_procedure(tokens: &[TokenWithSpan]) -> bool {
    is_a(tokens, &["procedure", "proc"])
}

/// Whether a statement makes one of some kinds of things.
fn is_a(tokens: &[TokenWithSpan], kinds: &[&str]) -> bool {
    let heading = tokens.iter().take(4);
    let defines = starts_with(tokens, &["create"]) || starts_with(tokens, &["alter"]);
    defines && heading.into_iter().any(|token| kinds.iter().any(|kind| is_word(token, kind)))
}

/// Whether the body is SQL, as it is where nothing else is said.
pub(super) fn is_sql(tokens: &[TokenWithSpan]) -> bool {
    let language = tokens.windows(2).find_map(|pair| match pair {
        [first, name] if is_word(first, "language") => word(name).or_else(|| string(name)),
        _ => None,
    });
    language.is_none_or(|name| ["sql", "plpgsql"].iter().any(|known| name.eq_ignore_ascii_case(known)))
}

/// The body that is a text of its own: `AS $$ … $$`, `AS '…'`. There may be another AS before: `EXECUTE AS OWNER`.
fn text(tokens: &[TokenWithSpan]) -> Option<&TokenWithSpan> {
    // Behind these, a text is the name of a column.
    let begins = |token: &TokenWithSpan| {
        use Keyword::{BEGIN, DELETE, INSERT, MERGE, SELECT, UPDATE};
        [BEGIN, DELETE, INSERT, MERGE, SELECT, UPDATE].contains(&keyword(token))
    };
    let heading = tokens.split(begins).next()?;
    heading.windows(2).find_map(|pair| match pair {
        [before, text] if keyword(before) == Keyword::AS && is_text(text) => Some(text),
        _ => None,
    })
}

fn is_text(token: &TokenWithSpan) -> bool {
    matches!(token.token, Token::DollarQuotedString(_)) || string(token).is_some()
}

/// The statements of a body that is a text, if it is SQL.
fn of_text(tokens: &[TokenWithSpan], body: &TokenWithSpan, dialect: Dialect) -> Option<Statements> {
    if !is_sql(tokens) {
        return Some(Ok(Vec::new()));
    }
    let body = embedded::tokens(body, dialect)?;
    if let Some(error) = body.error {
        return Some(Err(error));
    }
    let mut statements = inside(&body.tokens, dialect);
    // What a function gives is where it is called.
    if is_a(tokens, &["function"]) && statements.iter().all(|statement| statement.first().is_none_or(reads)) {
        statements.clear();
    }
    Some(Ok(statements))
}

/// The statement of `EXECUTE IMMEDIATE '…'`, of T-SQL's `EXEC ('…')` and `EXEC sp_executesql N'…'`.
fn executed(tokens: &[TokenWithSpan], dialect: Dialect) -> Option<Statements> {
    if dialect == Dialect::Tsql {
        let text = match tokens.get(1..)? {
            [open, text, close] if open.token == Token::LParen && close.token == Token::RParen => text,
            [name, text, ..] if is_word(name, "sp_executesql") => text,
            _ => return None,
        };
        return match embedded::tokens(text, dialect)? {
            body if body.error.is_some() => body.error.map(Err),
            body => Some(Ok(vec![body.tokens])),
        };
    }
    let rest = tokens.get(if starts_with(tokens, &["execute", "immediate"]) { 2 } else { 1 }..)?;
    let (text, behind) = rest.split_first()?;
    if behind.first().is_some_and(|next| !matches!(keyword(next), Keyword::USING | Keyword::INTO)) {
        return None;
    }
    let body = embedded::tokens(text, dialect)?;
    Some(body.error.map_or(Ok(vec![body.tokens]), Err))
}

/// The statements of a body.
fn inside(body: &[TokenWithSpan], dialect: Dialect) -> Vec<Vec<TokenWithSpan>> {
    let (mut statements, mut current) = (Vec::new(), Vec::new());
    let (mut depth, mut cases) = (0_usize, 0_usize);
    // Whether a statement may begin here.
    let mut boundary = true;
    let mut line = 0;
    for token in body {
        // T-SQL needs no semicolons.
        let begins_line = dialect == Dialect::Tsql && token.span.start.line > line;
        line = token.span.end.line;
        let word = keyword(token);
        if !current.is_empty() {
            match token.token {
                Token::LParen => depth += 1,
                Token::RParen => depth = depth.saturating_sub(1),
                _ => {}
            }
            cases += usize::from(word == Keyword::CASE);
            let ends = token.token == Token::SemiColon || (word == Keyword::END && cases == 0);
            if depth == 0 && ends {
                statements.push(std::mem::take(&mut current));
                boundary = true;
                continue;
            }
            cases -= usize::from(word == Keyword::END && cases > 0);
            current.push(token.clone());
        } else if (boundary || begins_line) && begins(word) {
            (depth, cases) = (0, 0);
            current.push(token.clone());
        } else {
            boundary = separates(token);
        }
    }
    if !current.is_empty() {
        statements.push(current);
    }
    statements.retain_mut(|statement| !assigns(statement, dialect));
    statements
}

/// Whether a statement that moves data begins with a keyword.
pub(super) fn begins(word: Keyword) -> bool {
    use Keyword::{
        CALL, COPY, CREATE, DELETE, EXEC, EXECUTE, INSERT, MERGE, REPLACE, SELECT, TRUNCATE, UNLOAD, UPDATE, WITH,
    };
    [CALL, COPY, CREATE, DELETE, EXEC, EXECUTE, INSERT, MERGE, REPLACE, SELECT, TRUNCATE, UNLOAD, UPDATE, WITH]
        .contains(&word)
}

/// Whether a statement that begins with a token is a query.
fn reads(first: &TokenWithSpan) -> bool {
    matches!(keyword(first), Keyword::SELECT | Keyword::WITH)
}

/// Whether a statement of a body is a query into variables, as SELECT INTO is in the bodies of most engines. Leaves out
/// what a statement that writes gives to variables.
fn assigns(statement: &mut Vec<TokenWithSpan>, dialect: Dialect) -> bool {
    if let Some(gives) = find(statement, |token| keyword(token) == Keyword::RETURNING)
        && statement.iter().skip(gives).any(|token| keyword(token) == Keyword::INTO)
    {
        statement.truncate(gives);
    }
    !matches!(dialect, Dialect::Tsql | Dialect::Ansi)
        && statement.first().is_some_and(reads)
        && find(statement, |token| matches!(keyword(token), Keyword::INSERT | Keyword::INTO))
            .and_then(|into| statement.get(into))
            .is_some_and(|into| keyword(into) == Keyword::INTO)
}

/// Whether a statement may follow a token.
fn separates(token: &TokenWithSpan) -> bool {
    token.token == Token::SemiColon
        || matches!(keyword(token), Keyword::BEGIN | Keyword::THEN | Keyword::ELSE | Keyword::DO | Keyword::AS)
        || ["loop", "try", "catch", "repeat", "is"].iter().any(|word| is_word(token, word))
}
