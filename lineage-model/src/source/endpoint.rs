use serde::{Deserialize, Serialize};

use crate::{Observed, Timestamp};

/// What an endpoint may serve.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServedModel {
    /// A model of `CreateModel`, by its name.
    Model(String),
    /// Any model that was made from a model package, by the package's ARN.
    Package(String),
}

impl ServedModel {
    /// The model's name or the package's ARN.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Model(text) | Self::Package(text) => text,
        }
    }
}

/// An endpoint that serves a model (`ModelDashboardEndpoint`, `DescribeEndpoint`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Endpoint {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// `InService`, `Creating`, `Failed`, or whatever else the service says.
    pub status: Option<String>,
    /// The name of the model that it serves.
    pub model_name: String,
    /// The endpoint configuration that says so; only `DescribeEndpoint` tells.
    pub config_name: Observed<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub last_modified: Option<Timestamp>,
}
