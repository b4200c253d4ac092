//! Words that stand where the names of columns do, and are none.

use std::rc::Rc;

use sqlparser::ast::{Expr, Ident, Value, ValueWithSpan};

use crate::{Dialect, Position};

use super::Resolver;
use super::deps::{Dep, Deps, How};
use super::names::Name;
use super::relation::{Column, Found, Item};
use super::scope::{CANDIDATES, Named, Scope};

/// Functions that are called without parentheses.
const NILADIC: [&str; 15] = [
    "current_catalog",
    "current_date",
    "current_path",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "grouping__id",
    "localtime",
    "localtimestamp",
    "rownum",
    "session_user",
    "sysdate",
    "systimestamp",
];

/// What a row is in the tree that `CONNECT BY` makes.
const HIERARCHICAL: [&str; 3] = ["level", "connect_by_iscycle", "connect_by_isleaf"];

/// What is asked of a sequence, which has no columns.
const OF_SEQUENCES: [&str; 2] = ["nextval", "currval"];

impl Resolver<'_> {
    /// Whether a name means no column: a variable or parameter, a function without parentheses, a value of a sequence.
    pub(super) fn is_no_column(&mut self, idents: &[Ident], scope: &Scope<'_>) -> bool {
        let (Some(first), Some(last)) = (idents.first(), idents.last()) else { return true };
        if first.quote_style.is_none() && first.value.starts_with(['@', ':', '?', '$']) {
            return !first.value.starts_with("$path");
        }
        if last.quote_style.is_some() {
            return false;
        }
        let has_levels = matches!(self.dialect, Dialect::Oracle | Dialect::Redshift);
        // Elsewhere a field of a column may have such a name.
        let has_sequences = matches!(self.dialect, Dialect::Ansi | Dialect::Db2 | Dialect::Oracle | Dialect::Snowflake);
        let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(&last.value));
        match idents {
            [_] if is_one_of(&NILADIC) || is_one_of(&HIERARCHICAL) && has_levels && scope.is_hierarchical() => {
                let name = self.names.name(last);
                !self.is_known(name, scope)
            }
            [qualifier @ .., _] if has_sequences && is_one_of(&OF_SEQUENCES) && !qualifier.is_empty() => {
                let qualifier: Vec<Name> = qualifier.iter().map(|part| self.names.name(part)).collect();
                self.spend(scope.chain().map(Scope::width).sum());
                scope.qualified(&qualifier).is_none()
            }
            _ => false,
        }
    }

    /// Adds what a literal comes from: nothing, but for Snowflake's `$2`, a column of the one relation by its place.
    pub(super) fn literal(&mut self, value: &ValueWithSpan, scope: &Scope<'_>, how: How, deps: &mut Deps) {
        let Value::Placeholder(text) = &value.value else { return };
        let is_place = text.strip_prefix('$').is_some_and(|place| place.parse::<usize>().is_ok());
        if self.dialect != Dialect::Snowflake || !is_place {
            return;
        }
        let name = self.names.quoted(text);
        let at = super::names::place(value.span.start);
        self.spend(scope.width());
        match scope.relations.as_slice() {
            [] => {}
            [named] => self.at_place(&named.clone(), name, how, at, deps),
            several => {
                let candidates = several.iter().take(CANDIDATES).map(|named| self.label(named, None)).collect();
                self.undecided(name, candidates, how, at, deps);
            }
        }
    }

    fn at_place(&mut self, named: &Named, name: Name, how: How, at: Position, deps: &mut Deps) {
        match (self.by_place(named, name), named.relation.find(name)) {
            (Some(column), _) => self.add(&column, how, at, deps),
            (None, Found::Open(star)) => self.open(star, name, how, at, deps),
            (None, Found::Any(stars)) => {
                let candidates = self.tables_of(stars);
                self.undecided(name, candidates, how, at, deps);
            }
            (None, _) => self.beyond(named, name, how, at, deps),
        }
    }

    /// Snowflake's `t.$2`: a column by its place.
    pub(super) fn by_place(&self, named: &Named, name: Name) -> Option<Column> {
        let place: usize = self.names.text(name.exact).strip_prefix('$')?.parse().ok()?;
        match named.relation.items.get(place.checked_sub(1)?)? {
            Item::Column(column) if named.relation.is_closed() => Some(column.clone()),
            _ => None,
        }
    }

    /// What a value comes from that is given to a column.
    pub(super) fn value_of(&mut self, value: &Expr, scope: &Scope<'_>) -> Rc<[Dep]> {
        if is_default(value) { [].into() } else { self.of(value, scope) }
    }

    /// The relation that a qualifier means, by which a column is looked for; the names of several tables, if it means each
    /// of them and it is not known which of them has the column.
    pub(super) fn one_of_alike(
        &mut self,
        qualifier: &[Name],
        name: Name,
        scope: &Scope<'_>,
    ) -> Option<Result<Named, Vec<String>>> {
        let named = scope.qualified(qualifier)?;
        let mut alike: Vec<&Named> = scope.alike(qualifier, named).collect();
        self.spend(alike.len());
        if alike.iter().all(|other| other.table == named.table) {
            return Some(Ok(named.clone()));
        }
        if alike.iter().any(|other| matches!(other.relation.find(name), Found::Column(_))) {
            alike.retain(|other| matches!(other.relation.find(name), Found::Column(_)));
        } else {
            alike.retain(|other| !matches!(other.relation.find(name), Found::Nothing));
        }
        Some(match alike.as_slice() {
            [] => Ok(named.clone()),
            [one] => Ok(Named::clone(one)),
            several => Err(several.iter().take(CANDIDATES).map(|named| self.label(named, None)).collect()),
        })
    }
}

/// Whether a value is the word for what the target's definition says, and so comes from no column.
pub(super) fn is_default(value: &Expr) -> bool {
    matches!(value, Expr::Identifier(ident) if ident.quote_style.is_none() && ident.value.eq_ignore_ascii_case("default"))
}
