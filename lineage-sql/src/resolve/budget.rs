//! What a script may cost. Few words can ask for very much: `SELECT x.*, y.* FROM q AS x, q AS y`, again and again, has
//! twice the columns each time.

use super::Resolver;

/// The steps that a script may take, however short it is. A step looks at an expression, a relation or a column, or notes
/// that a column comes from another: some nanoseconds, and some bytes.
const STEPS: usize = 1 << 22;

/// How many more it may take for each byte.
const STEPS_OF_A_BYTE: usize = 32;

/// The steps that an edge of the answer counts for, or a diagnostic: these are texts.
pub(super) const TEXTS: usize = 32;

/// The steps that a copy of a column counts for.
pub(super) const COPY: usize = 8;

/// The steps that are left.
pub(super) struct Budget {
    /// For the statement at hand; none if it would take more.
    left: Option<usize>,
    /// For those behind it.
    rest: usize,
}

impl Budget {
    /// The budget of a script of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        Self { left: None, rest: STEPS + STEPS_OF_A_BYTE * bytes }
    }

    /// Gives the next statement half of what there is, so that none leaves nothing for those behind it.
    pub(super) fn next_statement(&mut self) {
        self.rest += self.left.unwrap_or_default();
        let half = self.rest / 2;
        (self.left, self.rest) = (Some(half), self.rest - half);
    }
}

impl Resolver<'_> {
    /// Takes steps; false if the statement at hand has none left. Whoever is told so may leave its work undone: nothing of
    /// the statement comes into the answer.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        self.budget.left = self.budget.left.and_then(|left| left.checked_sub(steps));
        !self.is_spent()
    }

    /// Whether the statement at hand took more steps than it may.
    pub(super) fn is_spent(&self) -> bool {
        self.budget.left.is_none()
    }
}
