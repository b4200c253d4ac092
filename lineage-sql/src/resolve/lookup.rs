//! Tables that are named among the arguments of functions: ClickHouse's dictionaries and tables that are there for joins,
//! and `TABLE(t)`.

use sqlparser::ast::{Expr, FunctionArg, FunctionArgExpr, Value};

use crate::Dialect;

use super::Resolver;
use super::deps::{Deps, How};
use super::names::Name;

impl Resolver<'_> {
    /// Whether the first argument of a function is the name of such a table, which is then read.
    pub(super) fn looks_up(&mut self, function: &str, argument: &FunctionArg) -> bool {
        let named =
            self.dialect == Dialect::Clickhouse && (function.starts_with("dict") || function.starts_with("joinget"));
        let FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) = argument else { return false };
        let Some(parts) = self.named_table_of(expr).filter(|_| named) else { return false };
        let parts = self.qualified_parts(parts);
        let table = self.names.table(&parts);
        self.reads(table);
        true
    }

    /// Adds all columns of the table of `f(TABLE(t))`; false if the function is another.
    pub(super) fn is_table(&mut self, function: &str, arguments: &[FunctionArg], how: How, deps: &mut Deps) -> bool {
        let [FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))] = arguments else { return false };
        let is_name = matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_));
        let Some(parts) = self.named_table_of(expr).filter(|_| is_name && function == "table") else { return false };
        let (_, relation) = self.table(parts);
        for item in &relation.items {
            self.item(item, how, deps);
        }
        true
    }

    /// The parts of the name of a table that an expression is, or that its text is.
    fn named_table_of(&mut self, expr: &Expr) -> Option<Vec<Name>> {
        Some(match expr {
            Expr::Identifier(ident) => vec![self.names.name(ident)],
            Expr::CompoundIdentifier(idents) => idents.iter().map(|ident| self.names.name(ident)).collect(),
            Expr::Value(value) => match &value.value {
                Value::SingleQuotedString(text) => text.split('.').map(|part| self.names.quoted(part)).collect(),
                _ => return None,
            },
            _ => return None,
        })
    }
}
