use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::Position;

use super::deps::Dep;
use super::names::{Name, Symbol, TableId};

/// A column of a relation.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: Name,
    /// What its values come from.
    pub(super) deps: Rc<[Dep]>,
}

/// Columns that are not known one by one: all of some tables but a few.
#[derive(Debug, Clone)]
pub(super) struct Star {
    /// The tables. Several, if each gives values to each of the columns, as the branches of a union do.
    pub(super) tables: Rc<[TableId]>,
    /// The keys of the columns that are not among them, in order.
    pub(super) without: Rc<[Symbol]>,
    /// Where the text has the star, if it has.
    pub(super) position: Position,
}

/// One column, or several that are not known.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Column(Column),
    Star(Star),
}

/// What a query, a table or a view gives: columns in order.
#[derive(Debug, Default)]
pub(super) struct Relation {
    pub(super) items: Vec<Item>,
    /// What all of its rows depend on.
    pub(super) dataset: Rc<[Dep]>,
    /// What the fields of its rows come from, where they are not known by name: elements of an array, say.
    pub elements: Option<Rc<[Dep]>>,
    /// Where its columns are, once there are many.
    index: OnceCell<Index>,
}

/// The places of the first columns by name.
#[derive(Debug, Default)]
struct Index {
    exact: HashMap<Symbol, usize>,
    alike: HashMap<Symbol, usize>,
}

/// What a name is in a relation.
pub(super) enum Found<'r> {
    /// The first column of that name, by exact name where it decides.
    Column(&'r Column),
    /// It may be one of columns that are not known: of this star.
    Open(&'r Star),
    /// The same, of any of several stars.
    Any(Vec<&'r Star>),
    Nothing,
}

impl Relation {
    pub(super) fn new(items: Vec<Item>, dataset: Rc<[Dep]>) -> Self {
        Self { items, dataset, elements: None, index: OnceCell::new() }
    }

    /// The same, with rows whose fields are not known by name.
    pub(super) fn with_elements(self, elements: Option<Rc<[Dep]>>) -> Self {
        Self { elements, ..self }
    }

    /// A table of which nothing is known.
    pub(super) fn open(table: TableId) -> Self {
        Self::new(
            vec![Item::Star(Star { tables: [table].into(), without: [].into(), position: Position::default() })],
            [].into(),
        )
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &Column> + Clone {
        self.items.iter().filter_map(|item| match item {
            Item::Column(column) => Some(column),
            Item::Star(_) => None,
        })
    }

    pub(super) fn stars(&self) -> impl Iterator<Item = &Star> {
        self.items.iter().filter_map(|item| match item {
            Item::Star(star) => Some(star),
            Item::Column(_) => None,
        })
    }

    /// Whether all columns are known.
    pub(super) fn is_closed(&self) -> bool {
        self.stars().next().is_none()
    }

    /// The first column of a name: one that is written alike, if there is one.
    fn by_name(&self, name: Name) -> Option<&Column> {
        const FEW: usize = 16;
        if self.items.len() <= FEW {
            let mut alike = self.columns().filter(|column| column.name.key == name.key);
            return alike.clone().find(|column| column.name.exact == name.exact).or_else(|| alike.next());
        }
        let index = self.index.get_or_init(|| {
            let mut index = Index::default();
            for (place, item) in self.items.iter().enumerate() {
                if let Item::Column(column) = item {
                    index.exact.entry(column.name.exact).or_insert(place);
                    index.alike.entry(column.name.key).or_insert(place);
                }
            }
            index
        });
        let place = index.exact.get(&name.exact).or_else(|| index.alike.get(&name.key))?;
        match self.items.get(*place) {
            Some(Item::Column(column)) => Some(column),
            _ => None,
        }
    }

    /// What a name is here.
    pub(super) fn find(&self, name: Name) -> Found<'_> {
        if let Some(column) = self.by_name(name) {
            return Found::Column(column);
        }
        let mut open = self.stars().filter(|star| star.without.binary_search(&name.key).is_err());
        match (open.next(), open.next()) {
            (None, _) => Found::Nothing,
            (Some(star), None) => Found::Open(star),
            (Some(first), Some(second)) => Found::Any([first, second].into_iter().chain(open).collect()),
        }
    }

    /// Whether the columns come from the same as those of another relation.
    pub(super) fn same_deps(&self, other: &Self) -> bool {
        let sources = |column: &Column| column.deps.iter().map(|dep| (dep.source, dep.how)).collect::<Vec<_>>();
        self.dataset.len() == other.dataset.len()
            && self.columns().map(sources).eq(other.columns().map(sources))
            && self.stars().flat_map(|star| star.tables.iter()).eq(other.stars().flat_map(|star| star.tables.iter()))
    }
}
