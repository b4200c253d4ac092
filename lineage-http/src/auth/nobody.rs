use async_trait::async_trait;
use axum::http::request::Parts;

use super::{AuthError, Authenticate, Principal, SignInMethod};

/// Knows nobody: a server that has nothing else refuses every request, where one without any would answer all.
#[derive(Debug, Clone, Copy)]
pub struct Nobody;

#[async_trait]
impl Authenticate for Nobody {
    async fn authenticate(&self, _: &Parts) -> Result<Option<Principal>, AuthError> {
        Ok(None)
    }

    fn sign_in_method(&self) -> Option<SignInMethod> {
        None
    }
}
