use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::{
    ColumnEdge, ColumnMapping, ColumnRef, DiagnosticCode, Position, SqlDiagnostic, StatementKind, StatementLineage,
    Transformation,
};

use super::Resolver;
use super::budget::TEXTS;
use super::deps::{Dep, How};
use super::names::{Source, Symbol, TableId};
use super::relation::{Item, Star};

/// What a statement writes.
pub(super) struct Written {
    pub(super) kind: StatementKind,
    /// The dataset; none for a query alone.
    pub(super) target: Option<TableId>,
    /// Its columns under their names in the target.
    pub(super) items: Vec<Item>,
    /// What all rows depend on.
    pub(super) dataset: Rc<[Dep]>,
}

/// A statement that could not be parsed.
pub(super) fn error(index: usize, position: Position, diagnostic: SqlDiagnostic) -> StatementLineage {
    StatementLineage { diagnostics: vec![diagnostic], ..empty(index, position, StatementKind::Error) }
}

fn empty(index: usize, position: Position, kind: StatementKind) -> StatementLineage {
    StatementLineage {
        index,
        kind,
        position,
        target: None,
        location: None,
        sources: Vec::new(),
        mapping: Vec::new(),
        edges: Vec::new(),
        dataset_edges: Vec::new(),
        diagnostics: Vec::new(),
        collapsed: false,
    }
}

impl Resolver<'_> {
    /// What a statement says, in the words of the answer.
    pub(super) fn written(&mut self, index: usize, position: Position, written: Written) -> StatementLineage {
        let mut lineage = empty(index, position, written.kind);
        if !self.spend(TEXTS * self.reads.len()) {
            return lineage;
        }
        let target = written.target.map(|target| self.names.table_name(target));
        let items = self.in_order(written.target, written.items);
        for item in &items {
            match item {
                Item::Column(column) => {
                    let name = match written.target {
                        // As the catalogue writes it, if it does.
                        Some(table) => {
                            let id = self.names.column(table, column.name);
                            self.names.source_of(id).map_or("", |(_, name)| name).to_owned()
                        }
                        None => self.names.text(column.name.exact).to_owned(),
                    };
                    self.edges(&column.deps, target.as_deref(), &name, &mut lineage);
                }
                Item::Star(star) => {
                    self.unexpanded(star);
                    for table in star.tables.iter() {
                        let source = self.names.star(*table);
                        let dep = Dep { source, how: How::IDENTITY, position: Position::default() };
                        self.edges(&[dep], target.as_deref(), "*", &mut lineage);
                    }
                }
            }
        }
        for dep in written.dataset.iter() {
            let to = ColumnRef { table: target.clone(), column: None };
            lineage.dataset_edges.extend(self.edge(dep, to));
        }
        let mut sources: Vec<String> = self.reads.iter().map(|table| self.names.table_name(*table)).collect();
        let mut known: HashSet<String> = sources.iter().cloned().collect();
        for edge in lineage.edges.iter().chain(&lineage.dataset_edges) {
            // The target's own columns are there, and what a temporary table that is seen through was made of is read.
            if let Some(table) = &edge.from.table
                && target.as_ref() != Some(table)
                && known.insert(table.clone())
            {
                sources.push(table.clone());
            }
        }
        lineage.location = written.target.and_then(|target| self.session.locations.get(&target).cloned());
        lineage.sources = sources;
        lineage.target = target;
        lineage.diagnostics = std::mem::take(&mut self.diagnostics);
        lineage
    }

    /// Columns in the order that they have in the target, if that is known.
    fn in_order(&mut self, target: Option<TableId>, mut items: Vec<Item>) -> Vec<Item> {
        let Some(target) = target.filter(|target| !self.session.is_transparent(*target)) else { return items };
        let known = self.session.relation(&mut self.names, target);
        if known.is_closed() && items.len() > 1 && self.spend(known.items.len() + items.len()) {
            let places: HashMap<Symbol, usize> =
                known.columns().enumerate().map(|(place, column)| (column.name.key, place)).collect();
            let place = |item: &Item| match item {
                Item::Column(column) => places.get(&column.name.key).copied(),
                Item::Star(_) => None,
            };
            items.sort_by_key(|item| place(item).unwrap_or(usize::MAX));
        }
        items
    }

    /// Says that columns are not known one by one, where the text stands for them with a star.
    fn unexpanded(&mut self, star: &Star) {
        if star.position == Position::default() {
            return;
        }
        let tables = self.tables_of([star]);
        let message = format!("the star stands for columns of {} that are not known", tables.join(", "));
        self.spend(TEXTS + message.len() / 4);
        let mut diagnostic = SqlDiagnostic::new(DiagnosticCode::UnexpandedStar, message);
        diagnostic.candidates = tables;
        self.diagnostics.push(diagnostic.at(star.position));
    }

    /// Adds the edges into one column, and its line of the plain view.
    fn edges(&mut self, deps: &[Dep], target: Option<&str>, column: &str, lineage: &mut StatementLineage) {
        let mut from: Vec<String> = Vec::new();
        for dep in deps {
            let to = ColumnRef { table: target.map(str::to_owned), column: Some(column.to_owned()) };
            let Some(edge) = self.edge(dep, to) else { return };
            if matches!(edge.transformation, Transformation::Direct(_)) {
                let table = edge.from.table.as_deref().unwrap_or("?");
                let text = format!("{table}.{}", edge.from.column.as_deref().unwrap_or("*"));
                // In the order of their sources: what is there twice stands side by side.
                if from.last() != Some(&text) {
                    from.push(text);
                }
            }
            lineage.edges.push(edge);
        }
        if from.is_empty() {
            return;
        }
        let to = target.map_or_else(|| column.to_owned(), |target| format!("{target}.{column}"));
        match lineage.mapping.iter_mut().rev().take(1).find(|mapping| mapping.to == to) {
            Some(mapping) => mapping.from.extend(from),
            None => lineage.mapping.push(ColumnMapping { to, from }),
        }
    }

    /// An edge; none if it is too much.
    fn edge(&mut self, dep: &Dep, to: ColumnRef) -> Option<ColumnEdge> {
        if self.is_spent() {
            return None;
        }
        let (source, name) = self.names.source_of(dep.source)?;
        let table = match source {
            Source::Column(table, _) | Source::Star(table) => Some(self.names.table_name(table)),
            Source::Undecided(_) => None,
        };
        let edge = ColumnEdge {
            from: ColumnRef { table, column: Some(name.to_owned()) },
            to,
            transformation: dep.how.transformation,
            masking: dep.how.masking,
            position: Some(dep.position).filter(|position| *position != Position::default()),
        };
        let texts = [&edge.from.table, &edge.from.column, &edge.to.table, &edge.to.column];
        let bytes: usize = texts.into_iter().flatten().map(String::len).sum();
        self.spend(TEXTS + bytes / 4).then_some(edge)
    }
}
