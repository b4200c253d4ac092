use std::rc::Rc;

use sqlparser::ast::{Expr, Ident, Insert, TableObject};

use crate::parse::Extra;
use crate::{DiagnosticCode, SqlDiagnostic, StatementKind};

use super::Resolver;
use super::deps::{Dep, Deps, How};
use super::from::idents;
use super::names::{Name, Symbol, TableId};
use super::output::Written;
use super::relation::{Column, Found, Item, Relation};
use super::scope::Scope;
use super::statement::Out;

impl Resolver<'_> {
    pub(super) fn insert(&mut self, insert: &Insert, extra: &Extra, out: &mut Out<'_>) {
        let relation = match &insert.source {
            Some(query) => self.query(query, None),
            None => self.assigned(insert),
        };
        if insert.multi_table_insert_type.is_some() {
            return self.insert_all(insert, &relation, out);
        }
        let target = match (&insert.table, &extra.location) {
            (_, Some(path)) => self.path(path),
            (TableObject::TableName(name), None) => self.target(name),
            (TableObject::TableFunction(function), None) => match &function.args {
                sqlparser::ast::FunctionArguments::List(list) => {
                    match super::load::path_arguments(&list.args).first() {
                        Some(path) => self.path(path),
                        None => self.target(&function.name),
                    }
                }
                _ => self.target(&function.name),
            },
            (TableObject::TableQuery(query), None) => {
                self.query(query, None);
                match self.reads.first() {
                    Some(table) => *table,
                    None => return,
                }
            }
        };
        let listed: Vec<Name> = insert
            .columns
            .iter()
            .filter_map(|column| idents(column).pop())
            .chain(insert.after_columns.iter().cloned())
            .chain(extra.columns.iter().cloned())
            .map(|column| self.names.name(&column))
            .collect();
        let (fixed, moving) = self.partitions(insert.partitioned.as_deref().unwrap_or_default());
        let by_name = extra.by_name || insert.source.is_none();
        let names = if by_name { None } else { self.target_names(target, listed, &fixed, &moving) };
        let mut items = self.placed(&relation, names.as_deref(), target);
        if names.is_none() && !by_name {
            partitioned(&mut items, &moving);
        }
        let mut dataset = Deps::default();
        dataset.extend(&relation.dataset, How::IDENTITY);
        if let Some(on) = &insert.on {
            self.on_conflict(on, insert, target, &mut items, &mut dataset);
        }
        let written = Written { kind: StatementKind::Insert, target: Some(target), items, dataset: dataset.finish() };
        self.write(written, out);
        let alias = insert.table_alias.as_ref().map(|alias| self.names.name(&alias.alias));
        self.returning(insert.returning.as_deref(), target, alias, out);
        self.output(insert.output.as_ref(), Some(target), out);
    }

    /// The columns that `INSERT … SET` gives. A value may name other columns of the target.
    fn assigned(&mut self, insert: &Insert) -> Rc<Relation> {
        let mut scope = Scope::default();
        if let TableObject::TableName(name) = &insert.table {
            self.bring_target(name, None, &mut scope);
        }
        let given = self.assignments(&insert.assignments, &scope);
        let items = given.into_iter().map(|(_, name, deps)| Item::Column(Column { name, deps })).collect();
        Rc::new(Relation::new(items, self.take_dataset()))
    }

    /// What all rows depend on, as far as it was noted outside of a query.
    pub(super) fn take_dataset(&mut self) -> Rc<[Dep]> {
        std::mem::take(&mut self.dataset).finish()
    }

    /// The columns of `PARTITION (…)`: those with a value, which no column of the query is for, and those without.
    fn partitions(&mut self, partitions: &[Expr]) -> (Vec<Symbol>, Vec<Name>) {
        let (mut fixed, mut moving) = (Vec::new(), Vec::new());
        for partition in partitions {
            match partition {
                Expr::Identifier(ident) => moving.push(self.names.name(ident)),
                Expr::BinaryOp { left, .. } => {
                    if let Expr::Identifier(ident) = &**left {
                        fixed.push(self.names.name(ident).key);
                    }
                }
                _ => {}
            }
        }
        (fixed, moving)
    }

    /// Notes that columns are written into a target: into those that are listed, else into its own by their places.
    pub(super) fn write_into(
        &mut self,
        kind: StatementKind,
        target: TableId,
        listed: &[Ident],
        items: Vec<Item>,
        out: &mut Out<'_>,
    ) {
        let listed = listed.iter().map(|column| self.names.name(column)).collect();
        let names = self.target_names(target, listed, &[], &[]);
        let items = self.placed(&Relation::new(items, [].into()), names.as_deref(), target);
        let dataset = self.take_dataset();
        self.write(Written { kind, target: Some(target), items, dataset }, out);
    }

    /// The names that the columns of a query have in the target, if they are known.
    pub(super) fn target_names(
        &mut self,
        target: TableId,
        listed: Vec<Name>,
        fixed: &[Symbol],
        moving: &[Name],
    ) -> Option<Vec<Name>> {
        if !listed.is_empty() {
            let more: Vec<Name> =
                moving.iter().filter(|name| !listed.iter().any(|known| known.key == name.key)).copied().collect();
            return Some(listed.into_iter().chain(more).collect());
        }
        let known = self.session.relation(&mut self.names, target);
        if !known.is_closed() || known.items.is_empty() {
            return None;
        }
        let plain = known
            .columns()
            .map(|column| column.name)
            .filter(|name| !fixed.contains(&name.key) && !moving.iter().any(|moving| moving.key == name.key));
        Some(plain.chain(moving.iter().copied()).collect())
    }

    /// The columns of a query under the names of the target: by place, from the front up to a star whose columns are not
    /// known, and from the back down to it.
    pub(super) fn placed(&mut self, relation: &Relation, names: Option<&[Name]>, target: TableId) -> Vec<Item> {
        let Some(names) = names else { return relation.items.clone() };
        let star = relation.items.iter().position(|item| matches!(item, Item::Star(_)));
        let behind = relation.items.iter().rev().take_while(|item| matches!(item, Item::Column(_))).count();
        if star.is_none() && relation.items.len() != names.len() {
            let message = format!(
                "{} takes {} columns, and is given {}",
                self.names.table_name(target),
                names.len(),
                relation.items.len()
            );
            self.diagnostics.push(SqlDiagnostic::new(DiagnosticCode::ColumnCount, message));
        }
        let mut items = Vec::with_capacity(relation.items.len());
        for (place, item) in relation.items.iter().enumerate() {
            let from_back = relation.items.len() - place;
            let name = match star {
                Some(star) if place > star && from_back <= behind => names.len().checked_sub(from_back),
                Some(star) if place >= star => None,
                _ => Some(place),
            };
            match (item, name.and_then(|place| names.get(place))) {
                (Item::Column(column), Some(name)) => {
                    items.push(Item::Column(Column { name: *name, deps: Rc::clone(&column.deps) }));
                }
                (Item::Column(column), None) if star.is_some() => items.push(Item::Column(column.clone())),
                // More columns than the target has: they go nowhere.
                (Item::Column(_), None) => {}
                (star @ Item::Star(_), _) => items.push(star.clone()),
            }
        }
        items
    }

    /// Adds rows to a temporary table that is seen through.
    pub(super) fn add_to_transparent(&mut self, target: TableId, items: &[Item], more: &[Dep]) {
        let known = self.session.relation(&mut self.names, target);
        let mut all = known.items.clone();
        for item in items {
            match item {
                Item::Column(column) => self.add_to(&mut all, column.name, &column.deps),
                star @ Item::Star(_) => all.push(star.clone()),
            }
        }
        let mut dataset = Deps::default();
        dataset.extend(&known.dataset, How::IDENTITY);
        dataset.extend(more, How::IDENTITY);
        self.session.change(target, Rc::new(Relation::new(all, dataset.finish())));
    }

    /// The column of a name: known, or one of those that are not.
    pub(super) fn known_or_open(&mut self, relation: &Relation, name: Name) -> Option<Column> {
        let stars = match relation.find(name) {
            Found::Column(column) => return Some(column.clone()),
            Found::Open(star) => vec![star],
            Found::Any(stars) => stars,
            Found::Nothing => return None,
        };
        let mut deps = Deps::default();
        for table in stars.iter().flat_map(|star| star.tables.iter()) {
            let source = self.names.column(*table, name);
            deps.push(Dep { source, how: How::IDENTITY, position: crate::Position::default() });
        }
        Some(Column { name, deps: deps.finish() })
    }

    /// Adds what a column comes from, to the column of that name if there is one.
    pub(super) fn add_to(&mut self, items: &mut Vec<Item>, name: Name, more: &[Dep]) {
        if !self.spend(items.len() + more.len()) {
            return;
        }
        let known = items.iter_mut().find_map(|item| match item {
            Item::Column(column) if column.name.key == name.key => Some(column),
            _ => None,
        });
        let mut deps = Deps::default();
        match known {
            Some(column) => {
                // All that was there is looked at again.
                let before = Rc::clone(&column.deps);
                deps.extend(&before, How::IDENTITY);
                deps.extend(more, How::IDENTITY);
                column.deps = deps.finish();
                self.spend(before.len());
            }
            None => {
                deps.extend(more, How::IDENTITY);
                items.push(Item::Column(Column { name, deps: deps.finish() }));
            }
        }
    }
}

/// The last columns under the names of the partitions that they choose.
fn partitioned(items: &mut [Item], moving: &[Name]) {
    for (item, name) in items.iter_mut().rev().zip(moving.iter().rev()) {
        let Item::Column(column) = item else { break };
        column.name = *name;
    }
}
