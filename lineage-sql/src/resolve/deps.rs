use std::rc::Rc;

use crate::{Direct, Indirect, Position, Transformation};

use super::names::SourceId;

/// How a value comes from a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct How {
    pub(super) transformation: Transformation,
    pub(super) masking: bool,
}

impl How {
    /// Unchanged.
    pub(super) const IDENTITY: Self = Self { transformation: Transformation::Direct(Direct::Identity), masking: false };

    /// What a source counts as through something that at least does `step` to its value.
    pub(super) fn direct(self, step: Direct) -> Self {
        let transformation = match self.transformation {
            Transformation::Direct(so_far) => Transformation::Direct(so_far.max(step)),
            indirect @ Transformation::Indirect(_) => indirect,
        };
        Self { transformation, ..self }
    }

    /// What a source counts as where its value is looked at, but does not go on.
    pub(super) fn indirect(self, why: Indirect) -> Self {
        match self.transformation {
            Transformation::Direct(_) => Self { transformation: Transformation::Indirect(why), ..self },
            Transformation::Indirect(_) => self,
        }
    }

    /// What a source counts as through something from whose result its value cannot be told.
    pub(super) fn masked(self) -> Self {
        Self { masking: true, ..self }
    }

    /// What a source counts as that comes by `self` into a column which then goes on by `outer`.
    pub(super) fn then(self, outer: Self) -> Self {
        let masking = self.masking || outer.masking;
        let transformation = match (self.transformation, outer.transformation) {
            (_, outer @ Transformation::Indirect(_)) => outer,
            (Transformation::Direct(inner), Transformation::Direct(outer)) => Transformation::Direct(inner.max(outer)),
            (inner @ Transformation::Indirect(_), Transformation::Direct(_)) => inner,
        };
        Self { transformation, masking }
    }
}

/// That something comes from a source, how, and where the text names the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dep {
    pub(super) source: SourceId,
    pub(super) how: How,
    pub(super) position: Position,
}

/// What something comes from. Nothing is there twice, but for its position.
#[derive(Debug, Default)]
pub(super) struct Deps {
    list: Vec<Dep>,
    /// So many of the list are in order, and there once.
    clean: usize,
}

impl Deps {
    pub(super) fn push(&mut self, dep: Dep) {
        self.list.push(dep);
        // What is there twice is taken out now and then, so that many mentions of few columns need little memory.
        if self.list.len() > 64 + 2 * self.clean {
            self.tidy();
        }
    }

    /// Adds what something else comes from, which goes on by `how`.
    pub(super) fn extend(&mut self, deps: &[Dep], how: How) {
        for dep in deps {
            self.push(Dep { how: dep.how.then(how), ..*dep });
        }
    }

    fn tidy(&mut self) {
        self.list.sort_unstable();
        self.list.dedup_by_key(|dep| (dep.source, dep.how));
        self.clean = self.list.len();
    }

    /// What there is, in the order in which the sources were first met.
    pub(super) fn finish(mut self) -> Rc<[Dep]> {
        self.tidy();
        self.list.into()
    }
}
