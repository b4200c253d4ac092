//! Tables that are changed through a query over them, as T-SQL lets statements do by the name of a common table expression
//! or of a derived table.

use std::rc::Rc;

use crate::{Direct, Transformation};

use super::Resolver;
use super::names::{Name, Source, TableId};
use super::relation::{Found, Relation};

/// What a statement changes.
pub(super) struct Target {
    /// The table; none if it is not clear which one.
    pub(super) table: Option<TableId>,
    /// The query through which it is changed, if there is one.
    pub(super) query: Option<Rc<Relation>>,
}

impl Target {
    pub(super) fn table(table: TableId) -> Self {
        Self { table: Some(table), query: None }
    }
}

impl Resolver<'_> {
    /// What is changed through a query: its table, if all of its columns are of one.
    pub(super) fn through(&mut self, query: Rc<Relation>) -> Target {
        self.spend(query.items.len());
        let mut tables: Vec<TableId> = query.stars().flat_map(|star| star.tables.iter().copied()).collect();
        for dep in query.columns().flat_map(|column| column.deps.iter()) {
            if dep.how.transformation == Transformation::Direct(Direct::Identity)
                && let Some((Source::Column(table, _) | Source::Star(table), _)) = self.names.source_of(dep.source)
            {
                tables.push(table);
            }
        }
        self.spend(tables.len());
        let table = tables.first().copied().filter(|first| tables.iter().all(|table| table == first));
        Target { table, query: Some(query) }
    }

    /// The table and the column that a column of such a query is.
    pub(super) fn changed(&mut self, target: &Target, name: Name) -> Option<(TableId, Name)> {
        let Some(query) = &target.query else { return Some((target.table?, name)) };
        match query.find(name) {
            Found::Column(column) => {
                let [dep] = &*column.deps else { return None };
                let (Source::Column(table, _), text) = self.names.source_of(dep.source)? else { return None };
                let text = text.to_owned();
                Some((table, self.names.quoted(&text)))
            }
            Found::Open(star) => match &*star.tables {
                [table] => Some((*table, name)),
                _ => None,
            },
            _ => Some((target.table?, name)),
        }
    }
}
