use aws_config::SdkConfig;
use aws_config::identity::IdentityCache;
use aws_config::sts::AssumeRoleProvider;
use aws_credential_types::provider::SharedCredentialsProvider;

use super::AwsSource;
use super::settings::AwsSettings;

/// A role, usually of another account, and how to assume it (`sts:AssumeRole`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssumeRole {
    /// The role.
    pub role_arn: String,
    /// What the role's trust policy may ask for.
    pub external_id: Option<String>,
    /// The name that the other account's logs show (`sagemaker-lineage`).
    pub session_name: String,
}

impl AssumeRole {
    /// The role with this ARN, without an external id.
    #[must_use]
    pub fn new(role_arn: impl Into<String>) -> Self {
        Self { role_arn: role_arn.into(), external_id: None, session_name: "sagemaker-lineage".to_owned() }
    }

    /// Where STS is asked when the configuration names no region: the ARN says which partition.
    fn home_region(&self) -> &'static str {
        match self.role_arn.split(':').nth(1) {
            Some("aws-cn") => "cn-north-1",
            Some("aws-us-gov") => "us-gov-west-1",
            Some("aws-eusc") => "eusc-de-east-1",
            Some("aws-iso") => "us-iso-east-1",
            Some("aws-iso-b") => "us-isob-east-1",
            Some("aws-iso-e") => "eu-isoe-west-1",
            Some("aws-iso-f") => "us-isof-south-1",
            _ => "us-east-1",
        }
    }
}

impl AwsSource {
    /// A source over the account of a role, which the credentials of `config` may assume.
    ///
    /// The role is assumed at the first call, and again before its credentials expire: once for all regions and
    /// services. When that is refused, calls fail as without credentials.
    pub async fn assume_role(config: &SdkConfig, role: AssumeRole, settings: AwsSettings) -> Self {
        let mut base = settings.apply_to(config).into_builder();
        if config.region().is_none() {
            base = base.region(aws_config::Region::from_static(role.home_region()));
        }
        if let Some(url) = &settings.endpoint_url {
            base = base.endpoint_url(url);
        }
        // The provider refuses to be made without one, by a panic.
        if config.time_source().is_none() {
            base.set_time_source(Some(Default::default()));
        }
        let mut provider =
            AssumeRoleProvider::builder(&role.role_arn).session_name(role.session_name).configure(&base.build());
        if let Some(id) = role.external_id {
            provider = provider.external_id(id);
        }
        let config = config
            .to_builder()
            .credentials_provider(SharedCredentialsProvider::new(provider.build().await))
            // One for all clients, which would have one each otherwise.
            .identity_cache(IdentityCache::lazy().build())
            .build();
        Self::new(&config, settings)
    }
}
