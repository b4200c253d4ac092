/// What is waited for before the next calls are planned, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// The pipeline, and which execution.
    Found,
    /// The values and steps of that execution.
    Ran,
    /// The jobs of those steps, and what the steps made.
    Worked,
    /// What those jobs registered by themselves: what the graph is derived from is known then.
    Made,
    /// The feature groups, which only say more about places of the graph.
    Stored,
    /// The reports: one place a step at a time, so it is come back to until each is found or nowhere.
    Read,
    /// Everything else: facts about what the graph names.
    Told,
}

impl Stage {
    /// The stage after this one; none after the last.
    pub(super) fn next(self) -> Option<Self> {
        match self {
            Self::Found => Some(Self::Ran),
            Self::Ran => Some(Self::Worked),
            Self::Worked => Some(Self::Made),
            Self::Made => Some(Self::Stored),
            Self::Stored => Some(Self::Read),
            Self::Read => Some(Self::Told),
            Self::Told => None,
        }
    }
}
