use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Observed, Timestamp};

/// A pipeline as `DescribePipeline` tells it, with the text of its definition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Pipeline {
    /// The name, in its own case (an ARN holds it in lower case).
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The role its executions run under.
    pub role_arn: Option<String>,
    /// `Active`, `Deleting`, or whatever else the service says.
    pub status: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub last_modified: Option<Timestamp>,
    /// When it last ran.
    pub last_run: Option<Timestamp>,
    /// Who made it.
    pub created_by: Option<UserContext>,
    /// Who changed it last.
    pub last_modified_by: Option<UserContext>,
    /// Its tags.
    pub tags: Observed<BTreeMap<String, String>>,
    /// The definition: JSON text, as the service returns it.
    pub definition: String,
}

/// One pipeline of a listing (`Search`, or `ListPipelines` with `ListTags`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PipelineSummary {
    /// The name, in its own case.
    pub name: String,
    /// The ARN.
    pub arn: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The role its executions run under.
    pub role_arn: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub last_modified: Option<Timestamp>,
    /// When it last ran.
    pub last_run: Option<Timestamp>,
    /// Who made it, not configured where nobody is named. Only `Search` tells: elsewhere this holds why it did not.
    pub created_by: Observed<UserContext>,
    /// Its tags.
    pub tags: Observed<BTreeMap<String, String>>,
}

/// Who did something (`UserContext` of the SageMaker API).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UserContext {
    /// The ARN of the Studio user profile.
    pub user_profile_arn: Option<String>,
    /// The name of the Studio user profile.
    pub user_profile_name: Option<String>,
    /// The id of the Studio domain.
    pub domain_id: Option<String>,
}

/// A Studio domain (`ListDomains`, `DescribeDomain`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Domain {
    /// The id, `d-` and letters.
    pub id: String,
    /// The ARN.
    pub arn: String,
    /// The name.
    pub name: String,
    /// `InService`, or whatever else the service says.
    pub status: Option<String>,
    /// Where its users sign in.
    pub url: Option<String>,
    /// The file system of its home directories; only `DescribeDomain` tells.
    pub home_efs_file_system_id: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
}
