use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::{Dialect, SqlOptions, StatementLineage, TableColumns};

use super::deps::{Dep, How};
use super::fields::fields;
use super::names::{Name, Names, SourceId, Symbol, TableId};
use super::relation::{Column, Item, Relation};
use super::statement::Made;

/// What is known of tables: from the catalogue, and from the statements that came before.
pub(super) struct Session<'o> {
    /// Tables of the catalogue by the last part of their names.
    catalog: HashMap<Symbol, Vec<Known<'o>>>,
    /// The columns of tables that were looked up or made.
    tables: HashMap<TableId, Rc<Relation>>,
    /// Temporary tables and views of the script that are seen through.
    transparent: HashMap<TableId, Transparent>,
    /// The entries of the answer that wrote such a one, if anything saw through it.
    collapsed: HashSet<usize>,
    /// The types of columns that are structs, where the catalogue knows them.
    pub(super) structs: HashMap<SourceId, String>,
    /// Where the data of tables lie, as their definitions said.
    pub(super) locations: HashMap<TableId, String>,
}

/// A temporary table or a view from its making to its end.
#[derive(Default)]
struct Transparent {
    /// The entries of the answer that wrote it.
    entries: Vec<usize>,
    /// Whether what it was made of is told in its place.
    is_seen_through: bool,
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
            transparent: HashMap::new(),
            collapsed: HashSet::new(),
            structs: HashMap::new(),
            locations: HashMap::new(),
        }
    }

    /// The columns of a table as it is read.
    pub(super) fn read(&mut self, names: &mut Names, table: TableId) -> Rc<Relation> {
        if let Some(transparent) = self.transparent.get_mut(&table) {
            transparent.is_seen_through = true;
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
        self.end(table);
        self.tables.insert(table, Rc::new(Relation::new(items, [].into())));
    }

    /// Notes that a statement makes a temporary table, or a view, that is seen through. A temporary table is so whether
    /// anything reads it or not: nothing of it stays.
    pub(super) fn create_transparent(&mut self, table: TableId, relation: Rc<Relation>, made: Made) {
        self.end(table);
        let is_seen_through = made == Made::Temporary;
        self.transparent.insert(table, Transparent { entries: Vec::new(), is_seen_through });
        self.tables.insert(table, relation);
    }

    /// Notes what a table that is seen through now gives.
    pub(super) fn change(&mut self, table: TableId, relation: Rc<Relation>) {
        self.tables.insert(table, relation);
    }

    /// Notes that an entry of the answer writes a table.
    pub(super) fn wrote(&mut self, table: TableId, entry: usize) {
        if let Some(transparent) = self.transparent.get_mut(&table) {
            transparent.entries.push(entry);
        }
    }

    /// Whether a table is seen through.
    pub(super) fn is_transparent(&self, table: TableId) -> bool {
        self.transparent.contains_key(&table)
    }

    /// Ends the life of a temporary table or a view.
    fn end(&mut self, table: TableId) {
        let ended = self.transparent.remove(&table).filter(|transparent| transparent.is_seen_through);
        self.collapsed.extend(ended.into_iter().flat_map(|transparent| transparent.entries));
    }

    /// Forgets a table: it is gone, or is no longer what it was.
    pub(super) fn drop(&mut self, table: TableId) {
        self.end(table);
        self.tables.remove(&table);
        self.locations.remove(&table);
    }

    /// Gives a table another name.
    pub(super) fn rename(&mut self, names: &mut Names, from: TableId, to: TableId) {
        let relation = self.tables.remove(&from);
        let transparent = self.transparent.remove(&from);
        let location = self.locations.remove(&from);
        self.drop(to);
        match (relation, transparent) {
            (Some(relation), Some(transparent)) => {
                self.tables.insert(to, relation);
                self.transparent.insert(to, transparent);
            }
            (Some(relation), None) => self.create(names, to, &relation),
            (None, _) => {}
        }
        self.locations.extend(location.map(|location| (to, location)));
    }

    /// Adds a column to a table, or takes one away.
    pub(super) fn alter(&mut self, names: &mut Names, table: TableId, name: Name, is_there: bool) {
        let Some(relation) = self.tables.get(&table) else { return };
        let mut items: Vec<Item> = super::star::hide(relation.items.clone(), &[name.key]);
        if is_there {
            let transparent = self.is_transparent(table);
            let column = Item::Column(Column { name, deps: [].into() });
            items.extend(if transparent { vec![column] } else { base_columns(names, table, &[name]) });
        }
        self.tables.insert(table, Rc::new(Relation::new(items, [].into())));
    }

    /// Marks the entries that wrote what was seen through.
    pub(super) fn mark_collapsed(&mut self, statements: &mut [StatementLineage]) {
        for (_, transparent) in self.transparent.drain().filter(|(_, transparent)| transparent.is_seen_through) {
            self.collapsed.extend(transparent.entries);
        }
        for (entry, statement) in statements.iter_mut().enumerate() {
            statement.collapsed = self.collapsed.contains(&entry);
        }
    }

    /// A table's name as the catalogue writes it.
    pub(super) fn spelled(&self, path: &[Name]) -> Option<Vec<Name>> {
        let tables = self.catalog.get(&path.last()?.key)?;
        let is_same = |known: &&Known<'_>| known.path.iter().map(|part| part.key).eq(path.iter().map(|part| part.key));
        tables.iter().find(is_same).map(|known| known.path.clone())
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
        let schema = names.unquoted(schema);
        parts.insert(0, schema);
    }
    if let (2, Some(catalog)) = (parts.len(), catalog) {
        let catalog = names.unquoted(catalog);
        parts.insert(0, catalog);
    }
    parts
}
