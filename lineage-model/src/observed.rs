use serde::{Deserialize, Serialize};

use crate::{Code, Diagnostic};

/// A fact as it was observed: known, not configured, absent, denied, unavailable and
/// not read are six different things.
///
/// Serialised as `{"state": "known", "value": …}`, `{"state": "notConfigured"}`,
/// `{"state": "absent", "gap": …}`, `denied` and `unavailable` alike, or `{"state": "notRead"}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum Observed<T> {
    /// The service answered with this value.
    Known {
        /// What the service said.
        value: T,
    },
    /// The service answered that nothing is configured.
    NotConfigured,
    /// The service answered that what was asked about does not exist.
    Absent {
        /// What is missing because of it.
        gap: Gap,
    },
    /// The service refused to tell.
    Denied {
        /// What is missing because of it.
        gap: Gap,
    },
    /// The service did not answer, or not in a way that can be read.
    Unavailable {
        /// What is missing because of it.
        gap: Gap,
    },
    /// Nobody asked.
    #[default]
    NotRead,
}

/// Why a fact is missing, in the terms of the service that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// The IAM action of the call, such as `s3:GetEncryptionConfiguration`.
    pub action: String,
    /// What was asked about: an ARN or a name.
    pub resource: String,
    /// What happened, as a lower-case fragment that reads well after "failed to".
    pub message: String,
}

impl<T> Observed<T> {
    /// A value that the service told.
    pub fn known(value: T) -> Self {
        Self::Known { value }
    }

    /// The value, when it is known.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Known { value } => Some(value),
            _ => None,
        }
    }

    /// Whether the service told: a value, or that nothing is configured.
    pub fn is_told(&self) -> bool {
        matches!(self, Self::Known { .. } | Self::NotConfigured)
    }

    /// The gap as a diagnostic, when there is one.
    pub fn gap_diagnostic(&self) -> Option<Diagnostic> {
        let code = match self {
            Self::Absent { .. } => Code::NotFound,
            Self::Denied { .. } => Code::AccessDenied,
            _ => Code::Unavailable,
        };
        self.gap().map(|gap| Diagnostic::from_gap(code, gap))
    }

    /// What is missing and why, when the service was asked and did not tell.
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Self::Absent { gap } | Self::Denied { gap } | Self::Unavailable { gap } => Some(gap),
            _ => None,
        }
    }
}
