use serde::Serialize;
use utoipa::ToSchema;

/// How somebody who looks at the web page signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum SignInMethod {
    /// With an API key, which the page sends as `X-API-Key`.
    ApiKey,
    /// At an identity provider (OpenID Connect), to which `GET auth/login` leads.
    Oidc,
}

impl SignInMethod {
    /// All of them, in the order in which they are told.
    pub(crate) const ALL: [Self; 2] = [Self::ApiKey, Self::Oidc];
}
