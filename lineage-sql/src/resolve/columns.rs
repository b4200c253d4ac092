//! `COLUMNS(…)` of DuckDB and ClickHouse: in an expression, one of several columns, for each of which there is such an
//! expression.

use sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments};

use crate::{DiagnosticCode, Dialect, SqlDiagnostic};

use super::Resolver;
use super::budget::TEXTS;
use super::children::children;
use super::deps::{Deps, How};
use super::names::position;
use super::relation::{Column, Item};
use super::scope::Scope;

impl Resolver<'_> {
    /// The columns that an expression of a select list is, if there is `COLUMNS(…)` in it.
    pub(super) fn each_column(&mut self, expr: &Expr, scope: &Scope<'_>) -> Option<Vec<Item>> {
        if !matches!(self.dialect, Dialect::Duckdb | Dialect::Clickhouse) {
            return None;
        }
        let call = self.call_of_columns(expr)?;
        let FunctionArguments::List(list) = &call.args else { return None };
        let all = self.all_columns(scope);
        let chosen = match list.args.as_slice() {
            [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] => all,
            [FunctionArg::Unnamed(FunctionArgExpr::WildcardWithOptions(options))] => self.starred(all, options, scope),
            _ => vec![self.any_of(call, &all)],
        };
        let mut items = Vec::with_capacity(chosen.len());
        for item in chosen {
            let name = match &item {
                Item::Column(column) => column.name,
                Item::Star(_) => self.names.quoted("*"),
            };
            let around = self.each.replace(item);
            items.push(Item::Column(Column { name, deps: self.of(expr, scope) }));
            self.each = around;
        }
        Some(items)
    }

    /// Adds the one column that `COLUMNS(…)` is at the moment; false if the function is another.
    pub(super) fn is_each(&mut self, function: &str, how: How, deps: &mut Deps) -> bool {
        let each = self.each.take_if(|_| function == "columns");
        if let Some(item) = &each {
            self.item(item, how, deps);
            self.each.clone_from(&each);
        }
        each.is_some()
    }

    /// The call in an expression.
    fn call_of_columns<'e>(&mut self, expr: &'e Expr) -> Option<&'e Function> {
        let mut left = vec![expr];
        while let Some(expr) = left.pop().filter(|_| self.spend(1)) {
            match expr {
                Expr::Function(function) => {
                    if function.name.to_string().eq_ignore_ascii_case("columns") {
                        return Some(function);
                    }
                    let FunctionArguments::List(list) = &function.args else { continue };
                    left.extend(list.args.iter().filter_map(|argument| match argument {
                        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
                        _ => None,
                    }));
                }
                Expr::BinaryOp { left: one, right: other, .. } => left.extend([&**one, &**other]),
                Expr::Nested(inner) => left.push(inner),
                expr => left.extend(children(expr)),
            }
        }
        None
    }

    /// Columns of which a pattern or a function chooses some, as one: which, is not followed.
    fn any_of(&mut self, call: &Function, all: &[Item]) -> Item {
        let mut deps = Deps::default();
        for item in all {
            self.item(item, How::IDENTITY, &mut deps);
        }
        self.spend(TEXTS);
        let message = "which columns COLUMNS(…) stands for is not followed: it may be any";
        let diagnostic = SqlDiagnostic::new(DiagnosticCode::UnexpandedStar, message);
        let place = call.name.0.first().and_then(|part| part.as_ident()).map(position);
        self.diagnostics.push(match place {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        });
        Item::Column(Column { name: self.names.quoted("*"), deps: deps.finish() })
    }
}
