use std::collections::BTreeSet;
use std::time::Duration;

use lineage_model::Region;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{OidcConfig, rejected};
use crate::auth::{AuthError, Grants, Principal, Scope};

/// What a token says, once its signature, times, issuer and audience are known to be right.
#[derive(Deserialize)]
pub(super) struct Claims {
    /// One text: a list of issuers is malformed.
    #[serde(rename = "iss")]
    _issuer: String,
    sub: String,
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// OpenID Connect allows no longer ones.
const MAX_SUBJECT: usize = 255;

impl Claims {
    /// Who that is, and what the token grants; a restriction that cannot be read is none that may be dropped.
    pub(super) fn principal(&self, config: &OidcConfig) -> Result<Principal, AuthError> {
        if self.sub.is_empty() || self.sub.len() > MAX_SUBJECT || self.sub.chars().any(char::is_control) {
            return Err(rejected("a token whose subject is no name"));
        }
        let mut grants = Grants::new([]);
        let claims = config.scope_claim.as_deref().map_or(vec!["scope", "scp"], |claim| vec![claim]);
        for scope in claims.into_iter().filter_map(|claim| words(self.others.get(claim)?)).flatten() {
            let scope = scope.strip_prefix(config.scope_prefix.as_str());
            grants.scopes.extend(scope.and_then(|scope| scope.parse::<Scope>().ok()));
        }
        grants.accounts = self.restriction("lineage_accounts")?;
        grants.domains = self.restriction("lineage_domains")?;
        let regions = self.restriction("lineage_regions")?.map(|names| names.into_iter().map(Region::new).collect());
        let regions: Option<Result<_, _>> = regions;
        grants.regions = regions.transpose().map_err(|_| rejected("a token whose lineage_regions are no regions"))?;
        Ok(Principal::new(format!("oidc:{}", self.sub), grants))
    }

    /// When it expires, since 1970.
    pub(super) fn expires(&self) -> Option<Duration> {
        let seconds = self.others.get("exp")?.as_f64()?;
        Duration::try_from_secs_f64(seconds).ok()
    }

    fn restriction(&self, claim: &str) -> Result<Option<BTreeSet<String>>, AuthError> {
        let Some(value) = self.others.get(claim) else { return Ok(None) };
        let names = words(value).ok_or_else(|| rejected("a token whose restrictions are no lists of names"))?;
        Ok(Some(names.into_iter().map(str::to_owned).collect()))
    }
}

/// The words of a list, or of a text in which they are separated by spaces; none of anything else.
fn words(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(text) => Some(text.split_whitespace().collect()),
        Value::Array(items) => items.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn granted(claims: Value, change: impl FnOnce(&mut OidcConfig)) -> Result<Grants, AuthError> {
        let mut all = json!({"iss": "https://issuer", "sub": "u-1"});
        all.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
        let mut config = OidcConfig::new("https://issuer", ["lineage".to_owned()]);
        change(&mut config);
        let claims: Claims = serde_json::from_value(all).unwrap();
        claims.principal(&config).map(|principal| principal.grants)
    }

    #[test]
    fn scopes() {
        let check = |claims: Value, claim: Option<&str>, prefix: &str, expected: &[&str]| {
            let grants = granted(claims.clone(), |config| {
                (config.scope_claim, config.scope_prefix) = (claim.map(str::to_owned), prefix.to_owned());
            });
            let scopes: Vec<_> = grants.unwrap().scopes.into_iter().map(|scope| scope.as_str()).collect();
            assert_eq!(scopes, expected, "{claims} {claim:?} {prefix}");
        };
        check(json!({}), None, "", &[]);
        check(json!({"scope": "openid lineage:read  catalog:read"}), None, "", &["catalog:read", "lineage:read"]);
        check(json!({"scp": ["schema:read", "email"], "scope": 3}), None, "", &["schema:read"]);
        check(json!({"scope": "admin LINEAGE:READ lineage"}), None, "", &[]);
        check(json!({"scope": ["catalog:read", 1]}), None, "", &[]);
        check(json!({"roles": ["catalog:read"], "scope": "lineage:read"}), Some("roles"), "", &["catalog:read"]);
        check(json!({"cognito:groups": ["schema:write"]}), Some("cognito:groups"), "", &["schema:write"]);
        check(json!({"scope": "lineage/catalog:read lineage:read"}), None, "lineage/", &["catalog:read"]);
    }

    #[test]
    fn restrictions() {
        let grants = granted(
            json!({"lineage_regions": ["eu-west-1"], "lineage_accounts": "own prod", "lineage_domains": []}),
            |_| {},
        );
        let grants = grants.unwrap();
        assert_eq!(grants.regions, Some([Region::new("eu-west-1").unwrap()].into()));
        assert_eq!(grants.accounts, Some(["own".to_owned(), "prod".to_owned()].into()));
        assert_eq!(grants.domains, Some(BTreeSet::new()));
        for claims in [
            json!({"lineage_regions": ["Mars"]}),
            json!({"lineage_regions": null}),
            json!({"lineage_accounts": {"own": true}}),
            json!({"lineage_domains": ["d-1", 2]}),
            json!({"sub": ""}),
            json!({"sub": "a\nb"}),
            json!({"sub": "x".repeat(256)}),
        ] {
            assert!(matches!(granted(claims.clone(), |_| {}), Err(AuthError::Rejected(_))), "{claims}");
        }
    }
}
