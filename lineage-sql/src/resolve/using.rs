//! Columns that a join makes one of two: by USING, or by NATURAL.

use crate::Indirect;

use super::Resolver;
use super::deps::{Deps, How};
use super::names::Name;
use super::relation::Column;
use super::scope::{Lookup, Scope};

impl Resolver<'_> {
    /// Makes the columns of one name on both sides of a join one column, which stands at a place before all others. Of a
    /// semi join, it is that of one side, and has no place.
    pub(super) fn merge(
        &mut self,
        name: Name,
        at: crate::Position,
        before: usize,
        place: Option<usize>,
        scope: &mut Scope<'_>,
    ) {
        if !self.spend(scope.width()) {
            return;
        }
        let right = Scope { relations: scope.relations.split_off(before), ..Scope::default() };
        let mut deps = Deps::default();
        self.side(name, at, scope, &mut deps);
        let mut both = Deps::default();
        self.side(name, at, &right, &mut both);
        scope.relations.extend(right.relations);
        let (left, right) = (deps.finish(), both.finish());
        let mut deps = Deps::default();
        for side in [&left, &right] {
            self.dataset.extend(side, How::IDENTITY.indirect(Indirect::Join));
            deps.extend(side, How::IDENTITY);
        }
        if let Some(place) = place {
            scope.merged.retain(|column| column.name.key != name.key);
            let column = Column { name, deps: deps.finish() };
            scope.merged.insert(place.min(scope.merged.len()), column);
        }
    }

    /// Adds what a column comes from on one side of a join.
    fn side(&mut self, name: Name, at: crate::Position, side: &Scope<'_>, deps: &mut Deps) {
        match side.column(name, false, |named, star| self.label(named, star)) {
            Lookup::Column(column) => self.add(&column, How::IDENTITY, at, deps),
            Lookup::Open(star) => self.open(&star, name, How::IDENTITY, at, deps),
            Lookup::Ambiguous(candidates) => self.undecided(name, candidates, How::IDENTITY, at, deps),
            Lookup::Nothing => {}
        }
    }
}
