use async_trait::async_trait;
use axum::http::request::Parts;
use lambda_http::request::RequestContext;

use super::{AuthError, Authenticate, Grants, Principal, SignInMethod};

/// Takes API Gateway's word for who sends a request, as its event has it. Nothing that a client writes is looked at.
#[derive(Debug, Clone)]
pub struct GatewayIdentity {
    method: GatewayMethod,
    grants: Grants,
}

/// How API Gateway came to know the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GatewayMethod {
    /// By the signature of an IAM principal; its name is the ARN of the user, or of the role behind the session.
    Iam,
    /// By an API key of a usage plan, in a REST API; its name is the id of the key.
    ApiKey,
}

impl GatewayIdentity {
    /// Whomever API Gateway came to know by this method may do this.
    #[must_use]
    pub fn new(method: GatewayMethod, grants: Grants) -> Self {
        Self { method, grants }
    }
}

#[async_trait]
impl Authenticate for GatewayIdentity {
    async fn authenticate(&self, request: &Parts) -> Result<Option<Principal>, AuthError> {
        let context = request.extensions.get::<RequestContext>();
        let name = context.and_then(|context| self.method.name(context));
        Ok(name.map(|name| Principal::new(name, self.grants.clone())))
    }

    fn sign_in_method(&self) -> Option<SignInMethod> {
        None
    }
}

impl GatewayMethod {
    fn name(self, context: &RequestContext) -> Option<String> {
        let name = match (self, context) {
            (Self::Iam, RequestContext::ApiGatewayV1(context)) => context.identity.user_arn.as_deref().map(principal),
            (Self::Iam, RequestContext::ApiGatewayV2(context)) => {
                let iam = context.authorizer.as_ref()?.iam.as_ref()?;
                iam.user_arn.as_deref().map(principal)
            }
            (Self::ApiKey, RequestContext::ApiGatewayV1(context)) => {
                context.identity.api_key_id.as_ref().map(|id| format!("apiKey/{id}"))
            }
            _ => None,
        };
        // What was never there is null in some events and empty in others.
        name.filter(|name| !name.is_empty() && name != "apiKey/")
    }
}

/// The ARN of the role behind a session, whose own name anybody chooses who takes the role; any other ARN as it is.
fn principal(arn: &str) -> String {
    let role = || {
        let (partition, rest) = arn.strip_prefix("arn:")?.split_once(":sts::")?;
        let (account, session) = rest.split_once(":assumed-role/")?;
        let (role, _) = session.split_once('/')?;
        Some(format!("arn:{partition}:iam::{account}:role/{role}"))
    };
    role().unwrap_or_else(|| arn.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use serde_json::{Value, json};

    use super::*;

    async fn name(method: GatewayMethod, context: Value) -> Option<String> {
        let context: RequestContext = serde_json::from_value(context).unwrap();
        let (mut parts, ()) = Request::new(()).into_parts();
        // What a client may claim.
        parts.headers.insert("x-amzn-user-arn", "arn:aws:iam::1:user/root".parse().unwrap());
        parts.headers.insert("x-api-key", "k".parse().unwrap());
        parts.extensions.insert(context);
        let identity = GatewayIdentity::new(method, Grants::new([]));
        identity.authenticate(&parts).await.unwrap().map(|principal| principal.name)
    }

    fn rest(identity: Value) -> Value {
        json!({"httpMethod": "GET", "stage": "prod", "identity": identity})
    }

    fn http(authorizer: Value) -> Value {
        json!({"http": {"method": "GET", "path": "/"}, "stage": "$default", "authorizer": authorizer})
    }

    #[tokio::test]
    async fn who_the_event_says() {
        use GatewayMethod::{ApiKey, Iam};
        let session = "arn:aws-cn:sts::111122223333:assumed-role/Reader/me@example.com";
        let role = "arn:aws-cn:iam::111122223333:role/Reader";
        let user = "arn:aws:iam::111122223333:user/ada";
        for (method, context, expected) in [
            (Iam, rest(json!({"userArn": user})), Some(user)),
            (Iam, rest(json!({"userArn": session})), Some(role)),
            (Iam, rest(json!({"userArn": null, "apiKeyId": "k1"})), None),
            (Iam, rest(json!({"userArn": ""})), None),
            (Iam, http(json!({"iam": {"userArn": session}})), Some(role)),
            (Iam, http(json!({"jwt": {"claims": {"userArn": user}}})), None),
            (Iam, http(json!({"lambda": {"userArn": user}})), None),
            (ApiKey, rest(json!({"apiKeyId": "k1", "apiKey": "secret"})), Some("apiKey/k1")),
            (ApiKey, rest(json!({"apiKey": "secret"})), None),
            (ApiKey, rest(json!({"apiKeyId": "", "userArn": user})), None),
            (ApiKey, http(json!({"iam": {"userArn": user}})), None),
        ] {
            assert_eq!(name(method, context.clone()).await.as_deref(), expected, "{method:?} {context}");
        }
    }

    #[tokio::test]
    async fn without_an_event_nobody_is_known() {
        let (parts, ()) = Request::new(()).into_parts();
        let identity = GatewayIdentity::new(GatewayMethod::Iam, Grants::all());
        assert_eq!(identity.authenticate(&parts).await, Ok(None));
    }
}
