use std::rc::Rc;

use sqlparser::ast::{
    Assignment, AssignmentTarget, Delete, Expr, FromTable, ObjectName, TableAlias, TableFactor, TableWithJoins, Update,
    UpdateTableFromKind,
};

use crate::{Dialect, Indirect, StatementKind};

use super::Resolver;
use super::deps::{Dep, Deps, How};
use super::from::idents;
use super::names::{Name, TableId};
use super::output::Written;
use super::relation::Item;
use super::scope::{Named, Scope};
use super::statement::Out;
use super::through::Target;

impl Resolver<'_> {
    pub(super) fn update(&mut self, update: &Update, out: &mut Out<'_>) {
        let mut scope = Scope::default();
        let from: &[TableWithJoins] = match &update.from {
            Some(UpdateTableFromKind::BeforeSet(from) | UpdateTableFromKind::AfterSet(from)) => from,
            None => &[],
        };
        let mut sources = Scope::default();
        for table in from {
            self.table_with_joins(table, &mut sources);
        }
        let target = self.target_in_scope(&update.table.relation, &sources, &mut scope);
        for join in &update.table.joins {
            self.join(join, &mut scope);
        }
        scope.relations.append(&mut sources.relations);
        scope.merged.append(&mut sources.merged);
        if let Some(filter) = &update.selection {
            self.look_at(filter, &scope, Indirect::Filter);
        }
        let mut tables: Vec<(TableId, Vec<Item>)> = Vec::new();
        for (table, name, deps) in self.assignments(&update.assignments, &scope) {
            let Some((table, name)) = table.map_or_else(|| self.changed(&target, name), |table| Some((table, name)))
            else {
                continue;
            };
            self.spend(tables.len());
            match tables.iter_mut().find(|(known, _)| *known == table) {
                Some((_, items)) => self.add_to(items, name, &deps),
                None => {
                    let mut items = Vec::new();
                    self.add_to(&mut items, name, &deps);
                    tables.push((table, items));
                }
            }
        }
        let dataset = self.take_dataset();
        let alias = match &update.table.relation {
            TableFactor::Table { alias: Some(alias), .. } => Some(self.names.name(&alias.name)),
            _ => None,
        };
        for (table, items) in tables {
            let dataset = Rc::clone(&dataset);
            let written = Written { kind: StatementKind::Update, target: Some(table), items, dataset };
            self.write(written, out);
            self.returning(update.returning.as_deref(), table, alias, out);
            self.output(update.output.as_ref(), Some(table), out);
        }
    }

    /// Brings the table that a statement changes into scope, and tells which it is: that of a name, or that whose alias
    /// among the other tables is the name, or that behind a query.
    pub(super) fn target_in_scope(
        &mut self,
        factor: &TableFactor,
        others: &Scope<'_>,
        scope: &mut Scope<'_>,
    ) -> Target {
        let TableFactor::Table { name, alias, .. } = factor else {
            self.joined(factor, &[], scope);
            return match scope.relations.first().cloned() {
                Some(Named { table: Some(table), .. }) => Target::table(table),
                Some(named) => self.through(named.relation),
                None => self.through(Rc::default()),
            };
        };
        let parts = self.names.parts(name);
        if alias.is_none()
            && let Some(named) = others.relation(&parts)
        {
            return match named.table {
                Some(table) => Target::table(table),
                None => self.through(Rc::clone(&named.relation)),
            };
        }
        if let ([name], Dialect::Tsql) = (parts.as_slice(), self.dialect)
            && self.ctes.iter().any(|(key, _)| *key == name.key)
        {
            self.joined(factor, &[], scope);
            let query = scope.relations.first().map(|named| Rc::clone(&named.relation));
            return self.through(query.unwrap_or_default());
        }
        Target::table(self.bring_target(name, alias.as_ref(), scope))
    }

    pub(super) fn bring_target(
        &mut self,
        name: &ObjectName,
        alias: Option<&TableAlias>,
        scope: &mut Scope<'_>,
    ) -> TableId {
        let table = self.target(name);
        let relation = self.session.relation(&mut self.names, table);
        self.bring(Some(table), relation, alias, scope);
        table
    }

    /// What assignments give: the table that a target's qualifier means, the column, and what it comes from.
    pub(super) fn assignments(
        &mut self,
        assignments: &[Assignment],
        scope: &Scope<'_>,
    ) -> Vec<(Option<TableId>, Name, Rc<[Dep]>)> {
        let mut given = Vec::new();
        for assignment in assignments {
            match &assignment.target {
                AssignmentTarget::ColumnName(name) => {
                    if let Some((table, name)) = self.assigned_to(name, scope) {
                        let deps = self.value_of(&assignment.value, scope);
                        given.push((table, name, deps));
                    }
                }
                AssignmentTarget::Tuple(names) => {
                    let values = self.each_of(&assignment.value, scope);
                    for (place, name) in names.iter().enumerate() {
                        if let Some((table, name)) = self.assigned_to(name, scope) {
                            let deps = values.get(place).map_or_else(|| [].into(), Rc::clone);
                            given.push((table, name, deps));
                        }
                    }
                }
            }
        }
        given
    }

    /// What each part of a value that is several comes from.
    fn each_of(&mut self, value: &Expr, scope: &Scope<'_>) -> Vec<Rc<[Dep]>> {
        match value {
            Expr::Tuple(values) => values.iter().map(|value| self.value_of(value, scope)).collect(),
            Expr::Nested(value) => self.each_of(value, scope),
            Expr::Subquery(query) => {
                let relation = self.query(query, Some(scope));
                self.dataset.extend(&relation.dataset, How::IDENTITY);
                relation
                    .items
                    .iter()
                    .map(|item| {
                        let mut deps = Deps::default();
                        self.item(item, How::IDENTITY, &mut deps);
                        deps.finish()
                    })
                    .collect()
            }
            value => vec![self.of(value, scope)],
        }
    }

    fn assigned_to(&mut self, name: &ObjectName, scope: &Scope<'_>) -> Option<(Option<TableId>, Name)> {
        let idents = idents(name);
        let parts: Vec<Name> = idents.iter().map(|ident| self.names.name(ident)).collect();
        let (last, qualifier) = parts.split_last()?;
        if qualifier.is_empty() {
            return Some((None, *last));
        }
        if let Some(named) = scope.qualified(qualifier) {
            return Some((named.table, *last));
        }
        // A field of a column: the column changes.
        let first = parts.first()?;
        match scope.qualified(std::slice::from_ref(first)) {
            Some(named) => Some((named.table, *parts.get(1)?)),
            None => Some((None, *first)),
        }
    }

    /// DELETE moves no data, but what is left depends on what its conditions look at.
    pub(super) fn delete(&mut self, delete: &Delete, out: &mut Out<'_>) {
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
        let mut scope = Scope::default();
        let mut sources = Scope::default();
        for table in delete.using.iter().flatten() {
            self.table_with_joins(table, &mut sources);
        }
        let mut target = None;
        for (place, table) in from.iter().enumerate() {
            if place == 0 && delete.tables.is_empty() {
                target = self.target_in_scope(&table.relation, &sources, &mut scope).table;
                for join in &table.joins {
                    self.join(join, &mut scope);
                }
            } else {
                self.table_with_joins(table, &mut scope);
            }
        }
        if let Some(name) = delete.tables.first() {
            let parts = self.names.parts(name);
            target = scope.relation(&parts).and_then(|named: &Named| named.table).or(target);
        }
        scope.relations.append(&mut sources.relations);
        if let Some(filter) = &delete.selection {
            self.look_at(filter, &scope, Indirect::Filter);
        }
        let dataset = self.take_dataset();
        let written = Written { kind: StatementKind::Delete, target, items: Vec::new(), dataset };
        self.write(written, out);
        self.output(delete.output.as_ref(), target, out);
    }
}
