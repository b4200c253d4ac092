//! What a column is called that has no alias.

use sqlparser::ast::{AccessExpr, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Value};

use crate::Dialect;

use super::Resolver;
use super::names::Name;

impl Resolver<'_> {
    /// What the dialect calls a column that has no alias.
    pub(super) fn output_name(&mut self, expr: &Expr, place: usize) -> Name {
        match expr {
            Expr::Identifier(ident) => self.names.name(ident),
            Expr::CompoundIdentifier(idents) => match idents.last() {
                Some(ident) => self.names.name(ident),
                None => self.names.quoted(""),
            },
            Expr::Nested(inner) => self.output_name(inner, place),
            Expr::Named { name, .. } => self.names.name(name),
            Expr::CompoundFieldAccess { access_chain, .. }
                if let Some(AccessExpr::Dot(Expr::Identifier(field))) = access_chain.last() =>
            {
                self.names.name(field)
            }
            _ => {
                let name = match (self.dialect, expr) {
                    (Dialect::Athena | Dialect::Trino, _) => format!("_col{place}"),
                    (Dialect::Hive, _) => format!("_c{place}"),
                    (Dialect::Bigquery, _) => format!("f{place}_"),
                    (Dialect::Postgres | Dialect::Redshift, Expr::Function(function)) => {
                        function.name.0.last().map_or_else(String::new, ToString::to_string).to_lowercase()
                    }
                    (Dialect::Postgres | Dialect::Redshift, Expr::Cast { expr, .. }) => {
                        return self.output_name(expr, place);
                    }
                    (Dialect::Postgres | Dialect::Redshift, _) => "?column?".to_owned(),
                    _ if is_small(expr) => expr.to_string(),
                    _ => format!("_col{place}"),
                };
                self.names.quoted(&name)
            }
        }
    }
}

/// How many operands and operators the text of a column without an alias has at most; a longer one is named by its place.
const WORDS: usize = 32;

/// Whether an expression is short enough for its text to be a name: to print it descends it, as deep as it is.
pub(super) fn is_small(expr: &Expr) -> bool {
    has_words(expr, &mut { WORDS })
}

fn has_words(expr: &Expr, left: &mut usize) -> bool {
    let Some(less) = left.checked_sub(1) else { return false };
    *left = less;
    match expr {
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) | Expr::Wildcard(_) => true,
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) | Value::DoubleQuotedString(text) => text.len() <= WORDS,
            value => matches!(value, Value::Number(..) | Value::Boolean(_) | Value::Null),
        },
        Expr::BinaryOp { left: one, right: other, .. } => has_words(one, left) && has_words(other, left),
        Expr::Nested(inner) | Expr::IsNull(inner) | Expr::IsNotNull(inner) => has_words(inner, left),
        Expr::UnaryOp { expr, .. } | Expr::Cast { expr, .. } | Expr::Extract { expr, .. } => has_words(expr, left),
        Expr::Function(function) => match &function.args {
            FunctionArguments::List(list) if function.over.is_none() && function.filter.is_none() => {
                list.clauses.is_empty()
                    && list.args.iter().all(|argument| match argument {
                        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => has_words(expr, left),
                        FunctionArg::Unnamed(FunctionArgExpr::Wildcard) => true,
                        _ => false,
                    })
            }
            arguments => matches!(arguments, FunctionArguments::None),
        },
        _ => false,
    }
}
