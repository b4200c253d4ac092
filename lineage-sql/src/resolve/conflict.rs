//! What an INSERT does besides inserting: other tables, rows that are there, rows that it gives back.

use std::rc::Rc;

use sqlparser::ast::{
    Expr, FromTable, Insert, MultiTableInsertIntoClause, MultiTableInsertValue, OnConflictAction, OnInsert, SelectItem,
    Statement, TableObject, UpdateTableFromKind,
};

use crate::{Indirect, StatementKind};

use super::Resolver;
use super::deps::{Deps, How};
use super::from::idents;
use super::names::TableId;
use super::output::Written;
use super::relation::{Column, Item, Relation};
use super::scope::{Named, Scope};
use super::statement::Out;

impl Resolver<'_> {
    /// Adds what `ON CONFLICT … DO UPDATE` and `ON DUPLICATE KEY UPDATE` write.
    pub(super) fn on_conflict(
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
        let alias = insert.table_alias.as_ref().map(|alias| self.names.name(&alias.alias));
        scope.relations.push(self.named_target(target, alias));
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
            self.add_to(items, name, &deps);
        }
        if let Some(filter) = filter {
            self.look_at(filter, &targets, Indirect::Filter);
            dataset.extend(&self.take_dataset(), How::IDENTITY);
        }
    }

    /// Oracle's and Snowflake's `INSERT ALL` and `INSERT FIRST`: one query into several tables.
    pub(super) fn insert_all(&mut self, insert: &Insert, relation: &Rc<Relation>, out: &mut Out<'_>) {
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
        let written = Written { kind: StatementKind::Insert, target: Some(target), items, dataset };
        self.write(written, out);
    }

    /// The rows that a statement inside a query gives back.
    pub(super) fn returned(&mut self, statement: &Statement) -> Relation {
        let saved = std::mem::take(&mut self.dataset);
        let mut scope = Scope::default();
        let items = match statement {
            Statement::Insert(insert) => {
                if let TableObject::TableName(name) = &insert.table {
                    self.bring_target(name, None, &mut scope);
                }
                insert.returning.as_deref()
            }
            Statement::Update(update) => {
                self.table_with_joins(&update.table, &mut scope);
                if let Some(UpdateTableFromKind::BeforeSet(from) | UpdateTableFromKind::AfterSet(from)) = &update.from {
                    from.iter().for_each(|table| self.table_with_joins(table, &mut scope));
                }
                update.returning.as_deref()
            }
            Statement::Delete(delete) => {
                let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
                let tables = from.iter().chain(delete.using.iter().flatten());
                tables.for_each(|table| self.table_with_joins(table, &mut scope));
                delete.returning.as_deref()
            }
            _ => None,
        };
        // `*` stands for the columns of the table that is changed.
        let changed = scope.relations.first().cloned();
        let items = match (items, changed) {
            (Some([SelectItem::Wildcard(_)]), Some(changed)) => changed.relation.items.clone(),
            (items, _) => self.projection(items.unwrap_or_default(), &mut scope),
        };
        let dataset = std::mem::replace(&mut self.dataset, saved).finish();
        Relation::new(items, dataset)
    }
}
