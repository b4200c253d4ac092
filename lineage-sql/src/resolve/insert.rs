use std::rc::Rc;

use sqlparser::ast::{
    Expr, Insert, MultiTableInsertIntoClause, MultiTableInsertValue, OnConflictAction, OnInsert, SelectItem,
    TableObject,
};

use crate::parse::Extra;
use crate::{DiagnosticCode, Indirect, SqlDiagnostic, StatementKind};

use super::Resolver;
use super::deps::{Dep, Deps, How};
use super::from::idents;
use super::names::{Name, Symbol, TableId};
use super::output::Written;
use super::relation::{Column, Found, Item, Relation};
use super::scope::{Named, Scope};
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
                sqlparser::ast::FunctionArguments::List(list)
                    if super::statement::path_argument(&list.args).is_some() =>
                {
                    let path = super::statement::path_argument(&list.args).unwrap_or_default();
                    self.path(path)
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
        let by_name = insert.source.is_none();
        let names = if by_name { None } else { self.target_names(target, listed, &fixed, &moving) };
        let mut items = self.placed(&relation, names.as_deref(), target);
        let mut dataset = Deps::default();
        dataset.extend(&relation.dataset, How::IDENTITY);
        if let Some(on) = &insert.on {
            self.on_conflict(on, insert, target, &mut items, &mut dataset);
        }
        if self.session.is_transparent(target) {
            self.add_to_transparent(target, &items, &relation);
        }
        let written = Written {
            kind: StatementKind::Insert,
            target: Some(target),
            location: None,
            items,
            dataset: dataset.finish(),
        };
        self.write(written, out);
        let alias = insert.table_alias.as_ref().map(|alias| self.names.name(&alias.alias));
        self.returning(insert.returning.as_deref(), target, alias, out);
    }

    /// What a statement gives back of the rows that it wrote: a query of its own.
    pub(super) fn returning(
        &mut self,
        items: Option<&[SelectItem]>,
        target: TableId,
        alias: Option<Name>,
        out: &mut Out<'_>,
    ) {
        let Some(items) = items else { return };
        self.begin();
        let mut scope = Scope::default();
        let relation = self.session.relation(&mut self.names, target);
        let path = self.names.table_parts(target);
        scope.relations.push(Named { alias, path, table: Some(target), relation });
        let items = self.projection(items, &mut scope);
        let dataset = self.take_dataset();
        self.write(Written { kind: StatementKind::Select, target: None, location: None, items, dataset }, out);
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

    /// The names that the columns of a query have in the target, if they are known.
    fn target_names(
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

    /// Adds what `ON CONFLICT … DO UPDATE` and `ON DUPLICATE KEY UPDATE` write.
    fn on_conflict(
        &mut self,
        on: &OnInsert,
        insert: &Insert,
        target: TableId,
        items: &mut Vec<Item>,
        dataset: &mut Deps,
    ) {
        let (assignments, filter) = match on {
            OnInsert::DuplicateKeyUpdate(assignments) => (assignments, None),
            OnInsert::OnConflict(conflict) => match &conflict.action {
                OnConflictAction::DoUpdate(update) => (&update.assignments, update.selection.as_ref()),
                OnConflictAction::DoNothing => return,
            },
            _ => return,
        };
        let mut scope = Scope::default();
        let own = self.session.relation(&mut self.names, target);
        let path = self.names.table_parts(target);
        let alias = insert.table_alias.as_ref().map(|alias| self.names.name(&alias.alias));
        scope.relations.push(Named { alias, path, table: Some(target), relation: own });
        let given = Rc::new(Relation::new(items.clone(), [].into()));
        let row = insert.insert_alias.as_ref().and_then(|alias| idents(&alias.row_alias).pop());
        for alias in [Some(self.names.quoted("excluded")), row.map(|row| self.names.name(&row))].into_iter().flatten() {
            let relation = Rc::clone(&given);
            scope.relations.push(Named { alias: Some(alias), path: [].into(), table: None, relation });
        }
        // An unqualified name is the target's, and `VALUES(c)` what is given for it.
        let targets = Scope {
            relations: scope.relations.iter().take(1).cloned().collect(),
            parent: Some(&scope),
            ..Scope::default()
        };
        for (_, name, deps) in self.assignments(assignments, &targets) {
            add(items, name, &deps);
        }
        if let Some(filter) = filter {
            self.look_at(filter, &targets, Indirect::Filter);
            dataset.extend(&self.take_dataset(), How::IDENTITY);
        }
    }

    /// Oracle's and Snowflake's `INSERT ALL` and `INSERT FIRST`: one query into several tables.
    fn insert_all(&mut self, insert: &Insert, relation: &Rc<Relation>, out: &mut Out<'_>) {
        let mut scope = Scope::default();
        scope.relations.push(Named { alias: None, path: [].into(), table: None, relation: Rc::clone(relation) });
        let reads = self.reads.clone();
        let always = insert.multi_table_into_clauses.iter().map(|clause| (None, clause));
        let when = insert
            .multi_table_when_clauses
            .iter()
            .flat_map(|when| when.into_clauses.iter().map(move |clause| (Some(&when.condition), clause)));
        let otherwise = insert.multi_table_else_clause.iter().flatten().map(|clause| (None, clause));
        for (condition, clause) in always.chain(when).chain(otherwise) {
            self.reads.clone_from(&reads);
            self.insert_into(condition, clause, relation, &scope, out);
        }
    }

    fn insert_into(
        &mut self,
        condition: Option<&Expr>,
        clause: &MultiTableInsertIntoClause,
        relation: &Rc<Relation>,
        scope: &Scope<'_>,
        out: &mut Out<'_>,
    ) {
        let target = self.target(&clause.table_name);
        let given = match &clause.values {
            Some(values) => {
                let mut items = Vec::new();
                for (place, value) in values.values.iter().enumerate() {
                    let (name, deps) = match value {
                        MultiTableInsertValue::Expr(expr) => (self.output_name(expr, place), self.of(expr, scope)),
                        MultiTableInsertValue::Default => (self.names.quoted("default"), [].into()),
                    };
                    items.push(Item::Column(Column { name, deps }));
                }
                Rc::new(Relation::new(items, [].into()))
            }
            None => Rc::clone(relation),
        };
        let listed = clause.columns.iter().map(|column| self.names.name(column)).collect();
        let names = self.target_names(target, listed, &[], &[]);
        let items = self.placed(&given, names.as_deref(), target);
        if let Some(condition) = condition {
            self.look_at(condition, scope, Indirect::Filter);
        }
        self.dataset.extend(&relation.dataset, How::IDENTITY);
        let dataset = self.take_dataset();
        let written = Written { kind: StatementKind::Insert, target: Some(target), location: None, items, dataset };
        self.write(written, out);
    }

    /// Adds rows to a temporary table that is seen through.
    fn add_to_transparent(&mut self, target: TableId, items: &[Item], relation: &Relation) {
        let known = self.session.relation(&mut self.names, target);
        let mut all = known.items.clone();
        for item in items {
            match item {
                Item::Column(column) => add(&mut all, column.name, &column.deps),
                star @ Item::Star(_) => all.push(star.clone()),
            }
        }
        let mut dataset = Deps::default();
        dataset.extend(&known.dataset, How::IDENTITY);
        dataset.extend(&relation.dataset, How::IDENTITY);
        self.session.create_transparent(target, Rc::new(Relation::new(all, dataset.finish())), true);
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
}

/// Adds to what a column comes from.
pub(super) fn add(items: &mut Vec<Item>, name: Name, more: &[Dep]) {
    let known = items.iter_mut().find_map(|item| match item {
        Item::Column(column) if column.name.key == name.key => Some(column),
        _ => None,
    });
    let mut deps = Deps::default();
    match known {
        Some(column) => {
            deps.extend(&column.deps, How::IDENTITY);
            deps.extend(more, How::IDENTITY);
            column.deps = deps.finish();
        }
        None => {
            deps.extend(more, How::IDENTITY);
            items.push(Item::Column(Column { name, deps: deps.finish() }));
        }
    }
}
