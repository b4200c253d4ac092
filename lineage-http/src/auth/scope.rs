use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// A part of the service that somebody may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
#[non_exhaustive]
pub enum Scope {
    /// `catalog:read`: lists of pipelines, domains and feature groups.
    CatalogRead,
    /// `lineage:read`: lineage of pipelines and of SQL, with the posture of buckets.
    LineageRead,
    /// `schema:read`: what datasets hold, and held.
    SchemaRead,
    /// `schema:write`: saving versions of schemas, together with `schema:read`, for who saves is answered with the schema.
    SchemaWrite,
    /// `metrics:read`: the server's own figures.
    MetricsRead,
}

/// A text that names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no scope: use catalog:read, lineage:read, schema:read, schema:write or metrics:read")]
pub struct UnknownScope(String);

impl Scope {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::CatalogRead, Self::LineageRead, Self::SchemaRead, Self::SchemaWrite, Self::MetricsRead];

    /// As it is written: `catalog:read`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CatalogRead => "catalog:read",
            Self::LineageRead => "lineage:read",
            Self::SchemaRead => "schema:read",
            Self::SchemaWrite => "schema:write",
            Self::MetricsRead => "metrics:read",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        let known = Self::ALL.into_iter().find(|scope| scope.as_str() == text);
        known.ok_or_else(|| UnknownScope(text.chars().take(40).collect()))
    }
}

impl TryFrom<String> for Scope {
    type Error = UnknownScope;

    fn try_from(text: String) -> Result<Self, UnknownScope> {
        text.parse()
    }
}
