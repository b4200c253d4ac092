//! An identity provider on a socket of this machine, with keys of its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents,
};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A key that signs.
pub(super) enum Key {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

/// The keys of all tests, made once: two of RSA, two of an elliptic curve.
pub(super) fn keys() -> &'static [Key; 4] {
    static KEYS: OnceLock<[Key; 4]> = OnceLock::new();
    KEYS.get_or_init(|| {
        let rsa = || Key::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap());
        let ec = || Key::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap());
        [rsa(), rsa(), ec(), ec()]
    })
}

impl Key {
    /// The public key, as a member of a set.
    pub(super) fn public(&self, id: &str) -> Value {
        match self {
            Self::Rsa(key) => {
                let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::<Vec<u8>>::from(key.public_key());
                json!({"kty": "RSA", "use": "sig", "kid": id, "n": encoded(n), "e": encoded(e)})
            }
            Self::Ec(key) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                json!({"kty": "EC", "crv": "P-256", "kid": id, "x": encoded(x), "y": encoded(y)})
            }
        }
    }

    pub(super) fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::Ec(_) => "ES256",
        }
    }

    pub(super) fn signature(&self, message: &str) -> Vec<u8> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
                signature
            }
            Self::Ec(key) => key.sign(&SystemRandom::new(), message.as_bytes()).unwrap().as_ref().to_vec(),
        }
    }
}

pub(super) fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token of this header and these claims, signed by whatever signs.
pub(super) fn token(header: &Value, claims: &Value, sign: impl FnOnce(&str) -> Vec<u8>) -> String {
    let message = format!("{}.{}", encoded(header.to_string()), encoded(claims.to_string()));
    let signature = encoded(sign(&message));
    format!("{message}.{signature}")
}

/// What the provider answers with, by path; a text that begins with `/` is a redirect.
type Pages = Arc<Mutex<BTreeMap<String, String>>>;

pub(super) struct Provider {
    pub(super) issuer: String,
    pages: Pages,
    asked: Arc<Mutex<usize>>,
}

impl Provider {
    /// Listens on a free port, and tells of no keys yet.
    pub(super) async fn start() -> Self {
        Self::with(Router::new()).await
    }

    /// Has these routes, too.
    pub(super) async fn with(routes: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}/tenant", listener.local_addr().unwrap());
        let (pages, asked) = (Pages::default(), Arc::default());
        let app = routes.merge(Router::new().fallback(answer).with_state((Arc::clone(&pages), Arc::clone(&asked))));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let provider = Self { issuer, pages, asked };
        provider.tells(&provider.issuer);
        provider
    }

    /// Says in its document of discovery that it is this issuer.
    pub(super) fn tells(&self, issuer: &str) {
        let about = json!({"issuer": issuer, "jwks_uri": format!("{}/keys", self.issuer)});
        self.page("/tenant/.well-known/openid-configuration", &about.to_string());
    }

    pub(super) fn page(&self, path: &str, text: &str) {
        self.pages.lock().unwrap().insert(path.to_owned(), text.to_owned());
    }

    /// Has these keys, and no others.
    pub(super) fn has(&self, keys: &[Value]) {
        self.page("/tenant/keys", &json!({ "keys": keys }).to_string());
    }

    /// How often it was asked for its keys.
    pub(super) fn asked(&self) -> usize {
        *self.asked.lock().unwrap()
    }
}

async fn answer(State((pages, asked)): State<(Pages, Arc<Mutex<usize>>)>, uri: Uri) -> Response {
    if uri.path().ends_with("/keys") {
        *asked.lock().unwrap() += 1;
    }
    match pages.lock().unwrap().get(uri.path()).cloned() {
        Some(place) if place.starts_with('/') => Redirect::temporary(&place).into_response(),
        Some(text) => text.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
