use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::{Dialect, SqlOptions, StatementLineage, TableColumns};

use super::deps::{Dep, How};
use super::fields::fields;
use super::names::{Name, Names, SourceId, Symbol, TableId};
use super::relation::{Column, Item, Relation};

/// What is known of tables: from the catalogue, and from the statements that came before.
pub(super) struct Session<'o> {
    /// Tables of the catalogue by the last part of their names.
    catalog: HashMap<Symbol, Vec<Known<'o>>>,
    /// The columns of tables that were looked up or made.
    tables: HashMap<TableId, Rc<Relation>>,
    /// Temporary tables and views of the script.
    temporary: HashSet<TableId>,
    /// Those of them that a later statement saw through.
    collapsed: HashSet<TableId>,
    /// The types of columns that are structs, where the catalogue knows them.
    pub(super) structs: HashMap<SourceId, String>,
    /// Where the data of tables lie, as their definitions said.
    pub(super) locations: HashMap<TableId, String>,
}

/// A table of the catalogue.
struct Known<'o> {
    path: Vec<Name>,
    columns: &'o TableColumns,
}

impl<'o> Session<'o> {
    pub(super) fn new(names: &mut Names, options: &'o SqlOptions) -> Self {
        let mut catalog: HashMap<Symbol, Vec<Known<'o>>> = HashMap::new();
        for (table, columns) in &options.catalog {
            let path: Vec<Name> =
                table.split('.').map(|part| names.quoted(part.trim_matches(['"', '`', '[', ']']))).collect();
            if let Some(last) = path.last() {
                catalog.entry(last.key).or_default().push(Known { path, columns });
            }
        }
        Self {
            catalog,
            tables: HashMap::new(),
            temporary: HashSet::new(),
            collapsed: HashSet::new(),
            structs: HashMap::new(),
            locations: HashMap::new(),
        }
    }

    /// The columns of a table as it is read.
    pub(super) fn read(&mut self, names: &mut Names, table: TableId) -> Rc<Relation> {
        if self.temporary.contains(&table) {
            self.collapsed.insert(table);
        }
        self.relation(names, table)
    }

    /// The columns of a table.
    pub(super) fn relation(&mut self, names: &mut Names, table: TableId) -> Rc<Relation> {
        if let Some(relation) = self.tables.get(&table) {
            return Rc::clone(relation);
        }
        let path = names.table_parts(table);
        let relation = match self.known(&path) {
            Some(columns) => {
                let known: Vec<Name> = columns.names().map(|column| names.quoted(column)).collect();
                if let TableColumns::Types(types) = columns {
                    for (name, (_, kind)) in known.iter().zip(types) {
                        if !fields(kind, &[]).is_empty() {
                            let source = names.column(table, *name);
                            self.structs.insert(source, kind.clone());
                        }
                    }
                }
                Rc::new(Relation::new(base_columns(names, table, &known), [].into()))
            }
            None => Rc::new(Relation::open(table)),
        };
        self.tables.insert(table, Rc::clone(&relation));
        relation
    }

    /// The one table of the catalogue that a path means: the same path, or one of which it is the end, or which is its
    /// end.
    fn known(&self, path: &[Name]) -> Option<&'o TableColumns> {
        let tables = self.catalog.get(&path.last()?.key)?;
        let ends_alike = |known: &&Known<'_>| {
            known.path.iter().rev().zip(path.iter().rev()).all(|(known, part)| known.key == part.key)
        };
        let mut alike = tables.iter().filter(ends_alike);
        let first = alike.clone().find(|known| known.path.len() == path.len());
        first.or_else(|| alike.next().filter(|_| alike.next().is_none())).map(|known| known.columns)
    }

    /// Notes that a statement makes a table with these columns.
    pub(super) fn create(&mut self, names: &mut Names, table: TableId, relation: &Relation) {
        let mut items = Vec::with_capacity(relation.items.len());
        for item in &relation.items {
            match item {
                Item::Column(column) => items.extend(base_columns(names, table, &[column.name])),
                // What is in the star is in the table.
                Item::Star(star) => {
                    items.push(Item::Star(super::relation::Star { tables: [table].into(), ..star.clone() }));
                }
            }
        }
        self.temporary.remove(&table);
        self.tables.insert(table, Rc::new(Relation::new(items, [].into())));
    }

    /// Notes that a statement makes a temporary table, or a view, that is seen through. A temporary table is so whether
    /// anything reads it or not: nothing of it stays.
    pub(super) fn create_transparent(&mut self, table: TableId, relation: Rc<Relation>, is_table: bool) {
        self.temporary.insert(table);
        if is_table {
            self.collapsed.insert(table);
        }
        self.tables.insert(table, relation);
    }

    /// Whether a table is seen through.
    pub(super) fn is_transparent(&self, table: TableId) -> bool {
        self.temporary.contains(&table)
    }

    pub(super) fn drop(&mut self, table: TableId) {
        self.tables.remove(&table);
        self.temporary.remove(&table);
    }

    /// Marks the statements whose targets were seen through.
    pub(super) fn mark_collapsed(&self, names: &Names, statements: &mut [StatementLineage]) {
        let collapsed: HashSet<String> = self.collapsed.iter().map(|table| names.table_name(*table)).collect();
        for statement in statements {
            statement.collapsed = statement.target.as_ref().is_some_and(|target| collapsed.contains(target));
        }
    }
}

/// The columns of a table as sources of their own.
pub(super) fn base_columns(names: &mut Names, table: TableId, columns: &[Name]) -> Vec<Item> {
    let mut column = |name: &Name| {
        let source = names.column(table, *name);
        let dep = Dep { source, how: How::IDENTITY, position: crate::Position::default() };
        Item::Column(Column { name: *name, deps: [dep].into() })
    };
    columns.iter().map(&mut column).collect()
}

/// The parts of a table's name, with the catalogue and schema that go without saying.
pub(super) fn qualify(
    names: &mut Names,
    (catalog, schema): &(Option<String>, Option<String>),
    dialect: Dialect,
    mut parts: Vec<Name>,
) -> Vec<Name> {
    let is_path = parts.last().is_some_and(|part| names.text(part.exact).contains('/'));
    if is_path {
        // `parquet.`s3://bucket/key``: the format in front is no schema.
        return parts.split_off(parts.len().saturating_sub(1));
    }
    // Temporary tables and variables of T-SQL are in no schema.
    let first = parts.first().map_or("", |part| names.text(part.exact));
    if dialect == Dialect::Tsql && first.starts_with(['#', '@']) {
        return parts;
    }
    if let (1, Some(schema)) = (parts.len(), schema) {
        let schema = names.quoted(schema);
        parts.insert(0, schema);
    }
    if let (2, Some(catalog)) = (parts.len(), catalog) {
        let catalog = names.quoted(catalog);
        parts.insert(0, catalog);
    }
    parts
}
