use std::collections::HashSet;
use std::rc::Rc;

use sqlparser::ast::{
    Expr, Ident, Join, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor, TableWithJoins,
};

use crate::{Dialect, Direct, Indirect};

use super::Resolver;
use super::deps::{Deps, How};
use super::names::{Name, Symbol, TableId, position};
use super::relation::{Column, Item, Relation};
use super::scope::{Named, Scope};

impl Resolver<'_> {
    /// Brings a table and what is joined to it into scope. Joins see what they join; other tables of the same clause are
    /// around them, for what may look at them: arrays, and subqueries that say so.
    pub(super) fn table_with_joins(&mut self, table: &TableWithJoins, scope: &mut Scope<'_>) {
        self.joined(&table.relation, &table.joins, scope);
    }

    /// The same, of a table and its joins apart.
    pub(super) fn joined(&mut self, table: &TableFactor, joins: &[Join], scope: &mut Scope<'_>) {
        let mut inner = Scope { parent: Some(&*scope), is_beside: true, ..Scope::default() };
        self.factor(table, &mut inner);
        for join in joins {
            self.join(join, &mut inner);
        }
        let Scope { mut relations, merged, groups, .. } = inner;
        let before = scope.relations.len();
        scope.relations.append(&mut relations);
        scope.groups.extend(groups.into_iter().map(|(end, merged)| (before + end, merged)));
        scope.groups.push((scope.relations.len(), merged.clone()));
        scope.merged.extend(merged);
    }

    pub(super) fn join(&mut self, join: &Join, scope: &mut Scope<'_>) {
        if self.is_spent() {
            return;
        }
        let before = scope.relations.len();
        if matches!(
            join.join_operator,
            JoinOperator::ArrayJoin | JoinOperator::LeftArrayJoin | JoinOperator::InnerArrayJoin
        ) {
            return self.array_join(&join.relation, scope);
        }
        self.factor(&join.relation, scope);
        let (constraint, filters_alone) = match &join.join_operator {
            JoinOperator::Join(constraint)
            | JoinOperator::Inner(constraint)
            | JoinOperator::Left(constraint)
            | JoinOperator::LeftOuter(constraint)
            | JoinOperator::Right(constraint)
            | JoinOperator::RightOuter(constraint)
            | JoinOperator::FullOuter(constraint)
            | JoinOperator::CrossJoin(constraint)
            | JoinOperator::StraightJoin(constraint) => (constraint, false),
            JoinOperator::Semi(constraint)
            | JoinOperator::LeftSemi(constraint)
            | JoinOperator::RightSemi(constraint)
            | JoinOperator::Anti(constraint)
            | JoinOperator::LeftAnti(constraint)
            | JoinOperator::RightAnti(constraint) => (constraint, true),
            JoinOperator::AsOf { match_condition, constraint } => {
                self.look_at(match_condition, scope, Indirect::Join);
                (constraint, false)
            }
            _ => (&JoinConstraint::None, false),
        };
        match constraint {
            JoinConstraint::On(condition) => self.look_at(condition, scope, Indirect::Join),
            JoinConstraint::Using(columns) => {
                let names: Vec<(Name, crate::Position)> = columns
                    .iter()
                    .filter_map(|column| column.0.last().and_then(|part| part.as_ident()))
                    .map(|ident| (self.names.name(ident), position(ident)))
                    .collect();
                for (place, (name, at)) in names.into_iter().enumerate() {
                    self.merge(name, at, before, (!filters_alone).then_some(place), scope);
                }
            }
            JoinConstraint::Natural => {
                if !self.spend(scope.relations.iter().map(|named| named.relation.items.len()).sum()) {
                    return;
                }
                let columns = |named: &Named| named.relation.columns().map(|column| column.name).collect::<Vec<_>>();
                let (left, right) = scope.relations.split_at(before.min(scope.relations.len()));
                let left: HashSet<Symbol> = left.iter().flat_map(columns).map(|name| name.key).collect();
                let right: Vec<Name> = right.iter().flat_map(columns).collect();
                let both = right.into_iter().filter(|name| left.contains(&name.key));
                for (place, name) in both.enumerate() {
                    self.merge(name, crate::Position::default(), before, (!filters_alone).then_some(place), scope);
                }
            }
            JoinConstraint::None => {}
        }
        if filters_alone {
            // Of a semi join only one side goes on.
            let right = matches!(join.join_operator, JoinOperator::RightSemi(_) | JoinOperator::RightAnti(_));
            if right { drop(scope.relations.drain(..before)) } else { scope.relations.truncate(before) }
        }
    }

    /// ClickHouse's `ARRAY JOIN`: the elements of a column in place of the column, or under an alias.
    fn array_join(&mut self, array: &TableFactor, scope: &mut Scope<'_>) {
        let TableFactor::Table { name, alias, .. } = array else { return };
        let idents = idents(name);
        let Some(last) = idents.last() else { return };
        let mut deps = Deps::default();
        self.column(&idents, scope, How::IDENTITY.direct(Direct::Transformation), &mut deps);
        let name = self.names.name(alias.as_ref().map_or(last, |alias| &alias.name));
        scope.merged.push(Column { name, deps: deps.finish() });
    }

    /// What a table's name means: a common table expression, or a table.
    pub(super) fn table(&mut self, parts: Vec<Name>) -> (Option<TableId>, Rc<Relation>) {
        if let [name] = parts.as_slice() {
            let back = self.ctes.iter().rev().position(|(key, _)| *key == name.key);
            self.spend(back.unwrap_or(self.ctes.len()));
            if let Some((_, relation)) = back.and_then(|back| self.ctes.iter().rev().nth(back)) {
                return (None, Rc::clone(relation));
            }
        }
        let parts = self.qualified_parts(parts);
        let table = self.names.table(&parts);
        if !self.session.is_transparent(table) {
            self.reads(table);
        }
        (Some(table), self.session.read(&mut self.names, table))
    }

    /// Brings one relation of a FROM clause into scope.
    fn factor(&mut self, factor: &TableFactor, scope: &mut Scope<'_>) {
        match factor {
            // Its arguments say how files are read.
            TableFactor::Table { name, alias, .. } if self.is_stage(name) => {
                let files = self.path(&name.to_string());
                self.reads(files);
                self.bring(Some(files), Rc::new(Relation::open(files)), alias.as_ref(), scope);
            }
            TableFactor::Table { name, alias, args: None, .. } => self.named_table(name, alias.as_ref(), scope),
            TableFactor::Table { name, alias, args: Some(args), with_ordinality, .. } => {
                self.table_function(name, &args.args, alias.as_ref(), *with_ordinality, scope);
            }
            TableFactor::Function { name, args, alias, with_ordinality, .. } => {
                self.table_function(name, args, alias.as_ref(), *with_ordinality, scope);
            }
            TableFactor::Derived { lateral, subquery, alias, .. } => {
                let relation = if *lateral || self.dialect == Dialect::Tsql {
                    self.query(subquery, Some(&*scope))
                } else {
                    self.query(subquery, scope.outer())
                };
                self.bring(None, relation, alias.as_ref(), scope);
            }
            TableFactor::TableFunction { expr, alias } => {
                let deps = self.generated(expr, scope);
                self.bring_values(deps, alias.as_ref(), &[], scope);
            }
            TableFactor::UNNEST { alias, array_exprs, with_offset, with_offset_alias, with_ordinality } => {
                let exprs: Vec<&Expr> = array_exprs.iter().collect();
                self.unnest(&exprs, alias.as_ref(), *with_ordinality, scope);
                if *with_offset {
                    let name = match with_offset_alias {
                        Some(alias) => self.names.name(alias),
                        None => self.names.quoted("offset"),
                    };
                    let items = vec![Item::Column(Column { name, deps: [].into() })];
                    self.bring(None, Rc::new(Relation::new(items, [].into())), None, scope);
                }
            }
            TableFactor::JsonTable { json_expr, columns, alias, .. } => {
                let deps = self.generated(json_expr, scope);
                let mut names = Vec::new();
                self.json_columns(columns, &mut names);
                self.bring_columns(deps, names, alias.as_ref(), scope);
            }
            TableFactor::OpenJsonTable { json_expr, columns, alias, .. } => {
                let deps = self.generated(json_expr, scope);
                let mut names: Vec<Name> = columns.iter().map(|column| self.names.name(&column.name)).collect();
                if names.is_empty() {
                    names = ["key", "value", "type"].map(|name| self.names.quoted(name)).to_vec();
                }
                self.bring_columns(deps, names, alias.as_ref(), scope);
            }
            TableFactor::XmlTable { passing, columns, alias, .. } => {
                let mut deps = Deps::default();
                let how = How::IDENTITY.direct(Direct::Transformation);
                for argument in &passing.arguments {
                    self.expr(&argument.expr, scope, how, &mut deps);
                }
                let names = columns.iter().map(|column| self.names.name(&column.name)).collect();
                self.bring_columns(deps.finish(), names, alias.as_ref(), scope);
            }
            TableFactor::NestedJoin { table_with_joins, alias } => {
                let mut inner = Scope::inside(scope.outer());
                self.table_with_joins(table_with_joins, &mut inner);
                if alias.is_some() {
                    let items = self.all_columns(&inner);
                    self.bring(None, Rc::new(Relation::new(items, [].into())), alias.as_ref(), scope);
                } else {
                    scope.relations.append(&mut inner.relations);
                    scope.merged.append(&mut inner.merged);
                }
            }
            TableFactor::Pivot { table, aggregate_functions, value_column, value_source, default_on_null, alias } => {
                let mut inner = Scope::inside(scope.outer());
                self.factor(table, &mut inner);
                let default = default_on_null.as_ref();
                let items = self.pivot(&inner, aggregate_functions, value_column, value_source, default);
                self.bring_pivoted(items, alias.as_ref(), &inner, scope);
            }
            TableFactor::Unpivot { table, value, name, columns, alias, .. } => {
                let mut inner = Scope::inside(scope.outer());
                self.factor(table, &mut inner);
                let items = self.unpivot(&inner, value, name, columns);
                self.bring_pivoted(items, alias.as_ref(), &inner, scope);
            }
            TableFactor::UnpivotExpr { expression, value_alias, attribute_alias } => {
                let deps = self.generated(expression, scope);
                let names = [Some(value_alias), attribute_alias.as_ref()].into_iter().flatten();
                let names = names.map(|name| self.names.name(name)).collect();
                self.bring_columns(deps, names, None, scope);
            }
            TableFactor::MatchRecognize { table, partition_by, order_by, measures, symbols, alias, .. } => {
                let mut inner = Scope::inside(scope.outer());
                self.factor(table, &mut inner);
                let mut items: Vec<Item> = Vec::new();
                for (place, expr) in partition_by.iter().enumerate() {
                    let column = Column { name: self.output_name(expr, place), deps: self.of(expr, &inner) };
                    items.push(Item::Column(column));
                    self.look_at_items(items.get(place..).unwrap_or_default(), Indirect::Window);
                }
                for order in order_by {
                    self.look_at(&order.expr, &inner, Indirect::Window);
                }
                // `A.price`: the rows that matched A.
                inner.any_qualifier = true;
                for symbol in symbols {
                    self.look_at(&symbol.definition, &inner, Indirect::Filter);
                }
                for measure in measures {
                    let column = Column { name: self.names.name(&measure.alias), deps: self.of(&measure.expr, &inner) };
                    items.push(Item::Column(column));
                }
                self.bring(None, Rc::new(Relation::new(items, [].into())), alias.as_ref(), scope);
            }
            TableFactor::SemanticView { name, alias, .. } => self.named_table(name, alias.as_ref(), scope),
        }
    }

    fn named_table(&mut self, name: &ObjectName, alias: Option<&TableAlias>, scope: &mut Scope<'_>) {
        let parts = self.names.parts(name);
        // `FROM t, t.items`: an array in a column of a relation of the same clause.
        if let [first, column, ..] = parts.as_slice()
            && matches!(self.dialect, Dialect::Bigquery | Dialect::Redshift | Dialect::Clickhouse)
            && scope.of_clause().any(|scope| scope.has_relation(first.key).is_some())
        {
            let (name, idents) = (*column, idents(name));
            let mut deps = Deps::default();
            self.column(&idents, scope, How::IDENTITY.direct(Direct::Transformation), &mut deps);
            let name = alias.map_or(name, |alias| self.names.name(&alias.name));
            self.bring_columns(deps.finish(), vec![name], alias, scope);
            if let Some(at) = alias.and_then(|alias| alias.at.as_ref()) {
                // The places of the elements.
                let name = self.names.name(at);
                self.bring_columns([].into(), vec![name], None, scope);
            }
            return;
        }
        let (table, relation) = self.table(parts);
        self.bring(table, relation, alias, scope);
        if table.is_none()
            && alias.is_none()
            && let (Some(named), Some(ident)) = (scope.relations.last_mut(), idents(name).last())
        {
            named.path = [self.names.name(ident)].into();
        }
    }

    /// Brings a relation into scope under its alias.
    pub(super) fn bring(
        &mut self,
        table: Option<TableId>,
        relation: Rc<Relation>,
        alias: Option<&TableAlias>,
        scope: &mut Scope<'_>,
    ) {
        if self.spend(relation.dataset.len()) {
            self.dataset.extend(&relation.dataset, How::IDENTITY);
        }
        let relation = match alias {
            Some(alias) => self.renamed(relation, alias.columns.iter().map(|column| &column.name)),
            None => relation,
        };
        let path = table.map_or_else(|| [].into(), |table| self.names.table_parts(table));
        let alias = alias.map(|alias| self.names.name(&alias.name));
        scope.relations.push(Named { alias, path, table, relation });
    }

    /// Brings what a pivot made into scope, under its alias or that of the table it was made of.
    fn bring_pivoted(
        &mut self,
        items: Vec<Item>,
        alias: Option<&TableAlias>,
        inner: &Scope<'_>,
        scope: &mut Scope<'_>,
    ) {
        self.bring(None, Rc::new(Relation::new(items, [].into())), alias, scope);
        if alias.is_none()
            && let (Some(made), Some(of)) = (scope.relations.last_mut(), inner.relations.first())
        {
            made.alias = of.alias;
            made.path.clone_from(&of.path);
        }
    }
}

/// The identifiers of a name.
pub(super) fn idents(name: &ObjectName) -> Vec<Ident> {
    name.0.iter().filter_map(|part| part.as_ident().cloned()).collect()
}
