use sqlparser::ast::{Merge, MergeAction, MergeInsertExpr, MergeInsertKind, MergeUpdateKind};

use crate::{Indirect, StatementKind};

use super::Resolver;
use super::from::idents;
use super::names::{Name, TableId};
use super::output::Written;
use super::relation::{Column, Item, Relation};
use super::scope::Scope;
use super::statement::Out;

impl Resolver<'_> {
    pub(super) fn merge_into(&mut self, merge: &Merge, out: &mut Out<'_>) {
        let mut scope = Scope::default();
        let changed = self.target_in_scope(&merge.table, &Scope::default(), &mut scope);
        let target = changed.table;
        let mut source = Scope::default();
        self.joined(&merge.source, &[], &mut source);
        let given = self.all_columns(&source);
        scope.relations.extend(source.relations.iter().cloned());
        self.look_at(&merge.on, &scope, Indirect::Join);
        let mut items: Vec<Item> = Vec::new();
        for clause in &merge.clauses {
            // Of a row that is inserted, the target has none yet.
            let scope = if matches!(clause.action, MergeAction::Insert(_)) { &source } else { &scope };
            if let Some(filter) = &clause.predicate {
                self.look_at(filter, scope, Indirect::Filter);
            }
            match &clause.action {
                MergeAction::Update(update) => {
                    match &update.kind {
                        MergeUpdateKind::Set(assignments) => {
                            for (_, name, deps) in self.assignments(assignments, scope) {
                                let name = self.changed(&changed, name).map_or(name, |(_, name)| name);
                                self.add_to(&mut items, name, &deps);
                            }
                        }
                        MergeUpdateKind::Wildcard => self.add_all(&given, &mut items),
                    }
                    for filter in update.update_predicate.iter().chain(&update.delete_predicate) {
                        self.look_at(filter, scope, Indirect::Filter);
                    }
                }
                MergeAction::Insert(insert) => self.merge_insert(insert, target, &given, scope, &mut items),
                MergeAction::Delete { .. } | MergeAction::DoNothing { .. } => {}
            }
        }
        let dataset = self.take_dataset();
        let written = Written { kind: StatementKind::Merge, target, items, dataset };
        self.write(written, out);
        self.output(merge.output.as_ref(), target, out);
    }

    fn merge_insert(
        &mut self,
        insert: &MergeInsertExpr,
        target: Option<TableId>,
        given: &[Item],
        scope: &Scope<'_>,
        items: &mut Vec<Item>,
    ) {
        let columns: Vec<Name> = insert
            .columns
            .iter()
            .filter_map(|column| idents(column).pop())
            .map(|column| self.names.name(&column))
            .collect();
        let known: Option<Vec<Name>> = match (columns.is_empty(), target) {
            (false, _) => Some(columns),
            (true, Some(target)) => {
                let relation = self.session.relation(&mut self.names, target);
                relation.is_closed().then(|| relation.columns().map(|column| column.name).collect())
            }
            (true, None) => None,
        };
        let rows: Vec<Vec<Item>> = match &insert.kind {
            MergeInsertKind::Values(values) => values
                .rows
                .iter()
                .map(|row| {
                    let column = |(place, value)| {
                        Item::Column(Column { name: self.output_name(value, place), deps: self.value_of(value, scope) })
                    };
                    row.content.iter().enumerate().map(column).collect()
                })
                .collect(),
            MergeInsertKind::Row => vec![given.to_vec()],
            MergeInsertKind::Wildcard => {
                self.add_all(given, items);
                Vec::new()
            }
        };
        for row in rows {
            let relation = Relation::new(row, [].into());
            let placed = match target {
                Some(target) => self.placed(&relation, known.as_deref(), target),
                None => relation.items,
            };
            self.add_all(&placed, items);
        }
        if let Some(filter) = &insert.insert_predicate {
            self.look_at(filter, scope, Indirect::Filter);
        }
    }

    /// Adds columns by their names.
    fn add_all(&mut self, given: &[Item], items: &mut Vec<Item>) {
        for item in given {
            match item {
                Item::Column(column) => self.add_to(items, column.name, &column.deps),
                Item::Star(star) => {
                    let is_there = |item: &Item| matches!(item, Item::Star(known) if known.tables == star.tables);
                    if !items.iter().any(is_there) {
                        items.push(Item::Star(star.clone()));
                    }
                }
            }
        }
    }
}
