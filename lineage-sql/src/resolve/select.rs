use std::rc::Rc;

use sqlparser::ast::{
    Distinct, Expr, GroupByExpr, GroupByWithModifier, NamedWindowExpr, OrderBy, OrderByKind, Select, SelectFlavor,
    SelectItem, Value,
};

use crate::{Dialect, Direct, Indirect, Transformation};

use super::Resolver;
use super::deps::{Dep, Deps, How};
use super::names::Source;
use super::relation::{Column, Item, Relation};
use super::scope::{Named, Scope};

impl Resolver<'_> {
    /// What a SELECT gives.
    pub(super) fn select(&mut self, select: &Select, outer: Option<&Scope<'_>>, order: Option<&OrderBy>) -> Relation {
        let saved = std::mem::take(&mut self.dataset);
        let windows = self.windows.len();
        let mut scope = Scope::inside(outer);
        for table in &select.from {
            self.table_with_joins(table, &mut scope);
        }
        scope.hierarchical = !select.connect_by.is_empty();
        for view in &select.lateral_views {
            self.lateral_view(view, &mut scope);
        }
        for window in &select.named_window {
            self.spend(self.windows.len());
            let key = self.names.name(&window.0).key;
            let deps = match &window.1 {
                NamedWindowExpr::WindowSpec(spec) => self.window_deps(spec, &scope),
                NamedWindowExpr::NamedWindow(other) => {
                    let other = self.names.name(other).key;
                    let known = self.windows.iter().rev().find(|(key, _)| *key == other);
                    known.map_or_else(|| [].into(), |(_, deps)| Rc::clone(deps))
                }
            };
            self.windows.push((key, deps));
        }
        let mut items = match select.flavor {
            SelectFlavor::FromFirstNoSelect => self.all_columns(&scope),
            _ => self.projection(&select.projection, &mut scope),
        };
        if let Some(exclude) = &select.exclude {
            items = self.without(items, &super::star::excluded(exclude));
        }
        for filter in select.prewhere.iter().chain(&select.selection) {
            self.look_at(filter, &scope, Indirect::Filter);
        }
        self.outputs_as_aliases(&items, &mut scope);
        for clause in &select.connect_by {
            match clause {
                sqlparser::ast::ConnectByKind::ConnectBy { relationships, .. } => {
                    for expr in relationships {
                        self.look_at(expr, &scope, Indirect::Filter);
                    }
                }
                sqlparser::ast::ConnectByKind::StartWith { condition, .. } => {
                    self.look_at(condition, &scope, Indirect::Filter);
                }
            }
        }
        self.grouping(&select.group_by, &items, &scope);
        for filter in select.having.iter().chain(&select.qualify) {
            self.look_at(filter, &scope, Indirect::Filter);
        }
        match &select.distinct {
            Some(Distinct::Distinct) => self.look_at_items(&items, Indirect::GroupBy),
            Some(Distinct::On(exprs)) => {
                for expr in exprs {
                    self.look_at_output(expr, &items, &scope, Indirect::GroupBy);
                }
            }
            Some(Distinct::All) | None => {}
        }
        for expr in select.sort_by.iter().map(|order| &order.expr).chain(&select.cluster_by) {
            self.look_at_output(expr, &items, &scope, Indirect::Sort);
        }
        self.order_by(order, &items, &scope);
        self.windows.truncate(windows);
        let dataset = std::mem::replace(&mut self.dataset, saved).finish();
        Relation::new(items, dataset)
    }

    /// The columns of a select list.
    pub(super) fn projection(&mut self, projection: &[SelectItem], scope: &mut Scope<'_>) -> Vec<Item> {
        let mut items = Vec::with_capacity(projection.len());
        for (place, item) in projection.iter().enumerate() {
            match item {
                SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }
                    if let Some(each) = self.each_column(expr, scope) =>
                {
                    items.extend(each);
                }
                SelectItem::UnnamedExpr(expr) => {
                    let deps = self.of(expr, scope);
                    let name = self.output_name(expr, place);
                    items.push(Item::Column(Column { name, deps }));
                }
                SelectItem::ExprWithAlias { expr, alias } => {
                    let column = Column { name: self.names.name(alias), deps: self.of(expr, scope) };
                    self.lateral_alias(&column, scope);
                    items.push(Item::Column(column));
                }
                SelectItem::ExprWithAliases { expr, aliases } => {
                    let deps = self.of(expr, scope);
                    for alias in aliases {
                        items.push(Item::Column(Column { name: self.names.name(alias), deps: Rc::clone(&deps) }));
                    }
                }
                SelectItem::Wildcard(options) => {
                    let all = self.all_columns(scope);
                    let all = self.starred(all, options, scope);
                    if self.spend(all.len()) {
                        items.extend(all);
                    }
                }
                SelectItem::QualifiedWildcard(kind, options) => {
                    let all = self.columns_of(kind, scope);
                    let all = self.starred(all, options, scope);
                    if self.spend(all.len()) {
                        items.extend(all);
                    }
                }
            }
        }
        items
    }

    /// Lets later columns of the select list use an earlier one's name, where the dialect has that.
    fn lateral_alias(&mut self, column: &Column, scope: &mut Scope<'_>) {
        let has_them = !matches!(
            self.dialect,
            Dialect::Athena
                | Dialect::Trino
                | Dialect::Hive
                | Dialect::Postgres
                | Dialect::Bigquery
                | Dialect::Tsql
                | Dialect::Oracle
                | Dialect::Mysql
                | Dialect::Sqlite
                | Dialect::Db2
        );
        // `a + 1 AS a`: there is such a column in the tables, and it goes first.
        let itself = column.deps.iter().any(|dep| {
            matches!(self.names.source_of(dep.source), Some((Source::Column(_, key), _)) if key == column.name.key)
        });
        if has_them && !itself {
            scope.aliases.insert(column.name.key, column.clone());
        }
    }

    /// Lets the clauses behind the select list use the names of its columns.
    fn outputs_as_aliases(&mut self, items: &[Item], scope: &mut Scope<'_>) {
        scope.aliases = items
            .iter()
            .filter_map(|item| match item {
                Item::Column(column) => Some((column.name.key, column.clone())),
                Item::Star(_) => None,
            })
            .collect();
    }

    /// Notes that all rows depend on an expression.
    pub(super) fn look_at(&mut self, expr: &Expr, scope: &Scope<'_>, why: Indirect) {
        let mut deps = Deps::default();
        self.expr(expr, scope, How::IDENTITY.indirect(why), &mut deps);
        self.dataset.extend(&deps.finish(), How::IDENTITY);
    }

    /// Notes that all rows depend on columns of the output.
    pub(super) fn look_at_items(&mut self, items: &[Item], why: Indirect) {
        let mut deps = Deps::default();
        for item in items {
            self.item(item, How::IDENTITY.indirect(why), &mut deps);
        }
        self.dataset.extend(&deps.finish(), How::IDENTITY);
    }

    fn grouping(&mut self, group_by: &GroupByExpr, items: &[Item], scope: &Scope<'_>) {
        let modifiers = match group_by {
            GroupByExpr::All(modifiers) => {
                self.group_by_rest(items);
                modifiers
            }
            GroupByExpr::Expressions(exprs, modifiers) if self.is_auto(exprs) => {
                self.group_by_rest(items);
                modifiers
            }
            GroupByExpr::Expressions(exprs, modifiers) => {
                for expr in exprs {
                    match place(expr) {
                        Some(_) => self.look_at_output(expr, items, scope, Indirect::GroupBy),
                        None => self.look_at(expr, scope, Indirect::GroupBy),
                    }
                }
                modifiers
            }
        };
        for modifier in modifiers {
            if let GroupByWithModifier::GroupingSets(expr) = modifier {
                self.look_at(expr, scope, Indirect::GroupBy);
            }
        }
    }

    /// Trino's `GROUP BY AUTO`.
    fn is_auto(&self, exprs: &[Expr]) -> bool {
        matches!(self.dialect, Dialect::Trino | Dialect::Athena)
            && matches!(exprs, [Expr::Identifier(word)] if word.quote_style.is_none() && word.value.eq_ignore_ascii_case("auto"))
    }

    /// Notes a grouping by all columns that are no aggregates.
    fn group_by_rest(&mut self, items: &[Item]) {
        let is_aggregate = |dep: &Dep| dep.how.transformation == Transformation::Direct(Direct::Aggregation);
        let keys: Vec<Item> = items
            .iter()
            .filter(|item| !matches!(item, Item::Column(column) if column.deps.iter().any(is_aggregate)))
            .cloned()
            .collect();
        self.look_at_items(&keys, Indirect::GroupBy);
    }

    /// Notes what an ORDER BY depends on.
    pub(super) fn order_by(&mut self, order: Option<&OrderBy>, items: &[Item], scope: &Scope<'_>) {
        match order.map(|order| &order.kind) {
            Some(OrderByKind::All(_)) => self.look_at_items(items, Indirect::Sort),
            Some(OrderByKind::Expressions(exprs)) => {
                for expr in exprs {
                    self.look_at_output(&expr.expr, items, scope, Indirect::Sort);
                }
            }
            None => {}
        }
    }

    /// Notes that all rows depend on an expression that may be the place or the name of an output column.
    fn look_at_output(&mut self, expr: &Expr, items: &[Item], scope: &Scope<'_>, why: Indirect) {
        let item = match (expr, place(expr)) {
            (_, Some(place)) => items.get(place.wrapping_sub(1)),
            (Expr::Identifier(ident), None) => {
                let name = self.names.name(ident);
                let is_it = |item: &Item| matches!(item, Item::Column(column) if column.name.key == name.key);
                let place = items.iter().position(is_it);
                self.spend(place.unwrap_or(items.len()));
                place.and_then(|place| items.get(place))
            }
            _ => None,
        };
        match item {
            Some(item) => self.look_at_items(std::slice::from_ref(item), why),
            None => self.look_at(expr, scope, why),
        }
    }

    /// A relation in an order, which stands behind it.
    pub(super) fn ordered(
        &mut self,
        relation: Relation,
        outer: Option<&Scope<'_>>,
        order: Option<&OrderBy>,
    ) -> Relation {
        if order.is_none() {
            return relation;
        }
        let saved = std::mem::take(&mut self.dataset);
        let Relation { items, dataset, .. } = relation;
        let mut scope = Scope::inside(outer);
        let relation = Rc::new(Relation::new(items.clone(), [].into()));
        scope.relations.push(Named { alias: None, path: [].into(), table: None, relation });
        self.dataset.extend(&dataset, How::IDENTITY);
        self.order_by(order, &items, &scope);
        let dataset = std::mem::replace(&mut self.dataset, saved).finish();
        Relation::new(items, dataset)
    }
}

/// The place in the output that an expression stands for, from 1.
fn place(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => number.to_string().parse().ok(),
            _ => None,
        },
        _ => None,
    }
}
