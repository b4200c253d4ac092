//! The names that the contract has for things, as text.

use std::fmt;

use serde::Serialize;

use crate::{Direct, Indirect, StatementKind, Transformation};

impl fmt::Display for StatementKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}

impl fmt::Display for Direct {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}

impl fmt::Display for Indirect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}

/// Type and subtype.
impl fmt::Display for Transformation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direct(how) => write!(formatter, "DIRECT {how}"),
            Self::Indirect(how) => write!(formatter, "INDIRECT {how}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_json() {
        assert_eq!(StatementKind::CreateTable.to_string(), "create-table");
        assert_eq!(Transformation::Direct(Direct::Identity).to_string(), "DIRECT IDENTITY");
        assert_eq!(Transformation::Indirect(Indirect::GroupBy).to_string(), "INDIRECT GROUP_BY");
    }
}
