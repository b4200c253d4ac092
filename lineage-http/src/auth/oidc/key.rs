use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};
use serde_json::Value;

/// A public key of an issuer that verifies signatures.
#[derive(Debug)]
pub(super) struct Key {
    jwk: Jwk,
    pub(super) decoding: DecodingKey,
}

impl Key {
    /// The keys of a set (RFC 7517) that verify signatures; others are passed over. None where it is no set.
    pub(super) fn of_set(mut set: Value) -> Option<Vec<Self>> {
        let Value::Array(keys) = set.get_mut("keys")?.take() else { return None };
        Some(keys.into_iter().filter_map(Self::of).collect())
    }

    fn of(key: Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(key).ok()?;
        let common = &jwk.common;
        let signs = common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
        let operations = common.key_operations.as_ref();
        let verifies = operations.is_none_or(|operations| operations.contains(&KeyOperations::Verify));
        let decoding = DecodingKey::from_jwk(&jwk).ok()?;
        // A shared secret has no place among public keys.
        (signs && verifies && decoding.family() != AlgorithmFamily::Hmac).then_some(Self { jwk, decoding })
    }

    /// Whether it has this name; any does where none is asked for.
    pub(super) fn is_called(&self, id: Option<&str>) -> bool {
        id.is_none() || self.jwk.common.key_id.as_deref() == id
    }

    /// Whether signatures of this algorithm may be verified with it.
    pub(super) fn fits(&self, algorithm: Algorithm) -> bool {
        let is_its = self.jwk.common.key_algorithm.is_none_or(|own| own == KeyAlgorithm::from(algorithm));
        let is_its_type = match &self.jwk.algorithm {
            AlgorithmParameters::RSA(_) => algorithm.family() == AlgorithmFamily::Rsa,
            AlgorithmParameters::EllipticCurve(key) => match key.curve {
                EllipticCurve::P256 => algorithm == Algorithm::ES256,
                EllipticCurve::P384 => algorithm == Algorithm::ES384,
                _ => false,
            },
            AlgorithmParameters::OctetKeyPair(_) => algorithm == Algorithm::EdDSA,
            _ => false,
        };
        is_its && is_its_type
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;

    /// A key of this name; who has signed with it, nobody asks here.
    pub(crate) fn key(id: &str) -> Value {
        json!({"kty": "RSA", "kid": id, "n": "AQAB", "e": "AQAB"})
    }

    #[test]
    fn which_keys_fit() {
        let check = |change: Value, expected: &[Algorithm]| {
            let mut key = key("a");
            key.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let keys = Key::of_set(json!({"keys": [key]})).unwrap();
            let all = [
                Algorithm::RS256,
                Algorithm::PS256,
                Algorithm::ES256,
                Algorithm::ES384,
                Algorithm::EdDSA,
                Algorithm::HS256,
            ];
            let fit: Vec<_> = all.into_iter().filter(|algorithm| keys.iter().any(|key| key.fits(*algorithm))).collect();
            assert_eq!(fit, expected, "{change}");
        };
        check(json!({}), &[Algorithm::RS256, Algorithm::PS256]);
        check(json!({"use": "sig", "key_ops": ["verify"], "alg": "RS256"}), &[Algorithm::RS256]);
        check(json!({"use": "enc"}), &[]);
        check(json!({"key_ops": ["encrypt"]}), &[]);
        check(json!({"alg": "RSA-OAEP"}), &[]);
        check(json!({"alg": "HS256"}), &[]);
        check(json!({"kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB"}), &[Algorithm::ES256]);
        check(json!({"kty": "EC", "crv": "P-384", "x": "AQAB", "y": "AQAB"}), &[Algorithm::ES384]);
        check(json!({"kty": "EC", "crv": "secp256k1", "x": "AQAB", "y": "AQAB"}), &[]);
        check(json!({"kty": "OKP", "crv": "Ed25519", "x": "AQAB"}), &[Algorithm::EdDSA]);
        check(json!({"kty": "oct", "k": "AQAB"}), &[]);
        check(json!({"n": 3}), &[]);
        check(json!({"n": "!"}), &[]);
    }

    #[test]
    fn what_is_no_set() {
        for set in [json!(null), json!([]), json!({}), json!({"keys": {}})] {
            assert!(Key::of_set(set.clone()).is_none(), "{set}");
        }
        let keys = Key::of_set(json!({"keys": [3, key("a"), {"kty": "new"}]})).unwrap();
        assert_eq!(keys.iter().filter(|key| key.is_called(Some("a"))).count(), 1, "one odd key spoils no set");
    }
}
