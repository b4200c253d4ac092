use std::collections::HashMap;
use std::rc::Rc;

use super::names::{Name, Symbol, TableId};
use super::relation::{Column, Found, Relation, Star};

/// A relation of a FROM clause under the name it has there.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// Its alias.
    pub(super) alias: Option<Name>,
    /// The parts of its qualified name, if it is a table.
    pub(super) path: Rc<[Name]>,
    /// The table, if it is one.
    pub(super) table: Option<TableId>,
    pub(super) relation: Rc<Relation>,
}

impl Named {
    /// Whether a qualifier means this relation.
    fn is(&self, qualifier: &[Name]) -> bool {
        let ends_with = |path: &[Name]| {
            path.len() >= qualifier.len()
                && path.iter().rev().zip(qualifier.iter().rev()).all(|(part, wanted)| part.key == wanted.key)
        };
        match &self.alias {
            Some(alias) => qualifier.len() == 1 && ends_with(&[*alias]),
            None => ends_with(&self.path),
        }
    }

    /// Whether a qualifier is the name of the table behind an alias: no standard SQL, but written all the same.
    fn is_behind_alias(&self, qualifier: &[Name]) -> bool {
        self.alias.is_some() && Self { alias: None, ..self.clone() }.is(qualifier)
    }
}

/// So many datasets are named that a column could be of.
pub(super) const CANDIDATES: usize = 16;

/// The relations that the columns of a query may come from.
#[derive(Debug, Default)]
pub(super) struct Scope<'s> {
    pub(super) relations: Vec<Named>,
    /// Columns that a USING or a natural join made one of several.
    pub(super) merged: Vec<Column>,
    /// Names of earlier columns of the same select list, where the dialect lets later ones use them.
    pub(super) aliases: HashMap<Symbol, Column>,
    /// Whether any qualifier is a name for rows of the one relation, as the variables of a row pattern are.
    pub(super) any_qualifier: bool,
    /// The columns that joins made one of several, with the number of relations up to the end of those that were joined.
    pub(super) groups: Vec<(usize, Vec<Column>)>,
    /// Whether the scope around this one is that of the other tables of the same FROM clause.
    pub(super) is_beside: bool,
    /// Whether its rows are those of a tree.
    pub(super) hierarchical: bool,
    /// The scope around this one.
    pub(super) parent: Option<&'s Scope<'s>>,
}

/// What an unqualified name is in one scope.
pub(super) enum Lookup {
    /// A column.
    Column(Column),
    /// A column of the one table whose columns are not known, or of each of a union's.
    Open(Star),
    /// It may be a column of several relations.
    Ambiguous(Vec<String>),
    Nothing,
}

impl<'s> Scope<'s> {
    pub(super) fn inside(parent: Option<&'s Scope<'s>>) -> Self {
        Self { parent, ..Self::default() }
    }

    /// The scope around the query that this one is of.
    pub(super) fn outer(&self) -> Option<&'s Scope<'s>> {
        if self.is_beside { self.parent.and_then(|beside| beside.parent) } else { self.parent }
    }

    /// The scopes of the FROM clause that this one is of.
    pub(super) fn of_clause(&self) -> impl Iterator<Item = &Scope<'s>> {
        std::iter::successors(Some(self), |scope| scope.parent.filter(|_| scope.is_beside))
    }

    /// This scope and those around it, from the inside.
    pub(super) fn chain(&self) -> impl Iterator<Item = &Scope<'s>> {
        std::iter::successors(Some(self), |scope| scope.parent)
    }

    /// Whether rows here, or further out, are those of a tree.
    pub(super) fn is_hierarchical(&self) -> bool {
        self.chain().any(|scope| scope.hierarchical)
    }

    /// How much there is to look through.
    pub(super) fn width(&self) -> usize {
        1 + self.relations.len() + self.merged.len()
    }

    /// The relation that a qualifier means, here or further out.
    pub(super) fn qualified(&self, qualifier: &[Name]) -> Option<&Named> {
        let behind = || self.chain().find_map(|scope| scope.behind_alias(qualifier));
        self.chain().find_map(|scope| scope.relation(qualifier)).or_else(behind)
    }

    /// The relation that a qualifier means here.
    pub(super) fn relation(&self, qualifier: &[Name]) -> Option<&Named> {
        let exact = |named: &&Named| match (&named.alias, qualifier) {
            (Some(alias), [wanted]) => alias.exact == wanted.exact,
            _ => true,
        };
        let mut matches = self.relations.iter().filter(|named| named.is(qualifier));
        let first = matches.clone().find(exact).or_else(|| matches.next());
        first.or_else(|| self.relations.first().filter(|_| self.any_qualifier && qualifier.len() == 1))
    }

    /// The tables without an alias that a qualifier may mean as well as the relation that it was found to mean.
    pub(super) fn alike<'a>(&'a self, qualifier: &'a [Name], named: &Named) -> impl Iterator<Item = &'a Named> {
        let is_plain = named.alias.is_none() && named.table.is_some();
        let here = self.chain().find(|scope| scope.relation(qualifier).is_some()).filter(|_| is_plain);
        let relations = here.into_iter().flat_map(|scope| &scope.relations);
        relations.filter(|other| other.alias.is_none() && other.table.is_some() && other.is(qualifier))
    }

    /// The relation whose table's own name a qualifier is, though it has an alias.
    fn behind_alias(&self, qualifier: &[Name]) -> Option<&Named> {
        self.relations.iter().find(|named| named.is_behind_alias(qualifier))
    }

    /// What an unqualified name is here. `definite`: only columns that are known for sure.
    pub(super) fn column(&self, name: Name, definite: bool, label: impl Fn(&Named, Option<&Star>) -> String) -> Lookup {
        if let Some(column) = self.merged.iter().find(|column| column.name.key == name.key) {
            return Lookup::Column(column.clone());
        }
        let mut known: Vec<(&Named, &Column)> = Vec::new();
        let mut open: Vec<(&Named, &Star)> = Vec::new();
        for named in &self.relations {
            match named.relation.find(name) {
                Found::Column(column) => known.push((named, column)),
                Found::Open(star) => open.push((named, star)),
                Found::Any(stars) => open.extend(stars.into_iter().map(|star| (named, star))),
                Found::Nothing => {}
            }
        }
        let alias = || self.aliases.get(&name.key).cloned();
        match (known.as_slice(), open.as_slice()) {
            ([(_, column)], _) => Lookup::Column((*column).clone()),
            ([_, _, ..], _) => {
                Lookup::Ambiguous(known.iter().take(CANDIDATES).map(|(named, _)| label(named, None)).collect())
            }
            ([], _) if let Some(column) = alias() => Lookup::Column(column),
            ([], _) if definite => Lookup::Nothing,
            ([], []) => Lookup::Nothing,
            ([], [(_, star)]) => Lookup::Open((*star).clone()),
            ([], _) => {
                Lookup::Ambiguous(open.iter().take(CANDIDATES).map(|(named, star)| label(named, Some(star))).collect())
            }
        }
    }

    /// Whether a name is that of a relation here.
    pub(super) fn has_relation(&self, key: Symbol) -> Option<&Named> {
        self.relations.iter().find(|named| {
            named.alias.map(|alias| alias.key).or_else(|| named.path.last().map(|part| part.key)) == Some(key)
        })
    }
}
