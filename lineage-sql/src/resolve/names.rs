use std::collections::HashMap;
use std::rc::Rc;

use sqlparser::ast::{Ident, ObjectName, ObjectNamePart};
use sqlparser::tokenizer::Location;

use crate::{Dialect, Position};

/// A text that is known by its number.
pub(super) type Symbol = u32;

/// An identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name {
    /// In lower case: what names are compared by.
    pub(super) key: Symbol,
    /// As the dialect takes it: decides among several whose keys are equal, and is what is printed.
    pub(super) exact: Symbol,
}

/// A dataset that is read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TableId(u32);

/// A column of a dataset, or something that stands for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SourceId(u32);

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// A column.
    Column(TableId, Symbol),
    /// Columns of a dataset that are not known one by one.
    Star(TableId),
    /// A column whose dataset is not decided.
    Undecided(Symbol),
}

/// All names of a script.
#[derive(Default)]
pub(super) struct Names {
    dialect: Dialect,
    ids: HashMap<Rc<str>, Symbol>,
    texts: Vec<Rc<str>>,
    tables: Vec<Rc<[Name]>>,
    table_ids: HashMap<Vec<Symbol>, TableId>,
    sources: Vec<(Source, Symbol)>,
    source_ids: HashMap<Source, SourceId>,
}

impl Names {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, ..Self::default() }
    }

    pub(super) fn symbol(&mut self, text: &str) -> Symbol {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = self.texts.len() as Symbol;
        let text: Rc<str> = text.into();
        self.texts.push(Rc::clone(&text));
        self.ids.insert(text, id);
        id
    }

    pub(super) fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol as usize).map_or("", |text| text)
    }

    /// A name from its text, as it is when quoted.
    pub(super) fn quoted(&mut self, text: &str) -> Name {
        let exact = self.symbol(text);
        let key = if text.chars().any(|character| character.is_ascii_uppercase() || !character.is_ascii()) {
            self.symbol(&text.to_lowercase())
        } else {
            exact
        };
        Name { key, exact }
    }

    /// A name from its text, as the dialect takes it without quotes.
    pub(super) fn unquoted(&mut self, text: &str) -> Name {
        match self.dialect {
            Dialect::Athena | Dialect::Trino | Dialect::Hive | Dialect::Postgres | Dialect::Redshift => {
                let key = self.quoted(text).key;
                Name { key, exact: key }
            }
            Dialect::Snowflake | Dialect::Oracle | Dialect::Db2 | Dialect::Teradata => {
                let exact = self.symbol(&text.to_uppercase());
                Name { exact, ..self.quoted(text) }
            }
            _ => self.quoted(text),
        }
    }

    pub(super) fn name(&mut self, ident: &Ident) -> Name {
        // Where quotes do not keep the case either, they make no other name.
        let folds = matches!(self.dialect, Dialect::Athena | Dialect::Trino | Dialect::Hive | Dialect::Redshift);
        if ident.quote_style.is_some() && !folds { self.quoted(&ident.value) } else { self.unquoted(&ident.value) }
    }

    /// The parts of a qualified name. BigQuery's may all stand in one pair of backticks.
    pub(super) fn parts(&mut self, name: &ObjectName) -> Vec<Name> {
        let mut parts = Vec::with_capacity(name.0.len());
        for part in &name.0 {
            match part {
                ObjectNamePart::Identifier(ident) if self.dialect == Dialect::Bigquery && ident.value.contains('.') => {
                    parts.extend(ident.value.split('.').map(|part| self.quoted(part)));
                }
                ObjectNamePart::Identifier(ident) => parts.push(self.name(ident)),
                ObjectNamePart::Function(function) => parts.push(self.name(&function.name)),
            }
        }
        parts
    }

    pub(super) fn table(&mut self, parts: &[Name]) -> TableId {
        let key: Vec<Symbol> = parts.iter().map(|part| part.key).collect();
        if let Some(id) = self.table_ids.get(&key) {
            return *id;
        }
        let id = TableId(self.tables.len() as u32);
        self.tables.push(parts.into());
        self.table_ids.insert(key, id);
        id
    }

    /// The parts of a table's name.
    pub(super) fn table_parts(&self, table: TableId) -> Rc<[Name]> {
        self.tables.get(table.0 as usize).map_or_else(|| [].into(), Rc::clone)
    }

    /// A table's qualified name.
    pub(super) fn table_name(&self, table: TableId) -> String {
        let parts: Vec<&str> = self.table_parts(table).iter().map(|part| self.text(part.exact)).collect();
        parts.join(".")
    }

    /// A source; its name is printed as it was first written, or as the catalogue has it.
    pub(super) fn source(&mut self, source: Source, exact: Symbol) -> SourceId {
        if let Some(id) = self.source_ids.get(&source) {
            return *id;
        }
        let id = SourceId(self.sources.len() as u32);
        self.sources.push((source, exact));
        self.source_ids.insert(source, id);
        id
    }

    pub(super) fn column(&mut self, table: TableId, name: Name) -> SourceId {
        self.source(Source::Column(table, name.key), name.exact)
    }

    pub(super) fn star(&mut self, table: TableId) -> SourceId {
        let star = self.symbol("*");
        self.source(Source::Star(table), star)
    }

    /// What a source is, and how its column is printed.
    pub(super) fn source_of(&self, id: SourceId) -> Option<(Source, &str)> {
        self.sources.get(id.0 as usize).map(|(source, exact)| (*source, self.text(*exact)))
    }
}

/// Where an identifier stands.
pub(super) fn position(ident: &Ident) -> Position {
    place(ident.span.start)
}

/// A place in the text.
pub(super) fn place(start: Location) -> Position {
    let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Position { line: narrow(start.line), column: narrow(start.column) }
}
