use std::rc::Rc;

use sqlparser::ast::{Expr, ExprWithAlias, Ident, PivotValueSource};

use crate::{Dialect, Direct, Indirect};

use super::Resolver;
use super::budget::COPY;
use super::deps::{Dep, Deps, How};
use super::names::Symbol;
use super::relation::{Column, Item};
use super::scope::Scope;
use super::star::hide;

impl Resolver<'_> {
    /// The columns of a pivoted relation: those that neither are aggregated nor tell the values apart, then one for each
    /// value and aggregate.
    pub(super) fn pivot(
        &mut self,
        inner: &Scope<'_>,
        aggregates: &[ExprWithAlias],
        value_column: &[Expr],
        source: &PivotValueSource,
        default: Option<&Expr>,
    ) -> Vec<Item> {
        let mut used: Vec<Symbol> = Vec::new();
        for expr in aggregates.iter().map(|aggregate| &aggregate.expr).chain(value_column) {
            self.columns_in(expr, &mut used);
        }
        let all = self.all_columns(inner);
        if !self.spend(all.len() * used.len()) {
            return all;
        }
        let mut items = hide(all, &used);
        for expr in value_column {
            self.look_at(expr, inner, Indirect::GroupBy);
        }
        let values: Vec<Option<String>> = match source {
            PivotValueSource::List(values) => values.iter().map(value_name).collect(),
            // Which columns there are, the data decide.
            PivotValueSource::Any(_) => Vec::new(),
            PivotValueSource::Subquery(query) => {
                let relation = self.query(query, inner.parent);
                self.look_at_items(&relation.items, Indirect::Filter);
                Vec::new()
            }
        };
        let mut made = Vec::new();
        for aggregate in aggregates {
            let mut deps = Deps::default();
            self.expr(&aggregate.expr, inner, How::IDENTITY.direct(Direct::Aggregation), &mut deps);
            self.exprs(default, inner, How::IDENTITY.indirect(Indirect::Conditional), &mut deps);
            made.push((aggregate.alias.as_ref().map(|alias| alias.value.clone()), deps.finish()));
        }
        if !self.spend(COPY * values.len() * made.len()) {
            return items;
        }
        let several = aggregates.len() > 1;
        for value in values.iter().flatten() {
            if !self.spend(made.len()) {
                break;
            }
            for (alias, deps) in &made {
                let name = match alias {
                    Some(alias) if self.dialect == Dialect::Bigquery => format!("{alias}_{value}"),
                    Some(alias) if several || !value.is_empty() => format!("{value}_{alias}"),
                    _ => value.clone(),
                };
                items.push(Item::Column(Column { name: self.names.quoted(&name), deps: deps.clone() }));
            }
        }
        // A star that stands for all columns stands for those that are aggregated, too.
        if values.is_empty() && items.iter().all(|item| matches!(item, Item::Column(_))) {
            for (_, deps) in made {
                items.push(Item::Column(Column { name: self.names.quoted("*"), deps }));
            }
        }
        items
    }

    /// The columns of an unpivoted relation: those that stay, the names of the others, and their values.
    pub(super) fn unpivot(
        &mut self,
        inner: &Scope<'_>,
        value: &Expr,
        name: &Ident,
        columns: &[ExprWithAlias],
    ) -> Vec<Item> {
        let mut used: Vec<Symbol> = Vec::new();
        for column in columns {
            self.columns_in(&column.expr, &mut used);
        }
        let all = self.all_columns(inner);
        if !self.spend(all.len() * used.len()) {
            return all;
        }
        let mut items = hide(all, &used);
        let mut names = Deps::default();
        let mut groups: Vec<Vec<Rc<[Dep]>>> = Vec::with_capacity(columns.len());
        for column in columns {
            let group = match &column.expr {
                Expr::Tuple(group) => group.iter().map(|expr| self.of(expr, inner)).collect(),
                expr => vec![self.of(expr, inner)],
            };
            for deps in &group {
                names.extend(deps, How::IDENTITY.indirect(Indirect::Conditional));
            }
            groups.push(group);
        }
        items.push(Item::Column(Column { name: self.names.name(name), deps: names.finish() }));
        let values: Vec<&Expr> = match value {
            Expr::Tuple(values) => values.iter().collect(),
            Expr::Nested(value) => vec![value],
            value => vec![value],
        };
        if !self.spend(values.len() * columns.len()) {
            return items;
        }
        for (place, value) in values.iter().enumerate() {
            if !self.spend(columns.len()) {
                break;
            }
            let mut deps = Deps::default();
            for group in &groups {
                let part = if let [one] = group.as_slice() { Some(one) } else { group.get(place) };
                if let Some(part) = part.filter(|part| self.spend(part.len())) {
                    deps.extend(part, How::IDENTITY);
                }
            }
            let name = self.output_name(value, place);
            items.push(Item::Column(Column { name, deps: deps.finish() }));
        }
        items
    }

    /// Collects the names of the columns that an expression is made of.
    fn columns_in(&mut self, expr: &Expr, keys: &mut Vec<Symbol>) {
        match expr {
            Expr::Identifier(ident) => keys.push(self.names.name(ident).key),
            Expr::CompoundIdentifier(idents) => {
                if let Some(ident) = idents.last() {
                    keys.push(self.names.name(ident).key);
                }
            }
            Expr::Nested(inner) => self.columns_in(inner, keys),
            Expr::BinaryOp { left, right, .. } => {
                self.columns_in(left, keys);
                self.columns_in(right, keys);
            }
            Expr::Function(function) => {
                if let sqlparser::ast::FunctionArguments::List(list) = &function.args {
                    for argument in &list.args {
                        if let sqlparser::ast::FunctionArg::Unnamed(sqlparser::ast::FunctionArgExpr::Expr(expr)) =
                            argument
                        {
                            self.columns_in(expr, keys);
                        }
                    }
                }
            }
            _ => {
                for child in super::children::children(expr) {
                    self.columns_in(child, keys);
                }
            }
        }
    }
}

/// What the column of a pivoted value is called.
fn value_name(value: &ExprWithAlias) -> Option<String> {
    if let Some(alias) = &value.alias {
        return Some(alias.value.clone());
    }
    Some(match &value.expr {
        Expr::Value(value) => match value.value.clone().into_string() {
            Some(text) => text,
            None => value.value.to_string(),
        },
        Expr::Identifier(ident) => ident.value.clone(),
        expr if super::unnamed::is_small(expr) => expr.to_string(),
        _ => return None,
    })
}
